//! Diagnostics for programs: one JSON object a line.

use serde::Serialize;

use super::{Diagnostic, Files, Location, Severity};

#[derive(Serialize)]
struct Line<'a> {
    code: &'a str,
    severity: Severity,
    message: &'a str,
    #[serde(flatten)]
    place: Option<Place>,
    label: &'a str,
    secondary: Vec<Secondary<'a>>,
    notes: &'a [String],
    help: &'a [String],
}

#[derive(Serialize)]
struct Place {
    file: String,
    line: usize,
    column: usize,
    end_line: usize,
    end_column: usize,
}

#[derive(Serialize)]
struct Secondary<'a> {
    #[serde(flatten)]
    place: Option<Place>,
    label: &'a str,
}

fn place(files: &Files, location: &Location) -> Option<Place> {
    let file = files.get(location.file)?;
    let (line, column) = files.line_column(location)?;
    let end = Location::new(location.file, location.span.end..location.span.end);
    let (end_line, end_column) = files.line_column(&end)?;
    Some(Place {
        file: file.path.clone(),
        line,
        column,
        end_line,
        end_column,
    })
}

/// The diagnostics as JSON, one object a line: `code`, `severity`, `message`, `file`, `line`,
/// `column`, `end_line`, `end_column` (from 1, in characters; the end is exclusive), `label`,
/// `secondary`, `notes`, `help`.
#[must_use]
pub fn to_json_lines(diagnostics: &[Diagnostic], files: &Files) -> String {
    let mut text = String::new();
    for diagnostic in diagnostics {
        let line = Line {
            code: diagnostic.code,
            severity: diagnostic.severity,
            message: &diagnostic.message,
            place: diagnostic.primary.as_ref().and_then(|l| place(files, l)),
            label: &diagnostic.label,
            secondary: diagnostic
                .secondary
                .iter()
                .map(|(location, label)| Secondary {
                    place: place(files, location),
                    label,
                })
                .collect(),
            notes: &diagnostic.notes,
            help: &diagnostic.help,
        };
        if let Ok(json) = serde_json::to_string(&line) {
            text.push_str(&json);
            text.push('\n');
        }
    }
    text
}
