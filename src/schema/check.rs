//! Structure: known keys, types, bounds, names. All of a tree in one pass.

use serde_json::Value as Schema;

use super::{alternative_for, dates, resolve, schema_of_key};
use crate::diagnostics::suggest::{list, nearest};
use crate::diagnostics::{Diagnostic, Explanation, Location};
use crate::document::{Node, Value};
use crate::ids::{ID_PATTERN, is_valid_id};

pub(super) const CODES: &[Explanation] = &[
    Explanation {
        code: "D101",
        title: "an unknown key",
        what: "A table has a key that is not one of its keys.",
        why: "A misspelt key would otherwise be left out in silence, and a default taken for it.",
        example: "[roles.pwp]\nleaving_per_yr = 0.15   # it is `leaving_per_year`",
        fix: "Correct the key, or drop it. `skillmix schema` lists every key.",
    },
    Explanation {
        code: "D103",
        title: "a value of the wrong type",
        what: "A value is text where a number belongs, a table where a list belongs, and so on.",
        why: "It cannot be read as what it should be.",
        example: "pay_gbp_per_wte_year = \"37,000\"   # it is `37000`",
        fix: "Numbers stand without quotes, units, per cent signs or thousands separators (`37_000` may be written); text stands in quotes; lists in brackets.",
    },
    Explanation {
        code: "D104",
        title: "a number out of bounds",
        what: "A number is below the least or above the most that it can be.",
        why: "A share above 1 or a negative number of people is a slip (often a percentage), and would give a plan that means nothing.",
        example: "leaving_per_year = 15   # it is `0.15`",
        fix: "Correct the number. Shares run from 0 to 1; the unit stands at the end of the key.",
    },
    Explanation {
        code: "D105",
        title: "a word that is not one of the choices",
        what: "A key that takes one of a few words has another.",
        why: "It has no meaning.",
        example: "enforcement = \"firm\"   # it is `hard`, `soft` or `reported`",
        fix: "Take one of the words that the message lists.",
    },
    Explanation {
        code: "D106",
        title: "an id that is not an id",
        what: "An id has capitals, blanks, underscores or other signs in it.",
        why: "Ids name columns and rows in exported files, and must be told apart from everything else there.",
        example: "[roles.\"PWP senior\"]",
        fix: "Write lower-case words and digits joined by hyphens: `pwp-senior`. The full name goes into `name`.",
    },
    Explanation {
        code: "D107",
        title: "a number that is not finite",
        what: "A number is `nan` or `inf`, or too large to be one.",
        why: "Nothing can be reckoned with it.",
        example: "max_supervisees_per_supervisor = inf   # leave the key out for no limit",
        fix: "Give a number. Where there is no limit, leave the key out.",
    },
    Explanation {
        code: "D108",
        title: "a list of the wrong length",
        what: "A list has more or fewer items than it must have.",
        why: "Monthly figures are read from January to December; with one missing, the rest would stand under the wrong months.",
        example: "referral_index_by_month = [1.1, 0.9]",
        fix: "Give as many items as the message says.",
    },
    Explanation {
        code: "D109",
        title: "a version of the file format that is not known",
        what: "The key `skillmix` has another number than this version of the program reads.",
        why: "Keys may mean something else in another version of the format.",
        example: "skillmix = 2",
        fix: "Write `skillmix = 1`, or use the version of the program that the file was written for.",
    },
    Explanation {
        code: "D111",
        title: "a file of the other kind",
        what: "A care model stands where an instance belongs, or an instance where a care model belongs.",
        why: "A care model says how care works; an instance says who, where and how many, and names its care model.",
        example: "skillmix solve models/talking-therapies.toml",
        fix: "Name an instance (in `instances/`) on the command line, and a care model (in `models/`) under `care_model`.",
    },
];

/// Checks a tree against a schema, missing keys apart.
pub(crate) fn check(node: &Node, root: &Schema, schema: &Schema, errors: &mut Vec<Diagnostic>) {
    let mut checker = Checker { root, errors };
    checker.value(node, "", schema);
}

struct Checker<'a> {
    root: &'a Schema,
    errors: &'a mut Vec<Diagnostic>,
}

