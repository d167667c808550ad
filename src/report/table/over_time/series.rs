//! A table of figures over time: a column for now and for chosen periods, and a line of marks
//! over every period.

use super::columns::{Column, choices};
use super::{View, spark};
use crate::report::dates;
use crate::report::grid::{Grid, WIDTH};
use crate::report::numbers::{NOTHING, plain};

/// A row of figures over time.
#[derive(Debug, Clone, PartialEq)]
pub struct Row {
    /// What it is about: a text for each leading column.
    pub words: Vec<String>,
    /// The figure at the start.
    pub now: Option<f64>,
    /// One figure a period.
    pub values: Vec<f64>,
}

/// How figures are written.
#[derive(Debug, Clone, Copy)]
pub struct Style {
    /// Decimal places where there is room.
    pub places: usize,
    /// What follows each figure.
    pub unit: &'static str,
}

impl Style {
    /// A figure as it is written with so many places.
    fn show(self, value: f64, places: usize) -> String {
        if value.is_finite() {
            format!("{}{}", plain(value, places), self.unit)
        } else {
            NOTHING.to_owned()
        }
    }
}

/// The table; `headings` are those of the leading columns. Marks stand at the end of each row
/// where there is room, else in a table of their own below.
pub fn table(view: &View, headings: &[&str], rows: &[Row], style: Style) -> String {
    if rows.is_empty() {
        return String::new();
    }
    let choices = choices(view.calendar);
    let fits = |columns: &[Column], places: usize, beside: usize| {
        let width = width(headings, rows, columns, (style, places), false);
        width + beside <= usize::from(WIDTH)
    };
    let widest = choices.first().map_or(&[][..], Vec::as_slice);
    if let Some(places) = [style.places, 0]
        .into_iter()
        .find(|places| fits(widest, *places, marks_width(view)))
    {
        return figures(view, headings, rows, widest, (style, places), true);
    }
    let chosen = choices.iter().find_map(|columns| {
        let places = [style.places, 0];
        let places = places
            .into_iter()
            .find(|places| fits(columns, *places, 0))?;
        Some((columns.as_slice(), places))
    });
    let fewest = choices.last().map_or(&[][..], Vec::as_slice);
    let (columns, places) = chosen.unwrap_or((fewest, 0));
    let mut text = figures(view, headings, rows, columns, (style, places), false);
    text.push('\n');
    text.push_str(&lines(view, headings, rows, (style, places)));
    text
}

/// How wide the column of marks is, with the gap before it.
fn marks_width(view: &View) -> usize {
    let periods = view.calendar.periods();
    let marks = periods.div_ceil(spark::periods_per_mark(periods));
    marks.max(mark_title(view).chars().count()) + 2
}

/// How wide a table with these columns is, their headings on one line or on as many as they have
/// words.
fn width(
    headings: &[&str],
    rows: &[Row],
    columns: &[Column],
    (style, places): (Style, usize),
    one_line: bool,
) -> usize {
    let long = |text: &str| text.chars().count();
    let word = |text: &str| {
        let longest = text.split(' ').map(long).max().unwrap_or_default();
        if one_line { long(text) } else { longest }
    };
    let leading: usize = headings
        .iter()
        .enumerate()
        .map(|(position, heading)| {
            let texts = rows.iter().filter_map(|row| row.words.get(position));
            let widest = texts.map(|text| long(text)).max().unwrap_or_default();
            widest.max(long(heading)).min(24) + 2
        })
        .sum();
    let figure = |value: f64| long(&style.show(value, places));
    let now = rows.iter().filter_map(|row| row.now).map(figure).max();
    let now = now.map_or(0, |width| width.max(3) + 2);
    let others: usize = columns
        .iter()
        .map(|column| {
            let values = rows.iter().filter_map(|row| row.values.get(column.period));
            let widest = values.map(|value| figure(*value)).max().unwrap_or_default();
            widest.max(word(&column.heading)) + 2
        })
        .sum();
    leading + now + others - 2
}

fn figures(
    view: &View,
    headings: &[&str],
    rows: &[Row],
    columns: &[Column],
    (style, places): (Style, usize),
    with_marks: bool,
) -> String {
    let has_now = rows.iter().any(|row| row.now.is_some());
    // All headings on one line, or all on more.
    let beside = if with_marks { marks_width(view) } else { 0 };
    let one_line = width(headings, rows, columns, (style, places), true) + beside;
    let is_roomy = one_line <= usize::from(WIDTH);
    let mut titles: Vec<String> = leading(headings);
    if has_now {
        titles.push("now".to_owned());
    }
    titles.extend(columns.iter().map(|column| {
        let heading = column.heading.clone();
        if is_roomy {
            heading
        } else {
            heading.replace(' ', "\n")
        }
    }));
    if with_marks {
        titles.push(format!("<{}", mark_title(view)));
    }
    let titles: Vec<&str> = titles.iter().map(String::as_str).collect();
    let mut grid = Grid::new(&titles);
    if with_marks {
        grid.keep_whole(titles.len() - 1);
    }
    for row in rows {
        let mut cells = row.words.clone();
        if has_now {
            let now = row.now.map(|now| style.show(now, places));
            cells.push(now.unwrap_or_else(|| NOTHING.to_owned()));
        }
        cells.extend(columns.iter().map(|column| {
            let value = row.values.get(column.period);
            style.show(value.copied().unwrap_or(f64::NAN), places)
        }));
        if with_marks {
            cells.push(spark::line(&row.values));
        }
        grid.row(cells);
    }
    grid.render()
}

/// The marks in a table of their own, with the least and the greatest figure.
fn lines(view: &View, headings: &[&str], rows: &[Row], (style, places): (Style, usize)) -> String {
    let first = headings.first().copied().unwrap_or_default();
    let title = format!("<{}", mark_title(view));
    let mut grid = Grid::new(&[first, title.as_str(), "least", "most"]);
    grid.keep_whole(1);
    for row in rows {
        let finite = || row.values.iter().copied().filter(|value| value.is_finite());
        grid.row([
            row.words.first().cloned().unwrap_or_default(),
            spark::line(&row.values),
            style.show(finite().fold(f64::INFINITY, f64::min), places),
            style.show(finite().fold(f64::NEG_INFINITY, f64::max), places),
        ]);
    }
    grid.render()
}

/// The titles of the leading columns, all to the left.
fn leading(headings: &[&str]) -> Vec<String> {
    headings
        .iter()
        .enumerate()
        .map(|(position, heading)| match position {
            0 => (*heading).to_owned(),
            _ => format!("<{heading}"),
        })
        .collect()
}

/// What a mark stands for.
fn mark_title(view: &View) -> String {
    let unit = dates::unit(view.calendar);
    match spark::periods_per_mark(view.calendar.periods()) {
        1 => format!("by {unit}"),
        several => format!("every {several} {unit}s"),
    }
}
