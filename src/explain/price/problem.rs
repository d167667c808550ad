//! The problem that is loaded once and solved again for every step: cost alone is sought, and what
//! soft standards fall short is held.

use std::time::{Duration, Instant};

use super::change::Change;
use super::tree::{self, Proof, Searched};
use crate::formulation::{Formulation, ObjectiveTerms, VarKey};
use crate::instance::Objective;
use crate::pipeline::Watch;
use crate::solver::{
    Beginning, Duals, Limit, Loaded, Options, Outcome, Sizes, Solved, SolverError, solve,
};

/// What a solver may be off by.
const ROUNDING: f64 = 1e-6;

/// Why pricing could not go on.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Halt {
    /// A limit came first.
    Limit(Limit),
    /// The solver failed.
    Fault(String),
}

impl From<SolverError> for Halt {
    fn from(error: SolverError) -> Self {
        Self::Fault(error.to_string())
    }
}

/// What came of a solve.
#[derive(Debug, Clone)]
pub(super) enum Answer {
    /// The best plan, or the best found in its time.
    Plan(Cost),
    /// Proved: none.
    NoPlan,
    /// Neither, in its time.
    NotSettled,
}

/// What a plan costs, what none can cost less than, and the plan.
#[derive(Debug, Clone)]
pub(super) struct Cost {
    pub(super) value: f64,
    pub(super) bound: f64,
    pub(super) values: Vec<f64>,
}

/// A solution of the relaxation with its prices.
#[derive(Debug, Clone)]
pub(super) struct Point {
    pub(super) cost: f64,
    pub(super) values: Vec<f64>,
    pub(super) duals: Duals,
}

pub(super) struct Problem<'a> {
    options: &'a Options,
    watch: &'a Watch,
    began: Instant,
    loaded: Loaded,
    /// What is loaded between steps.
    base: Formulation,
    /// The most that each soft standard may fall short.
    held: Vec<(VarKey, f64)>,
    /// The columns that must be whole.
    whole: Vec<VarKey>,
    /// Where the relaxation of the base ended.
    home: Option<Beginning>,
    pub(super) solves: usize,
}

impl<'a> Problem<'a> {
    /// Loads the mathematics of an instance; soft standards that are sought before cost are held at
    /// what the relaxation's best plan falls short.
    pub(super) fn load(
        formulation: &Formulation,
        options: &'a Options,
        watch: &'a Watch,
        began: Instant,
    ) -> Result<Self, Halt> {
        let mut base = formulation.clone();
        let cost = base
            .objectives
            .iter()
            .position(|sought| sought.objective == Objective::LeastCost);
        base.objectives.truncate(cost.map_or(0, |cost| cost + 1));
        let has_soft = has_shortfalls(formulation);
        if !has_soft {
            let is_cost = |sought: &ObjectiveTerms| sought.objective == Objective::LeastCost;
            base.objectives.retain(is_cost);
        }
        let loaded = Loaded::load(base.clone(), options, &watch.control)?;
        let mut problem = Self {
            options,
            watch,
            began,
            loaded,
            whole: Self::whole_keys(&base),
            home: None,
            base,
            held: Vec::new(),
            solves: 0,
        };
        if has_soft {
            let Answer::Plan(best) = problem.solve(true, None, None)? else {
                return Err(Halt::Fault("the relaxation has no plan".to_owned()));
            };
            problem.hold(&best.values)?;
        }
        Ok(problem)
    }

    /// Whether soft standards are held.
    pub(super) fn holds_shortfalls(&self) -> bool {
        !self.held.is_empty()
    }

    /// What is loaded between steps.
    pub(super) fn base(&self) -> &Formulation {
        &self.base
    }

