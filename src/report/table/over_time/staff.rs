//! Staff by role over time, and how their hours are used.

use super::series::{Row, Style, table};
use super::{NOBODY, View};
use crate::audit::over_time::RoleOverTime;
use crate::instance::{Role, RoleKind};
use crate::report::names::Names;
use crate::report::numbers::places_for;

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

/// The share of clinical hours used, by role.
pub fn hours_used(view: &View) -> String {
    let rows: Vec<Row> = view
        .total
        .roles
        .iter()
        .filter(|role| role.hours_available.iter().any(|hours| *hours > NOBODY))
        .map(|role| Row {
            words: vec![Names(view.instance).role(&role.role).to_owned()],
            now: None,
            values: role
                .hours_used
                .iter()
                .zip(&role.hours_available)
                .map(|(used, available)| {
                    if *available > NOBODY {
                        100.0 * used / available
                    } else {
                        f64::NAN
                    }
                })
                .collect(),
        })
        .collect();
    let style = Style {
        places: 0,
        unit: "",
    };
    table(view, &["Clinical hours used (%)"], &rows, style)
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
