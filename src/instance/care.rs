//! The care model in force for one service, checked.

use std::ops::Range;

use indexmap::IndexMap;

use super::time::Calendar;
use crate::draft::care::{Counted, Enforcement, FeePayer, Per, RoleKind};
use crate::ids::{
    DestinationId, FlowId, LimitId, MeasureId, RoleId, RouteId, SkillMixId, StandardId, StepId,
    SupervisionId, TaskId, TreatmentId,
};
use crate::units::{
    Gbp, GbpPerHour, GbpPerPerson, GbpPerWteYear, GbpPerYear, Hours, HoursPerWeek, Months,
    PeoplePerYear, Quantity as _, Share, TaskHoursPerWeek, Weeks, Wte,
};

/// The care model in force for one service.
#[derive(Debug, Clone, PartialEq)]
pub struct Care {
    /// What the care model is called.
    pub name: String,
    /// The year whose prices the pounds are in.
    pub price_year: String,
    /// Non-pay overhead, as a ratio of pay.
    pub overhead_ratio: f64,
    /// The year's periods.
    pub calendar: Calendar,
    /// Roles in order.
    pub roles: IndexMap<RoleId, Role>,
    /// Training routes.
    pub routes: IndexMap<RouteId, Route>,
    /// Steps of care.
    pub steps: IndexMap<StepId, Step>,
    /// Flows into steps.
    pub flows: IndexMap<FlowId, Flow>,
    /// Treatments; each step has at least one.
    pub treatments: IndexMap<TreatmentId, Treatment>,
    /// Tasks.
    pub tasks: IndexMap<TaskId, Task>,
    /// Supervision rules.
    pub supervision: IndexMap<SupervisionId, Supervision>,
    /// Retention measures that a plan by month may choose.
    pub retention: IndexMap<MeasureId, Measure>,
    /// Limits on change and size that a plan by month keeps to.
    pub limits: IndexMap<LimitId, Limit>,
    /// Skill-mix bands.
    pub skill_mix: IndexMap<SkillMixId, SkillMix>,
    /// Standards of every kind, ids unique over kinds.
    pub standards: IndexMap<StandardId, Standard>,
}

/// A role.
#[derive(Debug, Clone, PartialEq)]
pub struct Role {
    /// Full name.
    pub name: String,
    /// What tables call it.
    pub short: String,
    /// Agenda for Change band.
    pub band: String,
    /// Qualified or trainee.
    pub kind: RoleKind,
    /// False when the role has been switched off.
    pub employable: bool,
    /// Cost of a whole-time equivalent in a year, before overhead.
    pub pay: GbpPerWteYear,
    /// Clinical hours in a working week.
    pub clinical_hours: HoursPerWeek,
    /// Unit of posts; zero lets them be any fraction.
    pub post_unit: Wte,
    /// Annual share of leavers in the first year in post.
    pub first_year_leaving: f64,
    /// Annual share of leavers after it.
    pub leaving: f64,
    /// Share of those in their first year in post who leave at the end of a period.
    pub first_year_leaving_per_period: f64,
    /// Share of those past it who leave at the end of a period.
    pub leaving_per_period: f64,
    /// Whether people can be hired from outside.
    pub hireable: bool,
    /// Cost of a hire.
    pub recruitment_cost: Gbp,
    /// Overtime allowed, as a share of clinical hours.
    pub overtime_max_share: Share,
    /// Overtime allowed, in hours a working week; instead of the share.
    pub overtime_max_hours: Option<HoursPerWeek>,
    /// Price of an hour of it.
    pub overtime_price: GbpPerHour,
    /// Periods from the decision to hire until the person is in post.
    pub hire_lead: usize,
    /// Redundancy pay; none: no redundancies.
    pub redundancy: Option<Gbp>,
    /// Fewest in post.
    pub in_post_min: Wte,
    /// Most in post.
    pub in_post_max: Option<Wte>,
    /// The unit in which staff in post are counted in a plan by month; zero: any fraction.
    pub in_post_unit: Wte,
    /// Hours that nobody needs are declared as supernumerary staff.
    pub supernumerary: Option<Supernumerary>,
    /// Staff may be put on short time.
    pub short_time: Option<ShortTime>,
    /// Where leavers go, as shares of all leavers, those for a ladder left out.
    pub destinations: IndexMap<DestinationId, Share>,
    /// Whether the answer says what the role is worth.
    pub show_worth: bool,
}

impl Role {
    /// Overtime that a whole-time equivalent may work in a working week.
    #[must_use]
    pub fn overtime_cap(&self) -> HoursPerWeek {
        self.overtime_max_hours
            .unwrap_or_else(|| self.clinical_hours * self.overtime_max_share.value())
    }

    /// Whether the first year in post has a leaving rate of its own.
    #[must_use]
    pub fn has_first_year(&self) -> bool {
        self.first_year_leaving_per_period.to_bits() != self.leaving_per_period.to_bits()
    }
}

/// Staff beyond what the work asks for.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Supernumerary {
    /// Most of them; infinite for no limit.
    pub max: f64,
    /// What one costs in a year beside the pay.
    pub price: GbpPerWteYear,
}

