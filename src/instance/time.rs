//! How a year is cut into periods, and what each holds.

use crate::units::Weeks;

/// The periods of a year that repeats. Period 0 begins in January.
#[derive(Debug, Clone, PartialEq)]
pub struct Calendar {
    /// Weeks in each period (all alike).
    pub weeks_per_period: Weeks,
    /// Referrals in each period as a share of the year's; sums to 1.
    pub referral_share: Vec<f64>,
    /// Weeks that a member of staff works in each period; sums to the working weeks of the year.
    pub working_weeks: Vec<Weeks>,
}

impl Calendar {
    /// How many periods the year has.
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

    /// What a period is called: `jan` … `dec`, `q1` …, `w01` …, or `year`.
    #[must_use]
    pub fn period_name(&self, period: usize) -> String {
        const MONTHS: [&str; 12] = [
            "jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec",
        ];
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
