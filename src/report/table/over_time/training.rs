//! Training by intake: who starts when, and how many of the places there are that takes.

use std::ops::Range;

use super::budgets::year_title;
use super::{NOBODY, View};
use crate::audit::over_time::RouteOverTime;
use crate::ids::Id;
use crate::instance::{PlacesCap, Route};
use crate::report::dates;
use crate::report::grid::{Grid, paragraph};
use crate::report::names::{Names, shortened};
use crate::report::numbers::{NOTHING, places_for, plain, pounds};
use crate::units::Quantity;

/// A route with more intakes than this is shown by financial year.
const MOST_INTAKES: usize = 8;

/// Starts by route and intake, whose staff they are, what they cost, and the places used. Places
/// that were filled before the plan are told apart: nothing is decided or paid for them any more.
pub fn by_intake(view: &View) -> String {
    let filled_before = view.total.routes.iter().any(|route| {
        let mut periods = 0..view.calendar.periods();
        periods.any(|period| filled(view, &route.route, period) > NOBODY)
    });
    let mut titles = vec!["Training", "<intake", "starts, WTE"];
    if filled_before {
        titles.push("of them\nalready filled");
    }
    titles.extend(["<of them own staff", "fees", "<places used"]);
    let mut grid = Grid::new(&titles);
    for figures in &view.total.routes {
        let Some(route) = find(view, &figures.route) else {
            continue;
        };
        let mut name = route.name.clone();
        for (intake, periods, places) in intakes(view, figures) {
            let sum = |of: &dyn Fn(usize) -> f64| periods.clone().map(of).sum::<f64>();
            let starts = sum(&|period| at(&figures.starting, period));
            let filled = sum(&|period| filled(view, &figures.route, period));
            let shown = plain(starts, places_for([starts]));
            let own = match &route.from {
                Some(role) if starts > NOBODY => {
                    let role = Names(view.instance).role(role.as_str());
                    format!("{shown} {}", shortened(role))
                }
                _ => NOTHING.to_owned(),
            };
            let mut cells = vec![std::mem::take(&mut name), intake, shown];
            if filled_before {
                cells.push(match filled {
                    filled if filled > NOBODY => plain(filled, places_for([filled])),
                    _ => NOTHING.to_owned(),
                });
            }
            cells.extend([own, pounds((starts - filled) * route.fee.value()), places]);
            grid.row(cells);
        }
    }
    if grid.is_empty() {
        return "Training: nobody starts.\n".to_owned();
    }
    let mut text = grid.render();
    if filled_before {
        text += &paragraph(
            "Already filled: places promised before the plan; their fees are not in its spend.",
        );
    }
    text
}

/// What has a row: its name, its periods, and what of the places is used. Intakes with starts, or
/// where they are many financial years.
fn intakes(view: &View, figures: &RouteOverTime) -> Vec<(String, Range<usize>, String)> {
    let used: Vec<usize> = (0..view.calendar.periods())
        .filter(|period| at(&figures.starting, *period) > NOBODY)
        .collect();
    if used.len() > MOST_INTAKES {
        let years = view.total.years.iter();
        return years
            .map(|year| {
                let (first, after) = year.periods;
                (
                    year_title(&year.year, year.share),
                    first..after,
                    String::new(),
                )
            })
            .collect();
    }
    used.into_iter()
        .map(|period| {
            let places = places(view, figures, period);
            (
                dates::period(view.calendar, period),
                period..period + 1,
                places,
            )
        })
        .collect()
}

/// Starts in a period whose places were filled before the plan.
fn filled(view: &View, route: &str, period: usize) -> f64 {
    let parts = view.parts.iter();
    let committed = parts.filter_map(|part| part.service.start.committed.get(route));
    committed.map(|starts| at(starts, period)).sum()
}

fn at(values: &[f64], period: usize) -> f64 {
    values.get(period).copied().unwrap_or_default()
}

fn find<'a>(view: &View<'a>, route: &str) -> Option<&'a Route> {
    let mut parts = view.parts.iter();
    parts.find_map(|part| part.service.care.routes.get(route))
}

/// What of each cap on an intake is used: `12 of 20`.
fn places(view: &View, figures: &RouteOverTime, period: usize) -> String {
    let mut texts = Vec::new();
    for cap in view.instance.places.values() {
        if cap.route.as_str() != figures.route {
            continue;
        }
        let Some(limit) = cap.cap.by_period.get(period).copied() else {
            continue;
        };
        let used = used(view, cap, period).filter(|_| limit.is_finite());
        // Of several caps, those of services that start nobody say nothing.
        if let Some(used) = used.filter(|used| *used > NOBODY || view.parts.len() == 1) {
            let places = places_for([used, limit]);
            let mut text = format!("{} of {}", plain(used, places), plain(limit, places));
            if view.instance.places.len() > 1 && view.parts.len() > 1 {
                text = format!("{text} ({})", shortened(&cap.cap.name));
            }
            texts.push(text);
        }
    }
    texts.join(", ")
}

/// Starts of everybody whom a cap covers; none where some of them are not shown.
fn used(view: &View, cap: &PlacesCap, period: usize) -> Option<f64> {
    let mut sum = 0.0;
    for index in &cap.cap.services {
        let service = view.instance.services.get(*index)?;
        let part = view
            .parts
            .iter()
            .find(|part| part.service.id == service.id)?;
        let mut routes = part.figures.routes.iter();
        let route = routes.find(|route| route.route == cap.route.as_str());
        sum += route.map_or(0.0, |route| at(&route.starting, period));
    }
    Some(sum)
}
