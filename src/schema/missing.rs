//! Keys that are not there. Checked once overrides have been laid over the care model, as an
//! override need not be whole.

use serde_json::Value as Schema;

use super::check::called;
use super::{alternative_for, resolve, schema_of_ids, schema_of_key};
use crate::diagnostics::suggest::nearest;
use crate::diagnostics::{Diagnostic, Explanation};
use crate::document::{Node, Value, tree::Table};

pub(super) const CODES: &[Explanation] = &[Explanation {
    code: "D102",
    title: "a key is missing",
    what: "A table lacks a key that it must have.",
    why: "There is no value that would do for everyone, and none is invented.",
    example: "[roles.pwp]\nname = \"Psychological wellbeing practitioner\"   # and no `pay_gbp_per_wte_year`",
    fix: "Add the key. `skillmix schema` lists every key with its meaning.",
}];

/// Checks that every required key is there.
pub(crate) fn check_missing(
    node: &Node,
    root: &Schema,
    schema: &Schema,
    errors: &mut Vec<Diagnostic>,
) {
    walk(node, root, schema, "", errors);
}

fn walk(node: &Node, root: &Schema, schema: &Schema, name: &str, errors: &mut Vec<Diagnostic>) {
    let schema = alternative_for(root, schema, node);
    match &node.value {
        Value::Table(table) => {
            let properties = schema["properties"].as_object();
            let required = schema["required"].as_array().into_iter().flatten();
            for key in required.filter_map(Schema::as_str) {
                if table.entries.contains_key(key) {
                    continue;
                }
                // A key that is nearly this one is told as unknown, with this one suggested.
                let misspelt = table.keys().any(|other| {
                    properties.is_some_and(|properties| {
                        !properties.contains_key(other)
                            && nearest(other, properties.keys().map(String::as_str)) == Some(key)
                    })
                });
                if !misspelt {
                    errors.push(missing(key, name, node, &schema["properties"][key]));
                }
            }
            for (key, entry) in &table.entries {
                if let Some(error) = misnamed(key, table, schema, root) {
                    errors.push(error);
                    continue;
                }
                if let Some(schema) = schema_of_key(schema, key) {
                    let is_key = properties.is_some_and(|known| known.contains_key(key));
                    walk(
                        &entry.node,
                        root,
                        schema,
                        &called(name, key, is_key),
                        errors,
                    );
                }
            }
        }
        Value::Array(items) => {
            for item in items {
                walk(item, root, &schema["items"], name, errors);
            }
        }
        _ => {}
    }
}

/// An override of what is not there, since its id is a slip: it lacks most of what an entry of
/// its own must have, and an entry that lacks nothing has nearly its id.
fn misnamed(id: &str, table: &Table, schema: &Schema, root: &Schema) -> Option<Diagnostic> {
    let entry = table.entries.get(id)?;
    let schema = resolve(root, schema_of_ids(schema)?);
    let lacks = |node: &Node| {
        let required = schema["required"].as_array().into_iter().flatten();
        let lacks = |key: &&str| node.get(key).is_none();
        required.filter_map(Schema::as_str).filter(lacks).count()
    };
    let most = schema["required"].as_array()?.len().div_ceil(2);
    if entry.node.table().is_none() || most < 2 || lacks(&entry.node) < most {
        return None;
    }
    let whole = table
        .entries
        .iter()
        .filter(|(_, other)| lacks(&other.node) == 0);
    let near = nearest(id, whole.map(|(key, _)| key.as_str()))?;
    Some(
        Diagnostic::error("D102", format!("`{id}` lacks most of its keys"))
            .at(entry.key.clone(), "new here")
            .help(format!(
                "did you mean `{near}`? what is new needs every key that `skillmix schema` requires"
            )),
    )
}

fn missing(key: &str, table: &str, node: &Node, schema: &Schema) -> Diagnostic {
    let message = if table.is_empty() {
        format!("missing key `{key}`")
    } else {
        format!("missing key `{key}` in `{table}`")
    };
    let label = if table.is_empty() {
        "not in this file"
    } else {
        "not in this table"
    };
    let meaning = schema["description"]
        .as_str()
        .map(|text| format!(": {}", text.trim_end_matches('.')))
        .unwrap_or_default();
    let unit = schema["x-unit"]
        .as_str()
        .filter(|unit| !unit.is_empty())
        .map(|unit| format!(" ({unit})"))
        .unwrap_or_default();
    Diagnostic::error("D102", message)
        .at(node.location.clone(), label)
        .help(format!("add `{key} = …`{meaning}{unit}"))
}
