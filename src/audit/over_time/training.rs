//! B over time: what becomes of those who start training, cohort by cohort.

use std::fmt::Display;
use std::iter;

use super::{RouteTime, covered};
use crate::audit::facts::{Facts, count, in_period};
use crate::audit::record::{Family, INTAKE, Ledger, PLACES, Terms, WHOLE_INTAKE};
use crate::audit::tolerance::Unit;
use crate::ids::RouteId;
use crate::instance::{Care, Instance, Route, Scoped, Service};
use crate::plan::ServicePlan;
use crate::units::Quantity;

/// People who started together and are so many periods into their route.
struct Cohort {
    in_period: usize,
    age: usize,
    wte: f64,
}

/// What a period of a route keeps.
struct Keeping {
    /// Of those who begin it, the share still there at its end.
    kept: f64,
    /// The share that drops out of the course; what is left of the loss leaves the service.
    dropped_out: f64,
}

impl Keeping {
    /// Of the period that begins so many periods after the start: month by month of the stages
    /// that lie in it, for stages need not be whole periods, and after the last month nobody is
    /// lost.
    fn of(care: &Care, route: &Route, age: usize) -> Self {
        let months: f64 = route.stages.iter().map(|s| s.months.value()).sum();
        let a_period = 12.0 / count(care.calendar.periods_per_year);
        let (begins, ends) = (count(age) * a_period, count(age + 1) * a_period);
        let completion = route.completion_share.value();
        let mut keeping = Self {
            kept: 1.0,
            dropped_out: 0.0,
        };
        let mut stage_begins = 0.0;
        for stage in &route.stages {
            let stage_ends = stage_begins + stage.months.value();
            let here = ends.min(stage_ends) - begins.max(stage_begins);
            stage_begins = stage_ends;
            if here <= 0.0 {
                continue;
            }
            let leaving = care.roles.get(&stage.role).map_or(0.0, |role| role.leaving);
            // Drop-out and leaving are two hazards; whom one takes, the other cannot.
            let stay = completion.powf(here / months) * (1.0 - leaving).powf(here / 12.0);
            let lost = keeping.kept * (1.0 - stay);
            let (drop_out, leave) = (-completion.ln() / months, -(1.0 - leaving).ln() / 12.0);
            keeping.dropped_out += lost
                * if leave <= 0.0 || drop_out.is_infinite() {
                    1.0
                } else {
                    drop_out / (drop_out + leave)
                };
            keeping.kept -= lost;
        }
        keeping
    }
}

/// Follows those who start on a route, and those in training at the start, period by period.
pub fn follow(service: &Service, plan: &ServicePlan, id: &RouteId, route: &Route) -> RouteTime {
    let care = &service.care;
    let periods = care.calendar.periods();
    let starts: Vec<f64> = service
        .periods()
        .map(|t| in_period(plan.intakes.get(id).map(|i| &i.starts_wte), t))
        .collect();
    let cohorts = starts.iter().enumerate().map(|(t, &wte)| Cohort {
        in_period: t,
        age: 0,
        wte,
    });
    let there_now = service.start.training.get(id).into_iter().flatten();
    let cohorts: Vec<Cohort> = cohorts
        .chain(there_now.map(|&(age, wte)| Cohort {
            in_period: 0,
            age,
            wte,
        }))
        .collect();
    let mut time = RouteTime::empty(route, periods);
    if route.stages.is_empty() {
        let completion = route.completion_share.value();
        for (t, &wte) in starts.iter().enumerate() {
            add(&mut time.completing, t, completion * wte);
            if route.dropouts_return {
                add(&mut time.returning, t, (1.0 - completion) * wte);
            }
        }
    } else {
        let keeping: Vec<Keeping> = (0..route.length)
            .map(|age| Keeping::of(care, route, age))
            .collect();
        for cohort in &cohorts {
            walk(&mut time, route, &keeping, cohort, periods);
        }
    }
    time.starting = starts;
    time
}

/// Takes a cohort forward to completion or the end of the horizon.
fn walk(time: &mut RouteTime, route: &Route, keeping: &[Keeping], cohort: &Cohort, periods: usize) {
    let stage_at = |age: usize| route.stages.iter().position(|s| s.lags.contains(&age));
    let Cohort {
        in_period,
        mut age,
        wte: mut there,
    } = *cohort;
    let mut before = age.checked_sub(1).and_then(stage_at);
    for t in in_period..periods {
        let now = stage_at(age);
        if before != now {
            if let Some(stage) = before.and_then(|s| time.stages.get_mut(s)) {
                add(&mut stage.going_on, t, there);
            }
            if let Some(stage) = now.and_then(|s| time.stages.get_mut(s)) {
                add(&mut stage.coming, t, there);
            }
        }
        if age == route.length {
            add(&mut time.completing, t, there);
        }
        let stage = now.and_then(|s| time.stages.get_mut(s));
        let Some((stage, keeping)) = stage.zip(keeping.get(age)) else {
            return;
        };
        add(&mut stage.in_post, t, there);
        let lost = there * (1.0 - keeping.kept);
        add(&mut stage.lost, t, lost);
        if route.dropouts_return {
            let back = there * keeping.dropped_out;
            add(&mut stage.sent_back, t, back);
            add(&mut time.returning, t + 1, back);
        }
        there -= lost;
        before = now;
        age += 1;
    }
}

fn add(list: &mut [f64], period: usize, people: f64) {
    if let Some(sum) = list.get_mut(period) {
        *sum += people;
    }
}

