//! A formulation becomes a model inside HiGHS: stated with `good_lp`, taken out as `highs::Model`.
//!
//! Columns arrive in the order in which they are added and rows in the order in which they are
//! stated, so positions are those of the formulation. Within a column HiGHS keeps coefficients by
//! row, so the order in which `good_lp`'s hash maps give them leaves no trace.

use good_lp::{Expression, ProblemVariables, SolverModel, Variable, variable};

use super::error::SolverError;
use super::highs_c::Instance;
use crate::formulation::{Column, ColumnId, Formulation, Row};

/// How near to a whole number a bound of a whole column counts as that number.
const BOUND_NOISE: f64 = 1e-9;

/// The bounds that the solver gets.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Bounds {
    pub(super) lower: Vec<f64>,
    pub(super) upper: Vec<f64>,
}

impl Bounds {
    /// Bounds of every column; those of whole columns rounded inwards, because HiGHS can call a
    /// column optimal at a fractional bound.
    pub(super) fn of(formulation: &Formulation) -> Self {
        let (lower, upper) = formulation.columns.values().map(Self::of_column).unzip();
        Self { lower, upper }
    }

    /// The same of one column.
    pub(super) fn of_column(column: &Column) -> (f64, f64) {
        if column.whole {
            (round_up(column.lower), round_down(column.upper))
        } else {
            (column.lower, column.upper)
        }
    }

    /// Whether some column has no value at all.
    pub(super) fn cross(&self) -> bool {
        // What crosses by less than a rounding error is left to HiGHS, which lets it pass.
        self.lower
            .iter()
            .zip(&self.upper)
            .any(|(&lower, &upper)| lower - upper > BOUND_NOISE * lower.abs().max(1.0))
    }
}

fn is_nearly_whole(value: f64) -> bool {
    (value - value.round()).abs() <= BOUND_NOISE * value.abs().max(1.0)
}

fn round_up(bound: f64) -> f64 {
    if is_nearly_whole(bound) {
        bound.round()
    } else {
        bound.ceil()
    }
}

fn round_down(bound: f64) -> f64 {
    if is_nearly_whole(bound) {
        bound.round()
    } else {
        bound.floor()
    }
}

/// Fails on numbers that no solver can use and on columns that do not exist.
pub(super) fn check(formulation: &Formulation) -> Result<(), SolverError> {
    let size = super::statistics(formulation);
    let terms = formulation.rows.values().map(|row| row.terms.len()).sum();
    for (what, count) in [
        ("columns", size.columns),
        ("rows", size.rows),
        ("coefficients", terms),
    ] {
        if i32::try_from(count).is_err() {
            return Err(SolverError::TooLarge { what, count });
        }
    }
    for (key, column) in &formulation.columns {
        let bounds = [
            ("lower bound", column.lower, f64::INFINITY),
            ("upper bound", column.upper, f64::NEG_INFINITY),
        ];
        for (what, value, refused) in bounds {
            check_bound(what, value, refused, || key.to_string())?;
        }
    }
    for (key, row) in &formulation.rows {
        let bounds = [
            ("lower bound", row.lower, f64::INFINITY),
            ("upper bound", row.upper, f64::NEG_INFINITY),
        ];
        for (what, value, refused) in bounds {
            check_bound(what, value, refused, || key.to_string())?;
        }
        check_terms(formulation, &row.terms, || key.to_string())?;
    }
    for objective in &formulation.objectives {
        check_terms(formulation, &objective.terms, || {
            format!("{:?}", objective.objective)
        })?;
    }
    let tolerance = formulation.objective_tolerance;
    if !(tolerance.is_finite() && tolerance >= 0.0) {
        return Err(SolverError::NotANumber {
            what: "objective tolerance",
            name: "formulation".to_owned(),
            value: tolerance,
        });
    }
    Ok(())
}

#[expect(
    clippy::float_cmp,
    reason = "one infinity is refused, and it compares exactly"
)]
fn check_bound(
    what: &'static str,
    value: f64,
    refused: f64,
    name: impl Fn() -> String,
) -> Result<(), SolverError> {
    if value.is_nan() || value == refused {
        return Err(SolverError::NotANumber {
            what,
            name: name(),
            value,
        });
    }
    Ok(())
}

