//! A frontier for people: a line a point, then the drawing.

use super::{Against, Axis, Planned, Row, Sweep, Verdict, plot};
use crate::report::grid::{Grid, clean, paragraph};
use crate::report::numbers::{NOTHING, count, gap, plain, pounds};

/// The frontier, for people.
#[must_use]
pub fn render(sweep: &Sweep) -> String {
    let mut text = format!("{}\n", clean(&sweep.instance));
    text.push_str(&paragraph(&heading(sweep)));
    text.push('\n');
    text.push_str(&points(sweep));
    let title = title(sweep);
    let written = |value: f64| figure(sweep.against, value);
    let drawn = if sweep.axes.len() == 1 {
        plot::curve(sweep, &title, &written)
    } else {
        plot::shades(sweep, &title, &written)
    };
    if !drawn.is_empty() {
        text.push('\n');
        text.push_str(&drawn);
    }
    text
}

/// `budget from 80 % to 120 % of what is in force (£/year 1,000): 21 points, 12 with a plan.`
fn heading(sweep: &Sweep) -> String {
    let axes: Vec<String> = sweep.axes.iter().map(span).collect();
    let planned = sweep.points.iter().filter(|row| row.planned().is_some());
    let planned = planned.count();
    let mut text = format!(
        "{}: {}, {} with a plan",
        axes.join("; "),
        count(sweep.size(), "point"),
        if planned == sweep.size() {
            "all".to_owned()
        } else {
            planned.to_string()
        }
    );
    let missing = sweep.size() - sweep.points.len();
    if missing > 0 {
        text = format!("{text}, {missing} not reached");
    }
    if let Some(scenario) = &sweep.scenario {
        text = format!("{text}; scenario `{}`", clean(scenario));
    }
    if sweep.relaxed {
        text.push_str("; with fractions of people");
    }
    text.push('.');
    text
}

fn span(axis: &Axis) -> String {
    let ends = axis.labels.first().zip(axis.labels.last());
    let (from, to) = ends.map_or(("", ""), |(from, to)| (from, to));
    let mut text = format!("{} from {from} to {to}", clean(&axis.quantity));
    if axis.percent {
        text.push_str(" of what is in force");
    }
    if let Some(in_force) = axis.in_force {
        let in_force = amount(axis, in_force);
        text = if axis.percent {
            format!("{text} ({in_force})")
        } else {
            format!("{text} (in force: {in_force})")
        };
    }
    text
}

/// A value of an axis in its own unit.
fn amount(axis: &Axis, value: f64) -> String {
    if let Some(rate) = axis.unit.strip_prefix('£') {
        return format!("{}{rate}", pounds(value));
    }
    let places = if value.abs() >= 100.0 { 0 } else { 4 };
    let text = plain(value, places);
    let text = if text.contains('.') {
        text.trim_end_matches('0').trim_end_matches('.')
    } else {
        &text
    };
    match axis.unit.as_str() {
        "" => text.to_owned(),
        unit => format!("{text} {unit}"),
    }
}

fn title(sweep: &Sweep) -> String {
    let over = if sweep.over_horizon {
        "over the horizon"
    } else {
        "a year"
    };
    match sweep.against {
        Against::Cost => format!("Least cost {over}"),
        Against::Wait => "Longest mean wait, weeks".to_owned(),
        Against::Access => format!("People who start {over}"),
        Against::Shortfall => format!("Shortfall of soft standards at its price {over}"),
    }
}

fn figure(against: Against, value: f64) -> String {
    match against {
        Against::Cost | Against::Shortfall => pounds(value),
        Against::Wait => plain(value, 1),
        Against::Access => plain(value, 0),
    }
}

