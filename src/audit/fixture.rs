//! Small instances, with plans worked out by hand.

mod climbing;
mod whole;

pub use climbing::climbing;
pub use whole::whole;

use indexmap::{IndexMap, indexmap};

use crate::ids::RoleId;
use crate::instance::{
    Calendar, Care, Enforcement, Flow, Instance, Level, Objective, Role, RoleKind, Service,
    Standard, Step, Task, TaskRole, Treatment, Work,
};
use crate::plan::{Plan, ServicePlan, Spend, StaffPlan};
use crate::units::{
    Gbp, GbpPerHour, GbpPerPerson, GbpPerWteYear, Hours, HoursPerWeek, PeoplePerYear, Share,
    TaskHoursPerWeek, Weeks, Wte,
};

/// A qualified role whose staff leave at a monthly share of 0.01, so that 0.12 a year leave each
/// post: λ = 12·0.01.
pub fn qualified(short: &str, pay: f64, hours: f64) -> Role {
    Role {
        destinations: IndexMap::new(),
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
        name: format!("The role {short}"),
        short: short.to_uppercase(),
        band: "5".to_owned(),
        kind: RoleKind::Qualified,
        employable: true,
        pay: GbpPerWteYear::new(pay),
        clinical_hours: HoursPerWeek::new(hours),
        post_unit: Wte::new(1.0),
        first_year_leaving: 1.0 - 0.99_f64.powi(12),
        leaving: 1.0 - 0.99_f64.powi(12),
        hireable: true,
        recruitment_cost: Gbp::ZERO,
        overtime_max_share: Share::ZERO,
        overtime_price: GbpPerHour::ZERO,
        show_worth: false,
    }
}

fn trainee(short: &str, pay: f64, hours: f64) -> Role {
    Role {
        kind: RoleKind::Trainee,
        first_year_leaving: 0.0,
        leaving: 0.0,
        hireable: false,
        post_unit: Wte::ZERO,
        ..qualified(short, pay, hours)
    }
}

fn step(dropout: f64, shape: f64, variability: f64) -> Step {
    Step {
        name: "A step".to_owned(),
        dropout_per_period: dropout,
        wait_shape: shape,
        arrival_scv: variability / 2.0,
        service_scv: variability / 2.0,
        hours_per_arrival: IndexMap::new(),
    }
}

fn treatment(step: &str, attended: f64, missed: f64) -> Treatment {
    Treatment {
        name: "A treatment".to_owned(),
        step: step.into(),
        share_min: Share::ZERO,
        share_max: Share::new(1.0),
        attended_per_start: attended,
        spread: vec![1.0],
        missed_share: Share::new(missed),
        group_size: 1.0,
        staff_per_session: 1.0,
        finish_share: Share::new(0.5),
        recovery_share: Share::new(0.5),
        work: IndexMap::new(),
    }
}

fn hours(per_session: f64, per_attended: f64, per_missed: f64, per_start: f64) -> Work {
    Work {
        per_session: Hours::new(per_session),
        per_attended: Hours::new(per_attended),
        per_missed: Hours::new(per_missed),
        per_start: Hours::new(per_start),
    }
}

fn task(fixed: f64, roles: &[(&str, TaskRole)]) -> Task {
    Task {
        fixed_hours_by_period: Vec::new(),
        name: "A task".to_owned(),
        fixed_hours: TaskHoursPerWeek::new(fixed),
        roles: roles.iter().map(|(id, r)| (RoleId::new(id), *r)).collect(),
        bought_in: None,
    }
}

/// A role on a task: its efficiency, and the greatest shares of the task and of the role.
fn on_task(efficiency: f64, of_task: f64, of_role: f64) -> TaskRole {
    TaskRole {
        efficiency,
        max_share_of_task: Share::new(of_task),
        max_share_of_role: Share::new(of_role),
    }
}

pub fn standard(level: Level, enforcement: Enforcement) -> Standard {
    Standard {
        from: 0,
        path: Vec::new(),
        name: "A standard".to_owned(),
        level,
        enforcement,
        shortfall_price: GbpPerPerson::new(100.0),
    }
}

fn access(step: &str, people: f64) -> Level {
    Level::Access {
        step: step.into(),
        people: PeoplePerYear::new(people),
    }
}

fn wait(step: &str, share: f64, weeks: f64) -> Level {
    Level::Wait {
        step: step.into(),
        share: Share::new(share),
        weeks: Weeks::new(weeks),
    }
}

fn referred_to(step: &str, share: f64) -> Flow {
    Flow {
        from: None,
        to: step.into(),
        share: Share::new(share),
        spread: vec![1.0],
    }
}

fn care(calendar: Calendar) -> Care {
    Care {
        limits: IndexMap::new(),
        retention: IndexMap::new(),
        name: "By hand".to_owned(),
        price_year: "2025/26".to_owned(),
        overhead_ratio: 0.0,
        calendar,
        roles: IndexMap::new(),
        routes: IndexMap::new(),
        steps: IndexMap::new(),
        flows: IndexMap::new(),
        treatments: IndexMap::new(),
        tasks: IndexMap::new(),
        supervision: IndexMap::new(),
        skill_mix: IndexMap::new(),
        standards: IndexMap::new(),
    }
}

