//! A small instance and an answer to it, made by hand, for tests of what is shown. The figures
//! are invented and do not follow from one another.

mod over_time;
mod parts;

use indexmap::IndexMap;

pub use over_time::{calendar, over_time};
use parts::{role, standard};

use super::answer::{
    Answer, ObjectiveDifference, ObjectiveFigure, OutcomeSummary, RoleWorth, Status, WorthVerdict,
};
use crate::audit::{
    Audit, Promise, RoleFigures, Sense, ServiceFigures, SkillMixFigures, StandardFigures,
    StepFigures, SupervisionFigures,
};
use crate::ids::Id;
use crate::instance::{
    Calendar, Care, Enforcement, FeePayer, InputFile, Instance, Level, Objective, RoleKind, Route,
    Scoped, Service, Step, Supervision, Task, Treatment,
};
use crate::manifest::Manifest;
use crate::plan::{PLAN_FORMAT, Plan, ServicePlan, Spend, StaffPlan};
use crate::solver::Options;
use crate::units::{Gbp, GbpPerYear, HoursPerWeek, Months, PeoplePerYear, Share, Weeks, Wte};

/// A promise whose being kept follows from its figures.
pub fn promise(subject: &str, sense: Sense, value: f64, bound: f64) -> Promise {
    let label = crate::formulation::RowKey::FAMILIES
        .iter()
        .find(|(family, _)| subject.starts_with(family))
        .map_or("X1", |(_, label)| *label);
    let service = subject
        .split_once('[')
        .map(|(_, rest)| rest.trim_end_matches(']'))
        .and_then(|rest| rest.split(',').next())
        .filter(|first| *first == "north" || first.starts_with("service-"));
    let mut promise = Promise {
        label,
        subject: subject.to_owned(),
        service: service.map(ToOwned::to_owned),
        value,
        sense,
        bound,
        tolerance: 1e-6,
        unit: "",
        kept: true,
        binding: false,
    };
    promise.kept = super::promises::excess(&promise) <= promise.tolerance;
    promise
}

#[expect(clippy::too_many_lines, reason = "a care model in one piece")]
fn care() -> Care {
    Care {
        limits: indexmap::IndexMap::new(),
        retention: indexmap::IndexMap::new(),
        name: "sample".to_owned(),
        price_year: "2025/26".to_owned(),
        overhead_ratio: 0.2,
        calendar: Calendar {
            horizon: None,
            periods_per_year: 12,
            weeks_per_period: Weeks::new(52.0 / 12.0),
            referral_share: vec![1.0 / 12.0; 12],
            working_weeks: vec![Weeks::new(3.5); 12],
        },
        roles: IndexMap::from([
            ("ap".into(), role("AP", "4", RoleKind::Qualified)),
            ("pwp".into(), role("PWP", "5", RoleKind::Qualified)),
            ("hit".into(), role("HIT", "7", RoleKind::Qualified)),
            (
                "pwp-trainee".into(),
                role("PWP trainee", "4", RoleKind::Trainee),
            ),
        ]),
        routes: IndexMap::from([(
            "pwp-training".into(),
            Route {
                dropouts_return: false,
                intakes: Vec::new(),
                intakes_per_year: 12.0,
                length: 0,
                min_periods_in_post: 0,
                name: "PWP training".to_owned(),
                from: Some("ap".into()),
                to: "pwp".into(),
                stages: vec![crate::instance::Stage {
                    lags: 0..0,
                    role: "pwp-trainee".into(),
                    months: Months::new(12.0),
                }],
                completion_share: Share::new(0.9),
                min_months_in_post: Months::new(12.0),
                replaces_leaving_share: Share::ZERO,
                fee: Gbp::new(5_000.0),
                fee_paid_by: FeePayer::Levy,
                salary_support_share: Share::new(0.5),
                places_unit: Wte::new(1.0),
            },
        )]),
        steps: IndexMap::from([(
            "step-2".into(),
            Step {
                name: "Step 2".to_owned(),
                dropout_per_period: 0.02,
                wait_shape: 1.0,
                arrival_scv: 1.0,
                service_scv: 1.0,
                hours_per_arrival: IndexMap::new(),
            },
        )]),
        flows: IndexMap::new(),
        treatments: IndexMap::from([(
            "guided-self-help".into(),
            Treatment {
                name: "Guided self-help".to_owned(),
                step: "step-2".into(),
                share_min: Share::ZERO,
                share_max: Share::new(1.0),
                attended_per_start: 5.0,
                spread: vec![1.0],
                missed_share: Share::new(0.1),
                group_size: 1.0,
                staff_per_session: 1.0,
                finish_share: Share::new(0.6),
                recovery_share: Share::new(0.5),
                work: IndexMap::new(),
            },
        )]),
        tasks: IndexMap::from([(
            "assessment".into(),
            Task {
                fixed_hours_by_period: Vec::new(),
                name: "Assessment".to_owned(),
                fixed_hours: crate::units::TaskHoursPerWeek::ZERO,
                roles: IndexMap::new(),
                bought_in: None,
            },
        )]),
        supervision: IndexMap::from([(
            "case-management".into(),
            Supervision {
                ratio_from: 0,
                name: "Case management".to_owned(),
                supervisees: vec!["pwp".into()],
                supervisors: vec!["hit".into()],
                hours_per_wte_week: HoursPerWeek::new(1.0),
                group_size: 1.0,
                max_ratio: Some(8.0),
            },
        )]),
        skill_mix: IndexMap::new(),
        standards: IndexMap::from([
            (
                "access".into(),
                standard(
                    "people who start",
                    Level::Access {
                        step: "step-2".into(),
                        people: PeoplePerYear::new(4_000.0),
                    },
                    Enforcement::Hard,
                ),
            ),
            (
                "six-weeks".into(),
                standard(
                    "75 % start step 2 within 6 weeks",
                    Level::Wait {
                        step: "step-2".into(),
                        share: Share::new(0.75),
                        weeks: Weeks::new(6.0),
                    },
                    Enforcement::Soft,
                ),
            ),
            (
                "courses".into(),
                standard(
                    "courses",
                    Level::Completion {
                        people: PeoplePerYear::new(2_000.0),
                    },
                    Enforcement::Reported,
                ),
            ),
        ]),
    }
}

