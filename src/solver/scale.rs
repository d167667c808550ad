//! Rows and columns brought to like sizes before they reach HiGHS, and its answer brought back.
//!
//! A steady year has pounds beside whole posts: coefficients of 10⁵ beside 1, sums of 10⁸ beside
//! shares of a person. HiGHS scales inside, but keeps its promises to the model as given, so that
//! a tolerance of 1e-9 on a row in pounds asks for more digits than `f64` has, and the solve ends
//! in an error. Factors are powers of two, so nothing is rounded on the way there or back. Whole
//! columns keep their size. Objectives keep theirs too: what a column's factor takes from its
//! value it gives to its cost.

use crate::formulation::{Column, ColumnId, Formulation, ObjectiveTerms, Row};

/// How often rows and columns take turns. More changes little.
const ROUNDS: usize = 4;

/// No factor is further from 1 than two to this power.
const FURTHEST: f64 = 24.0;

/// A formulation in other sizes, and what its columns are to be multiplied by on the way back.
#[derive(Debug, Clone)]
pub struct Scaled {
    /// The formulation, with the same keys.
    pub formulation: Formulation,
    factors: Vec<f64>,
}

impl Scaled {
    /// Values in the formulation's own sizes.
    pub fn restore(&self, values: &mut [f64]) {
        for (value, factor) in values.iter_mut().zip(&self.factors) {
            *value *= factor;
        }
    }

    /// Values in these sizes.
    #[must_use]
    pub fn scaled(&self, values: &[f64]) -> Vec<f64> {
        let each = values.iter().zip(&self.factors);
        each.map(|(value, factor)| value / factor).collect()
    }

    /// A sum of columns in these sizes; its value stays what it is.
    #[must_use]
    pub fn sum(&self, terms: &[(ColumnId, f64)]) -> Vec<(ColumnId, f64)> {
        scaled_terms(terms, &self.factors, 1.0)
    }
}

/// Brings a formulation to like sizes: what HiGHS fails on as it is stated, it may solve so.
#[must_use]
pub fn scale(formulation: &Formulation) -> Scaled {
    let (row_logs, column_logs) = logarithms(formulation);
    let row_factors: Vec<f64> = row_logs.into_iter().map(f64::exp2).collect();
    let factors: Vec<f64> = column_logs.into_iter().map(f64::exp2).collect();
    let columns = formulation
        .columns
        .iter()
        .zip(&factors)
        .map(|((key, column), factor)| {
            let scaled = Column {
                lower: column.lower / factor,
                upper: column.upper / factor,
                ..*column
            };
            (key.clone(), scaled)
        })
        .collect();
    let rows = formulation
        .rows
        .iter()
        .zip(&row_factors)
        .map(|((key, row), row_factor)| {
            let scaled = Row {
                terms: scaled_terms(&row.terms, &factors, *row_factor),
                lower: row.lower * row_factor,
                upper: row.upper * row_factor,
            };
            (key.clone(), scaled)
        })
        .collect();
    let objectives = formulation
        .objectives
        .iter()
        .map(|objective| ObjectiveTerms {
            objective: objective.objective,
            terms: scaled_terms(&objective.terms, &factors, 1.0),
        })
        .collect();
    Scaled {
        formulation: Formulation {
            columns,
            rows,
            objectives,
            objective_tolerance: formulation.objective_tolerance,
        },
        factors,
    }
}

fn scaled_terms(terms: &[(ColumnId, f64)], columns: &[f64], row: f64) -> Vec<(ColumnId, f64)> {
    terms
        .iter()
        .map(|&(column, coefficient)| {
            let factor = columns.get(column.0).copied().unwrap_or(1.0);
            (column, coefficient * factor * row)
        })
        .collect()
}

