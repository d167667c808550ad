//! A few points, one after another, in a problem that is loaded once.
//!
//! What comes of a point must not depend on which thread solves it, or on what else that thread has
//! solved. So a chain begins with a problem loaded afresh; every relaxation begins from one and the
//! same basis, [`Home`]'s; and the only thing that a point takes from another is the plan of the point
//! before it in the chain, which is the same points in the same order in every run.

use std::time::{Duration, Instant};

use super::How;
use super::home::Home;
use super::nested::{contains, keeps};
use crate::diagnostics::Diagnostic;
use crate::formulation::{ColumnId, Formulation, ObjectiveTerms, formulate};
use crate::instance::{Instance, screens};
use crate::pipeline::{Fault, Held, NotHeld, Watch, best, held};
use crate::solver::{Limit, Loaded, ObjectiveResult, Options, Outcome, Solved, SolverError, solve};
use crate::units::Wte;

/// What a solver may be off by, and what a plan may lose to a later objective at least.
const ABSOLUTE: f64 = 1e-6;

/// Why no plan keeps everything, in short.
pub(super) const NOT_EVEN_WITH_FRACTIONS: &str = "no plan, even with fractions of people (proved)";
pub(super) const NOT_WITH_WHOLE_PEOPLE: &str = "no plan with whole people (proved)";

/// What came of a point.
#[derive(Debug)]
pub(super) enum Settled {
    Plan(Box<Held>),
    NoPlan(String),
    /// The time that a point may take came first.
    NotYet,
}

/// Why a chain ended early.
#[derive(Debug)]
pub(super) enum Halt {
    /// Somebody asked to stop.
    Stopped,
    /// Our fault.
    Fault(Fault),
}

impl From<SolverError> for Halt {
    fn from(error: SolverError) -> Self {
        Self::Fault(Fault::Solver(error.to_string()))
    }
}

pub(super) struct Chain<'a> {
    how: &'a How,
    watch: &'a Watch,
    home: &'a Home,
    loaded: Option<Loaded>,
    /// The plan of the point before.
    before: Option<Vec<f64>>,
}

/// A plan with what it reaches on each objective.
struct Candidate {
    values: Vec<f64>,
    reached: Vec<f64>,
}

impl<'a> Chain<'a> {
    pub(super) fn begin(how: &'a How, watch: &'a Watch, home: &'a Home) -> Self {
        Self {
            how,
            watch,
            home,
            loaded: None,
            before: None,
        }
    }

    /// Solves the next point.
    pub(super) fn point(&mut self, instance: &Instance) -> Result<Settled, Halt> {
        let began = Instant::now();
        if let Some(screen) = screens(instance).into_iter().find(Diagnostic::is_error) {
            return Ok(Settled::NoPlan(screen.message));
        }
        let (instance, formulation) = stated(instance, self.how);
        if let Some(reason) = &self.home.no_plan
            && contains(&self.home.formulation, &formulation)
        {
            return Ok(Settled::NoPlan(reason.clone()));
        }
        let settled = self.settle(&instance, &formulation, began)?;
        if self.watch.control.stop.is_asked() {
            return Err(Halt::Stopped);
        }
        if let Settled::Plan(held) = &settled {
            self.before = Some(held.solved.values.clone());
        }
        Ok(settled)
    }

    fn settle(
        &mut self,
        instance: &Instance,
        formulation: &Formulation,
        began: Instant,
    ) -> Result<Settled, Halt> {
        let outcome = if self.how.relaxed {
            self.relaxed(formulation, began)?
        } else {
            self.whole(formulation, began)?
        };
        let reason = match outcome {
            Found::NoPlan(reason) => return Ok(Settled::NoPlan(reason.to_owned())),
            Found::Outcome(outcome) => match held(instance, formulation, *outcome, self.watch) {
                Ok(held) => return Ok(Settled::Plan(Box::new(held))),
                Err(reason) => reason,
            },
        };
        match reason {
            NotHeld::None => Ok(Settled::NoPlan(self.how.no_plan().to_owned())),
            NotHeld::Limit(Limit::Time) => Ok(Settled::NotYet),
            NotHeld::Limit(Limit::Interrupted) => Err(Halt::Stopped),
            // A plan spoilt by rounding, or a solver that gave up: the long way.
            NotHeld::Fault(fault) if self.how.relaxed => Err(Halt::Fault(fault)),
            NotHeld::Fault(_) => match best(instance, &self.left(began), self.watch) {
                Ok(held) => Ok(Settled::Plan(Box::new(held))),
                Err(NotHeld::None) => Ok(Settled::NoPlan(NOT_WITH_WHOLE_PEOPLE.to_owned())),
                Err(NotHeld::Limit(Limit::Time)) => Ok(Settled::NotYet),
                Err(NotHeld::Limit(Limit::Interrupted)) => Err(Halt::Stopped),
                Err(NotHeld::Fault(fault)) => Err(Halt::Fault(fault)),
            },
        }
    }