fn check_terms(
    formulation: &Formulation,
    terms: &[(ColumnId, f64)],
    name: impl Fn() -> String,
) -> Result<(), SolverError> {
    let columns = formulation.columns.len();
    for &(ColumnId(column), value) in terms {
        if column >= columns {
            return Err(SolverError::NoSuchColumn {
                name: name(),
                column,
                columns,
            });
        }
        if !value.is_finite() {
            return Err(SolverError::NotANumber {
                what: "coefficient",
                name: name(),
                value,
            });
        }
    }
    Ok(())
}

/// The cost of every column under an objective.
pub(super) fn costs(formulation: &Formulation, terms: &[(ColumnId, f64)]) -> Vec<f64> {
    let mut costs = vec![0.0; formulation.columns.len()];
    for &(ColumnId(column), value) in terms {
        if let Some(cost) = costs.get_mut(column) {
            *cost += value;
        }
    }
    costs
}

/// Loads a checked formulation, its first objective as the cost.
pub(super) fn load(formulation: &Formulation, bounds: &Bounds) -> Result<Instance, SolverError> {
    let mut variables = ProblemVariables::new();
    let handles: Vec<Variable> = formulation
        .columns
        .values()
        .zip(bounds.lower.iter().zip(&bounds.upper))
        .map(|(column, (&lower, &upper))| {
            let definition = variable().min(lower).max(upper);
            variables.add(if column.whole {
                definition.integer()
            } else {
                definition
            })
        })
        .collect();
    let first = formulation.objectives.first();
    let cost = first.map_or_else(Expression::default, |first| sum(&first.terms, &handles));
    let mut problem = variables.minimise(cost).using(good_lp::highs);
    for row in formulation.rows.values() {
        problem.add_constraint(constraint(row, &handles));
    }
    let model = problem
        .try_into_inner()
        .map_err(|error| SolverError::Load(error.to_string()))?;
    let mut instance = Instance::new(model);
    for (position, row) in formulation.rows.values().enumerate() {
        if needs_both_bounds(row) {
            instance.set_row_bounds(position, row.lower, row.upper)?;
        }
    }
    Ok(instance)
}

fn sum(terms: &[(ColumnId, f64)], handles: &[Variable]) -> Expression {
    let mut expression = Expression::with_capacity(terms.len());
    for &(ColumnId(column), value) in terms {
        if let Some(&handle) = handles.get(column) {
            expression.add_mul(value, handle);
        }
    }
    expression
}

#[expect(
    clippy::float_cmp,
    reason = "an equality is a row whose two bounds are the same number"
)]
fn is_equality(row: &Row) -> bool {
    row.lower == row.upper
}

/// `good_lp` has rows with one bound only: the other is given to HiGHS afterwards.
fn needs_both_bounds(row: &Row) -> bool {
    row.lower.is_finite() && row.upper.is_finite() && !is_equality(row)
}

fn constraint(row: &Row, handles: &[Variable]) -> good_lp::Constraint {
    let expression = sum(&row.terms, handles);
    if is_equality(row) {
        expression.eq(row.lower)
    } else if row.lower.is_finite() && row.upper == f64::INFINITY {
        expression.geq(row.lower)
    } else {
        expression.leq(row.upper)
    }
}

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use super::*;

    #[rstest]
    #[case(4.5, 5.0, 4.0)]
    #[case(-4.5, -4.0, -5.0)]
    #[case(4.0, 4.0, 4.0)]
    // What arithmetic leaves of a whole number is that number.
    #[case(3.999_999_999_9, 4.0, 4.0)]
    #[case(4.000_000_000_1, 4.0, 4.0)]
    #[case(f64::INFINITY, f64::INFINITY, f64::INFINITY)]
    fn bounds_of_whole_columns_are_rounded_inwards(
        #[case] bound: f64,
        #[case] up: f64,
        #[case] down: f64,
    ) {
        assert_eq!((round_up(bound), round_down(bound)), (up, down));
    }
}
