//! Other plans at nearly the least cost: each is within it, and none goes beyond what is proved of all.

mod support;

use std::path::Path;
use std::time::Duration;

use proptest::prelude::*;
use skillmix::explain::alternatives::{Question, Which, aims, alternatives};
use skillmix::instance::Instance;
use skillmix::pipeline::Watch;
use skillmix::reading::read_instance;
use skillmix::report::alternatives::{Aim, Common, Counted, Figures, Found, Verdict, render};
use skillmix::report::answer::Status;
use skillmix::solver::Options;
use support::{instance, knobs};

/// What a solver may be off by.
const ROUNDING: f64 = 1e-5;

fn read(path: &str) -> Instance {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(path);
    read_instance(&path).instance.expect("a valid instance")
}

fn question(within: f64, which: Which) -> Question {
    Question {
        within,
        which,
        options: Options::default(),
    }
}

fn found(instance: &Instance, question: &Question) -> Option<Found> {
    let answer = alternatives(instance, question, &Watch::default()).expect("an answer");
    match answer.verdict {
        Verdict::Found(found) => Some(*found),
        Verdict::NoPlan => None,
        Verdict::NotSettled => panic!("there is no limit"),
    }
}

fn has(figures: &Figures, counted: &Counted) -> f64 {
    match counted {
        Counted::Staff(role) => figures.staff_wte.get(role.to_string().as_str()).copied(),
        Counted::Hires => Some(figures.hires_wte.values().sum()),
        Counted::TrainingStarts => Some(figures.training_starts_wte.values().sum()),
    }
    .unwrap_or(0.0)
}

/// Everything that must hold of what was found; what does not.
fn faults(found: &Found, within: f64) -> Vec<String> {
    let mut faults = Vec::new();
    let least = found.plans[0].figures.cost_gbp;
    for plan in &found.plans {
        let name = plan.aim.name();
        let cost = plan.figures.cost_gbp;
        if cost > least * (1.0 + within) * (1.0 + ROUNDING) + ROUNDING {
            faults.push(format!("{name} costs {cost}, the least {least}"));
        }
        for common in &found.common {
            let Common {
                counted,
                at_least_wte,
                at_most_wte,
            } = common;
            let wte = has(&plan.figures, counted);
            let room = ROUNDING * wte.abs().max(1.0);
            if at_least_wte.is_some_and(|least| wte < least - room)
                || at_most_wte.is_some_and(|most| wte > most + room)
            {
                faults.push(format!("{name} has {wte}: {common:?}"));
            }
        }
    }
    faults
}

#[test]
fn the_most_aps_within_five_per_cent_of_tiny_are_those_of_its_table() {
    // £1,038,252.55 × 1.05 = £1,090,165: a third AP (£1,088,474) is within it, a fourth is not.
    let tiny = read("instances/tiny.toml");
    let found = found(&tiny, &question(0.05, Which::All)).expect("a plan");
    assert_eq!(faults(&found, 0.05), Vec::<String>::new());
    let aps = |aim: &Aim| {
        let plan = found.plans.iter().find(|plan| plan.aim == *aim);
        plan.map(|plan| plan.figures.staff_wte["ap"].round())
    };
    assert_eq!(aps(&Aim::LeastCost), Some(2.0));
    assert_eq!(aps(&Aim::Most("ap".into())), Some(3.0));
    assert_eq!(aps(&Aim::Fewest("ap".into())), Some(0.0));
    let staff = |role: &str| {
        let mut common = found.common.iter();
        let counted = Counted::Staff(role.into());
        let common = common.find(|c| c.counted == counted).expect("the role");
        (common.at_least_wte, common.at_most_wte)
    };
    // Whole posts are proved whole.
    assert_eq!(staff("ap"), (Some(0.0), Some(3.0)));
    let (least, _) = staff("senior-pwp");
    assert!(
        least.is_some_and(|least| (1.0..=2.0).contains(&least)),
        "{least:?}"
    );
    for (aim, like) in &found.same {
        assert_ne!(aim, like);
    }
}

#[test]
fn within_nothing_only_the_least_cost_is_left() {
    let tiny = read("instances/tiny.toml");
    let found = found(&tiny, &question(0.0, Which::MostDifferent(3))).expect("a plan");
    assert_eq!(faults(&found, 0.0), Vec::<String>::new());
    for plan in &found.plans {
        assert!(
            (plan.figures.staff_wte["ap"] - 2.0).abs() < 1e-6,
            "{:?}",
            plan.aim
        );
    }
}

