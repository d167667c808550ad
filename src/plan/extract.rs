//! Values of columns become a plan in the field's terms.
//!
//! The rule of rounding: numbers are kept to nine decimals, far inside the audit's tolerances, so
//! that files stay readable; whole numbers are whole already. What is zero throughout is left out.

mod over_time;

pub(crate) use over_time::Training;

use std::hash::Hash;

use indexmap::IndexMap;

use super::{PLAN_FORMAT, Plan, PlanHorizon, ServicePlan, Spend, StaffPlan};
use crate::formulation::rates::returning_of;
use crate::formulation::{Formulation, RowKey, VarKey, When, training_of};
use crate::ids::{RoleId, ServiceId, StandardId};
use crate::instance::{
    Care, Enforcement, FeePayer, Instance, Level, Role, RoleKind, Service, Standard,
};
use crate::units::{Quantity, Wte};

/// The plan that the values of the formulation's columns stand for.
///
/// `values` holds one number a column, in the formulation's order.
#[must_use]
pub fn extract(instance: &Instance, formulation: &Formulation, values: &[f64]) -> Plan {
    let columns = Values {
        formulation,
        values,
    };
    Plan {
        skillmix_plan: PLAN_FORMAT,
        instance: instance.name.clone(),
        scenario: instance.scenario.clone(),
        horizon: horizon(instance),
        start: None,
        services: instance
            .services
            .iter()
            .map(|service| {
                (
                    service.id.clone(),
                    service_plan(instance, service, &columns),
                )
            })
            .collect(),
    }
}

/// The time that the plan covers.
fn horizon(instance: &Instance) -> Option<PlanHorizon> {
    let calendar = &instance.services.first()?.care.calendar;
    Some(PlanHorizon {
        start: calendar.horizon.as_ref()?.start,
        periods: calendar.periods(),
        periods_per_year: calendar.periods_per_year,
    })
}

/// Looks values up by key; a column that the formulation does not have is 0.
struct Values<'a> {
    formulation: &'a Formulation,
    values: &'a [f64],
}

impl Values<'_> {
    fn get(&self, key: &VarKey) -> f64 {
        self.formulation
            .columns
            .get_index_of(key)
            .and_then(|index| self.values.get(index))
            .map_or(0.0, |&value| tidy(value))
    }

    /// How far a soft row is from being kept without its shortfall.
    fn missing(&self, key: &RowKey) -> Option<f64> {
        let row = self.formulation.rows.get(key)?;
        let mut reached = 0.0;
        for &(column, coefficient) in &row.terms {
            let (key, _) = self.formulation.columns.get_index(column.0)?;
            if !matches!(key, VarKey::Shortfall { .. }) {
                reached += coefficient * self.values.get(column.0)?;
            }
        }
        Some((row.lower - reached).max(reached - row.upper).max(0.0))
    }

    fn by_period(&self, service: &Service, key: impl Fn(ServiceId, usize) -> VarKey) -> Vec<f64> {
        service
            .periods()
            .map(|period| self.get(&key(service.id.clone(), period)))
            .collect()
    }
}

/// Nine decimals, and never a negative zero.
fn tidy(value: f64) -> f64 {
    let rounded = (value * 1e9).round() / 1e9;
    if rounded == 0.0 { 0.0 } else { rounded }
}

fn is_used(by_period: &[f64]) -> bool {
    by_period.iter().any(|&value| value != 0.0)
}

/// Only what is used.
fn used<K: Hash + Eq>(entries: impl Iterator<Item = (K, Vec<f64>)>) -> IndexMap<K, Vec<f64>> {
    entries.filter(|(_, values)| is_used(values)).collect()
}

fn service_plan(instance: &Instance, service: &Service, columns: &Values) -> ServicePlan {
    let care = &service.care;
    let mut plan = ServicePlan {
        waiting_people: care
            .steps
            .keys()
            .map(|step| {
                let key = |service, period| VarKey::Waiting {
                    service,
                    step: step.clone(),
                    period,
                };
                (step.clone(), columns.by_period(service, key))
            })
            .collect(),
        starts_people: care
            .treatments
            .keys()
            .map(|treatment| {
                let key = |service, period| VarKey::Starts {
                    service,
                    treatment: treatment.clone(),
                    period,
                };
                (treatment.clone(), columns.by_period(service, key))
            })
            .collect(),
        ..ServicePlan::default()
    };
    fill_hours(&mut plan, service, columns);
    if care.calendar.horizon.is_some() {
        over_time::fill(&mut plan, instance, service, columns);
    } else {
        fill_steady_year(&mut plan, instance, service, columns);
    }
    plan
}

