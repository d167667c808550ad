//! The coefficients of families A and B: what a stock loses, and what a start keeps.

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

/// `L₁` with periods for months: years that a joiner spends in the first year in post.
pub(super) fn years_in_first_by_period(role: &Role, care: &Care) -> f64 {
    let a_year = care.calendar.periods_per_year;
    let stay = 1.0 - role.first_year_leaving_per_period;
    (0..a_year).map(|period| power(stay, period)).sum::<f64>() / float(a_year)
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
            if months == 0.0 {
                return 0.0;
            }
            let loss = -completion.ln() / length - (1.0 - leaving).ln() / 12.0;
            let mean = if loss == 0.0 {
                present * months / 12.0
            } else {
                // Not 1 − e^…, of which little would be left where the loss is small.
                -present * (-loss * months).exp_m1() / (12.0 * loss)
            };
            present *= (-loss * months).exp();
            mean
        })
        .collect();
    (in_post, present)
}

/// A part of a route in which trainees are lost at one rate.
struct Stretch {
    /// Where it ends, months after the start.
    ends: f64,
    /// Rate of loss a month, whatever the reason.
    loss: f64,
    /// Of that, drop-out.
    dropout: f64,
}

fn stretches(route: &Route, care: &Care) -> Vec<Stretch> {
    let length: f64 = route.stages.iter().map(|s| s.months.value()).sum();
    let dropout = -route.completion_share.value().ln() / length;
    let mut ends = 0.0;
    route
        .stages
        .iter()
        .map(|stage| {
            let leaving = care.roles.get(&stage.role).map_or(0.0, |r| r.leaving);
            ends += stage.months.value();
            Stretch {
                ends,
                loss: dropout - (1.0 - leaving).ln() / 12.0,
                dropout,
            }
        })
        .collect()
}

/// B1 over time: `S(0) … S(D)`, the share of starters still there so many periods after the
/// start; the last is the share who complete, in that period. A route without stages has one
/// entry, the share who complete at once.
#[must_use]
pub fn survivors(route: &Route, care: &Care) -> Vec<f64> {
    follow(route, care)
        .into_iter()
        .map(|(here, _)| here)
        .collect()
}

/// B1: the share of starters who are back in the role that they came from 0, 1 … `D` periods
/// after the start, at the beginning of the period; they drop out at the end of the one before it
/// (without stages: at once). Nobody where `dropouts_return` is off.
#[must_use]
pub fn returners(route: &Route, care: &Care) -> Vec<f64> {
    follow(route, care)
        .into_iter()
        .map(|(_, dropped)| if route.dropouts_return { dropped } else { 0.0 })
        .collect()
}

/// The share of starters still there after 0, 1 … periods, and the share who have dropped out in
/// the period before. Exact for stages that are not whole periods.
fn follow(route: &Route, care: &Care) -> Vec<(f64, f64)> {
    let completion = route.completion_share.value();
    if route.length == 0 {
        return vec![(completion, 1.0 - completion)];
    }
    let stretches = stretches(route, care);
    let months_per_period = 12.0 / float(care.calendar.periods_per_year);
    let total = stretches.last().map_or(0.0, |last| last.ends);
    let (mut present, mut month) = (1.0, 0.0_f64);
    let mut shares = vec![(1.0, 0.0)];
    for period in 1..=route.length {
        let until = if period == route.length {
            total
        } else {
            (float(period) * months_per_period).min(total)
        };
        let mut dropped = 0.0;
        for stretch in &stretches {
            let months = stretch.ends.min(until) - month;
            if months > 0.0 {
                let lost = stretch.lost(present, months);
                dropped += lost * stretch.share_dropping_out();
                present -= lost;
                month += months;
            }
        }
        shares.push((present, dropped));
    }
    shares
}

impl Stretch {
    /// Of so many people, those lost in so many months.
    fn lost(&self, people: f64, months: f64) -> f64 {
        // Not 1 − e^…, of which little would be left where the loss is small.
        -people * (-self.loss * months).exp_m1()
    }

