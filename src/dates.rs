//! Months and financial years as files write them: `2026-04`, `2026/27`.

use std::fmt;
use std::str::FromStr;

use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::de::Error as _;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// The form of a month.
pub const MONTH_PATTERN: &str = "^(19|20|21)[0-9]{2}-(0[1-9]|1[0-2])$";

/// The form of a financial year; that its second part follows on the first is checked apart.
pub const YEAR_PATTERN: &str = "^(19|20|21)[0-9]{2}/[0-9]{2}$";

/// A calendar month.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Month {
    /// Months since January of year 0.
    since_zero: i32,
}

/// A financial year, April to March; known by the calendar year in which it begins.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct FinancialYear {
    /// The calendar year of its April.
    pub begins: i32,
}

/// A text that is no month or no financial year.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("`{text}` is not {wanted}")]
pub struct NotADate {
    /// What was written.
    pub text: String,
    /// What was wanted, with an example.
    pub wanted: &'static str,
}

impl Month {
    /// A month of a calendar year; 0 is January.
    #[must_use]
    pub fn new(year: i32, month_of_year: usize) -> Self {
        let month = i32::try_from(month_of_year).unwrap_or_default();
        Self {
            since_zero: year * 12 + month,
        }
    }

    /// The month of the calendar year: 0 is January.
    #[must_use]
    pub fn of_year(self) -> usize {
        usize::try_from(self.since_zero.rem_euclid(12)).unwrap_or_default()
    }

    /// The calendar year.
    #[must_use]
    pub fn year(self) -> i32 {
        self.since_zero.div_euclid(12)
    }

    /// So many months later (earlier, if negative).
    #[must_use]
    pub fn plus(self, months: i32) -> Self {
        Self {
            since_zero: self.since_zero + months,
        }
    }

    /// Months from another month to this one; negative if this one is earlier.
    #[must_use]
    pub fn since(self, other: Self) -> i32 {
        self.since_zero - other.since_zero
    }

    /// The financial year that it lies in.
    #[must_use]
    pub fn financial_year(self) -> FinancialYear {
        FinancialYear {
            begins: if self.of_year() >= 3 {
                self.year()
            } else {
                self.year() - 1
            },
        }
    }
}

impl FinancialYear {
    /// The form that can stand in exported files and column names: `2026-27`.
    #[must_use]
    pub fn slug(self) -> String {
        format!(
            "{:04}-{:02}",
            self.begins,
            (self.begins + 1).rem_euclid(100)
        )
    }
}

impl fmt::Display for Month {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&format!("{:04}-{:02}", self.year(), self.of_year() + 1))
    }
}

impl fmt::Display for FinancialYear {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&format!(
            "{:04}/{:02}",
            self.begins,
            (self.begins + 1).rem_euclid(100)
        ))
    }
}

impl FromStr for Month {
    type Err = NotADate;
    fn from_str(text: &str) -> Result<Self, NotADate> {
        let not = || NotADate {
            text: text.to_owned(),
            wanted: "a month such as 2026-04",
        };
        let (year, month) = text.split_once('-').ok_or_else(not)?;
        match (digits(year, 4), digits(month, 2)) {
            (Some(year @ 1900..=2199), Some(month @ 1..=12)) => Ok(Self {
                since_zero: year * 12 + month - 1,
            }),
            _ => Err(not()),
        }
    }
}

impl FromStr for FinancialYear {
    type Err = NotADate;
    fn from_str(text: &str) -> Result<Self, NotADate> {
        let not = || NotADate {
            text: text.to_owned(),
            wanted: "a financial year such as 2026/27",
        };
        let (year, next) = text.split_once('/').ok_or_else(not)?;
        match (digits(year, 4), digits(next, 2)) {
            (Some(begins @ 1900..=2199), Some(next)) if (begins + 1) % 100 == next => {
                Ok(Self { begins })
            }
            _ => Err(not()),
        }
    }
}

/// A number of so many digits.
fn digits(text: &str, count: usize) -> Option<i32> {
    (text.len() == count && text.bytes().all(|b| b.is_ascii_digit()))
        .then(|| text.parse().ok())
        .flatten()
}

macro_rules! as_text {
    ($name:ident, $pattern:ident, $kind:literal) => {
        impl Serialize for $name {
            fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.collect_str(self)
            }
        }
        impl<'de> Deserialize<'de> for $name {
            fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                String::deserialize(deserializer)?
                    .parse()
                    .map_err(D::Error::custom)
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
                json_schema!({ "type": "string", "pattern": $pattern, "x-date": $kind })
            }
        }
    };
}

as_text!(Month, MONTH_PATTERN, "month");
as_text!(FinancialYear, YEAR_PATTERN, "financial year");

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn months_count_over_years_and_lie_in_financial_years() {
        let march: Month = "2027-03".parse().expect("a month");
        assert_eq!(march.financial_year().to_string(), "2026/27");
        assert_eq!(march.plus(1).financial_year().slug(), "2027-28");
        assert_eq!(march.plus(-15).to_string(), "2025-12");
        assert_eq!(march.plus(10).since(march), 10);
        assert_eq!((march.year(), march.of_year()), (2027, 2));
    }

    #[test]
    fn what_is_no_date_is_refused() {
        for text in [
            "2026-13", "2026-4", "26-04", "2026/04", "", "2026-00", "+026-04",
        ] {
            assert!(text.parse::<Month>().is_err(), "{text}");
        }
        for text in ["2026/28", "2026-27", "2026/2027", "2026"] {
            assert!(text.parse::<FinancialYear>().is_err(), "{text}");
        }
        assert_eq!(
            "1999/00".parse::<FinancialYear>().expect("a year").begins,
            1999
        );
    }
}
