//! What is varied: a quantity by its name (`budget`, `turnover:pwp`) or by its path in the files.

use crate::diagnostics::Diagnostic;
use crate::diagnostics::suggest::{list, nearest};
use crate::document::tree::Table;
use crate::document::{Document, Node, Value};
use crate::scenario::{Edit, Edited, How, apply};

use super::range::{Measure, Range, RangeError};

/// A quantity and the values that it is varied over, as an instance has them.
#[derive(Debug, Clone, PartialEq)]
pub struct Axis {
    /// As asked: `budget`, `turnover:pwp`, `care.roles.pwp.leaving_per_year`.
    pub name: String,
    /// The range, as asked.
    pub asked: String,
    /// The values.
    pub range: Range,
    /// The paths of the files that it changes.
    paths: Vec<String>,
    /// Whether more of it can only help, or only hinder; none: neither is sure.
    pub eases: Option<bool>,
    /// What is in force, where that is one number.
    pub in_force: Option<f64>,
    /// The unit of the values that it changes, where they have one.
    pub unit: String,
}

/// Why something cannot be varied.
#[derive(Debug, Clone, PartialEq)]
pub enum CannotVary {
    /// It is asked for in a way that has no meaning.
    Asked {
        /// What is wrong.
        message: String,
        /// What to do.
        help: String,
    },
    /// The files do not have it, or it cannot be changed.
    Files(Vec<Diagnostic>),
}

impl From<RangeError> for CannotVary {
    fn from(error: RangeError) -> Self {
        Self::Asked {
            message: error.to_string(),
            help: error.help(),
        }
    }
}

fn cannot<T>(message: impl Into<String>, help: impl Into<String>) -> Result<T, CannotVary> {
    Err(CannotVary::Asked {
        message: message.into(),
        help: help.into(),
    })
}

/// The names of quantities, each with what it may be narrowed to.
const NAMES: &[(&str, &str)] = &[
    ("budget", "`budget`, `budget:ID`"),
    ("turnover", "`turnover`, `turnover:ROLE`"),
    ("referrals", "`referrals`, `referrals:SERVICE`"),
    ("places", "`places`, `places:ID`"),
    ("hires", "`hires`, `hires:MARKET`"),
    ("standard", "`standard:ID`"),
    ("price", "`price:ROLE`"),
];

/// What cannot be varied, although it is a number: it says what the plan is made of, or how it is
/// looked for, not what holds.
const FIXED: &[&str] = &[
    "horizon",
    "skillmix",
    "expected",
    "gap_share",
    "objective_tolerance_share",
    "care.time",
    "care.skillmix",
];

impl Axis {
    /// Reads `QUANTITY=RANGE` for an instance's files.
    ///
    /// # Errors
    ///
    /// When the range is empty, reversed or absurd, or the files have no such quantity, or one that
    /// cannot vary.
    pub fn read(text: &str, document: &Document) -> Result<Self, CannotVary> {
        let Some((name, range)) = text.split_once('=') else {
            return cannot(
                format!("`{text}` does not say over what to vary"),
                "write a quantity, `=` and a range: `budget=80%..120%/2%`",
            );
        };
        let (name, asked) = (name.trim(), range.trim());
        let range = Range::parse(asked)?;
        let paths = paths(name, &range, document)?;
        let mut axis = Self {
            name: name.to_owned(),
            asked: asked.to_owned(),
            eases: eases(&paths),
            range,
            paths,
            in_force: None,
            unit: String::new(),
        };
        axis.look(document)?;
        Ok(axis)
    }

    /// The changes of a point; none where it leaves all as it is.
    #[must_use]
    pub fn edits(&self, place: usize) -> Vec<Edit> {
        let Some(point) = self.range.points.get(place) else {
            return Vec::new();
        };
        let how = match self.range.measure {
            // Exactly what is in force is no change.
            Measure::Percent if point.to_string() == "100" => return Vec::new(),
            Measure::Percent => How::Scale(point.value() / 100.0),
            Measure::Own => How::Set(match point.to_string().parse() {
                Ok(whole) => Value::Integer(whole),
                Err(_) => Value::Float(point.value()),
            }),
        };
        let paths = self.paths.iter();
        paths
            .map(|path| Edit::new(path.clone(), how.clone()))
            .collect()
    }

