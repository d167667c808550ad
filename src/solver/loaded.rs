//! A problem that stays in the solver and is solved again and again, a little changed each time.

use std::borrow::Cow;

use super::error::SolverError;
use super::lexicographic;
use super::load::{self, Bounds};
use super::session::{Home, Session};
use super::watch::Clock;
use super::{Control, Options, Outcome};
use crate::formulation::{ColumnId, Formulation, ObjectiveTerms, RowKey, VarKey};

/// A formulation inside HiGHS. Rows and columns change in place, and each solve begins where the
/// one before it ended: the basis of a linear programme, the plan of one with whole numbers.
///
/// In the formulation's own sizes only: what HiGHS cannot solve so, [`super::solve`] may.
pub struct Loaded {
    formulation: Formulation,
    options: Options,
    control: Control,
    session: Session<'static>,
    held: Vec<Held>,
}

/// Where a linear programme ended: only for those of the same rows, columns and costs.
#[derive(Debug, Clone)]
pub struct Beginning(Home);

/// A sum of columns, and what it may be at most.
type Held = (Vec<(ColumnId, f64)>, f64);

/// What a linear programme's last solve says of prices, in the order of rows and columns. A dual is
/// by how much the last objective, as minimised, grows for one unit more on the bound that it
/// prices.
#[derive(Debug, Clone, PartialEq)]
pub struct Duals {
    /// One a row of the formulation.
    pub rows: Vec<f64>,
    /// One a column: its reduced cost.
    pub columns: Vec<f64>,
}

impl Loaded {
    /// Loads a formulation.
    ///
    /// # Errors
    ///
    /// When it holds what no solver can use, or HiGHS refuses it or an option.
    pub fn load(
        formulation: Formulation,
        options: &Options,
        control: &Control,
    ) -> Result<Self, SolverError> {
        load::check(&formulation)?;
        let session = Session::open(
            Cow::Owned(formulation.clone()),
            Bounds::of(&formulation),
            options,
            control.clone(),
            Clock::start(None),
        )?;
        Ok(Self {
            formulation,
            options: options.clone(),
            control: control.clone(),
            session,
            held: Vec::new(),
        })
    }

    /// What is loaded.
    #[must_use]
    pub fn formulation(&self) -> &Formulation {
        &self.formulation
    }

    /// Sets both bounds of a row.
    ///
    /// # Errors
    ///
    /// When there is no such row.
    pub fn set_row(&mut self, key: &RowKey, lower: f64, upper: f64) -> Result<(), SolverError> {
        let Some((place, _, row)) = self.formulation.rows.get_full_mut(key) else {
            return Err(SolverError::Contradiction(format!("there is no row {key}")));
        };
        (row.lower, row.upper) = (lower, upper);
        self.session.set_row(place, lower, upper)
    }

    /// Sets both bounds of a column.
    ///
    /// # Errors
    ///
    /// When there is no such column.
    pub fn set_column(&mut self, key: &VarKey, lower: f64, upper: f64) -> Result<(), SolverError> {
        self.set_columns([(key, lower, upper)])
    }

    /// Sets both bounds of several columns.
    ///
    /// # Errors
    ///
    /// When there is no such column; those before it are set then.
    pub fn set_columns<'k>(
        &mut self,
        columns: impl IntoIterator<Item = (&'k VarKey, f64, f64)>,
    ) -> Result<(), SolverError> {
        let mut set = Vec::new();
        let mut missing = None;
        for (key, lower, upper) in columns {
            let Some((place, _, column)) = self.formulation.columns.get_full_mut(key) else {
                missing = Some(key);
                break;
            };
            (column.lower, column.upper) = (lower, upper);
            set.push((place, Bounds::of_column(column)));
        }
        self.session.set_columns(&set)?;
        match missing {
            Some(key) => Err(SolverError::Contradiction(format!(
                "there is no column {key}"
            ))),
            None => Ok(()),
        }
    }

    /// Seeks other objectives from now on, in order.
    pub fn seek(&mut self, objectives: Vec<ObjectiveTerms>) {
        self.formulation.objectives = objectives;
    }

