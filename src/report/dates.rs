//! Months, periods and years as people read them.

use crate::dates::Month;
use crate::instance::{Calendar, Horizon};
use crate::report::numbers::{count, whole};

const MONTHS: [&str; 12] = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
];

/// A month in full: `April 2026`.
#[must_use]
pub fn month(month: Month) -> String {
    let name = MONTHS.get(month.of_year()).copied().unwrap_or_default();
    format!("{name} {}", month.year())
}

/// A month in little space: `Apr 26`.
#[must_use]
pub fn short(month: Month) -> String {
    let name = MONTHS.get(month.of_year()).copied().unwrap_or_default();
    let name: String = name.chars().take(3).collect();
    format!("{name} {:02}", month.year().rem_euclid(100))
}

/// The month in which a period ends; of weeks, the month in which they begin.
#[must_use]
pub fn last_month(calendar: &Calendar, period: usize) -> Option<Month> {
    if calendar.periods_per_year >= 12 {
        return calendar.month_of(period);
    }
    Some(calendar.month_of(period + 1)?.plus(-1))
}

/// A period in full: `April 2026`, `April 2026, week 2`, `April to June 2026`.
#[must_use]
pub fn period(calendar: &Calendar, period: usize) -> String {
    let (Some(first), Some(last)) = (calendar.month_of(period), last_month(calendar, period))
    else {
        return calendar.period_name(period);
    };
    if calendar.periods_per_year > 12 {
        let name = calendar.period_name(period);
        let week = name.rsplit('.').next().unwrap_or_default();
        return format!("{}, week {week}", month(first));
    }
    between(first, last)
}

/// Periods in words, runs of them from the first to the last: `April to June 2026, August 2026`; of
/// many runs only how many periods they are, between which. Periods must be in order.
#[must_use]
pub fn periods(calendar: &Calendar, periods: &[usize]) -> String {
    let runs = runs(periods);
    if runs.len() <= MOST_RUNS {
        let runs: Vec<String> = runs
            .into_iter()
            .map(|(first, last)| self::run(calendar, first, last))
            .collect();
        return runs.join(", ");
    }
    let (first, last) = (runs.first(), runs.last());
    let between = first
        .zip(last)
        .map_or_else(String::new, |(first, last)| run(calendar, first.0, last.1));
    format!(
        "{} of {}, {between}",
        whole(periods.len()),
        count(calendar.periods(), unit(calendar))
    )
}

/// What a period is called: `month`, `quarter` …
#[must_use]
pub fn unit(calendar: &Calendar) -> &'static str {
    match calendar.periods_per_year {
        12 => "month",
        4 => "quarter",
        1 => "year",
        52 => "week",
        _ => "period",
    }
}

/// More runs than this are only counted.
const MOST_RUNS: usize = 4;

/// From a period to another, each in full.
fn run(calendar: &Calendar, first: usize, last: usize) -> String {
    if first == last || calendar.periods_per_year > 12 {
        let name = |which| period(calendar, which);
        return match last - first {
            0 => name(first),
            1 => format!("{}, {}", name(first), name(last)),
            _ => format!("{} to {}", name(first), name(last)),
        };
    }
    match (calendar.month_of(first), last_month(calendar, last)) {
        (Some(first), Some(last)) => between(first, last),
        _ => calendar.period_name(first),
    }
}

/// First and last of each run of neighbours.
#[must_use]
pub fn runs(periods: &[usize]) -> Vec<(usize, usize)> {
    let mut runs: Vec<(usize, usize)> = Vec::new();
    for &period in periods {
        match runs.last_mut() {
            Some((_, last)) if *last + 1 == period => *last = period,
            _ => runs.push((period, period)),
        }
    }
    runs
}

/// From a month to another: `April to June 2026`, `April 2026 to March 2027`.
fn between(first: Month, last: Month) -> String {
    if first == last {
        month(first)
    } else if first.year() == last.year() {
        let name = MONTHS.get(first.of_year()).copied().unwrap_or_default();
        format!("{name} to {}", month(last))
    } else {
        format!("{} to {}", month(first), month(last))
    }
}

/// What heads a period's column: `Jun 26`, `Apr 26 w1`.
#[must_use]
pub fn heading(calendar: &Calendar, period: usize, weekly: bool) -> String {
    let Some(last) = last_month(calendar, period) else {
        return calendar.period_name(period);
    };
    if weekly && calendar.periods_per_year > 12 {
        let name = calendar.period_name(period);
        let week = name.rsplit('.').next().unwrap_or_default();
        return format!("{} w{week}", short(last));
    }
    short(last)
}

/// How long a horizon is: `36 months`, `6 weeks`.
#[must_use]
pub fn length(calendar: &Calendar) -> String {
    let periods = calendar.periods();
    match calendar.periods_per_year {
        52 => count(periods, "week"),
        per_year if per_year <= 12 => count(periods * 12 / per_year, "month"),
        _ => count(periods, "period"),
    }
}

/// The horizon in words: `April 2026 to March 2029, 36 months`.
#[must_use]
pub fn span(calendar: &Calendar, horizon: &Horizon) -> String {
    let last = calendar
        .periods()
        .checked_sub(1)
        .and_then(|period| last_month(calendar, period))
        .unwrap_or(horizon.start);
    format!("{}, {}", between(horizon.start, last), length(calendar))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::sample;

    fn calendar(per_year: usize, periods: usize) -> Calendar {
        sample::calendar("2026-04", per_year, periods)
    }

    #[test]
    fn a_horizon_is_told_from_month_to_month() {
        let span =
            |calendar: &Calendar| span(calendar, calendar.horizon.as_ref().expect("a horizon"));
        assert_eq!(
            span(&calendar(12, 36)),
            "April 2026 to March 2029, 36 months"
        );
        assert_eq!(span(&calendar(12, 1)), "April 2026, 1 month");
        assert_eq!(span(&calendar(52, 6)), "April to May 2026, 6 weeks");
        assert_eq!(span(&calendar(4, 8)), "April 2026 to March 2028, 24 months");
        assert_eq!(span(&calendar(1, 3)), "April 2026 to March 2029, 36 months");
    }

    #[test]
    fn periods_are_named_by_their_length() {
        assert_eq!(period(&calendar(12, 6), 5), "September 2026");
        assert_eq!(period(&calendar(52, 6), 1), "April 2026, week 2");
        assert_eq!(period(&calendar(4, 8), 3), "January to March 2027");
        assert_eq!(heading(&calendar(4, 8), 3, false), "Mar 27");
        assert_eq!(heading(&calendar(52, 6), 1, true), "Apr 26 w2");
    }
}
