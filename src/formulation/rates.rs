//! The coefficients of families A and B: what a steady stock loses, and what a start keeps.

use crate::instance::{Care, Role, Route};
use crate::units::{Months, Quantity};

/// A5: the monthly share of leavers with which an annual share comes about.
pub(super) fn monthly(annual: f64) -> f64 {
    1.0 - (1.0 - annual).powf(1.0 / 12.0)
}

/// `λ`: leavers a year from a constant stock of one past the first year in post.
pub(super) fn leavers_per_year(role: &Role) -> f64 {
    12.0 * monthly(role.leaving)
}

/// `L₁`: years that a joiner spends in the first year in post, on average.
pub(super) fn years_in_first(role: &Role) -> f64 {
    let stay = 1.0 - monthly(role.first_year_leaving);
    (0..12).map(|month| stay.powi(month)).sum::<f64>() / 12.0
}

/// `σ(τ)`: the share of joiners still in post after so many months.
pub(super) fn still_in_post(role: &Role, months: Months) -> f64 {
    let months = months.value();
    let first = (1.0 - role.first_year_leaving).powf(months.min(12.0) / 12.0);
    let later = (1.0 - role.leaving).powf((months - 12.0).max(0.0) / 12.0);
    first * later
}

/// B1: for each stage of a route, the trainees that a start a year keeps in post on average (WTE
/// per WTE/year); and `C_k`, the share of starters who complete.
#[must_use]
pub fn training_of(route: &Route, care: &Care) -> (Vec<f64>, f64) {
    let length: f64 = route.stages.iter().map(|s| s.months.value()).sum();
    let completion = route.completion_share.value();
    if length == 0.0 {
        return (vec![0.0; route.stages.len()], completion);
    }
    let mut present = 1.0;
    let in_post = route
        .stages
        .iter()
        .map(|stage| {
            let leaving = care.roles.get(&stage.role).map_or(0.0, |r| r.leaving);
            let months = stage.months.value();
            let loss = -completion.ln() / length - (1.0 - leaving).ln() / 12.0;
            let left = present * (-loss * months).exp();
            let mean = if loss == 0.0 {
                present * months / 12.0
            } else {
                (present - left) / (12.0 * loss)
            };
            present = left;
            mean
        })
        .collect();
    (in_post, present)
}
