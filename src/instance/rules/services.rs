//! Rules on services, their groups, and the tables that name them.

use std::collections::HashMap;

use super::references::scoped;
use super::{InstanceRule, InstanceSubject};
use crate::diagnostics::{Diagnostic, Explanation};
use crate::ids::{GroupId, Id, ServiceId};
use crate::units::Quantity;

pub(super) const RULES: &[InstanceRule] = &[
    InstanceRule {
        explanation: Explanation {
            code: "I010",
            title: "an instance without services",
            what: "Neither `[services]` nor a table of services has a service.",
            why: "There is nothing to size.",
            example: "skillmix = 1\nname = \"Nobody\"\ncare_model = \"../models/talking-therapies.toml\"",
            fix: "Add a table `[services.…]`, or rows to the CSV table.",
        },
        check: some_service,
    },
    InstanceRule {
        explanation: Explanation {
            code: "I011",
            title: "a group named like a service",
            what: "A group has the id of a service.",
            why: "Budgets and caps name services and groups in one list; it would not be clear which is meant.",
            example: "[services.leeds]\ngroups = [\"leeds\"]",
            fix: "Rename the group, for example `leeds-icb`.",
        },
        check: group_names,
    },
    InstanceRule {
        explanation: Explanation {
            code: "I012",
            title: "a list of services that is empty",
            what: "A budget, levy, cap or standard has `services = []`.",
            why: "It would cover nobody and say nothing.",
            example: "[budgets.all]\nservices = []",
            fix: "Name services or groups; drop the key to cover all.",
        },
        check: empty_scopes,
    },
    InstanceRule {
        explanation: Explanation {
            code: "I182",
            title: "a share of a prevalence that is not given",
            what: "An access standard is a share of prevalence, and a service has no `prevalence_people`.",
            why: "Without it there is no number of people to reach.",
            example: "[standards.access.first]\nshare_of_prevalence = 0.25   # and a service without `prevalence_people`",
            fix: "Add `prevalence_people` to the service, or give the standard `people_per_year`.",
        },
        check: prevalence,
    },
];

fn some_service(subject: &InstanceSubject<'_>, found: &mut Vec<Diagnostic>) {
    if subject.file.services.is_empty() && subject.whole {
        found.push(
            Diagnostic::error("I010", "the instance has no services")
                .at(subject.key(&["services"]), "none here")
                .help("add a table `[services.…]`, or rows to the CSV table"),
        );
    }
}

fn group_names(subject: &InstanceSubject<'_>, found: &mut Vec<Diagnostic>) {
    let services = &subject.file.services;
    let mut first_use: HashMap<&GroupId, (&ServiceId, usize)> = HashMap::new();
    for (id, service) in services {
        for (place, group) in service.groups.iter().enumerate() {
            first_use.entry(group).or_insert((id, place));
        }
    }
    for (id, _) in services {
        if let Some((holder, place)) = first_use.get(&GroupId::new(id.as_str())) {
            found.push(
                Diagnostic::error("I011", format!("`{id}` is both a service and a group"))
                    .at(
                        subject.at(&["services", holder.as_str(), "groups", &place.to_string()]),
                        "the group",
                    )
                    .and_at(subject.key(&["services", id.as_str()]), "the service")
                    .help("rename the group"),
            );
        }
    }
}

fn empty_scopes(subject: &InstanceSubject<'_>, found: &mut Vec<Diagnostic>) {
    for (table, id, names) in scoped(subject) {
        if names.is_empty() {
            found.push(
                Diagnostic::error("I012", format!("`services` of `{table}.{id}` is empty"))
                    .at(subject.at(&[table, id, "services"]), "covers nobody")
                    .help("name services or groups; drop the key to cover all"),
            );
        }
    }
}

fn prevalence(subject: &InstanceSubject<'_>, found: &mut Vec<Diagnostic>) {
    for (id, service) in &subject.file.services {
        let Some((care, tree)) = subject.cares.get(id) else {
            continue;
        };
        if service.prevalence_people.is_some() {
            continue;
        }
        for (standard, access) in &care.standards.access {
            let Some(share) = access.share_of_prevalence else {
                continue;
            };
            found.push(
                Diagnostic::error(
                    "I182",
                    format!(
                        "service `{id}` has no `prevalence_people`, and standard `{standard}` is \
                         {} of it",
                        share.value()
                    ),
                )
                .at(
                    subject.key(&["services", id.as_str()]),
                    "no `prevalence_people`",
                )
                .and_at(
                    tree.locate(&[
                        "standards",
                        "access",
                        standard.as_str(),
                        "share_of_prevalence",
                    ]),
                    "a share of it",
                )
                .help("add `prevalence_people`, or give the standard `people_per_year`"),
            );
        }
    }
}
