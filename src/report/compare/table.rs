//! The comparison for people.

use indexmap::IndexMap;

use super::{Comparison, Found, Late, Row, Side};
use crate::reading::Changed;
use crate::report::answer::{OutcomeSummary, Status};
use crate::report::difference::table::{LINES, SECTIONS, amount, changed, title};
use crate::report::difference::{Section, Unit, figures};
use crate::report::grid::{Grid, clean, paragraph};
use crate::report::numbers::{count, gap, pounds};
use crate::report::scenarios::{change_lines, changed_by};

/// So many values in force are shown for each side: the rest changes less.
const VALUES: usize = 25;

/// What of an entry that only one side has is shown value by value.
const FEW: usize = 3;

/// The letter that stands for a side.
pub(super) fn letter(place: usize) -> String {
    let letter = u8::try_from(place).ok().filter(|place| *place < 26);
    letter.map_or_else(
        || format!("#{}", place + 1),
        |place| char::from(b'A' + place).to_string(),
    )
}

/// What each costs and how good it is, what is in force differently, what is decided differently.
#[must_use]
pub fn table(comparison: &Comparison) -> String {
    let mut text = costs(comparison);
    for (place, side) in comparison.sides.iter().enumerate() {
        for late in side.audited().into_iter().flat_map(|audited| &audited.late) {
            text.push_str(&late_line(comparison, place, late));
        }
    }
    for (place, changes) in comparison.in_force.iter().enumerate() {
        text.push('\n');
        text.push_str(&in_force(place + 1, changes));
    }
    text.push('\n');
    text.push_str(&decided(comparison));
    text
}

/// That a plan holds a standard late.
fn late_line(comparison: &Comparison, place: usize, late: &Late) -> String {
    let several = comparison
        .sides
        .get(place)
        .is_some_and(|side| side.instance.services.len() > 1);
    let at = if several {
        format!(" at {}", clean(&late.service))
    } else {
        String::new()
    };
    let from = match &late.holds_from {
        Some(from) => format!("only from {from}"),
        None => "not within the horizon".to_owned(),
    };
    paragraph(&format!(
        "{}: “{}”{at} does not hold as asked: {from}.",
        letter(place),
        clean(&late.name)
    ))
}

fn costs(comparison: &Comparison) -> String {
    let steady = |side: &Side| side.instance.horizon().is_none();
    let over = match (
        comparison.sides.iter().all(steady),
        comparison.sides.iter().any(steady),
    ) {
        (true, _) => "£ a year",
        (_, false) => "£ over the horizon",
        _ => "£ in its time",
    };
    let mut grid = Grid::new(&["Compared", over, "against A", "<how good"]);
    let first = comparison.sides.first().and_then(Side::spend_gbp);
    for (place, side) in comparison.sides.iter().enumerate() {
        let spend = side.spend_gbp();
        let against = match (first, spend) {
            (Some(first), Some(spend)) if place > 0 => {
                let change = changed(spend - first, Unit::Pounds);
                if first == 0.0 {
                    change
                } else {
                    format!("{change} ({})", share(spend / first - 1.0))
                }
            }
            _ => String::new(),
        };
        grid.row([
            letter(place),
            spend.map_or_else(|| "–".to_owned(), pounds),
            against,
            how_good(side),
        ]);
    }
    let labels = comparison.sides.iter().enumerate();
    let mut text: String = labels
        .map(|(place, side)| paragraph(&format!("{}: {}", letter(place), clean(&side.label))))
        .collect();
    text.push('\n');
    text.push_str(&grid.render());
    if !comparison.is_of_one_time() {
        text.push_str(&paragraph(
            "They do not plan for the same time: sums over it cannot be compared.",
        ));
    }
    text
}

fn share(share: f64) -> String {
    let sign = if share < 0.0 { '−' } else { '+' };
    format!("{sign}{:.1} %", share.abs() * 100.0)
}

pub(super) fn how_good(side: &Side) -> String {
    match &side.found {
        Found::NoPlan => "no plan exists (proved)".to_owned(),
        Found::NotSettled => "a limit came before any plan".to_owned(),
        Found::Plan(audited) => match &audited.outcome {
            None => "audited".to_owned(),
            Some(outcome) => proved(outcome),
        },
    }
}

fn proved(outcome: &OutcomeSummary) -> String {
    let widest = outcome
        .objectives
        .iter()
        .filter_map(|objective| objective.gap)
        .fold(0.0, f64::max);
    match outcome.status {
        Status::Optimal => "proved best".to_owned(),
        Status::WithinGap => format!("proved within {}", gap(widest)),
        Status::TimeLimit => "best in the time there was".to_owned(),
        Status::Interrupted => "best until interrupted".to_owned(),
    }
}

