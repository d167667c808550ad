//! Puts a new value into the instance's tree.

use std::sync::Arc;

use super::slots::Slot;
use super::{Change, Editor, How};
use crate::diagnostics::Location;
use crate::document::tree::{Replaced, Table};
use crate::document::{Document, Node, Value};

impl Editor<'_> {
    /// Writes a change: the value knows what it replaced, who vouches for it, and where the edit
    /// stands.
    pub(super) fn write(&self, document: &mut Document, change: &Change) {
        let slot = &change.slot;
        let old = slot.in_force(document).cloned();
        // A list is overridden whole: of a part of one, all of it is written.
        let (at, list) = match list_above(document, slot) {
            Some((at, list)) => (at, Some(list)),
            None => (slot.clone(), None),
        };
        let base = old.as_ref().or(list.as_ref());
        let place = match (&self.edit.place, base) {
            (Some(place), _) => place.clone(),
            (None, Some(node)) => node.location.clone(),
            (None, None) => document.instance.location.clone(),
        };
        let mut node = Node::new(change.after.clone(), place.clone());
        node.citation = self.citation(document, slot, old.as_ref());
        if let (Value::Array(items), Some(place)) = (&mut node.value, &self.edit.place) {
            for item in items {
                item.location = place.clone();
            }
        }
        node.replaced = old.as_ref().map(replaced).map(Box::new);
        let node = match list {
            Some(mut whole) => {
                whole.replaced = Some(Box::new(replaced(&whole)));
                let inner = slot.path.get(at.path.len()..).unwrap_or_default();
                put(&mut whole, inner, node, &place);
                whole
            }
            None => node,
        };
        put(&mut document.instance, &at.written_at(), node, &place);
    }

    /// Who vouches for the new value: the edit's own source, or that of what it is reckoned from.
    fn citation(&self, document: &Document, slot: &Slot, old: Option<&Node>) -> Option<Arc<str>> {
        let basis = || {
            let above = Slot {
                owner: slot.owner.clone(),
                path: slot.path.split_last()?.1.to_vec(),
            };
            // Of a year or an intake that the files did not tell apart: the value for all.
            let value = match above.path.last()?.as_str() {
                "gbp_by_year" => "gbp_per_year",
                "referrals_by_year" => "referrals_per_year",
                "places_by_intake" => "places_per_intake",
                _ => return None,
            };
            above.beside(value).in_force(document)?.citation.clone()
        };
        let of_old = old.and_then(|old| old.citation.clone());
        let source = self.edit.source.clone().or(of_old).or_else(basis)?;
        let how = match &self.edit.how {
            How::Set(_) => return Some(source),
            How::Scale(by) => format!("× {by}"),
            How::Add(more) if *more < 0.0 => format!("− {}", -more),
            How::Add(more) => format!("+ {more}"),
        };
        Some(if source.contains(':') {
            format!("{source} ({how})").into()
        } else {
            format!("{source}: {how}").into()
        })
    }
}

fn replaced(node: &Node) -> Replaced {
    node.replaced
        .as_deref()
        .cloned()
        .unwrap_or_else(|| Replaced {
            text: node.show(),
            location: node.location.clone(),
        })
}

/// The outermost list on the way to a value, as it is in force.
fn list_above(document: &Document, slot: &Slot) -> Option<(Slot, Node)> {
    (1..slot.path.len()).find_map(|length| {
        let at = Slot {
            owner: slot.owner.clone(),
            path: slot.path.get(..length)?.to_vec(),
        };
        let node = at.in_force(document)?;
        matches!(node.value, Value::Array(_)).then(|| (at, node.clone()))
    })
}

/// Puts a node at a path, with the tables that lead there.
fn put(root: &mut Node, path: &[String], node: Node, place: &Location) {
    let Some((key, rest)) = path.split_first() else {
        *root = node;
        return;
    };
    match &mut root.value {
        Value::Array(items) => {
            if let Some(item) = key.parse().ok().and_then(|n: usize| items.get_mut(n)) {
                put(item, rest, node, place);
            }
        }
        Value::Table(table) => match table.entries.get_mut(key) {
            Some(entry) => {
                if rest.is_empty() {
                    entry.key = place.clone();
                }
                put(&mut entry.node, rest, node, place);
            }
            None if rest.is_empty() => table.insert(key, place.clone(), node),
            None => {
                let mut below = Node::new(Value::Table(Table::default()), place.clone());
                put(&mut below, rest, node, place);
                table.insert(key, place.clone(), below);
            }
        },
        _ => {}
    }
}
