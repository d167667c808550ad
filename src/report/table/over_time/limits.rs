//! Limits that services share, used and allowed in each financial year.

use indexmap::IndexMap;

use super::View;
use super::budgets::year_title;
use crate::report::grid::Grid;
use crate::report::names::{Kind, Names};
use crate::report::numbers::{NOTHING, plain, pounds};
use crate::report::promises::{family_of, indices_of};
use crate::report::when::{When, when};

/// What is used and allowed.
type Use = (f64, f64);

/// A row a limit, a column a year: `11.0 of 12.0`. Of limits by period, the fullest of each year.
/// Budgets have a table of their own, and so have places at each intake.
pub fn by_year(view: &View) -> String {
    let years = &view.total.years;
    let mut limits: IndexMap<(&str, &str, bool), Vec<Option<Use>>> = IndexMap::new();
    for promise in &view.answer.audit.promises {
        let (family, indices) = (family_of(promise), indices_of(promise));
        if described(family).is_none() || !promise.bound.is_finite() {
            continue;
        }
        let (Some(id), Some(last)) = (indices.first(), indices.last()) else {
            continue;
        };
        let (place, is_period) = match when(view.instance, last) {
            Some(When::Year(place)) => (place, false),
            Some(When::Period(period)) if family != "places" => {
                let within = years.iter().position(|year| {
                    let (first, after) = year.periods;
                    (first..after).contains(&period)
                });
                match within {
                    Some(place) => (place, true),
                    None => continue,
                }
            }
            _ => continue,
        };
        let row = limits.entry((family, *id, is_period)).or_default();
        row.resize(years.len(), None);
        let fuller = |used: Option<Use>| {
            used.is_none_or(|(value, bound)| promise.value * bound > value * promise.bound)
        };
        if let Some(cell) = row.get_mut(place).filter(|cell| fuller(**cell)) {
            *cell = Some((promise.value, promise.bound));
        }
    }
    let mut titles = vec!["Shared limits (used of allowed)".to_owned()];
    titles.extend(years.iter().map(|year| year_title(&year.year, year.share)));
    let titles: Vec<&str> = titles.iter().map(String::as_str).collect();
    let mut grid = Grid::new(&titles);
    for ((family, id, is_period), uses) in limits {
        let Some((kind, what)) = described(family) else {
            continue;
        };
        let fullest = if is_period { ", fullest period" } else { "" };
        let name = Names(view.instance).other(kind, id);
        let mut cells = vec![format!("{name} ({what}{fullest})")];
        cells.extend(uses.into_iter().map(|used| cell(family, used)));
        grid.row(cells);
    }
    if grid.is_empty() {
        return String::new();
    }
    grid.render()
}

/// What the families of shared limits are about.
fn described(family: &str) -> Option<(Kind, &'static str)> {
    Some(match family {
        "levy-fund" => (Kind::Levy, "levy fund"),
        "places" => (Kind::Places, "training starts"),
        "labour-market" => (Kind::Market, "hires"),
        "overall-access" => (Kind::Standard, "people who start, at least"),
        _ => return None,
    })
}

fn cell(family: &str, used: Option<Use>) -> String {
    let Some((value, bound)) = used else {
        return NOTHING.to_owned();
    };
    let figure: fn(f64) -> String = match family {
        "levy-fund" => pounds,
        "overall-access" => |value| plain(value, 0),
        _ => |value| plain(value, 1),
    };
    format!("{} of {}", figure(value), figure(bound))
}
