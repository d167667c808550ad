//! A care model as it stands in `models/*.toml`.

mod change;
mod standards;
mod work;

use indexmap::IndexMap;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::Source;
use crate::ids::{
    DestinationId, FlowId, LimitId, MeasureId, RoleId, RouteId, SkillMixId, StepId, SupervisionId,
    TaskId, TreatmentId,
};
use crate::units::{
    Gbp, GbpPerHour, GbpPerWteYear, HoursPerWeek, MonthOfYear, Months, Ratio, Share,
    SharePerPeriod, SharePerYear, Weeks, Wte,
};

pub use change::{Counted, Limit, Measure, Per};
pub use standards::{
    Access, Completion, Enforcement, PathStep, Recovery, SkillMix, Standards, Wait,
};
pub use work::{
    ArrivalWork, BoughtIn, Flow, Step, Supervision, Task, TaskRole, Treatment, TreatmentWork,
};

/// A care model: who may do what, how long it takes, what it costs, which rules hold.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct CareModel {
    /// Version of the file format: 1.
    #[schemars(extend("const" = 1))]
    pub skillmix: u32,
    /// Where these numbers come from.
    #[serde(default)]
    pub source: Option<Source>,
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
