//! Solving a model file with HiGHS alone, for comparisons.

use std::path::Path;
use std::time::Instant;

use super::highs_c::Instance;
use super::settings::set_options;
use super::status::ModelStatus;
use super::watch::{Clock, Watch};
use super::{Control, Options, SolverError, Statistics};

/// What HiGHS made of a file.
#[derive(Debug, Clone, PartialEq)]
pub struct FileSolved {
    /// HiGHS's words for how it ended.
    pub status: String,
    /// Whether it was solved within the gap asked for.
    pub optimal: bool,
    /// The best answer's value.
    pub value: Option<f64>,
    /// The bound proved, for problems with whole columns.
    pub bound: Option<f64>,
    /// How large the model is.
    pub statistics: Statistics,
    /// Wall time that the solve took (not the reading), in seconds.
    pub solver_seconds: f64,
}

/// Reads an MPS or LP file and solves it with HiGHS's own settings, but for `options`.
///
/// # Errors
///
/// When HiGHS cannot read the file, or refuses an option.
pub fn solve_file(path: &Path, options: &Options) -> Result<FileSolved, SolverError> {
    let mut instance = Instance::empty()?;
    instance.read(path)?;
    set_options(&mut instance, options)?;
    let whole = instance.whole_columns();
    let statistics = Statistics {
        columns: instance.columns(),
        rows: instance.rows(),
        nonzeros: instance.nonzeros(),
        whole,
    };
    let clock = Clock::start(options.time_limit);
    instance.set_option("time_limit", clock.seconds_left())?;
    let control = Control::default();
    let started = Instant::now();
    let status = instance.run(&Watch::new(clock, &control, None, statistics.columns))?;
    let solver_seconds = started.elapsed().as_secs_f64();
    let value = if instance.has_feasible_point() {
        Some(instance.information(c"objective_function_value")?)
    } else {
        None
    };
    let bound = if whole > 0 {
        Some(instance.information(c"mip_dual_bound")?).filter(|bound| bound.is_finite())
    } else {
        None
    };
    Ok(FileSolved {
        status: status.words(),
        optimal: status == ModelStatus::Optimal,
        value,
        bound,
        statistics,
        solver_seconds,
    })
}
