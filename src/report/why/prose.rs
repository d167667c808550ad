//! Why there is no plan, in sentences: those of the catalogue, with the figures found.

use super::repairs;
use super::{Bridge, Conflict, Part, Verdict, Why};
use crate::asks::{Ask, AskUnit, When, asked};
use crate::catalogue;
use crate::ids::Id;
use crate::instance::{Calendar, Instance};
use crate::report::dates;
use crate::report::grid::{Grid, paragraph};
use crate::report::names::{Kind, Names, shortened};
use crate::report::numbers::{count, percent, plain, pounds};

/// Where an ask stands in the files: `instances/salford.toml:41`.
pub type Places<'a> = &'a dyn Fn(&Ask) -> Option<String>;

/// More clauses of a kind than this are only counted: the table has them.
const MOST_CLAUSES: usize = 4;

/// Everything found, for people.
#[must_use]
pub fn render(instance: &Instance, why: &Why, places: Places<'_>) -> String {
    let mut text = causes(instance, why, places);
    text.push_str(&repairs::render(instance, why));
    text
}

/// The causes alone, under what is proved.
#[must_use]
pub fn causes(instance: &Instance, why: &Why, places: Places<'_>) -> String {
    paragraph(&heading(why)) + &conflicts(instance, why, places)
}

/// Each conflict, in prose and with its figures.
#[must_use]
pub fn conflicts(instance: &Instance, why: &Why, places: Places<'_>) -> String {
    let mut text = String::new();
    let several = why.causes.len() > 1;
    for (place, cause) in why.causes.iter().enumerate() {
        text.push('\n');
        let number = if several {
            format!("{}. ", place + 1)
        } else {
            String::new()
        };
        let prose = chain(instance, cause, places);
        text.push_str(&paragraph(&format!("{number}{prose}")));
        text.push_str(&figures(instance, cause, places));
        text.push_str(&paragraph(standing(cause)));
        text.push_str(&background(instance, cause));
    }
    for lacking in &why.lacking {
        let service = Names(instance).service(lacking.service.as_str());
        let role = Names(instance).role(lacking.role.as_str());
        let when = in_time(instance, When::In(lacking.period));
        text.push_str(&paragraph(&format!(
            "  {} hours of {role} at {service} {when}",
            plain(lacking.hours, 0)
        )));
    }
    text
}

/// Each cause and each way out as a sentence.
#[must_use]
pub fn sentences(instance: &Instance, why: &Why, places: Places<'_>) -> Vec<String> {
    let causes = why
        .causes
        .iter()
        .map(|cause| chain(instance, cause, places));
    let ways_out = why
        .repairs
        .iter()
        .map(|repair| repairs::sentence(instance, repair));
    causes
        .chain(ways_out.map(|way| format!("one way out: {way}")))
        .collect()
}

/// The same as JSON.
#[must_use]
pub fn render_json(instance: &Instance, why: &Why) -> String {
    crate::report::json::answer_to("skillmix_why", instance, why)
}

fn heading(why: &Why) -> String {
    match &why.verdict {
        Verdict::Feasible => "A plan exists that keeps everything asked.".to_owned(),
        Verdict::OutOfReach { .. } => {
            "No plan can meet the hard standards: seen from the data alone.".to_owned()
        }
        Verdict::NotSettled => "A limit came before anything was proved.".to_owned(),
        Verdict::Failed { said } => format!("The solver failed: {said}."),
        Verdict::NoPlan if why.causes.is_empty() => {
            "No plan exists, whatever is given up (proved): the work that is there already takes \
             more hours than those in post have, even if nobody new is seen. Lacking at least:"
                .to_owned()
        }
        Verdict::NoPlan => {
            let causes = count(why.causes.len(), "cause");
            let causes = match (why.causes.len(), why.all_causes) {
                (1, true) => "There is one cause.".to_owned(),
                (_, true) => format!("There are {causes}, each enough by itself."),
                (_, false) => format!("{causes} found, each enough by itself; there may be more."),
            };
            format!("No plan keeps everything asked (proved). {causes}")
        }
    }
}

