//! F: standards.

use super::facts::{Facts, count, number};
use super::pathway::mean_wait_weeks;
use super::record::{
    ACCESS, COMPLETION, Comparison, Family, Ledger, OVERALL_ACCESS, RECOVERY, Terms, WAIT,
};
use super::tolerance::{Unit, is_kept};
use super::waits::{longest_mean, share_within};
use super::{Sense, StandardFigures};
use crate::ids::{StandardId, StepId};
use crate::instance::{Enforcement, Instance, Level, Standard};
use crate::units::Quantity;

/// Promises F1, F2, F5 and F6, and that the people short whom the plan claims are those there
/// are. F3 is in the work (D1).
pub fn promise(facts: &Facts, ledger: &mut Ledger) {
    for (id, standard) in &facts.care().standards {
        let claimed = number(facts.plan.shortfall_people.get(id));
        let (family, missing, unit) = match Asked::of(facts, &standard.level) {
            Asked::InYear(asked) => {
                promise_year(id, standard, &asked, claimed, ledger);
                (asked.family, asked.missing(), Unit::PeoplePerYear)
            }
            Asked::InTime(wait) => {
                if standard.enforcement == Enforcement::Hard {
                    for period in facts.service.periods() {
                        let name = facts.period_name(period);
                        ledger.record(WAIT, &[id, &name], wait.compare(facts, period));
                    }
                }
                (WAIT, wait.mean_excess(facts), Unit::People)
            }
        };
        let soft = standard.enforcement == Enforcement::Soft;
        if soft || claimed > 0.0 {
            ledger.equal(
                family,
                &[id, &"shortfall"],
                claimed,
                if soft { missing } else { Terms::default() },
                unit,
            );
        }
    }
}

fn promise_year(
    id: &StandardId,
    standard: &Standard,
    asked: &InYear,
    claimed: f64,
    ledger: &mut Ledger,
) {
    let reached = match standard.enforcement {
        Enforcement::Hard => asked.reached,
        Enforcement::Soft => asked.reached + claimed.into(),
        Enforcement::Reported => return,
    };
    ledger.at_least(
        asked.family,
        &[id],
        reached,
        asked.least,
        Unit::PeoplePerYear,
    );
}

/// What a standard asks.
enum Asked<'a> {
    InYear(InYear),
    InTime(InTime<'a>),
}

/// So many people in a year.
struct InYear {
    family: Family,
    reached: Terms,
    least: Terms,
}

/// So many of a hundred people within so many weeks.
struct InTime<'a> {
    step: &'a StepId,
    share: f64,
    weeks: f64,
    shape: f64,
}

impl<'a> Asked<'a> {
    fn of(facts: &Facts<'a>, level: &'a Level) -> Self {
        match level {
            Level::Access { step, people } => Self::InYear(InYear {
                family: ACCESS,
                reached: facts.flows.starts_in_year(step),
                least: people.value().into(),
            }),
            Level::Recovery { share } => {
                let (finished, recovered) = outcomes(facts);
                Self::InYear(InYear {
                    family: RECOVERY,
                    reached: recovered,
                    least: finished * share.value(),
                })
            }
            Level::Completion { people } => Self::InYear(InYear {
                family: COMPLETION,
                reached: outcomes(facts).0,
                least: people.value().into(),
            }),
            Level::Wait { step, share, weeks } => Self::InTime(InTime {
                step,
                share: share.value(),
                weeks: weeks.value(),
                shape: facts.care().steps.get(step).map_or(1.0, |s| s.wait_shape),
            }),
        }
    }
}

impl InYear {
    fn missing(&self) -> Terms {
        let short = self.least - self.reached;
        Terms {
            value: short.value.max(0.0),
            size: short.size,
        }
    }

    fn is_met(&self) -> bool {
        let tolerance = Unit::PeoplePerYear.tolerance(self.reached.size + self.least.size);
        let (reached, least) = (self.reached.value, self.least.value);
        is_kept(reached, Sense::AtLeast, least, tolerance)
    }
}

