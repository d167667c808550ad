//! C: the pathway.

use indexmap::IndexMap;

use super::StepFigures;
use super::facts::{Facts, count, in_period};
use super::reading::Reading;
use super::record::{Ledger, SHARE_MAX, SHARE_MIN, Terms, WAITING_LIST};
use super::tolerance::Unit;
use crate::ids::StepId;
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

    /// Those who start a treatment of a step in a year.
    pub fn starts_in_year(&self, step: &StepId) -> Terms {
        self.starts.get(step).into_iter().flatten().copied().sum()
    }
}

/// Sends people forward through the year: starters into the periods in which they join the next
/// step, round the turn of the year.
pub fn follow<'a>(reading: Reading<'a>) -> Flows<'a> {
    let care = &reading.service.care;
    let periods = care.calendar.periods();
    let nobody = || -> IndexMap<&'a StepId, Vec<f64>> {
        care.steps.keys().map(|s| (s, vec![0.0; periods])).collect()
    };
    let mut starts = nobody();
    for (id, treatment) in &care.treatments {
        if let Some(of_step) = starts.get_mut(&treatment.step) {
            for (period, people) in of_step.iter_mut().enumerate() {
                *people += in_period(reading.plan.starts_people.get(id), period);
            }
        }
    }
    let mut arrivals = nobody();
    for flow in care.flows.values() {
        let Some(joining) = arrivals.get_mut(&flow.to) else {
            continue;
        };
        let share = flow.share.value();
        for period in 0..periods {
            let leaving = match &flow.from {
                None => {
                    let season = in_period(Some(&care.calendar.referral_share), period);
                    reading.service.referrals.value() * season
                }
                Some(from) => in_period(starts.get(from), period),
            };
            for (later, part) in flow.spread.iter().enumerate() {
                if let Some(people) = joining.get_mut((period + later) % periods) {
                    *people += share * leaving * part;
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
            let before = facts.waiting(id, care.calendar.before(period, 1));
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

/// Steps over the year.
pub fn figures(facts: &Facts) -> Vec<StepFigures> {
    let periods = count(facts.care().calendar.periods());
    let weeks = facts.weeks_per_period();
    let steps = facts.care().steps.iter();
    steps
        .map(|(id, step)| {
            let waiting: f64 = facts.service.periods().map(|t| facts.waiting(id, t)).sum();
            let starts = facts.flows.starts_in_year(id).value;
            StepFigures {
                step: id.to_string(),
                arrivals: facts
                    .service
                    .periods()
                    .map(|t| facts.flows.arrivals(id, t))
                    .sum(),
                starts,
                dropouts: waiting * step.dropout_per_period,
                mean_waiting: waiting / periods,
                mean_wait_weeks: mean_wait_weeks(waiting, starts, weeks),
                worst_wait_weeks: facts
                    .service
                    .periods()
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
}
