//! What is wrong with the input, said so that it can be put right: a code, a place, the value
//! found, the bound, and what to do.
//!
//! Codes by stage: `D…` documents (files and their structure), `C…` changes of their values and
//! scenarios, `I…` instances, `S…` a true "no" before or from the solver, `A…` the audit, `W…`
//! warnings. [`crate::codes::explain`] has the story behind each.

mod json;
mod render;
pub mod suggest;

use std::cmp::Ordering;
use std::ops::Range;
use std::sync::Arc;

use serde::Serialize;

pub use json::to_json_lines;
pub use render::render;

/// How bad it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Severity {
    /// Nothing can be solved until it is put right.
    Error,
    /// Worth knowing; solving goes on.
    Warning,
}

/// A file that was read, by its place in [`Files`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct FileId(pub usize);

/// A place in a file: a range of bytes of its text.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Location {
    /// The file.
    pub file: FileId,
    /// First byte, and the byte after the last.
    pub span: Range<usize>,
}

/// A file that was read (or that could not be).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SourceFile {
    /// Its path, relative as the user gave it.
    pub path: String,
    /// Its text. Where the bytes are not UTF-8, what could be made of them.
    pub text: Arc<str>,
    /// Hex SHA-256 of its bytes.
    pub sha256: String,
}

/// The files that messages point into.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Files(Vec<SourceFile>);

/// What is wrong, where, and what to do.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Diagnostic {
    /// Its code, as `skillmix explain` takes it.
    pub code: &'static str,
    /// How bad it is.
    pub severity: Severity,
    /// One lower-case phrase with the value found and the bound.
    pub message: String,
    /// The place. None only where it is about no file, or (see `about`) not yet known.
    pub primary: Option<Location>,
    /// The keys that lead to what it is about, from the instance's root, where whoever found it
    /// has no files (a screen of a checked instance); else empty.
    pub about: Vec<String>,
    /// What the caret says; may be empty.
    pub label: String,
    /// Other places that belong to it, and what each is.
    pub secondary: Vec<(Location, String)>,
    /// Further facts.
    pub notes: Vec<String>,
    /// What to do.
    pub help: Vec<String>,
}

/// Diagnostics and the files that they point into: what a stage gives back when it cannot go on.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Report {
    /// In file order.
    pub diagnostics: Vec<Diagnostic>,
    /// The files.
    pub files: Files,
}

/// The story behind a code.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct Explanation {
    /// The code.
    pub code: &'static str,
    /// A few words.
    pub title: &'static str,
    /// What it means.
    pub what: &'static str,
    /// Why it is refused (or warned of).
    pub why: &'static str,
    /// What brings it about.
    pub example: &'static str,
    /// What to do.
    pub fix: &'static str,
}

impl Files {
    /// Takes a file in.
    pub fn add(&mut self, file: SourceFile) -> FileId {
        self.0.push(file);
        FileId(self.0.len() - 1)
    }

    /// A file by its id.
    #[must_use]
    pub fn get(&self, id: FileId) -> Option<&SourceFile> {
        self.0.get(id.0)
    }

    /// All, in the order in which they were read.
    pub fn iter(&self) -> impl Iterator<Item = &SourceFile> {
        self.0.iter()
    }

    /// Line and column of a location's first character, both from 1; columns count characters.
    #[must_use]
    pub fn line_column(&self, location: &Location) -> Option<(usize, usize)> {
        let text = &self.get(location.file)?.text;
        Some(line_column(text, location.span.start))
    }

    /// `file:line` of a location.
    #[must_use]
    pub fn place(&self, location: &Location) -> String {
        match (self.get(location.file), self.line_column(location)) {
            (Some(file), Some((line, _))) => format!("{}:{line}", file.path),
            _ => String::new(),
        }
    }
}

/// Line and column of a byte of a text, both from 1; columns count characters.
fn line_column(text: &str, byte: usize) -> (usize, usize) {
    let byte = floor_char(text, byte);
    let before = text.get(..byte).unwrap_or_default();
    let line_start = before.rfind('\n').map_or(0, |i| i + 1);
    let line = before.bytes().filter(|b| *b == b'\n').count() + 1;
    let column = before.get(line_start..).unwrap_or_default().chars().count() + 1;
    (line, column)
}

