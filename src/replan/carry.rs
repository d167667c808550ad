//! Where a service stands when a period of its plan begins.

use indexmap::IndexMap;

use super::{Stand, cohorts};
use crate::dates::Month;
use crate::formulation::rates::survivors;
use crate::ids::RouteId;
use crate::instance::{RoleKind, Service};
use crate::plan::{ServicePlan, Training};

/// Where the service stands when `period` begins, before anybody joins or starts.
pub(super) fn stand(service: &Service, plan: &ServicePlan, period: usize) -> Stand {
    let care = &service.care;
    let periods = care.calendar.periods();
    let plan = widened(plan, periods);
    let training: IndexMap<&RouteId, Training> = care
        .routes
        .iter()
        .map(|(id, route)| (id, Training::on(service, id, route, &plan)))
        .collect();
    let mut stand = Stand::default();
    for (id, role) in &care.roles {
        if role.kind == RoleKind::Qualified {
            let staff = cohorts::at(service, (id, role), &plan, &training, period);
            let mut joined = IndexMap::new();
            for (place, wte) in staff.recent.iter().enumerate() {
                if let Some(month) = month_back(service, period, place + 1) {
                    add(&mut joined, month, *wte);
                }
            }
            let known: f64 = joined.values().sum();
            stand
                .staff_now_wte
                .insert(id.clone(), tidy(staff.wte()).max(known));
            stand.joined_wte.insert(id.clone(), joined);
            let mut joining = IndexMap::new();
            let hired = plan.people.get(id).map_or(&[][..], |p| &p.joining_wte);
            let before = service.start.joining.get(id).map_or(&[][..], |j| j);
            for later in period..periods {
                let decided = later < period + role.hire_lead;
                let wte = at(before, later) + if decided { at(hired, later) } else { 0.0 };
                if let Some(month) = care.calendar.month_of(later) {
                    add(&mut joining, month, wte);
                }
            }
            // Who was lost from training in the last period is back in the first of the new ones.
            let back: f64 = training
                .values()
                .filter(|route| route.route.from.as_ref() == Some(id))
                .map(|route| route.back_from_before(period))
                .sum();
            if let Some(month) = care.calendar.month_of(period) {
                add(&mut joining, month, back);
            }
            if !joining.is_empty() {
                stand.joining_wte.insert(id.clone(), joining);
            }
        }
    }
    for (id, route) in &care.routes {
        let staying = survivors(route, care);
        let mut here = IndexMap::new();
        let starts = plan.intakes.get(id).map_or(&[][..], |i| &i.starts_wte);
        let of_the_plan = (0..period).map(|t| (period - t, at(starts, t), 1.0));
        let of_before = service.start.training.get(id).into_iter().flatten();
        let of_before = of_before.map(|&(age, wte)| (age + period, wte, at(&staying, age)));
        for (age, wte, then) in of_the_plan.chain(of_before) {
            if age <= route.length
                && then > 0.0
                && let Some(month) = month_back(service, period, age)
            {
                add(&mut here, month, wte * at(&staying, age) / then);
            }
        }
        let promised = service.start.committed.get(id).map_or(&[][..], |c| c);
        for later in period..periods {
            if let Some(month) = care.calendar.month_of(later) {
                add(&mut here, month, at(promised, later));
            }
        }
        if !here.is_empty() {
            stand.training_wte.insert(id.clone(), here);
        }
    }
    if let Some(last) = period.checked_sub(1) {
        for id in care.steps.keys() {
            let waiting = plan.waiting_people.get(id).map_or(&[][..], |w| w);
            stand
                .waiting_people
                .insert(id.clone(), tidy(at(waiting, last).max(0.0)));
        }
    }
    for id in care.treatments.keys() {
        let starts = plan.starts_people.get(id).map_or(&[][..], |s| s);
        let before = service.start.started.get(id).map_or(&[][..], |s| s);
        // The latest last, as the file has it.
        let started = (1..=before.len()).rev().map(|back| {
            let people = match period.checked_sub(back) {
                Some(earlier) => at(starts, earlier),
                None => at(before, back - period - 1),
            };
            tidy(people.max(0.0))
        });
        stand.started_people.insert(id.clone(), started.collect());
    }
    stand
}

/// The month in which the period so many before `period` begins, before the old start too.
fn month_back(service: &Service, period: usize, back: usize) -> Option<Month> {
    let calendar = &service.care.calendar;
    if let Some(earlier) = period.checked_sub(back) {
        return calendar.month_of(earlier);
    }
    let months = (back - period) * 12;
    let months = months.div_ceil(calendar.periods_per_year);
    let start = calendar.horizon.as_ref()?.start;
    Some(start.plus(-i32::try_from(months).ok()?))
}

/// Lists of one number stand for that number in every period.
fn widened(plan: &ServicePlan, periods: usize) -> ServicePlan {
    let mut plan = plan.clone();
    let people = plan.people.values_mut().flat_map(|people| {
        [
            &mut people.in_post_wte,
            &mut people.joining_wte,
            &mut people.redundant_wte,
            &mut people.leaving_wte,
        ]
    });
    let intakes = plan.intakes.values_mut().flat_map(|intake| {
        [
            &mut intake.starts_wte,
            &mut intake.ladder_kept_wte,
            &mut intake.ladder_kept_tenured_wte,
        ]
    });
    let lists = people
        .chain(intakes)
        .chain(plan.retention_wte.values_mut())
        .chain(plan.retention_tenured_wte.values_mut())
        .chain(plan.waiting_people.values_mut())
        .chain(plan.starts_people.values_mut());
    for list in lists {
        if let [everywhere] = list[..] {
            *list = vec![everywhere; periods];
        }
    }
    plan
}

/// Nobody is not worth a line.
fn add(by_month: &mut IndexMap<Month, f64>, month: Month, wte: f64) {
    let sum = by_month.get(&month).copied().unwrap_or(0.0) + wte;
    if tidy(sum) > 0.0 {
        by_month.insert(month, tidy(sum));
    }
}

fn at(list: &[f64], period: usize) -> f64 {
    list.get(period).copied().unwrap_or(0.0)
}

/// Nine decimals, as plans are written.
fn tidy(value: f64) -> f64 {
    (value * 1e9).round() / 1e9
}
