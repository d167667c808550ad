//! H1 over time: limits on change and size.

use std::fmt::Display;
use std::ops::Range;

use crate::audit::facts::{Facts, count, in_period};
use crate::audit::record::{CHANGE_LIMIT, Ledger, Terms};
use crate::audit::tolerance::Unit;
use crate::ids::{LimitId, RoleId};
use crate::instance::{Counted, InPost, Limit, Per};

/// Promises H1.
pub fn promise(facts: &Facts, ledger: &mut Ledger) {
    for (id, limit) in &facts.care().limits {
        match (limit.counted, limit.per) {
            (Counted::Growth, per) => promise_growth(facts, (id, limit), per, ledger),
            // Staff on hand are counted by period only.
            (Counted::Hires | Counted::Redundancies | Counted::Starts, Per::Year) => {
                for year in facts.horizon().map_or(&[][..], |h| &h.years) {
                    let when = (&year.year as &dyn Display, year.periods.clone());
                    promise_span(facts, (id, limit), when, year.share, ledger);
                }
            }
            _ => {
                for t in facts.service.periods() {
                    let name = facts.period_name(t);
                    let when = (&name as &dyn Display, t..t + 1);
                    promise_span(facts, (id, limit), when, 1.0, ledger);
                }
            }
        }
    }
}

fn promise_span(
    facts: &Facts,
    (id, limit): (&LimitId, &Limit),
    (when, periods): (&dyn Display, Range<usize>),
    share_of_year: f64,
    ledger: &mut Ledger,
) {
    let counted: Terms = periods.clone().map(|t| counted(facts, limit, t)).sum();
    if limit.max.is_finite() {
        let most = limit.max * share_of_year;
        ledger.at_most(CHANGE_LIMIT, &[id, when], counted, most, Unit::Wte);
    }
    if limit.max_share.is_finite() {
        let mean = |periods: Range<usize>| -> Terms {
            let each = periods.len();
            let staff: Terms = periods.map(|t| facts.staff_of_in(&limit.of, t)).sum();
            staff * (1.0 / count(each))
        };
        let most = mean(periods) * limit.max_share;
        ledger.at_most(
            CHANGE_LIMIT,
            &[id, when, &"share"],
            counted,
            most,
            Unit::Wte,
        );
    }
}

/// What a limit counts in a period, WTE.
fn counted(facts: &Facts, limit: &Limit, period: usize) -> Terms {
    let people = |role: &RoleId| facts.plan.people.get(role);
    let of_roles = |of: &dyn Fn(&RoleId) -> f64| -> Terms { limit.roles.iter().map(of).sum() };
    match limit.counted {
        Counted::Hires => of_roles(&|role| facts.hired(role, period)),
        Counted::Redundancies => {
            of_roles(&|role| in_period(people(role).map(|p| &p.redundant_wte), period))
        }
        Counted::Starts => {
            let routes = limit.routes.iter();
            routes.map(|route| facts.starting(route, period)).sum()
        }
        Counted::InPost | Counted::Growth => of_roles(&|role| facts.staff_in(role, period)),
        Counted::Supernumerary => of_roles(&|role| facts.supernumerary(role, period)),
        Counted::ShortTime => of_roles(&|role| facts.short_time(role, period)),
    }
}

/// Staff in post against those of a period, or a year, before; the start is the period before
/// the first.
fn promise_growth(facts: &Facts, (id, limit): (&LimitId, &Limit), per: Per, ledger: &mut Ledger) {
    if limit.max.is_infinite() && limit.max_share.is_infinite() {
        return;
    }
    let back = match per {
        Per::Period => 1,
        Per::Year => facts.care().calendar.periods_per_year,
    };
    let at_start = || -> Terms {
        let now = |role: &RoleId| {
            let staff = facts.service.start.staff.get(role);
            staff.map_or_else(|| facts.in_training_at_start(role), InPost::wte)
        };
        limit.roles.iter().map(now).sum()
    };
    let by = if limit.max_share.is_finite() {
        1.0 + limit.max_share
    } else {
        1.0
    };
    let and = if limit.max.is_finite() {
        limit.max
    } else {
        0.0
    };
    for t in facts.service.periods().filter(|t| t + 1 >= back) {
        let before = match t.checked_sub(back) {
            Some(before) => counted(facts, limit, before),
            None => at_start(),
        };
        let name = facts.period_name(t);
        ledger.at_most(
            CHANGE_LIMIT,
            &[id, &name],
            counted(facts, limit, t),
            before * by + and.into(),
            Unit::Wte,
        );
    }
}
