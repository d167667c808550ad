//! C: the pathway.

use std::ops::Range;

use indexmap::IndexMap;

use super::StepFigures;
use super::facts::{Facts, count, in_period, later, sources, started};
use super::reading::Reading;
use super::record::{Ledger, SHARE_MAX, SHARE_MIN, Terms, WAITING_LIST};
use super::tolerance::Unit;
use crate::ids::StepId;
use crate::instance::Back;
use crate::units::Quantity;

/// People who join the lists of steps and who start, by period.
#[derive(Debug)]
pub struct Flows<'a> {
    /// Those who join a step's list (C2).
    pub arrivals: IndexMap<&'a StepId, Vec<f64>>,
    /// Those who start a treatment of a step.
    pub starts: IndexMap<&'a StepId, Vec<f64>>,
}

impl Flows<'_> {
    /// Those who join a step's list in a period.
    pub fn arrivals(&self, step: &StepId, period: usize) -> f64 {
        in_period(self.arrivals.get(step), period)
    }

    /// Those who start a treatment of a step in a period.
    pub fn starts(&self, step: &StepId, period: usize) -> f64 {
        in_period(self.starts.get(step), period)
    }

    /// Those who start a treatment of a step in several periods.
    pub fn starts_in(&self, step: &StepId, periods: Range<usize>) -> Terms {
        periods.map(|period| self.starts(step, period)).sum()
    }
}

/// Sends people forward through time: starters into the periods in which they join the next step,
/// in a steady year round its turn.
pub fn follow<'a>(reading: Reading<'a>) -> Flows<'a> {
    let care = &reading.service.care;
    let calendar = &care.calendar;
    let nobody = || -> IndexMap<&'a StepId, Vec<f64>> {
        let steps = care.steps.keys();
        steps.map(|s| (s, vec![0.0; calendar.periods()])).collect()
    };
    let starters = |step: &StepId, when: Back| -> f64 {
        let treatments = care.treatments.iter();
        treatments
            .filter(|(_, treatment)| treatment.step == *step)
            .map(|(id, _)| started(reading, id, when))
            .sum()
    };
    let mut starts = nobody();
    for (id, of_step) in &mut starts {
        for (period, people) in of_step.iter_mut().enumerate() {
            *people = starters(id, Back::In(period));
        }
    }
    let mut arrivals = nobody();
    for flow in care.flows.values() {
        let Some(joining) = arrivals.get_mut(&flow.to) else {
            continue;
        };
        for when in sources(calendar, flow.spread.len()) {
            let leaving = match &flow.from {
                None => reading.service.referred(when),
                Some(from) => starters(from, when),
            };
            for (periods, part) in flow.spread.iter().enumerate() {
                let then = later(calendar, when, periods);
                if let Some(people) = then.and_then(|then| joining.get_mut(then)) {
                    *people += flow.share.value() * leaving * part;
                }
            }
        }
    }
    Flows { arrivals, starts }
}

/// Promises C1 (with C2 in it) and C3.
pub fn promise(facts: &Facts, ledger: &mut Ledger) {
    let care = facts.care();
    for period in facts.service.periods() {
        let name = facts.period_name(period);
        for (id, step) in &care.steps {
            let before = facts.waiting_at(id, care.calendar.back(period, 1));
            ledger.equal(
                WAITING_LIST,
                &[id, &name],
                facts.waiting(id, period),
                [
                    before,
                    -step.dropout_per_period * before,
                    facts.flows.arrivals(id, period),
                    -facts.flows.starts(id, period),
                ]
                .into_iter()
                .sum::<Terms>(),
                Unit::People,
            );
        }
        for (id, treatment) in &care.treatments {
            let starts = facts.starts(id, period);
            let of_step = facts.flows.starts(&treatment.step, period);
            let (min, max) = (treatment.share_min.value(), treatment.share_max.value());
            if min > 0.0 {
                ledger.at_least(SHARE_MIN, &[id, &name], starts, min * of_step, Unit::People);
            }
            if max < 1.0 {
                ledger.at_most(SHARE_MAX, &[id, &name], starts, max * of_step, Unit::People);
            }
        }
    }
}

/// The mean wait in weeks by Little's law: those on the list, over those who leave it in a week.
pub fn mean_wait_weeks(waiting: f64, starts: f64, weeks: f64) -> f64 {
    if waiting <= 0.0 {
        0.0
    } else if starts <= 0.0 {
        f64::INFINITY
    } else {
        waiting / (starts / weeks)
    }
}

/// Fewer starts than this share of those who join the list say nothing of a wait.
const TELLING_SHARE: f64 = 1.0 / 3.0;

/// The mean wait in a single period of a plan by month, in weeks; infinite where it cannot be told:
/// nobody starts, or so few that Little's law, which is about lists that come and go evenly, would
/// make years of a month in which the staff did something else.
#[must_use]
pub fn period_wait_weeks(waiting: f64, joining: f64, starts: f64, weeks: f64) -> f64 {
    if waiting > 0.0 && starts < TELLING_SHARE * joining {
        f64::INFINITY
    } else {
        mean_wait_weeks(waiting, starts, weeks)
    }
}

/// Steps over the year, of a horizon its last.
pub fn figures(facts: &Facts) -> Vec<StepFigures> {
    let last = facts.last_year();
    let periods = count(last.len());
    let weeks = facts.weeks_per_period();
    let steps = facts.care().steps.iter();
    steps
        .map(|(id, step)| {
            let waiting: f64 = last.clone().map(|t| facts.waiting(id, t)).sum();
            let starts = facts.flows.starts_in(id, last.clone()).value;
            StepFigures {
                step: id.to_string(),
                arrivals: last.clone().map(|t| facts.flows.arrivals(id, t)).sum(),
                starts,
                dropouts: waiting * step.dropout_per_period,
                mean_waiting: waiting / periods,
                mean_wait_weeks: mean_wait_weeks(waiting, starts, weeks),
                worst_wait_weeks: last
                    .clone()
                    .map(|t| {
                        mean_wait_weeks(facts.waiting(id, t), facts.flows.starts(id, t), weeks)
                    })
                    .fold(0.0, f64::max),
            }
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn littles_law_gives_the_mean_wait() {
        // 100 on the list, 155 start in a month of 4 weeks: 100 / 38.75 a week = 2.5806 weeks.
        assert!((mean_wait_weeks(100.0, 155.0, 4.0) - 2.580_645).abs() < 1e-6);
        assert!(mean_wait_weeks(0.0, 0.0, 4.0).abs() < f64::EPSILON);
        assert!(mean_wait_weeks(1.0, 0.0, 4.0).is_infinite());
    }

    #[test]
    fn a_period_with_hardly_any_starts_tells_no_wait() {
        // 1,900 wait, 700 join: 160 starts would make 51 weeks of a month's pause, 300 make 27.4.
        assert!(period_wait_weeks(1_900.0, 700.0, 160.0, 13.0 / 3.0).is_infinite());
        let told = period_wait_weeks(1_900.0, 700.0, 300.0, 13.0 / 3.0);
        assert!((told - 27.444_444).abs() < 1e-6);
        assert!(period_wait_weeks(0.0, 700.0, 0.0, 13.0 / 3.0).abs() < f64::EPSILON);
        // A long list that is worked off evenly has a long wait, and says so.
        assert!((period_wait_weeks(5_200.0, 100.0, 100.0, 4.0) - 208.0).abs() < 1e-9);
    }
}
