//! Quantities with units: newtypes over `f64` that only allow lawful arithmetic.
//!
//! A quantity becomes a bare `f64` (through `value()`) only where it enters a row of the
//! formulation, a promise of the audit or a table. Reading one refuses what is not finite.

use std::fmt;
use std::iter::Sum;
use std::ops::{Add, AddAssign, Div, Mul, Sub};

use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::{Deserialize, Deserializer, Serialize};

/// What every quantity can say of itself.
pub trait Quantity: Copy {
    /// The unit as tables print it.
    const UNIT: &'static str;
    /// The bare number, in [`Self::UNIT`].
    fn value(self) -> f64;
}

macro_rules! quantity {
    ($(#[$doc:meta])* $name:ident, $unit:literal, min $min:expr, max $max:expr $(, in $step:literal)?) => {
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, Default, PartialEq, PartialOrd, Serialize)]
        #[serde(transparent)]
        pub struct $name(f64);

        impl $name {
            /// Nothing of it.
            pub const ZERO: Self = Self(0.0);

            /// Wraps a number that is already in this unit.
            #[must_use]
            pub const fn new(value: f64) -> Self {
                Self(value)
            }
        }

        impl Quantity for $name {
            const UNIT: &'static str = $unit;
            fn value(self) -> f64 {
                self.0
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                if let Some(places) = f.precision() {
                    write!(f, "{:.places$} {}", self.0, $unit)
                } else {
                    write!(f, "{} {}", self.0, $unit)
                }
            }
        }

        impl<'de> Deserialize<'de> for $name {
            fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                let value = f64::deserialize(deserializer)?;
                if value.is_finite() {
                    Ok(Self(value))
                } else {
                    Err(serde::de::Error::custom("a quantity must be finite"))
                }
            }
        }

        impl JsonSchema for $name {
            fn inline_schema() -> bool {
                true
            }
            fn schema_name() -> std::borrow::Cow<'static, str> {
                stringify!($name).into()
            }
            fn json_schema(_: &mut SchemaGenerator) -> Schema {
                let mut schema = json_schema!({ "type": "number", "x-unit": $unit });
                let (min, max): (Option<f64>, Option<f64>) = ($min, $max);
                if let Some(min) = min {
                    schema.insert("minimum".into(), min.into());
                }
                if let Some(max) = max {
                    schema.insert("maximum".into(), max.into());
                }
                $(schema.insert("multipleOf".into(), $step.into());)?
                schema
            }
        }

        impl Add for $name {
            type Output = Self;
            fn add(self, other: Self) -> Self {
                Self(self.0 + other.0)
            }
        }
        impl AddAssign for $name {
            fn add_assign(&mut self, other: Self) {
                self.0 += other.0;
            }
        }
        impl Sub for $name {
            type Output = Self;
            fn sub(self, other: Self) -> Self {
                Self(self.0 - other.0)
            }
        }
        impl Mul<f64> for $name {
            type Output = Self;
            fn mul(self, factor: f64) -> Self {
                Self(self.0 * factor)
            }
        }
        impl Div for $name {
            type Output = f64;
            fn div(self, other: Self) -> f64 {
                self.0 / other.0
            }
        }
        impl Sum for $name {
            fn sum<I: Iterator<Item = Self>>(iter: I) -> Self {
                iter.fold(Self::ZERO, Add::add)
            }
        }
    };
}

quantity!(/// Whole-time equivalents.
    Wte, "WTE", min Some(0.0), max Some(1_000_000.0));
quantity!(/// Hours.
    Hours, "hours", min Some(0.0), max Some(1e9));
quantity!(/// Hours in a week.
    HoursPerWeek, "hours/week", min Some(0.0), max Some(168.0));
quantity!(/// Hours in a week of a whole service.
    TaskHoursPerWeek, "hours/week", min Some(0.0), max Some(1e7));
quantity!(/// A plain number in the unit of what it is set for.
    Level, "", min Some(0.0), max Some(1e9));
quantity!(/// The share of people who leave in a period, 0 to 1.
    SharePerPeriod, "share/period", min Some(0.0), max Some(1.0));
quantity!(/// A month of the calendar year: 1 is January.
    MonthOfYear, "month", min Some(1.0), max Some(12.0), in 1);
quantity!(/// A count of periods.
    Periods, "periods", min Some(1.0), max Some(1_200.0), in 1);
quantity!(/// Weeks.
    Weeks, "weeks", min Some(0.0), max Some(5_300.0));
quantity!(/// Months.
    Months, "months", min Some(0.0), max Some(600.0));
quantity!(/// People (patients, starters).
    People, "people", min Some(0.0), max Some(1e9));
quantity!(/// People in a year.
    PeoplePerYear, "people/year", min Some(0.0), max Some(1e9));
quantity!(/// Whole-time equivalents that join, leave or start training in a year.
    WtePerYear, "WTE/year", min Some(0.0), max Some(1_000_000.0));
quantity!(/// Pounds sterling.
    Gbp, "£", min Some(0.0), max Some(1e12));
quantity!(/// Pounds in a year.
    GbpPerYear, "£/year", min Some(0.0), max Some(1e12));
quantity!(/// Pounds for a whole-time equivalent in a year.
    GbpPerWteYear, "£/WTE-year", min Some(0.0), max Some(10_000_000.0));
quantity!(/// Pounds for an hour.
    GbpPerHour, "£/hour", min Some(0.0), max Some(100_000.0));
quantity!(/// Pounds for a person short of a standard.
    GbpPerPerson, "£/person", min Some(0.0), max Some(1e9));
quantity!(/// A share, 0 to 1.
    Share, "share", min Some(0.0), max Some(1.0));
quantity!(/// The share of people who leave in a year, 0 to 1.
    SharePerYear, "share/year", min Some(0.0), max Some(1.0));
quantity!(/// The share of people who leave in a month, 0 to 1.
    SharePerMonth, "share/month", min Some(0.0), max Some(1.0));
quantity!(/// So much more, or less, in the unit of what it is added to.
    Amount, "", min Some(-1e12), max Some(1e12));
quantity!(/// A plain number that is not negative (a ratio, an index, a count).
    Ratio, "", min Some(0.0), max Some(10_000.0));

impl Mul<Wte> for GbpPerWteYear {
    type Output = GbpPerYear;
    fn mul(self, wte: Wte) -> GbpPerYear {
        GbpPerYear::new(self.0 * wte.0)
    }
}
impl Mul<Weeks> for HoursPerWeek {
    type Output = Hours;
    fn mul(self, weeks: Weeks) -> Hours {
        Hours::new(self.0 * weeks.0)
    }
}
impl Mul<Weeks> for TaskHoursPerWeek {
    type Output = Hours;
    fn mul(self, weeks: Weeks) -> Hours {
        Hours::new(self.0 * weeks.0)
    }
}
impl Mul<WtePerYear> for Gbp {
    type Output = GbpPerYear;
    fn mul(self, flow: WtePerYear) -> GbpPerYear {
        GbpPerYear::new(self.0 * flow.0)
    }
}
impl Share {
    /// What is left of the whole.
    #[must_use]
    pub fn complement(self) -> Self {
        Self(1.0 - self.0)
    }
}
