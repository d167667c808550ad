//! Rules on limits on change and size, and on retention measures.

use super::{CareRule, CareSubject};
use crate::diagnostics::{Diagnostic, Explanation};
use crate::draft::care::{Counted, Per, RoleKind};
use crate::ids::{Id, RoleId};

pub(super) const RULES: &[CareRule] = &[
    CareRule {
        explanation: Explanation {
            code: "I190",
            title: "a limit that sets no limit",
            what: "A limit has neither `max_wte` nor `max_share`.",
            why: "It would hold nothing back.",
            example: "[limits.hiring]\nname = \"Hiring\"\ncounted = \"hires\"",
            fix: "Add `max_wte`, or `max_share` and the roles of whose staff it is the share (`of`).",
        },
        check: some_most,
    },
    CareRule {
        explanation: Explanation {
            code: "I191",
            title: "a limit that is a share of nobody",
            what: "A limit has `max_share` without `of`, or `of` without `max_share`; or a limit on growth has `of`.",
            why: "A share is of somebody: of the staff in post in the roles under `of`. Growth is always a share of the staff before it.",
            example: "counted = \"supernumerary\"\nmax_share = 0.1",
            fix: "Name the roles under `of`; for growth drop `of`.",
        },
        check: shares,
    },
    CareRule {
        explanation: Explanation {
            code: "I192",
            title: "a limit on what it does not count",
            what: "A limit on starts names roles or no routes, or a limit on anything else names routes; or it counts in a trainee role what trainees do not have.",
            why: "Starts are counted by route, everything else by role. Trainees are neither hired nor made redundant.",
            example: "counted = \"starts\"\nroles = [\"trainee-pwp\"]",
            fix: "Name routes for `starts`, roles for the others.",
        },
        check: kinds,
    },
    CareRule {
        explanation: Explanation {
            code: "I193",
            title: "staff on hand counted over a year",
            what: "A limit on staff in post, on supernumerary staff or on staff on short time has `per = \"year\"`.",
            why: "They are there in each period; added up over a year they are no number of people.",
            example: "counted = \"in-post\"\nper = \"year\"",
            fix: "Drop `per`: the limit then holds in every period.",
        },
        check: on_hand,
    },
    CareRule {
        explanation: Explanation {
            code: "I194",
            title: "a retention measure for trainees",
            what: "The `role` of a retention measure is a trainee role.",
            why: "Who leaves a route is its `completion_share` and the trainee role's leaving; measures keep staff in established posts.",
            example: "[retention.cpd]\nrole = \"trainee-pwp\"",
            fix: "Name a qualified role.",
        },
        check: measured,
    },
];

fn some_most(subject: &CareSubject<'_>, found: &mut Vec<Diagnostic>) {
    for (id, limit) in &subject.care.limits {
        if limit.max_wte.is_none() && limit.max_share.is_none() {
            found.push(
                Diagnostic::error("I190", format!("limit `{id}` sets no limit"))
                    .at(subject.key(&["limits", id.as_str()]), "how much at most?")
                    .help("add `max_wte`, or `max_share` with `of`"),
            );
        }
    }
}

fn shares(subject: &CareSubject<'_>, found: &mut Vec<Diagnostic>) {
    for (id, limit) in &subject.care.limits {
        let id = id.as_str();
        let growth = limit.counted == Counted::Growth;
        let (key, message, help) = match (limit.max_share.is_some(), limit.of.is_empty()) {
            (_, false) if growth => (
                "of",
                format!("limit `{id}` is on growth, which is a share of the staff before it"),
                "drop `of`",
            ),
            (true, true) if !growth => (
                "max_share",
                format!("`max_share` of limit `{id}` is a share of nobody"),
                "add `of`, the roles of whose staff in post it is the share",
            ),
            (false, false) => (
                "of",
                format!("limit `{id}` has `of` and no `max_share` of them"),
                "add `max_share`, or drop `of`",
            ),
            _ => continue,
        };
        found.push(
            Diagnostic::error("I191", message)
                .at(subject.key(&["limits", id, key]), "a share of whom?")
                .help(help),
        );
    }
}

fn kinds(subject: &CareSubject<'_>, found: &mut Vec<Diagnostic>) {
    for (id, limit) in &subject.care.limits {
        let id = id.as_str();
        let starts = limit.counted == Counted::Starts;
        let (key, message, help) = if starts && limit.routes.is_empty() {
            (
                "counted",
                format!("limit `{id}` is on starts and names no route"),
                "name the routes under `routes`",
            )
        } else if starts && !limit.roles.is_empty() {
            (
                "roles",
                format!("limit `{id}` is on starts, which are counted by route, and names roles"),
                "drop `roles`",
            )
        } else if !starts && !limit.routes.is_empty() {
            (
                "routes",
                format!("limit `{id}` names routes; what it counts is counted by role"),
                "name roles under `roles`, or count `starts`",
            )
        } else {
            never_of_trainees(subject, id, limit.counted, &limit.roles, found);
            continue;
        };
        found.push(
            Diagnostic::error("I192", message)
                .at(subject.key(&["limits", id, key]), "not counted so")
                .help(help),
        );
    }
}

fn is_trainee(subject: &CareSubject<'_>, role: &RoleId) -> bool {
    let role = subject.care.roles.get(role);
    role.is_some_and(|role| role.kind == RoleKind::Trainee)
}

fn never_of_trainees(
    subject: &CareSubject<'_>,
    id: &str,
    counted: Counted,
    roles: &[RoleId],
    found: &mut Vec<Diagnostic>,
) {
    if !matches!(counted, Counted::Hires | Counted::Redundancies) {
        return;
    }
    for (place, role) in roles.iter().enumerate() {
        if is_trainee(subject, role) {
            found.push(
                Diagnostic::error(
                    "I192",
                    format!(
                        "limit `{id}` counts hires or redundancies in `{role}`, a trainee role, \
                         which has none"
                    ),
                )
                .at(
                    subject.at(&["limits", id, "roles", &place.to_string()]),
                    "must be a qualified role",
                )
                .help("name a qualified role, or count `starts` on a route"),
            );
        }
    }
}

fn on_hand(subject: &CareSubject<'_>, found: &mut Vec<Diagnostic>) {
    for (id, limit) in &subject.care.limits {
        let on_hand = matches!(
            limit.counted,
            Counted::InPost | Counted::Supernumerary | Counted::ShortTime
        );
        if on_hand && limit.per == Some(Per::Year) {
            found.push(
                Diagnostic::error(
                    "I193",
                    format!("limit `{id}` counts staff on hand over a year"),
                )
                .at(
                    subject.at(&["limits", id.as_str(), "per"]),
                    "in each period only",
                )
                .help("drop `per`: the limit then holds in every period"),
            );
        }
    }
}

fn measured(subject: &CareSubject<'_>, found: &mut Vec<Diagnostic>) {
    for (id, measure) in &subject.care.retention {
        if is_trainee(subject, &measure.role) {
            found.push(
                Diagnostic::error(
                    "I194",
                    format!(
                        "retention measure `{id}` is for `{}`, a trainee role",
                        measure.role
                    ),
                )
                .at(
                    subject.at(&["retention", id.as_str(), "role"]),
                    "must be a qualified role",
                )
                .and_at(
                    subject.at(&["roles", measure.role.as_str(), "kind"]),
                    "its kind",
                )
                .help("name a qualified role"),
            );
        }
    }
}
