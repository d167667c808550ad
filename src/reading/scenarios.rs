//! Reading an instance under one of its scenarios, and under each of them.

use std::path::Path;

use super::{Reading, Schemas, read_instance, read_instance_from};
use crate::diagnostics::{Diagnostic, in_file_order};
use crate::document::tree::Table;
use crate::document::{Document, Node};
use crate::ids::{Id, ScenarioId};
use crate::scenario::{self, put_in_force};
use crate::schema::{self, keys};

/// Finds what is wrong with the scenarios as changes, where their structure is sound (else that is
/// told) and the care model that they change is there.
pub(super) fn check(document: &Document, schemas: &Schemas, found: &mut Vec<Diagnostic>) {
    let root = &schemas.instance;
    let (Some(scenarios), Some(schema)) = (
        document.instance.get("scenario"),
        keys::below(root, root, "scenario"),
    ) else {
        return;
    };
    let mut broken = Vec::new();
    schema::check(scenarios, root, schema, &mut broken);
    schema::check_missing(scenarios, root, schema, &mut broken);
    if broken.is_empty() && document.care_model.is_some() {
        scenario::check(document, root, found);
    }
}

/// Reads an instance under a scenario of its file, or as the file has it. What is wrong only under
/// the scenario says so.
#[must_use]
pub fn read_under(path: &Path, id: Option<&ScenarioId>) -> Reading {
    let Some(id) = id else {
        return read_instance(path);
    };
    let mut reading = read_instance_from(path, &|document, found| {
        put_in_force(document, id, found);
    });
    if !reading.diagnostics.is_empty() {
        let base = read_instance(path).diagnostics;
        for diagnostic in &mut reading.diagnostics {
            if diagnostic.primary.is_some() && !base.iter().any(|other| is_same(other, diagnostic))
            {
                diagnostic.notes.push(under(&[id.as_str()]));
            }
        }
    }
    reading
}

/// Reads an instance as its file has it, with what is wrong under each of its scenarios among the
/// diagnostics, and how many scenarios there are.
#[must_use]
pub fn read_every_scenario(path: &Path) -> (Reading, usize) {
    let mut base = read_instance(path);
    let mut told: Vec<(Diagnostic, Vec<String>)> = Vec::new();
    let ids = base.document.as_ref().map(ids).unwrap_or_default();
    // What is wrong with a scenario as a change would be told again in what comes of it.
    let sound = !base.diagnostics.iter().any(|d| d.code.starts_with('C'));
    for id in ids.iter().filter(|_| sound) {
        let reading = read_instance_from(path, &|document, found| {
            put_in_force(document, id, found);
        });
        for diagnostic in reading.diagnostics {
            if base
                .diagnostics
                .iter()
                .any(|other| is_same(other, &diagnostic))
            {
                continue;
            }
            match told
                .iter_mut()
                .find(|(other, _)| is_same(other, &diagnostic))
            {
                Some((_, scenarios)) => scenarios.push(id.as_str().to_owned()),
                None => told.push((diagnostic, vec![id.as_str().to_owned()])),
            }
        }
    }
    for (mut diagnostic, scenarios) in told {
        let scenarios: Vec<&str> = scenarios.iter().map(String::as_str).collect();
        diagnostic.notes.push(under(&scenarios));
        base.diagnostics.push(diagnostic);
    }
    base.diagnostics = in_file_order(base.diagnostics);
    if base.diagnostics.iter().any(Diagnostic::is_error) {
        base.instance = None;
    }
    (base, ids.len())
}

/// The scenarios of a document, in file order.
fn ids(document: &Document) -> Vec<ScenarioId> {
    let table = document.instance.get("scenario").and_then(Node::table);
    table
        .into_iter()
        .flat_map(Table::keys)
        .map(ScenarioId::new)
        .collect()
}

fn is_same(one: &Diagnostic, other: &Diagnostic) -> bool {
    (one.code, &one.primary, &one.message) == (other.code, &other.primary, &other.message)
}

fn under(scenarios: &[&str]) -> String {
    match scenarios {
        [one] => format!("so it is under the scenario `{one}`"),
        several => format!(
            "so it is under the scenarios {}",
            crate::diagnostics::suggest::list(several.iter().copied())
        ),
    }
}
