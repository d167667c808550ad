//! One formulation inside HiGHS, optimised for one objective after another without being rebuilt.

mod change;
mod near;

use std::borrow::Cow;
use std::time::{Duration, Instant};

use super::answer::{self, Priced};
use super::error::SolverError;
use super::highs_c::{self, Instance};
use super::load::{self, Bounds};
use super::ray::proves_none;
use super::settings::{
    DEFAULT_TOLERANCE, INTEGER_TOLERANCE, LINEAR_TOLERANCE, search_tolerance, set_options,
};
use super::status::ModelStatus;
use super::watch::{Clock, Phase, Watch};
use super::{Control, Limit, Options};
use crate::formulation::{ColumnId, Formulation};
pub(super) use near::Home;
use near::Neared;

/// Absolute gap at which an integer problem counts as solved; [`super::relative_gap`] forgives as
/// much.
pub(super) const ABSOLUTE_GAP: f64 = 1e-6;

/// The least time that the re-solve after a stop gets: this, or a tenth of the time taken so far.
const LAST_WORD: Duration = Duration::from_secs(1);

/// How an objective's optimisation ended. Bounds are minus infinity where none is known.
#[derive(Debug)]
pub(super) enum End {
    Done {
        values: Vec<f64>,
        bound: f64,
    },
    Stopped {
        limit: Limit,
        values: Option<Vec<f64>>,
        bound: f64,
    },
    Infeasible,
    Unbounded,
}

pub(super) struct Session<'a> {
    formulation: Cow<'a, Formulation>,
    control: Control,
    clock: Clock,
    bounds: Bounds,
    instance: Instance,
    row_lower: Vec<f64>,
    row_upper: Vec<f64>,
    held: Vec<(Vec<(ColumnId, f64)>, f64)>,
    has_whole: bool,
    /// What the last linear programme left, with its duals.
    last: Option<highs_c::Point>,
    home: Option<Home>,
    /// Whether HiGHS itself is still there.
    is_home: bool,
    solver_time: Duration,
}

impl<'a> Session<'a> {
    pub(super) fn open(
        formulation: Cow<'a, Formulation>,
        bounds: Bounds,
        options: &Options,
        control: Control,
        clock: Clock,
    ) -> Result<Self, SolverError> {
        let mut instance = load::load(&formulation, &bounds)?;
        set_options(&mut instance, options)?;
        instance.set_option("mip_abs_gap", ABSOLUTE_GAP)?;
        instance.set_option("mip_feasibility_tolerance", INTEGER_TOLERANCE)?;
        let has_whole = formulation.columns.values().any(|column| column.whole);
        let row_lower = formulation.rows.values().map(|row| row.lower).collect();
        let row_upper = formulation.rows.values().map(|row| row.upper).collect();
        instance.set_option("primal_feasibility_tolerance", search_tolerance(has_whole))?;
        Ok(Self {
            formulation,
            control,
            clock,
            bounds,
            instance,
            row_lower,
            row_upper,
            held: Vec::new(),
            has_whole,
            last: None,
            home: None,
            is_home: false,
            solver_time: Duration::ZERO,
        })
    }

    /// Wall time spent inside HiGHS.
    pub(super) fn solver_time(&self) -> Duration {
        self.solver_time
    }

    /// Begins another solve of what is loaded; `relaxed`: nothing need be whole.
    pub(super) fn begin(&mut self, clock: Clock, relaxed: bool) -> Result<(), SolverError> {
        let columns = self.formulation.columns.values();
        self.clock = clock;
        self.solver_time = Duration::ZERO;
        self.last = None;
        self.has_whole = !relaxed && columns.into_iter().any(|column| column.whole);
        self.instance.set_option("solve_relaxation", relaxed)?;
        let tolerance = search_tolerance(self.has_whole);
        self.instance
            .set_option("primal_feasibility_tolerance", tolerance)
    }

    /// Begins the next linear programme from nothing, inside the set of plans rather than along its
    /// edges; or as HiGHS chooses.
    pub(super) fn go_inside(&mut self, inside: bool) -> Result<(), SolverError> {
        let solver = if inside { "ipm" } else { "choose" };
        self.instance.set_option("solver", solver)?;
        self.home = None;
        self.instance.forget_answer()
    }

