//! What the words of a decision name in an instance, or what is wrong with them.

use std::fmt::Display;

use super::Kind;
use super::asked::Asked;
use super::read::Words;
use crate::dates::Month;
use crate::diagnostics::suggest::{list, nearest};
use crate::ids::Id;
use crate::instance::{Calendar, Instance, Service};
use crate::report::dates;

/// A decision that the instance does not have.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Wrong {
    /// What is wrong, with what was written.
    pub message: String,
    /// What to do about it.
    pub help: Vec<String>,
}

impl Wrong {
    pub(super) fn new(kind: Kind, text: &str, what: impl Display) -> Self {
        Self {
            message: format!("`{} {text}` {what}", kind.option()),
            help: Vec::new(),
        }
    }

    pub(super) fn help(mut self, help: impl Into<String>) -> Self {
        self.help.push(help.into());
        self
    }
}

/// Something that a name may stand for.
pub(super) struct Found<'a, T> {
    pub(super) id: &'a str,
    pub(super) names: Vec<&'a str>,
    pub(super) item: &'a T,
}

impl<T> Found<'_, T> {
    fn is(&self, name: &str) -> bool {
        let same = |other: &str| other.to_lowercase() == name.to_lowercase();
        same(self.id) || self.names.iter().any(|other| same(other))
    }
}

/// What a name stands for, by id or by name whatever its case.
pub(super) fn named<'a, T>(
    asked: &Asked<'_>,
    what: &str,
    name: &str,
    among: impl Iterator<Item = Found<'a, T>>,
) -> Result<Found<'a, T>, Wrong> {
    let mut among: Vec<Found<'a, T>> = among.collect();
    if let Some(place) = among.iter().position(|found| found.is(name)) {
        return Ok(among.swap_remove(place));
    }
    let mut wrong = asked.wrong(match name {
        "" => format!("names no {what}"),
        _ => format!("names no {what} that there is: `{name}`"),
    });
    let known = || {
        let names = among.iter().flat_map(|found| &found.names).copied();
        among.iter().map(|found| found.id).chain(names)
    };
    if let Some(near) = nearest(name, known()) {
        wrong = wrong.help(format!("did you mean `{near}`?"));
    }
    Err(wrong.help(if among.is_empty() {
        format!("the instance has no {what}")
    } else {
        format!(
            "the {what}s are {}",
            list(among.iter().map(|found| found.id))
        )
    }))
}

/// The service that is meant, and what is left of the name.
pub(super) fn service<'a>(
    instance: &'a Instance,
    (kind, text): (Kind, &str),
    words: &Words,
) -> Result<(&'a Service, String), Wrong> {
    let who = words.who.as_str();
    let parts: Vec<&str> = who.split_whitespace().collect();
    let is = |service: &Service, name: &str| {
        let name = name.to_lowercase();
        service.id.as_str() == name || service.name.to_lowercase() == name
    };
    let mut named_service = None;
    // The last "at" that a service follows: names may have one of their own.
    for (place, _) in parts
        .iter()
        .enumerate()
        .filter(|(_, part)| **part == "at")
        .rev()
    {
        let (before, after) = parts.split_at(place);
        let after = after.get(1..).unwrap_or_default().join(" ");
        if let Some(service) = instance.services.iter().find(|s| is(s, &after)) {
            return Ok((service, before.join(" ")));
        }
        named_service.get_or_insert((before.join(" "), after));
    }
    let ids = || instance.services.iter().map(|service| service.id.as_str());
    let services = format!("the services are {}", list(ids()));
    match (named_service, instance.services.as_slice()) {
        (Some((_, name)), _) if !is_a_name(instance, who) => {
            let mut wrong = Wrong::new(
                kind,
                text,
                format!("names no service that there is: `{name}`"),
            );
            let names = instance
                .services
                .iter()
                .map(|service| service.name.as_str());
            if let Some(near) = nearest(&name, ids().chain(names)) {
                wrong = wrong.help(format!("did you mean `{near}`?"));
            }
            Err(wrong.help(services))
        }
        (_, [only]) => Ok((only, parts.join(" "))),
        _ => Err(Wrong::new(kind, text, "does not say at which service")
            .help("write `… at SERVICE`")
            .help(services)),
    }
}

/// Whether something of the instance is called that, `at` and all.
fn is_a_name(instance: &Instance, text: &str) -> bool {
    let text = text.to_lowercase();
    instance.services.iter().any(|service| {
        let care = &service.care;
        let roles = care.roles.values().map(|role| &role.name);
        let routes = care.routes.values().map(|route| &route.name);
        let measures = care.retention.values().map(|measure| &measure.name);
        let mut names = roles.chain(routes).chain(measures);
        names.any(|name| name.to_lowercase() == text)
    })
}

/// The period of a month.
pub(super) fn period_in(asked: &Asked<'_>, month: Month) -> Result<usize, Wrong> {
    let calendar = &asked.service.care.calendar;
    calendar.period_of(month).ok_or_else(|| {
        let wrong = asked.wrong(format!(
            "names {}, which is not in the horizon",
            dates::month(month)
        ));
        match &calendar.horizon {
            Some(horizon) => {
                wrong.help(format!("the horizon is {}", dates::span(calendar, horizon)))
            }
            None => wrong,
        }
    })
}

/// A period as decisions write it: `2027-01`.
pub(super) fn date(calendar: &Calendar, period: usize) -> String {
    calendar
        .month_of(period)
        .map_or_else(|| calendar.period_name(period), |month| month.to_string())
}
