//! What to begin in the next six months, month by month.

use super::{Part, View};
use crate::ids::Id;
use crate::instance::Route;
use crate::report::dates;
use crate::report::grid::paragraph;
use crate::report::names::{Kind, Names, shortened};
use crate::report::numbers::{places_for, plain};
use crate::units::Quantity;

/// What a list of actions would show as nothing is none.
const NOBODY: f64 = 0.05;

/// How many months are listed.
const MONTHS: i32 = 6;

/// More services than this are listed together; `--per-service` shows each.
const MOST_SERVICES: usize = 8;

/// What runs from month to month is told again where it changes by more than this share.
const NEWS: f64 = 0.1;

/// The list.
pub fn next_six_months(view: &View) -> String {
    let periods: Vec<usize> = (0..view.calendar.periods())
        .filter(|period| {
            let month = view.calendar.month_of(*period);
            month.is_some_and(|month| month.since(view.horizon.start) < MONTHS)
        })
        .collect();
    let together = view.parts.len() > MOST_SERVICES;
    let mut text = match view.calendar.periods_per_year {
        12.. if periods.len() < view.calendar.periods() => "What to do in the next six months\n",
        _ => "What to do\n",
    }
    .to_owned();
    for period in periods {
        let lines: Vec<String> = if together {
            actions(view, &view.parts, period)
        } else {
            let parts = view.parts.iter();
            parts
                .filter_map(|part| of_service(view, part, period))
                .collect()
        };
        let title = dates::period(view.calendar, period);
        text += &match lines.as_slice() {
            [] => paragraph(&format!("  {title}: nothing new")),
            lines if together || view.parts.len() == 1 => {
                paragraph(&format!("  {title}: {}", lines.join("; ")))
            }
            lines => lines
                .iter()
                .fold(paragraph(&format!("  {title}")), |text, line| {
                    text + &paragraph(&format!("    {line}"))
                }),
        };
    }
    if together {
        text += &paragraph("  (all services together; --per-service shows each)");
    }
    text
}

/// What a service begins in a period, with its name where there are several.
fn of_service(view: &View, part: &Part, period: usize) -> Option<String> {
    let actions = actions(view, std::slice::from_ref(part), period);
    if actions.is_empty() {
        return None;
    }
    let text = actions.join("; ");
    Some(if view.parts.len() > 1 {
        format!("{}: {text}", shortened(&part.service.name))
    } else {
        text
    })
}

fn actions(view: &View, parts: &[Part], period: usize) -> Vec<String> {
    let mut list = Vec::new();
    hiring(view, parts, period, &mut list);
    training(view, parts, period, &mut list);
    leaving(view, parts, period, &mut list);
    running(view, parts, period, &mut list);
    list
}

/// People as they are counted: `6`, or `2.5 WTE`.
fn wte(value: f64) -> String {
    match places_for([value]) {
        0 => plain(value, 0),
        places => format!("{} WTE", plain(value, places)),
    }
}

fn at(values: &[f64], period: usize) -> f64 {
    values.get(period).copied().unwrap_or_default()
}

fn sum(parts: &[Part], of: impl Fn(&Part) -> f64) -> f64 {
    parts.iter().map(of).sum()
}

fn role_name(view: &View, role: &str) -> String {
    shortened(Names(view.instance).role(role))
}