    /// The options with what is left of the point's time.
    fn left(&self, began: Instant) -> Options {
        self.how.left(began.elapsed())
    }

    /// The problem, changed to a formulation, about to begin from home.
    fn loaded(&mut self, formulation: &Formulation) -> Result<&mut Loaded, Halt> {
        let loaded = match self.loaded.take() {
            Some(mut loaded) => {
                loaded.update(formulation)?;
                loaded
            }
            None => Loaded::load(formulation.clone(), &self.how.options, &self.watch.control)?,
        };
        Ok(self.loaded.insert(loaded))
    }

    /// Solves a linear programme of what is loaded, from home.
    fn programme(
        &mut self,
        sought: Vec<ObjectiveTerms>,
        began: Instant,
    ) -> Result<Option<Outcome>, Halt> {
        let left = self.how.left(began.elapsed()).time_limit;
        let home = self.home;
        let Some(loaded) = &mut self.loaded else {
            return Ok(None);
        };
        loaded.options_mut().time_limit = left;
        loaded.seek(sought);
        if let Some(beginning) = &home.beginning {
            // Where it is of other rows or columns, it is no place to begin from.
            let _ = loaded.begin_at(beginning);
        }
        // What fails in place is left to a search afresh.
        Ok(loaded.solve(true, None).ok())
    }

    fn relaxed(&mut self, formulation: &Formulation, began: Instant) -> Result<Found, Halt> {
        self.loaded(formulation)?;
        let outcome = match self.programme(formulation.objectives.clone(), began)? {
            Some(outcome) if !matches!(outcome, Outcome::Failed(_)) => outcome,
            _ => solve(formulation, &self.left(began), &self.watch.control),
        };
        Ok(Found::of(outcome, NOT_EVEN_WITH_FRACTIONS))
    }

    /// The best plan with whole numbers: a neighbour's where the relaxation shows that none is better
    /// by more than the gap, else that of a search.
    fn whole(&mut self, formulation: &Formulation, began: Instant) -> Result<Found, Halt> {
        self.loaded(formulation)?;
        let sought: Vec<ObjectiveTerms> = active(formulation).cloned().collect();
        let first = self.programme(sought.first().cloned().into_iter().collect(), began)?;
        let bound = match first {
            Some(Outcome::Infeasible) => return Ok(Found::NoPlan(NOT_EVEN_WITH_FRACTIONS)),
            Some(outcome) => bound_of(&outcome),
            None => None,
        };
        let is_harder = contains(&self.home.formulation, formulation);
        let bound = higher(bound, self.home.bound.filter(|_| is_harder));
        let mut best: Option<Candidate> = None;
        for plan in [self.before.clone(), self.home.plan.clone()] {
            let Some(candidate) = self.around(formulation, &sought, plan.as_deref())? else {
                continue;
            };
            if best
                .as_ref()
                .is_none_or(|best| candidate.reached < best.reached)
            {
                best = Some(candidate);
            }
            if let Some(bound) = bound
                && let Some(best) = &best
                && let Some(solved) = self.proved(formulation, &sought, best, bound, began)?
            {
                let outcome = if solved.objectives.iter().all(|reached| reached.gap <= 1e-9) {
                    Outcome::Optimal(solved)
                } else {
                    Outcome::WithinGap(solved)
                };
                return Ok(Found::Outcome(Box::new(outcome)));
            }
        }
        let start = best.as_ref().map(|best| best.values.as_slice());
        let outcome = self.search(formulation, start, began)?;
        Ok(Found::of(
            improved(outcome, &sought, best, bound),
            NOT_WITH_WHOLE_PEOPLE,
        ))
    }

    /// A plan with a neighbour's whole numbers; none where they keep not everything.
    fn around(
        &mut self,
        formulation: &Formulation,
        sought: &[ObjectiveTerms],
        plan: Option<&[f64]>,
    ) -> Result<Option<Candidate>, Halt> {
        let Some(plan) = plan.filter(|plan| plan.len() == formulation.columns.len()) else {
            return Ok(None);
        };
        if keeps(formulation, plan) {
            return Ok(Some(Candidate::of(plan.to_vec(), sought)));
        }
        let Some(loaded) = &mut self.loaded else {
            return Ok(None);
        };
        loaded.seek(formulation.objectives.clone());
        if let Some(beginning) = &self.home.beginning {
            let _ = loaded.begin_at(beginning);
        }
        Ok(match loaded.solve_around(plan) {
            Ok(Outcome::Optimal(solved) | Outcome::WithinGap(solved)) => {
                Some(Candidate::of(solved.values, sought))
            }
            _ => None,
        })
    }