/// What the plan of a steady year says beyond waiting lists, starts and hours.
fn fill_steady_year(
    plan: &mut ServicePlan,
    instance: &Instance,
    service: &Service,
    columns: &Values,
) {
    let care = &service.care;
    let id = || service.id.clone();
    plan.training_starts_per_year = care
        .routes
        .iter()
        .map(|(route_id, route)| {
            let units = columns.get(&VarKey::TrainingStarts {
                service: id(),
                route: route_id.clone(),
            });
            (route_id.clone(), tidy(units * unit(route.places_unit)))
        })
        .collect();
    plan.levy_fees_gbp = instance
        .levies
        .keys()
        .map(|levy| {
            let key = VarKey::LevyFees {
                service: id(),
                levy: levy.clone(),
                when: When::Always,
            };
            (levy.clone(), columns.get(&key))
        })
        .filter(|&(_, fees)| fees != 0.0)
        .collect();
    plan.shortfall_people = shortfalls(service, columns);
    plan.staff = care
        .roles
        .iter()
        .filter(|(_, role)| role.kind == RoleKind::Qualified)
        .map(|(role_id, role)| {
            (
                role_id.clone(),
                staff_plan(service, role_id, role, plan, columns),
            )
        })
        .collect();
    plan.spend_gbp = spend(care, plan);
}

/// The size of a unit of posts or places; a unit of 0 lets them be any fraction.
fn unit(size: Wte) -> f64 {
    if size > Wte::ZERO { size.value() } else { 1.0 }
}

fn fill_hours(plan: &mut ServicePlan, service: &Service, columns: &Values) {
    let care = &service.care;
    for (task_id, task) in &care.tasks {
        let hours = used(task.roles.keys().map(|role| {
            let key = |service, period| VarKey::TaskHours {
                service,
                task: task_id.clone(),
                role: role.clone(),
                period,
            };
            (role.clone(), columns.by_period(service, key))
        }));
        if !hours.is_empty() {
            plan.task_hours.insert(task_id.clone(), hours);
        }
    }
    plan.bought_in_hours = used(care.tasks.keys().map(|task| {
        let key = |service, period| VarKey::BoughtIn {
            service,
            task: task.clone(),
            period,
        };
        (task.clone(), columns.by_period(service, key))
    }));
    for (rule_id, rule) in &care.supervision {
        let hours = used(rule.supervisors.iter().map(|role| {
            let key = |service, period| VarKey::Supervising {
                service,
                rule: rule_id.clone(),
                role: role.clone(),
                period,
            };
            (role.clone(), columns.by_period(service, key))
        }));
        if !hours.is_empty() {
            plan.supervision_hours.insert(rule_id.clone(), hours);
        }
    }
    plan.overtime_hours = used(care.roles.keys().map(|role| {
        let key = |service, period| VarKey::Overtime {
            service,
            role: role.clone(),
            period,
        };
        (role.clone(), columns.by_period(service, key))
    }));
}

/// People short of each soft standard; waits as the mean over the periods.
///
/// What is missing from the row, not the value of its column: the column may lie above it where
/// that costs nothing.
fn shortfalls(service: &Service, columns: &Values) -> IndexMap<StandardId, f64> {
    service
        .care
        .standards
        .iter()
        .filter(|(_, standard)| standard.enforcement == Enforcement::Soft)
        .filter_map(|(id, standard)| {
            let missing: Vec<f64> = service
                .periods()
                .filter_map(|period| {
                    columns.missing(&soft_row(service, id, standard, period, When::Always))
                })
                .collect();
            let sum: f64 = missing.iter().sum();
            let short = match standard.level {
                #[expect(clippy::cast_precision_loss, reason = "at most 52 periods")]
                Level::Wait { .. } => sum / missing.len() as f64,
                // One row for the year, found in every period.
                _ => missing.first().copied().unwrap_or(0.0),
            };
            (tidy(short) != 0.0).then(|| (id.clone(), tidy(short)))
        })
        .collect()
}