fn service_name(index: usize) -> (String, String) {
    match index {
        0 => ("north".to_owned(), "North".to_owned()),
        _ => (
            format!("service-{}", index + 1),
            format!("Service {} NHS Foundation Trust", index + 1),
        ),
    }
}

/// An instance with so many services, all alike but for their names.
pub fn instance(services: usize) -> Instance {
    Instance {
        expected_total: None,
        name: "Sample".to_owned(),
        scenario: None,
        attribution: Some("Invented data.".to_owned()),
        objectives: vec![Objective::LeastShortfall, Objective::LeastCost],
        objective_tolerance: 1e-6,
        gap: 1e-4,
        without: Vec::new(),
        services: (0..services)
            .map(|index| {
                let (id, name) = service_name(index);
                Service {
                    referrals_by_year: indexmap::IndexMap::new(),
                    start: crate::instance::Start::default(),
                    id: id.as_str().into(),
                    name,
                    ods_code: None,
                    groups: Vec::new(),
                    referrals: PeoplePerYear::new(8_000.0),
                    prevalence: None,
                    staff_now: IndexMap::new(),
                    care: care(),
                }
            })
            .collect(),
        budgets: IndexMap::from([(
            "whole".into(),
            Scoped {
                by_year: Vec::new(),
                by_period: Vec::new(),
                name: "All services together".to_owned(),
                services: (0..services).collect(),
                limit: GbpPerYear::new(5_000_000.0),
            },
        )]),
        levies: IndexMap::new(),
        places: IndexMap::new(),
        labour_markets: IndexMap::new(),
        overall_access: IndexMap::new(),
        expected: None,
        inputs: vec![InputFile {
            path: "instances/sample.toml".to_owned(),
            sha256: "ab".repeat(32),
        }],
    }
}

fn role_figures(role: &str, wte: f64, now: Option<f64>) -> RoleFigures {
    RoleFigures {
        role: role.to_owned(),
        wte,
        wte_now: now,
        cost_gbp: wte * 51_234.0,
        hours_available: wte * 840.0,
        hours_on_tasks: wte * 760.0,
        hours_supervising: if role == "hit" { wte * 40.0 } else { 0.0 },
        peak_use: 0.999_9,
        leavers: wte * 0.2,
        hires: if role == "pwp-trainee" {
            0.0
        } else {
            wte * 0.1
        },
        completers: if role == "pwp" { 4.5 } else { 0.0 },
        starts_out: if role == "ap" { 5.0 } else { 0.0 },
    }
}

fn figures(service: &str) -> ServiceFigures {
    ServiceFigures {
        over_time: None,
        service: service.to_owned(),
        roles: vec![
            role_figures("ap", 12.0, Some(4.0)),
            role_figures("pwp", 40.0, Some(46.5)),
            role_figures("hit", 58.0, Some(58.0)),
            role_figures("pwp-trainee", 4.7, None),
        ],
        standards: vec![
            StandardFigures {
                standard: "access".to_owned(),
                name: "people who start".to_owned(),
                target: 4_000.0,
                reached: 4_000.0,
                unit: "people/year",
                met: true,
                enforcement: "hard",
                shortfall: 0.0,
            },
            StandardFigures {
                standard: "six-weeks".to_owned(),
                name: "75 % start step 2 within 6 weeks".to_owned(),
                target: 75.0,
                reached: 73.12,
                unit: "%",
                met: false,
                enforcement: "soft",
                shortfall: 12.3,
            },
        ],
        steps: vec![StepFigures {
            step: "step-2".to_owned(),
            arrivals: 5_200.0,
            starts: 4_000.0,
            dropouts: 1_200.0,
            mean_waiting: 333.3,
            mean_wait_weeks: 4.33,
            worst_wait_weeks: 4.81,
        }],
        supervision: vec![SupervisionFigures {
            rule: "case-management".to_owned(),
            name: "Case management".to_owned(),
            supervisees_wte: 40.0,
            supervisors_wte: 58.0,
            ratio_max: Some(8.0),
            hours: 1_680.0,
        }],
        skill_mix: vec![SkillMixFigures {
            band: "pwp-share".to_owned(),
            name: "PWPs among therapists".to_owned(),
            share: Some(0.408),
            share_min: 0.4,
            share_max: 0.6,
            enforcement: "reported",
        }],
        spend_gbp: 6_000_000.0,
    }
}

