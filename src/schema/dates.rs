//! Months and financial years, as values and as the keys of tables.

use serde_json::Value as Schema;

use crate::dates::{FinancialYear, MONTH_PATTERN, Month, YEAR_PATTERN};
use crate::diagnostics::{Diagnostic, Explanation, Location};
use crate::document::{Node, Value};

pub(super) const CODES: &[Explanation] = &[Explanation {
    code: "D112",
    title: "a month or a financial year that is none",
    what: "A month is not written as `2026-04`, or a financial year not as `2026/27`.",
    why: "Plans by month are laid along the calendar; a date that can be read in two ways, or in none, would put things into the wrong month or into none.",
    example: "[horizon]\nstart = \"April 2026\"   # it is `\"2026-04\"`",
    fix: "Write a month as year and month, `2026-04`, and a financial year as `2026/27`, the second part one more than the first. Quotes stand about both, but for a month as a key.",
}];

/// What kind of date is meant.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    /// A calendar month.
    Month,
    /// A financial year.
    Year,
}

impl Kind {
    fn name(self) -> &'static str {
        match self {
            Self::Month => "month",
            Self::Year => "financial year",
        }
    }

    fn example(self) -> &'static str {
        match self {
            Self::Month => "2026-04",
            Self::Year => "2026/27",
        }
    }

    /// One as it stands as the key of a table.
    pub(super) fn as_key(self) -> &'static str {
        match self {
            Self::Month => "2026-04",
            Self::Year => "\"2026/27\"",
        }
    }

    fn is_written(self, text: &str) -> bool {
        match self {
            Self::Month => text.parse::<Month>().is_ok(),
            Self::Year => text.parse::<FinancialYear>().is_ok(),
        }
    }

    /// What was most likely meant by a text that is no such date.
    fn guess(self, text: &str) -> Option<String> {
        let parts: Vec<&str> = text
            .split(|sign: char| !sign.is_ascii_alphanumeric())
            .filter(|part| !part.is_empty())
            .take(4)
            .collect();
        let number = |part: &&str| part.parse::<i32>().ok();
        let year = parts
            .iter()
            .position(|part| part.len() == 4 && number(part).is_some());
        let guess = match self {
            Self::Year => {
                let begins = match year {
                    Some(place) => number(parts.get(place)?)?,
                    None => {
                        2000 + parts
                            .first()
                            .filter(|part| part.len() == 2)
                            .and_then(number)?
                    }
                };
                FinancialYear { begins }.to_string()
            }
            Self::Month => {
                let of_year = parts
                    .iter()
                    .enumerate()
                    .filter(|(place, _)| Some(*place) != year)
                    .find_map(|(_, part)| month_named(part).or_else(|| number(part)))?;
                let year = number(parts.get(year?)?)?;
                format!("{year:04}-{of_year:02}")
            }
        };
        self.is_written(&guess).then_some(guess)
    }
}

/// The month of the year that a word begins like: 1 is January.
fn month_named(word: &str) -> Option<i32> {
    const NAMES: [&str; 12] = [
        "jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec",
    ];
    let start = word.get(..3)?.to_ascii_lowercase();
    NAMES
        .iter()
        .zip(1..)
        .find(|(name, _)| **name == start)
        .map(|(_, month)| month)
}

/// The kind of date that a value is to be; none for other values.
pub(super) fn of_value(schema: &Schema) -> Option<Kind> {
    match schema["x-date"].as_str()? {
        "month" => Some(Kind::Month),
        _ => Some(Kind::Year),
    }
}

/// The kind of date that the keys of a table are to be; none for other tables.
pub(super) fn of_keys(table: &Schema) -> Option<Kind> {
    let patterns = table["patternProperties"].as_object()?;
    match patterns.keys().next()?.as_str() {
        MONTH_PATTERN => Some(Kind::Month),
        YEAR_PATTERN => Some(Kind::Year),
        _ => None,
    }
}

/// What is wrong with a key of a table of months or of financial years.
pub(super) fn check_key(kind: Kind, key: &str, location: &Location) -> Option<Diagnostic> {
    // In TOML a financial year needs quotes for its `/`. As the last part of a column's name, which
    // is what its place then spans, it has none.
    let is_column = location.span.len() > key.len() + "\"\"".len();
    let quotes = if kind == Kind::Year && !is_column {
        "\""
    } else {
        ""
    };
    (!kind.is_written(key)).then(|| {
        let shown: String = key.chars().take(60).collect();
        refused(
            kind,
            format!("`{shown}` is not a {}", kind.name()),
            key,
            location,
            quotes,
        )
    })
}

/// What is wrong with a value that is to be a month or a financial year.
pub(super) fn check_value(kind: Kind, node: &Node, key: &str) -> Option<Diagnostic> {
    let text = match &node.value {
        Value::String(text) | Value::Cell(text) | Value::Datetime(text) => text.clone(),
        _ => node.show(),
    };
    let is_text = matches!(node.value, Value::String(_) | Value::Cell(_));
    if is_text && kind.is_written(&text) {
        return None;
    }
    let message = format!("`{key}` is {}, not a {}", node.show(), kind.name());
    Some(refused(kind, message, &text, &node.location, "\""))
}

/// The error, with what was most likely meant, between `quotes`.
fn refused(
    kind: Kind,
    message: String,
    text: &str,
    location: &Location,
    quotes: &str,
) -> Diagnostic {
    let example = kind.example();
    let error = Diagnostic::error("D112", message).at(
        location.clone(),
        format!("a {} such as {example}", kind.name()),
    );
    match kind.guess(text) {
        Some(guess) => error.help(format!("did you mean `{quotes}{guess}{quotes}`?")),
        None => error.help(format!(
            "write a {} as `{quotes}{example}{quotes}`",
            kind.name()
        )),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_meant_by_a_date_written_otherwise_is_guessed() {
        for text in [
            "2026/04",
            "April 2026",
            "2026-4",
            "04-2026",
            "2026-04-01",
            "apr-2026",
        ] {
            assert_eq!(
                Kind::Month.guess(text).as_deref(),
                Some("2026-04"),
                "{text}"
            );
        }
        for text in ["2026-27", "2026/2027", "2026/28", "2026", "26/27"] {
            assert_eq!(Kind::Year.guess(text).as_deref(), Some("2026/27"), "{text}");
        }
        for text in ["2026-13", "soon", "", "2026", "1-2-3", "ärz 2026"] {
            assert_eq!(Kind::Month.guess(text), None, "{text}");
        }
        assert_eq!(Kind::Year.guess("next"), None);
    }
}
