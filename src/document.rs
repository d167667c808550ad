//! Files become one spanned tree in layers: the care model, the instance (its `[care]` above the
//! care model), its services (each one's `care` above that), some of them rows of a CSV table.
//! Each key and each value knows its place, so that whatever is found wrong later can point at it.

use std::path::Path;

use crate::diagnostics::{Files, Report};

/// The files of an instance, read and joined.
#[derive(Debug, Clone)]
pub struct Document {
    /// The texts, in the order in which they were read.
    pub files: Files,
}

/// Reads an instance's file and the files that it names.
///
/// # Errors
/// Everything that is wrong with them as files: not to be read, too large, not UTF-8, empty, not
/// TOML or CSV, tables that contradict each other.
pub fn load(_path: &Path) -> Result<Document, Report> {
    todo!("being written")
}
