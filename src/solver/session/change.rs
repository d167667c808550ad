//! What changes between solves of what is loaded.

use std::borrow::Cow;
use std::collections::BTreeMap;

use super::super::error::SolverError;
use super::super::load::Bounds;
use super::Session;
use crate::formulation::Formulation;

impl Session<'_> {
    /// Sets the bounds of a row.
    pub(in crate::solver) fn set_row(
        &mut self,
        place: usize,
        lower: f64,
        upper: f64,
    ) -> Result<(), SolverError> {
        if let Some((_, row)) = self.formulation.to_mut().rows.get_index_mut(place) {
            (row.lower, row.upper) = (lower, upper);
        }
        (self.row_lower[place], self.row_upper[place]) = (lower, upper);
        self.instance.set_row_bounds(place, lower, upper)
    }

    /// Sets the bounds of columns, already rounded where they must be whole.
    pub(in crate::solver) fn set_columns(
        &mut self,
        columns: &[(usize, (f64, f64))],
    ) -> Result<(), SolverError> {
        for &(place, (lower, upper)) in columns {
            (self.bounds.lower[place], self.bounds.upper[place]) = (lower, upper);
        }
        self.instance
            .set_bounds(&self.bounds.lower, &self.bounds.upper)
    }

    /// Becomes a formulation with the same rows and columns: what differs is changed in place.
    pub(in crate::solver) fn become_(&mut self, next: &Formulation) -> Result<(), SolverError> {
        let rows = self.formulation.rows.values().zip(next.rows.values());
        for (place, (row, other)) in rows.enumerate() {
            if (row.lower, row.upper) != (other.lower, other.upper) {
                (self.row_lower[place], self.row_upper[place]) = (other.lower, other.upper);
                self.instance
                    .set_row_bounds(place, other.lower, other.upper)?;
            }
            if row.terms != other.terms {
                let gone = row.terms.iter().map(|&(column, _)| (column, 0.0));
                let mut terms: BTreeMap<usize, f64> =
                    gone.map(|(column, none)| (column.0, none)).collect();
                terms.extend(other.terms.iter().map(|&(column, value)| (column.0, value)));
                for (column, value) in terms {
                    self.instance.set_coefficient(place, column, value)?;
                }
            }
        }
        self.bounds = Bounds::of(next);
        self.instance
            .set_bounds(&self.bounds.lower, &self.bounds.upper)?;
        self.formulation = Cow::Owned(next.clone());
        Ok(())
    }

    /// Holds every whole column at a plan's number.
    pub(in crate::solver) fn fix_whole(&mut self, plan: &[f64]) -> Result<(), SolverError> {
        let columns = self.formulation.columns.values().zip(plan).enumerate();
        for (place, (column, value)) in columns {
            if column.whole {
                (self.bounds.lower[place], self.bounds.upper[place]) =
                    (value.round(), value.round());
            }
        }
        self.instance
            .set_bounds(&self.bounds.lower, &self.bounds.upper)
    }

    /// Lets whole columns move again.
    pub(in crate::solver) fn free_whole(&mut self) -> Result<(), SolverError> {
        self.bounds = Bounds::of(&self.formulation);
        self.instance
            .set_bounds(&self.bounds.lower, &self.bounds.upper)
    }
}
