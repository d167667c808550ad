//! Small random instances with every row family in them, for property tests.
#![allow(
    dead_code,
    reason = "each test crate uses its own part of what is shared here"
)]

mod knobs;
mod pathway;

use indexmap::IndexMap;
pub use knobs::{Knobs, ServiceKnobs, knobs};
use pathway::{flows, steps, treatments};
use skillmix::draft::care::{Enforcement, FeePayer, RoleKind};
use skillmix::draft::instance::Objective;
use skillmix::ids::{
    LevyId, MarketId, PlacesId, RoleId, RouteId, ServiceId, SkillMixId, StandardId, SupervisionId,
    TaskId,
};
use skillmix::instance::{
    Calendar, Care, Instance, Level, MarketCap, PlacesCap, Role, Route, Scoped, Service, SkillMix,
    Stage, Standard, Supervision, Task, TaskRole,
};
use skillmix::units::{
    Gbp, GbpPerHour, GbpPerPerson, GbpPerWteYear, GbpPerYear, HoursPerWeek, Months, PeoplePerYear,
    Share, Weeks, Wte, WtePerYear,
};

fn share(value: f64) -> Share {
    Share::new(value)
}

fn role(name: &str, kind: RoleKind, pay: f64, leaving: f64, knobs: &Knobs) -> Role {
    let qualified = kind == RoleKind::Qualified;
    Role {
        destinations: indexmap::IndexMap::new(),
        first_year_leaving_per_period: 0.0,
        leaving_per_period: 0.0,
        overtime_max_hours: None,
        hire_lead: 0,
        redundancy: None,
        in_post_min: Wte::ZERO,
        in_post_max: None,
        in_post_unit: Wte::ZERO,
        supernumerary: None,
        short_time: None,
        name: name.to_owned(),
        short: name.to_uppercase(),
        band: "5".to_owned(),
        kind,
        employable: true,
        pay: GbpPerWteYear::new(pay.round()),
        clinical_hours: HoursPerWeek::new(if qualified { 22.0 } else { 11.0 }),
        post_unit: Wte::new(knobs.post_unit),
        first_year_leaving: leaving / 2.0,
        leaving: if qualified { leaving } else { 0.0 },
        hireable: qualified,
        recruitment_cost: Gbp::new(3_000.0),
        overtime_max_share: share(if qualified { knobs.overtime } else { 0.0 }),
        overtime_price: GbpPerHour::new(60.0),
        show_worth: name == "ap",
    }
}

fn task(roles: &[(&str, f64, f64, f64)], bought_in: f64) -> Task {
    Task {
        fixed_hours_by_period: Vec::new(),
        name: "a task".to_owned(),
        fixed_hours: skillmix::units::TaskHoursPerWeek::new(3.0),
        roles: roles
            .iter()
            .map(|&(role, efficiency, of_task, of_role)| {
                (
                    RoleId::new(role),
                    TaskRole {
                        efficiency,
                        max_share_of_task: share(of_task),
                        max_share_of_role: share(of_role),
                    },
                )
            })
            .collect(),
        bought_in: (bought_in > 0.0).then(|| (share(bought_in), GbpPerHour::new(95.0))),
    }
}

fn standard(level: Level, soft: bool, price: f64) -> Standard {
    Standard {
        from: 0,
        path: Vec::new(),
        name: "a standard".to_owned(),
        level,
        enforcement: if soft {
            Enforcement::Soft
        } else {
            Enforcement::Hard
        },
        shortfall_price: GbpPerPerson::new(if soft { price } else { 0.0 }),
    }
}

fn calendar(knobs: &Knobs, seasonal: f64) -> Calendar {
    #[expect(clippy::cast_precision_loss, reason = "at most 4 periods")]
    let periods = knobs.periods as f64;
    let swing = |t: usize| {
        if knobs.periods == 1 {
            0.0
        } else if t.is_multiple_of(2) {
            seasonal
        } else {
            -seasonal
        }
    };
    Calendar {
        horizon: None,
        periods_per_year: 12,
        weeks_per_period: Weeks::new(52.0 / periods),
        referral_share: (0..knobs.periods)
            .map(|t| (1.0 + swing(t)) / periods)
            .collect(),
        working_weeks: (0..knobs.periods)
            .map(|t| Weeks::new(42.0 * (1.0 - swing(t) / 4.0) / periods))
            .collect(),
    }
}

