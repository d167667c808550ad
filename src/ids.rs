//! Names that know what they name: `Arc<str>` newtypes, so that a role can never stand where a
//! route is meant.

use std::borrow::Borrow;
use std::fmt;
use std::sync::Arc;

use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::{Deserialize, Serialize};

/// The form of every id: lower-case words joined by hyphens. Exported files rely on it.
pub const ID_PATTERN: &str = "^[a-z0-9]+(-[a-z0-9]+)*$";

/// Whether `text` has the form that [`ID_PATTERN`] states.
#[must_use]
pub fn is_valid_id(text: &str) -> bool {
    !text.is_empty()
        && text.split('-').all(|word| {
            !word.is_empty()
                && word
                    .bytes()
                    .all(|b| b.is_ascii_lowercase() || b.is_ascii_digit())
        })
}

/// What every id type can say of itself.
pub trait Id: Clone + Eq + std::hash::Hash + fmt::Display {
    /// What it names, as messages say it ("role").
    const KIND: &'static str;
    /// Its text.
    fn as_str(&self) -> &str;
}

macro_rules! id {
    ($(#[$doc:meta])* $name:ident, $kind:literal) => {
        $(#[$doc])*
        #[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[serde(transparent)]
        pub struct $name(Arc<str>);

        impl $name {
            /// Wraps a text; its form is checked where files are read.
            #[must_use]
            pub fn new(text: &str) -> Self {
                Self(text.into())
            }
        }
        impl Id for $name {
            const KIND: &'static str = $kind;
            fn as_str(&self) -> &str {
                &self.0
            }
        }
        impl Borrow<str> for $name {
            fn borrow(&self) -> &str {
                &self.0
            }
        }
        impl From<&str> for $name {
            fn from(text: &str) -> Self {
                Self::new(text)
            }
        }
        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.pad(&self.0)
            }
        }
        impl JsonSchema for $name {
            fn inline_schema() -> bool {
                true
            }
            fn schema_name() -> std::borrow::Cow<'static, str> {
                stringify!($name).into()
            }
            fn json_schema(_: &mut SchemaGenerator) -> Schema {
                json_schema!({ "type": "string", "pattern": ID_PATTERN, "x-id": $kind })
            }
        }
    };
}

id!(/// A service: one provider's team, the unit that is sized.
    ServiceId, "service");
id!(/// A set of services (an integrated care board, a region).
    GroupId, "group");
id!(/// A role in a band.
    RoleId, "role");
id!(/// A training route.
    RouteId, "route");
id!(/// A step of care.
    StepId, "step");
id!(/// A flow between steps.
    FlowId, "flow");
id!(/// A treatment of a step.
    TreatmentId, "treatment");
id!(/// A task that work consists of.
    TaskId, "task");
id!(/// A supervision rule.
    SupervisionId, "supervision rule");
id!(/// A skill-mix band.
    SkillMixId, "skill-mix band");
id!(/// A standard.
    StandardId, "standard");
id!(/// A budget.
    BudgetId, "budget");
id!(/// A levy fund.
    LevyId, "levy fund");
id!(/// A cap on training places.
    PlacesId, "cap on places");
id!(/// A labour-market cap.
    MarketId, "labour market");
id!(/// A retention measure.
    MeasureId, "retention measure");
id!(/// A limit on change or size.
    LimitId, "limit");
id!(/// A scenario.
    ScenarioId, "scenario");
id!(/// Where leavers go.
    DestinationId, "destination");
