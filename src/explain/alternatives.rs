//! Other plans at nearly the least cost: each as far as can be from the others in something that
//! people care about, and what none of them can do without.
//!
//! What all have in common is proved by the relaxation, which is fast and valid. How far it can go in
//! each direction also says which plans are worth a search with whole numbers.

mod aims;
mod common;
mod different;

use std::time::{Duration, Instant};

pub use aims::aims;
use aims::{Sum, spend, sum_of, value, with_columns_for_aims};
use common::common;
use different::most_different;

use crate::formulation::{Formulation, ObjectiveTerms};
use crate::instance::{Instance, Objective};
use crate::pipeline::{Fault, Held, NotHeld, Stage, Watch, best, held};
use crate::report::alternatives::{Aim, Alternative, Alternatives, Figures, Found, Verdict};
use crate::report::answer::Status;
use crate::solver::{Control, Limit, Loaded, Options, Outcome, Scaled, Solved, SolverError, scale};

/// What is asked.
#[derive(Debug, Clone, PartialEq)]
pub struct Question {
    /// By how much more than the least a plan may cost, as a share.
    pub within: f64,
    /// Which plans.
    pub which: Which,
    /// How to solve. The time limit is for everything together.
    pub options: Options,
}

/// Which plans are looked for.
#[derive(Debug, Clone, PartialEq)]
pub enum Which {
    /// So many that differ most.
    MostDifferent(usize),
    /// All.
    All,
    /// These.
    Only(Vec<Aim>),
}

/// A plan that is proved to go this far, of what it could, goes far enough.
const FAR_ENOUGH: f64 = 0.01;

/// No search for another plan takes longer, where no limit is given: what it has by then is shown
/// with what is proved.
const LONGEST_SEARCH: Duration = Duration::from_secs(30);

/// What the cost is stated as where it is held.
const HELD_SIZE: f64 = 1e4;

/// What a held sum may be off by, at least: what the solver may.
const ROUNDING: f64 = 1e-6;

/// Finds other plans, and what all within the cost have in common.
///
/// # Errors
///
/// When we fail: the solver does, or the plan of least cost breaks a promise.
pub fn alternatives(
    instance: &Instance,
    question: &Question,
    watch: &Watch,
) -> Result<Alternatives, Fault> {
    let began = Instant::now();
    let instance = &seeking_least_cost(instance);
    let answer = |verdict| Alternatives {
        within: question.within,
        verdict,
    };
    // Half of the time for the plan of least cost: without others there is no answer.
    let options = Options {
        time_limit: question.options.time_limit.map(|limit| limit / 2),
        ..question.options.clone()
    };
    let base = match best(instance, &options, watch) {
        Ok(base) => base,
        Err(NotHeld::None) => return Ok(answer(Verdict::NoPlan)),
        Err(NotHeld::Limit(_)) => return Ok(answer(Verdict::NotSettled)),
        Err(NotHeld::Fault(fault)) => return Err(fault),
    };
    let deadline = question
        .options
        .time_limit
        .and_then(|limit| began.checked_add(limit));
    let search = Search::begin(instance, question, &base, deadline, watch)
        .map_err(|error| Fault::Solver(error.to_string()))?;
    let found = search.run(&base);
    Ok(answer(Verdict::Found(Box::new(found))))
}

/// An instance that does not ask for least cost asks for it last.
fn seeking_least_cost(instance: &Instance) -> Instance {
    let mut asked = instance.clone();
    if !asked.objectives.contains(&Objective::LeastCost) {
        asked.objectives.push(Objective::LeastCost);
    }
    asked
}

/// How far plans can go in a direction.
struct Direction {
    aim: Aim,
    sum: Sum,
    /// What no plan goes below, as minimised; none where it is not known.
    bound: Option<f64>,
    /// A point of the relaxation that goes farthest.
    point: Option<Vec<f64>>,
}

