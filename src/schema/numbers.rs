//! Every number of a tree, with its path and unit.

use serde_json::Value as Schema;

use super::{alternative_for, schema_of_key};
use crate::document::{Node, Value};

/// A number, or a list of numbers.
pub(crate) struct Number<'a> {
    /// Its path, joined by dots.
    pub path: String,
    /// The value.
    pub node: &'a Node,
    /// Its unit; empty for a plain number.
    pub unit: &'a str,
}

/// The numbers of a tree, in order, each under `prefix`.
pub(crate) fn numbers<'a>(
    node: &'a Node,
    root: &'a Schema,
    schema: &'a Schema,
    prefix: &str,
) -> Vec<Number<'a>> {
    let mut found = Vec::new();
    collect(node, root, (schema, false), prefix, &mut found);
    found
}

/// The numbers of a tree and what else holds: choices, ids, months. Names are left out.
pub(crate) fn values<'a>(
    node: &'a Node,
    root: &'a Schema,
    schema: &'a Schema,
    prefix: &str,
) -> Vec<Number<'a>> {
    let mut found = Vec::new();
    collect(node, root, (schema, true), prefix, &mut found);
    found
}

/// Keys that say what something is called.
const NAMES: &[&str] = &[
    "name",
    "short",
    "attribution",
    "ods_code",
    "sources",
    "file",
];

fn collect<'a>(
    node: &'a Node,
    root: &'a Schema,
    (schema, all): (&'a Schema, bool),
    path: &str,
    found: &mut Vec<Number<'a>>,
) {
    let schema = alternative_for(root, schema, node);
    let is_number = |node: &Node| matches!(node.value, Value::Integer(_) | Value::Float(_));
    match &node.value {
        Value::Table(table) => {
            for (key, entry) in &table.entries {
                if key == "source" || key == "skillmix" || all && NAMES.contains(&key.as_str()) {
                    continue;
                }
                let path = if path.is_empty() {
                    key.clone()
                } else {
                    format!("{path}.{key}")
                };
                let schema = schema_of_key(schema, key).unwrap_or(&Schema::Null);
                collect(&entry.node, root, (schema, all), &path, found);
            }
        }
        Value::Array(items) if items.iter().all(is_number) && !items.is_empty() => {
            found.push(Number {
                path: path.to_owned(),
                node,
                unit: schema["items"]["x-unit"].as_str().unwrap_or_default(),
            });
        }
        Value::Array(items) if all && items.iter().all(|item| item.table().is_none()) => {
            found.push(Number {
                path: path.to_owned(),
                node,
                unit: "",
            });
        }
        Value::Array(items) => {
            for (place, item) in items.iter().enumerate() {
                let path = format!("{path}[{place}]");
                collect(item, root, (&schema["items"], all), &path, found);
            }
        }
        Value::Integer(_) | Value::Float(_) => found.push(Number {
            path: path.to_owned(),
            node,
            unit: schema["x-unit"].as_str().unwrap_or_default(),
        }),
        _ if all => found.push(Number {
            path: path.to_owned(),
            node,
            unit: "",
        }),
        _ => {}
    }
}
