//! Staff of a role by time in post, carried forward through a plan.
//!
//! Everybody leaves at the rate of their time in post. Those who start training or are made
//! redundant are taken from the latest joiners who may go, so that whoever a longer tenure is asked
//! of is left for that. Whom retention measures and ladders keep is spread over those whom they
//! are for, in proportion.

use indexmap::IndexMap;

use crate::ids::{RoleId, RouteId};
use crate::instance::{InPost, Role, Service};
use crate::plan::{ServicePlan, Training};
use crate::units::Quantity;

/// Staff of a role when `period` begins, before anybody joins or goes.
pub(super) fn at(
    service: &Service,
    (id, role): (&RoleId, &Role),
    plan: &ServicePlan,
    training: &IndexMap<&RouteId, Training>,
    period: usize,
) -> InPost {
    let mut staff = service.start.staff.get(id).cloned().unwrap_or_default();
    for now in 0..period {
        let joiners = joiners(service, id, plan, training, now);
        // By periods in post, those of longer standing last.
        let mut ages: Vec<f64> = std::iter::once(joiners)
            .chain(staff.recent.iter().copied())
            .chain([staff.longer])
            .collect();
        for (tenure, wte) in going(service, (id, role), plan, now) {
            take(&mut ages, tenure, wte);
        }
        leave(service, (id, role), plan, now, &mut ages);
        let depth = staff.recent.len();
        staff.longer = ages.iter().skip(depth).sum();
        ages.truncate(depth);
        staff.recent = ages;
    }
    staff
}

fn joiners(
    service: &Service,
    id: &RoleId,
    plan: &ServicePlan,
    training: &IndexMap<&RouteId, Training>,
    now: usize,
) -> f64 {
    let hired = place(plan.people.get(id).map(|p| &p.joining_wte), now);
    let before = place(service.start.joining.get(id), now);
    let trained: f64 = training
        .values()
        .map(|route| {
            let completing = if route.route.to == *id {
                place(Some(&route.completing), now)
            } else {
                0.0
            };
            let returning = if route.route.from.as_ref() == Some(id) {
                place(Some(&route.returning), now)
            } else {
                0.0
            };
            completing + returning
        })
        .sum();
    hired + before + trained
}

/// Who goes at the beginning of a period: the tenure that is asked and how many, least first.
fn going(
    service: &Service,
    (id, role): (&RoleId, &Role),
    plan: &ServicePlan,
    now: usize,
) -> Vec<(usize, f64)> {
    let least = if role.has_first_year() {
        service.care.calendar.periods_per_year
    } else {
        0
    };
    let redundant = place(plan.people.get(id).map(|p| &p.redundant_wte), now);
    let mut going = vec![(least, redundant)];
    for (route_id, route) in &service.care.routes {
        if route.from.as_ref() == Some(id) {
            let starts = place(plan.intakes.get(route_id).map(|i| &i.starts_wte), now);
            going.push((route.min_periods_in_post.max(least), starts));
        }
    }
    going.sort_by_key(|(tenure, _)| *tenure);
    going
}

/// Takes people from the latest joiners with a tenure; what rounding leaves over, from anybody.
fn take(ages: &mut [f64], tenure: usize, wte: f64) {
    let mut left = wte;
    let last = ages.len().saturating_sub(1);
    let (young, old) = ages.split_at_mut(tenure.min(last));
    for people in old.iter_mut().chain(young.iter_mut().rev()) {
        let taken = left.min(*people).max(0.0);
        *people -= taken;
        left -= taken;
    }
}

/// Lets as many leave as the plan says.
fn leave(
    service: &Service,
    (id, role): (&RoleId, &Role),
    plan: &ServicePlan,
    now: usize,
    ages: &mut [f64],
) {
    let a_year = service.care.calendar.periods_per_year;
    let two_rates = role.has_first_year();
    let last = ages.len().saturating_sub(1);
    let is_past = |age: usize| !two_rates || age >= a_year || age == last;
    let losses: Vec<f64> = ages
        .iter()
        .enumerate()
        .map(|(age, people)| {
            people
                * if is_past(age) {
                    role.leaving_per_period
                } else {
                    role.first_year_leaving_per_period
                }
        })
        .collect();
    let usual: f64 = losses.iter().sum();
    let leaving = place(plan.people.get(id).map(|p| &p.leaving_wte), now);
    let tenure = longest_tenure(service, id, role);
    let kept_tenured = if tenure.is_some() {
        kept_of_the_tenured(service, (id, role), plan, now)
    } else {
        0.0
    };
    let kept = (usual - leaving).max(0.0);
    let kept_tenured = kept_tenured.min(kept);
    let is_tenured =
        |age: usize| tenure.is_some_and(|tenure| age >= tenure || age == last) && is_past(age);
    let is_other = |age: usize| is_past(age) && !is_tenured(age);
    let mut staying = vec![0.0; ages.len()];
    let rest = spread(&losses, &is_tenured, kept_tenured, &mut staying)
        + spread(&losses, &is_other, kept - kept_tenured, &mut staying);
    spread(&losses, &is_past, rest, &mut staying);
    for ((people, loss), stays) in ages.iter_mut().zip(&losses).zip(&staying) {
        *people = (*people - loss + stays).max(0.0);
    }
}

/// Spreads those who stay over the losses of a group; gives back whom it has no room for.
fn spread(losses: &[f64], is_in: &dyn Fn(usize) -> bool, wte: f64, staying: &mut [f64]) -> f64 {
    let room = |age: usize, stays: f64| {
        if is_in(age) {
            (losses.get(age).copied().unwrap_or(0.0) - stays).max(0.0)
        } else {
            0.0
        }
    };
    let all: f64 = staying
        .iter()
        .enumerate()
        .map(|(age, stays)| room(age, *stays))
        .sum();
    if all <= 0.0 {
        return wte;
    }
    let share = (wte / all).min(1.0);
    for (age, stays) in staying.iter_mut().enumerate() {
        *stays += share * room(age, *stays);
    }
    wte - share * all
}

/// A3: the longest tenure that a route out of the role asks, where that makes a pool.
fn longest_tenure(service: &Service, id: &RoleId, role: &Role) -> Option<usize> {
    let care = &service.care;
    let least = if role.has_first_year() {
        care.calendar.periods_per_year
    } else {
        0
    };
    let routes = care.routes.values();
    routes
        .filter(|route| route.from.as_ref() == Some(id))
        .map(|route| route.min_periods_in_post)
        .max()
        .filter(|tenure| *tenure > least)
}

/// Leavers of the longest tenure whom measures and ladders keep.
fn kept_of_the_tenured(
    service: &Service,
    (id, role): (&RoleId, &Role),
    plan: &ServicePlan,
    now: usize,
) -> f64 {
    let care = &service.care;
    let measures: f64 = care
        .retention
        .iter()
        .filter(|(_, measure)| measure.role == *id)
        .map(|(measure, m)| {
            m.leaving_reduction.value() * place(plan.retention_tenured_wte.get(measure), now)
        })
        .sum();
    let ladders: f64 = care
        .routes
        .iter()
        .filter(|(_, route)| route.from.as_ref() == Some(id))
        .map(|(route, _)| {
            let intake = plan.intakes.get(route);
            place(intake.map(|i| &i.ladder_kept_tenured_wte), now)
        })
        .sum();
    role.leaving_per_period * measures + ladders
}

fn place(list: Option<&Vec<f64>>, period: usize) -> f64 {
    list.and_then(|list| list.get(period))
        .copied()
        .unwrap_or(0.0)
}
