//! Looking for the plan of one instance: stated, solved, and once more another way where the solver
//! fails or its plan breaks a promise.

use std::thread;

use super::late::{self, Prospect};
use super::{Fault, Stage, Watch, audit_found, timed_more};
use crate::audit::Audit;
use crate::formulation::{Formulation, formulate};
use crate::instance::Instance;
use crate::plan::{Plan, extract};
use crate::report::answer::{Status, Times};
use crate::solver::{Limit, Options, Outcome, Sizes, Solved, solve};

/// How many more seeds are tried where the solver fails or its plan breaks promises.
const OTHER_SEEDS: u32 = 2;

/// What the solver found, not yet audited.
pub(super) struct Found {
    pub(super) formulation: Formulation,
    pub(super) status: Status,
    pub(super) solved: Solved,
}

/// Why nothing was found.
pub(super) enum NotFound {
    /// Proved: no plan exists.
    None,
    /// The same, and none where standards may be missed.
    NoneEvenLate,
    /// A limit came first.
    Yet { limit: Limit, bound: Option<f64> },
    /// Our fault.
    Fault(Fault),
}

/// The plan of an outcome.
pub(super) fn found(formulation: Formulation, outcome: Outcome) -> Result<Found, NotFound> {
    let (status, solved) = with_plan(outcome)?;
    Ok(Found {
        formulation,
        status,
        solved,
    })
}

/// Looks for a plan that keeps everything asked.
///
/// That standards by month cannot be held in time is what a search is slowest to find out, and the
/// relaxation that may miss them is fast: it is asked on a thread of its own, and stops a search
/// that has no prospect. Whichever is first, the conclusion is the same.
pub(super) fn first(
    instance: &Instance,
    options: &Options,
    watch: &Watch,
    times: &mut Times,
) -> Result<Found, NotFound> {
    if instance.horizon().is_none() {
        return look(instance, options, watch, times);
    }
    let asking = watch.of_a_part();
    let mut looking = watch.clone();
    looking.control.stop = watch.control.stop.for_a_part();
    let (prospect, found) = thread::scope(|scope| {
        let prospect = scope.spawn(|| {
            let prospect = late::prospect(instance, options, &asking);
            if prospect != Prospect::Open {
                looking.control.stop.ask();
            }
            prospect
        });
        let found = look(instance, options, &looking, times);
        asking.control.stop.ask();
        (prospect.join().unwrap_or(Prospect::Open), found)
    });
    let was_cut_short = looking.control.stop.is_asked() && !watch.control.stop.is_asked();
    match (prospect, found) {
        (Prospect::Open, found) => found,
        (Prospect::None, Err(NotFound::None)) => Err(NotFound::NoneEvenLate),
        (prospect, Err(NotFound::Yet { .. })) if was_cut_short => Err(match prospect {
            Prospect::None => NotFound::NoneEvenLate,
            _ => NotFound::None,
        }),
        // A plan is the better witness than a relaxation's tolerance.
        (_, Ok(found)) if was_cut_short && found.status == Status::Interrupted => {
            look(instance, options, watch, times)
        }
        (_, found) => found,
    }
}

/// States and solves an instance.
fn look(
    instance: &Instance,
    options: &Options,
    watch: &Watch,
    times: &mut Times,
) -> Result<Found, NotFound> {
    watch.enter(&Stage::Formulating);
    let formulation = timed_more(&mut times.formulating_seconds, || formulate(instance));
    watch.enter(&Stage::Solving);
    let outcome = timed_more(&mut times.solving_seconds, || {
        let first = solve(&formulation, options, &watch.control);
        other_ways(options).fold(first, |outcome, options| {
            if !matches!(outcome, Outcome::Failed(_)) || watch.is_out_of_time(&options) {
                return outcome;
            }
            solve(&formulation, &options, &watch.control)
        })
    });
    found(formulation, outcome)
}

/// Turns what was solved into a plan and audits it.
pub(super) fn examine(
    instance: &Instance,
    formulation: &Formulation,
    solved: &Solved,
    watch: &Watch,
    times: &mut Times,
) -> Result<(Plan, Audit), Fault> {
    let plan = timed_more(&mut times.extracting_seconds, || {
        extract(instance, formulation, &solved.values)
    });
    watch.enter(&Stage::Auditing);
    let audit = timed_more(&mut times.auditing_seconds, || audit_found(instance, &plan))?;
    Ok((plan, audit))
}

/// Solves another way until a plan keeps its promises: the solver's own rounding may have spoilt
/// the first.
pub(super) fn again(
    instance: &Instance,
    formulation: &Formulation,
    options: &Options,
    watch: &Watch,
    times: &mut Times,
) -> Option<(Status, Solved, Plan, Audit)> {
    other_ways(options).find_map(|options| {
        if watch.is_out_of_time(&options) {
            return None;
        }
        watch.enter(&Stage::Solving);
        let outcome = timed_more(&mut times.solving_seconds, || {
            solve(formulation, &options, &watch.control)
        });
        let (status, solved) = with_plan(outcome).ok()?;
        let (plan, audit) = examine(instance, formulation, &solved, watch, times).ok()?;
        Some((status, solved, plan, audit))
    })
}

/// Other orders of work for a problem: other sizes, then other seeds.
fn other_ways(options: &Options) -> impl Iterator<Item = Options> {
    (0..=OTHER_SEEDS).map(|more| Options {
        sizes: Sizes::Alike,
        seed: options.seed.wrapping_add(more),
        ..options.clone()
    })
}

/// The plan of an outcome with its status, or why there is none.
fn with_plan(outcome: Outcome) -> Result<(Status, Solved), NotFound> {
    match outcome {
        Outcome::Optimal(solved) => Ok((Status::Optimal, solved)),
        Outcome::WithinGap(solved) => Ok((Status::WithinGap, solved)),
        Outcome::LimitWithPlan(solved, Limit::Time) => Ok((Status::TimeLimit, solved)),
        Outcome::LimitWithPlan(solved, Limit::Interrupted) => Ok((Status::Interrupted, solved)),
        Outcome::LimitWithoutPlan { limit, bound } => Err(NotFound::Yet { limit, bound }),
        Outcome::Infeasible => Err(NotFound::None),
        Outcome::Unbounded => Err(NotFound::Fault(Fault::Unbounded)),
        Outcome::Failed(what) => Err(NotFound::Fault(Fault::Solver(what))),
    }
}
