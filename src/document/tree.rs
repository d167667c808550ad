//! The spanned tree: TOML's values and CSV's cells, each key and value with its place.

use std::sync::Arc;

use indexmap::IndexMap;

use crate::diagnostics::Location;

/// A value and what is known of it.
#[derive(Debug, Clone, PartialEq)]
pub struct Node {
    /// The value.
    pub value: Value,
    /// Where it stands. For a table, its header.
    pub location: Location,
    /// The `source` that covers it, as written. Only on what is not a table.
    pub citation: Option<Arc<str>>,
    /// What it took the place of.
    pub replaced: Option<Box<Replaced>>,
}

/// A value that an override took the place of.
#[derive(Debug, Clone, PartialEq)]
pub struct Replaced {
    /// As text.
    pub text: String,
    /// Where it stands.
    pub location: Location,
}

/// A value.
#[derive(Debug, Clone, PartialEq)]
pub enum Value {
    /// A table.
    Table(Table),
    /// A list.
    Array(Vec<Node>),
    /// Text.
    String(String),
    /// A whole number.
    Integer(i64),
    /// A number; not always finite.
    Float(f64),
    /// True or false.
    Boolean(bool),
    /// A date or time, as text.
    Datetime(String),
    /// A CSV cell, whose type the schema has yet to say.
    Cell(String),
}

/// A table: entries in file order.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Table {
    /// The entries.
    pub entries: IndexMap<String, Entry>,
}

/// An entry of a table.
#[derive(Debug, Clone, PartialEq)]
pub struct Entry {
    /// Where the key stands. For CSV, the column's header.
    pub key: Location,
    /// The value.
    pub node: Node,
}

impl Node {
    /// A value at a place.
    #[must_use]
    pub fn new(value: Value, location: Location) -> Self {
        Self {
            value,
            location,
            citation: None,
            replaced: None,
        }
    }

    /// The table, if it is one.
    #[must_use]
    pub fn table(&self) -> Option<&Table> {
        match &self.value {
            Value::Table(table) => Some(table),
            _ => None,
        }
    }

    /// The table, if it is one, to be changed.
    #[must_use]
    pub fn table_mut(&mut self) -> Option<&mut Table> {
        match &mut self.value {
            Value::Table(table) => Some(table),
            _ => None,
        }
    }

    /// The text, if it is one.
    #[must_use]
    pub fn text(&self) -> Option<&str> {
        match &self.value {
            Value::String(text) | Value::Cell(text) => Some(text),
            _ => None,
        }
    }

    /// The value of a key, if this is a table that has it.
    #[must_use]
    pub fn get(&self, key: &str) -> Option<&Self> {
        Some(&self.table()?.entries.get(key)?.node)
    }

    /// The entry at a path of keys (and places in lists, from 0).
    #[must_use]
    pub fn find(&self, path: &[&str]) -> Option<&Self> {
        path.iter().try_fold(self, |node, key| match &node.value {
            Value::Table(table) => table.entries.get(*key).map(|entry| &entry.node),
            Value::Array(items) => key.parse::<usize>().ok().and_then(|i| items.get(i)),
            _ => None,
        })
    }

    /// Where the value at a path stands, or the nearest table above it that exists.
    #[must_use]
    pub fn locate(&self, path: &[&str]) -> Location {
        (0..=path.len())
            .rev()
            .filter_map(|length| self.find(path.get(..length)?))
            .map(|node| node.location.clone())
            .next()
            .unwrap_or_else(|| self.location.clone())
    }

    /// Where the key at the end of a path stands, or the nearest table above it that exists.
    #[must_use]
    pub fn locate_key(&self, path: &[&str]) -> Location {
        path.split_last()
            .and_then(|(last, above)| {
                let entry = self.find(above)?.table()?.entries.get(*last)?;
                Some(entry.key.clone())
            })
            .unwrap_or_else(|| self.locate(path))
    }

    /// The value in a few words, as messages show it.
    #[must_use]
    pub fn show(&self) -> String {
        const LONGEST: usize = 60;
        let text = match &self.value {
            Value::Table(_) => "a table".to_owned(),
            Value::Array(items) => {
                let items: Vec<String> = items.iter().map(Self::show).collect();
                return format!("[{}]", items.join(", "));
            }
            Value::String(text) => format!("{text:?}"),
            Value::Integer(number) => number.to_string(),
            Value::Float(number) => number.to_string(),
            Value::Boolean(yes) => yes.to_string(),
            Value::Datetime(text) | Value::Cell(text) => text.clone(),
        };
        if text.chars().count() > LONGEST {
            let start: String = text.chars().take(LONGEST).collect();
            format!("{start}…")
        } else {
            text
        }
    }

    /// The tree as JSON, for serde. What is not finite becomes null; cells become text.
    #[must_use]
    pub fn to_json(&self) -> serde_json::Value {
        use serde_json::Value as Json;
        match &self.value {
            Value::Table(table) => Json::Object(
                table
                    .entries
                    .iter()
                    .map(|(key, entry)| (key.clone(), entry.node.to_json()))
                    .collect(),
            ),
            Value::Array(items) => Json::Array(items.iter().map(Self::to_json).collect()),
            Value::String(text) | Value::Datetime(text) | Value::Cell(text) => {
                Json::String(text.clone())
            }
            Value::Integer(number) => Json::from(*number),
            Value::Float(number) => Json::from(*number),
            Value::Boolean(yes) => Json::Bool(*yes),
        }
    }
}

impl Table {
    /// Puts a value under a key.
    pub fn insert(&mut self, key: &str, key_location: Location, node: Node) {
        self.entries.insert(
            key.to_owned(),
            Entry {
                key: key_location,
                node,
            },
        );
    }

    /// Keys in order.
    pub fn keys(&self) -> impl Iterator<Item = &str> {
        self.entries.keys().map(String::as_str)
    }
}
