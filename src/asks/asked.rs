//! How much an ask asks, as its file states it.

use serde::Serialize;

use super::{Ask, When};
use crate::ids::Id;
use crate::instance::{Instance, Scoped, Service};
use crate::units::Quantity;

/// What an ask asks at a time.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Asked {
    /// How much.
    pub value: f64,
    /// Of what.
    pub unit: AskUnit,
}

/// What an ask is measured in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum AskUnit {
    /// Pounds in a year (plans by month: in a financial year).
    Pounds,
    /// WTE: hires and places in a year, a financial year or a period; staff in post.
    Wte,
    /// People in a year.
    People,
    /// A share, 0 to 1.
    Share,
    /// Supervisees for a supervisor.
    Ratio,
    /// Hours of overtime that a whole-time equivalent may work in a working week.
    HoursPerWeek,
}

/// How much an ask asks at a time; none where it asks nothing then, or has no amount of its own
/// (tenure, the ending, that levies pay fees only). [`When::Always`] in a plan by month: in a year,
/// or at the end where it changes.
#[must_use]
pub fn asked(instance: &Instance, ask: &Ask, when: When) -> Option<Asked> {
    let of = |value: f64, unit| value.is_finite().then_some(Asked { value, unit });
    match ask {
        Ask::Budget { budget } => of(
            cap(instance, instance.budgets.get(budget)?, when)?,
            AskUnit::Pounds,
        ),
        Ask::LevyFund { levy } => of(
            cap(instance, instance.levies.get(levy)?, when)?,
            AskUnit::Pounds,
        ),
        Ask::LabourMarket { market } => {
            let market = instance.labour_markets.get(market)?;
            of(cap(instance, &market.cap, when)?, AskUnit::Wte)
        }
        Ask::Places { places } => {
            let places = instance.places.get(places)?;
            of(cap(instance, &places.cap, when)?, AskUnit::Wte)
        }
        Ask::OverallAccess { standard } => {
            let access = instance.overall_access.get(standard)?;
            of(cap(instance, &access.target, when)?, AskUnit::People)
        }
        _ => {
            let id = ask.service()?;
            let service = instance.services.iter().find(|s| s.id.as_str() == id)?;
            let (value, unit) = asked_of(service, ask, when)?;
            of(value, unit)
        }
    }
}

fn cap<Q: Quantity>(instance: &Instance, cap: &Scoped<Q>, when: When) -> Option<f64> {
    match when {
        When::Always => Some(cap.limit.value()),
        When::Year(wanted) => {
            let years = &instance.horizon()?.years;
            let place = years.iter().position(|year| year.year == wanted)?;
            cap.by_year.get(place).copied()
        }
        When::In(period) => cap.by_period.get(period).copied(),
    }
}

fn asked_of(service: &Service, ask: &Ask, when: When) -> Option<(f64, AskUnit)> {
    let care = &service.care;
    Some(match ask {
        Ask::Access { standard, .. } | Ask::Completion { standard, .. } => {
            let standard = care.standards.get(standard)?;
            (
                standard.target_in(first_period(service, when)?)?,
                AskUnit::People,
            )
        }
        Ask::Wait { standard, .. } | Ask::Recovery { standard, .. } => {
            let standard = care.standards.get(standard)?;
            (
                standard.target_in(first_period(service, when)?)?,
                AskUnit::Share,
            )
        }
        Ask::ShareMin { treatment, .. } => (
            care.treatments.get(treatment)?.share_min.value(),
            AskUnit::Share,
        ),
        Ask::ShareMax { treatment, .. } => (
            care.treatments.get(treatment)?.share_max.value(),
            AskUnit::Share,
        ),
        Ask::TaskShare { task, role, .. } => {
            let limits = care.tasks.get(task)?.roles.get(role)?;
            (limits.max_share_of_task.value(), AskUnit::Share)
        }
        Ask::RoleShare { task, role, .. } => {
            let limits = care.tasks.get(task)?.roles.get(role)?;
            (limits.max_share_of_role.value(), AskUnit::Share)
        }
        Ask::OvertimeCap { role, .. } => {
            let role = care.roles.get(role)?;
            (role.overtime_cap().value(), AskUnit::HoursPerWeek)
        }
        Ask::BoughtInCap { task, .. } => {
            let (share, _) = care.tasks.get(task)?.bought_in?;
            (share.value(), AskUnit::Share)
        }
        Ask::SupervisionRatio { rule, .. } => {
            (care.supervision.get(rule)?.max_ratio?, AskUnit::Ratio)
        }
        Ask::SkillMixMin { band, .. } => {
            (care.skill_mix.get(band)?.share_min.value(), AskUnit::Share)
        }
        Ask::SkillMixMax { band, .. } => {
            (care.skill_mix.get(band)?.share_max.value(), AskUnit::Share)
        }
        Ask::CoverShare { measure, .. } => (
            care.retention.get(measure)?.max_share.value(),
            AskUnit::Share,
        ),
        Ask::ChangeLimit { limit, .. } => {
            let limit = care.limits.get(limit)?;
            if limit.max.is_finite() {
                (limit.max, AskUnit::Wte)
            } else {
                (limit.max_share, AskUnit::Share)
            }
        }
        Ask::InPostMin { role, .. } => (care.roles.get(role)?.in_post_min.value(), AskUnit::Wte),
        Ask::InPostMax { role, .. } => (care.roles.get(role)?.in_post_max?.value(), AskUnit::Wte),
        _ => return None,
    })
}

/// The period by which a standard's target is read: that of a year is the one of its first period.
fn first_period(service: &Service, when: When) -> Option<usize> {
    let calendar = &service.care.calendar;
    match when {
        When::Always => Some(calendar.periods().saturating_sub(1)),
        When::In(period) => Some(period),
        When::Year(wanted) => {
            let years = &calendar.horizon.as_ref()?.years;
            Some(years.iter().find(|year| year.year == wanted)?.periods.start)
        }
    }
}
