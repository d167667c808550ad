//! Where two chains meet, the plan of the harder point may be better than the one that was found for
//! the easier, since both are proved within a gap alone. It is a plan of the easier point too, and takes
//! the other's place, so that a frontier is monotone and not only within its gaps.
//!
//! What is mended depends on the rows alone: so it is the same in every run.

use super::How;
use super::chain::stated;
use super::grid::Grid;
use super::proof::active;
use super::run::{At, Stopped};
use crate::formulation::Formulation;
use crate::pipeline::{Watch, held};
use crate::report::sweep::{Planned, Reached, Row, Verdict};
use crate::solver::{Loaded, Outcome, Solved};

/// Differences up to this share are rounding errors.
const ROUNDING: f64 = 1e-9;

/// Whether plans of a point along the last axis are plans of the next, and worth keeping for it.
pub(super) fn can_be_mended(grid: &Grid, how: &How) -> bool {
    !how.relaxed && grid.axes.last().is_some_and(|axis| axis.eases.is_some())
}

/// The whole numbers of a plan that are not nought.
pub(super) fn whole_of(formulation: &Formulation, values: &[f64]) -> Vec<(usize, f64)> {
    let columns = formulation.columns.values().zip(values).enumerate();
    columns
        .filter(|(_, (column, value))| column.whole && value.round() != 0.0)
        .map(|(place, (_, value))| (place, value.round()))
        .collect()
}

/// Mends rows that stand in the order of points; every point is there. `put` is told of each that
/// changes.
///
/// # Errors
///
/// When somebody asks to stop, or the files at a point have errors.
pub fn mend<E>(
    grid: &Grid,
    rows: &mut [Row],
    at: At<'_>,
    how: &How,
    watch: &Watch,
    put: &mut dyn FnMut(&Row),
) -> Result<(), Stopped<E>> {
    if !can_be_mended(grid, how) || rows.len() != grid.size() {
        return Ok(());
    }
    for line in grid.lines() {
        for pair in line.windows(2) {
            let [harder, easier] = [pair[0], pair[1]];
            if !is_worse(&rows[easier], &rows[harder]) || rows[harder].whole.is_empty() {
                continue;
            }
            if watch.control.stop.is_asked() {
                return Err(Stopped::Asked);
            }
            let instance = at(easier).map_err(|found| Stopped::Files(easier, found))?;
            let (instance, formulation) = stated(&instance, how);
            let Some(solved) = around(&formulation, &rows[harder], &rows[easier], how, watch)
            else {
                continue;
            };
            let outcome = Outcome::WithinGap(solved);
            // What its audit does not pass stays as it was found.
            let Ok(held) = held(&instance, &formulation, outcome, watch) else {
                continue;
            };
            let planned = Planned::of(&instance, &held.plan, &held.audit, &held.outcome);
            let row = &mut rows[easier];
            row.verdict = Verdict::Plan(Box::new(planned));
            // The next may have to be mended by it in turn.
            row.whole = whole_of(&formulation, &held.solved.values);
            put(row);
        }
    }
    Ok(())
}

/// The one objective that says anything; none where there are several, of which a later one may well
/// get worse where an earlier gets better.
fn judged(row: &Row) -> Option<&Reached> {
    let reached = row.planned()?.objectives.iter();
    let mut says = reached.filter(|reached| reached.value != 0.0);
    says.next().filter(|_| says.next().is_none())
}

fn minimised(reached: &Reached) -> f64 {
    if reached.objective == "most-access" {
        -reached.value
    } else {
        reached.value
    }
}

/// Whether an easier point has the worse plan.
fn is_worse(easier: &Row, harder: &Row) -> bool {
    let (Some(easier), Some(harder)) = (judged(easier), judged(harder)) else {
        return false;
    };
    let (easier, harder) = (minimised(easier), minimised(harder));
    easier > harder + ROUNDING * harder.abs() + 1e-6
}

/// The harder point's whole numbers in the easier point, with what was proved of that.
fn around(
    formulation: &Formulation,
    harder: &Row,
    easier: &Row,
    how: &How,
    watch: &Watch,
) -> Option<Solved> {
    let objective = active(formulation)
        .next()
        .filter(|_| active(formulation).count() == 1)?;
    let mut plan = vec![0.0; formulation.columns.len()];
    for &(place, value) in &harder.whole {
        *plan.get_mut(place)? = value;
    }
    let mut loaded = Loaded::load(formulation.clone(), &how.options, &watch.control).ok()?;
    let outcome = loaded.solve_around(&plan).ok()?;
    let (Outcome::Optimal(mut solved) | Outcome::WithinGap(mut solved)) = outcome else {
        return None;
    };
    let found = judged(easier)?;
    let sign = if found.objective == "most-access" {
        -1.0
    } else {
        1.0
    };
    let reached = solved
        .objectives
        .iter_mut()
        .find(|reached| reached.objective == objective.objective)?;
    if reached.value >= minimised(found) {
        return None;
    }
    // With whole numbers held, a linear programme's bound says nothing of other plans.
    let bound = found.bound.map_or(f64::NEG_INFINITY, |bound| sign * bound);
    reached.bound = bound.min(reached.value);
    reached.gap = (reached.value - bound - 1e-6).max(0.0) / reached.value.abs().max(1e-9);
    Some(solved)
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::*;
    use crate::pipeline::best;
    use crate::reading::read_instance;
    use crate::solver::Options;
    use crate::sweep::instance_at;
    use crate::sweep::quantity::Axis;

    #[test]
    fn a_better_plan_of_a_harder_point_takes_the_place_of_a_worse() {
        let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/cli/harbour.toml");
        let document = read_instance(&path).document.expect("read");
        let axis = Axis::read("hires=100%..102%/1%", &document).expect("an axis");
        let grid = Grid::new(vec![axis]).expect("a grid");
        let at = |point| instance_at(&document, &grid, point);
        let how = How {
            options: Options {
                gap: 0.0,
                ..Options::default()
            },
            relaxed: false,
        };
        let watch = Watch::default();
        let mut rows: Vec<Row> = (0..grid.size())
            .map(|point| {
                let instance = at(point).expect("lawful");
                let held = best(&instance, &how.options, &watch).expect("a plan");
                let planned = Planned::of(&instance, &held.plan, &held.audit, &held.outcome);
                Row {
                    at: grid.at(point),
                    values: grid.labels(point),
                    verdict: Verdict::Plan(Box::new(planned)),
                    whole: whole_of(&held.formulation, &held.solved.values),
                }
            })
            .collect();
        let good = rows.clone();
        for row in &mut rows[1..] {
            if let Verdict::Plan(planned) = &mut row.verdict {
                planned.cost_gbp += 1_000.0;
                let reached = planned.objectives.last_mut().expect("cost");
                reached.value += 1_000.0;
            }
            row.whole.clear();
        }
        let mut told = Vec::new();
        let mended: Result<(), Stopped<()>> =
            mend(&grid, &mut rows, &at, &how, &watch, &mut |row| {
                told.push(row.at.clone());
            });
        mended.expect("mended");
        assert_eq!(told, [[1], [2]]);
        for (row, good) in rows.iter().zip(&good) {
            let cost = |row: &Row| row.planned().expect("a plan").cost_gbp;
            assert!((cost(row) - cost(good)).abs() < 0.02, "{row:?}");
        }
    }
}
