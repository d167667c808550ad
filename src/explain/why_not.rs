//! Why a plan does not decide otherwise: the decision is forced by bounds on its columns, and the
//! problem solved again.

use std::time::Instant;

use super::decision::Decision;
use super::why::{Question, why_with};
use crate::formulation::Formulation;
use crate::instance::Instance;
use crate::pipeline::{Fault, Held, NotHeld, Stage, Watch, best, held};
use crate::report::difference;
use crate::report::why::Why;
use crate::report::why_not::{Asked, Compared, Cost, Verdict, WhyNot};
use crate::solver::{Loaded, Options, Outcome, SolverError, solve};

/// Finds out what decisions cost, and what changes with them.
///
/// # Errors
///
/// When we fail: the solver does, or a plan breaks a promise.
pub fn why_not(
    instance: &Instance,
    decisions: &[Decision],
    options: &Options,
    watch: &Watch,
) -> Result<WhyNot, Fault> {
    let began = Instant::now();
    let plain = |verdict| WhyNot {
        decisions: decisions
            .iter()
            .map(|decision| Asked {
                words: decision.words.clone(),
                in_the_plan_wte: None,
            })
            .collect(),
        verdict,
    };
    let base = match best(instance, options, watch) {
        Ok(base) => base,
        Err(NotHeld::None) => return Ok(plain(Verdict::NoPlan)),
        Err(NotHeld::Limit(_)) => {
            return Ok(plain(Verdict::NotSettled { plan_found: false }));
        }
        Err(NotHeld::Fault(fault)) => return Err(fault),
    };
    let answer = |verdict| WhyNot {
        decisions: decisions
            .iter()
            .map(|decision| Asked {
                words: decision.words.clone(),
                in_the_plan_wte: Some(decision.in_plan(&base.formulation, &base.solved.values)),
            })
            .collect(),
        verdict,
    };
    let is_taken = |decision: &Decision| decision.is_taken(&base.formulation, &base.solved.values);
    if decisions.iter().all(is_taken) {
        return Ok(answer(Verdict::Already));
    }
    let left = Options {
        time_limit: options
            .time_limit
            .map(|limit| limit.saturating_sub(began.elapsed())),
        ..options.clone()
    };
    let with_it = match forced(instance, decisions, &base, &left, watch) {
        Ok(with_it) => with_it,
        Err(NotHeld::None) => {
            return Ok(answer(Verdict::NoPlanWith {
                as_it_is: base.outcome.objectives.clone(),
            }));
        }
        Err(NotHeld::Limit(_)) => return Ok(answer(Verdict::NotSettled { plan_found: true })),
        Err(NotHeld::Fault(fault)) => return Err(fault),
    };
    let difference = difference::between(
        instance,
        (&base.plan, &base.audit),
        (&with_it.plan, &with_it.audit),
    );
    let costs = Cost::between(&base.outcome.objectives, &with_it.outcome.objectives);
    Ok(answer(Verdict::Compared(Box::new(Compared {
        as_it_is: base.outcome.clone(),
        with_it: with_it.outcome,
        costs,
        difference,
    }))))
}

/// The best plan with the decisions.
fn forced(
    instance: &Instance,
    decisions: &[Decision],
    base: &Held,
    options: &Options,
    watch: &Watch,
) -> Result<Held, NotHeld> {
    let mut formulation = base.formulation.clone();
    let mut start = base.solved.values.clone();
    for decision in decisions {
        if !force(&mut formulation, decision, &mut start) {
            return Err(NotHeld::None);
        }
    }
    watch.enter(&Stage::Asking("solving with the decision".to_owned()));
    let outcome = from_the_plan(&formulation, &start, options, watch)
        // What does not solve in its own sizes may in others.
        .unwrap_or_else(|_| solve(&formulation, options, &watch.control));
    held(instance, &formulation, outcome, watch)
}

/// What stands in the way of decisions with which no plan exists: what the instance asks that cannot be
/// kept together with them.
#[must_use]
pub fn in_the_way(
    instance: &Instance,
    decisions: &[Decision],
    options: &Options,
    watch: &Watch,
) -> Why {
    let force = |formulation: &mut Formulation| {
        for decision in decisions {
            self::force(formulation, decision, &mut []);
        }
    };
    let question = Question::all(options.clone());
    why_with(instance, force, &question, watch)
}

/// Sets the bounds of a decision, and the start within them; false where nothing can be in them.
fn force(formulation: &mut Formulation, decision: &Decision, start: &mut [f64]) -> bool {
    if !decision.has_room(formulation) {
        return false;
    }
    let bounds: Vec<(usize, f64, f64)> = decision
        .bounds(formulation)
        .filter_map(|(key, lower, upper)| {
            let place = formulation.columns.get_index_of(key)?;
            Some((place, lower, upper))
        })
        .collect();
    for (place, lower, upper) in bounds {
        if let Some((_, column)) = formulation.columns.get_index_mut(place) {
            (column.lower, column.upper) = (lower, upper);
        }
        if let Some(value) = start.get_mut(place) {
            *value = value.clamp(lower, upper);
        }
    }
    true
}

/// Solves from a plan that may break some rows by now.
fn from_the_plan(
    formulation: &Formulation,
    start: &[f64],
    options: &Options,
    watch: &Watch,
) -> Result<Outcome, SolverError> {
    let mut loaded = Loaded::load(formulation.clone(), options, &watch.control)?;
    loaded.solve(false, Some(start))
}
