use super::*;
use crate::ids::ScenarioId;
use crate::reading::Changed;

fn stated(value: &str, line: usize, source: &str) -> Stated {
    Stated {
        value: value.to_owned(),
        file: "a.toml".to_owned(),
        line,
        source: Some(source.to_owned()),
        is_assumption: false,
    }
}

fn list() -> Vec<Scenario> {
    vec![Scenario {
        id: ScenarioId::new("high-turnover"),
        name: "Half of them leave".to_owned(),
        based_on: vec!["cut-5".to_owned()],
        file: "a.toml".to_owned(),
        line: 30,
        changes: vec![
            Changed {
                path: "care.roles.pwp.leaving_per_year".to_owned(),
                unit: "share/year".to_owned(),
                before: Some(stated("0.25", 12, "a census")),
                after: Some(stated("0.51", 33, "a report")),
                entry: None,
            },
            Changed {
                path: "care.roles.pwp.in_post_max_wte".to_owned(),
                unit: "WTE".to_owned(),
                before: None,
                after: Some(stated("30", 34, "assumption: a cap")),
                entry: None,
            },
        ],
    }]
}

#[test]
fn the_table_shows_both_values_where_they_stand_and_their_sources() {
    insta::assert_snapshot!(table(&list(), false), @r##"
    high-turnover: Half of them leave
        based on cut-5; 2 values differ from the instance; a.toml:30

    care.roles.pwp.leaving_per_year: 0.25 → 0.51 share/year (+104 %)                           a.toml:33
        a report
        before, a.toml:12: a census

    care.roles.pwp.in_post_max_wte: not given → 30 WTE                                         a.toml:34
        assumption: a cap
    "##);
}

#[test]
fn json_and_csv_hold_one_entry_a_changed_value() {
    let items: serde_json::Value = serde_json::from_str(&json(&list())).expect("JSON");
    assert_eq!(items[0]["changes"][0]["before"]["value"], "0.25");
    assert!(items[0]["changes"][1]["before"].is_null());
    let text = csv(&list());
    let mut reader = csv::Reader::from_reader(text.as_bytes());
    let rows: Vec<csv::StringRecord> = reader.records().filter_map(Result::ok).collect();
    assert_eq!(rows.len(), 2);
    assert_eq!(rows.first().and_then(|row| row.get(9)), Some("+104 %"));
}