    /// Whether linear programmes are begun from the last plan rather than from the last prices: where
    /// only what is sought changes, the plan is still one.
    pub(super) fn keep_plan(&mut self, keeps: bool) -> Result<(), SolverError> {
        /// HiGHS's numbers for its dual and its primal simplex method.
        const DUAL: i32 = 1;
        const PRIMAL: i32 = 4;
        let strategy = if keeps { PRIMAL } else { DUAL };
        self.instance.set_option("simplex_strategy", strategy)
    }

    /// Lets go of the objectives that were held.
    pub(super) fn release(&mut self) -> Result<(), SolverError> {
        let own = self.formulation.rows.len();
        self.row_lower.truncate(own);
        self.row_upper.truncate(own);
        if !std::mem::take(&mut self.held).is_empty() {
            self.instance.delete_rows_from(own)?;
        }
        Ok(())
    }

    /// The answer of the last linear programme, with its duals.
    pub(super) fn last_point(&self) -> Option<&highs_c::Point> {
        self.last.as_ref()
    }

    /// Holds an objective at a value for the objectives that follow.
    pub(super) fn hold(
        &mut self,
        terms: &[(ColumnId, f64)],
        upper: f64,
    ) -> Result<(), SolverError> {
        self.held.push((terms.to_vec(), upper));
        let terms: Vec<(usize, f64)> = load::costs(&self.formulation, terms)
            .into_iter()
            .enumerate()
            .filter(|(_, cost)| *cost != 0.0)
            .collect();
        self.row_lower.push(f64::NEG_INFINITY);
        self.row_upper.push(upper);
        self.instance.add_row(f64::NEG_INFINITY, upper, &terms)
    }

    /// Makes an objective as small as can be; no terms ask for any plan at all.
    pub(super) fn optimise(
        &mut self,
        terms: &[(ColumnId, f64)],
        phase: Option<Phase>,
        start: Option<&[f64]>,
    ) -> Result<End, SolverError> {
        let costs = load::costs(&self.formulation, terms);
        self.instance.set_costs(&costs)?;
        if let (true, Some(start)) = (self.has_whole, start) {
            self.instance.set_start(start)?;
        }
        let known = answer::bound_from_columns(terms, &self.bounds);
        let control = self.control.clone();
        let columns = self.formulation.columns.len();
        let watch = Watch::new(self.clock, &control, phase, columns);
        if start.is_some() && watch.must_stop() {
            // A plan is there and the time is not: HiGHS would only load and presolve.
            return Ok(End::Stopped {
                limit: watch.limit(),
                values: None,
                bound: known,
            });
        }
        let status = if self.has_whole {
            self.is_home = false;
            self.run(&watch)?
        } else {
            self.run_linear(&watch, &costs)?
        };
        match status {
            ModelStatus::Optimal => {
                let point = self.instance.point()?;
                let bound = if self.has_whole {
                    self.instance.information(c"mip_dual_bound")?
                } else {
                    self.bound_from_duals(&point)
                };
                let values = self.finish(&point.columns)?;
                if !self.has_whole {
                    self.settle(&costs);
                    self.last = Some(point);
                }
                Ok(End::Done {
                    values,
                    bound: bound.max(known),
                })
            }
            ModelStatus::TimeLimit | ModelStatus::Interrupted => {
                let bound = if self.has_whole {
                    self.instance.information(c"mip_dual_bound")?
                } else {
                    f64::NEG_INFINITY
                };
                let values = if self.instance.has_feasible_point() {
                    Some(self.instance.point()?.columns)
                } else {
                    watch.best()
                };
                Ok(End::Stopped {
                    limit: watch.limit(),
                    values: values.map(|values| self.finish(&values)).transpose()?,
                    bound: bound.max(known),
                })
            }
            ModelStatus::Unbounded => Ok(End::Unbounded),
            // HiGHS calls an integer problem infeasible or "one of the two" also when it has no
            // bound; a problem whose columns bound the objective cannot be.
            ModelStatus::UnboundedOrInfeasible | ModelStatus::Infeasible
                if self.has_whole && known == f64::NEG_INFINITY =>
            {
                self.tell_unbounded_from_infeasible(terms)
            }
            ModelStatus::Infeasible if watch.best().is_some() => Err(SolverError::Contradiction(
                "it found a plan and called the problem infeasible".to_owned(),
            )),
            ModelStatus::Infeasible | ModelStatus::UnboundedOrInfeasible => Ok(End::Infeasible),
            ModelStatus::Empty | ModelStatus::StandsStill | ModelStatus::Other(_) => {
                Err(SolverError::Stopped(status.words()))
            }
        }
    }

