//! Shared limits of a plan by month: what each financial year and each period of the horizon has.

use indexmap::IndexMap;

use super::Service;
use super::time::{Calendar, Year};
use crate::dates::{FinancialYear, Month};
use crate::draft::instance::{LabourMarket, Places};
use crate::units::{GbpPerYear, MonthOfYear, PeoplePerYear, Quantity, WtePerYear};

/// The horizon that services share, as limits see it.
pub(super) struct Limits<'a> {
    services: &'a [Service],
    calendar: Option<&'a Calendar>,
}

impl<'a> Limits<'a> {
    /// Of the services of an instance.
    pub fn of(services: &'a [Service]) -> Self {
        Self {
            services,
            calendar: services.first().map(|service| &service.care.calendar),
        }
    }

    fn years(&self) -> &'a [Year] {
        self.calendar
            .and_then(|calendar| calendar.horizon.as_ref())
            .map_or(&[], |horizon| &horizon.years)
    }

    /// Pounds in each financial year: as given, or a year's in proportion.
    pub fn pounds(
        &self,
        a_year: GbpPerYear,
        by_year: &IndexMap<FinancialYear, GbpPerYear>,
    ) -> Vec<f64> {
        self.years()
            .iter()
            .map(|year| {
                by_year
                    .get(&year.year)
                    .map_or(a_year.value() * year.share, |given| given.value())
            })
            .collect()
    }

    /// People in each financial year that begins in a month or later, 0 in the others.
    pub fn people(&self, a_year: PeoplePerYear, from: Option<Month>) -> Vec<f64> {
        let first = match (from, self.calendar) {
            (Some(month), Some(calendar)) => calendar.period_from(month),
            _ => 0,
        };
        self.years()
            .iter()
            .map(|year| {
                if year.periods.start >= first {
                    a_year.value() * year.referral_share
                } else {
                    0.0
                }
            })
            .collect()
    }

    /// Whether a route starts in each period; services share the route.
    fn intakes_of(&self, places: &Places) -> &'a [bool] {
        self.services
            .first()
            .and_then(|service| service.care.routes.get(&places.route))
            .map_or(&[], |route| &route.intakes)
    }

    /// Starts that a cap allows in a steady year.
    pub fn places_in_a_year(&self, places: &Places) -> WtePerYear {
        places.places_per_year.unwrap_or_else(|| {
            let intakes = self
                .services
                .first()
                .and_then(|service| service.care.routes.get(&places.route))
                .map_or(1.0, |route| route.intakes_per_year);
            let each = places
                .places_per_intake
                .map_or(f64::INFINITY, Quantity::value);
            WtePerYear::new(each * intakes)
        })
    }

    /// Starts that a cap allows in each financial year and in each period.
    pub fn places(&self, places: &Places) -> (Vec<f64>, Vec<f64>) {
        let intakes = self.intakes_of(places);
        let per_year = self
            .services
            .first()
            .and_then(|service| service.care.routes.get(&places.route))
            .map_or(1.0, |route| route.intakes_per_year);
        let a_year = places
            .places_per_year
            .map_or(f64::INFINITY, Quantity::value);
        let by_year = self
            .years()
            .iter()
            .map(|year| {
                let here = intakes.get(year.periods.clone()).unwrap_or(&[]);
                let count = count(here.iter().filter(|open| **open).count());
                if a_year.is_finite() {
                    a_year * count / per_year
                } else {
                    a_year
                }
            })
            .collect();
        let Some(calendar) = self.calendar else {
            return (by_year, Vec::new());
        };
        let mut by_period: Vec<f64> = intakes
            .iter()
            .map(|_| {
                places
                    .places_per_intake
                    .map_or(f64::INFINITY, Quantity::value)
            })
            .collect();
        for (month, given) in &places.places_by_intake {
            let period = calendar.period_of(*month);
            if let Some(cap) = period.and_then(|period| by_period.get_mut(period)) {
                *cap = given.value();
            }
        }
        (by_year, by_period)
    }

    /// Hires that a labour market gives in each financial year and in each period.
    pub fn hires(&self, market: &LabourMarket) -> (Vec<f64>, Vec<f64>) {
        let a_year = market.hires_per_year.map_or(f64::INFINITY, Quantity::value);
        let by_year = self
            .years()
            .iter()
            .map(|year| a_year * year.share)
            .collect();
        let Some(calendar) = self.calendar.filter(|c| c.horizon.is_some()) else {
            return (by_year, Vec::new());
        };
        let a_period = market.hires_per_month.map_or(f64::INFINITY, |month| {
            month.value() * 12.0 / count(calendar.periods_per_year)
        });
        (by_year, vec![a_period; calendar.periods()])
    }
}

/// Hires that a labour market gives in a steady year.
pub(super) fn hires_in_a_year(market: &LabourMarket) -> WtePerYear {
    market.hires_per_year.unwrap_or_else(|| {
        let a_month = market
            .hires_per_month
            .map_or(f64::INFINITY, Quantity::value);
        WtePerYear::new(a_month * 12.0)
    })
}

/// Whether a route starts in each period of a horizon: where one of its months begins in it, or
/// always where it names none.
pub(super) fn intakes(months: Option<&[MonthOfYear]>, calendar: &Calendar) -> Vec<bool> {
    let Some(horizon) = &calendar.horizon else {
        return Vec::new();
    };
    let Some(months) = months else {
        return vec![true; calendar.periods()];
    };
    let mut intakes = vec![false; calendar.periods()];
    let length = calendar.periods() * 12 / calendar.periods_per_year + 1;
    for after in 0..length {
        let Ok(after) = i32::try_from(after) else {
            break;
        };
        let month = horizon.start.plus(after);
        let is_intake = months
            .iter()
            .any(|wanted| (wanted.value() - count(month.of_year() + 1)).abs() < 0.5);
        let period = calendar.period_of(month).filter(|_| is_intake);
        if let Some(open) = period.and_then(|period| intakes.get_mut(period)) {
            *open = true;
        }
    }
    intakes
}

/// How many intakes a route has in a year.
pub(super) fn intakes_per_year(months: Option<&[MonthOfYear]>, periods_per_year: usize) -> f64 {
    months.map_or(count(periods_per_year), |months| {
        let mut periods: Vec<usize> = (0..12)
            .filter(|month| {
                months
                    .iter()
                    .any(|wanted| (wanted.value() - count(month + 1)).abs() < 0.5)
            })
            .map(|month| month * periods_per_year / 12)
            .collect();
        periods.dedup();
        count(periods.len().max(1))
    })
}

#[expect(clippy::cast_precision_loss, reason = "at most a few thousand")]
fn count(number: usize) -> f64 {
    number as f64
}
