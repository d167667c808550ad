//! Cuts: what gives first is what a fresh solve says cannot be kept, and less money never buys more.

#![expect(clippy::unwrap_used, reason = "a test may fail")]

use std::path::Path;

use skillmix::explain::cut::{Cut, CutSettings, cut};
use skillmix::ids::ServiceId;
use skillmix::instance::{Enforcement, Instance, Scoped};
use skillmix::pipeline::{NotHeld, Watch, best};
use skillmix::reading::read_instance;
use skillmix::report::cuts::{BudgetCut, Cuts, Level};
use skillmix::solver::Options;
use skillmix::units::{GbpPerPerson, GbpPerYear};

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

/// The tiny service twice; a person short weighs more at the first, so that the second loses first.
fn two_with_soft_standards() -> Instance {
    let mut instance = read("instances/tiny.toml");
    let mut other = instance.services[0].clone();
    other.id = ServiceId::new("other");
    instance.services.push(other);
    for (service, price) in instance.services.iter_mut().zip([100.0, 90.0]) {
        for standard in service.care.standards.values_mut() {
            standard.enforcement = Enforcement::Soft;
            standard.shortfall_price = GbpPerPerson::new(price);
        }
    }
    instance
}

#[test]
fn the_fairest_plan_spares_the_worst_off_at_the_cost_of_the_others() {
    let cuts = cuts(&two_with_soft_standards(), &[-0.08], true);
    let left = cuts.levels[1].plan().unwrap();
    let fair = left.fair.as_ref().expect("two services lose something");
    let ((usual, fairest), (least, more)) = (fair.worst_off, fair.shortfall);
    assert!(fairest < usual - 0.01, "{usual} {fairest}");
    assert!(more > least + 1.0, "{least} {more}");
    let of = |service: &(String, f64, f64)| (service.1, service.2);
    let people: Vec<(f64, f64)> = fair.by_service.iter().map(of).collect();
    let spread = |one: f64, other: f64| (one - other).abs();
    assert!(
        spread(people[0].1, people[1].1) < spread(people[0].0, people[1].0),
        "{people:?}"
    );
}

#[test]
fn one_service_has_no_fairest_plan() {
    let cuts = cuts(&read("instances/tiny.toml"), &[-0.05], true);
    assert!(cuts.levels[1].plan().unwrap().fair.is_none());
}
