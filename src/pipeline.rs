//! From a checked instance to an audited answer: formulate, solve, extract, audit, and find out
//! what roles are worth. Commands, tests and benches call this.

mod held;
mod late;
mod search;
mod turnover;
mod worth;

use std::sync::Arc;
use std::time::{Duration, Instant};

pub use held::{Held, NotHeld, best, held};

pub(crate) use late::missing_least;
use search::{Found, NotFound, again, examine};
pub(crate) use turnover::with_fewer_leavers;
use worth::worth_of_roles;

use crate::audit::{Audit, PlanError, audit};
use crate::diagnostics::Diagnostic;
use crate::ids::RoleId;
use crate::instance::{Instance, screens};
use crate::manifest::Manifest;
use crate::plan::Plan;
use crate::report::Answer;
use crate::report::answer::{ObjectiveFigure, OutcomeSummary, Times};
use crate::solver::{Control, Limit, Options, Solved, version};

/// What to do.
#[derive(Debug, Clone, PartialEq)]
pub struct Settings {
    /// How to solve. The time limit is for everything together, the worth of roles too.
    pub options: Options,
    /// Whether to find out what roles with `show_worth` are worth.
    pub worth: bool,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            options: Options::default(),
            worth: true,
        }
    }
}

/// Called with the part that begins.
pub type Tell = Arc<dyn Fn(&Stage) + Send + Sync>;

/// What a caller may watch and stop.
#[derive(Clone, Default)]
pub struct Watch {
    /// Handed to every solve.
    pub control: Control,
    /// Called when a part begins.
    pub stage: Option<Tell>,
}

/// A part of the work.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Stage {
    /// Stating the mathematics.
    Formulating,
    /// Looking for the plan.
    Solving,
    /// Recomputing its promises.
    Auditing,
    /// Solving without a role.
    Without(RoleId),
    /// Putting another question, in words.
    Asking(String),
}

/// What came of it.
#[derive(Debug, Clone, PartialEq)]
pub enum Conclusion {
    /// A plan, audited; every promise is kept.
    Answered(Box<Answer>),
    /// A true "no", seen from the data alone: hard standards that no staffing can meet.
    OutOfReach(Vec<Diagnostic>),
    /// A true "no", proved by the solver. `explain::why` says why.
    NoPlan,
    /// A limit came before any plan was found.
    NoPlanYet {
        /// Which.
        limit: Limit,
        /// What no plan can beat on the objective at work, as minimised, where it is known.
        bound: Option<f64>,
    },
    /// Our fault: there is no answer, and there should be one.
    Fault(Fault),
}

/// How we can fail.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
pub enum Fault {
    /// The plan breaks promises.
    #[error("the plan found breaks {} of {} promises", .0.broken().count(), .0.promises.len())]
    BrokenPromises(Audit),
    /// The plan cannot be audited.
    #[error("the plan found cannot be audited")]
    Unauditable(#[source] PlanError),
    /// The solver says that plans get better without end.
    #[error("the solver found no end to how good a plan can be")]
    Unbounded,
    /// The solver failed.
    #[error("the solver failed: {0}")]
    Solver(String),
}

/// Finds the best plan for an instance, audits it, and finds out what roles are worth.
#[must_use]
pub fn run(instance: &Instance, settings: &Settings, watch: &Watch) -> Conclusion {
    let began = Instant::now();
    let causes: Vec<Diagnostic> = screens(instance)
        .into_iter()
        .filter(Diagnostic::is_error)
        .collect();
    if !causes.is_empty() {
        return Conclusion::OutOfReach(causes);
    }
    let mut times = Times::default();
    let left = || Options {
        time_limit: settings
            .options
            .time_limit
            .map(|limit| limit.saturating_sub(began.elapsed())),
        ..settings.options.clone()
    };
    let in_time = || Some(left()).filter(|left| !watch.is_out_of_time(left));
    let mut softened = None;
    let mut found = search::first(instance, &left(), watch, &mut times);
    // Standards that a plan by month cannot hold at once are its news, not an error.
    if matches!(found, Err(NotFound::None)) && in_time().is_some() {
        let missing_least = timed_more(&mut times.solving_seconds, || {
            late::solve_late(instance, &left, watch)
        });
        if let Some((soft, formulation, outcome)) = missing_least {
            found = search::found(formulation, outcome);
            softened = Some(soft);
        }
    }
    let Found {
        formulation,
        status,
        solved,
    } = match found {
        Ok(found) => found,
        Err(NotFound::None | NotFound::NoneEvenLate) => return Conclusion::NoPlan,
        Err(NotFound::Yet { limit, bound }) => return Conclusion::NoPlanYet { limit, bound },
        Err(NotFound::Fault(fault)) => return Conclusion::Fault(fault),
    };
    let in_force = softened.as_ref().unwrap_or(instance);
    let examined = examine(in_force, &formulation, &solved, watch, &mut times);
    let (status, solved, mut plan, audit) = match examined {
        Ok((plan, audit)) => (status, solved, plan, audit),
        Err(fault) => match again(in_force, &formulation, &left(), watch, &mut times) {
            Some(found) => found,
            None => return Conclusion::Fault(fault),
        },
    };
    times.solver_seconds = Times::seconds(Duration::from_secs_f64(solved.solver_seconds.max(0.0)));
    let objectives = figures(in_force, &solved);
    let mut worth = Vec::new();
    let mut turnover = Vec::new();
    if settings.worth {
        worth = timed(&mut times.worth_seconds, || {
            turnover = turnover::worth(in_force, &left, watch);
            worth_of_roles(in_force, &objectives, &left, watch)
        });
    }
    let late = match late::tell(instance, softened.as_ref(), &mut plan, &audit) {
        Ok(late) => late,
        Err(fault) => return Conclusion::Fault(fault),
    };
    Conclusion::Answered(Box::new(Answer {
        plan,
        audit,
        outcome: OutcomeSummary { status, objectives },
        worth,
        late,
        turnover,
        manifest: Manifest::new(instance, &settings.options, format!("HiGHS {}", version())),
        times: Some(times),
    }))
}

/// Adds what some work took to the seconds before it.
fn timed_more<T>(seconds: &mut f64, work: impl FnOnce() -> T) -> T {
    let mut more = 0.0;
    let result = timed(&mut more, work);
    *seconds += more;
    result
}

impl Watch {
    /// Tells that a part begins.
    pub(crate) fn enter(&self, stage: &Stage) {
        if let Some(tell) = &self.stage {
            tell(stage);
        }
    }

