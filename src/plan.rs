//! A plan: what is decided, in the field's terms and units. This is what files hold, what the
//! audit reads and what tables show. A plan can be written by hand: a list with one number stands
//! for that number in every period.

mod extract;
mod write;

use indexmap::IndexMap;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::dates::{FinancialYear, Month};
use crate::ids::{
    LevyId, MeasureId, RoleId, RouteId, ScenarioId, ServiceId, StandardId, StepId, SupervisionId,
    TaskId, TreatmentId,
};

pub(crate) use extract::Training;
pub use extract::extract;

/// The version of the plan file's format.
pub const PLAN_FORMAT: u32 = 1;

/// A plan: for a steady year, or for the time from a month on.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Plan {
    /// Version of the file format: 1.
    pub skillmix_plan: u32,
    /// The instance's name.
    pub instance: String,
    /// The scenario of the instance's file for which it was made; absent: as the file has it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub scenario: Option<ScenarioId>,
    /// The time that it plans for; absent: a steady year.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub horizon: Option<PlanHorizon>,
    /// Where it begins, if it was planned on from an earlier plan: keys of the instance, at their
    /// paths, that stand in place of those in its file.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub start: Option<serde_json::Value>,
    /// What is decided, service by service.
    pub services: IndexMap<ServiceId, ServicePlan>,
}

/// The time that a plan covers.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct PlanHorizon {
    /// The month in which its first period begins.
    pub start: Month,
    /// How many periods it has.
    pub periods: usize,
    /// How many periods a year has.
    pub periods_per_year: usize,
}

/// What is decided for a service. Lists by period have one number a period (in a steady year
/// January first), or a single number for every period. `staff`, `training_starts_per_year`,
/// `levy_fees_gbp`, `shortfall_people` and `spend_gbp` are a steady year's; `people`, `intakes`,
/// `retention_wte`, `shortfall_by_period_people` and `years` a plan's by month, which leaves out
/// the others when it is written.
#[derive(Debug, Clone, PartialEq, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct ServicePlan {
    /// Established posts of qualified roles.
    pub staff: IndexMap<RoleId, StaffPlan>,
    /// Starts in training in a year (WTE), by route.
    pub training_starts_per_year: IndexMap<RouteId, f64>,
    /// People waiting at the end of each period, by step.
    pub waiting_people: IndexMap<StepId, Vec<f64>>,
    /// People who start each treatment in each period.
    pub starts_people: IndexMap<TreatmentId, Vec<f64>>,
    /// Hours spent on each task in each period, by role.
    pub task_hours: IndexMap<TaskId, IndexMap<RoleId, Vec<f64>>>,
    /// Hours bought in for each task in each period.
    pub bought_in_hours: IndexMap<TaskId, Vec<f64>>,
    /// Hours of supervision given under each rule in each period, by role.
    pub supervision_hours: IndexMap<SupervisionId, IndexMap<RoleId, Vec<f64>>>,
    /// Overtime in each period, by role.
    pub overtime_hours: IndexMap<RoleId, Vec<f64>>,
    /// Course fees paid from levy funds in a year.
    pub levy_fees_gbp: IndexMap<LevyId, f64>,
    /// People short of each soft standard (waits: by period, mean over the year).
    pub shortfall_people: IndexMap<StandardId, f64>,
    /// Spend in a year.
    pub spend_gbp: Spend,
    /// Staff by role over time.
    #[serde(skip_serializing_if = "IndexMap::is_empty")]
    pub people: IndexMap<RoleId, PeoplePlan>,
    /// Training by route over time.
    #[serde(skip_serializing_if = "IndexMap::is_empty")]
    pub intakes: IndexMap<RouteId, IntakePlan>,
    /// Staff covered by each retention measure in each period, WTE.
    #[serde(skip_serializing_if = "IndexMap::is_empty")]
    pub retention_wte: IndexMap<MeasureId, Vec<f64>>,
    /// Of those covered, staff with the longest tenure that a route out of their role asks, WTE.
    #[serde(skip_serializing_if = "IndexMap::is_empty")]
    pub retention_tenured_wte: IndexMap<MeasureId, Vec<f64>>,
    /// Financial years in which each retention measure with a fixed cost runs.
    #[serde(skip_serializing_if = "IndexMap::is_empty")]
    pub retention_years: IndexMap<MeasureId, Vec<FinancialYear>>,
    /// People over the limit of each soft wait standard at the end of each period.
    #[serde(skip_serializing_if = "IndexMap::is_empty")]
    pub shortfall_by_period_people: IndexMap<StandardId, Vec<f64>>,
    /// Hard standards that the plan does not hold from when the instance asks, each with the first
    /// period or financial year from which it holds to the end; null: not within the horizon.
    #[serde(skip_serializing_if = "IndexMap::is_empty")]
    pub late_standards: IndexMap<StandardId, Option<String>>,
    /// Money and yearly standards by financial year.
    #[serde(skip_serializing_if = "IndexMap::is_empty")]
    pub years: IndexMap<FinancialYear, YearPlan>,
}

