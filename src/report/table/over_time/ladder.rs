//! The career ladder by financial year: who joins, moves up and leaves, and where to.

use indexmap::IndexMap;

use super::budgets::year_title;
use super::{NOBODY, View};
use crate::audit::over_time::{LadderYear, RouteOverTime, YearFigures};
use crate::report::grid::Grid;
use crate::report::names::{Kind, Names};
use crate::report::numbers::{NOTHING, plain};

/// Decimal places of flows: people in fractions are means.
const PLACES: usize = 1;

/// What the audit calls leavers of whom nothing is stated.
const NOT_STATED: &str = "not-stated";

fn flow(value: f64) -> String {
    if value.abs() <= NOBODY {
        NOTHING.to_owned()
    } else {
        plain(value, PLACES)
    }
}

fn sum(named: &[(String, f64)]) -> f64 {
    named.iter().map(|(_, value)| value).sum()
}

/// Who is in post at the start and the end of each year, and who comes and goes between, by role.
pub fn by_year(view: &View) -> String {
    type Figure = fn(&LadderYear) -> f64;
    let all: [(&str, Figure); 8] = [
        ("at first", |l| l.at_first),
        ("hired", |l| l.hired),
        ("trained or moved into it", |l| sum(&l.arrived)),
        ("back from training", |l| l.returned),
        ("moved on", |l| sum(&l.moved)),
        ("redundant", |l| l.redundant),
        ("left", |l| l.left),
        ("at last", |l| l.at_last),
    ];
    let ladders = || view.total.years.iter().flat_map(|year| &year.ladder);
    let columns: Vec<(&str, Figure)> = all
        .into_iter()
        .filter(|(title, of)| {
            let is_rare = ["back from training", "redundant"].contains(title);
            !is_rare || ladders().any(|ladder| of(ladder).abs() > NOBODY)
        })
        .collect();
    let mut titles = vec!["Career ladder (WTE)", "<year"];
    titles.extend(columns.iter().map(|(title, _)| *title));
    let mut grid = Grid::new(&titles);
    for role in roles(view) {
        let mut name = Names(view.instance).role(role).to_owned();
        for year in &view.total.years {
            let Some(ladder) = year.ladder.iter().find(|ladder| ladder.role == role) else {
                continue;
            };
            let mut cells = vec![
                std::mem::take(&mut name),
                year_title(&year.year, year.share),
            ];
            cells.extend(columns.iter().map(|(_, of)| flow(of(ladder))));
            grid.row(cells);
        }
    }
    if grid.is_empty() {
        return String::new();
    }
    grid.render()
}

/// Roles with anybody in them in some year, in order.
fn roles<'v>(view: &'v View) -> Vec<&'v str> {
    let mut roles: Vec<&str> = Vec::new();
    for ladder in view.total.years.iter().flat_map(|year| &year.ladder) {
        let has_anybody = [ladder.at_first, ladder.at_last, ladder.left, ladder.hired]
            .into_iter()
            .chain([sum(&ladder.arrived), sum(&ladder.moved)])
            .any(|wte| wte > NOBODY);
        if has_anybody && !roles.contains(&ladder.role.as_str()) {
            roles.push(&ladder.role);
        }
    }
    // In the instance's order, not in that of the first year that has somebody.
    let place = |role: &str| {
        view.instance
            .roles()
            .position(|r| crate::ids::Id::as_str(r) == role)
    };
    roles.sort_by_key(|role| place(role));
    roles
}

/// The headings of a table with a column a year and, where there are several, one for all.
fn with_years<'t>(leading: &[&'t str], years: &'t [String]) -> Vec<&'t str> {
    let mut titles = leading.to_vec();
    titles.extend(years.iter().map(String::as_str));
    if years.len() > 1 {
        titles.push("all");
    }
    titles
}

fn year_titles(view: &View) -> Vec<String> {
    let years = view.total.years.iter();
    years
        .map(|year| year_title(&year.year, year.share))
        .collect()
}

/// A figure for each year and, where there are several, their sum.
fn by_years(values: &[f64]) -> Vec<String> {
    let mut cells: Vec<String> = values.iter().map(|value| flow(*value)).collect();
    if values.len() > 1 {
        cells.push(flow(values.iter().sum()));
    }
    cells
}

