//! What comes of asking why a plan does not decide otherwise, finished: what the decision costs,
//! and what changes with it.

use serde::Serialize;

use super::answer::{ObjectiveDifference, ObjectiveFigure, OutcomeSummary, Status};
use super::difference::{self, Columns, Difference};
use super::grid::paragraph;
use super::numbers::{change, gap, plain, pounds};
use crate::instance::{Instance, Objective};

/// What comes of forcing decisions on a plan.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct WhyNot {
    /// The decisions, in words, as they were asked.
    pub decisions: Vec<Asked>,
    /// What comes of them.
    #[serde(flatten)]
    pub verdict: Verdict,
}

/// A decision that was asked about.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Asked {
    /// In words: `at least 1 WTE of HITs hired to join in January 2027`.
    pub words: String,
    /// What the plan has of it as it is, WTE; none where there is no plan.
    pub in_the_plan_wte: Option<f64>,
}

/// What comes of forcing decisions on a plan.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(tag = "verdict", rename_all = "kebab-case")]
pub enum Verdict {
    /// The plan does it already.
    Already,
    /// Plans with and without it were found and audited.
    Compared(Box<Compared>),
    /// Proved: there is no plan with it, and there is one without.
    NoPlanWith {
        /// What the plan without it reaches.
        as_it_is: Vec<ObjectiveFigure>,
    },
    /// Proved: there is no plan that keeps everything asked, whatever is decided.
    NoPlan,
    /// A limit came first.
    NotSettled {
        /// Whether the plan as it is had been found.
        plan_found: bool,
    },
}

/// A plan as it is, and one with the decisions.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Compared {
    /// How good the plan as it is was proved to be.
    pub as_it_is: OutcomeSummary,
    /// How good the plan with the decisions was proved to be, among those with them.
    pub with_it: OutcomeSummary,
    /// By objective, what the decisions cost.
    pub costs: Vec<Cost>,
    /// What changes.
    pub difference: Difference,
}

/// What decisions cost on an objective: positive is worse.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Cost {
    /// Which.
    pub objective: Objective,
    /// What the plan as it is reaches.
    pub as_it_is: f64,
    /// What the plan with them reaches.
    pub with_it: f64,
    /// By how much the latter is worse.
    pub difference: f64,
    /// The least that it can be, given what is proved of either plan.
    pub at_least: Option<f64>,
    /// The most that it can be, given what is proved of either plan.
    pub at_most: Option<f64>,
    /// The unit.
    pub unit: &'static str,
}

impl Cost {
    /// What decisions cost on each objective that both plans were sought for. On the first, a plan
    /// with them is one of those without: they cost nothing or more.
    #[must_use]
    pub fn between(as_it_is: &[ObjectiveFigure], with_it: &[ObjectiveFigure]) -> Vec<Self> {
        as_it_is
            .iter()
            .zip(with_it)
            .enumerate()
            .map(|(place, (before, after))| {
                let between = ObjectiveDifference::between(before, after);
                let least = between.at_least;
                Self {
                    objective: before.objective,
                    as_it_is: before.value,
                    with_it: after.value,
                    difference: between.difference,
                    at_least: if place == 0 {
                        Some(least.unwrap_or(0.0).max(0.0))
                    } else {
                        least
                    },
                    at_most: between.at_most,
                    unit: before.unit,
                }
            })
            .collect()
    }
}

/// The answer, for people. `what_stands_in_the_way` is what is known of why no plan exists with
/// the decisions, already in lines; empty where nothing is.
#[must_use]
pub fn render(instance: &Instance, why_not: &WhyNot, what_stands_in_the_way: &str) -> String {
    let mut text = format!("{}\n", super::names::headline(instance));
    text.push_str(&paragraph(&format!("Asked: {}.", asked(why_not))));
    text.push('\n');
    match &why_not.verdict {
        Verdict::Already => {
            let it = if why_not.decisions.len() == 1 {
                "that"
            } else {
                "all of that"
            };
            text.push_str(&paragraph(&format!("The plan does {it} already.")));
        }
        Verdict::NoPlan => {
            text.push_str(&paragraph(
                "No plan keeps everything asked, whatever is decided (proved): `skillmix why` says \
                 what stands in the way.",
            ));
        }
        Verdict::NoPlanWith { as_it_is } => {
            text.push_str(&paragraph(&no_plan_with(instance, why_not, as_it_is)));
            text.push_str(what_stands_in_the_way);
        }
        Verdict::NotSettled { plan_found } => {
            text.push_str(&paragraph(if *plan_found {
                "A limit came before any plan with it was found; that says nothing of whether there \
                 is one. A plan without it exists."
            } else {
                "A limit came before any plan was found; that says nothing of whether there is one."
            }));
        }
        Verdict::Compared(compared) => text.push_str(&comparison(instance, compared)),
    }
    text
}

/// The answer as JSON.
#[must_use]
pub fn render_json(instance: &Instance, why_not: &WhyNot) -> String {
    crate::report::json::answer_to("skillmix_why_not", instance, why_not)
}