fn care(knobs: &Knobs, service: &ServiceKnobs) -> Care {
    Care {
        limits: indexmap::IndexMap::new(),
        retention: indexmap::IndexMap::new(),
        name: "random".to_owned(),
        price_year: "2025/26".to_owned(),
        overhead_ratio: 0.1,
        calendar: calendar(knobs, service.seasonal),
        roles: roles(knobs),
        routes: routes(knobs),
        steps: steps(knobs),
        flows: flows(service),
        treatments: treatments(service),
        tasks: tasks(knobs),
        supervision: supervision_rules(),
        skill_mix: skill_mix(),
        standards: standards(knobs, service),
    }
}

fn roles(knobs: &Knobs) -> IndexMap<RoleId, Role> {
    let qualified = RoleKind::Qualified;
    let [ap_pay, pwp_pay, hit_pay, trainee_pay] = knobs.pay;
    let [pwp_leaving, hit_leaving] = knobs.leaving;
    [
        ("ap", role("ap", qualified, ap_pay, 0.2, knobs)),
        ("pwp", role("pwp", qualified, pwp_pay, pwp_leaving, knobs)),
        ("hit", role("hit", qualified, hit_pay, hit_leaving, knobs)),
        (
            "trainee",
            role("trainee", RoleKind::Trainee, trainee_pay, 0.0, knobs),
        ),
    ]
    .into_iter()
    .map(|(id, role)| (RoleId::new(id), role))
    .collect()
}

fn routes(knobs: &Knobs) -> IndexMap<RouteId, Route> {
    [(
        "hit-training".into(),
        Route {
            dropouts_return: false,
            intakes: Vec::new(),
            intakes_per_year: 12.0,
            length: 0,
            min_periods_in_post: 0,
            name: "training".to_owned(),
            from: Some("pwp".into()),
            to: "hit".into(),
            stages: vec![Stage {
                lags: 0..0,
                role: "trainee".into(),
                months: Months::new(12.0),
            }],
            completion_share: share(knobs.completion),
            min_months_in_post: Months::new(24.0),
            replaces_leaving_share: share(knobs.replaced),
            fee: Gbp::new(5_000.0),
            fee_paid_by: FeePayer::Levy,
            salary_support_share: share(0.5),
            places_unit: Wte::new(knobs.places_unit),
        },
    )]
    .into_iter()
    .collect()
}

fn tasks(knobs: &Knobs) -> IndexMap<TaskId, Task> {
    [
        (
            "low",
            task(
                &[("pwp", 1.0, 1.0, 0.9), ("ap", 0.9, knobs.shift_down, 1.0)],
                knobs.bought_in,
            ),
        ),
        (
            "high",
            task(
                &[("hit", 1.0, 1.0, 1.0), ("trainee", 0.8, 0.7, 1.0)],
                knobs.bought_in,
            ),
        ),
        (
            "admin",
            task(
                &[
                    ("ap", 1.0, 1.0, 1.0),
                    ("pwp", 1.1, 1.0, 1.0),
                    ("hit", 1.1, 0.5, 0.5),
                ],
                0.0,
            ),
        ),
    ]
    .into_iter()
    .map(|(id, task)| (id.into(), task))
    .collect()
}

fn supervision_rules() -> IndexMap<SupervisionId, Supervision> {
    [
        ("case", supervision(&["ap", "pwp"], &["pwp", "hit"], None)),
        (
            "clinical",
            supervision(&["hit", "trainee"], &["hit"], Some(8.0)),
        ),
    ]
    .into_iter()
    .map(|(id, rule)| (id.into(), rule))
    .collect()
}

fn skill_mix() -> IndexMap<SkillMixId, SkillMix> {
    [(
        "pwp-share".into(),
        SkillMix {
            from: 0,
            name: "PWP share".to_owned(),
            roles: vec!["pwp".into()],
            of: vec!["pwp".into(), "hit".into()],
            share_min: share(0.05),
            share_max: share(0.98),
            enforcement: Enforcement::Hard,
        },
    )]
    .into_iter()
    .collect()
}

