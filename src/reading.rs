//! From a path to a checked instance in one call, with everything that was found on the way.

use std::path::Path;

use crate::diagnostics::{Diagnostic, Files};
use crate::document::Document;
use crate::instance::Instance;

/// What came of reading an instance.
#[derive(Debug, Clone)]
pub struct Reading {
    /// The instance, where no error was found.
    pub instance: Option<Instance>,
    /// Errors and warnings in file order.
    pub diagnostics: Vec<Diagnostic>,
    /// The files' tree, where the files could be read at all.
    pub document: Option<Document>,
    /// The files' texts, for rendering the diagnostics; there even where nothing else is.
    pub files: Files,
}

/// A number in force.
#[derive(Debug, Clone, PartialEq)]
pub struct Assumption {
    /// Its path (`roles.pwp.pay_gbp_per_wte_year`; `services.leeds.care.…` where a service has
    /// its own).
    pub path: String,
    /// The value as text.
    pub value: String,
    /// Its unit; empty for a plain number.
    pub unit: String,
    /// The file that it stands in.
    pub file: String,
    /// The line, from 1.
    pub line: usize,
    /// Where it comes from, ids of `[sources]` written out; none where the files do not say.
    pub source: Option<String>,
    /// Whether its source says that it is an assumption.
    pub is_assumption: bool,
    /// What it replaced.
    pub overridden: Option<Overridden>,
}

/// A value that another took the place of.
#[derive(Debug, Clone, PartialEq)]
pub struct Overridden {
    /// The old value as text.
    pub value: String,
    /// The file that it stands in.
    pub file: String,
    /// The line, from 1.
    pub line: usize,
}

/// Reads, composes and checks an instance. Errors in the input are in the diagnostics; the
/// instance is there if and only if there is none.
#[must_use]
pub fn read_instance(_path: &Path) -> Reading {
    todo!("being written")
}

/// Every number in force, in order: the care model's with the instance's overrides, the
/// instance's own, and those that a service has for itself.
#[must_use]
pub fn assumptions(_document: &Document) -> Vec<Assumption> {
    todo!("being written")
}
