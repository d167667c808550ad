//! What is wrong with an edit, said so that it can be put right.

use super::path::{Part, parse};
use super::slots::Slot;
use super::{Editor, How};
use crate::dates::Month;
use crate::diagnostics::Diagnostic;
use crate::diagnostics::suggest::{list, nearest};
use crate::document::{Document, Node, Value};
use crate::scenario::read::LONGEST_MONTHS;
use crate::schema::{care_override, numbers};

/// What may be changed for some months only.
const BY_MONTH: &str = "these may: `services.ID.referrals_per_year`, `budgets.ID.gbp_per_year`, \
    `levies.ID.gbp_per_year`, `places.ID.places_per_intake`, and what the files give by month or \
    by financial year";

impl Editor<'_> {
    fn refuse(&self, code: &'static str, message: String, label: &str) -> Diagnostic {
        let error = Diagnostic::error(code, message);
        match &self.edit.place {
            Some(place) => error.at(place.clone(), label),
            None => error,
        }
    }

    /// Nothing has that path.
    pub(super) fn not_there(&self, document: &Document) -> Box<Diagnostic> {
        let value = &self.edit.value;
        let error = self.refuse(
            "C001",
            format!("`{value}` names no value of the files"),
            "changes nothing",
        );
        Box::new(match self.meant(document) {
            Some(near) => error.help(format!("did you mean `{near}`?")),
            None => error.help(
                "give the path that the value has in the files, with `*` for every key of a \
                 level, such as `budgets.*.gbp_per_year`; `skillmix assumptions` lists them",
            ),
        })
    }

    /// The path that was most likely meant.
    fn meant(&self, document: &Document) -> Option<String> {
        let value = self.edit.value.trim();
        let all = known(document, self.schema);
        let is_own_care = |path: &str| path.starts_with("services.") && path.contains(".care.");
        let ends_so = |path: &&String| {
            let above = path.strip_suffix(value);
            above.is_some_and(|above| above.ends_with('.')) && !is_own_care(path)
        };
        let meant: Vec<&String> = all.iter().filter(ends_so).collect();
        match meant.as_slice() {
            [] => {}
            [one] => return Some((*one).clone()),
            [first, ..] => return Some(every_id(first, &meant)),
        }
        // The path as far as it leads, and the nearest to the key at which it ends.
        let mut known: Vec<String> = all;
        let mut right: Vec<String> = Vec::new();
        let mut parts = parse(value).into_iter();
        for part in parts.by_ref() {
            let keys: Vec<String> = next_keys(&known);
            let key = match part {
                Part::Any => {
                    known = below(&known, None);
                    right.push("*".to_owned());
                    continue;
                }
                Part::Key(key) => key,
            };
            if keys.contains(&key) {
                known = below(&known, Some(&key));
                right.push(key);
                continue;
            }
            let near = nearest(&key, keys.iter().map(String::as_str))?.to_owned();
            known = below(&known, Some(&near));
            right.push(near);
        }
        // It may lead to a table: then to one of its numbers.
        while !known.is_empty() && !known.iter().any(String::is_empty) {
            let keys = next_keys(&known);
            let [one] = keys.as_slice() else { return None };
            right.push(one.clone());
            known = below(&known, Some(one));
        }
        let path = right.join(".");
        (!known.is_empty() && path != value).then_some(path)
    }

    /// A table of unlike things.
    pub(super) fn whole_table(&self, document: &Document, table: &[String]) -> Box<Diagnostic> {
        let value = &self.edit.value;
        let above = format!("{}.", value.trim());
        let all = known(document, self.schema);
        let mut numbers: Vec<&str> = all
            .iter()
            .filter_map(|path| path.strip_prefix(&above))
            .collect();
        numbers.dedup();
        let error = self.refuse(
            "C005",
            format!("`{value}` names a table, not a value"),
            "which of its values?",
        );
        Box::new(if numbers.is_empty() {
            error.help(format!(
                "name one of the values in `{}`",
                table.last().map_or("", String::as_str)
            ))
        } else {
            error.help(format!("name one of its numbers: {}", list(numbers)))
        })
    }

    pub(super) fn fixed(&self, key: &str) -> Box<Diagnostic> {
        let help = if key == "expected" {
            "tests hold the instance itself to it; drop the change"
        } else {
            "it says what the files are, not what holds; drop the change"
        };
        Box::new(
            self.refuse(
                "C005",
                format!("`{}` cannot be changed", self.edit.value),
                "not a value in force",
            )
            .help(help),
        )
    }

    pub(super) fn no_number(&self, old: &Value) -> Box<Diagnostic> {
        let value = &self.edit.value;
        let shown = match old {
            Value::Table(_) => "a table".to_owned(),
            Value::Array(_) => "a list that holds other things than numbers".to_owned(),
            Value::String(text) | Value::Cell(text) | Value::Datetime(text) => {
                format!("the text {text:?}")
            }
            Value::Integer(number) => number.to_string(),
            Value::Float(number) => number.to_string(),
            Value::Boolean(yes) => yes.to_string(),
        };
        let does = match self.edit.how {
            How::Scale(_) => "scaled",
            How::Add(_) => "added to",
            How::Set(_) => "set in part",
        };
        Box::new(
            self.refuse(
                "C005",
                format!("`{value}` is {shown}, and cannot be {does}"),
                "not a number",
            )
            .help("`set` it instead, or name a number"),
        )
    }

    /// Every value stays as it was.
    pub(super) fn nothing_changed(&self, document: &Document, slots: &[Slot]) -> Box<Diagnostic> {
        let value = &self.edit.value;
        let first = slots.first().and_then(|slot| slot.in_force(document));
        let now = first.map_or_else(String::new, Node::show);
        let (message, help) = match &self.edit.how {
            How::Set(_) => (
                format!("`{value}` is {now} already"),
                "set another value, or drop it".to_owned(),
            ),
            How::Scale(by) if same(*by, 1.0) => (
                format!("`{value}` × 1 changes nothing"),
                "five per cent less is 0.95, ten per cent more 1.1".to_owned(),
            ),
            How::Scale(by) => (
                format!("`{value}` is {now}, and × {by} leaves it so"),
                "add to it, or set it".to_owned(),
            ),
            How::Add(more) => (
                format!("`{value}` + {more} changes nothing"),
                "add another number, or drop it".to_owned(),
            ),
        };
        Box::new(self.refuse("C002", message, "changes nothing").help(help))
    }

    pub(super) fn not_by_month(&self, path: &[String]) -> Box<Diagnostic> {
        Box::new(
            self.refuse(
                "C003",
                format!("`{}` cannot differ by month", path.join(".")),
                "holds for all the time",
            )
            .help(format!("drop `from` and `to`; {BY_MONTH}")),
        )
    }

    pub(super) fn steady_year(&self) -> Box<Diagnostic> {
        Box::new(
            self.refuse(
                "C003",
                "a steady year has no months in which a value could differ".to_owned(),
                "for some months only",
            )
            .help("drop `from` and `to`, or add a `[horizon]` to the instance"),
        )
    }

    pub(super) fn reversed(&self, from: Month, to: Month) -> Box<Diagnostic> {
        Box::new(
            self.refuse(
                "C003",
                format!("the change ends in {to}, before it begins in {from}"),
                "no month at all",
            )
            .help(format!(
                "did you mean from {to} to {from}? both months are included"
            )),
        )
    }

    pub(super) fn outside(
        &self,
        from: Month,
        to: Month,
        start: Month,
        length: f64,
    ) -> Box<Diagnostic> {
        #[expect(clippy::cast_possible_truncation, reason = "a horizon's months")]
        let last = start.plus((length.ceil() as i32 - 1).max(0));
        let when = if to.since(from) >= LONGEST_MONTHS {
            format!("from {from} on")
        } else {
            format!("from {from} to {to}")
        };
        Box::new(
            self.refuse(
                "C003",
                format!("no month {when} lies in the horizon, {start} to {last}"),
                "changes nothing",
            )
            .help(format!("name months from {start} to {last}")),
        )
    }

    /// What is given by month has nothing in the months meant.
    pub(super) fn nothing_then(&self) -> Box<Diagnostic> {
        Box::new(
            self.refuse(
                "C003",
                format!("`{}` has nothing in these months", self.edit.value),
                "changes nothing",
            )
            .help("name months for which the files give it, or in which the route starts"),
        )
    }

    pub(super) fn nothing_given(&self, path: &[String]) -> Box<Diagnostic> {
        let path = path.join(".");
        Box::new(
            self.refuse(
                "C001",
                format!("`{path}` is not given for every year that is meant"),
                "nothing to change",
            )
            .help(format!("give `{path}` in the instance")),
        )
    }

    pub(super) fn not_by_intake(&self, path: &[String]) -> Box<Diagnostic> {
        let path = path.join(".");
        let by_intake = path.replace("places_per_year", "places_by_intake");
        Box::new(
            self.refuse(
                "C005",
                format!("how much of an addition to `{path}` goes to each intake is not known"),
                "intakes differ",
            )
            .help(format!("scale it, or add to `{by_intake}`")),
        )
    }

    pub(super) fn not_by_service(&self) -> Box<Diagnostic> {
        Box::new(
            self.refuse(
                "C004",
                format!("`{}` is not one service's own", self.edit.value),
                "the same for all services",
            )
            .help(
                "leave `services` out; values of the care model (`care.…`) and of services \
                 (`services.*.…`) can be changed for some services alone",
            ),
        )
    }

    pub(super) fn service_twice(&self) -> Box<Diagnostic> {
        let any: Vec<String> = parse(&self.edit.value)
            .into_iter()
            .enumerate()
            .map(|(place, part)| match part {
                Part::Key(key) if place != 1 => key,
                _ => "*".to_owned(),
            })
            .collect();
        Box::new(
            self.refuse(
                "C004",
                format!(
                    "`{}` names a service, and so does `services`",
                    self.edit.value
                ),
                "which services?",
            )
            .help(format!(
                "write `{}`, or leave `services` out",
                any.join(".")
            )),
        )
    }

    pub(super) fn unknown_service(&self, name: &str, known: &[String]) -> Box<Diagnostic> {
        let error = self.refuse(
            "C004",
            format!("no service or group is called `{name}`"),
            "for services that are not there",
        );
        let mut names: Vec<&str> = known.iter().map(String::as_str).collect();
        names.dedup();
        Box::new(match nearest(name, names.iter().copied()) {
            Some(near) => error.help(format!("did you mean `{near}`?")),
            None => error.help(format!("there are {}", list(names))),
        })
    }

    pub(super) fn no_services(&self) -> Box<Diagnostic> {
        Box::new(
            self.refuse(
                "C004",
                format!("`{}` is to change for no service at all", self.edit.value),
                "changes nothing",
            )
            .help("name services or groups, or leave `services` out for all"),
        )
    }
}

