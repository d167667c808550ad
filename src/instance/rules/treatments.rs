//! Rules on treatments.

use super::{CareRule, CareSubject, show};
use crate::diagnostics::{Diagnostic, Explanation};
use crate::draft::care::{Treatment, TreatmentWork};
use crate::ids::{Id, TreatmentId};
use crate::units::{Hours, Quantity, Ratio};

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
    CareRule {
        explanation: Explanation {
            code: "I146",
            title: "more than a working life for one patient",
            what: "A start of a treatment, or a person who joins a list, takes more than 10,000 hours of a task.",
            why: "It is a slip in a unit (minutes for hours), or in `missed_share`, near 1, where few attend of many booked. Such numbers are also beyond what a solver can reckon with.",
            example: "missed_share = 0.99999999",
            fix: "Check the hours, `attended_per_start`, `staff_per_session` and `missed_share`.",
        },
        check: absurd_hours,
    },
    CareRule {
        explanation: Explanation {
            code: "W005",
            title: "a treatment that takes no work",
            what: "No task has any hours for a treatment's starts or appointments.",
            why: "It is free: the plan gives it to as many as `share_max` allows.",
            example: "attended_per_start = 0   # and no `hours_per_start`",
            fix: "Add its hours under `[treatments.….work]`, or drop the treatment.",
        },
        check: no_work,
    },
];

/// Hours of a task for a start.
fn hours_of_start(treatment: &Treatment, work: &TreatmentWork) -> f64 {
    let hours = |hours: Option<Hours>| hours.map_or(0.0, Quantity::value);
    let ratio = |ratio: Option<Ratio>| ratio.map_or(1.0, Quantity::value);
    let attended = treatment.attended_per_start.value();
    let booked = attended / (1.0 - treatment.missed_share.value());
    hours(work.hours_per_start)
        + attended * hours(work.hours_per_attended)
        + (booked - attended) * hours(work.hours_per_missed)
        + booked / ratio(treatment.group_size)
            * ratio(treatment.staff_per_session)
            * hours(work.hours_per_session)
}

fn absurd_hours(subject: &CareSubject<'_>, found: &mut Vec<Diagnostic>) {
    const MOST: f64 = 10_000.0;
    let starts = subject.care.treatments.iter().flat_map(|(id, treatment)| {
        let id = id.as_str();
        let work = treatment.work.iter();
        work.map(move |(task, work)| ("treatments", id, task, hours_of_start(treatment, work)))
    });
    let arrivals = subject.care.steps.iter().flat_map(|(id, step)| {
        let work = step.work.iter();
        work.map(move |(task, w)| ("steps", id.as_str(), task, w.hours_per_arrival.value()))
    });
    for (table, id, task, hours) in starts.chain(arrivals) {
        // What is infinite has its own error: a share missed of 1, a group of nobody.
        if hours > MOST && hours.is_finite() {
            found.push(
                Diagnostic::error(
                    "I146",
                    format!("one patient of `{id}` takes {hours:.0} hours of task `{task}`"),
                )
                .at(
                    subject.key(&[table, id, "work", task.as_str()]),
                    "more than 10,000 hours",
                )
                .help("check the hours, `attended_per_start` and `missed_share`"),
            );
        }
    }
}

fn no_work(subject: &CareSubject<'_>, found: &mut Vec<Diagnostic>) {
    each(subject, found, |id, treatment| {
        let hours = |hours: Option<Hours>| hours.is_some_and(|hours| hours.value() > 0.0);
        let attended = treatment.attended_per_start.value() > 0.0;
        let some = |work: &TreatmentWork| {
            hours(work.hours_per_start)
                || attended
                    && (hours(work.hours_per_session)
                        || hours(work.hours_per_attended)
                        || hours(work.hours_per_missed))
        };
        // A treatment that no start may take is switched off.
        if treatment.share_max.value() <= 0.0 || treatment.work.values().any(some) {
            return None;
        }
        Some(
            Diagnostic::warning("W005", format!("treatment `{id}` takes no work"))
                .at(subject.key(&["treatments", id.as_str()]), "no hours")
                .help("add its hours under `work`, or drop the treatment"),
        )
    });
}

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
