//! From a plan that gives way least to changes that people would write: rounded, in files' units.

use super::super::problem::{AskRow, Kept, span_of};
use super::super::reach::{Precision, broken_by, needed_at, reach};
use super::{Proposal, Ways};
use crate::asks::{Ask, AskUnit, Change, Relief, When, asked};
use crate::instance::Instance;
use crate::report::why::{Changed, NewValue};
use crate::units::Quantity;

/// Relief below this share of a row's size is none.
const NONE: f64 = 1e-6;

/// What is known for fractions of people only is given this much more, as a share of itself: whole
/// people take somewhat more.
const MARGIN: f64 = 0.05;

/// What a plan makes of the rows that may give way, as changes to the instance; none where a row
/// gives way that nobody can write so.
pub(super) fn propose(
    ways: &mut Ways<'_, '_, '_>,
    kept: &Kept,
    values: &[f64],
    least: bool,
) -> Option<Proposal> {
    let problem = ways.problem;
    let mut by_ask: Vec<Vec<&AskRow>> = vec![Vec::new(); problem.asks.len()];
    for (row, kept) in problem.rows.iter().zip(kept) {
        let there = problem.formulation.rows.get_index(row.row)?.1;
        if !kept && broken_by(there, values) > NONE * row.size {
            by_ask[row.ask].push(row);
        }
    }
    let giving: Vec<usize> = (0..by_ask.len())
        .filter(|ask| !by_ask[*ask].is_empty())
        .collect();
    let mut proposal = Proposal {
        reliefs: Vec::new(),
        changes: Vec::new(),
        least,
    };
    for &ask in &giving {
        let name = &problem.asks[ask];
        let rows = &by_ask[ask];
        let changes = if is_standard(name) {
            // Alone, it need not give way at single times: the same target for all of them.
            let alone = giving.len() == 1;
            vec![standard(ways, kept, values, ask, rows, alone)?]
        } else if name.service().is_some() {
            vec![in_care(ways.instance, ways, values, ask, rows)?]
        } else {
            caps(ways, values, ask, rows, least)?
        };
        for (change, to) in changes {
            proposal.reliefs.push(Relief {
                ask: name.clone(),
                change,
            });
            proposal.changes.push(Changed {
                ask: name.clone(),
                to,
            });
        }
    }
    (!proposal.reliefs.is_empty()).then_some(proposal)
}

fn is_standard(ask: &Ask) -> bool {
    matches!(
        ask,
        Ask::Access { .. }
            | Ask::OverallAccess { .. }
            | Ask::Wait { .. }
            | Ask::Recovery { .. }
            | Ask::Completion { .. }
    )
}

/// A standard that asks for less until the last time at which it must.
fn standard(
    ways: &mut Ways<'_, '_, '_>,
    kept: &Kept,
    values: &[f64],
    ask: usize,
    rows: &[&AskRow],
    alone: bool,
) -> Option<(Change, NewValue)> {
    let (instance, problem) = (ways.instance, ways.problem);
    let name = &problem.asks[ask];
    let calendar = instance.services.first().map(|s| &s.care.calendar);
    let periods = calendar.map_or(1, crate::instance::Calendar::periods);
    let end = rows.iter().map(|row| span_of(calendar, row.when).1).max()?;
    let mut target = rows
        .iter()
        .filter_map(|row| needed_at(instance, problem, row, values))
        .min_by(f64::total_cmp)?;
    let now = asked(instance, name, rows.last()?.when)?;
    if alone {
        let with_own: Kept = problem
            .rows
            .iter()
            .zip(kept)
            .map(|(row, kept)| *kept || (row.ask == ask && span_of(calendar, row.when).0 < end))
            .collect();
        let whole = Precision::WholeNumbers;
        let best = reach(instance, problem, ways.solver, &with_own, ask, whole);
        if let Ok(Some(best)) = best
            && best.whole
        {
            target = target.max(best.possible);
        }
    }
    let to = rounded_down(target, now.value, now.unit)?;
    let until = (instance.horizon().is_some() && end < periods).then_some(end);
    let change = Change::AtMost {
        until: until.unwrap_or(usize::MAX),
        target: to,
    };
    let to = NewValue::AtMost {
        until,
        from: now.value,
        to,
        unit: now.unit,
    };
    Some((change, to))
}

