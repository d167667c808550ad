//! Rules on roles, and who can be in post at all.

use std::collections::HashSet;

use super::{CareRule, CareSubject};
use crate::diagnostics::{Diagnostic, Explanation};
use crate::draft::CareModel;
use crate::draft::care::RoleKind;
use crate::ids::{Id, RoleId};
use crate::units::Quantity;

pub(super) const RULES: &[CareRule] = &[
    CareRule {
        explanation: Explanation {
            code: "I110",
            title: "a trainee role that is hired into",
            what: "A role of kind `trainee` has `hireable = true`.",
            why: "A trainee is in post only while on a training route; there is no one to hire into the role.",
            example: "[roles.trainee-pwp]\nkind = \"trainee\"\nhireable = true",
            fix: "Drop `hireable`, and let a route's stages name the role.",
        },
        check: hireable_trainees,
    },
    CareRule {
        explanation: Explanation {
            code: "I111",
            title: "overtime without a price",
            what: "A role may work overtime and has no `overtime_gbp_per_hour`, or one of 0.",
            why: "Overtime without a price would be taken as free, and used before anyone is hired.",
            example: "[roles.pwp]\novertime_max_share = 0.05",
            fix: "Add `overtime_gbp_per_hour`, or set `overtime_max_share` to 0.",
        },
        check: unpriced_overtime,
    },
    CareRule {
        explanation: Explanation {
            code: "I112",
            title: "a unit too small to count in",
            what: "A role's `post_unit_wte` or a route's `places_unit_wte` is above 0 and below 0.01.",
            why: "Posts and places are whole numbers of their unit. In units of less than half an hour a week, numbers become so large that the solver cannot tell whole from broken ones.",
            example: "post_unit_wte = 0.0001",
            fix: "Write 0 to let posts or places be any fraction, or a unit that is used, for example 0.1.",
        },
        check: small_units,
    },
    CareRule {
        explanation: Explanation {
            code: "W003",
            title: "a trainee role that no route reaches",
            what: "No route has the trainee role as a stage.",
            why: "Nobody will ever be in it. It costs nothing, but is most often a slip in a route.",
            example: "[roles.trainee-cbt]\nkind = \"trainee\"   # and no route with this stage",
            fix: "Name the role in a route's `stages`, or drop it.",
        },
        check: unreached_trainees,
    },
    CareRule {
        explanation: Explanation {
            code: "W004",
            title: "a role that nobody may be employed in",
            what: "A role cannot be hired into, and no route that anyone can start leads to it, while people leave it.",
            why: "In a year that repeats, nobody can be in it. Every plan will have none of it.",
            example: "[roles.senior-pwp]\nkind = \"qualified\"\nhireable = false   # and no route with `to = \"senior-pwp\"`",
            fix: "Let it be hired into, add a route to it, or drop it.",
        },
        check: unemployable,
    },
];

/// The roles that someone can be in: hired into, or reached by a route that can be started, or
/// never left.
pub(super) fn employable(care: &CareModel) -> HashSet<&RoleId> {
    let mut employable: HashSet<&RoleId> = care
        .roles
        .iter()
        .filter(|(_, role)| {
            role.kind == RoleKind::Qualified
                && (role.hireable.unwrap_or(true)
                    || role.leaving_per_year.map_or(0.0, Quantity::value) <= 0.0)
        })
        .map(|(id, _)| id)
        .collect();
    loop {
        let before = employable.len();
        for route in care.routes.values() {
            if route
                .from
                .as_ref()
                .is_none_or(|from| employable.contains(from))
            {
                employable.insert(&route.to);
                employable.extend(route.stages.iter().map(|stage| &stage.role));
            }
        }
        if employable.len() == before {
            return employable;
        }
    }
}

fn hireable_trainees(subject: &CareSubject<'_>, found: &mut Vec<Diagnostic>) {
    for (id, role) in &subject.care.roles {
        if role.kind == RoleKind::Trainee && role.hireable == Some(true) {
            found.push(
                Diagnostic::error("I110", format!("trainee role `{id}` cannot be hired into"))
                    .at(
                        subject.at(&["roles", id.as_str(), "hireable"]),
                        "`true` for a trainee",
                    )
                    .help("drop `hireable`, and name the role in the `stages` of a route"),
            );
        }
    }
}

fn unpriced_overtime(subject: &CareSubject<'_>, found: &mut Vec<Diagnostic>) {
    for (id, role) in &subject.care.roles {
        let share = role.overtime_max_share.map_or(0.0, Quantity::value);
        let free = role.overtime_gbp_per_hour.is_none_or(|p| p.value() <= 0.0);
        if share > 0.0 && free {
            found.push(
                Diagnostic::error(
                    "I111",
                    format!("role `{id}` may work overtime (share {share}) at no price"),
                )
                .at(
                    subject.at(&["roles", id.as_str(), "overtime_max_share"]),
                    "no price",
                )
                .help("add `overtime_gbp_per_hour`, or set `overtime_max_share = 0`"),
            );
        }
    }
}

fn small_units(subject: &CareSubject<'_>, found: &mut Vec<Diagnostic>) {
    let posts = subject
        .care
        .roles
        .iter()
        .map(|(id, role)| ("roles", id.as_str(), "post_unit_wte", role.post_unit_wte));
    let places = subject.care.routes.iter().map(|(id, route)| {
        (
            "routes",
            id.as_str(),
            "places_unit_wte",
            route.places_unit_wte,
        )
    });
    for (table, id, key, unit) in posts.chain(places) {
        let Some(unit) = unit.map(Quantity::value) else {
            continue;
        };
        if unit > 0.0 && unit < 0.01 {
            found.push(
                Diagnostic::error(
                    "I112",
                    format!("`{key}` of `{id}` is {unit}; it must be 0 or at least 0.01"),
                )
                .at(subject.at(&[table, id, key]), "too small")
                .help("write 0 for any fraction, or a unit that is used, for example 0.1"),
            );
        }
    }
}

fn unreached_trainees(subject: &CareSubject<'_>, found: &mut Vec<Diagnostic>) {
    for (id, role) in &subject.care.roles {
        let reached = || {
            subject
                .care
                .routes
                .values()
                .any(|route| route.stages.iter().any(|stage| stage.role == *id))
        };
        if role.kind == RoleKind::Trainee && !reached() {
            found.push(
                Diagnostic::warning(
                    "W003",
                    format!("no route has trainee role `{id}` as a stage"),
                )
                .at(subject.key(&["roles", id.as_str()]), "never reached")
                .help("name it in the `stages` of a route, or drop it"),
            );
        }
    }
}

fn unemployable(subject: &CareSubject<'_>, found: &mut Vec<Diagnostic>) {
    let employable = employable(subject.care);
    for (id, role) in &subject.care.roles {
        if role.kind == RoleKind::Qualified && !employable.contains(id) {
            found.push(
                Diagnostic::warning(
                    "W004",
                    format!(
                        "nobody may be employed in role `{id}`: it is not hireable and no route \
                         reaches it"
                    ),
                )
                .at(
                    subject.at(&["roles", id.as_str(), "hireable"]),
                    "not hireable",
                )
                .help(format!(
                    "set `hireable = true`, or add a route with `to = \"{id}\"`"
                )),
            );
        }
    }
}
