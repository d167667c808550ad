//! What an ask can reach beside others: the figure that stands beside what is asked.

use super::problem::{AskRow, Halt, Kept, Problem, Solver};
use crate::asks::{Ask, AskUnit, Change, Relief, When, asked, relieved};
use crate::formulation::{
    Column, ColumnId, Formulation, ObjectiveTerms, Row, VarKey, formulate, mean_wait_limit,
};
use crate::instance::{Instance, Level, Objective};
use crate::solver::Options;
use crate::units::Share;

/// A proof as good as this will do for a figure that people read.
const GAP: f64 = 1e-3;

/// Relief below this, in the row's own unit and of its size, is none.
const NOTHING: f64 = 1e-6;

/// A share or ratio is found by turns, each from the plan of the last; so many do.
const TURNS: usize = 6;

/// What an ask can reach.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Reached {
    /// What is asked where most is missing, in the ask's unit.
    pub(super) asked: f64,
    /// What can be reached there (demands: at most; limits: at least).
    pub(super) possible: f64,
    /// The unit of both.
    pub(super) unit: AskUnit,
    /// When that is.
    pub(super) when: When,
    /// Whether that is so with whole numbers; else people may be split, and it can only be worse.
    pub(super) whole: bool,
}

/// How closely it is asked what can be reached.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Precision {
    /// Amounts with whole numbers; shares and ratios, which take several searches each, with
    /// fractions of people.
    Enough,
    /// With whole numbers.
    WholeNumbers,
}

/// What the rows of one ask among `kept` can reach while all others of `kept` are kept. The same
/// for all times that the rows are about; none where the ask has no amount, or nothing is known.
pub(super) fn reach(
    instance: &Instance,
    problem: &Problem,
    solver: &mut Solver<'_>,
    kept: &Kept,
    ask: usize,
    precision: Precision,
) -> Result<Option<Reached>, Halt> {
    let others: Kept = problem
        .rows
        .iter()
        .zip(kept)
        .map(|(row, kept)| *kept && row.ask != ask)
        .collect();
    let own: Vec<&AskRow> = problem
        .rows
        .iter()
        .zip(kept)
        .filter(|(row, kept)| **kept && row.ask == ask)
        .map(|(row, _)| row)
        .collect();
    let Some(last) = own.last() else {
        return Ok(None);
    };
    let name = &problem.asks[ask];
    if asked(instance, name, last.when).is_none() {
        return Ok(None);
    }
    let mut scene = Scene {
        instance,
        problem,
        ask: name,
        own,
        formulation: problem.keeping(&others),
    };
    let Some(split) = scene.search(solver, None)? else {
        return Ok(None);
    };
    // Nobody gives rules of safe care more room: that people are whole is not worth a search there.
    let whole =
        name.currency().is_some() && (precision == Precision::WholeNumbers || !scene.is_ratio());
    if !whole {
        return Ok(Some(split));
    }
    match scene.search(solver, Some(split.possible)) {
        Err(Halt::Limit(crate::solver::Limit::Time)) | Ok(None) => Ok(Some(split)),
        found => found,
    }
}

struct Scene<'a> {
    instance: &'a Instance,
    problem: &'a Problem,
    ask: &'a Ask,
    own: Vec<&'a AskRow>,
    /// With the others' rows; this ask's are put in by turns.
    formulation: Formulation,
}

/// What a row would have to ask to be kept just so.
struct Needed {
    asked: f64,
    value: f64,
    when: When,
}

