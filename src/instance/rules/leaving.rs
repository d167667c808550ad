//! Rules on who leaves a role: how often, after how long, and where to.

use super::{CareRule, CareSubject, show};
use crate::diagnostics::{Diagnostic, Explanation};
use crate::ids::Id;
use crate::units::Quantity;

pub(super) const RULES: &[CareRule] = &[
    CareRule {
        explanation: Explanation {
            code: "I113",
            title: "leaving said in two ways, or in none",
            what: "A role has neither `leaving_per_year` nor `leaving_per_period`, or has both, or has `first_year_leaving_per_year` beside `leaving_per_period`.",
            why: "Leaving must be said once. A share a period holds for everybody, whatever their time in post; a first year of its own goes with shares a year.",
            example: "leaving_per_year = 0.2\nleaving_per_period = 0.02",
            fix: "Keep `leaving_per_year` (with `first_year_leaving_per_year` where it differs), or `leaving_per_period` alone.",
        },
        check: one_rate,
    },
    CareRule {
        explanation: Explanation {
            code: "I115",
            title: "times in post that do not sum to 1",
            what: "The shares of a role's `time_in_post_share_by_year` do not sum to 1 (to 0.000001).",
            why: "They say how long the staff at the start have been in post. With another sum some would be lost or made.",
            example: "time_in_post_share_by_year = [0.3, 0.3]",
            fix: "Make the shares sum to 1, the last for all who have been there longer; or drop the key.",
        },
        check: time_in_post,
    },
    CareRule {
        explanation: Explanation {
            code: "I116",
            title: "leavers who go to more places than there are leavers",
            what: "A role's `leaver_destinations` and the `replaces_leaving_share` of the routes out of it sum to more than 1.",
            why: "Each is a share of all who leave the role.",
            example: "leaver_destinations = { nhs = 0.5, private = 0.4 }\n[routes.hit-training]\nreplaces_leaving_share = 0.3",
            fix: "Lower the shares so that they sum to 1 or less. What is left is not known.",
        },
        check: destinations,
    },
];

fn one_rate(subject: &CareSubject<'_>, found: &mut Vec<Diagnostic>) {
    for (id, role) in &subject.care.roles {
        let at = |key| subject.at(&["roles", id.as_str(), key]);
        match (role.leaving_per_year, role.leaving_per_period) {
            (None, None) => found.push(
                Diagnostic::error(
                    "I113",
                    format!("role `{id}` does not say what share of its staff leaves"),
                )
                .at(subject.at(&["roles", id.as_str()]), "not in this table")
                .help("add `leaving_per_year = …`, for example 0.15, or `leaving_per_period = …`"),
            ),
            (Some(a_year), Some(a_period)) => found.push(
                Diagnostic::error(
                    "I113",
                    format!(
                        "role `{id}` has two shares of leavers: {} a year and {} a period",
                        a_year.value(),
                        a_period.value()
                    ),
                )
                .at(at("leaving_per_period"), "a period")
                .and_at(at("leaving_per_year"), "a year")
                .help("keep one of the two keys"),
            ),
            _ => {}
        }
        if role.leaving_per_period.is_some() && role.first_year_leaving_per_year.is_some() {
            found.push(
                Diagnostic::error(
                    "I113",
                    format!(
                        "role `{id}` has a first year of its own beside `leaving_per_period`, \
                         which holds for everybody"
                    ),
                )
                .at(
                    at("first_year_leaving_per_year"),
                    "not beside a share a period",
                )
                .and_at(at("leaving_per_period"), "for everybody")
                .help("drop it, or give `leaving_per_year` instead of `leaving_per_period`"),
            );
        }
    }
}

fn time_in_post(subject: &CareSubject<'_>, found: &mut Vec<Diagnostic>) {
    for (id, role) in &subject.care.roles {
        let Some(shares) = &role.time_in_post_share_by_year else {
            continue;
        };
        let sum: f64 = shares.iter().map(|share| share.value()).sum();
        if (sum - 1.0).abs() > 1e-6 {
            found.push(
                Diagnostic::error(
                    "I115",
                    format!(
                        "`time_in_post_share_by_year` of role `{id}` sums to {}, not 1",
                        show(sum)
                    ),
                )
                .at(
                    subject.at(&["roles", id.as_str(), "time_in_post_share_by_year"]),
                    format!("sums to {}", show(sum)),
                )
                .help("make the shares sum to 1, or drop the key"),
            );
        }
    }
}

fn destinations(subject: &CareSubject<'_>, found: &mut Vec<Diagnostic>) {
    for (id, role) in &subject.care.roles {
        let elsewhere: f64 = role.leaver_destinations.values().map(|s| s.value()).sum();
        if elsewhere <= 0.0 {
            continue;
        }
        let ladders: Vec<_> = subject
            .care
            .routes
            .iter()
            .filter(|(_, route)| route.from.as_ref() == Some(id))
            .filter_map(|(route, r)| Some((route, r.replaces_leaving_share?.value())))
            .filter(|(_, share)| *share > 0.0)
            .collect();
        let sum = elsewhere + ladders.iter().map(|(_, share)| share).sum::<f64>();
        if sum <= 1.0 + 1e-9 {
            continue;
        }
        let mut error = Diagnostic::error(
            "I116",
            format!(
                "the destinations of those who leave `{id}` sum to {}; at most 1",
                show(sum)
            ),
        )
        .at(
            subject.key(&["roles", id.as_str(), "leaver_destinations"]),
            format!("{} go elsewhere", show(elsewhere)),
        );
        for (route, share) in ladders {
            error = error.and_at(
                subject.at(&["routes", route.as_str(), "replaces_leaving_share"]),
                format!("{} to a ladder", show(share)),
            );
        }
        found.push(error.help("lower the shares so that they sum to 1 or less"));
    }
}