    /// Of those lost, the share who have dropped out; the others leave the trainee role.
    fn share_dropping_out(&self) -> f64 {
        if self.loss <= 0.0 {
            0.0
        } else if self.dropout.is_infinite() {
            1.0
        } else {
            self.dropout / self.loss
        }
    }
}

/// Part one: the share of starters who drop out of a route and are back in the role that they
/// came from. Nobody where `dropouts_return` is off.
#[must_use]
pub fn returning_of(route: &Route, care: &Care) -> f64 {
    if !route.dropouts_return {
        return 0.0;
    }
    if route.stages.iter().all(|s| s.months.value() == 0.0) {
        return 1.0 - route.completion_share.value();
    }
    let (mut present, mut month, mut dropped) = (1.0, 0.0, 0.0);
    for stretch in stretches(route, care) {
        if stretch.ends > month {
            let lost = stretch.lost(present, stretch.ends - month);
            dropped += lost * stretch.share_dropping_out();
            present -= lost;
            month = stretch.ends;
        }
    }
    dropped
}

/// `σ(to)/σ(from)`: of those who have been in post for `from` periods, the share still there when
/// they have been for `to`.
#[must_use]
pub fn stay_between(role: &Role, periods_per_year: usize, from: usize, to: usize) -> f64 {
    let in_first_year = to.min(periods_per_year) - from.min(periods_per_year);
    let later = to.max(periods_per_year) - from.max(periods_per_year);
    power(1.0 - role.first_year_leaving_per_period, in_first_year)
        * power(1.0 - role.leaving_per_period, later)
}

/// A share that stays in one period, over several.
pub(super) fn power(stay: f64, periods: usize) -> f64 {
    i32::try_from(periods).map_or(0.0, |periods| stay.powi(periods))
}

