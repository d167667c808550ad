//! From the numbers that HiGHS gives to values that mean what they say.

use super::error::SolverError;
use super::load::Bounds;
use crate::formulation::{ColumnId, Formulation};

/// Values nearer to nought than this are nought.
const NOUGHT: f64 = 1e-11;

/// Whole numbers whole where `whole`, values within their bounds, no dust and no minus nought.
pub(super) fn tidy(
    formulation: &Formulation,
    bounds: &Bounds,
    values: &[f64],
    whole: bool,
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
            let value = if whole && column.whole {
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

/// Whether values keep rows, each given by its terms and bounds, to within a share of a row's
/// largest term (at least 1).
pub(super) fn keeps<'a>(
    rows: impl IntoIterator<Item = (&'a [(ColumnId, f64)], f64, f64)>,
    values: &[f64],
    tolerance: f64,
) -> bool {
    rows.into_iter().all(|(terms, lower, upper)| {
        let largest = terms
            .iter()
            .filter_map(|&(ColumnId(column), coefficient)| {
                values.get(column).map(|value| (coefficient * value).abs())
            })
            .fold(1.0, f64::max);
        let reached = value(terms, values);
        let allowed = tolerance * largest;
        reached >= lower - allowed && reached <= upper + allowed
    })
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::formulation::{Column, VarKey};
    use crate::ids::ServiceId;

    fn formulation(columns: &[(f64, f64, bool)]) -> (Formulation, Bounds) {
        let mut formulation = Formulation::default();
        for (position, &(lower, upper, whole)) in columns.iter().enumerate() {
            formulation.columns.insert(
                VarKey::Spend {
                    when: crate::formulation::When::Always,
                    service: ServiceId::new(&format!("s{position}")),
                },
                Column {
                    lower,
                    upper,
                    whole,
                },
            );
        }
        let bounds = Bounds::of(&formulation);
        (formulation, bounds)
    }

    #[test]
    fn values_are_tidied_to_what_they_mean() {
        let (formulation, bounds) = formulation(&[
            (0.0, 9.0, true),
            (0.0, 4.5, true),
            (-1.0, 1.0, false),
            (-1.0, 1.0, false),
            (0.25, 1.0, false),
            (-3.0, 0.0, true),
        ]);
        let found = [2.999_999_7, 4.5, 1e-12, -0.0, 0.249_999_999, -1e-7];
        let tidied = tidy(&formulation, &bounds, &found, true).unwrap();
        assert_eq!(tidied, [3.0, 4.0, 0.0, 0.0, 0.25, 0.0]);
        assert!(tidied.iter().all(|value| value.is_sign_positive()));
    }

    #[test]
    fn a_value_that_is_no_number_is_an_error_with_its_column() {
        let (formulation, bounds) = formulation(&[(0.0, 1.0, false)]);
        for value in [f64::NAN, f64::INFINITY] {
            let error = tidy(&formulation, &bounds, &[value], true).unwrap_err();
            assert_eq!(
                error.to_string(),
                format!("HiGHS answered {value} for `spend[s0]`")
            );
        }
    }

    #[test]
    fn rows_are_kept_to_a_share_of_their_largest_term() {
        let terms = [(ColumnId(0), 1e6), (ColumnId(1), -1.0)];
        let keeps = |second: f64, lower, upper| {
            keeps([(terms.as_slice(), lower, upper)], &[1.0, second], 1e-9)
        };
        assert!(keeps(1e6, 0.0, 0.0));
        assert!(keeps(1e6 + 9e-4, 0.0, 0.0) && !keeps(1e6 + 2e-3, 0.0, 0.0));
        assert!(
            keeps(1e6 - 2e-3, 0.0, f64::INFINITY) && !keeps(1e6 - 2e-3, f64::NEG_INFINITY, 0.0)
        );
    }

    #[test]
    #[expect(clippy::float_cmp, reason = "sums of small whole numbers are exact")]
    fn columns_bound_an_objective_only_where_they_end() {
        let (_, bounds) = formulation(&[(1.0, f64::INFINITY, false), (0.0, 5.0, false)]);
        let (first, second) = (ColumnId(0), ColumnId(1));
        let bound = |terms: &[_]| bound_from_columns(terms, &bounds);
        assert_eq!(bound(&[(first, 2.0), (second, -1.0)]), -3.0);
        assert_eq!(bound(&[(first, -2.0)]), f64::NEG_INFINITY);
        // A coefficient of nought asks for no bound.
        assert_eq!(bound(&[(first, -0.0), (second, 1.0)]), 0.0);
    }
}
