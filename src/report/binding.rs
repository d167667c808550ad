//! What binds: promises kept with nothing to spare, gathered so that one line says what twelve
//! months and eight services have in common.

use indexmap::IndexMap;
use serde::Serialize;

use super::dates;
use super::names::{self, Kind, Names};
use super::promises::{family_of, indices_of};
use super::when::{When, name_of, when};
use crate::audit::{Audit, Promise};
use crate::instance::Instance;

/// Promises of one family about one thing that bind, over services and periods.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Binding {
    /// The label of the family in `models/formulation.md`.
    pub label: &'static str,
    /// The family.
    pub family: String,
    /// What it is about, in words.
    pub what: String,
    /// What it means that it has nothing to spare.
    pub meaning: String,
    /// The services where it binds; empty for what joins services.
    pub services: Vec<String>,
    /// How many services have such a promise.
    pub of_services: usize,
    /// The periods or financial years in which it binds somewhere; empty for what holds over a
    /// steady year.
    pub periods: Vec<String>,
    /// Whether it binds in every period wherever it binds.
    pub all_year: bool,
}

/// A family that managers want to hear of: what its indices after the service name, and the
/// words, with `{0}`, `{1}` for those indices' names.
struct Wording {
    family: &'static str,
    indices: &'static [Kind],
    words: &'static str,
}

/// In the order in which lines are shown: what is asked first, what limits it after.
const WORDINGS: &[Wording] = &[
    wording("access", &[Kind::Standard], "{0}"),
    wording("overall-access", &[Kind::Standard], "{0}"),
    wording("wait", &[Kind::Standard], "{0}"),
    wording("recovery", &[Kind::Standard], "{0}"),
    wording("completion", &[Kind::Standard], "{0}"),
    wording("budget", &[Kind::Budget], "{0}"),
    wording("levy-fund", &[Kind::Levy], "{0}"),
    wording("levy-eligible", &[], ""),
    wording("places", &[Kind::Places], "{0}"),
    wording("labour-market", &[Kind::Market], "{0}"),
    wording("tenure", &[Kind::Route], "{0}"),
    wording("supervision-ratio", &[Kind::Rule], "{0}"),
    wording("skill-mix-min", &[Kind::Band], "{0}"),
    wording("skill-mix-max", &[Kind::Band], "{0}"),
    wording("change-limit", &[Kind::Limit], "{0}"),
    wording("cover-share", &[Kind::Measure], "{0}"),
    wording("cover-all", &[Kind::Role], "{0}"),
    wording("capacity", &[Kind::Role], "{0}"),
    wording("overtime-cap", &[Kind::Role], "{0}"),
    wording("short-time-cap", &[Kind::Role], "{0}"),
    wording("bought-in-cap", &[Kind::Task], "{0}"),
    wording("task-share", &[Kind::Task, Kind::Role], "{0} to {1}"),
    wording("role-share", &[Kind::Task, Kind::Role], "{1} on {0}"),
    wording("share-min", &[Kind::Treatment], "{0}"),
    wording("share-max", &[Kind::Treatment], "{0}"),
    wording("ending-staff", &[Kind::Role], "{0}"),
    wording("ending-balance", &[Kind::Role], "{0}"),
];

const fn wording(family: &'static str, indices: &'static [Kind], words: &'static str) -> Wording {
    Wording {
        family,
        indices,
        words,
    }
}

/// Where a promise stands: its family, what it is about, its service, its time.
struct Place<'a> {
    family: &'a str,
    about: Vec<&'a str>,
    when: Option<When>,
}

/// Gathers what binds in an audit. Families that say nothing to a manager (equations, bookkeeping)
/// are left out, and so is what binds at nothing (no overtime of a role with no staff).
#[must_use]
pub fn gather(instance: &Instance, audit: &Audit) -> Vec<Binding> {
    let names = Names(instance);
    let mut found: IndexMap<(usize, Vec<&str>), Gathered> = IndexMap::new();
    for promise in &audit.promises {
        let place = place(instance, promise);
        let Some(rank) = WORDINGS.iter().position(|w| w.family == place.family) else {
            continue;
        };
        let gathered = found.entry((rank, place.about)).or_default();
        gathered.label = promise.label;
        gathered.add(promise, place.when);
    }
    let mut found: Vec<_> = found
        .into_iter()
        .filter(|((rank, _), gathered)| gathered.binds() && has_words(*rank))
        .collect();
    found.sort_by_key(|((rank, _), _)| *rank);
    found
        .into_iter()
        .filter_map(|((rank, about), gathered)| {
            let wording = WORDINGS.get(rank)?;
            Some(gathered.into_binding(instance, wording, words(names, wording, &about)))
        })
        .collect()
}

