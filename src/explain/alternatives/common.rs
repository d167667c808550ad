//! What every plan within the cost has in common, from what is proved in each direction.

use super::aims::already;
use super::{Direction, ROUNDING};
use crate::ids::RoleId;
use crate::instance::Instance;
use crate::report::alternatives::{Aim, Common, Counted};
use crate::units::Quantity;

/// What every plan within the cost has, from what is proved in each direction.
pub(super) fn common(instance: &Instance, directions: &[Direction]) -> Vec<Common> {
    let bound = |aim: &Aim| {
        let direction = directions.iter().find(|d| d.aim == *aim)?;
        if direction.sum.is_empty() {
            // Nothing of it is decided.
            return Some(already(instance, aim));
        }
        Some(direction.bound? + already(instance, aim))
    };
    let mut common = Vec::new();
    for Direction { aim, .. } in directions {
        match aim {
            Aim::Fewest(role) => {
                let unit = whole_unit(instance, role);
                let least = bound(aim).map(|wte| up(wte.max(0.0), unit));
                let most = bound(&Aim::Most(role.clone())).map(|wte| down(-wte, unit));
                common.push(Common {
                    counted: Counted::Staff(role.clone()),
                    at_least_wte: least,
                    at_most_wte: most,
                });
            }
            Aim::LeastHiring | Aim::LeastTraining => common.push(Common {
                counted: if *aim == Aim::LeastHiring {
                    Counted::Hires
                } else {
                    Counted::TrainingStarts
                },
                at_least_wte: bound(aim).map(|wte| wte.max(0.0)),
                at_most_wte: None,
            }),
            _ => {}
        }
    }
    common
}

/// The unit in which all services count a role's posts in a steady year; none where they do not
/// agree, any fraction is allowed, or the figure is a mean over time.
fn whole_unit(instance: &Instance, role: &RoleId) -> Option<f64> {
    if instance.horizon().is_some() {
        return None;
    }
    let services = instance.services.iter();
    let mut units = services
        .filter_map(|service| service.care.roles.get(role))
        .map(|role| role.post_unit.value());
    let first = units.next()?;
    let same = units.all(|unit| (unit - first).abs() < f64::EPSILON);
    (first > 0.0 && same).then_some(first)
}

/// No less than this many units.
fn up(wte: f64, unit: Option<f64>) -> f64 {
    unit.map_or(wte, |unit| (wte / unit - ROUNDING).ceil() * unit)
}

/// No more than this many units.
fn down(wte: f64, unit: Option<f64>) -> f64 {
    unit.map_or(wte, |unit| (wte / unit + ROUNDING).floor() * unit)
}