fn asked(why_not: &WhyNot) -> String {
    let told = why_not.decisions.iter().map(|decision| {
        let words = &decision.words;
        match decision.in_the_plan_wte {
            Some(wte) => format!("{words} (the plan has {} WTE)", plain(wte, 1)),
            None => words.clone(),
        }
    });
    told.collect::<Vec<String>>().join("; and ")
}

fn no_plan_with(instance: &Instance, why_not: &WhyNot, as_it_is: &[ObjectiveFigure]) -> String {
    let it = if why_not.decisions.len() == 1 {
        "it"
    } else {
        "them"
    };
    let cost = as_it_is
        .iter()
        .find(|figure| figure.objective == Objective::LeastCost);
    let without = cost.map_or_else(String::new, |cost| {
        format!(", for {}{}", pounds(cost.value), over(instance))
    });
    let decision = if why_not.decisions.len() == 1 {
        "the decision"
    } else {
        "the decisions"
    };
    format!(
        "No plan exists with {it} (proved). One exists without{without}: nothing but {decision} stands \
         in the way of what is asked."
    )
}

fn over(instance: &Instance) -> &'static str {
    if instance.horizon().is_some() {
        " over the horizon"
    } else {
        " a year"
    }
}

fn comparison(instance: &Instance, compared: &Compared) -> String {
    let mut text = String::new();
    for cost in &compared.costs {
        // Objectives that nothing is changed on are only told where nothing else is.
        let same = amount(cost, cost.difference) == amount(cost, 0.0);
        if same && cost.objective != Objective::LeastCost {
            continue;
        }
        text.push_str(&paragraph(&costs(instance, cost)));
    }
    text.push_str(&quality(compared));
    text.push('\n');
    let columns = Columns {
        before: "as it is",
        after: "with it",
    };
    text.push_str(&difference::render(instance, &compared.difference, columns));
    text
}

/// What it costs on one objective, and how sure that is.
fn costs(instance: &Instance, cost: &Cost) -> String {
    let over = over(instance);
    let sure = certainty(cost);
    let share = if cost.as_it_is.abs() > 1e-9 {
        let share = change(cost.difference / cost.as_it_is * 100.0, 2);
        format!("({share} %; {sure})")
    } else {
        format!("({sure})")
    };
    let size = amount(cost, cost.difference.abs());
    match cost.objective {
        Objective::LeastCost if size == amount(cost, 0.0) => {
            format!("It costs nothing more{over} ({sure}).")
        }
        Objective::LeastCost if cost.difference > 0.0 => {
            format!("It costs {size} more{over} {share}.")
        }
        Objective::LeastCost => format!("The plan with it costs {size} less{over} {share}."),
        other => {
            let what = match other {
                Objective::LeastShortfall => "The priced shortfall of soft standards",
                Objective::MostAccess => "The number of people who start",
                Objective::Fairest => "The priced shortfall a person in the worst-off service",
                Objective::LeastCost | Objective::Steadiest => "The swing of hiring",
            };
            let worse = if cost.difference > 0.0 {
                "worse"
            } else {
                "better"
            };
            format!("{what} is {worse} by {size} ({sure}).")
        }
    }
}

/// What is proved of a difference.
fn certainty(cost: &Cost) -> String {
    match (cost.at_least, cost.at_most) {
        (Some(least), Some(most)) if amount(cost, least) == amount(cost, most) => {
            "proved".to_owned()
        }
        (Some(least), Some(most)) => format!(
            "proved: between {} and {}",
            amount(cost, least),
            amount(cost, most)
        ),
        (Some(least), None) => format!("proved: at least {}", amount(cost, least)),
        (None, Some(most)) => format!("proved: at most {}", amount(cost, most)),
        (None, None) => "nothing is proved of it".to_owned(),
    }
}

fn amount(cost: &Cost, value: f64) -> String {
    match cost.objective {
        Objective::MostAccess => format!("{} people", plain(value, 0)),
        Objective::Steadiest => format!("{} WTE", plain(value, 1)),
        Objective::Fairest => format!("£{}", plain(value, 2)),
        Objective::LeastShortfall | Objective::LeastCost => pounds(value),
    }
}

/// How good both plans are.
fn quality(compared: &Compared) -> String {
    let of = |outcome: &OutcomeSummary| {
        let gaps = outcome.objectives.iter().filter_map(|o| o.gap);
        let widest = gaps.fold(0.0, f64::max);
        match outcome.status {
            Status::Optimal => "proved best".to_owned(),
            Status::WithinGap => format!("proved best within {}", gap(widest)),
            Status::TimeLimit => "the best found in the time there was".to_owned(),
            Status::Interrupted => "the best found before it was stopped".to_owned(),
        }
    };
    paragraph(&format!(
        "The plan as it is: {}. The plan with it: {} among those with it. Both are audited: every \
         promise is kept.",
        of(&compared.as_it_is),
        of(&compared.with_it)
    ))
}
