//! A frontier, finished: what the best plan is at each value of one or two quantities.

mod plot;
mod table;

use indexmap::IndexMap;
use serde::{Deserialize, Serialize};

use super::alternatives::Figures;
use super::answer::{ObjectiveFigure, OutcomeSummary};
use crate::audit::Audit;
use crate::instance::{Instance, Objective};
use crate::manifest::Manifest;
use crate::plan::Plan;

pub use table::render;

/// A frontier.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Sweep {
    /// The instance's name.
    pub instance: String,
    /// The scenario that is swept; none: the instance as it stands.
    pub scenario: Option<String>,
    /// What is varied; one or two.
    pub axes: Vec<Axis>,
    /// What is drawn.
    pub against: Against,
    /// Whether nothing need be whole.
    pub relaxed: bool,
    /// Whether amounts are those of a horizon, and not of a year.
    pub over_horizon: bool,
    /// What it was made from and with.
    pub manifest: Manifest,
    /// Every point, the last quantity changing first; those that were not reached are not there.
    pub points: Vec<Row>,
}

/// A quantity that is varied.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Axis {
    /// As asked: `budget`.
    pub quantity: String,
    /// As asked: `80%..120%/2%`.
    pub range: String,
    /// Whether its values are of a hundred of what is in force.
    pub percent: bool,
    /// The unit of what is varied; empty: a plain number.
    pub unit: String,
    /// What is in force, where that is one number.
    pub in_force: Option<f64>,
    /// The values, ascending.
    pub values: Vec<f64>,
    /// As people write them.
    pub labels: Vec<String>,
}

/// What a frontier is drawn against.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Against {
    /// What the plan costs.
    Cost,
    /// Its longest mean wait.
    Wait,
    /// How many people start.
    Access,
    /// What it falls short of soft standards, priced.
    Shortfall,
}

/// A point.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Row {
    /// Its place on each axis.
    pub at: Vec<usize>,
    /// Its value on each axis, as people write it.
    pub values: Vec<String>,
    /// What came of it.
    #[serde(flatten)]
    pub verdict: Verdict,
    /// In files of results, where a neighbour may need them: the whole numbers of its plan that are not
    /// nought, each with the place of its column.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub whole: Vec<(usize, f64)>,
}

/// What came of a point.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(tag = "verdict", rename_all = "kebab-case")]
pub enum Verdict {
    /// A plan, audited.
    Plan(Box<Planned>),
    /// Proved: there is none.
    NoPlan {
        /// Why, in short.
        reason: String,
    },
    /// Neither, in the time that a point may take.
    NotSettled {
        /// Why, in short.
        reason: String,
    },
}

/// The figures of a plan: rounded, so that they are read back as they were written.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Planned {
    /// How the search for it ended.
    pub status: String,
    /// What it costs in the year or over the horizon, pounds.
    pub cost_gbp: f64,
    /// What it falls short of soft standards, priced, pounds; none where that is not sought.
    pub shortfall_gbp: Option<f64>,
    /// People who start the steps that referrals join, in the year or over the horizon.
    pub starts_people: f64,
    /// The longest mean wait: the worst period of the worst step and service; none where nobody
    /// waits.
    pub longest_wait_weeks: Option<f64>,
    /// In post by role (plans by month: the mean over the horizon), WTE.
    pub staff_wte: IndexMap<String, f64>,
    /// What is sought, in order.
    pub objectives: Vec<Reached>,
}

/// What a plan reaches on an objective, and what no plan can beat.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Reached {
    /// Its name in instances.
    pub objective: String,
    /// What the plan reaches.
    pub value: f64,
    /// What no plan can beat.
    pub bound: Option<f64>,
    /// How far they are apart, as a share.
    pub gap: Option<f64>,
}

impl Planned {
    /// The figures of an audited plan.
    #[must_use]
    pub fn of(instance: &Instance, plan: &Plan, audit: &Audit, outcome: &OutcomeSummary) -> Self {
        let figures = Figures::of(instance, plan, audit);
        let from_outside: Vec<&str> = instance
            .services
            .iter()
            .flat_map(|service| service.care.flows.values())
            .filter(|flow| flow.from.is_none())
            .map(|flow| crate::ids::Id::as_str(&flow.to))
            .collect();
        let starts = figures.starts_people.iter();
        let starts = starts.filter(|(step, _)| from_outside.contains(&step.as_str()));
        let waits = figures.worst_wait_weeks.values().copied();
        let longest = waits.filter(|weeks| weeks.is_finite()).reduce(f64::max);
        let objectives: Vec<Reached> = outcome.objectives.iter().map(Reached::of).collect();
        let short = outcome.objectives.iter();
        let short = short.filter(|reached| reached.objective == Objective::LeastShortfall);
        Self {
            status: outcome.status.word().to_owned(),
            cost_gbp: rounded(figures.cost_gbp, 2),
            shortfall_gbp: short.map(|reached| rounded(reached.value, 2)).next(),
            starts_people: rounded(starts.map(|(_, people)| people).sum(), 3),
            longest_wait_weeks: longest.map(|weeks| rounded(weeks, 4)),
            staff_wte: figures
                .staff_wte
                .into_iter()
                .map(|(role, wte)| (role, rounded(wte, 4)))
                .collect(),
            objectives,
        }
    }