/// The row that a standard's shortfall stands in: a wait's of a period, another's of a year.
fn soft_row(
    service: &Service,
    id: &StandardId,
    standard: &Standard,
    period: usize,
    when: When,
) -> RowKey {
    let (service, standard_id) = (service.id.clone(), id.clone());
    match standard.level {
        Level::Access { .. } => RowKey::Access {
            service,
            standard: standard_id,
            when,
        },
        Level::Wait { .. } => RowKey::Wait {
            service,
            standard: standard_id,
            period,
        },
        Level::Recovery { .. } => RowKey::Recovery {
            service,
            standard: standard_id,
            when,
        },
        Level::Completion { .. } => RowKey::Completion {
            service,
            standard: standard_id,
            when,
        },
    }
}

fn staff_plan(
    service: &Service,
    role_id: &RoleId,
    role: &Role,
    plan: &ServicePlan,
    columns: &Values,
) -> StaffPlan {
    let id = || service.id.clone();
    let posts = columns.get(&VarKey::Posts {
        service: id(),
        role: role_id.clone(),
    });
    let past_first_year = columns.get(&VarKey::PastFirstYear {
        service: id(),
        role: role_id.clone(),
    });
    let hires = columns.get(&VarKey::Hires {
        service: id(),
        role: role_id.clone(),
    });
    let released = columns.get(&VarKey::Released {
        service: id(),
        role: role_id.clone(),
    });
    let mut joiners = hires - released;
    let mut starts_out = 0.0;
    for (route_id, route) in &service.care.routes {
        let starts = plan
            .training_starts_per_year
            .get(route_id)
            .copied()
            .unwrap_or(0.0);
        if route.to == *role_id {
            joiners += starts * training_of(route, &service.care).1;
        }
        if route.from.as_ref() == Some(role_id) {
            starts_out += starts;
            joiners += starts * returning_of(route, &service.care);
        }
    }
    StaffPlan {
        wte: tidy(posts * unit(role.post_unit)),
        past_first_year_wte: past_first_year,
        hires_per_year: hires,
        released_per_year: released,
        // A steady stock: whoever joins replaces somebody who has left or started training.
        leavers_per_year: tidy(joiners - starts_out),
    }
}

/// What the plan costs in a year, item by item.
fn spend(care: &Care, plan: &ServicePlan) -> Spend {
    let starts = |route: &crate::ids::RouteId| {
        plan.training_starts_per_year
            .get(route)
            .copied()
            .unwrap_or(0.0)
    };
    let mut spend = Spend::default();
    let mut gross = 0.0;
    for (id, role) in &care.roles {
        if let Some(staff) = plan.staff.get(id) {
            gross += role.pay.value() * staff.wte;
            spend.recruitment += role.recruitment_cost.value() * staff.hires_per_year;
        }
        let overtime: f64 = plan.overtime_hours.get(id).into_iter().flatten().sum();
        spend.overtime += role.overtime_price.value() * overtime;
    }
    let mut support = 0.0;
    for (id, route) in &care.routes {
        let pay: f64 = route
            .stages
            .iter()
            .zip(training_of(route, care).0)
            .map(|(stage, years)| {
                care.roles.get(&stage.role).map_or(0.0, |r| r.pay.value()) * years
            })
            .sum();
        gross += pay * starts(id);
        support += pay * starts(id) * route.salary_support_share.value();
        if route.fee_paid_by != FeePayer::National {
            spend.fees += route.fee.value() * starts(id);
        }
    }
    // Never below nothing: the solver may overdraw by a rounding error.
    spend.fees = (spend.fees - plan.levy_fees_gbp.values().sum::<f64>()).max(0.0);
    for (id, task) in &care.tasks {
        let hours: f64 = plan.bought_in_hours.get(id).into_iter().flatten().sum();
        spend.bought_in += task.bought_in.map_or(0.0, |(_, price)| price.value()) * hours;
    }
    spend.pay = gross - support;
    spend.overhead = gross * care.overhead_ratio;
    whole_spend(spend)
}

/// Spend with its items rounded and summed.
fn whole_spend(mut spend: Spend) -> Spend {
    for item in [
        &mut spend.pay,
        &mut spend.overhead,
        &mut spend.recruitment,
        &mut spend.fees,
        &mut spend.overtime,
        &mut spend.bought_in,
        &mut spend.retention,
        &mut spend.redundancy,
        &mut spend.idle,
    ] {
        *item = tidy(*item);
    }
    spend.total = tidy(
        spend.pay
            + spend.overhead
            + spend.recruitment
            + spend.fees
            + spend.overtime
            + spend.bought_in
            + spend.retention
            + spend.redundancy
            + spend.idle,
    );
    spend
}
