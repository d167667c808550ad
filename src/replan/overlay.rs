//! Puts a later start into an instance's tree.

use indexmap::IndexMap;
use serde_json::Value as Json;

use super::Stand;
use crate::dates::{FinancialYear, Month};
use crate::diagnostics::Location;
use crate::document::{Document, Node, Value, tree::Table};
use crate::ids::{Id, ServiceId};
use crate::instance::Instance;

/// Lets the horizon have as many periods as the plan, whatever the file says now.
pub(super) fn as_long_as(document: &mut Document, periods: usize) {
    let Some(horizon) = entry(&mut document.instance, &["horizon"]).and_then(Node::table_mut)
    else {
        return;
    };
    let length = ["months", "periods"]
        .iter()
        .find_map(|key| horizon.entries.shift_remove(*key));
    if let (Some(mut length), Ok(periods)) = (length, i64::try_from(periods)) {
        length.node.value = Value::Integer(periods);
        horizon.entries.insert("periods".to_owned(), length);
    }
}

/// Lets the horizon begin in a later month.
///
/// A budget or levy that the file gives for the financial year in which it begins was for the part
/// of that year in the old horizon: what counts is its share of the periods that are left.
pub(super) fn start_in(document: &mut Document, month: Month, old: &Instance, period: usize) {
    let root = &mut document.instance;
    if let Some(start) = entry(root, &["horizon", "start"]) {
        start.value = Value::String(month.to_string());
    }
    let year = month.financial_year();
    let Some(left) = share_left(old, year, period) else {
        return;
    };
    for table in ["budgets", "levies"] {
        let ids: Vec<String> = root
            .get(table)
            .and_then(Node::table)
            .map(|table| table.keys().map(str::to_owned).collect())
            .unwrap_or_default();
        for id in ids {
            let path = [table, id.as_str(), "gbp_by_year", &year.to_string()];
            if let Some(given) = entry(root, &path) {
                given.value = match &given.value {
                    #[expect(clippy::cast_precision_loss, reason = "pounds are far within 2^53")]
                    Value::Integer(pounds) => Value::Float(*pounds as f64 * left),
                    Value::Float(pounds) => Value::Float(pounds * left),
                    other => other.clone(),
                };
            }
        }
    }
}

/// The share of a financial year's periods in the old horizon that is left from a period on.
fn share_left(old: &Instance, year: FinancialYear, period: usize) -> Option<f64> {
    let years = &old.horizon()?.years;
    let periods = &years.iter().find(|y| y.year == year)?.periods;
    #[expect(clippy::cast_precision_loss, reason = "at most 52")]
    let share = periods.end.saturating_sub(period) as f64 / periods.len() as f64;
    (share < 1.0).then_some(share)
}

/// Gives each service the start that the plan says.
pub(super) fn put(
    document: &mut Document,
    stands: &IndexMap<&ServiceId, Stand>,
    place: &Location,
    plan: &str,
) {
    let writer = Writer {
        place,
        citation: format!("what the plan `{plan}` says of the month"),
    };
    for (id, stand) in stands {
        let Some(service) =
            entry(&mut document.instance, &["services", id.as_str()]).and_then(Node::table_mut)
        else {
            continue;
        };
        writer.put(
            service,
            "staff_now_wte",
            writer.numbers(&stand.staff_now_wte),
        );
        writer.put(service, "joined_wte", writer.months(&stand.joined_wte));
        writer.put(service, "joining_wte", writer.months(&stand.joining_wte));
        writer.put(service, "training_wte", writer.months(&stand.training_wte));
        writer.put(
            service,
            "waiting_people",
            writer.numbers(&stand.waiting_people),
        );
        let started = stand.started_people.iter().map(|(id, people)| {
            let people = people.iter().map(|x| writer.number(*x)).collect();
            (id.as_str().to_owned(), writer.node(Value::Array(people)))
        });
        writer.put(service, "started_people", writer.table(started));
    }
}

/// The keys of a service that say where it stands.
const START_KEYS: &[&str] = &[
    "staff_now_wte",
    "joined_wte",
    "joining_wte",
    "training_wte",
    "waiting_people",
    "started_people",
    "referrals_per_year",
    "referrals_by_year",
];

