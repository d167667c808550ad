//! Several audited plans, of one instance, of its scenarios or of other instances, side by side: what
//! they cost, what is in force differently, what is decided differently.

mod bytes;
mod table;

use indexmap::IndexMap;
use serde::Serialize;

pub use bytes::{csv, json};
pub use table::table;

use super::answer::{LateStandard, OutcomeSummary};
use super::difference::{Figure, Section, Unit, figures};
use crate::audit::Audit;
use crate::instance::Instance;
use crate::plan::Plan;
use crate::reading::Changed;

/// One of those compared.
#[derive(Debug, Clone, PartialEq)]
pub struct Side {
    /// What it was asked for by: a path, with the scenario, or a plan's path.
    pub label: String,
    /// The instance, under its scenario.
    pub instance: Instance,
    /// What came of it.
    pub found: Found,
}

/// What came of one of those compared.
#[derive(Debug, Clone, PartialEq)]
pub enum Found {
    /// A plan, audited.
    Plan(Box<Audited>),
    /// Proved: there is none.
    NoPlan,
    /// A limit came first.
    NotSettled,
}

/// A plan and its audit, in which every promise is kept.
#[derive(Debug, Clone, PartialEq)]
pub struct Audited {
    /// The plan.
    pub plan: Plan,
    /// Its audit.
    pub audit: Audit,
    /// How good it is; none of a plan that was read from a file.
    pub outcome: Option<OutcomeSummary>,
    /// Hard standards that it does not hold from when the instance asks.
    pub late: Vec<Late>,
}

/// A hard standard that a plan holds late.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Late {
    /// The service.
    pub service: String,
    /// The standard.
    pub standard: String,
    /// The standard's full name.
    pub name: String,
    /// The month or financial year from which it holds to the end; none: not within the horizon.
    pub holds_from: Option<String>,
}

impl From<&LateStandard> for Late {
    fn from(late: &LateStandard) -> Self {
        Self {
            service: late.service.to_string(),
            standard: late.standard.to_string(),
            name: late.name.clone(),
            holds_from: late.holds_from.clone(),
        }
    }
}

impl Late {
    /// Those of a plan that was read from a file.
    #[must_use]
    pub fn of(audit: &Audit) -> Vec<Self> {
        audit
            .late()
            .map(|(service, standard)| Self {
                service: service.service.clone(),
                standard: standard.standard.clone(),
                name: standard.name.clone(),
                holds_from: standard
                    .holds_from
                    .and_then(|from| standard.entries.get(from))
                    .cloned(),
            })
            .collect()
    }
}

impl Side {
    fn audited(&self) -> Option<&Audited> {
        match &self.found {
            Found::Plan(audited) => Some(audited),
            Found::NoPlan | Found::NotSettled => None,
        }
    }

    /// Spend in the year or over the horizon; none without a plan.
    #[must_use]
    pub fn spend_gbp(&self) -> Option<f64> {
        let services = &self.audited()?.audit.services;
        Some(services.iter().map(|service| service.spend_gbp).sum())
    }
}

/// Several side by side.
#[derive(Debug, Clone, PartialEq)]
pub struct Comparison {
    /// Those compared, at least two.
    pub sides: Vec<Side>,
    /// For each but the first: what is in force differently from the first.
    pub in_force: Vec<Vec<Changed>>,
    /// What is decided differently, what matters most first.
    pub decided: Vec<Row>,
}

/// A figure of all that have a plan.
#[derive(Debug, Clone, PartialEq)]
pub struct Row {
    /// What it is.
    pub figure: Figure,
    /// Its value in each; none without a plan.
    pub values: Vec<Option<f64>>,
    /// The unit of all.
    pub unit: Unit,
}

impl Row {
    /// The largest less the smallest.
    fn spread(&self) -> f64 {
        let values = || self.values.iter().flatten().copied();
        values().fold(f64::NEG_INFINITY, f64::max) - values().fold(f64::INFINITY, f64::min)
    }
}

impl Comparison {
    /// Puts them side by side; `in_force` is what [`Comparison::in_force`] is.
    #[must_use]
    pub fn new(sides: Vec<Side>, in_force: Vec<Vec<Changed>>) -> Self {
        let decided = decided(&sides);
        Self {
            sides,
            in_force,
            decided,
        }
    }

    /// Whether all plan for the same time, so that sums over it can be compared.
    #[must_use]
    pub fn is_of_one_time(&self) -> bool {
        let time = |side: &Side| {
            let calendar = side.instance.services.first().map(|s| &s.care.calendar);
            let start = side.instance.horizon().map(|horizon| horizon.start);
            let length = start
                .and(calendar)
                .map(|c| (c.periods(), c.periods_per_year));
            (start, length)
        };
        let first = self.sides.first().map(time);
        self.sides.iter().all(|side| Some(time(side)) == first)
    }
}

/// Figures that differ, by section, those of all services together first, then the largest spread.
fn decided(sides: &[Side]) -> Vec<Row> {
    let single = sides.iter().all(|side| side.instance.services.len() == 1);
    let mut all: IndexMap<Figure, Row> = IndexMap::new();
    for (place, side) in sides.iter().enumerate() {
        let Some(audited) = side.audited() else {
            continue;
        };
        for (figure, (value, unit)) in figures_of(side, audited, single) {
            let row = all.entry(figure.clone()).or_insert_with(|| Row {
                figure,
                // What a plan does not have at all, it has none of.
                values: sides
                    .iter()
                    .map(|side| side.audited().map(|_| 0.0))
                    .collect(),
                unit,
            });
            if let Some(slot) = row.values.get_mut(place) {
                *slot = Some(value);
            }
        }
    }
    let in_all = |figure: &Figure| {
        figure.service.as_ref().is_none_or(|id| {
            sides.iter().all(|side| {
                let mut services = side.instance.services.iter();
                services.any(|service| crate::ids::Id::as_str(&service.id) == id)
            })
        })
    };
    let mut rows: Vec<Row> = all
        .into_values()
        .filter(|row| row.spread().is_finite() && row.spread() >= row.unit.rounding())
        .filter(|row| in_all(&row.figure))
        .collect();
    rows.sort_by(|a, b| {
        let weight = |row: &Row| {
            let figure = &row.figure;
            let in_time = figure.period.map_or(0, |period| period + 1);
            let is_part = figure.item != figures::TOTAL;
            (figure.section, figure.service.is_some(), is_part, in_time)
        };
        weight(a)
            .cmp(&weight(b))
            .then(b.spread().total_cmp(&a.spread()))
    });
    rows
}

/// The figures of a plan, so that services of different names can be compared where each side has
/// one, and all together where one side has several.
fn figures_of(side: &Side, audited: &Audited, single: bool) -> figures::Figures {
    let all = figures::of(&side.instance, (&audited.plan, &audited.audit));
    let is_one = side.instance.services.len() == 1;
    let mut shown = figures::Figures::new();
    for (figure, value) in all {
        let adds_up = !matches!(figure.section, Section::Standard | Section::Wait);
        if is_one && (single || adds_up) {
            let together = Figure {
                service: None,
                ..figure.clone()
            };
            shown.insert(together, value);
        }
        if !single {
            shown.insert(figure, value);
        }
    }
    shown
}

#[cfg(test)]
mod tests;
