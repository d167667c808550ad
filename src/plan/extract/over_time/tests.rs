use indexmap::IndexMap;

use super::super::extract;
use crate::dates::{FinancialYear, Month};
use crate::formulation::{Column, Formulation, VarKey, When};
use crate::ids::{RoleId, ServiceId};
use crate::instance::{
    Calendar, Ending, Horizon, InPost, Instance, Measure, Scoped, Stage, Start, Year,
};
use crate::plan::{Plan, ServicePlan};
use crate::reading::read_instance;
use crate::units::{Gbp, GbpPerWteYear, GbpPerYear, HoursPerWeek, Months, Share, Weeks, Wte};

const FIRST: FinancialYear = FinancialYear { begins: 2026 };
const SECOND: FinancialYear = FinancialYear { begins: 2027 };

fn near(a: f64, b: f64) {
    assert!((a - b).abs() < 1e-6, "{a} is not {b}");
}

fn all_near(a: &[f64], b: &[f64]) {
    assert_eq!(a.len(), b.len(), "{a:?} is not {b:?}");
    for (a, b) in a.iter().zip(b) {
        near(*a, *b);
    }
}

/// Six months from January 2027, three in each of two financial years.
fn calendar() -> Calendar {
    let year = |year, periods| Year {
        year,
        periods,
        share: 0.25,
        referral_share: 0.25,
    };
    Calendar {
        weeks_per_period: Weeks::new(52.0 / 12.0),
        periods_per_year: 12,
        referral_share: vec![1.0 / 12.0; 6],
        working_weeks: vec![Weeks::new(3.5); 6],
        horizon: Some(Horizon {
            start: Month::new(2027, 0),
            years: vec![year(FIRST, 0..3), year(SECOND, 3..6)],
            ending: Ending::Open,
            referral_share_before: vec![1.0 / 12.0; 12],
        }),
    }
}

/// PWPs, of whom 5 % a month leave in their first year and 2 % after it, and a route of three
/// months out of them into APs on which a tenth drop out each month and come back.
fn instance() -> Instance {
    let path = concat!(
        env!("CARGO_MANIFEST_DIR"),
        "/instances/lancashire-and-south-cumbria.toml"
    );
    let mut instance = read_instance(path.as_ref()).instance.expect("valid");
    instance.services.truncate(1);
    let service = &mut instance.services[0];
    let care = &mut service.care;
    care.calendar = calendar();
    care.overhead_ratio = 0.1;
    let pwp = &mut care.roles["pwp"];
    pwp.first_year_leaving_per_period = 0.05;
    pwp.leaving_per_period = 0.02;
    pwp.post_unit = Wte::new(0.5);
    pwp.in_post_unit = Wte::ZERO;
    pwp.pay = GbpPerWteYear::new(36_000.0);
    pwp.recruitment_cost = Gbp::new(3_000.0);
    pwp.redundancy = Some(Gbp::new(10_000.0));
    let trainee = &mut care.roles["trainee-ap-year-1"];
    trainee.leaving = 0.0;
    trainee.pay = GbpPerWteYear::new(24_000.0);
    care.routes
        .retain(|id, _| *id == "ap-apprenticeship".into());
    let route = &mut care.routes["ap-apprenticeship"];
    route.from = Some(RoleId::new("pwp"));
    route.stages = vec![Stage {
        role: RoleId::new("trainee-ap-year-1"),
        months: Months::new(3.0),
        lags: 0..3,
    }];
    route.length = 3;
    route.completion_share = Share::new(0.9_f64.powi(3));
    route.dropouts_return = true;
    route.places_unit = Wte::new(0.5);
    route.salary_support_share = Share::new(0.5);
    route.fee = Gbp::new(1_000.0);
    let measure = Measure {
        name: "Protected time".to_owned(),
        role: RoleId::new("pwp"),
        cost: GbpPerWteYear::new(1_200.0),
        leaving_reduction: Share::new(0.5),
        max_share: Share::new(1.0),
        fixed_cost: GbpPerYear::new(4_000.0),
        hours: HoursPerWeek::ZERO,
        from: 0,
    };
    care.retention = IndexMap::from([("protected-time".into(), measure)]);
    let mut recent = vec![0.0; 12];
    recent[0] = 2.0;
    let staff = InPost {
        recent,
        longer: 8.0,
    };
    service.start = Start {
        staff: IndexMap::from([("pwp".into(), staff)]),
        joining: IndexMap::from([("pwp".into(), vec![0.0, 1.0, 0.0, 0.0, 0.0, 0.0])]),
        // One who started in December, less those lost since.
        training: IndexMap::from([("ap-apprenticeship".into(), vec![(1, 0.9)])]),
        committed: IndexMap::from([(
            "ap-apprenticeship".into(),
            vec![0.0, 0.0, 0.0, 2.0, 0.0, 0.0],
        )]),
        ..Start::default()
    };
    let fund = Scoped {
        name: "Levy".to_owned(),
        services: vec![0],
        limit: GbpPerYear::new(1_000.0),
        by_year: vec![250.0; 2],
        by_period: Vec::new(),
    };
    instance.levies = IndexMap::from([("levy".into(), fund)]);
    instance
}

