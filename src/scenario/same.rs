//! Whether two trees say the same, wherever they stand and whoever vouches for them.

use crate::document::tree::Table;
use crate::document::{Document, Node, Value, overlay};

/// Whether two values are the same; 5 is 5.0.
pub(super) fn same_value(one: &Node, other: &Node) -> bool {
    match (&one.value, &other.value) {
        (Value::Table(one), Value::Table(other)) => same_table(one, other),
        (Value::Array(one), Value::Array(other)) => {
            one.len() == other.len() && one.iter().zip(other).all(|(a, b)| same_value(a, b))
        }
        #[expect(
            clippy::cast_precision_loss,
            reason = "the same number, written twice, is read as the same float"
        )]
        (Value::Integer(whole), Value::Float(number))
        | (Value::Float(number), Value::Integer(whole)) => {
            (*whole as f64).total_cmp(number).is_eq()
        }
        (one, other) => one == other,
    }
}

fn same_table(one: &Table, other: &Table) -> bool {
    let is_said = |key: &&String| !["source", "sources", "scenario"].contains(&key.as_str());
    let count = |table: &Table| table.entries.keys().filter(is_said).count();
    count(one) == count(other)
        && one
            .entries
            .iter()
            .filter(|(key, _)| is_said(key))
            .all(|(key, entry)| {
                let other = other.entries.get(key);
                other.is_some_and(|other| same_value(&entry.node, &other.node))
            })
}

/// Whether the same is in force in two documents: the same instance, and for each service the same
/// care, wherever it is overridden.
pub(super) fn same_in_force(one: &Document, other: &Document) -> bool {
    let without_care = |document: &Document| {
        let mut root = document.instance.clone();
        if let Some(table) = root.table_mut() {
            table.entries.shift_remove("care");
            let services = table.entries.get_mut("services");
            let services = services.and_then(|services| services.node.table_mut());
            for (_, service) in services.into_iter().flat_map(|table| &mut table.entries) {
                if let Some(service) = service.node.table_mut() {
                    service.entries.shift_remove("care");
                }
            }
        }
        root
    };
    let cares = |document: &Document| -> Vec<Node> {
        let Some(shared) = document.care() else {
            return Vec::new();
        };
        document
            .services()
            .map(|(_, service)| match service.get("care") {
                Some(own) => overlay(&shared, own),
                None => shared.as_ref().clone(),
            })
            .collect()
    };
    let (of_one, of_other) = (cares(one), cares(other));
    same_value(&without_care(one), &without_care(other))
        && of_one.len() == of_other.len()
        && of_one.iter().zip(&of_other).all(|(a, b)| same_value(a, b))
}
