//! Waiting lists and waits over time.

use super::View;
use super::series::{Row, Style, table};
use crate::audit::over_time::StepOverTime;
use crate::report::dates::unit;
use crate::report::grid::paragraph;
use crate::report::names::{Kind, Names};

/// People waiting at the end of each quarter, by step.
pub fn lists(view: &View) -> String {
    by_step(view, "People waiting", 0, |step| {
        let parts = view.parts.iter();
        let at_start = parts.filter_map(|part| part.service.start.waiting.get(step.step.as_str()));
        (Some(at_start.sum()), step.waiting.clone())
    })
}

/// Mean waits, by step; what a dash means, where there is one.
pub fn waits(view: &View) -> String {
    let text = by_step(view, "Mean wait (weeks)", 1, |step| {
        (None, step.mean_wait_weeks.clone())
    });
    let mut waits = view.total.steps.iter().flat_map(|s| &s.mean_wait_weeks);
    if waits.all(|weeks| weeks.is_finite()) {
        return text;
    }
    let unit = unit(view.calendar);
    text + &paragraph(&format!(
        "– or ·: hardly anybody starts in that {unit} (less than a third of those who join the \
         list), so it tells no wait."
    ))
}

/// A row a step: the figure at the start, if there is one, and one a period.
fn by_step(
    view: &View,
    title: &str,
    places: usize,
    of: impl Fn(&StepOverTime) -> (Option<f64>, Vec<f64>),
) -> String {
    let names = Names(view.instance);
    let rows: Vec<Row> = view
        .total
        .steps
        .iter()
        .map(|step| {
            let (now, values) = of(step);
            Row {
                words: vec![names.other(Kind::Step, &step.step).to_owned()],
                now,
                values,
            }
        })
        .collect();
    table(view, &[title], &rows, Style { places, unit: "" })
}
