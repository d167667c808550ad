//! Checked drafts become an instance, with every default filled in. Nothing can fail here: what
//! could has been refused by the rules.

use indexmap::IndexMap;

use super::calendar::{calendar, in_periods, of_a_year, over_a_year, per_period, spread};
use super::care::{
    Care, Flow, Level, Limit, Measure, Role, Route, ShortTime, SkillMix, Stage, Standard, Step,
    Supernumerary, Supervision, Task, TaskRole, Treatment, Work,
};
use super::limits::{self, Limits};
use super::start::start;
use super::time::Calendar;
use super::{
    InputFile, Instance, MarketCap, Objective, OverallAccess, Per, PlacesCap, RoleKind, Scoped,
    Service, Start,
};
use crate::dates::Month;
use crate::draft::care as draft;
use crate::draft::instance::{Expected, Horizon};
use crate::draft::{CareModel, InstanceFile};
use crate::ids::{Id, RoleId, StandardId};
use crate::units::{
    Gbp, GbpPerHour, GbpPerPerson, GbpPerYear, Hours, HoursPerWeek, Months, PeoplePerYear,
    Quantity, Share, Wte,
};

/// How far an earlier objective may give way where the file does not say.
const OBJECTIVE_TOLERANCE: f64 = 1e-6;

/// The same for a plan by month, where whole hires and places leave a held shortfall hardly any
/// other plan.
const OBJECTIVE_TOLERANCE_OVER_TIME: f64 = 1e-3;

/// The relative gap at which to stop where neither file nor command says.
pub const DEFAULT_GAP: f64 = 1e-4;

/// What tests may be off by where the file does not say, in pounds.
const EXPECTED_TOLERANCE_GBP: f64 = 0.5;

/// Puts an instance together. `care_of` gives each service's care model in force.
pub(crate) fn build<'a>(
    file: &InstanceFile,
    care_of: impl Fn(&str) -> Option<&'a CareModel>,
    inputs: Vec<InputFile>,
) -> Instance {
    let services = services(file, care_of);
    let limits = Limits::of(&services);
    let covers = |names: Option<&Vec<String>>| scope(&services, names);
    Instance {
        name: file.name.clone(),
        scenario: None,
        attribution: file.attribution.clone(),
        objectives: file
            .objectives
            .clone()
            .unwrap_or_else(|| vec![Objective::LeastShortfall, Objective::LeastCost]),
        objective_tolerance: file.objective_tolerance_share.map_or_else(
            || match file.horizon {
                None => OBJECTIVE_TOLERANCE,
                Some(_) => OBJECTIVE_TOLERANCE_OVER_TIME,
            },
            Quantity::value,
        ),
        gap: file.gap_share.map_or(DEFAULT_GAP, Quantity::value),
        without: Vec::new(),
        budgets: file
            .budgets
            .iter()
            .map(|(id, b)| {
                let services = covers(b.services.as_ref());
                let mut scoped = scoped(&b.name, services, b.gbp_per_year);
                scoped.by_year = limits.pounds(b.gbp_per_year, &b.gbp_by_year);
                (id.clone(), scoped)
            })
            .collect(),
        levies: file
            .levies
            .iter()
            .map(|(id, l)| {
                let services = covers(l.services.as_ref());
                let mut scoped = scoped(&l.name, services, l.gbp_per_year);
                scoped.by_year = limits.pounds(l.gbp_per_year, &l.gbp_by_year);
                (id.clone(), scoped)
            })
            .collect(),
        places: file
            .places
            .iter()
            .map(|(id, p)| {
                let services = covers(p.services.as_ref());
                let mut cap = scoped(&p.name, services, limits.places_in_a_year(p));
                (cap.by_year, cap.by_period) = limits.places(p);
                let route = p.route.clone();
                (id.clone(), PlacesCap { route, cap })
            })
            .collect(),
        labour_markets: file
            .labour_markets
            .iter()
            .map(|(id, m)| {
                let services = covers(m.services.as_ref());
                let mut cap = scoped(&m.name, services, limits::hires_in_a_year(m));
                (cap.by_year, cap.by_period) = limits.hires(m);
                let role = m.role.clone();
                (id.clone(), MarketCap { role, cap })
            })
            .collect(),
        overall_access: file
            .overall_access
            .iter()
            .map(|(id, a)| {
                let services = covers(a.services.as_ref());
                let mut target = scoped(&a.name, services, a.people_per_year);
                target.by_year = limits.people(a.people_per_year, a.from);
                let step = a.step.clone();
                (id.clone(), OverallAccess { step, target })
            })
            .collect(),
        expected: file
            .expected
            .as_ref()
            .and_then(|expected| Some((expected.total_gbp_per_year?, off_by(expected)))),
        expected_total: file
            .expected
            .as_ref()
            .and_then(|expected| Some((expected.total_gbp?, off_by(expected)))),
        inputs,
        services,
    }
}

