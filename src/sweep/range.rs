//! The values that a quantity is varied over: `80%..120%/2%`, `0.1..0.5/0.05`, `3,5,8`.
//!
//! Numbers are kept as decimals, so that the twenty-first of steps of 0.1 is 2.1 and not a rounding
//! error beside it, and is written as a person would write it.

use std::fmt;

/// More points than this are a slip of the pen: on the smallest instance they take a minute, on a
/// real one days.
pub const MOST_POINTS: usize = 10_000;

/// A decimal number, exact.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Decimal {
    digits: i128,
    places: u32,
}

/// What the numbers of a range are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Measure {
    /// Of a hundred of what is in force.
    Percent,
    /// In the value's own unit.
    Own,
}

/// The points of a quantity, ascending, no two alike.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Range {
    /// What its numbers are.
    pub measure: Measure,
    /// The points.
    pub points: Vec<Decimal>,
}

/// Why a text is no range.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum RangeError {
    /// It is written otherwise.
    #[error("`{0}` is no range")]
    Form(String),
    /// A part of it is no number.
    #[error("`{0}` is no number")]
    Number(String),
    /// Some parts are percentages and some are not.
    #[error("`{0}` mixes percentages and plain numbers")]
    Mixed(String),
    /// It ends before it begins.
    #[error("the range `{text}` runs backwards: from {from} to {to}")]
    Reversed {
        /// As written.
        text: String,
        /// Where it begins.
        from: Decimal,
        /// Where it ends.
        to: Decimal,
    },
    /// It never gets on.
    #[error("the step of `{0}` must be above 0")]
    Step(String),
    /// It has no point, or one alone.
    #[error("the range `{text}` has {points}: there is nothing to compare")]
    TooFew {
        /// As written.
        text: String,
        /// How many.
        points: &'static str,
    },
    /// It has more points than anybody waits for.
    #[error("the range `{text}` has {points} points, above the most of {MOST_POINTS}")]
    TooMany {
        /// As written.
        text: String,
        /// How many.
        points: String,
    },
    /// A list names a value twice.
    #[error("the list `{text}` has {value} twice")]
    Twice {
        /// As written.
        text: String,
        /// What.
        value: Decimal,
    },
    /// A percentage below nought.
    #[error("`{0}` has a percentage below 0")]
    BelowNought(String),
}

impl RangeError {
    /// What to do.
    #[must_use]
    pub fn help(&self) -> String {
        match self {
            Self::Form(_) | Self::Number(_) => {
                "write `80%..120%/2%` (of what is in force), `0.1..0.5/0.05` (in the value's own \
                 unit) or a list such as `3,5,8`"
                    .to_owned()
            }
            Self::Mixed(_) => "write `%` after every number, or after none".to_owned(),
            Self::Reversed { from, to, .. } => format!("write the smaller first: {to} to {from}"),
            Self::Step(_) => "write the distance between two points after the `/`".to_owned(),
            Self::TooFew { .. } => {
                "ask for two points or more: a wider range, or a smaller step".to_owned()
            }
            Self::TooMany { .. } => "take a larger step, or a narrower range".to_owned(),
            Self::Twice { .. } => "name each value once".to_owned(),
            Self::BelowNought(_) => {
                "`100%` is what is in force: `95%` is five per cent less, `105%` five per cent more"
                    .to_owned()
            }
        }
    }
}

impl Decimal {
    /// Digits before and after the point together; more than this are no figures that people know.
    const MOST_DIGITS: usize = 18;

    fn parse(text: &str) -> Option<Self> {
        let (sign, number) = match text.strip_prefix(['-', '−']) {
            Some(number) => (-1, number),
            None => (1, text),
        };
        let (whole, part) = number.split_once('.').unwrap_or((number, ""));
        let whole = whole.replace('_', "");
        let is_number = |digits: &str| digits.bytes().all(|byte| byte.is_ascii_digit());
        let dangles = number.ends_with('.') || whole.is_empty();
        if dangles || !is_number(&whole) || !is_number(part) {
            return None;
        }
        if whole.len() + part.len() > Self::MOST_DIGITS {
            return None;
        }
        let digits: i128 = format!("{whole}{part}").parse().ok()?;
        Some(Self {
            digits: sign * digits,
            places: u32::try_from(part.len()).ok()?,
        })
    }

