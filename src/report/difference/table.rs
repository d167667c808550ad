//! The difference between two plans as a table.

use super::{Difference, Differing, Figure, Section, Unit, figures};
use crate::instance::{Calendar, Instance};
use crate::report::dates;
use crate::report::grid::{Grid, paragraph};
use crate::report::names::{Kind, Names, shortened};
use crate::report::numbers::{change, count, plain, pounds};

/// So many lines a section are shown: the rest is small.
pub(in crate::report) const LINES: usize = 12;

/// So many months are told by name.
const MONTHS: usize = 8;

/// What heads the two plans' columns.
#[derive(Debug, Clone, Copy)]
pub struct Columns<'a> {
    /// The first plan's.
    pub before: &'a str,
    /// The second plan's.
    pub after: &'a str,
}

/// What differs, as a table for each kind of thing.
#[must_use]
pub fn render(instance: &Instance, difference: &Difference, columns: Columns<'_>) -> String {
    let calendar = instance.services.first().map(|s| &s.care.calendar);
    let mut text = String::new();
    let mut grid = Grid::new(&["What changes", columns.before, columns.after, "change"]);
    let mut left_out = 0;
    for section in SECTIONS {
        let of_section = || {
            let figures = difference.figures.iter();
            figures.filter(move |d| d.figure.section == section && is_shown(instance, d))
        };
        let whole: Vec<&Differing> = of_section().filter(|d| d.figure.period.is_none()).collect();
        for differing in whole.iter().take(LINES) {
            let Differing { before, after, .. } = **differing;
            let differs = differing.change();
            grid.row([
                title(instance, &differing.figure, differing.unit),
                amount(before, differing.unit),
                amount(after, differing.unit),
                changed(differs, differing.unit),
            ]);
        }
        left_out += whole.len().saturating_sub(LINES);
    }
    if grid.is_empty() {
        return paragraph("Nothing that is shown differs.");
    }
    text.push_str(&grid.render());
    if left_out > 0 {
        text.push_str(&paragraph(&format!(
            "{} left out; `--format json` has them.",
            count(left_out, "smaller difference")
        )));
    }
    let months = months(instance, difference, calendar);
    if !months.is_empty() {
        text.push('\n');
        text.push_str(&months);
    }
    text
}

/// Of each of several services only what it spends in all.
fn is_shown(instance: &Instance, differing: &Differing) -> bool {
    let figure = &differing.figure;
    figure.section != Section::Spend
        || figure.service.is_none()
        || figure.item == figures::TOTAL
        || instance.services.len() == 1
}

/// In the order of the table.
pub(in crate::report) const SECTIONS: [Section; 10] = [
    Section::Spend,
    Section::Standard,
    Section::Shortfall,
    Section::Starts,
    Section::Waiting,
    Section::Wait,
    Section::Staff,
    Section::Hires,
    Section::Training,
    Section::Retention,
];

/// When hires and starts of training differ: `HITs hired: January 2027 +1, March 2027 −1`.
fn months(instance: &Instance, difference: &Difference, calendar: Option<&Calendar>) -> String {
    let Some(calendar) = calendar.filter(|calendar| calendar.horizon.is_some()) else {
        return String::new();
    };
    let several = instance.services.len() > 1;
    let mut lines: indexmap::IndexMap<String, Vec<(usize, f64)>> = indexmap::IndexMap::new();
    for differing in &difference.figures {
        let figure = &differing.figure;
        let (Some(period), true) = (figure.period, several == figure.service.is_none()) else {
            continue;
        };
        let name = title(instance, figure, differing.unit);
        let line = lines.entry(name).or_default();
        line.push((period, differing.change()));
    }
    let mut text = String::new();
    for (name, times) in lines {
        let mut told: Vec<String> = times
            .iter()
            .take(MONTHS)
            .map(|(period, wte)| {
                format!(
                    "{} {}",
                    dates::period(calendar, *period),
                    changed(*wte, Unit::Wte)
                )
            })
            .collect();
        if let Some(more) = times.len().checked_sub(MONTHS).filter(|more| *more > 0) {
            told.push(format!("and {} more", count(more, dates::unit(calendar))));
        }
        text.push_str(&paragraph(&format!("{name}: {}", told.join(", "))));
    }
    text
}

/// What a figure is called.
pub(in crate::report) fn title(instance: &Instance, figure: &Figure, unit: Unit) -> String {
    let names = Names(instance);
    let name = |kind| shortened(names.other(kind, &figure.item));
    let steady = instance.horizon().is_none();
    let title = match figure.section {
        Section::Spend if figure.item == figures::TOTAL => {
            if steady {
                "Spend in a year".to_owned()
            } else {
                "Spend over the horizon".to_owned()
            }
        }
        Section::Spend => format!("  {}", figure.item),
        Section::Standard => format!(
            "{}, {}",
            name(Kind::Standard),
            match unit {
                Unit::Percent => "% reached",
                _ => "reached",
            }
        ),
        Section::Shortfall => format!("People short of {}", name(Kind::Standard)),
        Section::Starts => format!("{}, people who start", name(Kind::Step)),
        Section::Waiting => format!("{}, people waiting (mean)", name(Kind::Step)),
        Section::Wait => format!("{}, mean wait in the worst period, weeks", name(Kind::Step)),
        Section::Staff if steady => format!("{}, WTE", name(Kind::Role)),
        Section::Staff => format!("{}, WTE (mean)", name(Kind::Role)),
        Section::Hires => format!("{} hired, WTE", name(Kind::Role)),
        Section::Training => format!("{}, starts, WTE", name(Kind::Route)),
        Section::Retention => format!("{}, WTE covered (mean)", name(Kind::Measure)),
    };
    match &figure.service {
        Some(service) if instance.services.len() > 1 => {
            format!("{title} ({})", shortened(names.service(service)))
        }
        _ => title,
    }
}

/// A figure with its unit, as far as tables show it.
pub(in crate::report) fn amount(value: f64, unit: Unit) -> String {
    match unit {
        Unit::Pounds => pounds(value),
        Unit::People => plain(value, 0),
        Unit::Wte | Unit::Weeks | Unit::Percent => plain(value, 1),
    }
}

/// A change with its sign.
pub(in crate::report) fn changed(value: f64, unit: Unit) -> String {
    match unit {
        Unit::Pounds if value > 0.0 => format!("+{}", pounds(value)),
        Unit::Pounds => pounds(value),
        Unit::People => change(value, 0),
        Unit::Wte | Unit::Weeks | Unit::Percent => change(value, 1),
    }
}
