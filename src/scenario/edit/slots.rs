//! Which values of a document a path names.

use std::borrow::Cow;

use serde_json::Value as Schema;

use super::path::{Part, parse};
use super::{Editor, How};
use crate::diagnostics::Diagnostic;
use crate::document::{Document, Node, Value, overlay};
use crate::schema::{NOT_SET, keys};

/// Whose a value is, which says where a new one is written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Owner {
    /// The instance's own.
    Instance,
    /// The care model's in force for every service without one of its own.
    Care,
    /// The care model's in force for one service.
    Service(String),
}

/// A value.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Slot {
    /// Whose it is.
    pub owner: Owner,
    /// Its keys: of the instance, or of the care model.
    pub path: Vec<String>,
}

impl Slot {
    /// The keys at which a new value stands in the instance.
    pub fn written_at(&self) -> Vec<String> {
        let above: &[&str] = match &self.owner {
            Owner::Instance => &[],
            Owner::Care => &["care"],
            Owner::Service(id) => &["services", id, "care"],
        };
        above
            .iter()
            .map(|key| (*key).to_owned())
            .chain(self.path.iter().cloned())
            .collect()
    }

    /// The value in force; none where the files do not give it.
    pub fn in_force<'a>(&self, document: &'a Document) -> Option<&'a Node> {
        let path: Vec<&str> = self.path.iter().map(String::as_str).collect();
        let own = self.written_at();
        let own: Vec<&str> = own.iter().map(String::as_str).collect();
        let shared = || {
            let care = document.instance.get("care");
            care.and_then(|care| care.find(&path))
                .or_else(|| document.care_model.as_ref()?.find(&path))
        };
        match &self.owner {
            Owner::Instance => document.instance.find(&own),
            Owner::Care => shared(),
            Owner::Service(_) => document.instance.find(&own).or_else(shared),
        }
    }

    /// The value of another key of the same table.
    pub fn beside(&self, key: &str) -> Self {
        let mut slot = self.clone();
        slot.path.pop();
        slot.below(key)
    }

    /// The value of a key below.
    pub fn below(&self, key: &str) -> Self {
        let mut slot = self.clone();
        slot.path.push(key.to_owned());
        slot
    }
}

/// Where a walk along a path came to.
#[derive(Default)]
struct Walk {
    /// The keys of each value found.
    values: Vec<Vec<String>>,
    /// A table of unlike things that the path names.
    table: Option<Vec<String>>,
}

