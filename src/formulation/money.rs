//! Family G inside a block: what a service spends (G1), and what its levy funds may pay (G3), in
//! a steady year or in each financial year of a horizon.

use super::block::{Block, Span};
use super::{Column, ColumnId, Formulation, RowKey, Terms, VarKey};
use super::{measures, rates, stocks};
use crate::instance::{Care, FeePayer, Instance, Route};
use crate::units::Quantity;

/// Columns for spend and levy fees, and rows G1 and the block's part of G3.
pub(super) fn add(
    formulation: &mut Formulation,
    block: &mut Block,
    instance: &Instance,
    index: usize,
) {
    for span in block.spans() {
        let mut costs = pay(block, &span);
        add_hours(block, &span, &mut costs);
        let levy_paid = add_training(block, &span, &mut costs);
        if block.horizon().is_some() {
            stocks::add_costs(block, &span, &mut costs);
            measures::add_costs(block, &span, &mut costs);
        }
        add_levies(
            formulation,
            block,
            (instance, index),
            &span,
            &mut costs,
            &levy_paid,
        );
        let key = VarKey::Spend {
            service: block.id(),
            when: span.when,
        };
        let spend = formulation.column(key, Column::FREE_FROM_ZERO);
        block.spend.push(spend);
        let key = RowKey::SpendBalance {
            service: block.id(),
            when: span.when,
        };
        formulation.equal(key, Terms::of(spend, 1.0).plus(&costs, -1.0), 0.0);
    }
}

/// The entries of a span in a list by period, or the single entry of a steady year.
fn of_span<'t>(by_period: &'t [Terms], span: &Span) -> &'t [Terms] {
    by_period.get(span.periods.clone()).unwrap_or(by_period)
}

/// Pay and overhead of everybody in post, and recruitment.
fn pay(block: &Block, span: &Span) -> Terms {
    let care = block.care();
    let mut costs = Terms::new();
    for (id, role) in &care.roles {
        let a_year = role.pay.value() * (1.0 + care.overhead_ratio);
        match block.horizon() {
            None => costs.add_scaled(&block.staff[id][0], a_year),
            Some(_) => {
                for staff in &block.staff[id][span.periods.clone()] {
                    costs.add_scaled(staff, a_year / periods_per_year(care));
                }
            }
        }
        for hires in of_span(block.hires.get(id).map_or(&[], Vec::as_slice), span) {
            costs.add_scaled(hires, role.recruitment_cost.value());
        }
    }
    costs
}

/// How many periods a year has, as a number to divide by.
#[expect(clippy::cast_precision_loss, reason = "at most 52")]
pub(super) fn periods_per_year(care: &Care) -> f64 {
    care.calendar.periods_per_year as f64
}

/// Overtime and hours bought in.
fn add_hours(block: &Block, span: &Span, costs: &mut Terms) {
    let care = block.care();
    for (id, role) in &care.roles {
        if let Some(columns) = block.overtime.get(id) {
            for &overtime in &columns[span.periods.clone()] {
                costs.add(overtime, role.overtime_price.value());
            }
        }
    }
    for (id, task) in &care.tasks {
        if let (Some((_, price)), Some(columns)) = (task.bought_in, block.bought_in.get(id)) {
            for &hours in &columns[span.periods.clone()] {
                costs.add(hours, price.value());
            }
        }
    }
}

/// Fees and salary support; the fees that levy money may pay.
fn add_training(block: &Block, span: &Span, costs: &mut Terms) -> Terms {
    let care = block.care();
    let mut levy_paid = Terms::new();
    for (id, route) in &care.routes {
        let starts = of_span(&block.training_starts[id], span);
        for starts in starts {
            if block.horizon().is_none() {
                costs.add_scaled(starts, -salary_support(route, care));
            }
            // Places already filled have been paid for: they are constants, and do not count.
            let new = starts.without_constant();
            match route.fee_paid_by {
                FeePayer::National => {}
                FeePayer::Budget => costs.add_scaled(&new, route.fee.value()),
                FeePayer::Levy => {
                    costs.add_scaled(&new, route.fee.value());
                    levy_paid.add_scaled(&new, route.fee.value());
                }
            }
        }
    }
    for support in of_span(&block.over_time.salary_support, span) {
        costs.add_scaled(support, -1.0);
    }
    levy_paid
}

/// National salary support for a start in a steady year, £: a share of its trainees' pay.
fn salary_support(route: &Route, care: &Care) -> f64 {
    let (in_post, _) = rates::training_of(route, care);
    let pay: f64 = route
        .stages
        .iter()
        .zip(in_post)
        .map(|(stage, years)| care.roles.get(&stage.role).map_or(0.0, |r| r.pay.value()) * years)
        .sum();
    pay * route.salary_support_share.value()
}

/// G3 in the block: levy money pays fees of levy routes, and nothing else.
fn add_levies(
    formulation: &mut Formulation,
    block: &mut Block,
    (instance, index): (&Instance, usize),
    span: &Span,
    costs: &mut Terms,
    levy_paid: &Terms,
) {
    let mut from_levies = Terms::new();
    let mut any = false;
    for (id, levy) in &instance.levies {
        if !levy.services.contains(&index) {
            continue;
        }
        any = true;
        let key = VarKey::LevyFees {
            service: block.id(),
            levy: id.clone(),
            when: span.when,
        };
        let fees: ColumnId = formulation.column(key, Column::FREE_FROM_ZERO);
        block.levy_fees.entry(id.clone()).or_default().push(fees);
        from_levies.add(fees, 1.0);
    }
    if !any {
        return;
    }
    costs.add_scaled(&from_levies, -1.0);
    let key = RowKey::LevyEligible {
        service: block.id(),
        when: span.when,
    };
    formulation.at_most(key, from_levies.plus(levy_paid, -1.0), 0.0);
}
