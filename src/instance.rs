//! A checked instance: every id resolved, every default filled in, every share a share. What is
//! here can be solved without further questions; it never changes.

pub(crate) mod build;
mod calendar;
pub mod care;
mod limits;
pub(crate) mod rules;
pub(crate) mod screens;
mod start;
pub mod time;

use std::ops::Range;

use indexmap::IndexMap;

pub use crate::draft::care::{Counted, Enforcement, FeePayer, Per, RoleKind};
pub use crate::draft::instance::{Ending, Objective};
pub use care::{
    Care, Flow, Level, Limit, Measure, Role, Route, ShortTime, SkillMix, Stage, Standard, Step,
    Supernumerary, Supervision, Task, TaskRole, Treatment, Work,
};
pub use time::{Back, Calendar, Horizon, When, Year};

use crate::dates::FinancialYear;
use crate::ids::{
    BudgetId, GroupId, LevyId, MarketId, PlacesId, RoleId, RouteId, ScenarioId, ServiceId,
    StandardId, StepId, TreatmentId,
};
use crate::units::{Gbp, GbpPerYear, People, PeoplePerYear, Quantity, Wte, WtePerYear};

/// A checked instance.
#[derive(Debug, Clone, PartialEq)]
pub struct Instance {
    /// What it is called.
    pub name: String,
    /// The scenario of its file under which it was read; none: as the file has it.
    pub scenario: Option<ScenarioId>,
    /// Whose data it holds.
    pub attribution: Option<String>,
    /// Objectives in order; never empty, no two alike.
    pub objectives: Vec<Objective>,
    /// How far an earlier objective may give way for a later one, as a share of its value.
    pub objective_tolerance: f64,
    /// The relative gap at which to stop, unless the command says otherwise.
    pub gap: f64,
    /// Roles that are switched off, in order.
    pub without: Vec<RoleId>,
    /// Services, in file order; never empty.
    pub services: Vec<Service>,
    /// Budgets.
    pub budgets: IndexMap<BudgetId, Scoped<GbpPerYear>>,
    /// Levy funds.
    pub levies: IndexMap<LevyId, Scoped<GbpPerYear>>,
    /// Caps on training places.
    pub places: IndexMap<PlacesId, PlacesCap>,
    /// Labour markets.
    pub labour_markets: IndexMap<MarketId, MarketCap>,
    /// Access standards over several services.
    pub overall_access: IndexMap<StandardId, OverallAccess>,
    /// What tests hold the total to: spend in a year, and how far it may be off.
    pub expected: Option<(GbpPerYear, f64)>,
    /// What tests hold a plan by month to: spend over the horizon, and how far it may be off.
    pub expected_total: Option<(Gbp, f64)>,
    /// The files it was read from, with the SHA-256 of each, for the manifest.
    pub inputs: Vec<InputFile>,
}

/// A file that the instance was read from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct InputFile {
    /// Its path as given.
    pub path: String,
    /// Hex SHA-256 of its bytes.
    pub sha256: String,
}

/// Something that covers some services.
#[derive(Debug, Clone, PartialEq)]
pub struct Scoped<T> {
    /// Full name.
    pub name: String,
    /// Indices into [`Instance::services`], ascending, never empty.
    pub services: Vec<usize>,
    /// Most that they may use together in a steady year (access: least).
    pub limit: T,
    /// Plans by month: the limit in each financial year of the horizon; infinite for none
    /// (access: 0 for none). Empty in a steady year.
    pub by_year: Vec<f64>,
    /// Plans by month: the limit in each period; infinite for none. Empty in a steady year.
    pub by_period: Vec<f64>,
}

/// A cap on a route's places.
#[derive(Debug, Clone, PartialEq)]
pub struct PlacesCap {
    /// The route.
    pub route: RouteId,
    /// Whom it covers, and how many starts a year they may make.
    pub cap: Scoped<WtePerYear>,
}

/// A cap on hires into a role.
#[derive(Debug, Clone, PartialEq)]
pub struct MarketCap {
    /// The role.
    pub role: RoleId,
    /// Whom it covers, and how many hires a year they may make.
    pub cap: Scoped<WtePerYear>,
}

/// An access standard over several services (limit: least starts in a year).
#[derive(Debug, Clone, PartialEq)]
pub struct OverallAccess {
    /// The step.
    pub step: StepId,
    /// Whom it covers, and how many people must start.
    pub target: Scoped<PeoplePerYear>,
}

/// A service with its own care model: the shared one, with the instance's and its own overrides.
#[derive(Debug, Clone, PartialEq)]
pub struct Service {
    /// Its id.
    pub id: ServiceId,
    /// Full name.
    pub name: String,
    /// The provider's code in the official data.
    pub ods_code: Option<String>,
    /// Groups it belongs to.
    pub groups: Vec<GroupId>,
    /// People referred in a year.
    pub referrals: PeoplePerYear,
    /// Plans by month: people referred in financial years that differ.
    pub referrals_by_year: IndexMap<FinancialYear, PeoplePerYear>,
    /// People with the conditions treated.
    pub prevalence: Option<People>,
    /// Staff in post today.
    pub staff_now: IndexMap<RoleId, Wte>,
    /// Where it stands at the start of a plan by month; empty in a steady year.
    pub start: Start,
    /// Its care model in force.
    pub care: Care,
}

