//! What a report is made from: everything that is known once a plan has been found and audited.

use std::time::Duration;

use serde::Serialize;

use crate::audit::Audit;
use crate::ids::{RoleId, ServiceId, StandardId};
use crate::instance::Objective;
use crate::manifest::Manifest;
use crate::plan::Plan;

/// An audited plan, with what is known of how good it is and where it came from.
#[derive(Debug, Clone, PartialEq)]
pub struct Answer {
    /// The plan.
    pub plan: Plan,
    /// Its audit; every promise in it is kept.
    pub audit: Audit,
    /// How the solve ended, and how good the plan is proved to be.
    pub outcome: OutcomeSummary,
    /// What each role asked about is worth, in the instance's order.
    pub worth: Vec<RoleWorth>,
    /// Plans by month: standards that no plan can hold from the month in which they are asked.
    pub late: Vec<LateStandard>,
    /// Plans by month: what a point of turnover is worth, by role in the instance's order.
    pub turnover: Vec<TurnoverWorth>,
    /// What it was made from and with.
    pub manifest: Manifest,
    /// Wall times, where they were asked for: they differ from run to run.
    pub times: Option<Times>,
}

/// How a solve with a plan ended.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct OutcomeSummary {
    /// In a word.
    pub status: Status,
    /// Objectives in the order in which they were optimised.
    pub objectives: Vec<ObjectiveFigure>,
}

/// How a solve with a plan ended, in a word.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Status {
    /// Proved: no plan is better.
    Optimal,
    /// Proved: no plan is better by more than the gap asked for.
    WithinGap,
    /// The time limit came first; the plan may be worse than was asked for.
    TimeLimit,
    /// Somebody stopped it; the plan may be worse than was asked for.
    Interrupted,
}

/// What the plan reaches on an objective, and what no plan can beat. Signs are natural: what is
/// to be large (people who start) is positive, and its bound lies above its value.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct ObjectiveFigure {
    /// Which.
    pub objective: Objective,
    /// What the plan reaches.
    pub value: f64,
    /// What no plan can beat, with the objectives before it held; none if nothing is proved yet.
    pub bound: Option<f64>,
    /// How far value and bound are apart as a share of the value; none if nothing is proved yet.
    pub gap: Option<f64>,
    /// The unit of value and bound.
    pub unit: &'static str,
}

/// What a role is worth: the same instance, solved with nobody in the role.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct RoleWorth {
    /// The role.
    pub role: RoleId,
    /// What came of it.
    #[serde(flatten)]
    pub verdict: WorthVerdict,
}

/// What came of solving without a role.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(tag = "verdict", rename_all = "kebab-case")]
pub enum WorthVerdict {
    /// A plan without the role exists; it differs by so much.
    Difference {
        /// By objective in order.
        objectives: Vec<ObjectiveDifference>,
    },
    /// Proved: no plan holds without the role.
    NoPlanWithout,
    /// Neither a plan nor a proof in the time there was.
    NotSettled,
}

/// What an objective loses without a role. What is to be small: without less with; what is to be
/// large: with less without. So a positive number always speaks for the role.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct ObjectiveDifference {
    /// Which.
    pub objective: Objective,
    /// What the plan with the role reaches.
    pub with_role: f64,
    /// What the plan without it reaches.
    pub without_role: f64,
    /// The difference between the two plans.
    pub difference: f64,
    /// The least that it can be, given what is proved of either plan.
    pub at_least: Option<f64>,
    /// The most that it can be, given what is proved of either plan.
    pub at_most: Option<f64>,
    /// The unit.
    pub unit: &'static str,
}

/// A standard that no plan can hold from the month in which it is asked.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct LateStandard {
    /// The service.
    pub service: ServiceId,
    /// The standard.
    pub standard: StandardId,
    /// The standard's full name.
    pub name: String,
    /// The month or financial year from which it is asked, `2026-04` or `2026/27`.
    pub asked_from: String,
    /// The first from which it can hold to the end; none: not within the horizon.
    pub holds_from: Option<String>,
    /// What stands in the way until then, in words, the heaviest first.
    pub in_the_way: Vec<String>,
}

/// What it is worth that a point fewer of a role's staff leave in a year.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct TurnoverWorth {
    /// The role.
    pub role: RoleId,
    /// Pounds saved over the horizon.
    pub gbp_over_horizon: f64,
    /// The same for a year of it.
    pub gbp_per_year: f64,
    /// What the figure is taken from.
    pub basis: Basis,
}

/// What a worth is taken from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Basis {
    /// The relaxation: nothing need be whole.
    Relaxation,
    /// Another solve.
    Solved,
}

/// Wall times of a run by phase, in seconds.
#[derive(Debug, Clone, Copy, PartialEq, Default, Serialize)]
pub struct Times {
    /// Reading and checking the files.
    pub reading_seconds: f64,
    /// Stating the mathematics.
    pub formulating_seconds: f64,
    /// Solving, all of it.
    pub solving_seconds: f64,
    /// Of that, the solver's own time.
    pub solver_seconds: f64,
    /// Turning values into a plan.
    pub extracting_seconds: f64,
    /// Auditing the plan.
    pub auditing_seconds: f64,
    /// Solving without each role whose worth is shown.
    pub worth_seconds: f64,
}

