//! The JSON Schemas of the files, generated from the draft types: what editors use, and what
//! structure is checked with.
//!
//! TOML knows no null, so optional keys are simply not required. A care override has the care
//! model's schema with nothing required: its definitions end in `Override`. `x-unit` says what a
//! number is in, `x-id` what an id names.

mod cells;
mod check;
mod dates;
pub(crate) mod keys;
mod missing;
mod numbers;
mod overrides;

use serde_json::{Map, Value, json};

pub(crate) use serde_json::Value as Schema;

use crate::diagnostics::Explanation;
use crate::document::Node;
use crate::draft::{CareModel, InstanceFile};

pub(crate) use cells::type_cells;
pub(crate) use check::check;
pub(crate) use missing::check_missing;
pub(crate) use numbers::{Number, numbers, values};
pub(crate) use overrides::check_additions;

/// Keys of an instance that say what is read and what it is called, not what holds: no scenario
/// changes them.
pub(crate) const NOT_SET: &[&str] = &[
    "skillmix",
    "name",
    "attribution",
    "care_model",
    "services_table",
    "sources",
    "expected",
    "scenario",
    "source",
];

/// The definition of a care override in the instance's schema.
const CARE_OVERRIDE: &str = "CareModelOverride";

/// The story behind every code of this stage.
pub(crate) fn codes() -> impl Iterator<Item = &'static Explanation> {
    check::CODES
        .iter()
        .chain(dates::CODES)
        .chain(missing::CODES)
        .chain(overrides::CODES)
}

/// The schema of an instance file.
#[must_use]
pub fn instance_schema() -> Value {
    let mut schema = instance_structure();
    // What a service lacks in the file may stand in the table that the file names.
    let required = schema
        .pointer_mut("/$defs/Service")
        .and_then(Value::as_object_mut)
        .and_then(|service| service.shift_remove("required"));
    if let (Some(required), Some(root)) = (required, schema.as_object_mut()) {
        root.insert(
            "if".to_owned(),
            json!({ "not": { "required": ["services_table"] } }),
        );
        root.insert(
            "then".to_owned(),
            json!({ "properties": { "services": {
                "additionalProperties": { "required": required }
            } } }),
        );
    }
    schema
}

/// The schema of an instance with the rows of its table among its services.
pub(crate) fn instance_structure() -> Value {
    let mut schema = generate::<InstanceFile>();
    let care = care_model_schema();
    let mut definitions = take_definitions(&mut schema);
    for placeholder in ["CareOverride", "InstanceOverride"] {
        definitions.shift_remove(placeholder);
    }
    let mut care = care;
    let care_definitions = take_definitions(&mut care);
    for (name, definition) in &care_definitions {
        if is_partial(definition) {
            definitions.insert(format!("{name}Override"), partial(definition));
        }
        // Whole, for the items of lists and for what is not a table.
        definitions.insert(name.clone(), definition.clone());
    }
    if let Some(root) = care.as_object_mut() {
        root.shift_remove("$schema");
        root.shift_remove("title");
    }
    definitions.insert(CARE_OVERRIDE.to_owned(), partial(&care));
    let mut named: Vec<String> = care_definitions
        .iter()
        .filter(|(_, definition)| is_partial(definition))
        .map(|(name, _)| name.clone())
        .collect();
    named.extend(add_instance_override(&schema, &mut definitions));
    for (name, definition) in &mut definitions {
        if name.ends_with("Override") {
            rename_references(definition, &named);
        }
        redirect(definition, "CareOverride", CARE_OVERRIDE);
    }
    redirect(&mut schema, "CareOverride", CARE_OVERRIDE);
    keep_reached(&schema, &mut definitions);
    definitions.sort_keys();
    if let Some(root) = schema.as_object_mut() {
        root.insert("$defs".to_owned(), Value::Object(definitions));
    }
    schema
}

