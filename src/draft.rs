//! The files' own shapes: what may stand in a care model and in an instance, key by key, before
//! any judgement. The JSON Schema that editors use, and that `skillmix validate` checks structure
//! with, is generated from these types, so a key exists here or nowhere.

pub mod care;
pub mod instance;
pub mod scenario;

use indexmap::IndexMap;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

pub use care::CareModel;
pub use instance::InstanceFile;
pub use scenario::Scenario;

/// Where numbers come from: one citation for every number in the table and below it, or one per
/// key. A citation that begins with `assumption` marks the number as an assumption; an id of the
/// `[sources]` table stands for its text (`afc-2025: loaded cost, middle of band 5`).
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(untagged)]
pub enum Source {
    /// For the whole table.
    Whole(String),
    /// Key by key.
    PerKey(IndexMap<String, String>),
}