impl InTime<'_> {
    fn share_seen(&self, waiting: f64, starts: f64, weeks_per_period: f64) -> f64 {
        let mean = mean_wait_weeks(waiting, starts, weeks_per_period);
        100.0 * share_within(self.weeks, mean, self.shape)
    }

    /// The share seen in time in a period beside the share asked. It may be off by as much as
    /// the tolerance for people moves it when it is taken from the list.
    fn compare(&self, facts: &Facts, period: usize) -> Comparison {
        let weeks = facts.weeks_per_period();
        let waiting = facts.waiting(self.step, period);
        let starts = facts.flows.starts(self.step, period);
        let people_off = Unit::People.tolerance(waiting + waiting);
        let value = self.share_seen(waiting, starts, weeks);
        let at_best = self.share_seen((waiting - people_off).max(0.0), starts, weeks);
        Comparison {
            value,
            sense: Sense::AtLeast,
            bound: 100.0 * self.share,
            tolerance: Unit::Percent.absolute() + (at_best - value).max(0.0),
            unit: Unit::Percent,
            idle: waiting <= Unit::People.absolute(),
        }
    }

    /// People on the list over its limit, mean over the periods.
    fn mean_excess(&self, facts: &Facts) -> Terms {
        let longest = longest_mean(self.weeks, self.share, self.shape);
        if longest.is_infinite() {
            return Terms::default();
        }
        let people = |period: usize| {
            let waiting = facts.waiting(self.step, period);
            let starts_per_week = facts.flows.starts(self.step, period) / facts.weeks_per_period();
            let over = Terms::from(waiting) - (longest * starts_per_week).into();
            Terms {
                value: over.value.max(0.0),
                size: over.size,
            }
        };
        let excess: Terms = facts.service.periods().map(people).sum();
        excess * (1.0 / count(facts.care().calendar.periods()))
    }
}

/// People who finish a course in a year, and those of them who recover.
fn outcomes(facts: &Facts) -> (Terms, Terms) {
    let treatments = facts.care().treatments.iter();
    treatments
        .map(|(id, treatment)| {
            let starts: f64 = facts.service.periods().map(|t| facts.starts(id, t)).sum();
            let finished = Terms::from(starts * treatment.finish_share.value());
            (finished, finished * treatment.recovery_share.value())
        })
        .fold(Default::default(), |(f, r), (finished, recovered)| {
            (f + finished, r + recovered)
        })
}

/// F1 over services.
pub fn promise_jointly(instance: &Instance, services: &[Facts], ledger: &mut Ledger) {
    for (id, access) in &instance.overall_access {
        let starts: Terms = access
            .target
            .services
            .iter()
            .filter_map(|&service| services.get(service))
            .map(|facts| facts.flows.starts_in_year(&access.step))
            .sum();
        let least = access.target.limit.value();
        ledger.at_least(OVERALL_ACCESS, &[id], starts, least, Unit::PeoplePerYear);
    }
}

/// Standards as reached, those only reported among them.
pub fn figures(facts: &Facts) -> Vec<StandardFigures> {
    let standards = facts.care().standards.iter();
    standards
        .map(|(id, standard)| {
            let (target, reached, unit, met) = match Asked::of(facts, &standard.level) {
                Asked::InYear(asked) => match standard.level {
                    Level::Recovery { share } => (
                        100.0 * share.value(),
                        percent(asked.reached.value, outcomes(facts).0.value),
                        Unit::Percent,
                        asked.is_met(),
                    ),
                    _ => (
                        asked.least.value,
                        asked.reached.value,
                        Unit::PeoplePerYear,
                        asked.is_met(),
                    ),
                },
                Asked::InTime(wait) => {
                    let periods = facts.service.periods();
                    let all: Vec<_> = periods.map(|t| wait.compare(facts, t)).collect();
                    (
                        100.0 * wait.share,
                        all.iter().map(|c| c.value).fold(100.0, f64::min),
                        Unit::Percent,
                        all.iter()
                            .all(|c| is_kept(c.value, c.sense, c.bound, c.tolerance)),
                    )
                }
            };
            StandardFigures {
                standard: id.to_string(),
                name: standard.name.clone(),
                target,
                reached,
                unit: unit.name(),
                met,
                enforcement: enforcement_name(standard.enforcement),
                shortfall: number(facts.plan.shortfall_people.get(id)),
            }
        })
        .collect()
}

/// `part` of a hundred of `whole`; nobody of nobody counts as none.
fn percent(part: f64, whole: f64) -> f64 {
    if whole > 0.0 {
        100.0 * part / whole
    } else {
        0.0
    }
}

/// What tables call an enforcement.
pub fn enforcement_name(enforcement: Enforcement) -> &'static str {
    match enforcement {
        Enforcement::Hard => "hard",
        Enforcement::Soft => "soft",
        Enforcement::Reported => "reported",
    }
}
