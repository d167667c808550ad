//! Names that say nothing.

use crate::diagnostics::{Diagnostic, Explanation};
use crate::document::{Document, Node, Value};

pub(super) const CODES: &[Explanation] = &[Explanation {
    code: "I013",
    title: "a name that is empty",
    what: "A `name` is an empty text, or nothing but spaces.",
    why: "Names head the tables of the answer; without one nobody knows what a line is of.",
    example: "[services.leeds]\nname = \"\"",
    fix: "Write the name that people use.",
}];

/// Adds every empty name of the instance and its care model.
pub(super) fn check(document: &Document, found: &mut Vec<Diagnostic>) {
    walk(&document.instance, found);
    if let Some(model) = &document.care_model {
        walk(model, found);
    }
}

fn walk(node: &Node, found: &mut Vec<Diagnostic>) {
    match &node.value {
        Value::Table(table) => {
            for (key, entry) in &table.entries {
                let blank = entry.node.text().is_some_and(|text| text.trim().is_empty());
                if key == "name" && blank {
                    found.push(
                        Diagnostic::error("I013", "`name` is empty")
                            .at(entry.node.location.clone(), "no name")
                            .help("write the name that people use"),
                    );
                }
                walk(&entry.node, found);
            }
        }
        Value::Array(items) => items.iter().for_each(|item| walk(item, found)),
        _ => {}
    }
}