fn same(one: f64, other: f64) -> bool {
    (one - other).abs() < f64::EPSILON
}

/// The paths of all numbers of a document, as an edit names them.
fn known(document: &Document, schema: &serde_json::Value) -> Vec<String> {
    let mut all = Vec::new();
    if let Some(care) = document.care() {
        let partial = care_override(schema);
        let services = document.services();
        let services = services.map(|(id, _)| format!("services.{id}.care"));
        for prefix in std::iter::once("care".to_owned()).chain(services) {
            let care = numbers(&care, schema, partial, &prefix);
            all.extend(care.into_iter().map(|number| number.path));
        }
    }
    let own = numbers(&document.instance, schema, schema, "");
    all.extend(own.into_iter().map(|number| number.path).filter(|path| {
        !["scenario.", "expected.", "care."]
            .iter()
            .any(|k| path.starts_with(k))
    }));
    all
}

/// The keys with which paths begin.
fn next_keys(paths: &[String]) -> Vec<String> {
    let mut keys: Vec<String> = paths
        .iter()
        .filter_map(|path| path.split('.').next())
        .filter(|key| !key.is_empty())
        .map(str::to_owned)
        .collect();
    keys.dedup();
    keys
}

/// What is left of the paths that begin with a key; with any, for none.
fn below(paths: &[String], key: Option<&str>) -> Vec<String> {
    paths
        .iter()
        .filter_map(|path| {
            let (first, rest) = path.split_once('.').unwrap_or((path, ""));
            key.is_none_or(|key| key == first).then(|| rest.to_owned())
        })
        .collect()
}

/// Of paths that differ in the second key alone, the one for all; else the first.
fn every_id(first: &str, all: &[&String]) -> String {
    let any = |path: &str| {
        let mut keys: Vec<&str> = path.split('.').collect();
        if let Some(key) = keys.get_mut(1) {
            *key = "*";
        }
        keys.join(".")
    };
    let general = any(first);
    if all.iter().all(|path| any(path) == general) {
        general
    } else {
        first.to_owned()
    }
}
