//! TOML text to a spanned tree.

use std::ops::Range;

use toml::de::{DeTable, DeValue};

use super::tree::{Node, Table, Value};
use crate::diagnostics::{Diagnostic, Explanation, FileId, Location};

/// The most parts that one dotted key may have. The parser recurses over them.
const LONGEST_KEY: usize = 32;

pub(super) const CODES: &[Explanation] = &[
    Explanation {
        code: "D005",
        title: "a file is not TOML",
        what: "The text breaks a rule of TOML at the place shown: an unclosed quote or bracket, a missing `=`, a key that stands twice.",
        why: "What is not TOML cannot be read at all.",
        example: "[services.leeds]\nname = \"Leeds\nreferrals_per_year = 12000",
        fix: "Mend the line. Text stands in double quotes; each key stands once in its table.",
    },
    Explanation {
        code: "D007",
        title: "a key has too many parts",
        what: "A dotted key or a table's name has more than 32 parts.",
        why: "No key of an instance has more than eight; the file is damaged or hostile.",
        example: "a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a = 1",
        fix: "Write the key as `skillmix schema` has it.",
    },
];

/// Parses a file. With errors the tree is what could be made of the rest.
pub(super) fn parse(file: FileId, text: &str) -> (Node, Vec<Diagnostic>) {
    // A byte order mark is the parser's to skip; spans count it.
    if let Some(span) = long_key(text) {
        let error = Diagnostic::error(
            "D007",
            format!("a key has more than {LONGEST_KEY} parts joined by dots"),
        )
        .at(Location::new(file, span), "this key")
        .help("write the key as `skillmix schema` has it");
        let root = Node::new(Value::Table(Table::default()), Location::new(file, 0..0));
        return (root, vec![error]);
    }
    let (root, errors) = DeTable::parse_recoverable(text);
    let mut last_line = None;
    let diagnostics = errors
        .iter()
        .filter_map(|error| {
            let span = error.span().unwrap_or(0..0);
            let location = Location::new(file, span.clone());
            let line = text
                .get(..span.start.min(text.len()))
                .map(|before| before.matches('\n').count());
            // One slip can upset the rest of its line: the first word on it is enough.
            if line.is_some() && line == last_line {
                return None;
            }
            last_line = line;
            let message: String = error.message().lines().collect::<Vec<_>>().join(", ");
            Some(
                Diagnostic::error("D005", format!("not TOML: {message}"))
                    .at(location, "here")
                    .help(match bare_date(text, span.start) {
                        Some(date) => format!("put it in double quotes: `\"{date}\"`"),
                        None => syntax_help(&message).to_owned(),
                    }),
            )
        })
        .collect();
    let mut root = table(file, root.get_ref());
    root.location = Location::new(file, 0..0);
    (root, diagnostics)
}

/// The month or financial year without quotes that the word at a place is, or seems to be: TOML
/// knows neither.
fn bare_date(text: &str, at: usize) -> Option<&str> {
    let belongs = |sign: char| sign.is_ascii_digit() || matches!(sign, '-' | '/');
    let before = text.get(..at)?;
    let start = before.trim_end_matches(belongs).len();
    let rest = text.get(start..)?;
    let word = rest
        .find(|sign| !belongs(sign))
        .map_or(Some(rest), |end| rest.get(..end))?;
    let (year, part) = word.split_once(['-', '/'])?;
    let digits = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
    let is_date = year.len() == 4 && digits(year) && (1..=4).contains(&part.len()) && digits(part);
    is_date.then_some(word)
}

fn syntax_help(message: &str) -> &'static str {
    if message.contains("duplicate key") {
        "each key stands once in its table: drop one of the two"
    } else if message.contains("string") {
        "text stands between double quotes, on one line"
    } else {
        "each line is `key = value`, a `[table]` or a `# comment`"
    }
}

fn table(file: FileId, source: &DeTable<'_>) -> Node {
    let mut entries: Vec<_> = source.iter().collect();
    entries.sort_by_key(|(key, _)| key.span().start);
    let mut made = Table::default();
    for (key, value) in entries {
        made.insert(
            key.get_ref(),
            Location::new(file, key.span()),
            node(file, value.get_ref(), value.span()),
        );
    }
    Node::new(Value::Table(made), Location::new(file, 0..0))
}

