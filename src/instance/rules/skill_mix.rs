//! Rules on skill-mix bands.

use super::{CareRule, CareSubject};
use crate::diagnostics::{Diagnostic, Explanation};
use crate::draft::care::Enforcement;
use crate::ids::Id;
use crate::units::Quantity;

pub(super) const RULES: &[CareRule] = &[
    CareRule {
        explanation: Explanation {
            code: "I170",
            title: "a share of roles that they are not part of",
            what: "A skill-mix band has a role under `roles` that is not under `of`, or one of the two lists is empty.",
            why: "The band is a share of the roles under `of`; what is not part of them has no share.",
            example: "roles = [\"pwp\"]\nof = [\"hit\"]",
            fix: "Name every role of `roles` under `of` too.",
        },
        check: parts,
    },
    CareRule {
        explanation: Explanation {
            code: "I171",
            title: "a band whose least share is above its greatest",
            what: "A skill-mix band's `share_min` is above its `share_max`.",
            why: "No mix lies in the band.",
            example: "share_min = 0.6\nshare_max = 0.4",
            fix: "Swap or correct the two.",
        },
        check: order,
    },
    CareRule {
        explanation: Explanation {
            code: "I172",
            title: "a soft skill-mix band",
            what: "A skill-mix band has `enforcement = \"soft\"`.",
            why: "A band has no price at which it may be missed.",
            example: "enforcement = \"soft\"",
            fix: "Write `hard`, or `reported` to have it shown only.",
        },
        check: enforcement,
    },
];

fn parts(subject: &CareSubject<'_>, found: &mut Vec<Diagnostic>) {
    for (id, band) in &subject.care.skill_mix {
        for (place, role) in band.roles.iter().enumerate() {
            if !band.of.contains(role) {
                let place = place.to_string();
                found.push(
                    Diagnostic::error(
                        "I170",
                        format!("`{role}` in band `{id}` is not among the roles under `of`"),
                    )
                    .at(
                        subject.at(&["skill_mix", id.as_str(), "roles", &place]),
                        "not under `of`",
                    )
                    .and_at(subject.at(&["skill_mix", id.as_str(), "of"]), "the whole")
                    .help(format!("add `{role}` to `of`")),
                );
            }
        }
        if band.roles.is_empty() {
            found.push(
                Diagnostic::error("I170", format!("`roles` of band `{id}` is empty"))
                    .at(
                        subject.at(&["skill_mix", id.as_str(), "roles"]),
                        "at least one role",
                    )
                    .help("name the roles whose share is meant, or drop the band"),
            );
        }
    }
}

fn order(subject: &CareSubject<'_>, found: &mut Vec<Diagnostic>) {
    for (id, band) in &subject.care.skill_mix {
        let (min, max) = (band.share_min.value(), band.share_max.value());
        if min > max {
            found.push(
                Diagnostic::error(
                    "I171",
                    format!("`share_min` of band `{id}` is {min}, above its `share_max`, {max}"),
                )
                .at(
                    subject.at(&["skill_mix", id.as_str(), "share_min"]),
                    format!("at most {max}"),
                )
                .help("swap or correct the two"),
            );
        }
    }
}

fn enforcement(subject: &CareSubject<'_>, found: &mut Vec<Diagnostic>) {
    for (id, band) in &subject.care.skill_mix {
        if band.enforcement == Enforcement::Soft {
            found.push(
                Diagnostic::error("I172", format!("band `{id}` is soft, and has no price"))
                    .at(
                        subject.at(&["skill_mix", id.as_str(), "enforcement"]),
                        "`hard` or `reported`",
                    )
                    .help("write `hard`, or `reported` to have it shown only"),
            );
        }
    }
}
