//! The year's periods from what the care model says of time.

use super::time::{Calendar, Ending, Horizon, Year};
use crate::draft::care::{Time, TimeStep};
use crate::draft::instance as draft;
use crate::units::{Quantity, Share, Weeks};

/// Periods in a year.
pub(super) fn periods(step: TimeStep) -> usize {
    match step {
        TimeStep::Week => 52,
        TimeStep::Month => 12,
        TimeStep::Quarter => 4,
        TimeStep::Year => 1,
    }
}

/// The calendar of a care model: of a steady year, whose period 0 begins in January, or of a
/// horizon. All periods are equally long.
pub(super) fn calendar(time: &Time, horizon: Option<&draft::Horizon>) -> Calendar {
    let count = periods(time.step);
    let referrals: Vec<f64> = time
        .referral_index_by_month
        .iter()
        .map(|x| x.value())
        .collect();
    let working: Vec<f64> = time
        .working_time_index_by_month
        .iter()
        .map(|x| x.value())
        .collect();
    let weeks = time.working_weeks_per_year.value();
    let referral_share = shares(&referrals, count);
    let working_weeks: Vec<Weeks> = shares(&working, count)
        .into_iter()
        .map(|share| Weeks::new(share * weeks))
        .collect();
    let of_a_year = Calendar {
        weeks_per_period: Weeks::new(time.weeks_per_year.value() / float(count)),
        periods_per_year: count,
        referral_share,
        working_weeks,
        horizon: None,
    };
    match horizon {
        None => of_a_year,
        Some(horizon) => over_horizon(&of_a_year, horizon),
    }
}

/// The periods of a horizon, each with what its place in the year holds.
fn over_horizon(year: &Calendar, horizon: &draft::Horizon) -> Calendar {
    let count = year.periods_per_year;
    let length = length(horizon, count);
    // Where in the year the first period lies; a week begins in the month of its first day.
    let offset = horizon.start.of_year() * count / 12;
    let mut calendar = Calendar {
        weeks_per_period: year.weeks_per_period,
        periods_per_year: count,
        referral_share: (0..length)
            .map(|period| year.referral_share[(offset + period) % count])
            .collect(),
        working_weeks: (0..length)
            .map(|period| year.working_weeks[(offset + period) % count])
            .collect(),
        horizon: Some(Horizon {
            start: horizon.start,
            years: Vec::new(),
            ending: horizon.ending.unwrap_or(Ending::Sustained),
            referral_share_before: (1..=count)
                .map(|back| year.referral_share[(offset + count - back) % count])
                .collect(),
        }),
    };
    let mut years: Vec<Year> = Vec::new();
    for period in 0..length {
        let Some(month) = calendar.month_of(period) else {
            continue;
        };
        let of = month.financial_year();
        let referred = calendar.referral_share[period];
        match years.last_mut() {
            Some(last) if last.year == of => {
                last.periods.end = period + 1;
                last.referral_share += referred;
            }
            _ => years.push(Year {
                year: of,
                periods: period..period + 1,
                share: 0.0,
                referral_share: referred,
            }),
        }
    }
    for year in &mut years {
        year.share = float(year.periods.len()) / float(count);
    }
    if let Some(horizon) = &mut calendar.horizon {
        horizon.years = years;
    }
    calendar
}

/// Periods of a horizon: as given, or as many as its months need.
fn length(horizon: &draft::Horizon, periods_per_year: usize) -> usize {
    match (horizon.periods, horizon.months) {
        (Some(periods), _) => whole(periods.value()),
        (None, Some(months)) => (whole(months.value()) * periods_per_year).div_ceil(12),
        (None, None) => periods_per_year,
    }
    .max(1)
}

/// A small count that stands as a number.
#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "a whole number of at most a few thousand, held by the file's bounds"
)]
fn whole(number: f64) -> usize {
    number.max(0.0).round() as usize
}

/// So many months in periods, rounded up to whole ones.
pub(super) fn in_periods(months: f64, step: TimeStep) -> usize {
    // A hair less, so that what is whole but for rounding stays whole.
    whole((months * float(periods(step)) / 12.0 - 1e-9).ceil())
}

/// A monthly index as shares of the year, period by period; they sum to 1. A quarter has what
/// its months have, a week the index of the month in which its middle lies.
fn shares(by_month: &[f64], count: usize) -> Vec<f64> {
    let month = |month: usize| by_month.get(month).copied().unwrap_or(1.0);
    let weights: Vec<f64> = (0..count)
        .map(|period| {
            if count > 12 {
                // The middle of a week, (period + ½) / count of the year, in months, rounded down.
                month((2 * period + 1) * 12 / (2 * count))
            } else {
                let length = 12 / count;
                (period * length..(period + 1) * length).map(month).sum()
            }
        })
        .collect();
    let sum: f64 = weights.iter().sum();
    weights.iter().map(|weight| weight / sum).collect()
}

