//! A plan by month from the values of columns: people and training by period, money and yearly
//! standards by financial year.

mod money;
mod training;

use indexmap::IndexMap;

use super::{Values, is_used, soft_row, tidy, unit, used};
use crate::formulation::rates::stay_between;
use crate::formulation::{VarKey, When};
use crate::ids::{MeasureId, RoleId, RouteId, ServiceId, StandardId};
use crate::instance::{Enforcement, Instance, Level, Role, RoleKind, Service, Standard, Year};
use crate::plan::{IntakePlan, PeoplePlan, ServicePlan, YearPlan};
use crate::units::Quantity;
pub(crate) use training::Training;

/// Fills in what a plan by month says beyond waiting lists, starts and hours.
pub(super) fn fill(
    plan: &mut ServicePlan,
    instance: &Instance,
    service: &Service,
    columns: &Values,
) {
    let Some(horizon) = &service.care.calendar.horizon else {
        return;
    };
    let care = &service.care;
    plan.intakes = intakes(service, columns);
    plan.retention_wte = measures(service, columns, |service, measure, period| {
        VarKey::Covered {
            service,
            measure,
            period,
        }
    });
    plan.retention_tenured_wte = measures(service, columns, |service, measure, period| {
        VarKey::CoveredTenured {
            service,
            measure,
            period,
        }
    });
    for (measure, _) in care
        .retention
        .iter()
        .filter(|(_, m)| m.fixed_cost.value() != 0.0)
    {
        let years = horizon.years.iter().map(|year| year.year);
        let running: Vec<_> = years
            .filter(|&year| {
                let key = VarKey::Running {
                    service: service.id.clone(),
                    measure: measure.clone(),
                    when: When::Year(year),
                };
                columns.get(&key) > 0.5
            })
            .collect();
        if !running.is_empty() {
            plan.retention_years.insert(measure.clone(), running);
        }
    }
    let training: IndexMap<&RouteId, Training> = care
        .routes
        .iter()
        .map(|(id, route)| (id, Training::on(service, id, route, plan)))
        .collect();
    let people = care.roles.iter().map(|(id, role)| {
        let people = match role.kind {
            RoleKind::Qualified => qualified(service, (id, role), plan, &training, columns),
            RoleKind::Trainee => trainees(service, id, &training),
        };
        (id.clone(), people)
    });
    plan.people = people.collect();
    plan.shortfall_by_period_people = waits_missed(service, columns);
    for year in &horizon.years {
        let levy_fees_gbp: IndexMap<_, _> = instance
            .levies
            .keys()
            .map(|levy| {
                let key = VarKey::LevyFees {
                    service: service.id.clone(),
                    levy: levy.clone(),
                    when: When::Year(year.year),
                };
                (levy.clone(), columns.get(&key))
            })
            .filter(|&(_, fees)| fees != 0.0)
            .collect();
        let levy_fees = levy_fees_gbp.values().sum();
        let here = YearPlan {
            levy_fees_gbp,
            shortfall_people: yearly_missed(service, year, columns),
            spend_gbp: money::spend(service, plan, &training, year, levy_fees),
        };
        plan.years.insert(year.year, here);
    }
}

fn measures(
    service: &Service,
    columns: &Values,
    key: impl Fn(ServiceId, MeasureId, usize) -> VarKey,
) -> IndexMap<MeasureId, Vec<f64>> {
    used(service.care.retention.keys().map(|measure| {
        let by_period = columns.by_period(service, |service, period| {
            key(service, measure.clone(), period)
        });
        (measure.clone(), by_period)
    }))
}

