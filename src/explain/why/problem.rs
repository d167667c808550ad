//! An instance's mathematics as people wrote it: arithmetic, and asks that can be kept or given up.

use std::time::{Duration, Instant};

use indexmap::IndexMap;

use crate::asks::{Ask, When};
use crate::formulation::{ColumnId, Formulation, ObjectiveTerms, RowKey, VarKey, formulate};
use crate::instance::{Calendar, Instance, Objective};
use crate::pipeline::Watch;
use crate::solver::{Limit, Loaded, Options, Outcome, Solved, SolverError, solve};

/// Relief below this, of a row's size, is none.
const NONE: f64 = 1e-6;

/// How much dearer it is that others give way where one is to give way before them.
const LAST: f64 = 1e3;

/// A row whose price is below this, of the most that it could be, is no part of a proof.
const PRICED: f64 = 1e-7;

/// No single search with whole numbers takes longer, where no limit is given: what is not known by
/// then is said to be not known.
const LONGEST_SEARCH: Duration = Duration::from_secs(20);

/// Why a question could not be put to its end.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Halt {
    /// A limit came first.
    Limit(Limit),
    /// The arithmetic alone has no plan, whatever is given up.
    Arithmetic,
    /// The solver failed.
    Fault(String),
}

impl From<SolverError> for Halt {
    fn from(error: SolverError) -> Self {
        Self::Fault(error.to_string())
    }
}

/// A row of an ask.
#[derive(Debug, Clone)]
pub(super) struct AskRow {
    /// Its place among the formulation's rows.
    pub(super) row: usize,
    /// Its ask's place in [`Problem::asks`].
    pub(super) ask: usize,
    /// When it is about.
    pub(super) when: When,
    /// The period after the last that it is about.
    pub(super) end: usize,
    /// The largest of its coefficients and bounds: what a relief is measured against.
    pub(super) size: f64,
}

/// Which rows of asks are kept; one a row of [`Problem::rows`].
pub(super) type Kept = Vec<bool>;

/// The mathematics of an instance, its asks told apart from its arithmetic.
pub(super) struct Problem {
    /// Every ask as a row; no objective.
    pub(super) formulation: Formulation,
    /// The asks, in the order in which the formulation first has them.
    pub(super) asks: Vec<Ask>,
    /// Their rows, those of an ask together and in the order of time.
    pub(super) rows: Vec<AskRow>,
    /// Whether it is a plan by month.
    pub(super) over_time: bool,
}

impl Problem {
    pub(super) fn of(instance: &Instance) -> Self {
        let mut formulation = formulate(instance).with_asks_as_rows();
        formulation.objectives.clear();
        let calendar = instance.services.first().map(|s| &s.care.calendar);
        let mut asks: IndexMap<Ask, Vec<AskRow>> = IndexMap::new();
        for (place, (key, row)) in formulation.rows.iter().enumerate() {
            let Some((ask, when)) = key.ask() else {
                continue;
            };
            if row.lower.is_infinite() && row.upper.is_infinite() {
                continue;
            }
            let bounds = [row.lower, row.upper].into_iter().filter(|b| b.is_finite());
            let coefficients = row.terms.iter().map(|(_, coefficient)| *coefficient);
            let size = bounds
                .chain(coefficients)
                .map(f64::abs)
                .fold(f64::MIN_POSITIVE, f64::max);
            let entry = asks.entry(ask);
            let ask = entry.index();
            entry.or_default().push(AskRow {
                row: place,
                ask,
                when,
                end: span_of(calendar, when).1,
                size,
            });
        }
        let mut rows = Vec::new();
        for of_ask in asks.values_mut() {
            of_ask.sort_by_key(|row| (span_of(calendar, row.when), row.row));
            rows.append(of_ask);
        }
        Self {
            formulation,
            asks: asks.into_keys().collect(),
            rows,
            over_time: instance.horizon().is_some(),
        }
    }

    /// Keeps the rows of the asks for which `kept` says so.
    pub(super) fn keep(&self, kept: impl Fn(usize) -> bool) -> Kept {
        self.rows.iter().map(|row| kept(row.ask)).collect()
    }

