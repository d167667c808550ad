//! A over time: staff in post, from period to period.

use indexmap::IndexMap;

use super::tenure::Pool;
use super::training::promise_caps;
use super::{RouteTime, covered};
use crate::audit::facts::{Facts, in_period};
use crate::audit::reading::Reading;
use crate::audit::record::{
    FIRST_YEAR, IN_POST, IN_POST_BALANCE, JOINING, LABOUR_MARKET, Ledger, REDUNDANT, Terms,
    WHOLE_IN_POST, WHOLE_JOINING, WHOLE_REDUNDANT,
};
use crate::audit::tolerance::Unit;
use crate::ids::{RoleId, RouteId};
use crate::instance::{InPost, Instance, Role, RoleKind, Service};
use crate::units::Quantity;

/// A role over time: WTE by period. People join and go at its beginning, and leave at its end.
#[derive(Debug, Default)]
pub struct RoleTime {
    /// In post: as the plan says, of trainees as recomputed.
    pub in_post: Vec<f64>,
    /// Hired by the plan.
    pub hired: Vec<f64>,
    /// Hired before it.
    pub hired_before: Vec<f64>,
    /// Completers of routes into the role.
    pub completing: Vec<f64>,
    /// Back from a route out of the role.
    pub returning: Vec<f64>,
    /// Starting on routes out of the role.
    pub starting: Vec<f64>,
    /// Made redundant.
    pub redundant: Vec<f64>,
    /// In their first year; nobody where that has no leaving rate of its own.
    pub first_year: Vec<f64>,
    /// Leavers among the others before anybody stays for a place: those whom measures hold back
    /// are not among them.
    pub inclined: Vec<Terms>,
    /// Leavers whom measures hold back.
    pub held_back: Vec<f64>,
    /// All leavers.
    pub leaving: Vec<Terms>,
    /// Those with the longest tenure that a route out of the role asks, where any asks one.
    pub pool: Option<Pool>,
}

impl RoleTime {
    /// All who join.
    pub fn joining(&self, period: usize) -> Terms {
        [
            &self.hired,
            &self.hired_before,
            &self.completing,
            &self.returning,
        ]
        .into_iter()
        .map(|list| at(list, period))
        .sum()
    }

    /// All who go at the beginning of a period.
    pub fn going(&self, period: usize) -> Terms {
        Terms::from(at(&self.starting, period)) + at(&self.redundant, period).into()
    }

    /// Those in post who have passed their first year, where that has a leaving rate of its own;
    /// else all of them.
    pub fn settled(&self, period: usize) -> Terms {
        Terms::from(at(&self.in_post, period)) - at(&self.first_year, period).into()
    }

    /// All leavers of a period.
    pub fn leaving(&self, period: usize) -> Terms {
        self.leaving.get(period).copied().unwrap_or_default()
    }

    /// Those past their first year who would leave in a period but for a place in training.
    pub fn inclined(&self, period: usize) -> Terms {
        self.inclined.get(period).copied().unwrap_or_default()
    }
}

/// The number of a period.
pub fn at(list: &[f64], period: usize) -> f64 {
    list.get(period).copied().unwrap_or(0.0)
}