/// The plan that these values of columns stand for; all others are 0.
fn plan_of(instance: &Instance, set: &[(VarKey, f64)]) -> Plan {
    let mut formulation = Formulation::default();
    let mut values = Vec::new();
    for (key, value) in set {
        let earlier = formulation
            .columns
            .insert(key.clone(), Column::FREE_FROM_ZERO);
        assert!(earlier.is_none(), "{key} is set twice");
        values.push(*value);
    }
    extract(instance, &formulation, &values)
}

fn decided() -> ServicePlan {
    let instance = instance();
    let service = || -> ServiceId { instance.services[0].id.clone() };
    let in_post = |period| VarKey::InPost {
        service: service(),
        role: "pwp".into(),
        period,
    };
    let mut set: Vec<(VarKey, f64)> = (0..6).map(|period| (in_post(period), 12.0)).collect();
    set.extend([
        (
            VarKey::Joining {
                service: service(),
                role: "pwp".into(),
                period: 0,
            },
            4.0,
        ),
        (
            VarKey::Redundant {
                service: service(),
                role: "pwp".into(),
                period: 5,
            },
            1.0,
        ),
        (
            VarKey::Intake {
                service: service(),
                route: "ap-apprenticeship".into(),
                period: 1,
            },
            2.0,
        ),
        (
            VarKey::LadderKept {
                service: service(),
                route: "ap-apprenticeship".into(),
                period: 0,
            },
            0.03,
        ),
        (
            VarKey::Covered {
                service: service(),
                measure: "protected-time".into(),
                period: 0,
            },
            3.0,
        ),
        (
            VarKey::Running {
                service: service(),
                measure: "protected-time".into(),
                when: When::Year(FIRST),
            },
            1.0,
        ),
        (
            VarKey::LevyFees {
                service: service(),
                levy: "levy".into(),
                when: When::Year(FIRST),
            },
            400.0,
        ),
    ]);
    let plan = plan_of(&instance, &set);
    let horizon = plan.horizon.expect("a plan by month");
    assert_eq!((horizon.periods, horizon.periods_per_year), (6, 12));
    assert_eq!(horizon.start.to_string(), "2027-01");
    plan.services.into_values().next().expect("a service")
}

#[test]
fn units_become_whole_time_equivalents_and_promises_stand_among_the_starts() {
    let plan = decided();
    let pwp = &plan.people["pwp"];
    all_near(&pwp.joining_wte, &[2.0, 0.0, 0.0, 0.0, 0.0, 0.0]);
    all_near(&pwp.redundant_wte, &[0.0, 0.0, 0.0, 0.0, 0.0, 0.5]);
    all_near(
        &plan.intakes["ap-apprenticeship"].starts_wte,
        &[0.0, 1.0, 0.0, 2.0, 0.0, 0.0],
    );
    assert_eq!(plan.retention_years["protected-time"], [FIRST]);
    assert!(pwp.supernumerary_wte.is_empty() && !plan.people["hit"].in_post_wte.is_empty());
}

