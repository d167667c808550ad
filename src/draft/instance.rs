//! An instance as it stands in `instances/*.toml`: who, where, how many.

use indexmap::IndexMap;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{Scenario, Source};
use crate::dates::{FinancialYear, Month};
use crate::ids::TreatmentId;
use crate::ids::{
    BudgetId, GroupId, LevyId, MarketId, PlacesId, RoleId, RouteId, ScenarioId, ServiceId,
    StandardId, StepId,
};
use crate::units::{Gbp, GbpPerYear, People, PeoplePerYear, Periods, Share, Wte, WtePerYear};

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
    /// Default 0.000001; plans by month 0.001.
    #[serde(default)]
    pub objective_tolerance_share: Option<Share>,
    /// The gap between plan and bound at which to stop, as a share, unless the command says
    /// otherwise. Default 0.0001.
    #[serde(default)]
    pub gap_share: Option<Share>,
    /// The time to plan for; absent: a steady year.
    #[serde(default)]
    pub horizon: Option<Horizon>,
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
    /// Scenarios: what would be otherwise. `--scenario` names one.
    #[serde(default)]
    pub scenario: IndexMap<ScenarioId, Scenario>,
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

/// How a plan by month must end.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Ending {
    /// Hiring and training of the last year replace those who leave from as many staff as its
    /// work takes, so that training does not stop because the horizon does.
    Sustained,
    /// Nothing is asked.
    Open,
}

/// The time that a plan covers, from where services stand. A period is the care model's
/// `time.step`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Horizon {
    /// Where these numbers come from.
    #[serde(default)]
    pub source: Option<Source>,
    /// The first month, for example `2026-04`.
    pub start: Month,
    /// How many months; this or `periods` is needed.
    #[serde(default)]
    #[schemars(extend("x-unit" = "months"))]
    pub months: Option<Periods>,
    /// How many periods.
    #[serde(default)]
    pub periods: Option<Periods>,
    /// How it must end. Default `sustained`.
    #[serde(default)]
    pub ending: Option<Ending>,
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
    /// People referred in a year. Default 0: a service whose work is hours alone.
    #[serde(default)]
    pub referrals_per_year: PeoplePerYear,
    /// Plans by month: people referred in financial years that differ.
    #[serde(default)]
    pub referrals_by_year: IndexMap<FinancialYear, PeoplePerYear>,
    /// People with the conditions treated, where access is a share of them.
    #[serde(default)]
    pub prevalence_people: Option<People>,
    /// Staff in post today, by role.
    #[serde(default)]
    pub staff_now_wte: IndexMap<RoleId, Wte>,
    /// Plans by month: of the staff in post at the start, those who joined in months before it
    /// and are still there; the others joined earlier still. Default: the role's
    /// `time_in_post_share_by_year`.
    #[serde(default)]
    pub joined_wte: IndexMap<RoleId, IndexMap<Month, Wte>>,
    /// Plans by month: people already hired who join in months to come.
    #[serde(default)]
    pub joining_wte: IndexMap<RoleId, IndexMap<Month, Wte>>,
    /// Plans by month: trainees at the start, by route and the month in which they started; those
    /// who have left are not counted. Months to come: places already filled.
    #[serde(default)]
    pub training_wte: IndexMap<RouteId, IndexMap<Month, Wte>>,
    /// Plans by month: people on each step's list at the start.
    #[serde(default)]
    pub waiting_people: IndexMap<StepId, People>,
    /// Plans by month: people who started a treatment in the periods before the start, the latest
    /// last. Default: as many as referrals bring at their usual rate.
    #[serde(default)]
    pub started_people: IndexMap<TreatmentId, Vec<People>>,
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
    /// Most that they may spend in a year (plans by month: a financial year, a part of it in
    /// proportion).
    pub gbp_per_year: GbpPerYear,
    /// Plans by month: financial years that differ; what is given is for the part of the year
    /// that lies in the horizon.
    #[serde(default)]
    pub gbp_by_year: IndexMap<FinancialYear, GbpPerYear>,
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
    /// What it holds in a year (plans by month: a financial year, a part of it in proportion).
    pub gbp_per_year: GbpPerYear,
    /// Plans by month: financial years that differ; what is given is for the part of the year
    /// that lies in the horizon.
    #[serde(default)]
    pub gbp_by_year: IndexMap<FinancialYear, GbpPerYear>,
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
    /// Most starts in a year (plans by month: a financial year; of a part of one, in proportion to
    /// its intakes). This or `places_per_intake` is needed.
    #[serde(default)]
    pub places_per_year: Option<WtePerYear>,
    /// Most starts at an intake.
    #[serde(default)]
    pub places_per_intake: Option<Wte>,
    /// Plans by month: intakes that differ.
    #[serde(default)]
    pub places_by_intake: IndexMap<Month, Wte>,
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
    /// Most hires in a year (plans by month: a financial year, a part of it in proportion). This
    /// or `hires_per_month` is needed.
    #[serde(default)]
    pub hires_per_year: Option<WtePerYear>,
    /// Most hires in a month.
    #[serde(default)]
    pub hires_per_month: Option<Wte>,
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
    /// Plans by month: the month from which it holds, in financial years that begin then or later.
    /// Default: the start.
    #[serde(default)]
    pub from: Option<Month>,
}

/// What tests hold the answer to.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Expected {
    /// Spend in a year of the best plan for a steady year.
    #[serde(default)]
    pub total_gbp_per_year: Option<GbpPerYear>,
    /// Spend over the horizon of the best plan by month.
    #[serde(default)]
    pub total_gbp: Option<Gbp>,
    /// How far the answer may be off.
    #[serde(default)]
    pub tolerance_gbp: Option<Gbp>,
}
