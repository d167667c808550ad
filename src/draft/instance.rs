//! An instance as it stands in `instances/*.toml`: who, where, how many.

use indexmap::IndexMap;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::Source;
use crate::ids::{
    BudgetId, GroupId, LevyId, MarketId, PlacesId, RoleId, RouteId, ServiceId, StandardId, StepId,
};
use crate::units::{Gbp, GbpPerYear, People, PeoplePerYear, Share, Wte, WtePerYear};

/// An instance file. `care` and each service's `care` hold overrides of the care model: any key
/// of it, at the same path; their shape is the care model's with nothing required.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct InstanceFile {
    /// Where these numbers come from.
    #[serde(default)]
    pub source: Option<Source>,
    /// Version of the file format: 1.
    #[schemars(extend("const" = 1))]
    pub skillmix: u32,
    /// What the instance is called.
    pub name: String,
    /// Whose data it holds, as their licence asks it to be said.
    #[serde(default)]
    pub attribution: Option<String>,
    /// The care model's file, relative to this one.
    pub care_model: String,
    /// Citations by id, beside those of the care model.
    #[serde(default)]
    pub sources: IndexMap<String, String>,
    /// Objectives in order. Default `least-shortfall`, then `least-cost`.
    #[serde(default)]
    pub objectives: Option<Vec<Objective>>,
    /// How far an earlier objective may give way for a later one, as a share of its value.
    /// Default 0.000001.
    #[serde(default)]
    pub objective_tolerance_share: Option<Share>,
    /// The gap between plan and bound at which to stop, as a share, unless the command says
    /// otherwise. Default 0.0001.
    #[serde(default)]
    pub gap_share: Option<Share>,
    /// Overrides of the care model for every service.
    #[serde(default)]
    pub care: Option<CareOverride>,
    /// Services.
    #[serde(default)]
    pub services: IndexMap<ServiceId, Service>,
    /// A CSV table of services.
    #[serde(default)]
    pub services_table: Option<ServicesTable>,
    /// Budgets.
    #[serde(default)]
    pub budgets: IndexMap<BudgetId, Budget>,
    /// Levy funds: they pay fees, never salaries.
    #[serde(default)]
    pub levies: IndexMap<LevyId, Levy>,
    /// Caps on training places.
    #[serde(default)]
    pub places: IndexMap<PlacesId, Places>,
    /// Caps on hires.
    #[serde(default)]
    pub labour_markets: IndexMap<MarketId, LabourMarket>,
    /// Access standards over several services together.
    #[serde(default)]
    pub overall_access: IndexMap<StandardId, OverallAccess>,
    /// What tests hold the answer to.
    #[serde(default)]
    pub expected: Option<Expected>,
}

/// Overrides of the care model. Its schema is derived from the care model's; the values are
/// merged before anything is read from them.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[serde(transparent)]
pub struct CareOverride(pub serde_json::Map<String, serde_json::Value>);

impl JsonSchema for CareOverride {
    fn schema_name() -> std::borrow::Cow<'static, str> {
        "CareOverride".into()
    }
    fn json_schema(_: &mut schemars::SchemaGenerator) -> schemars::Schema {
        // Replaced by the care model's own schema, with nothing required, where the whole
        // schema is put together.
        schemars::json_schema!({ "type": "object", "x-partial": "CareModel" })
    }
}

/// What is sought, in order.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Objective {
    /// Least priced shortfall of soft standards.
    LeastShortfall,
    /// Least spend.
    LeastCost,
    /// Most people who start the first step.
    MostAccess,
    /// Smallest priced shortfall per person referred in the worst-off service.
    Fairest,
    /// Least swing in hiring (plans by month only).
    Steadiest,
}

/// A service.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Service {
    /// Where these numbers come from.
    #[serde(default)]
    pub source: Option<Source>,
    /// Full name.
    pub name: String,
    /// The provider's code in the official data.
    #[serde(default)]
    pub ods_code: Option<String>,
    /// Groups that caps and budgets can name.
    #[serde(default)]
    pub groups: Vec<GroupId>,
    /// People referred in a year.
    pub referrals_per_year: PeoplePerYear,
    /// People with the conditions treated, where access is a share of them.
    #[serde(default)]
    pub prevalence_people: Option<People>,
    /// Staff in post today, by role.
    #[serde(default)]
    pub staff_now_wte: IndexMap<RoleId, Wte>,
    /// Overrides of the care model for this service.
    #[serde(default)]
    pub care: Option<CareOverride>,
}

/// A CSV table of services: one row a service; a column named `id`, and columns named by the
/// path of the key they fill (`referrals_per_year`, `staff_now_wte.pwp`,
/// `care.flows.step-up.share`). Empty cells leave a key out; lists are separated by semicolons.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ServicesTable {
    /// The file, relative to this one.
    pub file: String,
    /// Where its numbers come from: by column.
    #[serde(default)]
    pub source: Option<Source>,
}

/// A budget. `services` names services or groups; absent: all.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Budget {
    /// Where these numbers come from.
    #[serde(default)]
    pub source: Option<Source>,
    /// Full name.
    pub name: String,
    /// Whom it covers.
    #[serde(default)]
    pub services: Option<Vec<String>>,
    /// Most that they may spend in a year.
    pub gbp_per_year: GbpPerYear,
}

/// A levy fund.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Levy {
    /// Where these numbers come from.
    #[serde(default)]
    pub source: Option<Source>,
    /// Full name.
    pub name: String,
    /// Whom it covers.
    #[serde(default)]
    pub services: Option<Vec<String>>,
    /// What it holds in a year.
    pub gbp_per_year: GbpPerYear,
}

/// A cap on training places.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Places {
    /// Where these numbers come from.
    #[serde(default)]
    pub source: Option<Source>,
    /// Full name.
    pub name: String,
    /// The route.
    pub route: RouteId,
    /// Who shares them.
    #[serde(default)]
    pub services: Option<Vec<String>>,
    /// Most starts in a year.
    pub places_per_year: WtePerYear,
}

/// A labour market.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct LabourMarket {
    /// Where these numbers come from.
    #[serde(default)]
    pub source: Option<Source>,
    /// Full name.
    pub name: String,
    /// The role.
    pub role: RoleId,
    /// Who shares it.
    #[serde(default)]
    pub services: Option<Vec<String>>,
    /// Most hires in a year.
    pub hires_per_year: WtePerYear,
}

/// An access standard over several services.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct OverallAccess {
    /// Where these numbers come from.
    #[serde(default)]
    pub source: Option<Source>,
    /// Full name.
    pub name: String,
    /// The step.
    pub step: StepId,
    /// Whom it covers.
    #[serde(default)]
    pub services: Option<Vec<String>>,
    /// People who must start it in a year.
    pub people_per_year: PeoplePerYear,
}

/// What tests hold the answer to.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Expected {
    /// Spend in a year of the best plan.
    pub total_gbp_per_year: GbpPerYear,
    /// How far the answer may be off.
    #[serde(default)]
    pub tolerance_gbp: Option<Gbp>,
}
