//! B: training.

use super::facts::Facts;
use super::record::{Ledger, NO_TRAINING_STARTS, PLACES, TRAINING_STARTS, Terms};
use super::tolerance::Unit;
use crate::ids::RoleId;
use crate::instance::{Care, Instance, Route};
use crate::units::Quantity;

/// What becomes of a year's starters on a route, in equilibrium.
#[derive(Debug, Clone, PartialEq)]
pub struct Cohort<'a> {
    /// By stage.
    pub stages: Vec<StageCohort<'a>>,
    /// Those who complete, WTE a year.
    pub completers: f64,
}

/// What becomes of a year's starters in one stage.
#[derive(Debug, Clone, PartialEq)]
pub struct StageCohort<'a> {
    /// The trainee role held.
    pub role: &'a RoleId,
    /// In post, mean over the year, WTE.
    pub in_post: f64,
    /// Those who leave or drop out, WTE a year.
    pub leavers: f64,
}

/// Follows `starts` WTE a year along a route (B1).
///
/// Each stage keeps the share of its own leaving rate and its part of the drop-out, which is
/// even over the months; who is in post at a time is then the mean of an exponential between
/// the stage's first and last share, its logarithmic mean.
pub fn follow<'a>(route: &'a Route, care: &Care, starts: f64) -> Cohort<'a> {
    let completion = route.completion_share.value();
    let months: f64 = route.stages.iter().map(|s| s.months.value()).sum();
    if months <= 0.0 {
        return Cohort {
            stages: Vec::new(),
            completers: completion * starts,
        };
    }
    let mut there = starts;
    let mut stages = Vec::with_capacity(route.stages.len());
    for stage in &route.stages {
        let stage_months = stage.months.value();
        let leaving = care.roles.get(&stage.role).map_or(0.0, |r| r.leaving);
        let kept =
            completion.powf(stage_months / months) * (1.0 - leaving).powf(stage_months / 12.0);
        let left = there * kept;
        stages.push(StageCohort {
            role: &stage.role,
            in_post: logarithmic_mean(there, left) * stage_months / 12.0,
            leavers: there - left,
        });
        there = left;
    }
    Cohort {
        stages,
        completers: there,
    }
}

/// The mean of an exponential that runs from `first` down to `last`.
fn logarithmic_mean(first: f64, last: f64) -> f64 {
    if first <= 0.0 || last <= 0.0 {
        return 0.0;
    }
    let gap = (first - last) / last;
    if gap.abs() < 1e-12 {
        f64::midpoint(first, last)
    } else {
        (first - last) / gap.ln_1p()
    }
}

/// Promises H3's places, and that no route starts from, through or into a role that is switched
/// off.
pub fn promise(facts: &Facts, ledger: &mut Ledger) {
    let care = facts.care();
    for (id, route) in &care.routes {
        let starts = facts.training_starts(id);
        let unit = route.places_unit.value();
        if unit > 0.0 {
            ledger.multiple_of(TRAINING_STARTS, &[id], starts, unit, Unit::WtePerYear);
        }
        let mut roles = route
            .from
            .iter()
            .chain([&route.to])
            .chain(route.stages.iter().map(|s| &s.role));
        if roles.any(|role| care.roles.get(role).is_some_and(|r| !r.employable)) {
            ledger.at_most(NO_TRAINING_STARTS, &[id], starts, 0.0, Unit::WtePerYear);
        }
    }
}

/// B2 over services.
pub fn promise_jointly(instance: &Instance, services: &[Facts], ledger: &mut Ledger) {
    for (id, places) in &instance.places {
        let starts: Terms = places
            .cap
            .services
            .iter()
            .filter_map(|&service| services.get(service))
            .map(|facts| facts.training_starts(&places.route))
            .sum();
        ledger.at_most(
            PLACES,
            &[id],
            starts,
            places.cap.limit.value(),
            Unit::WtePerYear,
        );
    }
}
