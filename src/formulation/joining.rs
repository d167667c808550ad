//! The few rows that join services (A4, B2, F1 over services, G2, G3), and the objectives (I).

use std::ops::Range;

use super::block::{Block, Span};
use super::{Column, Formulation, ObjectiveTerms, RowKey, Terms, VarKey, When};
use crate::instance::{Care, Instance, Objective, Scoped};
use crate::units::{Quantity, WtePerYear};

/// Joining rows, then the objectives.
pub(super) fn add(formulation: &mut Formulation, blocks: &[Block], instance: &Instance) {
    let spans = blocks.first().map(Block::spans).unwrap_or_default();
    for (id, market) in &instance.labour_markets {
        let key = |when| RowKey::LabourMarket {
            market: id.clone(),
            when,
        };
        let unit = common_unit(blocks, &market.cap.services, |care| {
            Some(care.roles.get(&market.role)?.post_unit.value())
        });
        let flows = |block: &'_ Block| block.hires.get(&market.role).cloned();
        cap_flows(formulation, blocks, &market.cap, &spans, unit, flows, key);
    }
    for (id, places) in &instance.places {
        let key = |when| RowKey::Places {
            places: id.clone(),
            when,
        };
        let unit = common_unit(blocks, &places.cap.services, |care| {
            Some(care.routes.get(&places.route)?.places_unit.value())
        });
        let flows = |block: &'_ Block| block.training_starts.get(&places.route).cloned();
        cap_flows(formulation, blocks, &places.cap, &spans, unit, flows, key);
    }
    for (id, access) in &instance.overall_access {
        for (place, span) in spans.iter().enumerate() {
            let least = of_span(&access.target, place, access.target.limit.value());
            if least <= 0.0 && span.when != When::Always {
                continue;
            }
            let mut starts = Terms::new();
            for &service in &access.target.services {
                let by_period = blocks[service].step_starts.get(&access.step);
                for terms in by_period.into_iter().flat_map(|t| &t[span.periods.clone()]) {
                    starts.add_scaled(terms, 1.0);
                }
            }
            let key = RowKey::OverallAccess {
                standard: id.clone(),
                when: span.when,
            };
            formulation.at_least(key, starts, least);
        }
    }
    for (id, budget) in &instance.budgets {
        for (place, span) in spans.iter().enumerate() {
            let key = RowKey::Budget {
                budget: id.clone(),
                when: span.when,
            };
            let mut spend = Terms::new();
            for &service in &budget.services {
                spend.add(blocks[service].spend[place], 1.0);
            }
            let most = of_span(budget, place, budget.limit.value());
            formulation.at_most(key, spend, most);
        }
    }
    for (id, levy) in &instance.levies {
        for (place, span) in spans.iter().enumerate() {
            let mut fees = Terms::new();
            for &service in &levy.services {
                if let Some(columns) = blocks[service].levy_fees.get(id) {
                    fees.add(columns[place], 1.0);
                }
            }
            let key = RowKey::LevyFund {
                levy: id.clone(),
                when: span.when,
            };
            let most = of_span(levy, place, levy.limit.value());
            formulation.at_most(key, fees, most);
        }
    }
    for &objective in &instance.objectives {
        let terms = objective_terms(formulation, blocks, objective);
        formulation.objectives.push(ObjectiveTerms {
            objective,
            terms: terms.merge().0,
        });
    }
}

/// A limit in one span: a financial year's, or a steady year's.
fn of_span<T>(limit: &Scoped<T>, span: usize, steady: f64) -> f64 {
    limit.by_year.get(span).copied().unwrap_or(steady)
}

/// The unit in which all services covered count something whole; none where they do not agree or
/// any fraction is allowed.
fn common_unit(
    blocks: &[Block],
    services: &[usize],
    unit: impl Fn(&Care) -> Option<f64>,
) -> Option<f64> {
    let mut units = services.iter().map(|&service| unit(blocks[service].care()));
    let first = units.next()??;
    (first > 0.0 && units.all(|unit| unit == Some(first))).then_some(first)
}

