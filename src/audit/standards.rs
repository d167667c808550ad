//! F: standards.

use std::fmt::Display;
use std::ops::Range;

use super::facts::{Facts, count, in_period, number};
use super::pathway::mean_wait_weeks;
use super::record::{
    ACCESS, COMPLETION, Comparison, Family, Ledger, OVERALL_ACCESS, RECOVERY, Terms, WAIT,
};
use super::tolerance::{Unit, is_kept};
use super::waits::{longest_mean, share_within};
use super::{Sense, StandardFigures};
use crate::dates::FinancialYear;
use crate::ids::{StandardId, StepId};
use crate::instance::{Enforcement, Instance, Level, Standard};
use crate::units::Quantity;

/// Promises F1, F2, F5 and F6, and that the people short whom the plan claims are those there
/// are. F3 is in the work (D1).
pub fn promise(facts: &Facts, ledger: &mut Ledger) {
    for (id, standard) in &facts.care().standards {
        match InTime::of(facts, &standard.level) {
            Some(wait) => promise_wait(facts, (id, standard), &wait, ledger),
            None => {
                for span in spans(facts) {
                    promise_year(facts, (id, standard), &span, ledger);
                }
            }
        }
    }
}

/// The time over which people are counted: a steady year, or a financial year of a horizon.
pub(super) struct Span {
    pub year: Option<FinancialYear>,
    pub periods: Range<usize>,
    /// The share of a year's referrals that comes in it.
    pub referral_share: f64,
}

impl Span {
    /// What follows a standard in a subject.
    fn indices<'i>(
        &'i self,
        id: &'i StandardId,
        claim: Option<&'i &'i str>,
    ) -> Vec<&'i dyn Display> {
        let mut indices: Vec<&dyn Display> = vec![id];
        indices.extend(self.year.as_ref().map(|year| year as &dyn Display));
        indices.extend(claim.map(|claim| claim as &dyn Display));
        indices
    }
}

pub(super) fn spans(facts: &Facts) -> Vec<Span> {
    match facts.horizon() {
        None => vec![Span {
            year: None,
            periods: facts.service.periods(),
            referral_share: 1.0,
        }],
        Some(horizon) => horizon
            .years
            .iter()
            .map(|year| Span {
                year: Some(year.year),
                periods: year.periods.clone(),
                referral_share: year.referral_share,
            })
            .collect(),
    }
}

/// People short of a yearly standard, as the plan says.
fn claimed(facts: &Facts, id: &StandardId, span: &Span) -> f64 {
    match span.year {
        None => number(facts.plan.shortfall_people.get(id)),
        Some(year) => {
            let plan = facts.plan.years.get(&year);
            number(plan.and_then(|plan| plan.shortfall_people.get(id)))
        }
    }
}

fn promise_year(
    facts: &Facts,
    (id, standard): (&StandardId, &Standard),
    span: &Span,
    ledger: &mut Ledger,
) {
    let claimed = claimed(facts, id, span);
    let asked = InYear::of(facts, standard, span);
    let soft = standard.enforcement == Enforcement::Soft
        || facts
            .late_until(id, standard)
            .is_some_and(|until| span.periods.start < until);
    if let Some(least) = asked
        .least
        .filter(|_| standard.enforcement != Enforcement::Reported)
    {
        let reached = if soft {
            asked.reached + claimed.into()
        } else {
            asked.reached
        };
        let about = span.indices(id, None);
        ledger.at_least(asked.family, &about, reached, least, Unit::PeoplePerYear);
    }
    if soft || claimed > 0.0 {
        let missing = if soft {
            asked.missing()
        } else {
            Terms::default()
        };
        let about = span.indices(id, Some(&"shortfall"));
        ledger.equal(asked.family, &about, claimed, missing, Unit::PeoplePerYear);
    }
}

