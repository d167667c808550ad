//! What is spent in each financial year, against each budget, and on what.

use super::{Part, View, total};
use crate::instance::Scoped;
use crate::plan::Spend;
use crate::report::grid::{Grid, paragraph};
use crate::report::numbers::{NOTHING, percent, pounds};
use crate::units::GbpPerYear;

/// Spend by financial year against each budget that covers nobody else, then what it goes on.
pub fn by_year(view: &View) -> String {
    let mut grid = Grid::new(&[
        "Spend by financial year",
        "<year",
        "spend",
        "budget",
        "left",
        "used",
    ]);
    let shown = || view.parts.iter();
    let budgets: Vec<_> = view
        .instance
        .budgets
        .values()
        .map(|budget| (budget, covered(view, budget)))
        .filter(|(budget, parts)| parts.len() == budget.services.len())
        .collect();
    for (budget, parts) in &budgets {
        rows(view, &mut grid, &budget.name, parts, Some(&budget.by_year));
    }
    if !budgets
        .iter()
        .any(|(_, parts)| parts.len() == view.parts.len())
    {
        let all: Vec<&Part> = shown().collect();
        let title = match all.as_slice() {
            [one] => one.service.name.clone(),
            _ => "all services".to_owned(),
        };
        rows(view, &mut grid, &title, &all, None);
    }
    grid.render() + &on_what(view)
}

/// The services shown that a budget covers.
fn covered<'v, 'a>(view: &'v View<'a>, budget: &Scoped<GbpPerYear>) -> Vec<&'v Part<'a>> {
    let is_covered = |part: &&Part| {
        budget.services.iter().any(|index| {
            let service = view.instance.services.get(*index);
            service.is_some_and(|service| service.id == part.service.id)
        })
    };
    view.parts.iter().filter(is_covered).collect()
}

fn rows(view: &View, grid: &mut Grid, title: &str, parts: &[&Part], limits: Option<&[f64]>) {
    let mut spent_in_all = 0.0;
    let mut limit_in_all = limits.map(|_| 0.0);
    for (place, year) in view.total.years.iter().enumerate() {
        let spent: f64 = parts
            .iter()
            .filter_map(|part| part.figures.years.get(place))
            .map(|year| year.spend_gbp.total)
            .sum();
        let limit = limits.and_then(|limits| limits.get(place)).copied();
        spent_in_all += spent;
        limit_in_all = limit_in_all.zip(limit).map(|(sum, limit)| sum + limit);
        let title = if place == 0 { title } else { "" };
        grid.row(row(
            title,
            &year_title(&year.year, year.share),
            spent,
            limit,
        ));
    }
    if view.total.years.len() > 1 {
        grid.row(row("", "all", spent_in_all, limit_in_all));
    }
}

fn row(title: &str, year: &str, spent: f64, limit: Option<f64>) -> [String; 6] {
    let limit = limit.filter(|limit| limit.is_finite());
    let or_nothing = |text: Option<String>| text.unwrap_or_else(|| NOTHING.to_owned());
    [
        title.to_owned(),
        year.to_owned(),
        pounds(spent),
        or_nothing(limit.map(pounds)),
        or_nothing(limit.map(|limit| pounds(limit - spent))),
        or_nothing(
            limit
                .filter(|limit| *limit > 0.0)
                .map(|limit| percent(spent / limit, 1)),
        ),
    ]
}

/// A year, and whether only a part of it is planned: `2026/27 (part)`.
pub fn year_title(year: &str, share: f64) -> String {
    if share < 1.0 - 1e-9 {
        format!("{year} (part)")
    } else {
        year.to_owned()
    }
}

/// What it is spent on over the horizon, in a line; what is nothing is left out.
fn on_what(view: &View) -> String {
    let mut spend = Spend::default();
    for year in &view.total.years {
        total::add_spend(&mut spend, &year.spend_gbp);
    }
    let items = [
        ("pay", spend.pay),
        ("overhead", spend.overhead),
        ("recruitment", spend.recruitment),
        ("course fees", spend.fees),
        ("overtime", spend.overtime),
        ("hours bought in", spend.bought_in),
        ("retention measures", spend.retention),
        ("redundancy pay", spend.redundancy),
        ("supernumerary staff and short time", spend.idle),
    ];
    let parts: Vec<String> = items
        .into_iter()
        .filter(|(_, value)| value.abs() >= 0.5)
        .map(|(name, value)| format!("{name} {}", pounds(value)))
        .collect();
    if parts.is_empty() {
        return String::new();
    }
    paragraph(&format!(
        "Spend over the horizon: {} = {}.",
        parts.join(" + "),
        pounds(spend.total)
    ))
}
