//! Rules on training routes.

use super::{CareRule, CareSubject};
use crate::diagnostics::{Diagnostic, Explanation, Location};
use crate::draft::care::RoleKind;
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
            title: "a route that leads back to where it starts",
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
            what: "A route's `completion_share` is 0.",
            why: "Starters would be paid for and none would ever arrive.",
            example: "completion_share = 0",
            fix: "Give the share of starters who complete (about 0.8 to 0.95), or drop the route.",
        },
        check: completion,
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

fn completion(subject: &CareSubject<'_>, found: &mut Vec<Diagnostic>) {
    for (id, route) in &subject.care.routes {
        if route.completion_share.value() <= 0.0 {
            found.push(
                Diagnostic::error(
                    "I123",
                    format!("`completion_share` of route `{id}` is 0; it must be above 0"),
                )
                .at(
                    subject.at(&["routes", id.as_str(), "completion_share"]),
                    "nobody completes",
                )
                .help("give the share of starters who complete, or drop the route"),
            );
        }
    }
}
