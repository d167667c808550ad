//! Rules on training routes.

use std::collections::HashSet;

use super::roles::{employable, leaving_a_year};
use super::{CareRule, CareSubject, show};
use crate::diagnostics::{Diagnostic, Explanation, Location};
use crate::draft::care::{RoleKind, Route};
use crate::ids::{Id, RoleId};
use crate::units::Quantity;

pub(super) const RULES: &[CareRule] = &[
    CareRule {
        explanation: Explanation {
            code: "I120",
            title: "a route's end that is not a qualified role",
            what: "A route's `from` or `to` is a trainee role.",
            why: "A route leads from one established post to another; trainee roles are what people hold on the way.",
            example: "[routes.pwp-course]\nto = \"trainee-pwp\"",
            fix: "Name a qualified role, and put the trainee role into `stages`.",
        },
        check: ends,
    },
    CareRule {
        explanation: Explanation {
            code: "I121",
            title: "a stage that is not a trainee role",
            what: "A stage of a route names a qualified role.",
            why: "People in a stage are paid and counted as trainees. In a qualified role they would be counted among the staff too.",
            example: "stages = [{ role = \"pwp\", months = 12 }]",
            fix: "Name a role of kind `trainee`.",
        },
        check: stages,
    },
    CareRule {
        explanation: Explanation {
            code: "I122",
            title: "a route that leads nowhere: back to where it starts",
            what: "A route's `to` is its `from`.",
            why: "It would take people out of a role and put them back, at a cost, to no effect.",
            example: "from = \"pwp\"\nto = \"pwp\"",
            fix: "Name the role that completers enter under `to`. For a senior grade, add a role.",
        },
        check: circular,
    },
    CareRule {
        explanation: Explanation {
            code: "I123",
            title: "a route that nobody completes",
            what: "A route's `completion_share` is 0, or fewer than 1 in 1,000 starters are left at its end, since everyone leaves a trainee role on the way.",
            why: "Starters would be paid for and none would ever arrive.",
            example: "completion_share = 0",
            fix: "Give the share of starters who complete (about 0.8 to 0.95), or drop the route.",
        },
        check: completion,
    },
    CareRule {
        explanation: Explanation {
            code: "I124",
            title: "ladders that take more than all leavers",
            what: "The `replaces_leaving_share` of the routes out of one role sum to more than 1.",
            why: "Each is a share of the role's leavers. Together they would replace more leavers than there are, and so make people out of nothing.",
            example: "[routes.hit-training]\nfrom = \"pwp\"\nreplaces_leaving_share = 0.68\n[routes.senior-pwp]\nfrom = \"pwp\"\nreplaces_leaving_share = 0.5",
            fix: "Lower the shares so that they sum to 1 or less.",
        },
        check: ladders,
    },
    CareRule {
        explanation: Explanation {
            code: "I126",
            title: "intake months that are none, or named twice",
            what: "A route's `intake_months` is an empty list, or names a month twice.",
            why: "A route without intakes never starts; a month named twice would count as one intake where two are meant, or is a slip.",
            example: "intake_months = [3, 9, 9]",
            fix: "Name each month once, 1 (January) to 12; drop the key for a route that starts in every period.",
        },
        check: intake_months,
    },
    CareRule {
        explanation: Explanation {
            code: "W010",
            title: "a route that can never be started",
            what: "In a plan by month, nobody is in the role that a route starts from, or can come into it.",
            why: "Every plan will have no starts on it. Most often staff at the start are missing, or the role is not hireable by a slip.",
            example: "[roles.ap]\nhireable = false   # and no `staff_now_wte` of `ap`, and no route to it\n[routes.ap-to-pwp]\nfrom = \"ap\"",
            fix: "Give `staff_now_wte` of the role, let it be hired into, or add a route to it.",
        },
        check: never_started,
    },
];

fn kind(subject: &CareSubject<'_>, role: &RoleId) -> Option<RoleKind> {
    subject.care.roles.get(role).map(|role| role.kind)
}

fn ends(subject: &CareSubject<'_>, found: &mut Vec<Diagnostic>) {
    for (id, route) in &subject.care.routes {
        for (key, role) in [("from", route.from.as_ref()), ("to", Some(&route.to))] {
            let Some(role) = role else { continue };
            if kind(subject, role) == Some(RoleKind::Trainee) {
                found.push(
                    Diagnostic::error(
                        "I120",
                        format!("`{key}` of route `{id}` is `{role}`, a trainee role"),
                    )
                    .at(
                        subject.at(&["routes", id.as_str(), key]),
                        "must be a qualified role",
                    )
                    .and_at(declared(subject, role), "its kind")
                    .help("name a qualified role, and put the trainee role into `stages`"),
                );
            }
        }
    }
}

fn declared(subject: &CareSubject<'_>, role: &RoleId) -> Location {
    subject.at(&["roles", role.as_str(), "kind"])
}

fn stages(subject: &CareSubject<'_>, found: &mut Vec<Diagnostic>) {
    for (id, route) in &subject.care.routes {
        for (place, stage) in route.stages.iter().enumerate() {
            if kind(subject, &stage.role) == Some(RoleKind::Qualified) {
                let place = place.to_string();
                found.push(
                    Diagnostic::error(
                        "I121",
                        format!(
                            "a stage of route `{id}` is `{}`, a qualified role",
                            stage.role
                        ),
                    )
                    .at(
                        subject.at(&["routes", id.as_str(), "stages", &place, "role"]),
                        "must be a trainee role",
                    )
                    .and_at(declared(subject, &stage.role), "its kind")
                    .help("name a role of kind `trainee`"),
                );
            }
        }
    }
}

