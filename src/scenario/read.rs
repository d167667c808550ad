//! Scenarios as they stand in a document, and the order in which they build on one another.

use std::sync::Arc;

use super::{Edit, How};
use crate::dates::Month;
use crate::diagnostics::suggest::{list, nearest};
use crate::diagnostics::{Diagnostic, Location};
use crate::document::{Document, Node, Value};

/// A scenario of a document. What is malformed is left out: the check of structure tells it.
#[derive(Debug, Clone)]
pub(super) struct Found<'a> {
    pub id: &'a str,
    /// Where its key stands.
    pub place: &'a Location,
    /// Ids that it builds on, in order, and where each stands.
    pub based_on: Vec<(&'a str, &'a Location)>,
    pub set: Option<&'a Node>,
    /// What it scales and what it adds to, in order.
    pub edits: Vec<Edit>,
}

/// All scenarios of a document, in file order.
pub(super) fn scenarios(document: &Document) -> Vec<Found<'_>> {
    let table = document.instance.get("scenario").and_then(Node::table);
    table
        .into_iter()
        .flat_map(|table| &table.entries)
        .filter(|(_, entry)| entry.node.table().is_some())
        .map(|(id, entry)| Found {
            id,
            place: &entry.key,
            based_on: texts(entry.node.get("based_on")),
            set: entry.node.get("set").filter(|set| set.table().is_some()),
            edits: edits(document, &entry.node),
        })
        .collect()
}

/// A text, or the texts of a list.
fn texts(node: Option<&Node>) -> Vec<(&str, &Location)> {
    let of = |node: &'_ Node| matches!(node.value, Value::String(_));
    match node.map(|node| (node, &node.value)) {
        Some((node, Value::String(text))) => vec![(text, &node.location)],
        Some((_, Value::Array(items))) => items
            .iter()
            .filter(|item| of(item))
            .filter_map(|item| Some((item.text()?, &item.location)))
            .collect(),
        _ => Vec::new(),
    }
}

fn edits(document: &Document, scenario: &Node) -> Vec<Edit> {
    let of = |key: &str, how: fn(f64) -> How| -> Vec<Edit> {
        match scenario.get(key).map(|list| &list.value) {
            Some(Value::Array(items)) => items
                .iter()
                .filter_map(|item| edit(document, item, how))
                .collect(),
            _ => Vec::new(),
        }
    };
    let mut edits = of("scale", How::Scale);
    edits.extend(of("add", How::Add));
    edits
}

fn edit(document: &Document, item: &Node, how: fn(f64) -> How) -> Option<Edit> {
    let by = item.get("by")?;
    let number = match by.value {
        #[expect(clippy::cast_precision_loss, reason = "bounds are far within 2^53")]
        Value::Integer(number) => number as f64,
        Value::Float(number) => number,
        _ => return None,
    };
    let month = |key: &str| match item.get(key) {
        Some(node) => node.text()?.parse::<Month>().ok().map(Some),
        None => Some(None),
    };
    let (from, to) = (month("from")?, month("to")?);
    let months = match (from, to) {
        (None, None) => None,
        // An open end is as far as any horizon goes.
        (from, to) => {
            let horizon = document.instance.find(&["horizon", "start"]);
            let start = horizon.and_then(|start| start.text()?.parse().ok());
            let from = from.or(start).or(to)?;
            Some((from, to.unwrap_or_else(|| from.plus(LONGEST_MONTHS))))
        }
    };
    Some(Edit {
        value: item.get("value")?.text()?.to_owned(),
        how: how(number),
        services: item.get("services").map(|services| {
            let texts = texts(Some(services)).into_iter();
            texts.map(|(text, _)| text.to_owned()).collect()
        }),
        months,
        source: by.citation.as_ref().map(Arc::clone),
        place: Some(by.location.clone()),
    })
}

/// More months than any horizon has.
pub(super) const LONGEST_MONTHS: i32 = 2_400;

/// The scenario and all that it builds on, those first, each once; what is wrong with that is
/// told.
pub(super) fn in_order<'a>(
    all: &'a [Found<'a>],
    id: &str,
    found: &mut Vec<Diagnostic>,
) -> Option<Vec<&'a Found<'a>>> {
    let mut order = Vec::new();
    let first = all.iter().find(|scenario| scenario.id == id)?;
    visit(all, first, &mut Vec::new(), &mut order, found).then_some(order)
}

fn visit<'a>(
    all: &'a [Found<'a>],
    scenario: &'a Found<'a>,
    above: &mut Vec<&'a str>,
    order: &mut Vec<&'a Found<'a>>,
    found: &mut Vec<Diagnostic>,
) -> bool {
    if order.iter().any(|done| done.id == scenario.id) {
        return true;
    }
    above.push(scenario.id);
    let mut sound = true;
    for (id, place) in &scenario.based_on {
        if above.contains(id) {
            found.push(circle(above, id, place));
            sound = false;
        } else if let Some(below) = all.iter().find(|other| other.id == *id) {
            sound &= visit(all, below, above, order, found);
        } else {
            let names = all.iter().map(|other| other.id);
            let error = unknown(id, names.filter(|name| *name != scenario.id))
                .at((*place).clone(), "builds on what is not there");
            found.push(error);
            sound = false;
        }
    }
    above.pop();
    order.push(scenario);
    sound
}

fn circle(above: &[&str], id: &str, place: &Location) -> Diagnostic {
    let start = above.iter().position(|other| *other == id).unwrap_or(0);
    let mut circle: Vec<String> = above
        .get(start..)
        .unwrap_or_default()
        .iter()
        .map(|id| format!("`{id}`"))
        .collect();
    circle.push(format!("`{id}`"));
    let message = if circle.len() == 2 {
        format!("scenario `{id}` is based on itself")
    } else {
        format!(
            "scenarios build on one another in a circle: {}",
            circle.join(" → ")
        )
    };
    Diagnostic::error("C007", message)
        .at(place.clone(), "back to where it began")
        .help("take one of them out of `based_on`")
}

/// That there is no such scenario, with what was meant.
pub(super) fn unknown<'a>(id: &str, names: impl Iterator<Item = &'a str> + Clone) -> Diagnostic {
    let error = Diagnostic::error("C006", format!("no scenario is called `{id}`"));
    if names.clone().next().is_none() {
        return error.help("the instance has none: add `[scenario.ID]` to it");
    }
    match nearest(id, names.clone()) {
        Some(near) => error.help(format!("did you mean `{near}`?")),
        None => error.help(format!("its scenarios: {}", list(names))),
    }
}