/// Follows the staff of a qualified role.
pub fn follow(
    reading: Reading,
    (id, role): (&RoleId, &Role),
    routes: &IndexMap<&RouteId, RouteTime>,
) -> RoleTime {
    let Reading { service, plan } = reading;
    let care = &service.care;
    let by_period = |list: Option<&Vec<f64>>| -> Vec<f64> {
        service.periods().map(|t| in_period(list, t)).collect()
    };
    let people = plan.people.get(id);
    let sum = |of: &dyn Fn(&RouteId, &RouteTime, usize) -> f64| -> Vec<f64> {
        let each = |t| routes.iter().map(|(k, route)| of(k, route, t)).sum();
        service.periods().map(each).collect()
    };
    let is_into = |k: &RouteId| care.routes.get(k).is_some_and(|r| r.to == *id);
    let is_out = |k: &RouteId| {
        care.routes
            .get(k)
            .is_some_and(|r| r.from.as_ref() == Some(id))
    };
    let if_so = |so: bool, list: &[f64], t: usize| if so { at(list, t) } else { 0.0 };
    let mut time = RoleTime {
        in_post: by_period(people.map(|p| &p.in_post_wte)),
        hired: by_period(people.map(|p| &p.joining_wte)),
        hired_before: by_period(service.start.joining.get(id)),
        completing: sum(&|k, route, t| if_so(is_into(k), &route.completing, t)),
        returning: sum(&|k, route, t| if_so(is_out(k), &route.returning, t)),
        starting: sum(&|k, route, t| if_so(is_out(k), &route.starting, t)),
        redundant: by_period(people.map(|p| &p.redundant_wte)),
        ..RoleTime::default()
    };
    time.first_year = first_years(service, (id, role), &time);
    let leaving = role.leaving_per_period;
    for t in service.periods() {
        let measures = care.retention.iter().filter(|(_, m)| m.role == *id);
        let held_back: f64 = measures
            .map(|(measure, m)| {
                let covered = in_period(plan.retention_wte.get(measure), t);
                leaving * m.leaving_reduction.value() * covered
            })
            .sum();
        let kept: Terms = routes
            .keys()
            .filter(|k| is_out(k))
            .map(|k| in_period(plan.intakes.get(*k).map(|i| &i.ladder_kept_wte), t))
            .sum();
        let inclined = time.settled(t) * leaving - held_back.into();
        let first_year = Terms::from(at(&time.first_year, t) * role.first_year_leaving_per_period);
        time.leaving.push(first_year + inclined - kept);
        time.inclined.push(inclined);
        time.held_back.push(held_back);
    }
    time.pool = Pool::follow(reading, (id, role), &time, routes);
    time
}

/// Those in their first year in each period: every month's joiners walk through it on their own.
fn first_years(service: &Service, (id, role): (&RoleId, &Role), time: &RoleTime) -> Vec<f64> {
    let calendar = &service.care.calendar;
    let mut in_first_year = vec![0.0; calendar.periods()];
    if !role.has_first_year() {
        return in_first_year;
    }
    let mut walk = |age: usize, first: usize, wte: f64| {
        let mut there = wte;
        let left = calendar.periods_per_year.saturating_sub(age);
        for count in in_first_year.iter_mut().skip(first).take(left) {
            *count += there;
            there -= there * role.first_year_leaving_per_period;
        }
    };
    for t in service.periods() {
        walk(0, t, time.joining(t).value);
    }
    let now = service.start.staff.get(id).map(|s| &s.recent);
    for (before, &wte) in now.into_iter().flatten().enumerate() {
        walk(before + 1, 0, wte);
    }
    in_first_year
}

/// Adds up the trainees of a role.
pub fn trainees(reading: Reading, id: &RoleId, routes: &IndexMap<&RouteId, RouteTime>) -> RoleTime {
    let Reading { service, plan } = reading;
    let nobody = || vec![0.0; service.care.calendar.periods()];
    let people = plan.people.get(id);
    let by_period = |list: Option<&Vec<f64>>| -> Vec<f64> {
        service.periods().map(|t| in_period(list, t)).collect()
    };
    let mut time = RoleTime {
        in_post: nobody(),
        hired: by_period(people.map(|p| &p.joining_wte)),
        redundant: by_period(people.map(|p| &p.redundant_wte)),
        leaving: vec![Terms::default(); service.care.calendar.periods()],
        ..RoleTime::default()
    };
    for (route_id, route) in routes {
        let Some(stages) = service.care.routes.get(*route_id).map(|r| &r.stages) else {
            continue;
        };
        for (_, stage) in stages
            .iter()
            .zip(&route.stages)
            .filter(|(s, _)| s.role == *id)
        {
            for (sum, wte) in time.in_post.iter_mut().zip(&stage.in_post) {
                *sum += wte;
            }
            for (sum, wte) in time.leaving.iter_mut().zip(&stage.lost) {
                *sum = *sum + (*wte).into();
            }
        }
    }
    time
}

