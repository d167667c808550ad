//! From a path to a checked instance in one call, with everything that was found on the way.

mod assumptions;
mod cares;
mod changes;
mod columns;
mod names;
mod scenarios;
mod sourced;

use std::path::Path;

use serde::de::DeserializeOwned;
use serde_json::Value as Schema;

pub use assumptions::{Assumption, Overridden, assumptions};
pub use changes::{Changed, Scenario, Stated, changes, scenarios};
pub use scenarios::{read_every_scenario, read_under};

use crate::diagnostics::{Diagnostic, Explanation, Files, Location, in_file_order};
use crate::document::{Document, Node, load_all};
use crate::draft::InstanceFile;
use crate::instance::rules::{InstanceSubject, StartSubject, check_instance, check_start};
use crate::instance::{InputFile, Instance, build};
use crate::schema::{self, care_model_schema, instance_structure};

/// What came of reading an instance.
#[derive(Debug, Clone)]
pub struct Reading {
    /// The instance, where no error was found.
    pub instance: Option<Instance>,
    /// Errors and warnings in file order.
    pub diagnostics: Vec<Diagnostic>,
    /// The files' tree, where the instance's file could be read at all.
    pub document: Option<Document>,
    /// The files' texts, for rendering the diagnostics; there even where nothing else is.
    pub files: Files,
}

impl Reading {
    /// Diagnostics of a later stage with their places in the files, in file order.
    #[must_use]
    pub fn locate(&self, mut diagnostics: Vec<Diagnostic>) -> Vec<Diagnostic> {
        for diagnostic in &mut diagnostics {
            let path: Vec<&str> = diagnostic.about.iter().map(String::as_str).collect();
            if diagnostic.primary.is_none()
                && let Some(document) = &self.document
                && let Some(place) = place_of(document, &path)
            {
                diagnostic.primary = Some(place);
            }
        }
        in_file_order(diagnostics)
    }
}

impl Reading {
    /// Where the key at a path stands, or, where the files do not have it, the nearest key above it
    /// that they have.
    #[must_use]
    pub fn place(&self, path: &[&str]) -> Option<Location> {
        let document = self.document.as_ref()?;
        (1..=path.len())
            .rev()
            .find_map(|length| place_of(document, path.get(..length)?))
    }
}

/// Where the key at a path stands: a service's care is its own, else the instance's, else the
/// care model's.
fn place_of(document: &Document, path: &[&str]) -> Option<Location> {
    let key_in = |tree: &Node, path: &[&str]| tree.find(path).map(|_| tree.locate_key(path));
    if path.is_empty() {
        return None;
    }
    key_in(&document.instance, path).or_else(|| match path {
        ["services", _, "care", inner @ ..] => {
            key_in(&document.instance, &[&["care"], inner].concat())
                .or_else(|| key_in(document.care_model.as_ref()?, inner))
        }
        _ => None,
    })
}

const CODES: &[Explanation] = &[Explanation {
    code: "D199",
    title: "a fault of ours in reading",
    what: "The files passed every check of structure, and could still not be read.",
    why: "The checks and the reader disagree. That is a fault of the program, not of the files.",
    example: "None is known.",
    fix: "Report it, with the files.",
}];

/// The story behind every code of reading.
pub(crate) fn codes() -> impl Iterator<Item = &'static Explanation> {
    CODES.iter().chain(sourced::CODES).chain(names::CODES)
}

/// Changes an instance's tree before it is checked, and says what is wrong with the change.
pub type Change<'a> = &'a dyn Fn(&mut Document, &mut Vec<Diagnostic>);

/// Reads, composes and checks an instance. Errors in the input are in the diagnostics; the
/// instance is there if and only if there is none.
#[must_use]
pub fn read_instance(path: &Path) -> Reading {
    read_instance_from(path, &|_, _| ())
}

/// The same with a change to what the files say, for example a later start.
#[must_use]
pub fn read_instance_from(path: &Path, change: Change<'_>) -> Reading {
    let loaded = load_all(path);
    let mut found = loaded.diagnostics;
    let Some(mut document) = loaded.document else {
        return Reading {
            instance: None,
            diagnostics: in_file_order(found),
            document: None,
            files: loaded.files,
        };
    };
    let schemas = Schemas {
        instance: instance_structure(),
        care: care_model_schema(),
    };
    schema::type_cells(&mut document.instance, &schemas.instance, &schemas.instance);
    let whole = found.is_empty();
    scenarios::check(&document, &schemas, &mut found);
    change(&mut document, &mut found);
    read_document(document, &schemas, whole, found)
}