/// Every route on which anything happens.
fn intakes(service: &Service, columns: &Values) -> IndexMap<RouteId, IntakePlan> {
    let mut intakes = IndexMap::new();
    for (id, route) in &service.care.routes {
        let size = unit(route.places_unit);
        let promised = service.start.committed.get(id);
        let list = |key: &dyn Fn(ServiceId, RouteId, usize) -> VarKey| {
            columns.by_period(service, |service, period| key(service, id.clone(), period))
        };
        let starts_wte = list(&|service, route, period| VarKey::Intake {
            service,
            route,
            period,
        })
        .into_iter()
        .enumerate()
        .map(|(period, units)| tidy(units * size + at(promised, period)))
        .collect();
        let intake = IntakePlan {
            starts_wte: unless_unused(starts_wte),
            ladder_kept_wte: unless_unused(list(&|service, route, period| VarKey::LadderKept {
                service,
                route,
                period,
            })),
            ladder_kept_tenured_wte: unless_unused(list(&|service, route, period| {
                VarKey::LadderKeptTenured {
                    service,
                    route,
                    period,
                }
            })),
            beyond_ladder_wte: unless_unused(list(&|service, route, period| {
                VarKey::BeyondLadder {
                    service,
                    route,
                    period,
                }
            })),
        };
        if intake != IntakePlan::default() {
            intakes.insert(id.clone(), intake);
        }
    }
    intakes
}

fn trainees(service: &Service, id: &RoleId, training: &IndexMap<&RouteId, Training>) -> PeoplePlan {
    let mut in_post = vec![0.0; service.care.calendar.periods()];
    let mut leaving = in_post.clone();
    for route in training.values() {
        add_all(&mut in_post, &route.present_in(id));
        add_all(&mut leaving, &route.lost_in(id));
    }
    PeoplePlan {
        in_post_wte: all_tidy(in_post),
        leaving_wte: unless_unused(all_tidy(leaving)),
        ..PeoplePlan::default()
    }
}

fn qualified(
    service: &Service,
    (id, role): (&RoleId, &Role),
    plan: &ServicePlan,
    training: &IndexMap<&RouteId, Training>,
    columns: &Values,
) -> PeoplePlan {
    let list = |size: f64, key: &dyn Fn(ServiceId, RoleId, usize) -> VarKey| -> Vec<f64> {
        columns
            .by_period(service, |service, period| key(service, id.clone(), period))
            .into_iter()
            .map(|units| tidy(units * size))
            .collect()
    };
    let post = unit(role.post_unit);
    let in_post = list(unit(role.in_post_unit), &|service, role, period| {
        VarKey::InPost {
            service,
            role,
            period,
        }
    });
    let joining = list(post, &|service, role, period| VarKey::Joining {
        service,
        role,
        period,
    });
    let redundant = list(post, &|service, role, period| VarKey::Redundant {
        service,
        role,
        period,
    });
    let mut joiners = joining.clone();
    if let Some(hired) = service.start.joining.get(id) {
        add_all(&mut joiners, hired);
    }
    for route in training.values() {
        if route.route.to == *id {
            add_all(&mut joiners, &route.completing);
        }
        if route.route.from.as_ref() == Some(id) {
            add_all(&mut joiners, &route.returning);
        }
    }
    let leaving = leaving(service, (id, role), plan, &in_post, &joiners);
    PeoplePlan {
        in_post_wte: in_post,
        joining_wte: unless_unused(joining),
        redundant_wte: unless_unused(redundant),
        supernumerary_wte: unless_unused(list(1.0, &|service, role, period| {
            VarKey::Supernumerary {
                service,
                role,
                period,
            }
        })),
        short_time_wte: unless_unused(list(1.0, &|service, role, period| VarKey::ShortTime {
            service,
            role,
            period,
        })),
        leaving_wte: unless_unused(leaving),
    }
}

