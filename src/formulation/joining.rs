//! The few rows that join services (A4, B2, F1 over services, G2, G3), and the objectives (I).

use super::block::Block;
use super::{Column, Formulation, ObjectiveTerms, RowKey, Terms, VarKey, When};
use crate::instance::{Instance, Objective};
use crate::units::Quantity;

/// Joining rows, then the objectives.
pub(super) fn add(formulation: &mut Formulation, blocks: &[Block], instance: &Instance) {
    for (id, market) in &instance.labour_markets {
        let mut hires = Terms::new();
        for &service in &market.cap.services {
            if let Some(&column) = blocks[service].hires.get(&market.role) {
                hires.add(column, 1.0);
            }
        }
        let key = RowKey::LabourMarket {
            market: id.clone(),
            when: When::Always,
        };
        formulation.at_most(key, hires, market.cap.limit.value());
    }
    for (id, places) in &instance.places {
        let mut starts = Terms::new();
        for &service in &places.cap.services {
            if let Some(terms) = blocks[service].training_starts.get(&places.route) {
                starts.add_scaled(terms, 1.0);
            }
        }
        let key = RowKey::Places {
            places: id.clone(),
            when: When::Always,
        };
        formulation.at_most(key, starts, places.cap.limit.value());
    }
    for (id, access) in &instance.overall_access {
        let mut starts = Terms::new();
        for &service in &access.target.services {
            for terms in blocks[service]
                .step_starts
                .get(&access.step)
                .into_iter()
                .flatten()
            {
                starts.add_scaled(terms, 1.0);
            }
        }
        let key = RowKey::OverallAccess {
            standard: id.clone(),
            when: When::Always,
        };
        formulation.at_least(key, starts, access.target.limit.value());
    }
    for (id, budget) in &instance.budgets {
        let key = RowKey::Budget {
            budget: id.clone(),
            when: When::Always,
        };
        let spend = spend_of(budget.services.iter().map(|&s| &blocks[s]));
        formulation.at_most(key, spend, budget.limit.value());
    }
    for (id, levy) in &instance.levies {
        let mut fees = Terms::new();
        for &service in &levy.services {
            if let Some(&column) = blocks[service].levy_fees.get(id) {
                fees.add(column, 1.0);
            }
        }
        let key = RowKey::LevyFund {
            levy: id.clone(),
            when: When::Always,
        };
        formulation.at_most(key, fees, levy.limit.value());
    }
    for &objective in &instance.objectives {
        let terms = objective_terms(formulation, blocks, objective);
        formulation.objectives.push(ObjectiveTerms {
            objective,
            terms: terms.merge().0,
        });
    }
}

fn spend_of<'b, 'a: 'b>(blocks: impl Iterator<Item = &'b Block<'a>>) -> Terms {
    let mut sum = Terms::new();
    for spend in blocks.filter_map(|block| block.spend) {
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
        // Hiring is level in a steady year by definition; reading refuses the objective.
        Objective::Steadiest => {}
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
