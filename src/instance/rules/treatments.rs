//! Rules on treatments.

use super::{CareRule, CareSubject, show};
use crate::diagnostics::{Diagnostic, Explanation};
use crate::draft::care::Treatment;
use crate::ids::{Id, TreatmentId};
use crate::units::Quantity;

pub(super) const RULES: &[CareRule] = &[
    CareRule {
        explanation: Explanation {
            code: "I140",
            title: "a step without a treatment",
            what: "No treatment belongs to a step.",
            why: "Whoever starts the step must start some treatment of it.",
            example: "[steps.assessment]   # and no treatment with `step = \"assessment\"`",
            fix: "Add a treatment with the step's id under `step`. An assessment is a treatment too.",
        },
        check: some_treatment,
    },
    CareRule {
        explanation: Explanation {
            code: "I141",
            title: "a least share above the greatest",
            what: "A treatment's `share_min` is above its `share_max`.",
            why: "No share is at once at least the one and at most the other.",
            example: "share_min = 0.6\nshare_max = 0.4",
            fix: "Swap or correct the two.",
        },
        check: share_order,
    },
    CareRule {
        explanation: Explanation {
            code: "I142",
            title: "treatments that cannot share out a step",
            what: "The least shares of a step's treatments sum to more than 1, or the greatest to less than 1.",
            why: "The shares of a step's treatments sum to 1; within these bounds they cannot.",
            example: "[treatments.cbt]\nstep = \"step-3\"\nshare_max = 0.6\n[treatments.counselling]\nstep = \"step-3\"\nshare_max = 0.3",
            fix: "Raise a `share_max`, or lower a `share_min`, until the bounds leave room for 1.",
        },
        check: share_room,
    },
    CareRule {
        explanation: Explanation {
            code: "I143",
            title: "appointments that are all missed",
            what: "A treatment's `missed_share` is 1.",
            why: "It is a share of appointments attended and missed together. At 1 nobody attends, and no number of appointments would do.",
            example: "missed_share = 1",
            fix: "Give the share that is missed: about 0.05 to 0.2.",
        },
        check: missed,
    },
    CareRule {
        explanation: Explanation {
            code: "I144",
            title: "a group of less than one",
            what: "A treatment's `group_size` is below 1.",
            why: "At least one person is booked into a session.",
            example: "group_size = 0",
            fix: "Give the people booked into a session, or drop the key: then it is 1.",
        },
        check: group_size,
    },
    CareRule {
        explanation: Explanation {
            code: "I145",
            title: "a session without staff",
            what: "A treatment's `staff_per_session` is 0.",
            why: "Its appointments would take nobody's time.",
            example: "staff_per_session = 0",
            fix: "Give the staff at a session, or drop the key: then it is 1.",
        },
        check: staff,
    },
];

fn each(
    subject: &CareSubject<'_>,
    found: &mut Vec<Diagnostic>,
    check: impl Fn(&TreatmentId, &Treatment) -> Option<Diagnostic>,
) {
    found.extend(
        subject
            .care
            .treatments
            .iter()
            .filter_map(|(id, treatment)| check(id, treatment)),
    );
}

fn some_treatment(subject: &CareSubject<'_>, found: &mut Vec<Diagnostic>) {
    for id in subject.care.steps.keys() {
        if !subject.care.treatments.values().any(|t| t.step == *id) {
            found.push(
                Diagnostic::error("I140", format!("no treatment belongs to step `{id}`"))
                    .at(subject.key(&["steps", id.as_str()]), "no treatment")
                    .help(format!("add a treatment with `step = \"{id}\"`")),
            );
        }
    }
}

fn share_order(subject: &CareSubject<'_>, found: &mut Vec<Diagnostic>) {
    each(subject, found, |id, treatment| {
        let (min, max) = (treatment.share_min.value(), treatment.share_max.value());
        (min > max).then(|| {
            Diagnostic::error(
                "I141",
                format!("`share_min` of treatment `{id}` is {min}, above its `share_max`, {max}"),
            )
            .at(
                subject.at(&["treatments", id.as_str(), "share_min"]),
                format!("at most {max}"),
            )
            .and_at(
                subject.at(&["treatments", id.as_str(), "share_max"]),
                "the greatest",
            )
            .help("swap or correct the two")
        })
    });
}

fn share_room(subject: &CareSubject<'_>, found: &mut Vec<Diagnostic>) {
    for step in subject.care.steps.keys() {
        let of_step: Vec<(&TreatmentId, &Treatment)> = subject
            .care
            .treatments
            .iter()
            .filter(|(_, treatment)| treatment.step == *step)
            .collect();
        if of_step.is_empty() {
            continue;
        }
        let least: f64 = of_step.iter().map(|(_, t)| t.share_min.value()).sum();
        let most: f64 = of_step.iter().map(|(_, t)| t.share_max.value()).sum();
        let (key, message, help) = if least > 1.0 + 1e-9 {
            (
                "share_min",
                format!(
                    "the least shares of the treatments of `{step}` sum to {}; at most 1",
                    show(least)
                ),
                "lower a `share_min`",
            )
        } else if most < 1.0 - 1e-9 {
            (
                "share_max",
                format!(
                    "the greatest shares of the treatments of `{step}` sum to {}; at least 1",
                    show(most)
                ),
                "raise a `share_max`",
            )
        } else {
            continue;
        };
        let mut places = of_step.iter().map(|(id, t)| {
            let share = if key == "share_min" {
                t.share_min
            } else {
                t.share_max
            };
            (
                subject.at(&["treatments", id.as_str(), key]),
                show(share.value()),
            )
        });
        if let Some((location, label)) = places.next() {
            let mut error = Diagnostic::error("I142", message).at(location, label);
            for (location, label) in places {
                error = error.and_at(location, label);
            }
            found.push(error.help(help));
        }
    }
}

fn missed(subject: &CareSubject<'_>, found: &mut Vec<Diagnostic>) {
    each(subject, found, |id, treatment| {
        (treatment.missed_share.value() >= 1.0).then(|| {
            Diagnostic::error(
                "I143",
                format!("`missed_share` of treatment `{id}` is 1; it must be below 1"),
            )
            .at(
                subject.at(&["treatments", id.as_str(), "missed_share"]),
                "nobody attends",
            )
            .help("give the share of appointments that is missed: about 0.05 to 0.2")
        })
    });
}

fn group_size(subject: &CareSubject<'_>, found: &mut Vec<Diagnostic>) {
    each(subject, found, |id, treatment| {
        let size = treatment.group_size?.value();
        (size < 1.0).then(|| {
            Diagnostic::error(
                "I144",
                format!("`group_size` of treatment `{id}` is {size}; it must be at least 1"),
            )
            .at(
                subject.at(&["treatments", id.as_str(), "group_size"]),
                "at least 1",
            )
            .help("give the people booked into a session, or drop the key: then it is 1")
        })
    });
}

fn staff(subject: &CareSubject<'_>, found: &mut Vec<Diagnostic>) {
    each(subject, found, |id, treatment| {
        let staff = treatment.staff_per_session?.value();
        (staff <= 0.0).then(|| {
            Diagnostic::error(
                "I145",
                format!("`staff_per_session` of treatment `{id}` is 0; it must be above 0"),
            )
            .at(
                subject.at(&["treatments", id.as_str(), "staff_per_session"]),
                "nobody there",
            )
            .help("give the staff at a session, or drop the key: then it is 1")
        })
    });
}