/// The services, each with its care model in force and, in a plan by month, its start.
fn services<'a>(
    file: &InstanceFile,
    care_of: impl Fn(&str) -> Option<&'a CareModel>,
) -> Vec<Service> {
    let horizon = file.horizon.as_ref();
    file.services
        .iter()
        .filter_map(|(id, service)| {
            let model = care_of(id.as_str())?;
            let prevalence = service.prevalence_people.map(Quantity::value);
            let mut built = Service {
                id: id.clone(),
                name: service.name.clone(),
                ods_code: service.ods_code.clone(),
                groups: service.groups.clone(),
                referrals: service.referrals_per_year,
                referrals_by_year: service.referrals_by_year.clone(),
                prevalence: service.prevalence_people,
                staff_now: service.staff_now_wte.clone(),
                start: Start::default(),
                care: care(model, prevalence, horizon),
            };
            if horizon.is_some() {
                built.start = start(service, model, &built);
            }
            Some(built)
        })
        .collect()
}

/// How far the answer may be off, in pounds.
fn off_by(expected: &Expected) -> f64 {
    expected
        .tolerance_gbp
        .map_or(EXPECTED_TOLERANCE_GBP, Quantity::value)
}

fn scoped<T>(name: &str, services: Vec<usize>, limit: T) -> Scoped<T> {
    Scoped {
        name: name.to_owned(),
        services,
        limit,
        by_year: Vec::new(),
        by_period: Vec::new(),
    }
}

/// The places of the services that are named, themselves or by a group; all where none is.
fn scope(services: &[Service], names: Option<&Vec<String>>) -> Vec<usize> {
    let covered = |service: &Service| {
        names.is_none_or(|names| {
            names.iter().any(|name| {
                service.id.as_str() == name || service.groups.iter().any(|g| g.as_str() == name)
            })
        })
    };
    services
        .iter()
        .enumerate()
        .filter(|(_, service)| covered(service))
        .map(|(place, _)| place)
        .collect()
}

/// The care model in force for a service with so many people with the conditions treated.
fn care(model: &CareModel, prevalence: Option<f64>, horizon: Option<&Horizon>) -> Care {
    let step = model.time.step;
    let calendar = calendar(&model.time, horizon);
    let from = |month: Option<Month>| month.map_or(0, |month| calendar.period_from(month));
    Care {
        name: model.name.clone(),
        price_year: model.money.price_year.clone(),
        overhead_ratio: model.money.overhead_ratio_of_pay.value(),
        roles: each(&model.roles, |r| role(r, step)),
        routes: each(&model.routes, |r| route(r, &calendar, step)),
        steps: each(&model.steps, |s| Step {
            name: s.name.clone(),
            dropout_per_period: per_period(s.dropout_per_month.value(), step),
            wait_shape: s.wait_shape.value(),
            arrival_scv: s.arrival_variability_scv.value(),
            service_scv: s.service_variability_scv.value(),
            hours_per_arrival: each(&s.work, |work| work.hours_per_arrival),
        }),
        flows: each(&model.flows, |f| Flow {
            from: f.from.clone(),
            to: f.to.clone(),
            share: f.share,
            spread: spread(f.spread_by_month.as_ref(), step),
        }),
        treatments: each(&model.treatments, |t| treatment(t, step)),
        tasks: each(&model.tasks, |t| task(t, horizon.is_some())),
        supervision: each(&model.supervision, |s| Supervision {
            name: s.name.clone(),
            supervisees: s.supervisees.clone(),
            supervisors: s.supervisors.clone(),
            hours_per_wte_week: s.hours_per_wte_week,
            group_size: s.group_size.map_or(1.0, Quantity::value),
            max_ratio: s.max_supervisees_per_supervisor.map(Quantity::value),
            ratio_from: from(s.ratio_from),
        }),
        skill_mix: each(&model.skill_mix, |m| SkillMix {
            name: m.name.clone(),
            roles: m.roles.clone(),
            of: m.of.clone(),
            share_min: m.share_min,
            share_max: m.share_max,
            enforcement: m.enforcement,
            from: from(m.from),
        }),
        retention: each(&model.retention, |m| Measure {
            name: m.name.clone(),
            role: m.role.clone(),
            cost: m.gbp_per_wte_year,
            leaving_reduction: m.leaving_reduction_share,
            max_share: m.max_share_of_staff.unwrap_or(Share::new(1.0)),
            fixed_cost: m.fixed_gbp_per_year.unwrap_or(GbpPerYear::ZERO),
            hours: m.hours_per_wte_week.unwrap_or(HoursPerWeek::ZERO),
            from: from(m.from),
        }),
        limits: each(&model.limits, |l| limit(l, model)),
        standards: standards(&model.standards, prevalence, &calendar),
        calendar,
    }
}

