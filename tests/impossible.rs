//! Deliberately impossible instances: what is planted in each is proved right by trying, without
//! what explains conflicts. `tests/impossible/planted.toml` says what is planted.

#[path = "impossible/planted.rs"]
mod planted;
#[path = "impossible/trial.rs"]
mod trial;

use std::collections::BTreeSet;

use planted::{Planted, planted};
use skillmix::asks::Ask;
use trial::Trial;

/// Runs a check over everything planted, and tells all that is wrong at once.
fn every(check: impl Fn(&Planted, &Trial) -> Result<(), String>) {
    let wrong: Vec<String> = planted()
        .iter()
        .filter_map(|case| {
            let told = Trial::of(case).and_then(|trial| check(case, &trial));
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
fn giving_up_what_is_demanded_leaves_a_plan_and_every_cause_can_be_found_so() {
    every(|case, trial| {
        let given_up: Vec<Vec<&String>> = case.causes.iter().map(|c| trial.given_up(c)).collect();
        let all: Vec<&String> = given_up.iter().flatten().copied().collect();
        if !trial.has_plan(|ask| !all.contains(&ask)) {
            return Err("there is no plan without the demands".to_owned());
        }
        for (place, cause) in case.causes.iter().enumerate() {
            for (other, given_up) in given_up.iter().enumerate() {
                if place != other && given_up.iter().any(|ask| cause.contains(ask)) {
                    return Err(format!("{} goes with another cause", list(cause)));
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

/// What an ask asks within its window makes the conflict, and all that it asks before the window's
/// end, or after its beginning, does not: no other stretch of time that makes it is as short.
#[test]
fn windows_are_the_shortest_stretches_of_time_that_make_a_conflict() {
    every(|case, trial| {
        for cause in &case.causes {
            let windows: Vec<_> = case
                .windows
                .iter()
                .filter(|(ask, _)| cause.contains(ask))
                .map(|(ask, window)| Ok((ask, trial.window(ask, window)?)))
                .collect::<Result<_, String>>()?;
            let within = |ask: &String, place: usize| {
                let window = windows.iter().find(|(windowed, _)| *windowed == ask);
                window.is_none_or(|(_, (first, last))| (*first..=*last).contains(&place))
            };
            if trial.has_plan_at(|ask, place| cause.contains(ask) && within(ask, place)) {
                return Err(format!(
                    "there is a plan outside the windows of {}",
                    list(cause)
                ));
            }
            for &(windowed, (first, last)) in &windows {
                for (part, is_kept) in [
                    (
                        "before the end",
                        &(|place| place < last) as &dyn Fn(usize) -> bool,
                    ),
                    ("after the beginning", &|place| place > first),
                ] {
                    let kept = |ask: &String, place| {
                        cause.contains(ask) && (ask != windowed || is_kept(place))
                    };
                    if !trial.has_plan_at(kept) {
                        return Err(format!("{windowed} makes it {part} of its window"));
                    }
                }
            }
        }
        let all: Vec<&String> = case.causes.iter().flatten().collect();
        match case.windows.keys().find(|ask| !all.contains(ask)) {
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
