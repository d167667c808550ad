//! The mathematics: an instance becomes columns, rows and objectives under typed keys. Labels are
//! those of `models/formulation.md`; one file a row family. Building cannot fail.
//!
//! Each column and row belongs to one service (its block) or, for the few that join services, to
//! none; the key says which. A block is built whole before the next one begins, and the joining
//! rows come last.

mod asks;
mod block;
mod ending;
mod evenness;
mod intakes;
mod joining;
pub mod keys;
mod ladders;
mod limits;
mod measures;
mod money;
mod pathway;
mod people;
pub mod rates;
mod standards;
mod stocks;
mod supervision;
mod terms;
mod work;

use indexmap::IndexMap;

pub use keys::{RowKey, VarKey, When};
pub use rates::{returners, survivors, training_of};
pub use standards::mean_wait_limit;
pub use terms::Terms;

use crate::draft::instance::Objective;
use crate::instance::Instance;
use block::Block;

/// A formulation.
#[derive(Debug, Clone, Default)]
pub struct Formulation {
    /// Columns, in the order in which the solver gets them.
    pub columns: IndexMap<VarKey, Column>,
    /// Rows, in the order in which the solver gets them.
    pub rows: IndexMap<RowKey, Row>,
    /// Objectives, each to be optimised in turn and held for the next.
    pub objectives: Vec<ObjectiveTerms>,
    /// How far a held objective may give way, as a share of its value.
    pub objective_tolerance: f64,
}

/// The position of a column in [`Formulation::columns`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ColumnId(pub usize);

/// A column: bounds, and whether it must be whole.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Column {
    /// Lower bound.
    pub lower: f64,
    /// Upper bound; infinite for none.
    pub upper: f64,
    /// Whether it must be whole.
    pub whole: bool,
}

impl Column {
    /// A column of any value from 0 up.
    pub const FREE_FROM_ZERO: Self = Self {
        lower: 0.0,
        upper: f64::INFINITY,
        whole: false,
    };
    /// A column that must be 0.
    pub const NONE: Self = Self {
        lower: 0.0,
        upper: 0.0,
        whole: false,
    };
}

/// A row: `lower ≤ Σ coefficient·column ≤ upper`. No column stands twice in it.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Row {
    /// Column and coefficient, columns ascending.
    pub terms: Vec<(ColumnId, f64)>,
    /// Lower bound; minus infinity for none.
    pub lower: f64,
    /// Upper bound; infinity for none.
    pub upper: f64,
}

/// An objective as a sum of columns, always to be made as small as can be.
#[derive(Debug, Clone, PartialEq)]
pub struct ObjectiveTerms {
    /// Which.
    pub objective: Objective,
    /// Column and coefficient. What is to be large has negative coefficients.
    pub terms: Vec<(ColumnId, f64)>,
}

impl Formulation {
    /// Adds a column.
    fn column(&mut self, key: VarKey, column: Column) -> ColumnId {
        let (index, earlier) = self.columns.insert_full(key, column);
        debug_assert!(earlier.is_none(), "a column was added twice");
        ColumnId(index)
    }

    /// Adds `lower ≤ terms ≤ upper`; a constant in the terms moves into the bounds.
    fn row(&mut self, key: RowKey, terms: Terms, lower: f64, upper: f64) {
        let (terms, constant) = terms.merge();
        let row = Row {
            terms,
            lower: lower - constant,
            upper: upper - constant,
        };
        let earlier = self.rows.insert(key, row);
        debug_assert!(earlier.is_none(), "a row was added twice");
    }

    /// Adds `terms = value`.
    fn equal(&mut self, key: RowKey, terms: Terms, value: f64) {
        self.row(key, terms, value, value);
    }

    /// Adds `terms ≤ value`.
    fn at_most(&mut self, key: RowKey, terms: Terms, value: f64) {
        self.row(key, terms, f64::NEG_INFINITY, value);
    }

    /// Adds `terms ≥ value`.
    fn at_least(&mut self, key: RowKey, terms: Terms, value: f64) {
        self.row(key, terms, value, f64::INFINITY);
    }

    /// Makes room for so many more blocks like the first, and for what joins them. With many
    /// services, tables that grow as they are filled would take a third of the time.
    fn make_room_for(&mut self, blocks: usize) {
        let room = |first: usize| first * blocks + first * blocks / 16;
        self.columns.reserve_exact(room(self.columns.len()));
        self.rows.reserve_exact(room(self.rows.len()));
    }

    /// The same with nothing that must be whole: its relaxation.
    #[must_use]
    pub fn relaxed(mut self) -> Self {
        for column in self.columns.values_mut() {
            column.whole = false;
        }
        self
    }

    /// Whether values, one a column, keep every row and bound to a linear programme's tolerance; what
    /// must be whole is not looked at.
    #[must_use]
    pub fn is_kept_by(&self, values: &[f64]) -> bool {
        /// Of a row's largest term, at least 1.
        const TOLERANCE: f64 = 1e-9;
        if values.len() != self.columns.len() {
            return false;
        }
        let rows = self.rows.values().all(|row| {
            let (mut sum, mut size) = (0.0, 1.0_f64);
            for &(column, coefficient) in &row.terms {
                let term = coefficient * values.get(column.0).copied().unwrap_or(f64::NAN);
                sum += term;
                size = size.max(term.abs());
            }
            let room = TOLERANCE * size;
            sum >= row.lower - room && sum <= row.upper + room
        });
        let mut columns = self.columns.values().zip(values);
        rows && columns.all(|(column, value)| {
            let room = TOLERANCE * value.abs().max(1.0);
            *value >= column.lower - room && *value <= column.upper + room
        })
    }

    /// How many entries of the matrix are not zero.
    #[must_use]
    pub fn nonzeros(&self) -> usize {
        self.rows.values().map(|row| row.terms.len()).sum()
    }
}

/// States the steady year of an instance, or its plan by month: one block a service, then the rows that join them.
#[must_use]
pub fn formulate(instance: &Instance) -> Formulation {
    let mut formulation = Formulation {
        objective_tolerance: instance.objective_tolerance,
        ..Formulation::default()
    };
    let blocks: Vec<Block> = instance
        .services
        .iter()
        .enumerate()
        .map(|(index, service)| {
            let mut block = Block::new(service);
            if block.horizon().is_some() {
                stocks::add(&mut formulation, &mut block);
            } else {
                people::add(&mut formulation, &mut block);
            }
            pathway::add(&mut formulation, &mut block);
            work::add_columns(&mut formulation, &mut block);
            supervision::add(&mut formulation, &mut block);
            work::add_rows(&mut formulation, &block);
            standards::add(&mut formulation, &mut block);
            money::add(&mut formulation, &mut block, instance, index);
            if block.horizon().is_some() {
                limits::add(&mut formulation, &block);
                ending::add(&mut formulation, &block);
            }
            if index == 0 {
                formulation.make_room_for(instance.services.len() - 1);
            }
            block
        })
        .collect();
    joining::add(&mut formulation, &blocks, instance);
    formulation
}