/// Who starts on each route and arrives by it in each year, and who leaves for the same ladder
/// elsewhere.
pub fn moves(view: &View) -> String {
    let years = year_titles(view);
    let mut grid = Grid::new(&with_years(&["Moves (WTE)", "<from and to", "<"], &years));
    for route in &view.total.routes {
        type Figure = fn(&RouteOverTime) -> &[f64];
        let lines: [(&str, Figure); 3] = [
            ("start", |r| &r.starting),
            ("arrive", |r| &r.completing),
            ("leave for it elsewhere", |r| &r.ladder_leaving),
        ];
        let mut name = Names(view.instance)
            .other(Kind::Route, &route.route)
            .to_owned();
        let mut ends = ends_of(view, &route.route);
        for (what, of) in lines {
            let values: Vec<f64> = view
                .total
                .years
                .iter()
                .map(|year| within(of(route), year))
                .collect();
            if values.iter().all(|value| *value <= NOBODY) {
                continue;
            }
            let mut cells = vec![
                std::mem::take(&mut name),
                std::mem::take(&mut ends),
                what.to_owned(),
            ];
            cells.extend(by_years(&values));
            grid.row(cells);
        }
    }
    if grid.is_empty() {
        return String::new();
    }
    grid.render()
}

/// What a list by period comes to in a year.
fn within(values: &[f64], year: &YearFigures) -> f64 {
    let (first, after) = year.periods;
    values.get(first..after).unwrap_or_default().iter().sum()
}

/// `AP → PWP`.
fn ends_of(view: &View, route: &str) -> String {
    let mut services = view.instance.services.iter();
    let Some(route) = services.find_map(|service| service.care.routes.get(route)) else {
        return String::new();
    };
    let names = Names(view.instance);
    let from = route
        .from
        .as_ref()
        .map_or("outside", |role| names.role(crate::ids::Id::as_str(role)));
    format!("{from} → {}", names.role(crate::ids::Id::as_str(&route.to)))
}

/// Leavers by role and destination in each year, and over all roles.
pub fn leavers(view: &View) -> String {
    let years = year_titles(view);
    let roles = roles(view);
    let mut grid = Grid::new(&with_years(&["Leavers (WTE)", "<where to"], &years));
    let mut everybody: IndexMap<&str, Vec<f64>> = IndexMap::new();
    for role in &roles {
        let mut left_to: IndexMap<&str, Vec<f64>> = IndexMap::new();
        for (place, year) in view.total.years.iter().enumerate() {
            let ladders = year.ladder.iter().filter(|ladder| ladder.role == *role);
            for (to, wte) in ladders.flat_map(|ladder| &ladder.left_to) {
                for by_year in [
                    left_to.entry(to).or_default(),
                    everybody.entry(to).or_default(),
                ] {
                    by_year.resize(years.len(), 0.0);
                    if let Some(sum) = by_year.get_mut(place) {
                        *sum += wte;
                    }
                }
            }
        }
        add_leavers(view, &mut grid, Names(view.instance).role(role), &left_to);
    }
    if roles.len() > 1 {
        // What is not stated comes last.
        everybody.sort_by(|a, _, b, _| (*a == NOT_STATED).cmp(&(*b == NOT_STATED)));
        add_leavers(view, &mut grid, "all roles", &everybody);
    }
    if grid.is_empty() {
        return String::new();
    }
    grid.render()
}

fn add_leavers(view: &View, grid: &mut Grid, title: &str, left_to: &IndexMap<&str, Vec<f64>>) {
    let mut title = title.to_owned();
    for (to, by_year) in left_to {
        if by_year.iter().all(|wte| *wte <= NOBODY) {
            continue;
        }
        let mut cells = vec![std::mem::take(&mut title), destination(view, to)];
        cells.extend(by_years(by_year));
        grid.row(cells);
    }
}

/// A destination in words: a ladder elsewhere, or the id that the role's data give it.
fn destination(view: &View, to: &str) -> String {
    let mut routes = view
        .instance
        .services
        .iter()
        .flat_map(|service| &service.care.routes);
    let is_of = |(id, route): &(&crate::ids::RouteId, &crate::instance::Route)| {
        crate::ids::Id::as_str(*id) == to || route.name == to
    };
    match routes.find(is_of) {
        Some((_, route)) => format!("{} elsewhere", route.name),
        None => to.replace('-', " "),
    }
}
