//! A checked instance: every id resolved, every default filled in, every share a share. What is
//! here can be solved without further questions; it never changes.

pub(crate) mod build;
mod calendar;
pub mod care;
pub(crate) mod rules;
pub(crate) mod screens;
pub mod time;

use std::ops::Range;

use indexmap::IndexMap;

pub use crate::draft::care::{Enforcement, FeePayer, RoleKind};
pub use crate::draft::instance::Objective;
pub use care::{
    Care, Flow, Level, Role, Route, SkillMix, Stage, Standard, Step, Supervision, Task, TaskRole,
    Treatment, Work,
};
pub use time::Calendar;

use crate::ids::{
    BudgetId, GroupId, LevyId, MarketId, PlacesId, RoleId, RouteId, ServiceId, StandardId, StepId,
};
use crate::units::{GbpPerYear, People, PeoplePerYear, Wte, WtePerYear};

/// A checked instance.
#[derive(Debug, Clone, PartialEq)]
pub struct Instance {
    /// What it is called.
    pub name: String,
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
    /// Most that they may use together.
    pub limit: T,
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
    /// People with the conditions treated.
    pub prevalence: Option<People>,
    /// Staff in post today.
    pub staff_now: IndexMap<RoleId, Wte>,
    /// Its care model in force.
    pub care: Care,
}

impl Instance {
    /// The same instance with a role switched off everywhere: nobody is employed in it, nobody
    /// is trained into or from it.
    #[must_use]
    pub fn without_role(&self, role: &RoleId) -> Self {
        let mut instance = self.clone();
        instance.without.push(role.clone());
        for service in &mut instance.services {
            if let Some(role) = service.care.roles.get_mut(role) {
                role.employable = false;
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
    /// The periods of its year.
    #[must_use]
    pub fn periods(&self) -> Range<usize> {
        0..self.care.calendar.periods()
    }
}
