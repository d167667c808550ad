//! Steps with whole people, searched from the proof of the plan there is.
//!
//! The proof is a set of boxes that together hold every whole number: in none of them does the
//! relaxation leave room for a plan that is better by more than the gap. A step moves the
//! relaxation in each a little: solved again from the last basis, most boxes still leave no room,
//! and the few that do are split further. Where that takes too long, or the plan itself could not be
//! proved so, HiGHS searches.

use super::problem::{Answer, Cost, Halt, Problem};

/// So many relaxations are worth it, measured: HiGHS's own search, which begins with cuts, takes as
/// long as about a hundred.
const MOST_RELAXATIONS: usize = 60;

/// So often a plan that is close is rounded and solved again.
const MOST_DIVES: usize = 12;

/// So much of a person, and more, is rounded up.
const MOSTLY: f64 = 0.6;

/// How near to a whole number counts as whole.
const WHOLE: f64 = 1e-6;

/// Pounds that are not looked for.
const ABSOLUTE_GAP: f64 = 1e-6;

/// Least and most of each whole column.
pub(super) type Boxed = Vec<(f64, f64)>;

/// What splitting at a whole column has been found to add to the bound, for one whole number below
/// and above: sums and how many.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Gain {
    below: (f64, f64),
    above: (f64, f64),
}

impl Gain {
    fn note(&mut self, is_below: bool, gain: f64) {
        let side = if is_below {
            &mut self.below
        } else {
            &mut self.above
        };
        *side = (side.0 + gain.max(0.0), side.1 + 1.0);
    }
}

/// What proves a plan: boxes that hold every whole number, and what splits were found to gain.
#[derive(Debug, Clone)]
pub(super) struct Proof {
    pub(super) boxes: Vec<Boxed>,
    pub(super) gains: Vec<Gain>,
}

impl Proof {
    /// Before anything is known: one box.
    pub(super) fn none(all: Boxed) -> Self {
        Self {
            gains: vec![Gain::default(); all.len()],
            boxes: vec![all],
        }
    }
}

/// A box with what its relaxation says.
struct Open {
    boxed: Boxed,
    bound: f64,
    /// The values of the whole columns.
    at: Vec<f64>,
}