    /// The digits at so many places, which are no fewer than its own.
    fn at(self, places: u32) -> i128 {
        self.digits * 10_i128.pow(places - self.places)
    }

    /// The number.
    #[must_use]
    pub fn value(self) -> f64 {
        // By way of its digits, which are read to the nearest number there is.
        self.to_string().parse().unwrap_or(f64::NAN)
    }
}

impl fmt::Display for Decimal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let sign = if self.digits < 0 { "-" } else { "" };
        let places = usize::try_from(self.places).unwrap_or_default();
        let digits = format!(
            "{:0>width$}",
            self.digits.unsigned_abs(),
            width = places + 1
        );
        let (whole, part) = digits.split_at(digits.len() - places);
        let part = part.trim_end_matches('0');
        if part.is_empty() {
            write!(f, "{sign}{whole}")
        } else {
            write!(f, "{sign}{whole}.{part}")
        }
    }
}

impl Range {
    /// Reads a range.
    ///
    /// # Errors
    ///
    /// When it is written otherwise, or empty, reversed or absurd.
    pub fn parse(text: &str) -> Result<Self, RangeError> {
        let text = text.trim();
        let form = || RangeError::Form(text.to_owned());
        let range = if let Some((from, rest)) = text.split_once("..") {
            let (to, step) = rest.split_once('/').ok_or_else(form)?;
            let (measure, numbers) = numbers(text, &[from, to, step])?;
            let [from, to, step] = numbers[..] else {
                return Err(form());
            };
            Self {
                measure,
                points: steps(text, from, to, step)?,
            }
        } else if text.is_empty() || text.contains('/') {
            return Err(form());
        } else {
            let parts: Vec<&str> = text.split(',').collect();
            let (measure, points) = numbers(text, &parts)?;
            Self {
                measure,
                points: in_order(text, points)?,
            }
        };
        if range.measure == Measure::Percent && range.points.iter().any(|point| point.digits < 0) {
            return Err(RangeError::BelowNought(text.to_owned()));
        }
        let points = match range.points.len() {
            0 => "no point",
            1 => "one point",
            _ => return Ok(range),
        };
        let text = text.to_owned();
        Err(RangeError::TooFew { text, points })
    }

    /// A point as people write it: `98 %`, `0.25`.
    #[must_use]
    pub fn label(&self, place: usize) -> String {
        let Some(point) = self.points.get(place) else {
            return String::new();
        };
        match self.measure {
            Measure::Percent => format!("{point} %"),
            Measure::Own => point.to_string(),
        }
    }
}

fn numbers(text: &str, parts: &[&str]) -> Result<(Measure, Vec<Decimal>), RangeError> {
    let mut percentages = 0;
    let mut found = Vec::new();
    for part in parts {
        let part = part.trim();
        let number = match part.strip_suffix('%') {
            Some(number) => {
                percentages += 1;
                number.trim_end()
            }
            None => part,
        };
        let number = Decimal::parse(number).ok_or_else(|| RangeError::Number(part.to_owned()))?;
        found.push(number);
    }
    match percentages {
        0 => Ok((Measure::Own, found)),
        all if all == parts.len() => Ok((Measure::Percent, found)),
        _ => Err(RangeError::Mixed(text.to_owned())),
    }
}