impl Checker<'_> {
    /// Checks the value of a key.
    fn value(&mut self, node: &Node, key: &str, schema: &Schema) {
        let root = self.root;
        let either = resolve(root, schema);
        let schema = alternative_for(root, schema, node);
        if let Some(expected) = schema.get("const").and_then(Schema::as_i64) {
            self.version(node, key, expected);
            return;
        }
        if let Some(choices) = schema.get("oneOf").and_then(Schema::as_array) {
            self.choice(node, key, choices);
            return;
        }
        let is_scalar = !matches!(node.value, Value::Table(_) | Value::Array(_));
        if let Some(date) = dates::of_value(schema).filter(|_| is_scalar) {
            self.errors.extend(dates::check_value(date, node, key));
            return;
        }
        match (schema["type"].as_str(), &node.value) {
            (Some("object"), Value::Table(_)) => self.table(node, key, schema),
            (Some("array"), Value::Array(items)) => self.list(node, key, items, schema),
            (Some("string"), Value::String(text)) => self.text(node, text, schema),
            (Some("number"), Value::Float(number)) => self.number(node, key, *number, schema),
            #[expect(clippy::cast_precision_loss, reason = "bounds are far within 2^53")]
            (Some("number" | "integer"), Value::Integer(number)) => {
                self.number(node, key, *number as f64, schema);
            }
            (Some("boolean"), Value::Boolean(_)) | (None, _) => {}
            _ => self.wrong_type(node, key, either, schema),
        }
    }

    fn table(&mut self, node: &Node, key: &str, schema: &Schema) {
        let Some(table) = node.table() else { return };
        for (name, entry) in &table.entries {
            let own = schema["properties"].get(name);
            let ids = schema["patternProperties"].is_object();
            let Some(below) = own.or_else(|| schema_of_key(schema, name)) else {
                let properties = schema["properties"].as_object();
                let keys = properties
                    .into_iter()
                    .flatten()
                    .map(|(key, _)| key.as_str());
                self.errors.push(unknown_key(name, &entry.key, keys));
                continue;
            };
            match dates::of_keys(schema).filter(|_| own.is_none()) {
                Some(date) => {
                    let error = dates::check_key(date, name, &entry.key);
                    self.errors.extend(error);
                }
                None if own.is_none() && ids && !is_valid_id(name) => {
                    self.errors.push(bad_id(name, &entry.key));
                }
                None => {}
            }
            self.value(&entry.node, &called(key, name, own.is_some()), below);
        }
    }

    fn list(&mut self, node: &Node, key: &str, items: &[Node], schema: &Schema) {
        let length = items.len() as u64;
        let least = schema["minItems"].as_u64().unwrap_or(0);
        let most = schema["maxItems"].as_u64().unwrap_or(u64::MAX);
        if length < least || length > most {
            let wanted = if least == most {
                least.to_string()
            } else {
                format!("at least {least}")
            };
            self.errors.push(
                Diagnostic::error(
                    "D108",
                    format!("`{key}` has {length} items; it needs {wanted}"),
                )
                .at(node.location.clone(), format!("{length} items"))
                .help("give one number a calendar month, January to December"),
            );
        }
        for item in items {
            self.value(item, key, &schema["items"]);
        }
    }

    fn text(&mut self, node: &Node, text: &str, schema: &Schema) {
        if schema["pattern"] == ID_PATTERN && !is_valid_id(text) {
            self.errors.push(bad_id(text, &node.location));
        }
    }

    fn number(&mut self, node: &Node, key: &str, number: f64, schema: &Schema) {
        if !number.is_finite() {
            self.errors.push(
                Diagnostic::error("D107", format!("`{key}` is {number}, not a finite number"))
                    .at(node.location.clone(), "not finite")
                    .help("give a number; where there is no limit, leave the key out"),
            );
            return;
        }
        let least = schema["minimum"].as_f64().unwrap_or(f64::NEG_INFINITY);
        let most = schema["maximum"].as_f64().unwrap_or(f64::INFINITY);
        if number >= least && number <= most {
            if schema["multipleOf"] == 1 && number.fract() != 0.0 {
                self.broken_number(node, key, number);
            }
            return;
        }
        let unit = schema["x-unit"].as_str().unwrap_or_default();
        let (message, label) = if number < least {
            (
                format!("`{key}` is {number}, below its least value of {least}"),
                format!("must be at least {least}"),
            )
        } else {
            (
                format!("`{key}` is {number}, above its greatest value of {most}"),
                format!("must be at most {most}"),
            )
        };
        let error = Diagnostic::error("D104", message).at(node.location.clone(), label);
        self.errors
            .push(error.help(bounds_help(number, least, most, unit)));
    }

    fn broken_number(&mut self, node: &Node, key: &str, number: f64) {
        self.errors.push(
            Diagnostic::error(
                "D103",
                format!("`{key}` is {number}; it must be a whole number"),
            )
            .at(node.location.clone(), "must be a whole number")
            .help(format!("write {} or {}", number.floor(), number.ceil())),
        );
    }

    fn choice(&mut self, node: &Node, key: &str, choices: &[Schema]) {
        let words: Vec<&str> = choices
            .iter()
            .filter_map(|choice| choice["const"].as_str())
            .collect();
        let found = match &node.value {
            Value::String(text) | Value::Cell(text) => text.as_str(),
            _ => {
                self.errors.push(
                    Diagnostic::error(
                        "D103",
                        format!("`{key}` is {}; it must be one of a few words", kind(node)),
                    )
                    .at(node.location.clone(), "not a word in quotes")
                    .help(format!("it may be {}", choice_list(&words))),
                );
                return;
            }
        };
        if words.contains(&found) {
            return;
        }
        let error = Diagnostic::error(
            "D105",
            format!("`{key}` is {found:?}; it may be {}", choice_list(&words)),
        )
        .at(node.location.clone(), "not one of these");
        self.errors
            .push(match nearest(found, words.iter().copied()) {
                Some(near) => error.help(format!("did you mean `{near}`?")),
                None => error.help("take one of these words"),
            });
    }

    fn version(&mut self, node: &Node, key: &str, expected: i64) {
        if node.value == Value::Integer(expected) {
            return;
        }
        self.errors.push(
            Diagnostic::error(
                "D109",
                format!(
                    "the file's format version is {}; this program reads {expected}",
                    node.show()
                ),
            )
            .at(node.location.clone(), "not known")
            .help(format!("write `{key} = {expected}`")),
        );
    }

    fn wrong_type(&mut self, node: &Node, key: &str, either: &Schema, schema: &Schema) {
        let alternatives = either.get("anyOf").and_then(Schema::as_array);
        let wanted = if let Some(alternatives) = alternatives {
            if alternatives.iter().any(|schema| schema["type"] == "array") {
                "text, or a list of texts"
            } else {
                "text, or a table of texts"
            }
        } else {
            match schema["type"].as_str() {
                Some("object") => "a table",
                Some("array") => "a list",
                Some("number") => "a number",
                Some("integer") => "a whole number",
                Some("boolean") => "`true` or `false`",
                _ => "text",
            }
        };
        let error = Diagnostic::error(
            "D103",
            format!("`{key}` is {}; it must be {wanted}", kind(node)),
        )
        .at(node.location.clone(), format!("must be {wanted}"));
        self.errors
            .push(error.help(type_help(node, key, wanted, schema)));
    }
}

