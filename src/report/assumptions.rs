//! Every number in force, as a table, JSON or CSV.

use serde_json::json;

use super::grid::{WIDTH, clean, paragraph};
use super::numbers::whole;
use crate::reading::Assumption;

/// The list for people: the number and its place on one line, what it replaced and where it
/// comes from below, and a summary.
#[must_use]
pub fn table(list: &[Assumption]) -> String {
    let mut text = String::new();
    for item in list {
        text.push_str(&number_line(item));
        if let Some(old) = &item.overridden {
            let old = format!("    in place of {} ({}:{})", old.value, old.file, old.line);
            text.push_str(&paragraph(&old));
        }
        let source = match (&item.source, item.is_assumption) {
            (Some(source), _) => clean(source),
            (None, true) => "assumption".to_owned(),
            (None, false) => "no source is stated".to_owned(),
        };
        text.push_str(&paragraph(&format!("    {source}")));
        text.push('\n');
    }
    text.push_str(&paragraph(&summary(list)));
    text
}

/// `roles.pwp.leaving_per_year = 0.25 share/year`, and to the right where it stands.
fn number_line(item: &Assumption) -> String {
    let number = format!("{} = {} {}", item.path, item.value, item.unit);
    let number = clean(number.trim_end());
    let place = clean(&format!("{}:{}", item.file, item.line));
    let room = usize::from(WIDTH).saturating_sub(number.chars().count() + place.chars().count());
    if room < 2 {
        return format!(
            "{}{}",
            paragraph(&number),
            paragraph(&format!("    {place}"))
        );
    }
    format!("{number}{}{place}\n", " ".repeat(room))
}

fn summary(list: &[Assumption]) -> String {
    let assumed = list.iter().filter(|item| item.is_assumption).count();
    let unstated = list
        .iter()
        .filter(|item| item.source.is_none() && !item.is_assumption)
        .count();
    let overridden = list.iter().filter(|item| item.overridden.is_some()).count();
    format!(
        "{} numbers: {} with a source, {} marked as assumptions, {} without a source; {} in place \
         of others.",
        whole(list.len()),
        whole(list.len() - assumed - unstated),
        whole(assumed),
        whole(unstated),
        whole(overridden)
    )
}

/// The list as JSON.
#[must_use]
pub fn json(list: &[Assumption]) -> String {
    let items: Vec<_> = list
        .iter()
        .map(|item| {
            json!({
                "path": item.path,
                "value": item.value,
                "unit": item.unit,
                "file": item.file,
                "line": item.line,
                "source": item.source,
                "is_assumption": item.is_assumption,
                "overrides": item.overridden.as_ref().map(|old| json!({
                    "value": old.value,
                    "file": old.file,
                    "line": old.line,
                })),
            })
        })
        .collect();
    format!("{:#}\n", serde_json::Value::from(items))
}

/// The list as CSV.
#[must_use]
pub fn csv(list: &[Assumption]) -> String {
    let mut writer = csv::Writer::from_writer(Vec::new());
    let mut write = |fields: [&str; 9]| {
        let written = writer.write_record(fields);
        debug_assert!(written.is_ok(), "a row of nine fields was refused");
    };
    write([
        "path",
        "value",
        "unit",
        "file",
        "line",
        "source",
        "is_assumption",
        "overridden_value",
        "overridden_at",
    ]);
    for item in list {
        let old = item.overridden.as_ref();
        write([
            &item.path,
            &item.value,
            &item.unit,
            &item.file,
            &item.line.to_string(),
            item.source.as_deref().unwrap_or_default(),
            if item.is_assumption { "yes" } else { "no" },
            old.map_or("", |old| &old.value),
            &old.map_or_else(String::new, |old| format!("{}:{}", old.file, old.line)),
        ]);
    }
    String::from_utf8(writer.into_inner().unwrap_or_default()).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::reading::Overridden;

    fn list() -> Vec<Assumption> {
        let item = |path: &str| Assumption {
            path: path.to_owned(),
            value: "0.25".to_owned(),
            unit: "share/year".to_owned(),
            file: "models/care.toml".to_owned(),
            line: 12,
            source: Some("a report, \"quoted\"".to_owned()),
            is_assumption: false,
            overridden: None,
        };
        vec![
            item("roles.pwp.leaving_per_year"),
            Assumption {
                source: None,
                overridden: Some(Overridden {
                    value: "0.2".to_owned(),
                    file: "models/care.toml".to_owned(),
                    line: 12,
                }),
                ..item("roles.hit.leaving_per_year")
            },
            Assumption {
                source: Some("assumption: nobody knows".to_owned()),
                is_assumption: true,
                ..item("roles.ap.leaving_per_year")
            },
        ]
    }

    #[test]
    fn the_table_marks_what_overrides_and_what_has_no_source() {
        insta::assert_snapshot!(table(&list()), @r##"
        roles.pwp.leaving_per_year = 0.25 share/year                                     models/care.toml:12
            a report, "quoted"

        roles.hit.leaving_per_year = 0.25 share/year                                     models/care.toml:12
            in place of 0.2 (models/care.toml:12)
            no source is stated

        roles.ap.leaving_per_year = 0.25 share/year                                      models/care.toml:12
            assumption: nobody knows

        3 numbers: 1 with a source, 1 marked as assumptions, 1 without a source; 1 in place of others.
        "##);
    }

    #[test]
    fn json_and_csv_hold_one_entry_a_number() {
        let items: serde_json::Value = serde_json::from_str(&json(&list())).expect("JSON");
        assert_eq!(items.as_array().map(Vec::len), Some(3));
        assert_eq!(items[1]["overrides"]["value"], "0.2");
        let text = csv(&list());
        let mut reader = csv::Reader::from_reader(text.as_bytes());
        assert_eq!(reader.records().filter_map(Result::ok).count(), 3);
    }
}
