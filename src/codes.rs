//! The catalogue of codes: the story behind each diagnostic.

use crate::diagnostics::Explanation;

/// Every code, in order.
#[must_use]
pub fn all() -> Vec<Explanation> {
    todo!("being written")
}

/// The story behind a code; none for a code that does not exist. Case does not matter.
#[must_use]
pub fn explain(code: &str) -> Option<Explanation> {
    all()
        .into_iter()
        .find(|explanation| explanation.code.eq_ignore_ascii_case(code.trim()))
}
