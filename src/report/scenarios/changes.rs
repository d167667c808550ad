//! One changed value: both values, the unit, where they stand, who vouches for them.

use serde_json::json;

use crate::reading::{Changed, Stated};
use crate::report::grid::{WIDTH, clean, paragraph};

/// The lines of a table: the value, then the new one's source, then what it took the place of.
#[must_use]
pub fn change_lines(change: &Changed) -> String {
    let shown = |stated: &Option<Stated>| {
        stated
            .as_ref()
            .map_or_else(|| "not given".to_owned(), |stated| clean(&stated.value))
    };
    let by = changed_by(change)
        .map(|by| format!(" ({by})"))
        .unwrap_or_default();
    let value = format!(
        "{}: {} → {} {}",
        clean(&change.path),
        shown(&change.before),
        shown(&change.after),
        change.unit
    );
    let value = format!("{}{by}", value.trim_end());
    let place = |stated: &Stated| format!("{}:{}", clean(&stated.file), stated.line);
    let source = |stated: &Stated| match &stated.source {
        Some(source) => clean(source),
        None => "no source is stated".to_owned(),
    };
    let mut text = match &change.after {
        None => paragraph(&value),
        Some(after) => {
            let place = place(after);
            let taken = value.chars().count() + place.chars().count();
            let room = usize::from(WIDTH).saturating_sub(taken);
            let mut text = if room < 2 {
                format!(
                    "{}{}",
                    paragraph(&value),
                    paragraph(&format!("    {place}"))
                )
            } else {
                format!("{value}{}{place}\n", " ".repeat(room))
            };
            text.push_str(&paragraph(&format!("    {}", source(after))));
            text
        }
    };
    if let Some(before) = &change.before {
        text.push_str(&paragraph(&format!(
            "    before, {}: {}",
            place(before),
            source(before)
        )));
    }
    text
}

/// By how much a number changed: `+10 %`; none where there is no such share.
#[must_use]
pub fn changed_by(change: &Changed) -> Option<String> {
    let (before, after) = change.numbers()?;
    if before == 0.0 {
        return None;
    }
    let share = (after / before - 1.0) * 100.0;
    let sign = if share < 0.0 { '−' } else { '+' };
    let share = share.abs();
    Some(if share < 9.95 {
        format!("{sign}{share:.1} %")
    } else {
        format!("{sign}{share:.0} %")
    })
}

/// The value as JSON.
#[must_use]
pub fn change_json(change: &Changed) -> serde_json::Value {
    let stated = |stated: &Option<Stated>| {
        stated.as_ref().map(|stated| {
            json!({
                "value": stated.value,
                "file": stated.file,
                "line": stated.line,
                "source": stated.source,
                "is_assumption": stated.is_assumption,
            })
        })
    };
    json!({
        "path": change.path,
        "unit": change.unit,
        "before": stated(&change.before),
        "after": stated(&change.after),
    })
}
