//! What cuts of the budget take away, finished: the best plan left at each level, what it loses, and
//! the budgets at which standards first fail.

mod table;

use serde::Serialize;

use super::answer::OutcomeSummary;
use super::difference::Difference;
use crate::plan::Plan;

pub use table::{render, render_json};

/// Cuts of an instance's budgets.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Cuts {
    /// What is cut.
    pub budget: BudgetCut,
    /// Without a cut first, then the levels that were asked for.
    pub levels: Vec<Level>,
    /// Standards that fail at some level, those that fail first before the others.
    pub breaking: Vec<Breaking>,
    /// To what share of the budget breaking points were looked for.
    pub precision: f64,
    /// Whether everything that was asked for was settled.
    pub complete: bool,
}

/// What is cut.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(tag = "kind", rename_all = "kebab-case")]
pub enum BudgetCut {
    /// Every budget of the instance.
    Own {
        /// Their names.
        names: Vec<String>,
    },
    /// The instance has none: what the best plan spends, in each financial year.
    Spend,
}

/// A level of the budget.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Level {
    /// By what share the budget differs; 0: no cut, −0.05: 5 % less.
    pub change: f64,
    /// All budgets together, pounds in a year or over the horizon.
    pub budget_gbp: f64,
    /// What came of it.
    #[serde(flatten)]
    pub verdict: Verdict,
}

/// What came of looking for a plan at a level.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(tag = "verdict", rename_all = "kebab-case")]
pub enum Verdict {
    /// The best plan left, audited.
    Plan(Box<Left>),
    /// Proved: none, even where every standard may be missed.
    NoPlan,
    /// A limit came first.
    NotSettled,
}

/// The best plan left at a level.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Left {
    /// How good it is proved to be.
    pub outcome: OutcomeSummary,
    /// Whether no plan keeps every hard standard (proved), so that this one misses the fewest people.
    pub hard_given_up: bool,
    /// What it comes to.
    pub figures: Figures,
    /// Standards that it does not hold.
    pub lost: Vec<Lost>,
    /// What differs from the plan without a cut.
    pub difference: Difference,
    /// With `--fair`: the plan whose worst-off service loses least.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub fair: Option<Box<Fair>>,
    /// The plan.
    pub plan: Plan,
}

/// What a plan comes to, all services together.
#[derive(Debug, Clone, Copy, PartialEq, Default, Serialize)]
pub struct Figures {
    /// Spend in a year or over the horizon.
    pub spend_gbp: f64,
    /// People who start a first step, in a year or over the horizon.
    pub seen_people: f64,
    /// People short of standards, in a year or over the horizon; waits by period added up.
    pub short_people: f64,
    /// Mean wait of the step and time in which it is longest, weeks; infinite where people wait and
    /// nobody starts.
    pub longest_wait_weeks: f64,
    /// In post: of a plan by month the mean over the horizon.
    pub staff_wte: f64,
    /// In post in the last period; of a steady year as above.
    pub staff_at_end_wte: f64,
    /// Hired from outside in a year or over the horizon.
    pub hires_wte: f64,
    /// Starts of training in a year or over the horizon.
    pub training_starts_wte: f64,
    /// Made redundant over the horizon.
    pub redundant_wte: f64,
}

/// A standard that a plan does not hold.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Lost {
    /// The service.
    pub service: String,
    /// The standard.
    pub standard: String,
    /// Its full name.
    pub name: String,
    /// `hard` or `soft`.
    pub enforcement: &'static str,
    /// The times at which it is missed, as the plan calls them; empty in a steady year.
    pub when: Vec<String>,
    /// What is asked where it is missed by most.
    pub asked: f64,
    /// What is reached then.
    pub reached: f64,
    /// The unit of both: people, or of a hundred.
    pub unit: &'static str,
}

/// Between which budgets a standard first fails.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Breaking {
    /// The service.
    pub service: String,
    /// The standard.
    pub standard: String,
    /// Its full name.
    pub name: String,
    /// `hard` or `soft`.
    pub enforcement: &'static str,
    /// The least budget seen at which the best plan holds it; none: it fails without a cut.
    pub holds: Option<Budgeted>,
    /// The greatest budget seen, below that, at which it does not.
    pub fails: Budgeted,
}

/// A budget.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Budgeted {
    /// By what share it differs.
    pub change: f64,
    /// Pounds in a year or over the horizon.
    pub gbp: f64,
}

/// The plan whose worst-off service loses least.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Fair {
    /// How good it is proved to be.
    pub outcome: OutcomeSummary,
    /// What it comes to.
    pub figures: Figures,
    /// Standards that it does not hold.
    pub lost: Vec<Lost>,
    /// Shortfall per person referred in the worst-off service, priced: of the plan of the instance's own
    /// objectives, and of this one.
    pub worst_off: (f64, f64),
    /// Priced shortfall of all services together, of both: what fairness costs those who are better
    /// off.
    pub shortfall: (f64, f64),
    /// People short by service, of both.
    pub by_service: Vec<(String, f64, f64)>,
}

impl Level {
    /// The plan, where there is one.
    #[must_use]
    pub fn plan(&self) -> Option<&Left> {
        match &self.verdict {
            Verdict::Plan(left) => Some(left),
            Verdict::NoPlan | Verdict::NotSettled => None,
        }
    }
}
