//! What explains conflicts finds what is planted, and nothing else.

use std::collections::BTreeSet;

use skillmix::explain::why::{Question, why};
use skillmix::instance::Instance;
use skillmix::pipeline::Watch;
use skillmix::reading::read_instance;
use skillmix::report::why::{Conflict, Verdict, Why};
use skillmix::solver::Options;

use crate::mutated::{SEEDS, impossible};
use crate::planted::{Planted, planted};
use crate::trial::Trial;

fn instance_of(case: &Planted) -> Instance {
    let reading = read_instance(&case.path);
    reading.instance.expect("a sound instance")
}

fn asked(case: &Planted, repairs: bool) -> (Instance, Why) {
    let instance = instance_of(case);
    let question = Question {
        repairs,
        ..Question::all(Options::default())
    };
    let found = why(&instance, &question, &Watch::default());
    (instance, found)
}

fn parts(cause: &Conflict) -> BTreeSet<String> {
    cause
        .parts
        .iter()
        .map(|part| part.ask.to_string())
        .collect()
}

/// What is wrong with what was found, if anything.
fn wrong(case: &Planted) -> Option<String> {
    let (instance, found) = asked(case, false);
    if case.screened {
        let screened = matches!(found.verdict, Verdict::OutOfReach { .. });
        return (!screened).then(|| format!("{:?}", found.verdict));
    }
    if found.verdict != Verdict::NoPlan || !found.all_causes {
        return Some(format!("{:?}, all: {}", found.verdict, found.all_causes));
    }
    let mut planted: Vec<BTreeSet<String>> = case
        .causes
        .iter()
        .map(|cause| cause.iter().cloned().collect())
        .collect();
    planted.sort();
    let mut causes: Vec<BTreeSet<String>> = found.causes.iter().map(parts).collect();
    causes.sort();
    let as_planted = if case.alternatives {
        causes.len() == 1 && planted.contains(&causes[0])
    } else {
        causes == planted
    };
    if !as_planted {
        return Some(format!("found {causes:?}, planted {planted:?}"));
    }
    let calendar = &instance.services[0].care.calendar;
    for cause in &found.causes {
        if !cause.irreducible || !cause.background.is_empty() {
            return Some(format!("{:?} may be smaller", parts(cause)));
        }
        if cause.only_whole != case.only_whole {
            return Some(format!("only whole: {}", cause.only_whole));
        }
        for part in &cause.parts {
            let name = |when| match when {
                skillmix::asks::When::In(period) => calendar.period_name(period),
                other => other.to_string().replace('-', "/"),
            };
            let window = (name(part.window.0), name(part.window.1));
            let ask = part.ask.to_string();
            if let Some(expected) = case.windows.get(&ask)
                && *expected != window
                && part.ask.currency().is_some()
            {
                return Some(format!("{ask} from {window:?}, planted {expected:?}"));
            }
        }
    }
    None
}

/// With whole numbers, several causes and limits that hang together there may be many conflicts: each
/// that is found is one of those that trying everything finds.
#[test]
fn what_is_found_in_random_instances_is_a_conflict_that_trying_finds_too() {
    let mut found_any = 0;
    for (seed, instance) in impossible(SEEDS) {
        let question = Question {
            repairs: false,
            ..Question::all(Options::default())
        };
        let found = why(&instance, &question, &Watch::default());
        assert_eq!(found.verdict, Verdict::NoPlan, "seed {seed}");
        let tried = Trial::stating(instance).conflicts();
        let first = found.causes.first().map(parts);
        let first = first.unwrap_or_else(|| panic!("seed {seed}: no cause"));
        assert!(
            tried.contains(&first),
            "seed {seed}: {first:?} is none of {tried:?}"
        );
        found_any += 1;
    }
    assert!(found_any >= 5, "{found_any}");
}

/// Every way out leaves an instance that has a plan: it was solved and audited before it was shown.
#[test]
fn ways_out_are_found_for_what_is_planted() {
    let mut repaired = 0;
    let mut none = Vec::new();
    for case in planted().iter().filter(|case| !case.screened) {
        let (_, found) = asked(case, true);
        repaired += usize::from(!found.repairs.is_empty());
        if found.repairs.is_empty() {
            none.push(case.name.clone());
        }
        for repair in &found.repairs {
            assert!(repair.cost_gbp.is_finite(), "{}: {repair:?}", case.name);
            assert!(!repair.changes.is_empty(), "{}", case.name);
        }
        // What may not be touched is in no way out.
        let touched = found.repairs.iter().flat_map(|repair| &repair.changes);
        assert!(
            touched
                .into_iter()
                .all(|change| change.ask.currency().is_some()),
            "{}",
            case.name
        );
    }
    println!("{repaired} repaired; none for {none:?}");
    assert!(repaired > 80, "{repaired}; none for {none:?}");
}

#[test]
fn what_is_planted_is_found_and_nothing_else() {
    let wrong: Vec<String> = planted()
        .iter()
        .filter_map(|case| Some(format!("{}: {}", case.name, wrong(case)?)))
        .collect();
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