fn service(id: &str, referrals: f64, care: Care) -> Service {
    Service {
        referrals_by_year: IndexMap::new(),
        start: crate::instance::Start::default(),
        id: id.into(),
        name: format!("The service {id}"),
        ods_code: None,
        groups: Vec::new(),
        referrals: PeoplePerYear::new(referrals),
        prevalence: None,
        staff_now: IndexMap::new(),
        care,
    }
}

fn instance(services: Vec<Service>) -> Instance {
    Instance {
        expected_total: None,
        name: "by-hand".to_owned(),
        scenario: None,
        attribution: None,
        objectives: vec![Objective::LeastCost],
        objective_tolerance: 1e-6,
        gap: 1e-4,
        without: Vec::new(),
        services,
        budgets: IndexMap::new(),
        levies: IndexMap::new(),
        places: IndexMap::new(),
        labour_markets: IndexMap::new(),
        overall_access: IndexMap::new(),
        expected: None,
        inputs: Vec::new(),
    }
}

fn plan(services: &[&str], of_each: &ServicePlan) -> Plan {
    Plan {
        start: None,
        horizon: None,
        skillmix_plan: 1,
        scenario: None,
        instance: "by-hand".to_owned(),
        services: services
            .iter()
            .map(|id| ((*id).into(), of_each.clone()))
            .collect(),
    }
}

/// Turns every single number into `periods` equal ones, so that one of them can be changed.
pub fn spell_out(plan: &mut Plan, periods: usize) {
    let spell = |list: &mut Vec<f64>| {
        if let [number] = list[..] {
            *list = vec![number; periods];
        }
    };
    for service in plan.services.values_mut() {
        service.waiting_people.values_mut().for_each(spell);
        service.starts_people.values_mut().for_each(spell);
        service.bought_in_hours.values_mut().for_each(spell);
        service.overtime_hours.values_mut().for_each(spell);
        let by_role = service
            .task_hours
            .values_mut()
            .flat_map(IndexMap::values_mut);
        by_role.for_each(spell);
        let by_role = service.supervision_hours.values_mut();
        by_role.flat_map(IndexMap::values_mut).for_each(spell);
    }
}

/// One period of 48 weeks, one role, one step, one treatment, one task; all numbers exact.
///
/// - 960 are referred and start; 40 wait: a mean of 40 / (960/48) = 2 weeks, within the
///   6 / ln 4 = 4.33 that 75 % in 6 weeks allows.
/// - A start has 4 appointments attended, and 1 missed of the 5 booked (a share of 0.2). Hours:
///   5·1 for sessions + 4·0.5 + 1·0.25 + 1 for the start = 8.25. Work: 960·8.25 + 1.5·48 fixed
///   = 7,992 hours.
/// - A post has 20·40 = 800 hours: 10 posts, 8,000 hours.
/// - One leaving rate and no routes: J = λ·W = 0.12·10 = 1.2, and P = W − L₁·J, with
///   L₁ = (1 − 0.99¹²)/(12·0.01), so P = 10·0.99¹² = 8.863848717161292.
/// - Spend: 10·40,000 pay + 1.2·500 recruitment.
pub fn tiny() -> (Instance, Plan) {
    let mut care = care(Calendar {
        horizon: None,
        periods_per_year: 12,
        weeks_per_period: Weeks::new(48.0),
        referral_share: vec![1.0],
        working_weeks: vec![Weeks::new(40.0)],
    });
    let pwp = Role {
        recruitment_cost: Gbp::new(500.0),
        ..qualified("pwp", 40_000.0, 20.0)
    };
    care.roles = indexmap! { "pwp".into() => pwp };
    care.steps = indexmap! { "step-2".into() => step(0.0, 1.0, 0.0) };
    care.flows = indexmap! { "referral".into() => referred_to("step-2", 1.0) };
    let gsh = Treatment {
        work: indexmap! { "contact".into() => hours(1.0, 0.5, 0.25, 1.0) },
        ..treatment("step-2", 4.0, 0.2)
    };
    care.treatments = indexmap! { "gsh".into() => gsh };
    care.tasks = indexmap! { "contact".into() => task(1.5, &[("pwp", on_task(1.0, 1.0, 1.0))]) };
    care.standards = indexmap! {
        "access".into() => standard(access("step-2", 900.0), Enforcement::Hard),
        "six-weeks".into() => standard(wait("step-2", 0.75, 6.0), Enforcement::Hard),
    };
    let decided = ServicePlan {
        staff: indexmap! { "pwp".into() => StaffPlan {
            wte: 10.0,
            past_first_year_wte: 8.863_848_717_161_292,
            hires_per_year: 1.2,
            released_per_year: 0.0,
            leavers_per_year: 1.2,
        } },
        waiting_people: indexmap! { "step-2".into() => vec![40.0] },
        starts_people: indexmap! { "gsh".into() => vec![960.0] },
        task_hours: indexmap! {
            "contact".into() => indexmap! { "pwp".into() => vec![7_992.0] }
        },
        spend_gbp: Spend {
            pay: 400_000.0,
            recruitment: 600.0,
            total: 400_600.0,
            ..Spend::default()
        },
        ..ServicePlan::default()
    };
    (
        instance(vec![service("alone", 960.0, care)]),
        plan(&["alone"], &decided),
    )
}
