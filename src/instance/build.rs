//! Checked drafts become an instance, with every default filled in. Nothing can fail here: what
//! could has been refused by the rules.

use indexmap::IndexMap;

use super::calendar::{calendar, per_period, spread};
use super::care::{
    Care, Flow, Level, Role, Route, SkillMix, Stage, Standard, Step, Supervision, Task, TaskRole,
    Treatment, Work,
};
use super::{
    InputFile, Instance, MarketCap, Objective, OverallAccess, PlacesCap, RoleKind, Scoped, Service,
};
use crate::draft::care as draft;
use crate::draft::{CareModel, InstanceFile};
use crate::ids::{Id, StandardId};
use crate::units::{
    Gbp, GbpPerHour, GbpPerPerson, Hours, Months, PeoplePerYear, Quantity, Share, Wte,
};

/// How far an earlier objective may give way where the file does not say.
const OBJECTIVE_TOLERANCE: f64 = 1e-6;

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
    let services: Vec<Service> = file
        .services
        .iter()
        .filter_map(|(id, service)| {
            Some(Service {
                id: id.clone(),
                name: service.name.clone(),
                ods_code: service.ods_code.clone(),
                groups: service.groups.clone(),
                referrals: service.referrals_per_year,
                prevalence: service.prevalence_people,
                staff_now: service.staff_now_wte.clone(),
                care: care(
                    care_of(id.as_str())?,
                    service.prevalence_people.map(Quantity::value),
                ),
            })
        })
        .collect();
    let covers = |names: Option<&Vec<String>>| scope(&services, names);
    Instance {
        name: file.name.clone(),
        attribution: file.attribution.clone(),
        objectives: file
            .objectives
            .clone()
            .unwrap_or_else(|| vec![Objective::LeastShortfall, Objective::LeastCost]),
        objective_tolerance: file
            .objective_tolerance_share
            .map_or(OBJECTIVE_TOLERANCE, Quantity::value),
        gap: file.gap_share.map_or(DEFAULT_GAP, Quantity::value),
        without: Vec::new(),
        budgets: file
            .budgets
            .iter()
            .map(|(id, b)| {
                let services = covers(b.services.as_ref());
                (id.clone(), scoped(&b.name, services, b.gbp_per_year))
            })
            .collect(),
        levies: file
            .levies
            .iter()
            .map(|(id, l)| {
                let services = covers(l.services.as_ref());
                (id.clone(), scoped(&l.name, services, l.gbp_per_year))
            })
            .collect(),
        places: file
            .places
            .iter()
            .map(|(id, p)| {
                let services = covers(p.services.as_ref());
                let cap = PlacesCap {
                    route: p.route.clone(),
                    cap: scoped(&p.name, services, p.places_per_year),
                };
                (id.clone(), cap)
            })
            .collect(),
        labour_markets: file
            .labour_markets
            .iter()
            .map(|(id, m)| {
                let services = covers(m.services.as_ref());
                let cap = MarketCap {
                    role: m.role.clone(),
                    cap: scoped(&m.name, services, m.hires_per_year),
                };
                (id.clone(), cap)
            })
            .collect(),
        overall_access: file
            .overall_access
            .iter()
            .map(|(id, a)| {
                let services = covers(a.services.as_ref());
                let access = OverallAccess {
                    step: a.step.clone(),
                    target: scoped(&a.name, services, a.people_per_year),
                };
                (id.clone(), access)
            })
            .collect(),
        expected: file.expected.as_ref().map(|expected| {
            let tolerance = expected
                .tolerance_gbp
                .map_or(EXPECTED_TOLERANCE_GBP, Quantity::value);
            (expected.total_gbp_per_year, tolerance)
        }),
        inputs,
        services,
    }
}