/// “Because …, at least 41.2 WTE are needed; because …, at most 33.0 can be there.”
fn chain(instance: &Instance, cause: &Conflict, places: Places<'_>) -> String {
    let said = |part: &Part| reason(instance, part, places);
    let demands: Vec<&Part> = cause
        .parts
        .iter()
        .filter(|part| part.ask.is_demand())
        .collect();
    let demands = if demands.len() > MOST_CLAUSES {
        vec![format!("the {} demands below must be met", demands.len())]
    } else {
        demands.into_iter().map(said).collect()
    };
    // Rules of detail stand in the table: whoever reads wants to know what carries it.
    let (carrying, details): (Vec<&Part>, Vec<&Part>) = cause
        .parts
        .iter()
        .filter(|part| !part.ask.is_demand())
        .partition(|part| part.ask.currency().is_some());
    let (carrying, details) = if carrying.is_empty() {
        (details, carrying)
    } else {
        (carrying, details)
    };
    let mut limits: Vec<String> = if carrying.len() > MOST_CLAUSES {
        // Money first, then what is said of the others in the table.
        let others = carrying.len() - 1;
        let first = carrying.iter().min_by_key(|part| part.ask.currency());
        let first = first.map(|part| said(part)).into_iter();
        first
            .chain([format!("the {others} other limits below hold")])
            .collect()
    } else {
        carrying.into_iter().map(said).collect()
    };
    limits.extend(details.iter().take(MOST_CLAUSES).map(|part| said(part)));
    let rules = details.len().saturating_sub(MOST_CLAUSES) + cause.background.len();
    match rules {
        0 => {}
        rules => limits.push(format!(
            "{} of care that nobody may touch bear on it",
            count(rules, "rule")
        )),
    }
    let and = |clauses: &[String]| clauses.join(", and because ");
    if let Some(bridge) = &cause.bridge {
        let (needed, possible) = carried(instance, bridge);
        return format!(
            "Because {}, {needed}; because {}, {possible}. So no plan exists.",
            and(&demands),
            and(&limits)
        );
    }
    let all: Vec<String> = demands.into_iter().chain(limits).collect();
    format!("Because {}, no plan exists.", and(&all))
}

/// What a bridge says of each side.
fn carried(instance: &Instance, bridge: &Bridge) -> (String, String) {
    let role = Names(instance).role(bridge.role.as_str());
    let when = in_time(instance, bridge.when);
    let calendar = instance.services.first().map(|s| &s.care.calendar);
    let hours = match (bridge.hours_each, calendar) {
        (Some(hours), Some(calendar)) => format!(
            " (each gives {} clinical hours a {})",
            plain(hours, 0),
            dates::unit(calendar)
        ),
        _ => String::new(),
    };
    let needed = format!(
        "at least {} WTE of {role}{hours} are needed {when}",
        plain(bridge.needed_wte, 1)
    );
    let possible = format!(
        "at most {} WTE can be in post then",
        plain(bridge.possible_wte, 1)
    );
    (needed.trim_end().to_owned(), possible)
}

/// An ask as a clause, with where it stands.
fn reason(instance: &Instance, part: &Part, places: Places<'_>) -> String {
    let clause = clause(instance, part);
    match places(&part.ask) {
        Some(place) => format!("{clause} ({place})"),
        None => clause,
    }
}

fn clause(instance: &Instance, part: &Part) -> String {
    let ask = &part.ask;
    let how_much = part
        .figures
        .map(|figures| (figures.asked, figures.unit))
        .or_else(|| asked(instance, ask, part.window.1).map(|asked| (asked.value, asked.unit)));
    let index = |name: &str| match name {
        "asked" => how_much.map_or_else(String::new, |(value, unit)| amount(ask, value, unit)),
        "when" => times(instance, part.window),
        "at" if instance.services.len() < 2 => String::new(),
        "at" => format!("at {}", called(instance, ask, "service")),
        name => called(instance, ask, name),
    };
    catalogue::family(ask.family())
        .and_then(|family| family.reason(index))
        .unwrap_or_else(|| ask.to_string())
}

