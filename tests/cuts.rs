//! Cuts: what gives first is what a fresh solve says cannot be kept, and less money never buys more.

#![expect(clippy::unwrap_used, reason = "a test may fail")]

use std::path::Path;

use skillmix::explain::cut::{Cut, CutSettings, cut};
use skillmix::instance::{Instance, Scoped};
use skillmix::pipeline::{NotHeld, Watch, best};
use skillmix::reading::read_instance;
use skillmix::report::cuts::{BudgetCut, Cuts, Level};
use skillmix::solver::Options;
use skillmix::units::GbpPerYear;

fn read(path: &str) -> Instance {
    read_instance(Path::new(path)).instance.unwrap()
}

fn cuts(instance: &Instance, levels: &[f64], fair: bool) -> Cuts {
    let settings = CutSettings {
        options: Options::default(),
        levels: levels.to_vec(),
        precision: Some(0.001),
        fair,
    };
    match cut(instance, &settings, &Watch::default()) {
        Cut::Cuts(cuts) => *cuts,
        other => panic!("{other:?}"),
    }
}

/// Whether any plan keeps everything asked with so much money for all services in a steady year.
fn has_plan(instance: &Instance, gbp: f64) -> bool {
    let budget = Scoped {
        name: "all".to_owned(),
        services: (0..instance.services.len()).collect(),
        limit: GbpPerYear::new(gbp),
        by_year: Vec::new(),
        by_period: Vec::new(),
    };
    let mut instance = instance.clone();
    instance
        .budgets
        .insert(skillmix::ids::BudgetId::new("all"), budget);
    match best(&instance, &Options::default(), &Watch::default()) {
        Ok(_) => true,
        Err(NotHeld::None) => false,
        other => panic!("{other:?}"),
    }
}

#[test]
fn what_gives_first_gives_where_no_plan_keeps_it_any_more() {
    let tiny = read("instances/tiny.toml");
    let cuts = cuts(&tiny, &[-0.02, -0.05], false);
    assert_eq!(cuts.budget, BudgetCut::Spend);
    assert!(cuts.complete);
    let first = cuts.breaking.first().expect("a cut hurts");
    let holds = first.holds.expect("without a cut everything holds");
    assert_eq!(first.enforcement, "hard");
    assert!(has_plan(&tiny, holds.gbp * (1.0 + 1e-9)));
    assert!(!has_plan(&tiny, first.fails.gbp));
    assert!(holds.change - first.fails.change <= 0.001 + 1e-9);
}

#[test]
fn less_money_never_buys_more() {
    let tiny = read("instances/tiny.toml");
    let cuts = cuts(&tiny, &[-0.1, -0.01, -0.03], false);
    let changes: Vec<f64> = cuts.levels.iter().map(|level| level.change).collect();
    assert_eq!(changes, [0.0, -0.01, -0.03, -0.1]);
    let short: Vec<f64> = cuts
        .levels
        .iter()
        .filter_map(Level::plan)
        .map(|left| left.figures.short_people)
        .collect();
    assert_eq!(short.len(), 4);
    assert!(short.is_sorted(), "{short:?}");
    assert!(cuts.levels[0].plan().unwrap().lost.is_empty());
    assert!(cuts.levels[3].plan().unwrap().hard_given_up);
    for level in &cuts.levels {
        let spend = level.plan().unwrap().figures.spend_gbp;
        assert!(
            spend <= level.budget_gbp + 0.01,
            "{spend} of {}",
            level.budget_gbp
        );
    }
}

#[test]
fn more_money_takes_nothing_away() {
    let cuts = cuts(&read("instances/tiny.toml"), &[0.05], false);
    assert!(cuts.breaking.is_empty());
    assert_eq!(cuts.levels.len(), 2);
    assert!(cuts.levels[0].plan().unwrap().lost.is_empty());
}

#[test]
fn the_same_cuts_are_told_whatever_the_order_they_are_asked_in() {
    let tiny = read("instances/tiny.toml");
    let one = cuts(&tiny, &[-0.02, -0.05], false);
    let other = cuts(&tiny, &[-0.05, -0.02, -0.05], false);
    assert_eq!(one, other);
}