/// A search to its end: the best plan, and what proves it.
pub(super) struct Proved {
    pub(super) best: Cost,
    pub(super) proof: Proof,
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
    proof: &Proof,
    start: Option<Cost>,
    near: &[f64],
    gap: f64,
) -> Result<Searched, Halt> {
    let mut search = Search {
        problem,
        best: start,
        gap,
        left: MOST_RELAXATIONS,
        closed: Vec::new(),
        gains: proof.gains.clone(),
        lowest: f64::INFINITY,
    };
    let ended = search.run(&proof.boxes, near);
    let Search {
        best,
        closed,
        lowest,
        gains,
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
            proof: Proof {
                boxes: closed,
                gains,
            },
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
    gains: Vec<Gain>,
    /// The least bound of the boxes that are closed.
    lowest: f64,
}

/// What the relaxation says of a box.
enum Opened {
    /// There may be plans in it.
    Open(Open),
    /// There are none.
    Closed,
    /// It may not be solved any more.
    TooMany,
}

impl Search<'_, '_> {
    /// Whether it came to its end.
    fn run(&mut self, boxes: &[Boxed], near: &[f64]) -> Result<bool, Halt> {
        let mut open: Vec<Open> = Vec::new();
        for boxed in boxes {
            match self.opened(boxed.clone())? {
                Opened::Open(one) => open.push(one),
                Opened::Closed => {}
                Opened::TooMany => return Ok(false),
            }
        }
        self.try_at(near.iter().copied())?;
        if self.best.is_none() && !open.is_empty() {
            self.mend(near)?;
        }
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
            let split = self.split_of(&next.at);
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
            let above = value - value.floor();
            for (is_below, far, (low, high)) in [
                (true, above, (next.boxed[place].0, value.floor())),
                (false, 1.0 - above, (value.ceil(), next.boxed[place].1)),
            ] {
                let mut part = next.boxed.clone();
                part[place] = (low, high);
                match self.opened(part)? {
                    Opened::Open(one) => {
                        self.gains[place].note(is_below, (one.bound - next.bound) / far);
                        open.push(one);
                    }
                    Opened::Closed => {}
                    Opened::TooMany => return Ok(false),
                }
            }
        }
    }

    /// The whole column at which a split promises most on both sides; none where all are whole.
    fn split_of(&self, at: &[f64]) -> Option<usize> {
        let known = self.gains.iter().flat_map(|gain| [gain.below, gain.above]);
        let (sum, count) = known.fold((0.0, 0.0), |all, one| (all.0 + one.0, all.1 + one.1));
        let usual = if count > 0.0 { sum / count } else { 1.0 };
        let mean = |(sum, count): (f64, f64)| if count > 0.0 { sum / count } else { usual };
        let least = usual * 1e-6 + f64::MIN_POSITIVE;
        let promise = |place: usize| {
            let above = at[place] - at[place].floor();
            let gain = self.gains[place];
            (mean(gain.below) * above).max(least) * (mean(gain.above) * (1.0 - above)).max(least)
        };
        (0..at.len())
            .filter(|place| (at[*place] - at[*place].round()).abs() > WHOLE)
            .max_by(|a, b| promise(*a).total_cmp(&promise(*b)))
    }

    /// Solves the relaxation of a box.
    fn opened(&mut self, boxed: Boxed) -> Result<Opened, Halt> {
        if self.left == 0 {
            return Ok(Opened::TooMany);
        }
        self.left -= 1;
        Ok(match self.problem.within(&boxed)? {
            Answer::Plan(cost) => {
                let at = self.problem.whole_of(&cost.values);
                Opened::Open(Open {
                    boxed,
                    bound: cost.bound,
                    at,
                })
            }
            Answer::NoPlan => {
                self.closed.push(boxed);
                Opened::Closed
            }
            Answer::NotSettled => Opened::TooMany,
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

    /// Looks for a plan close to one that is no longer allowed: with as many of everything, or more;
    /// else with one fewer of some.
    fn mend(&mut self, near: &[f64]) -> Result<(), Halt> {
        let all = self.problem.whole_box();
        for fewer in [0.0, 1.0] {
            let columns = near.iter().zip(&all);
            let boxed: Boxed = columns
                .map(|(value, (lower, upper))| ((value - fewer).clamp(*lower, *upper), *upper))
                .collect();
            self.dive(boxed)?;
            if self.best.is_some() {
                break;
            }
        }
        Ok(())
    }

    /// Rounds what is nearly whole and solves the rest again, until everything is whole or nothing
    /// is left.
    fn dive(&mut self, mut boxed: Boxed) -> Result<(), Halt> {
        for _ in 0..MOST_DIVES {
            let Answer::Plan(cost) = self.problem.within(&boxed)? else {
                return Ok(());
            };
            let at = self.problem.whole_of(&cost.values);
            // More people are more often a plan than fewer.
            self.try_at(at.iter().map(|value| (value - WHOLE).ceil()))?;
            let parts = at.iter().map(|value| value - (value + WHOLE).floor());
            let largest = parts.clone().fold(0.0, f64::max);
            if self.best.is_some() || largest <= WHOLE {
                return Ok(());
            }
            for ((part, value), (lower, upper)) in parts.zip(&at).zip(&mut boxed) {
                if part <= WHOLE {
                    (*lower, *upper) = (value.round(), value.round());
                } else if part >= MOSTLY.min(largest) {
                    *lower = value.ceil().min(*upper);
                }
            }
        }
        Ok(())
    }

    fn leaves_no_room(&self, bound: f64) -> bool {
        self.best.as_ref().is_some_and(|best| {
            let room = (self.gap * best.value.abs()).max(ABSOLUTE_GAP);
            bound >= best.value - room
        })
    }

    fn close(&mut self, boxed: Boxed, bound: f64) {
        self.lowest = self.lowest.min(bound);
        self.closed.push(boxed);
    }
}
