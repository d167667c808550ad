//! Waiting lists and waits over time.

use super::View;
use super::series::{Row, Style, table};
use crate::report::names::{Kind, Names};

/// People waiting at the end of each quarter, by step.
pub fn lists(view: &View) -> String {
    let rows: Vec<Row> = view
        .total
        .steps
        .iter()
        .map(|step| Row {
            words: vec![
                Names(view.instance)
                    .other(Kind::Step, &step.step)
                    .to_owned(),
            ],
            now: Some(
                view.parts
                    .iter()
                    .filter_map(|part| part.service.start.waiting.get(step.step.as_str()))
                    .sum(),
            ),
            values: step.waiting.clone(),
        })
        .collect();
    let style = Style {
        places: 0,
        unit: "",
    };
    table(view, &["People waiting"], &rows, style)
}

/// Mean waits, by step.
pub fn waits(view: &View) -> String {
    let rows: Vec<Row> = view
        .total
        .steps
        .iter()
        .map(|step| Row {
            words: vec![
                Names(view.instance)
                    .other(Kind::Step, &step.step)
                    .to_owned(),
            ],
            now: None,
            values: step.mean_wait_weeks.clone(),
        })
        .collect();
    let style = Style {
        places: 1,
        unit: "",
    };
    table(view, &["Mean wait (weeks)"], &rows, style)
}