#[test]
fn a_plan_by_month_has_others_beside_it() {
    let harbour = read("tests/cli/harbour.toml");
    let found = found(&harbour, &question(0.02, Which::All)).expect("a plan");
    assert_eq!(faults(&found, 0.02), Vec::<String>::new());
    assert!(found.plans.len() > 2, "{:?}", found.same);
    let least = &found.plans[0].figures;
    let of = |aim: &Aim| {
        let plan = found.plans.iter().find(|plan| plan.aim == *aim);
        plan.map(|plan| &plan.figures)
    };
    if let Some(plan) = of(&Aim::ShortestWaits) {
        assert!(plan.waiting_people["treatment"] < least.waiting_people["treatment"]);
    }
    if let Some(plan) = of(&Aim::LeastHiring) {
        let hires = |figures: &Figures| figures.hires_wte.values().sum::<f64>();
        assert!(hires(plan) <= hires(least) + 1e-6);
    }
}

#[test]
fn only_what_is_asked_for_is_looked_for() {
    let harbour = read("tests/cli/harbour.toml");
    let all = aims(&harbour);
    assert!(all.contains(&Aim::SteadiestHiring) && !all.contains(&Aim::MostEven));
    assert!(!aims(&read("instances/tiny.toml")).contains(&Aim::SteadiestHiring));
    let only = vec![Aim::Most("pwp".into())];
    let found = found(&harbour, &question(0.02, Which::Only(only))).expect("a plan");
    assert_eq!(found.plans.len() + found.same.len(), 2);
    assert!(found.left_out.is_empty());
}

#[test]
fn no_plan_is_told_as_that_and_points_to_why() {
    let late = read("tests/cli/harbour-late.toml");
    let answer = alternatives(&late, &question(0.02, Which::All), &Watch::default());
    let answer = answer.expect("an answer");
    assert_eq!(answer.verdict, Verdict::NoPlan);
    assert!(render(&late, &answer).contains("`skillmix why`"));
}

#[test]
fn a_stop_shows_what_is_known() {
    let watch = Watch::default();
    watch.control.stop.ask();
    let tiny = read("instances/tiny.toml");
    let answer = alternatives(&tiny, &question(0.02, Which::All), &watch).expect("an answer");
    assert_eq!(answer.verdict, Verdict::NotSettled);
}

#[test]
fn a_time_limit_in_the_middle_leaves_what_is_known() {
    let instance = read("instances/hampshire-mental-health-practitioner.toml");
    let question = Question {
        options: Options {
            time_limit: Some(Duration::from_secs(8)),
            gap: 1e-3,
            ..Options::default()
        },
        ..question(0.02, Which::All)
    };
    let answer = alternatives(&instance, &question, &Watch::default()).expect("an answer");
    if let Verdict::Found(found) = &answer.verdict {
        assert_eq!(faults(found, 0.02), Vec::<String>::new());
        let settled = found.plans.len() + found.same.len() + found.broken.len() - 1;
        assert_eq!(settled + found.not_settled.len(), aims(&instance).len());
        let cut_short = |status| matches!(status, Status::TimeLimit);
        if !found.not_settled.is_empty() || found.plans.iter().any(|p| cut_short(p.status)) {
            assert!(render(&instance, &answer).contains("time"));
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig {
        cases: std::env::var("PROPTEST_CASES").ok().and_then(|text| text.parse().ok()).unwrap_or(12),
        failure_persistence: None,
        ..ProptestConfig::default()
    })]

    #[test]
    fn every_plan_shown_is_within_the_cost_and_what_is_proved_of_all(
        knobs in knobs(),
        within in 0.0..0.1,
    ) {
        let instance = instance(&knobs);
        if let Some(found) = found(&instance, &question(within, Which::All)) {
            prop_assert_eq!(faults(&found, within), Vec::<String>::new());
            prop_assert!(found.broken.is_empty(), "{:?}", found.broken);
            // What is proved leaves room for each direction's own plan.
            for common in &found.common {
                if let (Some(least), Some(most)) = (common.at_least_wte, common.at_most_wte) {
                    prop_assert!(least <= most + ROUNDING, "{common:?}");
                }
            }
        }
    }
}
