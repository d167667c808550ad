//! The answer of a plan by month as tables: what happens when, from where services stand. Every
//! figure of people, waits and money is the audit's; of the plan itself only decisions that the
//! audit holds as promises (hours bought in, overtime, short time).

mod actions;
mod budgets;
mod columns;
mod ladder;
mod late;
mod limits;
mod outcomes;
mod patients;
mod retention;
mod series;
mod services;
mod spark;
mod staff;
mod standards;
mod total;
mod training;

use crate::audit::{ServiceFigures, TimeFigures};
use crate::instance::{Calendar, Horizon, Instance, Service};
use crate::plan::ServicePlan;
use crate::report::answer::Answer;
use crate::report::grid::paragraph;

pub use crate::report::dates::{length, span};
pub use outcomes::missed;

/// Less than this many WTE, hours or people is nobody.
pub(super) const NOBODY: f64 = 1e-6;

/// The calendar of a plan by month; none for a steady year.
pub fn calendar(instance: &Instance) -> Option<&Calendar> {
    let calendar = &instance.services.first()?.care.calendar;
    calendar.horizon.is_some().then_some(calendar)
}

/// What is shown: all services, or one of them.
#[derive(Debug, Clone)]
pub struct View<'a> {
    instance: &'a Instance,
    answer: &'a Answer,
    calendar: &'a Calendar,
    horizon: &'a Horizon,
    parts: Vec<Part<'a>>,
    total: TimeFigures,
}

/// A service that is shown.
#[derive(Debug, Clone, Copy)]
pub struct Part<'a> {
    service: &'a Service,
    plan: Option<&'a ServicePlan>,
    /// Figures of the last year.
    last_year: &'a ServiceFigures,
    figures: &'a TimeFigures,
}

impl<'a> View<'a> {
    /// All services; none for a steady year, or where the audit has no figures over time.
    pub fn of_all(instance: &'a Instance, answer: &'a Answer) -> Option<Self> {
        let calendar = &instance.services.first()?.care.calendar;
        let parts: Option<Vec<Part>> = instance
            .services
            .iter()
            .map(|service| {
                let id = crate::ids::Id::as_str(&service.id);
                let last_year = answer.audit.services.iter().find(|s| s.service == id)?;
                Some(Part {
                    service,
                    plan: answer.plan.services.get(&service.id),
                    last_year,
                    figures: last_year.over_time.as_ref()?,
                })
            })
            .collect();
        let parts = parts?;
        Some(Self {
            instance,
            answer,
            calendar,
            horizon: calendar.horizon.as_ref()?,
            total: total::of(calendar, parts.iter().map(|part| part.figures)),
            parts,
        })
    }

    /// One of its services.
    fn only(&self, part: Part<'a>) -> Self {
        Self {
            total: total::of(self.calendar, [part.figures]),
            parts: vec![part],
            ..self.clone()
        }
    }

    /// Whether the instance has several services, of which it may show one.
    fn among_several(&self) -> bool {
        self.instance.services.len() > 1
    }
}

/// The sections of a plan by month after its heading and before its footer.
pub fn sections(view: &View, per_service: bool) -> Vec<String> {
    let mut sections = vec![
        late::paragraphs(view),
        services::beside(view),
        budgets::by_year(view),
        staff::by_quarter(view),
        actions::next_six_months(view),
    ];
    sections.extend(later(view));
    sections.push(retention::turnover(view));
    sections.push(limits::by_year(view));
    sections.push(super::what_binds(view.instance, view.answer));
    sections.push(super::worth_lines(view.instance, view.answer));
    if per_service && view.among_several() {
        for part in &view.parts {
            let one = view.only(*part);
            sections.push(paragraph(&format!("── {} ──", part.service.name)));
            sections.push(budgets::by_year(&one));
            sections.push(staff::by_quarter(&one));
            sections.push(actions::next_six_months(&one));
            sections.extend(later(&one));
        }
    }
    sections
}

/// What is shown of all services and of each alike.
fn later(view: &View) -> Vec<String> {
    let mut sections = vec![
        ladder::by_year(view),
        ladder::moves(view),
        ladder::leavers(view),
        patients::lists(view),
        patients::waits(view),
        standards::from_when(view),
        standards::by_year(view),
        standards::skill_mix(view),
        retention::measures(view),
        training::by_intake(view),
        staff::hours_used(view),
    ];
    if let [part] = view.parts.as_slice() {
        let rules = &part.last_year.supervision;
        sections.push(super::staff::supervision("Supervision, last year", rules));
    }
    sections
}

#[cfg(test)]
mod tests;
