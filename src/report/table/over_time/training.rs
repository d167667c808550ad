//! Training by intake: who starts when, and how many of the places there are that takes.

use super::budgets::year_title;
use super::{NOBODY, View, dates};
use crate::audit::over_time::RouteOverTime;
use crate::ids::Id;
use crate::instance::{PlacesCap, Route};
use crate::report::grid::Grid;
use crate::report::names::{Names, shortened};
use crate::report::numbers::{NOTHING, places_for, plain, pounds};
use crate::units::Quantity;

/// A route with more intakes than this is shown by financial year.
const MOST_INTAKES: usize = 8;

/// Starts by route and intake, whose staff they are, what they cost, and the places used.
pub fn by_intake(view: &View) -> String {
    let mut grid = Grid::new(&[
        "Training",
        "<intake",
        "starts, WTE",
        "<of them own staff",
        "fees",
        "<places used",
    ]);
    for figures in &view.total.routes {
        let Some(route) = find(view, &figures.route) else {
            continue;
        };
        let used: Vec<usize> = (0..view.calendar.periods())
            .filter(|period| at(&figures.starting, *period) > NOBODY)
            .collect();
        let mut name = route.name.clone();
        if used.len() > MOST_INTAKES {
            for year in &view.total.years {
                let (first, after) = year.periods;
                let starts = (first..after)
                    .map(|period| at(&figures.starting, period))
                    .sum();
                let title = year_title(&year.year, year.share);
                grid.row(row(
                    view,
                    route,
                    std::mem::take(&mut name),
                    title,
                    starts,
                    String::new(),
                ));
            }
        } else {
            for period in used {
                let starts = at(&figures.starting, period);
                let title = dates::period(view.calendar, period);
                let places = places(view, figures, period);
                grid.row(row(
                    view,
                    route,
                    std::mem::take(&mut name),
                    title,
                    starts,
                    places,
                ));
            }
        }
    }
    if grid.is_empty() {
        return "Training: nobody starts.\n".to_owned();
    }
    grid.render()
}

fn at(values: &[f64], period: usize) -> f64 {
    values.get(period).copied().unwrap_or_default()
}

fn find<'a>(view: &View<'a>, route: &str) -> Option<&'a Route> {
    let mut parts = view.parts.iter();
    parts.find_map(|part| part.service.care.routes.get(route))
}

fn row(
    view: &View,
    route: &Route,
    name: String,
    intake: String,
    starts: f64,
    places: String,
) -> [String; 6] {
    let shown = plain(starts, places_for([starts]));
    let own = match &route.from {
        Some(_) if starts <= NOBODY => NOTHING.to_owned(),
        Some(role) => {
            let role = Names(view.instance).role(role.as_str());
            format!("{shown} {}", shortened(role))
        }
        None => NOTHING.to_owned(),
    };
    let fees = starts * route.fee.value();
    [name, intake, shown, own, pounds(fees), places]
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
        if let Some(used) = used(view, cap, period).filter(|_| limit.is_finite()) {
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
