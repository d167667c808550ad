//! Rules on tasks, and who may do them.

use super::roles::employable;
use super::{CareRule, CareSubject, show};
use crate::diagnostics::suggest::list;
use crate::diagnostics::{Diagnostic, Explanation};
use crate::draft::CareModel;
use crate::draft::care::BoughtIn;
use crate::ids::{Id, TaskId};
use crate::units::{Hours, Quantity};

pub(super) const RULES: &[CareRule] = &[
    CareRule {
        explanation: Explanation {
            code: "I150",
            title: "a task that nobody may do",
            what: "Work needs a task for which no role is named that anyone can be employed in.",
            why: "The work could never be done, whatever the money.",
            example: "[tasks.assessment]\nroles = {}",
            fix: "Name a role under the task's `roles` that can be hired into or trained for.",
        },
        check: doable,
    },
    CareRule {
        explanation: Explanation {
            code: "I151",
            title: "a role that gets nothing done",
            what: "The `efficiency` of a role on a task is below 0.01.",
            why: "An hour of the role would do no hour of the task, or next to none.",
            example: "[tasks.assessment.roles.ap]\nefficiency = 0",
            fix: "Give the hours of the task done in an hour (1 is usual), or take the role off the task.",
        },
        check: efficiency,
    },
    CareRule {
        explanation: Explanation {
            code: "I152",
            title: "limits that leave part of a task undone",
            what: "The greatest shares of a task that its roles may do, and the share that may be bought in, sum to less than 1.",
            why: "Part of the work could be done by nobody.",
            example: "[tasks.review.roles.ap]\nmax_share_of_task = 0.4\n[tasks.review.roles.pwp]\nmax_share_of_task = 0.5",
            fix: "Raise a `max_share_of_task`, or drop it for the role that may do all.",
        },
        check: limits,
    },
    CareRule {
        explanation: Explanation {
            code: "I153",
            title: "hours bought in for nothing",
            what: "Hours of a task may be bought in at `gbp_per_hour = 0`.",
            why: "Free hours would be used before anyone is employed, up to their limit.",
            example: "bought_in = { max_share = 0.1, gbp_per_hour = 0 }",
            fix: "Give what an hour costs, or drop `bought_in`.",
        },
        check: free_hours,
    },
    CareRule {
        explanation: Explanation {
            code: "I154",
            title: "fixed hours given in two ways",
            what: "A task has both `fixed_hours_per_week` and `fixed_hours_per_week_by_period`.",
            why: "It would not be clear which of the two is meant.",
            example: "fixed_hours_per_week = 100\nfixed_hours_per_week_by_period = [80, 90, 100]",
            fix: "Keep one of the two keys.",
        },
        check: two_fixed_hours,
    },
];

/// Whether any work needs the task.
fn is_used(care: &CareModel, task: &TaskId) -> bool {
    let some = |hours: Option<Hours>| hours.is_some_and(|hours| hours.value() > 0.0);
    let fixed = care.tasks.get(task).is_some_and(|task| {
        let by_period = task.fixed_hours_per_week_by_period.iter().flatten();
        by_period
            .chain(&task.fixed_hours_per_week)
            .any(|hours| hours.value() > 0.0)
    });
    let arriving = care
        .steps
        .values()
        .filter_map(|step| step.work.get(task))
        .any(|work| some(Some(work.hours_per_arrival)));
    let treating = care
        .treatments
        .values()
        .filter_map(|treatment| treatment.work.get(task))
        .any(|work| {
            some(work.hours_per_session)
                || some(work.hours_per_attended)
                || some(work.hours_per_missed)
                || some(work.hours_per_start)
        });
    fixed || arriving || treating
}

