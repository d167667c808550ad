//! H2 over time: the joiners of the last year could go on for ever.
//!
//! How many would then be past their first year, and how many would leave for ladders, is not in
//! the plan: the promise is that there are such numbers. Each of those past their first year has
//! to be replaced, and each leaver for a ladder too, so that the fewest will do if any will: as
//! many as the work needs beyond those in their first year, and of the ladder's leavers those
//! whom the service's own places do not take.

use crate::audit::facts::{Facts, count};
use crate::audit::record::{ENDING_BALANCE, Ledger, Terms};
use crate::audit::tolerance::Unit;
use crate::audit::training::follow;
use crate::ids::RoleId;
use crate::instance::{Ending, Role, RoleKind};
use crate::units::Quantity;

/// Promises H2, unless the ending is open.
pub fn promise(facts: &Facts, ledger: &mut Ledger) {
    if facts.horizon().is_none_or(|h| h.ending == Ending::Open) {
        return;
    }
    for (id, role) in &facts.care().roles {
        let is_led_to = facts.care().routes.values().any(|route| route.to == *id);
        if role.kind == RoleKind::Qualified && role.employable && (role.hireable || is_led_to) {
            promise_role(facts, (id, role), ledger);
        }
    }
}

fn promise_role(facts: &Facts, (id, role): (&RoleId, &Role), ledger: &mut Ledger) {
    let care = facts.care();
    let a_year = count(care.calendar.periods_per_year);
    let last = facts.last_year();
    let in_a_year = |of: &dyn Fn(usize) -> Terms| -> Terms {
        last.clone().map(of).sum::<Terms>() * (a_year / count(last.len()))
    };
    let mut joiners =
        in_a_year(&|t| Terms::from(facts.hired(id, t)) + facts.hired_before(id, t).into());
    let mut taken = Terms::default();
    let mut on_ladders = Vec::new();
    for (route_id, route) in &care.routes {
        let starts = in_a_year(&|t| facts.starting(route_id, t).into());
        let of_one = follow(route, care, 1.0);
        if route.to == *id {
            joiners = joiners + starts * of_one.completers;
        }
        if route.from.as_ref() == Some(id) {
            joiners = joiners + starts * of_one.returning;
            taken = taken + starts;
            on_ladders.push((route.replaces_leaving_share.value(), starts));
        }
    }
    // A joiner's first year, in years: a period for each period begun.
    let mut still_there = 1.0;
    let mut first_year = 0.0;
    for _ in 0..care.calendar.periods_per_year {
        first_year += still_there / a_year;
        still_there -= still_there * role.first_year_leaving_per_period;
    }
    let settled = positive(needed(facts, id, role) - joiners * first_year);
    let leavers = settled * (role.leaving_per_period * a_year);
    let all_ladders: f64 = on_ladders.iter().map(|(share, _)| share).sum();
    let for_ladders: Terms = on_ladders
        .iter()
        .map(|&(share, starts)| positive(leavers * share - starts))
        .sum();
    ledger.at_least(
        ENDING_BALANCE,
        &[id],
        joiners * (1.0 - role.first_year_leaving),
        leavers * (1.0 - all_ladders) + taken + for_ladders,
        Unit::WtePerYear,
    );
}

/// Staff whom the work of the last year takes; of a role without clinical hours those in post.
fn needed(facts: &Facts, id: &RoleId, role: &Role) -> Terms {
    let last = facts.last_year();
    let hours: Terms = last
        .clone()
        .map(|t| {
            Terms::from(facts.hours_on_tasks(id, t)) + facts.hours_supervising(id, t).into()
                - facts.overtime(id, t).into()
        })
        .sum();
    let weeks: f64 = last.clone().map(|t| facts.working_weeks(t)).sum();
    let each = role.clinical_hours.value() * weeks;
    if each > 0.0 {
        hours * (1.0 / each)
    } else {
        facts.staff(id).into()
    }
}

fn positive(terms: Terms) -> Terms {
    Terms {
        value: terms.value.max(0.0),
        size: terms.size,
    }
}