/// The last character boundary at or before a byte.
fn floor_char(text: &str, byte: usize) -> usize {
    let mut byte = byte.min(text.len());
    while !text.is_char_boundary(byte) {
        byte -= 1;
    }
    byte
}

impl Location {
    /// A place in a file.
    #[must_use]
    pub fn new(file: FileId, span: Range<usize>) -> Self {
        Self { file, span }
    }

    /// The order of places: by file, then by position.
    fn order(&self, other: &Self) -> Ordering {
        (self.file, self.span.start, self.span.end).cmp(&(
            other.file,
            other.span.start,
            other.span.end,
        ))
    }
}

impl Diagnostic {
    /// An error.
    #[must_use]
    pub fn error(code: &'static str, message: impl Into<String>) -> Self {
        Self {
            code,
            severity: Severity::Error,
            message: message.into(),
            primary: None,
            about: Vec::new(),
            label: String::new(),
            secondary: Vec::new(),
            notes: Vec::new(),
            help: Vec::new(),
        }
    }

    /// A warning.
    #[must_use]
    pub fn warning(code: &'static str, message: impl Into<String>) -> Self {
        Self {
            severity: Severity::Warning,
            ..Self::error(code, message)
        }
    }

    /// The same, at a place, with what the caret says.
    #[must_use]
    pub fn at(mut self, location: Location, label: impl Into<String>) -> Self {
        self.primary = Some(location);
        self.label = label.into();
        self
    }

    /// The same, about what stands at a path of the instance.
    #[must_use]
    pub fn about(mut self, path: &[&str]) -> Self {
        self.about = path.iter().map(|&key| key.to_owned()).collect();
        self
    }

    /// The same, with another place that belongs to it.
    #[must_use]
    pub fn and_at(mut self, location: Location, label: impl Into<String>) -> Self {
        self.secondary.push((location, label.into()));
        self
    }

    /// The same, with a further fact.
    #[must_use]
    pub fn note(mut self, note: impl Into<String>) -> Self {
        self.notes.push(note.into());
        self
    }

    /// The same, with what to do.
    #[must_use]
    pub fn help(mut self, help: impl Into<String>) -> Self {
        self.help.push(help.into());
        self
    }

    /// Whether solving must stop.
    #[must_use]
    pub fn is_error(&self) -> bool {
        self.severity == Severity::Error
    }
}

/// Puts diagnostics into the order of the files and drops those that say the same of the same
/// place (one column of a table can be wrong in every row).
#[must_use]
pub fn in_file_order(mut diagnostics: Vec<Diagnostic>) -> Vec<Diagnostic> {
    let mut seen = std::collections::HashSet::new();
    diagnostics.retain(|d| seen.insert((d.code, d.primary.clone(), d.message.clone())));
    diagnostics.sort_by(|a, b| match (&a.primary, &b.primary) {
        (Some(a), Some(b)) => a.order(b),
        (None, Some(_)) => Ordering::Greater,
        (Some(_), None) => Ordering::Less,
        (None, None) => Ordering::Equal,
    });
    diagnostics
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_count_characters_and_lines_start_at_one() {
        assert_eq!(line_column("a\n£b", 0), (1, 1));
        assert_eq!(line_column("a\n£b", 4), (2, 2));
        assert_eq!(line_column("a\n£b", 99), (2, 3));
        assert_eq!(line_column("a\n£b", 3), (2, 1), "inside a character");
    }

    #[test]
    fn the_same_said_twice_of_a_place_is_said_once() {
        let one = Diagnostic::error("D101", "x").at(Location::new(FileId(0), 5..6), "");
        let two = Diagnostic::error("D101", "y").at(Location::new(FileId(0), 1..2), "");
        let sorted = in_file_order(vec![one.clone(), two.clone(), one.clone()]);
        assert_eq!(sorted, vec![two, one]);
    }
}
