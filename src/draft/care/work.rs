//! What care takes: steps, flows, treatments, tasks, supervision.

use indexmap::IndexMap;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::dates::Month;
use crate::draft::Source;
use crate::ids::{RoleId, StepId, TaskId};
use crate::units::{
    GbpPerHour, Hours, HoursPerWeek, Ratio, Share, SharePerMonth, TaskHoursPerWeek,
};

/// A step of care.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Step {
    /// Where these numbers come from.
    #[serde(default)]
    pub source: Option<Source>,
    /// Full name.
    pub name: String,
    /// Share of those waiting who give up in a month.
    pub dropout_per_month: SharePerMonth,
    /// Shape of the gamma distribution of waits; 1 is exponential.
    pub wait_shape: Ratio,
    /// Squared coefficient of variation of arrivals (1: Poisson), for the headroom (F3).
    pub arrival_variability_scv: Ratio,
    /// Squared coefficient of variation of service, for the headroom (F3).
    pub service_variability_scv: Ratio,
    /// Hours of a task for each person who joins the list.
    #[serde(default)]
    pub work: IndexMap<TaskId, ArrivalWork>,
}

/// Work for each person who joins a step's list.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ArrivalWork {
    /// Where these numbers come from.
    #[serde(default)]
    pub source: Option<Source>,
    /// Hours for each person who joins the list.
    pub hours_per_arrival: Hours,
}

/// A flow of people into a step.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Flow {
    /// Where these numbers come from.
    #[serde(default)]
    pub source: Option<Source>,
    /// The step whose starters flow on; absent: referrals.
    #[serde(default)]
    pub from: Option<StepId>,
    /// The step that they join.
    pub to: StepId,
    /// Share of them who do.
    pub share: Share,
    /// Of those, the share who join 0, 1, 2 … months after starting the step that they come
    /// from (or after the referral); sums to 1. Default: all at once.
    #[serde(default)]
    pub spread_by_month: Option<Vec<Share>>,
}

/// A treatment.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Treatment {
    /// Where these numbers come from.
    #[serde(default)]
    pub source: Option<Source>,
    /// Full name.
    pub name: String,
    /// The step that it belongs to.
    pub step: StepId,
    /// Least share of the step's starts.
    pub share_min: Share,
    /// Greatest share of the step's starts.
    pub share_max: Share,
    /// Appointments attended, mean for a start.
    pub attended_per_start: Ratio,
    /// Of those, the share 0, 1, 2 … months after the start; sums to 1. Default: all at once.
    #[serde(default)]
    pub spread_by_month: Option<Vec<Share>>,
    /// Share of appointments that the patient does not attend and nobody else can use (DNA and
    /// late cancellation), of those attended and missed together.
    pub missed_share: Share,
    /// People booked into a session. Default 1.
    #[serde(default)]
    pub group_size: Option<Ratio>,
    /// Staff at a session. Default 1.
    #[serde(default)]
    pub staff_per_session: Option<Ratio>,
    /// Share of starters who finish a course (two or more treatment contacts).
    pub finish_share: Share,
    /// Share of finishers who recover; what counts is the standard's to say.
    pub recovery_share: Share,
    /// Hours of tasks that it takes.
    pub work: IndexMap<TaskId, TreatmentWork>,
}

/// Hours of a task that a treatment takes.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct TreatmentWork {
    /// Where these numbers come from.
    #[serde(default)]
    pub source: Option<Source>,
    /// Hours for each member of staff at each session held, attended or missed; shared by the
    /// people booked into it.
    #[serde(default)]
    pub hours_per_session: Option<Hours>,
    /// Hours for each appointment attended (write-up).
    #[serde(default)]
    pub hours_per_attended: Option<Hours>,
    /// Hours for each appointment missed (follow-up).
    #[serde(default)]
    pub hours_per_missed: Option<Hours>,
    /// Hours for each start (a longer first session, a letter).
    #[serde(default)]
    pub hours_per_start: Option<Hours>,
}

/// A task.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Task {
    /// Where these numbers come from.
    #[serde(default)]
    pub source: Option<Source>,
    /// Full name.
    pub name: String,
    /// Hours a week that the service needs whatever the number of patients. Default 0.
    #[serde(default)]
    pub fixed_hours_per_week: Option<TaskHoursPerWeek>,
    /// Plans by month: the same, period by period from the start, one number for each; instead of
    /// `fixed_hours_per_week`.
    #[serde(default)]
    pub fixed_hours_per_week_by_period: Option<Vec<TaskHoursPerWeek>>,
    /// Who may do it.
    pub roles: IndexMap<RoleId, TaskRole>,
    /// Hours that may be bought in.
    #[serde(default)]
    pub bought_in: Option<BoughtIn>,
}

/// A role on a task.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct TaskRole {
    /// Where these numbers come from.
    #[serde(default)]
    pub source: Option<Source>,
    /// Hours of the task done in an hour of this role. Default 1.
    #[serde(default)]
    pub efficiency: Option<Ratio>,
    /// Greatest share of the task that the role may do (shift-down limit). Default 1.
    #[serde(default)]
    pub max_share_of_task: Option<Share>,
    /// Greatest share of the role's clinical hours that may go on the task. Default 1.
    #[serde(default)]
    pub max_share_of_role: Option<Share>,
}

/// Hours of a task that may be bought in.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct BoughtIn {
    /// Where these numbers come from.
    #[serde(default)]
    pub source: Option<Source>,
    /// Greatest share of the task.
    pub max_share: Share,
    /// Price of an hour.
    pub gbp_per_hour: GbpPerHour,
}

/// A supervision rule.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Supervision {
    /// Where these numbers come from.
    #[serde(default)]
    pub source: Option<Source>,
    /// Full name.
    pub name: String,
    /// Who is supervised.
    pub supervisees: Vec<RoleId>,
    /// Who may supervise.
    pub supervisors: Vec<RoleId>,
    /// Supervisor's hours for each supervision session-week of a whole-time supervisee, before
    /// they are shared by a group.
    pub hours_per_wte_week: HoursPerWeek,
    /// Supervisees in a session. Default 1.
    #[serde(default)]
    pub group_size: Option<Ratio>,
    /// Whole-time supervisees that a whole-time supervisor may have; absent: no limit.
    #[serde(default)]
    pub max_supervisees_per_supervisor: Option<Ratio>,
    /// Plans by month: the month from which `max_supervisees_per_supervisor` holds. Default: the
    /// start.
    #[serde(default)]
    pub ratio_from: Option<Month>,
}