fn hiring(view: &View, parts: &[Part], period: usize, list: &mut Vec<String>) {
    for figures in &view.total.roles {
        let role = figures.role.as_str();
        let name = role_name(view, role);
        let role_of = |part: &Part| part.figures.roles.iter().position(|r| r.role == role);
        let of = |period: usize, hired: bool| {
            sum(parts, |part| {
                let figures = role_of(part).and_then(|place| part.figures.roles.get(place));
                figures.map_or(0.0, |f| {
                    at(if hired { &f.hired } else { &f.joining }, period)
                })
            })
        };
        let lead = view
            .instance
            .services
            .iter()
            .find_map(|service| service.care.roles.get(role))
            .map_or(0, |role| role.hire_lead);
        let to_join = of(period + lead, true);
        if lead == 0 && to_join > NOBODY {
            list.push(format!("hire {} {name}", wte(to_join)));
        } else if to_join > NOBODY {
            let when = dates::period(view.calendar, period + lead);
            list.push(format!(
                "advertise for {} {name} to join in {when}",
                wte(to_join)
            ));
        }
        let joining = of(period, true);
        if lead > 0 && joining > NOBODY {
            list.push(format!(
                "{} {name} newly hired {}",
                wte(joining),
                join(joining)
            ));
        }
        let already = of(period, false) - joining;
        if already > NOBODY {
            list.push(format!(
                "{} {name} already hired {}",
                wte(already),
                join(already)
            ));
        }
    }
}

/// The verb that agrees with a number.
fn join(value: f64) -> &'static str {
    if (value - 1.0).abs() < 0.05 {
        "joins"
    } else {
        "join"
    }
}

fn training(view: &View, parts: &[Part], period: usize, list: &mut Vec<String>) {
    for figures in &view.total.routes {
        let id = figures.route.as_str();
        let Some(route) = find_route(view, id) else {
            continue;
        };
        let starting = sum(parts, |part| {
            let mut routes = part.figures.routes.iter();
            let route = routes.find(|route| route.route == id);
            route.map_or(0.0, |route| at(&route.starting, period))
        });
        if starting <= NOBODY {
            continue;
        }
        let filled = sum(parts, |part| {
            let committed = part.service.start.committed.get(id);
            committed.map_or(0.0, |starts| at(starts, period))
        });
        let people = wte(starting);
        let to = role_name(view, route.to.as_str());
        list.push(match &route.from {
            Some(from) if route.stages.is_empty() => {
                format!("move {people} {} to {to}", role_name(view, from.as_str()))
            }
            _ if filled > NOBODY => {
                format!("{people} start on {}, as promised", shortened(&route.name))
            }
            Some(from) => format!(
                "start {people} {} on {}",
                role_name(view, from.as_str()),
                shortened(&route.name)
            ),
            None => format!("start {people} on {}", shortened(&route.name)),
        });
    }
}

fn find_route<'a>(view: &View<'a>, id: &str) -> Option<&'a Route> {
    let mut services = view.instance.services.iter();
    services.find_map(|service| service.care.routes.get(id))
}

fn leaving(view: &View, parts: &[Part], period: usize, list: &mut Vec<String>) {
    for figures in &view.total.roles {
        let redundant = sum(parts, |part| {
            let mut roles = part.figures.roles.iter();
            let role = roles.find(|role| role.role == figures.role);
            role.map_or(0.0, |role| at(&role.redundant, period))
        });
        if redundant > NOBODY {
            let name = role_name(view, &figures.role);
            list.push(format!("make {} {name} redundant", wte(redundant)));
        }
    }
}

