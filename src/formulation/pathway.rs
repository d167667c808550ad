//! Family C: waiting lists, flows between steps, and the treatments that starts are split over.

use super::block::Block;
use super::{Column, ColumnId, Formulation, RowKey, Terms, VarKey};
use crate::ids::{StepId, TreatmentId};
use crate::instance::Back;
use crate::units::Quantity;

/// Columns for lists and starts, and rows C1 and C3.
pub(super) fn add(formulation: &mut Formulation, block: &mut Block) {
    add_starts(formulation, block);
    add_arrivals(block);
    add_lists(formulation, block);
    add_shares(formulation, block);
}

fn add_starts(formulation: &mut Formulation, block: &mut Block) {
    let care = block.care();
    for step in care.steps.keys() {
        block
            .step_starts
            .insert(step.clone(), vec![Terms::new(); care.calendar.periods()]);
    }
    for (id, treatment) in &care.treatments {
        let columns: Vec<ColumnId> = block
            .service
            .periods()
            .map(|period| {
                let key = VarKey::Starts {
                    service: block.id(),
                    treatment: id.clone(),
                    period,
                };
                formulation.column(key, Column::FREE_FROM_ZERO)
            })
            .collect();
        for (sum, &column) in block.step_starts[&treatment.step].iter_mut().zip(&columns) {
            sum.add(column, 1.0);
        }
        block.starts.insert(id.clone(), columns);
    }
}

/// C2: who joins each list.
fn add_arrivals(block: &mut Block) {
    let care = block.care();
    let calendar = &care.calendar;
    for step in care.steps.keys() {
        let arrivals = block
            .service
            .periods()
            .map(|period| {
                let mut sum = Terms::new();
                for flow in care.flows.values().filter(|f| f.to == *step) {
                    let share = flow.share.value();
                    for (lag, spread) in flow.spread.iter().enumerate() {
                        let from = calendar.back(period, lag);
                        match (&flow.from, from) {
                            (None, from) => {
                                sum.add_constant(share * spread * block.service.referred(from));
                            }
                            (Some(origin), Back::In(from)) => {
                                sum.add_scaled(&block.step_starts[origin][from], share * spread);
                            }
                            (Some(origin), Back::Before(periods)) => {
                                let started = started_before(block, origin, periods);
                                sum.add_constant(share * spread * started);
                            }
                        }
                    }
                }
                sum
            })
            .collect();
        block.arrivals.insert(step.clone(), arrivals);
    }
}

/// C4: people who started a step so many periods before the horizon.
fn started_before(block: &Block, step: &StepId, periods: usize) -> f64 {
    block
        .care()
        .treatments
        .iter()
        .filter(|(_, treatment)| treatment.step == *step)
        .map(|(id, _)| treated_before(block, id, periods))
        .sum()
}

/// C4: people who started a treatment so many periods before the horizon.
pub(super) fn treated_before(block: &Block, treatment: &TreatmentId, periods: usize) -> f64 {
    block
        .service
        .start
        .started
        .get(treatment)
        .and_then(|latest_first| latest_first.get(periods - 1))
        .copied()
        .unwrap_or(0.0)
}

/// C1: the list at the end of a period.
fn add_lists(formulation: &mut Formulation, block: &mut Block) {
    let care = block.care();
    for (id, step) in &care.steps {
        let waiting: Vec<ColumnId> = block
            .service
            .periods()
            .map(|period| {
                let key = VarKey::Waiting {
                    service: block.id(),
                    step: id.clone(),
                    period,
                };
                formulation.column(key, Column::FREE_FROM_ZERO)
            })
            .collect();
        for period in block.service.periods() {
            let mut terms = Terms::of(waiting[period], 1.0);
            let stay = 1.0 - step.dropout_per_period;
            match care.calendar.back(period, 1) {
                Back::In(before) => terms.add(waiting[before], -stay),
                Back::Before(_) => {
                    let at_start = block.service.start.waiting.get(id).copied();
                    terms.add_constant(-stay * at_start.unwrap_or(0.0));
                }
            }
            terms.add_scaled(&block.arrivals[id][period], -1.0);
            terms.add_scaled(&block.step_starts[id][period], 1.0);
            let key = RowKey::WaitingList {
                service: block.id(),
                step: id.clone(),
                period,
            };
            formulation.equal(key, terms, 0.0);
        }
        block.waiting.insert(id.clone(), waiting);
    }
}

/// C3: each treatment's share of its step's starts.
fn add_shares(formulation: &mut Formulation, block: &Block) {
    for (id, treatment) in &block.care().treatments {
        let (least, most) = (treatment.share_min.value(), treatment.share_max.value());
        for period in block.service.periods() {
            let starts = block.starts[id][period];
            let all = &block.step_starts[&treatment.step][period];
            let row = |bound: f64| Terms::of(starts, 1.0).plus(all, -bound);
            if least > 0.0 {
                let key = RowKey::ShareMin {
                    service: block.id(),
                    treatment: id.clone(),
                    period,
                };
                formulation.at_least(key, row(least), 0.0);
            }
            if most < 1.0 {
                let key = RowKey::ShareMax {
                    service: block.id(),
                    treatment: id.clone(),
                    period,
                };
                formulation.at_most(key, row(most), 0.0);
            }
        }
    }
}
