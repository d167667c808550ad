//! Rules on the pathway: steps, and the flows between them.

use std::collections::HashSet;

use super::{CareRule, CareSubject, show};
use crate::diagnostics::{Diagnostic, Explanation};
use crate::ids::{Id, StepId};
use crate::units::Quantity;

pub(super) const RULES: &[CareRule] = &[
    CareRule {
        explanation: Explanation {
            code: "I130",
            title: "a pathway that nobody enters",
            what: "No flow comes from referrals: every flow has a `from`.",
            why: "Without one nobody ever starts care, and the cheapest service has no staff.",
            example: "[flows.assess]\nfrom = \"assessment\"\nto = \"step-2\"",
            fix: "Add a flow without `from` to the first step.",
        },
        check: entrance,
    },
    CareRule {
        explanation: Explanation {
            code: "I131",
            title: "a step that nobody comes to",
            what: "No flow leads to a step.",
            why: "Its treatments, tasks and standards would stand for nothing; most often a flow is missing.",
            example: "[steps.step-3]   # and no flow with `to = \"step-3\"`",
            fix: "Add a flow to the step, or drop the step.",
        },
        check: reached,
    },
    CareRule {
        explanation: Explanation {
            code: "I132",
            title: "flows that take more than everyone",
            what: "The shares of the flows that leave one step (or referrals) sum to more than 1.",
            why: "More people would flow on than there are.",
            example: "[flows.a]\nfrom = \"assessment\"\nshare = 0.7\n[flows.b]\nfrom = \"assessment\"\nshare = 0.5",
            fix: "Lower the shares so that they sum to 1 or less. What is left leaves the service.",
        },
        check: outflow,
    },
    CareRule {
        explanation: Explanation {
            code: "I133",
            title: "a circle of flows that nobody leaves",
            what: "From some step every starter flows on, round and round, and no step on the way lets anyone go.",
            why: "With each round more people start; no establishment would do.",
            example: "[flows.up]\nfrom = \"step-2\"\nto = \"step-3\"\nshare = 1\n[flows.down]\nfrom = \"step-3\"\nto = \"step-2\"\nshare = 1",
            fix: "Lower a share on the way, so that some leave the service.",
        },
        check: circles,
    },
    CareRule {
        explanation: Explanation {
            code: "I134",
            title: "a spread over months that does not sum to 1",
            what: "The shares of a `spread_by_month` do not sum to 1 (to 0.000001).",
            why: "They say when what happens, happens. With another sum, people or appointments would be lost or made.",
            example: "spread_by_month = [0.5, 0.3]",
            fix: "Make the shares sum to 1, or drop the key: then everything happens at once.",
        },
        check: spreads,
    },
    CareRule {
        explanation: Explanation {
            code: "I135",
            title: "a shape of waits below 0.01",
            what: "A step's `wait_shape` is below 0.01.",
            why: "It is the shape of a gamma distribution. There is none at 0; near 0 all but a few wait no time at all and those few for centuries, so that any percentile is met by any mean.",
            example: "wait_shape = 0",
            fix: "Write 1 for exponential waits; above 1 for waits that are more alike.",
        },
        check: shapes,
    },
];

fn entrance(subject: &CareSubject<'_>, found: &mut Vec<Diagnostic>) {
    // Without steps there are no patients: work is the tasks' fixed hours.
    let has_patients = !subject.care.steps.is_empty() || !subject.care.flows.is_empty();
    if has_patients && subject.care.flows.values().all(|flow| flow.from.is_some()) {
        let first = subject.care.steps.keys().next().map_or("…", Id::as_str);
        found.push(
            Diagnostic::error("I130", "no flow comes from referrals")
                .at(subject.key(&["flows"]), "each has a `from`")
                .help(format!(
                    "add a flow without `from`, with `to = \"{first}\"` and its share"
                )),
        );
    }
}

fn reached(subject: &CareSubject<'_>, found: &mut Vec<Diagnostic>) {
    for id in subject.care.steps.keys() {
        if !subject.care.flows.values().any(|flow| flow.to == *id) {
            found.push(
                Diagnostic::error("I131", format!("no flow leads to step `{id}`"))
                    .at(subject.key(&["steps", id.as_str()]), "nobody comes here")
                    .help(format!("add a flow with `to = \"{id}\"`, or drop the step")),
            );
        }
    }
}

/// The share of a step's starters who flow on.
fn leaving_share(subject: &CareSubject<'_>, from: Option<&StepId>) -> f64 {
    subject
        .care
        .flows
        .values()
        .filter(|flow| flow.from.as_ref() == from)
        .map(|flow| flow.share.value())
        .sum()
}

