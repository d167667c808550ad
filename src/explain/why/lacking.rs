//! Where no plan exists whatever is given up: hours that must be worked and that nobody has.

use super::problem::{Problem, Solver};
use crate::formulation::{Column, ColumnId, ObjectiveTerms, RowKey, VarKey};
use crate::instance::Objective;
use crate::report::why::Lacking;

/// Hours below this are none.
const NONE: f64 = 1e-3;

/// At most so many are shown, the largest.
const MOST: usize = 6;

/// The fewest hours that roles would have to have beyond their own for a plan to exist once every
/// ask is given up; empty where that is not what is lacking, or is not known.
pub(super) fn lacking(problem: &Problem, solver: &mut Solver<'_>) -> Vec<Lacking> {
    let mut formulation = problem.keeping(&problem.keep(|_| false)).relaxed();
    let mut columns = Vec::new();
    for (key, row) in &mut formulation.rows {
        let RowKey::Capacity {
            service,
            role,
            period,
        } = key
        else {
            continue;
        };
        let name = VarKey::Relief {
            row: Box::new(key.clone()),
        };
        let (place, _) = formulation
            .columns
            .insert_full(name, Column::FREE_FROM_ZERO);
        row.terms.push((ColumnId(place), -1.0));
        columns.push((place, service.clone(), role.clone(), *period));
    }
    formulation.objectives = vec![ObjectiveTerms {
        objective: Objective::LeastShortfall,
        terms: columns.iter().map(|c| (ColumnId(c.0), 1.0)).collect(),
    }];
    let Ok(options) = solver.left() else {
        return Vec::new();
    };
    let Ok(Some(least)) = solver.solve(&formulation, &options) else {
        return Vec::new();
    };
    let mut lacking: Vec<Lacking> = columns
        .into_iter()
        .filter_map(|(place, service, role, period)| {
            let hours = *least.values.get(place)?;
            (hours > NONE).then_some(Lacking {
                service,
                role,
                period,
                hours,
            })
        })
        .collect();
    lacking.sort_by(|a, b| b.hours.total_cmp(&a.hours));
    lacking.truncate(MOST);
    lacking
}
