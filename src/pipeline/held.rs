//! A plan that keeps everything as asked, with the mathematics that it came from: what questions
//! about plans start from.

use std::time::Instant;

use super::search::{Found, NotFound, again, examine, first, found};
use super::{Fault, Watch, figures};
use crate::audit::Audit;
use crate::diagnostics::Diagnostic;
use crate::formulation::Formulation;
use crate::instance::{Instance, screens};
use crate::plan::Plan;
use crate::report::answer::{OutcomeSummary, Times};
use crate::solver::{Limit, Options, Outcome, Solved};

/// An audited plan and what it came from.
#[derive(Debug, Clone)]
pub struct Held {
    /// The mathematics.
    pub formulation: Formulation,
    /// Its values, one a column, and what was proved of them.
    pub solved: Solved,
    /// The plan.
    pub plan: Plan,
    /// Its audit; every promise is kept.
    pub audit: Audit,
    /// How good it is proved to be.
    pub outcome: OutcomeSummary,
}

/// Why there is no such plan.
#[derive(Debug, Clone, PartialEq)]
pub enum NotHeld {
    /// Proved: there is none.
    None,
    /// A limit came first.
    Limit(Limit),
    /// Our fault.
    Fault(Fault),
}

impl From<NotFound> for NotHeld {
    fn from(not: NotFound) -> Self {
        match not {
            NotFound::None | NotFound::NoneEvenLate => Self::None,
            NotFound::Yet { limit, .. } => Self::Limit(limit),
            NotFound::Fault(fault) => Self::Fault(fault),
        }
    }
}

/// Finds the best plan that keeps everything as asked, and audits it. It takes no plan by month
/// that holds hard standards late.
///
/// # Errors
///
/// When there is none, a limit came first, or we failed.
pub fn best(instance: &Instance, options: &Options, watch: &Watch) -> Result<Held, NotHeld> {
    let began = Instant::now();
    if screens(instance).iter().any(Diagnostic::is_error) {
        return Err(NotHeld::None);
    }
    let mut times = Times::default();
    let Found {
        formulation,
        status,
        solved,
    } = first(instance, options, watch, &mut times)?;
    let (status, solved, plan, audit) =
        match examine(instance, &formulation, &solved, watch, &mut times) {
            Ok((plan, audit)) => (status, solved, plan, audit),
            Err(fault) => {
                let left = Options {
                    time_limit: options
                        .time_limit
                        .map(|limit| limit.saturating_sub(began.elapsed())),
                    ..options.clone()
                };
                again(instance, &formulation, &left, watch, &mut times)
                    .ok_or(NotHeld::Fault(fault))?
            }
        };
    let objectives = figures(instance, &solved);
    Ok(Held {
        formulation,
        solved,
        plan,
        audit,
        outcome: OutcomeSummary { status, objectives },
    })
}

/// The plan of an outcome, audited.
///
/// # Errors
///
/// When there is none, a limit came first, or it breaks a promise.
pub fn held(
    instance: &Instance,
    formulation: &Formulation,
    outcome: Outcome,
    watch: &Watch,
) -> Result<Held, NotHeld> {
    let Found {
        formulation,
        status,
        solved,
    } = found(formulation.clone(), outcome)?;
    let mut times = Times::default();
    let (plan, audit) =
        examine(instance, &formulation, &solved, watch, &mut times).map_err(NotHeld::Fault)?;
    let objectives = figures(instance, &solved);
    Ok(Held {
        formulation,
        solved,
        plan,
        audit,
        outcome: OutcomeSummary { status, objectives },
    })
}
