//! What was found of a step, as it is told.

use super::Line;
use super::change::Fall;
use super::problem::Cost;
use super::steps::Sought;
use crate::asks::{When, asked};
use crate::formulation::{Formulation, formulate};
use crate::instance::Instance;
use crate::report::prices::{AtTime, ByUnit, Price, StepUnit, Subject, Worth};

/// Differences below this, in pounds, are none; and below this share of what the plan costs.
pub(super) const NONE_GBP: f64 = 0.5;
const NONE_SHARE: f64 = 1e-7;

/// A marginal value and a step that differ by no more than this share say the same.
const ALIKE: f64 = 0.1;

/// The worth of a step between two plans that are each proved to within something. More room costs
/// no more, less saves nothing.
pub(super) fn between(base: &Cost, stepped: &Cost, eases: Option<bool>) -> Worth {
    let mut least = base.bound - stepped.value;
    let mut most = base.value - stepped.bound;
    let mut found = base.value - stepped.value;
    match eases {
        Some(true) => {
            least = least.max(0.0);
            found = found.max(0.0);
        }
        Some(false) => {
            most = most.min(0.0);
            found = found.min(0.0);
        }
        None => {}
    }
    let dust = NONE_SHARE * base.value.abs();
    let clear = |gbp: f64| if gbp.abs() < dust { 0.0 } else { gbp };
    Worth::Between {
        least_gbp: clear(least.min(most)),
        most_gbp: clear(most),
        found_gbp: clear(found),
    }
}

/// The mathematics of an instance after the step of a price: what is solved again for it, with
/// nothing held. None where the step cannot be taken.
#[must_use]
pub fn after(instance: &Instance, price: &Price) -> Option<Formulation> {
    let sought = Sought::of(price);
    let stepped = sought.taken(instance, &formulate(instance), 1.0)?;
    Some(stepped.formulation)
}

/// When an ask is worth most; the first of times that are alike.
pub(super) fn most_at(fall: &Fall) -> Option<When> {
    let mut most: Option<(When, f64)> = None;
    for (&when, &gbp) in &fall.by_time {
        if most.is_none_or(|(_, best)| gbp.abs() > best + NONE_GBP) {
            most = Some((when, gbp.abs()));
        }
    }
    most.map(|(when, _)| when)
}

pub(super) fn by_unit(sought: &Sought, fall: &Fall) -> Option<ByUnit> {
    sought.ask()?;
    // A step that makes an ask harder gives less room.
    let way = if sought.eases == Some(false) {
        -1.0
    } else {
        1.0
    };
    let each = way / sought.step.amount;
    let by_time = fall.by_time.iter().map(|(&when, &gbp)| AtTime {
        when,
        gbp: gbp * each + 0.0,
    });
    let by_time: Vec<AtTime> = by_time.collect();
    Some(ByUnit {
        gbp: fall.all * each + 0.0,
        holds: None,
        by_time: if by_time.len() > 1 {
            by_time
        } else {
            Vec::new()
        },
    })
}

pub(super) fn price_of(instance: &Instance, line: Line) -> Price {
    let step = line.sought.step;
    let now = match (&line.sought.subject, step.unit) {
        (Subject::Ask { ask }, StepUnit::Asked(_)) => {
            asked(instance, ask, step.when).map(|asked| asked.value)
        }
        _ => None,
    };
    let agrees = |marginal: Option<f64>, worth: &Worth| {
        let (Some(marginal), Some((least, most))) = (marginal, worth.range()) else {
            return true;
        };
        let room = ALIKE * least.abs().max(most.abs()).max(marginal.abs()) + NONE_GBP;
        (least - room..=most + room).contains(&marginal)
    };
    let impossible = [line.with_fractions, line.with_whole].contains(&Worth::NoPlan);
    let step_is_right = impossible
        || !agrees(line.marginal, &line.with_fractions)
        || !agrees(line.marginal, &line.with_whole)
        || !agrees(line.nobody_moves, &line.with_whole);
    Price {
        subject: line.sought.subject,
        step,
        asked: now,
        marginal_gbp: line.marginal,
        nobody_moves_gbp: line.nobody_moves,
        with_fractions: line.with_fractions,
        with_whole_people: line.with_whole,
        step_is_right,
        by_unit: line.by_unit,
    }
}
