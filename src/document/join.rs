//! The rows of a CSV table take their place among the instance's services.

use super::csv_table::Row;
use super::tree::{Entry, Node, Table, Value};
use crate::diagnostics::{Diagnostic, Explanation};

pub(super) const CODES: &[Explanation] = &[Explanation {
    code: "D016",
    title: "tables that contradict each other",
    what: "A service stands both in the instance and in its CSV table, and the two give one key different values.",
    why: "Only one of the two can be meant, and taking either would hide the slip.",
    example: "[services.leeds]\nreferrals_per_year = 12000   # the table says 12500",
    fix: "Drop the key from one of the two, or make them agree.",
}];

/// Adds the rows to the instance's services. A service that stands in both is joined key by
/// key; the two may say the same, never different things.
pub(super) fn join(instance: &mut Node, rows: Vec<Row>, errors: &mut Vec<Diagnostic>) {
    let Some(root) = instance.table_mut() else {
        return;
    };
    let Some(place) = root
        .entries
        .get("services_table")
        .map(|entry| entry.key.clone())
    else {
        return;
    };
    let services = root
        .entries
        .entry("services".to_owned())
        .or_insert_with(|| Entry {
            key: place.clone(),
            node: Node::new(Value::Table(Table::default()), place),
        });
    let Some(services) = services.node.table_mut() else {
        return;
    };
    for row in rows {
        match services.entries.get_mut(&row.id) {
            Some(existing) => merge(&mut existing.node, row.node, &mut vec![row.id], errors),
            None => services.insert(&row.id, row.id_location, row.node),
        }
    }
}

fn merge(existing: &mut Node, added: Node, path: &mut Vec<String>, errors: &mut Vec<Diagnostic>) {
    if let (Value::Table(table), Value::Table(_)) = (&mut existing.value, &added.value) {
        let Value::Table(added) = added.value else {
            return;
        };
        for (key, entry) in added.entries {
            match table.entries.get_mut(&key) {
                Some(old) => {
                    path.push(key);
                    merge(&mut old.node, entry.node, path, errors);
                    path.pop();
                }
                None => {
                    table.entries.insert(key, entry);
                }
            }
        }
        return;
    }
    if !same(existing, &added) {
        let (service, key) = match path.split_first() {
            Some((service, key)) => (service.as_str(), key.join(".")),
            None => ("", String::new()),
        };
        errors.push(
            Diagnostic::error(
                "D016",
                format!(
                    "`{key}` of service `{service}` is {} here and {} in the instance",
                    added.show(),
                    existing.show()
                ),
            )
            .at(added.location.clone(), "in the table")
            .and_at(existing.location.clone(), "in the instance")
            .help("drop it from one of the two, or make them agree"),
        );
    }
}

/// Whether a cell says what a value of the instance says.
fn same(existing: &Node, cell: &Node) -> bool {
    let Some(text) = cell.text() else {
        return false;
    };
    match &existing.value {
        Value::String(value) => value == text,
        #[expect(
            clippy::cast_precision_loss,
            reason = "the same number, written twice, is read as the same float"
        )]
        Value::Integer(value) => text.parse::<f64>() == Ok(*value as f64),
        Value::Float(value) => text.parse::<f64>() == Ok(*value),
        Value::Boolean(value) => text == value.to_string(),
        Value::Array(items) => {
            let parts: Vec<&str> = text.split(';').map(str::trim).collect();
            parts.len() == items.len()
                && items.iter().zip(parts).all(|(item, part)| {
                    same(
                        item,
                        &Node::new(Value::Cell(part.to_owned()), cell.location.clone()),
                    )
                })
        }
        Value::Table(_) | Value::Datetime(_) | Value::Cell(_) => false,
    }
}
