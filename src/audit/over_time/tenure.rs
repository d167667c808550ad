//! A3 over time: those with the longest tenure that a route out of a role asks.
//!
//! Whoever has been in post for the longest tenure has been there for every shorter one, so that
//! one pool does: a starter from among those with less is counted when the longest would have
//! been reached, as the part that would still have been there.

use indexmap::IndexMap;

use super::RouteTime;
use super::people::{RoleTime, at};
use crate::audit::facts::{Facts, in_period};
use crate::audit::reading::Reading;
use crate::audit::record::{Ledger, TENURE_POOL, Terms};
use crate::audit::tolerance::Unit;
use crate::ids::{RoleId, RouteId};
use crate::instance::{Care, Role, Route};
use crate::units::Quantity;

/// Those who have, or would by then have, the longest tenure, less those taken: WTE by period,
/// some of the periods after the horizon.
#[derive(Debug)]
pub struct Pool {
    /// By period.
    pub there: Vec<Terms>,
}

/// How long staff stay in a role.
struct Staying<'r> {
    role: &'r Role,
    a_year: usize,
}

impl Staying<'_> {
    /// The share still there so many periods after they joined.
    fn after(&self, periods: usize) -> f64 {
        let mut there = 1.0;
        for age in 0..periods {
            there -= there
                * if age < self.a_year {
                    self.role.first_year_leaving_per_period
                } else {
                    self.role.leaving_per_period
                };
        }
        there
    }

    /// The share of those past their first year still there so many periods later.
    fn later(&self, periods: usize) -> f64 {
        (0..periods).fold(1.0, |there, _| there - there * self.role.leaving_per_period)
    }
}

/// The periods in post that a route asks. With a leaving rate of its own, the first year at least.
fn asked(care: &Care, role: &Role, route: &Route) -> usize {
    route.min_periods_in_post.max(first_asked(care, role))
}

/// The periods in post that redundancy asks.
fn first_asked(care: &Care, role: &Role) -> usize {
    if role.has_first_year() {
        care.calendar.periods_per_year
    } else {
        0
    }
}

impl Pool {
    /// Follows the pool of a role, where it needs one.
    pub fn follow(
        reading: Reading,
        (id, role): (&RoleId, &Role),
        time: &RoleTime,
        routes: &IndexMap<&RouteId, RouteTime>,
    ) -> Option<Self> {
        let Reading { service, plan } = reading;
        let care = &service.care;
        let out: Vec<(&RouteId, &Route)> = care
            .routes
            .iter()
            .filter(|(_, route)| route.from.as_ref() == Some(id))
            .collect();
        let base = first_asked(care, role);
        let longest = out.iter().map(|(_, r)| asked(care, role, r)).max()?;
        if longest <= base {
            return None;
        }
        let shortest = out
            .iter()
            .map(|(_, r)| asked(care, role, r))
            .chain(role.redundancy.is_some().then_some(base))
            .min()
            .unwrap_or(longest);
        let periods = care.calendar.periods();
        let length = periods + longest - shortest;
        let staying = Staying {
            role,
            a_year: care.calendar.periods_per_year,
        };
        let mut moving = vec![Terms::default(); length];
        let mut send = |to: usize, wte: Terms| {
            if let Some(sum) = moving.get_mut(to) {
                *sum = *sum + wte;
            }
        };
        let reach_it = staying.after(longest);
        for t in service.periods() {
            send(t + longest, time.joining(t) * reach_it);
            for (route_id, route) in &out {
                let wait = longest - asked(care, role, route);
                let starts = routes.get(route_id).map_or(0.0, |r| at(&r.starting, t));
                send(t + wait, Terms::from(starts) * -staying.later(wait));
            }
            let wait = longest - base;
            send(
                t + wait,
                Terms::from(at(&time.redundant, t)) * -staying.later(wait),
            );
            // Who is held back or stays for a place is there at the beginning of the next period.
            let measures = care.retention.iter().filter(|(_, m)| m.role == *id);
            for (measure, m) in measures {
                let tenured = in_period(plan.retention_tenured_wte.get(measure), t);
                let share = role.leaving_per_period * m.leaving_reduction.value();
                send(t + 1, Terms::from(share * tenured));
            }
            for (route_id, _) in &out {
                let intake = plan.intakes.get(*route_id);
                let kept = in_period(intake.map(|i| &i.ladder_kept_tenured_wte), t);
                send(t + 1, kept.into());
            }
        }
        let now = service.start.staff.get(id);
        for (before, &wte) in now.into_iter().flat_map(|s| &s.recent).enumerate() {
            let age = before + 1;
            if age < longest {
                let still = staying.after(age);
                let share = if still > 0.0 { reach_it / still } else { 0.0 };
                send(longest - age, Terms::from(wte * share));
            }
        }
        let mut level = Terms::from(now.map_or(0.0, |s| s.for_at_least(longest)));
        let mut there = Vec::with_capacity(length);
        for (t, moved) in moving.into_iter().enumerate() {
            if t > 0 {
                level = level - level * role.leaving_per_period;
            }
            level = level + moved;
            there.push(level);
        }
        Some(Self { there })
    }

    /// How many there are in a period.
    pub fn at(&self, period: usize) -> Terms {
        self.there.get(period).copied().unwrap_or_default()
    }
}

/// Promises A3: nobody is taken from the pool who is not in it.
pub fn promise(facts: &Facts, ledger: &mut Ledger) {
    let Some(all) = &facts.over_time else {
        return;
    };
    for (id, time) in &all.roles {
        let pool = time.pool.iter().flat_map(|pool| &pool.there);
        for (t, &there) in pool.enumerate() {
            let name = facts.period_name(t);
            ledger.at_least_after(TENURE_POOL, &[id, &name], (there, t), 0.0, Unit::Wte);
        }
    }
}
