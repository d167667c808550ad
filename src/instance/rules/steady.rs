//! Keys of a plan by month in an instance that plans a steady year.

use super::{InstanceRule, InstanceSubject};
use crate::diagnostics::{Diagnostic, Explanation, Location};
use crate::document::Node;

pub(super) const RULES: &[InstanceRule] = &[InstanceRule {
    explanation: Explanation {
        code: "W008",
        title: "keys of a plan by month in a steady year",
        what: "The instance has no `[horizon]`, and keys that only a plan by month reads.",
        why: "They are left out: a steady year has no start and no months to come. (What a shared care model says for plans by month is not told.)",
        example: "[services.leeds]\nwaiting_people = { step-2 = 800 }   # and no `[horizon]`",
        fix: "Add a `[horizon]` with `start` and `months`, or drop the keys.",
    },
    check: plan_keys,
}];

/// Keys of an instance that only a plan by month reads; `*` stands for any id.
const IN_INSTANCE: &[&[&str]] = &[
    &["services", "*", "referrals_by_year"],
    &["services", "*", "joined_wte"],
    &["services", "*", "joining_wte"],
    &["services", "*", "training_wte"],
    &["services", "*", "waiting_people"],
    &["services", "*", "started_people"],
    &["budgets", "*", "gbp_by_year"],
    &["levies", "*", "gbp_by_year"],
    &["places", "*", "places_by_intake"],
    &["overall_access", "*", "from"],
    &["expected", "total_gbp"],
];

/// The same of a care model.
const IN_CARE: &[&[&str]] = &[
    &["roles", "*", "hire_lead_months"],
    &["roles", "*", "redundancy_gbp_per_wte"],
    &["roles", "*", "in_post_unit_wte"],
    &["roles", "*", "supernumerary"],
    &["roles", "*", "short_time"],
    &["roles", "*", "time_in_post_share_by_year"],
    &["tasks", "*", "fixed_hours_per_week_by_period"],
    &["supervision", "*", "ratio_from"],
    &["skill_mix", "*", "from"],
    &["standards", "*", "*", "from"],
    &["standards", "*", "*", "path"],
    &["retention"],
    &["limits"],
];

fn plan_keys(subject: &InstanceSubject<'_>, found: &mut Vec<Diagnostic>) {
    const NAMED: usize = 4;
    if subject.file.horizon.is_some() {
        return;
    }
    let mut keys: Vec<(String, Location)> = Vec::new();
    for pattern in IN_INSTANCE {
        collect(subject.tree, pattern, &mut Vec::new(), &mut keys);
    }
    for above in [&["care"][..], &["services", "*", "care"]] {
        for pattern in IN_CARE {
            collect(
                subject.tree,
                &[above, pattern].concat(),
                &mut Vec::new(),
                &mut keys,
            );
        }
    }
    let mut keys = keys.into_iter();
    let Some((first, place)) = keys.next() else {
        return;
    };
    let mut warning = Diagnostic::warning(
        "W008",
        format!("`{first}` is for plans by month, and there is no `[horizon]`"),
    )
    .at(place, "left out in a steady year");
    let others: Vec<String> = keys.map(|(path, _)| format!("`{path}`")).collect();
    if !others.is_empty() {
        let mut named: Vec<String> = others.iter().take(NAMED).cloned().collect();
        if others.len() > NAMED {
            named.push(format!("{} more", others.len() - NAMED));
        }
        warning = warning.note(format!("so are {}", named.join(", ")));
    }
    found.push(warning.help("add a `[horizon]` with `start` and `months`, or drop the keys"));
}

fn collect<'a>(
    node: &'a Node,
    pattern: &[&str],
    path: &mut Vec<&'a str>,
    found: &mut Vec<(String, Location)>,
) {
    let (Some((wanted, below)), Some(table)) = (pattern.split_first(), node.table()) else {
        return;
    };
    for (key, entry) in &table.entries {
        if *wanted != "*" && key != wanted {
            continue;
        }
        path.push(key);
        if below.is_empty() {
            found.push((path.join("."), entry.key.clone()));
        } else {
            collect(&entry.node, below, path, found);
        }
        path.pop();
    }
}
