//! The checked-in schemas are those of the code, and every instance and care model keeps to them.
//! `UPDATE_EXPECT=1 cargo test --test schema` writes them anew.

#![expect(clippy::unwrap_used, reason = "a test may fail")]

use std::path::{Path, PathBuf};

use serde_json::Value;
use skillmix::reading::read_instance;
use skillmix::schema::{care_model_schema, instance_schema};

const INSTANCE: &str = "models/instance.schema.json";
const CARE_MODEL: &str = "models/care-model.schema.json";

fn pretty(schema: &Value) -> String {
    let mut text = serde_json::to_string_pretty(schema).unwrap();
    text.push('\n');
    text
}

fn toml_files(folder: &str) -> Vec<PathBuf> {
    let Ok(entries) = std::fs::read_dir(folder) else {
        return Vec::new();
    };
    let mut files: Vec<PathBuf> = entries
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.extension().is_some_and(|e| e == "toml"))
        .collect();
    files.sort();
    files
}

fn as_json(path: &Path) -> Option<Value> {
    let text = std::fs::read_to_string(path).ok()?;
    let table: toml::Table = text.parse().ok()?;
    serde_json::to_value(table).ok()
}

fn errors(schema: &Value, path: &Path) -> Vec<String> {
    let validator = jsonschema::draft202012::new(schema).unwrap();
    validator
        .iter_errors(&as_json(path).unwrap())
        .map(|error| format!("{}: {} at {}", path.display(), error, error.instance_path()))
        .collect()
}

#[test]
fn the_checked_in_schemas_are_those_of_the_code() {
    for (path, schema) in [
        (INSTANCE, instance_schema()),
        (CARE_MODEL, care_model_schema()),
    ] {
        let text = pretty(&schema);
        if std::env::var_os("UPDATE_EXPECT").is_some() {
            std::fs::create_dir_all("models").unwrap();
            std::fs::write(path, &text).unwrap();
        }
        assert!(
            std::fs::read_to_string(path).unwrap_or_default() == text,
            "{path} is not up to date: run `UPDATE_EXPECT=1 cargo test --test schema`"
        );
    }
}

#[test]
fn every_instance_and_care_model_keeps_to_its_schema() {
    let mut instances = toml_files("instances");
    instances.push("tests/invalid/base/instance.toml".into());
    instances.push("tests/invalid/base/plan.toml".into());
    for path in instances {
        assert_eq!(errors(&instance_schema(), &path), Vec::<String>::new());
    }
    let mut models = toml_files("models");
    models.push("tests/invalid/base/model.toml".into());
    for path in models {
        let json = as_json(&path).unwrap();
        if json.get("roles").is_some() {
            assert_eq!(errors(&care_model_schema(), &path), Vec::<String>::new());
        }
    }
}

/// What the program's own check of structure refuses in an instance's own file, the schema does.
#[test]
fn editors_refuse_what_the_program_refuses() {
    const STRUCTURE: [&str; 10] = [
        "D101", "D102", "D103", "D104", "D105", "D106", "D107", "D108", "D109", "D112",
    ];
    let mut seen = 0;
    for path in toml_files("tests/invalid") {
        // Files as such, and a care model where an instance belongs, are refused before that.
        let name = path.file_name().unwrap().to_string_lossy();
        if name.starts_with("D0") || name.starts_with("D111") || as_json(&path).is_none() {
            continue;
        }
        let reading = read_instance(&path);
        // Keys missing from an entry that the care model does not have are seen only when the
        // two are laid over each other; cells of a table are not in the file.
        let refused = reading.diagnostics.iter().any(|d| {
            STRUCTURE.contains(&d.code)
                && d.primary.as_ref().is_some_and(|place| {
                    reading.files.get(place.file).unwrap().path == path.to_string_lossy()
                })
        });
        let schema_refuses = !errors(&instance_schema(), &path).is_empty();
        // JSON has no numbers that are not finite: `toml` makes them null, which no key takes.
        assert_eq!(refused, schema_refuses, "{}", path.display());
        seen += usize::from(refused);
    }
    assert!(seen >= 8, "{seen}");
}

/// The keys of the TOML that editors offer are documented.
#[test]
fn every_key_has_a_description() {
    fn walk(schema: &Value, path: &str, bare: &mut Vec<String>) {
        if let Some(properties) = schema["properties"].as_object() {
            for (key, below) in properties {
                if below.get("description").is_none() && below.get("$ref").is_none() {
                    bare.push(format!("{path}/{key}"));
                }
            }
        }
        for (name, definition) in schema["$defs"].as_object().into_iter().flatten() {
            walk(definition, name, bare);
        }
    }
    let mut bare = Vec::new();
    walk(&instance_schema(), "", &mut bare);
    walk(&care_model_schema(), "", &mut bare);
    assert_eq!(bare, Vec::<String>::new());
}