    /// Changes a document to a point.
    pub fn change(&self, place: usize, document: &mut Document, found: &mut Vec<Diagnostic>) {
        let mut wrong = Vec::new();
        apply(document, &self.edits(place), &mut wrong);
        found.extend(wrong.into_iter().filter(|wrong| !is_no_change(wrong)));
    }

    /// What a point does to values, the first of them first.
    fn tried(&self, place: usize, document: &Document) -> Result<Vec<Edited>, CannotVary> {
        let mut wrong = Vec::new();
        let edited = apply(&mut document.clone(), &self.edits(place), &mut wrong);
        wrong.retain(|wrong| !is_no_change(wrong));
        if wrong.is_empty() {
            Ok(edited)
        } else {
            Err(CannotVary::Files(wrong))
        }
    }

    /// Finds out what is in force, and that it can be changed.
    fn look(&mut self, document: &Document) -> Result<(), CannotVary> {
        let last = self.range.points.len().saturating_sub(1);
        let mut edited = self.tried(last, document)?;
        if edited.is_empty() {
            edited = self.tried(0, document)?;
        }
        if edited.is_empty() {
            return cannot(
                format!(
                    "`{}` is nothing throughout: a share of nothing is nothing",
                    self.name
                ),
                "give the range in the value's own unit, such as `0..10/1`",
            );
        }
        self.unit.clone_from(&edited[0].unit);
        let in_force = |edited: &Edited| edited.before.as_ref().and_then(number);
        let first = in_force(&edited[0]);
        let alike = edited.iter().all(|edited| in_force(edited) == first);
        self.in_force = first.filter(|_| alike);
        Ok(())
    }
}

/// Whether it is said that nothing changed: here a point at what is in force.
fn is_no_change(diagnostic: &Diagnostic) -> bool {
    diagnostic.code == "C002"
}

fn number(value: &Value) -> Option<f64> {
    match value {
        #[expect(clippy::cast_precision_loss, reason = "no such number is so large")]
        Value::Integer(whole) => Some(*whole as f64),
        Value::Float(number) => Some(*number),
        Value::Cell(text) => text.trim().parse().ok(),
        _ => None,
    }
}

/// The paths of a quantity.
fn paths(name: &str, range: &Range, document: &Document) -> Result<Vec<String>, CannotVary> {
    let (kind, id) = match name.split_once(':') {
        Some((kind, id)) => (kind.trim(), Some(id.trim())),
        None => (name, None),
    };
    let sets = range.measure == Measure::Own;
    match (kind, id) {
        ("budget", id) => joining(document, "budgets", id, &["gbp_per_year"], sets),
        ("referrals", id) => joining(document, "services", id, &["referrals_per_year"], sets),
        ("places", id) => {
            let keys = &["places_per_year", "places_per_intake"];
            joining(document, "places", id, keys, sets)
        }
        ("hires", id) => {
            let keys = &["hires_per_year", "hires_per_month"];
            joining(document, "labour_markets", id, keys, sets)
        }
        ("turnover", id) => turnover(document, id),
        ("standard", Some(id)) => standard(document, id),
        ("price", Some(id)) => {
            known(&roles(document, false), id, "role")?;
            Ok(vec![format!("care.roles.{id}.pay_gbp_per_wte_year")])
        }
        ("standard" | "price", None) => {
            let which = if kind == "price" { "role" } else { "standard" };
            cannot(
                format!("`{kind}` does not say of which {which}"),
                format!("write `{kind}:ID`"),
            )
        }
        _ if name.contains('.') => path(name),
        _ => {
            let names: Vec<&str> = NAMES.iter().map(|(name, _)| *name).collect();
            let forms: Vec<&str> = NAMES.iter().map(|(_, form)| *form).collect();
            let help = match nearest(kind, names) {
                Some(near) => format!("did you mean `{near}`?"),
                None => format!(
                    "name {}, or the path of a value in the files",
                    forms.join(", ")
                ),
            };
            cannot(format!("there is no quantity `{name}`"), help)
        }
    }
}