    /// What is proved of a plan, where that is as much as is asked: objective by objective, those
    /// before it held at the plan's.
    fn proved(
        &mut self,
        formulation: &Formulation,
        sought: &[ObjectiveTerms],
        plan: &Candidate,
        first: f64,
        began: Instant,
    ) -> Result<Option<Solved>, Halt> {
        let mut results: Vec<ObjectiveResult> = Vec::new();
        let mut holds: Vec<(Vec<(ColumnId, f64)>, f64)> = Vec::new();
        for (place, (objective, &value)) in sought.iter().zip(&plan.reached).enumerate() {
            let bound = if place == 0 {
                Some(first)
            } else {
                if let Some(loaded) = &mut self.loaded {
                    for (terms, most) in &holds {
                        loaded.hold(terms.clone(), *most);
                    }
                }
                let outcome = self.programme(vec![objective.clone()], began);
                if let Some(loaded) = &mut self.loaded {
                    loaded.let_go();
                }
                outcome?.as_ref().and_then(bound_of)
            };
            let Some(bound) = bound else {
                return Ok(None);
            };
            let last = place + 1 == sought.len();
            let most = (formulation.objective_tolerance * value.abs()).max(ABSOLUTE);
            let allowance = ABSOLUTE + if last { 0.0 } else { most };
            let gap = (value - bound - allowance).max(0.0) / value.abs().max(1e-9);
            if gap > self.how.options.gap {
                return Ok(None);
            }
            holds.push((objective.terms.clone(), value + most));
            results.push(ObjectiveResult {
                objective: objective.objective,
                value,
                bound: bound.min(value),
                gap,
            });
        }
        Ok(Some(Solved {
            values: plan.values.clone(),
            objectives: in_order(formulation, results),
            solver_seconds: 0.0,
        }))
    }

    /// Looks for the best plan in a problem of its own, which leaves the chain's where it is.
    fn search(
        &self,
        formulation: &Formulation,
        start: Option<&[f64]>,
        began: Instant,
    ) -> Result<Outcome, Halt> {
        let left = self.left(began);
        if left.time_limit.is_some_and(|left| left.is_zero()) && start.is_none() {
            let limit = Limit::Time;
            return Ok(Outcome::LimitWithoutPlan { limit, bound: None });
        }
        searched(formulation, start, &left, self.watch)
    }
}

/// Looks for the best plan with whole numbers in a problem that is loaded for it alone.
pub(super) fn searched(
    formulation: &Formulation,
    start: Option<&[f64]>,
    options: &Options,
    watch: &Watch,
) -> Result<Outcome, Halt> {
    let mut alone = Loaded::load(formulation.clone(), options, &watch.control)?;
    match alone.solve(false, start) {
        Ok(outcome) => Ok(outcome),
        Err(_) => Ok(solve(formulation, options, &watch.control)),
    }
}

/// What a solve found.
enum Found {
    NoPlan(&'static str),
    Outcome(Box<Outcome>),
}

impl Found {
    fn of(outcome: Outcome, reason: &'static str) -> Self {
        match outcome {
            Outcome::Infeasible => Self::NoPlan(reason),
            outcome => Self::Outcome(Box::new(outcome)),
        }
    }
}

impl Candidate {
    fn of(values: Vec<f64>, sought: &[ObjectiveTerms]) -> Self {
        let reached = sought
            .iter()
            .map(|objective| sum(&objective.terms, &values));
        Self {
            reached: reached.collect(),
            values,
        }
    }
}

/// An instance and its mathematics, as they are to be solved.
pub(super) fn stated(instance: &Instance, how: &How) -> (Instance, Formulation) {
    if how.relaxed {
        let instance = with_fractions(instance);
        let formulation = formulate(&instance).relaxed();
        (instance, formulation)
    } else {
        (instance.clone(), formulate(instance))
    }
}

/// The instance with posts, hires and places of any size, so that the audit of a plan with fractions
/// of people asks for what was asked.
fn with_fractions(instance: &Instance) -> Instance {
    let mut instance = instance.clone();
    for service in &mut instance.services {
        for role in service.care.roles.values_mut() {
            role.post_unit = Wte::ZERO;
            role.in_post_unit = Wte::ZERO;
        }
        for route in service.care.routes.values_mut() {
            route.places_unit = Wte::ZERO;
        }
    }
    instance
}

/// The objectives that say anything, in order.
pub(super) fn active(formulation: &Formulation) -> impl Iterator<Item = &ObjectiveTerms> {
    let objectives = formulation.objectives.iter();
    objectives.filter(|objective| !objective.terms.is_empty())
}

/// The results of the objectives that say anything, with those of the others between them.
fn in_order(formulation: &Formulation, results: Vec<ObjectiveResult>) -> Vec<ObjectiveResult> {
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

fn sum(terms: &[(ColumnId, f64)], values: &[f64]) -> f64 {
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
fn improved(
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

impl How {
    /// The options of a solve after so much of a point's time.
    pub(super) fn left(&self, taken: Duration) -> Options {
        Options {
            time_limit: self
                .options
                .time_limit
                .map(|limit| limit.saturating_sub(taken)),
            ..self.options.clone()
        }
    }

    fn no_plan(&self) -> &'static str {
        if self.relaxed {
            NOT_EVEN_WITH_FRACTIONS
        } else {
            NOT_WITH_WHOLE_PEOPLE
        }
    }
}
