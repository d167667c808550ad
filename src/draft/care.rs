//! A care model as it stands in `models/*.toml`.

use indexmap::IndexMap;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::Source;
use crate::dates::Month;
use crate::ids::{
    DestinationId, FlowId, LimitId, MeasureId, RoleId, RouteId, SkillMixId, StandardId, StepId,
    SupervisionId, TaskId, TreatmentId,
};
use crate::units::{
    Gbp, GbpPerHour, GbpPerPerson, GbpPerWteYear, GbpPerYear, Hours, HoursPerWeek, Level,
    MonthOfYear, Months, PeoplePerYear, Ratio, Share, SharePerMonth, SharePerPeriod, SharePerYear,
    TaskHoursPerWeek, Weeks, Wte,
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
    /// Steps of care, each with its own waiting list, in the order of the pathway. None: work is
    /// the tasks' fixed hours alone.
    #[serde(default)]
    pub steps: IndexMap<StepId, Step>,
    /// How people come to steps: from referral, or from another step.
    #[serde(default)]
    pub flows: IndexMap<FlowId, Flow>,
    /// Treatments of steps.
    #[serde(default)]
    pub treatments: IndexMap<TreatmentId, Treatment>,
    /// Tasks that work consists of, and who may do them.
    pub tasks: IndexMap<TaskId, Task>,
    /// Supervision rules.
    #[serde(default)]
    pub supervision: IndexMap<SupervisionId, Supervision>,
    /// Bands within which the mix of roles must lie.
    #[serde(default)]
    pub skill_mix: IndexMap<SkillMixId, SkillMix>,
    /// Retention measures that a plan by month may choose.
    #[serde(default)]
    pub retention: IndexMap<MeasureId, Measure>,
    /// Limits on change and size that a plan by month keeps to.
    #[serde(default)]
    pub limits: IndexMap<LimitId, Limit>,
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
    /// Share of those past their first year in post who leave in a year. This or
    /// `leaving_per_period` is needed.
    #[serde(default)]
    pub leaving_per_year: Option<SharePerYear>,
    /// Share who leave at the end of each period, whatever their time in post; instead of
    /// `leaving_per_year`.
    #[serde(default)]
    pub leaving_per_period: Option<SharePerPeriod>,
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
    /// Overtime allowed, in hours a working week for each whole-time equivalent; instead of
    /// `overtime_max_share`.
    #[serde(default)]
    pub overtime_max_hours_per_week: Option<HoursPerWeek>,
    /// Whether the answer says what the role is worth, by solving without it. Default false.
    #[serde(default)]
    pub show_worth: Option<bool>,
    /// Plans by month: months from the decision to hire until the person is in post. Default 0.
    #[serde(default)]
    pub hire_lead_months: Option<Months>,
    /// Plans by month: redundancy pay. Redundancies are allowed where it is given, nowhere else.
    #[serde(default)]
    pub redundancy_gbp_per_wte: Option<Gbp>,
    /// Fewest in post. Default 0.
    #[serde(default)]
    pub in_post_min_wte: Option<Wte>,
    /// Most in post. Default: no limit.
    #[serde(default)]
    pub in_post_max_wte: Option<Wte>,
    /// Plans by month: the unit in which staff in post are counted; 0, the default, lets the
    /// expected number be any fraction.
    #[serde(default)]
    pub in_post_unit_wte: Option<Wte>,
    /// Plans by month: hours that nobody needs must be declared as supernumerary staff.
    #[serde(default)]
    pub supernumerary: Option<Supernumerary>,
    /// Plans by month: staff may be put on short time.
    #[serde(default)]
    pub short_time: Option<ShortTime>,
    /// Plans by month: of the staff in post at the start, the shares who have been in post for
    /// less than one year, one to two years, and so on, the last without end; they sum to 1.
    /// Default: what years of leaving at the role's rates would bring about.
    #[serde(default)]
    pub time_in_post_share_by_year: Option<Vec<Share>>,
    /// Where leavers go, as shares of all leavers, those for a ladder left out; with the
    /// `replaces_leaving_share` of its routes they sum to at most 1.
    #[serde(default)]
    pub leaver_destinations: IndexMap<DestinationId, Share>,
}