impl Times {
    /// The seconds of a duration, to the microsecond.
    #[must_use]
    pub fn seconds(duration: Duration) -> f64 {
        (duration.as_secs_f64() * 1e6).round() / 1e6
    }
}

impl Status {
    /// The word that files hold.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Optimal => "optimal",
            Self::WithinGap => "within-gap",
            Self::TimeLimit => "time-limit",
            Self::Interrupted => "interrupted",
        }
    }
}

impl ObjectiveFigure {
    /// States what was reached on an objective, from figures whose signs are as minimised. A
    /// bound that is not finite is none.
    #[must_use]
    pub fn from_minimised(objective: Objective, value: f64, bound: f64, gap: f64) -> Self {
        let sign = sign(objective);
        let bound = bound.is_finite().then_some(tidy(sign * bound));
        Self {
            objective,
            value: tidy(sign * value),
            bound,
            gap: bound.and(gap.is_finite().then_some(gap)),
            unit: unit(objective),
        }
    }

    /// The same figure of a plan by month, whose amounts are those of the whole horizon: no unit is
    /// a year's.
    #[must_use]
    pub fn over_the_horizon(self) -> Self {
        let unit = self.unit.strip_suffix("/year").unwrap_or(self.unit);
        Self { unit, ..self }
    }

    /// How far value and bound are apart, in [`Self::unit`].
    #[must_use]
    pub fn apart(&self) -> Option<f64> {
        self.bound.map(|bound| (self.value - bound).abs())
    }
}

impl ObjectiveDifference {
    /// Compares what two plans reach on the same objective.
    #[must_use]
    pub fn between(with: &ObjectiveFigure, without: &ObjectiveFigure) -> Self {
        let sign = sign(with.objective);
        let loss = |without: f64, with: f64| tidy(sign * (without - with));
        Self {
            objective: with.objective,
            with_role: with.value,
            without_role: without.value,
            difference: loss(without.value, with.value),
            at_least: without.bound.map(|bound| loss(bound, with.value)),
            at_most: with.bound.map(|bound| loss(without.value, bound)),
            unit: with.unit,
        }
    }
}

/// −1 where an objective is to be large, since the solver always minimises.
fn sign(objective: Objective) -> f64 {
    match objective {
        Objective::MostAccess => -1.0,
        Objective::LeastShortfall
        | Objective::LeastCost
        | Objective::Fairest
        | Objective::Steadiest => 1.0,
    }
}

fn unit(objective: Objective) -> &'static str {
    match objective {
        Objective::LeastShortfall | Objective::LeastCost => "£/year",
        Objective::MostAccess => "people/year",
        Objective::Fairest => "£/person",
        Objective::Steadiest => "WTE/year",
    }
}

/// Turns minus zero into zero.
fn tidy(value: f64) -> f64 {
    value + 0.0
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cost(value: f64, bound: f64) -> ObjectiveFigure {
        ObjectiveFigure::from_minimised(Objective::LeastCost, value, bound, 0.01)
    }

    #[test]
    fn what_is_to_be_large_is_shown_large() {
        let figure = ObjectiveFigure::from_minimised(Objective::MostAccess, -900.0, -1_000.0, 0.1);
        assert!((figure.value - 900.0).abs() < 1e-12);
        assert_eq!(figure.bound, Some(1_000.0));
        assert_eq!(figure.apart(), Some(100.0));
    }

    #[test]
    fn no_bound_means_no_gap() {
        let figure = cost(5.0, f64::NEG_INFINITY);
        assert_eq!((figure.bound, figure.gap), (None, None));
    }

    #[test]
    fn a_role_that_saves_money_is_worth_something_positive() {
        let difference = ObjectiveDifference::between(&cost(100.0, 99.0), &cost(110.0, 108.0));
        assert!((difference.difference - 10.0).abs() < 1e-12);
        assert_eq!(difference.at_least, Some(8.0));
        assert_eq!(difference.at_most, Some(11.0));
    }

    #[test]
    fn a_role_that_lets_more_people_start_is_worth_something_positive() {
        let people = |value, bound| {
            ObjectiveFigure::from_minimised(Objective::MostAccess, value, bound, 0.01)
        };
        let difference =
            ObjectiveDifference::between(&people(-1_000.0, -1_010.0), &people(-900.0, -920.0));
        assert!((difference.difference - 100.0).abs() < 1e-12);
        assert_eq!(difference.at_least, Some(80.0));
        assert_eq!(difference.at_most, Some(110.0));
    }

    #[test]
    fn minus_zero_is_zero() {
        let figure = ObjectiveFigure::from_minimised(Objective::MostAccess, 0.0, 0.0, 0.0);
        assert!(figure.value.is_sign_positive());
    }
}
