//! A7 over time: who leaves for a career ladder, and who stays for a place of the service's own.

use super::people::{RoleTime, at};
use crate::audit::facts::{Facts, in_period};
use crate::audit::record::{
    LADDER_BEYOND, LADDER_BOUND, LADDER_POOL, LADDER_STAY, LADDER_TENURED, LADDER_TENURED_BOUND,
    Ledger, Terms,
};
use crate::audit::tolerance::Unit;
use crate::ids::RouteId;
use crate::instance::Route;
use crate::units::Quantity;

/// Those bound for a ladder at the end of a period.
pub fn bound(route: &Route, time: &RoleTime, period: usize) -> Terms {
    time.inclined(period) * route.replaces_leaving_share.value()
}

/// Of those, who stay, as the plan says.
pub fn kept(facts: &Facts, route: &RouteId, period: usize) -> f64 {
    let intake = facts.plan.intakes.get(route);
    in_period(intake.map(|i| &i.ladder_kept_wte), period)
}

/// Promises A7 for every route that is a ladder, or on which the plan says that somebody stays.
pub fn promise(facts: &Facts, ledger: &mut Ledger) {
    let Some(all) = &facts.over_time else {
        return;
    };
    for (id, route) in &facts.care().routes {
        let intake = facts.plan.intakes.get(id);
        let anybody_kept = facts.service.periods().any(|t| kept(facts, id, t) > 0.0);
        if route.replaces_leaving_share.value() <= 0.0 && !anybody_kept {
            continue;
        }
        let nobody = RoleTime::default();
        let time = route.from.as_ref().and_then(|from| all.roles.get(from));
        let time = time.unwrap_or(&nobody);
        let mut waiting = Terms::default();
        for t in facts.service.periods() {
            let name = facts.period_name(t);
            let kept = kept(facts, id, t);
            let starts = facts.starting(id, t);
            let beyond = in_period(intake.map(|i| &i.beyond_ladder_wte), t);
            let bound = bound(route, time, t);
            ledger.at_most(LADDER_BOUND, &[id, &name], kept, bound, Unit::Wte);
            ledger.at_most(LADDER_BEYOND, &[id, &name], beyond, starts, Unit::Wte);
            waiting = waiting + kept.into() - starts.into() + beyond.into();
            ledger.at_least_after(LADDER_POOL, &[id, &name], (waiting, t), 0.0, Unit::Wte);
            let coming = starts_in_the_year_after(facts, id, t);
            ledger.at_least_after(
                LADDER_STAY,
                &[id, &name],
                (coming - waiting, t),
                0.0,
                Unit::Wte,
            );
            if let Some(pool) = &time.pool {
                let tenured = in_period(intake.map(|i| &i.ladder_kept_tenured_wte), t);
                ledger.at_most(LADDER_TENURED, &[id, &name], tenured, kept, Unit::Wte);
                let share = route.replaces_leaving_share.value() * leaving_per_period(facts, route);
                ledger.at_most_after(
                    LADDER_TENURED_BOUND,
                    &[id, &name],
                    tenured,
                    (pool.at(t) * share, t),
                    Unit::Wte,
                );
            }
        }
    }
}

fn leaving_per_period(facts: &Facts, route: &Route) -> f64 {
    let from = route.from.as_ref();
    from.and_then(|from| facts.care().roles.get(from))
        .map_or(0.0, |role| role.leaving_per_period)
}

/// Places of the year that follows a period; beyond the horizon, those of the latest year there is.
fn starts_in_the_year_after(facts: &Facts, route: &RouteId, period: usize) -> Terms {
    let calendar = &facts.care().calendar;
    let (periods, a_year) = (calendar.periods(), calendar.periods_per_year);
    let starts: Vec<f64> = facts
        .service
        .periods()
        .map(|t| facts.starting(route, t))
        .collect();
    (period + 1..=period + a_year)
        .map(|then| {
            let years_back = (then + 1).saturating_sub(periods).div_ceil(a_year);
            then.checked_sub(years_back * a_year)
                .map_or(0.0, |same| at(&starts, same))
        })
        .sum()
}
