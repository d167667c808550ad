//! What explains conflicts finds what is planted, and nothing else.

use std::collections::BTreeSet;

use skillmix::explain::why::{Question, why};
use skillmix::instance::Instance;
use skillmix::pipeline::Watch;
use skillmix::reading::read_instance;
use skillmix::report::why::{Conflict, Verdict, Why};
use skillmix::solver::Options;

use crate::planted::{Planted, planted};

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

#[test]
fn what_is_planted_is_found_and_nothing_else() {
    let wrong: Vec<String> = planted()
        .iter()
        .filter_map(|case| Some(format!("{}: {}", case.name, wrong(case)?)))
        .collect();
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
