//! HiGHS's model status, as far as we tell its kinds apart.

use highs_sys::HighsInt;

/// How a run of HiGHS ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum ModelStatus {
    /// Solved, within the gap asked for.
    Optimal,
    /// Proved: there is no answer.
    Infeasible,
    /// Proved: the objective has no bound.
    Unbounded,
    /// One of the two, HiGHS does not say which.
    UnboundedOrInfeasible,
    /// HiGHS's own time limit was reached.
    TimeLimit,
    /// A callback asked to stop.
    Interrupted,
    /// The simplex method took no step any more, and was stopped.
    StandsStill,
    /// The model has no columns.
    Empty,
    /// Anything else: a fault.
    Other(HighsInt),
}

impl ModelStatus {
    pub(super) fn from_highs(status: HighsInt) -> Self {
        match status {
            highs_sys::MODEL_STATUS_OPTIMAL => Self::Optimal,
            highs_sys::MODEL_STATUS_INFEASIBLE => Self::Infeasible,
            highs_sys::MODEL_STATUS_UNBOUNDED => Self::Unbounded,
            highs_sys::MODEL_STATUS_UNBOUNDED_OR_INFEASIBLE => Self::UnboundedOrInfeasible,
            highs_sys::MODEL_STATUS_REACHED_TIME_LIMIT => Self::TimeLimit,
            highs_sys::MODEL_STATUS_REACHED_INTERRUPT => Self::Interrupted,
            highs_sys::MODEL_STATUS_MODEL_EMPTY => Self::Empty,
            other => Self::Other(other),
        }
    }

    /// HiGHS's words for it.
    pub(super) fn words(self) -> String {
        match self {
            Self::Optimal => "optimal".to_owned(),
            Self::Infeasible => "infeasible".to_owned(),
            Self::Unbounded => "unbounded".to_owned(),
            Self::UnboundedOrInfeasible => "unbounded or infeasible".to_owned(),
            Self::TimeLimit => "time limit reached".to_owned(),
            Self::Interrupted => "interrupted".to_owned(),
            Self::StandsStill => "the simplex method stood still".to_owned(),
            Self::Empty => "no columns".to_owned(),
            Self::Other(status) => match status {
                highs_sys::MODEL_STATUS_NOTSET => "status not set".to_owned(),
                highs_sys::MODEL_STATUS_LOAD_ERROR => "error on loading".to_owned(),
                highs_sys::MODEL_STATUS_MODEL_ERROR => "error in the model".to_owned(),
                highs_sys::MODEL_STATUS_PRESOLVE_ERROR => "error in presolve".to_owned(),
                highs_sys::MODEL_STATUS_SOLVE_ERROR => "error in the solve".to_owned(),
                highs_sys::MODEL_STATUS_POSTSOLVE_ERROR => "error in postsolve".to_owned(),
                highs_sys::MODEL_STATUS_UNKNOWN => "status unknown".to_owned(),
                highs_sys::MODEL_STATUS_REACHED_ITERATION_LIMIT => {
                    "iteration limit reached".to_owned()
                }
                highs_sys::MODEL_STATUS_REACHED_SOLUTION_LIMIT => {
                    "solution limit reached".to_owned()
                }
                highs_sys::MODEL_STATUS_REACHED_MEMORY_LIMIT => "memory limit reached".to_owned(),
                other => format!("status {other}"),
            },
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_status_that_highs_may_add_later_is_a_fault_with_its_number() {
        let status = ModelStatus::from_highs(19);
        assert_eq!(status, ModelStatus::Other(19));
        assert_eq!(status.words(), "status 19");
    }
}
