//! Figures over time as a line of marks.

const MARKS: [char; 8] = ['▁', '▂', '▃', '▄', '▅', '▆', '▇', '█'];

/// What stands where there is no figure (a wait where nobody starts).
const NONE: char = '·';

/// The most marks that a line may have.
pub const LONGEST: usize = 36;

/// How many periods a mark stands for, so that a line is no longer than [`LONGEST`].
pub fn periods_per_mark(periods: usize) -> usize {
    periods.div_ceil(LONGEST).max(1)
}

/// A mark a period, from the least (lowest) to the greatest (highest); of long horizons the last
/// of each few periods. What does not change to the thousandth is level.
pub fn line(values: &[f64]) -> String {
    let kept: Vec<f64> = values
        .chunks(periods_per_mark(values.len()))
        .filter_map(|chunk| chunk.last().copied())
        .collect();
    let finite = || kept.iter().copied().filter(|value| value.is_finite());
    let least = finite().fold(f64::INFINITY, f64::min);
    let most = finite().fold(f64::NEG_INFINITY, f64::max);
    let width = most - least;
    let is_level = width <= 1e-3 * most.abs().max(least.abs()).max(1e-3);
    kept.iter()
        .map(|value| {
            if !value.is_finite() {
                NONE
            } else if is_level {
                MARKS[if most.abs() < 1e-6 { 0 } else { 3 }]
            } else {
                MARKS[eighth((value - least) / width)]
            }
        })
        .collect()
}

/// Which eighth of 0 to 1 a share lies in.
#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "between 0 and 7"
)]
fn eighth(share: f64) -> usize {
    (share * 8.0).clamp(0.0, 7.0) as usize
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_least_is_lowest_and_the_greatest_highest() {
        assert_eq!(line(&[10.0, 11.0, 12.0, 13.0, 14.0]), "▁▃▅▇█");
        assert_eq!(line(&[14.0, f64::INFINITY, 10.0]), "█·▁");
    }

    #[test]
    fn what_does_not_change_is_level() {
        assert_eq!(line(&[5.0, 5.000_01, 5.0]), "▄▄▄");
        assert_eq!(line(&[0.0, 0.0]), "▁▁");
        assert_eq!(line(&[]), "");
        assert_eq!(line(&[f64::NAN]), "·");
    }

    #[test]
    fn long_horizons_have_fewer_marks_than_periods() {
        let weeks: Vec<f64> = (0..156).map(f64::from).collect();
        assert_eq!(periods_per_mark(156), 5);
        assert_eq!(line(&weeks).chars().count(), 32);
    }
}
