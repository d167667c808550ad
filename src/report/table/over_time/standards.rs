//! Standards over time: from when each holds, and what is reached in each year.

use indexmap::IndexMap;

use super::View;
use super::budgets::year_title;
use super::late::in_words;
use crate::audit::over_time::StandardOverTime;
use crate::instance::Enforcement;
use crate::report::grid::{Grid, paragraph};
use crate::report::names::shortened;
use crate::report::numbers::NOTHING;
use crate::report::table::pathway::figure;

/// A standard in the services that have it, each with the service's name.
type Places<'v> = Vec<(&'v str, &'v StandardOverTime)>;

fn standards<'v>(view: &'v View) -> IndexMap<&'v str, Places<'v>> {
    let mut standards: IndexMap<&str, Places> = IndexMap::new();
    for part in &view.parts {
        for standard in &part.figures.standards {
            let places = standards.entry(&standard.standard).or_default();
            places.push((part.service.name.as_str(), standard));
        }
    }
    standards
}

/// From when each standard is asked and holds to the end; then those that never do, in words.
pub fn from_when(view: &View) -> String {
    let several = view.parts.len() > 1;
    let mut grid = Grid::new(&[
        "Standards",
        "asked",
        "<from",
        "<holds from",
        if several { "<as asked in" } else { "<as asked" },
        "worst since",
        "<enforced",
    ]);
    let mut never = Vec::new();
    for (id, places) in standards(view) {
        let Some((_, first)) = places.first() else {
            continue;
        };
        grid.row([
            first.name.clone(),
            asked(&places),
            asked_from(&places),
            holds_from(&places),
            as_asked(&places),
            worst(&places),
            enforcement(view, id).to_owned(),
        ]);
        let not: Vec<&str> = places
            .iter()
            .filter(|(_, standard)| standard.holds_from.is_none())
            .map(|(service, _)| *service)
            .collect();
        if !not.is_empty() {
            never.push(never_holds(&first.name, &not, places.len()));
        }
    }
    if grid.is_empty() {
        return String::new();
    }
    let mut text = grid.render();
    if !never.is_empty() {
        text += &paragraph(&format!(
            "Does not hold within the horizon: {}.",
            never.join("; ")
        ));
    }
    text
}

/// `75 % start in 6 weeks (in North and 2 more of 8 services)`.
fn never_holds(name: &str, not: &[&str], all: usize) -> String {
    let name = shortened(name);
    match (not, all) {
        (_, 1) => name,
        (not, all) if not.len() == all => format!("{name} (in all {all} services)"),
        ([one], _) => format!("{name} (in {})", shortened(one)),
        ([one, others @ ..], all) => {
            let (one, others) = (shortened(one), others.len());
            format!("{name} (in {one} and {others} more of {all} services)")
        }
        ([], _) => name,
    }
}

fn enforcement(view: &View, standard: &str) -> &'static str {
    let mut parts = view.parts.iter();
    let found = parts.find_map(|part| part.service.care.standards.get(standard));
    match found.map(|standard| standard.enforcement) {
        Some(Enforcement::Hard) => "hard",
        Some(Enforcement::Soft) => "soft",
        Some(Enforcement::Reported) => "reported",
        None => "",
    }
}

fn is_share(standard: &StandardOverTime) -> bool {
    standard.unit == "%"
}

/// What is asked in the end: of people the sum, of shares the least and the greatest.
fn asked(places: &Places) -> String {
    let last = || {
        places
            .iter()
            .filter_map(|(_, standard)| standard.asked_in_full.last())
    };
    let unit = places.first().map_or("", |(_, standard)| standard.unit);
    let least = last().copied().fold(f64::INFINITY, f64::min);
    let most = last().copied().fold(f64::NEG_INFINITY, f64::max);
    if !places.iter().any(|(_, standard)| is_share(standard)) {
        figure(last().sum(), unit)
    } else if most - least < 0.05 {
        figure(most, unit)
    } else {
        format!("{} to {}", figure(least, unit), figure(most, unit))
    }
}

/// The first entry in which anything is asked, and the first in which all of it is.
fn first_asked(standard: &StandardOverTime) -> (Option<usize>, Option<usize>) {
    let is_full = |place: &usize| {
        let asked = standard.asked.get(*place).copied().flatten();
        asked
            .zip(standard.asked_in_full.get(*place))
            .is_some_and(|(asked, full)| (asked - full).abs() <= 1e-9 * full.abs().max(1.0))
    };
    let any = standard.asked.iter().position(Option::is_some);
    // A step of the path may ask as much by chance; what is asked in full is so to the end.
    let full = (0..standard.asked.len()).rev().take_while(is_full).last();
    (any, full)
}

fn entry(standard: &StandardOverTime, place: usize) -> String {
    let text = standard.entries.get(place).map_or("", String::as_str);
    in_words(text)
}

/// The month from which it is asked; where services differ, the earliest and the latest.
fn asked_from(places: &Places) -> String {
    let in_full = places.iter().map(|(_, standard)| first_asked(standard).1);
    let Some((_, first)) = places.first() else {
        return String::new();
    };
    let Some((least, most)) = span(in_full) else {
        return match first_asked(first).0 {
            Some(step) => format!("by steps from {}", entry(first, step)),
            None => "later than the horizon".to_owned(),
        };
    };
    let mut text = entry(first, least);
    if most > least {
        text += &format!(" to {}", entry(first, most));
    }
    let by_steps = places
        .iter()
        .filter_map(|(_, standard)| {
            let (any, full) = first_asked(standard);
            any.filter(|any| full.is_none_or(|full| *any < full))
        })
        .min();
    match by_steps {
        Some(step) => format!("{text}, by steps from {}", entry(first, step)),
        None => text,
    }
}