/// From one number to another by steps; the last is the last that is not beyond the end.
fn steps(
    text: &str,
    from: Decimal,
    to: Decimal,
    step: Decimal,
) -> Result<Vec<Decimal>, RangeError> {
    let places = from.places.max(to.places).max(step.places);
    let (begin, end, each) = (from.at(places), to.at(places), step.at(places));
    let text = text.to_owned();
    if each <= 0 {
        return Err(RangeError::Step(text));
    }
    if end < begin {
        return Err(RangeError::Reversed { text, from, to });
    }
    let count = (end - begin) / each + 1;
    match usize::try_from(count) {
        Ok(points) if points <= MOST_POINTS => {}
        _ => {
            let points = count.to_string();
            return Err(RangeError::TooMany { text, points });
        }
    }
    let points = (0..count).map(|place| Decimal {
        digits: begin + place * each,
        places,
    });
    Ok(points.collect())
}

/// A list, ascending.
fn in_order(text: &str, mut points: Vec<Decimal>) -> Result<Vec<Decimal>, RangeError> {
    if points.len() > MOST_POINTS {
        return Err(RangeError::TooMany {
            text: "…".to_owned(),
            points: points.len().to_string(),
        });
    }
    let places = points.iter().map(|point| point.places).max().unwrap_or(0);
    points.sort_by_key(|point| point.at(places));
    for pair in points.windows(2) {
        if pair[0].at(places) == pair[1].at(places) {
            return Err(RangeError::Twice {
                text: text.to_owned(),
                value: pair[0],
            });
        }
    }
    Ok(points)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn labels(text: &str) -> Vec<String> {
        let range = Range::parse(text).expect(text);
        (0..range.points.len())
            .map(|place| range.label(place))
            .collect()
    }

    #[test]
    fn a_range_has_its_ends_and_every_step_between_them() {
        assert_eq!(labels("98%..104%/2%"), ["98 %", "100 %", "102 %", "104 %"]);
        assert_eq!(labels(" 0.1 .. 0.3 / 0.1 "), ["0.1", "0.2", "0.3"]);
        assert_eq!(labels("-1..1/1"), ["-1", "0", "1"]);
        // The end is no step away.
        assert_eq!(labels("1..2/0.4"), ["1", "1.4", "1.8"]);
    }

    #[test]
    fn a_list_is_put_in_order() {
        assert_eq!(labels("8,3, 5.50"), ["3", "5.5", "8"]);
        assert_eq!(labels("105%,95 %"), ["95 %", "105 %"]);
    }

    #[test]
    fn steps_of_a_tenth_are_tenths() {
        let range = Range::parse("0..3/0.1").expect("a range");
        assert_eq!(range.points.len(), 31);
        let exact = range.points.iter().map(|point| point.value());
        assert!(exact.eq([
            0.0, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 1.0, 1.1, 1.2, 1.3, 1.4, 1.5, 1.6,
            1.7, 1.8, 1.9, 2.0, 2.1, 2.2, 2.3, 2.4, 2.5, 2.6, 2.7, 2.8, 2.9, 3.0
        ]));
    }

    #[test]
    fn what_is_empty_reversed_or_absurd_is_refused_with_what_to_do() {
        for (text, said) in [
            ("", "is no range"),
            ("80%..120%", "is no range"),
            ("80%..120%/", "is no number"),
            ("..", "is no range"),
            ("a..b/c", "`a` is no number"),
            ("1e3..2e3/1e2", "is no number"),
            ("nan..1/0.1", "is no number"),
            ("0..inf/1", "is no number"),
            ("1.", "is no number"),
            ("0.1..0.5/5%", "mixes"),
            ("120%..80%/2%", "backwards"),
            ("80%..120%/0%", "above 0"),
            ("80%..120%/-2%", "above 0"),
            ("80%..81%/2%", "one point"),
            ("5", "one point"),
            ("0..1/0.000001", "1000001 points"),
            ("0..99999999999999999/1", "points, above the most"),
            ("1,2,1.0", "twice"),
            ("-5%..5%/5%", "below 0"),
            ("99999999999999999999..1/1", "is no number"),
        ] {
            let error = Range::parse(text).expect_err(text);
            assert!(error.to_string().contains(said), "{text}: {error}");
            assert!(!error.help().is_empty());
        }
    }
}