fn promise_wait(
    facts: &Facts,
    (id, standard): (&StandardId, &Standard),
    wait: &InTime,
    ledger: &mut Ledger,
) {
    // What the plan admits to holding late falls short as it says until then, and must hold after.
    let late_until = facts.late_until(id, standard);
    let soft = standard.enforcement == Enforcement::Soft || late_until.is_some();
    for period in facts.service.periods() {
        let name = facts.period_name(period);
        let target = standard.target_in(period);
        if standard.enforcement == Enforcement::Hard
            && period >= late_until.unwrap_or(0)
            && let Some(share) = target
        {
            let compared = wait.compare(facts, share, period);
            ledger.record(WAIT, &[id, &name], compared);
        }
        if facts.horizon().is_none() {
            continue;
        }
        let claimed = in_period(facts.plan.shortfall_by_period_people.get(id), period);
        if soft || claimed > 0.0 {
            let over = target.filter(|_| soft);
            ledger.equal(
                WAIT,
                &[id, &name, &"shortfall"],
                claimed,
                over.map_or_else(Terms::default, |share| wait.excess(facts, share, period)),
                Unit::People,
            );
        }
    }
    if facts.horizon().is_some() {
        return;
    }
    let claimed = number(facts.plan.shortfall_people.get(id));
    if soft || claimed > 0.0 {
        let over = if soft {
            wait.mean_excess(facts, standard.level.target())
        } else {
            Terms::default()
        };
        ledger.equal(WAIT, &[id, &"shortfall"], claimed, over, Unit::People);
    }
}

/// What a yearly standard asks of a span: so many people.
pub(super) struct InYear {
    pub family: Family,
    pub reached: Terms,
    /// None where nothing is in force.
    pub least: Option<Terms>,
    /// What the standard asks in the end.
    pub in_full: Terms,
    /// Those of whom it is a share, where it is one.
    pub of: Option<Terms>,
}

impl InYear {
    pub fn of(facts: &Facts, standard: &Standard, span: &Span) -> Self {
        let target = standard.target_in(span.periods.start);
        let (finished, recovered) = outcomes(facts, span.periods.clone());
        let (family, reached, of) = match &standard.level {
            Level::Access { step, .. } => {
                let starts = facts.flows.starts_in(step, span.periods.clone());
                (ACCESS, starts, None)
            }
            Level::Recovery { .. } => (RECOVERY, recovered, Some(finished)),
            Level::Completion { .. } => (COMPLETION, finished, None),
            Level::Wait { .. } => (WAIT, Terms::default(), None),
        };
        let people = |target: f64| match of {
            Some(of) => of * target,
            None => Terms::from(target * span.referral_share),
        };
        Self {
            family,
            reached,
            least: target.map(people),
            in_full: people(standard.level.target()),
            of,
        }
    }

    fn missing(&self) -> Terms {
        let short = self
            .least
            .map_or_else(Terms::default, |least| least - self.reached);
        Terms {
            value: short.value.max(0.0),
            size: short.size,
        }
    }

    pub fn reaches(&self, least: Terms) -> bool {
        let tolerance = Unit::PeoplePerYear.tolerance(self.reached.size + least.size);
        is_kept(self.reached.value, Sense::AtLeast, least.value, tolerance)
    }

    /// As tables show it: people, or of a hundred.
    pub fn shown(&self, people: Terms) -> f64 {
        match self.of {
            Some(of) => percent(people.value, of.value),
            None => people.value,
        }
    }
}

/// What a wait standard asks: that people start within so many weeks.
pub(super) struct InTime<'a> {
    step: &'a StepId,
    weeks: f64,
    shape: f64,
}

impl<'a> InTime<'a> {
    pub fn of(facts: &Facts<'a>, level: &'a Level) -> Option<Self> {
        let Level::Wait { step, weeks, .. } = level else {
            return None;
        };
        Some(Self {
            step,
            weeks: weeks.value(),
            shape: facts.care().steps.get(step).map_or(1.0, |s| s.wait_shape),
        })
    }

    fn share_seen(&self, waiting: f64, starts: f64, weeks_per_period: f64) -> f64 {
        let mean = mean_wait_weeks(waiting, starts, weeks_per_period);
        100.0 * share_within(self.weeks, mean, self.shape)
    }

    /// The share seen in time in a period beside the share asked. It may be off by as much as
    /// the tolerance for people moves it when it is taken from the list.
    pub fn compare(&self, facts: &Facts, share: f64, period: usize) -> Comparison {
        let weeks = facts.weeks_per_period();
        let waiting = facts.waiting(self.step, period);
        let starts = facts.flows.starts(self.step, period);
        let people_off = Unit::People.tolerance(waiting + waiting);
        let value = self.share_seen(waiting, starts, weeks);
        let at_best = self.share_seen((waiting - people_off).max(0.0), starts, weeks);
        Comparison {
            value,
            sense: Sense::AtLeast,
            bound: 100.0 * share,
            tolerance: Unit::Percent.absolute() + (at_best - value).max(0.0),
            unit: Unit::Percent,
            idle: waiting <= Unit::People.absolute(),
        }
    }

