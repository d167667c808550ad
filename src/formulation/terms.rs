//! Sums of columns, as rows are written.

use super::ColumnId;

/// A sum of columns and a constant.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Terms {
    terms: Vec<(ColumnId, f64)>,
    constant: f64,
}

impl Terms {
    /// Nothing.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// A single column.
    #[must_use]
    pub fn of(column: ColumnId, coefficient: f64) -> Self {
        Self {
            terms: vec![(column, coefficient)],
            constant: 0.0,
        }
    }

    /// Adds a column.
    pub fn add(&mut self, column: ColumnId, coefficient: f64) {
        if coefficient != 0.0 {
            self.terms.push((column, coefficient));
        }
    }

    /// Adds a constant.
    pub fn add_constant(&mut self, constant: f64) {
        self.constant += constant;
    }

    /// Adds a multiple of another sum.
    pub fn add_scaled(&mut self, other: &Self, factor: f64) {
        if factor != 0.0 {
            self.terms
                .extend(other.terms.iter().map(|&(c, k)| (c, k * factor)));
            self.constant += other.constant * factor;
        }
    }

    /// The same sum, with another added a number of times.
    #[must_use]
    pub fn plus(mut self, other: &Self, factor: f64) -> Self {
        self.add_scaled(other, factor);
        self
    }

    /// The columns alone.
    #[must_use]
    pub fn without_constant(&self) -> Self {
        Self {
            terms: self.terms.clone(),
            constant: 0.0,
        }
    }

    /// The constant.
    #[must_use]
    pub fn constant(&self) -> f64 {
        self.constant
    }

    /// Whether there is no column in it.
    #[must_use]
    pub fn is_constant(&self) -> bool {
        self.terms.is_empty()
    }

    /// Each column once, ascending, and the constant.
    #[must_use]
    pub fn merge(mut self) -> (Vec<(ColumnId, f64)>, f64) {
        // A stable sort, so that the same terms are added up in the same order every time.
        self.terms.sort_by_key(|&(column, _)| column);
        let mut merged: Vec<(ColumnId, f64)> = Vec::with_capacity(self.terms.len());
        for (column, coefficient) in self.terms {
            match merged.last_mut() {
                Some((last, sum)) if *last == column => *sum += coefficient,
                _ => merged.push((column, coefficient)),
            }
        }
        merged.retain(|&(_, coefficient)| coefficient != 0.0);
        (merged, self.constant)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_column_named_twice_is_merged_and_what_cancels_is_dropped() {
        let mut terms = Terms::of(ColumnId(3), 2.0);
        terms.add(ColumnId(1), 1.0);
        terms.add(ColumnId(3), 0.5);
        terms.add(ColumnId(2), 4.0);
        terms.add(ColumnId(2), -4.0);
        terms.add_constant(7.0);
        let doubled = Terms::new().plus(&terms, 2.0);
        assert_eq!(
            doubled.merge(),
            (vec![(ColumnId(1), 2.0), (ColumnId(3), 5.0)], 14.0)
        );
    }
}