/// The least and the greatest of what there is; none where something is missing everywhere.
fn span(places: impl Iterator<Item = Option<usize>>) -> Option<(usize, usize)> {
    places.flatten().fold(None, |span, place| {
        let (least, most) = span.unwrap_or((place, place));
        Some((place.min(least), place.max(most)))
    })
}

/// The first entry from which it holds to the end: of several services, the latest.
fn holds_from(places: &Places) -> String {
    let Some((_, first)) = places.first() else {
        return String::new();
    };
    let held = places
        .iter()
        .filter(|(_, standard)| standard.holds_from.is_some())
        .count();
    match span(places.iter().map(|(_, standard)| standard.holds_from)) {
        None => "not within the horizon".to_owned(),
        Some((_, latest)) if held == places.len() => entry(first, latest),
        Some((_, latest)) => format!("{} (in {held} of {})", entry(first, latest), places.len()),
    }
}

/// Whether it holds from when it is asked in full, and every step of the way there is met.
fn holds_as_asked(standard: &StandardOverTime) -> Option<bool> {
    let (any, full) = first_asked(standard);
    any?;
    Some(match full {
        Some(full) => standard.met && standard.holds_from.is_some_and(|from| from <= full),
        None => standard.met,
    })
}

fn as_asked(places: &Places) -> String {
    let verdicts: Vec<bool> = places
        .iter()
        .filter_map(|(_, standard)| holds_as_asked(standard))
        .collect();
    let held = verdicts.iter().filter(|held| **held).count();
    match (verdicts.as_slice(), places.len()) {
        ([], _) => NOTHING.to_owned(),
        ([true], 1) => "yes".to_owned(),
        ([false], 1) => "no".to_owned(),
        (all, _) if held == all.len() => format!("all {held}"),
        (all, _) => format!("{held} of {}", all.len()),
    }
}

/// The worst that is reached since it is asked in full; where it is not, over the horizon. Of
/// people it is that of the services together in the worst year.
fn worst(places: &Places) -> String {
    let Some((_, first)) = places.first() else {
        return String::new();
    };
    let since = |standard: &StandardOverTime| first_asked(standard).1.unwrap_or(0);
    let worst = if is_share(first) {
        let reached = places
            .iter()
            .flat_map(|(_, standard)| standard.reached.get(since(standard)..).unwrap_or_default());
        reached.copied().fold(f64::INFINITY, f64::min)
    } else {
        let from = places
            .iter()
            .map(|(_, standard)| since(standard))
            .max()
            .unwrap_or(0);
        (from..first.reached.len())
            .map(|place| sum(places, |standard| standard.reached.get(place).copied()))
            .fold(f64::INFINITY, f64::min)
    };
    if worst.is_finite() {
        figure(worst, first.unit)
    } else {
        NOTHING.to_owned()
    }
}

fn sum(places: &Places, of: impl Fn(&StandardOverTime) -> Option<f64>) -> f64 {
    places.iter().filter_map(|(_, standard)| of(standard)).sum()
}

/// What standards that count by financial year ask and reach in each.
pub fn by_year(view: &View) -> String {
    let mut titles = vec!["Standards by year (reached of asked)".to_owned()];
    titles.extend(
        view.total
            .years
            .iter()
            .map(|year| year_title(&year.year, year.share)),
    );
    let titles: Vec<&str> = titles.iter().map(String::as_str).collect();
    let mut grid = Grid::new(&titles);
    for places in standards(view).values() {
        let Some((_, first)) = places.first() else {
            continue;
        };
        if !first.entries.iter().any(|entry| entry.contains('/')) {
            continue;
        }
        let mut cells = vec![first.name.clone()];
        cells.extend(
            view.total
                .years
                .iter()
                .map(|year| in_year(places, &year.year)),
        );
        grid.row(cells);
    }
    if grid.is_empty() {
        return String::new();
    }
    grid.render()
}

/// `4,012 of 4,000`; of a share, the worst of the services against what it is asked.
fn in_year(places: &Places, year: &str) -> String {
    let Some((_, first)) = places.first() else {
        return String::new();
    };
    let found: Vec<(Option<f64>, f64)> = places
        .iter()
        .filter_map(|(_, standard)| {
            let place = standard.entries.iter().position(|entry| entry == year)?;
            Some((*standard.asked.get(place)?, *standard.reached.get(place)?))
        })
        .collect();
    let (asked, reached) = if is_share(first) {
        let distance = |(asked, reached): &(Option<f64>, f64)| reached - asked.unwrap_or(0.0);
        match found
            .iter()
            .min_by(|a, b| distance(a).total_cmp(&distance(b)))
        {
            Some(worst) => *worst,
            None => return NOTHING.to_owned(),
        }
    } else {
        let asked: Vec<f64> = found.iter().filter_map(|(asked, _)| *asked).collect();
        let sum = (!asked.is_empty()).then(|| asked.iter().sum());
        (sum, found.iter().map(|(_, reached)| reached).sum())
    };
    let reached = figure(reached, first.unit);
    match asked {
        Some(asked) if is_share(first) => {
            let reached = reached.trim_end_matches(" %");
            format!("{reached} of {}", figure(asked, first.unit))
        }
        Some(asked) => format!("{reached} of {}", figure(asked, first.unit)),
        None => format!("{reached}, not asked"),
    }
}