/// Shares by months of delay as shares by periods of delay; absent: all at once.
pub(super) fn spread(by_month: Option<&Vec<Share>>, step: TimeStep) -> Vec<f64> {
    let count = periods(step);
    let Some(by_month) = by_month else {
        return vec![1.0];
    };
    let mut spread: Vec<f64> = Vec::new();
    let mut add = |period: usize, share: f64| {
        if spread.len() <= period {
            spread.resize(period + 1, 0.0);
        }
        if let Some(sum) = spread.get_mut(period) {
            *sum += share;
        }
    };
    for (month, share) in by_month.iter().enumerate() {
        let first = month * count / 12;
        let after = ((month + 1) * count / 12).max(first + 1);
        for period in first..after {
            add(period, share.value() / float(after - first));
        }
    }
    let sum: f64 = spread.iter().sum();
    if sum > 0.0 {
        for share in &mut spread {
            *share /= sum;
        }
    }
    // Months of nothing at the end would only lengthen rows.
    while spread.len() > 1 && spread.last() == Some(&0.0) {
        spread.pop();
    }
    spread
}

/// A share of a year as the share of a period with which it comes about.
pub(super) fn of_a_year(per_year: f64, step: TimeStep) -> f64 {
    1.0 - (1.0 - per_year).powf(1.0 / float(periods(step)))
}

/// A share of a period as the share of a year that it comes to.
pub(super) fn over_a_year(per_period: f64, step: TimeStep) -> f64 {
    1.0 - (1.0 - per_period).powf(float(periods(step)))
}

/// A share that gives up in a month, as a share that does in a period.
pub(super) fn per_period(per_month: f64, step: TimeStep) -> f64 {
    1.0 - (1.0 - per_month).powf(12.0 / float(periods(step)))
}

#[expect(clippy::cast_precision_loss, reason = "at most a few hundred")]
fn float(count: usize) -> f64 {
    count as f64
}

#[cfg(test)]
mod tests {
    use super::*;

    fn near(a: f64, b: f64) {
        assert!((a - b).abs() < 1e-12, "{a} is not {b}");
    }

    fn index() -> Vec<f64> {
        let mut index = vec![1.0; 12];
        index[0] = 1.5;
        index[11] = 0.5;
        index
    }

    #[test]
    fn shares_of_a_year_sum_to_one_however_it_is_cut() {
        for count in [1, 4, 12, 52] {
            near(shares(&index(), count).iter().sum(), 1.0);
            assert_eq!(shares(&index(), count).len(), count);
        }
    }

    #[test]
    fn quarters_hold_their_months_and_weeks_the_month_of_their_middle() {
        near(shares(&index(), 4)[0], 3.5 / 12.0);
        near(shares(&index(), 4)[3], 2.5 / 12.0);
        let weeks = shares(&index(), 52);
        // Week 4 (of 0 …) has its middle at 4.5/52 of the year: January has 4.33 weeks.
        assert!(weeks[3] > weeks[4]);
        near(weeks[4], weeks[20]);
        assert!(weeks[51] < weeks[20]);
    }

    #[test]
    fn delays_in_months_become_delays_in_periods() {
        let by_month: Vec<Share> = [0.4, 0.3, 0.2, 0.1].into_iter().map(Share::new).collect();
        assert_eq!(spread(None, TimeStep::Month), [1.0]);
        let months = spread(Some(&by_month), TimeStep::Month);
        assert_eq!(months.len(), 4);
        near(months[1], 0.3);
        let quarters = spread(Some(&by_month), TimeStep::Quarter);
        near(quarters[0], 0.9);
        near(quarters[1], 0.1);
        assert_eq!(spread(Some(&by_month), TimeStep::Year), [1.0]);
        // Month 0 covers weeks 0 to 3, month 1 weeks 4 to 7, month 2 weeks 8 to 12.
        let weeks = spread(Some(&by_month), TimeStep::Week);
        near(weeks[3], 0.1);
        near(weeks[4], 0.075);
        near(weeks[12], 0.2 / 5.0);
        near(weeks.iter().sum(), 1.0);
    }

    #[test]
    fn a_share_a_month_compounds_to_the_same_share_a_year() {
        near(per_period(0.1, TimeStep::Month), 0.1);
        let year = 1.0 - 0.9_f64.powi(12);
        near(per_period(0.1, TimeStep::Year), year);
        near(1.0 - (1.0 - per_period(0.1, TimeStep::Week)).powi(52), year);
    }
}
