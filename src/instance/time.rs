//! How time is cut into periods, and what each holds.

use std::fmt;
use std::ops::Range;

use crate::dates::{FinancialYear, Month};
pub use crate::draft::instance::Ending;
use crate::units::Weeks;

/// The periods of a year that repeats (period 0 begins in January), or of a plan's horizon
/// (period 0 is its first).
#[derive(Debug, Clone, PartialEq)]
pub struct Calendar {
    /// Weeks in each period (all alike).
    pub weeks_per_period: Weeks,
    /// How many periods a year has.
    pub periods_per_year: usize,
    /// Referrals in each period as a share of a year's; a year of them sums to 1.
    pub referral_share: Vec<f64>,
    /// Weeks that a member of staff works in each period; a year of them sums to the working
    /// weeks of the year.
    pub working_weeks: Vec<Weeks>,
    /// The time that is planned for; none: a steady year.
    pub horizon: Option<Horizon>,
}

/// The time that a plan covers.
#[derive(Debug, Clone, PartialEq)]
pub struct Horizon {
    /// The month in which it begins.
    pub start: Month,
    /// Its financial years in order, the first and the last perhaps in part.
    pub years: Vec<Year>,
    /// How it must end.
    pub ending: Ending,
    /// Referrals in the periods before it as a share of a year's, the latest first; one year.
    pub referral_share_before: Vec<f64>,
}

/// A financial year of a horizon.
#[derive(Debug, Clone, PartialEq)]
pub struct Year {
    /// Which.
    pub year: FinancialYear,
    /// Its periods within the horizon.
    pub periods: Range<usize>,
    /// The share of its periods that lies within the horizon.
    pub share: f64,
    /// The share of its referrals that comes within the horizon.
    pub referral_share: f64,
}

/// A period that lies some periods back.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Back {
    /// One of the calendar's own.
    In(usize),
    /// So many periods before a horizon's first: 1 is the last before it.
    Before(usize),
}

/// When a rule or a figure is about, where a steady year and a plan by month differ.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum When {
    /// A steady year, all of it.
    Always,
    /// A period of a horizon.
    In(usize),
    /// A financial year of a horizon.
    Year(FinancialYear),
}

impl fmt::Display for When {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Always => Ok(()),
            Self::In(period) => write!(f, "{period}"),
            // No slash: names of columns and rows go into files that other solvers read.
            Self::Year(year) => f.write_str(&year.slug()),
        }
    }
}

impl Calendar {
    /// How many periods there are.
    #[must_use]
    pub fn periods(&self) -> usize {
        self.working_weeks.len()
    }

    /// The period that lies `lag` periods before `period`, in a year that repeats.
    #[must_use]
    pub fn before(&self, period: usize, lag: usize) -> usize {
        let periods = self.periods();
        (period + periods - lag % periods) % periods
    }

    /// The period that lies `lag` periods before `period`: in a year that repeats always one of
    /// its own, in a horizon perhaps one before it.
    #[must_use]
    pub fn back(&self, period: usize, lag: usize) -> Back {
        if self.horizon.is_none() {
            Back::In(self.before(period, lag))
        } else if lag <= period {
            Back::In(period - lag)
        } else {
            Back::Before(lag - period)
        }
    }

    /// The month in which a period of a horizon begins.
    #[must_use]
    pub fn month_of(&self, period: usize) -> Option<Month> {
        let horizon = self.horizon.as_ref()?;
        let months = period * 12 / self.periods_per_year;
        Some(horizon.start.plus(i32::try_from(months).ok()?))
    }

    /// The first period of a horizon that begins in a month or after it; 0 for months before the
    /// start, beyond the last period for months after the end.
    #[must_use]
    pub fn period_from(&self, month: Month) -> usize {
        let Some(horizon) = &self.horizon else {
            return 0;
        };
        usize::try_from(month.since(horizon.start))
            .map_or(0, |months| (months * self.periods_per_year).div_ceil(12))
    }

    /// The period of a horizon in which a month counts: the one that it lies in, or, where
    /// periods are shorter than a month, the first that begins in it. None before the start and
    /// after the end.
    #[must_use]
    pub fn period_of(&self, month: Month) -> Option<usize> {
        let start = self.horizon.as_ref()?.start;
        let months = usize::try_from(month.since(start)).ok()?;
        let period = if self.periods_per_year > 12 {
            self.period_from(month)
        } else {
            months * self.periods_per_year / 12
        };
        (period < self.periods()).then_some(period)
    }

    /// How many periods before a horizon's first a month counts, at least 1 (the last before it);
    /// none if it is not before the start.
    #[must_use]
    pub fn periods_before(&self, month: Month) -> Option<usize> {
        let start = self.horizon.as_ref()?.start;
        let months = usize::try_from(start.since(month))
            .ok()
            .filter(|m| *m > 0)?;
        let periods = months * self.periods_per_year;
        Some(if self.periods_per_year > 12 {
            (periods / 12).max(1)
        } else {
            periods.div_ceil(12)
        })
    }

    /// What a period is called. Of a year: `jan` … `dec`, `q1` …, `w01` …, or `year`. Of a
    /// horizon: the month in which it begins, `2026-04`; weeks `2026-04.1` ….
    #[must_use]
    pub fn period_name(&self, period: usize) -> String {
        const MONTHS: [&str; 12] = [
            "jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec",
        ];
        if let Some(month) = self.month_of(period) {
            if self.periods_per_year <= 12 {
                return month.to_string();
            }
            let first = (0..=period)
                .rev()
                .take_while(|&other| self.month_of(other) == Some(month))
                .count();
            return format!("{month}.{first}");
        }
        match self.periods() {
            12 => MONTHS
                .get(period)
                .map_or_else(String::new, |m| (*m).to_owned()),
            1 => "year".to_owned(),
            4 => format!("q{}", period + 1),
            _ => format!("w{:02}", period + 1),
        }
    }
}