/// What a target comes to where people write it: whole per cent, people to three figures of what is
/// given up.
fn rounded_down(target: f64, from: f64, unit: AskUnit) -> Option<f64> {
    let step = match unit {
        AskUnit::Share => 0.01,
        _ => figures(from - target, 1.0),
    };
    // What is whole but for rounding stays so.
    let rounded = ((target / step + 1e-6).floor() * step * 1e6).round() / 1e6;
    let least = if unit == AskUnit::Share {
        step / 2.0
    } else {
        0.0
    };
    (rounded >= least && rounded < from).then_some(rounded)
}

/// A step that leaves a number three figures, at least `least`.
fn figures(number: f64, least: f64) -> f64 {
    let magnitude = number.abs().max(1.0).log10().floor();
    10.0_f64.powf(magnitude - 2.0).max(least)
}

/// A limit of a service's care, the same at all times.
fn in_care(
    instance: &Instance,
    ways: &Ways<'_, '_, '_>,
    values: &[f64],
    ask: usize,
    rows: &[&AskRow],
) -> Option<(Change, NewValue)> {
    let name = &ways.problem.asks[ask];
    let now = asked(instance, name, When::Always)?;
    let easier = |needed: f64| {
        if name.is_demand() {
            now.value - needed
        } else {
            needed - now.value
        }
    };
    let more = rows
        .iter()
        .filter_map(|row| needed_at(instance, ways.problem, row, values))
        .map(easier)
        .max_by(f64::total_cmp)?;
    let step = match now.unit {
        AskUnit::Share => 0.01,
        AskUnit::Pounds => figures(more, 1.0),
        AskUnit::Wte | AskUnit::People | AskUnit::Ratio | AskUnit::HoursPerWeek => 0.1,
    };
    let more = ((more / step - 1e-6).ceil() * step * 1e6).round() / 1e6;
    let to = if name.is_demand() {
        now.value - more
    } else {
        now.value + more
    };
    let value = NewValue::Amount {
        when: When::Always,
        from: now.value,
        to,
        unit: now.unit,
    };
    Some((Change::By(When::Always, more), value))
}

/// Caps over services, each time's own.
fn caps(
    ways: &Ways<'_, '_, '_>,
    values: &[f64],
    ask: usize,
    rows: &[&AskRow],
    least: bool,
) -> Option<Vec<(Change, NewValue)>> {
    let (instance, problem) = (ways.instance, ways.problem);
    let name = &problem.asks[ask];
    rows.iter()
        .map(|row| {
            let now = asked(instance, name, row.when)?;
            let there = problem.formulation.rows.get_index(row.row)?.1;
            let mut more = broken_by(there, values);
            if !least {
                more *= 1.0 + MARGIN;
            }
            // A cap on whole units was rounded down to them: what is needed is counted from there.
            let unit = unit_of(instance, name);
            let step = match now.unit {
                AskUnit::Pounds => figures(more, 1.0),
                _ => unit.unwrap_or(0.1),
            };
            let base = match unit {
                Some(unit) if now.unit == AskUnit::Wte => (now.value / unit + 1e-9).floor() * unit,
                _ => now.value,
            };
            let to = base + ((more / step - 1e-6).ceil() * step * 1e6).round() / 1e6;
            let value = NewValue::Amount {
                when: row.when,
                from: now.value,
                to,
                unit: now.unit,
            };
            Some((Change::By(row.when, to - now.value), value))
        })
        .collect()
}

/// The unit in which hires or places are whole.
fn unit_of(instance: &Instance, ask: &Ask) -> Option<f64> {
    let care = &instance.services.first()?.care;
    let unit = match ask {
        Ask::LabourMarket { market } => {
            let role = &instance.labour_markets.get(market)?.role;
            care.roles.get(role)?.post_unit.value()
        }
        Ask::Places { places } => {
            let route = &instance.places.get(places)?.route;
            care.routes.get(route)?.places_unit.value()
        }
        _ => return None,
    };
    (unit > 0.0).then_some(unit)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn targets_are_rounded_to_what_people_write() {
        let share = |target| rounded_down(target, 0.75, AskUnit::Share);
        assert_eq!(share(0.6849), Some(0.68));
        assert_eq!(share(0.68), Some(0.68));
        assert_eq!(share(0.003), None);
        let people = |target| rounded_down(target, 10_000.0, AskUnit::People);
        assert_eq!(people(8_765.4), Some(8_760.0));
        assert_eq!(people(9_999.5), Some(9_999.0));
    }
}
