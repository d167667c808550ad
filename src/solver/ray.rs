//! Whether a sum of rows shows that no plan keeps them all (Farkas' lemma): what HiGHS calls
//! infeasible, checked with a margin.

use super::load::Bounds;
use crate::formulation::ColumnId;

/// A row as the solver has it: its terms, and least and most.
pub(super) type Bounded<'a> = (&'a [(ColumnId, f64)], f64, f64);

/// Whether the rows, each times its weight, cannot be kept together by columns within their bounds,
/// not even where each row and each column gives way by `tolerance`.
pub(super) fn proves_none<'a>(
    rows: impl Iterator<Item = Bounded<'a>>,
    weights: &[f64],
    bounds: &Bounds,
    tolerance: f64,
) -> bool {
    /// Sums smaller than this share of what they are sums of are rounding errors.
    const ROUNDING: f64 = 1e-13;
    let mut asked = Reach::default();
    let mut sums = vec![(0.0_f64, 0.0_f64); bounds.lower.len()];
    for ((terms, lower, upper), &weight) in rows.zip(weights) {
        if weight == 0.0 {
            continue;
        }
        asked.add(weight, lower, upper);
        for &(ColumnId(column), coefficient) in terms {
            if let Some((sum, size)) = sums.get_mut(column) {
                *sum += weight * coefficient;
                *size += (weight * coefficient).abs();
            }
        }
    }
    let mut reached = Reach::default();
    let columns = sums.iter().zip(bounds.lower.iter().zip(&bounds.upper));
    for (&(sum, size), (&lower, &upper)) in columns {
        if sum.abs() > ROUNDING * size {
            reached.add(sum, lower, upper);
        }
    }
    let room = tolerance * (asked.weight + reached.weight);
    reached.least > asked.most + room || reached.most < asked.least - room
}

/// What a sum of things within bounds can come to.
#[derive(Debug, Default)]
struct Reach {
    least: f64,
    most: f64,
    weight: f64,
}

impl Reach {
    fn add(&mut self, weight: f64, lower: f64, upper: f64) {
        let (at_least, at_most) = if weight > 0.0 {
            (lower, upper)
        } else {
            (upper, lower)
        };
        self.least += weight * at_least;
        self.most += weight * at_most;
        self.weight += weight.abs();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const FREE: f64 = f64::INFINITY;

    /// x + y is at least 3 and at most `most`; both lie between 0 and 5.
    fn shown(most: f64, weights: [f64; 2]) -> bool {
        let terms = [(ColumnId(0), 1.0), (ColumnId(1), 1.0)];
        let rows = [
            (terms.as_slice(), 3.0, FREE),
            (terms.as_slice(), -FREE, most),
        ];
        let bounds = Bounds {
            lower: vec![0.0; 2],
            upper: vec![5.0; 2],
        };
        proves_none(rows.into_iter(), &weights, &bounds, 1e-7)
    }

    #[test]
    fn rows_that_contradict_each_other_are_shown_to_by_their_difference_alone() {
        for sign in [1.0, -1.0] {
            assert!(shown(2.0, [sign, -sign]));
            assert!(!shown(2.0, [sign, sign]));
            assert!(!shown(2.0, [sign, 0.0]));
            assert!(!shown(4.0, [sign, -sign]));
        }
        assert!(!shown(2.0, [0.0, 0.0]));
    }

    #[test]
    fn what_a_tolerance_lets_pass_is_not_shown() {
        assert!(!shown(3.0 - 1e-7, [1.0, -1.0]));
        assert!(shown(3.0 - 1e-6, [1.0, -1.0]));
    }

    #[test]
    fn bounds_of_columns_count() {
        // Both at 5 come to 10 at most.
        let terms = [(ColumnId(0), 1.0), (ColumnId(1), 1.0)];
        let shown = |least, upper: f64| {
            let bounds = Bounds {
                lower: vec![0.0; 2],
                upper: vec![5.0, upper],
            };
            let rows = [(terms.as_slice(), least, FREE)];
            proves_none(rows.into_iter(), &[1.0], &bounds, 1e-7)
        };
        assert!(shown(11.0, 5.0) && !shown(9.0, 5.0) && !shown(11.0, FREE));
    }
}