/// The instance that a document becomes by a change, with everything that was found on the way. The
/// document must be one that was read without errors; the files themselves are not looked at again.
#[must_use]
pub fn changed(document: &Document, change: Change<'_>) -> Reading {
    let mut document = document.clone();
    let mut found = Vec::new();
    let schemas = Schemas {
        instance: instance_structure(),
        care: care_model_schema(),
    };
    change(&mut document, &mut found);
    read_document(document, &schemas, true, found)
}

/// What a document says, with what was found before.
fn read_document(
    document: Document,
    schemas: &Schemas,
    whole: bool,
    mut found: Vec<Diagnostic>,
) -> Reading {
    let instance = check(&document, schemas, whole, &mut found);
    let sound = !found.iter().any(Diagnostic::is_error);
    Reading {
        instance: instance.filter(|_| sound),
        diagnostics: in_file_order(found),
        files: document.files.clone(),
        document: Some(document),
    }
}

struct Schemas {
    instance: Schema,
    care: Schema,
}

/// Checks structure and rules, as far as what is broken allows.
fn check(
    document: &Document,
    schemas: &Schemas,
    whole: bool,
    found: &mut Vec<Diagnostic>,
) -> Option<Instance> {
    if let Some(other_kind) = wrong_kind(document) {
        found.push(other_kind);
        return None;
    }
    let mut in_instance = Vec::new();
    let root = &schemas.instance;
    schema::check(&document.instance, root, root, &mut in_instance);
    schema::check_missing(&document.instance, root, root, &mut in_instance);
    columns::gather(document, &mut in_instance);
    let file: Option<InstanceFile> = if in_instance.is_empty() {
        read_draft(&document.instance, found)
    } else {
        None
    };
    let cares = cares::in_force(document, schemas, file.is_some(), found);
    found.append(&mut in_instance);
    sourced::check(document, schemas, found);
    names::check(document, found);
    let file = file?;
    let subject = InstanceSubject {
        file: &file,
        tree: &document.instance,
        whole,
        care: cares.any(),
        cares: &cares.by_service,
    };
    found.extend(check_instance(&subject));
    let inputs = document
        .files
        .iter()
        .map(|file| InputFile {
            path: file.path.clone(),
            sha256: file.sha256.clone(),
        })
        .collect();
    // With an error left, some default might have nothing to stand on.
    if found.iter().any(Diagnostic::is_error) {
        return None;
    }
    let mut instance = build::build(
        &file,
        |id| cares.by_service.get(id).map(|(care, _)| care.as_ref()),
        inputs,
    );
    instance.scenario.clone_from(&document.scenario);
    found.extend(check_start(&StartSubject {
        instance: &instance,
        files: &subject,
    }));
    Some(instance)
}

/// A care model where an instance belongs, or the other way round.
fn wrong_kind(document: &Document) -> Option<Diagnostic> {
    let is_care = |node: &Node| {
        node.get("roles").is_some() && (node.get("steps").is_some() || node.get("tasks").is_some())
    };
    let is_instance = |node: &Node| {
        node.get("care_model").is_some()
            || node.get("services").is_some()
            || node.get("services_table").is_some()
    };
    if is_care(&document.instance) && !is_instance(&document.instance) {
        return Some(
            Diagnostic::error("D111", "this file is a care model, not an instance")
                .at(
                    document.instance.locate_key(&["roles"]),
                    "a care model's table",
                )
                .help("name an instance (in `instances/`); it names its care model itself"),
        );
    }
    let model = document.care_model.as_ref()?;
    (is_instance(model) && !is_care(model)).then(|| {
        Diagnostic::error("D111", "`care_model` names an instance, not a care model")
            .at(
                document.instance.locate(&["care_model"]),
                "this file is an instance",
            )
            .help("name a care model (in `models/`)")
    })
}

/// A tree as what the draft says that it is. Its structure has been checked.
fn read_draft<T: DeserializeOwned>(tree: &Node, found: &mut Vec<Diagnostic>) -> Option<T> {
    match serde_json::from_value(tree.to_json()) {
        Ok(draft) => Some(draft),
        Err(error) => {
            found.push(
                Diagnostic::error("D199", format!("the file could not be read: {error}"))
                    .at(tree.location.clone(), "in this file")
                    .help("this is a fault of the program: report it, with the files"),
            );
            None
        }
    }
}
