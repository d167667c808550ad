use std::path::Path;

use crate::audit::audit;
use crate::ids::Id as _;
use crate::instance::{Enforcement, Instance};
use crate::pipeline::{Conclusion, Settings, Watch, run};
use crate::plan::Plan;
use crate::reading::read_instance;
use crate::report::Answer;
use crate::report::answer::{Basis, WorthVerdict};
use crate::units::{Gbp, PeoplePerYear};

fn leeds() -> Instance {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/replan/two-years.toml");
    read_instance(&path).instance.expect("a valid instance")
}

fn answered(instance: &Instance) -> Answer {
    match run(instance, &Settings::default(), &Watch::default()) {
        Conclusion::Answered(answer) => *answer,
        other => panic!("{other:?}"),
    }
}

#[test]
fn a_start_from_which_a_standard_cannot_hold_at_once_is_an_answer_and_says_from_when_it_can() {
    let mut instance = leeds();
    instance.services[0].start.waiting["treatment"] = 3_000.0;
    let answer = answered(&instance);
    let [late] = &answer.late[..] else {
        panic!("{:?}", answer.late);
    };
    assert_eq!(
        (late.standard.to_string().as_str(), late.asked_from.as_str()),
        ("six-weeks", "2026-04")
    );
    let from = late.holds_from.as_deref().expect("a month");
    assert!(("2026-05".."2028-01").contains(&from), "{late:?}");
    // The market for PWPs is used up until then.
    assert!(late.in_the_way[0].starts_with("PWPs ("), "{late:?}");
    assert!(
        late.in_the_way
            .iter()
            .any(|w| w.contains("time that it takes to hire")),
        "{late:?}"
    );
    // No month is missed after that, not by a hair.
    let figures = answer.audit.services[0]
        .over_time
        .as_ref()
        .expect("over time");
    let place = figures
        .periods
        .iter()
        .position(|name| name == from)
        .expect("a period");
    let missed = &answer.plan.services[0].shortfall_by_period_people["six-weeks"];
    assert!(
        missed[place..].iter().all(|people| *people < 1e-3),
        "{missed:?}"
    );
    assert!(missed[place - 1] > 1.0, "{missed:?}");
}

#[test]
fn a_plan_that_holds_a_standard_late_says_so_and_may_not_be_later_than_it_says() {
    let mut instance = leeds();
    instance.services[0].start.waiting["treatment"] = 3_000.0;
    let answer = answered(&instance);
    let checked = |plan: &Plan| audit(&instance, plan).expect("it fits its instance");
    let honest = checked(&answer.plan);
    assert!(honest.passed(), "{:?}", honest.broken().next());
    let (_, figures) = honest.late().next().expect("it is told");
    let from = figures.holds_from.expect("within the horizon");
    assert_eq!(
        answer.late[0].holds_from.as_ref(),
        Some(&figures.entries[from])
    );
    // A month more than it admits.
    let mut plan = answer.plan.clone();
    let said = &mut plan.services[0].late_standards["six-weeks"];
    *said = Some(figures.entries[from - 1].clone());
    let broken: Vec<String> = checked(&plan).broken().map(|p| p.subject.clone()).collect();
    let missed = format!("wait[leeds,six-weeks,{}]", figures.entries[from - 1]);
    assert_eq!(broken, [missed]);
    // More people than it admits.
    let mut plan = answer.plan.clone();
    plan.services[0].shortfall_by_period_people["six-weeks"][0] -= 1.0;
    let broken = checked(&plan);
    assert_eq!(broken.broken().count(), 1);
    // Saying nothing of it.
    let mut plan = answer.plan.clone();
    plan.services[0].late_standards.clear();
    let silent = checked(&plan);
    assert!(!silent.passed() && silent.late().next().is_none());
    // What is not asked of the plan, or at no such time.
    for (standard, from) in [
        ("six-weeks", "2026/27"),
        ("six-weeks", "2036-04"),
        ("none", "2026-05"),
    ] {
        let mut plan = answer.plan.clone();
        plan.services[0]
            .late_standards
            .insert(standard.into(), Some(from.to_owned()));
        let error = audit(&instance, &plan).expect_err("it does not fit");
        assert!(error.problems[0].path.ends_with(standard), "{error:?}");
    }
}

#[test]
fn a_start_from_which_all_standards_hold_has_no_late_ones() {
    let answer = answered(&leeds());
    assert!(answer.late.is_empty(), "{:?}", answer.late);
}

#[test]
fn a_point_of_turnover_is_told_for_roles_that_a_measure_or_a_ladder_is_about() {
    let answer = answered(&leeds());
    let worth: Vec<&str> = answer
        .turnover
        .iter()
        .map(|worth| worth.role.as_str())
        .collect();
    // PWPs have a retention measure, APs a ladder.
    assert_eq!(worth, ["ap", "pwp"]);
    for worth in &answer.turnover {
        assert_eq!(worth.basis, Basis::Relaxation);
        assert!((worth.gbp_over_horizon - 2.0 * worth.gbp_per_year).abs() < 1e-6);
    }
}

#[test]
fn a_point_of_turnover_is_worth_more_where_hires_are_dearer() {
    let mut instance = leeds();
    instance.services[0].referrals = PeoplePerYear::new(7_500.0);
    let worth = |instance: &Instance| {
        let turnover = answered(instance).turnover;
        let pwp = turnover.iter().find(|worth| worth.role.as_str() == "pwp");
        pwp.expect("PWPs").gbp_over_horizon
    };
    let before = worth(&instance);
    instance.services[0].care.roles["pwp"].recruitment_cost = Gbp::new(14_000.0);
    // Two years with some twenty PWPs: up to 0.4 fewer hires, each £10,000 dearer.
    let dearer = worth(&instance) - before;
    assert!((500.0..6_000.0).contains(&dearer), "{dearer}");
}

#[test]
fn without_a_role_those_in_post_leave_by_and_by() {
    let mut instance = leeds();
    for standard in instance.services[0].care.standards.values_mut() {
        standard.enforcement = Enforcement::Reported;
    }
    instance.services[0].care.roles["ap"].show_worth = true;
    let answer = answered(&instance);
    assert!(
        matches!(answer.worth[0].verdict, WorthVerdict::Difference { .. }),
        "{:?}",
        answer.worth
    );
    let without = answered(&instance.without_role(&"ap".into()));
    let people = &without.plan.services[0].people["ap"];
    assert!(people.joining_wte.is_empty());
    // Those who come back from training that they had begun are the only ones who join.
    let in_post = &people.in_post_wte;
    assert!(in_post[0] > 7.9 && in_post[23] < 7.0, "{in_post:?}");
}