/// Whether the catalogue says what it means that a family has nothing to spare.
fn has_words(rank: usize) -> bool {
    let family = WORDINGS.get(rank).map_or("", |wording| wording.family);
    crate::catalogue::family(family).is_some_and(|family| family.binds.is_some())
}

fn place<'a>(instance: &Instance, promise: &'a Promise) -> Place<'a> {
    let family = family_of(promise);
    let mut about = indices_of(promise);
    if promise
        .service
        .as_deref()
        .is_some_and(|service| about.first() == Some(&service))
    {
        about.remove(0);
    }
    // A limit may be stated as a share besides: it is the same limit.
    if family == "change-limit" && about.last() == Some(&"share") {
        about.pop();
    }
    let expected = WORDINGS
        .iter()
        .find(|w| w.family == family)
        .map_or(about.len(), |w| w.indices.len());
    let when = if about.len() > expected {
        about.pop().and_then(|last| when(instance, last))
    } else {
        None
    };
    Place {
        family,
        about,
        when,
    }
}

fn words(names: Names, wording: &Wording, about: &[&str]) -> String {
    let mut text = wording.words.to_owned();
    for (position, (kind, id)) in wording.indices.iter().zip(about).enumerate() {
        text = text.replace(&format!("{{{position}}}"), names.other(*kind, id));
    }
    text
}

/// What has been seen of one thing: by service, the periods that there are and those that bind.
#[derive(Debug, Default)]
struct Gathered<'a> {
    label: &'static str,
    services: IndexMap<Option<&'a str>, Seen>,
}

/// By time whether any promise about it binds; what holds over a steady year has no time.
#[derive(Debug, Default)]
struct Seen(IndexMap<Option<When>, bool>);

impl Seen {
    fn binds(&self) -> bool {
        self.0.values().any(|binds| *binds)
    }

    fn binds_throughout(&self) -> bool {
        self.0.values().all(|binds| *binds)
    }

    fn binding_times(&self) -> impl Iterator<Item = When> {
        let binding = self.0.iter().filter(|(_, binds)| **binds);
        binding.filter_map(|(when, _)| *when)
    }
}

impl<'a> Gathered<'a> {
    fn add(&mut self, promise: &'a Promise, when: Option<When>) {
        let seen = self.services.entry(promise.service.as_deref()).or_default();
        let of_something =
            promise.value.abs() > promise.tolerance || promise.bound.abs() > promise.tolerance;
        *seen.0.entry(when).or_default() |= promise.binding && of_something;
    }

    fn binds(&self) -> bool {
        self.services.values().any(Seen::binds)
    }

    fn into_binding(self, instance: &Instance, wording: &Wording, what: String) -> Binding {
        let of_services = self.services.keys().flatten().count();
        let mut services = Vec::new();
        let mut times = Vec::new();
        let mut all_year = true;
        for (service, seen) in &self.services {
            if !seen.binds() {
                continue;
            }
            services.extend(service.map(ToOwned::to_owned));
            times.extend(seen.binding_times());
            all_year &= seen.binds_throughout();
        }
        times.sort_unstable();
        times.dedup();
        let calendar = instance.services.first().map(|s| &s.care.calendar);
        Binding {
            label: self.label,
            family: wording.family.to_owned(),
            what,
            meaning: crate::catalogue::family(wording.family)
                .and_then(|family| family.binds.clone())
                .unwrap_or_default(),
            services,
            of_services,
            periods: times
                .into_iter()
                .filter_map(|when| name_of(calendar?, when))
                .collect(),
            all_year,
        }
    }
}

