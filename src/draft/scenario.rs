//! A scenario as it stands in an instance's file: what would be otherwise.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::Source;
use crate::dates::Month;
use crate::ids::ScenarioId;
use crate::units::{Amount, Ratio};

/// A scenario: changes of the instance's values. Those that it is based on come first, then what
/// it sets, then what it scales, then what it adds.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Scenario {
    /// Where its numbers come from.
    #[serde(default)]
    pub source: Option<Source>,
    /// Full name.
    pub name: String,
    /// The scenario, or several in order, on which it builds. Default: the instance as it is.
    #[serde(default)]
    pub based_on: Option<BasedOn>,
    /// Values in place of the instance's, at the same paths; a service's own stay.
    #[serde(default)]
    pub set: Option<InstanceOverride>,
    /// Values multiplied.
    #[serde(default)]
    pub scale: Vec<Scaling>,
    /// Values added to.
    #[serde(default)]
    pub add: Vec<Addition>,
}

/// What a scenario builds on.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(untagged)]
pub enum BasedOn {
    /// One scenario.
    One(ScenarioId),
    /// Several, in order.
    Several(Vec<ScenarioId>),
}

/// A change of values by a factor.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Scaling {
    /// Where the factor comes from.
    #[serde(default)]
    pub source: Option<Source>,
    /// Which values: the path that they have in the files, with `*` for every key of a level
    /// (`care.roles.pwp.leaving_per_year`, `services.*.referrals_per_year`).
    pub value: String,
    /// The factor: 0.95 is five per cent less.
    pub by: Ratio,
    /// Services or groups for which alone it holds. Default: all.
    #[serde(default)]
    pub services: Option<Vec<String>>,
    /// Plans by month: the first month for which it holds. Default: the start.
    #[serde(default)]
    pub from: Option<Month>,
    /// Plans by month: the last month for which it holds. Default: the end.
    #[serde(default)]
    pub to: Option<Month>,
}

/// A change of values by an amount.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Addition {
    /// Where the amount comes from.
    #[serde(default)]
    pub source: Option<Source>,
    /// Which values: as of a factor.
    pub value: String,
    /// So much more, in the value's own unit; less, where it is negative.
    pub by: Amount,
    /// Services or groups for which alone it holds. Default: all.
    #[serde(default)]
    pub services: Option<Vec<String>>,
    /// Plans by month: the first month for which it holds. Default: the start.
    #[serde(default)]
    pub from: Option<Month>,
    /// Plans by month: the last month for which it holds. Default: the end.
    #[serde(default)]
    pub to: Option<Month>,
}

/// Values of an instance. Its schema is derived from the instance's, with nothing required and
/// without what says which files are read; the values are merged before anything is read from
/// them.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[serde(transparent)]
pub struct InstanceOverride(pub serde_json::Map<String, serde_json::Value>);

impl JsonSchema for InstanceOverride {
    fn schema_name() -> std::borrow::Cow<'static, str> {
        "InstanceOverride".into()
    }
    fn json_schema(_: &mut schemars::SchemaGenerator) -> schemars::Schema {
        // Replaced by the instance's own schema, with nothing required, where the whole schema is
        // put together.
        schemars::json_schema!({ "type": "object", "x-partial": "InstanceFile" })
    }
}