    /// Lets soft standards fall short by no more than a plan does, and seeks cost alone.
    pub(super) fn hold(&mut self, values: &[f64]) -> Result<(), Halt> {
        let columns = self.base.columns.keys().zip(values);
        self.held = columns
            .filter(|(key, _)| matches!(key, VarKey::Shortfall { .. }))
            .map(|(key, value)| (key.clone(), value.max(0.0) * (1.0 + ROUNDING) + ROUNDING))
            .collect();
        self.base = self.prepared(self.base.clone());
        let held = self.held.iter();
        self.loaded
            .set_columns(held.map(|(key, most)| (key, 0.0, *most)))?;
        self.loaded.seek(self.base.objectives.clone());
        Ok(())
    }

    /// A formulation as it is priced: cost alone, shortfalls held.
    pub(super) fn prepared(&self, mut formulation: Formulation) -> Formulation {
        formulation
            .objectives
            .retain(|sought| sought.objective == Objective::LeastCost);
        for (key, most) in &self.held {
            if let Some(column) = formulation.columns.get_mut(key) {
                column.upper = *most;
            }
        }
        formulation
    }

    /// What is left of the time.
    ///
    /// # Errors
    ///
    /// When nothing is left, or somebody has asked to stop.
    pub(super) fn left(&self) -> Result<Option<Duration>, Halt> {
        if self.watch.control.stop.is_asked() {
            return Err(Halt::Limit(Limit::Interrupted));
        }
        let left = self.options.time_limit;
        let left = left.map(|limit| limit.saturating_sub(self.began.elapsed()));
        if left.is_some_and(|left| left.is_zero()) {
            return Err(Halt::Limit(Limit::Time));
        }
        Ok(left)
    }

    /// The relaxation as it is loaded, with its prices; none where it has no plan.
    pub(super) fn relaxation(&mut self) -> Result<Option<Point>, Halt> {
        match self.solve(true, None, None)? {
            Answer::Plan(cost) => Ok(self.point(cost)),
            _ => Ok(None),
        }
    }

    fn point(&self, cost: Cost) -> Option<Point> {
        Some(Point {
            cost: cost.value,
            values: cost.values,
            duals: self.loaded.duals()?,
        })
    }

    /// The same with everything whole held at a plan's numbers.
    pub(super) fn around(&mut self, plan: &[f64]) -> Result<Option<Point>, Halt> {
        self.loaded.options_mut().time_limit = self.left()?;
        self.solves += 1;
        match cost_of(self.loaded.solve_around(plan)?) {
            Answer::Plan(cost) => Ok(self.point(cost)),
            _ => Ok(None),
        }
    }

    /// The relaxation with some rows moved, which are put back.
    pub(super) fn relaxation_moved(
        &mut self,
        change: &Change,
        steps: f64,
    ) -> Result<Option<Point>, Halt> {
        self.move_rows(change, steps)?;
        let point = self.relaxation();
        self.move_rows(change, 0.0)?;
        point
    }

    /// Solves the relaxation of the base, and remembers where that ended.
    pub(super) fn base_relaxation(&mut self) -> Result<Option<Point>, Halt> {
        let point = self.relaxation()?;
        self.home = self.loaded.ended_at();
        Ok(point)
    }

    /// Lets the next relaxation begin where that of the base ended: every step is as near to it as
    /// it can be, and none depends on the steps before it.
    pub(super) fn go_home(&mut self) {
        if let Some(home) = &self.home {
            self.loaded.begin_at(home);
        }
    }

    fn move_rows(&mut self, change: &Change, steps: f64) -> Result<(), Halt> {
        for (key, lower, upper) in change.rows_at(&self.base, steps) {
            self.loaded.set_row(&key, lower, upper)?;
        }
        Ok(())
    }

    /// The keys of the columns that must be whole, where they can move.
    fn whole_keys(formulation: &Formulation) -> Vec<VarKey> {
        let columns = formulation.columns.iter();
        let whole = columns.filter(|(_, column)| column.whole && column.lower < column.upper);
        whole.map(|(key, _)| key.clone()).collect()
    }

    /// The bounds of those columns: the box that holds every plan.
    pub(super) fn whole_box(&self) -> Vec<(f64, f64)> {
        let columns = self.whole.iter().map(|key| self.base.columns.get(key));
        let bounds = columns.flatten();
        bounds
            .map(|column| (column.lower.ceil(), column.upper.floor()))
            .collect()
    }

