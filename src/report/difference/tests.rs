use super::*;
use crate::report::sample;

fn figure(section: Section, item: &str) -> Figure {
    Figure {
        section,
        service: Some("north".to_owned()),
        item: item.to_owned(),
        period: None,
    }
}

#[test]
fn a_plan_does_not_differ_from_itself() {
    let instance = sample::instance(2);
    let answer = sample::answer(&instance);
    let plan = (&answer.plan, &answer.audit);
    assert_eq!(between(&instance, plan, plan), Difference::default());
    let columns = Columns {
        before: "a",
        after: "b",
    };
    let text = render(&instance, &Difference::default(), columns);
    assert_eq!(text, "Nothing that is shown differs.\n");
}

#[test]
fn only_what_differs_is_told_money_first_and_the_larger_change_before_the_smaller() {
    let instance = sample::instance(1);
    let answer = sample::answer(&instance);
    let (plan, mut audit) = (answer.plan.clone(), answer.audit.clone());
    let service = &mut audit.services[0];
    service.spend_gbp += 1_000.0;
    // A part may change by more than the whole.
    let mut plan = plan;
    plan.services[0].spend_gbp.pay += 5_000.0;
    service.roles[0].wte += 1.0;
    service.roles[1].wte -= 2.0;
    // Less than a table shows.
    service.roles[1].hires += 0.01;
    let difference = between(&instance, (&answer.plan, &answer.audit), (&plan, &audit));
    let told: Vec<(&Figure, f64)> = difference
        .figures
        .iter()
        .map(|differing| (&differing.figure, differing.change()))
        .collect();
    let roles: Vec<&str> = answer.audit.services[0]
        .roles
        .iter()
        .map(|r| r.role.as_str())
        .collect();
    assert_eq!(told.len(), 4, "{told:?}");
    assert_eq!(*told[0].0, figure(Section::Spend, figures::TOTAL));
    assert_eq!(*told[1].0, figure(Section::Spend, "pay"));
    assert_eq!(*told[2].0, figure(Section::Staff, roles[1]));
    assert_eq!(*told[3].0, figure(Section::Staff, roles[0]));
    assert!((told[2].1 + 2.0).abs() < 1e-9);
}

#[test]
fn hires_of_a_plan_by_month_are_told_with_their_months() {
    let (instance, answer) = sample::over_time(1, 12, 24);
    let mut audit = answer.audit.clone();
    let over_time = audit.services[0]
        .over_time
        .as_mut()
        .expect("figures over time");
    over_time.roles[0].hired[3] += 2.0;
    over_time.roles[0].hired[5] -= 1.0;
    let before = (&answer.plan, &answer.audit);
    let difference = between(&instance, before, (&answer.plan, &audit));
    let periods: Vec<Option<usize>> = difference.figures.iter().map(|d| d.figure.period).collect();
    assert_eq!(periods, [None, Some(3), Some(5)]);
    let columns = Columns {
        before: "as it is",
        after: "with it",
    };
    let text = render(&instance, &difference, columns);
    let calendar = &instance.services[0].care.calendar;
    let month = crate::report::dates::period(calendar, 3);
    assert!(text.contains(&format!("{month} +2.0")), "{text}");
}

#[test]
fn with_several_services_all_together_come_before_each() {
    let instance = sample::instance(2);
    let answer = sample::answer(&instance);
    let mut audit = answer.audit.clone();
    audit.services[0].roles[0].wte += 1.0;
    audit.services[1].roles[0].wte -= 3.0;
    let difference = between(
        &instance,
        (&answer.plan, &answer.audit),
        (&answer.plan, &audit),
    );
    let changes: Vec<(bool, f64)> = difference
        .figures
        .iter()
        .map(|d| (d.figure.service.is_some(), d.change().round()))
        .collect();
    assert_eq!(changes, [(false, -2.0), (true, -3.0), (true, 1.0)]);
}
