//! What comes first and last: how good the plan is, and whether its promises hold.

use std::fmt::Write as _;

use crate::ids::Id;
use crate::instance::{Instance, Objective};
use crate::report::answer::{Answer, ObjectiveFigure, Status};
use crate::report::grid::{Grid, clean, paragraph};
use crate::report::names::Names;
use crate::report::numbers::{NOTHING, count, gap, plain, pounds, whole};
use crate::report::promises::largest_error;

/// The name, the status in plain words, and the objectives with their bounds.
pub fn heading(instance: &Instance, answer: &Answer) -> String {
    let mut text = clean(&instance.name);
    text.push('\n');
    let price_year = instance
        .services
        .first()
        .map_or("", |service| &service.care.price_year);
    let _ = writeln!(
        text,
        "{}, a steady year, {} prices",
        count(instance.services.len(), "service"),
        clean(price_year)
    );
    if !instance.without.is_empty() {
        let names = Names(instance);
        let off: Vec<&str> = instance
            .without
            .iter()
            .map(|role| names.role(role.as_str()))
            .collect();
        let _ = writeln!(text, "Switched off: {}", off.join(", "));
    }
    text.push('\n');
    text.push_str(&paragraph(&status(answer)));
    text.push('\n');
    text.push_str(&objectives(answer));
    text
}

/// The status in plain words, cost first.
pub fn status(answer: &Answer) -> String {
    let cost: f64 = answer.audit.services.iter().map(|s| s.spend_gbp).sum();
    let cost = pounds(cost);
    match answer.outcome.status {
        Status::Optimal => {
            format!("{cost} a year. Proved best: no plan that holds every promise is better.")
        }
        Status::WithinGap => format!(
            "{cost} a year. Proved best within {} ({} asked for).",
            widest_gap(answer),
            gap(answer.manifest.options.gap)
        ),
        Status::TimeLimit => format!(
            "{cost} a year. The time limit was reached: this is the best plan found so far, and a \
             better one may exist{}.",
            how_much_better(answer)
        ),
        Status::Interrupted => format!(
            "{cost} a year. Interrupted: this is the best plan found so far, and a better one may \
             exist{}.",
            how_much_better(answer)
        ),
    }
}

/// The widest gap of all objectives, in its unit and as a share: `£4,000 or 0.0083 %`.
fn widest_gap(answer: &Answer) -> String {
    let widest = answer
        .outcome
        .objectives
        .iter()
        .filter_map(|figure| Some((figure.gap?, figure.objective, figure.apart()?)))
        .max_by(|a, b| a.0.total_cmp(&b.0));
    match widest {
        Some((share, objective, apart)) => {
            format!("{} or {}", amount(objective, apart), gap(share))
        }
        None => "a gap that is not known".to_owned(),
    }
}

/// How much better a plan could still be, on the first objective that is short of what was asked.
fn how_much_better(answer: &Answer) -> String {
    let asked = answer.manifest.options.gap;
    let Some(figure) = answer
        .outcome
        .objectives
        .iter()
        .find(|figure| figure.gap.is_none_or(|gap| gap > asked))
    else {
        return String::new();
    };
    match (figure.gap, figure.apart()) {
        (Some(share), Some(apart)) => format!(
            ", by at most {} or {}",
            amount(figure.objective, apart),
            gap(share)
        ),
        _ => ", by how much is not known yet".to_owned(),
    }
}

fn amount(objective: Objective, value: f64) -> String {
    match objective {
        Objective::MostAccess => format!("{} people", plain(value, 0)),
        Objective::Fairest => format!("£{} a person referred", plain(value, 2)),
        Objective::Steadiest => format!("{} WTE", plain(value, 1)),
        Objective::LeastShortfall | Objective::LeastCost => pounds(value),
    }
}

/// What an objective is called.
fn title(objective: Objective) -> &'static str {
    match objective {
        Objective::LeastShortfall => "least shortfall of soft standards, as priced",
        Objective::LeastCost => "least cost a year",
        Objective::MostAccess => "most people who start",
        Objective::Fairest => "fairest: least shortfall in the worst-off service",
        Objective::Steadiest => "steadiest hiring",
    }
}

fn objectives(answer: &Answer) -> String {
    let mut grid = Grid::new(&[
        "Sought, in this order",
        "reached",
        "no plan can beat",
        "apart",
        "gap",
    ]);
    for figure in &answer.outcome.objectives {
        grid.row(objective_row(figure));
    }
    grid.render()
}

fn objective_row(figure: &ObjectiveFigure) -> [String; 5] {
    let known = |value: Option<f64>| {
        value.map_or_else(|| NOTHING.to_owned(), |v| amount(figure.objective, v))
    };
    [
        title(figure.objective).to_owned(),
        amount(figure.objective, figure.value),
        known(figure.bound),
        known(figure.apart()),
        figure.gap.map_or_else(|| "not known".to_owned(), gap),
    ]
}

/// The audit, what it was made with, and whose data it holds.
pub fn footer(instance: &Instance, answer: &Answer) -> String {
    let audit = &answer.audit;
    let broken = audit.broken().count();
    let verdict = match broken {
        0 => "all kept".to_owned(),
        _ => format!("{} broken", whole(broken)),
    };
    let mut text = paragraph(&format!(
        "Audit: {} promises recomputed from the instance and the plan alone; {verdict} (largest \
         error: {} of what is tolerated).",
        whole(audit.promises.len()),
        share_of_tolerance(largest_error(audit))
    ));
    text += &paragraph(&format!(
        "Made with skillmix {} and {}.",
        answer.manifest.skillmix_version, answer.manifest.solver_version
    ));
    if let Some(times) = &answer.times {
        text += &paragraph(&format!(
            "Seconds: reading {:.3}, formulating {:.3}, solving {:.3} (the solver itself {:.3}), \
             extracting {:.3}, auditing {:.3}, worth of roles {:.3}.",
            times.reading_seconds,
            times.formulating_seconds,
            times.solving_seconds,
            times.solver_seconds,
            times.extracting_seconds,
            times.auditing_seconds,
            times.worth_seconds
        ));
    }
    if let Some(attribution) = &instance.attribution {
        text += &paragraph(attribution);
    }
    text
}

fn share_of_tolerance(share: f64) -> String {
    if share <= 0.0 {
        "0 %".to_owned()
    } else if share < 0.001 {
        "under 0.1 %".to_owned()
    } else {
        format!("{} %", plain(share * 100.0, 1))
    }
}
