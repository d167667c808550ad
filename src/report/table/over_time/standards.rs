//! Standards over time: from when each holds, and what is reached in each year.

use indexmap::IndexMap;

use super::budgets::year_title;
use super::late::in_words;
use super::{NOBODY, View};
use crate::audit::over_time::StandardOverTime;
use crate::instance::Enforcement;
use crate::report::grid::{Grid, paragraph};
use crate::report::names::shortened;
use crate::report::numbers::{NOTHING, percent};
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
            asked(view, id, &places),
            asked_from(view, &places),
            holds_from(view, &places),
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

/// What is asked in the end: of people the sum of what is asked in a whole year, of shares the
/// least and the greatest.
fn asked(view: &View, id: &str, places: &Places) -> String {
    let unit = places.first().map_or("", |(_, standard)| standard.unit);
    if !places.iter().any(|(_, standard)| is_share(standard)) {
        let parts = view.parts.iter();
        let standards = parts.filter_map(|part| part.service.care.standards.get(id));
        let people: f64 = standards.map(|standard| standard.level.target()).sum();
        return figure(people, unit);
    }
    let shares = || {
        let standards = places.iter();
        standards.filter_map(|(_, standard)| standard.asked_in_full.last())
    };
    let least = shares().copied().fold(f64::INFINITY, f64::min);
    let greatest = shares().copied().fold(f64::NEG_INFINITY, f64::max);
    if greatest - least < 0.05 {
        figure(greatest, unit)
    } else {
        format!("{} to {}", figure(least, unit), figure(greatest, unit))
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

fn entry(view: &View, standard: &StandardOverTime, place: usize) -> String {
    let text = standard.entries.get(place).map_or("", String::as_str);
    in_words(view, text)
}

/// The month from which it is asked; where services differ, the earliest and the latest.
fn asked_from(view: &View, places: &Places) -> String {
    let in_full = places.iter().map(|(_, standard)| first_asked(standard).1);
    let Some((_, first)) = places.first() else {
        return String::new();
    };
    let Some((least, most)) = span(in_full) else {
        return match first_asked(first).0 {
            Some(step) => format!("by steps from {}", entry(view, first, step)),
            None => "later than the horizon".to_owned(),
        };
    };
    let mut text = entry(view, first, least);
    if most > least {
        text = format!("{text} to {}", entry(view, first, most));
    }
    let by_steps = places
        .iter()
        .filter_map(|(_, standard)| {
            let (any, full) = first_asked(standard);
            any.filter(|any| full.is_none_or(|full| *any < full))
        })
        .min();
    match by_steps {
        Some(step) => format!("{text}, by steps from {}", entry(view, first, step)),
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
fn holds_from(view: &View, places: &Places) -> String {
    let Some((_, first)) = places.first() else {
        return String::new();
    };
    let held = places
        .iter()
        .filter(|(_, standard)| standard.holds_from.is_some())
        .count();
    match span(places.iter().map(|(_, standard)| standard.holds_from)) {
        None => "not within the horizon".to_owned(),
        Some((_, latest)) if held == places.len() => entry(view, first, latest),
        Some((_, latest)) => format!(
            "{} (in {held} of {})",
            entry(view, first, latest),
            places.len()
        ),
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
/// people it is the year that comes closest to what is asked or misses it most, of the services
/// together, with what is asked of that year's part in the horizon.
fn worst(places: &Places) -> String {
    let Some((_, first)) = places.first() else {
        return String::new();
    };
    let since = |standard: &StandardOverTime| first_asked(standard).1.unwrap_or(0);
    if is_share(first) {
        let reached = places
            .iter()
            .flat_map(|(_, standard)| standard.reached.get(since(standard)..).unwrap_or_default());
        let worst = reached.copied().fold(f64::INFINITY, f64::min);
        return if worst.is_finite() {
            figure(worst, first.unit)
        } else {
            NOTHING.to_owned()
        };
    }
    let from = places.iter().map(|(_, standard)| since(standard)).max();
    (from.unwrap_or(0)..first.reached.len())
        .map(|place| {
            let sum = |of: fn(&StandardOverTime) -> &[f64]| -> f64 {
                let values = places.iter().filter_map(|(_, s)| of(s).get(place));
                values.sum()
            };
            (sum(|s| &s.reached), sum(|s| &s.asked_in_full))
        })
        .min_by(|a, b| (a.0 / a.1).total_cmp(&(b.0 / b.1)))
        .map_or_else(
            || NOTHING.to_owned(),
            |(reached, asked)| {
                let (reached, asked) = (figure(reached, first.unit), figure(asked, first.unit));
                format!("{reached} of {asked}")
            },
        )
}

/// What standards that count by financial year ask and reach in each.
pub fn by_year(view: &View) -> String {
    let several = view.parts.len() > 1;
    let mut grid = Grid::new(&[
        "Standards by year",
        "<year",
        "asked",
        "reached",
        if several { "<reached in" } else { "<reached" },
    ]);
    for places in standards(view).values() {
        let Some((_, first)) = places.first() else {
            continue;
        };
        if !first.entries.iter().any(|entry| entry.contains('/')) {
            continue;
        }
        let mut name = first.name.clone();
        for year in &view.total.years {
            let [asked, reached, met] = in_year(places, &year.year);
            let title = year_title(&year.year, year.share);
            grid.row([std::mem::take(&mut name), title, asked, reached, met]);
        }
    }
    if grid.is_empty() {
        return String::new();
    }
    grid.render()
}

/// What is asked and reached in a year, and where: people are summed, of a share it is the service
/// that is furthest from what it is asked.
fn in_year(places: &Places, year: &str) -> [String; 3] {
    let unit = places.first().map_or("", |(_, standard)| standard.unit);
    let found: Vec<(Option<f64>, f64)> = places
        .iter()
        .filter_map(|(_, standard)| {
            let place = standard.entries.iter().position(|entry| entry == year)?;
            Some((*standard.asked.get(place)?, *standard.reached.get(place)?))
        })
        .collect();
    let asked_of: Vec<(f64, f64)> = found
        .iter()
        .filter_map(|(asked, reached)| Some(((*asked)?, *reached)))
        .collect();
    let (asked, reached) = if places.iter().any(|(_, standard)| is_share(standard)) {
        let distance = |(asked, reached): &(Option<f64>, f64)| reached - asked.unwrap_or(0.0);
        let worst = found
            .iter()
            .min_by(|a, b| distance(a).total_cmp(&distance(b)));
        worst.copied().unwrap_or((None, f64::NAN))
    } else {
        let sum = asked_of.iter().map(|(asked, _)| asked).sum();
        let asked = (!asked_of.is_empty()).then_some(sum);
        (asked, found.iter().map(|(_, reached)| reached).sum())
    };
    let held = asked_of
        .iter()
        .filter(|(asked, reached)| *reached >= asked - NOBODY.max(1e-6 * asked.abs()))
        .count();
    let met = match (held, asked_of.len(), places.len()) {
        (_, 0, _) => NOTHING.to_owned(),
        (1, _, 1) => "yes".to_owned(),
        (_, _, 1) => "no".to_owned(),
        (held, all, _) if held == all => format!("all {all}"),
        (held, all, _) => format!("{held} of {all}"),
    };
    let asked = asked.map_or_else(|| "nothing".to_owned(), |asked| figure(asked, unit));
    let reached = if reached.is_finite() {
        figure(reached, unit)
    } else {
        NOTHING.to_owned()
    };
    [asked, reached, met]
}

/// The bands that a service's mix of roles must lie in, and the mix of the last year.
pub fn skill_mix(view: &View) -> String {
    let [part] = view.parts.as_slice() else {
        return String::new();
    };
    let mut grid = Grid::new(&[
        "Mix of roles, last year",
        "least",
        "share",
        "most",
        "<enforced",
    ]);
    for band in &part.last_year.skill_mix {
        grid.row([
            band.name.clone(),
            percent(band.share_min, 0),
            band.share
                .map_or_else(|| NOTHING.to_owned(), |share| percent(share, 1)),
            percent(band.share_max, 0),
            band.enforcement.to_owned(),
        ]);
    }
    if grid.is_empty() {
        return String::new();
    }
    grid.render()
}
