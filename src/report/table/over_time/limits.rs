//! Limits that services share, used and allowed in each financial year.

use indexmap::IndexMap;

use super::View;
use super::budgets::year_title;
use crate::report::grid::Grid;
use crate::report::names::{Kind, Names};
use crate::report::numbers::{plain, pounds};
use crate::report::promises::{family_of, indices_of};
use crate::report::when::{When, when};

/// What is used and allowed.
type Use = (f64, f64);

/// A row a limit and year. Of limits by period, the fullest of each year.
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
    let mut grid = Grid::new(&["Shared limits", "<year", "used", "limit", "left"]);
    for ((family, id, is_period), uses) in limits {
        let Some((kind, what)) = described(family) else {
            continue;
        };
        let fullest = if is_period { ", fullest period" } else { "" };
        let name = Names(view.instance).other(kind, id);
        let mut title = format!("{name} ({what}{fullest})");
        for (year, used) in years.iter().zip(uses) {
            if let Some(used) = used {
                let [used, limit, left] = cells(family, used);
                let year = year_title(&year.year, year.share);
                grid.row([std::mem::take(&mut title), year, used, limit, left]);
            }
        }
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
        "overall-access" => (Kind::Standard, "people who start"),
        _ => return None,
    })
}

/// What is used, the limit, and what is left; a least number of people is a floor.
fn cells(family: &str, (value, bound): Use) -> [String; 3] {
    let figure: fn(f64) -> String = match family {
        "levy-fund" => pounds,
        "overall-access" => |value| plain(value, 0),
        _ => |value| plain(value, 1),
    };
    let used = figure(value);
    if family == "overall-access" {
        return [
            used,
            format!("at least {}", figure(bound)),
            figure(value - bound),
        ];
    }
    [used, figure(bound), figure(bound - value)]
}