impl Editor<'_> {
    /// Every value that the edit names; an error if there is none.
    pub(super) fn slots(&self, document: &Document) -> Result<Vec<Slot>, Box<Diagnostic>> {
        let parts = parse(&self.edit.value);
        let chosen = self.chosen_services(document)?;
        let first = match parts.first() {
            Some(Part::Key(key)) => key.as_str(),
            _ => return Err(self.not_there(document)),
        };
        if NOT_SET.contains(&first) {
            return Err(self.fixed(first));
        }
        let mut walk = Walk::default();
        let slots = match first {
            "care" => self.of_care(document, &parts, chosen.as_deref(), &mut walk),
            "services" => self.of_services(document, &parts, chosen.as_deref(), &mut walk)?,
            _ if chosen.is_some() => return Err(self.not_by_service()),
            _ => {
                self.walk(Some(&document.instance), self.schema, &parts, &mut walk);
                slots(&mut walk, &Owner::Instance)
            }
        };
        if slots.is_empty() {
            return Err(match walk.table {
                Some(table) => self.whole_table(document, &table),
                None => self.not_there(document),
            });
        }
        Ok(slots)
    }

    fn of_care(
        &self,
        document: &Document,
        parts: &[Part],
        chosen: Option<&[String]>,
        walk: &mut Walk,
    ) -> Vec<Slot> {
        let Some(shared) = document.care() else {
            return Vec::new();
        };
        let schema = keys::below(self.schema, self.schema, "care").unwrap_or(&Schema::Null);
        let inner = parts.get(1..).unwrap_or_default();
        let mut found = Vec::new();
        if chosen.is_none() {
            self.walk(Some(shared.as_ref()), schema, inner, walk);
            found.extend(slots(walk, &Owner::Care));
        }
        for (id, service) in document.services() {
            let own = service.get("care");
            let owner = Owner::Service(id.to_owned());
            match (chosen, own) {
                (Some(chosen), _) if !chosen.iter().any(|wanted| wanted == id) => {}
                (Some(_), own) => {
                    let care = match own {
                        Some(own) => Cow::Owned(overlay(&shared, own)),
                        None => Cow::Borrowed(shared.as_ref()),
                    };
                    self.walk(Some(care.as_ref()), schema, inner, walk);
                    found.extend(slots(walk, &owner));
                }
                // Where a service has its own, that moves too.
                (None, Some(own)) => {
                    self.walk(Some(own), schema, inner, walk);
                    let own = slots(walk, &owner).into_iter();
                    found.extend(own.filter(|slot| slot.is_given(document)));
                }
                (None, None) => {}
            }
        }
        found
    }

    fn of_services(
        &self,
        document: &Document,
        parts: &[Part],
        chosen: Option<&[String]>,
        walk: &mut Walk,
    ) -> Result<Vec<Slot>, Box<Diagnostic>> {
        let named = match parts.get(1) {
            Some(Part::Key(id)) => Some(id.as_str()),
            _ => None,
        };
        if named.is_some() && chosen.is_some() {
            return Err(self.service_twice());
        }
        let inner = parts.get(2..).unwrap_or_default();
        let in_care = matches!(inner.first(), Some(Part::Key(key)) if key == "care");
        let care_schema = keys::below(self.schema, self.schema, "care").unwrap_or(&Schema::Null);
        let mut found = Vec::new();
        for (id, service) in document.services() {
            let is_meant = named.is_none_or(|named| named == id)
                && chosen.is_none_or(|chosen| chosen.iter().any(|wanted| wanted == id));
            if !is_meant || inner.is_empty() {
                continue;
            }
            if in_care {
                let Some(shared) = document.care() else {
                    continue;
                };
                let care = match service.get("care") {
                    Some(own) => Cow::Owned(overlay(&shared, own)),
                    None => shared,
                };
                let inner = inner.get(1..).unwrap_or_default();
                self.walk(Some(care.as_ref()), care_schema, inner, walk);
                found.extend(slots(walk, &Owner::Service(id.to_owned())));
            } else {
                let schema = keys::below(self.schema, self.schema, "services")
                    .and_then(|services| keys::below(self.schema, services, id))
                    .unwrap_or(&Schema::Null);
                self.walk(Some(service), schema, inner, walk);
                found.extend(slots(walk, &Owner::Instance).into_iter().map(|mut slot| {
                    slot.path
                        .splice(0..0, ["services".to_owned(), id.to_owned()]);
                    slot
                }));
            }
        }
        Ok(found)
    }

    /// Services named, those of groups written out; an error for a name that is neither.
    fn chosen_services(&self, document: &Document) -> Result<Option<Vec<String>>, Box<Diagnostic>> {
        let Some(named) = &self.edit.services else {
            return Ok(None);
        };
        let groups_of = |service: &Node| -> Vec<String> {
            match service.get("groups").map(|groups| &groups.value) {
                Some(Value::Array(items)) => items
                    .iter()
                    .filter_map(|item| item.text().map(str::to_owned))
                    .collect(),
                _ => Vec::new(),
            }
        };
        let mut known: Vec<String> = document.services().map(|(id, _)| id.to_owned()).collect();
        known.extend(document.services().flat_map(|(_, s)| groups_of(s)));
        if let Some(unknown) = named.iter().find(|name| !known.contains(name)) {
            return Err(self.unknown_service(unknown, &known));
        }
        if named.is_empty() {
            return Err(self.no_services());
        }
        Ok(Some(
            document
                .services()
                .filter(|(id, service)| {
                    let groups = groups_of(service);
                    named.iter().any(|name| name == id || groups.contains(name))
                })
                .map(|(id, _)| id.to_owned())
                .collect(),
        ))
    }

    fn walk(&self, node: Option<&Node>, schema: &Schema, parts: &[Part], walk: &mut Walk) {
        self.step(node, schema, parts, &mut Vec::new(), walk);
    }

    fn step(
        &self,
        node: Option<&Node>,
        schema: &Schema,
        parts: &[Part],
        at: &mut Vec<String>,
        walk: &mut Walk,
    ) {
        let Some((part, rest)) = parts.split_first() else {
            self.arrive(node, schema, at, walk);
            return;
        };
        let entries: Vec<(String, &Node)> = match node.map(|node| &node.value) {
            Some(Value::Table(table)) => table
                .entries
                .iter()
                .filter(|(key, _)| *key != "source")
                .map(|(key, entry)| (key.clone(), &entry.node))
                .collect(),
            Some(Value::Array(items)) => items
                .iter()
                .enumerate()
                .map(|(place, item)| (place.to_string(), item))
                .collect(),
            _ => Vec::new(),
        };
        let mut met = false;
        for (key, below) in &entries {
            let is_meant = match part {
                Part::Any => true,
                Part::Key(wanted) => wanted == key,
            };
            if let Some(schema) = keys::below(self.schema, schema, key).filter(|_| is_meant) {
                met = true;
                at.push(key.clone());
                self.step(Some(below), schema, rest, at, walk);
                at.pop();
            }
        }
        if let (false, Part::Key(key)) = (met, part) {
            self.absent(node, schema, key, rest, at, walk);
        }
    }

    /// A key that the files do not give: it may be set where the schema knows it, and what differs
    /// from it may be there without it.
    fn absent(
        &self,
        node: Option<&Node>,
        schema: &Schema,
        key: &str,
        rest: &[Part],
        at: &mut Vec<String>,
        walk: &mut Walk,
    ) {
        let Some(below) = keys::below(self.schema, schema, key).filter(|_| key != "source") else {
            return;
        };
        let is_table = keys::is_table(self.schema, below);
        let companion = ["gbp_by_year", "referrals_by_year", "places_by_intake"]
            .iter()
            .any(|table| node.is_some_and(|node| node.get(table).is_some()));
        let may_be = matches!(self.edit.how, How::Set(_))
            || (companion
                && ["gbp_per_year", "referrals_per_year", "places_per_intake"].contains(&key));
        // A new entry would have to be whole; one value cannot be.
        let adds_entry = is_table && keys::has_ids(self.schema, schema);
        if !may_be || adds_entry {
            return;
        }
        at.push(key.to_owned());
        if rest.is_empty() && !is_table {
            walk.values.push(at.clone());
        } else if !rest.is_empty() {
            self.step(None, below, rest, at, walk);
        }
        at.pop();
    }

    /// The end of the path: a value, or a table of like values, which is all of them.
    fn arrive(&self, node: Option<&Node>, schema: &Schema, at: &mut Vec<String>, walk: &mut Walk) {
        let Some(table) = node.and_then(Node::table) else {
            walk.values.push(at.clone());
            return;
        };
        let is_set = matches!(self.edit.how, How::Set(_));
        if is_set || !keys::has_ids(self.schema, schema) {
            walk.table.get_or_insert_with(|| at.clone());
            return;
        }
        for (key, entry) in &table.entries {
            if let Some(below) = keys::below(self.schema, schema, key) {
                at.push(key.clone());
                self.arrive(Some(&entry.node), below, at, walk);
                at.pop();
            }
        }
    }

    /// The unit of a value.
    pub(super) fn unit_of(&self, slot: &Slot, value: &Value) -> String {
        let mut schema = self.schema;
        for key in slot.written_at() {
            match keys::below(self.schema, schema, &key) {
                Some(below) => schema = below,
                None => return String::new(),
            }
        }
        let is_list = matches!(value, Value::Array(_));
        keys::unit(self.schema, schema, is_list).to_owned()
    }
}

impl Slot {
    /// Whether the instance gives it at just this path.
    fn is_given(&self, document: &Document) -> bool {
        let path = self.written_at();
        let path: Vec<&str> = path.iter().map(String::as_str).collect();
        document.instance.find(&path).is_some()
    }
}

/// What a walk has found so far, as an owner's.
fn slots(walk: &mut Walk, owner: &Owner) -> Vec<Slot> {
    std::mem::take(&mut walk.values)
        .into_iter()
        .map(|path| Slot {
            owner: owner.clone(),
            path,
        })
        .collect()
}