fn node(file: FileId, value: &DeValue<'_>, span: Range<usize>) -> Node {
    let location = Location::new(file, span);
    let value = match value {
        DeValue::String(text) => Value::String(text.clone().into_owned()),
        DeValue::Integer(number) => {
            match i64::from_str_radix(number.as_str(), number.radix()) {
                Ok(number) => Value::Integer(number),
                // Beyond 64 bits: as a float it is still told too large.
                Err(_) => Value::Float(number.as_str().parse().unwrap_or(f64::INFINITY)),
            }
        }
        DeValue::Float(number) => Value::Float(number.as_str().parse().unwrap_or(f64::NAN)),
        DeValue::Boolean(yes) => Value::Boolean(*yes),
        DeValue::Datetime(datetime) => Value::Datetime(datetime.to_string()),
        DeValue::Array(items) => Value::Array(
            items
                .iter()
                .map(|item| node(file, item.get_ref(), item.span()))
                .collect(),
        ),
        DeValue::Table(inner) => table(file, inner).value,
    };
    Node::new(value, location)
}

/// The first run of keys joined by dots that is longer than any that can be meant.
fn long_key(text: &str) -> Option<Range<usize>> {
    let mut start = 0;
    let mut parts = 0_usize;
    let mut after_dot = false;
    let mut bytes = text.bytes().enumerate().peekable();
    while let Some((at, byte)) = bytes.next() {
        match byte {
            b'.' => after_dot = parts > 0,
            b' ' | b'\t' => {}
            b'A'..=b'Z' | b'a'..=b'z' | b'0'..=b'9' | b'_' | b'-' | b'"' | b'\'' => {
                if after_dot {
                    parts += 1;
                } else {
                    start = at;
                    parts = 1;
                }
                after_dot = false;
                if parts > LONGEST_KEY {
                    return Some(start..at + 1);
                }
                if byte == b'"' || byte == b'\'' {
                    // To the closing quote of a quoted part, or the end of the line.
                    for (_, inner) in bytes.by_ref() {
                        if inner == byte || inner == b'\n' {
                            break;
                        }
                    }
                } else {
                    while bytes
                        .next_if(|(_, b)| b.is_ascii_alphanumeric() || *b == b'_' || *b == b'-')
                        .is_some()
                    {}
                }
            }
            _ => {
                parts = 0;
                after_dot = false;
            }
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    const FILE: FileId = FileId(0);

    #[test]
    fn entries_keep_the_order_of_the_file() {
        let (root, errors) = parse(FILE, "z = 1\na = 2\n[m]\nx = 1\n[b]\n");
        assert!(errors.is_empty());
        let keys: Vec<&str> = root.table().unwrap().keys().collect();
        assert_eq!(keys, ["z", "a", "m", "b"]);
    }

    #[test]
    fn every_value_knows_its_bytes() {
        let text = "\u{feff}[a.b]\nx = 0.25\n";
        let (root, errors) = parse(FILE, text);
        assert!(errors.is_empty(), "{errors:?}");
        let place = root.locate(&["a", "b", "x"]);
        assert_eq!(&text[place.span], "0.25");
        let place = root.locate_key(&["a", "b", "x"]);
        assert_eq!(&text[place.span], "x");
    }

    #[test]
    fn numbers_too_large_stay_numbers() {
        let (root, _) = parse(FILE, "a = 99999999999999999999\nb = 1e400\nc = nan\n");
        assert_eq!(root.get("a").unwrap().value, Value::Float(1e20));
        assert_eq!(root.get("b").unwrap().value, Value::Float(f64::INFINITY));
        assert!(matches!(root.get("c").unwrap().value, Value::Float(x) if x.is_nan()));
    }

    #[test]
    fn all_broken_lines_are_named_in_one_pass() {
        let (_, errors) = parse(FILE, "a = \nb = 1\nc = [1,\nd = \"x\n");
        assert!(errors.len() >= 2, "{errors:?}");
        assert!(errors.iter().all(|e| e.code == "D005"));
    }

    #[test]
    fn a_key_of_a_million_parts_is_refused_before_it_is_parsed() {
        let text = format!("{}a = 1\n", "a.".repeat(1_000_000));
        let (_, errors) = parse(FILE, &text);
        assert_eq!(errors[0].code, "D007");
        let quoted = format!("[{}\"a\"]\n", "\"a\" . ".repeat(40));
        assert_eq!(parse(FILE, &quoted).1[0].code, "D007");
    }

    #[test]
    fn deep_brackets_are_an_error_not_a_crash() {
        let text = format!("a = {}{}\n", "[".repeat(100_000), "]".repeat(100_000));
        let (_, errors) = parse(FILE, &text);
        assert_eq!(errors[0].code, "D005");
    }

    #[test]
    fn sentences_with_many_dots_are_not_long_keys() {
        let text =
            "a = \"one. two. three. e.g. four\" # ........................................\n";
        assert!(parse(FILE, text).1.is_empty());
        let list = format!("a = [{}0.5]\n", "0.25, ".repeat(100));
        assert!(parse(FILE, &list).1.is_empty());
    }
}