/// Promises A1 and A2, with what bounds staff in post, joiners and redundancies (A1, A4, H3).
pub fn promise(facts: &Facts, ledger: &mut Ledger) {
    let Some(all) = &facts.over_time else {
        return;
    };
    for (id, role) in &facts.care().roles {
        let Some(time) = all.roles.get(id) else {
            continue;
        };
        let claimed = facts.plan.people.get(id);
        for t in facts.service.periods() {
            let name = facts.period_name(t);
            let in_post = in_period(claimed.map(|c| &c.in_post_wte), t);
            let found = match role.kind {
                RoleKind::Trainee => at(&time.in_post, t).into(),
                RoleKind::Qualified => before(facts, id, t) + time.joining(t) - time.going(t),
            };
            ledger.equal(IN_POST_BALANCE, &[id, &name], in_post, found, Unit::Wte);
            ledger.equal(
                IN_POST_BALANCE,
                &[id, &name, &"leaving"],
                in_period(claimed.map(|c| &c.leaving_wte), t),
                time.leaving(t),
                Unit::Wte,
            );
            if role.has_first_year() && role.kind == RoleKind::Qualified {
                ledger.at_least(FIRST_YEAR, &[id, &name], time.settled(t), 0.0, Unit::Wte);
            }
            promise_bounds((id, role), time, (t, &name), ledger);
        }
    }
}

/// In post after the leavers of the period before; at first, staff at the start.
fn before(facts: &Facts, id: &RoleId, period: usize) -> Terms {
    let time = facts.over_time.as_ref().and_then(|all| all.roles.get(id));
    if let (Some(last), Some(time)) = (period.checked_sub(1), time) {
        return Terms::from(at(&time.in_post, last)) - time.leaving(last);
    }
    let now = facts.service.start.staff.get(id);
    now.map_or(0.0, InPost::wte).into()
}

fn promise_bounds(
    (id, role): (&RoleId, &Role),
    time: &RoleTime,
    (t, name): (usize, &str),
    ledger: &mut Ledger,
) {
    let in_post = at(&time.in_post, t);
    if role.kind == RoleKind::Qualified {
        if role.in_post_min.value() > 0.0 {
            let least = role.in_post_min.value();
            ledger.at_least(IN_POST, &[id, &name, &"min"], in_post, least, Unit::Wte);
        }
        if let Some(most) = role.in_post_max {
            ledger.at_most(
                IN_POST,
                &[id, &name, &"max"],
                in_post,
                most.value(),
                Unit::Wte,
            );
        }
        if role.in_post_unit.value() > 0.0 {
            let unit = role.in_post_unit.value();
            ledger.multiple_of(WHOLE_IN_POST, &[id, &name], in_post, unit, Unit::Wte);
        }
    }
    let (hired, redundant) = (at(&time.hired, t), at(&time.redundant, t));
    let unit = role.post_unit.value();
    if !role.employable || !role.hireable || t < role.hire_lead {
        if hired > 0.0 {
            ledger.at_most(JOINING, &[id, &name], hired, 0.0, Unit::Wte);
        }
    } else if unit > 0.0 {
        ledger.multiple_of(WHOLE_JOINING, &[id, &name], hired, unit, Unit::Wte);
    }
    if role.redundancy.is_none() {
        if redundant > 0.0 {
            ledger.at_most(REDUNDANT, &[id, &name], redundant, 0.0, Unit::Wte);
        }
    } else if unit > 0.0 {
        ledger.multiple_of(WHOLE_REDUNDANT, &[id, &name], redundant, unit, Unit::Wte);
    }
}

/// A4 over services, in each financial year and each period.
pub fn promise_jointly(instance: &Instance, services: &[Facts], ledger: &mut Ledger) {
    for (id, market) in &instance.labour_markets {
        let hired = |period: usize| -> Terms {
            covered(services, &market.cap.services)
                .map(|facts| facts.hired(&market.role, period))
                .sum()
        };
        promise_caps(instance, (LABOUR_MARKET, id), &market.cap, hired, ledger);
    }
}