/// Staff of a role over time, WTE. Whoever joins or starts does so at the beginning of a period,
/// whoever leaves goes at its end.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct PeoplePlan {
    /// In post during each period.
    pub in_post_wte: Vec<f64>,
    /// Hired from outside, by the period in which they join; those already hired at the start are
    /// not counted.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub joining_wte: Vec<f64>,
    /// Made redundant at the beginning of each period.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub redundant_wte: Vec<f64>,
    /// Of those in post, supernumerary.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub supernumerary_wte: Vec<f64>,
    /// Of those in post, on short time.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub short_time_wte: Vec<f64>,
    /// Leaving at the end of each period, wherever they go except into the service's own training
    /// (trainees: who leave or drop out).
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub leaving_wte: Vec<f64>,
}

/// Training on a route over time, WTE.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct IntakePlan {
    /// Starts at the beginning of each period, those already promised at the start of the plan
    /// among them.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub starts_wte: Vec<f64>,
    /// Of the source role's staff who would have left for this ladder at the end of each period,
    /// those who stay for a place of the service's own.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub ladder_kept_wte: Vec<f64>,
    /// Of those, staff with the longest tenure that a route out of the role asks.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub ladder_kept_tenured_wte: Vec<f64>,
    /// Starters who would not have left for the ladder.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub beyond_ladder_wte: Vec<f64>,
}

/// A financial year of a plan by month.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct YearPlan {
    /// Course fees paid from levy funds.
    #[serde(skip_serializing_if = "IndexMap::is_empty")]
    pub levy_fees_gbp: IndexMap<LevyId, f64>,
    /// People short of each soft standard that counts over a year.
    #[serde(skip_serializing_if = "IndexMap::is_empty")]
    pub shortfall_people: IndexMap<StandardId, f64>,
    /// Spend.
    pub spend_gbp: Spend,
}

/// Posts of a qualified role, and who comes and goes in a year to keep them filled.
#[derive(Debug, Clone, Copy, PartialEq, Default, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct StaffPlan {
    /// Established posts, WTE.
    pub wte: f64,
    /// Of those, past their first year in post, WTE.
    pub past_first_year_wte: f64,
    /// Hires from outside, WTE a year.
    pub hires_per_year: f64,
    /// Completers for whom there is no post, WTE a year.
    pub released_per_year: f64,
    /// Leavers, wherever they go except into the service's own training, WTE a year.
    pub leavers_per_year: f64,
}

/// What a service spends in a year, in pounds.
#[derive(Debug, Clone, Copy, PartialEq, Default, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct Spend {
    /// Pay of everyone in post, trainees too, after national salary support.
    pub pay: f64,
    /// Overhead on pay.
    pub overhead: f64,
    /// Recruitment.
    pub recruitment: f64,
    /// Course fees that the budget bears.
    pub fees: f64,
    /// Overtime.
    pub overtime: f64,
    /// Hours bought in.
    pub bought_in: f64,
    /// Retention measures.
    #[serde(skip_serializing_if = "is_nothing")]
    pub retention: f64,
    /// Redundancy pay.
    #[serde(skip_serializing_if = "is_nothing")]
    pub redundancy: f64,
    /// Supernumerary staff and short time, beside the pay.
    #[serde(skip_serializing_if = "is_nothing")]
    pub idle: f64,
    /// All of it.
    pub total: f64,
}

#[expect(
    clippy::trivially_copy_pass_by_ref,
    reason = "serde passes a reference"
)]
fn is_nothing(pounds: &f64) -> bool {
    *pounds == 0.0
}