struct Search<'a> {
    instance: &'a Instance,
    question: &'a Question,
    formulation: Formulation,
    /// The same in like sizes: many solves in a row meet what HiGHS fails on otherwise.
    scaled: Scaled,
    /// What is held: sums of columns, each with what it may be at most.
    held: Vec<(Sum, f64)>,
    loaded: Loaded,
    /// The plan of least cost, with values for all columns.
    start: Vec<f64>,
    at_most_gbp: f64,
    deadline: Option<Instant>,
    watch: &'a Watch,
}

impl<'a> Search<'a> {
    /// Loads the problem with what must be held.
    fn begin(
        instance: &'a Instance,
        question: &'a Question,
        base: &Held,
        deadline: Option<Instant>,
        watch: &'a Watch,
    ) -> Result<Self, SolverError> {
        let formulation = with_columns_for_aims(instance);
        let start = extended(&formulation, &base.formulation, &base.solved.values);
        let mut held = Vec::new();
        for objective in &formulation.objectives {
            if objective.objective == Objective::LeastCost {
                break;
            }
            let reached = value(&objective.terms, &start);
            let tolerance = (formulation.objective_tolerance * reached.abs()).max(ROUNDING);
            held.push((objective.terms.clone(), reached + tolerance));
        }
        let spend = spend(&formulation);
        let at_most_gbp = value(&spend, &start) * (1.0 + question.within);
        // In pounds a row of many millions cannot be kept as closely as the solver is asked to.
        let size = (at_most_gbp.abs() / HELD_SIZE).max(1.0);
        let scaled = spend
            .into_iter()
            .map(|(column, each)| (column, each / size));
        held.push((scaled.collect(), at_most_gbp / size));
        let scaled = scale(&formulation);
        let loaded = load(&scaled, &held, &question.options, watch)?;
        Ok(Self {
            instance,
            question,
            formulation,
            scaled,
            held,
            loaded,
            start,
            at_most_gbp,
            deadline,
            watch,
        })
    }

    fn run(mut self, base: &Held) -> Found {
        let mut found = Found {
            least_cost: base.outcome.clone(),
            at_most_gbp: self.at_most_gbp,
            plans: vec![Alternative {
                aim: Aim::LeastCost,
                status: base.outcome.status,
                figures: Figures::of(self.instance, &base.plan, &base.audit),
            }],
            common: Vec::new(),
            same: Vec::new(),
            left_out: Vec::new(),
            not_settled: Vec::new(),
            broken: Vec::new(),
        };
        let mut directions = self.directions();
        let order = self.order(&directions);
        let wanted = match &self.question.which {
            Which::MostDifferent(count) => *count,
            Which::All | Which::Only(_) => order.len(),
        };
        for (place, &direction) in order.iter().enumerate() {
            let aim = directions[direction].aim.clone();
            if found.plans.len() > wanted {
                found.left_out.push(aim);
                continue;
            }
            let still = (wanted + 1 - found.plans.len()).min(order.len() - place);
            match self.plan(&mut directions[direction], still) {
                Searched::Plan(alternative) => {
                    let lists_count = matches!(aim, Aim::ShortestWaits | Aim::MostEven);
                    let shown = found.plans.iter();
                    let like = shown
                        .filter(|plan| plan.figures.is_like(&alternative.figures, lists_count))
                        .map(|plan| plan.aim.clone())
                        .next();
                    match like {
                        Some(like) => found.same.push((aim, like)),
                        None => found.plans.push(*alternative),
                    }
                }
                Searched::NotSettled => found.not_settled.push(aim),
                Searched::Broken => found.broken.push(aim),
            }
        }
        found.common = common(self.instance, &directions);
        found
    }

    /// How far the relaxation can go in each direction. What everything has in common is asked of
    /// all of them, whichever plans are shown.
    fn directions(&mut self) -> Vec<Direction> {
        // No more than half of what is left: plans are to be shown, too.
        let now = Instant::now();
        let until = self
            .deadline
            .and_then(|deadline| now.checked_add(deadline.saturating_duration_since(now) / 2));
        self.watch.enter(&Stage::Asking(
            "finding what all plans within the cost have in common".to_owned(),
        ));
        let mut directions = Vec::new();
        for aim in aims(self.instance) {
            let sum = sum_of(self.instance, &self.formulation, &aim);
            let solved = if sum.is_empty() {
                None
            } else {
                self.relaxation(&sum, until)
            };
            let bound = solved.as_ref().and_then(|s| s.objectives.last());
            directions.push(Direction {
                bound: bound.map(|o| o.bound).filter(|bound| bound.is_finite()),
                point: solved.map(|solved| solved.values),
                aim,
                sum,
            });
        }
        directions
    }

