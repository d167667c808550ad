//! Whether a frontier is possible at all: where more of a quantity can only help, no point may have a
//! plan that is better than what was proved of an easier one.

use super::grid::Grid;
use crate::report::sweep::{Planned, Reached, Row, Verdict};

/// Of what solvers may be off by.
const ROUNDING: f64 = 1e-6;

/// Two points that contradict each other: one of the two is wrong, and nobody knows which.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error(
    "two points contradict each other: {harder} {has}, and {easier}, which leaves more room, {lacks}"
)]
pub struct Contradiction {
    /// The harder point, in words.
    pub harder: String,
    /// What it has.
    pub has: String,
    /// The easier point, in words.
    pub easier: String,
    /// What it lacks.
    pub lacks: String,
}

/// The first contradiction among points, along every line of a quantity that can only help or hinder.
#[must_use]
pub fn contradiction(grid: &Grid, rows: &[Row]) -> Option<Contradiction> {
    let mut by_point: Vec<Option<&Row>> = vec![None; grid.size()];
    for row in rows {
        if let Some(point) = grid.point(&row.at) {
            by_point[point] = Some(row);
        }
    }
    let judged = judged(rows)?;
    let directed = grid.axes.iter().enumerate();
    let directed = directed.filter_map(|(place, axis)| Some((place, axis.eases?)));
    for (axis, eases) in directed {
        for start in (0..grid.size()).filter(|point| grid.at(*point)[axis] == 0) {
            let mut line: Vec<usize> = (0..grid.axes[axis].range.points.len())
                .filter_map(|place| {
                    let mut at = grid.at(start);
                    at[axis] = place;
                    grid.point(&at)
                })
                .collect();
            if !eases {
                line.reverse();
            }
            let line: Vec<&Row> = line
                .into_iter()
                .filter_map(|point| by_point[point])
                .collect();
            if let Some(found) = along(grid, &line, judged) {
                return Some(found);
            }
        }
    }
    None
}

/// The place of the objective that is judged: the first by which points differ at all. One after it may
/// well get worse where it gets better.
fn judged(rows: &[Row]) -> Option<usize> {
    let planned = || rows.iter().filter_map(Row::planned);
    let count = planned().next()?.objectives.len();
    let says = |place: usize| {
        planned().any(|planned| {
            let reached = planned.objectives.get(place);
            reached.is_some_and(|reached| reached.value != 0.0)
        })
    };
    Some((0..count).find(|place| says(*place)).unwrap_or_default())
}

/// The first contradiction of a line, from the hardest point to the easiest.
fn along(grid: &Grid, line: &[&Row], judged: usize) -> Option<Contradiction> {
    let name = |row: &Row| {
        grid.point(&row.at)
            .map_or_else(String::new, |point| grid.name(point))
    };
    // The best plan among harder points, signs as minimised.
    let mut best: Option<(f64, &Row)> = None;
    for row in line {
        match (&row.verdict, best) {
            (Verdict::NoPlan { .. }, Some((_, harder))) => {
                return Some(Contradiction {
                    harder: name(harder),
                    has: "has a plan".to_owned(),
                    easier: name(row),
                    lacks: "has none (proved)".to_owned(),
                });
            }
            (Verdict::Plan(planned), Some((value, harder))) => {
                let reached = planned.objectives.get(judged)?;
                let bound = minimised(reached, reached.bound);
                let room = ROUNDING * value.abs().max(1.0);
                if let Some(bound) = bound.filter(|bound| *bound > value + room) {
                    return Some(Contradiction {
                        harder: name(harder),
                        has: format!("reaches {value} ({})", reached.objective),
                        easier: name(row),
                        lacks: format!("is proved not to come below {bound}"),
                    });
                }
            }
            _ => {}
        }
        let value = row.planned().and_then(|planned| value_of(planned, judged));
        if let Some(value) = value
            && best.is_none_or(|(best, _)| value < best)
        {
            best = Some((value, row));
        }
    }
    None
}

fn value_of(planned: &Planned, judged: usize) -> Option<f64> {
    let reached = planned.objectives.get(judged)?;
    minimised(reached, Some(reached.value))
}

/// A figure with the sign that makes less of it better.
fn minimised(reached: &Reached, value: Option<f64>) -> Option<f64> {
    let is_to_be_large = reached.objective == "most-access";
    value.map(|value| if is_to_be_large { -value } else { value })
}

#[cfg(test)]
mod tests {
    use indexmap::IndexMap;

    use super::*;
    use crate::sweep::quantity::Axis;
    use crate::sweep::range::Range;

    fn grid(eases: Option<bool>) -> Grid {
        let range = Range::parse("1..3/1").expect("a range");
        Grid::new(vec![Axis::made("budget", range, eases)]).expect("a grid")
    }

    fn plan(objective: &str, value: f64, bound: f64) -> Verdict {
        Verdict::Plan(Box::new(Planned {
            status: "within-gap".to_owned(),
            cost_gbp: value,
            shortfall_gbp: None,
            starts_people: 0.0,
            longest_wait_weeks: None,
            staff_wte: IndexMap::new(),
            objectives: vec![Reached {
                objective: objective.to_owned(),
                value,
                bound: Some(bound),
                gap: None,
            }],
        }))
    }

    fn none() -> Verdict {
        Verdict::NoPlan {
            reason: "proved".to_owned(),
        }
    }

    fn found(eases: Option<bool>, verdicts: [Verdict; 3]) -> Option<String> {
        let rows: Vec<Row> = verdicts
            .into_iter()
            .enumerate()
            .map(|(place, verdict)| Row {
                at: vec![place],
                values: Vec::new(),
                verdict,
                whole: Vec::new(),
            })
            .collect();
        contradiction(&grid(eases), &rows).map(|found| found.to_string())
    }

    #[test]
    fn within_what_is_proved_more_may_cost_more() {
        let cost = |value, bound| plan("least-cost", value, bound);
        let verdicts = || [none(), cost(100.0, 99.5), cost(100.2, 99.4)];
        assert_eq!(found(Some(true), verdicts()), None);
    }

    #[test]
    fn a_bound_above_what_a_harder_point_reaches_is_a_contradiction() {
        let cost = |value, bound| plan("least-cost", value, bound);
        let verdicts = || [cost(100.0, 99.0), cost(101.0, 100.0), cost(102.0, 100.1)];
        let said = found(Some(true), verdicts()).expect("a contradiction");
        assert!(said.contains("budget 1 reaches 100"), "{said}");
        assert!(said.contains("budget 3, which leaves more room"), "{said}");
        // Where less helps it is none, and where nobody knows neither.
        assert_eq!(found(Some(false), verdicts()), None);
        assert_eq!(found(None, verdicts()), None);
    }

    #[test]
    fn no_plan_where_a_harder_point_has_one_is_a_contradiction() {
        let cost = |value, bound| plan("least-cost", value, bound);
        let verdicts = || [cost(100.0, 99.0), none(), cost(98.0, 97.0)];
        let said = found(Some(true), verdicts()).expect("a contradiction");
        assert!(said.contains("budget 2"), "{said}");
        assert!(
            found(Some(false), verdicts())
                .expect("too")
                .contains("budget 2")
        );
    }

    #[test]
    fn people_who_start_are_to_be_many() {
        let access = |value, bound| plan("most-access", value, bound);
        let fine = [access(90.0, 91.0), access(95.0, 95.5), access(99.0, 99.0)];
        assert_eq!(found(Some(true), fine), None);
        let wrong = [access(90.0, 91.0), access(85.0, 86.0), access(99.0, 99.0)];
        assert!(found(Some(true), wrong).is_some());
    }
}