    fn run(&mut self, watch: &Watch) -> Result<ModelStatus, SolverError> {
        self.run_until(self.clock, watch)
    }

    fn run_until(&mut self, clock: Clock, watch: &Watch) -> Result<ModelStatus, SolverError> {
        // HiGHS's own limit too: it looks at the clock in places where it calls nobody.
        self.instance
            .set_option("time_limit", clock.seconds_left())?;
        watch.look_anew();
        let started = Instant::now();
        let status = self.instance.run(watch);
        self.solver_time += started.elapsed();
        match status? {
            ModelStatus::Interrupted if watch.stands_still() && !watch.must_stop() => {
                Ok(ModelStatus::StandsStill)
            }
            status => Ok(status),
        }
    }

    fn run_linear(&mut self, watch: &Watch, costs: &[f64]) -> Result<ModelStatus, SolverError> {
        let neared = self.run_near(watch, costs)?;
        self.is_home = false;
        let status = match neared {
            Neared::Ended(status) => status,
            Neared::NoNeighbour => self.run(watch)?,
            // Most often there is no plan. What has none to HiGHS's own tolerance has none to ours.
            Neared::LedNowhere => match self.run_forgivingly(watch, "choose")? {
                ModelStatus::Optimal => self.run(watch)?,
                status => return Ok(status),
            },
        };
        // What fails by less than HiGHS's own tolerance does not fail.
        match status {
            ModelStatus::Infeasible if self.is_shown() => Ok(status),
            ModelStatus::Infeasible => self.run_forgivingly(watch, "choose"),
            ModelStatus::StandsStill | ModelStatus::Other(_) => self.run_forgivingly(watch, "off"),
            status => Ok(status),
        }
    }

    /// Whether HiGHS's reasons for there being no plan hold with its own tolerance to spare.
    fn is_shown(&self) -> bool {
        let Some(ray) = self.instance.dual_ray() else {
            return false;
        };
        let own = self.formulation.rows.values().map(|row| &row.terms);
        let held = self.held.iter().map(|(terms, _)| terms);
        let bounds = self.row_lower.iter().zip(&self.row_upper);
        let rows = own.chain(held).zip(bounds);
        let rows = rows.map(|(terms, (lower, upper))| (terms.as_slice(), *lower, *upper));
        proves_none(rows, &ray, &self.bounds, DEFAULT_TOLERANCE)
    }

    /// Once more from nothing, to HiGHS's own tolerance. From the last basis its dual simplex has been
    /// seen to run without end.
    fn run_forgivingly(
        &mut self,
        watch: &Watch,
        presolve: &str,
    ) -> Result<ModelStatus, SolverError> {
        self.instance.forget_answer()?;
        self.instance
            .set_option("primal_feasibility_tolerance", DEFAULT_TOLERANCE)?;
        self.instance.set_option("presolve", presolve)?;
        let status = self.run(watch)?;
        self.instance
            .set_option("primal_feasibility_tolerance", LINEAR_TOLERANCE)?;
        self.instance.set_option("presolve", "choose")?;
        Ok(status)
    }

    fn bound_from_duals(&self, point: &highs_c::Point) -> f64 {
        let columns = Priced {
            duals: &point.column_duals,
            lower: &self.bounds.lower,
            upper: &self.bounds.upper,
            values: Some(&point.columns),
        };
        let rows = Priced {
            duals: &point.row_duals,
            lower: &self.row_lower,
            upper: &self.row_upper,
            values: None,
        };
        answer::bound_from_duals([rows, columns].into_iter())
    }

