//! What a plan by month misses of standards that no plan can hold from when they are asked.
//!
//! To find the plan that misses them least, the solver takes such standards as soft, at a price that
//! nobody wrote. People read what they wrote: the standards are hard, and what is missed is people.

use std::borrow::Cow;

use super::answer::{Answer, LateStandard, ObjectiveFigure, WorthVerdict};
use super::dates;
use crate::instance::{Calendar, Enforcement, Instance, Level, Objective, Service, Standard};
use crate::plan::ServicePlan;

/// The unit of a least shortfall of hard standards: people short in a year, and people too many
/// on a list times the years that they are.
pub const PEOPLE: &str = "people";

/// The unit where soft standards, whose prices are the instance's, are counted along with them.
pub const WEIGHTED: &str = "weighted";

/// What a late standard misses where it misses most.
#[derive(Debug, Clone, PartialEq)]
pub struct Most {
    /// People: too many on the list at a time, or short in a year.
    pub people: f64,
    /// The period or financial year, as in plans: `2026-04`, `2026/27`.
    pub time: String,
    /// The same in words.
    pub time_in_words: String,
    /// Whether they wait.
    pub is_wait: bool,
}

/// The answer as those read it who wrote the instance: standards enforced as they are there, and
/// in a late plan people missed instead of what they were priced at.
#[must_use]
pub fn as_asked<'a>(instance: &Instance, answer: &'a Answer) -> Cow<'a, Answer> {
    if instance.horizon().is_none() {
        return Cow::Borrowed(answer);
    }
    let mut asked = answer.clone();
    for (service, figures) in instance.services.iter().zip(&mut asked.audit.services) {
        for figures in &mut figures.standards {
            let standard = service.care.standards.get(figures.standard.as_str());
            if standard.is_some_and(|standard| standard.enforcement == Enforcement::Hard) {
                figures.enforcement = "hard";
            }
        }
    }
    if answer.late.is_empty() {
        return Cow::Owned(asked);
    }
    let (scale, unit) = scale(instance, answer);
    for figure in &mut asked.outcome.objectives {
        if figure.objective == Objective::LeastShortfall {
            *figure = ObjectiveFigure {
                value: figure.value * scale,
                bound: figure.bound.map(|bound| bound * scale),
                unit,
                ..*figure
            };
        }
    }
    for role in &mut asked.worth {
        let WorthVerdict::Difference { objectives } = &mut role.verdict else {
            continue;
        };
        for loss in objectives {
            if loss.objective == Objective::LeastShortfall {
                loss.with_role *= scale;
                loss.without_role *= scale;
                loss.difference *= scale;
                loss.at_least = loss.at_least.map(|least| least * scale);
                loss.at_most = loss.at_most.map(|most| most * scale);
                loss.unit = unit;
            }
        }
    }
    Cow::Owned(asked)
}

/// What turns the solver's pounds into people: one price, that of all standards which the instance
/// has hard. Where it has soft ones besides, pounds of both stand in one sum, as a weight.
fn scale(instance: &Instance, answer: &Answer) -> (f64, &'static str) {
    let mut people = 0.0;
    let mut has_soft = false;
    for service in &instance.services {
        let Some(plan) = answer.plan.services.get(&service.id) else {
            continue;
        };
        for (id, standard) in &service.care.standards {
            has_soft |= standard.enforcement == Enforcement::Soft;
            if standard.enforcement == Enforcement::Hard {
                people += missed_in_all(&service.care.calendar, plan, crate::ids::Id::as_str(id));
            }
        }
    }
    let sought = answer.outcome.objectives.iter();
    let mut priced = sought.filter(|figure| figure.objective == Objective::LeastShortfall);
    match priced.next() {
        Some(figure) if !has_soft && people > 0.0 && figure.value > 0.0 => {
            (people / figure.value, PEOPLE)
        }
        _ => (1.0, WEIGHTED),
    }
}

