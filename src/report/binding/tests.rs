//! What binds, in words.

use super::*;
use crate::audit::Sense;
use crate::report::sample;

fn audit_of(subjects: &[(&str, bool)]) -> Audit {
    let promises = subjects
        .iter()
        .map(|(subject, binding)| Promise {
            binding: *binding,
            ..sample::promise(subject, Sense::AtMost, 5.0, 5.0)
        })
        .collect();
    Audit {
        promises,
        services: Vec::new(),
    }
}

fn shown(instance: &Instance, audit: &Audit) -> Vec<String> {
    lines(instance, &gather(instance, audit))
}

#[test]
fn a_year_of_months_is_one_line() {
    let instance = sample::instance(1);
    let months: Vec<String> = (0..12)
        .map(|m| {
            let name = instance.services[0].care.calendar.period_name(m);
            format!("capacity[north,hit,{name}]")
        })
        .collect();
    let all: Vec<(&str, bool)> = months.iter().map(|s| (s.as_str(), true)).collect();
    assert_eq!(
        shown(&instance, &audit_of(&all)),
        ["every clinical hour is used: HIT (all year)"]
    );
    let some: Vec<(&str, bool)> = months
        .iter()
        .enumerate()
        .map(|(m, s)| (s.as_str(), [0, 1, 2, 6, 10, 11].contains(&m)))
        .collect();
    assert_eq!(
        shown(&instance, &audit_of(&some)),
        ["every clinical hour is used: HIT (jan–mar, jul, nov, dec)"]
    );
}

#[test]
fn roles_that_bind_alike_share_a_line() {
    let instance = sample::instance(1);
    let audit = audit_of(&[
        ("capacity[north,hit,jan]", true),
        ("capacity[north,ap,jan]", true),
        ("capacity[north,pwp,jan]", true),
        ("capacity[north,pwp,feb]", false),
    ]);
    assert_eq!(
        shown(&instance, &audit),
        ["every clinical hour is used: HIT, AP (all year); PWP (jan)"]
    );
    assert_eq!(
        gather(&instance, &audit)[0].sentence(&instance),
        "every clinical hour is used: HIT (all year)"
    );
}

#[test]
fn periods_may_be_counted_instead_of_named() {
    let instance = sample::instance(1);
    let audit = audit_of(&[
        ("wait[north,six-weeks,1]", true),
        ("wait[north,six-weeks,0]", false),
    ]);
    assert_eq!(
        shown(&instance, &audit),
        [
            "people wait as long as the standard lets them: 75 % start step 2 within 6 weeks \
             (feb)"
        ]
    );
}

#[test]
fn services_are_counted_or_named() {
    let instance = sample::instance(3);
    let audit = audit_of(&[
        ("supervision-ratio[north,case-management]", true),
        ("supervision-ratio[service-2,case-management]", true),
        ("supervision-ratio[service-3,case-management]", true),
        ("access[north,access]", true),
        ("access[service-2,access]", false),
        ("access[service-3,access]", false),
        ("completion[north,courses]", true),
        ("completion[service-2,courses]", true),
        ("completion[service-3,courses]", false),
        ("budget[whole]", true),
    ]);
    assert_eq!(
        shown(&instance, &audit),
        [
            "no more start than the standard asks: people who start (North)",
            "no more finish than the standard asks: courses (2 of 3 services)",
            "the whole budget is spent: All services together",
            "another supervisee needs another supervisor: Case management (all 3 services)",
        ]
    );
}

#[test]
fn times_of_a_horizon_are_named_in_full() {
    let (instance, _) = sample::over_time(1, 12, 36);
    let months: Vec<String> = (0..36)
        .map(|m| {
            let name = instance.services[0].care.calendar.period_name(m);
            format!("capacity[north,hit,{name}]")
        })
        .collect();
    let mut subjects: Vec<(&str, bool)> = months
        .iter()
        .enumerate()
        .map(|(m, s)| (s.as_str(), (6..11).contains(&m) || m == 35))
        .collect();
    subjects.extend([
        ("budget[whole,2026/27]", true),
        ("budget[whole,2027/28]", false),
        ("labour-market[hits,2026/27]", true),
        ("labour-market[hits,2027/28]", true),
    ]);
    assert_eq!(
        shown(&instance, &audit_of(&subjects)),
        [
            "the whole budget is spent: All services together (2026/27)",
            "everyone whom the labour market gives is hired: HITs to be had (every year)",
            "every clinical hour is used: HIT (October 2026 to February 2027, March 2029)",
        ]
    );
    let all: Vec<(&str, bool)> = months.iter().map(|s| (s.as_str(), true)).collect();
    assert_eq!(
        shown(&instance, &audit_of(&all)),
        ["every clinical hour is used: HIT (throughout)"]
    );
}

#[test]
fn many_times_are_counted_instead_of_named() {
    let (instance, _) = sample::over_time(1, 12, 36);
    let calendar = &instance.services[0].care.calendar;
    let months: Vec<String> = (0..36)
        .map(|m| format!("capacity[north,hit,{}]", calendar.period_name(m)))
        .collect();
    let subjects: Vec<(&str, bool)> = months
        .iter()
        .enumerate()
        .map(|(m, s)| (s.as_str(), m % 2 == 1 && m < 12))
        .collect();
    assert_eq!(
        shown(&instance, &audit_of(&subjects)),
        ["every clinical hour is used: HIT (6 of 36 months, May 2026 to March 2027)"]
    );
}

#[test]
fn a_limit_stated_in_people_and_as_a_share_is_named_once() {
    let (mut instance, _) = sample::over_time(1, 12, 36);
    instance.services[0].care.limits = indexmap::IndexMap::new();
    let audit = audit_of(&[
        ("change-limit[north,hires,2026-04]", true),
        ("change-limit[north,hires,2026-05]", false),
        ("change-limit[north,hires,2026-04,share]", false),
        ("change-limit[north,hires,2026-05,share]", true),
        ("change-limit[north,hires,2026-06,share]", false),
    ]);
    let found = gather(&instance, &audit);
    assert_eq!(found.len(), 1, "{found:?}");
    assert_eq!(found[0].what, "hires");
    assert_eq!(found[0].periods, ["2026-04", "2026-05"]);
    assert!(!found[0].all_year);
}

#[test]
fn what_binds_at_nothing_is_no_news() {
    let instance = sample::instance(1);
    let mut audit = audit_of(&[("overtime-cap[north,ap,jan]", true)]);
    audit.promises[0].value = 0.0;
    audit.promises[0].bound = 0.0;
    assert!(gather(&instance, &audit).is_empty());
}

#[test]
fn every_worded_family_is_a_family_of_the_formulation() {
    for wording in WORDINGS {
        assert!(
            crate::formulation::RowKey::FAMILIES
                .iter()
                .any(|(family, _)| *family == wording.family),
            "{}",
            wording.family
        );
    }
}
