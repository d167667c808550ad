//! The care model in force for each service: the file's, with the instance's overrides above it,
//! and the service's own above those.

use std::collections::HashMap;
use std::sync::Arc;

use indexmap::IndexMap;

use super::{Schemas, read_draft};
use crate::diagnostics::{Diagnostic, Location};
use crate::document::{Document, Node, overlay};
use crate::draft::CareModel;
use crate::ids::{RoleId, RouteId, ServiceId};
use crate::instance::rules::{CareSubject, Present, check_care};
use crate::schema::{self, care_override};

/// A care model and where its values stand.
type InForce = (Arc<CareModel>, Arc<Node>);

/// What could be made of the care models.
#[derive(Default)]
pub(super) struct Cares {
    /// What services without overrides share, where it is whole and sound.
    shared: Option<InForce>,
    /// Each service's, where it is whole and sound.
    pub by_service: IndexMap<ServiceId, InForce>,
}

impl Cares {
    /// One of them, for the ids that all have.
    pub fn any(&self) -> Option<&CareModel> {
        self.shared
            .iter()
            .chain(self.by_service.values())
            .map(|(care, _)| care.as_ref())
            .next()
    }
}

/// A service and its care model in force, before it is read.
struct Composed<'a> {
    id: &'a str,
    service: &'a Node,
    /// None where it is what services share.
    own: Option<Node>,
    missing: Vec<Diagnostic>,
}

/// Composes and checks the care models; those of services where their tables are sound.
pub(super) fn in_force(
    document: &Document,
    schemas: &Schemas,
    services_sound: bool,
    found: &mut Vec<Diagnostic>,
) -> Cares {
    let Some((shared, sound)) = shared_tree(document, schemas, found) else {
        return Cares::default();
    };
    let mut missing = Vec::new();
    schema::check_missing(&shared, &schemas.care, &schemas.care, &mut missing);
    let mut cares = Cares::default();
    let present = present(document);
    if sound && missing.is_empty() {
        cares.shared = read_and_check(&shared, present.as_ref(), found);
    }
    if !services_sound || document.services().next().is_none() {
        found.append(&mut missing);
        return cares;
    }
    let composed = compose_services(document, schemas, &shared, &missing, found);
    tell_missing(&composed, found);
    if !sound {
        return cares;
    }
    for service in composed {
        if !service.missing.is_empty() {
            continue;
        }
        let in_force = match service.own {
            Some(tree) => read_and_check(&Arc::new(tree), present.as_ref(), found),
            None => cares.shared.clone(),
        };
        if let Some(in_force) = in_force {
            cares
                .by_service
                .insert(ServiceId::new(service.id), in_force);
        }
    }
    cares
}

/// The care model with the instance's overrides, and whether the structure of both is sound.
fn shared_tree(
    document: &Document,
    schemas: &Schemas,
    found: &mut Vec<Diagnostic>,
) -> Option<(Arc<Node>, bool)> {
    let model = document.care_model.as_ref()?;
    let partial = care_override(&schemas.instance);
    let mut errors = Vec::new();
    schema::check(model, &schemas.instance, partial, &mut errors);
    let mut sound = errors.is_empty();
    found.append(&mut errors);
    if let Some(care) = document.instance.get("care") {
        // Told already, with the instance.
        schema::check(care, &schemas.instance, partial, &mut errors);
        sound &= errors.is_empty();
    }
    Some((Arc::new(document.care()?.into_owned()), sound))
}

fn compose_services<'a>(
    document: &'a Document,
    schemas: &Schemas,
    shared: &Node,
    shared_missing: &[Diagnostic],
    found: &mut Vec<Diagnostic>,
) -> Vec<Composed<'a>> {
    let mut all = Vec::new();
    for (id, service) in document.services() {
        let Some(over) = service.get("care") else {
            all.push(Composed {
                id,
                service,
                own: None,
                missing: shared_missing.to_vec(),
            });
            continue;
        };
        let before = found.len();
        schema::check_additions(over, shared, &schemas.care, found);
        if found.len() > before {
            continue;
        }
        let own = overlay(shared, over);
        let mut missing = Vec::new();
        schema::check_missing(&own, &schemas.care, &schemas.care, &mut missing);
        all.push(Composed {
            id,
            service,
            own: Some(own),
            missing,
        });
    }
    all
}

/// Tells what is missing: once where all services lack it, else with the services that do.
fn tell_missing(composed: &[Composed<'_>], found: &mut Vec<Diagnostic>) {
    let key = |d: &Diagnostic| (d.primary.clone(), d.message.clone());
    let mut counts: HashMap<(Option<Location>, String), usize> = HashMap::new();
    for error in composed.iter().flat_map(|service| &service.missing) {
        *counts.entry(key(error)).or_default() += 1;
    }
    for service in composed {
        for error in &service.missing {
            let mut error = error.clone();
            if counts.get(&key(&error)).copied().unwrap_or(0) < composed.len() {
                error.message = format!("{}, for service `{}`", error.message, service.id);
                error = error.and_at(service.service.location.clone(), "nor here");
            }
            found.push(error);
        }
    }
}

/// Who is there at the start of a plan by month, as the services say; none in a steady year.
fn present(document: &Document) -> Option<Present> {
    document.instance.get("horizon")?;
    let mut present = Present::default();
    let keys = |service: &Node, table: &str| -> Vec<String> {
        let table = service.get(table).and_then(Node::table);
        let entries = table.into_iter().flat_map(|table| &table.entries);
        let some = |node: &Node| !matches!(node.show().as_str(), "0" | "0.0");
        entries
            .filter(|(_, entry)| some(&entry.node))
            .map(|(key, _)| key.clone())
            .collect()
    };
    for (_, service) in document.services() {
        for table in ["staff_now_wte", "joining_wte"] {
            let roles = keys(service, table);
            present.roles.extend(roles.iter().map(|id| RoleId::new(id)));
        }
        let routes = keys(service, "training_wte");
        present
            .routes
            .extend(routes.iter().map(|id| RouteId::new(id)));
    }
    Some(present)
}

fn read_and_check(
    tree: &Arc<Node>,
    present: Option<&Present>,
    found: &mut Vec<Diagnostic>,
) -> Option<InForce> {
    let care: CareModel = read_draft(tree, found)?;
    found.extend(check_care(&CareSubject {
        care: &care,
        tree,
        present,
    }));
    Some((Arc::new(care), Arc::clone(tree)))
}
