//! The audit: every promise recomputed from instance and plan alone.
//!
//! The mathematics is written afresh from `models/formulation.md`, the other way round where that
//! is natural: people move forward in time instead of rows looking back, the share seen within
//! the weeks is found from the mean wait instead of the limit on the list. Nothing is shared with
//! the formulation or the solver; `tests/architecture.rs` holds this. One file a part of the
//! mathematics; `tolerance` says how far a promise may be off.

mod error;
mod facts;
mod money;
pub mod over_time;
mod pathway;
mod people;
mod reading;
mod record;
mod standards;
mod supervision;
mod tolerance;
mod training;
mod waits;
mod work;

#[cfg(test)]
pub(crate) mod fixture;
#[cfg(test)]
mod tests;

use serde::Serialize;

pub use error::{Fault, PlanError, PlanProblem};
pub use record::FAMILIES;
pub use tolerance::{BINDING_TOLERANCES, RELATIVE, WHOLE};

use crate::instance::Instance;
use crate::plan::Plan;
use facts::Facts;
pub use over_time::{StandardOverTime, TimeFigures};
pub use pathway::period_wait_weeks;
use record::Ledger;

/// Recomputes every promise of `plan` for `instance`, and the figures that tables show.
///
/// A broken promise is no error: it stands in the audit. Subjects are those of the formulation's
/// rows. Where a promise is about what the plan claims of itself (leavers, people short of a
/// standard, parts of the spend), the last index says so: `staff-balance[salford,pwp,leavers]`.
///
/// # Errors
///
/// [`PlanError`] with everything that keeps the plan from being audited: a plan for another
/// instance, ids that the instance does not know, services left out, lists of the wrong length,
/// numbers that are negative, absurd or none at all.
pub fn audit(instance: &Instance, plan: &Plan) -> Result<Audit, PlanError> {
    let readings = reading::read(instance, plan)?;
    let facts: Vec<Facts> = readings.into_iter().map(Facts::gather).collect();
    let mut ledger = Ledger::default();
    let over_time = instance.horizon().is_some();
    for facts in &facts {
        ledger.turn_to(&facts.service.id);
        if over_time {
            over_time::promise_people(facts, &mut ledger);
        } else {
            people::promise(facts, &mut ledger);
            training::promise(facts, &mut ledger);
        }
        pathway::promise(facts, &mut ledger);
        work::promise(facts, &mut ledger);
        supervision::promise(facts, &mut ledger);
        standards::promise(facts, &mut ledger);
        if over_time {
            over_time::promise_money_and_change(facts, &mut ledger);
        } else {
            money::promise(facts, &mut ledger);
        }
    }
    ledger.turn_to_all();
    if over_time {
        over_time::promise_jointly(instance, &facts, &mut ledger);
        standards::promise_jointly(instance, &facts, &mut ledger);
    } else {
        people::promise_jointly(instance, &facts, &mut ledger);
        training::promise_jointly(instance, &facts, &mut ledger);
        standards::promise_jointly(instance, &facts, &mut ledger);
        money::promise_jointly(instance, &facts, &mut ledger);
    }
    Ok(Audit {
        promises: ledger.into_promises(),
        services: facts.iter().map(figures).collect(),
    })
}

fn figures(facts: &Facts) -> ServiceFigures {
    ServiceFigures {
        service: facts.service.id.to_string(),
        roles: people::figures(facts),
        standards: standards::figures(facts),
        steps: pathway::figures(facts),
        supervision: supervision::figures(facts),
        skill_mix: supervision::skill_mix_figures(facts),
        spend_gbp: money::total(facts),
        over_time: over_time::figures::figures(facts),
    }
}

/// One promise, recomputed.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Promise {
    /// The label of its row family in `models/formulation.md` (`C1`, `F2`, …).
    pub label: &'static str,
    /// What it is about: service, role, step, period …, as in `waiting-list[salford,step-3,jan]`.
    pub subject: String,
    /// The service it belongs to; none for promises over services.
    pub service: Option<String>,
    /// The value reached, recomputed. In JSON, `null` stands for a value that is not finite.
    pub value: f64,
    /// How value and bound must compare.
    pub sense: Sense,
    /// The bound.
    pub bound: f64,
    /// How far the value may be off, in the same unit.
    pub tolerance: f64,
    /// The unit of value, bound and tolerance.
    pub unit: &'static str,
    /// Whether it is kept.
    pub kept: bool,
    /// Whether it is kept with nothing to spare (never for equations).
    pub binding: bool,
}

/// How a value must compare with its bound.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Sense {
    /// No more than.
    AtMost,
    /// No less than.
    AtLeast,
    /// The same as.
    Equal,
    /// A whole multiple of the bound.
    MultipleOf,
}

/// The audit of a plan.
#[derive(Debug, Clone, PartialEq, Default, Serialize)]
pub struct Audit {
    /// Every promise, kept or broken.
    pub promises: Vec<Promise>,
    /// Figures recomputed for tables, by service in the instance's order.
    pub services: Vec<ServiceFigures>,
}

