//! Deliberately impossible instances: what is planted in each is proved right by trying, without
//! what explains conflicts. `tests/impossible/planted.toml` says what is planted.

#[path = "impossible/engine.rs"]
mod engine;
#[path = "impossible/mutated.rs"]
mod mutated;
#[path = "impossible/planted.rs"]
mod planted;
#[path = "impossible/trial.rs"]
mod trial;

use std::collections::BTreeSet;
use std::sync::LazyLock;

use planted::{Planted, planted};
use skillmix::asks::Ask;
use trial::Trial;

/// Everything planted, stated.
static TRIALS: LazyLock<Vec<(Planted, Result<Trial, String>)>> = LazyLock::new(|| {
    let stated = |case: Planted| {
        let trial = Trial::of(&case);
        (case, trial)
    };
    planted().into_iter().map(stated).collect()
});

/// Runs a check over everything planted, and tells all that is wrong at once.
fn every(check: impl Fn(&Planted, &Trial) -> Result<(), String>) {
    let wrong: Vec<String> = TRIALS
        .iter()
        .filter_map(|(case, trial)| {
            let told = trial.as_ref().map_err(String::clone);
            let told = told.and_then(|trial| check(case, trial));
            told.err().map(|what| format!("{}: {what}", case.name))
        })
        .collect();
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// Asks as they are named in messages.
fn list<'a>(asks: impl IntoIterator<Item = &'a String>) -> String {
    let asks: Vec<&str> = asks.into_iter().map(String::as_str).collect();
    format!("{{{}}}", asks.join(", "))
}

#[test]
fn no_plan_exists_and_each_cause_alone_is_enough_for_that() {
    every(|case, trial| {
        if trial.has_plan(|_| true) {
            return Err("there is a plan".to_owned());
        }
        for cause in &case.causes {
            if trial.has_plan(|ask| cause.contains(ask)) {
                return Err(format!("there is a plan that keeps {}", list(cause)));
            }
        }
        Ok(())
    });
}

#[test]
fn without_any_one_ask_of_a_cause_there_is_a_plan() {
    every(|case, trial| {
        for cause in &case.causes {
            for left_out in cause {
                if !trial.has_plan(|ask| cause.contains(ask) && ask != left_out) {
                    return Err(format!("{} needs no {left_out}", list(cause)));
                }
            }
        }
        Ok(())
    });
}

/// Whatever takes an ask of each cause away leaves a plan: then every conflict holds all of some
/// cause, and the causes are all the irreducible conflicts that there are.
#[test]
fn there_is_no_other_cause() {
    every(|case, trial| {
        let mut ways: Vec<BTreeSet<&String>> = vec![BTreeSet::new()];
        for cause in &case.causes {
            ways = ways
                .iter()
                .flat_map(|way| {
                    cause.iter().map(|ask| {
                        let mut way = way.clone();
                        way.insert(ask);
                        way
                    })
                })
                .collect();
        }
        for way in ways {
            if !trial.has_plan(|ask| !way.contains(ask)) {
                return Err(format!("there is no plan without {}", list(way)));
            }
        }
        Ok(())
    });
}

#[test]
fn every_conflict_that_is_found_by_trying_is_planted() {
    every(|case, trial| {
        let of = |cause: &Vec<String>| cause.iter().cloned().collect::<BTreeSet<String>>();
        let planted: BTreeSet<BTreeSet<String>> = case.causes.iter().map(of).collect();
        let found = trial.conflicts();
        if found == planted {
            Ok(())
        } else {
            Err(format!("found {found:?}"))
        }
    });
}

#[test]
fn giving_up_what_is_demanded_leaves_a_plan_and_every_cause_can_be_found_so() {
    every(|case, trial| {
        let given_up: Vec<Vec<&String>> = case.causes.iter().map(|c| trial.given_up(c)).collect();
        let all: Vec<&String> = given_up.iter().flatten().copied().collect();
        if !trial.has_plan(|ask| !all.contains(&ask)) {
            return Err("there is no plan without the demands".to_owned());
        }
        for (place, cause) in case.causes.iter().enumerate() {
            for (other, given_up) in given_up.iter().enumerate() {
                let goes = given_up.iter().any(|ask| cause.contains(ask));
                if place != other && goes != case.alternatives {
                    let not = if goes { "" } else { " not" };
                    return Err(format!("{} does{not} go with another cause", list(cause)));
                }
            }
        }
        Ok(())
    });
}

