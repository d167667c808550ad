//! Which directions lead to the most different plans.

use super::Direction;
use super::aims::{Sum, value};

/// Differences below this share of the largest are none.
const NONE: f64 = 1e-6;

/// The directions' places, the most different first: each the farthest, in the relaxation, from the
/// plan of least cost and all before it. Those of which nothing is known come last.
pub(super) fn most_different(directions: &[Direction], least_cost: &[f64]) -> Vec<usize> {
    let sums: Vec<&Sum> = directions.iter().map(|direction| &direction.sum).collect();
    let at = |values: &[f64]| -> Vec<f64> { sums.iter().map(|sum| value(sum, values)).collect() };
    let mut chosen = vec![at(least_cost)];
    let mut places: Vec<(usize, Vec<f64>)> = Vec::new();
    let mut unknown = Vec::new();
    for (place, direction) in directions.iter().enumerate() {
        match &direction.point {
            Some(point) => places.push((place, at(point))),
            None => unknown.push(place),
        }
    }
    // What is counted is counted alike: each by how far it can go.
    let spans: Vec<f64> = (0..sums.len())
        .map(|dimension| {
            let mut values = chosen.iter().chain(places.iter().map(|(_, point)| point));
            let first = values.next().map_or(0.0, |point| point[dimension]);
            let (least, most) = values.fold((first, first), |(least, most), point| {
                (least.min(point[dimension]), most.max(point[dimension]))
            });
            most - least
        })
        .collect();
    let apart = |a: &[f64], b: &[f64]| -> f64 {
        let each = a.iter().zip(b).zip(&spans);
        each.filter(|(_, span)| **span > NONE)
            .map(|((a, b), span)| ((a - b) / span).powi(2))
            .sum()
    };
    let mut order = Vec::new();
    while !places.is_empty() {
        let nearest = |point: &[f64]| {
            let distances = chosen.iter().map(|other| apart(point, other));
            distances.fold(f64::INFINITY, f64::min)
        };
        let mut farthest = (0, f64::NEG_INFINITY);
        for (position, (_, point)) in places.iter().enumerate() {
            let distance = nearest(point);
            // Of two that are as far, the first: rounding does not decide.
            if distance > farthest.1 + NONE {
                farthest = (position, distance);
            }
        }
        let (place, point) = places.remove(farthest.0);
        chosen.push(point);
        order.push(place);
    }
    order.extend(unknown);
    order
}
