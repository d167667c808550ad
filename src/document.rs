//! Files become one spanned tree in layers: the care model, the instance (its `[care]` above the
//! care model), its services (each one's `care` above that), some of them rows of a CSV table.
//! Each key and each value knows its place, so that whatever is found wrong later can point at it.

mod compose;
mod csv_table;
mod files;
mod join;
mod sources;
mod toml_file;
pub mod tree;

use std::borrow::Cow;
use std::path::Path;

pub use compose::overlay;
pub(crate) use compose::overlay_with_keys;
pub use files::{LARGEST_FILE, hash};
pub use tree::{Node, Value};

use crate::diagnostics::{Diagnostic, Explanation, FileId, Files, Location, Report, in_file_order};
use crate::ids::ScenarioId;
use sources::Cited;

/// The files of an instance, read and joined.
#[derive(Debug, Clone)]
pub struct Document {
    /// The texts, in the order in which they were read.
    pub files: Files,
    /// The instance, the rows of its CSV table among its services.
    pub instance: Node,
    /// The care model as it stands in its file; none where the instance names none.
    pub care_model: Option<Node>,
    /// The scenario that has been put in force.
    pub scenario: Option<ScenarioId>,
}

impl Document {
    /// The care model with the instance's own `[care]` above it.
    #[must_use]
    pub fn care(&self) -> Option<Cow<'_, Node>> {
        let model = self.care_model.as_ref()?;
        Some(match self.instance.get("care") {
            Some(care) => Cow::Owned(overlay(model, care)),
            None => Cow::Borrowed(model),
        })
    }

    /// Reads a further TOML file that speaks of the instance; it is among the files then.
    ///
    /// # Errors
    /// What is wrong with it as a file.
    pub(crate) fn read_beside(&mut self, path: &Path) -> Result<Node, Vec<Diagnostic>> {
        let mut loading = Loading {
            files: std::mem::take(&mut self.files),
            diagnostics: Vec::new(),
        };
        let read = loading.toml(path, &path.to_string_lossy(), None);
        self.files = loading.files;
        match read {
            Some((root, true)) => Ok(root),
            _ => Err(loading.diagnostics),
        }
    }

    /// The services with their ids.
    pub fn services(&self) -> impl Iterator<Item = (&str, &Node)> {
        self.instance
            .get("services")
            .and_then(Node::table)
            .into_iter()
            .flat_map(|table| &table.entries)
            .map(|(id, entry)| (id.as_str(), &entry.node))
    }
}

/// The story behind every code of this stage.
pub(crate) fn codes() -> impl Iterator<Item = &'static Explanation> {
    files::CODES
        .iter()
        .chain(toml_file::CODES)
        .chain(csv_table::CODES)
        .chain(join::CODES)
}

/// Reads an instance's file and the files that it names.
///
/// # Errors
/// Everything that is wrong with them as files: not to be read, too large, not UTF-8, empty, not
/// TOML or CSV, tables that contradict each other.
pub fn load(path: &Path) -> Result<Document, Report> {
    let loaded = load_all(path);
    match loaded.document {
        Some(document) if loaded.diagnostics.is_empty() => Ok(document),
        _ => Err(Report {
            diagnostics: in_file_order(loaded.diagnostics),
            files: loaded.files,
        }),
    }
}

/// What could be read, and what could not.
pub(crate) struct Loaded {
    /// There if the instance itself is whole; the care model may be missing from it.
    pub document: Option<Document>,
    /// Everything that is wrong.
    pub diagnostics: Vec<Diagnostic>,
    /// The texts.
    pub files: Files,
}

/// Reads as much as can be read.
pub(crate) fn load_all(path: &Path) -> Loaded {
    let mut loading = Loading {
        files: Files::default(),
        diagnostics: Vec::new(),
    };
    let shown = path.to_string_lossy().into_owned();
    let Some((mut instance, sound)) = loading.toml(path, &shown, None) else {
        return Loaded {
            document: None,
            diagnostics: loading.diagnostics,
            files: loading.files,
        };
    };
    let care_model = named(&instance, &["care_model"])
        .and_then(|(name, place)| loading.care_model(path, &name, &place));
    let rows = named(&instance, &["services_table", "file"])
        .map(|(name, place)| loading.table(path, &name, &place));
    let mut above: Vec<Cited> = instance
        .table()
        .and_then(|root| Cited::of(root, 0))
        .into_iter()
        .collect();
    sources::cite(&mut instance, &mut Vec::new());
    if let Some(mut rows) = rows {
        above.extend(
            instance
                .get("services_table")
                .and_then(Node::table)
                .and_then(|table| Cited::of(table, 0)),
        );
        for row in &mut rows {
            sources::cite(&mut row.node, &mut above);
        }
        join::join(&mut instance, rows, &mut loading.diagnostics);
    }
    Loaded {
        document: sound.then(|| Document {
            files: loading.files.clone(),
            instance,
            care_model,
            scenario: None,
        }),
        diagnostics: loading.diagnostics,
        files: loading.files,
    }
}

/// A text at a path of the instance, and where it stands.
fn named(instance: &Node, path: &[&str]) -> Option<(String, Location)> {
    let node = instance.find(path)?;
    Some((node.text()?.to_owned(), node.location.clone()))
}

struct Loading {
    files: Files,
    diagnostics: Vec<Diagnostic>,
}

impl Loading {
    fn read(
        &mut self,
        path: &Path,
        shown: &str,
        named_at: Option<&Location>,
    ) -> Option<(FileId, std::sync::Arc<str>)> {
        match files::read(&mut self.files, path, shown, named_at) {
            Ok(id) => Some((id, std::sync::Arc::clone(&self.files.get(id)?.text))),
            Err(error) => {
                self.diagnostics.push(*error);
                None
            }
        }
    }

    /// A file as TOML, and whether all of it is.
    fn toml(
        &mut self,
        path: &Path,
        shown: &str,
        named_at: Option<&Location>,
    ) -> Option<(Node, bool)> {
        let (id, text) = self.read(path, shown, named_at)?;
        let (root, errors) = toml_file::parse(id, &text);
        let sound = errors.is_empty();
        self.diagnostics.extend(errors);
        Some((root, sound))
    }

    /// The care model, if it is whole.
    fn care_model(&mut self, instance: &Path, name: &str, place: &Location) -> Option<Node> {
        let (path, shown) = self.resolve(instance, name, place)?;
        let (mut root, sound) = self.toml(&path, &shown, Some(place))?;
        sources::cite(&mut root, &mut Vec::new());
        sound.then_some(root)
    }

    /// The rows of the CSV table.
    fn table(&mut self, instance: &Path, name: &str, place: &Location) -> Vec<csv_table::Row> {
        let Some((id, text)) = self
            .resolve(instance, name, place)
            .and_then(|(path, shown)| self.read(&path, &shown, Some(place)))
        else {
            return Vec::new();
        };
        let (rows, errors) = csv_table::parse(id, &text);
        self.diagnostics.extend(errors);
        rows
    }

    fn resolve(
        &mut self,
        instance: &Path,
        name: &str,
        place: &Location,
    ) -> Option<(std::path::PathBuf, String)> {
        let resolved = files::resolve(instance, name);
        if resolved.is_none() {
            self.diagnostics.push(
                Diagnostic::error(
                    "D006",
                    format!("the path `{name}` leads out of the instance's folder and its parent"),
                )
                .at(place.clone(), "this path")
                .help(
                    "put the file beside the instance (`other.toml`) or in a folder next to its \
                     folder (`../models/other.toml`)",
                ),
            );
        }
        resolved
    }
}
