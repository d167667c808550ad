//! What the mathematics of one point says of another's: seen from the rows themselves, not from what
//! somebody believes of budgets.

use crate::formulation::Formulation;

/// Whether every plan of `inner` is a plan of `outer` that is as good: the same columns, rows and
/// objectives, and no bound of `outer` tighter. Then what no plan of `outer` can beat, none of `inner`
/// can, and where `outer` has no plan `inner` has none.
pub(super) fn contains(outer: &Formulation, inner: &Formulation) -> bool {
    let holds = |outer: (f64, f64), inner: (f64, f64)| outer.0 <= inner.0 && outer.1 >= inner.1;
    outer.rows.len() == inner.rows.len()
        && outer.columns.len() == inner.columns.len()
        && outer.objectives == inner.objectives
        && outer
            .columns
            .iter()
            .zip(&inner.columns)
            .all(|((a, x), (b, y))| {
                a == b && x.whole == y.whole && holds((x.lower, x.upper), (y.lower, y.upper))
            })
        && outer.rows.iter().zip(&inner.rows).all(|((a, x), (b, y))| {
            a == b && x.terms == y.terms && holds((x.lower, x.upper), (y.lower, y.upper))
        })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::formulation::{Column, ColumnId, Row, RowKey, VarKey};
    use crate::ids::{BudgetId, ServiceId};
    use crate::instance::time::When;

    fn with_budget(limit: f64) -> Formulation {
        let mut formulation = Formulation::default();
        let service = ServiceId::new("s");
        let when = When::Always;
        let spend = VarKey::Spend { service, when };
        formulation.columns.insert(spend, Column::FREE_FROM_ZERO);
        let budget = BudgetId::new("b");
        formulation.rows.insert(
            RowKey::Budget { budget, when },
            Row {
                terms: vec![(ColumnId(0), 1.0)],
                lower: f64::NEG_INFINITY,
                upper: limit,
            },
        );
        formulation
    }

    #[test]
    fn a_larger_budget_contains_a_smaller_and_not_the_other_way_round() {
        let (small, large) = (with_budget(5.0), with_budget(6.0));
        assert!(contains(&large, &small) && contains(&small, &small));
        assert!(!contains(&small, &large));
        assert!(small.is_kept_by(&[5.0]) && !small.is_kept_by(&[5.1]) && !small.is_kept_by(&[]));
    }

    #[test]
    fn another_coefficient_is_another_problem() {
        let (one, mut other) = (with_budget(5.0), with_budget(6.0));
        other.rows[0].terms[0].1 = 0.9;
        assert!(!contains(&other, &one));
    }
}
