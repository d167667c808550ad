//! Reading an instance for a command, and telling what is wrong with it.

use std::path::Path;
use std::time::{Duration, Instant};

use super::terminal::Terminal;
use super::under::Under;
use crate::diagnostics::Diagnostic;
use crate::instance::Instance;
use crate::reading::{Reading, read_under};

/// An instance without errors.
pub struct Input {
    /// The instance.
    pub instance: Instance,
    /// Where it came from.
    pub reading: Reading,
    /// How long reading took.
    pub took: Duration,
}

/// Reads an instance, under a scenario or not, and shows what was found; none where there are errors.
pub fn read(path: &Path, under: &Under, terminal: Terminal) -> Option<Input> {
    read_by(|| read_under(path, under.scenario.as_ref()), terminal)
}

/// The same, with the reading that is given.
pub fn read_by(read: impl FnOnce() -> Reading, terminal: Terminal) -> Option<Input> {
    let began = Instant::now();
    let mut reading = read();
    let took = began.elapsed();
    terminal.diagnostics(&reading.diagnostics, &reading.files);
    if let Some(instance) = reading.instance.take() {
        return Some(Input {
            instance,
            reading,
            took,
        });
    }
    terminal.note(&summary(&reading.diagnostics));
    None
}

/// How many errors and warnings there are.
pub fn summary(diagnostics: &[Diagnostic]) -> String {
    let errors = diagnostics.iter().filter(|d| d.is_error()).count();
    let warnings = diagnostics.len() - errors;
    let counted = |number: usize, noun: &str| crate::report::numbers::count(number, noun);
    match (errors, warnings) {
        (errors, 0) => counted(errors, "error"),
        (0, warnings) => counted(warnings, "warning"),
        (errors, warnings) => format!(
            "{}, {}",
            counted(errors, "error"),
            counted(warnings, "warning")
        ),
    }
}
