//! From the numbers that HiGHS gives to values that mean what they say.

use super::error::SolverError;
use super::load::Bounds;
use crate::formulation::{ColumnId, Formulation};

/// Values nearer to nought than this are nought.
const NOUGHT: f64 = 1e-11;

/// Whole numbers whole, values within their bounds, no dust and no minus nought.
pub(super) fn tidy(
    formulation: &Formulation,
    bounds: &Bounds,
    values: &[f64],
) -> Result<Vec<f64>, SolverError> {
    formulation
        .columns
        .iter()
        .zip(values)
        .zip(bounds.lower.iter().zip(&bounds.upper))
        .map(|(((key, column), &value), (&lower, &upper))| {
            if !value.is_finite() {
                return Err(SolverError::NotFinite {
                    name: key.to_string(),
                    value,
                });
            }
            let value = if column.whole {
                value.round()
            } else if value.abs() < NOUGHT {
                0.0
            } else {
                value
            };
            // Not `clamp`, which panics where bounds cross by a rounding error. Adding nought
            // turns minus nought into nought.
            Ok(value.max(lower).min(upper) + 0.0)
        })
        .collect()
}

/// The value of an objective.
pub(super) fn value(terms: &[(ColumnId, f64)], values: &[f64]) -> f64 {
    terms
        .iter()
        .filter_map(|&(ColumnId(column), coefficient)| {
            values.get(column).map(|value| coefficient * value)
        })
        .sum::<f64>()
        + 0.0
}

/// The bound that the columns' own bounds give; minus infinity where they give none.
pub(super) fn bound_from_columns(terms: &[(ColumnId, f64)], bounds: &Bounds) -> f64 {
    terms
        .iter()
        .filter(|(_, coefficient)| *coefficient != 0.0)
        .map(|&(ColumnId(column), coefficient)| {
            let side = if coefficient > 0.0 {
                &bounds.lower
            } else {
                &bounds.upper
            };
            coefficient * side.get(column).copied().unwrap_or(f64::NAN)
        })
        .sum()
}

/// The bound that duals prove: each prices the bound of a row or column that its sign points at.
///
/// A dual that points at a bound that is infinite is a rounding error of the solver's (its
/// tolerance is 1e-7) and counts at the value that the column has.
pub(super) fn bound_from_duals<'a>(priced: impl Iterator<Item = Priced<'a>>) -> f64 {
    priced
        .flat_map(|priced| {
            priced
                .duals
                .iter()
                .enumerate()
                .filter(|(_, dual)| **dual != 0.0)
                .map(move |(position, &dual)| {
                    let side = if dual > 0.0 {
                        priced.lower
                    } else {
                        priced.upper
                    };
                    let bound = side.get(position).copied().unwrap_or(f64::NAN);
                    if bound.is_finite() {
                        dual * bound
                    } else {
                        let value = priced.values.and_then(|values| values.get(position));
                        dual * value.copied().unwrap_or(0.0)
                    }
                })
        })
        .sum()
}

/// Duals with the bounds that they price.
#[derive(Debug, Clone, Copy)]
pub(super) struct Priced<'a> {
    pub(super) duals: &'a [f64],
    pub(super) lower: &'a [f64],
    pub(super) upper: &'a [f64],
    pub(super) values: Option<&'a [f64]>,
}
