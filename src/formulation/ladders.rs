//! Family A7 over time: who is bound for a ladder, who stays for a place of the service's own, and
//! who starts on one, so that nobody leaves twice.

use super::block::Block;
use super::stocks::{bound_to_leave, columns, sum_by_period};
use super::{Column, ColumnId, Formulation, RowKey, Terms, VarKey};
use crate::ids::{RoleId, RouteId};
use crate::instance::Route;
use crate::units::Quantity;

/// Routes whose starters would have left for the same ladder, and on which anybody starts.
fn ladders<'a>(block: &Block<'a>) -> Vec<(&'a RouteId, &'a Route, &'a RoleId)> {
    block
        .care()
        .routes
        .iter()
        .filter(|(id, route)| {
            let starts = &block.training_starts[*id];
            route.replaces_leaving_share.value() > 0.0
                && starts
                    .iter()
                    .any(|t| !t.is_constant() || t.constant() > 0.0)
        })
        .filter_map(|(id, route)| Some((id, route, route.from.as_ref()?)))
        .collect()
}

/// Columns for those who stay.
pub(super) fn add_columns(formulation: &mut Formulation, block: &mut Block) {
    for (id, _, _) in ladders(block) {
        let kept = columns(
            formulation,
            block,
            Column::FREE_FROM_ZERO,
            |service, period| VarKey::LadderKept {
                service,
                route: id.clone(),
                period,
            },
        );
        block.over_time.kept.insert(id.clone(), kept);
    }
}

/// Columns for those who stay among A3's pool, and their sum over the ladders out of a role.
pub(super) fn add_tenured_columns(
    formulation: &mut Formulation,
    block: &mut Block,
    role: &RoleId,
) -> Vec<Terms> {
    let mut all: Vec<(Vec<Option<ColumnId>>, f64)> = Vec::new();
    for (id, _, from) in ladders(block) {
        if from != role {
            continue;
        }
        let kept = columns(
            formulation,
            block,
            Column::FREE_FROM_ZERO,
            |service, period| VarKey::LadderKeptTenured {
                service,
                route: id.clone(),
                period,
            },
        );
        all.push((kept.iter().copied().map(Some).collect(), 1.0));
        block.over_time.kept_tenured.insert(id.clone(), kept);
    }
    sum_by_period(block.periods(), all.into_iter())
}

/// Rows A7.
pub(super) fn add_rows(formulation: &mut Formulation, block: &Block) {
    for (id, route, from) in ladders(block) {
        let service = || block.id();
        let waiting = columns(
            formulation,
            block,
            Column::FREE_FROM_ZERO,
            |service, period| VarKey::LadderWaiting {
                service,
                route: id.clone(),
                period,
            },
        );
        let beyond = columns(
            formulation,
            block,
            Column::FREE_FROM_ZERO,
            |service, period| VarKey::BeyondLadder {
                service,
                route: id.clone(),
                period,
            },
        );
        let kept = &block.over_time.kept[id];
        let starts = &block.training_starts[id];
        for period in 0..block.periods() {
            add_bounds(formulation, block, (id, route, from), period);
            let key = RowKey::LadderPool {
                service: service(),
                route: id.clone(),
                period,
            };
            let mut pool = Terms::of(waiting[period], 1.0);
            pool.add(kept[period], -1.0);
            pool.add_scaled(&starts[period], 1.0);
            pool.add(beyond[period], -1.0);
            if let Some(before) = period.checked_sub(1) {
                pool.add(waiting[before], -1.0);
            }
            formulation.equal(key, pool, 0.0);

            let key = RowKey::LadderBeyond {
                service: service(),
                route: id.clone(),
                period,
            };
            let over = Terms::of(beyond[period], 1.0).plus(&starts[period], -1.0);
            formulation.at_most(key, over, 0.0);

            let key = RowKey::LadderStay {
                service: service(),
                route: id.clone(),
                period,
            };
            let coming = places_of_coming_year(block, starts, period);
            let over = Terms::of(waiting[period], 1.0).plus(&coming, -1.0);
            formulation.at_most(key, over, 0.0);
        }
    }
}

/// Starts in the year after a period; beyond the horizon as many as a year before.
fn places_of_coming_year(block: &Block, starts: &[Terms], period: usize) -> Terms {
    let a_year = block.care().calendar.periods_per_year;
    let mut sum = Terms::new();
    for coming in period + 1..=period + a_year {
        let mut like = Some(coming);
        while let Some(place) = like.filter(|place| *place >= starts.len()) {
            like = place.checked_sub(a_year);
        }
        if let Some(terms) = like.and_then(|place| starts.get(place)) {
            sum.add_scaled(terms, 1.0);
        }
    }
    sum
}

/// Nobody stays who would not have left.
fn add_bounds(
    formulation: &mut Formulation,
    block: &Block,
    (id, route, from): (&RouteId, &Route, &RoleId),
    period: usize,
) {
    let role = &block.care().roles[from];
    let share = route.replaces_leaving_share.value();
    let kept = block.over_time.kept[id][period];
    let bound = bound_to_leave(block, from, role, period);
    let key = RowKey::LadderBound {
        service: block.id(),
        route: id.clone(),
        period,
    };
    formulation.at_most(key, Terms::of(kept, 1.0).plus(&bound, -share), 0.0);
    let tenured = block.over_time.kept_tenured.get(id);
    let pool = block.over_time.tenured.get(from);
    if let (Some(tenured), Some(pool)) = (tenured, pool) {
        let key = RowKey::LadderTenured {
            service: block.id(),
            route: id.clone(),
            period,
        };
        let mut over = Terms::of(tenured[period], 1.0);
        over.add(kept, -1.0);
        formulation.at_most(key, over, 0.0);
        let key = RowKey::LadderTenuredBound {
            service: block.id(),
            route: id.clone(),
            period,
        };
        let mut over = Terms::of(tenured[period], 1.0);
        over.add(pool[period], -share * role.leaving_per_period);
        formulation.at_most(key, over, 0.0);
    }
}