/// Adds what a scenario may set: the instance's values, with nothing required. Returns the
/// definitions that it has in part.
fn add_instance_override(instance: &Value, definitions: &mut Map<String, Value>) -> Vec<String> {
    let mut over = partial(instance);
    if let Some(root) = over.as_object_mut() {
        root.shift_remove("$schema");
        root.shift_remove("title");
        root.insert(
            "description".to_owned(),
            json!("Values in place of the instance's, at the same paths."),
        );
    }
    if let Some(Value::Object(keys)) = over.get_mut("properties") {
        keys.retain(|key, _| key == "source" || !NOT_SET.contains(&key.as_str()));
    }
    let mut named = Vec::new();
    references(&over, &mut named);
    named.retain(|name| definitions.get(name).is_some_and(is_partial));
    for name in &named {
        if let Some(definition) = definitions.get(name) {
            let definition = partial(definition);
            definitions.insert(format!("{name}Override"), definition);
        }
    }
    definitions.insert("InstanceOverride".to_owned(), over);
    named
}

/// The schema of a care model file.
#[must_use]
pub fn care_model_schema() -> Value {
    generate::<CareModel>()
}

/// The schema of a care override: the instance's, entered at its definition.
pub(crate) fn care_override(instance_schema: &Value) -> &Value {
    instance_schema
        .pointer(&format!("/$defs/{CARE_OVERRIDE}"))
        .unwrap_or(&Value::Null)
}

/// What `$ref` stands for, beneath the schema's root.
fn resolve<'a>(root: &'a Value, schema: &'a Value) -> &'a Value {
    let mut schema = schema;
    // A definition may refer to another; none refers to itself.
    for _ in 0..8 {
        match schema.get("$ref").and_then(Value::as_str) {
            Some(reference) => {
                schema = root
                    .pointer(reference.trim_start_matches('#'))
                    .unwrap_or(&Value::Null);
            }
            None => break,
        }
    }
    schema
}

/// The schema of a key of a table, if the table may have it: a key of its own, or any id.
fn schema_of_key<'a>(table: &'a Value, key: &str) -> Option<&'a Value> {
    table
        .get("properties")
        .and_then(|properties| properties.get(key))
        .or_else(|| schema_of_ids(table))
}

/// The schema of the entries of a table whose keys are ids; none for other tables.
fn schema_of_ids(table: &Value) -> Option<&Value> {
    table
        .get("patternProperties")
        .and_then(Value::as_object)
        .and_then(|patterns| patterns.values().next())
        .or_else(|| {
            table
                .get("additionalProperties")
                .filter(|additional| additional.is_object())
        })
}

/// Of the alternatives of a schema, the one for tables or the one for the rest.
fn alternative<'a>(root: &'a Value, schema: &'a Value, table: bool) -> &'a Value {
    let schema = resolve(root, schema);
    match schema.get("anyOf").and_then(Value::as_array) {
        Some(alternatives) => alternatives
            .iter()
            .map(|alternative| resolve(root, alternative))
            .find(|alternative| (alternative["type"] == "object") == table)
            .unwrap_or(schema),
        None => schema,
    }
}

/// Of the alternatives of a schema, the one for what a value is.
fn alternative_for<'a>(root: &'a Value, schema: &'a Value, node: &Node) -> &'a Value {
    let is_list = matches!(node.value, crate::document::Value::Array(_));
    let alternatives = resolve(root, schema).get("anyOf").and_then(Value::as_array);
    alternatives
        .filter(|_| is_list)
        .into_iter()
        .flatten()
        .map(|alternative| resolve(root, alternative))
        .find(|alternative| alternative["type"] == "array")
        .unwrap_or_else(|| alternative(root, schema, node.table().is_some()))
}

fn generate<T: schemars::JsonSchema>() -> Value {
    let mut schema = schemars::schema_for!(T).to_value();
    tidy(&mut schema);
    schema
}

