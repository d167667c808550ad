use std::path::Path;

use indexmap::IndexMap;

use crate::ids::{BudgetId, MarketId, RoleId};
use crate::instance::{Instance, MarketCap, Scoped};
use crate::pipeline::{Clue, Conclusion, GivenUp, Limited, Settings, Watch, run};
use crate::reading::read_instance;
use crate::units::{GbpPerYear, WtePerYear};

/// What tiny's header works out.
const LEAST_COST: f64 = 1_038_252.55;

fn tiny() -> Instance {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("instances/tiny.toml");
    read_instance(&path).instance.expect("tiny is valid")
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

fn scoped<T>(name: &str, limit: T) -> Scoped<T> {
    Scoped {
        by_year: Vec::new(),
        by_period: Vec::new(),
        name: name.to_owned(),
        services: vec![0],
        limit,
    }
}

fn clue(instance: &Instance) -> Clue {
    match run(instance, &Settings::default(), &Watch::default()) {
        Conclusion::NoPlan { clue } => clue.expect("a clue"),
        other => panic!("{other:?}"),
    }
}

#[test]
fn a_budget_too_low_is_named_with_the_least_cost() {
    let clue = clue(&with_budget(tiny()));
    assert_eq!(clue.given_up, GivenUp::Budgets);
    assert!(
        (0.0..=0.001).contains(&(clue.cost_gbp / LEAST_COST - 1.0 + 1e-7)),
        "{clue:?}"
    );
    assert!(clue.missed.is_empty());
    let [budget] = &clue.exceeded[..] else {
        panic!("{clue:?}")
    };
    assert_eq!(
        (budget.what, budget.name.as_str()),
        (Limited::Spend, "Budget")
    );
    assert!((budget.allowed - LEAST_COST * 0.95).abs() < 0.01);
    assert!((budget.needed - clue.cost_gbp).abs() < 0.01);
}

#[test]
fn a_labour_market_without_people_is_named_with_the_hires_needed() {
    let clue = clue(&without_hires(tiny()));
    assert_eq!(clue.given_up, GivenUp::Supply);
    let [market] = &clue.exceeded[..] else {
        panic!("{clue:?}")
    };
    assert_eq!(market.what, Limited::Hires);
    assert!(market.allowed.abs() < 1e-9);
    // The header: 3.905 hires of PWPs keep the best plan's posts filled.
    assert!((market.needed - 3.905).abs() < 0.5, "{clue:?}");
}

#[test]
fn where_one_kind_will_not_do_the_clue_says_what_gives_way() {
    let clue = clue(&with_budget(without_hires(tiny())));
    assert!(
        matches!(clue.given_up, GivenUp::Standards | GivenUp::Everything),
        "{clue:?}"
    );
    assert!(!clue.exceeded.is_empty() || !clue.missed.is_empty());
}