/// A4 and B2: what flows in some services together within a cap, in a steady year, or in each
/// financial year and each period of a horizon.
fn cap_flows(
    formulation: &mut Formulation,
    blocks: &[Block],
    cap: &Scoped<WtePerYear>,
    spans: &[Span],
    unit: Option<f64>,
    flows: impl Fn(&Block) -> Option<Vec<Terms>>,
    key: impl Fn(When) -> RowKey,
) {
    let by_service: Vec<Vec<Terms>> = cap
        .services
        .iter()
        .filter_map(|&service| flows(&blocks[service]))
        .collect();
    let sum = |periods: Range<usize>| {
        let mut sum = Terms::new();
        for flows in &by_service {
            for terms in flows.get(periods.clone()).unwrap_or(flows) {
                sum.add_scaled(terms, 1.0);
            }
        }
        sum
    };
    for (place, span) in spans.iter().enumerate() {
        let most = of_span(cap, place, cap.limit.value());
        let steady = span.when == When::Always;
        let periods = if steady { 0..1 } else { span.periods.clone() };
        let terms = sum(periods);
        if steady {
            formulation.at_most(key(span.when), terms, most);
        } else if most.is_finite() && !terms.is_constant() {
            let most = whole_part(most, &terms, unit);
            formulation.at_most(key(span.when), terms, most);
        }
    }
    for (period, &most) in cap.by_period.iter().enumerate() {
        let terms = sum(period..period + 1);
        if most.is_finite() && !terms.is_constant() {
            let most = whole_part(most, &terms, unit);
            formulation.at_most(key(When::In(period)), terms, most);
        }
    }
}

/// A cap on what comes in whole units, rounded down to them: the relaxation gets tighter, and no
/// plan is lost.
fn whole_part(most: f64, terms: &Terms, unit: Option<f64>) -> f64 {
    /// Of a unit: what is whole but for rounding stays so.
    const NEARLY: f64 = 1e-9;
    match unit {
        None => most,
        Some(unit) => {
            let left = most - terms.constant();
            terms.constant() + (left / unit + NEARLY).floor() * unit
        }
    }
}

fn spend_of<'b, 'a: 'b>(blocks: impl Iterator<Item = &'b Block<'a>>) -> Terms {
    let mut sum = Terms::new();
    for &spend in blocks.flat_map(|block| &block.spend) {
        sum.add(spend, 1.0);
    }
    sum
}

fn objective_terms(formulation: &mut Formulation, blocks: &[Block], objective: Objective) -> Terms {
    let mut sum = Terms::new();
    match objective {
        Objective::LeastCost => sum = spend_of(blocks.iter()),
        Objective::LeastShortfall => {
            for block in blocks {
                sum.add_scaled(&block.priced_shortfall, 1.0);
            }
        }
        Objective::MostAccess => {
            for block in blocks {
                let care = block.care();
                for (step, starts) in &block.step_starts {
                    let referred = care
                        .flows
                        .values()
                        .any(|f| f.from.is_none() && f.to == *step);
                    for terms in starts.iter().filter(|_| referred) {
                        sum.add_scaled(terms, -1.0);
                    }
                }
            }
        }
        Objective::Fairest => sum = add_worst_service(formulation, blocks),
        // Hiring is level in a steady year by definition; reading refuses the objective there.
        Objective::Steadiest => {
            for block in blocks.iter().filter(|block| block.horizon().is_some()) {
                sum.add_scaled(&add_swings(formulation, block), 1.0);
            }
        }
    }
    sum
}

/// I3: by how much hiring into each role differs from period to period.
fn add_swings(formulation: &mut Formulation, block: &Block) -> Terms {
    let mut sum = Terms::new();
    for (role, hires) in &block.hires {
        for period in 1..hires.len() {
            let change = hires[period].clone().plus(&hires[period - 1], -1.0);
            if change.is_constant() {
                continue;
            }
            let (service, role) = (block.id(), role.clone());
            let swing = formulation.column(
                VarKey::Swing {
                    service: service.clone(),
                    role: role.clone(),
                    period,
                },
                Column::FREE_FROM_ZERO,
            );
            sum.add(swing, 1.0);
            let up = RowKey::SwingUp {
                service: service.clone(),
                role: role.clone(),
                period,
            };
            formulation.at_least(up, Terms::of(swing, 1.0).plus(&change, -1.0), 0.0);
            let down = RowKey::SwingDown {
                service,
                role,
                period,
            };
            formulation.at_least(down, Terms::of(swing, 1.0).plus(&change, 1.0), 0.0);
        }
    }
    sum
}

/// I2: the largest priced shortfall per person referred.
fn add_worst_service(formulation: &mut Formulation, blocks: &[Block]) -> Terms {
    let worst = formulation.column(VarKey::WorstService {}, Column::FREE_FROM_ZERO);
    for block in blocks {
        let referrals = block.service.referrals.value();
        if referrals == 0.0 {
            continue;
        }
        let key = RowKey::WorstService {
            service: block.id(),
        };
        let terms = Terms::of(worst, referrals).plus(&block.priced_shortfall, -1.0);
        formulation.at_least(key, terms, 0.0);
    }
    Terms::of(worst, 1.0)
}
