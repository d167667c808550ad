//! What options may say: gaps, times, objectives.

use std::time::Duration;

use crate::dates::Month;
use crate::instance::Objective;

/// Reads a gap: a share (`1e-4`, `0.0001`) or a percentage (`0.01%`).
pub fn gap(text: &str) -> Result<f64, String> {
    let (number, divisor) = match text.trim().strip_suffix('%') {
        Some(percentage) => (percentage.trim(), 100.0),
        None => (text.trim(), 1.0),
    };
    let value = number
        .parse::<f64>()
        .map_err(|_| "write a share such as `1e-4` or a percentage such as `0.01%`".to_owned())?
        / divisor;
    if (0.0..1.0).contains(&value) {
        Ok(value)
    } else {
        Err("the gap must be at least 0 and below 1 (100 %)".to_owned())
    }
}

/// Reads a time: `60s`, `2m`, `1h`, `500ms`; a bare number is seconds.
pub fn duration(text: &str) -> Result<Duration, String> {
    let text = text.trim();
    if text.starts_with('-') {
        return Err("the time must be above 0".to_owned());
    }
    let split = text
        .find(|c: char| !(c.is_ascii_digit() || c == '.'))
        .unwrap_or(text.len());
    let (number, unit) = text.split_at(split);
    let seconds_per_unit = match unit.trim() {
        "" | "s" | "sec" => 1.0,
        "ms" => 0.001,
        "m" | "min" => 60.0,
        "h" => 3_600.0,
        _ => return Err("write a time such as `60s`, `2m` or `1h`".to_owned()),
    };
    let number: f64 = number
        .parse()
        .map_err(|_| "write a time such as `60s`, `2m` or `1h`".to_owned())?;
    if number <= 0.0 {
        return Err("the time must be above 0".to_owned());
    }
    Duration::try_from_secs_f64(number * seconds_per_unit)
        .map_err(|_| "that is longer than can be counted".to_owned())
}

/// Shares by which something differs.
#[derive(Debug, Clone, PartialEq)]
pub struct Levels(pub Vec<f64>);

/// Most levels that a range may come to.
const MOST_LEVELS: f64 = 1000.0;

/// Reads levels: one (`-5%`, `-0.05`), or a range with its step (`-1%..-10%/1%`).
pub fn levels(text: &str) -> Result<Levels, String> {
    let text = text.trim();
    let Some((from, rest)) = text.split_once("..") else {
        return Ok(Levels(vec![level(text)?]));
    };
    let Some((to, step)) = rest.split_once('/') else {
        return Err("a range needs its step: write `-1%..-10%/1%`".to_owned());
    };
    let (from, to, step) = (level(from)?, level(to)?, level(step)?.abs());
    if step < 1e-6 {
        return Err("the step must be at least 0.0001 %".to_owned());
    }
    let count = ((to - from).abs() / step + 1e-6).floor();
    if count >= MOST_LEVELS {
        return Err(format!(
            "that is more than {MOST_LEVELS} levels: take a larger step, or a shorter range"
        ));
    }
    let way = if to < from { -step } else { step };
    let mut levels = Vec::new();
    let mut at = 0.0;
    while at <= count {
        // To a millionth: 0.1 % three times is 0.3 %.
        levels.push(((from + way * at) * 1e6).round() / 1e6);
        at += 1.0;
    }
    Ok(Levels(levels))
}

/// Reads a share by which something differs, above −1.
fn level(text: &str) -> Result<f64, String> {
    let text = text.trim().replace('−', "-");
    let (number, divisor) = match text.strip_suffix('%') {
        Some(percentage) => (percentage.trim(), 100.0),
        None => (text.as_str(), 1.0),
    };
    let value = number
        .parse::<f64>()
        .map_err(|_| "write a level such as `-5%`, or a range such as `-1%..-10%/1%`".to_owned())?
        / divisor;
    if value > -1.0 && value <= 10.0 {
        Ok(value)
    } else {
        Err(format!(
            "{text} is out of bounds: levels lie above -100% and are at most 1000%"
        ))
    }
}

/// Reads a month: `2027-04`.
pub fn month(text: &str) -> Result<Month, String> {
    text.trim()
        .parse()
        .map_err(|_| "write a month such as `2027-04`".to_owned())
}

/// Reads an objective by its name in instances.
pub fn objective(text: &str) -> Result<Objective, String> {
    serde_json::from_value(text.into())
        .map_err(|_| "write `least-shortfall`, `least-cost`, `most-access` or `fairest`".to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn levels_are_shares_or_ranges_with_a_step() {
        let read = |text: &str| levels(text).map(|levels| levels.0);
        assert_eq!(read("-5%"), Ok(vec![-0.05]));
        assert_eq!(read("−0.05"), Ok(vec![-0.05]));
        assert_eq!(read("-1%..-3%/1%"), Ok(vec![-0.01, -0.02, -0.03]));
        assert_eq!(read("-0.1%..-0.3%/-0.1%"), Ok(vec![-0.001, -0.002, -0.003]));
        assert_eq!(read("2%..-2%/2%"), Ok(vec![0.02, 0.0, -0.02]));
        for wrong in [
            "",
            "five",
            "-1%..-10%",
            "-1%..-10%/0%",
            "-100%",
            "-1%..-10%/0.001%",
            "nan",
            "1..2/nan",
        ] {
            assert!(read(wrong).is_err(), "{wrong}");
        }
    }

    #[test]
    fn gaps_are_shares_or_percentages() {
        for (text, value) in [
            ("0.01%", 1e-4),
            ("0.01 %", 1e-4),
            ("1e-4", 1e-4),
            ("0", 0.0),
            ("5%", 0.05),
        ] {
            let gap = gap(text).expect(text);
            assert!((gap - value).abs() < 1e-15, "{text}");
        }
        for text in ["", "%", "-1%", "100%", "1", "nan", "inf", "abc", "1e-4s"] {
            assert!(gap(text).is_err(), "{text}");
        }
    }

    #[test]
    fn times_have_units() {
        for (text, seconds) in [
            ("60s", 60.0),
            ("60", 60.0),
            ("2m", 120.0),
            ("1.5m", 90.0),
            ("1h", 3_600.0),
            ("250ms", 0.25),
        ] {
            let time = duration(text).expect(text).as_secs_f64();
            assert!((time - seconds).abs() < 1e-9, "{text}");
        }
        for text in [
            "",
            "s",
            "0",
            "0s",
            "-1s",
            "1d",
            "1.2.3s",
            "1e9s",
            "99999999999999999999h",
        ] {
            assert!(duration(text).is_err(), "{text}");
        }
    }
}