    /// What stands on the second axis.
    #[must_use]
    pub fn against(&self, against: Against) -> Option<f64> {
        match against {
            Against::Cost => Some(self.cost_gbp),
            Against::Wait => self.longest_wait_weeks,
            Against::Access => Some(self.starts_people),
            Against::Shortfall => self.shortfall_gbp,
        }
    }

    /// The widest gap of its objectives.
    #[must_use]
    pub fn gap(&self) -> Option<f64> {
        let gaps = self.objectives.iter().map(|reached| reached.gap);
        gaps.collect::<Option<Vec<f64>>>()?
            .into_iter()
            .reduce(f64::max)
    }
}

impl Reached {
    fn of(figure: &ObjectiveFigure) -> Self {
        let name = serde_json::to_value(figure.objective).unwrap_or_default();
        Self {
            objective: name.as_str().unwrap_or_default().to_owned(),
            value: rounded(figure.value, 6),
            bound: figure.bound.map(|bound| rounded(bound, 6)),
            gap: figure.gap.map(|gap| rounded(gap, 9)),
        }
    }
}

impl Row {
    /// Its plan.
    #[must_use]
    pub fn planned(&self) -> Option<&Planned> {
        match &self.verdict {
            Verdict::Plan(planned) => Some(planned),
            _ => None,
        }
    }
}

impl Sweep {
    /// How many points it has when it is whole.
    #[must_use]
    pub fn size(&self) -> usize {
        self.axes.iter().map(|axis| axis.values.len()).product()
    }
}

/// A number to so many places, fewer where it is so large that it has no more: as text it has at most
/// fifteen figures, and so it is read back as the same number.
fn rounded(value: f64, places: i32) -> f64 {
    if !value.is_finite() {
        return value;
    }
    let whole = value.abs().max(1.0).log10().floor();
    #[expect(clippy::cast_possible_truncation, reason = "at most 309")]
    let left = 14 - whole as i32;
    let scale = 10.0_f64.powi(places.min(left).max(0));
    // Of minus nought, nought.
    (value * scale).round() / scale + 0.0
}

/// The frontier as JSON.
#[must_use]
pub fn render_json(sweep: &Sweep) -> String {
    let file = serde_json::json!({ "skillmix_sweep": 1, "answer": sweep });
    let mut text = serde_json::to_string_pretty(&file).unwrap_or_default();
    text.push('\n');
    text
}

/// The frontier as CSV: a row a point, a column a quantity and a figure.
#[must_use]
pub fn render_csv(sweep: &Sweep) -> String {
    let mut roles: Vec<&str> = Vec::new();
    for planned in sweep.points.iter().filter_map(Row::planned) {
        for role in planned.staff_wte.keys() {
            if !roles.contains(&role.as_str()) {
                roles.push(role);
            }
        }
    }
    let mut writer = csv::Writer::from_writer(Vec::new());
    let heading = |axis: &Axis| {
        let percent = if axis.percent { "_percent" } else { "" };
        format!("{}{percent}", axis.quantity)
    };
    let fixed = [
        "verdict",
        "reason",
        "status",
        "cost_gbp",
        "shortfall_gbp",
        "starts_people",
        "longest_wait_weeks",
        "gap_share",
    ];
    let headings = sweep.axes.iter().map(heading);
    let headings = headings.chain(fixed.map(str::to_owned));
    let headings = headings.chain(roles.iter().map(|role| format!("staff_wte.{role}")));
    // Memory is all that it is written to.
    let _ = writer.write_record(headings);
    for row in &sweep.points {
        let at = row.at.iter().zip(&sweep.axes);
        let values = at.map(|(place, axis)| number(axis.values.get(*place).copied()));
        let (verdict, reason) = match &row.verdict {
            Verdict::Plan(_) => ("plan", ""),
            Verdict::NoPlan { reason } => ("no-plan", reason.as_str()),
            Verdict::NotSettled { reason } => ("not-settled", reason.as_str()),
        };
        let planned = row.planned();
        let figures = [
            verdict.to_owned(),
            reason.to_owned(),
            planned.map_or_else(String::new, |planned| planned.status.clone()),
            number(planned.map(|planned| planned.cost_gbp)),
            number(planned.and_then(|planned| planned.shortfall_gbp)),
            number(planned.map(|planned| planned.starts_people)),
            number(planned.and_then(|planned| planned.longest_wait_weeks)),
            number(planned.and_then(Planned::gap)),
        ];
        let staff = roles
            .iter()
            .map(|role| number(planned.and_then(|p| p.staff_wte.get(*role)).copied()));
        let _ = writer.write_record(values.chain(figures).chain(staff));
    }
    let bytes = writer.into_inner().unwrap_or_default();
    String::from_utf8_lossy(&bytes).into_owned()
}

fn number(value: Option<f64>) -> String {
    value.map_or_else(String::new, |value| value.to_string())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn figures_are_read_back_as_they_were_written() {
        for value in [
            101_763_136.123_456_78,
            1.0 / 3.0,
            -2.0e9 / 7.0,
            1.0e-7,
            9_999_999.999_999_9,
            8.1e17 / 11.0,
        ] {
            for places in [2, 4, 6, 9] {
                let written = serde_json::to_string(&rounded(value, places)).expect("written");
                let read: f64 = serde_json::from_str(&written).expect("read");
                assert_eq!(
                    read.to_bits(),
                    rounded(value, places).to_bits(),
                    "{written}"
                );
            }
        }
        assert!(rounded(-0.0, 2).is_sign_positive());
        assert!((rounded(1.005_4, 2) - 1.01).abs() < 1e-12);
    }
}
