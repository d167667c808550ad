//! Family H1: limits on change and size.

use super::block::{Block, Span};
use super::{ColumnId, Formulation, RowKey, Terms, When};
use crate::ids::{LimitId, RoleId};
use crate::instance::{Counted, Limit, Per};

/// Rows H1.
pub(super) fn add(formulation: &mut Formulation, block: &Block) {
    for (id, limit) in &block.care().limits {
        match (limit.counted, limit.per) {
            (Counted::Growth, per) => add_growth(formulation, block, id, limit, per),
            (_, Per::Period) => {
                for period in 0..block.periods() {
                    let counted = counted_in(block, limit, period);
                    let of = block.staff_of(&limit.of, period);
                    let when = When::In(period);
                    add_row(formulation, block, (id, limit), when, &counted, &of, 1.0);
                }
            }
            (_, Per::Year) => {
                for span in block.spans() {
                    let (counted, of) = over_year(block, limit, &span);
                    let share = span.share;
                    add_row(
                        formulation,
                        block,
                        (id, limit),
                        span.when,
                        &counted,
                        &of,
                        share,
                    );
                }
            }
        }
    }
}

/// What is counted over a financial year, and the mean of the staff that it is measured against.
fn over_year(block: &Block, limit: &Limit, span: &Span) -> (Terms, Terms) {
    let (mut counted, mut of) = (Terms::new(), Terms::new());
    #[expect(clippy::cast_precision_loss, reason = "at most 52 periods")]
    let mean = 1.0 / span.periods.len() as f64;
    for period in span.periods.clone() {
        counted.add_scaled(&counted_in(block, limit, period), 1.0);
        of.add_scaled(&block.staff_of(&limit.of, period), mean);
    }
    (counted, of)
}

/// Each of the two bounds is a row of its own, where it is there.
fn add_row(
    formulation: &mut Formulation,
    block: &Block,
    (id, limit): (&LimitId, &Limit),
    when: When,
    counted: &Terms,
    of: &Terms,
    share_of_year: f64,
) {
    if limit.max.is_finite() && !counted.is_constant() {
        let key = RowKey::ChangeLimit {
            service: block.id(),
            limit: id.clone(),
            when,
        };
        formulation.at_most(key, counted.clone(), limit.max * share_of_year);
    }
    if limit.max_share.is_finite() {
        let over = counted.clone().plus(of, -limit.max_share);
        if !over.is_constant() {
            let key = RowKey::ChangeLimitShare {
                service: block.id(),
                limit: id.clone(),
                when,
            };
            formulation.at_most(key, over, 0.0);
        }
    }
}

/// What a limit counts in a period.
fn counted_in(block: &Block, limit: &Limit, period: usize) -> Terms {
    let mut sum = Terms::new();
    let add_all = |sum: &mut Terms, of: &indexmap::IndexMap<RoleId, Vec<Terms>>| {
        for role in &limit.roles {
            if let Some(terms) = of.get(role).and_then(|t| t.get(period)) {
                sum.add_scaled(terms, 1.0);
            }
        }
    };
    let add_columns = |sum: &mut Terms, of: &indexmap::IndexMap<RoleId, Vec<ColumnId>>| {
        for role in &limit.roles {
            if let Some(&column) = of.get(role).and_then(|c| c.get(period)) {
                sum.add(column, 1.0);
            }
        }
    };
    match limit.counted {
        Counted::Hires => add_all(&mut sum, &block.hires),
        Counted::Redundancies => add_all(&mut sum, &block.over_time.redundant),
        Counted::InPost | Counted::Growth => add_all(&mut sum, &block.staff),
        Counted::Supernumerary => add_columns(&mut sum, &block.over_time.supernumerary),
        Counted::ShortTime => add_columns(&mut sum, &block.over_time.short_time),
        Counted::Starts => {
            for route in &limit.routes {
                if let Some(terms) = block.training_starts.get(route) {
                    sum.add_scaled(&terms[period], 1.0);
                }
            }
        }
    }
    sum
}

/// Growth over the period before, or over the same period a year before. The start counts as the
/// period before the first.
fn add_growth(formulation: &mut Formulation, block: &Block, id: &LimitId, limit: &Limit, per: Per) {
    let back = match per {
        Per::Period => 1,
        Per::Year => block.care().calendar.periods_per_year,
    };
    let share = if limit.max_share.is_finite() {
        limit.max_share
    } else {
        0.0
    };
    let most = if limit.max.is_finite() {
        limit.max
    } else {
        0.0
    };
    for period in 0..block.periods() {
        let before = match (period + 1).checked_sub(back) {
            None => continue,
            Some(0) => at_start(block, &limit.roles),
            Some(place) => block.staff_of(&limit.roles, place - 1),
        };
        let grown = block
            .staff_of(&limit.roles, period)
            .plus(&before, -(1.0 + share));
        let key = RowKey::ChangeLimit {
            service: block.id(),
            limit: id.clone(),
            when: When::In(period),
        };
        formulation.at_most(key, grown, most);
    }
}

/// Staff of roles at the start.
fn at_start(block: &Block, roles: &[RoleId]) -> Terms {
    let mut sum = Terms::new();
    for role in roles {
        if let Some(staff) = block.service.start.staff.get(role) {
            sum.add_constant(staff.wte());
        }
    }
    sum
}