/// What an index of an ask is called.
pub(super) fn called(instance: &Instance, ask: &Ask, index: &str) -> String {
    let id = ask.index(index).unwrap_or_default();
    let name = match kind_of(index) {
        Some(kind) => Names(instance).other(kind, id),
        None => id,
    };
    shortened(name)
}

fn kind_of(index: &str) -> Option<Kind> {
    Some(match index {
        "service" => Kind::Service,
        "role" => Kind::Role,
        "step" => Kind::Step,
        "treatment" => Kind::Treatment,
        "task" => Kind::Task,
        "route" => Kind::Route,
        "rule" => Kind::Rule,
        "band" => Kind::Band,
        "standard" => Kind::Standard,
        "measure" => Kind::Measure,
        "limit" => Kind::Limit,
        "budget" => Kind::Budget,
        "levy" => Kind::Levy,
        "places" => Kind::Places,
        "market" => Kind::Market,
        _ => return None,
    })
}

/// The name of what an ask is about: the standard, the budget; else its catalogue sentence.
pub(in crate::report) fn title(instance: &Instance, ask: &Ask) -> String {
    let own = ask
        .indices()
        .into_iter()
        .rfind(|(index, _)| *index != "service");
    let name = match own {
        Some((index, _)) => called(instance, ask, index),
        None => called(instance, ask, "service"),
    };
    let what = match ask {
        Ask::TaskShare { .. } | Ask::RoleShare { .. } => {
            format!("{name} on {}", called(instance, ask, "task"))
        }
        Ask::OvertimeCap { .. } => format!("overtime of {name}"),
        Ask::BoughtInCap { .. } => format!("{name} bought in"),
        Ask::TenurePool { .. } | Ask::Tenure { .. } => format!("time in post before {name}"),
        Ask::EndingStaff { .. } => format!("the ending: {name}"),
        Ask::InPostMin { .. } => format!("least {name} in post"),
        Ask::InPostMax { .. } => format!("most {name} in post"),
        Ask::ShareMin { .. } => format!("least share of {name}"),
        Ask::ShareMax { .. } => format!("greatest share of {name}"),
        Ask::LevyEligible { .. } => format!("levy money at {name}"),
        _ => name,
    };
    match ask.service() {
        Some(_) if instance.services.len() > 1 && !matches!(ask, Ask::LevyEligible { .. }) => {
            format!("{what}, {}", called(instance, ask, "service"))
        }
        _ => what,
    }
}

/// An amount in the words of its unit.
pub(super) fn amount(ask: &Ask, value: f64, unit: AskUnit) -> String {
    let tidy = |value: f64| {
        let places = usize::from((value - value.round()).abs() > 0.005);
        plain(value, places)
    };
    match unit {
        AskUnit::Pounds => pounds(value),
        AskUnit::Share => share(value),
        AskUnit::People => format!("{} people a year", tidy(value)),
        AskUnit::Ratio => format!("{} supervisees", tidy(value)),
        AskUnit::HoursPerWeek => format!("{} hours a week", tidy(value)),
        AskUnit::Wte => match ask {
            Ask::LabourMarket { .. } => format!("{} WTE hired", tidy(value)),
            _ => format!("{} WTE", tidy(value)),
        },
    }
}

/// A share in per cent, with a place where it is not whole.
fn share(value: f64) -> String {
    let whole = (value * 100.0 - (value * 100.0).round()).abs() < 0.05;
    percent(value, usize::from(!whole))
}

/// When a part makes a conflict, in words: `in July 2026`, `from April to September 2026`.
pub(super) fn times(instance: &Instance, (first, last): (When, When)) -> String {
    let calendar = instance.services.first().map(|s| &s.care.calendar);
    match (first, last, calendar) {
        (When::In(first), When::In(last), Some(calendar)) => between(calendar, first, last),
        (When::Year(first), When::Year(last), _) if first != last => {
            format!("from {first} to {last}")
        }
        (first, last, _) if first == last => in_time(instance, first),
        (first, last, _) => {
            let (first, last) = (in_time(instance, first), in_time(instance, last));
            format!("{first} and {last}")
        }
    }
}

