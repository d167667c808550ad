//! A few points, one after another, in a problem that is loaded once.
//!
//! What comes of a point must not depend on which thread solves it, or on what else that thread has
//! solved. So a chain begins with a problem loaded afresh, from a basis that [`Home`] gives it; each
//! relaxation begins where that of its neighbour in the chain ended, and each plan may be that of the
//! neighbour before it or of home. A chain is the same points in the same order in every run.

use std::time::{Duration, Instant};

use super::How;
use super::home::Home;
use super::nested::contains;
use super::proof::{ABSOLUTE, Candidate, active, bound_of, higher, improved, in_order};
use crate::diagnostics::Diagnostic;
use crate::formulation::{ColumnId, Formulation, ObjectiveTerms, formulate};
use crate::instance::{Instance, screens};
use crate::pipeline::{Fault, Held, NotHeld, Watch, best, held};
use crate::solver::{
    Beginning, Limit, Loaded, ObjectiveResult, Options, Outcome, Solved, SolverError, solve,
};
use crate::units::Wte;

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

/// A point, stated, with what its relaxation says.
pub(super) struct Stated {
    instance: Instance,
    formulation: Formulation,
    /// Why no staffing can do what is asked, seen from the data alone.
    screened: Option<String>,
    relaxed: Relaxed,
}

/// What the relaxation of a point says.
enum Relaxed {
    /// Nothing: it failed, or its time was over.
    Unknown,
    NoPlan,
    Solved {
        outcome: Outcome,
        ended: Option<Beginning>,
    },
}

impl Stated {
    pub(super) fn of(instance: &Instance, how: &How) -> Self {
        let screen = screens(instance).into_iter().find(Diagnostic::is_error);
        let (instance, formulation) = stated(instance, how);
        Self {
            instance,
            formulation,
            screened: screen.map(|screen| screen.message),
            relaxed: Relaxed::Unknown,
        }
    }

    pub(super) fn instance(&self) -> &Instance {
        &self.instance
    }
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

    /// Solves the relaxations of all points. Where more can only help or hinder, points stand with the
    /// hardest first and the easiest is begun with: once one has no plan, those harder than it have
    /// none, which is the slowest thing of all to find out of each.
    pub(super) fn relax(
        &mut self,
        points: &mut [Stated],
        start: &Start,
        easiest_last: bool,
    ) -> Result<(), Halt> {
        let mut from = start.beginning.clone();
        let mut impossible = start.impossible.clone();
        let count = points.len();
        for step in 0..count {
            let place = if easiest_last { count - 1 - step } else { step };
            let Some(point) = points
                .get_mut(place)
                .filter(|point| point.screened.is_none())
            else {
                continue;
            };
            if impossible
                .as_ref()
                .is_some_and(|impossible| contains(impossible, &point.formulation))
            {
                point.relaxed = Relaxed::NoPlan;
                continue;
            }
            self.loaded(&point.formulation)?;
            let sought = self.how.sought(&point.formulation);
            let outcome = self.programme(sought, from.as_ref(), Instant::now());
            if self.watch.control.stop.is_asked() {
                return Err(Halt::Stopped);
            }
            point.relaxed = match outcome {
                Some(Outcome::Infeasible) => {
                    impossible = Some(point.formulation.clone());
                    Relaxed::NoPlan
                }
                Some(outcome @ (Outcome::Optimal(_) | Outcome::WithinGap(_))) => {
                    let ended = self.loaded.as_ref().and_then(Loaded::ended_at);
                    from = ended.clone().or(from);
                    Relaxed::Solved { outcome, ended }
                }
                _ => Relaxed::Unknown,
            };
        }
        Ok(())
    }

    /// Solves the next point, whose relaxation is known.
    pub(super) fn point(&mut self, point: &Stated) -> Result<Settled, Halt> {
        let began = Instant::now();
        if let Some(screened) = &point.screened {
            return Ok(Settled::NoPlan(screened.clone()));
        }
        if matches!(point.relaxed, Relaxed::NoPlan) {
            return Ok(Settled::NoPlan(NOT_EVEN_WITH_FRACTIONS.to_owned()));
        }
        if let Some(reason) = &self.home.no_plan
            && contains(&self.home.formulation, &point.formulation)
        {
            return Ok(Settled::NoPlan(reason.clone()));
        }
        let settled = self.settle(point, began)?;
        if self.watch.control.stop.is_asked() {
            return Err(Halt::Stopped);
        }
        if let Settled::Plan(held) = &settled {
            self.before = Some(held.solved.values.clone());
        }
        Ok(settled)
    }

