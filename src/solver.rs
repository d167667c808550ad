//! The border to the solver: the only place that names `good_lp` and `highs`.

use std::sync::Arc;
use std::sync::atomic::AtomicBool;
use std::time::Duration;

use crate::draft::instance::Objective;

/// How to solve.
#[derive(Debug, Clone, PartialEq)]
pub struct Options {
    /// Relative gap between plan and bound at which to stop.
    pub gap: f64,
    /// Wall time for the whole solve, all objectives together; none for no limit.
    pub time_limit: Option<Duration>,
    /// Threads that one solve may use.
    pub threads: u32,
    /// Random seed.
    pub seed: u32,
}

impl Default for Options {
    fn default() -> Self {
        Self {
            gap: 1e-4,
            time_limit: None,
            threads: 1,
            seed: 0,
        }
    }
}

/// What a caller may watch and do while a solve runs.
#[derive(Clone, Default)]
pub struct Control {
    /// Set to true to stop at the next chance, with the best plan so far.
    pub stop: Arc<AtomicBool>,
    /// Called from time to time with how far the solve is.
    pub progress: Option<Arc<dyn Fn(&Progress) + Send + Sync>>,
}

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
    /// The proved bound when this objective was optimised.
    pub bound: f64,
    /// `(value − bound) / max(|value|, 1e-9)`, at least 0.
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