/// Promises that training starts only at intakes, that places already filled are kept, that
/// places are whole (H3), and that no route starts from, through or into a role that is
/// switched off.
pub fn promise(facts: &Facts, ledger: &mut Ledger) {
    let Some(time) = &facts.over_time else {
        return;
    };
    let care = facts.care();
    for (id, route) in &care.routes {
        let mut roles = route
            .from
            .iter()
            .chain(iter::once(&route.to))
            .chain(route.stages.iter().map(|s| &s.role));
        let switched_off = roles.any(|role| care.roles.get(role).is_some_and(|r| !r.employable));
        for period in facts.service.periods() {
            let name = facts.period_name(period);
            let starts = time
                .routes
                .get(id)
                .map_or(0.0, |r| in_period(Some(&r.starting), period));
            let filled = filled(facts, id, period);
            let open = in_period_or(&route.intakes, period) && !switched_off;
            if filled > 0.0 {
                ledger.equal(INTAKE, &[id, &name], starts, filled, Unit::Wte);
            } else if !open && starts > 0.0 {
                ledger.at_most(INTAKE, &[id, &name], starts, 0.0, Unit::Wte);
            } else if open && route.places_unit.value() > 0.0 {
                let unit = route.places_unit.value();
                ledger.multiple_of(WHOLE_INTAKE, &[id, &name], starts, unit, Unit::Wte);
            }
        }
    }
}

fn in_period_or(intakes: &[bool], period: usize) -> bool {
    intakes.get(period).copied().unwrap_or(false)
}

/// Places of a route that are filled already, in a period.
pub fn filled(facts: &Facts, route: &RouteId, period: usize) -> f64 {
    let committed = facts.service.start.committed.get(route);
    committed
        .and_then(|c| c.get(period))
        .copied()
        .unwrap_or(0.0)
}

/// B2 over services, at each intake and in each financial year.
pub fn promise_jointly(instance: &Instance, services: &[Facts], ledger: &mut Ledger) {
    for (id, places) in &instance.places {
        let starts = |period: usize| -> Terms {
            covered(services, &places.cap.services)
                .map(|facts| facts.starting(&places.route, period))
                .sum()
        };
        promise_caps(instance, (PLACES, id), &places.cap, starts, ledger);
    }
}

/// Promises that what services do in each period and each financial year is within a cap.
pub fn promise_caps<T>(
    instance: &Instance,
    (family, id): (Family, &dyn Display),
    cap: &Scoped<T>,
    of_period: impl Fn(usize) -> Terms,
    ledger: &mut Ledger,
) {
    let Some((horizon, first)) = instance.horizon().zip(instance.services.first()) else {
        return;
    };
    for (year, &most) in horizon.years.iter().zip(&cap.by_year) {
        if most.is_finite() {
            let done: Terms = year.periods.clone().map(&of_period).sum();
            ledger.at_most(family, &[id, &year.year], done, most, Unit::WtePerYear);
        }
    }
    for (period, &most) in cap.by_period.iter().enumerate() {
        if most.is_finite() {
            let name = first.care.calendar.period_name(period);
            ledger.at_most(family, &[id, &name], of_period(period), most, Unit::Wte);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::super::fixture::climbing;
    use super::*;
    use crate::units::{Months, Share};

    #[test]
    fn a_route_that_ends_within_a_quarter_loses_what_its_months_lose() {
        let (mut instance, plan) = climbing();
        let service = &mut instance.services[0];
        // Seven months of a course that 0.81 complete, and of a trainee role that loses 0.19 a year.
        service.care.roles["tpwp"].leaving = 0.19;
        let route = &mut service.care.routes["climb"];
        route.stages[0].months = Months::new(7.0);
        route.stages[0].lags = 0..3;
        route.length = 3;
        let service = &instance.services[0];
        let id = "climb".into();
        let time = follow(
            service,
            &plan.services["alone"],
            &id,
            &service.care.routes[&id],
        );
        // 2 start in July: a quarter is 3/7 of the course and a quarter of the year, and in the
        // last there is a month of it.
        let kept = 0.81_f64.powf(3.0 / 7.0) * 0.81_f64.powf(0.25);
        let close = |found: f64, wanted: f64| {
            assert!((found - wanted).abs() < 1e-12, "{found}, not {wanted}");
        };
        close(time.stages[0].in_post[2], 2.0 * kept);
        close(time.stages[0].in_post[3], 2.0 * kept * kept);
        close(time.completing[4], 2.0 * 0.81 * 0.81_f64.powf(7.0 / 12.0));
        // Of ln 0.81 over 7 months and over 12, the first is 12 of 19 parts of the loss.
        close(time.returning[2], 2.0 * (1.0 - kept) * 12.0 / 19.0);
    }

    #[test]
    fn who_was_in_training_at_the_start_goes_on_from_there() {
        let (mut instance, plan) = climbing();
        let service = &mut instance.services[0];
        service.start.training["climb"] = vec![(1, 3.0), (2, 4.0)];
        service.care.routes["climb"].completion_share = Share::new(0.81);
        let service = &instance.services[0];
        let id = "climb".into();
        let time = follow(
            service,
            &plan.services["alone"],
            &id,
            &service.care.routes[&id],
        );
        // 4 complete as the plan begins; 3 have a quarter to go, in which a tenth drops out.
        let close = |found: f64, wanted: f64| {
            assert!((found - wanted).abs() < 1e-12, "{found}, not {wanted}");
        };
        close(time.completing[0], 4.0);
        close(time.stages[0].in_post[0], 3.0);
        close(time.completing[1], 2.7);
        close(time.returning[1], 0.3);
    }
}