/// The keys of an instance's tree that planning on changes, each at its path.
pub(super) fn start_of(document: &Document) -> Json {
    let root = &document.instance;
    let of_each = |table: &str, keys: &[&str]| -> Json {
        let entries = root.get(table).and_then(Node::table);
        let each = entries.into_iter().flat_map(|t| &t.entries);
        each.map(|(id, entry)| {
            let kept = keys.iter().filter_map(|key| {
                let value = entry.node.get(key)?;
                Some(((*key).to_owned(), value.to_json()))
            });
            (id.clone(), Json::Object(kept.collect()))
        })
        .filter(|(_, keys)| keys.as_object().is_some_and(|keys| !keys.is_empty()))
        .collect::<serde_json::Map<_, _>>()
        .into()
    };
    serde_json::json!({
        "horizon": root.get("horizon").map(Node::to_json),
        "services": of_each("services", START_KEYS),
        "budgets": of_each("budgets", &["gbp_by_year"]),
        "levies": of_each("levies", &["gbp_by_year"]),
    })
}

/// Puts such keys in place of those in the file.
pub(super) fn apply(document: &mut Document, start: &Json, place: &Location, plan: &str) {
    let writer = Writer {
        place,
        citation: format!("where the plan `{plan}` begins"),
    };
    let root = &mut document.instance;
    if let (Some(horizon), Some(table)) = (
        start.get("horizon").filter(|h| h.is_object()),
        root.table_mut(),
    ) {
        table.insert("horizon", place.clone(), writer.json(horizon));
    }
    for table in ["services", "budgets", "levies"] {
        let each = start.get(table).and_then(Json::as_object);
        for (id, keys) in each.into_iter().flatten() {
            let entry = entry(root, &[table, id.as_str()]).and_then(Node::table_mut);
            let (Some(entry), Some(keys)) = (entry, keys.as_object()) else {
                continue;
            };
            for (key, value) in keys {
                entry.insert(key, place.clone(), writer.json(value));
            }
        }
    }
}

/// Makes nodes that stand at the plan's file and cite it.
struct Writer<'a> {
    place: &'a Location,
    citation: String,
}

impl Writer<'_> {
    fn node(&self, value: Value) -> Node {
        let mut node = Node::new(value, self.place.clone());
        if node.table().is_none() {
            node.citation = Some(self.citation.as_str().into());
        }
        node
    }

    /// A JSON value as a node; what TOML has no word for is left out.
    fn json(&self, value: &Json) -> Node {
        match value {
            Json::Object(entries) => self.table(
                entries
                    .iter()
                    .filter(|(_, value)| !value.is_null())
                    .map(|(key, value)| (key.clone(), self.json(value))),
            ),
            Json::Array(items) => {
                let items = items.iter().map(|item| self.json(item)).collect();
                self.node(Value::Array(items))
            }
            Json::Bool(truth) => self.node(Value::Boolean(*truth)),
            Json::Number(number) => match number.as_i64() {
                Some(whole) => self.node(Value::Integer(whole)),
                None => self.node(Value::Float(number.as_f64().unwrap_or(f64::NAN))),
            },
            Json::String(text) => self.node(Value::String(text.clone())),
            Json::Null => self.node(Value::String(String::new())),
        }
    }

    fn number(&self, number: f64) -> Node {
        self.node(Value::Float(number))
    }

    fn table(&self, entries: impl Iterator<Item = (String, Node)>) -> Node {
        let mut table = Table::default();
        for (key, node) in entries {
            table.insert(&key, self.place.clone(), node);
        }
        self.node(Value::Table(table))
    }

    fn numbers<K: Id>(&self, by_id: &IndexMap<K, f64>) -> Node {
        let entries = by_id.iter();
        self.table(entries.map(|(id, number)| (id.as_str().to_owned(), self.number(*number))))
    }

    fn months<K: Id>(&self, by_id: &IndexMap<K, IndexMap<Month, f64>>) -> Node {
        let tables = by_id.iter().map(|(id, months)| {
            let entries = months.iter();
            let months =
                self.table(entries.map(|(month, wte)| (month.to_string(), self.number(*wte))));
            (id.as_str().to_owned(), months)
        });
        self.table(tables)
    }

    fn put(&self, service: &mut Table, key: &str, node: Node) {
        service.insert(key, self.place.clone(), node);
    }
}

/// The value at a path, to be changed.
pub(super) fn entry<'a>(node: &'a mut Node, path: &[&str]) -> Option<&'a mut Node> {
    path.iter().try_fold(node, |node, key| {
        Some(&mut node.table_mut()?.entries.get_mut(*key)?.node)
    })
}
