//! The shipped instances with their numbers halved, doubled and anything between: each gives an
//! audited plan or a proved "no" or runs out of time; never a fault.

#![expect(clippy::unwrap_used, reason = "a test may fail")]

use std::path::Path;
use std::time::Duration;

use proptest::prelude::*;
use skillmix::instance::{Calendar, Care, Instance, Level, RoleKind, screens};
use skillmix::pipeline::{Conclusion, Fault, Settings, Watch, run};
use skillmix::reading::read_instance;
use skillmix::solver::Options;
use skillmix::units::{
    Gbp, GbpPerWteYear, Hours, HoursPerWeek, Months, PeoplePerYear, Quantity, Share, Weeks,
};

/// Factors from a half to 2, one after another, round and round.
struct Factors<'a> {
    factors: &'a [f64],
    next: usize,
}

impl Factors<'_> {
    fn next(&mut self) -> f64 {
        self.next += 1;
        self.factors[self.next % self.factors.len()]
    }

    fn number(&mut self, value: f64) -> f64 {
        value * self.next()
    }

    fn share(&mut self, share: Share, most: f64) -> Share {
        Share::new(self.number(share.value()).min(most))
    }
}

/// The same year in quarters: as if the file said so.
fn by_quarter(care: &mut Care) {
    let calendar = &care.calendar;
    let quarters = |of: &dyn Fn(usize) -> f64| -> Vec<f64> {
        (0..4).map(|q| (3 * q..3 * q + 3).map(of).sum()).collect()
    };
    let referral_share = quarters(&|t| calendar.referral_share[t]);
    let working_weeks = quarters(&|t| calendar.working_weeks[t].value());
    care.calendar = Calendar {
        horizon: None,
        periods_per_year: care.calendar.periods_per_year,
        weeks_per_period: calendar.weeks_per_period * 3.0,
        referral_share,
        working_weeks: working_weeks.into_iter().map(Weeks::new).collect(),
    };
    let spread = |spread: &mut Vec<f64>| {
        *spread = spread.chunks(3).map(|months| months.iter().sum()).collect();
    };
    care.flows.values_mut().for_each(|f| spread(&mut f.spread));
    for treatment in care.treatments.values_mut() {
        spread(&mut treatment.spread);
    }
    for step in care.steps.values_mut() {
        step.dropout_per_period = 1.0 - (1.0 - step.dropout_per_period).powi(3);
    }
}

fn perturb(care: &mut Care, by: &mut Factors) {
    care.overhead_ratio = by.number(care.overhead_ratio);
    for role in care.roles.values_mut() {
        role.pay = GbpPerWteYear::new(by.number(role.pay.value()));
        role.clinical_hours = HoursPerWeek::new(by.number(role.clinical_hours.value()).min(40.0));
        role.leaving = by.number(role.leaving).min(0.9);
        if role.kind == RoleKind::Qualified {
            role.first_year_leaving = by.number(role.first_year_leaving).min(0.9);
        }
        role.recruitment_cost = Gbp::new(by.number(role.recruitment_cost.value()));
        role.overtime_max_share = by.share(role.overtime_max_share, 1.0);
    }
    for route in care.routes.values_mut() {
        route.completion_share = by.share(route.completion_share, 1.0);
        route.min_months_in_post = Months::new(by.number(route.min_months_in_post.value()));
        route.replaces_leaving_share = by.share(route.replaces_leaving_share, 1.0);
        route.fee = Gbp::new(by.number(route.fee.value()));
        route.salary_support_share = by.share(route.salary_support_share, 1.0);
        for stage in &mut route.stages {
            stage.months = Months::new(by.number(stage.months.value()));
        }
    }
    for step in care.steps.values_mut() {
        step.dropout_per_period = by.number(step.dropout_per_period).min(1.0);
        step.wait_shape = by.number(step.wait_shape);
        step.arrival_scv = by.number(step.arrival_scv);
        for hours in step.hours_per_arrival.values_mut() {
            *hours = Hours::new(by.number(hours.value()));
        }
    }
    // What leaves a step stays within all who start it.
    for flow in care.flows.values_mut() {
        let most = if flow.from.is_none() { 1.0 } else { 0.45 };
        flow.share = by.share(flow.share, most);
    }
    for treatment in care.treatments.values_mut() {
        // Least shares go down and greatest ones up, so that they always leave room.
        treatment.share_min = Share::new(treatment.share_min.value() * by.next().min(1.0));
        treatment.share_max =
            Share::new((treatment.share_max.value() * by.next().max(1.0)).min(1.0));
        treatment.attended_per_start = by.number(treatment.attended_per_start);
        treatment.missed_share = by.share(treatment.missed_share, 0.9);
        treatment.group_size = by.number(treatment.group_size).max(1.0);
        treatment.finish_share = by.share(treatment.finish_share, 1.0);
        treatment.recovery_share = by.share(treatment.recovery_share, 1.0);
        for work in treatment.work.values_mut() {
            work.per_session = Hours::new(by.number(work.per_session.value()));
            work.per_attended = Hours::new(by.number(work.per_attended.value()));
        }
    }
    for task in care.tasks.values_mut() {
        for role in task.roles.values_mut() {
            role.efficiency = by.number(role.efficiency);
            role.max_share_of_task = by.share(role.max_share_of_task, 1.0);
            role.max_share_of_role = by.share(role.max_share_of_role, 1.0);
        }
    }
    for rule in care.supervision.values_mut() {
        rule.hours_per_wte_week = HoursPerWeek::new(by.number(rule.hours_per_wte_week.value()));
        rule.max_ratio = rule.max_ratio.map(|ratio| by.number(ratio));
    }
    for standard in care.standards.values_mut() {
        match &mut standard.level {
            Level::Wait { share, weeks, .. } => {
                *share = by.share(*share, 0.999);
                *weeks = Weeks::new(by.number(weeks.value()));
            }
            Level::Access { people, .. } | Level::Completion { people } => {
                *people = PeoplePerYear::new(by.number(people.value()));
            }
            Level::Recovery { share } => *share = by.share(*share, 1.0),
        }
    }
}

