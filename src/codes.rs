//! The catalogue of codes: the story behind each diagnostic. The stories stand beside the checks;
//! this gathers them.

use crate::diagnostics::Explanation;
use crate::{document, instance, reading, scenario, schema};

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
    Explanation {
        code: "A003",
        title: "a plan that holds standards late",
        what: "The plan says (`late_standards`) that hard standards do not hold from when the instance asks, and from when they do; recomputed, it is so, and everything else is kept.",
        why: "`solve` writes such a plan where no plan can hold a standard at once. `check` cannot tell whether an earlier month was possible, so it never calls such a plan clean.",
        example: "skillmix check tests/cli/harbour-late.toml plan.json",
        fix: "Decide whether the months are acceptable; `skillmix solve` says what stands in the way until then. To pass, let the instance ask for the standard from a month in which it can hold.",
    },
];

/// What keeps a plan from being planned on: `skillmix solve … --from`.
const REPLAN: &[Explanation] = &[
    Explanation {
        code: "R001",
        title: "a steady year cannot be planned on",
        what: "`--from` names the plan of a steady year, or the instance has no `[horizon]`.",
        why: "Only a plan by month says where a service stands in a month.",
        example: "skillmix solve instances/tiny.toml --from plan.json --month 2027-04   # a steady year",
        fix: "Add a `[horizon]` to the instance, solve it, and plan on from that answer.",
    },
    Explanation {
        code: "R002",
        title: "a plan of another instance",
        what: "The plan that `--from` names is of another instance, or of another horizon than the instance's file has now.",
        why: "Where a service stood when the plan began is in the instance's file: with another start the plan's months mean something else.",
        example: "skillmix solve instances/leeds.toml --from york.json --month 2027-04",
        fix: "Name the instance that the plan was made for, with the `[horizon]` that it had.",
    },
    Explanation {
        code: "R003",
        title: "a month that cannot be planned on from",
        what: "The month of `--month` lies before the plan's start or after its end, or no period of the plan begins in it.",
        why: "The plan says nothing of where a service stands then.",
        example: "--month 2031-04   # and a plan of the 36 months from 2026-04",
        fix: "Name a month within the plan's horizon in which one of its periods begins.",
    },
    Explanation {
        code: "R004",
        title: "actuals of an unknown service",
        what: "The file of `--actuals` has a table `[services.…]` that the instance does not have.",
        why: "What happened there would be left out in silence.",
        example: "[services.leds]\nstaff_now_wte = { pwp = 38 }   # the service is `leeds`",
        fix: "Correct the id. The file has the services' own keys: `staff_now_wte`, `joined_wte`, `joining_wte`, `training_wte`, `waiting_people`, `started_people`, `referrals_per_year`, `referrals_by_year`.",
    },
];

/// Every code, in order.
#[must_use]
pub fn all() -> Vec<Explanation> {
    let mut all: Vec<Explanation> = document::codes()
        .chain(schema::codes())
        .chain(scenario::codes())
        .chain(instance::rules::codes())
        .chain(instance::screens::CODES)
        .chain(reading::codes())
        .chain(OUTCOMES)
        .chain(REPLAN)
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
