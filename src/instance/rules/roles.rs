//! Rules on roles, and who can be in post at all.

use std::collections::HashSet;

use super::super::calendar::over_a_year;
use super::{CareRule, CareSubject};
use crate::diagnostics::{Diagnostic, Explanation};
use crate::draft::care::{Role, RoleKind, TimeStep};
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
            what: "A role may work overtime (as a share, or in hours a week) and has no `overtime_gbp_per_hour`, or one of 0.",
            why: "Overtime without a price would be taken as free, and used before anyone is hired.",
            example: "[roles.pwp]\novertime_max_share = 0.05",
            fix: "Add `overtime_gbp_per_hour`, or set `overtime_max_share` or `overtime_max_hours_per_week` to 0.",
        },
        check: unpriced_overtime,
    },
    CareRule {
        explanation: Explanation {
            code: "I112",
            title: "a unit too small to count in",
            what: "A role's `post_unit_wte` or `in_post_unit_wte` or a route's `places_unit_wte` is above 0 and below 0.01.",
            why: "Posts and places are whole numbers of their unit. In units of less than half an hour a week, numbers become so large that the solver cannot tell whole from broken ones.",
            example: "post_unit_wte = 0.0001",
            fix: "Write 0 to let posts or places be any fraction, or a unit that is used, for example 0.1.",
        },
        check: small_units,
    },
    CareRule {
        explanation: Explanation {
            code: "I114",
            title: "overtime limited in two ways",
            what: "A role has both `overtime_max_share` and `overtime_max_hours_per_week`.",
            why: "It would not be clear which of the two limits is meant.",
            example: "overtime_max_share = 0.1\novertime_max_hours_per_week = 5",
            fix: "Keep one of the two keys.",
        },
        check: two_overtimes,
    },
    CareRule {
        explanation: Explanation {
            code: "I117",
            title: "fewest in post above most",
            what: "A role's `in_post_min_wte` is above its `in_post_max_wte`.",
            why: "No number of staff lies between the two.",
            example: "in_post_min_wte = 75\nin_post_max_wte = 57",
            fix: "Swap or correct the two.",
        },
        check: bounds,
    },
    CareRule {
        explanation: Explanation {
            code: "I118",
            title: "a key that says nothing of trainees",
            what: "A trainee role has a key that is about established posts: `hire_lead_months`, `redundancy_gbp_per_wte`, `in_post_min_wte`, `in_post_max_wte`, `in_post_unit_wte` or `time_in_post_share_by_year`.",
            why: "Trainees are there because they started a route, and go when it ends. The key would be left out in silence.",
            example: "[roles.trainee-pwp]\nkind = \"trainee\"\nin_post_max_wte = 18",
            fix: "Drop the key. Cap trainees by `[places.…]` or by a limit on the route's starts.",
        },
        check: only_qualified,
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
            why: "In a year that repeats, nobody can be in it; in a plan by month likewise, unless somebody is when it begins. Every plan will have none of it.",
            example: "[roles.senior-pwp]\nkind = \"qualified\"\nhireable = false   # and no route with `to = \"senior-pwp\"`",
            fix: "Let it be hired into, add a route to it, or drop it.",
        },
        check: unemployable,
    },
];

/// The roles that someone can be in: hired into, or reached by a route that can be started, or
/// never left; in a plan by month, instead of never left, those in which somebody is or will be
/// when it begins.
pub(super) fn employable<'a>(subject: &CareSubject<'a>) -> HashSet<&'a RoleId> {
    let care = subject.care;
    let stays = |id: &RoleId, role: &Role| match subject.present {
        Some(present) => present.roles.contains(id),
        None => leaving_a_year(role, care.time.step) <= 0.0,
    };
    let mut employable: HashSet<&RoleId> = care
        .roles
        .iter()
        .filter(|(id, role)| {
            role.kind == RoleKind::Qualified && (role.hireable.unwrap_or(true) || stays(id, role))
        })
        .map(|(id, _)| id)
        .collect();
    loop {
        let before = employable.len();
        for (id, route) in &care.routes {
            let begun = subject.present.is_some_and(|p| p.routes.contains(id));
            let from = route.from.as_ref();
            if begun || from.is_none_or(|from| employable.contains(from)) {
                employable.insert(&route.to);
                employable.extend(route.stages.iter().map(|stage| &stage.role));
            }
        }
        if employable.len() == before {
            return employable;
        }
    }
}