/// A path of the files, as it is given.
fn path(name: &str) -> Result<Vec<String>, CannotVary> {
    let fixed = |fixed: &&&str| {
        name.strip_prefix(**fixed)
            .is_some_and(|rest| rest.is_empty() || rest.starts_with('.'))
    };
    if FIXED.iter().find(fixed).is_some() {
        return cannot(
            format!("`{name}` cannot vary"),
            "it says what is planned for or how the plan is looked for; name what services, care \
             or limits are",
        );
    }
    Ok(vec![name.to_owned()])
}

/// Values of budgets, services, caps: of one, or of all.
fn joining(
    document: &Document,
    table: &str,
    id: Option<&str>,
    keys: &[&str],
    sets: bool,
) -> Result<Vec<String>, CannotVary> {
    let what = match table {
        "budgets" => "budget",
        "services" => "service",
        "places" => "cap on training places",
        _ => "labour market",
    };
    let ids = children(document.instance.get(table));
    if ids.is_empty() {
        return cannot(
            format!("the instance has no {what} to vary"),
            format!("give it one in `[{table}.ID]`; what limits nothing cannot be varied"),
        );
    }
    if let Some(id) = id {
        known(&ids, id, what)?;
    }
    let meant: Vec<&String> = ids
        .iter()
        .filter(|other| id.is_none_or(|id| id == *other))
        .collect();
    if sets && meant.len() > 1 {
        return cannot(
            format!(
                "the instance has {} of what `{table}` holds, and one value for all of them \
                     says nothing",
                meant.len()
            ),
            format!(
                "name one ({}), or vary all in percent of what each has",
                list(ids.iter().map(String::as_str))
            ),
        );
    }
    let mut paths = Vec::new();
    for id in meant {
        let Some(entry) = document.instance.find(&[table, id]) else {
            continue;
        };
        let differs = ["gbp_by_year", "referrals_by_year", "places_by_intake"];
        if sets
            && let Some(by) = differs
                .iter()
                .find(|by| !children(entry.get(by)).is_empty())
        {
            return cannot(
                format!(
                    "`{table}.{id}` has `{by}`: one value for all of it would leave that as it is"
                ),
                "vary it in percent of what is in force: `90%..110%/5%`",
            );
        }
        let given = keys.iter().filter(|key| entry.get(key).is_some());
        paths.extend(given.map(|key| format!("{table}.{id}.{key}")));
    }
    if paths.is_empty() {
        return cannot(
            format!("the instance gives no {}", list(keys.iter().copied())),
            "what is not given cannot be varied",
        );
    }
    Ok(paths)
}

/// The rates at which the staff of a role leave, or those of every qualified role.
fn turnover(document: &Document, id: Option<&str>) -> Result<Vec<String>, CannotVary> {
    let roles = match id {
        Some(id) => {
            known(&self::roles(document, false), id, "role")?;
            vec![id.to_owned()]
        }
        None => self::roles(document, true),
    };
    let mut paths = Vec::new();
    for role in &roles {
        for key in [
            "leaving_per_year",
            "leaving_per_period",
            "first_year_leaving_per_year",
        ] {
            if in_care(document, &["roles", role, key]) {
                paths.push(format!("care.roles.{role}.{key}"));
            }
        }
    }
    Ok(paths)
}

