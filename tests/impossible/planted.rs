//! What is planted in the impossible instances: `tests/impossible/planted.toml`, read.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use serde::Deserialize;

/// An impossible instance, and every reason why it is.
#[derive(Debug, Clone)]
pub struct Planted {
    /// The file's name without its ending.
    pub name: String,
    /// The file.
    pub path: PathBuf,
    /// Every irreducible conflict of it, each a set of asks as they display.
    pub causes: Vec<Vec<String>>,
    /// Whether each cause is one only because people, posts or places are whole.
    pub only_whole: bool,
    /// Of asks with several times, the one shortest stretch that makes the conflict: its first and
    /// its last month (`2026-04`) or financial year (`2026/27`). Asks that are not named have one
    /// time, or several stretches that would do.
    pub windows: BTreeMap<String, (String, String)>,
    /// Whether the causes share a demand: once any of them is explained, none is left.
    pub alternatives: bool,
    /// Whether it is told before solving.
    pub screened: bool,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Entry {
    causes: Vec<Vec<String>>,
    #[serde(default)]
    only_whole: bool,
    #[serde(default)]
    windows: BTreeMap<String, (String, String)>,
    #[serde(default)]
    alternatives: bool,
    #[serde(default)]
    screened: bool,
}

/// The folder of the instances.
pub fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/impossible")
}

/// Everything that is planted, in the order of names.
pub fn planted() -> Vec<Planted> {
    let text = std::fs::read_to_string(folder().join("planted.toml")).expect("a readable list");
    let entries: BTreeMap<String, Entry> = toml::from_str(&text).expect("a sound list");
    entries
        .into_iter()
        .map(|(name, entry)| Planted {
            path: folder().join(format!("{name}.toml")),
            name,
            causes: entry.causes,
            only_whole: entry.only_whole,
            windows: entry.windows,
            alternatives: entry.alternatives,
            screened: entry.screened,
        })
        .collect()
}
