//! What comes of the question why an instance has no plan, finished: why there is none, what it
//! would take. Part three of `models/formulation.md` says what each figure means.

mod prose;
mod repairs;

use serde::Serialize;

use crate::asks::{Ask, AskUnit, Currency, When};
use crate::diagnostics::Diagnostic;
use crate::ids::{RoleId, ServiceId};

pub use prose::{Places, causes, conflicts, render, render_json, sentences};
pub(in crate::report) use prose::{in_time, title};

/// Why an instance has no plan, and what it would take.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Why {
    /// How the question ended.
    pub verdict: Verdict,
    /// The causes, each a conflict on its own.
    pub causes: Vec<Conflict>,
    /// Whether every cause was found; not where a limit came first.
    pub all_causes: bool,
    /// Where the arithmetic alone has no plan: hours that are lacking whatever is given up.
    pub lacking: Vec<Lacking>,
    /// Ways out, the cheapest first; each solved and audited.
    pub repairs: Vec<Repair>,
    /// Currencies in which no way out was found in the time there was, or none exists.
    pub without_repair: Vec<NoWay>,
    /// How many problems were solved for it.
    pub solves: usize,
}

/// How the question why there is no plan ended.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(tag = "verdict", rename_all = "kebab-case")]
pub enum Verdict {
    /// There is a plan.
    Feasible,
    /// Seen from the data alone.
    OutOfReach {
        /// What is out of reach, as `solve` tells it.
        #[serde(skip)]
        screened: Vec<Diagnostic>,
    },
    /// Proved: no plan exists that keeps everything asked.
    NoPlan,
    /// A limit came before anything was proved.
    NotSettled,
    /// The solver failed; what it said.
    Failed {
        /// That.
        said: String,
    },
}

/// Asks that cannot all be kept; without any one of them the others can.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Conflict {
    /// The asks: first what is demanded, then what limits.
    pub parts: Vec<Part>,
    /// Whether a plan would exist if people could be split.
    pub only_whole: bool,
    /// Whether every part was proved to be needed.
    pub irreducible: bool,
    /// Rules of detail that nobody may touch and that bear on it together, where they are too many to
    /// tell which are needed; each part is needed beside them.
    pub background: Vec<Ask>,
    /// The figure that carries it, where one does.
    pub bridge: Option<Bridge>,
}

/// An ask of a conflict.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Part {
    /// Which.
    pub ask: Ask,
    /// The first and the last time at which it makes the conflict.
    #[serde(serialize_with = "span")]
    pub window: (When, When),
    /// What it asks and what the others allow; none where it has no amount, or a limit came first.
    pub figures: Option<Figures>,
}

/// What is asked, and what others allow.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Figures {
    /// What is asked; where times differ, where most is missing.
    pub asked: f64,
    /// The most (demands) or the least (limits) that the other parts allow.
    pub possible: f64,
    /// The unit of both, as the files state it.
    pub unit: AskUnit,
    /// When that is.
    #[serde(serialize_with = "time")]
    pub when: When,
    /// Whether that is so with whole numbers; else people may be split, and it can only be worse.
    pub whole: bool,
}

/// A role of which more is needed than there can be.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Bridge {
    /// The service; none: several together.
    pub service: Option<ServiceId>,
    /// The role.
    pub role: RoleId,
    /// When.
    #[serde(serialize_with = "time")]
    pub when: When,
    /// The least WTE that the demands need.
    pub needed_wte: f64,
    /// The most WTE that the limits let there be.
    pub possible_wte: f64,
    /// Clinical hours of one whole-time equivalent in a period then.
    pub hours_each: Option<f64>,
}

/// Hours that a role lacks whatever is given up.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Lacking {
    /// Where.
    pub service: ServiceId,
    /// Who.
    pub role: RoleId,
    /// The period.
    pub period: usize,
    /// How many.
    pub hours: f64,
}

/// One way out.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Repair {
    /// In what; none: in several together, where no one of them would do.
    pub currency: Option<Currency>,
    /// What is changed.
    pub changes: Vec<Changed>,
    /// What the audited plan with these changes costs over the year or the horizon, pounds.
    pub cost_gbp: f64,
    /// What no plan with these changes can cost less than, pounds, where it is known.
    pub bound_gbp: Option<f64>,
    /// Whether less, in the steps in which people would write it, is proved not to do.
    pub least: bool,
}

/// A value of the instance that a repair changes.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Changed {
    /// Which.
    pub ask: Ask,
    /// When.
    pub to: NewValue,
}

/// What a value becomes.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
#[serde(tag = "kind", rename_all = "kebab-case")]
pub enum NewValue {
    /// From one amount to another at a time.
    Amount {
        /// When.
        #[serde(serialize_with = "time")]
        when: When,
        /// What it was.
        from: f64,
        /// What it becomes.
        to: f64,
        /// The unit of both.
        unit: AskUnit,
    },
    /// A standard asks for no more than this before a period.
    AtMost {
        /// The first period in which all of it is asked again; none: not within the horizon.
        until: Option<usize>,
        /// What is asked in full.
        from: f64,
        /// What is asked before that.
        to: f64,
        /// The unit of both.
        unit: AskUnit,
    },
    /// A standard comes into force later.
    Later {
        /// By so many periods.
        periods: usize,
        /// The first period in which all of it is asked then.
        from: usize,
    },
}

/// A currency without a way out.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct NoWay {
    /// Which.
    pub currency: Currency,
    /// Why.
    pub why: NoRepair,
}

/// Why a currency has no repair to show.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum NoRepair {
    /// Nothing in it would do: proved.
    None,
    /// A limit came first, or what was found did not hold when it was solved.
    NotSettled,
    /// The instance has nothing of the kind that may be touched.
    NothingOfTheKind,
}

fn time<S: serde::Serializer>(when: &When, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.collect_str(when)
}

fn span<S: serde::Serializer>(
    (first, last): &(When, When),
    serializer: S,
) -> Result<S::Ok, S::Error> {
    serializer.collect_seq([first.to_string(), last.to_string()])
}