#[expect(clippy::cast_precision_loss, reason = "at most a few thousand periods")]
fn float(number: usize) -> f64 {
    number as f64
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ids::RoleId;
    use crate::instance::Stage;
    use crate::reading::read_instance;
    use crate::units::Share;

    fn two_stages(completion: f64, leaving: [f64; 2]) -> (Vec<f64>, f64) {
        let (route, care) = two_stage_route(completion, leaving);
        training_of(&route, &care)
    }

    fn near(a: f64, b: f64) {
        assert!((a - b).abs() < 1e-12, "{a} is not {b}");
    }

    fn two_stage_route(completion: f64, leaving: [f64; 2]) -> (Route, Care) {
        let path = concat!(
            env!("CARGO_MANIFEST_DIR"),
            "/instances/lancashire-and-south-cumbria.toml"
        );
        let mut instance = read_instance(path.as_ref()).instance.expect("valid");
        let mut care = instance.services.remove(0).care;
        let mut route = care.routes["ap-apprenticeship"].clone();
        route.completion_share = Share::new(completion);
        route.stages.clear();
        for ((role, months), leaving) in [("trainee-ap-year-1", 6.0), ("trainee-ap-year-2", 18.0)]
            .into_iter()
            .zip(leaving)
        {
            care.roles[role].leaving = leaving;
            route.stages.push(Stage {
                lags: if months < 12.0 { 0..6 } else { 6..24 },
                role: RoleId::new(role),
                months: Months::new(months),
            });
        }
        route.length = 24;
        (route, care)
    }

    #[test]
    fn hardly_any_loss_is_as_exact_as_none() {
        for completion in [1.0, 1.0 - 1e-15, 1.0 - 1e-13, 1.0 - 1e-9] {
            let (in_post, completing) = two_stages(completion, [0.0, 1e-14]);
            assert!((in_post[0] - 0.5).abs() < 1e-9, "{completion}: {in_post:?}");
            assert!((in_post[1] - 1.5).abs() < 2e-9, "{completion}: {in_post:?}");
            assert!((completing - 1.0).abs() < 2e-9);
        }
    }

    #[test]
    fn a_stage_that_everybody_leaves_keeps_nobody() {
        let (in_post, completing) = two_stages(0.9, [1.0, 0.2]);
        assert_eq!((in_post, completing), (vec![0.0, 0.0], 0.0));
    }

    #[test]
    fn those_still_there_fall_in_each_stage_at_its_own_rate() {
        let (route, care) = two_stage_route(0.81, [0.0, 0.19]);
        let present = survivors(&route, &care);
        assert_eq!(present.len(), 25);
        near(present[0], 1.0);
        near(present[1], 0.81_f64.powf(1.0 / 24.0));
        near(present[6], 0.81_f64.powf(0.25));
        near(present[18], 0.81_f64.powf(0.75) * 0.81);
        near(present[24], 0.81 * 0.81_f64.powf(1.5));
        near(present[24], training_of(&route, &care).1);
    }

    #[test]
    fn periods_longer_than_a_month_hold_the_losses_of_their_months() {
        let (mut route, mut care) = two_stage_route(0.81, [0.0, 0.19]);
        let months = survivors(&route, &care);
        care.calendar.periods_per_year = 4;
        route.stages[0].lags = 0..2;
        route.stages[1].lags = 2..8;
        route.length = 8;
        for (quarter, share) in survivors(&route, &care).into_iter().enumerate() {
            near(share, months[3 * quarter]);
        }
    }

    #[test]
    fn those_who_drop_out_return_the_period_after_and_those_who_leave_do_not() {
        let (mut route, care) = two_stage_route(0.81, [0.0, 0.19]);
        assert_eq!(returners(&route, &care), vec![0.0; 25]);
        near(returning_of(&route, &care), 0.0);
        route.dropouts_return = true;
        let present = survivors(&route, &care);
        let back = returners(&route, &care);
        near(back[0], 0.0);
        // Nobody leaves the first trainee role: all who are lost there have dropped out.
        near(back[3], present[2] - present[3]);
        // In the second, drop-out takes 1/24 of −ln 0.81 a month, leaving twice as much.
        near(back[24], (present[23] - present[24]) / 3.0);
        near(returning_of(&route, &care), back.iter().sum());
    }

    #[test]
    fn a_route_without_stages_completes_and_returns_at_once() {
        let (mut route, care) = two_stage_route(0.9, [0.1, 0.1]);
        route.stages.clear();
        route.length = 0;
        route.dropouts_return = true;
        assert_eq!(survivors(&route, &care), [0.9]);
        near(returners(&route, &care)[0], 0.1);
        near(returning_of(&route, &care), 0.1);
    }

    #[test]
    fn where_nobody_completes_all_who_are_lost_have_dropped_out() {
        let (mut route, care) = two_stage_route(0.0, [0.2, 0.2]);
        route.dropouts_return = true;
        assert_eq!(survivors(&route, &care)[..2], [1.0, 0.0]);
        assert_eq!(returners(&route, &care)[..3], [0.0, 1.0, 0.0]);
        near(returning_of(&route, &care), 1.0);
    }

    #[test]
    fn joiners_leave_at_one_rate_in_their_first_year_and_at_another_after_it() {
        let (_, care) = two_stage_route(0.9, [0.1, 0.1]);
        let mut role = care.roles["trainee-ap-year-1"].clone();
        role.first_year_leaving_per_period = 0.02;
        role.leaving_per_period = 0.01;
        near(stay_between(&role, 12, 0, 12), 0.98_f64.powi(12));
        near(
            stay_between(&role, 12, 10, 14),
            0.98_f64.powi(2) * 0.99 * 0.99,
        );
        near(stay_between(&role, 12, 15, 17), 0.99 * 0.99);
    }

    #[test]
    fn a_route_that_ends_within_a_period_loses_what_its_months_lose() {
        let (mut route, mut care) = two_stage_route(0.81, [0.0, 0.19]);
        care.calendar.periods_per_year = 1;
        route.stages[1].months = Months::new(12.0);
        route.stages[0].lags = 0..1;
        route.stages[1].lags = 1..2;
        route.length = 2;
        near(survivors(&route, &care)[2], training_of(&route, &care).1);
    }
}