    /// People on the list over its limit in a period.
    fn excess(&self, facts: &Facts, share: f64, period: usize) -> Terms {
        let longest = longest_mean(self.weeks, share, self.shape);
        if longest.is_infinite() {
            return Terms::default();
        }
        let waiting = facts.waiting(self.step, period);
        let starts_per_week = facts.flows.starts(self.step, period) / facts.weeks_per_period();
        let over = Terms::from(waiting) - (longest * starts_per_week).into();
        Terms {
            value: over.value.max(0.0),
            size: over.size,
        }
    }

    /// The same, mean over the periods.
    fn mean_excess(&self, facts: &Facts, share: f64) -> Terms {
        let periods = facts.service.periods();
        let excess: Terms = periods.map(|t| self.excess(facts, share, t)).sum();
        excess * (1.0 / count(facts.care().calendar.periods()))
    }
}

/// People who finish a course, and those of them who recover, of those who start in `periods`.
fn outcomes(facts: &Facts, periods: Range<usize>) -> (Terms, Terms) {
    let treatments = facts.care().treatments.iter();
    treatments
        .map(|(id, treatment)| {
            let starts: f64 = periods.clone().map(|t| facts.starts(id, t)).sum();
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
        let starts = |periods: Range<usize>| -> Terms {
            let covered = access.target.services.iter();
            covered
                .filter_map(|&service| services.get(service))
                .map(|facts| facts.flows.starts_in(&access.step, periods.clone()))
                .sum()
        };
        let Some(horizon) = instance.horizon() else {
            let periods = 0..services.first().map_or(0, |f| f.care().calendar.periods());
            let least = access.target.limit.value();
            ledger.at_least(
                OVERALL_ACCESS,
                &[id],
                starts(periods),
                least,
                Unit::PeoplePerYear,
            );
            continue;
        };
        for (year, &least) in horizon.years.iter().zip(&access.target.by_year) {
            if least > 0.0 {
                ledger.at_least(
                    OVERALL_ACCESS,
                    &[id, &year.year],
                    starts(year.periods.clone()),
                    least,
                    Unit::PeoplePerYear,
                );
            }
        }
    }
}

/// Standards as reached, those only reported among them; of a horizon in its last year, and in
/// full.
pub fn figures(facts: &Facts) -> Vec<StandardFigures> {
    let standards = facts.care().standards.iter();
    standards
        .map(|(id, standard)| {
            let last = facts.last_year();
            let (target, reached, unit, met) = match InTime::of(facts, &standard.level) {
                None => {
                    let span = Span {
                        year: None,
                        referral_share: share_of_referrals(facts, last),
                        periods: facts.last_year(),
                    };
                    let asked = InYear::of(facts, standard, &span);
                    let target = match asked.of {
                        Some(_) => 100.0 * standard.level.target(),
                        None => asked.in_full.value,
                    };
                    let reached = asked.shown(asked.reached);
                    let met = asked.reaches(asked.in_full);
                    (target, reached, year_unit(&asked), met)
                }
                Some(wait) => {
                    let share = standard.level.target();
                    let all: Vec<_> = last.map(|t| wait.compare(facts, share, t)).collect();
                    (
                        100.0 * share,
                        all.iter().map(|c| c.value).fold(100.0, f64::min),
                        Unit::Percent,
                        all.iter().all(is_met),
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
                shortfall: short_in_last_year(facts, (id, standard)),
            }
        })
        .collect()
}

fn year_unit(asked: &InYear) -> Unit {
    if asked.of.is_some() {
        Unit::Percent
    } else {
        Unit::PeoplePerYear
    }
}

pub(super) fn is_met(compared: &Comparison) -> bool {
    let Comparison {
        value,
        sense,
        bound,
        tolerance,
        ..
    } = *compared;
    is_kept(value, sense, bound, tolerance)
}

/// The share of a year's referrals that comes in some periods.
fn share_of_referrals(facts: &Facts, periods: Range<usize>) -> f64 {
    if facts.horizon().is_none() {
        return 1.0;
    }
    let shares = &facts.care().calendar.referral_share;
    shares.get(periods).into_iter().flatten().sum()
}

/// People short, as the plan says: of a horizon in its last financial year, or mean over the last
/// year's periods.
fn short_in_last_year(facts: &Facts, (id, standard): (&StandardId, &Standard)) -> f64 {
    let Some(span) = spans(facts).pop() else {
        return 0.0;
    };
    if span.year.is_some() && matches!(standard.level, Level::Wait { .. }) {
        let last = facts.last_year();
        let periods = count(last.len());
        let by_period = facts.plan.shortfall_by_period_people.get(id);
        return last.map(|t| in_period(by_period, t)).sum::<f64>() / periods;
    }
    claimed(facts, id, &span)
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
