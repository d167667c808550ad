//! The new value from the old one.

use super::{Change, Editor, How, Slot};
use crate::diagnostics::Diagnostic;
use crate::document::{Document, Node, Value};

/// What is given for years, intakes or steps that differ from a value.
const COMPANIONS: &[(&[&str], &str)] = &[
    (&["budgets", "*", "gbp_per_year"], "gbp_by_year"),
    (&["levies", "*", "gbp_per_year"], "gbp_by_year"),
    (
        &["services", "*", "referrals_per_year"],
        "referrals_by_year",
    ),
    (&["places", "*", "places_per_year"], "places_by_intake"),
    (&["places", "*", "places_per_intake"], "places_by_intake"),
];

/// The targets of standards, which a glide path leads up to.
const TARGETS: &[&str] = &["people_per_year", "share_of_prevalence", "share_min"];

/// The table that says where a value differs, by the value's path.
pub(super) fn companion_of(path: &[String]) -> Option<&'static str> {
    COMPANIONS
        .iter()
        .find(|(pattern, _)| {
            pattern.len() == path.len()
                && pattern
                    .iter()
                    .zip(path)
                    .all(|(wanted, key)| *wanted == "*" || wanted == key)
        })
        .map(|(_, table)| *table)
}

impl Editor<'_> {
    /// The new value for an old one.
    pub(super) fn changed(&self, old: &Value) -> Result<Value, Box<Diagnostic>> {
        match &self.edit.how {
            How::Set(value) => Ok(value.clone()),
            How::Scale(by) => on_numbers(old, &|number| number * by),
            How::Add(more) => on_numbers(old, &|number| number + more),
        }
        .map_err(|NoNumber| self.no_number(old))
    }

    /// The changes of what differs from a value by year, by intake or by step.
    pub(super) fn companions(
        &self,
        document: &Document,
        slot: &Slot,
    ) -> Result<Vec<Change>, Box<Diagnostic>> {
        let path = slot.written_at();
        let Some((key, above)) = slot.path.split_last() else {
            return Ok(Vec::new());
        };
        let is_standard = above.len() == 3
            && above.first().is_some_and(|key| key == "standards")
            && TARGETS.contains(&key.as_str());
        if is_standard {
            return self.steps(document, slot, above);
        }
        let Some(table) = companion_of(&path) else {
            return Ok(Vec::new());
        };
        let slot = slot.beside(table);
        let entries = slot.in_force(document).and_then(Node::table);
        let mut changes = Vec::new();
        for (when, entry) in entries.into_iter().flat_map(|table| &table.entries) {
            let part = match (&self.edit.how, key.as_str()) {
                (How::Add(_), "gbp_per_year") => Self::part_of_year(document, when),
                (How::Add(_), "places_per_year") => return Err(self.not_by_intake(&path)),
                _ => 1.0,
            };
            let old = &entry.node.value;
            let after = match &self.edit.how {
                How::Add(more) => on_numbers(old, &|number| number + more * part)
                    .map_err(|NoNumber| self.no_number(old))?,
                _ => self.changed(old)?,
            };
            changes.push(Change {
                slot: slot.below(when),
                before: Some(old.clone()),
                after,
            });
        }
        Ok(changes)
    }

    /// The steps of a standard's glide path.
    fn steps(
        &self,
        document: &Document,
        slot: &Slot,
        above: &[String],
    ) -> Result<Vec<Change>, Box<Diagnostic>> {
        let path = Slot {
            owner: slot.owner.clone(),
            path: above.iter().cloned().chain(["path".to_owned()]).collect(),
        };
        let Some(node) = path.in_force(document) else {
            return Ok(Vec::new());
        };
        let Value::Array(items) = &node.value else {
            return Ok(Vec::new());
        };
        let mut changes = Vec::new();
        for (place, item) in items.iter().enumerate() {
            let Some(target) = item.get("target") else {
                continue;
            };
            changes.push(Change {
                slot: path.below(&place.to_string()).below("target"),
                before: Some(target.value.clone()),
                after: self.changed(&target.value)?,
            });
        }
        Ok(changes)
    }
}

/// What has no number in it.
pub(super) struct NoNumber;

/// A value with its numbers changed.
pub(super) fn on_numbers(value: &Value, change: &dyn Fn(f64) -> f64) -> Result<Value, NoNumber> {
    match value {
        Value::Float(number) => Ok(Value::Float(rounded(change(*number)))),
        Value::Integer(number) => {
            #[expect(clippy::cast_precision_loss, reason = "files hold far smaller numbers")]
            let changed = rounded(change(*number as f64));
            Ok(whole(changed).map_or(Value::Float(changed), Value::Integer))
        }
        Value::Array(items) if !items.is_empty() => items
            .iter()
            .map(|item| {
                Ok(Node {
                    value: on_numbers(&item.value, change)?,
                    ..item.clone()
                })
            })
            .collect::<Result<_, _>>()
            .map(Value::Array),
        _ => Err(NoNumber),
    }
}

/// A number that is whole, as one.
pub(super) fn whole(number: f64) -> Option<i64> {
    const LARGEST: f64 = 9e15;
    #[expect(clippy::cast_possible_truncation, reason = "whole, and far within i64")]
    (number.fract() == 0.0 && number.abs() < LARGEST).then_some(number as i64)
}

/// A number as by hand, where it is one that people would write: 5,000 × 1.1 is 5,500 and not
/// 5,500.000000000001. Others keep every digit, so that three thirds make a whole.
pub(super) fn rounded(number: f64) -> f64 {
    let to = |digits: usize| format!("{number:.digits$e}").parse::<f64>().ok();
    match (to(14), to(11)) {
        (Some(near), Some(short)) if near.total_cmp(&short).is_eq() => near,
        _ => number,
    }
}
