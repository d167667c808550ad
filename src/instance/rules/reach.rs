//! What nobody can reach within a horizon: a tenure, the end of a route.

use super::{StartRule, StartSubject, show};
use crate::diagnostics::{Diagnostic, Explanation};
use crate::ids::{Id, RoleId, RouteId};
use crate::instance::{Role, Route, Service};
use crate::units::Quantity;

pub(super) const RULES: &[StartRule] = &[
    StartRule {
        explanation: Explanation {
            code: "I056",
            title: "a tenure longer than anyone can have",
            what: "In a plan by month, a route's `min_months_in_post` is above 480, or nobody in post at the start can have it before the plan ends and nobody who joins can: all leave before, or the horizon is too short.",
            why: "Nobody could ever start the route. Most often weeks or days were given for months.",
            example: "min_months_in_post = 730   # two years in days",
            fix: "Give the months in post that the course asks for, for example 24; or correct who is in post at the start, or for how long.",
        },
        check: tenure,
    },
    StartRule {
        explanation: Explanation {
            code: "W009",
            title: "routes that bring nobody within the horizon",
            what: "In a plan by month, a route has no intake within the horizon; or those who start it complete after its end; or nobody can have its `min_months_in_post` before it. All such routes are named in one warning.",
            why: "Whatever is spent on them, no one is there in time. (The condition on how the plan ends may still ask for starts.) A short plan with a care model that has long courses is right to have some.",
            example: "[horizon]\nstart = \"2026-04\"\nmonths = 12   # and a course of 24 months",
            fix: "Lengthen the horizon if the plan is to use what the routes bring; or correct `intake_months` and the months of their stages where they are wrong.",
        },
        check: in_time,
    },
];

/// Whether somebody can have a route's tenure within the horizon.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Tenure {
    Somebody,
    /// Nobody, and nobody ever would.
    Nobody,
    /// Nobody: those who join could, later.
    NotYet,
}

/// Whether some of those who have been in post for so many periods are there until so many.
fn some_stay(role: &Role, periods_per_year: usize, from: usize, to: usize) -> bool {
    let first_year = from < to.min(periods_per_year);
    let later = to > from.max(periods_per_year);
    (!first_year || role.first_year_leaving_per_period < 1.0)
        && (!later || role.leaving_per_period < 1.0)
}

/// The first period in which somebody can join a role, by any way in.
fn first_joining(service: &Service, role: &RoleId) -> Option<usize> {
    let care = &service.care;
    let hired = care
        .roles
        .get(role)
        .filter(|role| role.hireable)
        .map(|role| role.hire_lead);
    let joining = service.start.joining.get(role);
    let joining = joining.and_then(|wte| wte.iter().position(|wte| *wte > 0.0));
    let trained = care
        .routes
        .iter()
        .filter(|(_, route)| route.to == *role)
        .filter_map(|(id, route)| first_completion(service, id, route));
    hired.into_iter().chain(joining).chain(trained).min()
}

/// The first period in which somebody can complete a route, whoever can start it.
fn first_completion(service: &Service, id: &RouteId, route: &Route) -> Option<usize> {
    let start = &service.start;
    let under_way = start.training.get(id).into_iter().flatten();
    let under_way = under_way
        .filter(|(_, wte)| *wte > 0.0)
        .map(|(back, _)| route.length.saturating_sub(*back));
    let committed = start.committed.get(id);
    let filled = committed.and_then(|wte| wte.iter().position(|wte| *wte > 0.0));
    let intake = route.intakes.iter().position(|open| *open);
    let starts = filled.into_iter().chain(intake);
    under_way
        .chain(starts.map(|period| period + route.length))
        .min()
}

fn reached(service: &Service, route: &Route) -> Tenure {
    let tenure = route.min_periods_in_post;
    let Some(from) = route.from.as_ref().filter(|_| tenure > 0) else {
        return Tenure::Somebody;
    };
    let Some(role) = service.care.roles.get(from) else {
        return Tenure::Somebody;
    };
    let calendar = &service.care.calendar;
    let a_year = calendar.periods_per_year;
    let staff = service.start.staff.get(from);
    let at_start = staff.is_some_and(|staff| {
        staff.for_at_least(tenure) > 0.0
            || (1..calendar.periods().min(tenure)).any(|period| {
                staff.reaching(tenure, period) > 0.0
                    && some_stay(role, a_year, tenure - period, tenure)
            })
    });
    let ever = some_stay(role, a_year, 0, tenure);
    let joiners = first_joining(service, from)
        .is_some_and(|joined| ever && joined + tenure < calendar.periods());
    if at_start || joiners {
        Tenure::Somebody
    } else if !ever || staff.is_some_and(|staff| staff.wte() > 0.0) {
        Tenure::Nobody
    } else {
        Tenure::NotYet
    }
}

