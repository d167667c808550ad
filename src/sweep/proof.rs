//! What is known of a plan and of how much better another can be, objective by objective.

use crate::formulation::{ColumnId, Formulation, ObjectiveTerms};
use crate::solver::{ObjectiveResult, Outcome, Solved};

/// What a solver may be off by, and what a plan may lose to a later objective at least.
pub(super) const ABSOLUTE: f64 = 1e-6;

/// A plan with what it reaches on each objective.
pub(super) struct Candidate {
    pub(super) values: Vec<f64>,
    pub(super) reached: Vec<f64>,
}

impl Candidate {
    pub(super) fn of(values: Vec<f64>, sought: &[ObjectiveTerms]) -> Self {
        let reached = sought
            .iter()
            .map(|objective| sum(&objective.terms, &values));
        Self {
            reached: reached.collect(),
            values,
        }
    }
}

/// The objectives that say anything, in order.
pub(super) fn active(formulation: &Formulation) -> impl Iterator<Item = &ObjectiveTerms> {
    let objectives = formulation.objectives.iter();
    objectives.filter(|objective| !objective.terms.is_empty())
}

/// The results of the objectives that say anything, with those of the others between them.
pub(super) fn in_order(
    formulation: &Formulation,
    results: Vec<ObjectiveResult>,
) -> Vec<ObjectiveResult> {
    let mut results = results.into_iter();
    let objectives = formulation.objectives.iter();
    objectives
        .filter_map(|objective| {
            if objective.terms.is_empty() {
                Some(ObjectiveResult {
                    objective: objective.objective,
                    value: 0.0,
                    bound: 0.0,
                    gap: 0.0,
                })
            } else {
                results.next()
            }
        })
        .collect()
}

pub(super) fn sum(terms: &[(ColumnId, f64)], values: &[f64]) -> f64 {
    let of = |&(column, each): &(ColumnId, f64)| each * values.get(column.0).unwrap_or(&0.0);
    terms.iter().map(of).sum()
}

/// The higher of two bounds that may not be known.
pub(super) fn higher(one: Option<f64>, other: Option<f64>) -> Option<f64> {
    match (one, other) {
        (Some(one), Some(other)) => Some(one.max(other)),
        (one, other) => one.or(other),
    }
}

/// What no plan beats, as a linear programme that was solved to its end has it.
pub(super) fn bound_of(outcome: &Outcome) -> Option<f64> {
    match outcome {
        Outcome::Optimal(solved) | Outcome::WithinGap(solved) => {
            let last = solved.objectives.last()?;
            Some(last.bound).filter(|bound| bound.is_finite())
        }
        _ => None,
    }
}

/// What a search found, with what was known before it: the better plan and the better bound. Of
/// several objectives what a search says stands as it is.
pub(super) fn improved(
    outcome: Outcome,
    sought: &[ObjectiveTerms],
    known: Option<Candidate>,
    bound: Option<f64>,
) -> Outcome {
    let [objective] = sought else {
        return outcome;
    };
    let better = |mut solved: Solved| {
        let reached = solved.objectives.iter_mut();
        let reached = reached
            .filter(|reached| reached.objective == objective.objective)
            .last();
        if let Some(reached) = reached {
            if let Some(known) = known
                && let Some(&value) = known.reached.first()
                && value < reached.value
            {
                reached.value = value;
                solved.values = known.values;
            }
            reached.bound = reached.bound.max(bound.unwrap_or(f64::NEG_INFINITY));
            reached.bound = reached.bound.min(reached.value);
            let apart = reached.value - reached.bound - ABSOLUTE;
            reached.gap = apart.max(0.0) / reached.value.abs().max(1e-9);
        }
        solved
    };
    match outcome {
        Outcome::Optimal(solved) => Outcome::Optimal(better(solved)),
        Outcome::WithinGap(solved) => Outcome::WithinGap(better(solved)),
        Outcome::LimitWithPlan(solved, limit) => Outcome::LimitWithPlan(better(solved), limit),
        outcome => outcome,
    }
}
