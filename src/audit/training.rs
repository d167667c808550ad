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
    /// Those who drop out and go back to the role that they came from, WTE a year.
    pub returning: f64,
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
            returning: if route.dropouts_return {
                (1.0 - completion) * starts
            } else {
                0.0
            },
        };
    }
    let mut there = starts;
    let mut returning = 0.0;
    let mut stages = Vec::with_capacity(route.stages.len());
    for stage in &route.stages {
        let stage_months = stage.months.value();
        let leaving = care.roles.get(&stage.role).map_or(0.0, |r| r.leaving);
        let kept =
            completion.powf(stage_months / months) * (1.0 - leaving).powf(stage_months / 12.0);
        let left = there * kept;
        if route.dropouts_return {
            // Two hazards side by side: each takes those lost in proportion.
            let (drop_out, leave) = (-completion.ln() / months, -(1.0 - leaving).ln() / 12.0);
            let share = if leave <= 0.0 || drop_out.is_infinite() {
                1.0
            } else {
                drop_out / (drop_out + leave)
            };
            returning += share * (there - left);
        }
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
        returning,
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

#[cfg(test)]
mod tests {
    use super::super::fixture::whole;
    use super::*;
    use crate::instance::Stage;
    use crate::units::{Months, Share};

    fn two_stages() -> (Care, Route) {
        let (mut instance, _) = whole();
        let mut care = instance.services.remove(0).care;
        care.roles["tpwp"].leaving = 0.1;
        care.roles["thit"].leaving = 0.3;
        let mut route = care.routes["climb"].clone();
        route.stages = [("tpwp", 6.0), ("thit", 18.0)]
            .map(|(role, months)| Stage {
                lags: 0..0,
                role: role.into(),
                months: Months::new(months),
            })
            .to_vec();
        (care, route)
    }

    #[test]
    fn trainees_in_post_are_those_still_there_month_by_month() {
        let (care, route) = two_stages();
        let cohort = follow(&route, &care, 2.0);
        // Adds up who is there in ten thousand slices of each month.
        let slices = 10_000;
        let monthly = |leaving: f64| 0.81_f64.powf(1.0 / 24.0) * (1.0 - leaving).powf(1.0 / 12.0);
        let mut there = 2.0;
        for (stage, (leaving, months)) in cohort.stages.iter().zip([(0.1, 6), (0.3, 18)]) {
            let kept = monthly(leaving).powf(1.0 / f64::from(slices));
            let mut years = 0.0;
            for _ in 0..months * slices {
                years += there * (1.0 + kept) / 2.0 / 12.0 / f64::from(slices);
                there *= kept;
            }
            assert!(
                (stage.in_post - years).abs() < 1e-8,
                "{} {years}",
                stage.in_post
            );
        }
        assert!((cohort.completers - there).abs() < 1e-9);
        assert!(
            (cohort.completers - 2.0 * 0.81 * 0.9_f64.sqrt() * 0.7_f64.powf(1.5)).abs() < 1e-12
        );
    }

    #[test]
    fn nobody_drops_out_where_nobody_leaves() {
        let (mut care, mut route) = two_stages();
        care.roles["tpwp"].leaving = 0.0;
        care.roles["thit"].leaving = 0.0;
        route.completion_share = Share::new(1.0);
        let cohort = follow(&route, &care, 3.0);
        assert!((cohort.stages[0].in_post - 1.5).abs() < 1e-12);
        assert!((cohort.stages[1].in_post - 4.5).abs() < 1e-12);
        assert!((cohort.completers - 3.0).abs() < 1e-12);
    }

    #[test]
    fn a_regrading_has_completers_at_once_and_no_trainees() {
        let (care, mut route) = two_stages();
        route.stages.clear();
        let cohort = follow(&route, &care, 2.0);
        assert!(cohort.stages.is_empty());
        assert!((cohort.completers - 1.62).abs() < 1e-12);
    }

    #[test]
    fn a_route_that_nobody_completes_has_nobody_in_post() {
        let (care, mut route) = two_stages();
        route.completion_share = Share::ZERO;
        let cohort = follow(&route, &care, 2.0);
        assert!(cohort.stages.iter().all(|s| s.in_post.abs() < f64::EPSILON));
        assert!(cohort.completers.abs() < f64::EPSILON);
    }
}
