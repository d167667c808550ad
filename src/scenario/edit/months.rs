//! Changes for some months: of yearly amounts by financial year, a part of one in proportion, of
//! places by intake, of what the files give by month.

use std::ops::Range;

use super::compute::{companion_of, on_numbers, rounded, whole};
use super::slots::{Owner, Slot};
use super::{Change, Editor, How};
use crate::dates::{FinancialYear, Month};
use crate::diagnostics::Diagnostic;
use crate::document::{Document, Node, Value};

/// The horizon, and the months of it that are meant.
pub(super) struct Horizon {
    start: Month,
    /// Its length in months.
    length: f64,
    /// Months between the beginnings of two periods; below 1 for weeks.
    step: f64,
    /// The months meant, counted from the start.
    meant: Range<f64>,
}

impl Horizon {
    /// Months of a financial year that lie in the horizon, and those of them that are meant.
    fn of_year(&self, year: FinancialYear) -> (f64, f64) {
        let begins = f64::from(Month::new(year.begins, 3).since(self.start));
        let year = begins..begins + 12.0;
        let inside = overlap(&year, &(0.0..self.length));
        (inside, overlap(&year, &self.meant))
    }

    fn has(&self, month: Month) -> bool {
        self.meant.contains(&f64::from(month.since(self.start)))
    }

    /// The months of the horizon that are meant.
    fn months(&self) -> impl Iterator<Item = Month> {
        (0..)
            .map_while(|after: i32| (f64::from(after) < self.length).then_some(after))
            .map(|after| self.start.plus(after))
            .filter(|month| self.has(*month))
    }

    /// The financial years that it touches.
    fn years(&self) -> Vec<FinancialYear> {
        let mut years: Vec<FinancialYear> = self.months().map(Month::financial_year).collect();
        years.dedup();
        years
    }
}

fn overlap(one: &Range<f64>, other: &Range<f64>) -> f64 {
    (one.end.min(other.end) - one.start.max(other.start)).max(0.0)
}

/// The horizon's start and length, and the months between two periods, as the files say; none in
/// a steady year or where they cannot be read.
fn horizon_of(document: &Document) -> Option<(Month, f64, f64)> {
    let horizon = document.instance.get("horizon")?;
    let start: Month = horizon.get("start")?.text()?.parse().ok()?;
    let care = document.care()?;
    let step = match care.find(&["time", "step"])?.text()? {
        "week" => 12.0 / 52.0,
        "quarter" => 3.0,
        "year" => 12.0,
        _ => 1.0,
    };
    let number = |key: &str| horizon.get(key).and_then(number_of);
    let length = number("months").or_else(|| Some(number("periods")? * step))?;
    Some((start, length, step))
}

fn number_of(node: &Node) -> Option<f64> {
    match node.value {
        #[expect(clippy::cast_precision_loss, reason = "files hold far smaller numbers")]
        Value::Integer(number) => Some(number as f64),
        Value::Float(number) => Some(number),
        _ => None,
    }
}

/// Whether all of a financial year lies in the horizon.
pub(crate) fn is_whole_year(document: &Document, year: &str) -> bool {
    Editor::part_of_year(document, year) > 1.0 - 1e-9
}

