//! Plans by month: one worked out by hand, and that plan with one thing wrong in it.

mod cases;

use std::collections::BTreeSet;

use super::super::fixture::{climbing, tiny};
use super::super::{Audit, Fault, TimeFigures};
use super::{audit, audited, broken};
use crate::instance::{Ending, Instance};
use crate::plan::{Plan, ServicePlan};
use cases::{AND_OTHERS, CARE, CHANGE, Case, PEOPLE};

fn cases() -> impl Iterator<Item = &'static Case> {
    PEOPLE.iter().chain(CARE).chain(CHANGE)
}

/// The subjects that some change is seen to break.
pub(super) fn seen_to_break() -> impl Iterator<Item = &'static str> {
    let ending = "H2 ending-balance[alone,pwp]";
    cases()
        .flat_map(|(_, _, subjects)| subjects.iter().copied())
        .filter(|subject| *subject != AND_OTHERS)
        .chain([ending])
}

fn assert_close(what: &str, found: f64, wanted: f64) {
    let off = 1e-9 * wanted.abs().max(1.0);
    assert!(
        (found - wanted).abs() <= off,
        "{what}: {found}, not {wanted}"
    );
}

fn figures() -> TimeFigures {
    let (instance, plan) = climbing();
    let mut services = audited(&instance, &plan).services;
    services
        .remove(0)
        .over_time
        .expect("the instance has a horizon")
}

fn subjects(audit: &Audit) -> BTreeSet<String> {
    audit
        .broken()
        .map(|p| format!("{} {}", p.label, p.subject))
        .collect()
}

#[test]
fn the_climbing_plan_keeps_every_promise() {
    let (instance, plan) = climbing();
    assert_eq!(broken(&audited(&instance, &plan)), Vec::<String>::new());
}

