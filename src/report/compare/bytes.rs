//! The comparison as JSON and CSV.

use indexmap::IndexMap;
use serde_json::{Value, json};

use super::table::{how_good, letter};
use super::{Comparison, Found, Side};
use crate::reading::Stated;
use crate::report::scenarios::change_json;

/// The comparison as JSON; `models/answer.md` describes it.
#[must_use]
pub fn json(comparison: &Comparison) -> String {
    let sides: Vec<Value> = comparison.sides.iter().map(side).collect();
    let in_force: Vec<Value> = comparison
        .in_force
        .iter()
        .enumerate()
        .map(|(place, changes)| {
            json!({
                "side": place + 1,
                "changes": changes.iter().map(change_json).collect::<Vec<_>>(),
            })
        })
        .collect();
    let decided: Vec<Value> = comparison
        .decided
        .iter()
        .map(|row| {
            json!({
                "section": row.figure.section,
                "service": row.figure.service,
                "item": row.figure.item,
                "period": row.figure.period,
                "unit": row.unit,
                "values": row.values,
            })
        })
        .collect();
    let file = json!({
        "skillmix_compare": 1,
        "sides": sides,
        "in_force": in_force,
        "decided": decided,
    });
    format!("{file:#}\n")
}

fn side(side: &Side) -> Value {
    let audited = side.audited();
    let verdict = match side.found {
        Found::Plan(_) => "plan",
        Found::NoPlan => "no-plan",
        Found::NotSettled => "not-settled",
    };
    json!({
        "label": side.label,
        "instance": side.instance.name,
        "scenario": side.instance.scenario,
        "verdict": verdict,
        "outcome": audited.and_then(|audited| audited.outcome.as_ref()),
        "spend_gbp": side.spend_gbp(),
        "late": audited.map(|audited| &audited.late),
    })
}

/// The comparison as CSV: `kind` is `spend`, `in-force` or `decided`; a column for each side.
#[must_use]
pub fn csv(comparison: &Comparison) -> String {
    let mut writer = csv::Writer::from_writer(Vec::new());
    let mut write = |row: Vec<String>| {
        let written = writer.write_record(row);
        debug_assert!(written.is_ok(), "a row of another length was refused");
    };
    let head = ["kind", "service", "item", "period", "unit"].map(str::to_owned);
    let sides = &comparison.sides;
    let labels = sides
        .iter()
        .enumerate()
        .map(|(place, side)| format!("{} {}", letter(place), side.label));
    write(head.into_iter().chain(labels).collect());
    let number = |value: Option<f64>| value.map_or_else(String::new, |value| value.to_string());
    let row = |kind: &str, what: [&str; 4], values: Vec<String>| {
        let head = std::iter::once(kind).chain(what).map(str::to_owned);
        head.chain(values).collect::<Vec<String>>()
    };
    write(row(
        "spend",
        ["", "total", "", "pounds"],
        sides.iter().map(|side| number(side.spend_gbp())).collect(),
    ));
    write(row(
        "outcome",
        ["", "how good", "", ""],
        sides.iter().map(how_good).collect(),
    ));
    for ((path, unit), values) in in_force(comparison) {
        write(row("in-force", ["", path, "", unit], values));
    }
    for decided in &comparison.decided {
        let figure = &decided.figure;
        let item = format!("{}: {}", word(&figure.section), figure.item);
        let period = figure.period.map_or_else(String::new, |p| p.to_string());
        let service = figure.service.as_deref().unwrap_or_default();
        write(row(
            "decided",
            [service, &item, &period, &word(&decided.unit)],
            decided.values.iter().map(|value| number(*value)).collect(),
        ));
    }
    String::from_utf8(writer.into_inner().unwrap_or_default()).unwrap_or_default()
}

/// The word that stands for one of a few things in JSON, too.
fn word(value: &impl serde::Serialize) -> String {
    let value = serde_json::to_value(value).unwrap_or_default();
    value.as_str().map(str::to_owned).unwrap_or_default()
}

/// Every value that any side has differently from the first, with that of each side.
fn in_force(comparison: &Comparison) -> IndexMap<(&str, &str), Vec<String>> {
    let value = |stated: &Option<Stated>| {
        stated
            .as_ref()
            .map_or_else(String::new, |stated| stated.value.clone())
    };
    let mut rows: IndexMap<(&str, &str), Vec<String>> = IndexMap::new();
    for (place, changes) in comparison.in_force.iter().enumerate() {
        for change in changes {
            // Those that do not differ have what the first has.
            let row = rows
                .entry((&change.path, &change.unit))
                .or_insert_with(|| vec![value(&change.before); comparison.sides.len()]);
            if let Some(slot) = row.get_mut(place + 1) {
                *slot = value(&change.after);
            }
        }
    }
    rows
}
