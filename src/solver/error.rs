//! What can go wrong at the border to the solver.

use std::path::PathBuf;

/// Why a formulation could not be handed to the solver, or an answer not taken back.
#[derive(Debug, thiserror::Error)]
pub enum SolverError {
    /// A number of the formulation is not one (or is infinite where none may be).
    #[error("{what} of `{name}` is {value}, not a number that a solver can use")]
    NotANumber {
        /// Which number ("coefficient", "lower bound" …).
        what: &'static str,
        /// The column's or row's name.
        name: String,
        /// The number.
        value: f64,
    },
    /// A row or an objective names a column that does not exist.
    #[error("`{name}` uses column {column}, but there are only {columns}")]
    NoSuchColumn {
        /// The row's or objective's name.
        name: String,
        /// The position it uses.
        column: usize,
        /// How many columns there are.
        columns: usize,
    },
    /// More columns, rows or coefficients than the solver can count.
    #[error("the formulation has {count} {what}, more than HiGHS can count")]
    TooLarge {
        /// What there are too many of.
        what: &'static str,
        /// How many there are.
        count: usize,
    },
    /// The solver would not take the model.
    #[error("HiGHS did not take the model: {0}")]
    Load(String),
    /// The solver refused an option.
    #[error("HiGHS refused the option `{option}` = {value}")]
    Option {
        /// Its name.
        option: &'static str,
        /// The value it was to have.
        value: String,
    },
    /// A call of the solver's C interface failed.
    #[error("HiGHS reported an error from `{call}`")]
    Call {
        /// The function.
        call: &'static str,
    },
    /// The solver stopped without an answer.
    #[error("HiGHS stopped without an answer: {0}")]
    Stopped(String),
    /// The solver contradicted itself.
    #[error("HiGHS contradicted itself: {0}")]
    Contradiction(String),
    /// A value of the solver's answer is not finite.
    #[error("HiGHS answered {value} for `{name}`")]
    NotFinite {
        /// The column's name.
        name: String,
        /// The value.
        value: f64,
    },
    /// A caller's progress function panicked.
    #[error("the function that shows progress failed")]
    Progress,
    /// A name cannot be written to a file.
    #[error("`{0}` cannot stand as a name in a file")]
    Name(String),
    /// A file that the solver cannot read as a model.
    #[error("HiGHS cannot read `{}` as a model", .0.display())]
    Unreadable(PathBuf),
    /// A file that could not be written or read back.
    #[error("cannot use the file `{}`", path.display())]
    File {
        /// Its path.
        path: PathBuf,
        /// Why.
        #[source]
        source: std::io::Error,
    },
}
