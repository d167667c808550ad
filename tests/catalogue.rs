//! Code, catalogue and document say the same: every row family of the formulation has its entry
//! and its paragraph, and nothing else has.

use std::collections::BTreeSet;

use skillmix::catalogue::{RowKind, extra_promises, families};
use skillmix::formulation::{RowKey, VarKey};

const DOCUMENT: &str = include_str!("../models/formulation.md");

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
    for (family, label) in RowKey::FAMILIES {
        let explained = DOCUMENT
            .lines()
            .any(|line| line.contains(family) && line.contains("**"));
        assert!(
            explained,
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
        // Labels of arithmetic that is a coefficient or an expression, not a row of its own.
        .chain(["B3", "C2", "D1", "F3"])
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
