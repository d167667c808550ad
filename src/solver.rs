//! The border to the solver: the only place that names `good_lp` and `highs`.
//!
//! A formulation is stated with `good_lp`, taken out as a `highs::Model` and solved by HiGHS, one
//! objective after another. What the caller gets is what was proved, and no more:
//!
//! - **Whole numbers.** Bounds of whole columns are rounded inwards before the solve; afterwards
//!   whole columns are rounded, and where rows are then off by more than 1e-9 of their largest term
//!   rather than the search's 1e-6, fixed and the rest re-solved as a linear programme.
//! - **Objectives in order.** Each is minimised, then held by a row `terms ≤ value + tolerance`
//!   with tolerance the greater of `objective_tolerance × |value|` and 1e-6. The model stays in
//!   place: costs are changed and a row is added, and the last plan is the next start.
//! - **Infeasible or unbounded.** HiGHS mixes the two up for problems with whole columns; a second
//!   solve without an objective tells them apart.
//! - **Limits.** One clock and one stop flag hold over all objectives. Whichever ends the solve,
//!   the best plan found and the bound reached are handed back. HiGHS's own heuristics look at the
//!   clock but not at the flag: on a large problem a stop can take many seconds to be seen. Its
//!   analytic centre, found once at the root, looks at neither and cannot be switched off: a limit
//!   or stop that falls into it is overrun by what it takes (seconds for several services). After
//!   either, re-solving the plan's fractions may take a second, or a tenth of the time so far; an
//!   objective is not begun when there is a plan and no time.
//! - **Repeatable.** One thread and a fixed seed unless asked otherwise: the same formulation and
//!   options give the same bits, as long as no limit ends the solve.

mod answer;
mod error;
mod export;
mod file;
mod highs_c;
mod lexicographic;
mod load;
mod loaded;
mod ray;
mod scale;
mod session;
mod settings;
mod status;
mod stop;
mod watch;

use std::sync::Arc;
use std::time::Duration;

pub use error::SolverError;
pub use export::export;
pub use file::{FileSolved, solve_file};
pub use loaded::{Beginning, Duals, Loaded};
pub use scale::{Scaled, scale};
pub use stop::Stop;

use crate::draft::instance::Objective;
use crate::formulation::Formulation;

/// How to solve.
#[derive(Debug, Clone, PartialEq)]
pub struct Options {
    /// Relative gap between plan and bound at which to stop.
    pub gap: f64,
    /// Wall time for the whole solve, all objectives together; none for no limit.
    pub time_limit: Option<Duration>,
    /// Threads that one solve may use; at least one.
    pub threads: u32,
    /// Random seed, at most 2³¹ − 1.
    pub seed: u32,
    /// In which sizes to begin.
    pub sizes: Sizes,
}

/// The sizes of rows and columns in which HiGHS sees a problem.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Sizes {
    /// As stated, pounds beside people; brought to like sizes where HiGHS fails so.
    #[default]
    AsStated,
    /// Brought to like sizes at once.
    Alike,
}

impl Default for Options {
    fn default() -> Self {
        Self {
            gap: 1e-4,
            time_limit: None,
            threads: 1,
            seed: 0,
            sizes: Sizes::default(),
        }
    }
}

/// What a caller may watch and do while a solve runs.
#[derive(Clone, Default)]
pub struct Control {
    /// Ask it to stop at the next chance, with the best plan so far.
    pub stop: Stop,
    /// Called from time to time with how far the solve is.
    pub progress: Option<ProgressFunction>,
}

/// A caller's function that hears how far a solve is; HiGHS's threads may call it.
pub type ProgressFunction = Arc<dyn Fn(&Progress) + Send + Sync>;

/// How far a solve is.
#[derive(Debug, Clone, PartialEq)]
pub struct Progress {
    /// The objective being optimised.
    pub objective: Objective,
    /// Its place among the objectives, from 1, and how many there are.
    pub phase: (usize, usize),
    /// The best plan's value so far.
    pub best: Option<f64>,
    /// The bound so far.
    pub bound: Option<f64>,
    /// Their relative gap.
    pub gap: Option<f64>,
    /// Wall time since the solve began.
    pub elapsed: Duration,
}

