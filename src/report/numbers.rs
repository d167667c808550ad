//! Numbers as people read them: thousands apart, no more places than mean something, never `-0`.

/// What stands where there is no number.
pub const NOTHING: &str = "–";

/// Pounds to the whole pound: `£1,234,567`, `−£1,234`.
#[must_use]
pub fn pounds(value: f64) -> String {
    if !value.is_finite() {
        return NOTHING.to_owned();
    }
    let whole = grouped(value.abs(), 0);
    if value < 0.0 && whole != "0" {
        format!("−£{whole}")
    } else {
        format!("£{whole}")
    }
}

/// A number with its thousands apart and so many decimal places: `1,234.5`, `−3.0`.
#[must_use]
pub fn plain(value: f64, places: usize) -> String {
    if !value.is_finite() {
        return NOTHING.to_owned();
    }
    let text = grouped(value.abs(), places);
    let is_zero = text.bytes().all(|b| matches!(b, b'0' | b'.' | b','));
    if value < 0.0 && !is_zero {
        format!("−{text}")
    } else {
        text
    }
}

/// A change, with its sign: `+3.0`, `−1.5`, `0.0`.
#[must_use]
pub fn change(value: f64, places: usize) -> String {
    let text = plain(value, places);
    let is_zero = !text.bytes().any(|b| matches!(b, b'1'..=b'9'));
    if value > 0.0 && !is_zero {
        format!("+{text}")
    } else {
        text
    }
}

/// A share as a percentage: `93 %`.
#[must_use]
pub fn percent(share: f64, places: usize) -> String {
    format!("{} %", plain(share * 100.0, places))
}

/// A gap as a percentage, with the places that it needs to show two figures: `0.0087 %`, `12 %`.
#[must_use]
pub fn gap(share: f64) -> String {
    if !share.is_finite() {
        return "not known".to_owned();
    }
    let percentage = share * 100.0;
    let places = [10.0, 1.0, 0.1, 0.01, 0.001, 0.0001]
        .iter()
        .position(|limit| percentage >= *limit);
    match places {
        Some(places) => {
            let text = plain(percentage, places);
            let text = if text.contains('.') {
                text.trim_end_matches('0').trim_end_matches('.')
            } else {
                &text
            };
            format!("{text} %")
        }
        None if percentage < 1e-7 => "0 %".to_owned(),
        None => "under 0.0001 %".to_owned(),
    }
}

/// Decimal places for a column of figures: none where all are whole (to a twentieth), else one.
#[must_use]
pub fn places_for(values: impl IntoIterator<Item = f64>) -> usize {
    let all_whole = values
        .into_iter()
        .all(|value| (value - value.round()).abs() < 0.05);
    usize::from(!all_whole)
}

/// A count with its noun, which takes an `s`: `1 service`, `8 services`.
#[must_use]
pub fn count(number: usize, noun: &str) -> String {
    let figure = whole(number);
    let ending = if number == 1 { "" } else { "s" };
    format!("{figure} {noun}{ending}")
}

/// A count with its thousands apart.
#[must_use]
pub fn whole(number: usize) -> String {
    group_thousands(&number.to_string())
}

fn grouped(magnitude: f64, places: usize) -> String {
    let text = format!("{magnitude:.places$}");
    match text.split_once('.') {
        Some((integer, fraction)) => format!("{}.{fraction}", group_thousands(integer)),
        None => group_thousands(&text),
    }
}

fn group_thousands(digits: &str) -> String {
    let mut text = String::with_capacity(digits.len() + digits.len() / 3);
    for (position, digit) in digits.chars().enumerate() {
        if position > 0 && (digits.len() - position).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn thousands_stand_apart() {
        assert_eq!(pounds(1_234_567.4), "£1,234,567");
        assert_eq!(pounds(123.0), "£123");
        assert_eq!(plain(12_345.67, 1), "12,345.7");
        assert_eq!(whole(1_000), "1,000");
    }

    #[test]
    fn nothing_is_never_negative() {
        assert_eq!(plain(-0.0, 1), "0.0");
        assert_eq!(plain(-0.04, 1), "0.0");
        assert_eq!(pounds(-0.4), "£0");
        assert_eq!(change(-0.04, 1), "0.0");
        assert_eq!(change(0.04, 1), "0.0");
    }

    #[test]
    fn signs_are_kept() {
        assert_eq!(pounds(-1_500.0), "−£1,500");
        assert_eq!(change(2.5, 1), "+2.5");
        assert_eq!(change(-2.5, 1), "−2.5");
    }

    #[test]
    fn a_gap_shows_two_figures() {
        assert_eq!(gap(0.0), "0 %");
        assert_eq!(gap(0.000_087), "0.0087 %");
        assert_eq!(gap(0.000_1), "0.01 %");
        assert_eq!(gap(0.123), "12 %");
        assert_eq!(gap(0.012_3), "1.2 %");
        assert_eq!(gap(1e-8), "under 0.0001 %");
        assert_eq!(gap(f64::INFINITY), "not known");
    }

    #[test]
    fn a_column_of_whole_posts_has_no_decimals() {
        assert_eq!(places_for([3.0, 58.0, 0.000_1]), 0);
        assert_eq!(places_for([3.0, 58.4]), 1);
    }

    #[test]
    fn what_is_not_a_number_is_a_dash() {
        assert_eq!(pounds(f64::NAN), NOTHING);
        assert_eq!(plain(f64::INFINITY, 1), NOTHING);
    }

    #[test]
    fn nouns_agree_with_their_numbers() {
        assert_eq!(count(1, "service"), "1 service");
        assert_eq!(count(0, "service"), "0 services");
    }
}