/// Routes with a time in post, with the best of what services say of them, and the service.
fn tenures<'a>(
    subject: &StartSubject<'a>,
) -> impl Iterator<Item = (&'a RouteId, &'a Route, Tenure, &'a Service)> {
    let services = &subject.instance.services;
    let routes = services.first().into_iter().flat_map(|s| &s.care.routes);
    routes.filter_map(move |(id, _)| {
        let mut worst = None;
        for service in services {
            let route = service.care.routes.get(id)?;
            match reached(service, route) {
                Tenure::Somebody => return None,
                Tenure::Nobody => worst = Some((id, route, Tenure::Nobody, service)),
                Tenure::NotYet => {
                    worst = worst.or(Some((id, route, Tenure::NotYet, service)));
                }
            }
        }
        worst
    })
}

fn locate(
    subject: &StartSubject<'_>,
    service: &Service,
    path: &[&str],
) -> crate::diagnostics::Location {
    match subject.files.cares.get(&service.id) {
        Some((_, tree)) => tree.locate(path),
        None => subject.files.at(&["care_model"]),
    }
}

fn tenure(subject: &StartSubject<'_>, found: &mut Vec<Diagnostic>) {
    const LONGEST: f64 = 480.0;
    let key = "min_months_in_post";
    for service in &subject.instance.services {
        for (id, route) in &service.care.routes {
            let months = route.min_months_in_post.value();
            if months > LONGEST {
                found.push(
                    Diagnostic::error(
                        "I056",
                        format!(
                            "`{key}` of route `{id}` is {}, a working life",
                            show(months)
                        ),
                    )
                    .at(
                        locate(subject, service, &["routes", id.as_str(), key]),
                        "at most 480",
                    )
                    .help("give the months in post that the course asks for, for example 24"),
                );
            }
        }
    }
    for (id, route, tenure, service) in tenures(subject) {
        let months = route.min_months_in_post.value();
        let (Tenure::Nobody, Some(from), true) = (tenure, &route.from, months <= LONGEST) else {
            continue;
        };
        found.push(
            Diagnostic::error(
                "I056",
                format!(
                    "nobody can have been in post as `{from}` for {} months, as route `{id}` asks, \
                     before the horizon ends",
                    show(months)
                ),
            )
            .at(
                locate(subject, service, &["routes", id.as_str(), key]),
                "longer than anyone can",
            )
            .help(format!(
                "lower it, lengthen the horizon, or correct `joined_wte`, \
                 `time_in_post_share_by_year` and the leaving of `{from}`"
            )),
        );
    }
}

fn in_time(subject: &StartSubject<'_>, found: &mut Vec<Diagnostic>) {
    let Some(first) = subject.instance.services.first() else {
        return;
    };
    let care = &first.care;
    let mut late: Vec<(&RouteId, &str)> = tenures(subject)
        .filter(|(.., tenure, _)| *tenure == Tenure::NotYet)
        .map(|(id, ..)| {
            let why = "nobody has the time in post that it asks before the end";
            (id, why)
        })
        .collect();
    for (id, route) in &care.routes {
        let arrives = |service: &Service| {
            service.care.routes.get(id).is_none_or(|route| {
                first_completion(service, id, route)
                    .is_some_and(|period| period < service.care.calendar.periods())
            })
        };
        if subject.instance.services.iter().any(arrives) {
            continue;
        }
        let why = if route.intakes.contains(&true) {
            "those who start it complete it after the end"
        } else {
            "none of its intake months lies within it"
        };
        if late.iter().all(|(other, _)| *other != id) {
            late.push((id, why));
        }
    }
    let routes = match late.len() {
        0 => return,
        1 => "a route brings".to_owned(),
        several => format!("{several} routes bring"),
    };
    let months = subject
        .files
        .file
        .horizon
        .as_ref()
        .map(|h| h.months.is_some());
    let length = if months == Some(false) {
        "periods"
    } else {
        "months"
    };
    // Said once: a short plan with a care model of many courses is as it should be.
    let warning = Diagnostic::warning("W009", format!("{routes} nobody within the horizon"))
        .at(
            subject.files.at(&["horizon", length]),
            "nobody completes in it",
        )
        .help(
            "lengthen the horizon if the plan is to use what they bring, or correct the months \
             that look wrong; else nothing is amiss",
        );
    found.push(late.into_iter().fold(warning, |warning, (id, why)| {
        warning.note(format!("route `{id}`: {why}"))
    }));
}
