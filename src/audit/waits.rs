//! How waits are spread about their mean: a gamma distribution of a given shape (F2).

use statrs::function::gamma::ln_gamma;

/// The share of people who wait no longer than `weeks` where the mean wait is `mean` weeks.
pub fn share_within(weeks: f64, mean: f64, shape: f64) -> f64 {
    if mean <= 0.0 {
        1.0
    } else {
        gamma_cdf(shape, shape * weeks / mean)
    }
}

/// The longest mean wait, in weeks, at which `share` of people wait no longer than `weeks`;
/// infinite where nobody need be seen in time.
pub fn longest_mean(weeks: f64, share: f64, wait_shape: f64) -> f64 {
    if share <= 0.0 {
        return f64::INFINITY;
    }
    if weeks <= 0.0 || share >= 1.0 {
        return 0.0;
    }
    // The share grows as the mean shrinks against the weeks: halve the interval of `weeks / mean`.
    let seen = |weeks_per_mean: f64| share_within(weeks_per_mean, 1.0, wait_shape);
    let (mut low, mut high) = (0.0, 1.0);
    while seen(high) < share && high < f64::MAX / 4.0 {
        low = high;
        high *= 2.0;
    }
    for _ in 0..200 {
        let middle = f64::midpoint(low, high);
        if middle <= low || middle >= high {
            break;
        }
        if seen(middle) < share {
            low = middle;
        } else {
            high = middle;
        }
    }
    weeks / high
}

/// The distribution function of the gamma distribution with scale 1, by its power series
/// (NIST Digital Library of Mathematical Functions, 8.7.1), whose terms are all positive.
fn gamma_cdf(shape: f64, x: f64) -> f64 {
    if x.is_nan() || shape.is_nan() || shape <= 0.0 {
        return f64::NAN;
    }
    if x <= 0.0 {
        return 0.0;
    }
    let log_first = shape * x.ln() - x - ln_gamma(shape + 1.0);
    if x.is_infinite() || log_first < -700.0 {
        // So far out in a tail that the series underflows.
        return if x > shape { 1.0 } else { 0.0 };
    }
    let mut term = log_first.exp();
    let mut sum = term;
    let mut denominator = shape;
    // Terms rise up to x and fall from there.
    while denominator < x || term > sum * 1e-17 {
        denominator += 1.0;
        term *= x / denominator;
        sum += term;
    }
    sum.min(1.0)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn close(found: f64, wanted: f64, off: f64) {
        assert!((found - wanted).abs() <= off, "{found} is not {wanted}");
    }

    #[test]
    fn three_quarters_in_six_weeks_allow_a_mean_of_four_and_a_third() {
        // w / ln(1/(1−p)) = 6 / ln 4.
        close(longest_mean(6.0, 0.75, 1.0), 6.0 / 4.0_f64.ln(), 1e-12);
        close(longest_mean(6.0, 0.75, 1.0), 4.328, 5e-4);
    }

    #[test]
    fn nineteen_in_twenty_in_eighteen_weeks_allow_a_mean_of_six() {
        close(longest_mean(18.0, 0.95, 1.0), 6.01, 2e-3);
    }

    #[test]
    fn nine_in_ten_in_ninety_days_allow_a_mean_of_thirty_nine_days() {
        close(longest_mean(90.0, 0.9, 1.0), 39.0, 0.1);
    }

    #[test]
    fn shape_two_agrees_with_its_closed_form() {
        // F(x) = 1 − e^(−x)·(1 + x); a mean of 4 weeks gives x = 2·6/4 = 3 after 6 weeks.
        close(
            share_within(6.0, 4.0, 2.0),
            1.0 - 4.0 * (-3.0_f64).exp(),
            1e-14,
        );
        // F(3.889720) = 0.9 (tables of χ² with 4 degrees of freedom: 7.779440 / 2).
        close(longest_mean(18.0, 0.9, 2.0), 2.0 * 18.0 / 3.889_720, 1e-5);
    }

    #[test]
    fn shape_one_half_agrees_with_chi_squared_tables() {
        // χ² with 1 degree of freedom is below 3.841459 with probability 0.95; x = χ²/2.
        close(gamma_cdf(0.5, 3.841_459 / 2.0), 0.95, 1e-6);
    }

    #[test]
    fn the_share_and_the_mean_undo_each_other() {
        for shape in [0.3, 1.0, 1.7, 5.0, 40.0] {
            for share in [0.01, 0.5, 0.9, 0.999] {
                let mean = longest_mean(12.0, share, shape);
                close(share_within(12.0, mean, shape), share, 1e-12);
            }
        }
    }

    #[test]
    fn the_ends_are_exact() {
        close(share_within(6.0, 0.0, 1.0), 1.0, 0.0);
        close(share_within(6.0, f64::INFINITY, 1.0), 0.0, 0.0);
        close(share_within(1e9, 1.0, 1.0), 1.0, 0.0);
        close(share_within(0.0, 1.0, 1.0), 0.0, 0.0);
        assert!(longest_mean(6.0, 0.0, 1.0).is_infinite());
        close(longest_mean(0.0, 0.5, 1.0), 0.0, 0.0);
        assert!(share_within(6.0, 1.0, 0.0).is_nan());
    }
}
