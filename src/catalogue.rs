//! The row families as data, from `models/catalogue.toml`: the words of explanations, prices, the
//! table of what binds, and the audit.

use std::sync::LazyLock;

use indexmap::IndexMap;
use serde::Deserialize;

const TEXT: &str = include_str!("../models/catalogue.toml");

/// Whether a row can give way.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum RowKind {
    /// Arithmetic: nobody can relax it.
    Identity,
    /// Written by the user, hard.
    Rule,
    /// Written by the user, hard or soft.
    Standard,
}

/// A row family.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Family {
    /// The name of its rows.
    pub family: String,
    /// Its label in `models/formulation.md`.
    pub label: String,
    /// The unit of a row's slack.
    pub unit: String,
    /// Whether it can give way.
    pub kind: RowKind,
    /// Whether a row ties services together.
    pub joins: bool,
    /// What a row demands; `{…}` are the indices of its key, in order.
    pub says: String,
    /// What it means that a row has nothing to spare; none for equations.
    pub binds: Option<String>,
    /// What the audit recomputes.
    pub audit: String,
}

/// A promise of the audit that is no row.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ExtraPromise {
    /// Its name.
    pub family: String,
    /// Its label in `models/formulation.md`.
    pub label: String,
    /// The unit of its slack.
    pub unit: String,
    /// What it promises.
    pub says: String,
}

#[derive(Deserialize)]
struct File {
    row: Vec<Family>,
    promise: Vec<ExtraPromise>,
}

static FILE: LazyLock<File> = LazyLock::new(|| match toml::from_str(TEXT) {
    Ok(file) => file,
    // The text is compiled in; a test reads it, so this cannot be reached by a user.
    Err(error) => unreachable!("models/catalogue.toml: {error}"),
});

static BY_NAME: LazyLock<IndexMap<&'static str, &'static Family>> = LazyLock::new(|| {
    families()
        .iter()
        .map(|family| (family.family.as_str(), family))
        .collect()
});

/// Every row family, in the order of the document.
#[must_use]
pub fn families() -> &'static [Family] {
    &FILE.row
}

/// Every promise of the audit that is no row.
#[must_use]
pub fn extra_promises() -> &'static [ExtraPromise] {
    &FILE.promise
}

/// A row family by its name.
#[must_use]
pub fn family(name: &str) -> Option<&'static Family> {
    BY_NAME.get(name).copied()
}
