//! Standards that no plan can hold from the month in which they are asked, said up front.

use super::View;
use super::dates;
use crate::ids::Id;
use crate::report::answer::LateStandard;
use crate::report::grid::paragraph;
use crate::report::names::{Names, shortened};

/// A paragraph for each of them.
pub fn paragraphs(view: &View) -> String {
    view.answer
        .late
        .iter()
        .filter(|late| {
            view.parts
                .iter()
                .any(|part| part.service.id == late.service)
        })
        .map(|late| paragraph(&sentence(view, late)))
        .collect()
}

/// `No plan can hold «75 % in 6 weeks» in Salford from April 2026, as asked. …`
fn sentence(view: &View, late: &LateStandard) -> String {
    let place = if view.among_several() {
        let name = Names(view.instance).service(late.service.as_str());
        format!(" in {}", shortened(name))
    } else {
        String::new()
    };
    let mut text = format!(
        "No plan can hold “{}”{place} from {}, as asked.",
        shortened(&late.name),
        in_words(&late.asked_from)
    );
    match &late.holds_from {
        Some(from) => {
            let unit = if from.contains('/') {
                "financial year"
            } else {
                "month"
            };
            text += &format!(" The first {unit} when it can: {}.", in_words(from));
        }
        None => text += " It cannot hold within the horizon.",
    }
    if !late.in_the_way.is_empty() {
        let until = if late.holds_from.is_some() {
            " until then"
        } else {
            ""
        };
        text += &format!(" In the way{until}: {}.", late.in_the_way.join("; "));
    }
    text
}

/// A month in full; what is no month stands as it is.
pub fn in_words(text: &str) -> String {
    text.parse().map_or_else(|_| text.to_owned(), dates::month)
}
