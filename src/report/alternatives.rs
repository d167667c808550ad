//! Other plans at nearly the least cost, finished: a few that differ as much as they can, and what
//! every plan within that cost has in common.

mod table;

use indexmap::IndexMap;
use serde::Serialize;

use super::answer::{OutcomeSummary, Status};
use super::difference::figures::{self, TOTAL};
use super::difference::{Figure, Section, Unit};
use crate::audit::Audit;
use crate::ids::{Id, RoleId};
use crate::instance::Instance;
use crate::plan::Plan;

pub use table::{render, render_json};

/// Other plans at nearly the least cost.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Alternatives {
    /// By how much more than the least a plan may cost, as a share.
    pub within: f64,
    /// What came of it.
    #[serde(flatten)]
    pub verdict: Verdict,
}

/// What came of looking for other plans.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(tag = "verdict", rename_all = "kebab-case")]
pub enum Verdict {
    /// There is a plan of least cost, and perhaps others.
    Found(Box<Found>),
    /// Proved: there is no plan that keeps everything asked.
    NoPlan,
    /// A limit came before any plan was found.
    NotSettled,
}

/// Plans, and what they have in common.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Found {
    /// How good the plan of least cost was proved to be.
    pub least_cost: OutcomeSummary,
    /// What a plan may cost, pounds in the year or over the horizon.
    pub at_most_gbp: f64,
    /// The plans: that of least cost first, then the most different first.
    pub plans: Vec<Alternative>,
    /// What every plan within the cost has in common, as proved.
    pub common: Vec<Common>,
    /// Plans that were looked for and are the same as one that is shown, each with that.
    pub same: Vec<(Aim, Aim)>,
    /// Plans that might have been looked for and were not, for they differ less.
    pub left_out: Vec<Aim>,
    /// Plans that were not looked for, or whose search ended without anything new, since a limit
    /// came first.
    pub not_settled: Vec<Aim>,
    /// Plans that were found and broke a promise: they are not shown.
    pub broken: Vec<Aim>,
}

/// What a plan was made to be.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize)]
#[serde(tag = "aim", content = "role", rename_all = "kebab-case")]
pub enum Aim {
    /// Of least cost.
    LeastCost,
    /// With the most of a role.
    Most(RoleId),
    /// With the fewest of a role.
    Fewest(RoleId),
    /// With the fewest hires.
    LeastHiring,
    /// With the fewest starts of training.
    LeastTraining,
    /// With hiring as steady as can be.
    SteadiestHiring,
    /// With the fewest people waiting.
    ShortestWaits,
    /// With the longest list, for its referrals, as short as can be.
    MostEven,
}

/// A plan, audited.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Alternative {
    /// What it was made to be.
    #[serde(flatten)]
    pub aim: Aim,
    /// How the search for it ended.
    pub status: Status,
    /// Its figures, as audited.
    pub figures: Figures,
}

/// Figures of a plan, all services together; in the year or over the horizon.
#[derive(Debug, Clone, PartialEq, Default, Serialize)]
pub struct Figures {
    /// What it costs, pounds.
    pub cost_gbp: f64,
    /// In post by role (plans by month: the mean over the horizon), WTE.
    pub staff_wte: IndexMap<String, f64>,
    /// Hired from outside by role, WTE.
    pub hires_wte: IndexMap<String, f64>,
    /// Starts of training by route, WTE.
    pub training_starts_wte: IndexMap<String, f64>,
    /// People who start by step.
    pub starts_people: IndexMap<String, f64>,
    /// People waiting by step, mean.
    pub waiting_people: IndexMap<String, f64>,
    /// Mean wait by step in the worst period of the worst service, weeks.
    pub worst_wait_weeks: IndexMap<String, f64>,
}

/// What every plan within the cost has, as proved.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Common {
    /// What is counted.
    #[serde(flatten)]
    pub counted: Counted,
    /// The least that any plan has, WTE; none where a limit came before any proof.
    pub at_least_wte: Option<f64>,
    /// The most that any plan has, WTE; none as above, or where it was not asked.
    pub at_most_wte: Option<f64>,
}

/// What is counted over plans.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(tag = "counted", content = "role", rename_all = "kebab-case")]
pub enum Counted {
    /// Staff of a role (plans by month: the mean over the horizon).
    Staff(RoleId),
    /// Hires from outside.
    Hires,
    /// Starts of training.
    TrainingStarts,
}

impl Aim {
    /// What the command calls it: `most-pwp`, `least-hiring`.
    #[must_use]
    pub fn name(&self) -> String {
        match self {
            Self::LeastCost => "least-cost".to_owned(),
            Self::Most(role) => format!("most-{}", role.as_str()),
            Self::Fewest(role) => format!("fewest-{}", role.as_str()),
            Self::LeastHiring => "least-hiring".to_owned(),
            Self::LeastTraining => "least-training".to_owned(),
            Self::SteadiestHiring => "steadiest-hiring".to_owned(),
            Self::ShortestWaits => "shortest-waits".to_owned(),
            Self::MostEven => "most-even".to_owned(),
        }
    }
}

impl Figures {
    /// The figures of an audited plan.
    #[must_use]
    pub fn of(instance: &Instance, plan: &Plan, audit: &Audit) -> Self {
        let several = instance.services.len() > 1;
        let mut all = Self::default();
        for (figure, (value, _)) in figures::of(instance, (plan, audit)) {
            let Figure {
                section,
                service,
                item,
                period,
            } = figure;
            if period.is_some() {
                continue;
            }
            if section == Section::Wait {
                let worst = all.worst_wait_weeks.entry(item).or_insert(0.0);
                *worst = worst.max(value);
                continue;
            }
            if several && service.is_some() {
                continue;
            }
            let list = match section {
                Section::Spend if item == TOTAL => {
                    all.cost_gbp = value;
                    continue;
                }
                Section::Staff => &mut all.staff_wte,
                Section::Hires => &mut all.hires_wte,
                Section::Training => &mut all.training_starts_wte,
                Section::Starts => &mut all.starts_people,
                Section::Waiting => &mut all.waiting_people,
                _ => continue,
            };
            list.insert(item, value);
        }
        all
    }

    /// Whether another plan decides alike: the same people for the same money. Lists that differ
    /// in them only count where somebody asked for that.
    #[must_use]
    pub fn is_like(&self, other: &Self, lists_count: bool) -> bool {
        let near = |a: f64, b: f64, unit: Unit| (a - b).abs() < unit.rounding();
        let lists = |a: &IndexMap<String, f64>, b: &IndexMap<String, f64>, unit| {
            let keys = a.keys().chain(b.keys());
            let at = |list: &IndexMap<String, f64>, key: &String| {
                list.get(key).copied().unwrap_or_default()
            };
            keys.into_iter()
                .all(|key| near(at(a, key), at(b, key), unit))
        };
        near(self.cost_gbp, other.cost_gbp, Unit::Pounds)
            && lists(&self.staff_wte, &other.staff_wte, Unit::Wte)
            && lists(&self.hires_wte, &other.hires_wte, Unit::Wte)
            && lists(
                &self.training_starts_wte,
                &other.training_starts_wte,
                Unit::Wte,
            )
            && (!lists_count || lists(&self.waiting_people, &other.waiting_people, Unit::People))
    }
}
