//! What comes of questions about a plan, finished: why there is none, what it would take. Part
//! three of `models/formulation.md` says what each figure means.

use serde::Serialize;

use crate::asks::{Ask, Currency, When};
use crate::diagnostics::Diagnostic;

/// Why an instance has no plan, and what it would take.
#[derive(Debug, Clone, PartialEq)]
pub struct Why {
    /// How the question ended.
    pub verdict: Verdict,
    /// The causes, each a conflict on its own.
    pub causes: Vec<Conflict>,
    /// Whether every cause was found; not where a limit came first.
    pub all_causes: bool,
    /// Ways out, the cheapest first; each solved and audited.
    pub repairs: Vec<Repair>,
    /// Currencies in which no way out was found in the time there was, or none exists.
    pub without_repair: Vec<(Currency, NoRepair)>,
}

/// How the question why there is no plan ended.
#[derive(Debug, Clone, PartialEq)]
pub enum Verdict {
    /// There is a plan, which costs so much over the year or the horizon.
    Feasible {
        /// What it costs, pounds.
        cost_gbp: f64,
        /// Whether hard standards hold late in it.
        late: bool,
    },
    /// Seen from the data alone.
    OutOfReach(Vec<Diagnostic>),
    /// Proved: no plan exists.
    NoPlan,
    /// A limit came before anything was proved.
    NotSettled,
}

/// Asks that cannot all be kept; without any one of them the others can.
#[derive(Debug, Clone, PartialEq)]
pub struct Conflict {
    /// The asks.
    pub parts: Vec<Part>,
    /// Whether a plan would exist if people could be split.
    pub only_whole: bool,
    /// Whether every part was proved to be needed.
    pub irreducible: bool,
    /// The figure that carries it, where one does.
    pub bridge: Option<Bridge>,
}

/// An ask of a conflict.
#[derive(Debug, Clone, PartialEq)]
pub struct Part {
    /// Which.
    pub ask: Ask,
    /// The first and the last time at which it makes the conflict; none where it is not about time.
    pub window: Option<(When, When)>,
    /// What it asks, in [`Part::unit`]; where the times differ, the time where most is missing.
    pub asked: f64,
    /// The most (demands) or the least (limits) that the other parts allow; none where a limit came first.
    pub possible: Option<f64>,
    /// When both are.
    pub when: When,
    /// The unit of both, as the files state it.
    pub unit: &'static str,
}

/// A role of which more is needed than there can be.
#[derive(Debug, Clone, PartialEq)]
pub struct Bridge {
    /// The service; none: several together.
    pub service: Option<crate::ids::ServiceId>,
    /// The role.
    pub role: crate::ids::RoleId,
    /// When.
    pub when: When,
    /// The least WTE that the demands need.
    pub needed_wte: f64,
    /// The most WTE that the limits let there be.
    pub possible_wte: f64,
}

/// One way out.
#[derive(Debug, Clone, PartialEq)]
pub struct Repair {
    /// In what.
    pub currency: Currency,
    /// What is changed.
    pub changes: Vec<Changed>,
    /// What the audited plan with these changes costs over the year or the horizon, pounds.
    pub cost_gbp: f64,
    /// What it is more than the budgets allowed before, pounds, where there are budgets.
    pub over_budget_gbp: Option<f64>,
    /// Whether less is proved not to do.
    pub least: bool,
}

/// A value of the instance that a repair changes.
#[derive(Debug, Clone, PartialEq)]
pub struct Changed {
    /// Which.
    pub ask: Ask,
    /// When: the first and the last time; none: always, or a change of the date itself.
    pub window: Option<(When, When)>,
    /// What it was.
    pub from: f64,
    /// What it becomes. For dates: periods later.
    pub to: f64,
    /// The unit of both; `months` for dates.
    pub unit: &'static str,
}

/// Why a currency has no repair to show.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum NoRepair {
    /// Nothing in it would do.
    None,
    /// A limit came first.
    NotSettled,
    /// The instance has nothing of the kind.
    NothingOfTheKind,
}
