//! The points of one or two quantities, and the chains that they are solved in.

use super::quantity::Axis;
use super::range::{MOST_POINTS, Measure};
use crate::diagnostics::Diagnostic;
use crate::document::Document;

/// The most points of a chain. More would leave threads without work at the end, and longer to do again
/// after a kill; with fewer, neighbours would learn less from each other.
const LONGEST_CHAIN: usize = 13;

/// The points, the last quantity changing first.
#[derive(Debug, Clone, PartialEq)]
pub struct Grid {
    /// The quantities: one or two.
    pub axes: Vec<Axis>,
}

/// Why there is no such grid.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum GridError {
    /// None, or more than two.
    #[error("{0} quantities are varied; one or two can be")]
    Quantities(usize),
    /// The same one twice.
    #[error("`{0}` is varied twice")]
    Twice(String),
    /// More points than anybody waits for.
    #[error("the ranges have {0} points together, above the most of {MOST_POINTS}")]
    TooMany(usize),
}

impl Grid {
    /// A grid of quantities.
    ///
    /// # Errors
    ///
    /// When there are none, too many, the same twice, or too many points.
    pub fn new(axes: Vec<Axis>) -> Result<Self, GridError> {
        if axes.is_empty() || axes.len() > 2 {
            return Err(GridError::Quantities(axes.len()));
        }
        if let [one, other] = &axes[..]
            && one.name == other.name
        {
            return Err(GridError::Twice(one.name.clone()));
        }
        let grid = Self { axes };
        match grid.size() {
            size if size > MOST_POINTS => Err(GridError::TooMany(size)),
            _ => Ok(grid),
        }
    }

    /// How many points there are.
    #[must_use]
    pub fn size(&self) -> usize {
        self.axes
            .iter()
            .map(|axis| axis.range.points.len())
            .product()
    }

    /// A point's place on each axis.
    #[must_use]
    pub fn at(&self, point: usize) -> Vec<usize> {
        let mut left = point;
        let mut at: Vec<usize> = self
            .axes
            .iter()
            .rev()
            .map(|axis| {
                let length = axis.range.points.len().max(1);
                let place = left % length;
                left /= length;
                place
            })
            .collect();
        at.reverse();
        at
    }

    /// The point at places; none where a place lies beyond its axis.
    #[must_use]
    pub fn point(&self, at: &[usize]) -> Option<usize> {
        if at.len() != self.axes.len() {
            return None;
        }
        self.axes
            .iter()
            .zip(at)
            .try_fold(0, |point, (axis, &place)| {
                let length = axis.range.points.len();
                (place < length).then_some(point * length + place)
            })
    }

    /// Its values as people write them.
    #[must_use]
    pub fn labels(&self, point: usize) -> Vec<String> {
        let at = self.at(point);
        let axes = self.axes.iter().zip(at);
        axes.map(|(axis, place)| axis.range.label(place)).collect()
    }

    /// `budget 98 %, turnover 0.25`
    #[must_use]
    pub fn name(&self, point: usize) -> String {
        let axes = self.axes.iter().zip(self.labels(point));
        let parts: Vec<String> = axes
            .map(|(axis, label)| format!("{} {label}", axis.name))
            .collect();
        parts.join(", ")
    }

    /// Changes a document to a point.
    pub fn change(&self, point: usize, document: &mut Document, found: &mut Vec<Diagnostic>) {
        for (axis, place) in self.axes.iter().zip(self.at(point)) {
            axis.change(place, document, found);
        }
    }

    /// The point from which all others begin: where a quantity can only help or hinder, its easiest
    /// value, whose plans are most likely those of others; else what is in force, or nearest to it.
    #[must_use]
    pub fn home(&self) -> usize {
        let at: Vec<usize> = self.axes.iter().map(home_of).collect();
        self.point(&at).unwrap_or_default()
    }

    /// The corners of the grid: where anything is unlawful, it is most likely so there.
    #[must_use]
    pub fn corners(&self) -> Vec<usize> {
        let ends = self
            .axes
            .iter()
            .map(|axis| [0, axis.range.points.len() - 1]);
        let all = ends.fold(vec![Vec::new()], |all: Vec<Vec<usize>>, ends| {
            let longer = |at: &Vec<usize>, end: usize| {
                let mut at = at.clone();
                at.push(end);
                at
            };
            all.iter()
                .flat_map(|at| ends.map(|end| longer(at, end)))
                .collect()
        });
        all.iter().filter_map(|at| self.point(at)).collect()
    }