    /// A plan as the solver gives it becomes a plan to show: whole numbers whole, and where rows are
    /// then off by more than a linear programme's tolerance, the rest re-solved around them.
    fn finish(&mut self, values: &[f64]) -> Result<Vec<f64>, SolverError> {
        if !self.has_whole {
            // A relaxation's fractions are its answer.
            return answer::tidy(&self.formulation, &self.bounds, values, false);
        }
        let tidied = answer::tidy(&self.formulation, &self.bounds, values, true)?;
        let rows = self.formulation.rows.values();
        let rows = rows.map(|row| (row.terms.as_slice(), row.lower, row.upper));
        let held = self.held.iter();
        let held = held.map(|(terms, upper)| (terms.as_slice(), f64::NEG_INFINITY, *upper));
        // Whole numbers that had to be moved leave the rest where it was for others.
        let columns = self
            .formulation
            .columns
            .values()
            .zip(values.iter().zip(&tidied));
        let stood = columns
            .filter(|(column, _)| column.whole)
            .all(|(_, (value, whole))| (value - whole).abs() <= LINEAR_TOLERANCE);
        if stood && answer::keeps(rows.chain(held), &tidied, LINEAR_TOLERANCE) {
            return Ok(tidied);
        }
        let mut fixed = self.bounds.clone();
        for (position, column) in self.formulation.columns.values().enumerate() {
            if column.whole {
                fixed.lower[position] = tidied[position];
                fixed.upper[position] = tidied[position];
            }
        }
        match self.solve_continuous_rest(&fixed)? {
            Some(values) => answer::tidy(&self.formulation, &self.bounds, &values, true),
            None => Ok(tidied),
        }
    }

    /// Solves the model as a linear programme under other bounds, and puts everything back.
    fn solve_continuous_rest(&mut self, bounds: &Bounds) -> Result<Option<Vec<f64>>, SolverError> {
        // One clock for all tries: each with its own would double what is left for a last word.
        let clock = self.clock_of_last_word();
        self.instance.set_bounds(&bounds.lower, &bounds.upper)?;
        self.instance.set_option("solve_relaxation", true)?;
        let mut values = None;
        for tolerance in [LINEAR_TOLERANCE, DEFAULT_TOLERANCE] {
            self.instance
                .set_option("primal_feasibility_tolerance", tolerance)?;
            self.instance.forget_answer()?;
            let unwatched = Control::default();
            let columns = self.formulation.columns.len();
            let watch = Watch::new(clock, &unwatched, None, columns);
            let status = self.run_until(clock, &watch)?;
            if status == ModelStatus::Optimal {
                values = Some(self.instance.point()?.columns);
                break;
            }
        }
        self.instance.set_option("solve_relaxation", false)?;
        self.instance.set_option(
            "primal_feasibility_tolerance",
            search_tolerance(self.has_whole),
        )?;
        self.instance
            .set_bounds(&self.bounds.lower, &self.bounds.upper)?;
        self.instance.forget_answer()?;
        Ok(values)
    }

    /// The clock, but with time for a last word where it has run out or a stop was asked for.
    fn clock_of_last_word(&self) -> Clock {
        let least = LAST_WORD.max(self.clock.started.elapsed() / 10);
        let stopping = self.control.stop.is_asked();
        if stopping || self.clock.seconds_left() < least.as_secs_f64() {
            Clock {
                deadline: Instant::now().checked_add(least),
                ..self.clock
            }
        } else {
            self.clock
        }
    }

    /// Any plan at all means that the objective has no bound, provided the relaxation says so.
    fn tell_unbounded_from_infeasible(
        &mut self,
        terms: &[(ColumnId, f64)],
    ) -> Result<End, SolverError> {
        self.instance.forget_answer()?;
        self.instance
            .set_costs(&vec![0.0; self.formulation.columns.len()])?;
        let columns = self.formulation.columns.len();
        let control = self.control.clone();
        let watch = Watch::new(self.clock, &control, None, columns);
        match self.run(&watch)? {
            ModelStatus::Optimal => {}
            ModelStatus::Infeasible => return Ok(End::Infeasible),
            ModelStatus::TimeLimit | ModelStatus::Interrupted => {
                return Ok(End::Stopped {
                    limit: watch.limit(),
                    values: None,
                    bound: f64::NEG_INFINITY,
                });
            }
            other => return Err(SolverError::Stopped(other.words())),
        }
        self.instance.forget_answer()?;
        self.instance
            .set_costs(&load::costs(&self.formulation, terms))?;
        self.instance.set_option("solve_relaxation", true)?;
        let status = self.run(&watch)?;
        self.instance.set_option("solve_relaxation", false)?;
        match status {
            // There is a plan, so "one of the two" is this one.
            ModelStatus::Unbounded | ModelStatus::UnboundedOrInfeasible => Ok(End::Unbounded),
            ModelStatus::TimeLimit | ModelStatus::Interrupted => Ok(End::Stopped {
                limit: watch.limit(),
                values: None,
                bound: f64::NEG_INFINITY,
            }),
            other => Err(SolverError::Contradiction(format!(
                "it called an integer problem infeasible that has a plan; its relaxation is {}",
                other.words()
            ))),
        }
    }
}