impl Editor<'_> {
    /// The horizon with the months that are meant.
    pub(super) fn horizon(
        &self,
        document: &Document,
        (from, to): (Month, Month),
    ) -> Result<Horizon, Box<Diagnostic>> {
        if to < from {
            return Err(self.reversed(from, to));
        }
        let Some((start, length, step)) = horizon_of(document) else {
            return Err(self.steady_year());
        };
        let begins = f64::from(from.since(start)).max(0.0);
        let ends = (f64::from(to.since(start)) + 1.0).min(length);
        if ends <= begins {
            return Err(self.outside(from, to, start, length));
        }
        Ok(Horizon {
            start,
            length,
            step,
            meant: begins..ends,
        })
    }

    /// The share of a financial year that lies in the horizon.
    pub(super) fn part_of_year(document: &Document, year: &str) -> f64 {
        let (Some((start, length, _)), Ok(year)) =
            (horizon_of(document), year.parse::<FinancialYear>())
        else {
            return 1.0;
        };
        let begins = f64::from(Month::new(year.begins, 3).since(start));
        overlap(&(begins..begins + 12.0), &(0.0..length)) / 12.0
    }

    /// The changes of a value in the months meant.
    pub(super) fn in_months(
        &self,
        document: &Document,
        slot: &Slot,
        horizon: &Horizon,
    ) -> Result<Vec<Change>, Box<Diagnostic>> {
        let path = slot.written_at();
        let key = slot.path.last().map_or("", String::as_str);
        match (companion_of(&path), key) {
            (Some(table), "gbp_per_year" | "referrals_per_year") => {
                self.in_years(document, slot, table, horizon)
            }
            (Some(table), "places_per_intake") => self.at_intakes(document, slot, table, horizon),
            _ => self.dated(document, slot, horizon),
        }
    }

    /// A yearly amount: what each financial year then has. Money of a year is for its part in the
    /// horizon, people of a year are a rate.
    fn in_years(
        &self,
        document: &Document,
        slot: &Slot,
        table: &str,
        horizon: &Horizon,
    ) -> Result<Vec<Change>, Box<Diagnostic>> {
        let is_money = table == "gbp_by_year";
        let a_year = slot.in_force(document);
        let mut changes = Vec::new();
        for year in horizon.years() {
            let (inside, meant) = horizon.of_year(year);
            let by_year = slot.beside(table).below(&year.to_string());
            let given = by_year.in_force(document);
            // A year's money in proportion, where the files give no other.
            let part = if given.is_none() && is_money {
                inside / 12.0
            } else {
                1.0
            };
            let Some(old) = given.or(a_year) else {
                return Err(self.nothing_given(&slot.written_at()));
            };
            let in_whole = if is_money { 12.0 } else { inside };
            let share = meant / inside;
            let after = on_numbers(&old.value, &|number| {
                let now = number * part;
                match &self.edit.how {
                    How::Scale(by) => now * (1.0 + (by - 1.0) * share),
                    How::Add(more) => now + more * meant / in_whole,
                    How::Set(value) => {
                        let to = number_of(&Node::new(value.clone(), old.location.clone()));
                        now * (1.0 - share) + to.unwrap_or(f64::NAN) * meant / in_whole
                    }
                }
            });
            let Ok(after) = after else {
                return Err(self.no_number(&old.value));
            };
            let before = on_numbers(&old.value, &|number| number * part).ok();
            changes.push(Change {
                slot: by_year,
                before,
                after,
            });
        }
        Ok(changes)
    }

    /// Places: what each intake then has.
    fn at_intakes(
        &self,
        document: &Document,
        slot: &Slot,
        table: &str,
        horizon: &Horizon,
    ) -> Result<Vec<Change>, Box<Diagnostic>> {
        let route = slot.beside("route");
        let route = route.in_force(document).and_then(Node::text);
        let intakes = Slot {
            owner: Owner::Care,
            path: ["routes", route.unwrap_or_default(), "intake_months"]
                .map(str::to_owned)
                .to_vec(),
        };
        let intakes: Option<Vec<f64>> = match intakes.in_force(document).map(|node| &node.value) {
            Some(Value::Array(items)) => Some(items.iter().filter_map(number_of).collect()),
            _ => None,
        };
        if intakes.is_none() && horizon.step < 1.0 {
            return Err(self.not_by_month(&slot.written_at()));
        }
        let is_intake = |month: Month| match &intakes {
            #[expect(clippy::cast_precision_loss, reason = "at most 12")]
            Some(months) => months
                .iter()
                .any(|wanted| (wanted - (month.of_year() + 1) as f64).abs() < 0.5),
            None => (f64::from(month.since(horizon.start)) % horizon.step).abs() < 0.5,
        };
        let mut changes = Vec::new();
        for month in horizon.months().filter(|month| is_intake(*month)) {
            let by_intake = slot.beside(table).below(&month.to_string());
            let Some(old) = by_intake
                .in_force(document)
                .or_else(|| slot.in_force(document))
            else {
                return Err(self.nothing_given(&slot.written_at()));
            };
            changes.push(Change {
                slot: by_intake,
                before: Some(old.value.clone()),
                after: self.changed(&old.value)?,
            });
        }
        Ok(changes)
    }

    /// What the files give by month or by financial year.
    fn dated(
        &self,
        document: &Document,
        slot: &Slot,
        horizon: &Horizon,
    ) -> Result<Vec<Change>, Box<Diagnostic>> {
        let key = slot.path.last().map_or("", String::as_str);
        let Some(old) = slot.in_force(document) else {
            return Err(self.not_by_month(&slot.written_at()));
        };
        if let Ok(month) = key.parse::<Month>() {
            if !horizon.has(month) {
                return Ok(Vec::new());
            }
            return Ok(vec![Change {
                slot: slot.clone(),
                before: Some(old.value.clone()),
                after: self.changed(&old.value)?,
            }]);
        }
        let Ok(year) = key.parse::<FinancialYear>() else {
            return Err(self.not_by_month(&slot.written_at()));
        };
        let (inside, meant) = horizon.of_year(year);
        if meant <= 0.0 {
            return Ok(Vec::new());
        }
        let share = meant / inside;
        let to = number_of(&Node::new(self.changed(&old.value)?, old.location.clone()));
        let (Some(now), Some(to)) = (number_of(old), to) else {
            return Err(self.no_number(&old.value));
        };
        let after = rounded(now * (1.0 - share) + to * share);
        let after = match (&old.value, whole(after)) {
            (Value::Integer(_), Some(whole)) => Value::Integer(whole),
            _ => Value::Float(after),
        };
        Ok(vec![Change {
            slot: slot.clone(),
            before: Some(old.value.clone()),
            after,
        }])
    }
}
