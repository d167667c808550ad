//! Standards that no plan can hold from the month in which they are asked, said up front.

use std::fmt::Write as _;

use super::View;
use crate::ids::Id;
use crate::report::answer::{LateStandard, Status};
use crate::report::dates;
use crate::report::grid::paragraph;
use crate::report::missed;
use crate::report::names::{Names, shortened};
use crate::report::numbers::plain;

/// A paragraph for each of them; services where the same is so share one.
pub fn paragraphs(view: &View) -> String {
    let mut groups: Vec<Vec<&LateStandard>> = Vec::new();
    for late in &view.answer.late {
        if !view
            .parts
            .iter()
            .any(|part| part.service.id == late.service)
        {
            continue;
        }
        let is_alike = |other: &LateStandard| {
            let service = late.service.clone();
            LateStandard {
                service,
                ..other.clone()
            } == *late
        };
        let mut alike = groups.iter_mut();
        match alike.find(|group| group.first().is_some_and(|first| is_alike(first))) {
            Some(group) => group.push(late),
            None => groups.push(vec![late]),
        }
    }
    groups
        .into_iter()
        .map(|group| paragraph(&sentence(view, &group)))
        .collect()
}

/// So many services are named.
const NAMED: usize = 3;

/// ` in North, South and 4 more services`; nothing where there is only one service.
fn place(view: &View, group: &[&LateStandard]) -> String {
    if !view.among_several() {
        return String::new();
    }
    let name = |late: &&LateStandard| service_of(view, late);
    let names: Vec<String> = group.iter().take(NAMED).map(name).collect();
    let more = group.len().saturating_sub(NAMED);
    match (names.split_last(), more) {
        (None, _) => String::new(),
        (Some((only, [])), 0) => format!(" in {only}"),
        (Some((last, others)), 0) => format!(" in {} and {last}", others.join(", ")),
        _ => format!(" in {} and {more} more", names.join(", ")),
    }
}

fn service_of(view: &View, late: &LateStandard) -> String {
    shortened(Names(view.instance).service(late.service.as_str()))
}

/// `“75 % in 6 weeks” in Salford does not hold from April 2026, as asked: no plan keeps every hard
/// standard. …`
fn sentence(view: &View, group: &[&LateStandard]) -> String {
    let Some(late) = group.first() else {
        return String::new();
    };
    let mut text = format!(
        "“{}”{} does not hold from {}, as asked: no plan keeps every hard standard.",
        shortened(&late.name),
        place(view, group),
        in_words(view, &late.asked_from)
    );
    let plan = match view.answer.outcome.status {
        Status::Optimal | Status::WithinGap => "The plan that misses fewest people",
        // Another may miss fewer: the search was cut short.
        Status::TimeLimit | Status::Interrupted => {
            "Of the plans found so far, the one that misses fewest people"
        }
    };
    let _ = match &late.holds_from {
        Some(from) => write!(text, " {plan} holds it from {}.", in_words(view, from)),
        None => write!(text, " {plan} does not hold it within the horizon."),
    };
    text += &missed_most(view, group);
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

/// ` Missed most in July 2026: 335 people too many waiting.`, with the service where there are several.
fn missed_most(view: &View, group: &[&LateStandard]) -> String {
    let each = group.iter();
    let most = each
        .filter_map(|late| Some((missed::most(view.instance, view.answer, late)?, late)))
        .reduce(|most, next| {
            if next.0.people > most.0.people {
                next
            } else {
                most
            }
        });
    let Some((most, late)) = most else {
        return String::new();
    };
    let people = plain(most.people.max(1.0), 0);
    let noun = if people == "1" { "person" } else { "people" };
    let what = if most.is_wait {
        "too many waiting"
    } else {
        "short"
    };
    let place = match group {
        [_] => String::new(),
        _ => format!(" ({})", service_of(view, late)),
    };
    let when = most.time_in_words;
    format!(" Missed most in {when}: {people} {noun} {what}{place}.")
}

/// A period or a month in full; what is neither stands as it is.
pub fn in_words(view: &View, text: &str) -> String {
    let mut periods = 0..view.calendar.periods();
    if let Some(period) = periods.find(|period| view.calendar.period_name(*period) == text) {
        return dates::period(view.calendar, period);
    }
    text.parse().map_or_else(|_| text.to_owned(), dates::month)
}
