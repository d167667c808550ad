//! Plans with one thing wrong in them: each is caught under the right label and no other.

mod cases;

use std::collections::BTreeSet;

use super::super::fixture::spell_out;
use super::super::{Audit, FAMILIES};
use super::{audited, tiny, whole};
use crate::instance::Instance;
use crate::plan::{Plan, ServicePlan};
use crate::units::{HoursPerWeek, Share, TaskHoursPerWeek};
use cases::CASES;

const MONTHS: [&str; 12] = [
    "jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec",
];

fn broken(audit: &Audit) -> BTreeSet<String> {
    audit
        .broken()
        .map(|p| format!("{} {}", p.label, p.subject))
        .collect()
}

fn spelled_out(subjects: &[&str]) -> BTreeSet<String> {
    subjects
        .iter()
        .flat_map(|subject| {
            let months = if subject.contains('*') {
                &MONTHS[..]
            } else {
                &["*"]
            };
            months.iter().map(|month| subject.replace('*', month))
        })
        .collect()
}

fn with(change: fn(&mut Instance, &mut ServicePlan)) -> (Instance, Plan) {
    let (mut instance, mut plan) = whole();
    spell_out(&mut plan, 12);
    change(&mut instance, &mut plan.services["north"]);
    (instance, plan)
}

#[test]
fn each_breach_is_caught_under_its_own_label_and_no_other() {
    let mut wrong = Vec::new();
    for (what, change, expected) in CASES {
        let (instance, plan) = with(*change);
        let (found, expected) = (broken(&audited(&instance, &plan)), spelled_out(expected));
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

#[test]
fn nobody_may_be_left_in_a_role_that_is_switched_off() {
    let (instance, plan) = whole();
    let found = broken(&audited(&instance.without_role(&"ap".into()), &plan));
    let expected = spelled_out(&[
        "A4 hires[north,ap]",
        "A4 hires[south,ap]",
        "B1 training-starts[north,climb]",
        "B1 training-starts[south,climb]",
        "H3 posts[north,ap,switched-off]",
        "H3 posts[south,ap,switched-off]",
    ]);
    assert_eq!(found, expected);
}

#[test]
fn a_route_through_a_role_that_is_switched_off_is_caught() {
    let (instance, plan) = whole();
    let found = broken(&audited(&instance.without_role(&"tpwp".into()), &plan));
    let expected = spelled_out(&[
        "B1 training-starts[north,climb]",
        "B1 training-starts[south,climb]",
    ]);
    assert_eq!(found, expected);
}

#[test]
fn a_route_into_a_role_that_is_switched_off_is_caught() {
    let (instance, plan) = whole();
    let found = broken(&audited(&instance.without_role(&"pwp".into()), &plan));
    assert!(
        found.contains("B1 training-starts[north,climb]"),
        "{found:?}"
    );
}

#[test]
fn supervision_takes_a_roles_hours_and_overtime_adds_to_them() {
    let (mut instance, mut plan) = tiny();
    let care = &mut instance.services[0].care;
    // 48 hours more of fixed work: 8,040 in all, of 8,000.
    care.tasks["contact"].fixed_hours = TaskHoursPerWeek::new(2.5);
    care.roles["pwp"].overtime_max_share = Share::new(0.1);
    let decided = &mut plan.services["alone"];
    decided.task_hours["contact"]["pwp"] = vec![8_040.0];
    let late = spelled_out(&["D4 capacity[alone,pwp,year]"]);
    assert_eq!(broken(&audited(&instance, &plan)), late);
    let decided = &mut plan.services["alone"];
    decided.overtime_hours.insert("pwp".into(), vec![40.0]);
    let audit = audited(&instance, &plan);
    assert_eq!(broken(&audit), BTreeSet::new());
    let capacity = audit
        .promises
        .iter()
        .find(|p| p.subject.starts_with("capacity"));
    assert!(capacity.is_some_and(|p| p.binding));
    // An hour of supervision a week for every ten posts is 40 hours a year.
    let mut rule = whole().0.services.remove(0).care.supervision["case"].clone();
    rule.supervisees = vec!["pwp".into()];
    rule.hours_per_wte_week = HoursPerWeek::new(0.1);
    rule.group_size = 1.0;
    rule.max_ratio = None;
    instance.services[0]
        .care
        .supervision
        .insert("peer".into(), rule);
    let decided = &mut plan.services["alone"];
    decided
        .supervision_hours
        .insert("peer".into(), [("pwp".into(), vec![40.0])].into());
    assert_eq!(broken(&audited(&instance, &plan)), late);
}

#[test]
fn every_family_of_promises_is_seen_to_break() {
    let mut seen: BTreeSet<String> = ["B1 training-starts".to_owned()].into();
    let in_a_year = CASES.iter().flat_map(|(_, _, subjects)| *subjects);
    seen.extend(
        in_a_year
            .copied()
            .chain(super::over_time::seen_to_break())
            .filter_map(|s| s.split('[').next())
            .map(str::to_owned),
    );
    let all = FAMILIES
        .iter()
        .map(|(family, label)| format!("{label} {family}"))
        .collect();
    assert_eq!(seen, all);
}

#[test]
fn every_promise_is_of_a_known_family() {
    let (instance, plan) = whole();
    for promise in audited(&instance, &plan).promises {
        let family = promise.subject.split('[').next().unwrap_or_default();
        assert!(
            FAMILIES.contains(&(family, promise.label)),
            "{}",
            promise.subject
        );
    }
}

#[test]
fn a_breach_in_a_year_of_one_period_is_caught_too() {
    let (instance, plan) = tiny();
    let check = |change: fn(&mut ServicePlan), expected: &[&str]| {
        let mut plan = plan.clone();
        change(&mut plan.services["alone"]);
        assert_eq!(broken(&audited(&instance, &plan)), spelled_out(expected));
    };
    check(
        |plan| plan.task_hours["contact"]["pwp"][0] = 8_000.1,
        &[
            "D2 work-cover[alone,contact,year]",
            "D4 capacity[alone,pwp,year]",
        ],
    );
    // 6/ln 4·960/48 is 86.56 people. Nobody gives up, so that the list may be of any length.
    check(
        |plan| plan.waiting_people["step-2"][0] = 86.57,
        &["F2 wait[alone,six-weeks,year]"],
    );
    check(|plan| plan.waiting_people["step-2"][0] = 86.56, &[]);
    check(
        |plan| plan.starts_people["gsh"][0] -= 0.01,
        &[
            "C1 waiting-list[alone,step-2,year]",
            "D2 work-cover[alone,contact,year]",
        ],
    );
}

#[test]
fn work_and_no_hours_is_a_breach_and_no_error() {
    let (instance, mut plan) = tiny();
    plan.services["alone"].task_hours.clear();
    let found = broken(&audited(&instance, &plan));
    assert_eq!(found, spelled_out(&["D2 work-cover[alone,contact,year]"]));
}
