//! Family G inside a block: what a service spends (G1), and what its levy funds may pay (G3).

use super::block::Block;
use super::rates;
use super::{Column, Formulation, RowKey, Terms, VarKey, When};
use crate::instance::{Care, FeePayer, Instance, Route};
use crate::units::Quantity;

/// Columns for spend and levy fees, and rows G1 and the block's part of G3.
pub(super) fn add(
    formulation: &mut Formulation,
    block: &mut Block,
    instance: &Instance,
    index: usize,
) {
    let care = block.care();
    let mut costs = Terms::new();
    for (id, role) in &care.roles {
        costs.add_scaled(
            &block.staff[id],
            role.pay.value() * (1.0 + care.overhead_ratio),
        );
        if let Some(&hires) = block.hires.get(id) {
            costs.add(hires, role.recruitment_cost.value());
        }
        for &overtime in block.overtime.get(id).into_iter().flatten() {
            costs.add(overtime, role.overtime_price.value());
        }
    }
    for (id, task) in &care.tasks {
        if let (Some((_, price)), Some(columns)) = (task.bought_in, block.bought_in.get(id)) {
            for &hours in columns {
                costs.add(hours, price.value());
            }
        }
    }
    let mut levy_paid = Terms::new();
    for (id, route) in &care.routes {
        let starts = &block.training_starts[id];
        costs.add_scaled(starts, -salary_support(route, care));
        match route.fee_paid_by {
            FeePayer::National => {}
            FeePayer::Budget => costs.add_scaled(starts, route.fee.value()),
            FeePayer::Levy => {
                costs.add_scaled(starts, route.fee.value());
                levy_paid.add_scaled(starts, route.fee.value());
            }
        }
    }
    add_levies(formulation, block, instance, index, &mut costs, &levy_paid);

    let key = VarKey::Spend {
        service: block.id(),
        when: When::Always,
    };
    let spend = formulation.column(key, Column::FREE_FROM_ZERO);
    block.spend = Some(spend);
    let key = RowKey::SpendBalance {
        service: block.id(),
        when: When::Always,
    };
    formulation.equal(key, Terms::of(spend, 1.0).plus(&costs, -1.0), 0.0);
}

/// National salary support for a start, £: a share of its trainees' pay.
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
    instance: &Instance,
    index: usize,
    costs: &mut Terms,
    levy_paid: &Terms,
) {
    let mut from_levies = Terms::new();
    for (id, levy) in &instance.levies {
        if !levy.services.contains(&index) {
            continue;
        }
        let key = VarKey::LevyFees {
            service: block.id(),
            levy: id.clone(),
            when: When::Always,
        };
        let fees = formulation.column(key, Column::FREE_FROM_ZERO);
        block.levy_fees.insert(id.clone(), fees);
        from_levies.add(fees, 1.0);
    }
    if block.levy_fees.is_empty() {
        return;
    }
    costs.add_scaled(&from_levies, -1.0);
    let key = RowKey::LevyEligible {
        service: block.id(),
        when: When::Always,
    };
    formulation.at_most(key, from_levies.plus(levy_paid, -1.0), 0.0);
}
