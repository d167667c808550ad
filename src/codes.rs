//! The catalogue of codes: the story behind each diagnostic. The stories stand beside the checks;
//! this gathers them.

use crate::diagnostics::Explanation;
use crate::{document, instance, reading, schema};

/// What comes of a solve or an audit, told by the program's exit code and message.
const OUTCOMES: &[Explanation] = &[
    Explanation {
        code: "S001",
        title: "no plan exists",
        what: "The solver proved that no plan keeps every hard rule at once.",
        why: "Two or more rules pull against each other: often a budget against standards, or caps on hires and places against leavers.",
        example: "A budget of £1m for a service whose standards need £3m of staff.",
        fix: "Raise the budget or the caps, or make a standard soft: its shortfall then shows what is out of reach.",
    },
    Explanation {
        code: "S002",
        title: "the objective has no bound",
        what: "The solver proved that the objective can be made better without end.",
        why: "Some number must be wrong: with prices and people from the bounds of the file format this cannot be.",
        example: "None is known.",
        fix: "Report it, with the instance.",
    },
    Explanation {
        code: "S003",
        title: "the solver failed",
        what: "The solver gave up without a proof or a plan.",
        why: "It met numerical trouble, or a fault of its own or of ours.",
        example: "Numbers of very different size in one rule.",
        fix: "Try another `--seed`. If it stays, report it, with the instance.",
    },
    Explanation {
        code: "S004",
        title: "a limit reached without a plan",
        what: "The time limit was reached, or the run was stopped, before a first plan was found.",
        why: "Large instances need longer for a first plan.",
        example: "skillmix solve instances/greater-manchester.toml --time-limit 1",
        fix: "Allow more time.",
    },
    Explanation {
        code: "A001",
        title: "a promise broken",
        what: "The plan, recomputed from the instance alone, breaks one of its rules by more than the tolerance.",
        why: "Such a plan is never an answer. In a plan of the solver's it is a fault of ours; in a plan written by hand it shows what the plan lacks.",
        example: "skillmix check instances/tiny.toml plan.json   # with half a PWP too few",
        fix: "Change the plan where the message says; if the solver made it, report it.",
    },
    Explanation {
        code: "A002",
        title: "a plan that does not fit its instance",
        what: "A plan file lacks a service, role or period of the instance, or names one that the instance does not have.",
        why: "It was made for another instance, or is damaged.",
        example: "skillmix check instances/tiny.toml other-plan.json",
        fix: "Name the instance that the plan was made for, or solve again.",
    },
];

/// Every code, in order.
#[must_use]
pub fn all() -> Vec<Explanation> {
    let mut all: Vec<Explanation> = document::codes()
        .chain(schema::codes())
        .chain(instance::rules::codes())
        .chain(instance::screens::CODES)
        .chain(reading::codes())
        .chain(OUTCOMES)
        .copied()
        .collect();
    all.sort_by_key(|explanation| explanation.code);
    all.dedup_by_key(|explanation| explanation.code);
    all
}

/// The story behind a code; none for a code that does not exist. Case does not matter.
#[must_use]
pub fn explain(code: &str) -> Option<Explanation> {
    all()
        .into_iter()
        .find(|explanation| explanation.code.eq_ignore_ascii_case(code.trim()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_story_is_whole() {
        for story in all() {
            for text in [story.title, story.what, story.why, story.example, story.fix] {
                assert!(!text.trim().is_empty(), "{}", story.code);
            }
            assert!(story.what.ends_with('.'), "{}", story.code);
        }
    }

    #[test]
    fn a_code_is_found_whatever_its_case() {
        assert_eq!(explain(" d101 ").map(|e| e.code), Some("D101"));
        assert_eq!(explain("D1"), None);
    }
}