fn points(sweep: &Sweep) -> String {
    let mut short = sweep.points.iter().filter_map(Row::planned);
    let is_short = short.any(|planned| planned.shortfall_gbp.is_some_and(|short| short > 0.005));
    let shows_short = is_short || sweep.against == Against::Shortfall;
    let mut headings: Vec<String> = Vec::new();
    for axis in &sweep.axes {
        headings.push(clean(&axis.quantity));
        if shows_amounts(axis) {
            headings.push(clean(&axis.unit));
        }
    }
    let cost = if sweep.over_horizon {
        "cost"
    } else {
        "cost\na year"
    };
    headings.push(cost.to_owned());
    if shows_short {
        headings.push("shortfall\nat its price".to_owned());
    }
    let others = [
        "people\nstart",
        "longest wait,\nweeks",
        "staff,\nWTE",
        "proved\nwithin",
    ];
    headings.extend(others.map(str::to_owned));
    let borrowed: Vec<&str> = headings.iter().map(String::as_str).collect();
    let mut grid = Grid::new(&borrowed);
    for row in &sweep.points {
        let mut cells = Vec::new();
        for (place, axis) in row.at.iter().zip(&sweep.axes) {
            cells.push(axis.labels.get(*place).cloned().unwrap_or_default());
            if shows_amounts(axis) {
                cells.push(amount_at(axis, *place));
            }
        }
        let without = match &row.verdict {
            Verdict::Plan(planned) => {
                cells.extend(figures(planned, shows_short));
                None
            }
            Verdict::NoPlan { .. } => Some("no plan"),
            Verdict::NotSettled { .. } => Some("not settled"),
        };
        if let Some(word) = without {
            cells.push(word.to_owned());
            let nothing = if shows_short { 5 } else { 4 };
            cells.extend(std::iter::repeat_n(NOTHING.to_owned(), nothing));
        }
        grid.row(cells);
    }
    grid.render() + &reasons(sweep)
}

/// Why points have no plan, each reason once: `no plan with whole people (proved): budget 80 % to 84 %`.
fn reasons(sweep: &Sweep) -> String {
    let mut all: Vec<(&str, Vec<&Row>)> = Vec::new();
    for row in &sweep.points {
        let (Verdict::NoPlan { reason } | Verdict::NotSettled { reason }) = &row.verdict else {
            continue;
        };
        match all.iter_mut().find(|(known, _)| known == reason) {
            Some((_, rows)) => rows.push(row),
            None => all.push((reason, vec![row])),
        }
    }
    let lines = all.into_iter().map(|(reason, rows)| {
        let mut reason = clean(reason);
        if let Some(first) = reason.get(..1).map(str::to_uppercase) {
            reason.replace_range(..1, &first);
        }
        paragraph(&format!("{reason}: {}.", where_at(sweep, &rows)))
    });
    lines.collect()
}

/// Points in words, neighbours together.
fn where_at(sweep: &Sweep, rows: &[&Row]) -> String {
    // Neighbours share all places but the last, which is one on.
    let follows = |one: &Row, next: &Row| match (one.at.split_last(), next.at.split_last()) {
        (Some((one, above)), Some((next, beside))) => above == beside && one + 1 == *next,
        _ => false,
    };
    let mut runs: Vec<(&Row, &Row)> = Vec::new();
    for row in rows {
        match runs.last_mut() {
            Some((_, last)) if follows(last, row) => *last = row,
            _ => runs.push((row, row)),
        }
    }
    let named = |(from, to): &(&Row, &Row)| {
        let axes = sweep.axes.iter().zip(from.values.iter().zip(&to.values));
        let parts: Vec<String> = axes
            .map(|(axis, (from, to))| {
                let quantity = clean(&axis.quantity);
                if from == to {
                    format!("{quantity} {from}")
                } else {
                    format!("{quantity} {from} to {to}")
                }
            })
            .collect();
        parts.join(", ")
    };
    runs.iter().map(named).collect::<Vec<String>>().join("; ")
}

/// Whether a percentage's amount is known.
fn shows_amounts(axis: &Axis) -> bool {
    axis.percent && axis.in_force.is_some() && !axis.unit.is_empty()
}

fn amount_at(axis: &Axis, place: usize) -> String {
    let share = axis.values.get(place).copied().unwrap_or(f64::NAN) / 100.0;
    let value = axis.in_force.unwrap_or(f64::NAN) * share;
    if axis.unit.starts_with('£') {
        return pounds(value);
    }
    plain(value, if value.abs() >= 100.0 { 0 } else { 3 })
}

fn figures(planned: &Planned, shows_short: bool) -> Vec<String> {
    let mut cells = vec![pounds(planned.cost_gbp)];
    if shows_short {
        cells.push(
            planned
                .shortfall_gbp
                .map_or_else(|| NOTHING.to_owned(), pounds),
        );
    }
    cells.push(plain(planned.starts_people, 0));
    let wait = planned.longest_wait_weeks;
    cells.push(wait.map_or_else(|| NOTHING.to_owned(), |weeks| plain(weeks, 1)));
    cells.push(plain(planned.staff_wte.values().sum(), 1));
    cells.push(planned.gap().map_or_else(|| "not known".to_owned(), gap));
    cells
}