fn service_plan() -> ServicePlan {
    let staff = |wte| StaffPlan {
        wte,
        past_first_year_wte: wte * 0.8,
        hires_per_year: wte * 0.1,
        released_per_year: 0.0,
        leavers_per_year: wte * 0.2,
    };
    ServicePlan {
        staff: IndexMap::from([
            ("ap".into(), staff(12.0)),
            ("pwp".into(), staff(40.0)),
            ("hit".into(), staff(58.0)),
        ]),
        training_starts_per_year: IndexMap::from([("pwp-training".into(), 5.0)]),
        waiting_people: IndexMap::from([("step-2".into(), vec![333.3; 12])]),
        starts_people: IndexMap::from([("guided-self-help".into(), vec![333.3; 12])]),
        task_hours: IndexMap::from([(
            "assessment".into(),
            IndexMap::from([("pwp".into(), vec![250.0; 12])]),
        )]),
        bought_in_hours: IndexMap::new(),
        supervision_hours: IndexMap::from([(
            "case-management".into(),
            IndexMap::from([("hit".into(), vec![140.0; 12])]),
        )]),
        overtime_hours: IndexMap::new(),
        levy_fees_gbp: IndexMap::new(),
        shortfall_people: IndexMap::from([("six-weeks".into(), 12.3)]),
        spend_gbp: Spend {
            pay: 4_800_000.0,
            overhead: 960_000.0,
            recruitment: 200_000.0,
            fees: 40_000.0,
            overtime: 0.0,
            bought_in: -0.0,
            total: 6_000_000.0,
            ..Spend::default()
        },
        ..ServicePlan::default()
    }
}

fn promises(instance: &Instance) -> Vec<Promise> {
    let mut promises = Vec::new();
    for service in &instance.services {
        let id = service.id.as_str();
        for period in service.periods() {
            let month = service.care.calendar.period_name(period);
            promises.push(Promise {
                binding: true,
                ..promise(
                    &format!("capacity[{id},hit,{month}]"),
                    Sense::AtMost,
                    3_000.000_000_1,
                    3_000.0,
                )
            });
            promises.push(promise(
                &format!("waiting-list[{id},step-2,{month}]"),
                Sense::Equal,
                333.3,
                333.3,
            ));
        }
        promises.push(Promise {
            binding: true,
            ..promise(
                &format!("access[{id},access]"),
                Sense::AtLeast,
                4_000.0,
                4_000.0,
            )
        });
    }
    promises.push(Promise {
        unit: "£/year",
        ..promise("budget[whole]", Sense::AtMost, 4_900_000.0, 5_000_000.0)
    });
    promises
}

/// An answer to [`instance`].
pub fn answer(instance: &Instance) -> Answer {
    #[expect(clippy::cast_precision_loss, reason = "a handful of services")]
    let services = instance.services.len() as f64;
    let cost = |value: f64, bound: f64| {
        ObjectiveFigure::from_minimised(Objective::LeastCost, value, bound, (value - bound) / value)
    };
    let with = cost(services * 6_000_000.0, services * 5_999_500.0);
    let without = cost(services * 6_150_000.0, services * 6_149_500.0);
    Answer {
        plan: Plan {
            start: None,
            horizon: None,
            skillmix_plan: PLAN_FORMAT,
            scenario: None,
            instance: instance.name.clone(),
            services: instance
                .services
                .iter()
                .map(|service| (service.id.clone(), service_plan()))
                .collect(),
        },
        audit: Audit {
            promises: promises(instance),
            services: instance
                .services
                .iter()
                .map(|service| figures(service.id.as_str()))
                .collect(),
        },
        outcome: OutcomeSummary {
            status: Status::WithinGap,
            objectives: vec![
                ObjectiveFigure::from_minimised(Objective::LeastShortfall, 1_230.0, 1_230.0, 0.0),
                with,
            ],
        },
        worth: vec![RoleWorth {
            role: "ap".into(),
            verdict: WorthVerdict::Difference {
                objectives: vec![ObjectiveDifference::between(&with, &without)],
            },
        }],
        late: Vec::new(),
        turnover: Vec::new(),
        manifest: Manifest::new(instance, &Options::default(), "HiGHS 0.0.0".to_owned()),
        times: None,
    }
}
