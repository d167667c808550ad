//! What a plan by month may change, and how fast: retention measures and limits.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::dates::Month;
use crate::draft::Source;
use crate::ids::{RoleId, RouteId};
use crate::units::{GbpPerWteYear, GbpPerYear, HoursPerWeek, Share, Wte};

/// A retention measure: for the staff it covers, fewer leave.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Measure {
    /// Where these numbers come from.
    #[serde(default)]
    pub source: Option<Source>,
    /// Full name.
    pub name: String,
    /// The role whose staff it is for.
    pub role: RoleId,
    /// What it costs in a year for each whole-time equivalent covered.
    pub gbp_per_wte_year: GbpPerWteYear,
    /// Share of the leaving of those covered that it prevents.
    pub leaving_reduction_share: Share,
    /// Greatest share of the role's staff that it may cover. Default 1.
    #[serde(default)]
    pub max_share_of_staff: Option<Share>,
    /// What running it at all costs in a year; nobody is covered unless it is paid. Default 0.
    #[serde(default)]
    pub fixed_gbp_per_year: Option<GbpPerYear>,
    /// Clinical hours a week that it takes from each whole-time equivalent covered. Default 0.
    #[serde(default)]
    pub hours_per_wte_week: Option<HoursPerWeek>,
    /// The month from which it may run. Default: the start.
    #[serde(default)]
    pub from: Option<Month>,
}

/// What a limit counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Counted {
    /// People hired from outside into `roles` (in the period in which they join).
    Hires,
    /// Redundancies in `roles`.
    Redundancies,
    /// Starts on `routes`.
    Starts,
    /// Staff in post in `roles`.
    InPost,
    /// Supernumerary staff of `roles`.
    Supernumerary,
    /// Staff of `roles` on short time.
    ShortTime,
    /// Growth of the staff in post in `roles` over those of the period (or year) before.
    Growth,
}

/// The time over which a limit counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Per {
    /// Each period.
    Period,
    /// Each financial year, its part in the horizon in proportion. (Growth: over the same period
    /// a year before.) Staff on hand are counted by period only.
    Year,
}

/// A limit on change or size, for each service.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Limit {
    /// Where these numbers come from.
    #[serde(default)]
    pub source: Option<Source>,
    /// Full name.
    pub name: String,
    /// What is counted.
    pub counted: Counted,
    /// Over what time. Default `period`.
    #[serde(default)]
    pub per: Option<Per>,
    /// The roles counted; all qualified roles where neither roles nor routes are named.
    #[serde(default)]
    pub roles: Vec<RoleId>,
    /// The routes counted.
    #[serde(default)]
    pub routes: Vec<RouteId>,
    /// Most of it. This or `max_share` is needed.
    #[serde(default)]
    pub max_wte: Option<Wte>,
    /// Most of it as a share of the staff in post in other roles (growth: of the staff before).
    #[serde(default)]
    pub max_share: Option<Share>,
    /// The roles of whose staff in post, in the same period, it is the share.
    #[serde(default)]
    pub of: Vec<RoleId>,
}
