//! What comes first and last: how good the plan is, and whether its promises hold.

use std::fmt::Write as _;

use super::over_time;
use super::status::{amount, not_reached, prices_in_vain, status};
use crate::ids::Id;
use crate::instance::{Instance, Objective};
use crate::report::answer::{Answer, ObjectiveFigure};
use crate::report::grid::{Grid, clean, paragraph};
use crate::report::missed;
use crate::report::names::{Names, shortened};
use crate::report::numbers::{NOTHING, count, gap, plain, whole};
use crate::report::promises::largest_error;

/// The name, the status in plain words, and the objectives with their bounds.
pub fn heading(instance: &Instance, answer: &Answer) -> String {
    let mut text = paragraph(&instance.name);
    if let Some(scenario) = &instance.scenario {
        text += &paragraph(&format!("Scenario: {scenario}"));
    }
    let price_year = instance
        .services
        .first()
        .map_or("", |service| &service.care.price_year);
    let time = over_time::calendar(instance)
        .zip(instance.horizon())
        .map_or_else(
            || "a steady year".to_owned(),
            |(calendar, horizon)| over_time::span(calendar, horizon),
        );
    let _ = writeln!(
        text,
        "{}, {time}, {}",
        count(instance.services.len(), "service"),
        prices(&clean(price_year))
    );
    if !instance.without.is_empty() {
        let names = Names(instance);
        let off: Vec<String> = instance
            .without
            .iter()
            .map(|role| shortened(names.role(role.as_str())))
            .collect();
        text += &paragraph(&format!("Switched off: {}", off.join(", ")));
    }
    text.push('\n');
    text.push_str(&paragraph(&status(instance, answer)));
    if let Some(warning) = prices_in_vain(instance) {
        text.push_str(&paragraph(warning));
    }
    text.push('\n');
    text.push_str(&objectives(instance, answer));
    text
}

/// `2025/26 prices`; what is no year reads the other way round, `prices not stated`.
fn prices(price_year: &str) -> String {
    if price_year.starts_with(|first: char| first.is_ascii_digit()) {
        format!("{price_year} prices")
    } else {
        format!("prices {price_year}")
    }
}

/// What an objective is called.
fn title(instance: &Instance, objective: Objective) -> &'static str {
    match objective {
        Objective::LeastCost if instance.horizon().is_some() => "least cost over the horizon",
        Objective::LeastShortfall => "least shortfall of soft standards, as priced",
        Objective::LeastCost => "least cost a year",
        Objective::MostAccess => "most people who start",
        Objective::Fairest => "fairest: shortfall per referral, worst-off",
        Objective::Steadiest => "steadiest hiring",
    }
}

/// What the objective of a figure is called: in a late plan what is missed is not priced.
fn title_of(instance: &Instance, figure: &ObjectiveFigure) -> &'static str {
    match (figure.objective, figure.unit) {
        (Objective::LeastShortfall, missed::PEOPLE) => "fewest people missed, each for a year",
        (Objective::LeastShortfall, missed::WEIGHTED) => "standards missed least, weighted",
        (objective, _) => title(instance, objective),
    }
}

fn objectives(instance: &Instance, answer: &Answer) -> String {
    let mut grid = Grid::new(&[
        "Sought, in this order",
        "reached",
        "no plan can beat",
        "apart",
        "gap",
    ]);
    for figure in &answer.outcome.objectives {
        grid.row(objective_row(instance, figure));
    }
    for objective in not_reached(instance, answer) {
        let [reached, bound, apart, gap] = ["not reached", NOTHING, NOTHING, NOTHING];
        grid.row([title(instance, objective), reached, bound, apart, gap].map(ToOwned::to_owned));
    }
    grid.render()
}

fn objective_row(instance: &Instance, figure: &ObjectiveFigure) -> [String; 5] {
    let known = |value: Option<f64>| value.map_or_else(|| NOTHING.to_owned(), |v| cell(figure, v));
    [
        title_of(instance, figure).to_owned(),
        cell(figure, figure.value),
        known(figure.bound),
        known(figure.apart()),
        figure.gap.map_or_else(|| "not known".to_owned(), gap),
    ]
}

/// An amount as the table has it: what it is per is in the row's title.
fn cell(figure: &ObjectiveFigure, value: f64) -> String {
    match figure.objective {
        Objective::Fairest => format!("£{}", plain(value, 2)),
        Objective::LeastShortfall if figure.unit == missed::PEOPLE => plain(value, 1),
        _ => amount(figure, value),
    }
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
