//! CSV cells become what the schema says that they are.

use serde_json::Value as Schema;

use super::{alternative_for, schema_of_key};
use crate::diagnostics::Location;
use crate::document::{Node, Value};

/// Turns the cells of a tree into numbers, lists and texts. A cell that is not what it should be
/// stays a cell, for the structure check to say so.
pub(crate) fn type_cells(node: &mut Node, root: &Schema, schema: &Schema) {
    let schema = alternative_for(root, schema, node);
    match &mut node.value {
        Value::Table(table) => {
            for (key, entry) in &mut table.entries {
                if let Some(schema) = schema_of_key(schema, key) {
                    type_cells(&mut entry.node, root, schema);
                }
            }
        }
        Value::Cell(text) => {
            if let Some(value) = typed(text, &node.location, root, schema) {
                node.value = value;
            }
        }
        _ => {}
    }
}

fn typed(text: &str, location: &Location, root: &Schema, schema: &Schema) -> Option<Value> {
    match schema["type"].as_str() {
        Some("number") => text.parse().ok().map(Value::Float),
        Some("integer") => text.parse().ok().map(Value::Integer),
        Some("boolean") => text.parse().ok().map(Value::Boolean),
        Some("array") => {
            let items = text
                .split(';')
                .map(str::trim)
                .filter(|part| !part.is_empty())
                .map(|part| {
                    let mut item = Node::new(Value::Cell(part.to_owned()), location.clone());
                    type_cells(&mut item, root, &schema["items"]);
                    item
                })
                .collect();
            Some(Value::Array(items))
        }
        Some("object") => None,
        _ => Some(Value::String(text.to_owned())),
    }
}
