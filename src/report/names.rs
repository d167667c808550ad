//! What ids are called where people read them.

use super::grid::clean;
use crate::instance::{Care, Instance};

/// What an instance is called, with the scenario under which it is taken.
#[must_use]
pub fn headline(instance: &Instance) -> String {
    let name = clean(&instance.name);
    match &instance.scenario {
        Some(scenario) => format!("{name}, scenario `{scenario}`"),
        None => name,
    }
}

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
            Kind::Measure => self.first(|c| c.retention.get(id).map(|x| x.name.as_str())),
            Kind::Limit => self.first(|c| c.limits.get(id).map(|x| x.name.as_str())),
            Kind::Budget => instance.budgets.get(id).map(|x| x.name.as_str()),
            Kind::Levy => instance.levies.get(id).map(|x| x.name.as_str()),
            Kind::Places => instance.places.get(id).map(|x| x.cap.name.as_str()),
            Kind::Market => instance.labour_markets.get(id).map(|x| x.cap.name.as_str()),
        }
        .unwrap_or(id)
    }
}

/// The longest that a name may be in a sentence, in characters; tables have it in full.
const LONG_NAME: usize = 56;

/// A name for use in a sentence: one that is very long ends in `…`.
#[must_use]
pub fn shortened(name: &str) -> String {
    cut(name, LONG_NAME)
}

/// As [`shortened`], where a text may hold two names.
#[must_use]
pub fn pair_shortened(names: &str) -> String {
    cut(names, 2 * LONG_NAME)
}

fn cut(text: &str, longest: usize) -> String {
    if text.chars().count() <= longest {
        return text.to_owned();
    }
    let kept: String = text.chars().take(longest - 1).collect();
    format!("{}…", kept.trim_end())
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
    /// A retention measure.
    Measure,
    /// A limit on change or size.
    Limit,
    /// A budget.
    Budget,
    /// A levy fund.
    Levy,
    /// A cap on training places.
    Places,
    /// A labour market.
    Market,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_very_long_names_are_shortened() {
        assert_eq!(shortened("75 % start in 6 weeks"), "75 % start in 6 weeks");
        let short = shortened(&"é".repeat(300));
        assert_eq!(short.chars().count(), LONG_NAME);
        assert!(short.ends_with("é…"));
    }
}