/// Staff on short time.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct ShortTime {
    /// Most of them.
    pub max: Wte,
    /// Share of their clinical hours that they work.
    pub hours_share: Share,
    /// What one costs in a year beside the pay.
    pub price: GbpPerWteYear,
}

/// A retention measure.
#[derive(Debug, Clone, PartialEq)]
pub struct Measure {
    /// Full name.
    pub name: String,
    /// The role whose staff it is for.
    pub role: RoleId,
    /// Cost for each whole-time equivalent covered.
    pub cost: GbpPerWteYear,
    /// Share of the leaving of those covered that it prevents.
    pub leaving_reduction: Share,
    /// Greatest share of the role's staff that it may cover.
    pub max_share: Share,
    /// What running it at all costs in a year.
    pub fixed_cost: GbpPerYear,
    /// Clinical hours a week that it takes from each whole-time equivalent covered.
    pub hours: HoursPerWeek,
    /// The first period in which it may run.
    pub from: usize,
}

/// A limit on change or size, for a service.
#[derive(Debug, Clone, PartialEq)]
pub struct Limit {
    /// Full name.
    pub name: String,
    /// What is counted.
    pub counted: Counted,
    /// Over what time.
    pub per: Per,
    /// The roles counted.
    pub roles: Vec<RoleId>,
    /// The routes counted.
    pub routes: Vec<RouteId>,
    /// Most of it, WTE, in a period or in a whole year; infinite for none.
    pub max: f64,
    /// Most of it as a share of staff in post; infinite for none.
    pub max_share: f64,
    /// The roles of whose staff it is the share.
    pub of: Vec<RoleId>,
}

/// A training route.
#[derive(Debug, Clone, PartialEq)]
pub struct Route {
    /// Full name.
    pub name: String,
    /// The role that starters leave; none: from outside.
    pub from: Option<RoleId>,
    /// The role that completers enter.
    pub to: RoleId,
    /// Trainee stages in order.
    pub stages: Vec<Stage>,
    /// Share of starters who complete; drop-out is even over the route's length.
    pub completion_share: Share,
    /// Least time in post before a start.
    pub min_months_in_post: Months,
    /// Share of the source role's leavers who leave for this ladder anyway.
    pub replaces_leaving_share: Share,
    /// Fee for a start.
    pub fee: Gbp,
    /// Who pays it.
    pub fee_paid_by: FeePayer,
    /// Share of trainees' pay met from national funds.
    pub salary_support_share: Share,
    /// Unit of places in a year; zero lets them be any fraction.
    pub places_unit: Wte,
    /// Whether those who drop out go back to the role that they came from.
    pub dropouts_return: bool,
    /// Plans by month: whether it starts in a period; one a period. Empty in a steady year.
    pub intakes: Vec<bool>,
    /// Intakes in a year.
    pub intakes_per_year: f64,
    /// Periods from start to completion.
    pub length: usize,
    /// Least periods in post before a start.
    pub min_periods_in_post: usize,
}

/// A stage of a route.
#[derive(Debug, Clone, PartialEq)]
pub struct Stage {
    /// The trainee role held in it.
    pub role: RoleId,
    /// How long it lasts.
    pub months: Months,
    /// Plans by month: the periods after the start in which trainees are in it.
    pub lags: Range<usize>,
}

/// A step of care.
#[derive(Debug, Clone, PartialEq)]
pub struct Step {
    /// Full name.
    pub name: String,
    /// Share of those waiting who give up in a period.
    pub dropout_per_period: f64,
    /// Shape of the gamma distribution of waits; 1 is exponential.
    pub wait_shape: f64,
    /// Squared coefficient of variation of arrivals.
    pub arrival_scv: f64,
    /// Squared coefficient of variation of service.
    pub service_scv: f64,
    /// Hours of each task for each person who joins the list.
    pub hours_per_arrival: IndexMap<TaskId, Hours>,
}

/// A flow into a step.
#[derive(Debug, Clone, PartialEq)]
pub struct Flow {
    /// The step that it comes from; none: referrals.
    pub from: Option<StepId>,
    /// The step that it joins.
    pub to: StepId,
    /// Share of starters (or referrals) who take it.
    pub share: Share,
    /// Of those, the share who join 0, 1, 2 … periods later; sums to 1.
    pub spread: Vec<f64>,
}

/// A treatment.
#[derive(Debug, Clone, PartialEq)]
pub struct Treatment {
    /// Full name.
    pub name: String,
    /// Its step.
    pub step: StepId,
    /// Least share of the step's starts.
    pub share_min: Share,
    /// Greatest share of the step's starts.
    pub share_max: Share,
    /// Appointments attended, mean for a start.
    pub attended_per_start: f64,
    /// Of those, the share 0, 1, 2 … periods after the start; sums to 1.
    pub spread: Vec<f64>,
    /// Share of appointments missed, of attended and missed together; below 1.
    pub missed_share: Share,
    /// People booked into a session.
    pub group_size: f64,
    /// Staff at a session.
    pub staff_per_session: f64,
    /// Share of starters who finish a course.
    pub finish_share: Share,
    /// Share of finishers who recover.
    pub recovery_share: Share,
    /// Hours of each task.
    pub work: IndexMap<TaskId, Work>,
}

