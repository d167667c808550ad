//! Plans that cannot be audited.

use thiserror::Error;

use crate::dates::{FinancialYear, Month};
use crate::plan::PlanHorizon;

/// A plan that cannot be audited, with everything that is wrong with it.
#[derive(Debug, Clone, PartialEq, Error)]
#[error("the plan cannot be audited: {} in it", count_problems(.problems.len()))]
pub struct PlanError {
    /// What is wrong: with the plan as a whole, then service by service; never empty.
    pub problems: Vec<PlanProblem>,
}

/// One thing that keeps a plan from being audited.
#[derive(Debug, Clone, PartialEq, Error)]
#[error("`{path}` {fault}")]
pub struct PlanProblem {
    /// Where it stands in the plan, as in `services.rw501.staff.pwp.wte`; list positions count
    /// from 0, as in `services.rw501.waiting_people.step-2[3]`.
    pub path: String,
    /// What it is.
    pub fault: Fault,
}

/// What keeps a plan from being audited.
#[derive(Debug, Clone, PartialEq, Error)]
pub enum Fault {
    /// The plan file's format is not the one known.
    #[error("is format {found}, but only format {known} is known")]
    Format {
        /// The plan's format.
        found: u32,
        /// The format that is known.
        known: u32,
    },
    /// The plan is for another instance.
    #[error("is `{found}`, but the instance is called `{asked}`")]
    OtherInstance {
        /// The name in the plan.
        found: String,
        /// The instance's name.
        asked: String,
    },
    /// A plan for a steady year, for an instance that plans by month.
    #[error("is missing: the instance plans {periods} periods from {start}")]
    SteadyPlan {
        /// The instance's first month.
        start: Month,
        /// How many periods the instance has.
        periods: usize,
    },
    /// A plan by month, for an instance of a steady year.
    #[error("starts in {start}, but the instance is of a steady year")]
    PlanByMonth {
        /// The plan's first month.
        start: Month,
    },
    /// A plan for another time.
    #[error(
        "is {} periods from {}, {} a year, but the instance plans {} from {}, {} a year",
        .found.periods, .found.start, .found.periods_per_year,
        .asked.periods, .asked.start, .asked.periods_per_year
    )]
    OtherHorizon {
        /// The plan's time.
        found: PlanHorizon,
        /// The instance's.
        asked: PlanHorizon,
    },
    /// What only a plan of the other kind can say.
    #[error("belongs in a plan {belongs}")]
    OtherKind {
        /// Which kind.
        belongs: &'static str,
    },
    /// A financial year that the horizon does not have.
    #[error("is no financial year of the horizon, {first} to {last}")]
    OtherYear {
        /// The horizon's first.
        first: FinancialYear,
        /// The horizon's last.
        last: FinancialYear,
    },
    /// Only what must hold can be late.
    #[error("is no hard standard, so it cannot be late")]
    NotHard,
    /// A period or financial year that the standard is not counted by.
    #[error("is `{found}`, no period or financial year of the horizon that it counts by")]
    NoSuchTime {
        /// What the plan says.
        found: String,
    },
    /// A service of the instance is not in the plan.
    #[error("is missing: the instance has this service")]
    ServiceMissing,
    /// An id that the instance does not know there.
    #[error("names an unknown {kind}")]
    UnknownId {
        /// What the id should name.
        kind: &'static str,
        /// A known id that looks like it.
        similar: Option<String>,
    },
    /// Posts of a role that has none.
    #[error("gives posts to a trainee role")]
    TraineePosts,
    /// Not a number, or an infinite one.
    #[error("is {value}, which is no finite number")]
    NotFinite {
        /// The value.
        value: f64,
    },
    /// A number below zero.
    #[error("is {}, below the least value 0", brief(*.value))]
    Negative {
        /// The value.
        value: f64,
    },
    /// A number beyond any that can be meant.
    #[error("is {}, above the greatest value {most}", brief(*.value))]
    TooLarge {
        /// The value.
        value: f64,
        /// The greatest that is read.
        most: f64,
    },
    /// A list by period with the wrong number of numbers.
    #[error("has {found} numbers, not 1 or {periods}")]
    WrongLength {
        /// How many there are.
        found: usize,
        /// How many periods there are.
        periods: usize,
    },
}

impl PlanProblem {
    /// What to do about it.
    #[must_use]
    pub fn help(&self) -> String {
        match &self.fault {
            Fault::Format { known, .. } => {
                format!("solve the instance again, or write the plan as format {known}")
            }
            Fault::OtherInstance { asked, .. } => {
                format!("check the plan against its own instance, or say `{asked}` if it is meant")
            }
            Fault::SteadyPlan { .. } => {
                "solve the instance again, or check the plan against a steady year".to_owned()
            }
            Fault::PlanByMonth { .. } => {
                "check the plan against the instance with the `[horizon]` it was made for"
                    .to_owned()
            }
            Fault::OtherHorizon { .. } => {
                "solve the instance again, or check the plan against its own horizon".to_owned()
            }
            Fault::OtherKind { belongs } => format!("take it out: it is for plans {belongs}"),
            Fault::OtherYear { first, .. } => {
                format!("take the year out, or name one of the horizon, such as {first}")
            }
            Fault::NotHard => "take the entry out: only hard standards can be late".to_owned(),
            Fault::NoSuchTime { .. } => {
                "name a period (a wait) or a financial year of the horizon, or null".to_owned()
            }
            Fault::ServiceMissing => {
                "add the service; what is zero may be left out of it".to_owned()
            }
            Fault::UnknownId {
                similar: Some(similar),
                ..
            } => format!("did you mean `{similar}`?"),
            Fault::UnknownId { kind, .. } => {
                format!("use a {kind} of the instance, or take the entry out")
            }
            Fault::TraineePosts => {
                "take the entry out: trainees follow from `training_starts_per_year`".to_owned()
            }
            Fault::NotFinite { .. } => "write a finite number".to_owned(),
            Fault::Negative { .. } => "write 0 or a number above it".to_owned(),
            Fault::TooLarge { .. } => "check the number and its unit".to_owned(),
            Fault::WrongLength { periods: 1, .. } => {
                "write a list with one number: there is one period".to_owned()
            }
            Fault::WrongLength { periods, .. } => {
                format!(
                    "write one number for every period, or {periods} numbers, the first period's first"
                )
            }
        }
    }
}

/// A number as messages show it: not with hundreds of digits.
fn brief(value: f64) -> String {
    if value.abs() < 1e15 {
        value.to_string()
    } else {
        format!("{value:e}")
    }
}

fn count_problems(count: usize) -> String {
    match count {
        1 => "1 problem".to_owned(),
        _ => format!("{count} problems"),
    }
}
