//! The care model in force for one service, checked.

use indexmap::IndexMap;

use super::time::Calendar;
use crate::draft::care::{Enforcement, FeePayer, RoleKind};
use crate::ids::{
    FlowId, RoleId, RouteId, SkillMixId, StandardId, StepId, SupervisionId, TaskId, TreatmentId,
};
use crate::units::{
    Gbp, GbpPerHour, GbpPerPerson, GbpPerWteYear, Hours, HoursPerWeek, Months, PeoplePerYear,
    Share, Weeks, Wte,
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
    /// Whether people can be hired from outside.
    pub hireable: bool,
    /// Cost of a hire.
    pub recruitment_cost: Gbp,
    /// Overtime allowed, as a share of clinical hours.
    pub overtime_max_share: Share,
    /// Price of an hour of it.
    pub overtime_price: GbpPerHour,
    /// Whether the answer says what the role is worth.
    pub show_worth: bool,
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
}

/// A stage of a route.
#[derive(Debug, Clone, PartialEq)]
pub struct Stage {
    /// The trainee role held in it.
    pub role: RoleId,
    /// How long it lasts.
    pub months: Months,
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
    pub fixed_hours: HoursPerWeek,
    /// Who may do it; never empty.
    pub roles: IndexMap<RoleId, TaskRole>,
    /// Hours bought in: greatest share of the task, and price.
    pub bought_in: Option<(Share, GbpPerHour)>,
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
