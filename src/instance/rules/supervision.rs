//! Rules on supervision.

use super::roles::employable;
use super::{CareRule, CareSubject};
use crate::diagnostics::suggest::list;
use crate::diagnostics::{Diagnostic, Explanation};
use crate::ids::Id;
use crate::units::Quantity;

pub(super) const RULES: &[CareRule] = &[
    CareRule {
        explanation: Explanation {
            code: "I160",
            title: "supervision of nobody, or by nobody",
            what: "A supervision rule has an empty list of supervisees or of supervisors.",
            why: "Without supervisees the rule says nothing; without supervisors nobody could ever be employed.",
            example: "supervisors = []",
            fix: "Name the roles, or drop the rule.",
        },
        check: empty,
    },
    CareRule {
        explanation: Explanation {
            code: "I161",
            title: "a supervision group of less than one",
            what: "A supervision rule's `group_size` is below 1, or its `max_supervisees_per_supervisor` is 0.",
            why: "A session has at least one supervisee, and a supervisor who may have none supervises nobody.",
            example: "group_size = 0",
            fix: "Give the supervisees in a session, and how many a supervisor may have; or drop the keys.",
        },
        check: sizes,
    },
    CareRule {
        explanation: Explanation {
            code: "I162",
            title: "supervisees whom nobody may supervise",
            what: "Nobody can be employed in any of the roles that a rule names as supervisors.",
            why: "The supervisees could not be employed either: their supervision is never given.",
            example: "supervisors = [\"senior-pwp\"]   # not hireable, and no route leads to it",
            fix: "Name a supervisor role that can be hired into or trained for.",
        },
        check: supervisors,
    },
    CareRule {
        explanation: Explanation {
            code: "I163",
            title: "a role named twice in a list of roles",
            what: "A role stands twice under `supervisees` or `supervisors` of a supervision rule, or under `roles` or `of` of a skill-mix band or a limit.",
            why: "Its staff would count twice: twice the supervision asked, or half of it given.",
            example: "supervisors = [\"hit\", \"senior-hit\", \"hit\"]",
            fix: "Name it once.",
        },
        check: twice,
    },
];

fn empty(subject: &CareSubject<'_>, found: &mut Vec<Diagnostic>) {
    for (id, rule) in &subject.care.supervision {
        for (key, roles) in [
            ("supervisees", &rule.supervisees),
            ("supervisors", &rule.supervisors),
        ] {
            if roles.is_empty() {
                found.push(
                    Diagnostic::error(
                        "I160",
                        format!("`{key}` of supervision rule `{id}` is empty"),
                    )
                    .at(
                        subject.at(&["supervision", id.as_str(), key]),
                        "at least one role",
                    )
                    .help("name the roles, or drop the rule"),
                );
            }
        }
    }
}

fn sizes(subject: &CareSubject<'_>, found: &mut Vec<Diagnostic>) {
    for (id, rule) in &subject.care.supervision {
        let size = rule.group_size.map_or(1.0, Quantity::value);
        if size < 1.0 {
            found.push(
                Diagnostic::error(
                    "I161",
                    format!("`group_size` of supervision rule `{id}` is {size}; at least 1"),
                )
                .at(
                    subject.at(&["supervision", id.as_str(), "group_size"]),
                    "at least 1",
                )
                .help("give the supervisees in a session, or drop the key: then it is 1"),
            );
        }
        if rule
            .max_supervisees_per_supervisor
            .is_some_and(|ratio| ratio.value() <= 0.0)
        {
            found.push(
                Diagnostic::error(
                    "I161",
                    format!(
                        "`max_supervisees_per_supervisor` of supervision rule `{id}` is 0; it \
                         must be above 0"
                    ),
                )
                .at(
                    subject.at(&["supervision", id.as_str(), "max_supervisees_per_supervisor"]),
                    "must be above 0",
                )
                .help("give how many a supervisor may have; for no limit drop the key"),
            );
        }
    }
}

fn supervisors(subject: &CareSubject<'_>, found: &mut Vec<Diagnostic>) {
    let employable = employable(subject);
    for (id, rule) in &subject.care.supervision {
        let known = rule
            .supervisors
            .iter()
            .all(|role| subject.care.roles.contains_key(role));
        let nobody = !rule
            .supervisors
            .iter()
            .any(|role| employable.contains(role));
        // Supervisees who are never there need no supervisor.
        let needed = rule
            .supervisees
            .iter()
            .any(|role| employable.contains(role))
            && rule.hours_per_wte_week.value() > 0.0;
        if known && nobody && needed && !rule.supervisors.is_empty() {
            found.push(
                Diagnostic::error(
                    "I162",
                    format!(
                        "nobody may be employed in {}, the supervisors of rule `{id}`",
                        list(rule.supervisors.iter().map(Id::as_str))
                    ),
                )
                .at(
                    subject.at(&["supervision", id.as_str(), "supervisors"]),
                    "not hireable, and no route reaches them",
                )
                .help("name a supervisor role that can be hired into or trained for"),
            );
        }
    }
}

fn twice(subject: &CareSubject<'_>, found: &mut Vec<Diagnostic>) {
    let rules = subject.care.supervision.iter().flat_map(|(id, rule)| {
        [
            ("supervision", id.as_str(), "supervisees", &rule.supervisees),
            ("supervision", id.as_str(), "supervisors", &rule.supervisors),
        ]
    });
    let bands = subject.care.skill_mix.iter().flat_map(|(id, band)| {
        [
            ("skill_mix", id.as_str(), "roles", &band.roles),
            ("skill_mix", id.as_str(), "of", &band.of),
        ]
    });
    let limits = subject.care.limits.iter().flat_map(|(id, limit)| {
        [
            ("limits", id.as_str(), "roles", &limit.roles),
            ("limits", id.as_str(), "of", &limit.of),
        ]
    });
    for (table, id, key, roles) in rules.chain(bands).chain(limits) {
        for (place, role) in roles.iter().enumerate() {
            let Some(first) = roles.iter().take(place).position(|r| r == role) else {
                continue;
            };
            found.push(
                Diagnostic::error(
                    "I163",
                    format!("`{role}` stands twice under `{key}` of `{id}`"),
                )
                .at(
                    subject.at(&[table, id, key, &place.to_string()]),
                    "the second time",
                )
                .and_at(
                    subject.at(&[table, id, key, &first.to_string()]),
                    "the first",
                )
                .help("name it once"),
            );
        }
    }
}