/// People short in all years, or over the limit of a list times the years that they are.
fn missed_in_all(calendar: &Calendar, plan: &ServicePlan, standard: &str) -> f64 {
    #[expect(clippy::cast_precision_loss, reason = "at most 52")]
    let a_year = calendar.periods_per_year.max(1) as f64;
    let waiting = plan.shortfall_by_period_people.get(standard);
    let years = plan.years.values();
    let short = years.filter_map(|year| year.shortfall_people.get(standard));
    waiting.into_iter().flatten().sum::<f64>() / a_year + short.sum::<f64>()
}

/// Where a late standard is missed most; none where the plan misses nobody.
#[must_use]
pub fn most(instance: &Instance, answer: &Answer, late: &LateStandard) -> Option<Most> {
    let service = instance.services.iter().find(|s| s.id == late.service)?;
    let plan = answer.plan.services.get(&late.service)?;
    let standard = service.care.standards.get(&late.standard)?;
    let most = if is_wait(standard) {
        most_waiting(service, plan, late)
    } else {
        let years = plan.years.iter();
        years
            .filter_map(|(year, plan)| {
                let people = *plan.shortfall_people.get(&late.standard)?;
                let time = year.to_string();
                Some(Most {
                    people,
                    time_in_words: time.clone(),
                    time,
                    is_wait: false,
                })
            })
            .reduce(|most, next| {
                if next.people > most.people {
                    next
                } else {
                    most
                }
            })
    };
    most.filter(|most| most.people > 0.0)
}

fn most_waiting(service: &Service, plan: &ServicePlan, late: &LateStandard) -> Option<Most> {
    let calendar = &service.care.calendar;
    let by_period = plan.shortfall_by_period_people.get(&late.standard)?;
    let (period, people) = by_period
        .iter()
        .copied()
        .enumerate()
        .reduce(|most, next| if next.1 > most.1 { next } else { most })?;
    Some(Most {
        people,
        time: calendar.period_name(period),
        time_in_words: dates::period(calendar, period),
        is_wait: true,
    })
}

fn is_wait(standard: &Standard) -> bool {
    matches!(standard.level, Level::Wait { .. })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::sample;

    /// A late plan: 30 and 60 too many wait in its first two months, priced at £2 each for a year.
    fn late() -> (Instance, Answer) {
        let (mut instance, mut answer) = sample::over_time(1, 12, 36);
        instance.services[0].care.standards["six-weeks"].enforcement = Enforcement::Hard;
        let plan = &mut answer.plan.services[0];
        let mut waiting = vec![0.0; 36];
        waiting[..2].copy_from_slice(&[30.0, 60.0]);
        plan.shortfall_by_period_people
            .insert("six-weeks".into(), waiting);
        answer.outcome.objectives[0].value = 15.0;
        answer.outcome.objectives[0].bound = Some(14.0);
        (instance, answer)
    }

    #[test]
    fn what_is_missed_is_people_and_what_was_asked_is_hard() {
        let (instance, answer) = late();
        let asked = as_asked(&instance, &answer);
        let figure = asked.outcome.objectives[0];
        assert!((figure.value - 7.5).abs() < 1e-12, "{figure:?}");
        assert_eq!((figure.bound, figure.unit), (Some(7.0), PEOPLE));
        let standards = &asked.audit.services[0].standards;
        assert!(standards.iter().all(|s| s.enforcement != "soft"));
        let most = most(&instance, &answer, &answer.late[0]).expect("somebody");
        assert_eq!((most.people, most.time.as_str()), (60.0, "2026-05"));
    }

    #[test]
    fn prices_of_soft_standards_stay_in_the_sum_as_a_weight() {
        let (mut instance, answer) = late();
        instance.services[0].care.standards["access"].enforcement = Enforcement::Soft;
        let asked = as_asked(&instance, &answer);
        let figure = asked.outcome.objectives[0];
        assert!((figure.value - 15.0).abs() < 1e-12);
        assert_eq!(figure.unit, WEIGHTED);
    }

    #[test]
    fn what_is_not_late_stays_in_pounds() {
        let (instance, mut answer) = late();
        answer.late.clear();
        let asked = as_asked(&instance, &answer);
        assert_eq!(asked.outcome.objectives, answer.outcome.objectives);
    }
}
