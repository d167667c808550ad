//! The book in which promises are recorded.

use std::fmt::{self, Write as _};
use std::iter::Sum;
use std::ops::{Add, Mul, Sub};

use super::tolerance::{Unit, WHOLE, is_kept, is_tight};
use super::{Promise, Sense};
use crate::ids::ServiceId;

/// A family of promises: the name before the brackets of a subject, and the label in
/// `models/formulation.md`.
pub type Family = (&'static str, &'static str);

macro_rules! families {
    ($($constant:ident = $name:literal, $label:literal;)*) => {
        $(pub const $constant: Family = ($name, $label);)*
        /// Every family of promises: the name before the brackets of a subject, with the label
        /// of `models/formulation.md`. Names are those of the formulation's rows; promises that
        /// its columns keep by their bounds bear the columns' names.
        pub const FAMILIES: &[Family] = &[$($constant),*];
    };
}

families! {
    STAFF_BALANCE = "staff-balance", "A1";
    TIME_IN_POST = "time-in-post", "A2";
    TENURE = "tenure", "A3";
    LABOUR_MARKET = "labour-market", "A4";
    HIRES = "hires", "A4";
    LADDER_BALANCE = "ladder-balance", "A7";
    NO_TRAINING_STARTS = "training-starts", "B1";
    PLACES = "places", "B2";
    WAITING_LIST = "waiting-list", "C1";
    SHARE_MIN = "share-min", "C3";
    SHARE_MAX = "share-max", "C3";
    WORK_COVER = "work-cover", "D2";
    TASK_HOURS = "task-hours", "D2";
    TASK_SHARE = "task-share", "D3";
    ROLE_SHARE = "role-share", "D3";
    CAPACITY = "capacity", "D4";
    OVERTIME_CAP = "overtime-cap", "D4";
    BOUGHT_IN_CAP = "bought-in-cap", "D4";
    SUPERVISION_COVER = "supervision-cover", "E1";
    SUPERVISING = "supervising", "E1";
    SUPERVISION_RATIO = "supervision-ratio", "E2";
    SKILL_MIX_MIN = "skill-mix-min", "E3";
    SKILL_MIX_MAX = "skill-mix-max", "E3";
    ACCESS = "access", "F1";
    OVERALL_ACCESS = "overall-access", "F1";
    WAIT = "wait", "F2";
    RECOVERY = "recovery", "F5";
    COMPLETION = "completion", "F6";
    SPEND_BALANCE = "spend-balance", "G1";
    BUDGET = "budget", "G2";
    LEVY_ELIGIBLE = "levy-eligible", "G3";
    LEVY_FUND = "levy-fund", "G3";
    LEVY_FEES = "levy-fees", "G3";
    POSTS = "posts", "H3";
    TRAINING_STARTS = "training-starts", "H3";
    IN_POST_BALANCE = "in-post-balance", "A1";
    IN_POST = "in-post", "A1";
    WHOLE_IN_POST = "in-post", "H3";
    REDUNDANT = "redundant", "A1";
    WHOLE_REDUNDANT = "redundant", "H3";
    FIRST_YEAR = "first-year", "A2";
    TENURE_POOL = "tenure-pool", "A3";
    JOINING = "joining", "A4";
    WHOLE_JOINING = "joining", "H3";
    COVERED = "covered", "A6";
    COVER_SHARE = "cover-share", "A6";
    COVER_ALL = "cover-all", "A6";
    COVER_TENURED = "cover-tenured", "A6";
    COVER_POOL = "cover-pool", "A6";
    COVER_RUNNING = "cover-running", "A6";
    LADDER_BOUND = "ladder-bound", "A7";
    LADDER_TENURED = "ladder-tenured", "A7";
    LADDER_TENURED_BOUND = "ladder-tenured-bound", "A7";
    LADDER_POOL = "ladder-pool", "A7";
    LADDER_STAY = "ladder-stay", "A7";
    LADDER_BEYOND = "ladder-beyond", "A7";
    INTAKE = "intake", "B1";
    WHOLE_INTAKE = "intake", "H3";
    SUPERNUMERARY = "supernumerary", "D4";
    SHORT_TIME = "short-time", "D4";
    SHORT_TIME_CAP = "short-time-cap", "D4";
    CHANGE_LIMIT = "change-limit", "H1";
    ENDING_BALANCE = "ending-balance", "H2";
}

