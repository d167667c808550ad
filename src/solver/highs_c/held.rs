//! What HiGHS holds after a run, copied out.

use highs_sys::HighsInt;

use super::super::error::SolverError;
use super::Instance;

/// The answer that HiGHS holds, in its own order.
#[derive(Debug, Clone, PartialEq)]
pub(in crate::solver) struct Point {
    pub(in crate::solver) columns: Vec<f64>,
    /// Duals of columns and rows; zeros unless a linear programme was solved.
    pub(in crate::solver) column_duals: Vec<f64>,
    pub(in crate::solver) row_duals: Vec<f64>,
}

/// Which columns and rows a linear programme's answer stands on, in HiGHS's own numbers.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::solver) struct Basis {
    pub(super) columns: Vec<HighsInt>,
    pub(super) rows: Vec<HighsInt>,
}

impl Point {
    /// Room for an answer.
    pub(super) fn for_a(instance: &Instance) -> Self {
        Self {
            columns: vec![0.0; instance.columns()],
            column_duals: vec![0.0; instance.columns()],
            row_duals: vec![0.0; instance.rows()],
        }
    }
}

impl Basis {
    /// Room for a basis.
    pub(super) fn for_a(instance: &Instance) -> Self {
        Self {
            columns: vec![0; instance.columns()],
            rows: vec![0; instance.rows()],
        }
    }

    /// Whether it is one of so many columns and rows as there are.
    pub(in crate::solver) fn fits(&self, instance: &Instance) -> bool {
        self.columns.len() == instance.columns() && self.rows.len() == instance.rows()
    }

    /// Fails where it is not.
    pub(super) fn expect_to_fit(&self, instance: &Instance) -> Result<(), SolverError> {
        if self.fits(instance) {
            return Ok(());
        }
        Err(SolverError::Contradiction(format!(
            "a basis of {} columns and {} rows for {} and {}",
            self.columns.len(),
            self.rows.len(),
            instance.columns(),
            instance.rows()
        )))
    }
}
