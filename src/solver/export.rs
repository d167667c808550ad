//! A formulation as a file that other solvers read, written by HiGHS itself.

use super::load::{self, Bounds};
use super::{ExportFormat, SolverError};
use crate::formulation::Formulation;

/// Writes a formulation in a format that other solvers read.
///
/// The first objective is the cost; a file carries no other. Columns and rows are called what
/// their keys display: `posts[salford,pwp]`. In LP files, where brackets and hyphens mean
/// something else, `[` becomes `(`, `]` becomes `)` and `-` becomes `_`:
/// `task_hours(salford,assess_step_2,pwp,3)`. No id has an underscore or a bracket in it, so the
/// way back is the same map reversed.
///
/// Bounds of whole columns are rounded inwards, as the solver gets them. In LP files a row with two
/// different bounds stands as two, with `lo` and `up` after its name. Numbers have 15 digits.
///
/// # Errors
///
/// When a number of the formulation is not finite, or HiGHS cannot write to the temporary folder.
pub fn export(formulation: &Formulation, format: ExportFormat) -> Result<Vec<u8>, SolverError> {
    load::check(formulation)?;
    let mut instance = load::load(formulation, &Bounds::of(formulation))?;
    let columns: Vec<String> = formulation
        .columns
        .keys()
        .map(|key| name(&key.to_string(), format))
        .collect();
    let rows: Vec<String> = formulation
        .rows
        .keys()
        .map(|key| name(&key.to_string(), format))
        .collect();
    instance.set_names(&columns, &rows)?;
    let folder = tempfile::tempdir().map_err(|source| SolverError::File {
        path: std::env::temp_dir(),
        source,
    })?;
    let path = folder.path().join(match format {
        ExportFormat::Lp => "model.lp",
        ExportFormat::Mps => "model.mps",
    });
    instance.write(&path)?;
    std::fs::read(&path).map_err(|source| SolverError::File { path, source })
}

/// The name that a key's text becomes in a file.
fn name(key: &str, format: ExportFormat) -> String {
    match format {
        ExportFormat::Mps => key.to_owned(),
        ExportFormat::Lp => key
            .chars()
            .map(|letter| match letter {
                '[' => '(',
                ']' => ')',
                '-' => '_',
                other => other,
            })
            .collect(),
    }
}