/// Figures of a service, recomputed from instance and plan.
#[derive(Debug, Clone, PartialEq, Default, Serialize)]
pub struct ServiceFigures {
    /// The service.
    pub service: String,
    /// By role in order: staff and the use of their hours.
    pub roles: Vec<RoleFigures>,
    /// By standard in order.
    pub standards: Vec<StandardFigures>,
    /// By step in order.
    pub steps: Vec<StepFigures>,
    /// By supervision rule in order.
    pub supervision: Vec<SupervisionFigures>,
    /// By skill-mix band in order.
    pub skill_mix: Vec<SkillMixFigures>,
    /// Spend in a year (plans by month: over the horizon), recomputed, pounds.
    pub spend_gbp: f64,
    /// Plans by month: figures over time; those above are then of the last year.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub over_time: Option<TimeFigures>,
}

/// A role's staff and the use of their hours.
#[derive(Debug, Clone, PartialEq, Default, Serialize)]
pub struct RoleFigures {
    /// The role.
    pub role: String,
    /// In post, WTE (trainees: the mean over the year).
    pub wte: f64,
    /// In post today, WTE, where the instance says.
    pub wte_now: Option<f64>,
    /// Cost in a year: pay after salary support, with overhead, pounds.
    pub cost_gbp: f64,
    /// Clinical hours there are in a year, overtime left out.
    pub hours_available: f64,
    /// Hours on tasks in a year.
    pub hours_on_tasks: f64,
    /// Hours giving supervision in a year.
    pub hours_supervising: f64,
    /// Share of clinical hours used in the busiest period, overtime left out of those there are;
    /// infinite where hours are used and there are none.
    pub peak_use: f64,
    /// Leavers wherever they go except into the service's own training (trainees: those who leave
    /// or drop out), WTE a year.
    pub leavers: f64,
    /// Hires, WTE a year.
    pub hires: f64,
    /// Completers who enter the role, WTE a year.
    pub completers: f64,
    /// Starts of training out of the role, WTE a year.
    pub starts_out: f64,
}

/// A standard, as reached.
#[derive(Debug, Clone, PartialEq, Default, Serialize)]
pub struct StandardFigures {
    /// The standard.
    pub standard: String,
    /// Its full name.
    pub name: String,
    /// What it asks: people a year, or of a hundred (a wait: those who start in time; recovery:
    /// those who recover).
    pub target: f64,
    /// What the plan reaches (waits: in the worst period), shortfall left out.
    pub reached: f64,
    /// The unit of both.
    pub unit: &'static str,
    /// Whether it is met.
    pub met: bool,
    /// `hard`, `soft` or `reported`.
    pub enforcement: &'static str,
    /// People short, where soft.
    pub shortfall: f64,
}

/// A step over the year.
#[derive(Debug, Clone, PartialEq, Default, Serialize)]
pub struct StepFigures {
    /// The step.
    pub step: String,
    /// People who join the list in a year.
    pub arrivals: f64,
    /// People who start in a year.
    pub starts: f64,
    /// People who give up in a year.
    pub dropouts: f64,
    /// People waiting, mean of the periods' ends.
    pub mean_waiting: f64,
    /// Mean wait by Little's law over the year, weeks; infinite where people wait and none start.
    pub mean_wait_weeks: f64,
    /// Mean wait in the worst period, weeks; infinite as above.
    pub worst_wait_weeks: f64,
}

/// A supervision rule over the year.
#[derive(Debug, Clone, PartialEq, Default, Serialize)]
pub struct SupervisionFigures {
    /// The rule.
    pub rule: String,
    /// Its full name.
    pub name: String,
    /// Whole-time supervisees.
    pub supervisees_wte: f64,
    /// Whole-time supervisors.
    pub supervisors_wte: f64,
    /// Supervisees for a supervisor, at most.
    pub ratio_max: Option<f64>,
    /// Hours given in a year.
    pub hours: f64,
}

/// A skill-mix band, as reached.
#[derive(Debug, Clone, PartialEq, Default, Serialize)]
pub struct SkillMixFigures {
    /// The band.
    pub band: String,
    /// Its full name.
    pub name: String,
    /// The share reached, 0 to 1; none where there is nobody to be a share of.
    pub share: Option<f64>,
    /// Least share.
    pub share_min: f64,
    /// Greatest share.
    pub share_max: f64,
    /// `hard` or `reported`.
    pub enforcement: &'static str,
}

impl Audit {
    /// Whether every promise is kept.
    #[must_use]
    pub fn passed(&self) -> bool {
        self.promises.iter().all(|p| p.kept)
    }

    /// Hard standards that are not held as the instance asks, and of which the plan says so.
    pub fn late(&self) -> impl Iterator<Item = (&ServiceFigures, &StandardOverTime)> {
        self.services.iter().flat_map(|service| {
            let standards = service.over_time.iter().flat_map(|o| &o.standards);
            standards
                .filter(|standard| standard.late)
                .map(move |standard| (service, standard))
        })
    }

    /// The broken promises.
    pub fn broken(&self) -> impl Iterator<Item = &Promise> {
        self.promises.iter().filter(|p| !p.kept)
    }
}