#[test]
fn each_breach_over_time_is_caught_under_its_own_label_and_no_other() {
    let mut wrong = Vec::new();
    for (what, change, expected) in cases() {
        let (mut instance, mut plan) = climbing();
        change(&mut instance, &mut plan.services["alone"]);
        let mut found = subjects(&audited(&instance, &plan));
        let mut expected: BTreeSet<String> = expected.iter().map(|&s| s.to_owned()).collect();
        if expected.remove(AND_OTHERS) {
            found.retain(|subject| expected.contains(subject));
        }
        if found != expected {
            let unseen: Vec<_> = expected.difference(&found).collect();
            let surprising: Vec<_> = found.difference(&expected).collect();
            wrong.push(format!(
                "{what}: unseen {unseen:?}, surprising {surprising:?}"
            ));
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

fn problems(change: fn(&mut Instance, &mut Plan)) -> Vec<String> {
    let (mut instance, mut plan) = climbing();
    change(&mut instance, &mut plan);
    let error = audit(&instance, &plan).expect_err("the plan has something wrong in it");
    error.problems.iter().map(ToString::to_string).collect()
}

#[test]
fn a_steady_plan_is_refused_where_time_is_planned() {
    let found = problems(|_, plan| {
        plan.horizon = None;
        plan.services["alone"] = tiny().1.services["alone"].clone();
        plan.services["alone"].starts_people.clear();
        plan.services["alone"].task_hours.clear();
    });
    assert_eq!(
        found,
        [
            "`horizon` is missing: the instance plans 6 periods from 2026-04",
            "`services.alone.staff` belongs in a plan for a steady year",
            "`services.alone.spend_gbp` belongs in a plan for a steady year",
        ]
    );
}

#[test]
fn a_plan_by_month_is_refused_for_a_steady_year() {
    let (instance, mut steady) = tiny();
    steady.horizon = climbing().1.horizon;
    steady.services["alone"].people = indexmap::indexmap! {
        "pwp".into() => crate::plan::PeoplePlan::default(),
    };
    let error = audit(&instance, &steady).expect_err("the instance is of a steady year");
    let found: Vec<_> = error.problems.iter().map(ToString::to_string).collect();
    assert_eq!(
        found,
        [
            "`horizon` starts in 2026-04, but the instance is of a steady year",
            "`services.alone.people` belongs in a plan by month",
        ]
    );
}

#[test]
fn a_plan_for_another_time_is_refused() {
    let found = problems(|_, plan| {
        if let Some(horizon) = &mut plan.horizon {
            horizon.periods = 5;
        }
        let alone = &mut plan.services["alone"];
        alone.people["pwp"].in_post_wte.pop();
        alone.intakes["up"].starts_wte[2] = -1.0;
        let strange = crate::dates::FinancialYear { begins: 2030 };
        alone.retention_years["cpd"].push(strange);
        alone
            .years
            .insert(strange, crate::plan::YearPlan::default());
    });
    assert_eq!(
        found,
        [
            "`horizon` is 5 periods from 2026-04, 4 a year, but the instance plans 6 from \
             2026-04, 4 a year",
            "`services.alone.people.pwp.in_post_wte` has 5 numbers, not 1 or 6",
            "`services.alone.intakes.up.starts_wte[2]` is -1, below the least value 0",
            "`services.alone.retention_years.cpd[1]` is no financial year of the horizon, \
             2026/27 to 2027/28",
            "`services.alone.years.2030/31` is no financial year of the horizon, \
             2026/27 to 2027/28",
        ]
    );
}

#[test]
fn every_fault_over_time_says_what_to_do() {
    let (instance, mut plan) = climbing();
    plan.horizon = None;
    let error = audit(&instance, &plan).expect_err("the plan is for no time");
    assert!(matches!(error.problems[0].fault, Fault::SteadyPlan { .. }));
    assert!(error.problems.iter().all(|p| !p.help().is_empty()));
}

#[test]
fn the_ladder_adds_up_in_every_year_for_every_role() {
    let figures = figures();
    let mut ends: Vec<Option<f64>> = vec![None; figures.roles.len()];
    for year in &figures.years {
        for (row, end) in year.ladder.iter().zip(&mut ends) {
            let sum = |of: &[(String, f64)]| of.iter().map(|(_, wte)| wte).sum::<f64>();
            let at_last = row.at_first + row.hired + sum(&row.arrived) + row.returned
                - sum(&row.moved)
                - row.redundant
                - row.left;
            assert_close(&row.role, row.at_last, at_last);
            assert_close(&row.role, sum(&row.left_to), row.left);
            if let Some(end) = end.replace(row.at_last) {
                assert_close(&row.role, row.at_first, end);
            }
        }
    }
    // And in the end they are those of the last quarter less those who leave at its end.
    for (role, end) in figures.roles.iter().zip(ends) {
        let left = role.in_post[5] - role.leaving[5];
        // Who drops out of the last quarter's training is on the way back.
        assert_close(&role.role, end.expect("two years"), left);
    }
}

#[test]
fn the_ladder_of_a_year_is_the_one_worked_out() {
    let figures = figures();
    let pwp = &figures.years[0].ladder[2];
    assert_close("at first", pwp.at_first, 20.0);
    assert_close("hired", pwp.hired, 2.0);
    assert_eq!(pwp.arrived.len(), 1);
    assert_close("completers", pwp.arrived[0].1, 1.62);
    assert_close("moved", pwp.moved[0].1, 1.0);
    assert_close("redundant", pwp.redundant, 1.0);
    assert_close("left", pwp.left, 2.6 + 2.3 + 2.058 + 1.7306);
    // Of 0.3, 0.276, 0.2324 and 0.24036 bound for the ladder, 0.3 and 0.2 stay.
    assert_eq!(pwp.left_to[0].0, "To HIT");
    assert_close("to the ladder", pwp.left_to[0].1, 0.548_76);
    assert_close("at last", pwp.at_last, 12.9314);
    let tpwp = &figures.years[0].ladder[1];
    assert_close("back", tpwp.moved[1].1, 0.38);
    assert_close("left", tpwp.left, 0.0);
    let thit = &figures.years[0].ladder[3];
    assert_close("in training at first", thit.at_first, 1.0);
    assert_close("on to HIT", thit.moved[0].1, 1.0);
}

#[test]
fn leavers_go_where_the_role_says() {
    let (mut instance, plan) = climbing();
    let pwp = &mut instance.services[0].care.roles["pwp"];
    pwp.destinations = indexmap::indexmap! {
        "other-nhs".into() => crate::units::Share::new(0.4),
        "retired".into() => crate::units::Share::new(0.2),
    };
    let audit = audited(&instance, &plan);
    let time = audit.services[0].over_time.as_ref().expect("a horizon");
    let row = &time.years[0].ladder[2];
    // All but those for the ladder, whose share is 0.2: half to 0.4, a quarter to 0.2.
    let others = row.left - 0.548_76;
    let found: Vec<_> = row.left_to.iter().map(|(to, _)| to.as_str()).collect();
    assert_eq!(found, ["To HIT", "other-nhs", "retired", "not-stated"]);
    assert_close("other NHS", row.left_to[1].1, others / 2.0);
    assert_close("retired", row.left_to[2].1, others / 4.0);
    assert_close("not stated", row.left_to[3].1, others / 4.0);
}

#[test]
fn standards_hold_from_the_entry_after_which_they_are_always_met() {
    let figures = figures();
    let [access, six_weeks, quick, completion, recovery] = &figures.standards[..] else {
        panic!("five standards");
    };
    assert_eq!(access.entries, ["2026/27", "2027/28"]);
    assert_eq!(access.asked, [Some(400.0), Some(220.0)]);
    assert_eq!(access.asked_in_full, [440.0, 220.0]);
    assert_eq!(access.reached, [400.0, 230.0]);
    assert_eq!((access.holds_from, access.met), (Some(1), true));
    assert_eq!((six_weeks.holds_from, six_weeks.met), (Some(0), true));
    assert_eq!(quick.entries.len(), 6);
    assert_eq!(quick.asked[3..5], [None, Some(90.0)]);
    assert_eq!((quick.holds_from, quick.met), (None, false));
    assert_eq!((completion.holds_from, completion.met), (None, false));
    assert_eq!((recovery.unit, recovery.reached[0]), ("%", 50.0));
    assert_eq!((recovery.holds_from, recovery.met), (Some(0), true));
}

#[test]
fn figures_over_time_are_those_worked_out() {
    let figures = figures();
    assert_eq!(figures.periods[0], "2026-04");
    assert_eq!(figures.periods[5], "2027-07");
    let ap = &figures.roles[0];
    assert_eq!(ap.joining, [1.0, 1.0, 0.0, 0.0, 0.0, 0.0]);
    assert_eq!(ap.hired, [0.0, 1.0, 0.0, 0.0, 0.0, 0.0]);
    assert_close("back from the route", ap.returning[2], 0.2);
    assert_close("leaving", ap.leaving[1], 0.69);
    assert_close("completing", figures.roles[2].completing[3], 1.62);
    assert_close("in training", figures.routes[0].in_training[2], 1.8);
    assert_close("for the ladder", figures.routes[1].ladder_leaving[1], 0.076);
    assert_close("arrivals", figures.steps[0].joining[4], 110.0);
    assert_close("prevented", figures.retention[0].prevented[1], 0.2);
    assert_eq!(figures.retention[0].cost_gbp_by_year, [2_200.0, 0.0]);
    assert_eq!(figures.years[1].periods, (4, 6));
    assert_close("spend", figures.years[0].spend_gbp.total, 1_483_558.0);
}

#[test]
fn figures_of_the_steady_kind_are_of_the_last_year() {
    let (instance, plan) = climbing();
    let figures = audited(&instance, &plan).services.remove(0);
    assert_close("spend over the horizon", figures.spend_gbp, 2_060_555.46);
    let pwp = &figures.roles[2];
    let mean = (16.1 + 14.662 + 12.9314 + 11.508_66) / 4.0;
    assert_close("in post", pwp.wte, mean);
    assert_close("completers", pwp.completers, 1.62);
    assert_close("cost", pwp.cost_gbp, mean * 48_000.0);
    assert_close("starts", figures.steps[0].starts, 430.0);
}

#[test]
fn an_ending_that_joiners_do_not_keep_up_is_found() {
    let (mut instance, plan) = climbing();
    let calendar = &mut instance.services[0].care.calendar;
    if let Some(horizon) = &mut calendar.horizon {
        horizon.ending = Ending::Sustained;
    }
    let audit = audited(&instance, &plan);
    // Nobody joins as `ap` in the last year but 0.19 who come back of the 1 who starts; its work
    // takes nobody. HITs never leave, and 1 start a year completes.
    assert_eq!(
        subjects(&audit),
        BTreeSet::from([
            "H2 ending-balance[alone,ap]".to_owned(),
            "H2 ending-balance[alone,pwp]".to_owned(),
        ])
    );
    // 1.62 complete, as the share 0.81 of 1 + 1 start a year in the end: 1 in April. Nobody is hired:
    // J = 0.81, who stay (1 − 0.8⁴)/0.2/4 = 0.738 years of their first. The work takes
    // (400 + 400 + 430 + 470 + 1.8 + 1 + 0.9)/200 = 8.5185. P = 8.5185 − 0.59778 = 7.92072, of
    // whom 0.4 leave a year, a fifth for the ladder; 1 starts on it, more than those 0.634.
    let pwp = audit.broken().find(|p| p.subject.ends_with("pwp]"));
    let pwp = pwp.expect("it is broken");
    assert_close("past the first anniversary", pwp.value, 0.81 * 0.4096);
    assert_close("to be replaced", pwp.bound, 0.4 * 0.8 * 7.920_72 + 1.0);
}

#[test]
fn a_service_that_is_planned_twice_shares_its_limits() {
    let (mut instance, mut plan) = climbing();
    let mut second = instance.services[0].clone();
    second.id = "second".into();
    instance.services.push(second);
    let decided: ServicePlan = plan.services["alone"].clone();
    plan.services.insert("second".into(), decided);
    for cap in [&mut instance.budgets["icb"], &mut instance.levies["levy"]] {
        cap.services.push(1);
    }
    instance.places["college"].cap.services.push(1);
    instance.labour_markets["market"].cap.services.push(1);
    assert_eq!(
        subjects(&audited(&instance, &plan)),
        [
            "A4 labour-market[market,2026-04]",
            "A4 labour-market[market,2026/27]",
            "B2 places[college,2026-07]",
            "B2 places[college,2026/27]",
            "B2 places[college,2027/28]",
            "G2 budget[icb,2026/27]",
            "G2 budget[icb,2027/28]",
            "G3 levy-fund[levy,2026/27]",
        ]
        .map(str::to_owned)
        .into()
    );
}
