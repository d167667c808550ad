//! Which periods have a column of their own, so that a table fits the page.

use crate::dates::Month;
use crate::instance::Calendar;
use crate::report::dates::{heading, last_month};

/// Horizons of no more periods than this show every one.
const EVERY: usize = 8;

/// A period that has a column.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Column {
    /// What heads it.
    pub heading: String,
    /// The period.
    pub period: usize,
}

/// How periods are picked, from the most columns to the fewest.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Pick {
    Every,
    Quarters,
    /// Quarters of the first years, then half-years.
    ThenHalves(i32),
    /// Quarters of the first years, then years.
    ThenYears(i32),
}

/// Choices of columns, from the most to the fewest.
pub fn choices(calendar: &Calendar) -> Vec<Vec<Column>> {
    let mut picks = vec![
        Pick::Quarters,
        Pick::ThenHalves(2),
        Pick::ThenYears(2),
        Pick::ThenHalves(1),
        Pick::ThenYears(1),
        Pick::ThenYears(0),
    ];
    if calendar.periods() <= EVERY || calendar.periods_per_year == 1 {
        picks.insert(0, Pick::Every);
    }
    picks
        .into_iter()
        .map(|pick| columns(calendar, pick))
        .collect()
}

fn columns(calendar: &Calendar, pick: Pick) -> Vec<Column> {
    (0..calendar.periods())
        .filter(|&period| is_picked(calendar, pick, period))
        .map(|period| Column {
            heading: heading(calendar, period, pick == Pick::Every),
            period,
        })
        .collect()
}

fn is_picked(calendar: &Calendar, pick: Pick, period: usize) -> bool {
    if pick == Pick::Every || period + 1 == calendar.periods() {
        return true;
    }
    let (Some(here), Some(next)) = (
        last_month(calendar, period),
        last_month(calendar, period + 1),
    ) else {
        return false;
    };
    // Months since an April: quarters, half-years and years of the financial year begin together.
    let part = |month: Month, months: usize| {
        let since = (month.of_year() + 9) % 12;
        (month.financial_year(), since / months)
    };
    let ends = |months: usize| part(here, months) != part(next, months);
    let in_first = |years: i32| {
        let start = calendar.month_of(0).unwrap_or(here);
        here.since(start) < 12 * years
    };
    match pick {
        Pick::Every | Pick::Quarters => ends(3),
        Pick::ThenHalves(years) => ends(if in_first(years) { 3 } else { 6 }),
        Pick::ThenYears(years) => ends(if in_first(years) { 3 } else { 12 }),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::sample;

    fn headings(calendar: &Calendar, choice: usize) -> Vec<String> {
        let choices = choices(calendar);
        choices[choice].iter().map(|c| c.heading.clone()).collect()
    }

    #[test]
    fn quarters_are_those_of_the_financial_year_and_the_last_period_is_always_there() {
        let calendar = sample::calendar("2026-05", 12, 12);
        assert_eq!(
            headings(&calendar, 0),
            ["Jun 26", "Sep 26", "Dec 26", "Mar 27", "Apr 27"]
        );
    }

    #[test]
    fn longer_horizons_thin_out() {
        let calendar = sample::calendar("2026-04", 12, 60);
        assert_eq!(choices(&calendar)[0].len(), 20);
        let halves = headings(&calendar, 1);
        assert_eq!(halves.len(), 14);
        assert_eq!(halves[7..10], ["Mar 28", "Sep 28", "Mar 29"]);
        assert_eq!(
            headings(&calendar, 2)[7..],
            ["Mar 28", "Mar 29", "Mar 30", "Mar 31"]
        );
    }

    #[test]
    fn short_horizons_show_every_period() {
        let weeks = sample::calendar("2026-04", 52, 6);
        assert_eq!(headings(&weeks, 0).len(), 6);
        assert_eq!(headings(&weeks, 0)[4], "Apr 26 w5");
        let quarters = sample::calendar("2026-04", 4, 12);
        assert_eq!(headings(&quarters, 0).len(), 12);
        let years = sample::calendar("2026-04", 1, 10);
        assert_eq!(headings(&years, 0).len(), 10);
    }
}