fn outflow(subject: &CareSubject<'_>, found: &mut Vec<Diagnostic>) {
    let mut done: HashSet<Option<&StepId>> = HashSet::new();
    for (_, flow) in &subject.care.flows {
        let from = flow.from.as_ref();
        if !done.insert(from) {
            continue;
        }
        let sum = leaving_share(subject, from);
        if sum <= 1.0 + 1e-9 {
            continue;
        }
        let whom = from.map_or("of people referred".to_owned(), |step| {
            format!("of those who start `{step}`")
        });
        let mut flows = subject
            .care
            .flows
            .iter()
            .filter(|(_, flow)| flow.from.as_ref() == from)
            .map(|(id, flow)| {
                (
                    subject.at(&["flows", id.as_str(), "share"]),
                    format!("{} to `{}`", show(flow.share.value()), flow.to),
                )
            });
        let Some((location, label)) = flows.next() else {
            continue;
        };
        let mut error = Diagnostic::error(
            "I132",
            format!("flows take a share of {} {whom}; at most 1", show(sum)),
        )
        .at(location, label);
        for (location, label) in flows {
            error = error.and_at(location, label);
        }
        found.push(error.help("lower the shares so that they sum to 1 or less"));
    }
}

fn circles(subject: &CareSubject<'_>, found: &mut Vec<Diagnostic>) {
    // A step is left behind if someone goes home from it, or from a step that it leads to.
    let steps = &subject.care.steps;
    let mut left: HashSet<&StepId> = steps
        .keys()
        .filter(|id| leaving_share(subject, Some(id)) < 1.0 - 1e-9)
        .collect();
    loop {
        let before = left.len();
        for flow in subject.care.flows.values() {
            if let Some(from) = &flow.from
                && flow.share.value() > 0.0
                && left.contains(&flow.to)
            {
                left.insert(from);
            }
        }
        if left.len() == before {
            break;
        }
    }
    let Some(caught) = steps.keys().find(|id| {
        !left.contains(id)
            && subject
                .care
                .flows
                .values()
                .any(|flow| flow.to == **id && flow.share.value() > 0.0)
    }) else {
        return;
    };
    // Where a flow leads to a step that does not exist, that is the error.
    if subject
        .care
        .flows
        .values()
        .any(|flow| !steps.contains_key(&flow.to))
    {
        return;
    }
    let flow = subject
        .care
        .flows
        .iter()
        .find(|(_, flow)| flow.from.as_ref() == Some(caught));
    let place = match flow {
        Some((id, _)) => subject.at(&["flows", id.as_str(), "share"]),
        None => subject.key(&["steps", caught.as_str()]),
    };
    found.push(
        Diagnostic::error(
            "I133",
            format!("nobody who starts step `{caught}` ever leaves: all flow on in a circle"),
        )
        .at(place, "everyone flows on")
        .help("lower a share of the flows on the circle to below 1"),
    );
}

fn spreads(subject: &CareSubject<'_>, found: &mut Vec<Diagnostic>) {
    let flows = subject
        .care
        .flows
        .iter()
        .map(|(id, flow)| ("flows", id.as_str(), &flow.spread_by_month));
    let treatments = subject
        .care
        .treatments
        .iter()
        .map(|(id, treatment)| ("treatments", id.as_str(), &treatment.spread_by_month));
    for (table, id, spread) in flows.chain(treatments) {
        let Some(spread) = spread else { continue };
        let sum: f64 = spread.iter().map(|share| share.value()).sum();
        if (sum - 1.0).abs() > 1e-6 {
            found.push(
                Diagnostic::error(
                    "I134",
                    format!("`spread_by_month` of `{id}` sums to {}, not 1", show(sum)),
                )
                .at(
                    subject.at(&[table, id, "spread_by_month"]),
                    format!("sums to {}", show(sum)),
                )
                .help("make the shares sum to 1, or drop the key"),
            );
        }
    }
}

fn shapes(subject: &CareSubject<'_>, found: &mut Vec<Diagnostic>) {
    for (id, step) in &subject.care.steps {
        let shape = step.wait_shape.value();
        if shape < 0.01 {
            found.push(
                Diagnostic::error(
                    "I135",
                    format!("`wait_shape` of step `{id}` is {shape}; it must be at least 0.01"),
                )
                .at(
                    subject.at(&["steps", id.as_str(), "wait_shape"]),
                    "must be at least 0.01",
                )
                .help("write 1 for exponential waits"),
            );
        }
    }
}
