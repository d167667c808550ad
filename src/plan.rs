//! A plan: what is decided, in the field's terms and units. This is what files hold, what the
//! audit reads and what tables show. A plan can be written by hand: a list with one number stands
//! for that number in every period.

mod extract;

use indexmap::IndexMap;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::ids::{
    LevyId, RoleId, RouteId, ServiceId, StandardId, StepId, SupervisionId, TaskId, TreatmentId,
};

pub use extract::extract;

/// The version of the plan file's format.
pub const PLAN_FORMAT: u32 = 1;

/// A plan for a steady year.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Plan {
    /// Version of the file format: 1.
    pub skillmix_plan: u32,
    /// The instance's name.
    pub instance: String,
    /// What is decided, service by service.
    pub services: IndexMap<ServiceId, ServicePlan>,
}

/// What is decided for a service. Lists by period have one number a period (January first), or a
/// single number for every period.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize, JsonSchema)]
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
    /// All of it.
    pub total: f64,
}
