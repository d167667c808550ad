//! A few services beside each other: whom each has, who leaves, what each costs.

use super::{Part, View, total};
use crate::instance::Back;
use crate::report::grid::Grid;
use crate::report::numbers::{NOTHING, plain, pounds};

/// More services than this are only shown with `--per-service`.
const MOST: usize = 6;

/// A row a service and one for all; nothing where there is one service, or many.
pub fn beside(view: &View) -> String {
    if view.parts.len() < 2 || view.parts.len() > MOST {
        return String::new();
    }
    let mut grid = Grid::new(&[
        "Services",
        "staff now,\nWTE",
        "on average,\nWTE",
        "in the end,\nWTE",
        "leavers a year,\nWTE",
        "spend over\nthe horizon",
        "£ a referral",
    ]);
    for part in &view.parts {
        let one = std::slice::from_ref(part);
        grid.row(row(view, part.service.name.clone(), one));
    }
    grid.row(row(view, "all services".to_owned(), &view.parts));
    grid.render()
}

fn row(view: &View, name: String, parts: &[Part]) -> [String; 7] {
    let figures = total::of(view.calendar, parts.iter().map(|part| part.figures));
    let sum = |of: &dyn Fn(&crate::audit::over_time::RoleOverTime) -> f64| -> f64 {
        figures.roles.iter().map(of).sum()
    };
    let first = figures.years.first();
    let now: f64 = first.map_or(0.0, |year| year.ladder.iter().map(|l| l.at_first).sum());
    let in_post = sum(&|role| role.in_post.iter().sum());
    let left = sum(&|role| role.leaving.iter().sum());
    let last = sum(&|role| role.in_post.last().copied().unwrap_or_default());
    let spend: f64 = figures.years.iter().map(|y| y.spend_gbp.total).sum();
    #[expect(clippy::cast_precision_loss, reason = "at most a few hundred periods")]
    let (periods, a_year) = (
        view.calendar.periods().max(1) as f64,
        view.calendar.periods_per_year as f64,
    );
    let referred: f64 = parts
        .iter()
        .map(|part| {
            let periods = 0..view.calendar.periods();
            periods
                .map(|period| part.service.referred(Back::In(period)))
                .sum::<f64>()
        })
        .sum();
    [
        name,
        plain(now, 1),
        plain(in_post / periods, 1),
        plain(last, 1),
        plain(left / periods * a_year, 1),
        pounds(spend),
        if referred > 0.0 {
            pounds(spend / referred)
        } else {
            NOTHING.to_owned()
        },
    ]
}