fn each<K: Clone + Eq + std::hash::Hash, A, B>(
    map: &IndexMap<K, A>,
    make: impl Fn(&A) -> B,
) -> IndexMap<K, B> {
    map.iter()
        .map(|(key, value)| (key.clone(), make(value)))
        .collect()
}

fn limit(limit: &draft::Limit, model: &CareModel) -> Limit {
    let roles = if limit.roles.is_empty() && limit.routes.is_empty() {
        let qualified = |(_, role): &(&RoleId, &draft::Role)| role.kind == RoleKind::Qualified;
        let all = model.roles.iter().filter(qualified);
        all.map(|(id, _)| id.clone()).collect()
    } else {
        limit.roles.clone()
    };
    Limit {
        name: limit.name.clone(),
        counted: limit.counted,
        per: limit.per.unwrap_or(Per::Period),
        roles,
        routes: limit.routes.clone(),
        max: limit.max_wte.map_or(f64::INFINITY, Quantity::value),
        max_share: limit.max_share.map_or(f64::INFINITY, Quantity::value),
        of: limit.of.clone(),
    }
}

fn role(role: &draft::Role, step: draft::TimeStep) -> Role {
    // One of the two is there; a first year of its own goes with the annual share alone.
    let (leaving, per_period) = match (role.leaving_per_year, role.leaving_per_period) {
        (Some(a_year), _) => (a_year.value(), of_a_year(a_year.value(), step)),
        (None, per_period) => {
            let per_period = per_period.map_or(0.0, Quantity::value);
            (over_a_year(per_period, step), per_period)
        }
    };
    let first_year = role.first_year_leaving_per_year.map(Quantity::value);
    Role {
        name: role.name.clone(),
        short: role.short.clone(),
        band: role.band.clone(),
        kind: role.kind,
        employable: true,
        pay: role.pay_gbp_per_wte_year,
        clinical_hours: role.clinical_hours_per_week,
        post_unit: role.post_unit_wte.unwrap_or(Wte::new(1.0)),
        first_year_leaving: first_year.unwrap_or(leaving),
        leaving,
        first_year_leaving_per_period: first_year
            .map_or(per_period, |a_year| of_a_year(a_year, step)),
        leaving_per_period: per_period,
        hireable: role.hireable.unwrap_or(role.kind == RoleKind::Qualified),
        recruitment_cost: role.recruitment_gbp_per_hire.unwrap_or(Gbp::ZERO),
        overtime_max_share: role.overtime_max_share.unwrap_or(Share::ZERO),
        overtime_max_hours: role.overtime_max_hours_per_week,
        hire_lead: in_periods(role.hire_lead_months.map_or(0.0, Quantity::value), step),
        redundancy: role.redundancy_gbp_per_wte,
        in_post_min: role.in_post_min_wte.unwrap_or(Wte::ZERO),
        in_post_max: role.in_post_max_wte,
        in_post_unit: role.in_post_unit_wte.unwrap_or(Wte::ZERO),
        supernumerary: role.supernumerary.as_ref().map(|s| Supernumerary {
            max: s.max_wte.map_or(f64::INFINITY, Quantity::value),
            price: s.gbp_per_wte_year,
        }),
        short_time: role.short_time.as_ref().map(|s| ShortTime {
            max: s.max_wte,
            hours_share: s.hours_share,
            price: s.gbp_per_wte_year,
        }),
        destinations: role.leaver_destinations.clone(),
        overtime_price: role.overtime_gbp_per_hour.unwrap_or(GbpPerHour::ZERO),
        show_worth: role.show_worth.unwrap_or(false),
    }
}

