//! Prices: those that can be worked out by hand, steps that are what the same step is when it is
//! solved afresh, and marginal values that agree with finite differences.

#![expect(clippy::unwrap_used, reason = "a test may fail")]

mod support;

use std::path::Path;

use proptest::prelude::*;
use skillmix::asks::{Ask, Change, Relief, When, relieved};
use skillmix::explain::price::{PriceSettings, Priced, after, price};
use skillmix::formulation::{Formulation, formulate};
use skillmix::instance::{Instance, Objective};
use skillmix::pipeline::Watch;
use skillmix::reading::read_instance;
use skillmix::report::prices::{Price, Prices, StepUnit, Subject, WholeSteps, Worth};
use skillmix::solver::{Control, Options, Outcome, solve};
use support::{instance, knobs};

/// Pounds by which two ways to the same figure may differ, and the share of a plan's cost.
const PENCE: f64 = 0.05;
const SHARE: f64 = 1e-7;

fn read(path: &str) -> Instance {
    read_instance(Path::new(path)).instance.unwrap()
}

fn priced(instance: &Instance, whole: Option<bool>) -> Option<Prices> {
    let options = Options {
        gap: 0.0,
        ..Options::default()
    };
    match price(
        instance,
        &PriceSettings { options, whole },
        &Watch::default(),
    ) {
        Priced::Prices(prices) => Some(*prices),
        Priced::NoPlan => None,
        other => panic!("{other:?}"),
    }
}

/// What the best plan costs; none where there is none.
fn cost(formulation: &Formulation) -> Option<f64> {
    let options = Options {
        gap: 0.0,
        ..Options::default()
    };
    match solve(formulation, &options, &Control::default()) {
        Outcome::Optimal(solved) | Outcome::WithinGap(solved) => {
            let cost = solved.objectives.iter();
            cost.filter(|o| o.objective == Objective::LeastCost)
                .map(|o| o.value)
                .next()
        }
        Outcome::Infeasible => None,
        other => panic!("{other:?}"),
    }
}

fn near(a: f64, b: f64, room: f64) -> bool {
    (a - b).abs() <= room
}

fn of(prices: &Prices, is: impl Fn(&Subject) -> bool) -> &Price {
    prices.prices.iter().find(|p| is(&p.subject)).unwrap()
}

fn is_ask(subject: &Subject, family: &str) -> bool {
    matches!(subject, Subject::Ask { ask } if ask.family() == family)
}

/// Those who join a role for each WTE in post, as the header of the instance derives it.
fn joiners(leaving: f64) -> f64 {
    let stays = |months: i32| (1.0 - leaving).powf(f64::from(months) / 12.0);
    let first_year: f64 = (0..12).map(stays).sum::<f64>() / 12.0;
    let later = 12.0 * (1.0 - stays(1));
    later / (1.0 - leaving + later * first_year)
}

#[test]
fn the_prices_of_tiny_are_those_worked_out_by_hand() {
    let prices = priced(&read("instances/tiny.toml"), None).unwrap();
    assert_eq!(prices.whole_steps, WholeSteps::Solved);
    assert!(prices.complete);
    // A WTE given takes the place of one that is paid and recruited.
    for (role, paid, recruiting, leaving) in [
        ("ap", 50_000.0, 1_000.0, 0.20),
        ("pwp", 60_000.0, 2_000.0, 0.25),
    ] {
        let saved = paid + recruiting * joiners(leaving);
        let given = of(
            &prices,
            |s| matches!(s, Subject::Given { role: of, .. } if of.to_string() == role),
        );
        assert!(near(given.marginal_gbp.unwrap(), saved, PENCE), "{given:?}");
        assert!(near(given.with_fractions.found().unwrap(), saved, PENCE));
        // Nobody who is there already can go for it.
        assert!(near(given.nobody_moves_gbp.unwrap(), 0.0, PENCE));
        assert_eq!(given.with_whole_people, Worth::NotAsked);
    }
    // 29.5 more to start take 147.5 hours more, and there are 23.5 to spare. Of the plans of the
    // header's table the cheapest with 16,563.98 hours to be covered has a third AP: then
    // 12.995 PWPs are needed, and there are 13.
    let access = of(&prices, |s| is_ask(s, "access"));
    let third_ap = 50_000.0 + 1_000.0 * joiners(0.20);
    let (least, most) = access.with_whole_people.range().unwrap();
    assert!(
        near(least, -third_ap, PENCE) && near(most, -third_ap, PENCE),
        "{access:?}"
    );
    assert!(near(access.nobody_moves_gbp.unwrap(), 0.0, PENCE));
    assert!(
        access.step_is_right,
        "the step costs, nobody moving does not"
    );
    // From the 2,889.5 who start where waiting limits the list.
    let (less, _) = access.by_unit.as_ref().unwrap().holds.unwrap();
    let waiting = 6.0 / 4.0_f64.ln() / 52.0;
    let by_the_wait = 3_000.0 / (1.0 + (1.0 - 0.95_f64.powi(12)) * waiting);
    assert!(near(2_950.0 + less, by_the_wait, 0.01), "{less}");
    // Two APs leave a point less: their recruitment.
    let turnover = of(
        &prices,
        |s| matches!(s, Subject::Turnover { role } if role.to_string() == "ap"),
    );
    let saved = 2.0 * 1_000.0 * (joiners(0.20) - joiners(0.19));
    assert!(
        near(turnover.with_whole_people.found().unwrap(), saved, PENCE),
        "{turnover:?} {saved}"
    );
    // The wait does not bind whole people: a point more is free, and there is time to spare.
    let wait = of(&prices, |s| is_ask(s, "wait"));
    assert_eq!(wait.with_whole_people.found(), Some(0.0));
}