/// What messages call a key: by its name, or, where that is an id, with its table's.
pub(super) fn called(table: &str, name: &str, is_key: bool) -> String {
    if is_key || table.is_empty() {
        name.to_owned()
    } else {
        format!("{table}.{name}")
    }
}

fn unknown_key<'a>(
    name: &str,
    location: &Location,
    keys: impl Iterator<Item = &'a str> + Clone,
) -> Diagnostic {
    // Not where: of a column of a table this is said once, not once a row.
    let message = format!("unknown key `{name}`");
    let error = Diagnostic::error("D101", message).at(location.clone(), "not a key of this table");
    match nearest(name, keys.clone()) {
        Some(near) => error.help(format!("did you mean `{near}`?")),
        None => error.help(format!("its keys are {}", list(keys))),
    }
}

fn bad_id(text: &str, location: &Location) -> Diagnostic {
    let shown: String = text.chars().take(60).collect();
    let error = Diagnostic::error("D106", format!("`{shown}` is not an id"))
        .at(location.clone(), "lower-case words joined by hyphens");
    let words: Vec<String> = text
        .to_lowercase()
        .split(|sign: char| !sign.is_ascii_alphanumeric())
        .filter(|word| !word.is_empty())
        .take(8)
        .map(str::to_owned)
        .collect();
    if words.is_empty() {
        error.help("write lower-case letters and digits, words joined by hyphens: `step-3`")
    } else {
        error.help(format!("write `{}`", words.join("-")))
    }
}

