//! An instance with an ask given more room, or left out.

use super::{Ask, When};
use crate::instance::Instance;
use crate::units::Quantity;

/// More room for one ask.
#[derive(Debug, Clone, PartialEq)]
pub struct Relief {
    /// Which.
    pub ask: Ask,
    /// How much, and when.
    pub change: Change,
}

/// How an ask is given more room.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Change {
    /// So much more (caps) or less (targets), never negative, at that time: £, WTE hired, places,
    /// people a year, shares, in the unit in which files state it.
    By(When, f64),
    /// A standard comes into force this many periods later.
    Later(usize),
}

/// Why an instance cannot be changed so.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum EditError {
    /// The instance has no such ask, or not at that time.
    #[error("the instance does not ask `{0}` at that time")]
    NotAsked(String),
    /// The ask must not be touched, or not in this way.
    #[error("`{0}` cannot be given more room")]
    Fixed(String),
}

/// The instance with asks given more room.
///
/// # Errors
///
/// When an ask is not there, or must not be touched.
pub fn relieved(instance: &Instance, reliefs: &[Relief]) -> Result<Instance, EditError> {
    let mut changed = instance.clone();
    for relief in reliefs {
        relieve(&mut changed, relief)?;
    }
    Ok(changed)
}

fn relieve(instance: &mut Instance, relief: &Relief) -> Result<(), EditError> {
    let (Ask::Budget { budget }, Change::By(When::Always, more)) = (&relief.ask, relief.change)
    else {
        return Err(EditError::Fixed(relief.ask.to_string()));
    };
    let cap = instance
        .budgets
        .get_mut(budget)
        .ok_or_else(|| EditError::NotAsked(relief.ask.to_string()))?;
    cap.limit = crate::units::GbpPerYear::new(cap.limit.value() + more);
    Ok(())
}
