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

/// Heads those who join and were hired before the plan: nothing that it decides.
const ON_THEIR_WAY: &str = "already on\ntheir way";

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
    /// A year of a role, with those who join in it and were hired before the plan.
    type Figure = fn(&LadderYear, f64) -> f64;
    let all: [(&str, Figure); 9] = [
        ("at first", |l, _| l.at_first),
        (ON_THEIR_WAY, |_, before| before),
        ("hired", |l, before| l.hired - before),
        ("moved into it", |l, _| sum(&l.arrived)),
        ("back from training", |l, _| l.returned),
        ("moved on", |l, _| sum(&l.moved)),
        ("redundant", |l, _| l.redundant),
        ("left", |l, _| l.left),
        ("at last", |l, _| l.at_last),
    ];
    let years = view.total.years.iter();
    let ladders: Vec<(&LadderYear, f64)> = years
        .flat_map(|year| year.ladder.iter().map(move |ladder| (year, ladder)))
        .map(|(year, ladder)| (ladder, hired_before(view, &ladder.role, year)))
        .collect();
    let columns: Vec<(&str, Figure)> = all
        .into_iter()
        .filter(|(title, of)| {
            let is_rare = [ON_THEIR_WAY, "back from training", "redundant"].contains(title);
            !is_rare
                || ladders
                    .iter()
                    .any(|(l, before)| of(l, *before).abs() > NOBODY)
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
            let before = hired_before(view, role, year);
            cells.extend(columns.iter().map(|(_, of)| flow(of(ladder, before))));
            grid.row(cells);
        }
    }
    if grid.is_empty() {
        return String::new();
    }
    grid.render()
}

/// Who join a role in a year and were hired before the plan.
fn hired_before(view: &View, role: &str, year: &YearFigures) -> f64 {
    let found = view.total.roles.iter().find(|figures| figures.role == role);
    found.map_or(0.0, |figures| {
        within(&figures.joining, year) - within(&figures.hired, year)
    })
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

/// So many years have their columns side by side.
const YEARS: usize = 5;

/// The same table for each few years, so that it fits the page: `row` adds a row to the table of
/// some years, given a figure for each year of all.
struct Blocks {
    years: Vec<String>,
    grids: Vec<Grid>,
}

impl Blocks {
    fn new(view: &View, leading: &[&str]) -> Self {
        let years = view.total.years.iter();
        let years: Vec<String> = years
            .map(|year| year_title(&year.year, year.share))
            .collect();
        let last = years.len().div_ceil(YEARS);
        let grids = years
            .chunks(YEARS)
            .enumerate()
            .map(|(place, chunk)| {
                let mut titles = leading.to_vec();
                titles.extend(chunk.iter().map(String::as_str));
                if place + 1 == last && years.len() > 1 {
                    titles.push("all");
                }
                Grid::new(&titles)
            })
            .collect();
        Self { years, grids }
    }

    /// Adds a row: a figure for each year, and at the end of the last table their sum.
    fn row(&mut self, words: &[String], values: &[f64]) {
        let last = self.grids.len();
        for (place, (grid, chunk)) in self.grids.iter_mut().zip(values.chunks(YEARS)).enumerate() {
            let mut cells = words.to_vec();
            cells.extend(chunk.iter().map(|value| flow(*value)));
            if place + 1 == last && self.years.len() > 1 {
                cells.push(flow(values.iter().sum()));
            }
            grid.row(cells);
        }
    }

    fn render(self) -> String {
        let grids = self.grids.into_iter().filter(|grid| !grid.is_empty());
        let texts: Vec<String> = grids.map(Grid::render).collect();
        texts.join("\n")
    }
}

/// Who starts on each route and arrives by it in each year, and who leaves for the same ladder
/// elsewhere.
pub fn moves(view: &View) -> String {
    type Figure = fn(&RouteOverTime) -> &[f64];
    let lines: [(&str, Figure); 3] = [
        ("start", |r| &r.starting),
        ("arrive", |r| &r.completing),
        ("leave for it elsewhere", |r| &r.ladder_leaving),
    ];
    let mut blocks = Blocks::new(view, &["Moves (WTE)", "<from and to", "<"]);
    for route in &view.total.routes {
        let name = Names(view.instance).other(Kind::Route, &route.route);
        let mut leading = [name.to_owned(), ends_of(view, &route.route)];
        for (what, of) in lines {
            let years = view.total.years.iter();
            let values: Vec<f64> = years.map(|year| within(of(route), year)).collect();
            if values.iter().any(|value| *value > NOBODY) {
                let [name, ends] = std::mem::take(&mut leading);
                blocks.row(&[name, ends, what.to_owned()], &values);
            }
        }
    }
    blocks.render()
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
    let roles = roles(view);
    let mut blocks = Blocks::new(view, &["Leavers (WTE)", "<where to"]);
    let mut everybody: IndexMap<&str, Vec<f64>> = IndexMap::new();
    let mut with_leavers = 0;
    for role in &roles {
        let mut left_to: IndexMap<&str, Vec<f64>> = IndexMap::new();
        for (place, year) in view.total.years.iter().enumerate() {
            let ladders = year.ladder.iter().filter(|ladder| ladder.role == *role);
            for (to, wte) in ladders.flat_map(|ladder| &ladder.left_to) {
                for named in [&mut left_to, &mut everybody] {
                    let by_year = named.entry(to).or_default();
                    by_year.resize(view.total.years.len(), 0.0);
                    if let Some(sum) = by_year.get_mut(place) {
                        *sum += wte;
                    }
                }
            }
        }
        let name = Names(view.instance).role(role);
        let has_leavers = left_to.values().flatten().any(|wte| *wte > NOBODY);
        with_leavers += usize::from(has_leavers);
        add_leavers(view, &mut blocks, name, &left_to);
    }
    if with_leavers > 1 {
        // What is not stated comes last.
        everybody.sort_by(|a, _, b, _| (*a == NOT_STATED).cmp(&(*b == NOT_STATED)));
        add_leavers(view, &mut blocks, "all roles", &everybody);
    }
    blocks.render()
}

fn add_leavers(view: &View, blocks: &mut Blocks, title: &str, left_to: &IndexMap<&str, Vec<f64>>) {
    let mut title = title.to_owned();
    for (to, by_year) in left_to {
        if by_year.iter().any(|wte| *wte > NOBODY) {
            let words = [std::mem::take(&mut title), destination(view, to)];
            blocks.row(&words, by_year);
        }
    }
}

/// An id in words, the one abbreviation that everybody knows in capitals.
fn in_words(id: &str) -> String {
    let words: Vec<&str> = id
        .split('-')
        .map(|word| if word == "nhs" { "NHS" } else { word })
        .collect();
    words.join(" ")
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
        None => in_words(to),
    }
}
