use std::path::Path;

use indexmap::IndexMap;

use super::*;
use crate::asks::{AskUnit, When};
use crate::ids::{BudgetId, MarketId, RoleId};
use crate::instance::{MarketCap, Scoped};
use crate::reading::read_instance;
use crate::report::why::{NewValue, NoRepair, Repair};
use crate::units::{GbpPerYear, WtePerYear};

/// What tiny's header works out.
const LEAST_COST: f64 = 1_038_252.55;

fn read(path: &str) -> Instance {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(path);
    read_instance(&path).instance.expect("a valid instance")
}

fn scoped<T>(name: &str, limit: T) -> Scoped<T> {
    Scoped {
        by_year: Vec::new(),
        by_period: Vec::new(),
        name: name.to_owned(),
        services: vec![0],
        limit,
    }
}

fn with_budget(mut instance: Instance) -> Instance {
    instance.budgets = IndexMap::from([(
        BudgetId::new("all"),
        scoped("Budget", GbpPerYear::new(LEAST_COST * 0.95)),
    )]);
    instance
}

fn without_hires(mut instance: Instance) -> Instance {
    instance.labour_markets = IndexMap::from([(
        MarketId::new("pwp"),
        MarketCap {
            role: RoleId::new("pwp"),
            cap: scoped("Qualified PWPs", WtePerYear::new(0.0)),
        },
    )]);
    instance
}

fn asked(instance: &Instance) -> Why {
    let question = Question::all(Options::default());
    why(instance, &question, &Watch::default())
}

fn amount(repair: &Repair) -> (f64, f64, AskUnit) {
    match repair.changes.as_slice() {
        [only] => match only.to {
            NewValue::Amount { from, to, unit, .. } => (from, to, unit),
            other => panic!("{other:?}"),
        },
        several => panic!("{several:?}"),
    }
}

fn in_currency(why: &Why, currency: Currency) -> &Repair {
    let of = |repair: &&Repair| repair.currency == Some(currency);
    why.repairs.iter().find(of).expect("a way out")
}

#[test]
fn an_instance_with_a_plan_has_no_cause() {
    let found = asked(&read("instances/tiny.toml"));
    assert_eq!(found.verdict, Verdict::Feasible);
    assert!(found.causes.is_empty() && found.repairs.is_empty());
}

#[test]
fn a_budget_too_low_needs_what_the_cheapest_plan_costs() {
    let found = asked(&with_budget(read("instances/tiny.toml")));
    let [cause] = found.causes.as_slice() else {
        panic!("{found:?}")
    };
    assert!(found.all_causes && cause.irreducible);
    let budget = in_currency(&found, Currency::Money);
    let (from, to, unit) = amount(budget);
    assert_eq!(unit, AskUnit::Pounds);
    assert!((from - LEAST_COST * 0.95).abs() < 0.01);
    // Rounded up to three figures of what is missing, £51,913.
    assert!(to >= LEAST_COST && to - LEAST_COST < 100.0, "{to}");
    assert!(budget.least);
    assert!((budget.cost_gbp - LEAST_COST).abs() < 1.0, "{budget:?}");
}

#[test]
fn a_labour_market_without_people_needs_the_hires_of_the_best_plan() {
    let found = asked(&without_hires(read("instances/tiny.toml")));
    let hires = in_currency(&found, Currency::Hires);
    let (_, to, _) = amount(hires);
    // The header: 3.905 hires of PWPs keep the best plan's posts filled; fewer PWPs need fewer.
    assert!(to > 0.0 && to <= 4.5, "{hires:?}");
}

#[test]
fn what_is_kept_is_in_no_way_out() {
    let instance = with_budget(read("instances/tiny.toml"));
    for locked in [
        Locked::Family("budget".to_owned()),
        Locked::Id("all".to_owned()),
        Locked::Currency(Currency::Money),
    ] {
        let question = Question {
            keep: BTreeSet::from([locked]),
            ..Question::all(Options::default())
        };
        let found = why(&instance, &question, &Watch::default());
        let changes = found.repairs.iter().flat_map(|repair| &repair.changes);
        assert!(
            changes
                .into_iter()
                .all(|change| change.ask.family() != "budget")
        );
        let money = found
            .without_repair
            .iter()
            .find(|no| no.currency == Currency::Money);
        assert_eq!(money.map(|no| no.why), Some(NoRepair::NothingOfTheKind));
    }
}

#[test]
fn only_the_currencies_asked_for_are_tried() {
    let question = Question {
        currencies: vec![Currency::Money],
        ..Question::all(Options::default())
    };
    let instance = with_budget(read("instances/tiny.toml"));
    let found = why(&instance, &question, &Watch::default());
    assert_eq!(found.repairs.len(), 1);
    assert!(found.without_repair.is_empty());
}

#[test]
fn a_standard_asked_too_soon_is_a_cause_and_may_come_later() {
    let instance = read("tests/cli/harbour-late.toml");
    let found = asked(&instance);
    assert_eq!(found.verdict, Verdict::NoPlan);
    let families: Vec<&str> = found.causes[0]
        .parts
        .iter()
        .map(|part| part.ask.family())
        .collect();
    assert_eq!(families, ["wait", "labour-market"]);
    // July 2026 is the fourth month.
    assert_eq!(found.causes[0].parts[0].window, (When::In(3), When::In(3)));
    let bridge = found.causes[0].bridge.as_ref().expect("a role carries it");
    assert!(bridge.needed_wte > bridge.possible_wte);
    let later = in_currency(&found, Currency::Time);
    let NewValue::Later { periods, .. } = later.changes[0].to else {
        panic!("{later:?}")
    };
    // One month less will not do: whole numbers have the last word.
    let relief = |periods| crate::asks::Relief {
        ask: later.changes[0].ask.clone(),
        change: crate::asks::Change::Later(periods),
    };
    for (periods, exists) in [(periods, true), (periods - 1, false)] {
        let changed = crate::asks::relieved(&instance, &[relief(periods)]).expect("a change");
        let best = crate::pipeline::best(&changed, &Options::default(), &Watch::default());
        let has_plan = best.is_ok();
        assert_eq!(has_plan, exists, "{periods} periods later");
    }
}

#[test]
fn a_stop_before_anything_is_proved_is_told_as_that() {
    let watch = Watch::default();
    watch.control.stop.ask();
    let question = Question::all(Options::default());
    let found = why(&with_budget(read("instances/tiny.toml")), &question, &watch);
    assert_eq!(found.verdict, Verdict::NotSettled);
}