    /// Makes a sum as small as can be where nothing need be whole.
    fn relaxation(&mut self, sum: &Sum, until: Option<Instant>) -> Option<Solved> {
        let left = self.left(until, None).ok()?;
        self.loaded.options_mut().time_limit = left;
        self.loaded.seek(vec![self.sought(sum)]);
        match self.loaded.solve_afresh() {
            Ok(Outcome::Optimal(solved) | Outcome::WithinGap(solved)) => {
                Some(self.restored(solved))
            }
            // Nothing is known of it, and nothing is said.
            Ok(_) | Err(_) => None,
        }
    }

    /// What is left until a time, and no more than so much; none for no limit.
    ///
    /// # Errors
    ///
    /// When nothing is left, or somebody has asked to stop.
    fn left(
        &self,
        until: Option<Instant>,
        most: Option<Duration>,
    ) -> Result<Option<Duration>, Limit> {
        if self.watch.control.stop.is_asked() {
            return Err(Limit::Interrupted);
        }
        let left = until.map(|until| until.saturating_duration_since(Instant::now()));
        if left.is_some_and(|left| left.is_zero()) {
            return Err(Limit::Time);
        }
        Ok(match (left, most) {
            (Some(left), Some(most)) => Some(left.min(most)),
            (left, most) => left.or(most),
        })
    }

    /// The directions in which plans are looked for, in order.
    fn order(&self, directions: &[Direction]) -> Vec<usize> {
        match &self.question.which {
            Which::Only(aims) => aims
                .iter()
                .filter_map(|aim| directions.iter().position(|d| d.aim == *aim))
                .collect(),
            Which::MostDifferent(_) | Which::All => most_different(directions, &self.start),
        }
    }

    /// The plan that goes farthest in a direction, and costs least so.
    fn plan(&mut self, direction: &mut Direction, still: usize) -> Searched {
        if direction.sum.is_empty() {
            return Searched::NotSettled;
        }
        let share = self.deadline.map(|deadline| {
            let left = deadline.saturating_duration_since(Instant::now());
            left / u32::try_from(still.max(1)).unwrap_or(u32::MAX)
        });
        let most = share.map_or(LONGEST_SEARCH, |share| share.min(LONGEST_SEARCH));
        let Ok(left) = self.left(self.deadline, Some(most)) else {
            return Searched::NotSettled;
        };
        self.watch.enter(&Stage::Asking(format!(
            "looking for the plan with {}",
            direction.aim.name().replacen('-', " ", 1)
        )));
        self.loaded.options_mut().time_limit = left;
        let outcome = match self.search(&direction.sum) {
            // Another order of work may get through where the first did not.
            Err(_) => self.reload().and_then(|()| self.search(&direction.sum)),
            outcome => outcome,
        };
        let (status, solved) = match outcome {
            Ok(Outcome::Optimal(solved)) => (Status::Optimal, solved),
            Ok(Outcome::WithinGap(solved)) => (Status::WithinGap, solved),
            Ok(Outcome::LimitWithPlan(solved, Limit::Time)) => (Status::TimeLimit, solved),
            Ok(Outcome::LimitWithPlan(solved, Limit::Interrupted)) => (Status::Interrupted, solved),
            // The plan of least cost is one: what says otherwise does not know.
            Ok(_) | Err(_) => return Searched::NotSettled,
        };
        let solved = self.restored(solved);
        if let Some(proved) = solved.objectives.last().map(|o| o.bound) {
            let known = direction.bound.unwrap_or(f64::NEG_INFINITY);
            direction.bound = Some(known.max(proved)).filter(|bound| bound.is_finite());
        }
        let cheapest = self.cheapest_around(&direction.sum, &solved);
        let tries = cheapest.into_iter().chain([solved]);
        for solved in tries {
            let outcome = Outcome::Optimal(solved);
            if let Ok(held) = held(self.instance, &self.formulation, outcome, self.watch) {
                return Searched::Plan(Box::new(Alternative {
                    aim: direction.aim.clone(),
                    status,
                    figures: Figures::of(self.instance, &held.plan, &held.audit),
                }));
            }
        }
        Searched::Broken
    }