    /// Holds a sum of columns at a value, or below it, in every solve from now on.
    pub fn hold(&mut self, terms: Vec<(ColumnId, f64)>, upper: f64) {
        self.held.push((terms, upper));
    }

    /// Lets go of all sums that were held.
    pub fn let_go(&mut self) {
        self.held.clear();
    }

    /// From now on only what is sought changes from solve to solve, and linear programmes begin with the
    /// plan of the last.
    ///
    /// # Errors
    ///
    /// When HiGHS refuses.
    pub fn only_seek(&mut self) -> Result<(), SolverError> {
        self.session.keep_plan(true)
    }

    /// Makes what is loaded the next formulation: in place where it has the same rows and columns,
    /// anew where not. Returns whether it was in place.
    ///
    /// # Errors
    ///
    /// As [`Loaded::load`].
    pub fn update(&mut self, next: &Formulation) -> Result<bool, SolverError> {
        load::check(next)?;
        let same = |a: &Formulation, b: &Formulation| {
            a.rows.len() == b.rows.len()
                && a.columns.len() == b.columns.len()
                && a.rows.keys().eq(b.rows.keys())
                && a.columns
                    .iter()
                    .zip(&b.columns)
                    .all(|((a, x), (b, y))| a == b && x.whole == y.whole)
        };
        if !same(&self.formulation, next) {
            let held = std::mem::take(&mut self.held);
            *self = Self::load(next.clone(), &self.options, &self.control)?;
            self.held = held;
            return Ok(false);
        }
        self.session.become_(next)?;
        self.formulation = next.clone();
        Ok(true)
    }

    /// Solves it, its objectives in order. `relaxed`: nothing need be whole. A start is a plan to
    /// begin from; it need not keep every row any longer.
    ///
    /// # Errors
    ///
    /// When HiGHS fails.
    pub fn solve(&mut self, relaxed: bool, start: Option<&[f64]>) -> Result<Outcome, SolverError> {
        let clock = Clock::start(self.options.time_limit);
        if Bounds::of(&self.formulation).cross() {
            return Ok(Outcome::Infeasible);
        }
        self.session.begin(clock, relaxed)?;
        for (terms, upper) in &self.held {
            self.session.hold(terms, *upper)?;
        }
        let start = start.filter(|_| !relaxed);
        let outcome = lexicographic::solve_in(&mut self.session, &self.formulation, start);
        self.session.release()?;
        outcome
    }

    /// Solves the relaxation from nothing, by an interior point: where the objective is another one
    /// altogether, the last one's basis leads astray.
    ///
    /// # Errors
    ///
    /// When HiGHS fails this way and the usual one.
    pub fn solve_afresh(&mut self) -> Result<Outcome, SolverError> {
        self.session.go_inside(true)?;
        let outcome = self.solve(true, None);
        self.session.go_inside(false)?;
        match outcome {
            Err(_) => self.solve(true, None),
            outcome => outcome,
        }
    }

    /// The same with everything whole held at a plan's numbers: what a price is once nobody moves.
    ///
    /// # Errors
    ///
    /// When HiGHS fails.
    pub fn solve_around(&mut self, plan: &[f64]) -> Result<Outcome, SolverError> {
        self.session.fix_whole(plan)?;
        let outcome = self.solve(true, None);
        self.session.free_whole()?;
        outcome
    }

    /// The duals of the last linear programme that was solved to its end; none after a search.
    #[must_use]
    pub fn duals(&self) -> Option<Duals> {
        let point = self.session.last_point()?;
        Some(Duals {
            rows: point.row_duals.get(..self.formulation.rows.len())?.to_vec(),
            columns: point.column_duals.clone(),
        })
    }

    /// Where the last linear programme with a plan ended, to begin others from; none after those of
    /// other sizes.
    #[must_use]
    pub fn ended_at(&self) -> Option<Beginning> {
        self.session.home().cloned().map(Beginning)
    }

    /// Lets the next linear programme begin where another ended, whatever came between. One that is
    /// told nothing begins where the last with a plan ended.
    pub fn begin_at(&mut self, beginning: &Beginning) {
        self.session.go_to(&beginning.0);
    }

    /// What may be changed between solves.
    pub fn options_mut(&mut self) -> &mut Options {
        &mut self.options
    }
}