#[test]
fn fractions_of_people_help_where_it_says_so_and_nowhere_else() {
    every(|case, trial| {
        for cause in &case.causes {
            let helps = trial.has_plan_in_fractions(|ask| cause.contains(ask));
            match (helps, case.only_whole) {
                (true, false) => return Err(format!("fractions undo {}", list(cause))),
                (false, true) => return Err(format!("fractions do not undo {}", list(cause))),
                _ => (),
            }
        }
        Ok(())
    });
}

/// Whatever stretch of time makes a conflict holds the window of each ask that has one, and the
/// windows alone make it.
#[test]
fn windows_are_the_shortest_stretches_of_time_that_make_a_conflict() {
    every(|case, trial| {
        let mut named = BTreeSet::new();
        for cause in &case.causes {
            let mut windows = Vec::new();
            for ask in cause {
                let window = trial.window(cause, ask);
                let ends = window.map(|(first, last)| trial.ends(ask, first, last));
                let given = case.windows.get(ask);
                named.insert(ask);
                if ends.as_ref() != given {
                    return Err(format!("the window of {ask} is {ends:?}, not {given:?}"));
                }
                windows.extend(window.map(|window| (ask, window)));
            }
            let within = |ask: &String, place: usize| {
                let window = windows.iter().find(|(windowed, _)| *windowed == ask);
                window.is_none_or(|(_, (first, last))| (*first..=*last).contains(&place))
            };
            if trial.has_plan_at(|ask, place| cause.contains(ask) && within(ask, place)) {
                return Err(format!("the windows of {} are too short", list(cause)));
            }
        }
        match case.windows.keys().find(|ask| !named.contains(ask)) {
            Some(ask) => Err(format!("{ask} has a window and no cause")),
            None => Ok(()),
        }
    });
}

#[test]
fn what_is_told_before_solving_is_marked_so() {
    every(|case, trial| {
        if trial.is_screened() == case.screened {
            Ok(())
        } else {
            Err(format!("screened: {}", trial.is_screened()))
        }
    });
}

#[test]
fn every_family_of_asks_is_planted_and_every_file_is_listed() {
    let all = planted();
    let families: BTreeSet<&str> = all
        .iter()
        .flat_map(|case| case.causes.iter().flatten())
        .filter_map(|ask| ask.split('[').next())
        .collect();
    let missing: Vec<&&str> = Ask::FAMILIES
        .iter()
        .filter(|family| !families.contains(**family))
        .collect();
    assert!(missing.is_empty(), "{missing:?}");

    let listed: BTreeSet<String> = all.into_iter().map(|case| case.name).collect();
    let there: BTreeSet<String> = std::fs::read_dir(planted::folder())
        .expect("a folder")
        .map(|entry| entry.expect("an entry").path())
        .filter(|path| path.extension().is_some_and(|ending| ending == "toml"))
        .filter_map(|path| Some(path.file_stem()?.to_string_lossy().into_owned()))
        .filter(|name| name != "planted")
        .collect();
    assert_eq!(listed, there);
    assert!(listed.len() >= 40, "{}", listed.len());
}

#[test]
fn instances_tightened_at_random_are_impossible_for_many_reasons() {
    let (mut sizes, mut several, mut whole, mut reasons) = (BTreeSet::new(), 0, 0, BTreeSet::new());
    let mut count = 0;
    for (seed, instance) in mutated::impossible(mutated::SEEDS) {
        let trial = Trial::stating(instance);
        let conflicts = trial.conflicts();
        assert!(!conflicts.is_empty(), "seed {seed} has a plan");
        for conflict in &conflicts {
            assert!(
                !trial.has_plan(|ask| conflict.contains(ask)),
                "{seed}: {conflict:?}"
            );
            for left_out in conflict {
                let kept = |ask: &String| conflict.contains(ask) && ask != left_out;
                assert!(trial.has_plan(kept), "{seed}: {left_out} of {conflict:?}");
            }
            sizes.insert(conflict.len());
            let fractions = trial.has_plan_in_fractions(|ask| conflict.contains(ask));
            whole += usize::from(fractions);
        }
        count += 1;
        several += usize::from(conflicts.len() > 1);
        reasons.extend(conflicts);
    }
    let told =
        format!("{count} impossible, {several} for several reasons, {whole} whole, {sizes:?}");
    println!("{told}; {} reasons", reasons.len());
    assert!(count >= 10 && several >= 4 && whole >= 2, "{told}");
    assert!(sizes.len() >= 3 && reasons.len() >= 10, "{told}");
}
