//! One objective after another: each made as small as can be, then held for those that follow.

use std::borrow::Cow;

use super::answer;
use super::error::SolverError;
use super::load::Bounds;
use super::session::{ABSOLUTE_GAP, End, Session};
use super::watch::{Clock, Phase};
use super::{Control, Limit, ObjectiveResult, Options, Outcome, Solved, relative_gap};
use crate::formulation::{Formulation, ObjectiveTerms};

/// The gap up to which a plan counts as the best.
const PROVED: f64 = 1e-9;

/// What was proved of an objective when it was optimised.
struct Proof<'a> {
    objective: &'a ObjectiveTerms,
    bound: f64,
    /// How far from the bound counts as none: the absolute gap, and what later objectives may take.
    allowance: f64,
}

pub(super) fn solve(
    formulation: &Formulation,
    options: &Options,
    control: &Control,
    clock: Clock,
) -> Result<Outcome, SolverError> {
    let bounds = Bounds::of(formulation);
    if bounds.cross() {
        return Ok(Outcome::Infeasible);
    }
    if formulation.columns.is_empty() {
        return Ok(without_columns(formulation));
    }
    let borrowed = Cow::Borrowed(formulation);
    let mut session = Session::open(borrowed, bounds, options, control.clone(), clock)?;
    solve_in(&mut session, formulation, None)
}

/// Optimises the objectives of a formulation that is loaded already, from a plan where one is
/// known.
pub(super) fn solve_in(
    session: &mut Session<'_>,
    formulation: &Formulation,
    start: Option<&[f64]>,
) -> Result<Outcome, SolverError> {
    let mut proofs: Vec<Proof> = Vec::new();
    let mut plan: Option<Vec<f64>> = None;
    let mut to_hold: Option<&ObjectiveTerms> = None;
    let count = formulation.objectives.len();

    for (position, objective) in formulation.objectives.iter().enumerate() {
        if objective.terms.is_empty() {
            proofs.push(Proof {
                objective,
                bound: 0.0,
                allowance: 0.0,
            });
            continue;
        }
        if let (Some(held), Some(plan)) = (to_hold, &plan) {
            let value = answer::value(&held.terms, plan);
            let tolerance = tolerance(formulation, value);
            session.hold(&held.terms, value + tolerance)?;
            if let Some(proof) = proofs
                .iter_mut()
                .find(|proof| std::ptr::eq(proof.objective, held))
            {
                proof.allowance += tolerance;
            }
        }
        let phase = Phase {
            objective: objective.objective,
            place: (position + 1, count),
        };
        let from = plan.as_deref().or(start);
        match session.optimise(&objective.terms, Some(phase), from)? {
            End::Done { values, bound } => {
                // The plan there was may be the better one where a gap is allowed.
                plan = better(&objective.terms, plan, Some(values));
                to_hold = Some(objective);
                proofs.push(Proof {
                    objective,
                    bound,
                    allowance: ABSOLUTE_GAP,
                });
            }
            End::Stopped {
                limit,
                values,
                bound,
            } => {
                let Some(plan) = better(&objective.terms, plan, values) else {
                    return Ok(Outcome::LimitWithoutPlan {
                        limit,
                        bound: Some(bound).filter(|bound| bound.is_finite()),
                    });
                };
                proofs.push(Proof {
                    objective,
                    bound,
                    allowance: ABSOLUTE_GAP,
                });
                return Ok(stopped(session, &proofs, plan, limit));
            }
            End::Infeasible if plan.is_some() => {
                return Err(SolverError::Contradiction(format!(
                    "it lost the plan that it had when it came to {:?}",
                    objective.objective
                )));
            }
            End::Infeasible => return Ok(Outcome::Infeasible),
            End::Unbounded => return Ok(Outcome::Unbounded),
        }
    }

    let plan = match plan {
        Some(plan) => plan,
        // Nothing to optimise: any plan will do.
        None => match session.optimise(&[], None, None)? {
            End::Done { values, .. } => values,
            End::Stopped {
                limit,
                values: Some(values),
                ..
            } => return Ok(stopped(session, &proofs, values, limit)),
            End::Stopped {
                limit,
                values: None,
                ..
            } => return Ok(Outcome::LimitWithoutPlan { limit, bound: None }),
            End::Infeasible => return Ok(Outcome::Infeasible),
            End::Unbounded => return Ok(Outcome::Unbounded),
        },
    };
    let solved = conclude(session, &proofs, plan);
    Ok(if solved.objectives.iter().all(|o| o.gap <= PROVED) {
        Outcome::Optimal(solved)
    } else {
        Outcome::WithinGap(solved)
    })
}

/// How far a held objective may give way. The floor keeps the next problem solvable to HiGHS's
/// tolerance where the value is nought.
fn tolerance(formulation: &Formulation, value: f64) -> f64 {
    (formulation.objective_tolerance * value.abs()).max(ABSOLUTE_GAP)
}

/// Of the plan there was and the plan that was found, the one that is better now.
fn better(
    terms: &[(crate::formulation::ColumnId, f64)],
    before: Option<Vec<f64>>,
    found: Option<Vec<f64>>,
) -> Option<Vec<f64>> {
    match (before, found) {
        (Some(before), Some(found)) => Some(
            if answer::value(terms, &found) <= answer::value(terms, &before) {
                found
            } else {
                before
            },
        ),
        (before, found) => found.or(before),
    }
}

fn stopped(session: &Session, proofs: &[Proof], plan: Vec<f64>, limit: Limit) -> Outcome {
    Outcome::LimitWithPlan(conclude(session, proofs, plan), limit)
}

fn conclude(session: &Session, proofs: &[Proof], values: Vec<f64>) -> Solved {
    Solved {
        objectives: results(proofs, &values),
        values,
        solver_seconds: session.solver_time().as_secs_f64(),
    }
}

fn results(proofs: &[Proof], values: &[f64]) -> Vec<ObjectiveResult> {
    proofs
        .iter()
        .map(|proof| {
            let value = answer::value(&proof.objective.terms, values);
            ObjectiveResult {
                objective: proof.objective.objective,
                value,
                // A plan is never better than the best: what says so is a rounding error.
                bound: proof.bound.min(value),
                gap: relative_gap(value, proof.bound, proof.allowance),
            }
        })
        .collect()
}

/// With no columns every row is nought, and so is every objective.
fn without_columns(formulation: &Formulation) -> Outcome {
    let kept = |row: &crate::formulation::Row| row.lower <= 0.0 && row.upper >= 0.0;
    if !formulation.rows.values().all(kept) {
        return Outcome::Infeasible;
    }
    Outcome::Optimal(Solved {
        values: Vec::new(),
        objectives: formulation
            .objectives
            .iter()
            .map(|objective| ObjectiveResult {
                objective: objective.objective,
                value: 0.0,
                bound: 0.0,
                gap: 0.0,
            })
            .collect(),
        solver_seconds: 0.0,
    })
}
