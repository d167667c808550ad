//! What a caller may choose, as HiGHS's options.

use super::Options;
use super::error::SolverError;
use super::highs_c::Instance;

/// How far a row of an integer problem may be broken during the search.
///
/// Tighter is not better: HiGHS measures rows in their own units, and a row in pounds with sums of
/// 10⁸ cannot be kept to 1e-9 in `f64`. HiGHS then throws plans away and ends in an error (a test
/// has such rows). What the plan shows is re-solved to [`LINEAR_TOLERANCE`] afterwards.
pub(super) const INTEGER_TOLERANCE: f64 = 1e-6;

/// How far a row of a linear programme may be broken.
pub(super) const LINEAR_TOLERANCE: f64 = 1e-9;

/// HiGHS's own tolerance, for a linear programme that it cannot solve to [`LINEAR_TOLERANCE`].
pub(super) const DEFAULT_TOLERANCE: f64 = 1e-7;

/// Sets what a caller may choose.
pub(super) fn set_options(instance: &mut Instance, options: &Options) -> Result<(), SolverError> {
    let threads = i32::try_from(options.threads.max(1)).map_err(|_| SolverError::Option {
        option: "threads",
        value: options.threads.to_string(),
    })?;
    if options.gap.is_nan() {
        // HiGHS refuses what is below nought, but takes this.
        return Err(SolverError::Option {
            option: "mip_rel_gap",
            value: options.gap.to_string(),
        });
    }
    let seed = i32::try_from(options.seed).map_err(|_| SolverError::Option {
        option: "random_seed",
        value: options.seed.to_string(),
    })?;
    instance.set_option("threads", threads)?;
    instance.set_option("random_seed", seed)?;
    instance.set_option("mip_rel_gap", options.gap)
}

/// The tolerance of a run that looks for plans.
pub(super) fn search_tolerance(has_whole: bool) -> f64 {
    if has_whole {
        INTEGER_TOLERANCE
    } else {
        LINEAR_TOLERANCE
    }
}