    /// The formulation with only these rows of asks.
    pub(super) fn keeping(&self, kept: &Kept) -> Formulation {
        let mut formulation = self.formulation.clone();
        for (ask_row, kept) in self.rows.iter().zip(kept) {
            if !kept && let Some((_, row)) = formulation.rows.get_index_mut(ask_row.row) {
                (row.lower, row.upper) = (f64::NEG_INFINITY, f64::INFINITY);
            }
        }
        formulation
    }

    /// The key of a row of an ask.
    pub(super) fn key(&self, row: &AskRow) -> Option<&RowKey> {
        self.formulation.rows.get_index(row.row).map(|(key, _)| key)
    }

    /// The asks of which a row is kept, in order.
    pub(super) fn asks_in(&self, kept: &Kept) -> Vec<usize> {
        let kept = self.rows.iter().zip(kept).filter(|(_, kept)| **kept);
        let mut asks: Vec<usize> = kept.map(|(row, _)| row.ask).collect();
        asks.dedup();
        asks
    }
}

/// The first period of a time and the one after its last; a steady year has one time.
pub(super) fn span_of(calendar: Option<&Calendar>, when: When) -> (usize, usize) {
    match when {
        When::Always => (0, calendar.map_or(1, Calendar::periods)),
        When::In(period) => (period, period + 1),
        When::Year(wanted) => calendar
            .and_then(|calendar| calendar.horizon.as_ref())
            .and_then(|horizon| horizon.years.iter().find(|year| year.year == wanted))
            .map_or((0, 1), |year| (year.periods.start, year.periods.end)),
    }
}

/// What is asked of the solver, with one clock for everything.
pub(super) struct Solver<'a> {
    options: &'a Options,
    watch: &'a Watch,
    began: Instant,
    /// Problems solved so far.
    pub(super) solves: usize,
}

impl<'a> Solver<'a> {
    pub(super) fn new(options: &'a Options, watch: &'a Watch) -> Self {
        Self {
            options,
            watch,
            began: Instant::now(),
            solves: 0,
        }
    }

    pub(super) fn watch(&self) -> &'a Watch {
        self.watch
    }

    /// The options with what is left of the time.
    ///
    /// # Errors
    ///
    /// When nothing is left, or somebody has asked to stop.
    pub(super) fn left(&self) -> Result<Options, Halt> {
        if self.watch.control.stop.is_asked() {
            return Err(Halt::Limit(Limit::Interrupted));
        }
        let left = self
            .options
            .time_limit
            .map(|limit| limit.saturating_sub(self.began.elapsed()));
        if left.is_some_and(|left| left.is_zero()) {
            return Err(Halt::Limit(Limit::Time));
        }
        Ok(Options {
            time_limit: left,
            ..self.options.clone()
        })
    }

    /// The same for a search with whole numbers, which might take for ever.
    pub(super) fn left_for_a_search(&self) -> Result<Options, Halt> {
        let mut options = self.left()?;
        let left = options.time_limit.unwrap_or(LONGEST_SEARCH);
        options.time_limit = Some(left.min(LONGEST_SEARCH));
        Ok(options)
    }

    /// Whether a plan exists that keeps these rows, with whole numbers.
    ///
    /// # Errors
    ///
    /// When a limit comes first, or the solver fails.
    pub(super) fn holds(&mut self, problem: &Problem, kept: &Kept) -> Result<bool, Halt> {
        let options = self.left_for_a_search()?;
        match self.solve(&problem.keeping(kept), &options) {
            Ok(Some(_)) => Ok(true),
            Ok(None) => Ok(false),
            Err(halt) => Err(halt),
        }
    }

    /// The best plan of a formulation, none where there is none; one that a limit left unproved is a
    /// plan all the same where nothing is sought.
    ///
    /// # Errors
    ///
    /// When a limit comes before, or the solver fails.
    pub(super) fn solve(
        &mut self,
        formulation: &Formulation,
        options: &Options,
    ) -> Result<Option<Solved>, Halt> {
        self.solves += 1;
        let any_will_do = formulation.objectives.is_empty();
        match solve(formulation, options, &self.watch.control) {
            Outcome::Optimal(solved) | Outcome::WithinGap(solved) => Ok(Some(solved)),
            Outcome::LimitWithPlan(solved, _) if any_will_do => Ok(Some(solved)),
            Outcome::Infeasible => Ok(None),
            Outcome::LimitWithPlan(_, limit) | Outcome::LimitWithoutPlan { limit, .. } => {
                Err(Halt::Limit(limit))
            }
            Outcome::Unbounded => Err(Halt::Fault("it found no end to a plan".to_owned())),
            Outcome::Failed(what) => Err(Halt::Fault(what)),
        }
    }
}

