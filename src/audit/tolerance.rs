//! How far a promise may be off, and why.
//!
//! A solver keeps rows to within 1e-9 to 1e-7 of its own scaled numbers, with coefficients of up
//! to about 1e5 (pay of a whole-time equivalent), and calls a number whole that is within 1e-6 of
//! one; making it exact moves what depends on it by as much. So a promise may be off by
//! [`RELATIVE`] of the size of its terms (what a millionth of a post does to the hours, the money
//! and the supervision of that post), plus a small amount of its unit for rows whose terms are
//! all near zero. Both are far below what a manager could see, and far above rounding: sums of a
//! few thousand `f64` terms are off by less than 1e-12 of their size.

use super::Sense;

/// How far a promise may be off, as a share of the sum of the sizes of its terms.
pub const RELATIVE: f64 = 1e-6;

/// How far a number of posts or places may be from a whole one, in units of a post or place. A
/// plan is made exact before it is written; this leaves room for a unit such as 0.1 WTE, which
/// no `f64` holds exactly.
pub const WHOLE: f64 = 1e-6;

/// A kept promise binds if it has no more to spare than so many tolerances.
pub const BINDING_TOLERANCES: f64 = 10.0;

/// The greatest number that a plan may hold: beyond any quantity of a health service, and small
/// enough that no product of three leaves the range of `f64`.
pub const LARGEST: f64 = 1e12;

/// The unit of a promise.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Unit {
    /// Patients.
    People,
    /// Patients in a year.
    PeoplePerYear,
    /// Hours.
    Hours,
    /// Whole-time equivalents.
    Wte,
    /// Whole-time equivalents in a year.
    WtePerYear,
    /// Pounds in a year.
    GbpPerYear,
    /// Of a hundred.
    Percent,
}

impl Unit {
    /// What tables call it.
    pub const fn name(self) -> &'static str {
        match self {
            Self::People => "people",
            Self::PeoplePerYear => "people/year",
            Self::Hours => "hours",
            Self::Wte => "WTE",
            Self::WtePerYear => "WTE/year",
            Self::GbpPerYear => "£/year",
            Self::Percent => "%",
        }
    }

    /// What a promise may be off by, whatever the size of its terms.
    pub const fn absolute(self) -> f64 {
        match self {
            // One person in a hundred thousand periods; one in ten million of a share.
            Self::People | Self::Percent => 1e-5,
            // As many people over the periods of a year; less than half a second.
            Self::PeoplePerYear | Self::Hours => 1e-4,
            // A millionth of a post.
            Self::Wte | Self::WtePerYear => 1e-6,
            // A penny.
            Self::GbpPerYear => 0.01,
        }
    }

    /// What a promise whose terms have this `size` may be off by.
    pub fn tolerance(self, size: f64) -> f64 {
        self.absolute() + RELATIVE * size
    }
}

impl Unit {
    /// The same of what is carried from period to period: each of them may be off by as much.
    #[expect(clippy::cast_precision_loss, reason = "at most a few thousand periods")]
    pub fn tolerance_after(self, size: f64, periods: usize) -> f64 {
        self.tolerance(size) + self.absolute() * periods as f64
    }
}

/// Whether `value` keeps to `bound` within `tolerance`. What is not finite never does.
pub fn is_kept(value: f64, sense: Sense, bound: f64, tolerance: f64) -> bool {
    let off = match sense {
        Sense::AtMost => value - bound,
        Sense::AtLeast => bound - value,
        Sense::Equal => (value - bound).abs(),
        Sense::MultipleOf => {
            let units = value / bound;
            (units - units.round()).abs() * bound
        }
    };
    tolerance.is_finite() && off <= tolerance
}

/// Whether a kept inequality has nothing to spare.
pub fn is_tight(value: f64, sense: Sense, bound: f64, tolerance: f64) -> bool {
    matches!(sense, Sense::AtMost | Sense::AtLeast)
        && (value - bound).abs() <= BINDING_TOLERANCES * tolerance
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_promise_may_be_off_by_its_tolerance_and_no_more() {
        assert!(is_kept(10.1, Sense::AtMost, 10.0, 0.11));
        assert!(!is_kept(10.1, Sense::AtMost, 10.0, 0.09));
        assert!(is_kept(9.9, Sense::AtLeast, 10.0, 0.11));
        assert!(!is_kept(9.9, Sense::AtLeast, 10.0, 0.09));
        assert!(!is_kept(9.9, Sense::Equal, 10.0, 0.09));
        assert!(!is_kept(10.1, Sense::Equal, 10.0, 0.09));
    }

    #[test]
    fn multiples_are_whole_numbers_of_the_unit() {
        assert!(is_kept(0.2 * 3.0, Sense::MultipleOf, 0.2, WHOLE * 0.2));
        assert!(!is_kept(0.5, Sense::MultipleOf, 0.2, WHOLE * 0.2));
        assert!(is_kept(0.0, Sense::MultipleOf, 0.2, WHOLE * 0.2));
    }

    #[test]
    fn what_is_not_finite_is_never_kept() {
        for sense in [
            Sense::AtMost,
            Sense::AtLeast,
            Sense::Equal,
            Sense::MultipleOf,
        ] {
            assert!(!is_kept(f64::NAN, sense, 1.0, 0.1), "{sense:?}");
        }
        assert!(!is_kept(f64::INFINITY, Sense::Equal, 1.0, f64::INFINITY));
    }

    #[test]
    fn only_inequalities_are_tight() {
        assert!(is_tight(10.0, Sense::AtMost, 10.0, 0.1));
        assert!(is_tight(9.1, Sense::AtMost, 10.0, 0.1));
        assert!(!is_tight(8.9, Sense::AtMost, 10.0, 0.1));
        assert!(!is_tight(10.0, Sense::Equal, 10.0, 0.1));
        assert!(!is_tight(10.0, Sense::MultipleOf, 10.0, 0.1));
    }
}
