//! A care model as it stands in `models/*.toml`.

use indexmap::IndexMap;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::Source;
use crate::ids::FlowId;
use crate::ids::{
    RoleId, RouteId, SkillMixId, StandardId, StepId, SupervisionId, TaskId, TreatmentId,
};
use crate::units::{
    Gbp, GbpPerHour, GbpPerPerson, GbpPerWteYear, Hours, HoursPerWeek, Months, PeoplePerYear,
    Ratio, Share, SharePerMonth, SharePerYear, Weeks, Wte,
};

/// A care model: who may do what, how long it takes, what it costs, which rules hold.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct CareModel {
    /// Version of the file format: 1.
    #[schemars(extend("const" = 1))]
    pub skillmix: u32,
    /// What the care model is called.
    pub name: String,
    /// Citations by id; `source` keys may begin with one of these ids.
    #[serde(default)]
    pub sources: IndexMap<String, String>,
    /// How time is cut, and how the year is shaped.
    pub time: Time,
    /// Money that is not a role's or a route's own.
    pub money: Money,
    /// Roles, trainees' too, in the order in which tables show them.
    pub roles: IndexMap<RoleId, Role>,
    /// Training routes between roles.
    #[serde(default)]
    pub routes: IndexMap<RouteId, Route>,
    /// Steps of care, each with its own waiting list, in the order of the pathway.
    pub steps: IndexMap<StepId, Step>,
    /// How people come to steps: from referral, or from another step.
    pub flows: IndexMap<FlowId, Flow>,
    /// Treatments of steps.
    pub treatments: IndexMap<TreatmentId, Treatment>,
    /// Tasks that work consists of, and who may do them.
    pub tasks: IndexMap<TaskId, Task>,
    /// Supervision rules.
    #[serde(default)]
    pub supervision: IndexMap<SupervisionId, Supervision>,
    /// Bands within which the mix of roles must lie.
    #[serde(default)]
    pub skill_mix: IndexMap<SkillMixId, SkillMix>,
    /// Standards.
    #[serde(default)]
    pub standards: Standards,
}

/// How a year is cut into periods.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum TimeStep {
    /// 52 periods a year.
    Week,
    /// 12 periods a year.
    Month,
    /// 4 periods a year.
    Quarter,
    /// One period a year.
    Year,
}

/// How time is cut, and how the year is shaped.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Time {
    /// Where these numbers come from.
    #[serde(default)]
    pub source: Option<Source>,
    /// Length of a period.
    pub step: TimeStep,
    /// Weeks in a year.
    pub weeks_per_year: Weeks,
    /// Weeks a year that a member of staff works, after leave and sickness.
    pub working_weeks_per_year: Weeks,
    /// Referrals by calendar month, January to December, as a multiple of the mean month.
    #[schemars(length(equal = 12))]
    pub referral_index_by_month: Vec<Ratio>,
    /// Working time by calendar month, January to December, as a multiple of the mean month.
    #[schemars(length(equal = 12))]
    pub working_time_index_by_month: Vec<Ratio>,
}

/// Money that is not a role's or a route's own.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Money {
    /// Where these numbers come from.
    #[serde(default)]
    pub source: Option<Source>,
    /// The year whose prices the pounds are in, for example `2025/26`.
    pub price_year: String,
    /// Non-pay overhead (premises, management, IT) added to pay.
    pub overhead_ratio_of_pay: Ratio,
}

/// Whether a role is qualified or in training.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum RoleKind {
    /// Holds an established post.
    Qualified,
    /// In post only while on a training route.
    Trainee,
}

/// A role.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Role {
    /// Where these numbers come from.
    #[serde(default)]
    pub source: Option<Source>,
    /// Full name.
    pub name: String,
    /// What tables call it, for example `PWP`.
    pub short: String,
    /// Agenda for Change band, for example `5`.
    pub band: String,
    /// Qualified or trainee.
    pub kind: RoleKind,
    /// What a whole-time equivalent costs in a year, on-costs included.
    pub pay_gbp_per_wte_year: GbpPerWteYear,
    /// Hours a week for tasks and for giving supervision, in a working week.
    pub clinical_hours_per_week: HoursPerWeek,
    /// The unit in which posts are established; 0 lets them be any fraction. Default 1.
    #[serde(default)]
    pub post_unit_wte: Option<Wte>,
    /// Share of those past their first year in post who leave in a year.
    pub leaving_per_year: SharePerYear,
    /// Share of those in their first year who leave in it. Default: as later.
    #[serde(default)]
    pub first_year_leaving_per_year: Option<SharePerYear>,
    /// Whether qualified people can be hired from outside. Default true for qualified roles.
    #[serde(default)]
    pub hireable: Option<bool>,
    /// Cost of a hire from outside.
    #[serde(default)]
    pub recruitment_gbp_per_hire: Option<Gbp>,
    /// Overtime allowed, as a share of clinical hours. Default 0.
    #[serde(default)]
    pub overtime_max_share: Option<Share>,
    /// Price of an hour of overtime; needed where overtime is allowed.
    #[serde(default)]
    pub overtime_gbp_per_hour: Option<GbpPerHour>,
    /// Whether the answer says what the role is worth, by solving without it. Default false.
    #[serde(default)]
    pub show_worth: Option<bool>,
}

/// Who pays a route's fee.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum FeePayer {
    /// The service's own budget.
    Budget,
    /// An apprenticeship levy fund where there is one, the budget for the rest.
    Levy,
    /// Paid nationally: no cost to the service.
    National,
}

/// A training route.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Route {
    /// Where these numbers come from.
    #[serde(default)]
    pub source: Option<Source>,
    /// Full name.
    pub name: String,
    /// The role that starters leave; absent: they come from outside.
    #[serde(default)]
    pub from: Option<RoleId>,
    /// The role that those who complete enter.
    pub to: RoleId,
    /// Trainee stages, in order; none for a regrading.
    #[serde(default)]
    pub stages: Vec<Stage>,
    /// Share of starters who complete; drop-out is even over the route.
    pub completion_share: Share,
    /// Months in post in the source role before a start. Default 0.
    #[serde(default)]
    pub min_months_in_post: Option<Months>,
    /// Share of the source role's leavers who leave for this ladder anyway; the service's own
    /// starts replace them, so that they are not counted twice. Default 0.
    #[serde(default)]
    pub replaces_leaving_share: Option<Share>,
    /// Course fee for a start.
    pub fee_gbp_per_start: Gbp,
    /// Who pays it.
    pub fee_paid_by: FeePayer,
    /// Share of trainees' pay that is met from national funds. Default 0.
    #[serde(default)]
    pub salary_support_share: Option<Share>,
    /// The unit of places in a year; 0 lets them be any fraction. Default 1.
    #[serde(default)]
    pub places_unit_wte: Option<Wte>,
}

/// A stage of a route.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Stage {
    /// Where these numbers come from.
    #[serde(default)]
    pub source: Option<Source>,
    /// The trainee role that people hold in it.
    pub role: RoleId,
    /// How long it lasts.
    pub months: Months,
}

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
    pub fixed_hours_per_week: Option<HoursPerWeek>,
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
}

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
}
