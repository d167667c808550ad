//! `skillmix` sizes the workforce of stepped-care psychological services.
//!
//! ```text
//! files ─document→ one spanned tree ─draft→ file shapes ─instance→ checked instance
//!       ─formulation→ columns and rows ─solver→ outcome ─plan→ plan ─audit→ audit ─report→ bytes
//! ```
//!
//! Files become an instance, an instance becomes a formulation, a formulation becomes an outcome,
//! an outcome becomes a plan, a plan is audited, and only an audited plan is reported. No arrow
//! points back; `tests/architecture.rs` holds this. A `scenario` changes the spanned tree before anything
//! is checked, so that all that follows works on the changed values. A plan by month can be planned on: `replan` makes
//! of it, of a month and of what really happened an instance again.

pub mod asks;
pub mod audit;
pub mod catalogue;
pub mod cli;
pub mod codes;
pub mod dates;
pub mod diagnostics;
pub mod document;
pub mod draft;
pub mod explain;
pub mod formulation;
pub mod ids;
pub mod instance;
pub mod manifest;
pub mod pipeline;
pub mod plan;
pub mod reading;
pub mod replan;
pub mod report;
pub mod scenario;
pub mod schema;
pub mod solver;
pub mod sweep;
pub mod units;
