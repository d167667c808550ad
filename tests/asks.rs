//! Asks given more room: the instance asks so much less of the plan, and nothing else changes.

#![expect(clippy::unwrap_used, reason = "a test may fail")]

use std::collections::BTreeSet;
use std::path::Path;

use indexmap::IndexMap;
use skillmix::asks::{Ask, AskUnit, Change, Relief, When, asked, relieved};
use skillmix::formulation::{Formulation, RowKey, formulate};
use skillmix::ids::{BudgetId, RoleId, ServiceId, StandardId};
use skillmix::instance::Instance;
use skillmix::reading::read_instance;

const INSTANCES: &[&str] = &[
    "instances/tiny.toml",
    "instances/lancashire-and-south-cumbria.toml",
    "instances/greater-manchester.toml",
    "instances/greater-manchester-ap-pilot.toml",
    "instances/hampshire-mental-health-practitioner.toml",
    "instances/published/flugpl.toml",
    "tests/cli/harbour.toml",
];

fn read(path: &str) -> Instance {
    read_instance(Path::new(path)).instance.unwrap()
}

/// Every ask at the first and at the last time at which it is asked.
fn asks_of(formulation: &Formulation) -> Vec<(Ask, When)> {
    let mut times: IndexMap<Ask, Vec<When>> = IndexMap::new();
    for (ask, when) in formulation.rows.keys().filter_map(RowKey::ask) {
        times.entry(ask).or_default().push(when);
    }
    let ends = |(ask, times): (Ask, Vec<When>)| {
        let ends = BTreeSet::from([times[0], times[times.len() - 1]]);
        ends.into_iter().map(move |when| (ask.clone(), when))
    };
    times.into_iter().flat_map(ends).collect()
}

/// Waits and the shares of treatments also set how much room random variation needs (F3): their rows
/// are not alone.
fn moves_others(ask: &Ask) -> bool {
    matches!(
        ask,
        Ask::Wait { .. } | Ask::ShareMin { .. } | Ask::ShareMax { .. }
    )
}

#[test]
fn an_ask_given_more_room_is_asked_so_much_less_and_its_rows_alone_change() {
    let mut families = BTreeSet::new();
    for path in INSTANCES {
        let instance = read(path);
        let before = formulate(&instance).with_asks_as_rows();
        let all = asks_of(&before);
        for (ask, when) in &all {
            let Some(now) = asked(&instance, ask, *when) else {
                continue;
            };
            let step = match now.unit {
                AskUnit::Pounds => 1000.0,
                AskUnit::Wte | AskUnit::People | AskUnit::HoursPerWeek => 1.0,
                AskUnit::Share => 0.01,
                AskUnit::Ratio => 0.5,
            };
            let by = |when| Relief {
                ask: ask.clone(),
                change: Change::By(when, step),
            };
            let eased = relieved(&instance, &[by(*when)])
                .or_else(|_| relieved(&instance, &[by(When::Always)]));
            let Ok(eased) = eased else { continue };
            let then = asked(&eased, ask, *when).unwrap();
            let sign = if ask.is_demand() { -1.0 } else { 1.0 };
            assert!(
                (then.value - now.value - sign * step).abs() < 1e-9,
                "{path}: {ask} {when:?}: {} became {}",
                now.value,
                then.value
            );
            let after = formulate(&eased).with_asks_as_rows();
            assert!(before.rows.keys().eq(after.rows.keys()), "{path}: {ask}");
            let differing: Vec<&RowKey> = before
                .rows
                .iter()
                .filter(|(key, row)| after.rows[*key] != **row)
                .map(|(key, _)| key)
                .collect();
            let own = |key: &&RowKey| key.ask().is_some_and(|(other, _)| other == *ask);
            assert!(
                moves_others(ask) || differing.iter().all(own),
                "{path}: {ask} {when:?} changed {differing:?}"
            );
            if step >= 1.0 && ask.family() != "labour-market" && ask.family() != "places" {
                assert!(
                    !differing.is_empty(),
                    "{path}: {ask} {when:?} changed nothing"
                );
            }
            families.insert(ask.family());
        }
    }
    for family in [
        "access",
        "wait",
        "recovery",
        "completion",
        "budget",
        "labour-market",
        "places",
        "task-share",
        "supervision-ratio",
        "change-limit",
        "in-post-max",
    ] {
        assert!(
            families.contains(family),
            "{family} was never tried: {families:?}"
        );
    }
}

fn six_weeks(change: Change) -> Relief {
    Relief {
        ask: Ask::Wait {
            service: ServiceId::new("harbour"),
            standard: StandardId::new("six-weeks"),
        },
        change,
    }
}

/// Harbour asks for 0.4 from May 2026 (period 1), 0.6 from November (7), 0.75 from January 2027 (9).
fn targets(changes: &[Change]) -> Vec<Option<f64>> {
    let harbour = read("tests/cli/harbour.toml");
    let reliefs: Vec<Relief> = changes.iter().map(|change| six_weeks(*change)).collect();
    let eased = relieved(&harbour, &reliefs).unwrap();
    let standard = &eased.services[0].care.standards["six-weeks"];
    (0..14).map(|period| standard.target_in(period)).collect()
}

fn runs(of: &[(usize, Option<f64>)]) -> Vec<Option<f64>> {
    of.iter()
        .flat_map(|&(times, target)| std::iter::repeat_n(target, times))
        .collect()
}

#[test]
fn a_standard_may_ask_for_less_until_a_month_or_come_later() {
    assert_eq!(
        targets(&[]),
        runs(&[(1, None), (6, Some(0.4)), (2, Some(0.6)), (5, Some(0.75))])
    );
    let at_most = Change::AtMost {
        until: 11,
        target: 0.5,
    };
    assert_eq!(
        targets(&[at_most]),
        runs(&[(1, None), (6, Some(0.4)), (4, Some(0.5)), (3, Some(0.75))])
    );
    assert_eq!(
        targets(&[Change::Later(3)]),
        runs(&[(4, None), (6, Some(0.4)), (2, Some(0.6)), (2, Some(0.75))])
    );
    assert_eq!(
        targets(&[Change::By(When::In(8), 0.5)]),
        runs(&[
            (1, None),
            (6, Some(0.4)),
            (1, Some(0.6)),
            (1, Some(0.6 - 0.5)),
            (5, Some(0.75))
        ])
    );
}

#[test]
fn what_is_not_there_or_not_lawful_is_told_so() {
    let harbour = read("tests/cli/harbour.toml");
    let told = |change| {
        relieved(&harbour, &[six_weeks(change)])
            .unwrap_err()
            .to_string()
    };
    assert_eq!(
        told(Change::By(When::In(0), 0.1)),
        "the instance does not ask `wait[harbour,six-weeks]` at that time"
    );
    assert_eq!(
        told(Change::By(When::In(1), 0.5)),
        "`wait[harbour,six-weeks]` would come to -0.09999999999999998, and must lie between 0 and 1"
            .replace("and 1", "and 0.999999")
    );
    let budget = Relief {
        ask: Ask::Budget {
            budget: BudgetId::new("none"),
        },
        change: Change::By(When::Always, 1.0),
    };
    assert!(relieved(&harbour, &[budget]).is_err());
    let ending = Relief {
        ask: Ask::EndingStaff {
            service: ServiceId::new("harbour"),
            role: RoleId::new("pwp"),
        },
        change: Change::By(When::Always, 1.0),
    };
    assert_eq!(
        relieved(&harbour, &[ending]).unwrap_err().to_string(),
        "`ending-staff[harbour,pwp]` cannot be given more room in this way"
    );
}