/// A shipped instance, in quarters if asked, with every number changed.
fn perturbed(file: &str, factors: &[f64], quarters: bool) -> Instance {
    let path = Path::new("instances").join(file);
    let mut instance = read_instance(&path).instance.unwrap();
    let mut by = Factors { factors, next: 0 };
    for service in &mut instance.services {
        service.referrals = PeoplePerYear::new(by.number(service.referrals.value()));
        if quarters && service.care.calendar.periods() == 12 {
            by_quarter(&mut service.care);
        }
        perturb(&mut service.care, &mut by);
    }
    // What no staffing can meet would be refused before anything is solved.
    for _ in 0..30 {
        if screens(&instance).is_empty() {
            break;
        }
        ask_less(&mut instance);
    }
    instance
}

/// Every standard that asks for people asks for fewer.
fn ask_less(instance: &mut Instance) {
    const LESS: f64 = 0.8;
    let cares = instance.services.iter_mut().map(|s| &mut s.care);
    for standard in cares.flat_map(|care| care.standards.values_mut()) {
        match &mut standard.level {
            Level::Wait { .. } => {}
            Level::Access { people, .. } | Level::Completion { people } => {
                *people = PeoplePerYear::new(people.value() * LESS);
            }
            Level::Recovery { share } => *share = Share::new(share.value() * LESS),
        }
    }
    for access in instance.overall_access.values_mut() {
        access.target.limit = PeoplePerYear::new(access.target.limit.value() * LESS);
    }
}

fn settle(instance: &Instance) -> Result<(), TestCaseError> {
    let settings = Settings {
        options: Options {
            time_limit: Some(Duration::from_secs(4)),
            gap: 0.02,
            ..Options::default()
        },
        worth: false,
    };
    match run(instance, &settings, &Watch::default()) {
        Conclusion::Fault(Fault::BrokenPromises(audit)) => {
            let broken: Vec<_> = audit.broken().take(5).collect();
            prop_assert!(false, "{broken:#?}");
        }
        Conclusion::Fault(fault) => prop_assert!(false, "{fault}"),
        Conclusion::Answered(answer) => prop_assert!(answer.audit.passed()),
        Conclusion::OutOfReach(_) | Conclusion::NoPlan | Conclusion::NoPlanYet { .. } => {}
    }
    Ok(())
}

fn factors() -> impl Strategy<Value = Vec<f64>> {
    prop::collection::vec(0.5..2.0_f64, 97)
}

proptest! {
    #![proptest_config(ProptestConfig {
        cases: std::env::var("PERTURBED_CASES").ok().and_then(|n| n.parse().ok()).unwrap_or(6),
        failure_persistence: None,
        max_shrink_iters: 0,
        ..ProptestConfig::default()
    })]

    #[test]
    fn tiny_is_never_a_fault(factors in factors()) {
        settle(&perturbed("tiny.toml", &factors, false))?;
    }

    #[test]
    fn one_provider_is_never_a_fault(factors in factors(), quarters in any::<bool>()) {
        settle(&perturbed("lancashire-and-south-cumbria.toml", &factors, quarters))?;
    }

    #[test]
    fn a_city_region_is_never_a_fault(factors in factors()) {
        settle(&perturbed("greater-manchester.toml", &factors, true))?;
    }
}