impl Scene<'_> {
    /// What can be reached with fractions of people, or, from there, with whole numbers.
    fn search(
        &mut self,
        solver: &mut Solver<'_>,
        from: Option<f64>,
    ) -> Result<Option<Reached>, Halt> {
        let whole = from.is_some();
        let start = from.filter(|_| self.is_ratio());
        let eased = start.and_then(|value| self.rows_of(&self.eased_to(value)?));
        let Some(mut rows) = eased.or_else(|| self.rows_of(&self.problem.formulation)) else {
            return Ok(None);
        };
        let mut best: Option<Needed> = None;
        for _ in 0..TURNS {
            let Some((relief, values)) = self.least_relief(solver, &rows, whole)? else {
                return Ok(None);
            };
            let size = self.own.iter().map(|row| row.size).fold(1.0, f64::max);
            if best.is_some() && relief <= NOTHING * size {
                break;
            }
            let Some(needed) = self.needed(&values) else {
                return Ok(None);
            };
            let is_ratio = self.is_ratio();
            let eased = self.eased_to(needed.value).and_then(|e| self.rows_of(&e));
            best = Some(needed);
            match eased {
                Some(eased) if is_ratio => rows = eased,
                _ => break,
            }
        }
        let unit = self.unit();
        Ok(best.zip(unit).map(|(needed, unit)| Reached {
            asked: needed.asked,
            possible: needed.value,
            unit,
            when: needed.when,
            whole,
        }))
    }

    fn unit(&self) -> Option<AskUnit> {
        let last = self.own.last()?;
        asked(self.instance, self.ask, last.when).map(|asked| asked.unit)
    }

    /// Whether what is asked is a factor in the row rather than its bound.
    fn is_ratio(&self) -> bool {
        self.unit().is_some_and(|unit| {
            matches!(
                unit,
                AskUnit::Share | AskUnit::Ratio | AskUnit::HoursPerWeek
            )
        })
    }

    /// This ask's rows in a formulation of the instance.
    fn rows_of(&self, formulation: &Formulation) -> Option<Vec<Row>> {
        self.own
            .iter()
            .map(|row| formulation.rows.get(self.problem.key(row)?).cloned())
            .collect()
    }

    /// The least by which all these rows give way together, and the plan that does so.
    fn least_relief(
        &self,
        solver: &mut Solver<'_>,
        rows: &[Row],
        whole: bool,
    ) -> Result<Option<(f64, Vec<f64>)>, Halt> {
        let mut formulation = self.formulation.clone();
        let Some(key) = self.own.first().and_then(|row| self.problem.key(row)) else {
            return Ok(None);
        };
        let name = VarKey::Relief {
            row: Box::new(key.clone()),
        };
        let (place, _) = formulation
            .columns
            .insert_full(name, Column::FREE_FROM_ZERO);
        let relief = ColumnId(place);
        for (own, row) in self.own.iter().zip(rows) {
            let mut row = row.clone();
            let sign = if row.lower.is_finite() { 1.0 } else { -1.0 };
            row.terms.push((relief, sign));
            if let Some((_, there)) = formulation.rows.get_index_mut(own.row) {
                *there = row;
            }
        }
        formulation.objectives = vec![ObjectiveTerms {
            objective: Objective::LeastShortfall,
            terms: vec![(relief, 1.0)],
        }];
        if !whole {
            formulation = formulation.relaxed();
        }
        let options = solver.left_for_a_search()?;
        let options = Options {
            gap: options.gap.max(GAP),
            ..options
        };
        let found = solver.solve(&formulation, &options)?;
        Ok(found.map(|mut found| {
            let least = found.values.pop().unwrap_or(0.0);
            (least, found.values)
        }))
    }

    /// What this ask would have to ask for a plan to keep it, at the time where most is missing.
    fn needed(&self, values: &[f64]) -> Option<Needed> {
        let is_demand = self.ask.is_demand();
        let missing = |needed: &Needed| {
            let off = if is_demand {
                needed.asked - needed.value
            } else {
                needed.value - needed.asked
            };
            off / needed.asked.abs().max(1e-9)
        };
        self.own
            .iter()
            .filter_map(|row| self.needed_at(row, values))
            .max_by(|a, b| missing(a).total_cmp(&missing(b)))
    }

    fn needed_at(&self, row: &AskRow, values: &[f64]) -> Option<Needed> {
        Some(Needed {
            asked: asked(self.instance, self.ask, row.when)?.value,
            value: needed_at(self.instance, self.problem, row, values)?,
            when: row.when,
        })
    }

    /// A formulation of the instance in which the ask asks for this at all its times.
    fn eased_to(&self, value: f64) -> Option<Formulation> {
        let mut instance = self.instance.clone();
        for row in &self.own {
            let now = asked(&instance, self.ask, row.when)?.value;
            let easier = if self.ask.is_demand() {
                now - value
            } else {
                value - now
            };
            if easier > 0.0 {
                let by = |when| {
                    let relief = Relief {
                        ask: self.ask.clone(),
                        change: Change::By(when, easier),
                    };
                    relieved(&instance, &[relief]).ok()
                };
                instance = by(row.when).or_else(|| by(When::Always))?;
            }
        }
        let formulation = formulate(&instance).with_asks_as_rows();
        (formulation.columns.len() == self.problem.formulation.columns.len()).then_some(formulation)
    }
}

