//! What a caller may choose, as HiGHS's options.

use super::Options;
use super::error::SolverError;
use super::highs_c::Instance;

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
