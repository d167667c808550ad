//! The mathematics: an instance becomes columns, rows and objectives under typed keys. Labels are
//! those of `models/formulation.md`; one file a row family. Building cannot fail.
//!
//! Each column and row belongs to one service (its block) or, for the few that join services, to
//! none; the key says which.

pub mod keys;

use indexmap::IndexMap;

pub use keys::{RowKey, VarKey};

use crate::draft::instance::Objective;

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

/// A row: `lower ≤ Σ coefficient·column ≤ upper`. No column stands twice in it.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Row {
    /// Column and coefficient, in the order in which they were written.
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