fn scoped<T>(name: &str, services: Vec<usize>, limit: T) -> Scoped<T> {
    Scoped {
        name: name.to_owned(),
        services,
        limit,
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
fn care(model: &CareModel, prevalence: Option<f64>) -> Care {
    let step = model.time.step;
    Care {
        name: model.name.clone(),
        price_year: model.money.price_year.clone(),
        overhead_ratio: model.money.overhead_ratio_of_pay.value(),
        calendar: calendar(&model.time),
        roles: each(&model.roles, role),
        routes: each(&model.routes, route),
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
        tasks: each(&model.tasks, task),
        supervision: each(&model.supervision, |s| Supervision {
            name: s.name.clone(),
            supervisees: s.supervisees.clone(),
            supervisors: s.supervisors.clone(),
            hours_per_wte_week: s.hours_per_wte_week,
            group_size: s.group_size.map_or(1.0, Quantity::value),
            max_ratio: s.max_supervisees_per_supervisor.map(Quantity::value),
        }),
        skill_mix: each(&model.skill_mix, |m| SkillMix {
            name: m.name.clone(),
            roles: m.roles.clone(),
            of: m.of.clone(),
            share_min: m.share_min,
            share_max: m.share_max,
            enforcement: m.enforcement,
        }),
        standards: standards(&model.standards, prevalence),
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

fn role(role: &draft::Role) -> Role {
    let leaving = role.leaving_per_year.value();
    Role {
        name: role.name.clone(),
        short: role.short.clone(),
        band: role.band.clone(),
        kind: role.kind,
        employable: true,
        pay: role.pay_gbp_per_wte_year,
        clinical_hours: role.clinical_hours_per_week,
        post_unit: role.post_unit_wte.unwrap_or(Wte::new(1.0)),
        first_year_leaving: role
            .first_year_leaving_per_year
            .map_or(leaving, Quantity::value),
        leaving,
        hireable: role.hireable.unwrap_or(role.kind == RoleKind::Qualified),
        recruitment_cost: role.recruitment_gbp_per_hire.unwrap_or(Gbp::ZERO),
        overtime_max_share: role.overtime_max_share.unwrap_or(Share::ZERO),
        overtime_price: role.overtime_gbp_per_hour.unwrap_or(GbpPerHour::ZERO),
        show_worth: role.show_worth.unwrap_or(false),
    }
}

fn route(route: &draft::Route) -> Route {
    Route {
        name: route.name.clone(),
        from: route.from.clone(),
        to: route.to.clone(),
        stages: route
            .stages
            .iter()
            .map(|stage| Stage {
                role: stage.role.clone(),
                months: stage.months,
            })
            .collect(),
        completion_share: route.completion_share,
        min_months_in_post: route.min_months_in_post.unwrap_or(Months::ZERO),
        replaces_leaving_share: route.replaces_leaving_share.unwrap_or(Share::ZERO),
        fee: route.fee_gbp_per_start,
        fee_paid_by: route.fee_paid_by,
        salary_support_share: route.salary_support_share.unwrap_or(Share::ZERO),
        places_unit: route.places_unit_wte.unwrap_or(Wte::new(1.0)),
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

fn task(task: &draft::Task) -> Task {
    let whole = Share::new(1.0);
    Task {
        name: task.name.clone(),
        fixed_hours: task.fixed_hours_per_week.unwrap_or_default(),
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
) -> IndexMap<StandardId, Standard> {
    let mut made = IndexMap::new();
    let mut add = |id: &StandardId,
                   name: &str,
                   level: Level,
                   enforcement: draft::Enforcement,
                   price: Option<GbpPerPerson>| {
        let standard = Standard {
            name: name.to_owned(),
            level,
            enforcement,
            shortfall_price: price.unwrap_or(GbpPerPerson::ZERO),
        };
        made.insert(id.clone(), standard);
    };
    for (id, s) in &standards.access {
        let share = s.share_of_prevalence.map_or(0.0, Quantity::value);
        let people = s
            .people_per_year
            .unwrap_or(PeoplePerYear::new(share * prevalence.unwrap_or(0.0)));
        let step = s.step.clone();
        let level = Level::Access { step, people };
        add(
            id,
            &s.name,
            level,
            s.enforcement,
            s.shortfall_gbp_per_person,
        );
    }
    for (id, s) in &standards.wait {
        let level = Level::Wait {
            step: s.step.clone(),
            share: s.share_min,
            weeks: s.within_weeks,
        };
        add(
            id,
            &s.name,
            level,
            s.enforcement,
            s.shortfall_gbp_per_person,
        );
    }
    for (id, s) in &standards.recovery {
        let level = Level::Recovery { share: s.share_min };
        add(
            id,
            &s.name,
            level,
            s.enforcement,
            s.shortfall_gbp_per_person,
        );
    }
    for (id, s) in &standards.completion {
        let level = Level::Completion {
            people: s.people_per_year,
        };
        add(
            id,
            &s.name,
            level,
            s.enforcement,
            s.shortfall_gbp_per_person,
        );
    }
    made
}
