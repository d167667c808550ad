//! Changes of values as the files have them: what a scenario, a cut or a sweep changes before
//! anything is checked, so that every check, calendar and message works on the changed values.

mod codes;
pub mod edit;

pub use edit::{Edit, Edited, How, apply};

use crate::diagnostics::Explanation;

/// The story behind every code of this stage.
pub(crate) fn codes() -> impl Iterator<Item = &'static Explanation> {
    codes::CODES.iter()
}
