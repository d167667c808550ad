//! Standards that no plan can hold from the month in which they are asked, said up front.

use std::fmt::Write as _;

use super::View;
use crate::ids::Id;
use crate::report::answer::LateStandard;
use crate::report::dates;
use crate::report::grid::paragraph;
use crate::report::names::{Names, shortened};

/// A paragraph for each of them; services where the same is so share one.
pub fn paragraphs(view: &View) -> String {
    let mut groups: Vec<(&LateStandard, Vec<&str>)> = Vec::new();
    for late in &view.answer.late {
        if !view
            .parts
            .iter()
            .any(|part| part.service.id == late.service)
        {
            continue;
        }
        let service = Names(view.instance).service(late.service.as_str());
        let is_alike = |other: &LateStandard| {
            let service = late.service.clone();
            LateStandard {
                service,
                ..other.clone()
            } == *late
        };
        match groups.iter_mut().find(|(first, _)| is_alike(first)) {
            Some((_, services)) => services.push(service),
            None => groups.push((late, vec![service])),
        }
    }
    groups
        .into_iter()
        .map(|(late, services)| paragraph(&sentence(view, late, &services)))
        .collect()
}

/// So many services are named.
const NAMED: usize = 3;

/// ` in North, South and 4 more services`; nothing where there is only one service.
fn place(view: &View, services: &[&str]) -> String {
    if !view.among_several() {
        return String::new();
    }
    let names: Vec<String> = services
        .iter()
        .take(NAMED)
        .map(|name| shortened(name))
        .collect();
    let more = services.len().saturating_sub(NAMED);
    match (names.split_last(), more) {
        (None, _) => String::new(),
        (Some((only, [])), 0) => format!(" in {only}"),
        (Some((last, others)), 0) => format!(" in {} and {last}", others.join(", ")),
        _ => format!(" in {} and {more} more", names.join(", ")),
    }
}

/// `No plan can hold “75 % in 6 weeks” in Salford from April 2026, as asked. …`
fn sentence(view: &View, late: &LateStandard, services: &[&str]) -> String {
    let mut text = format!(
        "No plan can hold “{}”{} from {}, as asked.",
        shortened(&late.name),
        place(view, services),
        in_words(view, &late.asked_from)
    );
    match &late.holds_from {
        Some(from) => {
            let unit = match (from.contains('/'), view.calendar.periods_per_year) {
                (true, _) => "financial year",
                (false, 12) => "month",
                (false, 52) => "week",
                (false, _) => "period",
            };
            let _ = write!(
                text,
                " The first {unit} when it can: {}.",
                in_words(view, from)
            );
        }
        None => text += " It cannot hold within the horizon.",
    }
    if !late.in_the_way.is_empty() {
        let until = if late.holds_from.is_some() {
            " until then"
        } else {
            ""
        };
        let _ = write!(text, " In the way{until}: {}.", late.in_the_way.join("; "));
    }
    text
}

/// A period or a month in full; what is neither stands as it is.
pub fn in_words(view: &View, text: &str) -> String {
    let mut periods = 0..view.calendar.periods();
    if let Some(period) = periods.find(|period| view.calendar.period_name(*period) == text) {
        return dates::period(view.calendar, period);
    }
    text.parse().map_or_else(|_| text.to_owned(), dates::month)
}