    /// The values of those columns.
    pub(super) fn whole_of(&self, values: &[f64]) -> Vec<f64> {
        let places = self.whole.iter();
        let places = places.filter_map(|key| self.base.columns.get_index_of(key));
        places
            .map(|place| values.get(place).copied().unwrap_or(0.0))
            .collect()
    }

    /// The relaxation with its whole columns in a box.
    pub(super) fn within(&mut self, boxed: &[(f64, f64)]) -> Result<Answer, Halt> {
        let columns = self.whole.iter().zip(boxed);
        self.loaded
            .set_columns(columns.map(|(key, (lower, upper))| (key, *lower, *upper)))?;
        self.solve(true, None, None)
    }

    /// Looks for the best plan with whole numbers of a formulation, from what proves the
    /// plan there is, and goes back to the base.
    pub(super) fn searched(
        &mut self,
        next: &Formulation,
        proof: &Proof,
        start: Option<Cost>,
        near: &[f64],
    ) -> Result<Searched, Halt> {
        self.loaded.update(next)?;
        self.go_home();
        let gap = self.options.gap;
        let near = self.whole_of(near);
        let searched = tree::search(self, proof, start, &near, gap);
        self.loaded.update(&self.base)?;
        searched
    }

    /// Solves another formulation in place, and goes back to the base.
    pub(super) fn stepped(
        &mut self,
        next: &Formulation,
        relaxed: bool,
        start: Option<&[f64]>,
        most: Option<Duration>,
    ) -> Result<Answer, Halt> {
        self.loaded.update(next)?;
        let answer = self.solve(relaxed, start, most);
        self.loaded.update(&self.base)?;
        let answer = answer?;
        if !matches!(answer, Answer::NotSettled) || !relaxed {
            return Ok(answer);
        }
        // What failed in place may be solved afresh, in other sizes.
        let options = Options {
            time_limit: self.left()?,
            sizes: Sizes::Alike,
            ..self.options.clone()
        };
        self.solves += 1;
        let afresh = next.clone().relaxed();
        Ok(cost_of(solve(&afresh, &options, &self.watch.control)))
    }

    /// Solves what is loaded.
    pub(super) fn solve(
        &mut self,
        relaxed: bool,
        start: Option<&[f64]>,
        most: Option<Duration>,
    ) -> Result<Answer, Halt> {
        let left = self.left()?;
        let limit = match (left, most) {
            (Some(left), Some(most)) => Some(left.min(most)),
            (left, most) => left.or(most),
        };
        self.loaded.options_mut().time_limit = limit;
        self.solves += 1;
        let Ok(outcome) = self.loaded.solve(relaxed, start) else {
            return Ok(Answer::NotSettled);
        };
        let answer = cost_of(outcome);
        if matches!(answer, Answer::NotSettled) {
            self.left()?;
        }
        Ok(answer)
    }
}

/// Whether a formulation seeks to fall short of soft standards as little as can be before cost.
pub(super) fn has_shortfalls(formulation: &Formulation) -> bool {
    formulation
        .objectives
        .iter()
        .take_while(|sought| sought.objective != Objective::LeastCost)
        .any(|sought| !sought.terms.is_empty())
}

fn cost_of(outcome: Outcome) -> Answer {
    let of = |solved: Solved| {
        let cost = solved
            .objectives
            .iter()
            .find(|reached| reached.objective == Objective::LeastCost)?;
        Some(Answer::Plan(Cost {
            value: cost.value,
            bound: cost.bound,
            values: solved.values,
        }))
    };
    match outcome {
        Outcome::Optimal(solved)
        | Outcome::WithinGap(solved)
        | Outcome::LimitWithPlan(solved, _) => of(solved).unwrap_or(Answer::NotSettled),
        Outcome::Infeasible => Answer::NoPlan,
        Outcome::LimitWithoutPlan { .. } | Outcome::Unbounded | Outcome::Failed(_) => {
            Answer::NotSettled
        }
    }
}
