//! Rules on standards.

use std::collections::HashMap;

use super::{CareRule, CareSubject};
use crate::diagnostics::{Diagnostic, Explanation};
use crate::draft::care::{Enforcement, Standards};
use crate::ids::{Id, StandardId};
use crate::units::Quantity;

pub(super) const RULES: &[CareRule] = &[
    CareRule {
        explanation: Explanation {
            code: "I180",
            title: "two standards of one name",
            what: "Standards of two kinds have the same id.",
            why: "Rows, tables and prices name a standard by its id alone.",
            example: "[standards.access.first]\n[standards.wait.first]",
            fix: "Rename one of the two.",
        },
        check: unique,
    },
    CareRule {
        explanation: Explanation {
            code: "I181",
            title: "an access standard without one target",
            what: "An access standard has neither `people_per_year` nor `share_of_prevalence`, or has both.",
            why: "It must say how many people start, in one way.",
            example: "people_per_year = 5000\nshare_of_prevalence = 0.25",
            fix: "Keep one of the two keys.",
        },
        check: one_target,
    },
    CareRule {
        explanation: Explanation {
            code: "I183",
            title: "a soft standard without a price",
            what: "A standard has `enforcement = \"soft\"` and no `shortfall_gbp_per_person`, or one of 0.",
            why: "A soft standard may fall short at a price. Without one it would be given up at once.",
            example: "enforcement = \"soft\"",
            fix: "Add `shortfall_gbp_per_person`, or write `hard` or `reported`.",
        },
        check: priced,
    },
    CareRule {
        explanation: Explanation {
            code: "I184",
            title: "a wait standard for nobody or for everybody",
            what: "The `share_min` of a wait standard is 0 or 1.",
            why: "Waits vary without end: some wait longer than any limit, so that a share of 1 can never be kept, and a share of 0 asks nothing.",
            example: "share_min = 1.0\nwithin_weeks = 18",
            fix: "Give a share between the two, for example 0.95.",
        },
        check: wait_share,
    },
    CareRule {
        explanation: Explanation {
            code: "I185",
            title: "a wait standard of less than a day",
            what: "The `within_weeks` of a wait standard is below 0.14, less than a day.",
            why: "Nobody starts in the moment in which they join the list.",
            example: "within_weeks = 0",
            fix: "Give the weeks, for example 6.",
        },
        check: wait_weeks,
    },
];

/// Kind, id, enforcement and price of every standard, in order.
fn each(
    standards: &Standards,
) -> impl Iterator<Item = (&'static str, &StandardId, Enforcement, bool)> {
    let access = standards
        .access
        .iter()
        .map(|(id, s)| ("access", id, s.enforcement, s.shortfall_gbp_per_person));
    let wait = standards
        .wait
        .iter()
        .map(|(id, s)| ("wait", id, s.enforcement, s.shortfall_gbp_per_person));
    let recovery = standards
        .recovery
        .iter()
        .map(|(id, s)| ("recovery", id, s.enforcement, s.shortfall_gbp_per_person));
    let completion = standards
        .completion
        .iter()
        .map(|(id, s)| ("completion", id, s.enforcement, s.shortfall_gbp_per_person));
    access
        .chain(wait)
        .chain(recovery)
        .chain(completion)
        .map(|(kind, id, enforcement, price)| {
            let priced = price.is_some_and(|price| price.value() > 0.0);
            (kind, id, enforcement, priced)
        })
}

fn unique(subject: &CareSubject<'_>, found: &mut Vec<Diagnostic>) {
    let mut seen: HashMap<&StandardId, &str> = HashMap::new();
    for (kind, id, _, _) in each(&subject.care.standards) {
        if let Some(first) = seen.insert(id, kind) {
            found.push(
                Diagnostic::error("I180", format!("two standards have the id `{id}`"))
                    .at(
                        subject.key(&["standards", kind, id.as_str()]),
                        format!("of kind {kind}"),
                    )
                    .and_at(
                        subject.key(&["standards", first, id.as_str()]),
                        format!("of kind {first}"),
                    )
                    .help("rename one of the two"),
            );
        }
    }
}

fn one_target(subject: &CareSubject<'_>, found: &mut Vec<Diagnostic>) {
    for (id, standard) in &subject.care.standards.access {
        let path = ["standards", "access", id.as_str()];
        match (standard.people_per_year, standard.share_of_prevalence) {
            (None, None) => found.push(
                Diagnostic::error("I181", format!("access standard `{id}` has no target"))
                    .at(subject.at(&path), "how many must start?")
                    .help("add `people_per_year` or `share_of_prevalence`"),
            ),
            (Some(people), Some(share)) => found.push(
                Diagnostic::error(
                    "I181",
                    format!(
                        "access standard `{id}` has two targets: {} people and {} of prevalence",
                        people.value(),
                        share.value()
                    ),
                )
                .at(
                    subject.at(&[path[0], path[1], path[2], "share_of_prevalence"]),
                    "one target",
                )
                .and_at(
                    subject.at(&[path[0], path[1], path[2], "people_per_year"]),
                    "the other",
                )
                .help("keep one of the two keys"),
            ),
            _ => {}
        }
    }
}

fn priced(subject: &CareSubject<'_>, found: &mut Vec<Diagnostic>) {
    for (kind, id, enforcement, priced) in each(&subject.care.standards) {
        if enforcement == Enforcement::Soft && !priced {
            found.push(
                Diagnostic::error("I183", format!("soft standard `{id}` has no price"))
                    .at(
                        subject.at(&["standards", kind, id.as_str(), "enforcement"]),
                        "soft",
                    )
                    .help("add `shortfall_gbp_per_person`, or write `hard` or `reported`"),
            );
        }
    }
}

fn wait_share(subject: &CareSubject<'_>, found: &mut Vec<Diagnostic>) {
    for (id, standard) in &subject.care.standards.wait {
        let share = standard.share_min.value();
        if share <= 0.0 || share >= 1.0 {
            found.push(
                Diagnostic::error(
                    "I184",
                    format!(
                        "`share_min` of wait standard `{id}` is {share}; it must be above 0 and \
                         below 1"
                    ),
                )
                .at(
                    subject.at(&["standards", "wait", id.as_str(), "share_min"]),
                    "between 0 and 1",
                )
                .help("give a share between the two, for example 0.95"),
            );
        }
    }
}

fn wait_weeks(subject: &CareSubject<'_>, found: &mut Vec<Diagnostic>) {
    for (id, standard) in &subject.care.standards.wait {
        let weeks = standard.within_weeks.value();
        if weeks < 0.14 {
            found.push(
                Diagnostic::error(
                    "I185",
                    format!(
                        "`within_weeks` of wait standard `{id}` is {weeks}; it must be at least a \
                         day, 0.14"
                    ),
                )
                .at(
                    subject.at(&["standards", "wait", id.as_str(), "within_weeks"]),
                    "less than a day",
                )
                .help("give the weeks, for example 6"),
            );
        }
    }
}