/// What a standard asks.
fn standard(document: &Document, id: &str) -> Result<Vec<String>, CannotVary> {
    let targets: &[(&str, &[&str])] = &[
        ("access", &["share_of_prevalence", "people_per_year"]),
        ("wait", &["share_min"]),
        ("recovery", &["share_min"]),
        ("completion", &["people_per_year"]),
    ];
    let mut ids = children(document.instance.get("overall_access"));
    if ids.iter().any(|other| other == id) {
        return Ok(vec![format!("overall_access.{id}.people_per_year")]);
    }
    let mut paths = Vec::new();
    for (family, keys) in targets {
        let cares = cares(document);
        ids.extend(
            cares
                .iter()
                .flat_map(|care| children(care.find(&["standards", family]))),
        );
        for key in *keys {
            let path = ["standards", family, id, key];
            if cares.iter().any(|care| care.find(&path).is_some()) {
                // One that only services have stands in their own care.
                let shared = document
                    .care()
                    .is_some_and(|care| care.find(&path).is_some());
                let whose = if shared { "care" } else { "services.*.care" };
                paths.push(format!("{whose}.{}", path.join(".")));
            }
        }
    }
    if paths.is_empty() {
        known(&ids, id, "standard")?;
    }
    Ok(paths)
}

/// Whether more can only help (`Some(true)`) or only hinder: what is changed is nothing but the bound
/// of rows, so that plans under the one are plans under the other.
fn eases(paths: &[String]) -> Option<bool> {
    let of = |path: &String| {
        let parts: Vec<&str> = path.split('.').collect();
        match parts[..] {
            ["budgets" | "levies", _, "gbp_per_year", ..]
            | ["places", _, "places_per_year" | "places_per_intake"]
            | ["labour_markets", _, "hires_per_year" | "hires_per_month"] => Some(true),
            ["overall_access", _, "people_per_year"]
            | ["care", "standards", "access" | "completion", _, _]
            | [
                "services",
                _,
                "care",
                "standards",
                "access" | "completion",
                _,
                _,
            ] => {
                let amounts = ["people_per_year", "share_of_prevalence"];
                let last = parts.last().copied().unwrap_or_default();
                amounts.contains(&last).then_some(false)
            }
            _ => None,
        }
    };
    let first = of(paths.first()?)?;
    paths
        .iter()
        .all(|path| of(path) == Some(first))
        .then_some(first)
}

/// Every care model there is: the shared one, and what services have of their own.
fn cares(document: &Document) -> Vec<Node> {
    let shared = document.care().map(std::borrow::Cow::into_owned);
    let own = document
        .services()
        .filter_map(|(_, service)| service.get("care").cloned());
    shared.into_iter().chain(own).collect()
}

fn in_care(document: &Document, path: &[&str]) -> bool {
    cares(document).iter().any(|care| care.find(path).is_some())
}

/// The ids of roles; of qualified ones alone, where asked.
fn roles(document: &Document, qualified: bool) -> Vec<String> {
    let care = document.care();
    let table = care.as_ref().and_then(|care| care.get("roles"));
    let is_meant = |role: &String| {
        let kind = table.and_then(|table| table.find(&[role, "kind"]));
        !qualified || kind.and_then(Node::text) == Some("qualified")
    };
    children(table).into_iter().filter(is_meant).collect()
}

/// The keys of a table whose entries have names of their own.
fn children(table: Option<&Node>) -> Vec<String> {
    let entries = table.and_then(Node::table);
    let keys = entries.into_iter().flat_map(Table::keys);
    keys.filter(|key| *key != "source")
        .map(str::to_owned)
        .collect()
}

fn known(ids: &[String], id: &str, what: &str) -> Result<(), CannotVary> {
    if ids.iter().any(|other| other == id) {
        return Ok(());
    }
    let names = || ids.iter().map(String::as_str);
    let help = match nearest(id, names()) {
        Some(near) => format!("did you mean `{near}`?"),
        None => format!("there are {}", list(names())),
    };
    cannot(format!("the instance has no {what} `{id}`"), help)
}

#[cfg(test)]
impl Axis {
    /// An axis of nothing in particular.
    pub(super) fn made(name: &str, range: Range, eases: Option<bool>) -> Self {
        Self {
            name: name.to_owned(),
            asked: String::new(),
            range,
            paths: Vec::new(),
            eases,
            in_force: None,
            unit: String::new(),
        }
    }
}