/// Staff beyond what the work asks for.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Supernumerary {
    /// Where these numbers come from.
    #[serde(default)]
    pub source: Option<Source>,
    /// Most of them. Default: no limit.
    #[serde(default)]
    pub max_wte: Option<Wte>,
    /// What one costs in a year beside the pay.
    pub gbp_per_wte_year: GbpPerWteYear,
}

/// Staff on short time: in post, working fewer hours.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ShortTime {
    /// Where these numbers come from.
    #[serde(default)]
    pub source: Option<Source>,
    /// Most of them.
    pub max_wte: Wte,
    /// Share of their clinical hours that they work.
    pub hours_share: Share,
    /// What one costs in a year beside the pay (negative costs, that is savings, are not meant).
    pub gbp_per_wte_year: GbpPerWteYear,
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
    /// The unit of places in a year (plans by month: at an intake); 0 lets them be any fraction.
    /// Default 1.
    #[serde(default)]
    pub places_unit_wte: Option<Wte>,
    /// Plans by month: the calendar months in which the route starts, 1 to 12. Default: every
    /// period.
    #[serde(default)]
    pub intake_months: Option<Vec<MonthOfYear>>,
    /// Whether those who drop out go back to the role that they came from. Default false: they
    /// leave the service.
    #[serde(default)]
    pub dropouts_return: Option<bool>,
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

/// A retention measure: for the staff it covers, fewer leave.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Measure {
    /// Where these numbers come from.
    #[serde(default)]
    pub source: Option<Source>,
    /// Full name.
    pub name: String,
    /// The role whose staff it is for.
    pub role: RoleId,
    /// What it costs in a year for each whole-time equivalent covered.
    pub gbp_per_wte_year: GbpPerWteYear,
    /// Share of the leaving of those covered that it prevents.
    pub leaving_reduction_share: Share,
    /// Greatest share of the role's staff that it may cover. Default 1.
    #[serde(default)]
    pub max_share_of_staff: Option<Share>,
    /// What running it at all costs in a year; nobody is covered unless it is paid. Default 0.
    #[serde(default)]
    pub fixed_gbp_per_year: Option<GbpPerYear>,
    /// Clinical hours a week that it takes from each whole-time equivalent covered. Default 0.
    #[serde(default)]
    pub hours_per_wte_week: Option<HoursPerWeek>,
    /// The month from which it may run. Default: the start.
    #[serde(default)]
    pub from: Option<Month>,
}

/// What a limit counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Counted {
    /// People hired from outside into `roles` (in the period in which they join).
    Hires,
    /// Redundancies in `roles`.
    Redundancies,
    /// Starts on `routes`.
    Starts,
    /// Staff in post in `roles`.
    InPost,
    /// Supernumerary staff of `roles`.
    Supernumerary,
    /// Staff of `roles` on short time.
    ShortTime,
    /// Growth of the staff in post in `roles` over those of the period (or year) before.
    Growth,
}

/// The time over which a limit counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Per {
    /// Each period.
    Period,
    /// Each financial year, its part in the horizon in proportion. (Growth: over the same period
    /// a year before.) Staff on hand are counted by period only.
    Year,
}

/// A limit on change or size, for each service.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Limit {
    /// Where these numbers come from.
    #[serde(default)]
    pub source: Option<Source>,
    /// Full name.
    pub name: String,
    /// What is counted.
    pub counted: Counted,
    /// Over what time. Default `period`.
    #[serde(default)]
    pub per: Option<Per>,
    /// The roles counted; all qualified roles where neither roles nor routes are named.
    #[serde(default)]
    pub roles: Vec<RoleId>,
    /// The routes counted.
    #[serde(default)]
    pub routes: Vec<RouteId>,
    /// Most of it. This or `max_share_of` is needed.
    #[serde(default)]
    pub max_wte: Option<Wte>,
    /// Most of it as a share of the staff in post in other roles (growth: of the staff before).
    #[serde(default)]
    pub max_share: Option<Share>,
    /// The roles of whose staff in post, in the same period, it is the share.
    #[serde(default)]
    pub of: Vec<RoleId>,
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