/// The share of a role's staff who leave in a year, however the file says it.
pub(super) fn leaving_a_year(role: &Role, step: TimeStep) -> f64 {
    match (role.leaving_per_year, role.leaving_per_period) {
        (Some(a_year), _) => a_year.value(),
        (None, Some(a_period)) => over_a_year(a_period.value(), step),
        (None, None) => 0.0,
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
        let hours = role
            .overtime_max_hours_per_week
            .map_or(0.0, Quantity::value);
        let free = role.overtime_gbp_per_hour.is_none_or(|p| p.value() <= 0.0);
        let (key, how_much) = if share > 0.0 {
            ("overtime_max_share", format!("share {share}"))
        } else {
            (
                "overtime_max_hours_per_week",
                format!("{hours} hours a week"),
            )
        };
        if (share > 0.0 || hours > 0.0) && free {
            found.push(
                Diagnostic::error(
                    "I111",
                    format!("role `{id}` may work overtime ({how_much}) at no price"),
                )
                .at(subject.at(&["roles", id.as_str(), key]), "no price")
                .help(format!("add `overtime_gbp_per_hour`, or set `{key} = 0`")),
            );
        }
    }
}

fn two_overtimes(subject: &CareSubject<'_>, found: &mut Vec<Diagnostic>) {
    for (id, role) in &subject.care.roles {
        if role.overtime_max_share.is_some() && role.overtime_max_hours_per_week.is_some() {
            let at = |key| subject.at(&["roles", id.as_str(), key]);
            found.push(
                Diagnostic::error(
                    "I114",
                    format!("the overtime of role `{id}` is limited in two ways"),
                )
                .at(at("overtime_max_hours_per_week"), "in hours a week")
                .and_at(at("overtime_max_share"), "as a share of clinical hours")
                .help("keep one of the two keys"),
            );
        }
    }
}

fn bounds(subject: &CareSubject<'_>, found: &mut Vec<Diagnostic>) {
    for (id, role) in &subject.care.roles {
        let (Some(min), Some(max)) = (role.in_post_min_wte, role.in_post_max_wte) else {
            continue;
        };
        if min > max {
            let (min, max) = (min.value(), max.value());
            let at = |key| subject.at(&["roles", id.as_str(), key]);
            found.push(
                Diagnostic::error(
                    "I117",
                    format!(
                        "`in_post_min_wte` of role `{id}` is {min}, above its `in_post_max_wte`, \
                         {max}"
                    ),
                )
                .at(at("in_post_min_wte"), format!("at most {max}"))
                .and_at(at("in_post_max_wte"), "the most")
                .help("swap or correct the two"),
            );
        }
    }
}

fn only_qualified(subject: &CareSubject<'_>, found: &mut Vec<Diagnostic>) {
    for (id, role) in &subject.care.roles {
        if role.kind != RoleKind::Trainee {
            continue;
        }
        let keys = [
            ("hire_lead_months", role.hire_lead_months.is_some()),
            (
                "redundancy_gbp_per_wte",
                role.redundancy_gbp_per_wte.is_some(),
            ),
            ("in_post_min_wte", role.in_post_min_wte.is_some()),
            ("in_post_max_wte", role.in_post_max_wte.is_some()),
            ("in_post_unit_wte", role.in_post_unit_wte.is_some()),
            (
                "time_in_post_share_by_year",
                role.time_in_post_share_by_year.is_some(),
            ),
        ];
        for (key, _) in keys.into_iter().filter(|(_, given)| *given) {
            found.push(
                Diagnostic::error(
                    "I118",
                    format!("`{key}` says nothing of `{id}`, a trainee role"),
                )
                .at(
                    subject.key(&["roles", id.as_str(), key]),
                    "for qualified roles alone",
                )
                .help("drop it; cap trainees by `[places.…]`, or by a limit on starts"),
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
    let in_post = subject.care.roles.iter().map(|(id, role)| {
        let unit = role.in_post_unit_wte;
        ("roles", id.as_str(), "in_post_unit_wte", unit)
    });
    for (table, id, key, unit) in posts.chain(places).chain(in_post) {
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
    let employable = employable(subject);
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
