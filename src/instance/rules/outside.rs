//! What is given for times that a plan by month does not cover.

use super::{InstanceRule, InstanceSubject};
use crate::dates::FinancialYear;
use crate::diagnostics::{Diagnostic, Explanation};
use crate::ids::Id;

pub(super) const RULES: &[InstanceRule] = &[InstanceRule {
    explanation: Explanation {
        code: "W011",
        title: "numbers for times outside the horizon",
        what: "`referrals_by_year`, `gbp_by_year` or `places_by_intake` names a financial year that the horizon does not touch, or a month before its start.",
        why: "The plan leaves it out. Often that is meant; now and then a year is a slip.",
        example: "[horizon]\nstart = \"2026-04\"\nmonths = 12\n[budgets.all]\ngbp_by_year = { 2028/29 = 9_000_000 }",
        fix: "Correct the year or the month, or drop the entry.",
    },
    check: outside,
}];

fn outside(subject: &InstanceSubject<'_>, found: &mut Vec<Diagnostic>) {
    let Some(calendar) = subject.calendar() else {
        return;
    };
    let Some(horizon) = &calendar.horizon else {
        return;
    };
    let file = subject.file;
    let covered = |year: &FinancialYear| horizon.years.iter().any(|y| y.year == *year);
    let mut named: Vec<[String; 4]> = Vec::new();
    let mut add = |table: &str, id: &str, key: &str, when: String| {
        named.push([table.to_owned(), id.to_owned(), key.to_owned(), when]);
    };
    for (id, service) in &file.services {
        for year in service.referrals_by_year.keys().filter(|y| !covered(y)) {
            add(
                "services",
                id.as_str(),
                "referrals_by_year",
                year.to_string(),
            );
        }
    }
    for (id, budget) in &file.budgets {
        for year in budget.gbp_by_year.keys().filter(|y| !covered(y)) {
            add("budgets", id.as_str(), "gbp_by_year", year.to_string());
        }
    }
    for (id, levy) in &file.levies {
        for year in levy.gbp_by_year.keys().filter(|y| !covered(y)) {
            add("levies", id.as_str(), "gbp_by_year", year.to_string());
        }
    }
    for (id, cap) in &file.places {
        for month in cap.places_by_intake.keys().filter(|m| **m < horizon.start) {
            add("places", id.as_str(), "places_by_intake", month.to_string());
        }
    }
    let Some(first) = named.first() else { return };
    let path: Vec<&str> = first.iter().map(String::as_str).collect();
    let [_, _, key, when] = first;
    let message = match named.len() {
        1 => format!("`{key}` names {when}, which lies outside the horizon"),
        2 => format!("`{key}` names {when}, outside the horizon; so does another entry"),
        count => format!(
            "`{key}` names {when}, outside the horizon; so do {} more entries",
            count - 1
        ),
    };
    found.push(
        Diagnostic::warning("W011", message)
            .at(subject.key(&path), "left out")
            .help("correct the year or the month, or drop the entry"),
    );
}