/// A sum that remembers how large its terms were, whatever their signs: what rounding and the
/// solver's own tolerance grow with.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub struct Terms {
    /// The sum.
    pub value: f64,
    /// The sum of the sizes.
    pub size: f64,
}

impl From<f64> for Terms {
    fn from(value: f64) -> Self {
        Self {
            value,
            size: value.abs(),
        }
    }
}

impl Add for Terms {
    type Output = Self;
    fn add(self, other: Self) -> Self {
        Self {
            value: self.value + other.value,
            size: self.size + other.size,
        }
    }
}

impl Sub for Terms {
    type Output = Self;
    fn sub(self, other: Self) -> Self {
        self + other * -1.0
    }
}

impl Mul<f64> for Terms {
    type Output = Self;
    fn mul(self, factor: f64) -> Self {
        Self {
            value: self.value * factor,
            size: self.size * factor.abs(),
        }
    }
}

impl Sum for Terms {
    fn sum<I: Iterator<Item = Self>>(iter: I) -> Self {
        iter.fold(Self::default(), Add::add)
    }
}

impl Sum<f64> for Terms {
    fn sum<I: Iterator<Item = f64>>(iter: I) -> Self {
        iter.map(Self::from).sum()
    }
}

/// A value beside its bound.
#[derive(Debug, Clone, Copy)]
pub struct Comparison {
    /// The value reached.
    pub value: f64,
    /// How it must compare.
    pub sense: Sense,
    /// The bound.
    pub bound: f64,
    /// How far off it may be.
    pub tolerance: f64,
    /// The unit of all three.
    pub unit: Unit,
    /// Whether there is nothing to keep, so that it cannot bind.
    pub idle: bool,
}