/// What binds as lines that people read, one a family: what it means, then what it is about, when
/// and where: `every clinical hour is used: PWP, HIT (all year); AP (jan–mar)`.
#[must_use]
pub fn lines(instance: &Instance, bindings: &[Binding]) -> Vec<String> {
    let mut families: IndexMap<&str, IndexMap<String, Vec<String>>> = IndexMap::new();
    for binding in bindings {
        families
            .entry(&binding.meaning)
            .or_default()
            .entry(binding.when_and_where(instance))
            .or_default()
            .push(names::pair_shortened(&binding.what));
    }
    families
        .into_iter()
        .map(|(meaning, groups)| sentence_of(meaning, &shortened(groups)))
        .collect()
}

/// How long a line may grow before the rest is only counted; JSON has everything.
const LONG_LINE: usize = 220;

fn shortened(groups: IndexMap<String, Vec<String>>) -> String {
    let mut text = String::new();
    let mut left_off = 0;
    for (place, whats) in groups {
        let group = with_place(&whats.join(", "), &place);
        if left_off > 0 || (!text.is_empty() && text.len() + group.len() > LONG_LINE) {
            left_off += whats.len();
            continue;
        }
        if !text.is_empty() && !group.is_empty() {
            text.push_str("; ");
        }
        text.push_str(&group);
    }
    if left_off > 0 {
        text = format!("{text}; and {left_off} more");
    }
    text
}

fn with_place(what: &str, place: &str) -> String {
    match (what, place) {
        (what, "") => what.to_owned(),
        ("", place) => place.to_owned(),
        (what, place) => format!("{what} ({place})"),
    }
}

fn sentence_of(meaning: &str, rest: &str) -> String {
    if rest.is_empty() {
        meaning.to_owned()
    } else {
        format!("{meaning}: {rest}")
    }
}

impl Binding {
    /// The line that people read: `every clinical hour is used: HIT (all year, all 8 services)`.
    #[must_use]
    pub fn sentence(&self, instance: &Instance) -> String {
        let place = self.when_and_where(instance);
        sentence_of(&self.meaning, &with_place(&self.what, &place))
    }

    fn when_and_where(&self, instance: &Instance) -> String {
        let mut parts = Vec::new();
        if !self.periods.is_empty() {
            parts.push(self.when(instance));
        }
        if instance.services.len() > 1 {
            parts.extend(self.at(instance));
        }
        parts.join(", ")
    }

    fn at(&self, instance: &Instance) -> Option<String> {
        let all = instance.services.len();
        match self.services.as_slice() {
            [] => None,
            every if every.len() == all => Some(format!("all {all} services")),
            [one] => Some(names::shortened(Names(instance).service(one))),
            some => Some(format!("{} of {all} services", some.len())),
        }
    }

    fn when(&self, instance: &Instance) -> String {
        let Some(calendar) = instance.services.first().map(|s| &s.care.calendar) else {
            return String::new();
        };
        let over_time = calendar.horizon.is_some();
        if over_time && self.periods.iter().any(|name| name.contains('/')) {
            return if self.all_year && self.periods.len() > 1 {
                "every year".to_owned()
            } else {
                self.periods.join(", ")
            };
        }
        match (self.all_year, self.services.len() > 1, over_time) {
            (true, _, false) => return "all year".to_owned(),
            (true, _, true) => return "throughout".to_owned(),
            (_, true, false) => return "part of the year".to_owned(),
            (_, true, true) => return "part of the time".to_owned(),
            _ => {}
        }
        let periods: Vec<usize> = (0..calendar.periods())
            .filter(|period| self.periods.contains(&calendar.period_name(*period)))
            .collect();
        if over_time {
            return dates::periods(calendar, &periods);
        }
        let name = |period: usize| calendar.period_name(period);
        let runs: Vec<String> = dates::runs(&periods)
            .into_iter()
            .map(|(first, last)| match last - first {
                0 => name(first),
                1 => format!("{}, {}", name(first), name(last)),
                _ => format!("{}–{}", name(first), name(last)),
            })
            .collect();
        runs.join(", ")
    }
}

#[cfg(test)]
mod tests;
