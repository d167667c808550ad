//! What must be kept to: skill-mix bands and standards.

use indexmap::IndexMap;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::dates::Month;
use crate::draft::Source;
use crate::ids::{RoleId, StandardId, StepId};
use crate::units::{GbpPerPerson, Level, PeoplePerYear, Share, Weeks};

/// How a rule is enforced.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Enforcement {
    /// Holds in every plan.
    Hard,
    /// May fall short, at the price stated.
    Soft,
    /// Is shown, never enforced.
    Reported,
}

/// A band for the mix of roles.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct SkillMix {
    /// Where these numbers come from.
    #[serde(default)]
    pub source: Option<Source>,
    /// Full name.
    pub name: String,
    /// The roles whose share is meant.
    pub roles: Vec<RoleId>,
    /// The roles of which it is the share (those above among them).
    pub of: Vec<RoleId>,
    /// Least share.
    pub share_min: Share,
    /// Greatest share.
    pub share_max: Share,
    /// `hard` or `reported`.
    pub enforcement: Enforcement,
    /// Plans by month: the month from which it holds. Default: the start.
    #[serde(default)]
    pub from: Option<Month>,
}

/// Standards by kind.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Standards {
    /// How many start care (F1).
    #[serde(default)]
    pub access: IndexMap<StandardId, Access>,
    /// How long people wait (F2).
    #[serde(default)]
    pub wait: IndexMap<StandardId, Wait>,
    /// How many recover (F5).
    #[serde(default)]
    pub recovery: IndexMap<StandardId, Recovery>,
    /// How many finish a course (F6).
    #[serde(default)]
    pub completion: IndexMap<StandardId, Completion>,
}

/// A step of a glide path: from that month, so much, in the standard's own unit.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct PathStep {
    /// The month.
    pub from: Month,
    /// What is asked from then on: a share for waits and recovery (and for access where it is set
    /// as one), people a year otherwise.
    pub target: Level,
}

/// How many people must start a step in a year. One of the two targets must be given.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Access {
    /// Where these numbers come from.
    #[serde(default)]
    pub source: Option<Source>,
    /// Full name.
    pub name: String,
    /// The step.
    pub step: StepId,
    /// People who must start it in a year.
    #[serde(default)]
    pub people_per_year: Option<PeoplePerYear>,
    /// Share of the service's `prevalence_people` who must start it in a year.
    #[serde(default)]
    pub share_of_prevalence: Option<Share>,
    /// Whether it is enforced.
    pub enforcement: Enforcement,
    /// Price of a person short in a year; needed where it is soft.
    #[serde(default)]
    pub shortfall_gbp_per_person: Option<GbpPerPerson>,
    /// Plans by month: the month from which it holds. Default: the start. What is asked by year
    /// holds in the financial years that begin in that month or later.
    #[serde(default)]
    pub from: Option<Month>,
    /// Plans by month: what is asked before that, step by step.
    #[serde(default)]
    pub path: Vec<PathStep>,
}

/// A share of people must start a step within so many weeks of joining its list.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Wait {
    /// Where these numbers come from.
    #[serde(default)]
    pub source: Option<Source>,
    /// Full name.
    pub name: String,
    /// The step.
    pub step: StepId,
    /// The share.
    pub share_min: Share,
    /// The weeks.
    pub within_weeks: Weeks,
    /// Whether it is enforced.
    pub enforcement: Enforcement,
    /// Price of a person on the list over its limit, for a year; needed where it is soft.
    #[serde(default)]
    pub shortfall_gbp_per_person: Option<GbpPerPerson>,
    /// Plans by month: the month from which it holds. Default: the start. What is asked by year
    /// holds in the financial years that begin in that month or later.
    #[serde(default)]
    pub from: Option<Month>,
    /// Plans by month: what is asked before that, step by step.
    #[serde(default)]
    pub path: Vec<PathStep>,
}

/// A share of those who finish a course in a year must recover.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Recovery {
    /// Where these numbers come from.
    #[serde(default)]
    pub source: Option<Source>,
    /// Full name.
    pub name: String,
    /// The share.
    pub share_min: Share,
    /// Whether it is enforced.
    pub enforcement: Enforcement,
    /// Price of a recovery short in a year; needed where it is soft.
    #[serde(default)]
    pub shortfall_gbp_per_person: Option<GbpPerPerson>,
    /// Plans by month: the month from which it holds. Default: the start. What is asked by year
    /// holds in the financial years that begin in that month or later.
    #[serde(default)]
    pub from: Option<Month>,
    /// Plans by month: what is asked before that, step by step.
    #[serde(default)]
    pub path: Vec<PathStep>,
}

/// So many people must finish a course in a year.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Completion {
    /// Where these numbers come from.
    #[serde(default)]
    pub source: Option<Source>,
    /// Full name.
    pub name: String,
    /// The people.
    pub people_per_year: PeoplePerYear,
    /// Whether it is enforced.
    pub enforcement: Enforcement,
    /// Price of a course short in a year; needed where it is soft.
    #[serde(default)]
    pub shortfall_gbp_per_person: Option<GbpPerPerson>,
    /// Plans by month: the month from which it holds. Default: the start. What is asked by year
    /// holds in the financial years that begin in that month or later.
    #[serde(default)]
    pub from: Option<Month>,
    /// Plans by month: what is asked before that, step by step.
    #[serde(default)]
    pub path: Vec<PathStep>,
}