    /// Searches for the plan with the least of a sum, from the plan of least cost.
    fn search(&mut self, sum: &Sum) -> Result<Outcome, SolverError> {
        self.loaded.seek(vec![self.sought(sum)]);
        let start = self.scaled.scaled(&self.start);
        self.loaded.solve(false, Some(&start))
    }

    /// A sum to be made as small as can be; the name stands for nothing.
    fn sought(&self, sum: &Sum) -> ObjectiveTerms {
        ObjectiveTerms {
            objective: Objective::LeastCost,
            terms: self.scaled.sum(sum),
        }
    }

    /// What was solved, in the formulation's own sizes.
    fn restored(&self, mut solved: Solved) -> Solved {
        self.scaled.restore(&mut solved.values);
        solved
    }

    /// Loads the problem anew, with the next seed.
    fn reload(&mut self) -> Result<(), SolverError> {
        let before = self.loaded.options_mut().clone();
        let options = Options {
            seed: before.seed.wrapping_add(1) & 0x7fff_ffff,
            ..before
        };
        self.loaded = load(&self.scaled, &self.held, &options, self.watch)?;
        Ok(())
    }

    /// The cheapest plan with the same whole numbers that goes as far.
    fn cheapest_around(&mut self, sum: &Sum, solved: &Solved) -> Option<Solved> {
        let left = self.left(self.deadline, Some(LONGEST_SEARCH)).ok()?;
        self.loaded.options_mut().time_limit = left;
        let cost = spend(&self.formulation);
        self.loaded.seek(vec![self.sought(sum), self.sought(&cost)]);
        let around = self.scaled.scaled(&solved.values);
        match self.loaded.solve_around(&around) {
            Ok(Outcome::Optimal(solved) | Outcome::WithinGap(solved)) => {
                Some(self.restored(solved))
            }
            _ => None,
        }
    }
}

/// Loads the problem with what is held.
fn load(
    scaled: &Scaled,
    held: &[(Sum, f64)],
    options: &Options,
    watch: &Watch,
) -> Result<Loaded, SolverError> {
    let options = Options {
        gap: options.gap.max(FAR_ENOUGH),
        ..options.clone()
    };
    // Its own progress would be told under the name of another objective.
    let control = Control {
        progress: None,
        ..watch.control.clone()
    };
    let mut loaded = Loaded::load(scaled.formulation.clone(), &options, &control)?;
    for (sum, most) in held {
        loaded.hold(scaled.sum(sum), *most);
    }
    Ok(loaded)
}

/// What came of looking for a plan.
enum Searched {
    Plan(Box<Alternative>),
    NotSettled,
    Broken,
}

/// A plan's values with those of columns that were added for aims: each as small as its rows let
/// it be.
fn extended(formulation: &Formulation, base: &Formulation, values: &[f64]) -> Vec<f64> {
    let mut all = values.to_vec();
    all.resize(formulation.columns.len(), 0.0);
    for row in formulation.rows.values().skip(base.rows.len()) {
        let mut added = row.terms.iter().filter(|(c, _)| c.0 >= base.columns.len());
        let Some(&(column, each)) = added.next() else {
            continue;
        };
        let others: f64 = row
            .terms
            .iter()
            .filter(|(other, _)| *other != column)
            .map(|(other, each)| each * all.get(other.0).copied().unwrap_or(0.0))
            .sum();
        if let Some(value) = all.get_mut(column.0) {
            *value = value.max((row.lower - others) / each);
        }
    }
    all
}
