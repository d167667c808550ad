//! What is in force differently in two documents, and under each scenario of one.

use indexmap::IndexMap;

use super::assumptions::{Assumption, values_in_force};
use crate::document::{Document, Node, Value};
use crate::ids::ScenarioId;
use crate::scenario::{is_whole_year, put_below, put_in_force};

/// A value that differs.
#[derive(Debug, Clone, PartialEq)]
pub struct Changed {
    /// Its path in the instance (`care.roles.pwp.leaving_per_year`).
    pub path: String,
    /// Its unit; empty for a plain number or what is none.
    pub unit: String,
    /// What is in force in the one; none where it says nothing.
    pub before: Option<Stated>,
    /// What is in force in the other; none where it says nothing.
    pub after: Option<Stated>,
    /// The entry of which it is a part, where only one of the two has that entry (`services.leeds`).
    pub entry: Option<String>,
}

/// A value as it is stated.
#[derive(Debug, Clone, PartialEq)]
pub struct Stated {
    /// The value as text.
    pub value: String,
    /// The file that it stands in.
    pub file: String,
    /// The line, from 1.
    pub line: usize,
    /// Where it comes from; none where the files do not say.
    pub source: Option<String>,
    /// Whether its source says that it is an assumption.
    pub is_assumption: bool,
}

/// A scenario of an instance, and what it changes.
#[derive(Debug, Clone, PartialEq)]
pub struct Scenario {
    /// Its id.
    pub id: ScenarioId,
    /// Full name.
    pub name: String,
    /// The scenarios on which it builds, in order.
    pub based_on: Vec<String>,
    /// The file that it stands in.
    pub file: String,
    /// The line, from 1.
    pub line: usize,
    /// What is in force differently.
    pub changes: Vec<Changed>,
}

impl Changed {
    /// Both as numbers, where both are.
    #[must_use]
    pub fn numbers(&self) -> Option<(f64, f64)> {
        let number = |stated: &Option<Stated>| stated.as_ref()?.value.parse().ok();
        Some((number(&self.before)?, number(&self.after)?))
    }
}

/// What is in force differently in two documents: in the order of the one, then what only the
/// other says.
#[must_use]
pub fn changes(before: &Document, after: &Document) -> Vec<Changed> {
    let of_before = by_path(before);
    let of_after = by_path(after);
    let paths = of_before.keys().chain(
        of_after
            .keys()
            .filter(|path| !of_before.contains_key(*path)),
    );
    paths
        .filter_map(|path| {
            let one = in_force(before, &of_before, path);
            let other = in_force(after, &of_after, path);
            let same = one.map(|value| &value.value) == other.map(|value| &value.value);
            (!same).then(|| Changed {
                path: path.clone(),
                unit: one.or(other).map(|v| v.unit.clone()).unwrap_or_default(),
                before: one.map(Stated::from),
                after: other.map(Stated::from),
                entry: match (one, other) {
                    (None, _) => missing_entry(before, path),
                    (_, None) => missing_entry(after, path),
                    _ => None,
                },
            })
        })
        .collect()
}

/// The outermost entry on the way to a value that a document does not have.
fn missing_entry(document: &Document, path: &str) -> Option<String> {
    let keys: Vec<&str> = path.split('.').collect();
    let is_there = |keys: &[&str]| {
        document.instance.find(keys).is_some()
            || matches!(keys, ["care", inner @ ..]
                if document.care_model.as_ref().is_some_and(|care| care.find(inner).is_some()))
    };
    (2..keys.len())
        .filter_map(|length| keys.get(..length))
        .find(|keys| !is_there(keys))
        .map(|keys| keys.join("."))
}

fn by_path(document: &Document) -> IndexMap<String, Assumption> {
    values_in_force(document)
        .into_iter()
        .map(|value| (value.path.clone(), value))
        .collect()
}

/// What is in force at a path: a service without a value of its own has that of all, if there is
/// such a service; a year or an intake that is not told apart has that of every one.
fn in_force<'a>(
    document: &Document,
    values: &'a IndexMap<String, Assumption>,
    path: &str,
) -> Option<&'a Assumption> {
    let of_every_one = || {
        let (table, when) = path.rsplit_once('.')?;
        values.get(&every_one(document, table, when)?)
    };
    values.get(path).or_else(of_every_one).or_else(|| {
        let (id, care) = path.strip_prefix("services.")?.split_once(".care.")?;
        let service = format!("services.{id}.");
        values.keys().find(|other| other.starts_with(&service))?;
        values.get(&format!("care.{care}"))
    })
}

/// Where the value stands from which one for a year or an intake differs. A part of a year has a
/// part of its pounds, which stand nowhere.
fn every_one(document: &Document, table: &str, when: &str) -> Option<String> {
    let (above, table) = table.rsplit_once('.')?;
    let value = match table {
        "referrals_by_year" => "referrals_per_year",
        "places_by_intake" => "places_per_intake",
        "gbp_by_year" if is_whole_year(document, when) => "gbp_per_year",
        _ => return None,
    };
    Some(format!("{above}.{value}"))
}

impl From<&Assumption> for Stated {
    fn from(value: &Assumption) -> Self {
        Self {
            value: value.value.clone(),
            file: value.file.clone(),
            line: value.line,
            source: value.source.clone(),
            is_assumption: value.is_assumption,
        }
    }
}

/// The scenarios of a document in which none is in force, and what each changes: of the instance,
/// or, `of_below`, of what it builds on.
#[must_use]
pub fn scenarios(document: &Document, of_below: bool) -> Vec<Scenario> {
    let table = document.instance.get("scenario").and_then(Node::table);
    table
        .into_iter()
        .flat_map(|table| &table.entries)
        .map(|(id, entry)| {
            let id = ScenarioId::new(id);
            let mut before = document.clone();
            if of_below {
                put_below(&mut before, &id);
            }
            let mut after = document.clone();
            put_in_force(&mut after, &id, &mut Vec::new());
            let line = document.files.line_column(&entry.key);
            let file = document.files.get(entry.key.file);
            let name = entry.node.get("name").and_then(Node::text);
            let based_on = match entry.node.get("based_on").map(|node| &node.value) {
                Some(Value::String(id)) => vec![id.clone()],
                Some(Value::Array(ids)) => ids
                    .iter()
                    .filter_map(|id| id.text().map(str::to_owned))
                    .collect(),
                _ => Vec::new(),
            };
            Scenario {
                name: name.unwrap_or_default().to_owned(),
                based_on,
                file: file.map(|file| file.path.clone()).unwrap_or_default(),
                line: line.map_or(1, |(line, _)| line),
                changes: changes(&before, &after),
                id,
            }
        })
        .collect()
}
