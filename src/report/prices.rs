//! What asks are worth, finished: for each a recognisable step, what it is worth by marginal values
//! and solved again. Part three of `models/formulation.md` (L) says what each figure means. Signs
//! are people's: a positive worth means that costs fall.

mod prose;

use serde::Serialize;

use super::answer::Status;
use crate::asks::{Ask, AskUnit, When};
use crate::ids::{RoleId, ServiceId, StandardId};

pub use prose::{render, render_json};

/// What asks are worth.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Prices {
    /// The plan from which every step is taken.
    pub plan: BasePlan,
    /// Whether pounds are over a horizon; else a year.
    pub over_the_horizon: bool,
    /// Whether soft standards were held at the plan's shortfalls, so that what is priced is money.
    pub shortfalls_held: bool,
    /// Whether steps were solved with whole numbers.
    pub whole_steps: WholeSteps,
    /// One an ask and service, the most worth first.
    pub prices: Vec<Price>,
    /// Whether everything was settled; not where a limit came first.
    pub complete: bool,
    /// How many problems were solved for it, the plan left out.
    pub solves: usize,
    /// What solving the steps took; never written, so that the same input gives the same bytes.
    #[serde(skip)]
    pub took: Took,
}

/// Wall time that solving the steps took, in seconds.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct Took {
    /// Those with fractions.
    pub with_fractions: f64,
    /// Those with whole people.
    pub with_whole_people: f64,
}

/// The plan from which steps are taken.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct BasePlan {
    /// How its search ended.
    pub status: Status,
    /// What the audited plan costs, pounds.
    pub cost_gbp: f64,
    /// What no plan can cost less than, pounds, where it is known.
    pub bound_gbp: Option<f64>,
    /// What a plan with fractions of people would cost, pounds, where it was found.
    pub with_fractions_gbp: Option<f64>,
}

/// Whether steps were solved with whole numbers.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(tag = "kind", rename_all = "kebab-case")]
pub enum WholeSteps {
    /// They were.
    Solved,
    /// Nobody wanted them.
    NotWanted,
    /// The plan decides more whole numbers than are tried unless somebody asks.
    TooMany {
        /// How many it decides.
        whole_numbers: usize,
        /// How many are tried unasked.
        most: usize,
    },
}

/// What a step in one ask is worth.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Price {
    /// What is changed.
    pub subject: Subject,
    /// By how much.
    pub step: Step,
    /// What is asked now.
    pub asked: Option<f64>,
    /// The worth of a whole step at the marginal value, fractions allowed, pounds.
    pub marginal_gbp: Option<f64>,
    /// The same with every whole number held at the plan's.
    pub nobody_moves_gbp: Option<f64>,
    /// The step solved again, fractions allowed.
    pub with_fractions: Worth,
    /// The step solved again with whole people.
    pub with_whole_people: Worth,
    /// Whether a marginal value says something else than a step that was solved: the step is right.
    pub step_is_right: bool,
    /// Marginal values of the ask as a whole, where it has an amount that it limits or demands.
    pub by_unit: Option<ByUnit>,
}

/// What is changed.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(tag = "kind", rename_all = "kebab-case")]
pub enum Subject {
    /// What an ask asks.
    Ask {
        /// Which.
        ask: Ask,
    },
    /// The weeks within which a wait standard counts.
    Weeks {
        /// Where.
        service: ServiceId,
        /// Which.
        standard: StandardId,
    },
    /// The share of a role's staff who leave in a year.
    Turnover {
        /// Which.
        role: RoleId,
    },
    /// Somebody in a role whom others pay.
    Given {
        /// Where.
        service: ServiceId,
        /// Which.
        role: RoleId,
    },
}

/// By how much.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Step {
    /// The amount, above 0, in the unit.
    pub amount: f64,
    /// The unit.
    pub unit: StepUnit,
    /// Whether the amount grows.
    pub more: bool,
    /// When.
    #[serde(serialize_with = "time")]
    pub when: When,
}

/// What a step is measured in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum StepUnit {
    /// That of what is asked.
    Asked(AskUnit),
    /// Weeks.
    Weeks,
    /// A share of staff in post.
    Share,
    /// Whole-time equivalents.
    Wte,
}

/// What a step was found to be worth, pounds.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
#[serde(tag = "verdict", rename_all = "kebab-case")]
pub enum Worth {
    /// Known to lie between these; with fractions both are the same.
    Between {
        /// The least that it can be, given what both plans are proved to.
        least_gbp: f64,
        /// The most.
        most_gbp: f64,
        /// The difference between the two plans found.
        found_gbp: f64,
    },
    /// Proved: no plan holds it.
    NoPlan,
    /// Not known: a limit came first, or what was found did not pass the audit.
    NotSettled,
    /// Not asked.
    NotAsked,
}

/// Marginal values of an ask, fractions allowed.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct ByUnit {
    /// By how much costs fall for one unit more room at all times, pounds.
    pub gbp: f64,
    /// How much less (at most 0) and how much more of what is asked it holds for at least, in the
    /// unit of what is asked, where that was found by solving again.
    pub holds: Option<(f64, f64)>,
    /// How much of it falls in which time; only where an ask holds at several.
    pub by_time: Vec<AtTime>,
}

/// A part of a marginal value.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct AtTime {
    /// When.
    #[serde(serialize_with = "time")]
    pub when: When,
    /// How much of it, pounds.
    pub gbp: f64,
}

impl Worth {
    /// The range that it is known to lie in.
    #[must_use]
    pub fn range(&self) -> Option<(f64, f64)> {
        match self {
            Self::Between {
                least_gbp,
                most_gbp,
                ..
            } => Some((*least_gbp, *most_gbp)),
            _ => None,
        }
    }

    /// The difference that was found.
    #[must_use]
    pub fn found(&self) -> Option<f64> {
        match self {
            Self::Between { found_gbp, .. } => Some(*found_gbp),
            _ => None,
        }
    }
}

impl Price {
    /// How much it matters: the size of what the step was found to be worth.
    #[must_use]
    pub fn size(&self) -> f64 {
        let figures = [
            self.with_whole_people.found(),
            self.with_fractions.found(),
            self.marginal_gbp,
        ];
        let impossible = [self.with_whole_people, self.with_fractions].contains(&Worth::NoPlan);
        if impossible {
            return f64::INFINITY;
        }
        figures.into_iter().flatten().next().map_or(0.0, f64::abs)
    }
}

fn time<S: serde::Serializer>(when: &When, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.collect_str(when)
}
