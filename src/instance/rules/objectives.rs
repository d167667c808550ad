//! Rules on objectives.

use super::{InstanceRule, InstanceSubject};
use crate::diagnostics::{Diagnostic, Explanation};
use crate::draft::CareModel;
use crate::draft::care::Enforcement;
use crate::draft::instance::Objective;

pub(super) const RULES: &[InstanceRule] = &[
    InstanceRule {
        explanation: Explanation {
            code: "I020",
            title: "no objective",
            what: "`objectives` is an empty list.",
            why: "Without one, any plan is as good as any other.",
            example: "objectives = []",
            fix: "Name an objective, or drop the key: then it is `least-shortfall`, then `least-cost`.",
        },
        check: some_objective,
    },
    InstanceRule {
        explanation: Explanation {
            code: "I021",
            title: "an objective named twice",
            what: "`objectives` has the same objective twice.",
            why: "Once optimised and held, there is nothing left of it to seek.",
            example: "objectives = [\"least-cost\", \"least-cost\"]",
            fix: "Name it once, at the place where it counts.",
        },
        check: once_each,
    },
    InstanceRule {
        explanation: Explanation {
            code: "I022",
            title: "an objective that needs a plan by month",
            what: "`objectives` has `steadiest`, and the instance has no `[horizon]`.",
            why: "It seeks the least swing in hiring over time. In a year that repeats hiring does not swing.",
            example: "objectives = [\"least-cost\", \"steadiest\"]",
            fix: "Take it out of the list, or add a `[horizon]`.",
        },
        check: steadiest,
    },
    InstanceRule {
        explanation: Explanation {
            code: "I023",
            title: "`fairest` without a soft standard",
            what: "`objectives` has `fairest`, and no service has a soft standard.",
            why: "It seeks the smallest priced shortfall in the worst-off service. Where no standard may fall short there is none.",
            example: "objectives = [\"fairest\"]   # and every standard `hard`",
            fix: "Make a standard `soft`, with a price, or take `fairest` out of the list.",
        },
        check: fairest,
    },
    InstanceRule {
        explanation: Explanation {
            code: "W007",
            title: "a soft standard that no objective seeks",
            what: "A standard is `soft`, and `objectives` has neither `least-shortfall` nor `fairest`.",
            why: "A soft standard may fall short at a price, and only these two objectives count the price. Without them it may fall short for nothing.",
            example: "objectives = [\"least-cost\"]   # and a standard with `enforcement = \"soft\"`",
            fix: "Put `least-shortfall` or `fairest` into the list, or make the standard `hard`.",
        },
        check: soft_for_nothing,
    },
];

fn objectives<'a>(subject: &InstanceSubject<'a>) -> &'a [Objective] {
    subject.file.objectives.as_deref().unwrap_or_default()
}

/// The name as the file has it.
fn name(objective: Objective) -> &'static str {
    match objective {
        Objective::LeastShortfall => "least-shortfall",
        Objective::LeastCost => "least-cost",
        Objective::MostAccess => "most-access",
        Objective::Fairest => "fairest",
        Objective::Steadiest => "steadiest",
    }
}

fn some_objective(subject: &InstanceSubject<'_>, found: &mut Vec<Diagnostic>) {
    if subject.file.objectives.as_ref().is_some_and(Vec::is_empty) {
        found.push(
            Diagnostic::error("I020", "`objectives` is empty")
                .at(subject.at(&["objectives"]), "at least one")
                .help("name an objective, or drop the key for the usual ones"),
        );
    }
}

fn once_each(subject: &InstanceSubject<'_>, found: &mut Vec<Diagnostic>) {
    let objectives = objectives(subject);
    for (place, objective) in objectives.iter().enumerate() {
        let first = objectives.iter().position(|other| other == objective);
        if let Some(first) = first.filter(|first| *first < place) {
            found.push(
                Diagnostic::error(
                    "I021",
                    format!("objective `{}` is named twice", name(*objective)),
                )
                .at(
                    subject.at(&["objectives", &place.to_string()]),
                    "the second time",
                )
                .and_at(subject.at(&["objectives", &first.to_string()]), "the first")
                .help("name it once"),
            );
        }
    }
}

fn steadiest(subject: &InstanceSubject<'_>, found: &mut Vec<Diagnostic>) {
    let place = objectives(subject)
        .iter()
        .position(|objective| *objective == Objective::Steadiest);
    if let Some(place) = place.filter(|_| subject.file.horizon.is_none()) {
        found.push(
            Diagnostic::error(
                "I022",
                "objective `steadiest` needs a plan by month, and there is no `[horizon]`",
            )
            .at(
                subject.at(&["objectives", &place.to_string()]),
                "not in a year that repeats",
            )
            .help("take it out of the list, or add a `[horizon]`"),
        );
    }
}

fn has_soft(care: &CareModel) -> bool {
    let standards = &care.standards;
    let soft = |enforcement: Enforcement| enforcement == Enforcement::Soft;
    standards.access.values().any(|s| soft(s.enforcement))
        || standards.wait.values().any(|s| soft(s.enforcement))
        || standards.recovery.values().any(|s| soft(s.enforcement))
        || standards.completion.values().any(|s| soft(s.enforcement))
}

fn fairest(subject: &InstanceSubject<'_>, found: &mut Vec<Diagnostic>) {
    let place = objectives(subject)
        .iter()
        .position(|objective| *objective == Objective::Fairest);
    let Some(place) = place else { return };
    if subject.cares.is_empty() || subject.cares.values().any(|(care, _)| has_soft(care)) {
        return;
    }
    found.push(
        Diagnostic::error(
            "I023",
            "objective `fairest` needs a soft standard, and there is none",
        )
        .at(
            subject.at(&["objectives", &place.to_string()]),
            "nothing may fall short",
        )
        .help("make a standard `soft`, with a price, or take `fairest` out of the list"),
    );
}

fn soft_for_nothing(subject: &InstanceSubject<'_>, found: &mut Vec<Diagnostic>) {
    let objectives = objectives(subject);
    let counts = |o: &Objective| matches!(o, Objective::LeastShortfall | Objective::Fairest);
    // Where the list is left out, it has `least-shortfall`; where it is empty, I020 tells.
    if objectives.is_empty() || objectives.iter().any(counts) {
        return;
    }
    if subject.cares.values().any(|(care, _)| has_soft(care)) {
        found.push(
            Diagnostic::warning(
                "W007",
                "no objective counts what soft standards fall short by: they hold nothing",
            )
            .at(
                subject.at(&["objectives"]),
                "neither `least-shortfall` nor `fairest`",
            )
            .help("add `least-shortfall` or `fairest`, or make the standards `hard`"),
        );
    }
}
