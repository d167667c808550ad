//! Puts a scenario in force, and finds what is wrong with those of a document.

use super::additions;
use super::edit::{Edited, apply_by};
use super::read::{Found, in_order, scenarios, unknown};
use super::same::{same_in_force, same_value};
use crate::diagnostics::Diagnostic;
use crate::document::{Document, Node, Value, overlay_with_keys};
use crate::ids::{Id, ScenarioId};
use crate::schema::{Schema, instance_structure};

/// Puts a scenario of the document in force, with those that it builds on. What is wrong with it
/// is told in `found`. Returns what its scalings and additions changed, those of the scenarios below
/// it first.
pub fn put_in_force(
    document: &mut Document,
    id: &ScenarioId,
    found: &mut Vec<Diagnostic>,
) -> Vec<Edited> {
    let schema = instance_structure();
    let pristine = document.clone();
    let all = scenarios(&pristine);
    if !all.iter().any(|scenario| scenario.id == id.as_str()) {
        found.push(unknown(id.as_str(), all.iter().map(|scenario| scenario.id)));
        return Vec::new();
    }
    document.scenario = Some(id.clone());
    let Some(order) = in_order(&all, id.as_str(), &mut Vec::new()) else {
        return Vec::new();
    };
    let mut edited = Vec::new();
    for scenario in order {
        // What is wrong with each is told by the check of all of them.
        edited.extend(put(document, scenario, &schema, &mut Vec::new()));
    }
    edited
}

/// Puts in force what a scenario builds on, without the scenario itself.
pub fn put_below(document: &mut Document, id: &ScenarioId) {
    let schema = instance_structure();
    let pristine = document.clone();
    let all = scenarios(&pristine);
    let order = in_order(&all, id.as_str(), &mut Vec::new()).unwrap_or_default();
    for scenario in order.iter().filter(|scenario| scenario.id != id.as_str()) {
        put(document, scenario, &schema, &mut Vec::new());
    }
}

/// Finds everything that is wrong with a document's scenarios as changes: what they build on, what
/// they name, what changes nothing.
pub(crate) fn check(document: &Document, schema: &Schema, found: &mut Vec<Diagnostic>) {
    let all = scenarios(document);
    for scenario in &all {
        let Some(order) = in_order(&all, scenario.id, found) else {
            continue;
        };
        let mut changed = document.clone();
        let below = order.len().saturating_sub(1);
        for below in order.iter().take(below) {
            put(&mut changed, below, schema, &mut Vec::new());
        }
        let before = changed.clone();
        let told = found.len();
        put(&mut changed, scenario, schema, found);
        // Two that it builds on make something new together.
        let joins = scenario.based_on.len() > 1;
        if found.len() == told && !joins && same_in_force(&before, &changed) {
            found.push(changes_nothing(scenario));
        }
    }
}

fn changes_nothing(scenario: &Found<'_>) -> Diagnostic {
    let against = match scenario.based_on.first() {
        Some((id, _)) => format!("`{id}`, which it is based on"),
        None => "the instance".to_owned(),
    };
    let id = scenario.id;
    Diagnostic::error(
        "C008",
        format!("scenario `{id}` changes nothing of {against}"),
    )
    .at(scenario.place.clone(), "no change")
    .help("let it `set`, `scale` or `add` something, or drop it")
}

/// Makes a scenario's own changes.
fn put(
    document: &mut Document,
    scenario: &Found<'_>,
    schema: &Schema,
    found: &mut Vec<Diagnostic>,
) -> Vec<Edited> {
    if let Some(set) = scenario.set {
        additions::check(document, set, schema, found);
        check_set(document, set, &mut Vec::new(), found);
        document.instance = overlay_with_keys(&document.instance, set);
    }
    apply_by(schema, document, &scenario.edits, found)
}

/// Finds what is set to what is in force already.
fn check_set<'a>(
    document: &Document,
    set: &'a Node,
    path: &mut Vec<&'a str>,
    found: &mut Vec<Diagnostic>,
) {
    let Some(table) = set.table() else { return };
    for (key, entry) in &table.entries {
        if key == "source" || (path.is_empty() && key == "sources") {
            continue;
        }
        path.push(key);
        if matches!(entry.node.value, Value::Table(_)) {
            check_set(document, &entry.node, path, found);
        } else {
            found.extend(idle(document, &entry.node, path));
        }
        path.pop();
    }
}

/// That a value is set in vain.
fn idle(document: &Document, node: &Node, path: &[&str]) -> Option<Diagnostic> {
    let old = match path {
        ["care", inner @ ..] => shared(document, inner),
        ["services", _, "care", inner @ ..] => {
            let own = document.instance.find(path);
            own.or_else(|| shared(document, inner))
        }
        _ => document.instance.find(path),
    };
    let shown = path.join(".");
    if old.is_some_and(|old| same_value(old, node)) {
        let error = Diagnostic::error("C002", format!("`{shown}` is {} already", node.show()));
        return Some(
            error
                .at(node.location.clone(), "changes nothing")
                .help("set another value, or drop it"),
        );
    }
    let ["care", inner @ ..] = path else {
        return None;
    };
    let own = |service: &Node| {
        service
            .get("care")
            .is_some_and(|care| care.find(inner).is_some())
    };
    let all_own = document.services().next().is_some() && document.services().all(|(_, s)| own(s));
    all_own.then(|| {
        Diagnostic::error(
            "C002",
            format!("`{shown}` is in force nowhere: every service has its own"),
        )
        .at(node.location.clone(), "changes nothing")
        .help(format!(
            "set it for each service, `services.ID.{shown}`, or scale it, which moves the \
             services' own too"
        ))
    })
}

/// A value of the care model as services share it.
fn shared<'a>(document: &'a Document, path: &[&str]) -> Option<&'a Node> {
    let care = document.instance.get("care");
    care.and_then(|care| care.find(path))
        .or_else(|| document.care_model.as_ref()?.find(path))
}
