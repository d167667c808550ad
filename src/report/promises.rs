//! Figures about promises: how far off one is, how many of each kind are kept.

use indexmap::IndexMap;
use serde::Serialize;

use crate::audit::{Audit, Promise, Sense};

/// The promises of one family.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Family {
    /// Its label in `models/formulation.md`.
    pub label: &'static str,
    /// Its name: what stands before the bracket of a promise's subject.
    pub family: String,
    /// How many promises it has.
    pub promises: usize,
    /// How many of them are kept.
    pub kept: usize,
    /// How many of them are kept with nothing to spare.
    pub binding: usize,
    /// The largest error as a share of what is tolerated (at most 1 where all are kept).
    pub largest_error_of_tolerance: f64,
}

/// How far a promise is from being kept exactly, in its own unit; 0 where it is.
#[must_use]
pub fn excess(promise: &Promise) -> f64 {
    let over = promise.value - promise.bound;
    match promise.sense {
        Sense::AtMost => over.max(0.0),
        Sense::AtLeast => (-over).max(0.0),
        Sense::Equal => over.abs(),
        Sense::MultipleOf if promise.bound == 0.0 => 0.0,
        Sense::MultipleOf => {
            let units = promise.value / promise.bound;
            ((units - units.round()) * promise.bound).abs()
        }
    }
}

/// [`excess`] as a share of what is tolerated.
#[must_use]
pub fn error_of_tolerance(promise: &Promise) -> f64 {
    let excess = excess(promise);
    if excess == 0.0 {
        0.0
    } else if promise.tolerance > 0.0 {
        excess / promise.tolerance
    } else {
        f64::INFINITY
    }
}

/// The largest [`error_of_tolerance`] of an audit.
#[must_use]
pub fn largest_error(audit: &Audit) -> f64 {
    audit
        .promises
        .iter()
        .map(error_of_tolerance)
        .fold(0.0, f64::max)
}

/// The name of the family that a promise belongs to.
#[must_use]
pub fn family_of(promise: &Promise) -> &str {
    promise
        .subject
        .split_once('[')
        .map_or(promise.subject.as_str(), |(family, _)| family)
}

/// The indices that a promise's subject has in its brackets.
#[must_use]
pub fn indices_of(promise: &Promise) -> Vec<&str> {
    promise
        .subject
        .split_once('[')
        .map(|(_, indices)| indices.trim_end_matches(']').split(',').collect())
        .unwrap_or_default()
}

/// The families of an audit, by label and then by first appearance.
#[must_use]
pub fn families(audit: &Audit) -> Vec<Family> {
    let mut families: IndexMap<(&'static str, &str), Family> = IndexMap::new();
    for promise in &audit.promises {
        let name = family_of(promise);
        let family = families
            .entry((promise.label, name))
            .or_insert_with(|| Family {
                label: promise.label,
                family: name.to_owned(),
                promises: 0,
                kept: 0,
                binding: 0,
                largest_error_of_tolerance: 0.0,
            });
        family.promises += 1;
        family.kept += usize::from(promise.kept);
        family.binding += usize::from(promise.binding);
        family.largest_error_of_tolerance = family
            .largest_error_of_tolerance
            .max(error_of_tolerance(promise));
    }
    let mut families: Vec<Family> = families.into_values().collect();
    families.sort_by_key(|family| family.label);
    families
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::sample::promise;

    #[test]
    fn excess_is_how_far_beyond_the_bound_a_value_lies() {
        let of = |sense, value, bound| excess(&promise("x[a]", sense, value, bound));
        assert!((of(Sense::AtMost, 12.0, 10.0) - 2.0).abs() < 1e-12);
        assert!((of(Sense::AtLeast, 8.0, 10.0) - 2.0).abs() < 1e-12);
        assert!((of(Sense::Equal, 8.0, 10.0) - 2.0).abs() < 1e-12);
        assert!((of(Sense::MultipleOf, 2.4, 1.0) - 0.4).abs() < 1e-12);
        assert!((of(Sense::MultipleOf, 2.9, 1.0) - 0.1).abs() < 1e-12);
        assert!(of(Sense::AtMost, 8.0, 10.0).abs() < 1e-12);
        assert!(of(Sense::MultipleOf, 2.9, 0.0).abs() < 1e-12);
    }

    #[test]
    fn a_subject_is_a_family_and_indices() {
        let promise = promise("capacity[salford,pwp,jan]", Sense::AtMost, 1.0, 2.0);
        assert_eq!(family_of(&promise), "capacity");
        assert_eq!(indices_of(&promise), ["salford", "pwp", "jan"]);
    }

    #[test]
    fn families_count_what_they_hold() {
        let audit = Audit {
            promises: vec![
                promise("wait[a,six,jan]", Sense::AtMost, 1.0, 1.0),
                promise("wait[a,six,feb]", Sense::AtMost, 2.0, 1.0),
            ],
            services: Vec::new(),
        };
        let families = families(&audit);
        assert_eq!(families.len(), 1);
        assert_eq!((families[0].promises, families[0].kept), (2, 1));
        assert!(families[0].largest_error_of_tolerance > 1.0);
    }
}