    /// The points in chains, each of neighbours along the last axis, as even as can be. Where more of
    /// it can only help, a chain begins with least: the plan of each point then is one of the next.
    ///
    /// Chains depend on the grid alone, so that they are the same however many threads there are.
    #[must_use]
    pub fn chains(&self) -> Vec<Vec<usize>> {
        let Some(last) = self.axes.last() else {
            return Vec::new();
        };
        let line = last.range.points.len();
        let pieces = line.div_ceil(LONGEST_CHAIN).max(1);
        let mut chains = Vec::new();
        for begin in (0..self.size()).step_by(line.max(1)) {
            for piece in 0..pieces {
                let from = begin + line * piece / pieces;
                let to = begin + line * (piece + 1) / pieces;
                let mut chain: Vec<usize> = (from..to).collect();
                if last.eases == Some(false) {
                    chain.reverse();
                }
                chains.push(chain);
            }
        }
        chains
    }
}

impl Grid {
    /// The points of each line along the last axis, the hardest first where that is known.
    #[must_use]
    pub fn lines(&self) -> Vec<Vec<usize>> {
        let Some(last) = self.axes.last() else {
            return Vec::new();
        };
        let length = last.range.points.len().max(1);
        let line = |begin: usize| {
            let mut line: Vec<usize> = (begin..begin + length).collect();
            if last.eases == Some(false) {
                line.reverse();
            }
            line
        };
        (0..self.size()).step_by(length).map(line).collect()
    }
}

fn home_of(axis: &Axis) -> usize {
    let last = axis.range.points.len() - 1;
    match (axis.eases, axis.range.measure, axis.in_force) {
        (Some(true), ..) => last,
        (Some(false), ..) => 0,
        (None, Measure::Percent, _) => nearest(axis, 100.0),
        (None, Measure::Own, Some(in_force)) => nearest(axis, in_force),
        (None, Measure::Own, None) => last / 2,
    }
}

fn nearest(axis: &Axis, value: f64) -> usize {
    let away = |place: &usize| (axis.range.points[*place].value() - value).abs();
    (0..axis.range.points.len())
        .min_by(|one, other| away(one).total_cmp(&away(other)))
        .unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sweep::range::Range;

    fn axis(name: &str, range: &str, eases: Option<bool>) -> Axis {
        Axis::made(name, Range::parse(range).expect(range), eases)
    }

    fn grid(axes: Vec<Axis>) -> Grid {
        Grid::new(axes).expect("a grid")
    }

    #[test]
    fn every_point_lies_in_one_chain_and_no_chain_crosses_a_line() {
        let two = grid(vec![
            axis("a", "1..3/1", None),
            axis("b", "1..30/1", Some(true)),
        ]);
        let chains = two.chains();
        let mut all: Vec<usize> = chains.concat();
        all.sort_unstable();
        assert!(all.into_iter().eq(0..90));
        for chain in &chains {
            assert!(chain.len() == 10, "as even as can be: {}", chain.len());
            assert!(chain.windows(2).all(|pair| pair[1] == pair[0] + 1));
            assert!(
                chain
                    .iter()
                    .all(|point| two.at(*point)[0] == two.at(chain[0])[0])
            );
        }
    }

    #[test]
    fn a_chain_begins_where_it_is_hardest() {
        let more = grid(vec![axis("a", "1..50/1", Some(true))]);
        assert_eq!((more.chains()[0][0], more.home()), (0, 49));
        let less = grid(vec![axis("a", "1..50/1", Some(false))]);
        assert_eq!((less.chains()[0][0], less.home()), (12 - 1, 0));
    }

    #[test]
    fn points_and_places_are_each_others_inverse() {
        let two = grid(vec![axis("a", "1..3/1", None), axis("b", "1..4/1", None)]);
        for point in 0..12 {
            assert_eq!(two.point(&two.at(point)), Some(point));
        }
        assert_eq!((two.point(&[3, 0]), two.point(&[1])), (None, None));
        assert_eq!(two.corners(), [0, 3, 8, 11]);
        assert_eq!(two.name(5), "a 2, b 2");
    }

    #[test]
    fn grids_of_nothing_of_too_much_or_of_the_same_twice_are_refused() {
        let error = |axes: Vec<Axis>| Grid::new(axes).expect_err("refused").to_string();
        let one = || axis("a", "1..200/1", None);
        assert!(error(Vec::new()).contains("0 quantities"));
        assert!(error(vec![one(), one()]).contains("twice"));
        let other = axis("b", "1..200/1", None);
        assert!(error(vec![one(), other]).contains("40000 points"));
    }
}