/// A1: who leaves at the end of each period; those who stay for a place on a ladder do not.
fn leaving(
    service: &Service,
    (id, role): (&RoleId, &Role),
    plan: &ServicePlan,
    in_post: &[f64],
    joiners: &[f64],
) -> Vec<f64> {
    let care = &service.care;
    let first_year = if role.has_first_year() {
        in_first_year(service, id, role, joiners)
    } else {
        vec![0.0; in_post.len()]
    };
    in_post
        .iter()
        .zip(first_year)
        .enumerate()
        .map(|(period, (all, first))| {
            let prevented: f64 = care
                .retention
                .iter()
                .filter(|(_, measure)| measure.role == *id)
                .map(|(measure, m)| {
                    m.leaving_reduction.value() * at(plan.retention_wte.get(measure), period)
                })
                .sum();
            let kept: f64 = care
                .routes
                .iter()
                .filter(|(_, route)| route.from.as_ref() == Some(id))
                .map(|(route, _)| at(plan.intakes.get(route).map(|i| &i.ladder_kept_wte), period))
                .sum();
            let later = role.leaving_per_period * (all - first - prevented) - kept;
            // Never fewer than none: the solver may overdraw by a rounding error.
            tidy((role.first_year_leaving_per_period * first + later).max(0.0))
        })
        .collect()
}

/// `F`: staff in their first year in post in each period.
fn in_first_year(service: &Service, id: &RoleId, role: &Role, joiners: &[f64]) -> Vec<f64> {
    let a_year = service.care.calendar.periods_per_year;
    let recent = service.start.staff.get(id).map_or(&[][..], |s| &s.recent);
    (0..joiners.len())
        .map(|period| {
            let of_the_plan: f64 = (0..a_year.min(period + 1))
                .map(|age| {
                    let joined = joiners.get(period - age).copied().unwrap_or(0.0);
                    joined * stay_between(role, a_year, 0, age)
                })
                .sum();
            let of_before: f64 = (1..a_year.saturating_sub(period))
                .zip(recent)
                .map(|(age, wte)| wte * stay_between(role, a_year, age, age + period))
                .sum();
            of_the_plan + of_before
        })
        .collect()
}

/// People over the limit of each soft wait standard, by period.
fn waits_missed(service: &Service, columns: &Values) -> IndexMap<StandardId, Vec<f64>> {
    let waits = soft(service).filter(|(_, s)| matches!(s.level, Level::Wait { .. }));
    used(waits.map(|(id, standard)| {
        let missed = service
            .periods()
            .map(|period| {
                let row = soft_row(service, id, standard, period, When::Always);
                tidy(columns.missing(&row).unwrap_or(0.0))
            })
            .collect();
        (id.clone(), missed)
    }))
}

/// People short of each soft standard that counts over a financial year.
fn yearly_missed(service: &Service, year: &Year, columns: &Values) -> IndexMap<StandardId, f64> {
    soft(service)
        .filter(|(_, standard)| !matches!(standard.level, Level::Wait { .. }))
        .filter_map(|(id, standard)| {
            let when = When::Year(year.year);
            let row = soft_row(service, id, standard, year.periods.start, when);
            let missed = tidy(columns.missing(&row)?);
            (missed != 0.0).then(|| (id.clone(), missed))
        })
        .collect()
}

fn soft(service: &Service) -> impl Iterator<Item = (&StandardId, &Standard)> {
    let standards = service.care.standards.iter();
    standards.filter(|(_, standard)| standard.enforcement == Enforcement::Soft)
}

fn at(list: Option<&Vec<f64>>, period: usize) -> f64 {
    list.and_then(|list| list.get(period))
        .copied()
        .unwrap_or(0.0)
}

fn add_all(list: &mut [f64], values: &[f64]) {
    for (sum, value) in list.iter_mut().zip(values) {
        *sum += value;
    }
}

fn all_tidy(list: Vec<f64>) -> Vec<f64> {
    list.into_iter().map(tidy).collect()
}

/// A list that is zero throughout is left out.
fn unless_unused(list: Vec<f64>) -> Vec<f64> {
    if is_used(&list) { list } else { Vec::new() }
}

#[cfg(test)]
mod tests;