    /// The watch over a part that can be stopped alone, in silence.
    fn of_a_part(&self) -> Self {
        Self {
            control: Control {
                stop: self.control.stop.for_a_part(),
                progress: None,
            },
            stage: None,
        }
    }

    /// Whether nothing more may be begun.
    fn is_out_of_time(&self, left: &Options) -> bool {
        left.time_limit.is_some_and(|left| left.is_zero()) || self.control.stop.is_asked()
    }
}

fn timed<T>(seconds: &mut f64, work: impl FnOnce() -> T) -> T {
    let began = Instant::now();
    let result = work();
    *seconds = Times::seconds(began.elapsed());
    result
}

/// Audits a plan of our own: one that breaks a promise is a fault.
fn audit_found(instance: &Instance, plan: &Plan) -> Result<Audit, Fault> {
    let audit = audit(instance, plan).map_err(Fault::Unauditable)?;
    if audit.passed() {
        Ok(audit)
    } else {
        Err(Fault::BrokenPromises(audit))
    }
}

fn figures(instance: &Instance, solved: &Solved) -> Vec<ObjectiveFigure> {
    let over_the_horizon = instance.horizon().is_some();
    solved
        .objectives
        .iter()
        .map(|o| ObjectiveFigure::from_minimised(o.objective, o.value, o.bound, o.gap))
        .map(|figure| {
            if over_the_horizon {
                figure.over_the_horizon()
            } else {
                figure
            }
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::*;
    use crate::reading::read_instance;
    use crate::report::answer::{Status, WorthVerdict};

    fn tiny() -> Instance {
        let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("instances/tiny.toml");
        read_instance(&path).instance.expect("tiny is valid")
    }

    fn answer(conclusion: Conclusion) -> Answer {
        match conclusion {
            Conclusion::Answered(answer) => *answer,
            other => panic!("{other:?}"),
        }
    }

    #[test]
    fn an_answer_is_audited_and_says_what_a_role_is_worth() {
        let answer = answer(run(&tiny(), &Settings::default(), &Watch::default()));
        assert!(answer.audit.passed());
        assert_eq!(answer.outcome.status, Status::Optimal);
        assert_eq!(answer.worth.len(), 1);
        let WorthVerdict::Difference { objectives } = &answer.worth[0].verdict else {
            panic!("{:?}", answer.worth);
        };
        let cost = objectives.last().expect("the cost");
        // Without APs the best of the table in the header is A = 0: £1,065,000 before recruitment.
        assert!((30_000.0..40_000.0).contains(&cost.difference), "{cost:?}");
    }

    #[test]
    fn worth_is_left_out_where_nobody_asks() {
        let settings = Settings {
            worth: false,
            ..Settings::default()
        };
        let answer = answer(run(&tiny(), &settings, &Watch::default()));
        assert!(answer.worth.is_empty());
    }

    #[test]
    fn a_stop_before_any_plan_is_told_as_that() {
        let watch = Watch::default();
        watch.control.stop.ask();
        let conclusion = run(&tiny(), &Settings::default(), &watch);
        assert!(
            matches!(
                conclusion,
                Conclusion::NoPlanYet {
                    limit: Limit::Interrupted,
                    ..
                }
            ),
            "{conclusion:?}"
        );
    }

    #[test]
    fn a_plan_that_breaks_a_promise_is_never_an_answer() {
        let instance = tiny();
        let mut plan = answer(run(&instance, &Settings::default(), &Watch::default())).plan;
        assert!(audit_found(&instance, &plan).is_ok());
        for staff in plan.services[0].staff.values_mut() {
            staff.wte -= 1.0;
        }
        let fault = audit_found(&instance, &plan).expect_err("promises are broken");
        assert!(matches!(fault, Fault::BrokenPromises(_)), "{fault}");
        plan.instance = "another".to_owned();
        let fault = audit_found(&instance, &plan).expect_err("not its plan");
        assert!(matches!(fault, Fault::Unauditable(_)), "{fault}");
    }

    #[test]
    fn roles_nobody_had_time_for_are_not_settled() {
        let options = || Options {
            time_limit: Some(Duration::ZERO),
            ..Options::default()
        };
        let worth = worth_of_roles(&tiny(), &[], &options, &Watch::default());
        assert_eq!(worth[0].verdict, WorthVerdict::NotSettled);
    }
}
