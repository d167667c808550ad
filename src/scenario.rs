//! Changes of values as the files have them: what a scenario, a cut or a sweep changes before
//! anything is checked, so that every check, calendar and message works on the changed values.
//!
//! A scenario stands in the instance's file (`[scenario.ID]`). It builds on others (`based_on`),
//! sets values, scales them and adds to them, in this order.

mod additions;
mod codes;
pub mod edit;
mod put;
mod read;
mod same;

pub(crate) use edit::is_whole_year;
pub use edit::{Edit, Edited, How, apply};
pub(crate) use put::check;
pub use put::{put_below, put_in_force};

use crate::diagnostics::Explanation;

/// The story behind every code of this stage.
pub(crate) fn codes() -> impl Iterator<Item = &'static Explanation> {
    codes::CODES.iter()
}
