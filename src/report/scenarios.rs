//! The scenarios of an instance and what each changes, as a table, JSON or CSV.

mod changes;

use serde_json::json;

pub use changes::{change_json, change_lines, changed_by};

use super::grid::{clean, paragraph};
use super::numbers::count;
use crate::reading::{Scenario, Stated};

/// The list for people: each scenario, and value by value what it changes, where that stands, and
/// who vouches for it.
#[must_use]
pub fn table(list: &[Scenario], of_below: bool) -> String {
    let mut text = String::new();
    for (place, scenario) in list.iter().enumerate() {
        if place > 0 {
            text.push('\n');
        }
        text.push_str(&paragraph(&format!(
            "{}: {}",
            scenario.id,
            clean(&scenario.name)
        )));
        let based_on = match scenario.based_on.as_slice() {
            [] => String::new(),
            ids => format!("based on {}; ", ids.join(", ")),
        };
        let against = if of_below && !scenario.based_on.is_empty() {
            "what it is based on"
        } else {
            "the instance"
        };
        let differ = match scenario.changes.len() {
            1 => "1 value differs".to_owned(),
            several => format!("{} differ", count(several, "value")),
        };
        text.push_str(&paragraph(&format!(
            "    {based_on}{differ} from {against}; {}:{}",
            clean(&scenario.file),
            scenario.line
        )));
        for change in &scenario.changes {
            text.push('\n');
            text.push_str(&change_lines(change));
        }
    }
    text
}

/// The list as JSON.
#[must_use]
pub fn json(list: &[Scenario]) -> String {
    let items: Vec<_> = list
        .iter()
        .map(|scenario| {
            json!({
                "id": scenario.id,
                "name": scenario.name,
                "based_on": scenario.based_on,
                "file": scenario.file,
                "line": scenario.line,
                "changes": scenario.changes.iter().map(change_json).collect::<Vec<_>>(),
            })
        })
        .collect();
    format!("{:#}\n", serde_json::Value::from(items))
}

/// The list as CSV: one row a changed value.
#[must_use]
pub fn csv(list: &[Scenario]) -> String {
    let mut writer = csv::Writer::from_writer(Vec::new());
    let mut write = |fields: [&str; 10]| {
        let written = writer.write_record(fields);
        debug_assert!(written.is_ok(), "a row of ten fields was refused");
    };
    write([
        "scenario",
        "path",
        "unit",
        "before",
        "before_at",
        "before_source",
        "after",
        "after_at",
        "after_source",
        "changed_by",
    ]);
    let at = |stated: &Stated| format!("{}:{}", stated.file, stated.line);
    for scenario in list {
        for change in &scenario.changes {
            let (before, after) = (change.before.as_ref(), change.after.as_ref());
            let source = |stated: Option<&Stated>| {
                stated
                    .and_then(|stated| stated.source.clone())
                    .unwrap_or_default()
            };
            write([
                &scenario.id.to_string(),
                &change.path,
                &change.unit,
                before.map_or("", |stated| &stated.value),
                &before.map_or_else(String::new, at),
                &source(before),
                after.map_or("", |stated| &stated.value),
                &after.map_or_else(String::new, at),
                &source(after),
                &changed_by(change).unwrap_or_default(),
            ]);
        }
    }
    String::from_utf8(writer.into_inner().unwrap_or_default()).unwrap_or_default()
}

#[cfg(test)]
mod tests;
