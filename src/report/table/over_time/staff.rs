//! Staff by role over time, and how their hours are used.

use std::ops::Range;

use super::budgets::year_title;
use super::series::{Row, Style, table};
use super::{NOBODY, View};
use crate::audit::over_time::RoleOverTime;
use crate::instance::{Role, RoleKind};
use crate::report::dates;
use crate::report::grid::Grid;
use crate::report::names::Names;
use crate::report::numbers::{NOTHING, percent, places_for};

/// Staff in post: now and in the last month of each quarter; trainees apart, and totals.
pub fn by_quarter(view: &View) -> String {
    let (qualified, trainees): (Vec<&RoleOverTime>, Vec<&RoleOverTime>) = view
        .total
        .roles
        .iter()
        .filter(|role| is_shown(view, role))
        .partition(|role| kind(view, &role.role) != Some(RoleKind::Trainee));
    let mut rows: Vec<Row> = qualified.iter().map(|role| row(view, role)).collect();
    if !trainees.is_empty() && qualified.len() > 1 {
        rows.push(sum(view, "qualified", &qualified));
    }
    rows.extend(trainees.iter().map(|role| row(view, role)));
    let all: Vec<&RoleOverTime> = qualified.into_iter().chain(trainees).collect();
    if all.len() > 1 {
        rows.push(sum(view, "all staff", &all));
    }
    let figures = || {
        rows.iter()
            .flat_map(|row| row.values.iter().copied().chain(row.now))
    };
    let most = figures().fold(0.0, f64::max);
    let places = if most < 1_000.0 {
        places_for(figures())
    } else {
        0
    };
    table(
        view,
        &["Staff (WTE)", "band"],
        &rows,
        Style { places, unit: "" },
    )
}

/// The share of clinical hours used, by role: in each year, and in the fullest period of all.
pub fn hours_used(view: &View) -> String {
    let mut titles = vec!["Clinical hours used".to_owned()];
    // The last few years, where there are more than fit the page.
    let all = &view.total.years;
    let years = all.get(all.len().saturating_sub(6)..).unwrap_or_default();
    titles.extend(years.iter().map(|year| year_title(&year.year, year.share)));
    titles.push("fullest period".to_owned());
    titles.push("<when".to_owned());
    let titles: Vec<&str> = titles.iter().map(String::as_str).collect();
    let mut grid = Grid::new(&titles);
    for role in &view.total.roles {
        let share = |periods: Range<usize>| {
            let within = |hours: &[f64]| -> f64 {
                hours.get(periods.clone()).unwrap_or_default().iter().sum()
            };
            let available = within(&role.hours_available);
            (available > NOBODY).then(|| within(&role.hours_used) / available)
        };
        let fullest = (0..view.calendar.periods())
            .filter_map(|period| Some((share(period..period + 1)?, period)))
            .reduce(|most, next| if next.0 > most.0 + 1e-6 { next } else { most });
        let Some((most, period)) = fullest else {
            continue;
        };
        let mut cells = vec![Names(view.instance).role(&role.role).to_owned()];
        cells.extend(years.iter().map(|year| {
            let used = share(year.periods.0..year.periods.1);
            used.map_or_else(|| NOTHING.to_owned(), |used| percent(used, 0))
        }));
        cells.push(percent(most, 0));
        cells.push(dates::period(view.calendar, period));
        grid.row(cells);
    }
    if grid.is_empty() {
        return String::new();
    }
    grid.render()
}

/// Whether a role has anybody in it at some time, or could.
fn is_shown(view: &View, role: &RoleOverTime) -> bool {
    let employable = find(view, &role.role)
        .is_some_and(|role| role.employable && role.kind == RoleKind::Qualified);
    employable
        || role.in_post.iter().any(|wte| *wte > NOBODY)
        || now(view, &role.role).is_some_and(|wte| wte > NOBODY)
}

fn find<'a>(view: &View<'a>, role: &str) -> Option<&'a Role> {
    let mut services = view.instance.services.iter();
    services.find_map(|service| service.care.roles.get(role))
}

fn kind(view: &View, role: &str) -> Option<RoleKind> {
    find(view, role).map(|role| role.kind)
}

/// Staff in post before anybody joins or goes.
fn now(view: &View, role: &str) -> Option<f64> {
    let first = view.total.years.first()?;
    let ladder = first.ladder.iter().find(|ladder| ladder.role == role)?;
    Some(ladder.at_first)
}

fn row(view: &View, role: &RoleOverTime) -> Row {
    Row {
        words: vec![
            Names(view.instance).role(&role.role).to_owned(),
            find(view, &role.role).map_or_else(String::new, |role| role.band.clone()),
        ],
        now: now(view, &role.role),
        values: role.in_post.clone(),
    }
}

fn sum(view: &View, title: &str, roles: &[&RoleOverTime]) -> Row {
    let periods = view.calendar.periods();
    Row {
        words: vec![title.to_owned(), String::new()],
        now: roles.iter().map(|role| now(view, &role.role)).sum(),
        values: (0..periods)
            .map(|period| {
                roles
                    .iter()
                    .filter_map(|role| role.in_post.get(period))
                    .sum()
            })
            .collect(),
    }
}
