//! What really happened: a TOML file with the services' own keys, entry by entry above what the
//! plan says.

use std::path::Path;

use indexmap::IndexMap;
use serde_json::Value as Schema;

use super::Stand;
use super::overlay::entry;
use crate::diagnostics::Diagnostic;
use crate::diagnostics::suggest::{list, nearest};
use crate::document::{Document, Node, Value, tree::Table};
use crate::ids::ServiceId;
use crate::schema::{check, instance_structure};

/// The keys of a service that actuals may have.
const KEYS: &[&str] = &[
    "staff_now_wte",
    "joined_wte",
    "joining_wte",
    "training_wte",
    "waiting_people",
    "started_people",
    "referrals_per_year",
    "referrals_by_year",
];

/// Puts the actuals into the tree.
pub(super) fn put(
    document: &mut Document,
    path: &Path,
    stands: &IndexMap<&ServiceId, Stand>,
    period: usize,
    found: &mut Vec<Diagnostic>,
) {
    let mut actuals = match document.read_beside(path) {
        Ok(actuals) => actuals,
        Err(errors) => {
            found.extend(errors);
            return;
        }
    };
    let schema = schema();
    let mut errors = Vec::new();
    check(&actuals, &schema, &schema, &mut errors);
    let of_services: Vec<(String, Node)> = actuals
        .get("services")
        .and_then(Node::table)
        .into_iter()
        .flat_map(|table| &table.entries)
        .map(|(id, entry)| (id.clone(), entry.node.clone()))
        .collect();
    let known: Vec<&str> = document.services().map(|(id, _)| id).collect();
    for (id, _) in &of_services {
        if !known.contains(&id.as_str()) {
            let error = Diagnostic::error("R004", format!("the instance has no service `{id}`"))
                .at(actuals.locate_key(&["services", id]), "not in the instance");
            errors.push(match nearest(id, known.iter().copied()) {
                Some(near) => error.help(format!("did you mean `{near}`?")),
                None => error.help(format!("its services are {}", list(known.iter().copied()))),
            });
        }
    }
    if !errors.is_empty() {
        found.append(&mut errors);
        return;
    }
    let citation = format!("what happened: `{}`", path.display());
    cite(&mut actuals, &citation);
    for (id, _) in &of_services {
        let Some(happened) = actuals.get("services").and_then(|s| s.get(id)) else {
            continue;
        };
        let Some(service) =
            entry(&mut document.instance, &["services", id]).and_then(Node::table_mut)
        else {
            continue;
        };
        if period > 0
            && let Some(stand) = stands.get(&ServiceId::new(id))
        {
            rescale_joined(service, happened, stand);
        }
        overwrite(service, happened);
    }
}

/// The schema of the file: the instance's services with those keys alone.
fn schema() -> Schema {
    let mut schema = instance_structure();
    let keep = |schema: &mut Schema, at: &str, keys: &[&str]| {
        if let Some(table) = schema.pointer_mut(at).and_then(Schema::as_object_mut) {
            table.shift_remove("required");
            if let Some(known) = table.get_mut("properties").and_then(Schema::as_object_mut) {
                known.retain(|key, _| keys.contains(&key.as_str()));
            }
        }
    };
    keep(&mut schema, "", &["services"]);
    keep(&mut schema, "/$defs/Service", KEYS);
    schema
}

/// What is said of a role, route, step or treatment takes the place of what stood there.
fn overwrite(service: &mut Table, happened: &Node) {
    for (key, said) in happened.table().into_iter().flat_map(|t| &t.entries) {
        let by_id = said.node.table();
        let there = service.entries.get_mut(key);
        match (by_id, there.and_then(|there| there.node.table_mut())) {
            (Some(by_id), Some(there)) => {
                for (id, value) in &by_id.entries {
                    there.insert(id, value.key.clone(), value.node.clone());
                }
            }
            _ => service.insert(key, said.key.clone(), said.node.clone()),
        }
    }
}

/// Where the staff of a role are other than planned, and nothing is said of when they joined, they
/// joined when the planned ones did, in proportion.
fn rescale_joined(service: &mut Table, happened: &Node, stand: &Stand) {
    let staff = happened.get("staff_now_wte").and_then(Node::table);
    for (role, said) in staff.into_iter().flat_map(|table| &table.entries) {
        let planned = stand.staff_now_wte.get(role.as_str()).copied();
        let (Some(planned), Some(now)) = (planned, number(&said.node)) else {
            continue;
        };
        let share = if planned > 0.0 { now / planned } else { 0.0 };
        let joined = service
            .entries
            .get_mut("joined_wte")
            .and_then(|entry| entry.node.table_mut())
            .and_then(|table| table.entries.get_mut(role))
            .and_then(|entry| entry.node.table_mut());
        let Some(joined) = joined else { continue };
        for entry in joined.entries.values_mut() {
            if let Some(wte) = number(&entry.node) {
                entry.node.value = Value::Float(wte * share);
            }
        }
    }
}

fn number(node: &Node) -> Option<f64> {
    match &node.value {
        #[expect(clippy::cast_precision_loss, reason = "people are far within 2^53")]
        Value::Integer(number) => Some(*number as f64),
        Value::Float(number) => Some(*number),
        _ => None,
    }
}

fn cite(node: &mut Node, citation: &str) {
    match &mut node.value {
        Value::Table(table) => {
            for entry in table.entries.values_mut() {
                cite(&mut entry.node, citation);
            }
        }
        Value::Array(items) => {
            node.citation = Some(citation.into());
            for item in items {
                cite(item, citation);
            }
        }
        _ => node.citation = Some(citation.into()),
    }
}