/// Takes out what TOML does not have (null) and sets descriptions on one line.
fn tidy(schema: &mut Value) {
    match schema {
        Value::Object(map) => {
            tidy_map(map);
            map.values_mut().for_each(tidy);
        }
        Value::Array(items) => items.iter_mut().for_each(tidy),
        _ => {}
    }
}

fn tidy_map(map: &mut Map<String, Value>) {
    if map.get("default") == Some(&Value::Null) {
        map.shift_remove("default");
    }
    if let Some(Value::String(text)) = map.get_mut("description") {
        *text = text.replace('\n', " ");
    }
    if let Some(Value::Array(types)) = map.get_mut("type") {
        types.retain(|kind| kind != "null");
        if let [one] = types.as_slice() {
            let one = one.clone();
            map.insert("type".to_owned(), one);
        }
    }
    if let Some(Value::Array(alternatives)) = map.get_mut("anyOf") {
        alternatives.retain(|alternative| alternative["type"] != "null");
        if let [Value::Object(one)] = alternatives.as_slice() {
            let one = one.clone();
            map.shift_remove("anyOf");
            map.extend(one);
        }
    }
}

fn take_definitions(schema: &mut Value) -> Map<String, Value> {
    match schema
        .as_object_mut()
        .and_then(|root| root.shift_remove("$defs"))
    {
        Some(Value::Object(definitions)) => definitions,
        _ => Map::new(),
    }
}

/// Whether a definition is of a table with keys of its own, which an override may give in part.
fn is_partial(definition: &Value) -> bool {
    definition.get("properties").is_some()
}

/// A table's definition with nothing required.
fn partial(definition: &Value) -> Value {
    let mut definition = definition.clone();
    if let Some(map) = definition.as_object_mut() {
        map.shift_remove("required");
    }
    definition
}

/// Points references within an override at the overrides of what they refer to; not within
/// lists, which are replaced whole.
fn rename_references(schema: &mut Value, named: &[String]) {
    match schema {
        Value::Object(map) => {
            if let Some(Value::String(reference)) = map.get_mut("$ref")
                && let Some(name) = reference.strip_prefix("#/$defs/")
                && named.iter().any(|other| other == name)
            {
                reference.push_str("Override");
            }
            for (key, value) in map {
                if key != "items" {
                    rename_references(value, named);
                }
            }
        }
        Value::Array(items) => {
            for item in items {
                rename_references(item, named);
            }
        }
        _ => {}
    }
}

fn redirect(schema: &mut Value, from: &str, to: &str) {
    match schema {
        Value::Object(map) => {
            if map.get("$ref") == Some(&json!(format!("#/$defs/{from}"))) {
                map.insert("$ref".to_owned(), json!(format!("#/$defs/{to}")));
            }
            map.values_mut().for_each(|value| redirect(value, from, to));
        }
        Value::Array(items) => items.iter_mut().for_each(|item| redirect(item, from, to)),
        _ => {}
    }
}

/// Drops the definitions that nothing refers to.
fn keep_reached(schema: &Value, definitions: &mut Map<String, Value>) {
    let mut reached = Vec::new();
    references(schema, &mut reached);
    let mut next = 0;
    while let Some(name) = reached.get(next).cloned() {
        if let Some(definition) = definitions.get(&name) {
            references(definition, &mut reached);
        }
        next += 1;
    }
    definitions.retain(|name, _| reached.contains(name));
}

fn references(schema: &Value, found: &mut Vec<String>) {
    match schema {
        Value::Object(map) => {
            if let Some(name) = map
                .get("$ref")
                .and_then(Value::as_str)
                .and_then(|reference| reference.strip_prefix("#/$defs/"))
                && !found.iter().any(|other| other == name)
            {
                found.push(name.to_owned());
            }
            map.values().for_each(|value| references(value, found));
        }
        Value::Array(items) => items.iter().for_each(|item| references(item, found)),
        _ => {}
    }
}