/// Whole logarithms to the base 2 of each row's and each column's factor: by turns, each row and
/// each column is given the factor that puts its largest and smallest coefficient as far above 1
/// as below.
fn logarithms(formulation: &Formulation) -> (Vec<f64>, Vec<f64>) {
    let entries: Vec<(usize, usize, f64)> = formulation
        .rows
        .values()
        .enumerate()
        .flat_map(|(row, data)| {
            data.terms
                .iter()
                .filter(|(_, coefficient)| *coefficient != 0.0)
                .map(move |&(column, coefficient)| (row, column.0, coefficient.abs().log2()))
        })
        .collect();
    let is_whole: Vec<bool> = formulation.columns.values().map(|c| c.whole).collect();
    let mut rows = vec![0.0; formulation.rows.len()];
    let mut columns = vec![0.0; is_whole.len()];
    for _ in 0..ROUNDS {
        rows = balanced(
            rows.len(),
            entries.iter().map(|&(r, c, log)| (r, log + columns[c])),
        );
        columns = balanced(
            columns.len(),
            entries.iter().map(|&(r, c, log)| (c, log + rows[r])),
        );
        for (column, _) in columns
            .iter_mut()
            .zip(&is_whole)
            .filter(|(_, whole)| **whole)
        {
            *column = 0.0;
        }
    }
    (rows, columns)
}

/// For each of `count` groups, the whole number that puts the middle of its range nearest to 0.
fn balanced(count: usize, entries: impl Iterator<Item = (usize, f64)>) -> Vec<f64> {
    let mut ranges = vec![(f64::INFINITY, f64::NEG_INFINITY); count];
    for (group, log) in entries {
        let (least, most) = &mut ranges[group];
        *least = least.min(log);
        *most = most.max(log);
    }
    ranges
        .into_iter()
        .map(|(least, most)| {
            if least > most {
                return 0.0;
            }
            (-least.midpoint(most)).round().clamp(-FURTHEST, FURTHEST)
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::draft::instance::Objective;
    use crate::formulation::{RowKey, VarKey};
    use crate::ids::ServiceId;

    /// `spend = 65,536·posts + 1,024·hires`, posts whole.
    fn in_pounds() -> Formulation {
        let service = || ServiceId::new("s");
        let role = || "r".into();
        let free = Column::FREE_FROM_ZERO;
        let mut formulation = Formulation::default();
        let keys = [
            VarKey::Spend {
                when: crate::formulation::When::Always,
                service: service(),
            },
            VarKey::Posts {
                service: service(),
                role: role(),
            },
            VarKey::Hires {
                service: service(),
                role: role(),
            },
        ];
        for (position, key) in keys.into_iter().enumerate() {
            let column = Column {
                whole: position == 1,
                ..free
            };
            formulation.columns.insert(key, column);
        }
        let terms = vec![
            (ColumnId(0), 1.0),
            (ColumnId(1), -65_536.0),
            (ColumnId(2), -1_024.0),
        ];
        let row = Row {
            terms,
            lower: 0.0,
            upper: 0.0,
        };
        let key = RowKey::SpendBalance {
            when: crate::formulation::When::Always,
            service: service(),
        };
        formulation.rows.insert(key, row);
        formulation.objectives.push(ObjectiveTerms {
            objective: Objective::LeastCost,
            terms: vec![(ColumnId(0), 1.0)],
        });
        formulation
    }

    #[test]
    fn pounds_and_posts_come_to_like_sizes() {
        let scaled = scale(&in_pounds());
        let row = &scaled.formulation.rows[0];
        let sizes: Vec<f64> = row.terms.iter().map(|(_, c)| c.abs()).collect();
        for size in &sizes {
            assert!((0.125..=8.0).contains(size), "{sizes:?}");
        }
    }

    #[test]
    fn whole_columns_keep_their_size_and_objectives_their_value() {
        let formulation = in_pounds();
        let scaled = scale(&formulation);
        assert!((scaled.factors[1] - 1.0).abs() < f64::EPSILON);
        let mut values = vec![3.0, 2.0, 5.0];
        let value = |terms: &[(ColumnId, f64)], values: &[f64]| -> f64 {
            terms.iter().map(|&(c, k)| k * values[c.0]).sum()
        };
        let before = value(&scaled.formulation.objectives[0].terms, &values);
        scaled.restore(&mut values);
        let after = value(&formulation.objectives[0].terms, &values);
        assert!((before - after).abs() < f64::EPSILON * before.abs());
    }
}