#[test]
fn trainees_are_those_at_the_start_and_of_each_intake_less_the_lost() {
    let trainees = &decided().people["trainee-ap-year-1"];
    all_near(
        &trainees.in_post_wte,
        &[0.9, 0.81 + 1.0, 0.9, 0.81 + 2.0, 1.8, 1.62],
    );
    all_near(
        &trainees.leaving_wte,
        &[0.09, 0.081 + 0.1, 0.09, 0.081 + 0.2, 0.18, 0.162],
    );
}

#[test]
fn leavers_go_at_the_rate_of_their_time_in_post_less_those_covered_and_kept() {
    let leaving = &decided().people["pwp"].leaving_wte;
    // In their first year: two of December and two hires. Half of three covered stay.
    near(leaving[0], 0.05 * 4.0 + 0.02 * (8.0 - 1.5) - 0.03);
    // The promised hire joins, and 0.09 come back from training.
    let first = 4.0 * 0.95 + 1.0 + 0.09;
    near(leaving[1], 0.05 * first + 0.02 * (12.0 - first));
    let first = first * 0.95 + 0.181;
    near(leaving[2], 0.05 * first + 0.02 * (12.0 - first));
}

#[test]
fn a_financial_year_spends_what_its_periods_take() {
    let years = decided().years;
    let first = &years[&FIRST];
    let trainees = 24_000.0 * (0.9 + 1.81 + 0.9) / 12.0;
    let gross = 36_000.0 * 3.0 + trainees;
    near(first.spend_gbp.pay, gross - trainees / 2.0);
    near(first.spend_gbp.overhead, 0.1 * gross);
    near(first.spend_gbp.recruitment, 6_000.0);
    // One start, less the levy's money.
    near(first.levy_fees_gbp["levy"], 400.0);
    near(first.spend_gbp.fees, 600.0);
    near(first.spend_gbp.retention, 1_200.0 * 3.0 / 12.0 + 1_000.0);
    let second = &years[&SECOND].spend_gbp;
    // The two places of April were filled before the plan.
    near(second.fees, 0.0);
    near(second.redundancy, 5_000.0);
    near(
        second.total,
        second.pay + second.overhead + second.redundancy,
    );
}

#[test]
fn a_plan_by_month_is_written_without_the_parts_of_a_steady_year_and_read_back() {
    let plan = decided();
    let json = serde_json::to_value(&plan).expect("JSON");
    let keys: Vec<&str> = json
        .as_object()
        .expect("an object")
        .keys()
        .map(String::as_str)
        .collect();
    for steady in [
        "staff",
        "training_starts_per_year",
        "spend_gbp",
        "levy_fees_gbp",
    ] {
        assert!(!keys.contains(&steady), "{keys:?}");
    }
    for by_month in [
        "people",
        "intakes",
        "retention_wte",
        "retention_years",
        "years",
    ] {
        assert!(keys.contains(&by_month), "{keys:?}");
    }
    assert!(json["people"]["pwp"].get("short_time_wte").is_none());
    let back: ServicePlan = serde_json::from_value(json).expect("a plan");
    assert_eq!(back, plan);
}

#[test]
fn a_steady_years_plan_is_written_with_all_of_its_parts() {
    let json = serde_json::to_string(&ServicePlan::default()).expect("JSON");
    assert_eq!(
        json,
        r#"{"staff":{},"training_starts_per_year":{},"waiting_people":{},"starts_people":{},"task_hours":{},"bought_in_hours":{},"supervision_hours":{},"overtime_hours":{},"levy_fees_gbp":{},"shortfall_people":{},"spend_gbp":{"pay":0.0,"overhead":0.0,"recruitment":0.0,"fees":0.0,"overtime":0.0,"bought_in":0.0,"total":0.0}}"#
    );
}