fn circular(subject: &CareSubject<'_>, found: &mut Vec<Diagnostic>) {
    for (id, route) in &subject.care.routes {
        if route.from.as_ref() == Some(&route.to) {
            found.push(
                Diagnostic::error(
                    "I122",
                    format!("route `{id}` leads from `{0}` to `{0}`", route.to),
                )
                .at(subject.at(&["routes", id.as_str(), "to"]), "the same role")
                .and_at(
                    subject.at(&["routes", id.as_str(), "from"]),
                    "where it starts",
                )
                .help("name the role that completers enter under `to`"),
            );
        }
    }
}

/// The share of starters who are left at a route's end (`C_k`).
fn arriving(subject: &CareSubject<'_>, route: &Route) -> f64 {
    route
        .stages
        .iter()
        .map(|stage| {
            let role = subject.care.roles.get(&stage.role);
            let leaving = role.map_or(0.0, |role| leaving_a_year(role, subject.care.time.step));
            (1.0 - leaving).powf(stage.months.value() / 12.0)
        })
        .product::<f64>()
        * route.completion_share.value()
}

fn completion(subject: &CareSubject<'_>, found: &mut Vec<Diagnostic>) {
    const LEAST: f64 = 0.001;
    for (id, route) in &subject.care.routes {
        let share = route.completion_share.value();
        let error = if share <= 0.0 {
            Diagnostic::error(
                "I123",
                format!("`completion_share` of route `{id}` is 0; it must be above 0"),
            )
        } else if share < LEAST || arriving(subject, route) < LEAST {
            Diagnostic::error(
                "I123",
                format!(
                    "of those who start route `{id}`, drop-out (`completion_share`) and the \
                     `leaving_per_year` of its stages leave fewer than 1 in 1,000"
                ),
            )
        } else {
            continue;
        };
        found.push(
            error
                .at(
                    subject.at(&["routes", id.as_str(), "completion_share"]),
                    "nobody completes",
                )
                .help("give the share of starters who complete, or drop the route"),
        );
    }
}

fn ladders(subject: &CareSubject<'_>, found: &mut Vec<Diagnostic>) {
    let routes = &subject.care.routes;
    let mut done: HashSet<&RoleId> = HashSet::new();
    for from in routes.values().filter_map(|route| route.from.as_ref()) {
        if !done.insert(from) {
            continue;
        }
        let mut ladders: Vec<_> = routes
            .iter()
            .filter(|(_, route)| route.from.as_ref() == Some(from))
            .filter_map(|(id, route)| Some((id, route.replaces_leaving_share?.value())))
            .filter(|(_, share)| *share > 0.0)
            .map(|(id, share)| {
                let path = ["routes", id.as_str(), "replaces_leaving_share"];
                (subject.at(&path), share)
            })
            .collect();
        let sum: f64 = ladders.iter().map(|(_, share)| share).sum();
        if sum <= 1.0 + 1e-9 {
            continue;
        }
        let (first, share) = ladders.remove(0);
        let mut error = Diagnostic::error(
            "I124",
            format!(
                "the routes out of `{from}` replace a share of {} of its leavers; at most 1",
                show(sum)
            ),
        )
        .at(first, show(share));
        for (place, share) in ladders {
            error = error.and_at(place, show(share));
        }
        found.push(error.help("lower the shares so that they sum to 1 or less"));
    }
}

fn intake_months(subject: &CareSubject<'_>, found: &mut Vec<Diagnostic>) {
    for (id, route) in &subject.care.routes {
        let Some(months) = &route.intake_months else {
            continue;
        };
        let path = ["routes", id.as_str(), "intake_months"];
        let again = months
            .iter()
            .enumerate()
            .find(|(place, month)| months.iter().take(*place).any(|other| other == *month));
        let error = if months.is_empty() {
            Diagnostic::error("I126", format!("`intake_months` of route `{id}` is empty"))
                .at(subject.at(&path), "never starts")
        } else if let Some((place, month)) = again {
            let place = place.to_string();
            Diagnostic::error(
                "I126",
                format!(
                    "month {} stands twice under `intake_months` of route `{id}`",
                    month.value()
                ),
            )
            .at(
                subject.at(&[path[0], path[1], path[2], &place]),
                "the second time",
            )
        } else {
            continue;
        };
        found.push(
            error.help("name each month once, 1 to 12; drop the key to start in every period"),
        );
    }
}

fn never_started(subject: &CareSubject<'_>, found: &mut Vec<Diagnostic>) {
    if subject.present.is_none() {
        return;
    }
    let employable = employable(subject);
    for (id, route) in &subject.care.routes {
        let Some(from) = &route.from else { continue };
        if subject.care.roles.contains_key(from) && !employable.contains(from) {
            found.push(
                Diagnostic::warning(
                    "W010",
                    format!(
                        "nobody can ever start route `{id}`: nobody is or comes to be in `{from}`"
                    ),
                )
                .at(subject.at(&["routes", id.as_str(), "from"]), "nobody here")
                .help(format!(
                    "give `staff_now_wte` of `{from}`, let it be hired into, or add a route to it"
                )),
            );
        }
    }
}
