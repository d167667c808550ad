//! Over which amounts a marginal value holds: found by solving the relaxation again.
//!
//! What plans cost at least is convex in the bounds of rows, and a marginal value is the slope of a
//! line below it that touches it at what is asked. It holds as far as the line touches. Where it
//! has left the line at an amount, the line that touches there crosses the first one at the next
//! amount to try: a few solves find the corner.

use super::change::Change;
use super::problem::{Halt, Point, Problem};

/// Tries until a side is left open.
const TRIES: usize = 16;

/// How many times as far the next try goes while the line holds.
const STRIDE: f64 = 8.0;

/// How near the line is on it, as a share of the cost and in pounds.
const ON_THE_LINE: f64 = 1e-8;
const PENNY: f64 = 0.01;

/// The least and the most steps between which the slope at the base is proved to hold; `furthest`
/// is where to stop looking on either side.
pub(super) fn range(
    problem: &mut Problem<'_>,
    change: &Change,
    base: &Point,
    slope: f64,
    furthest: (f64, f64),
) -> Result<(f64, f64), Halt> {
    let mut side = |furthest| end(problem, change, base, slope, furthest);
    Ok((side(furthest.0)?, side(furthest.1)?))
}

/// How far the line holds towards `furthest`, in steps; `slope` is by how much costs fall for one.
fn end(
    problem: &mut Problem<'_>,
    change: &Change,
    base: &Point,
    slope: f64,
    furthest: f64,
) -> Result<f64, Halt> {
    let near = ON_THE_LINE * base.cost.abs() + PENNY;
    let mut holds = 0.0;
    // The nearest amount at which it is known not to hold.
    let mut beyond: Option<f64> = None;
    // One step is lawful more often than all of what is asked, and sooner solved.
    let mut at = furthest.clamp(-1.0, 1.0);
    let mut is_crossing = false;
    for _ in 0..TRIES {
        let Some(point) = problem.relaxation_moved(change, at)? else {
            // No plan there: it may hold up to there.
            beyond = Some(at);
            is_crossing = false;
            at = f64::midpoint(holds, at);
            continue;
        };
        let above = point.cost - (base.cost - slope * at);
        if above <= near {
            holds = at;
            if is_crossing || at.to_bits() == furthest.to_bits() {
                break;
            }
            at = match beyond {
                Some(beyond) => f64::midpoint(at, beyond),
                None if furthest > 0.0 => (at * STRIDE).min(furthest),
                None => (at * STRIDE).max(furthest),
            };
            continue;
        }
        let Some(there) = change.fall(&point.duals, &point.values) else {
            break;
        };
        // Both lines fall with steps, this one by `there.all` a step: where do they cross?
        let bend = slope - there.all;
        if bend.abs() <= f64::EPSILON * slope.abs() {
            break;
        }
        let crossing = at - above / bend;
        if !(crossing.abs() < at.abs() && (crossing - holds) * at > 0.0) {
            break;
        }
        beyond = Some(at);
        is_crossing = true;
        at = crossing;
    }
    Ok(holds)
}
