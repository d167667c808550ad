//! The row families as data, from `models/catalogue.toml`: the words of explanations, prices, the
//! table of what binds, and the audit.

use std::sync::LazyLock;

use indexmap::IndexMap;
use serde::{Deserialize, Serialize};

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

/// In what an ask can be given more room.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Deserialize, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Currency {
    /// Pounds: budgets and levy funds.
    Money,
    /// People hired from outside.
    Hires,
    /// Training places.
    Places,
    /// Targets of standards.
    Standards,
    /// Months by which standards come into force later.
    Time,
    /// Limits on change and on staff in post, overtime and hours bought in.
    Limits,
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
    /// In what it can be given more room; none where that is nobody's to give: arithmetic, and rules
    /// of safe care. Standards can also come later.
    pub currency: Option<Currency>,
    /// What a row demands; `{…}` are the indices of its key, by name. See [`Family::demands`].
    pub says: String,
    /// What the ask has to do with a conflict, a clause after "because"; none for arithmetic. Its
    /// indices are those of [`Family::says`], `{asked}` and `{when}`. See [`Family::reason`].
    pub because: Option<String>,
    /// What it means that a row has nothing to spare; none for equations.
    pub binds: Option<String>,
    /// What the audit recomputes.
    pub audit: String,
}

impl Family {
    /// What a row demands, with `index` giving what each index of its key is called. An index that
    /// is nothing (a steady year has no `when`) is left out with the brackets around it.
    #[must_use]
    pub fn demands(&self, index: impl Fn(&str) -> String) -> String {
        let mut text = String::with_capacity(self.says.len());
        let mut rest = self.says.as_str();
        while let Some((before, name, after)) = next_index(rest) {
            let called = index(name);
            let bracketed = before.strip_suffix(" (").zip(after.strip_prefix(')'));
            if let (true, Some((before, after))) = (called.is_empty(), bracketed) {
                text.push_str(before);
                rest = after;
            } else {
                text.push_str(before);
                text.push_str(&called);
                rest = after;
            }
        }
        text.push_str(rest);
        text
    }

    /// The names of the indices in [`Family::says`], as they come.
    pub fn indices(&self) -> impl Iterator<Item = &str> {
        indices(&self.says)
    }

    /// The names of the indices in [`Family::because`], as they come.
    pub fn reason_indices(&self) -> impl Iterator<Item = &str> {
        indices(self.because.as_deref().unwrap_or_default())
    }

    /// What the ask has to do with a conflict, with `index` giving what each index is called. One
    /// that is nothing is left out with the space before it. None for arithmetic.
    #[must_use]
    pub fn reason(&self, index: impl Fn(&str) -> String) -> Option<String> {
        let mut text = String::new();
        let mut rest = self.because.as_deref()?;
        while let Some((before, name, after)) = next_index(rest) {
            let called = index(name);
            let before = if called.is_empty() {
                before.trim_end()
            } else {
                before
            };
            text.push_str(before);
            text.push_str(&called);
            rest = after;
        }
        text.push_str(rest);
        Some(text)
    }
}

/// The names of the indices in a text, as they come.
fn indices(text: &str) -> impl Iterator<Item = &str> {
    let mut rest = text;
    std::iter::from_fn(move || {
        let (_, name, after) = next_index(rest)?;
        rest = after;
        Some(name)
    })
}

/// What stands before the next `{index}`, its name, and what comes after.
fn next_index(text: &str) -> Option<(&str, &str, &str)> {
    let (before, rest) = text.split_once('{')?;
    let (name, after) = rest.split_once('}')?;
    Some((before, name, after))
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
