//! What differs between two audited plans of an instance, the weightiest first. Figures are the
//! audit's own; what only the plan says of itself (places, people short) is audited there.

pub mod figures;
pub(in crate::report) mod table;

use indexmap::IndexMap;
use serde::Serialize;

pub use table::{Columns, render};

use crate::audit::Audit;
use crate::instance::Instance;
use crate::plan::Plan;

/// What differs between two plans.
#[derive(Debug, Clone, PartialEq, Default, Serialize)]
pub struct Difference {
    /// Figures that differ by more than a rounding: by section in the order of [`Section`], in each
    /// those of all services together first, then the largest change first.
    pub figures: Vec<Differing>,
}

/// A figure that differs.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Differing {
    /// What it is.
    #[serde(flatten)]
    pub figure: Figure,
    /// In the first plan.
    pub before: f64,
    /// In the second plan.
    pub after: f64,
    /// The unit of both.
    pub unit: Unit,
}

/// What a figure is about.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize)]
pub struct Figure {
    /// What kind of thing.
    pub section: Section,
    /// The service's id; none: all together.
    pub service: Option<String>,
    /// The id of the role, route, standard, step or measure; of spend: what for.
    pub item: String,
    /// The period; none: the whole year or horizon.
    pub period: Option<usize>,
}

/// What a figure is about, by how much it matters.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Section {
    /// Pounds in the year or over the horizon.
    Spend,
    /// What a standard reaches: of a plan by month, the mean over the times at which it asks something.
    Standard,
    /// People short of soft standards; of waits the sum over periods.
    Shortfall,
    /// People who start a step in the year or over the horizon.
    Starts,
    /// Mean number of people waiting.
    Waiting,
    /// Mean wait in the worst period.
    Wait,
    /// In post: of a plan by month, the mean over the horizon.
    Staff,
    /// Hired from outside in the year or over the horizon.
    Hires,
    /// Starts of training in the year or over the horizon.
    Training,
    /// Covered by a retention measure, mean over the horizon.
    Retention,
}

/// The unit of a figure.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Unit {
    /// Pounds.
    Pounds,
    /// Whole-time equivalents.
    Wte,
    /// People.
    People,
    /// Weeks.
    Weeks,
    /// Of a hundred.
    Percent,
}

impl Unit {
    /// What two figures may differ by and be shown alike.
    #[must_use]
    pub fn rounding(self) -> f64 {
        match self {
            Self::Pounds | Self::People => 0.5,
            Self::Wte | Self::Weeks | Self::Percent => 0.05,
        }
    }
}

impl Differing {
    /// How much more the second plan has.
    #[must_use]
    pub fn change(&self) -> f64 {
        self.after - self.before
    }
}

/// What differs between two audited plans of an instance.
#[must_use]
pub fn between(instance: &Instance, before: (&Plan, &Audit), after: (&Plan, &Audit)) -> Difference {
    let one = figures::of(instance, before);
    let other = figures::of(instance, after);
    let mut all: IndexMap<Figure, (f64, f64, Unit)> = IndexMap::new();
    for (figure, (value, unit)) in one {
        all.insert(figure, (value, 0.0, unit));
    }
    for (figure, (value, unit)) in other {
        all.entry(figure).or_insert((0.0, 0.0, unit)).1 = value;
    }
    let mut figures: Vec<Differing> = all
        .into_iter()
        .map(|(figure, (before, after, unit))| Differing {
            figure,
            before,
            after,
            unit,
        })
        .filter(|d| d.change().is_finite() && d.change().abs() >= d.unit.rounding())
        .collect();
    // What a month has is told beside the whole: in the order of time.
    figures.sort_by(|a, b| {
        let weight = |d: &Differing| {
            let in_time = d.figure.period.map_or(0, |period| period + 1);
            let is_part = d.figure.item != figures::TOTAL;
            let is_of_one = d.figure.service.is_some();
            (d.figure.section, is_of_one, is_part, in_time)
        };
        let larger = b.change().abs().total_cmp(&a.change().abs());
        let in_time = a.figure.period.is_some() && b.figure.period.is_some();
        let larger = if in_time {
            std::cmp::Ordering::Equal
        } else {
            larger
        };
        weight(a).cmp(&weight(b)).then(larger)
    });
    Difference { figures }
}

#[cfg(test)]
mod tests;
