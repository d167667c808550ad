//! One change of a value, and what it did.
//!
//! Values are named by their path in the files (`budgets.trust.gbp_per_year`, `care.roles.pwp.…`,
//! `services.leeds.…`), with `*` for every key of a level. A change works on the value in force:
//! one of the care model is written into the instance as an override, one of a service into that
//! service's own. What the files give for years or intakes that differ moves with the value that
//! it differs from.

mod compute;
mod months;
mod path;
mod refuse;
mod slots;
mod write;

use std::sync::Arc;

use serde_json::Value as Schema;

use crate::dates::Month;
use crate::diagnostics::{Diagnostic, Location};
use crate::document::{Document, Value};
use crate::schema::instance_structure;
pub(crate) use months::is_whole_year;
use slots::Slot;

/// A change of values as the files have them.
#[derive(Debug, Clone, PartialEq)]
pub struct Edit {
    /// Which values: a path as in the files, with `*` for every key of a level.
    pub value: String,
    /// What becomes of them.
    pub how: How,
    /// For these services, or services of these groups, alone.
    pub services: Option<Vec<String>>,
    /// For these months alone, the last included; none for all the time.
    pub months: Option<(Month, Month)>,
    /// Who vouches for the new value; absent, the source of the old one stays.
    pub source: Option<Arc<str>>,
    /// Where the change stands, if in a file; messages about the new value point there.
    pub place: Option<Location>,
}

/// What becomes of a value.
#[derive(Debug, Clone, PartialEq)]
pub enum How {
    /// It is replaced, whatever it was, also where it was not given.
    Set(Value),
    /// It is multiplied; a list number by number.
    Scale(f64),
    /// So much more of it, in its own unit; a list number by number.
    Add(f64),
}

/// What a change did to one value.
#[derive(Debug, Clone, PartialEq)]
pub struct Edited {
    /// Its path in the instance, where the new value stands now.
    pub path: String,
    /// What was in force; none where the files did not say.
    pub before: Option<Value>,
    /// What is in force now.
    pub after: Value,
    /// The unit; empty for a plain number or a text.
    pub unit: String,
}

impl Edit {
    /// A change of the value everywhere and for all the time, from no file.
    #[must_use]
    pub fn new(value: impl Into<String>, how: How) -> Self {
        Self {
            value: value.into(),
            how,
            services: None,
            months: None,
            source: None,
            place: None,
        }
    }
}

/// Changes a document's tree before it is checked, edit by edit, each on what those before it
/// left. What cannot be done is told in `found`, with a suggestion, and left undone. Returns what
/// was changed, in order.
///
/// Bounds are not looked at: the usual checks do, and point at the edit's place.
pub fn apply(document: &mut Document, edits: &[Edit], found: &mut Vec<Diagnostic>) -> Vec<Edited> {
    apply_by(&instance_structure(), document, edits, found)
}

/// The same, with the instance's schema at hand.
pub(super) fn apply_by(
    schema: &Schema,
    document: &mut Document,
    edits: &[Edit],
    found: &mut Vec<Diagnostic>,
) -> Vec<Edited> {
    let mut all = Vec::new();
    for edit in edits {
        match (Editor { schema, edit }).run(document) {
            Ok(edited) => all.extend(edited),
            Err(error) => found.push(*error),
        }
    }
    all
}

/// One edit at work.
struct Editor<'a> {
    schema: &'a Schema,
    edit: &'a Edit,
}

/// A value to be written, and where.
struct Change {
    slot: Slot,
    before: Option<Value>,
    after: Value,
}

impl Editor<'_> {
    fn run(&self, document: &mut Document) -> Result<Vec<Edited>, Box<Diagnostic>> {
        // Without its care model, which is told already, an instance's values are not known.
        if document.care_model.is_none() {
            return Ok(Vec::new());
        }
        let slots = self.slots(document)?;
        let mut changes = Vec::new();
        match self.edit.months {
            None => {
                for slot in &slots {
                    changes.extend(self.always(document, slot)?);
                }
            }
            Some(range) => {
                let horizon = self.horizon(document, range)?;
                for slot in &slots {
                    changes.extend(self.in_months(document, slot, &horizon)?);
                }
                if changes.is_empty() {
                    return Err(self.nothing_then());
                }
            }
        }
        changes.retain(|change| change.before.as_ref() != Some(&change.after));
        if changes.is_empty() {
            return Err(self.nothing_changed(document, &slots));
        }
        let mut edited = Vec::new();
        for change in changes {
            self.write(document, &change);
            edited.push(Edited {
                path: change.slot.written_at().join("."),
                unit: self.unit_of(&change.slot, &change.after),
                before: change.before,
                after: change.after,
            });
        }
        Ok(edited)
    }

    /// The change of a value for all the time, and of what differs from it.
    fn always(&self, document: &Document, slot: &Slot) -> Result<Vec<Change>, Box<Diagnostic>> {
        let mut changes = Vec::new();
        if let Some(node) = slot.in_force(document) {
            let after = self.changed(&node.value)?;
            changes.push(Change {
                slot: slot.clone(),
                before: Some(node.value.clone()),
                after,
            });
        } else if let How::Set(value) = &self.edit.how {
            changes.push(Change {
                slot: slot.clone(),
                before: None,
                after: value.clone(),
            });
        }
        if !matches!(self.edit.how, How::Set(_)) {
            changes.extend(self.companions(document, slot)?);
        }
        Ok(changes)
    }
}

#[cfg(test)]
mod tests;
