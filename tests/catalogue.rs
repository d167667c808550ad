//! Code, catalogue and document say the same: every row family of the formulation has its entry
//! and its paragraph, and nothing else has.

use std::collections::{BTreeMap, BTreeSet};

use skillmix::asks::Ask;
use skillmix::catalogue::{RowKind, extra_promises, families, family};
use skillmix::formulation::{RowKey, VarKey};

const DOCUMENT: &str = include_str!("../models/formulation.md");
const KEYS: &str = include_str!("../src/formulation/keys.rs");

#[test]
fn code_and_catalogue_have_the_same_row_families_under_the_same_labels() {
    let code: Vec<(&str, &str)> = RowKey::FAMILIES.to_vec();
    let catalogue: Vec<(&str, &str)> = families()
        .iter()
        .map(|f| (f.family.as_str(), f.label.as_str()))
        .collect();
    assert_eq!(code, catalogue);
}

#[test]
fn the_document_explains_every_row_family_under_its_label() {
    // `**A1 in-post-balance**`, `**share-min, share-max**`: every other text between asterisks.
    let bold: BTreeSet<&str> = DOCUMENT
        .split("**")
        .skip(1)
        .step_by(2)
        .flat_map(|text| text.split([' ', ',']))
        .collect();
    for (family, label) in RowKey::FAMILIES {
        assert!(
            bold.contains(family),
            "`{family}` is not explained in bold in formulation.md"
        );
        let labelled =
            DOCUMENT.contains(&format!("**{label} ")) || DOCUMENT.contains(&format!("**{label}**"));
        assert!(
            labelled,
            "label {label} of `{family}` is not in formulation.md"
        );
    }
}

#[test]
fn the_document_lists_every_column() {
    for (family, label) in VarKey::FAMILIES {
        assert!(
            DOCUMENT.contains(&format!("`{family}[")) || DOCUMENT.contains(&format!("`{family}`")),
            "column `{family}` is not in the document's table"
        );
        assert!(
            DOCUMENT.contains(label),
            "label {label} of column `{family}` is not in the document"
        );
    }
}

#[test]
fn every_bold_label_of_the_document_is_in_the_code() {
    let known: BTreeSet<&str> = RowKey::FAMILIES
        .iter()
        .chain(VarKey::FAMILIES)
        .map(|&(_, label)| label)
        .chain(extra_promises().iter().map(|p| p.label.as_str()))
        // Labels of arithmetic that is a coefficient, an expression or data, not a row of its own.
        .chain(["A5", "B3", "C2", "C4", "D1", "F3", "F4", "F7"])
        .collect();
    let mut rest = DOCUMENT;
    let mut found = 0;
    while let Some(start) = rest.find("**") {
        rest = &rest[start + 2..];
        let word: String = rest
            .chars()
            .take_while(char::is_ascii_alphanumeric)
            .collect();
        let is_label = word.len() == 2
            && word.starts_with(|c: char| c.is_ascii_uppercase())
            && word.ends_with(|c: char| c.is_ascii_digit());
        if is_label {
            found += 1;
            assert!(
                known.contains(word.as_str()),
                "{word} is in the document only"
            );
        }
    }
    assert!(
        found > 20,
        "only {found} labels were found: the search is broken"
    );
}

/// The indices of every row family as the code has them, from the lines of its list of keys:
/// `Places(places: PlacesId, when: When) = "places", "B2";`.
fn indices_in_the_code() -> BTreeMap<&'static str, BTreeSet<&'static str>> {
    let (_, rows) = KEYS.split_once("RowKey {").expect("the list of rows");
    rows.lines()
        .filter_map(|line| {
            let (_, rest) = line.split_once('(')?;
            let (fields, rest) = rest.split_once(") = \"")?;
            let (family, _) = rest.split_once('"')?;
            let names = fields.split(", ").filter_map(|f| f.split_once(':'));
            Some((family, names.map(|(name, _)| name).collect()))
        })
        .collect()
}

#[test]
fn what_a_family_says_names_every_index_of_its_key_and_nothing_else() {
    let code = indices_in_the_code();
    assert_eq!(code.len(), RowKey::FAMILIES.len(), "{code:?}");
    for family in families() {
        let said: BTreeSet<&str> = family.indices().collect();
        assert_eq!(Some(&said), code.get(family.family.as_str()), "{said:?}");
        let beyond: Vec<&str> = (family.binds.iter().chain([&family.audit]))
            .filter(|text| text.contains('{'))
            .map(String::as_str)
            .collect();
        assert!(beyond.is_empty(), "{beyond:?} are said as they stand");
    }
}

#[test]
fn what_a_family_says_reads_well_in_a_steady_year_and_in_a_plan() {
    let places = family("places").expect("a family");
    let says = |when: &str| {
        places.demands(|index| match index {
            "places" => "HIT courses".to_owned(),
            _ => when.to_owned(),
        })
    };
    assert_eq!(
        says(""),
        "no more can start than HIT courses gives places for"
    );
    assert_eq!(
        says("2026/27"),
        "no more can start than HIT courses gives places for (2026/27)"
    );
    for family in families() {
        let steady = family.demands(|index| match index {
            "when" => String::new(),
            index => index.to_uppercase(),
        });
        assert!(!steady.contains("()"), "{steady}");
        assert_eq!(steady, steady.trim(), "{steady}");
    }
}

#[test]
fn only_inequalities_can_bind() {
    for family in families() {
        let is_equation = family.audit.contains(" = ") && family.binds.is_none();
        assert!(
            is_equation || family.binds.is_some(),
            "{}: say what binding means, or state the equation",
            family.family
        );
        if family.kind == RowKind::Standard {
            assert!(!family.joins, "{}", family.family);
        }
    }
}

#[test]
fn every_ask_has_its_reason_in_words_and_arithmetic_has_none() {
    for family in families() {
        let is_ask = Ask::FAMILIES.contains(&family.family.as_str());
        assert_eq!(family.because.is_some(), is_ask, "{}", family.family);
        let own: BTreeSet<&str> = family.indices().chain(["asked", "when", "at"]).collect();
        for index in family.reason_indices() {
            assert!(own.contains(index), "{}: {index}", family.family);
        }
        let reason = family.reason(|_| String::new()).unwrap_or_default();
        assert!(!reason.contains(['{', '}']), "{reason}");
        assert!(!reason.ends_with(['.', ' ']), "{reason}");
    }
}
