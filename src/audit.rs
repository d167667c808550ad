//! The audit: every promise recomputed from instance and plan alone.

use serde::Serialize;

/// One promise, recomputed.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Promise {
    /// The label of its row family in `models/formulation.md` (`C1`, `F2`, …).
    pub label: &'static str,
    /// What it is about: service, role, step, period …, as in `waiting-list[salford,step-3,jan]`.
    pub subject: String,
    /// The service it belongs to; none for promises over services.
    pub service: Option<String>,
    /// The value reached.
    pub value: f64,
    /// How value and bound must compare.
    pub sense: Sense,
    /// The bound.
    pub bound: f64,
    /// How far the value may be off, in the same unit.
    pub tolerance: f64,
    /// The unit of value, bound and tolerance.
    pub unit: &'static str,
    /// Whether it is kept.
    pub kept: bool,
    /// Whether it is kept with nothing to spare (never for equations).
    pub binding: bool,
}

/// How a value must compare with its bound.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Sense {
    /// No more than.
    AtMost,
    /// No less than.
    AtLeast,
    /// The same as.
    Equal,
    /// A whole multiple of the bound.
    MultipleOf,
}

/// The audit of a plan.
#[derive(Debug, Clone, PartialEq, Default, Serialize)]
pub struct Audit {
    /// Every promise, kept or broken.
    pub promises: Vec<Promise>,
    /// Figures recomputed for tables, by service in the instance's order.
    pub services: Vec<ServiceFigures>,
}

/// Figures of a service, recomputed from instance and plan.
#[derive(Debug, Clone, PartialEq, Default, Serialize)]
pub struct ServiceFigures {
    /// The service.
    pub service: String,
    /// By role in order: staff and the use of their hours.
    pub roles: Vec<RoleFigures>,
    /// By standard in order.
    pub standards: Vec<StandardFigures>,
    /// By step in order.
    pub steps: Vec<StepFigures>,
    /// By supervision rule in order.
    pub supervision: Vec<SupervisionFigures>,
    /// Spend in a year, recomputed, pounds.
    pub spend_gbp: f64,
}

/// A role's staff and the use of their hours.
#[derive(Debug, Clone, PartialEq, Default, Serialize)]
pub struct RoleFigures {
    /// The role.
    pub role: String,
    /// In post, WTE (trainees: the mean over the year).
    pub wte: f64,
    /// In post today, WTE, where the instance says.
    pub wte_now: Option<f64>,
    /// Cost in a year: pay after salary support, with overhead, pounds.
    pub cost_gbp: f64,
    /// Clinical hours there are in a year, overtime left out.
    pub hours_available: f64,
    /// Hours on tasks in a year.
    pub hours_on_tasks: f64,
    /// Hours giving supervision in a year.
    pub hours_supervising: f64,
    /// Share of clinical hours used in the busiest period.
    pub peak_use: f64,
    /// Leavers, hires and starts of training into and out of the role, WTE a year.
    pub leavers: f64,
    /// Hires, WTE a year.
    pub hires: f64,
    /// Completers who enter the role, WTE a year.
    pub completers: f64,
    /// Starts of training out of the role, WTE a year.
    pub starts_out: f64,
}

/// A standard, as reached.
#[derive(Debug, Clone, PartialEq, Default, Serialize)]
pub struct StandardFigures {
    /// The standard.
    pub standard: String,
    /// Its full name.
    pub name: String,
    /// What it asks.
    pub target: f64,
    /// What the plan reaches (waits: in the worst period).
    pub reached: f64,
    /// The unit of both.
    pub unit: &'static str,
    /// Whether it is met.
    pub met: bool,
    /// `hard`, `soft` or `reported`.
    pub enforcement: &'static str,
    /// People short, where soft.
    pub shortfall: f64,
}

/// A step over the year.
#[derive(Debug, Clone, PartialEq, Default, Serialize)]
pub struct StepFigures {
    /// The step.
    pub step: String,
    /// People who join the list in a year.
    pub arrivals: f64,
    /// People who start in a year.
    pub starts: f64,
    /// People who give up in a year.
    pub dropouts: f64,
    /// People waiting, mean of the periods' ends.
    pub mean_waiting: f64,
    /// Mean wait by Little's law over the year, weeks.
    pub mean_wait_weeks: f64,
    /// Mean wait in the worst period, weeks.
    pub worst_wait_weeks: f64,
}

/// A supervision rule over the year.
#[derive(Debug, Clone, PartialEq, Default, Serialize)]
pub struct SupervisionFigures {
    /// The rule.
    pub rule: String,
    /// Its full name.
    pub name: String,
    /// Whole-time supervisees.
    pub supervisees_wte: f64,
    /// Whole-time supervisors.
    pub supervisors_wte: f64,
    /// Supervisees for a supervisor, at most.
    pub ratio_max: Option<f64>,
    /// Hours given in a year.
    pub hours: f64,
}

impl Audit {
    /// Whether every promise is kept.
    #[must_use]
    pub fn passed(&self) -> bool {
        self.promises.iter().all(|p| p.kept)
    }

    /// The broken promises.
    pub fn broken(&self) -> impl Iterator<Item = &Promise> {
        self.promises.iter().filter(|p| !p.kept)
    }
}
