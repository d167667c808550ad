//! A column that a table of services lacks is told once, not once a row.

use std::collections::HashMap;

use crate::diagnostics::{Diagnostic, FileId, Location};
use crate::document::Document;

/// Puts one error at the header in the place of the rows' errors on a key that has no column.
/// Where there is a column and some of its cells are empty, each row keeps its own.
pub(super) fn gather(document: &Document, found: &mut Vec<Diagnostic>) {
    let mut rows: HashMap<(FileId, String), usize> = HashMap::new();
    found.retain_mut(|error| {
        let Some((place, key)) = lacking(document, error) else {
            return true;
        };
        let count = rows.entry((place.file, key)).or_default();
        *count += 1;
        if *count == 1 {
            error.primary = Some(place);
        }
        *count == 1
    });
    for error in found {
        let (Some(place), Some(key)) = (&error.primary, missing_key(error)) else {
            continue;
        };
        let key = key.to_owned();
        let Some(count) = rows.get(&(place.file, key.clone())) else {
            continue;
        };
        let whose = match count {
            1 => "1 row lacks it".to_owned(),
            count => format!("{count} rows lack it"),
        };
        for help in &mut error.help {
            *help = help.replace(&format!("`{key} = …`"), &format!("the column `{key}`"));
        }
        error.message = format!("missing column `{key}`: {whose}");
        "no such column here".clone_into(&mut error.label);
    }
}

/// The header and the key, where an error is of a row whose table has no column for the key.
fn lacking(document: &Document, error: &Diagnostic) -> Option<(Location, String)> {
    let place = error.primary.as_ref()?;
    if place.file == document.instance.location.file {
        return None;
    }
    let key = missing_key(error)?;
    let text = &document.files.get(place.file)?.text;
    let bare = text.trim_start_matches(['\u{feff}', '\r', '\n']);
    let begins = text.len() - bare.len();
    let header = bare.lines().next()?;
    let is_part = |c: char| c.is_alphanumeric() || matches!(c, '_' | '-' | '.');
    let has_column = header
        .split(|c| !is_part(c))
        .any(|column| column == key || column.split('.').next_back() == Some(key));
    (!has_column).then(|| {
        (
            Location::new(place.file, begins..begins + header.len()),
            key.to_owned(),
        )
    })
}

/// The key that a D102 is about.
fn missing_key(error: &Diagnostic) -> Option<&str> {
    (error.code == "D102")
        .then(|| error.message.split('`').nth(1))
        .flatten()
}