/// Hours of a task that a treatment takes.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct Work {
    /// For each member of staff at each session held; shared by the people booked into it.
    pub per_session: Hours,
    /// For each appointment attended.
    pub per_attended: Hours,
    /// For each appointment missed.
    pub per_missed: Hours,
    /// For each start, in the period of the start.
    pub per_start: Hours,
}

/// A task.
#[derive(Debug, Clone, PartialEq)]
pub struct Task {
    /// Full name.
    pub name: String,
    /// Hours a week whatever the number of patients, in every week of the year.
    pub fixed_hours: TaskHoursPerWeek,
    /// Plans by month: the same by period; empty where it does not change.
    pub fixed_hours_by_period: Vec<TaskHoursPerWeek>,
    /// Who may do it; never empty.
    pub roles: IndexMap<RoleId, TaskRole>,
    /// Hours bought in: greatest share of the task, and price.
    pub bought_in: Option<(Share, GbpPerHour)>,
}

impl Task {
    /// Hours a week in a period whatever the number of patients.
    #[must_use]
    pub fn fixed_in(&self, period: usize) -> TaskHoursPerWeek {
        self.fixed_hours_by_period
            .get(period)
            .copied()
            .unwrap_or(self.fixed_hours)
    }
}

/// A role on a task.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct TaskRole {
    /// Hours of the task done in an hour; above 0.
    pub efficiency: f64,
    /// Greatest share of the task that the role may do.
    pub max_share_of_task: Share,
    /// Greatest share of the role's clinical hours that may go on the task.
    pub max_share_of_role: Share,
}

/// A supervision rule.
#[derive(Debug, Clone, PartialEq)]
pub struct Supervision {
    /// Full name.
    pub name: String,
    /// Who is supervised.
    pub supervisees: Vec<RoleId>,
    /// Who may supervise; never empty.
    pub supervisors: Vec<RoleId>,
    /// Supervisor's hours for a whole-time supervisee in a working week, before sharing.
    pub hours_per_wte_week: HoursPerWeek,
    /// Supervisees in a session.
    pub group_size: f64,
    /// Whole-time supervisees for a whole-time supervisor, at most.
    pub max_ratio: Option<f64>,
    /// Plans by month: the first period in which that holds.
    pub ratio_from: usize,
}

/// A skill-mix band.
#[derive(Debug, Clone, PartialEq)]
pub struct SkillMix {
    /// Full name.
    pub name: String,
    /// The roles whose share is meant.
    pub roles: Vec<RoleId>,
    /// The roles of which it is the share.
    pub of: Vec<RoleId>,
    /// Least share.
    pub share_min: Share,
    /// Greatest share.
    pub share_max: Share,
    /// Hard or reported.
    pub enforcement: Enforcement,
    /// Plans by month: the first period in which it holds.
    pub from: usize,
}

/// A standard: what it asks, and how it is enforced.
#[derive(Debug, Clone, PartialEq)]
pub struct Standard {
    /// Full name.
    pub name: String,
    /// What it asks.
    pub level: Level,
    /// Hard, soft or reported.
    pub enforcement: Enforcement,
    /// Price of a person short, where soft.
    pub shortfall_price: GbpPerPerson,
    /// Plans by month: the first period in which it holds in full; beyond the last: never.
    pub from: usize,
    /// Plans by month: what is asked before that: first period and target, ascending.
    pub path: Vec<(usize, f64)>,
}

impl Standard {
    /// What is asked in a period, in the unit of [`Level::target`]; none: nothing yet. In a
    /// steady year always the level itself.
    #[must_use]
    pub fn target_in(&self, period: usize) -> Option<f64> {
        if period >= self.from {
            return Some(self.level.target());
        }
        self.path
            .iter()
            .rev()
            .find(|(from, _)| *from <= period)
            .map(|&(_, target)| target)
    }
}

impl Level {
    /// The number asked: people a year, or a share.
    #[must_use]
    pub fn target(&self) -> f64 {
        match self {
            Self::Access { people, .. } | Self::Completion { people } => people.value(),
            Self::Wait { share, .. } | Self::Recovery { share } => share.value(),
        }
    }
}

/// What a standard asks.
#[derive(Debug, Clone, PartialEq)]
pub enum Level {
    /// Starts of a step in a year (F1).
    Access {
        /// The step.
        step: StepId,
        /// Least starts.
        people: PeoplePerYear,
    },
    /// A share within so many weeks (F2).
    Wait {
        /// The step.
        step: StepId,
        /// The share; below 1.
        share: Share,
        /// The weeks.
        weeks: Weeks,
    },
    /// A share of finishers recovers (F5).
    Recovery {
        /// The share.
        share: Share,
    },
    /// So many finish a course in a year (F6).
    Completion {
        /// Least finishers.
        people: PeoplePerYear,
    },
}
