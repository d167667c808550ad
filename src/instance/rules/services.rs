//! Rules on services, their groups, and the tables that name them.

use std::collections::{HashMap, HashSet};

use super::references::scoped;
use super::{InstanceRule, InstanceSubject};
use crate::diagnostics::{Diagnostic, Explanation};
use crate::draft::CareModel;
use crate::draft::care::Enforcement;
use crate::ids::{GroupId, Id, ServiceId, StepId};
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
            code: "I014",
            title: "a service without referrals",
            what: "The care model has steps of care, and a service gives neither `referrals_per_year` nor `referrals_by_year`.",
            why: "Nobody would come, and the cheapest plan would employ nobody for them.",
            example: "[services.leeds]\nname = \"Leeds\"",
            fix: "Give the people referred in a year. For a service to which nobody is referred write `referrals_per_year = 0`.",
        },
        check: referred,
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
    InstanceRule {
        explanation: Explanation {
            code: "W006",
            title: "a step whose patients may be left waiting",
            what: "People give up waiting for a step (`dropout_per_month` is above 0), and no hard or soft standard asks that they start it: no wait or access standard of the step, no completion standard, no overall access.",
            why: "The cheapest plan lets them wait until they have all given up, and employs nobody for the step.",
            example: "[standards.wait.six-weeks]\nstep = \"step-2\"\nenforcement = \"reported\"   # and no other standard of step 2",
            fix: "Add a wait or access standard of the step, hard or soft; or write `dropout_per_month = 0`.",
        },
        check: left_waiting,
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

fn referred(subject: &InstanceSubject<'_>, found: &mut Vec<Diagnostic>) {
    for (id, service) in &subject.file.services {
        let patients = subject
            .cares
            .get(id)
            .is_some_and(|(care, _)| !care.steps.is_empty());
        let path = ["services", id.as_str(), "referrals_per_year"];
        let given = subject.tree.find(&path).is_some() || !service.referrals_by_year.is_empty();
        if patients && !given {
            found.push(
                Diagnostic::error(
                    "I014",
                    format!("service `{id}` has no `referrals_per_year`"),
                )
                .at(subject.key(&path[..2]), "how many are referred?")
                .help("add `referrals_per_year = …`: people referred in a year"),
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

/// Whether a standard of the care model asks that people start a step.
fn is_asked_for(care: &CareModel, step: &StepId) -> bool {
    let enforced = |enforcement: Enforcement| enforcement != Enforcement::Reported;
    let standards = &care.standards;
    standards
        .wait
        .values()
        .any(|s| s.step == *step && enforced(s.enforcement))
        || standards
            .access
            .values()
            .any(|s| s.step == *step && enforced(s.enforcement))
        || standards
            .completion
            .values()
            .any(|s| enforced(s.enforcement))
}

fn left_waiting(subject: &InstanceSubject<'_>, found: &mut Vec<Diagnostic>) {
    let overall: HashSet<&StepId> = subject
        .file
        .overall_access
        .values()
        .map(|access| &access.step)
        .collect();
    let mut told: HashSet<&StepId> = HashSet::new();
    for (service, (care, tree)) in subject.cares {
        for (id, step) in &care.steps {
            if step.dropout_per_month.value() <= 0.0
                || overall.contains(id)
                || is_asked_for(care, id)
                || !told.insert(id)
            {
                continue;
            }
            found.push(
                Diagnostic::warning(
                    "W006",
                    format!(
                        "nothing asks that people start step `{id}` at `{service}`: they may be \
                         left waiting until they give up"
                    ),
                )
                .at(tree.locate_key(&["steps", id.as_str()]), "no standard")
                .help("add a wait or access standard of the step, hard or soft"),
            );
        }
    }
}