/// The names that follow the service in a subject.
pub type Indices<'a> = &'a [&'a dyn fmt::Display];

/// Promises, in the order in which they were recorded.
#[derive(Debug, Default)]
pub struct Ledger {
    promises: Vec<Promise>,
    service: Option<String>,
}

impl Ledger {
    /// What follows is about one service, the first index of every subject.
    pub fn turn_to(&mut self, service: &ServiceId) {
        self.service = Some(service.to_string());
    }

    /// What follows is about services together.
    pub fn turn_to_all(&mut self) {
        self.service = None;
    }

    /// The promises recorded.
    pub fn into_promises(self) -> Vec<Promise> {
        self.promises
    }

    /// Promises that `value` is no more than `bound`.
    pub fn at_most(
        &mut self,
        family: Family,
        indices: Indices,
        value: impl Into<Terms>,
        bound: impl Into<Terms>,
        unit: Unit,
    ) {
        self.compare(
            family,
            indices,
            (value.into(), Sense::AtMost, bound.into()),
            unit,
        );
    }

    /// Promises that `value` is no less than `bound`.
    pub fn at_least(
        &mut self,
        family: Family,
        indices: Indices,
        value: impl Into<Terms>,
        bound: impl Into<Terms>,
        unit: Unit,
    ) {
        self.compare(
            family,
            indices,
            (value.into(), Sense::AtLeast, bound.into()),
            unit,
        );
    }

    /// Promises that `value` is `bound`.
    pub fn equal(
        &mut self,
        family: Family,
        indices: Indices,
        value: impl Into<Terms>,
        bound: impl Into<Terms>,
        unit: Unit,
    ) {
        self.compare(
            family,
            indices,
            (value.into(), Sense::Equal, bound.into()),
            unit,
        );
    }

    /// Promises that `value` is a whole number of `whole`, which is above zero.
    pub fn multiple_of(
        &mut self,
        family: Family,
        indices: Indices,
        value: f64,
        whole: f64,
        unit: Unit,
    ) {
        self.record(
            family,
            indices,
            Comparison {
                value,
                sense: Sense::MultipleOf,
                bound: whole,
                tolerance: WHOLE * whole,
                unit,
                idle: false,
            },
        );
    }

    fn compare(
        &mut self,
        family: Family,
        indices: Indices,
        (value, sense, bound): (Terms, Sense, Terms),
        unit: Unit,
    ) {
        self.record(
            family,
            indices,
            Comparison {
                value: value.value,
                sense,
                bound: bound.value,
                tolerance: unit.tolerance(value.size + bound.size),
                unit,
                idle: value.value.abs() <= unit.absolute() && bound.value.abs() <= unit.absolute(),
            },
        );
    }

    /// Promises that what a chain of so many periods leads to is no less than `bound`.
    pub fn at_least_after(
        &mut self,
        family: Family,
        indices: Indices,
        (value, periods): (Terms, usize),
        bound: impl Into<Terms>,
        unit: Unit,
    ) {
        let bound = bound.into();
        self.record(
            family,
            indices,
            Comparison {
                value: value.value,
                sense: Sense::AtLeast,
                bound: bound.value,
                tolerance: unit.tolerance_after(value.size + bound.size, periods),
                unit,
                idle: value.value.abs() <= unit.absolute() && bound.value.abs() <= unit.absolute(),
            },
        );
    }

    /// Promises that `value` is no more than what a chain of so many periods leads to.
    pub fn at_most_after(
        &mut self,
        family: Family,
        indices: Indices,
        value: impl Into<Terms>,
        (bound, periods): (Terms, usize),
        unit: Unit,
    ) {
        let value = value.into();
        self.record(
            family,
            indices,
            Comparison {
                value: value.value,
                sense: Sense::AtMost,
                bound: bound.value,
                tolerance: unit.tolerance_after(value.size + bound.size, periods),
                unit,
                idle: value.value.abs() <= unit.absolute() && bound.value.abs() <= unit.absolute(),
            },
        );
    }

    /// Records a promise whose tolerance is its own.
    pub fn record(&mut self, family: Family, indices: Indices, compared: Comparison) {
        let Comparison {
            value,
            sense,
            bound,
            tolerance,
            unit,
            idle,
        } = compared;
        let kept = is_kept(value, sense, bound, tolerance);
        self.promises.push(Promise {
            label: family.1,
            subject: subject(family, self.service.as_deref(), indices),
            service: self.service.clone(),
            value,
            sense,
            bound,
            tolerance,
            unit: unit.name(),
            kept,
            binding: kept && !idle && is_tight(value, sense, bound, tolerance),
        });
    }
}

fn subject(family: Family, service: Option<&str>, indices: Indices) -> String {
    let mut text = family.0.to_owned();
    let mut separator = '[';
    if let Some(service) = service {
        text.push(separator);
        text.push_str(service);
        separator = ',';
    }
    for index in indices {
        text.push(separator);
        separator = ',';
        // Writing to a string cannot fail.
        let _ = write!(text, "{index}");
    }
    if separator == ',' {
        text.push(']');
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn subjects_read_like_the_rows_of_exported_files() {
        let mut ledger = Ledger::default();
        ledger.turn_to(&"rw501".into());
        ledger.equal(WAITING_LIST, &[&"step-3", &"jan"], 1.0, 1.0, Unit::People);
        ledger.turn_to_all();
        ledger.at_most(BUDGET, &[&"icb"], 1.0, 2.0, Unit::GbpPerYear);
        let promises = ledger.into_promises();
        assert_eq!(promises[0].subject, "waiting-list[rw501,step-3,jan]");
        assert_eq!(promises[0].service.as_deref(), Some("rw501"));
        assert_eq!(promises[1].subject, "budget[icb]");
        assert_eq!(promises[1].service, None);
    }

    #[test]
    fn tolerance_grows_with_the_terms_even_where_they_cancel() {
        let sum: Terms = [1e6, -1e6].into_iter().sum();
        assert!(sum.value.abs() < f64::EPSILON);
        let mut ledger = Ledger::default();
        ledger.equal(SPEND_BALANCE, &[], sum, 1.9, Unit::GbpPerYear);
        assert!(ledger.promises[0].kept);
    }

    #[test]
    fn a_promise_about_nothing_does_not_bind() {
        let mut ledger = Ledger::default();
        ledger.at_most(CAPACITY, &[], 0.0, 0.0, Unit::Hours);
        ledger.at_most(CAPACITY, &[], 5.0, 5.0, Unit::Hours);
        assert!(!ledger.promises[0].binding);
        assert!(ledger.promises[1].binding);
    }

    #[test]
    fn no_family_stands_twice_under_a_label() {
        let mut families = FAMILIES.to_vec();
        families.sort_unstable();
        families.dedup();
        assert_eq!(families.len(), FAMILIES.len());
    }
}