/// What a row's ask would have to ask at its time to be kept just so by a plan.
pub(super) fn needed_at(
    instance: &Instance,
    problem: &Problem,
    row: &AskRow,
    values: &[f64],
) -> Option<f64> {
    let ask = &problem.asks[row.ask];
    let now = asked(instance, ask, row.when)?;
    let key = problem.key(row)?;
    let before = problem.formulation.rows.get(key)?;
    if is_cap(ask) {
        // Not by a step: a cap on whole units stands in its row rounded down to them.
        let missing = broken_by(before, values);
        return Some(if ask.is_demand() {
            now.value - missing
        } else {
            now.value + missing
        });
    }
    // How the row changes as what it asks does: it is linear in that, or in the mean wait.
    let eased = eased_by(instance, ask, row.when, step_of(now.value, now.unit))?;
    let then = asked(&eased, ask, row.when)?.value;
    let after = formulate(&eased).with_asks_as_rows();
    let (from, to) = (
        broken_by(before, values),
        broken_by(after.rows.get(key)?, values),
    );
    if from - to <= 0.0 {
        return None;
    }
    let turn = from / (from - to);
    match mean_wait(instance, ask) {
        Some(mean_wait) => {
            let (first, second) = (mean_wait(now.value), mean_wait(then));
            share_at(&mean_wait, first + turn * (second - first))
        }
        None => Some(now.value + turn * (then - now.value)),
    }
}

/// Whether what is asked is the bound of a row over services, in the row's own unit.
fn is_cap(ask: &Ask) -> bool {
    ask.service().is_none()
}

/// The mean wait that a share of a standard allows, for waits.
fn mean_wait(instance: &Instance, ask: &Ask) -> Option<impl Fn(f64) -> f64 + use<>> {
    let Ask::Wait { service, standard } = ask else {
        return None;
    };
    let service = instance.services.iter().find(|s| s.id == *service)?;
    let Level::Wait { step, weeks, .. } = &service.care.standards.get(standard)?.level else {
        return None;
    };
    let shape = service.care.steps.get(step)?.wait_shape;
    let weeks = *weeks;
    Some(move |share: f64| mean_wait_limit(Share::new(share), weeks, shape))
}

fn eased_by(instance: &Instance, ask: &Ask, when: When, step: f64) -> Option<Instance> {
    let by = |when| {
        let relief = Relief {
            ask: ask.clone(),
            change: Change::By(when, step),
        };
        relieved(instance, &[relief]).ok()
    };
    by(when).or_else(|| by(When::Always))
}

/// A step that keeps what is asked lawful.
fn step_of(value: f64, unit: AskUnit) -> f64 {
    match unit {
        AskUnit::Share => 0.1 * value.min(1.0 - value).max(0.001),
        _ => (0.1 * value.abs()).max(0.1),
    }
}

/// By how much values break a row; below 0 where there is room.
pub(super) fn broken_by(row: &Row, values: &[f64]) -> f64 {
    let terms = row.terms.iter();
    let sum: f64 = terms
        .filter_map(|(column, coefficient)| Some(coefficient * values.get(column.0)?))
        .sum();
    (sum - row.upper).max(row.lower - sum)
}

/// The share at which a mean wait is the limit: the longer the wait, the smaller.
fn share_at(mean_wait: &impl Fn(f64) -> f64, mean: f64) -> Option<f64> {
    if !mean.is_finite() || mean <= 0.0 {
        return None;
    }
    let (mut low, mut high) = (0.0, 1.0);
    for _ in 0..60 {
        let middle = f64::midpoint(low, high);
        if mean_wait(middle) > mean {
            low = middle;
        } else {
            high = middle;
        }
    }
    Some(low)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::units::Weeks;

    #[test]
    fn the_share_at_a_mean_wait_is_the_one_that_allows_it() {
        let mean_wait = |share| mean_wait_limit(Share::new(share), Weeks::new(6.0), 1.0);
        let share = share_at(&mean_wait, mean_wait(0.61)).expect("a wait");
        assert!((share - 0.61).abs() < 1e-9, "{share}");
        assert_eq!(share_at(&mean_wait, f64::INFINITY), None);
    }
}