fn route(route: &draft::Route, calendar: &Calendar, step: draft::TimeStep) -> Route {
    let mut months = 0.0;
    let stages = route
        .stages
        .iter()
        .map(|stage| {
            let begins = in_periods(months, step);
            months += stage.months.value();
            Stage {
                role: stage.role.clone(),
                months: stage.months,
                lags: begins..in_periods(months, step),
            }
        })
        .collect();
    let min_months = route.min_months_in_post.unwrap_or(Months::ZERO);
    Route {
        name: route.name.clone(),
        from: route.from.clone(),
        to: route.to.clone(),
        stages,
        completion_share: route.completion_share,
        min_months_in_post: min_months,
        replaces_leaving_share: route.replaces_leaving_share.unwrap_or(Share::ZERO),
        fee: route.fee_gbp_per_start,
        fee_paid_by: route.fee_paid_by,
        salary_support_share: route.salary_support_share.unwrap_or(Share::ZERO),
        places_unit: route.places_unit_wte.unwrap_or(Wte::new(1.0)),
        dropouts_return: route.dropouts_return.unwrap_or(false),
        intakes_per_year: limits::intakes_per_year(
            route.intake_months.as_deref(),
            calendar.periods_per_year,
        ),
        intakes: limits::intakes(route.intake_months.as_deref(), calendar),
        length: in_periods(months, step),
        min_periods_in_post: in_periods(min_months.value(), step),
    }
}

fn treatment(treatment: &draft::Treatment, step: draft::TimeStep) -> Treatment {
    Treatment {
        name: treatment.name.clone(),
        step: treatment.step.clone(),
        share_min: treatment.share_min,
        share_max: treatment.share_max,
        attended_per_start: treatment.attended_per_start.value(),
        spread: spread(treatment.spread_by_month.as_ref(), step),
        missed_share: treatment.missed_share,
        group_size: treatment.group_size.map_or(1.0, Quantity::value),
        staff_per_session: treatment.staff_per_session.map_or(1.0, Quantity::value),
        finish_share: treatment.finish_share,
        recovery_share: treatment.recovery_share,
        work: each(&treatment.work, |work| Work {
            per_session: work.hours_per_session.unwrap_or(Hours::ZERO),
            per_attended: work.hours_per_attended.unwrap_or(Hours::ZERO),
            per_missed: work.hours_per_missed.unwrap_or(Hours::ZERO),
            per_start: work.hours_per_start.unwrap_or(Hours::ZERO),
        }),
    }
}

fn task(task: &draft::Task, by_month: bool) -> Task {
    let whole = Share::new(1.0);
    Task {
        name: task.name.clone(),
        fixed_hours: task.fixed_hours_per_week.unwrap_or_default(),
        fixed_hours_by_period: task
            .fixed_hours_per_week_by_period
            .clone()
            .filter(|_| by_month)
            .unwrap_or_default(),
        roles: each(&task.roles, |role| TaskRole {
            efficiency: role.efficiency.map_or(1.0, Quantity::value),
            max_share_of_task: role.max_share_of_task.unwrap_or(whole),
            max_share_of_role: role.max_share_of_role.unwrap_or(whole),
        }),
        bought_in: task
            .bought_in
            .as_ref()
            .map(|bought| (bought.max_share, bought.gbp_per_hour)),
    }
}

fn standards(
    standards: &draft::Standards,
    prevalence: Option<f64>,
    calendar: &Calendar,
) -> IndexMap<StandardId, Standard> {
    let mut made = IndexMap::new();
    // `scale`: what a step of the path is multiplied by to be in the level's unit.
    macro_rules! add {
        ($id:expr, $s:expr, $level:expr, $scale:expr) => {
            let standard = Standard {
                name: $s.name.clone(),
                level: $level,
                enforcement: $s.enforcement,
                shortfall_price: $s.shortfall_gbp_per_person.unwrap_or(GbpPerPerson::ZERO),
                from: $s.from.map_or(0, |month| calendar.period_from(month)),
                path: $s
                    .path
                    .iter()
                    .map(|step| {
                        let from = calendar.period_from(step.from);
                        (from, step.target.value() * $scale)
                    })
                    .collect(),
            };
            made.insert($id.clone(), standard);
        };
    }
    for (id, s) in &standards.access {
        let prevalence = prevalence.unwrap_or(0.0);
        let share = s.share_of_prevalence.map_or(0.0, Quantity::value);
        let people = s
            .people_per_year
            .unwrap_or(PeoplePerYear::new(share * prevalence));
        let scale = if s.people_per_year.is_some() {
            1.0
        } else {
            prevalence
        };
        let step = s.step.clone();
        add!(id, s, Level::Access { step, people }, scale);
    }
    for (id, s) in &standards.wait {
        let level = Level::Wait {
            step: s.step.clone(),
            share: s.share_min,
            weeks: s.within_weeks,
        };
        add!(id, s, level, 1.0);
    }
    for (id, s) in &standards.recovery {
        add!(id, s, Level::Recovery { share: s.share_min }, 1.0);
    }
    for (id, s) in &standards.completion {
        let people = s.people_per_year;
        add!(id, s, Level::Completion { people }, 1.0);
    }
    made
}