#[test]
fn a_step_solved_again_is_the_step_solved_afresh() {
    for path in ["instances/tiny.toml", "tests/cli/harbour.toml"] {
        let instance = read(path);
        let prices = priced(&instance, Some(true)).unwrap();
        let base = formulate(&instance);
        let (relaxed, whole) = (cost(&base.clone().relaxed()).unwrap(), cost(&base).unwrap());
        assert!(near(prices.plan.cost_gbp, whole, PENCE));
        assert!(near(
            prices.plan.with_fractions_gbp.unwrap(),
            relaxed,
            PENCE
        ));
        for price in &prices.prices {
            // A WTE given is no change of the files, and is not solved with whole people.
            let stepped = after(&instance, price).unwrap();
            let afresh = cost(&stepped.clone().relaxed()).map(|cost| relaxed - cost);
            match (afresh, price.with_fractions) {
                (Some(afresh), Worth::Between { found_gbp, .. }) => {
                    assert!(near(afresh, found_gbp, 1.0), "{path}: {afresh} {price:?}");
                }
                (None, Worth::NoPlan) => {}
                other => panic!("{path}: {other:?} {price:?}"),
            }
            if price.with_whole_people == Worth::NotAsked {
                continue;
            }
            let afresh = cost(&stepped).map(|cost| whole - cost);
            match (afresh, price.with_whole_people) {
                (
                    Some(afresh),
                    Worth::Between {
                        least_gbp,
                        most_gbp,
                        ..
                    },
                ) => assert!(
                    (least_gbp - 1.0..=most_gbp + 1.0).contains(&afresh),
                    "{path}: {afresh} {price:?}"
                ),
                (None, Worth::NoPlan) => {}
                other => panic!("{path}: {other:?} {price:?}"),
            }
        }
    }
}

#[test]
fn what_harbour_is_short_of_is_people_to_hire() {
    let prices = priced(&read("tests/cli/harbour.toml"), None).unwrap();
    let hires = of(&prices, |s| is_ask(s, "labour-market"));
    // A month of its own, and the one in which it is worth most.
    let by_unit = hires.by_unit.as_ref().unwrap();
    let most = by_unit
        .by_time
        .iter()
        .max_by(|a, b| a.gbp.total_cmp(&b.gbp))
        .unwrap();
    assert_eq!(hires.step.when, most.when);
    assert!(matches!(hires.step.when, When::In(_)));
    let all: f64 = by_unit.by_time.iter().map(|time| time.gbp).sum();
    assert!(near(all, by_unit.gbp, 1.0));
    // It cannot do better: the standard comes as early as people can be hired.
    let wait = of(&prices, |s| is_ask(s, "wait"));
    assert_eq!(wait.with_whole_people, Worth::NoPlan);
    assert!(wait.step_is_right);
}

#[test]
fn without_money_sought_or_without_a_plan_there_is_no_price() {
    let mut instance = read("instances/tiny.toml");
    let settings = PriceSettings {
        options: Options::default(),
        whole: None,
    };
    let ask = |instance: &Instance| price(instance, &settings, &Watch::default());
    instance.objectives = vec![Objective::LeastShortfall];
    assert_eq!(ask(&instance), Priced::NotInMoney(None));
    instance.objectives = vec![Objective::MostAccess, Objective::LeastCost];
    let before = Some(Objective::MostAccess);
    assert_eq!(ask(&instance), Priced::NotInMoney(before));
    assert_eq!(ask(&read("tests/cli/harbour-late.toml")), Priced::NoPlan);
}

#[test]
fn a_stop_leaves_what_is_not_known_not_known() {
    let watch = Watch::default();
    watch.control.stop.ask();
    let settings = PriceSettings {
        options: Options::default(),
        whole: None,
    };
    let priced = price(&read("instances/tiny.toml"), &settings, &watch);
    assert!(matches!(priced, Priced::Limit(_)), "{priced:?}");
}

/// Cases of each property; `PROPTEST_CASES` asks for more.
fn cases() -> u32 {
    std::env::var("PROPTEST_CASES")
        .ok()
        .and_then(|text| text.parse().ok())
        .unwrap_or(24)
}

