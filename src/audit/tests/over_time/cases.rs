//! One thing wrong in the climbing plan or its instance, and what this breaks.

mod care;
mod change;
mod people;

use crate::instance::Instance;
use crate::plan::{ServicePlan, Spend};

pub use care::CARE;
pub use change::CHANGE;
pub use people::PEOPLE;

/// What is changed, how, and the subjects of the promises that this breaks; the last of them
/// `…` where there are others too.
pub type Case = (
    &'static str,
    fn(&mut Instance, &mut ServicePlan),
    &'static [&'static str],
);

/// Stands for promises that break in the train of others.
pub const AND_OTHERS: &str = "…";

fn last_year(plan: &mut ServicePlan) -> &mut Spend {
    let (_, year) = plan.years.last_mut().expect("the plan has years");
    &mut year.spend_gbp
}