/// The relaxation in which every row of an ask can give way (J1). It always has a solution, which a
/// simplex method finds from the last one, and its prices are the proof.
pub(super) struct Elastic {
    loaded: Loaded,
    /// The columns by which rows give way, for each row of [`Problem::rows`].
    columns: Vec<Vec<ColumnId>>,
}

/// What the relaxation says of some rows.
pub(super) struct Least {
    /// The least that they must give way together, each measured against its size.
    pub(super) total: f64,
    /// The rows that prove it.
    pub(super) proof: Kept,
}

impl Least {
    /// Whether the rows cannot be kept together.
    pub(super) fn is_conflict(&self) -> bool {
        self.total > NONE
    }
}

impl Elastic {
    pub(super) fn of(problem: &Problem, solver: &Solver<'_>) -> Result<Self, Halt> {
        let mut formulation = problem.formulation.clone();
        formulation.relieve(|_, _| true);
        let columns = problem
            .rows
            .iter()
            .map(|row| {
                let Some(key) = problem.key(row) else {
                    return Vec::new();
                };
                let row = || Box::new(key.clone());
                let names = [
                    VarKey::Relief { row: row() },
                    VarKey::ReliefAbove { row: row() },
                ];
                let places = names
                    .iter()
                    .filter_map(|name| formulation.columns.get_index_of(name));
                places.map(ColumnId).collect()
            })
            .collect();
        let options = solver.left()?;
        let mut loaded = Loaded::load(formulation.relaxed(), &options, &solver.watch().control)?;
        loaded.only_seek()?;
        Ok(Self { loaded, columns })
    }

    /// How far the kept rows must give way.
    pub(super) fn least(
        &mut self,
        problem: &Problem,
        solver: &mut Solver<'_>,
        kept: &Kept,
    ) -> Result<Least, Halt> {
        self.least_on(problem, solver, kept, None)
    }

    /// The same where one ask, if any is named, gives way before the others do.
    pub(super) fn least_on(
        &mut self,
        problem: &Problem,
        solver: &mut Solver<'_>,
        kept: &Kept,
        first: Option<usize>,
    ) -> Result<Least, Halt> {
        self.loaded.options_mut().time_limit = solver.left()?.time_limit;
        let rows = problem.rows.iter().zip(&self.columns).zip(kept);
        let terms: Vec<(ColumnId, f64)> = rows
            .filter(|(_, kept)| **kept)
            .flat_map(|((row, columns), _)| {
                let last = first.is_some_and(|first| row.ask != first);
                let weight = if last { LAST } else { 1.0 };
                columns
                    .iter()
                    .map(move |column| (*column, weight / row.size))
            })
            .collect();
        if terms.is_empty() {
            return Ok(Least {
                total: 0.0,
                proof: vec![false; kept.len()],
            });
        }
        self.loaded.seek(vec![ObjectiveTerms {
            objective: Objective::LeastShortfall,
            terms,
        }]);
        solver.solves += 1;
        let total = match self.loaded.solve(true, None)? {
            Outcome::Optimal(best) | Outcome::WithinGap(best) => {
                best.objectives.first().map_or(0.0, |o| o.value)
            }
            Outcome::Infeasible => return Err(Halt::Arithmetic),
            Outcome::LimitWithPlan(_, limit) | Outcome::LimitWithoutPlan { limit, .. } => {
                return Err(Halt::Limit(limit));
            }
            Outcome::Unbounded => return Err(Halt::Fault("relief without end".to_owned())),
            Outcome::Failed(what) => return Err(Halt::Fault(what)),
        };
        let duals = self.loaded.duals();
        let priced = |row: &AskRow| {
            let dual = duals.as_ref().and_then(|duals| duals.rows.get(row.row));
            dual.is_none_or(|dual| dual.abs() * row.size > PRICED)
        };
        let rows = problem.rows.iter().zip(kept);
        Ok(Least {
            total,
            proof: rows.map(|(row, kept)| *kept && priced(row)).collect(),
        })
    }
}
