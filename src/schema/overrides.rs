//! What a service may say of its own care: other values, not other things.

use serde_json::Value as Schema;

use super::{resolve, schema_of_ids, schema_of_key};
use crate::diagnostics::suggest::{list, nearest};
use crate::diagnostics::{Diagnostic, Explanation};
use crate::document::Node;

pub(super) const CODES: &[Explanation] = &[Explanation {
    code: "D110",
    title: "a service's override adds something new",
    what: "A service's `care` names a role, step, flow, treatment, task or rule that neither the care model nor the instance's `[care]` has, or a standard that they do not have without giving it whole.",
    why: "All services share one set of roles, steps and rules, so that budgets and places can be shared over them. A service may change values, not add things, but for standards of its own; most often the name is a slip.",
    example: "[services.leeds.care.flows.stepup]\nshare = 0.3   # the care model has `step-up`",
    fix: "Correct the name, or add the entry to the care model or to the instance's `[care]`.",
}];

/// Checks that an override only touches entries that the care model in force has.
pub(crate) fn check_additions(
    over: &Node,
    base: &Node,
    root: &Schema,
    errors: &mut Vec<Diagnostic>,
) {
    walk(over, base, root, root, false, errors);
}

fn walk(
    over: &Node,
    base: &Node,
    root: &Schema,
    schema: &Schema,
    in_standards: bool,
    errors: &mut Vec<Diagnostic>,
) {
    let schema = resolve(root, schema);
    let (Some(over), Some(base)) = (over.table(), base.table()) else {
        return;
    };
    for (key, entry) in &over.entries {
        // Citations are no things of the care model.
        if key == "source" || key == "sources" {
            continue;
        }
        // A standard is one service's alone, if it is given whole.
        let in_standards = in_standards || key == "standards";
        if let Some(below) = base.entries.get(key) {
            if let Some(schema) = schema_of_key(schema, key) {
                walk(&entry.node, &below.node, root, schema, in_standards, errors);
            }
        } else if let Some(schema) = schema_of_ids(schema) {
            if in_standards && is_whole(&entry.node, resolve(root, schema)) {
                continue;
            }
            let error = Diagnostic::error(
                "D110",
                format!("`{key}` is not in the care model, and a service may not add it"),
            )
            .at(entry.key.clone(), "new here");
            errors.push(match nearest(key, base.keys()) {
                Some(near) => error.help(format!("did you mean `{near}`?")),
                None => error.help(format!(
                    "there {}; add `{key}` to the care model or to the instance's `[care]`",
                    if base.entries.is_empty() {
                        "are none".to_owned()
                    } else {
                        format!("are {}", list(base.keys()))
                    }
                )),
            });
        } else if let Some(schema) = schema_of_key(schema, key) {
            let empty = Node::new(
                crate::document::Value::Table(crate::document::tree::Table::default()),
                entry.key.clone(),
            );
            walk(&entry.node, &empty, root, schema, in_standards, errors);
        }
    }
}

/// Whether a table has every key that it must have.
fn is_whole(node: &Node, schema: &Schema) -> bool {
    schema["required"]
        .as_array()
        .into_iter()
        .flatten()
        .filter_map(Schema::as_str)
        .all(|key| node.get(key).is_some())
}