fn bounds_help(number: f64, least: f64, most: f64, unit: &str) -> String {
    let is_share = unit.starts_with("share");
    if is_share && number > 1.0 && number <= 100.0 {
        return format!(
            "did you mean {}? shares run from 0 to 1",
            rounded(number / 100.0)
        );
    }
    if is_share {
        return "shares run from 0 to 1".to_owned();
    }
    let unit = if unit.is_empty() {
        String::new()
    } else {
        format!(" {unit}")
    };
    format!(
        "give a number from {} to {}{unit}",
        grouped(least),
        grouped(most)
    )
}

/// A bound with its thousands set apart, as TOML lets them be written.
fn grouped(bound: f64) -> String {
    let text = bound.to_string();
    if text.len() < 5 || !text.bytes().all(|byte| byte.is_ascii_digit()) {
        return text;
    }
    let mut grouped = String::new();
    for (place, digit) in text.chars().enumerate() {
        if place > 0 && (text.len() - place).is_multiple_of(3) {
            grouped.push('_');
        }
        grouped.push(digit);
    }
    grouped
}

/// A number without the dust of a division by a hundred.
fn rounded(number: f64) -> f64 {
    (number * 1e9).round() / 1e9
}

fn choice_list(words: &[&str]) -> String {
    list(words.iter().copied()).replace(" and ", " or ")
}

fn kind(node: &Node) -> String {
    match &node.value {
        Value::Table(_) => "a table".to_owned(),
        Value::Array(_) => "a list".to_owned(),
        Value::String(_) => format!("the text {}", node.show()),
        Value::Integer(_) | Value::Float(_) => format!("the number {}", node.show()),
        Value::Boolean(_) => format!("`{}`", node.show()),
        Value::Datetime(_) => format!("the date {}", node.show()),
        Value::Cell(text) => format!("{:?}", text.chars().take(60).collect::<String>()),
    }
}

fn type_help(node: &Node, key: &str, wanted: &str, schema: &Schema) -> String {
    let text = match &node.value {
        Value::String(text) | Value::Cell(text) => text.trim(),
        _ => "",
    };
    if wanted == "a number" {
        let is_share = schema["x-unit"]
            .as_str()
            .is_some_and(|unit| unit.starts_with("share"));
        if let Some(percent) = text.strip_suffix('%')
            && let Ok(percent) = percent.trim().parse::<f64>()
        {
            let value = if is_share { percent / 100.0 } else { percent };
            return format!("write `{}`, without the per cent sign", rounded(value));
        }
        let bare: String = text
            .chars()
            .filter(|sign| !sign.is_whitespace() && !matches!(sign, ',' | '£' | '_'))
            .map(|sign| if sign == '−' { '-' } else { sign })
            .collect();
        if let Ok(number) = bare.parse::<f64>()
            && number.is_finite()
        {
            return format!("write the bare number: `{number}`");
        }
    }
    match (wanted, &node.value) {
        ("text", Value::Integer(_) | Value::Float(_) | Value::Boolean(_) | Value::Datetime(_)) => {
            format!("put it in quotes: `{key} = \"{}\"`", node.show())
        }
        ("a list", Value::String(_)) => format!("put it in brackets: `{key} = [{}]`", node.show()),
        ("a table", Value::Cell(_)) => {
            format!("name a column for each of its keys: `{key}.…`")
        }
        ("a table", _) if dates::of_keys(schema).is_some() => {
            let date = dates::of_keys(schema).map_or("", dates::Kind::as_key);
            let own = key.rsplit('.').next().unwrap_or(key);
            format!("say when: `{own} = {{ {date} = {} }}`", node.show())
        }
        ("a table", _) => format!("write a table: `[…{key}]` with its keys below"),
        _ => format!("give {wanted}"),
    }
}
