//! Steps with whole people, searched from the proof of the plan there is.
//!
//! The proof is a set of boxes that together hold every whole number: in none of them does the
//! relaxation leave room for a plan that is better by more than the gap. A step moves the
//! relaxation in each a little: solved again from the last basis, most boxes still leave no room,
//! and the few that do are split further. Where that takes too long, or the plan itself could not be
//! proved so, HiGHS searches.

use super::problem::{Answer, Cost, Halt, Problem};

/// So many relaxations are worth it: HiGHS's own search costs as much as some hundreds.
const MOST_RELAXATIONS: usize = 250;

/// How near to a whole number counts as whole.
const WHOLE: f64 = 1e-6;

/// Least and most of each whole column.
pub(super) type Boxed = Vec<(f64, f64)>;

/// A box with what its relaxation says.
struct Open {
    boxed: Boxed,
    bound: f64,
    /// The values of the whole columns.
    at: Vec<f64>,
}

/// A search to its end: the best plan, and the boxes that prove it.
pub(super) struct Proved {
    pub(super) best: Cost,
    pub(super) boxes: Vec<Boxed>,
}

/// How a search ended.
pub(super) enum Searched {
    Proved(Proved),
    NoPlan,
    /// It would take too long this way.
    TooLong,
}

/// Looks for the best plan of what is loaded, to a relative gap, in boxes that hold all whole
/// numbers. `start` is a plan that keeps everything, `near` the whole numbers of one that may not.
pub(super) fn search(
    problem: &mut Problem<'_>,
    boxes: &[Boxed],
    start: Option<Cost>,
    near: &[f64],
    gap: f64,
) -> Result<Searched, Halt> {
    let mut search = Search {
        problem,
        best: start,
        gap,
        left: MOST_RELAXATIONS.max(2 * boxes.len()),
        closed: Vec::new(),
        lowest: f64::INFINITY,
    };
    let ended = search.run(boxes, near);
    let Search {
        best,
        closed,
        lowest,
        ..
    } = search;
    Ok(match (ended?, best) {
        (false, _) => Searched::TooLong,
        (true, None) => Searched::NoPlan,
        (true, Some(best)) => Searched::Proved(Proved {
            best: Cost {
                bound: lowest.min(best.value),
                ..best
            },
            boxes: closed,
        }),
    })
}

struct Search<'p, 'a> {
    problem: &'p mut Problem<'a>,
    best: Option<Cost>,
    gap: f64,
    /// Relaxations that may still be solved.
    left: usize,
    closed: Vec<Boxed>,
    /// The least bound of the boxes that are closed.
    lowest: f64,
}

impl Search<'_, '_> {
    /// Whether it came to its end.
    fn run(&mut self, boxes: &[Boxed], near: &[f64]) -> Result<bool, Halt> {
        let mut open: Vec<Open> = Vec::new();
        for boxed in boxes {
            let Some(opened) = self.opened(boxed.clone())? else {
                return Ok(false);
            };
            open.extend(opened);
        }
        self.try_at(near.iter().copied())?;
        loop {
            let mut still = Vec::new();
            for one in open.drain(..) {
                if self.leaves_no_room(one.bound) {
                    self.close(one.boxed, one.bound);
                } else {
                    still.push(one);
                }
            }
            open = still;
            let lowest = (0..open.len()).min_by(|a, b| open[*a].bound.total_cmp(&open[*b].bound));
            let Some(lowest) = lowest else {
                return Ok(true);
            };
            let next = open.swap_remove(lowest);
            let off = |value: f64| (value - value.round()).abs();
            let split =
                (0..next.at.len()).max_by(|a, b| off(next.at[*a]).total_cmp(&off(next.at[*b])));
            let split = split.filter(|place| off(next.at[*place]) > WHOLE);
            if split.is_none() || self.best.is_none() {
                self.try_at(next.at.iter().map(|value| value.round()))?;
            }
            if self.best.is_none() {
                self.try_at(next.at.iter().map(|value| (value - WHOLE).ceil()))?;
            }
            let Some(place) = split else {
                // Its relaxation is whole: nothing in it is better.
                self.close(next.boxed, next.bound);
                continue;
            };
            let value = next.at[place];
            for (low, high) in [
                (next.boxed[place].0, value.floor()),
                (value.ceil(), next.boxed[place].1),
            ] {
                let mut boxed = next.boxed.clone();
                boxed[place] = (low, high);
                let Some(opened) = self.opened(boxed)? else {
                    return Ok(false);
                };
                open.extend(opened);
            }
        }
    }

    /// Solves the relaxation of a box; none where it may not any more.
    fn opened(&mut self, boxed: Boxed) -> Result<Option<Option<Open>>, Halt> {
        if self.left == 0 {
            return Ok(None);
        }
        self.left -= 1;
        Ok(match self.problem.within(&boxed)? {
            Answer::Plan(cost) => {
                let at = self.problem.whole_of(&cost.values);
                Some(Some(Open {
                    boxed,
                    bound: cost.bound,
                    at,
                }))
            }
            Answer::NoPlan => {
                self.closed.push(boxed);
                Some(None)
            }
            Answer::NotSettled => None,
        })
    }

    /// Tries a plan with these whole numbers.
    fn try_at(&mut self, whole: impl Iterator<Item = f64>) -> Result<(), Halt> {
        let fixed: Boxed = whole.map(|value| (value.round(), value.round())).collect();
        if let Answer::Plan(cost) = self.problem.within(&fixed)?
            && self
                .best
                .as_ref()
                .is_none_or(|best| cost.value < best.value)
        {
            self.best = Some(cost);
        }
        Ok(())
    }

    fn leaves_no_room(&self, bound: f64) -> bool {
        self.best
            .as_ref()
            .is_some_and(|best| bound >= best.value - self.gap * best.value.abs())
    }

    fn close(&mut self, boxed: Boxed, bound: f64) {
        self.lowest = self.lowest.min(bound);
        self.closed.push(boxed);
    }
}