fn doable(subject: &CareSubject<'_>, found: &mut Vec<Diagnostic>) {
    let employable = employable(subject);
    for (id, task) in &subject.care.tasks {
        let bought_in = task
            .bought_in
            .as_ref()
            .is_some_and(|bought| bought.max_share.value() >= 1.0);
        if !is_used(subject.care, id)
            || bought_in
            || task.roles.keys().any(|role| employable.contains(role))
        {
            continue;
        }
        // An unknown role on the task is told as that.
        if task
            .roles
            .keys()
            .any(|role| !subject.care.roles.contains_key(role))
        {
            continue;
        }
        let (message, help) = if task.roles.is_empty() {
            (
                format!("no role may do task `{id}`"),
                format!("name a role under `[tasks.{id}.roles]`"),
            )
        } else {
            let roles = list(task.roles.keys().map(Id::as_str));
            (
                format!(
                    "task `{id}` may only be done by {roles}, and nobody may be employed there"
                ),
                "let one of them be hired into, add a route to it, or name another role".to_owned(),
            )
        };
        found.push(
            Diagnostic::error("I150", message)
                .at(
                    subject.key(&["tasks", id.as_str(), "roles"]),
                    "nobody to do it",
                )
                .help(help),
        );
    }
}

fn efficiency(subject: &CareSubject<'_>, found: &mut Vec<Diagnostic>) {
    for (id, task) in &subject.care.tasks {
        for (role, on_task) in &task.roles {
            let efficiency = on_task.efficiency.map_or(1.0, Quantity::value);
            if efficiency < 0.01 {
                found.push(
                    Diagnostic::error(
                        "I151",
                        format!(
                            "`efficiency` of `{role}` on task `{id}` is {efficiency}; it must be \
                             at least 0.01"
                        ),
                    )
                    .at(
                        subject.at(&["tasks", id.as_str(), "roles", role.as_str(), "efficiency"]),
                        "must be at least 0.01",
                    )
                    .help("give the hours of the task done in an hour, or take the role off it"),
                );
            }
        }
    }
}

fn free_hours(subject: &CareSubject<'_>, found: &mut Vec<Diagnostic>) {
    for (id, task) in &subject.care.tasks {
        let free = |b: &BoughtIn| b.max_share.value() > 0.0 && b.gbp_per_hour.value() <= 0.0;
        if task.bought_in.as_ref().is_some_and(free) {
            found.push(
                Diagnostic::error("I153", format!("hours of task `{id}` are bought in for £0"))
                    .at(
                        subject.at(&["tasks", id.as_str(), "bought_in", "gbp_per_hour"]),
                        "free",
                    )
                    .help("give what an hour costs, or drop `bought_in`"),
            );
        }
    }
}

fn two_fixed_hours(subject: &CareSubject<'_>, found: &mut Vec<Diagnostic>) {
    for (id, task) in &subject.care.tasks {
        if task.fixed_hours_per_week.is_some() && task.fixed_hours_per_week_by_period.is_some() {
            let at = |key| subject.at(&["tasks", id.as_str(), key]);
            found.push(
                Diagnostic::error(
                    "I154",
                    format!("the fixed hours of task `{id}` are given in two ways"),
                )
                .at(at("fixed_hours_per_week_by_period"), "period by period")
                .and_at(at("fixed_hours_per_week"), "the same in every period")
                .help("keep one of the two keys"),
            );
        }
    }
}

fn limits(subject: &CareSubject<'_>, found: &mut Vec<Diagnostic>) {
    let employable = employable(subject);
    for (id, task) in &subject.care.tasks {
        let mut able = task
            .roles
            .iter()
            .filter(|(role, _)| employable.contains(*role))
            .map(|(_, on_task)| on_task.max_share_of_task.map_or(1.0, Quantity::value))
            .peekable();
        if able.peek().is_none() || !is_used(subject.care, id) {
            continue;
        }
        let bought_in = task
            .bought_in
            .as_ref()
            .map_or(0.0, |bought| bought.max_share.value());
        let most = able.sum::<f64>() + bought_in;
        if most < 1.0 - 1e-9 {
            found.push(
                Diagnostic::error(
                    "I152",
                    format!(
                        "at most {} of task `{id}` can be done within its limits; it needs 1",
                        show(most)
                    ),
                )
                .at(
                    subject.key(&["tasks", id.as_str(), "roles"]),
                    format!("their limits sum to {}", show(most)),
                )
                .help("raise a `max_share_of_task`, or drop it for the role that may do all"),
            );
        }
    }
}