/// What one has in force differently from the first.
fn in_force(place: usize, changes: &[Changed]) -> String {
    let side = letter(place);
    if changes.is_empty() {
        return paragraph(&format!("The same is in force in A and {side}."));
    }
    let mut entries: IndexMap<(&str, bool), usize> = IndexMap::new();
    for change in changes {
        if let Some(entry) = &change.entry {
            *entries.entry((entry, change.before.is_some())).or_default() += 1;
        }
    }
    entries.retain(|_, count| *count > FEW);
    let is_told = |change: &&Changed| {
        change
            .entry
            .as_ref()
            .is_none_or(|entry| !entries.contains_key(&(entry.as_str(), change.before.is_some())))
    };
    let mut values: Vec<&Changed> = changes.iter().filter(is_told).collect();
    values.sort_by(|a, b| weight(b).total_cmp(&weight(a)));
    let mut text = paragraph(&format!(
        "In force differently, A → {side} ({}):",
        count(changes.len(), "value")
    ));
    for ((entry, in_first), values) in &entries {
        let only = if *in_first { "A" } else { &side };
        text.push_str(&paragraph(&format!(
            "only in {only}: {entry} ({})",
            count(*values, "value")
        )));
    }
    for change in values.iter().take(VALUES) {
        text.push_str(&change_lines(change));
    }
    if let Some(more) = values.len().checked_sub(VALUES).filter(|more| *more > 0) {
        text.push_str(&paragraph(&format!(
            "{} more, which differ less; `--format json` and `csv` have them.",
            count(more, "value")
        )));
    }
    text
}

/// How much a value differs: as a ratio, one way or the other. What is no number, or only in one, is
/// told first.
fn weight(change: &Changed) -> f64 {
    match change.numbers() {
        Some((before, after)) if changed_by(change).is_some() && after != 0.0 => {
            (after / before).abs().ln().abs()
        }
        _ => f64::INFINITY,
    }
}

fn decided(comparison: &Comparison) -> String {
    let plans = comparison.sides.iter().filter_map(Side::audited).count();
    if plans < 2 {
        return paragraph("Fewer than two have a plan: no decisions can be compared.");
    }
    let letters: Vec<String> = (0..comparison.sides.len()).map(letter).collect();
    let is_pair = comparison.sides.len() == 2;
    let mut headings: Vec<&str> = vec!["Decided differently"];
    headings.extend(letters.iter().map(String::as_str));
    if is_pair {
        headings.push("change");
    }
    let mut grid = Grid::new(&headings);
    let mut left_out = 0;
    for section in SECTIONS {
        let rows: Vec<&Row> = comparison
            .decided
            .iter()
            .filter(|row| row.figure.section == section && row.figure.period.is_none())
            .filter(|row| is_shown(comparison, row))
            .collect();
        for row in rows.iter().take(LINES) {
            let Some(side) = knowing(comparison, row) else {
                continue;
            };
            let mut cells = vec![title(&side.instance, &row.figure, row.unit)];
            let value = |value: &Option<f64>| {
                value.map_or_else(|| "–".to_owned(), |value| amount(value, row.unit))
            };
            cells.extend(row.values.iter().map(value));
            if let ([Some(one), Some(other)], true) = (row.values.as_slice(), is_pair) {
                cells.push(changed(other - one, row.unit));
            }
            grid.row(cells);
        }
        left_out += rows.len().saturating_sub(LINES);
    }
    if grid.is_empty() {
        return paragraph("Nothing that is shown is decided differently.");
    }
    let mut text = grid.render();
    if left_out > 0 {
        text.push_str(&paragraph(&format!(
            "{} left out; `--format json` and `csv` have them.",
            count(left_out, "smaller difference")
        )));
    }
    text
}

/// Of each of several services only what it spends in all.
fn is_shown(comparison: &Comparison, row: &Row) -> bool {
    let figure = &row.figure;
    let single = |side: &Side| side.instance.services.len() == 1;
    figure.section != Section::Spend
        || figure.service.is_none()
        || figure.item == figures::TOTAL
        || comparison.sides.iter().all(single)
}

/// The side whose instance knows what a figure is about: the first that has some of it.
fn knowing<'a>(comparison: &'a Comparison, row: &Row) -> Option<&'a Side> {
    let has = |value: &Option<f64>| value.is_some_and(|value| value != 0.0);
    let place = row.values.iter().position(has).unwrap_or(0);
    comparison.sides.get(place)
}