/// What runs over months is told when it begins, ends or changes much.
fn running(view: &View, parts: &[Part], period: usize, list: &mut Vec<String>) {
    let weeks = view.calendar.weeks_per_period.value();
    for measure in &view.total.retention {
        let name = shortened(&measure.name);
        let covered = |period: usize| {
            sum(parts, |part| {
                let mut measures = part.figures.retention.iter();
                let found = measures.find(|other| other.measure == measure.measure);
                found.map_or(0.0, |measure| at(&measure.covered, period))
            })
        };
        let role = role_name(view, &measure.role);
        list.extend(match news(covered, period, 0.5) {
            News::None => None,
            News::Begins(wte) => Some(format!("begin {name} for {} WTE of {role}", plain(wte, 0))),
            News::Changes(wte) => Some(format!("{name} now for {} WTE of {role}", plain(wte, 0))),
            News::Ends => Some(format!("end {name}")),
        });
    }
    for (id, name) in tasks(view, parts) {
        let bought = |period: usize| {
            sum(parts, |part| {
                let hours = part.plan.and_then(|plan| plan.bought_in_hours.get(id));
                hours.map_or(0.0, |hours| one_or_each(hours, period) / weeks)
            })
        };
        list.extend(match news(bought, period, 0.5) {
            News::None => None,
            News::Begins(hours) | News::Changes(hours) => {
                Some(format!("buy in {} h a week of {name}", plain(hours, 0)))
            }
            News::Ends => Some(format!("no more {name} bought in")),
        });
    }
    for figures in &view.total.roles {
        let id = figures.role.as_str();
        let name = role_name(view, id);
        let overtime = |period: usize| {
            sum(parts, |part| {
                let hours = part.plan.and_then(|plan| plan.overtime_hours.get(id));
                hours.map_or(0.0, |hours| one_or_each(hours, period) / weeks)
            })
        };
        list.extend(match news(overtime, period, 0.5) {
            News::None => None,
            News::Begins(hours) | News::Changes(hours) => {
                Some(format!("{} h of {name} overtime a week", plain(hours, 0)))
            }
            News::Ends => Some(format!("no more {name} overtime")),
        });
        let short = |period: usize| {
            sum(parts, |part| {
                let people = part.plan.and_then(|plan| plan.people.get(id));
                people.map_or(0.0, |people| one_or_each(&people.short_time_wte, period))
            })
        };
        list.extend(match news(short, period, 0.05) {
            News::None => None,
            News::Begins(people) | News::Changes(people) => {
                Some(format!("put {} {name} on short time", wte(people)))
            }
            News::Ends => Some(format!("no more {name} on short time")),
        });
    }
}

/// Tasks of the services shown, by id and name.
fn tasks<'a>(view: &View<'a>, parts: &[Part<'a>]) -> Vec<(&'a str, String)> {
    let mut tasks: Vec<(&str, String)> = Vec::new();
    for id in parts.iter().flat_map(|part| part.service.care.tasks.keys()) {
        if !tasks.iter().any(|(other, _)| *other == id.as_str()) {
            let name = Names(view.instance).other(Kind::Task, id.as_str());
            tasks.push((id.as_str(), shortened(name)));
        }
    }
    tasks
}

/// A list with one number stands for that number in every period.
fn one_or_each(values: &[f64], period: usize) -> f64 {
    match values {
        [each] => *each,
        values => at(values, period),
    }
}

/// What is new of something that runs from period to period.
enum News {
    None,
    Begins(f64),
    Changes(f64),
    Ends,
}

/// What is new in a period; less than `nothing` is none at all. Slow changes are told once they
/// have added up since they were last told.
fn news(of: impl Fn(usize) -> f64, period: usize, nothing: f64) -> News {
    let mut told = 0.0;
    let mut news = News::None;
    for earlier in 0..=period {
        let value = of(earlier);
        let (is, was) = (value >= nothing, told >= nothing);
        news = match (was, is) {
            (false, true) => News::Begins(value),
            (true, false) => News::Ends,
            (true, true) if (value - told).abs() > NEWS * told => News::Changes(value),
            _ => News::None,
        };
        if !matches!(news, News::None) {
            told = value;
        }
    }
    news
}

#[cfg(test)]
mod tests {
    use super::*;

    fn told(values: &[f64]) -> String {
        (0..values.len())
            .map(|period| match news(|p| at(values, p), period, 0.5) {
                News::None => '-',
                News::Begins(_) => 'b',
                News::Changes(_) => 'c',
                News::Ends => 'e',
            })
            .collect()
    }

    #[test]
    fn only_what_is_new_is_told() {
        assert_eq!(told(&[0.0, 10.0, 10.0, 10.5, 0.0, 0.0]), "-b--e-");
        assert_eq!(told(&[10.0, 10.6, 11.2, 11.2]), "b-c-");
        assert_eq!(told(&[0.4, 0.6]), "-b");
    }

    #[test]
    fn verbs_agree_with_their_numbers() {
        assert_eq!((join(1.0), join(2.0), join(0.5)), ("joins", "join", "join"));
        assert_eq!((wte(6.0), wte(2.5)), ("6".to_owned(), "2.5 WTE".to_owned()));
    }
}