/// Where a service stands at the start of a plan by month. Every role, route, step and treatment
/// of the care model has its entry.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Start {
    /// Staff in post of qualified roles.
    pub staff: IndexMap<RoleId, InPost>,
    /// People already hired, by the period in which they join; one number a period.
    pub joining: IndexMap<RoleId, Vec<f64>>,
    /// Trainees, by route: those who started so many periods before the start (1: the last) and
    /// are still there, WTE.
    pub training: IndexMap<RouteId, Vec<(usize, f64)>>,
    /// Places already filled, by route: starts in each period, WTE; one number a period.
    pub committed: IndexMap<RouteId, Vec<f64>>,
    /// People on each step's list.
    pub waiting: IndexMap<StepId, f64>,
    /// People who started a treatment in the periods before the start, the latest first, as far
    /// back as anything asks.
    pub started: IndexMap<TreatmentId, Vec<f64>>,
}

/// Staff of a role at the start of a plan.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct InPost {
    /// Those who joined one, two, three … periods before the start and are still there, WTE; as
    /// far back as any rule of the role asks.
    pub recent: Vec<f64>,
    /// Those who joined before that, WTE.
    pub longer: f64,
}

impl InPost {
    /// All of them, WTE.
    #[must_use]
    pub fn wte(&self) -> f64 {
        self.recent.iter().sum::<f64>() + self.longer
    }

    /// Those who have been in post for so many periods or more when the first period begins, WTE.
    #[must_use]
    pub fn for_at_least(&self, periods: usize) -> f64 {
        self.recent
            .iter()
            .skip(periods.saturating_sub(1))
            .sum::<f64>()
            + self.longer
    }

    /// Those who will have been in post for exactly so many periods in a later `period`, as they
    /// stand at the start, WTE.
    #[must_use]
    pub fn reaching(&self, periods: usize, period: usize) -> f64 {
        periods
            .checked_sub(period + 1)
            .and_then(|place| self.recent.get(place))
            .copied()
            .unwrap_or(0.0)
    }
}

impl Instance {
    /// The same instance with a role switched off everywhere: nobody is employed in it, nobody
    /// is trained into or from it. In a plan by month whoever is in post at the start stays until
    /// they leave, and who is already hired or in training still joins.
    #[must_use]
    pub fn without_role(&self, role: &RoleId) -> Self {
        let mut instance = self.clone();
        instance.without.push(role.clone());
        for service in &mut instance.services {
            if let Some(role) = service.care.roles.get_mut(role) {
                role.employable = false;
                role.in_post_min = Wte::ZERO;
            }
        }
        instance
    }

    /// The roles there are, switched off or not, in order. Services share them.
    pub fn roles(&self) -> impl Iterator<Item = &RoleId> {
        self.services
            .iter()
            .take(1)
            .flat_map(|s| s.care.roles.keys())
    }

    /// The time that is planned for; none: a steady year. Services share it.
    #[must_use]
    pub fn horizon(&self) -> Option<&Horizon> {
        self.services.first()?.care.calendar.horizon.as_ref()
    }

    /// Roles whose worth the answer shows, in order.
    pub fn roles_with_worth(&self) -> impl Iterator<Item = &RoleId> {
        self.services
            .first()
            .into_iter()
            .flat_map(|s| s.care.roles.iter())
            .filter(|(_, role)| role.show_worth && role.employable)
            .map(|(id, _)| id)
    }
}

/// What can be seen to be out of reach from the data alone, before any solver runs: hard
/// standards that no staffing can meet (codes `S1…`). Empty says nothing: there may still be no
/// plan.
#[must_use]
pub fn screens(instance: &Instance) -> Vec<crate::diagnostics::Diagnostic> {
    screens::screen(instance)
}

impl Service {
    /// People referred in a period of its calendar, or in one before a horizon.
    #[must_use]
    pub fn referred(&self, when: Back) -> f64 {
        let calendar = &self.care.calendar;
        let in_a_year = |period: usize| {
            calendar
                .month_of(period)
                .and_then(|month| self.referrals_by_year.get(&month.financial_year()))
                .copied()
                .unwrap_or(self.referrals)
                .value()
        };
        match when {
            Back::In(period) => {
                in_a_year(period) * calendar.referral_share.get(period).copied().unwrap_or(0.0)
            }
            Back::Before(periods) => {
                let shares = calendar
                    .horizon
                    .as_ref()
                    .map_or(&[][..], |h| &h.referral_share_before);
                let place = (periods - 1) % shares.len().max(1);
                in_a_year(0) * shares.get(place).copied().unwrap_or(0.0)
            }
        }
    }

    /// The periods of its year, or of the horizon.
    #[must_use]
    pub fn periods(&self) -> Range<usize> {
        0..self.care.calendar.periods()
    }
}
