//! Plans that cannot be audited.

use indexmap::IndexMap;

use super::super::{Fault, PlanProblem};
use super::{audit, audited, tiny, whole};
use crate::plan::{Plan, ServicePlan, StaffPlan};

fn problems(change: fn(&mut Plan)) -> Vec<String> {
    let (instance, mut plan) = whole();
    change(&mut plan);
    let error = audit(&instance, &plan).expect_err("the plan has something wrong in it");
    error.problems.iter().map(ToString::to_string).collect()
}

#[test]
fn a_plan_for_another_instance_is_refused() {
    assert_eq!(
        problems(|plan| plan.instance = "elsewhere".to_owned()),
        ["`instance` is `elsewhere`, but the instance is called `by-hand`"]
    );
}

#[test]
fn a_plan_of_another_format_is_refused() {
    assert_eq!(
        problems(|plan| plan.skillmix_plan = 2),
        ["`skillmix_plan` is format 2, but only format 1 is known"]
    );
}

#[test]
fn a_service_left_out_is_named() {
    assert_eq!(
        problems(|plan| drop(plan.services.shift_remove("south"))),
        ["`services.south` is missing: the instance has this service"]
    );
}

#[test]
fn a_plan_without_services_lacks_each_of_them() {
    assert_eq!(problems(|plan| plan.services.clear()).len(), 2);
}

#[test]
fn unknown_ids_are_found_wherever_they_stand() {
    let found = problems(|plan| {
        plan.services.insert("soth".into(), ServicePlan::default());
        let north = &mut plan.services["north"];
        north.staff.insert("pwpp".into(), StaffPlan::default());
        north.training_starts_per_year.insert("clime".into(), 1.0);
        north.waiting_people.insert("step-4".into(), vec![1.0]);
        north.starts_people.insert("emdr".into(), vec![1.0]);
        north.task_hours.insert("chat".into(), IndexMap::default());
        north.task_hours["contact"].insert("chef".into(), vec![1.0]);
        north.bought_in_hours.insert("chat".into(), vec![1.0]);
        north
            .supervision_hours
            .insert("peer".into(), IndexMap::default());
        north.supervision_hours["case"].insert("chef".into(), vec![1.0]);
        north.overtime_hours.insert("chef".into(), vec![1.0]);
        north.levy_fees_gbp.insert("tax".into(), 1.0);
        north.shortfall_people.insert("joy".into(), 1.0);
    });
    assert_eq!(
        found,
        [
            "`services.north.staff.pwpp` names an unknown role",
            "`services.north.training_starts_per_year.clime` names an unknown route",
            "`services.north.waiting_people.step-4` names an unknown step",
            "`services.north.starts_people.emdr` names an unknown treatment",
            "`services.north.task_hours.chat` names an unknown task",
            "`services.north.task_hours.contact.chef` names an unknown role",
            "`services.north.bought_in_hours.chat` names an unknown task",
            "`services.north.supervision_hours.peer` names an unknown supervision rule",
            "`services.north.supervision_hours.case.chef` names an unknown role",
            "`services.north.overtime_hours.chef` names an unknown role",
            "`services.north.levy_fees_gbp.tax` names an unknown levy fund",
            "`services.north.shortfall_people.joy` names an unknown standard",
            "`services.soth` names an unknown service",
        ]
    );
}

#[test]
fn an_unknown_id_comes_with_the_one_most_like_it() {
    let (instance, mut plan) = whole();
    let north = &mut plan.services["north"];
    north.training_starts_per_year.insert("clime".into(), 1.0);
    north.starts_people.insert("emdr".into(), vec![1.0]);
    let error = audit(&instance, &plan).expect_err("two ids are unknown");
    let help: Vec<_> = error.problems.iter().map(PlanProblem::help).collect();
    assert_eq!(
        help,
        [
            "did you mean `climb`?",
            "use a treatment of the instance, or take the entry out",
        ]
    );
}

#[test]
fn trainees_hold_no_posts() {
    assert_eq!(
        problems(|plan| {
            plan.services["north"]
                .staff
                .insert("tpwp".into(), StaffPlan::default());
        }),
        ["`services.north.staff.tpwp` gives posts to a trainee role"]
    );
}

#[test]
fn numbers_must_be_finite_and_lie_between_nothing_and_what_can_be_meant() {
    let found = problems(|plan| {
        let north = &mut plan.services["north"];
        north.staff["pwp"].wte = -3.0;
        north.staff["pwp"].hires_per_year = f64::NAN;
        north.training_starts_per_year["climb"] = f64::INFINITY;
        north.waiting_people["step-2"] = vec![-1.0];
        north.task_hours["contact"]["ap"] = vec![2e12];
        north.levy_fees_gbp["levy"] = -0.5;
        north.shortfall_people["recovery"] = -0.5;
        north.spend_gbp.fees = -0.5;
    });
    assert_eq!(
        found,
        [
            "`services.north.staff.pwp.wte` is -3, below the least value 0",
            "`services.north.staff.pwp.hires_per_year` is NaN, which is no finite number",
            "`services.north.training_starts_per_year.climb` is inf, which is no finite number",
            "`services.north.waiting_people.step-2[0]` is -1, below the least value 0",
            "`services.north.task_hours.contact.ap[0]` is 2000000000000, above the greatest value \
             1000000000000",
            "`services.north.levy_fees_gbp.levy` is -0.5, below the least value 0",
            "`services.north.shortfall_people.recovery` is -0.5, below the least value 0",
            "`services.north.spend_gbp.fees` is -0.5, below the least value 0",
        ]
    );
}

#[test]
fn lists_have_one_number_or_one_a_period() {
    let found = problems(|plan| {
        let north = &mut plan.services["north"];
        north.waiting_people["step-2"] = vec![100.0; 4];
        north.starts_people["gsh"] = Vec::new();
        north.overtime_hours["pwp"] = vec![5.0; 12];
    });
    assert_eq!(
        found,
        [
            "`services.north.waiting_people.step-2` has 4 numbers, not 1 or 12",
            "`services.north.starts_people.gsh` has 0 numbers, not 1 or 12",
        ]
    );
    let (instance, mut plan) = tiny();
    plan.services["alone"].waiting_people["step-2"] = vec![40.0; 12];
    let error = audit(&instance, &plan).expect_err("the year has one period");
    let fault = Fault::WrongLength {
        found: 12,
        periods: 1,
    };
    assert_eq!(error.problems[0].fault, fault);
    assert!(error.to_string().contains("1 problem in it"));
}

#[test]
fn a_list_spelled_out_means_what_its_one_number_does() {
    let (instance, plan) = whole();
    let mut spelled = plan.clone();
    super::super::fixture::spell_out(&mut spelled, 12);
    assert_ne!(plan, spelled);
    assert_eq!(audited(&instance, &plan), audited(&instance, &spelled));
}

#[test]
fn the_order_of_services_in_a_plan_is_of_no_matter() {
    let (instance, mut plan) = whole();
    let before = audited(&instance, &plan);
    plan.services.reverse();
    assert_eq!(before, audited(&instance, &plan));
}
