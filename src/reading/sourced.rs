//! Numbers that nobody vouches for, and citations of sources that do not exist.

use std::collections::{HashMap, HashSet};

use super::Schemas;
use crate::diagnostics::suggest::nearest;
use crate::diagnostics::{Diagnostic, Explanation, FileId, Location};
use crate::document::{Document, Node, Value};
use crate::ids::is_valid_id;
use crate::schema::{care_override, numbers};

pub(super) const CODES: &[Explanation] = &[
    Explanation {
        code: "W001",
        title: "numbers without a source",
        what: "Some numbers of a file are covered by no `source`.",
        why: "Whoever reads the answer will ask where its figures come from.",
        example: "[roles.pwp]\npay_gbp_per_wte_year = 41000   # and no `source` in the table or above it",
        fix: "Add `source = \"…\"` to the table, or one text per key: `source = { pay_gbp_per_wte_year = \"…\" }`. Where there is none, say so: `source = \"assumption: …\"`.",
    },
    Explanation {
        code: "W002",
        title: "a citation of a source that is not listed",
        what: "A `source` begins with what looks like an id of `[sources]`, and there is no such id.",
        why: "Most often the id is a slip, and the citation leads nowhere.",
        example: "[sources]\nafc-2025 = \"…\"\n[roles.pwp]\nsource = \"afc-205: band 5\"",
        fix: "Correct the id, add it to `[sources]`, or write the citation out.",
    },
];

/// Keys of an instance that are no data: what it is to be held to, how it is solved, and the
/// time that it is solved for.
pub(super) fn is_data(path: &str) -> bool {
    // What a scenario sets is what it is without the scenario.
    let set = path
        .strip_prefix("scenario.")
        .and_then(|path| path.split_once(".set."));
    let path = set.map_or(path, |(_, path)| path);
    !path.starts_with("expected.")
        && !path.starts_with("horizon.")
        && path != "objective_tolerance_share"
        && path != "gap_share"
}

/// Adds what is not sourced.
pub(super) fn check(document: &Document, schemas: &Schemas, found: &mut Vec<Diagnostic>) {
    let partial = care_override(&schemas.instance);
    let root = &schemas.instance;
    let mut unsourced: Vec<(String, Location)> = Vec::new();
    let trees = std::iter::once((&document.instance, root))
        .chain(document.care_model.iter().map(|model| (model, partial)));
    for (tree, schema) in trees {
        unsourced.extend(
            numbers(tree, root, schema, "")
                .into_iter()
                .filter(|number| number.node.citation.is_none() && is_data(&number.path))
                .map(|number| (number.path, number.node.location.clone())),
        );
    }
    // What a scenario has put in force stands in the scenario, too.
    let mut seen = HashSet::new();
    unsourced.retain(|(_, location)| seen.insert(location.clone()));
    let mut by_file: HashMap<FileId, Vec<(String, Location)>> = HashMap::new();
    for (path, location) in unsourced {
        by_file
            .entry(location.file)
            .or_default()
            .push((path, location));
    }
    for numbers in by_file.into_values() {
        found.extend(summarise(document, &numbers));
    }
    // Without the care model its sources are not known.
    if document.care_model.is_none() {
        return;
    }
    let known = source_ids(document);
    let mut citations = Vec::new();
    collect_citations(&document.instance, &mut citations);
    if let Some(model) = &document.care_model {
        collect_citations(model, &mut citations);
    }
    for (text, location) in citations {
        found.extend(unknown_source(text, location, &known));
    }
}

/// One warning a file, with the first few numbers named.
fn summarise(document: &Document, numbers: &[(String, Location)]) -> Option<Diagnostic> {
    const NAMED: usize = 5;
    let (_, first) = numbers.first()?;
    let message = match numbers.len() {
        1 => "1 number has no source".to_owned(),
        count => format!("{count} numbers have no source"),
    };
    let mut warning = Diagnostic::warning("W001", message).at(first.clone(), "the first");
    if numbers.len() > 1 {
        let mut named: Vec<String> = numbers
            .iter()
            .take(NAMED)
            .map(|(path, location)| format!("`{path}` ({})", document.files.place(location)))
            .collect();
        if numbers.len() > NAMED {
            named.push(format!("{} more", numbers.len() - NAMED));
        }
        warning = warning.note(format!("they are {}", named.join(", ")));
    }
    Some(warning.help(
        "add `source = \"…\"` beside or above them, or `source = \"assumption: …\"` where there \
         is none",
    ))
}

/// The ids of every `[sources]` table, with their texts. The instance's come first.
pub(super) fn source_ids(document: &Document) -> HashMap<&str, &str> {
    let tables = [
        document
            .care_model
            .as_ref()
            .and_then(|model| model.get("sources")),
        document.instance.find(&["care", "sources"]),
        document.instance.get("sources"),
    ];
    tables
        .into_iter()
        .flatten()
        .filter_map(Node::table)
        .flat_map(|table| &table.entries)
        .filter_map(|(id, entry)| Some((id.as_str(), entry.node.text()?)))
        .collect()
}

/// Every text of every `source`, and where it stands.
fn collect_citations<'a>(node: &'a Node, found: &mut Vec<(&'a str, &'a Location)>) {
    match &node.value {
        Value::Table(table) => {
            for (key, entry) in &table.entries {
                match &entry.node.value {
                    Value::String(text) if key == "source" => {
                        found.push((text, &entry.node.location));
                    }
                    Value::Table(texts) if key == "source" => {
                        for text in texts.entries.values() {
                            if let Some(content) = text.node.text() {
                                found.push((content, &text.node.location));
                            }
                        }
                    }
                    _ => collect_citations(&entry.node, found),
                }
            }
        }
        Value::Array(items) => items.iter().for_each(|item| collect_citations(item, found)),
        _ => {}
    }
}

/// Warns of a citation whose first word is nearly an id, or nothing but an id.
fn unknown_source(
    text: &str,
    location: &Location,
    known: &HashMap<&str, &str>,
) -> Option<Diagnostic> {
    let (id, rest) = text.split_once(':').unwrap_or((text, ""));
    let id = id.trim();
    if !is_valid_id(id) || known.contains_key(id) || id == "assumption" {
        return None;
    }
    let mut ids: Vec<&str> = known.keys().copied().collect();
    ids.sort_unstable();
    let near = nearest(id, ids);
    // A word and a colon may be plain prose; an id alone may not.
    if near.is_none() && !rest.is_empty() {
        return None;
    }
    let warning = Diagnostic::warning("W002", format!("no source has the id `{id}`"))
        .at(location.clone(), "not in `[sources]`");
    Some(match near {
        Some(near) => warning.help(format!("did you mean `{near}`?")),
        None => warning.help("add it to `[sources]`, or write the citation out"),
    })
}
