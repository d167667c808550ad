//! How one formulation differs from another, and what the difference is worth at given prices.

use std::collections::BTreeMap;

use crate::asks::When;
use crate::formulation::{ColumnId, Formulation, Row, RowKey};
use crate::solver::Duals;

/// What differs from a formulation to one with the same rows and columns.
#[derive(Debug, Clone, Default)]
pub(super) struct Change {
    rows: Vec<RowChange>,
    columns: Vec<(usize, f64, f64)>,
    /// Of what step it is the part that was taken.
    share: f64,
}

#[derive(Debug, Clone)]
struct RowChange {
    row: usize,
    when: Option<When>,
    lower: f64,
    upper: f64,
    terms: Vec<(ColumnId, f64)>,
}

/// By how much costs fall, all together and by the time of the rows.
#[derive(Debug, Clone, Default, PartialEq)]
pub(super) struct Fall {
    pub(super) all: f64,
    pub(super) by_time: BTreeMap<When, f64>,
}

impl Change {
    /// From `before` to `after`, which took `share` of a step; none where they have other rows,
    /// columns or objectives.
    pub(super) fn between(before: &Formulation, after: &Formulation, share: f64) -> Option<Self> {
        let like = before.rows.len() == after.rows.len()
            && before.columns.len() == after.columns.len()
            && before.rows.keys().eq(after.rows.keys())
            && before.columns.keys().eq(after.columns.keys())
            && before.objectives == after.objectives;
        if !like || share <= 0.0 {
            return None;
        }
        let pairs = before.rows.iter().zip(after.rows.values()).enumerate();
        let rows = pairs
            .filter(|(_, ((_, old), new))| old != new)
            .map(|(row, ((key, old), new))| RowChange {
                row,
                when: time_of(key),
                lower: grown(old.lower, new.lower),
                upper: grown(old.upper, new.upper),
                terms: terms_changed(old, new),
            })
            .collect();
        let pairs = before.columns.values().zip(after.columns.values());
        let columns = pairs
            .enumerate()
            .filter(|(_, (old, new))| old != new)
            .map(|(place, (old, new))| {
                let (lower, upper) = (grown(old.lower, new.lower), grown(old.upper, new.upper));
                (place, lower, upper)
            })
            .collect();
        Some(Self {
            rows,
            columns,
            share,
        })
    }

    /// Whether bounds alone differ: then a part of the step is that part of its change.
    pub(super) fn is_of_bounds(&self) -> bool {
        self.rows.iter().all(|row| row.terms.is_empty())
    }

    /// By how much costs fall for the whole step at the prices of a linear programme's solution:
    /// what a bound moves, less what a coefficient adds at the solution, times the row's price.
    pub(super) fn fall(&self, duals: &Duals, values: &[f64]) -> Option<Fall> {
        let mut fall = Fall::default();
        for change in &self.rows {
            let price = *duals.rows.get(change.row)?;
            let mut moved = moved(price, change.lower, change.upper);
            for (column, more) in &change.terms {
                moved -= more * values.get(column.0)?;
            }
            let saved = -price * moved / self.share;
            fall.all += saved;
            if let Some(when) = change.when {
                *fall.by_time.entry(when).or_default() += saved;
            }
        }
        for &(column, lower, upper) in &self.columns {
            let price = *duals.columns.get(column)?;
            fall.all -= price * moved(price, lower, upper) / self.share;
        }
        Some(fall)
    }

    /// The formulation with so much of the change; only where [`Change::is_of_bounds`].
    pub(super) fn rows_at(&self, before: &Formulation, steps: f64) -> Vec<(RowKey, f64, f64)> {
        let part = steps / self.share;
        let rows = self.rows.iter().filter_map(|change| {
            let (key, row) = before.rows.get_index(change.row)?;
            let lower = row.lower + change.lower * part;
            let upper = row.upper + change.upper * part;
            Some((key.clone(), lower, upper))
        });
        rows.collect()
    }
}

/// By how much the bound moves that a price is about.
fn moved(price: f64, lower: f64, upper: f64) -> f64 {
    if price > 0.0 {
        lower
    } else if price < 0.0 {
        upper
    } else {
        0.0
    }
}

/// The difference of two bounds; none between infinite ones.
fn grown(old: f64, new: f64) -> f64 {
    if old.to_bits() == new.to_bits() {
        0.0
    } else {
        new - old
    }
}

fn terms_changed(old: &Row, new: &Row) -> Vec<(ColumnId, f64)> {
    if old.terms == new.terms {
        return Vec::new();
    }
    let mut changed: BTreeMap<ColumnId, f64> = new.terms.iter().copied().collect();
    for &(column, value) in &old.terms {
        *changed.entry(column).or_default() -= value;
    }
    changed.retain(|_, more| *more != 0.0);
    changed.into_iter().collect()
}

/// What time a row is about, as far as asks have any say in it.
fn time_of(key: &RowKey) -> Option<When> {
    match key {
        RowKey::WorkCover { period, .. } => Some(When::In(*period)),
        key => key.ask().map(|(_, when)| when),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::formulation::{Column, VarKey};
    use crate::ids::{BudgetId, ServiceId};

    fn one_row(coefficient: f64, upper: f64) -> Formulation {
        let mut formulation = Formulation::default();
        let spend = VarKey::Spend {
            service: ServiceId::new("s"),
            when: When::Always,
        };
        formulation.columns.insert(spend, Column::FREE_FROM_ZERO);
        let row = Row {
            terms: vec![(ColumnId(0), coefficient)],
            lower: f64::NEG_INFINITY,
            upper,
        };
        let key = RowKey::Budget {
            budget: BudgetId::new("b"),
            when: When::Always,
        };
        formulation.rows.insert(key, row);
        formulation
    }

    #[test]
    fn a_price_times_what_a_bound_moves_is_what_costs_fall_by() {
        let duals = Duals {
            rows: vec![-3.0],
            columns: vec![0.0],
        };
        let change = Change::between(&one_row(1.0, 5.0), &one_row(1.0, 7.0), 0.5).expect("alike");
        assert!(change.is_of_bounds());
        // Two more took half a step: a step is four, worth three each.
        let fall = change.fall(&duals, &[5.0]).expect("all there");
        assert!((fall.all - 12.0).abs() < 1e-12);
        assert!((fall.by_time[&When::Always] - fall.all).abs() < 1e-12);
        let rows = change.rows_at(&one_row(1.0, 5.0), -0.25);
        assert!((rows[0].2 - 4.0).abs() < 1e-12);
    }

    #[test]
    fn a_coefficient_is_worth_what_it_adds_at_the_solution() {
        let duals = Duals {
            rows: vec![-3.0],
            columns: vec![0.0],
        };
        // x = 5 uses 5 of 5; at a coefficient of 0.9 there are 0.5 left, worth 3 each.
        let change = Change::between(&one_row(1.0, 5.0), &one_row(0.9, 5.0), 1.0).expect("alike");
        assert!(!change.is_of_bounds());
        let fall = change.fall(&duals, &[5.0]).expect("all there");
        assert!((fall.all - 1.5).abs() < 1e-12);
    }
}
