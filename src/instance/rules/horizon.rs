//! Rules on the time that a plan by month covers.

use std::collections::HashSet;

use super::super::calendar::periods;
use super::{InstanceRule, InstanceSubject};
use crate::diagnostics::{Diagnostic, Explanation, Location};
use crate::draft::care::TimeStep;
use crate::ids::Id;
use crate::units::Quantity;

pub(super) const RULES: &[InstanceRule] = &[
    InstanceRule {
        explanation: Explanation {
            code: "I030",
            title: "a horizon without one length",
            what: "`[horizon]` has neither `months` nor `periods`, or has both.",
            why: "How long the plan is must be said once.",
            example: "[horizon]\nstart = \"2026-04\"",
            fix: "Give `months`, for example 36; or `periods`, where periods are weeks, quarters or years.",
        },
        check: one_length,
    },
    InstanceRule {
        explanation: Explanation {
            code: "I031",
            title: "months that are no whole number of periods",
            what: "The `months` of `[horizon]` are not a whole number of the care model's periods.",
            why: "The last period would be cut off.",
            example: "[horizon]\nmonths = 14   # and `step = \"quarter\"`",
            fix: "Give `periods`, or months that make whole periods: of quarters a multiple of 3, of years of 12, of weeks of 3.",
        },
        check: whole_periods,
    },
    InstanceRule {
        explanation: Explanation {
            code: "I032",
            title: "quarters that begin within a quarter",
            what: "Periods are quarters, and the horizon's `start` is not January, April, July or October.",
            why: "Quarters are those of the calendar, as referrals and working time are given for them.",
            example: "[horizon]\nstart = \"2026-05\"   # and `step = \"quarter\"`",
            fix: "Start in a quarter's first month, or plan by month.",
        },
        check: quarter_start,
    },
    InstanceRule {
        explanation: Explanation {
            code: "I033",
            title: "services in different time",
            what: "In a plan by month, services have different `time.step`.",
            why: "Budgets, places and hires are shared period by period; that needs the same periods everywhere.",
            example: "[horizon]\nstart = \"2026-04\"\nmonths = 36\n[services.york.care.time]\nstep = \"quarter\"",
            fix: "Set `[care.time] step` for all services instead.",
        },
        check: same_step,
    },
    InstanceRule {
        explanation: Explanation {
            code: "I041",
            title: "a list by period of the wrong length",
            what: "A list that gives one number for each period of the horizon has more or fewer.",
            why: "With one missing the rest would stand in the wrong periods.",
            example: "[horizon]\nstart = \"2026-04\"\nmonths = 6\n[care.tasks.flying]\nfixed_hours_per_week_by_period = [100, 110]",
            fix: "Give as many numbers as the horizon has periods.",
        },
        check: lists,
    },
];

fn one_length(subject: &InstanceSubject<'_>, found: &mut Vec<Diagnostic>) {
    let Some(horizon) = &subject.file.horizon else {
        return;
    };
    match (horizon.months, horizon.periods) {
        (None, None) => found.push(
            Diagnostic::error("I030", "`horizon` does not say how long it is")
                .at(subject.at(&["horizon"]), "no `months`, no `periods`")
                .help("add `months = …`, for example 36"),
        ),
        (Some(_), Some(_)) => found.push(
            Diagnostic::error("I030", "`horizon` says in two ways how long it is")
                .at(subject.at(&["horizon", "periods"]), "one length")
                .and_at(subject.at(&["horizon", "months"]), "the other")
                .help("keep one of the two keys"),
        ),
        _ => {}
    }
}

fn step_name(step: TimeStep) -> &'static str {
    match step {
        TimeStep::Week => "week",
        TimeStep::Month => "month",
        TimeStep::Quarter => "quarter",
        TimeStep::Year => "year",
    }
}

fn whole_periods(subject: &InstanceSubject<'_>, found: &mut Vec<Diagnostic>) {
    let (Some(horizon), Some(care)) = (&subject.file.horizon, subject.care) else {
        return;
    };
    let (Some(months), None) = (horizon.months, horizon.periods) else {
        return;
    };
    let step = care.time.step;
    #[expect(clippy::cast_precision_loss, reason = "at most 52")]
    let in_months = 12.0 / periods(step) as f64;
    let count = months.value() / in_months;
    if (count - count.round()).abs() > 1e-9 {
        let name = step_name(step);
        found.push(
            Diagnostic::error(
                "I031",
                format!(
                    "`months` of `horizon` is {}, no whole number of {name}s",
                    months.value()
                ),
            )
            .at(
                subject.at(&["horizon", "months"]),
                format!("the last {name} would be cut off"),
            )
            .help(format!(
                "give `periods = {}`, or another number of months",
                count.ceil()
            )),
        );
    }
}

fn quarter_start(subject: &InstanceSubject<'_>, found: &mut Vec<Diagnostic>) {
    let (Some(horizon), Some(care)) = (&subject.file.horizon, subject.care) else {
        return;
    };
    let start = horizon.start;
    let off = i32::try_from(start.of_year() % 3).unwrap_or_default();
    if care.time.step == TimeStep::Quarter && off > 0 {
        found.push(
            Diagnostic::error(
                "I032",
                format!("the horizon starts in {start}, within a quarter"),
            )
            .at(subject.at(&["horizon", "start"]), "no quarter begins here")
            .help(format!(
                "start in {} or {}, or plan by month",
                start.plus(-off),
                start.plus(3 - off)
            )),
        );
    }
}

fn same_step(subject: &InstanceSubject<'_>, found: &mut Vec<Diagnostic>) {
    if subject.file.horizon.is_none() {
        return;
    }
    let mut services = subject.cares.iter();
    let Some((first, (of_first, first_tree))) = services.next() else {
        return;
    };
    let (wanted, at) = (of_first.time.step, ["time", "step"]);
    // One is enough: the others are put right with it.
    if let Some((id, (care, tree))) = services.find(|(_, (care, _))| care.time.step != wanted) {
        found.push(
            Diagnostic::error(
                "I033",
                format!(
                    "service `{id}` is planned by {}, service `{first}` by {}",
                    step_name(care.time.step),
                    step_name(wanted)
                ),
            )
            .at(tree.locate(&at), format!("of `{id}`"))
            .and_at(first_tree.locate(&at), format!("of `{first}`"))
            .help("in a plan by month give all services the same step"),
        );
    }
}

fn lists(subject: &InstanceSubject<'_>, found: &mut Vec<Diagnostic>) {
    let Some(calendar) = subject.calendar() else {
        return;
    };
    let wanted = calendar.periods();
    let mut told: HashSet<Location> = HashSet::new();
    for (care, tree) in subject.cares.values() {
        for (id, task) in &care.tasks {
            let Some(hours) = &task.fixed_hours_per_week_by_period else {
                continue;
            };
            let key = "fixed_hours_per_week_by_period";
            let place = tree.locate(&["tasks", id.as_str(), key]);
            if hours.len() == wanted || !told.insert(place.clone()) {
                continue;
            }
            found.push(
                Diagnostic::error(
                    "I041",
                    format!(
                        "`{key}` of task `{id}` has {} numbers; the horizon has {wanted} periods",
                        hours.len()
                    ),
                )
                .at(place, format!("{} numbers", hours.len()))
                .help("give one number for each period of the horizon"),
            );
        }
    }
}