/// What came of a solve.
#[derive(Debug, Clone, PartialEq)]
pub enum Outcome {
    /// The best plan, proved (gap at most 1e-9 relative on every objective).
    Optimal(Solved),
    /// A plan proved within the asked gap.
    WithinGap(Solved),
    /// The time limit was reached, or a stop asked for, with a plan.
    LimitWithPlan(Solved, Limit),
    /// The time limit was reached, or a stop asked for, without a plan.
    LimitWithoutPlan {
        /// Which.
        limit: Limit,
        /// The bound reached on the objective at work, where there is one.
        bound: Option<f64>,
    },
    /// Proved: no plan exists.
    Infeasible,
    /// Proved: the objective has no bound (a fault of the instance or of ours).
    Unbounded,
    /// The solver failed; what it said.
    Failed(String),
}

/// What ended a solve early.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Limit {
    /// The time limit.
    Time,
    /// A stop asked for.
    Interrupted,
}

/// Values, and how good they are proved to be.
#[derive(Debug, Clone, PartialEq)]
pub struct Solved {
    /// One value a column, in the order of [`Formulation::columns`]; whole where they must be.
    pub values: Vec<f64>,
    /// One result an objective that was optimised, in order.
    pub objectives: Vec<ObjectiveResult>,
    /// Wall time that the solver itself took, in seconds.
    pub solver_seconds: f64,
}

/// What was reached on an objective. Signs are as minimised.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct ObjectiveResult {
    /// Which.
    pub objective: Objective,
    /// The value of the final plan.
    pub value: f64,
    /// The proved bound when this objective was optimised: no plan that keeps the objectives
    /// before it goes below. Minus infinity where a limit came before any proof.
    pub bound: f64,
    /// `(value − bound − allowance) / max(|value|, 1e-9)`, at least 0. The allowance is 1e-6, plus
    /// what later objectives were allowed to take: the greater of `objective_tolerance × |value|`
    /// and 1e-6. Without it a shortfall of £0.000001 would be a gap of 100 %.
    pub gap: f64,
}

/// A file format for exports.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ExportFormat {
    /// CPLEX LP.
    Lp,
    /// Free MPS.
    Mps,
}

/// Solves a formulation, its objectives in order.
///
/// Blocks until done; the callbacks of `control` are called from within. Never panics: what goes
/// wrong inside is told as [`Outcome::Failed`].
#[must_use]
pub fn solve(formulation: &Formulation, options: &Options, control: &Control) -> Outcome {
    scale_and_solve(formulation, options, control)
        .unwrap_or_else(|error| Outcome::Failed(error.to_string()))
}

fn scale_and_solve(
    formulation: &Formulation,
    options: &Options,
    control: &Control,
) -> Result<Outcome, SolverError> {
    let clock = watch::Clock::start(options.time_limit);
    load::check(formulation)?;
    // In its own sizes first: a file that is exported is then solved by the same steps elsewhere.
    if options.sizes == Sizes::AsStated {
        let outcome = lexicographic::solve(formulation, options, control, clock);
        if outcome.is_ok() {
            return outcome;
        }
    }
    let scaled = scale(formulation);
    let mut outcome = lexicographic::solve(&scaled.formulation, options, control, clock)?;
    if let Outcome::Optimal(solved)
    | Outcome::WithinGap(solved)
    | Outcome::LimitWithPlan(solved, _) = &mut outcome
    {
        scaled.restore(&mut solved.values);
    }
    Ok(outcome)
}

/// The version of HiGHS, such as `1.15.0`.
#[must_use]
pub fn version() -> String {
    highs_c::version()
}

/// How large a formulation is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Statistics {
    /// Columns.
    pub columns: usize,
    /// Rows.
    pub rows: usize,
    /// Coefficients in rows that are not nought.
    pub nonzeros: usize,
    /// Columns that must be whole.
    pub whole: usize,
}

/// Counts what a formulation has.
#[must_use]
pub fn statistics(formulation: &Formulation) -> Statistics {
    let rows = formulation.rows.values();
    Statistics {
        columns: formulation.columns.len(),
        rows: formulation.rows.len(),
        nonzeros: rows
            .flat_map(|row| &row.terms)
            .filter(|(_, coefficient)| *coefficient != 0.0)
            .count(),
        whole: formulation.columns.values().filter(|c| c.whole).count(),
    }
}

/// The share of a value that is not proved. Differences up to `allowance` count as none.
fn relative_gap(value: f64, bound: f64, allowance: f64) -> f64 {
    (value - bound - allowance).max(0.0) / value.abs().max(1e-9)
}
