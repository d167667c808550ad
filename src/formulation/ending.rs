//! Family H2: the last year's hiring and training replace those who leave from as many staff as
//! its work takes, in the sense of a steady year.

use super::block::Block;
use super::money::periods_per_year;
use super::people::qualified;
use super::{Column, Formulation, RowKey, Terms, VarKey, rates};
use crate::ids::{RoleId, RouteId};
use crate::instance::{Ending, Role, Route};
use crate::units::Quantity;

/// Columns and rows H2.
pub(super) fn add(formulation: &mut Formulation, block: &Block) {
    if block.horizon().is_none_or(|h| h.ending == Ending::Open) {
        return;
    }
    let last_year = LastYear::of(block);
    for (id, role) in qualified(block.care()) {
        let reached = block.care().routes.values().any(|route| route.to == *id);
        if role.employable && (role.hireable || reached) {
            add_role(formulation, block, &last_year, id, role);
        }
    }
}

/// The last periods, at most a year of them.
struct LastYear {
    periods: std::ops::Range<usize>,
    /// What a sum over them is multiplied by to be a year's.
    to_a_year: f64,
}

impl LastYear {
    fn of(block: &Block) -> Self {
        let all = block.periods();
        let count = all.min(block.care().calendar.periods_per_year);
        #[expect(clippy::cast_precision_loss, reason = "at most 52 periods")]
        let to_a_year = periods_per_year(block.care()) / count as f64;
        Self {
            periods: all - count..all,
            to_a_year,
        }
    }

    /// A flow a year.
    fn flow(&self, by_period: &[Terms]) -> Terms {
        let mut sum = Terms::new();
        for terms in &by_period[self.periods.clone()] {
            sum.add_scaled(terms, self.to_a_year);
        }
        sum
    }
}

fn add_role(
    formulation: &mut Formulation,
    block: &Block,
    last_year: &LastYear,
    id: &RoleId,
    role: &Role,
) {
    let care = block.care();
    let mut joiners = last_year.flow(&block.hires[id]);
    for period in last_year.periods.clone() {
        let already = block.service.start.joining.get(id);
        let wte = already.and_then(|a| a.get(period)).copied().unwrap_or(0.0);
        joiners.add_constant(wte * last_year.to_a_year);
    }
    for (route_id, route) in care.routes.iter().filter(|(_, route)| route.to == *id) {
        let shares = rates::survivors(route, care);
        let completing = shares.last().copied().unwrap_or(0.0);
        let starts = last_year.flow(&block.training_starts[route_id]);
        joiners.add_scaled(&starts, completing);
    }
    let out: Vec<(&RouteId, &Route)> = care
        .routes
        .iter()
        .filter(|(_, route)| route.from.as_ref() == Some(id))
        .collect();
    for (route_id, route) in &out {
        let starts = last_year.flow(&block.training_starts[*route_id]);
        joiners.add_scaled(&starts, rates::returning_of(route, care));
    }
    let past_first_year = formulation.column(
        VarKey::EndingPastFirstYear {
            service: block.id(),
            role: id.clone(),
        },
        Column::FREE_FROM_ZERO,
    );

    // W̄ ≤ L₁·J̄ + P̄
    let mut staff = staff_taken(block, last_year, id, role);
    staff.add_scaled(&joiners, -rates::years_in_first_by_period(role, care));
    staff.add(past_first_year, -1.0);
    let key = RowKey::EndingStaff {
        service: block.id(),
        role: id.clone(),
    };
    formulation.at_most(key, staff, 0.0);

    // (1 − a₁)·J̄ ≥ λ·(1 − Σ h)·P̄ + Σ (Ū + Ḡ)
    let leavers = role.leaving_per_period * periods_per_year(care);
    let replaced: f64 = out
        .iter()
        .map(|(_, route)| route.replaces_leaving_share.value())
        .sum();
    let mut balance = Terms::new().plus(&joiners, 1.0 - role.first_year_leaving);
    balance.add(past_first_year, -leavers * (1.0 - replaced));
    for (route_id, route) in out {
        let starts = last_year.flow(&block.training_starts[route_id]);
        balance.add_scaled(&starts, -1.0);
        let share = route.replaces_leaving_share.value();
        if share > 0.0 {
            let ladder = formulation.column(
                VarKey::EndingLadderLeavers {
                    service: block.id(),
                    route: route_id.clone(),
                },
                Column::FREE_FROM_ZERO,
            );
            balance.add(ladder, -1.0);
            let mut terms = Terms::of(ladder, 1.0).plus(&starts, 1.0);
            terms.add(past_first_year, -share * leavers);
            let key = RowKey::EndingLadder {
                service: block.id(),
                route: route_id.clone(),
            };
            formulation.at_least(key, terms, 0.0);
        }
    }
    let key = RowKey::EndingBalance {
        service: block.id(),
        role: id.clone(),
    };
    formulation.at_least(key, balance, 0.0);
}

/// `W̄`: staff that the last year's work took; of roles without clinical hours those in post.
fn staff_taken(block: &Block, last_year: &LastYear, id: &RoleId, role: &Role) -> Terms {
    let care = block.care();
    let periods = last_year.periods.clone();
    let weeks: f64 = care.calendar.working_weeks[periods.clone()]
        .iter()
        .map(|weeks| weeks.value())
        .sum();
    let hours = role.clinical_hours.value() * weeks;
    let mut taken = Terms::new();
    if hours <= 0.0 {
        #[expect(clippy::cast_precision_loss, reason = "at most 52 periods")]
        let mean = 1.0 / periods.len() as f64;
        for staff in &block.staff[id][periods] {
            taken.add_scaled(staff, mean);
        }
        return taken;
    }
    let users = block
        .task_hours
        .iter()
        .filter(|((_, doer), _)| doer == id)
        .map(|(_, columns)| (columns, 1.0))
        .chain(
            block
                .supervising
                .iter()
                .filter(|((_, supervisor), _)| supervisor == id)
                .map(|(_, columns)| (columns, 1.0)),
        )
        .chain(block.overtime.get(id).map(|columns| (columns, -1.0)));
    for (columns, sign) in users {
        for &column in &columns[periods.clone()] {
            taken.add(column, sign / hours);
        }
    }
    taken
}