fn standards(knobs: &Knobs, service: &ServiceKnobs) -> IndexMap<StandardId, Standard> {
    let people = |of: f64| PeoplePerYear::new((service.referrals * of).floor());
    [
        (
            "access",
            standard(
                Level::Access {
                    step: "step-2".into(),
                    people: people(0.7 * knobs.access_of_referrals),
                },
                knobs.soft_access,
                800.0,
            ),
        ),
        (
            "wait",
            standard(
                Level::Wait {
                    step: "step-3".into(),
                    share: share(knobs.wait_share),
                    weeks: Weeks::new(knobs.wait_weeks),
                },
                knobs.soft_wait,
                1_500.0,
            ),
        ),
        (
            "front-door",
            standard(
                Level::Wait {
                    step: "step-2".into(),
                    share: share(0.75),
                    weeks: Weeks::new(6.0),
                },
                false,
                0.0,
            ),
        ),
        (
            "recovery",
            standard(Level::Recovery { share: share(0.3) }, false, 0.0),
        ),
        (
            "completion",
            standard(
                Level::Completion {
                    people: people(0.1),
                },
                true,
                500.0,
            ),
        ),
    ]
    .into_iter()
    .map(|(id, standard)| (id.into(), standard))
    .collect()
}

fn supervision(supervisees: &[&str], supervisors: &[&str], max_ratio: Option<f64>) -> Supervision {
    let ids = |roles: &[&str]| roles.iter().map(|&r| RoleId::new(r)).collect();
    Supervision {
        ratio_from: 0,
        name: "supervision".to_owned(),
        supervisees: ids(supervisees),
        supervisors: ids(supervisors),
        hours_per_wte_week: HoursPerWeek::new(1.0),
        group_size: 2.0,
        max_ratio,
    }
}

/// The instance that knobs stand for.
pub fn instance(knobs: &Knobs) -> Instance {
    let services: Vec<Service> = knobs
        .services
        .iter()
        .enumerate()
        .map(|(index, service)| Service {
            referrals_by_year: indexmap::IndexMap::new(),
            start: skillmix::instance::Start::default(),
            id: ServiceId::new(&format!("s{index}")),
            name: format!("service {index}"),
            ods_code: None,
            groups: Vec::new(),
            referrals: PeoplePerYear::new(service.referrals.round()),
            prevalence: None,
            staff_now: IndexMap::new(),
            care: care(knobs, service),
        })
        .collect();
    let all: Vec<usize> = (0..services.len()).collect();
    Instance {
        scenario: None,
        expected_total: None,
        name: "random".to_owned(),
        attribution: None,
        objectives: vec![Objective::LeastShortfall, Objective::LeastCost],
        objective_tolerance: 1e-6,
        gap: 1e-4,
        without: Vec::new(),
        budgets: IndexMap::new(),
        levies: [(
            LevyId::new("levy"),
            Scoped {
                by_year: Vec::new(),
                by_period: Vec::new(),
                name: "levy".to_owned(),
                services: all.clone(),
                limit: GbpPerYear::new(knobs.levy),
            },
        )]
        .into_iter()
        .collect(),
        places: [(
            PlacesId::new("places"),
            PlacesCap {
                route: "hit-training".into(),
                cap: Scoped {
                    by_year: Vec::new(),
                    by_period: Vec::new(),
                    name: "places".to_owned(),
                    services: all.clone(),
                    limit: WtePerYear::new(knobs.places.floor()),
                },
            },
        )]
        .into_iter()
        .collect(),
        labour_markets: [(
            MarketId::new("market"),
            MarketCap {
                role: "hit".into(),
                cap: Scoped {
                    by_year: Vec::new(),
                    by_period: Vec::new(),
                    name: "market".to_owned(),
                    services: all,
                    limit: WtePerYear::new(400.0),
                },
            },
        )]
        .into_iter()
        .collect(),
        overall_access: IndexMap::new(),
        expected: None,
        inputs: Vec::new(),
        services,
    }
}