/// The relaxation's cost with an ask given so much more room.
fn relaxed_with(instance: &Instance, ask: &Ask, more: f64) -> Option<f64> {
    let relief = Relief {
        ask: ask.clone(),
        change: Change::By(When::Always, more),
    };
    let eased = relieved(instance, &[relief]).ok()?;
    cost(&formulate(&eased).relaxed())
}

/// Whether nothing but bounds of rows depends on an ask: cost is convex in it.
fn moves_bounds(ask: &Ask) -> bool {
    matches!(
        ask,
        Ask::Access { .. }
            | Ask::Completion { .. }
            | Ask::Places { .. }
            | Ask::LevyFund { .. }
            | Ask::LabourMarket { .. }
    )
}

proptest! {
    #![proptest_config(ProptestConfig { cases: cases(), max_global_rejects: 4096, ..ProptestConfig::default() })]

    #[test]
    fn more_room_never_costs_more_and_a_tighter_standard_never_saves(knobs in knobs()) {
        let instance = instance(&knobs);
        let prices = priced(&instance, Some(true));
        prop_assume!(prices.is_some());
        let prices = prices.unwrap();
        let room = PENCE + SHARE * prices.plan.cost_gbp;
        for price in &prices.prices {
            let easier = match &price.subject {
                Subject::Ask { .. } => {
                    !matches!(price.step.unit, StepUnit::Asked(_)) || !is_standard(price)
                }
                Subject::Weeks { .. } => false,
                Subject::Turnover { .. } | Subject::Given { .. } => continue,
            };
            let figures = [price.marginal_gbp, price.nobody_moves_gbp, price.with_fractions.found()];
            for gbp in figures.into_iter().flatten() {
                let right = if easier { gbp >= -room } else { gbp <= room };
                prop_assert!(right, "{gbp}: {price:?}");
            }
            // A plan that is still allowed is as good as it was; nothing is known to be worse.
            if let Some((least, most)) = price.with_whole_people.range() {
                prop_assert!(least <= most);
                prop_assert!(if easier { least >= 0.0 } else { most <= 0.0 }, "{price:?}");
            }
        }
    }

    #[test]
    fn marginal_values_agree_with_finite_differences(knobs in knobs()) {
        let mut knobs = knobs;
        (knobs.soft_wait, knobs.soft_access) = (false, false);
        let instance = instance(&knobs);
        let prices = priced(&instance, Some(false));
        prop_assume!(prices.is_some());
        let prices = prices.unwrap();
        let base = prices.plan.with_fractions_gbp.unwrap();
        // Completions stay soft: cost is sought with what they fall short held.
        prop_assume!(!prices.shortfalls_held || near(shortfall(&instance), 0.0, 1e-6));
        let dust = PENCE + SHARE * base;
        for price in &prices.prices {
            let (Subject::Ask { ask }, Some(by_unit)) = (&price.subject, &price.by_unit) else {
                continue;
            };
            if moves_bounds(ask) {
                // The line of the marginal value lies below what plans cost, wherever one looks.
                let (marginal, found) = (price.marginal_gbp.unwrap(), price.with_fractions.found());
                if let Some(found) = found {
                    prop_assert!(found <= marginal + dust, "{price:?}");
                }
                // And touches it where it is said to hold.
                if let Some((less, more)) = by_unit.holds {
                    let way = if is_standard(price) { -1.0 } else { 1.0 };
                    for amount in [less, more, f64::midpoint(less, more)] {
                        let there = relaxed_with(&instance, ask, way * amount);
                        prop_assert!(there.is_some(), "{amount}: {price:?}");
                        let line = base - way * amount * by_unit.gbp;
                        prop_assert!(
                            near(there.unwrap(), line, 10.0 * dust),
                            "{amount}: {} is not {line}: {price:?}", there.unwrap()
                        );
                    }
                }
            }
            // A little more room and a little less: where both say the same, so do prices.
            let little = 1e-3 * price.step.amount;
            let (Some(with_more), Some(with_less)) = (
                relaxed_with(&instance, ask, little),
                relaxed_with(&instance, ask, -little),
            ) else {
                continue;
            };
            let (forward, backward) = ((base - with_more) / little, (with_less - base) / little);
            let room = 1e-2 * forward.abs().max(backward.abs()) + 4.0 * dust / little;
            if near(forward, backward, room / 4.0) {
                prop_assert!(
                    near(by_unit.gbp, f64::midpoint(forward, backward), room),
                    "{} is not between {forward} and {backward}: {price:?}", by_unit.gbp
                );
            }
        }
    }
}

fn is_standard(price: &Price) -> bool {
    ["access", "overall-access", "wait", "recovery", "completion"]
        .iter()
        .any(|family| is_ask(&price.subject, family))
}

/// The least priced shortfall.
fn shortfall(instance: &Instance) -> f64 {
    let options = Options::default();
    match solve(
        &formulate(instance).relaxed(),
        &options,
        &Control::default(),
    ) {
        Outcome::Optimal(solved) | Outcome::WithinGap(solved) => solved.objectives[0].value,
        other => panic!("{other:?}"),
    }
}
