//! Every number in force, where it stands, and who vouches for it.

use std::collections::HashMap;

use super::sourced::{is_data, source_ids};
use crate::document::{Document, Node, overlay};
use crate::schema::{Number, Schema, care_model_schema, instance_schema, numbers, values};

/// A number in force.
#[derive(Debug, Clone, PartialEq)]
pub struct Assumption {
    /// Its path (`roles.pwp.pay_gbp_per_wte_year`; `services.leeds.care.…` where a service has
    /// its own).
    pub path: String,
    /// The value as text.
    pub value: String,
    /// Its unit; empty for a plain number.
    pub unit: String,
    /// The file that it stands in.
    pub file: String,
    /// The line, from 1.
    pub line: usize,
    /// Where it comes from, ids of `[sources]` written out; none where the files do not say.
    pub source: Option<String>,
    /// Whether its source says that it is an assumption.
    pub is_assumption: bool,
    /// What it replaced.
    pub overridden: Option<Overridden>,
}

/// A value that another took the place of.
#[derive(Debug, Clone, PartialEq)]
pub struct Overridden {
    /// The old value as text.
    pub value: String,
    /// The file that it stands in.
    pub file: String,
    /// The line, from 1.
    pub line: usize,
}

/// Every number in force, in order: the care model's with the instance's overrides, the
/// instance's own, and those that a service has for itself.
#[must_use]
pub fn assumptions(document: &Document) -> Vec<Assumption> {
    list(document, numbers, "")
}

/// The same with all else that holds (choices, ids, months; not names), and with each path as it is
/// in the instance: the care model's begin with `care`.
pub(super) fn values_in_force(document: &Document) -> Vec<Assumption> {
    list(document, values, "care")
}

/// How the values of a tree are found: the tree, the schema's root, its schema, what their paths
/// begin with.
type Find = for<'a> fn(&'a Node, &'a Schema, &'a Schema, &str) -> Vec<Number<'a>>;

fn list(document: &Document, find: Find, of_care: &str) -> Vec<Assumption> {
    let instance_schema = instance_schema();
    let care_schema = care_model_schema();
    let resolver = Resolver {
        document,
        sources: source_ids(document),
    };
    let mut all = Vec::new();
    let shared = document.care();
    if let Some(care) = &shared {
        all.extend(
            find(care, &care_schema, &care_schema, of_care)
                .iter()
                .map(|number| resolver.assumption(number)),
        );
    }
    let own = find(&document.instance, &instance_schema, &instance_schema, "");
    all.extend(
        own.iter()
            .filter(|number| !is_override(&number.path) && is_data(&number.path))
            .filter(|number| !number.path.starts_with("scenario."))
            .map(|number| resolver.assumption(number)),
    );
    for (id, service) in document.services() {
        let (Some(care), Some(over)) = (&shared, service.get("care")) else {
            continue;
        };
        let composed = overlay(care, over);
        let prefix = format!("services.{id}.care");
        all.extend(
            find(&composed, &care_schema, &care_schema, &prefix)
                .iter()
                .filter(|number| is_within(over, number, &prefix))
                .map(|number| resolver.assumption(number)),
        );
    }
    all
}

/// Whether a path of the instance leads into an override, which is listed by its care model.
fn is_override(path: &str) -> bool {
    let mut parts = path.split('.');
    match parts.next() {
        Some("care") => true,
        Some("services") => parts.nth(1) == Some("care"),
        _ => false,
    }
}

/// Whether a number of a composed tree stands in the override itself.
fn is_within(over: &Node, number: &Number<'_>, prefix: &str) -> bool {
    let path = number.path.get(prefix.len() + 1..).unwrap_or_default();
    let keys: Vec<&str> = path
        .split('.')
        .flat_map(|part| part.trim_end_matches(']').split('['))
        .collect();
    over.find(&keys).is_some()
}

struct Resolver<'a> {
    document: &'a Document,
    sources: HashMap<&'a str, &'a str>,
}

impl Resolver<'_> {
    fn assumption(&self, number: &Number<'_>) -> Assumption {
        let (file, line) = self.place(&number.node.location);
        let source = number
            .node
            .citation
            .as_deref()
            .map(|citation| self.resolve(citation));
        let is_assumption = source.as_deref().is_some_and(starts_with_assumption);
        Assumption {
            path: number.path.clone(),
            value: number.node.show(),
            unit: number.unit.to_owned(),
            file,
            line,
            source,
            is_assumption,
            overridden: number.node.replaced.as_ref().map(|replaced| {
                let (file, line) = self.place(&replaced.location);
                Overridden {
                    value: replaced.text.clone(),
                    file,
                    line,
                }
            }),
        }
    }

    fn place(&self, location: &crate::diagnostics::Location) -> (String, usize) {
        let files = &self.document.files;
        let file = files
            .get(location.file)
            .map_or_else(String::new, |file| file.path.clone());
        let line = files.line_column(location).map_or(1, |(line, _)| line);
        (file, line)
    }

    /// A citation with the id that it begins with written out.
    fn resolve(&self, citation: &str) -> String {
        let (id, detail) = match citation.split_once(':') {
            Some((id, detail)) => (id.trim(), Some(detail.trim())),
            None => (citation.trim(), None),
        };
        match (self.sources.get(id), detail) {
            (Some(text), Some(detail)) => format!("{text}: {detail}"),
            (Some(text), None) => (*text).to_owned(),
            (None, _) => citation.to_owned(),
        }
    }
}

fn starts_with_assumption(text: &str) -> bool {
    text.trim_start()
        .get(.."assumption".len())
        .is_some_and(|start| start.eq_ignore_ascii_case("assumption"))
}
