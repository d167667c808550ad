//! The point from which all others begin: its relaxation's basis is a step away from theirs, and its
//! plan is often theirs too.

use std::thread;

use super::How;
use super::chain::{
    Halt, NOT_EVEN_WITH_FRACTIONS, NOT_WITH_WHOLE_PEOPLE, Start, searched, solve_from, stated,
};
use super::proof::{bound_of, higher};
use crate::formulation::Formulation;
use crate::instance::Instance;
use crate::pipeline::Watch;
use crate::solver::{Beginning, Control, Loaded, Outcome};

/// What is known of the point from which all others begin. It is found afresh in every run, and is
/// the same in each.
pub(super) struct Home {
    pub(super) formulation: Formulation,
    /// Where its relaxation ended; none where that has no plan.
    pub(super) beginning: Option<Beginning>,
    /// Its plan with whole numbers.
    pub(super) plan: Option<Vec<f64>>,
    /// What no plan of it beats on the first objective that says anything.
    pub(super) bound: Option<f64>,
    /// Why it has no plan, where that is proved.
    pub(super) no_plan: Option<String>,
}

impl Home {
    /// Solves it: the relaxation and the search side by side where there are threads.
    pub(super) fn find(
        instance: &Instance,
        how: &How,
        threads: usize,
        watch: &Watch,
    ) -> Result<Self, Halt> {
        let (_, formulation) = stated(instance, how);
        let mut home = Self {
            beginning: None,
            plan: None,
            bound: None,
            no_plan: None,
            formulation,
        };
        let part = Watch {
            control: Control {
                stop: watch.control.stop.for_a_part(),
                progress: None,
            },
            stage: None,
        };
        let formulation = &home.formulation;
        let search = || searched(formulation, None, &how.options, &part);
        let relax = || relaxation(formulation, how, watch);
        let (relaxed, found) = if how.relaxed {
            (relax(), None)
        } else if threads > 1 {
            thread::scope(|scope| {
                let search = scope.spawn(search);
                let relaxed = relax();
                if matches!(relaxed, Ok((Some(Outcome::Infeasible), _))) {
                    part.control.stop.ask();
                }
                (relaxed, search.join().ok())
            })
        } else {
            let relaxed = relax();
            let is_open = !matches!(relaxed, Ok((Some(Outcome::Infeasible), _)));
            let found = is_open.then(search);
            (relaxed, found)
        };
        let (outcome, beginning) = relaxed?;
        home.beginning = beginning;
        home.bound = outcome.as_ref().filter(|_| !how.relaxed).and_then(bound_of);
        if matches!(outcome, Some(Outcome::Infeasible)) {
            home.no_plan = Some(NOT_EVEN_WITH_FRACTIONS.to_owned());
        } else if let Some(found) = found {
            home.take(found?);
        }
        if watch.control.stop.is_asked() {
            return Err(Halt::Stopped);
        }
        Ok(home)
    }

    /// Where chains of one line begin, whose easiest points are given, the easiest first. Each begins
    /// where the relaxation of its own easiest point ended; where that has no plan, no harder one has.
    pub(super) fn scout(
        &self,
        easiest: impl Iterator<Item = Result<Instance, Halt>>,
        how: &How,
        watch: &Watch,
    ) -> Result<Vec<Start>, Halt> {
        let mut starts: Vec<Start> = Vec::new();
        let mut loaded: Option<Loaded> = None;
        let mut start = self.start();
        for instance in easiest {
            let (_, formulation) = stated(&instance?, how);
            if start.impossible.is_none() {
                let mut problem = match loaded.take() {
                    Some(mut problem) => {
                        problem.update(&formulation)?;
                        problem
                    }
                    None => Loaded::load(formulation.clone(), &how.options, &watch.control)?,
                };
                let sought = how.sought(&formulation);
                let outcome = solve_from(&mut problem, sought, start.beginning.as_ref());
                if matches!(outcome, Some(Outcome::Infeasible)) {
                    start.impossible = Some(formulation);
                } else {
                    start.beginning = problem.ended_at().or(start.beginning);
                }
                loaded = Some(problem);
            }
            if watch.control.stop.is_asked() {
                return Err(Halt::Stopped);
            }
            starts.push(start.clone());
        }
        Ok(starts)
    }

    /// Where a chain begins of which nothing else is known.
    pub(super) fn start(&self) -> Start {
        let is_impossible = self.no_plan.as_deref() == Some(NOT_EVEN_WITH_FRACTIONS);
        Start {
            beginning: self.beginning.clone(),
            impossible: is_impossible.then(|| self.formulation.clone()),
        }
    }

    fn take(&mut self, outcome: Outcome) {
        match outcome {
            Outcome::Optimal(solved) | Outcome::WithinGap(solved) => {
                let objectives = self.formulation.objectives.iter().zip(&solved.objectives);
                let first = objectives
                    .filter(|(sought, _)| !sought.terms.is_empty())
                    .map(|(_, reached)| reached.bound)
                    .next();
                self.bound = higher(self.bound, first.filter(|bound| bound.is_finite()));
                self.plan = Some(solved.values);
            }
            Outcome::Infeasible => self.no_plan = Some(NOT_WITH_WHOLE_PEOPLE.to_owned()),
            // What a limit cut short differs from run to run; what failed is met again at its point.
            _ => {}
        }
    }
}

/// The relaxation, and where it ended.
fn relaxation(
    formulation: &Formulation,
    how: &How,
    watch: &Watch,
) -> Result<(Option<Outcome>, Option<Beginning>), Halt> {
    let mut loaded = Loaded::load(formulation.clone(), &how.options, &watch.control)?;
    let outcome = solve_from(&mut loaded, how.sought(formulation), None);
    Ok((outcome, loaded.ended_at()))
}
