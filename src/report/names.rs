//! What ids are called where people read them.

use crate::instance::{Care, Instance};

/// Looks names up in an instance. An id that is not there stands for itself.
#[derive(Debug, Clone, Copy)]
pub struct Names<'a>(pub &'a Instance);

impl<'a> Names<'a> {
    fn first<T>(self, find: impl Fn(&'a Care) -> Option<T>) -> Option<T> {
        self.0.services.iter().find_map(|s| find(&s.care))
    }

    /// A service's full name.
    #[must_use]
    pub fn service<'b>(self, id: &'b str) -> &'b str
    where
        'a: 'b,
    {
        self.0
            .services
            .iter()
            .find(|service| crate::ids::Id::as_str(&service.id) == id)
            .map_or(id, |service| &service.name)
    }

    /// What tables call a role.
    #[must_use]
    pub fn role<'b>(self, id: &'b str) -> &'b str
    where
        'a: 'b,
    {
        self.first(|care| care.roles.get(id).map(|role| role.short.as_str()))
            .unwrap_or(id)
    }

    /// The full name of whatever `id` names among tasks, treatments, steps, routes, rules, bands
    /// and standards of a care model or the limits that join services.
    #[must_use]
    pub fn other<'b>(self, kind: Kind, id: &'b str) -> &'b str
    where
        'a: 'b,
    {
        let instance = self.0;
        match kind {
            Kind::Service => Some(self.service(id)),
            Kind::Role => Some(self.role(id)),
            Kind::Step => self.first(|c| c.steps.get(id).map(|x| x.name.as_str())),
            Kind::Treatment => self.first(|c| c.treatments.get(id).map(|x| x.name.as_str())),
            Kind::Task => self.first(|c| c.tasks.get(id).map(|x| x.name.as_str())),
            Kind::Route => self.first(|c| c.routes.get(id).map(|x| x.name.as_str())),
            Kind::Rule => self.first(|c| c.supervision.get(id).map(|x| x.name.as_str())),
            Kind::Band => self.first(|c| c.skill_mix.get(id).map(|x| x.name.as_str())),
            Kind::Standard => self
                .first(|c| c.standards.get(id).map(|x| x.name.as_str()))
                .or_else(|| {
                    let overall = instance.overall_access.get(id)?;
                    Some(overall.target.name.as_str())
                }),
            Kind::Budget => instance.budgets.get(id).map(|x| x.name.as_str()),
            Kind::Levy => instance.levies.get(id).map(|x| x.name.as_str()),
            Kind::Places => instance.places.get(id).map(|x| x.cap.name.as_str()),
            Kind::Market => instance.labour_markets.get(id).map(|x| x.cap.name.as_str()),
        }
        .unwrap_or(id)
    }
}

/// What an index of a promise names.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// A service.
    Service,
    /// A role.
    Role,
    /// A step of care.
    Step,
    /// A treatment.
    Treatment,
    /// A task.
    Task,
    /// A training route.
    Route,
    /// A supervision rule.
    Rule,
    /// A skill-mix band.
    Band,
    /// A standard.
    Standard,
    /// A budget.
    Budget,
    /// A levy fund.
    Levy,
    /// A cap on training places.
    Places,
    /// A labour market.
    Market,
}