/// Some periods of a horizon in words. In a year that repeats the whole of it is meant.
fn between(calendar: &Calendar, first: usize, last: usize) -> String {
    if calendar.horizon.is_none() {
        return String::new();
    }
    let periods: Vec<usize> = (first..=last).collect();
    let words = dates::periods(calendar, &periods);
    if words.contains(" to ") {
        format!("from {words}")
    } else {
        format!("in {words}")
    }
}

/// A time in words: `in July 2026`, `in 2026/27`; nothing for a steady year.
pub(in crate::report) fn in_time(instance: &Instance, when: When) -> String {
    let calendar = instance.services.first().map(|s| &s.care.calendar);
    match (when, calendar) {
        (When::In(period), Some(calendar)) => between(calendar, period, period),
        (When::Year(year), _) => format!("in {year}"),
        _ => String::new(),
    }
}

/// What each part asks beside what the others allow.
fn figures(instance: &Instance, cause: &Conflict, places: Places<'_>) -> String {
    let mut grid = Grid::new(&["", "asked", "the others\nallow", "<when", "<where"]);
    grid.keep_whole(4);
    for part in &cause.parts {
        let (asked, possible, when) = match part.figures {
            Some(figures) => {
                let bound = match (figures.whole, part.ask.is_demand()) {
                    (true, _) => "",
                    (false, true) => "below ",
                    (false, false) => "above ",
                };
                (
                    amount(&part.ask, figures.asked, figures.unit),
                    format!(
                        "{bound}{}",
                        amount(&part.ask, figures.possible, figures.unit)
                    ),
                    in_time(instance, figures.when),
                )
            }
            None => (String::new(), String::new(), times(instance, part.window)),
        };
        let when = when.strip_prefix("in ").unwrap_or(&when).to_owned();
        grid.row([
            title(instance, &part.ask),
            asked,
            possible,
            when,
            // In full above; here the name of the file will do.
            places(&part.ask)
                .and_then(|place| place.rsplit('/').next().map(str::to_owned))
                .unwrap_or_default(),
        ]);
    }
    grid.render()
}

/// The rules that bear on a conflict together, one of each kind by name.
fn background(instance: &Instance, cause: &Conflict) -> String {
    let mut families: Vec<(&str, usize, &Ask)> = Vec::new();
    for ask in &cause.background {
        match families.iter_mut().find(|(name, ..)| *name == ask.family()) {
            Some((_, times, _)) => *times += 1,
            None => families.push((ask.family(), 1, ask)),
        }
    }
    let words: Vec<String> = families
        .into_iter()
        .map(|(_, times, first)| match times {
            1 => title(instance, first),
            _ => format!("{} and {} like it", title(instance, first), times - 1),
        })
        .collect();
    if words.is_empty() {
        return String::new();
    }
    paragraph(&format!(
        "All rules of care that nobody may touch hold; these bear on it: {}.",
        words.join("; ")
    ))
}

/// What is proved of a conflict.
fn standing(cause: &Conflict) -> &'static str {
    match (cause.parts.len(), cause.irreducible, cause.only_whole) {
        (1, _, false) => "It stands by itself: no plan keeps it, whatever else is given up.",
        (1, _, true) => {
            "It stands by itself, because people are whole: with fractions of people a plan would \
             exist."
        }
        (_, true, false) => {
            "Without any one of these, at the times given, a plan keeps the others (proved)."
        }
        (_, true, true) => {
            "Without any one of these, at the times given, a plan keeps the others (proved). With \
             fractions of people a plan would exist: it is whole people who stand in the way."
        }
        (_, false, false) => {
            "These cannot be kept together (proved). Not all were proved to be needed in the time \
             there was: the cause may be smaller."
        }
        (_, false, true) => {
            "These cannot be kept together with whole people (proved). Not all were proved to be \
             needed in the time there was: the cause may be smaller."
        }
    }
}