    fn settle(&mut self, point: &Stated, began: Instant) -> Result<Settled, Halt> {
        let (instance, formulation) = (&point.instance, &point.formulation);
        let outcome = if self.how.relaxed {
            self.relaxed(point, began)
        } else {
            self.whole(point, began)?
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

    /// The problem, changed to a formulation.
    fn loaded(&mut self, formulation: &Formulation) -> Result<(), Halt> {
        self.loaded = Some(match self.loaded.take() {
            Some(mut loaded) => {
                loaded.update(formulation)?;
                loaded
            }
            None => Loaded::load(formulation.clone(), &self.how.options, &self.watch.control)?,
        });
        Ok(())
    }

    /// Solves a linear programme of what is loaded, from a basis.
    fn programme(
        &mut self,
        sought: Vec<ObjectiveTerms>,
        from: Option<&Beginning>,
        began: Instant,
    ) -> Option<Outcome> {
        let left = self.how.left(began.elapsed()).time_limit;
        let loaded = self.loaded.as_mut()?;
        loaded.options_mut().time_limit = left;
        solve_from(loaded, sought, from)
    }

    fn relaxed(&self, point: &Stated, began: Instant) -> Found {
        let outcome = match &point.relaxed {
            Relaxed::Solved { outcome, .. } => outcome.clone(),
            _ => solve(&point.formulation, &self.left(began), &self.watch.control),
        };
        Found::of(outcome, NOT_EVEN_WITH_FRACTIONS)
    }

    /// The best plan with whole numbers: a neighbour's where the relaxation shows that none is better
    /// by more than the gap, else that of a search.
    fn whole(&mut self, point: &Stated, began: Instant) -> Result<Found, Halt> {
        let formulation = &point.formulation;
        self.loaded(formulation)?;
        let sought: Vec<ObjectiveTerms> = active(formulation).cloned().collect();
        let (bound, ended) = match &point.relaxed {
            Relaxed::Solved { outcome, ended } => (bound_of(outcome), ended.as_ref()),
            _ => (None, None),
        };
        let is_harder = contains(&self.home.formulation, formulation);
        let bound = higher(bound, self.home.bound.filter(|_| is_harder));
        let mut best: Option<Candidate> = None;
        for plan in [self.before.clone(), self.home.plan.clone()] {
            let Some(candidate) = self.around(formulation, &sought, plan.as_deref(), ended) else {
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
                && let Some(solved) = self.proved(formulation, &sought, best, (bound, ended), began)
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
        from: Option<&Beginning>,
    ) -> Option<Candidate> {
        let plan = plan.filter(|plan| plan.len() == formulation.columns.len())?;
        if formulation.is_kept_by(plan) {
            return Some(Candidate::of(plan.to_vec(), sought));
        }
        let loaded = self.loaded.as_mut()?;
        loaded.seek(formulation.objectives.clone());
        if let Some(from) = from {
            loaded.begin_at(from);
        }
        match loaded.solve_around(plan) {
            Ok(Outcome::Optimal(solved) | Outcome::WithinGap(solved)) => {
                Some(Candidate::of(solved.values, sought))
            }
            _ => None,
        }
    }

    /// What is proved of a plan, where that is as much as is asked: objective by objective, those
    /// before it held at the plan's.
    fn proved(
        &mut self,
        formulation: &Formulation,
        sought: &[ObjectiveTerms],
        plan: &Candidate,
        (first, from): (f64, Option<&Beginning>),
        began: Instant,
    ) -> Option<Solved> {
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
                let outcome = self.programme(vec![objective.clone()], from, began);
                if let Some(loaded) = &mut self.loaded {
                    loaded.let_go();
                }
                outcome.as_ref().and_then(bound_of)
            };
            let bound = bound?;
            let last = place + 1 == sought.len();
            let most = (formulation.objective_tolerance * value.abs()).max(ABSOLUTE);
            let allowance = ABSOLUTE + if last { 0.0 } else { most };
            let gap = (value - bound - allowance).max(0.0) / value.abs().max(1e-9);
            if gap > self.how.options.gap {
                return None;
            }
            holds.push((objective.terms.clone(), value + most));
            results.push(ObjectiveResult {
                objective: objective.objective,
                value,
                bound: bound.min(value),
                gap,
            });
        }
        Some(Solved {
            values: plan.values.clone(),
            objectives: in_order(formulation, results),
            solver_seconds: 0.0,
        })
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

/// Where a chain begins.
#[derive(Debug, Clone, Default)]
pub(super) struct Start {
    /// The basis of its first relaxation.
    pub(super) beginning: Option<Beginning>,
    /// A problem that has no plan even with fractions of people.
    pub(super) impossible: Option<Formulation>,
}

/// Solves the relaxation of what is loaded, from a basis. None: it failed in place.
pub(super) fn solve_from(
    loaded: &mut Loaded,
    sought: Vec<ObjectiveTerms>,
    from: Option<&Beginning>,
) -> Option<Outcome> {
    loaded.seek(sought);
    if let Some(from) = from {
        // Where it is of other rows or columns, it is no place to begin from.
        loaded.begin_at(from);
    }
    loaded.solve(true, None).ok()
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

    /// What the relaxation of a point seeks: with whole people the first objective that says anything.
    pub(super) fn sought(&self, formulation: &Formulation) -> Vec<ObjectiveTerms> {
        if self.relaxed {
            formulation.objectives.clone()
        } else {
            active(formulation).take(1).cloned().collect()
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
