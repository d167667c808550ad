//! A frontier drawn in the terminal, with axes and units: a curve for one quantity, shades for two.

use super::{Row, Sweep, Verdict};
use crate::report::grid::clean;

/// Lines and columns of the curve, in characters; each has 4 × 2 dots.
const LINES: usize = 12;
const COLUMNS: usize = 60;

/// From the least to the greatest.
const SHADES: [char; 4] = ['░', '▒', '▓', '█'];

/// What marks a point without a plan, and one that is not settled.
const NO_PLAN: char = '×';
const NOT_SETTLED: char = '?';

/// How a value of the second axis is written.
pub(super) type Written<'a> = &'a dyn Fn(f64) -> String;

/// The curve of one quantity, points joined in order; below it a cross where there is no plan. Empty
/// where fewer than two points have a figure.
pub(super) fn curve(sweep: &Sweep, title: &str, written: Written<'_>) -> String {
    let Some(axis) = sweep.axes.first() else {
        return String::new();
    };
    let (Some(begin), Some(end)) = (axis.values.first(), axis.values.last()) else {
        return String::new();
    };
    let place = |row: &Row| {
        let value = axis.values.get(*row.at.first()?)?;
        Some((value - begin) / (end - begin))
    };
    let height = |row: &Row| row.planned()?.against(sweep.against);
    let points: Vec<Option<(f64, f64)>> = sweep
        .points
        .iter()
        .map(|row| Some((place(row)?, height(row)?)))
        .collect();
    let heights = || points.iter().flatten().map(|(_, height)| *height);
    if heights().count() < 2 {
        return String::new();
    }
    let (least, most) = spread(heights());
    let mut canvas = Canvas::new();
    for pair in points.windows(2) {
        if let [Some(one), Some(other)] = pair {
            canvas.line(
                Canvas::dot(one.0, share(one.1, least, most)),
                Canvas::dot(other.0, share(other.1, least, most)),
            );
        }
    }
    for point in points.iter().flatten() {
        let (x, y) = Canvas::dot(point.0, share(point.1, least, most));
        canvas.set(x, y);
    }
    let middle = (LINES / 2 - 1, f64::midpoint(least, most));
    let marks = if is_level(least, most) {
        vec![middle]
    } else {
        vec![(0, most), middle, (LINES - 1, least)]
    };
    let label = |line: usize| {
        let mark = marks.iter().find(|(at, _)| *at == line);
        mark.map_or_else(String::new, |(_, value)| written(*value))
    };
    let margin = marks
        .iter()
        .map(|(_, value)| written(*value).chars().count());
    let margin = margin.max().unwrap_or_default();
    let mut text = format!("{}\n", clean(title));
    for line in 0..LINES {
        let tick = if label(line).is_empty() { '│' } else { '┤' };
        let drawn = format!("{:>margin$} {tick}{}", label(line), canvas.row(line));
        text.push_str(drawn.trim_end());
        text.push('\n');
    }
    text.push_str(&foot(sweep, margin, place));
    text
}

/// The first axis of a curve: marks for what has no plan, its ends and its middle.
fn foot(sweep: &Sweep, margin: usize, place: impl Fn(&Row) -> Option<f64>) -> String {
    let mut ruler = vec!['─'; COLUMNS];
    for row in &sweep.points {
        let mark = match row.verdict {
            Verdict::Plan(_) => continue,
            Verdict::NoPlan { .. } => NO_PLAN,
            Verdict::NotSettled { .. } => NOT_SETTLED,
        };
        if let Some(share) = place(row)
            && let Some(cell) = ruler.get_mut(Canvas::dot(share, 0.0).0 / 2)
        {
            *cell = mark;
        }
    }
    let ruler: String = ruler.into_iter().collect();
    let indent = " ".repeat(margin + 1);
    let axis = &sweep.axes[0];
    let labels = &axis.labels;
    let (first, last) = (&labels[0], &labels[labels.len() - 1]);
    let used = first.chars().count() + last.chars().count();
    let room = COLUMNS.saturating_sub(used);
    let name = clean(&axis.quantity);
    let name = if name.chars().count() + 2 <= room {
        name
    } else {
        String::new()
    };
    let text = format!("{indent}└{ruler}\n{indent} {first}{name:^room$}{last}\n");
    let has = |mark: char| ruler.contains(mark);
    let meaning = match (has(NO_PLAN), has(NOT_SETTLED)) {
        (true, true) => format!("{NO_PLAN} no plan   {NOT_SETTLED} not settled"),
        (true, false) => format!("{NO_PLAN} no plan"),
        (false, true) => format!("{NOT_SETTLED} not settled"),
        (false, false) => return text,
    };
    text + &format!("{indent} {meaning}\n")
}

/// The shades of two quantities: a line a value of the first, a column a value of the second. Empty
/// where no point has a figure.
pub(super) fn shades(sweep: &Sweep, title: &str, written: Written<'_>) -> String {
    let [down, across] = &sweep.axes[..] else {
        return String::new();
    };
    let height = |row: &Row| row.planned()?.against(sweep.against);
    let heights = || sweep.points.iter().filter_map(height);
    if heights().next().is_none() {
        return String::new();
    }
    let (least, most) = spread(heights());
    let mut cells = vec![vec![' '; across.values.len()]; down.values.len()];
    for row in &sweep.points {
        let mark = match (&row.verdict, height(row)) {
            (Verdict::NoPlan { .. }, _) => NO_PLAN,
            (_, Some(value)) => SHADES[quarter(share(value, least, most))],
            _ => NOT_SETTLED,
        };
        if let [line, column] = row.at[..]
            && let Some(cell) = cells.get_mut(line).and_then(|line| line.get_mut(column))
        {
            *cell = mark;
        }
    }
    let margin = down.labels.iter().map(|label| label.chars().count()).max();
    let margin = margin
        .unwrap_or_default()
        .max(down.quantity.chars().count());
    // As wide as fits the page.
    let wide = (COLUMNS / across.values.len().max(1)).clamp(1, 4);
    let width = wide * across.values.len();
    let (from, to) = (&across.labels[0], &across.labels[across.labels.len() - 1]);
    let room = width.saturating_sub(from.chars().count() + to.chars().count());
    let (name, other) = (clean(&down.quantity), clean(&across.quantity));
    let mut text = format!(
        "{}\n{name:>margin$}  {other}\n{:margin$}  {from}{:room$} {to}\n",
        clean(title),
        "",
        ""
    );
    for (label, line) in down.labels.iter().zip(cells) {
        let shaded: String = line
            .into_iter()
            .flat_map(|mark| std::iter::repeat_n(mark, wide))
            .collect();
        text.push_str(format!("{label:>margin$}  {shaded}").trim_end());
        text.push('\n');
    }
    let without = if text.contains(NO_PLAN) {
        format!("   {NO_PLAN} no plan")
    } else {
        String::new()
    };
    let (light, dark) = (SHADES[0], SHADES[3]);
    let scale = format!("{light} {} … {dark} {}", written(least), written(most));
    text + &format!("{:margin$}  {scale}{without}\n", "")
}

/// Least and most.
fn spread(values: impl Iterator<Item = f64>) -> (f64, f64) {
    values.fold(
        (f64::INFINITY, f64::NEG_INFINITY),
        |(least, most), value| (least.min(value), most.max(value)),
    )
}

/// Where a value lies between the least and the most; in the middle where all are alike.
fn share(value: f64, least: f64, most: f64) -> f64 {
    if is_level(least, most) {
        0.5
    } else {
        ((value - least) / (most - least)).clamp(0.0, 1.0)
    }
}

fn is_level(least: f64, most: f64) -> bool {
    most - least <= 1e-9 * most.abs().max(least.abs()).max(1e-9)
}

#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "between 0 and 3"
)]
fn quarter(share: f64) -> usize {
    (share * 4.0).clamp(0.0, 3.0) as usize
}

/// Dots in characters of two by four (Braille).
struct Canvas {
    dots: Vec<Vec<bool>>,
}

impl Canvas {
    const WIDE: usize = COLUMNS * 2;
    const HIGH: usize = LINES * 4;

    fn new() -> Self {
        Self {
            dots: vec![vec![false; Self::WIDE]; Self::HIGH],
        }
    }

    /// The dot at shares of the width and of the height, from the left and from the top.
    fn dot(across: f64, up: f64) -> (usize, usize) {
        #[expect(
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            clippy::cast_precision_loss,
            reason = "between 0 and a few hundred"
        )]
        let at =
            |share: f64, size: usize| (share.clamp(0.0, 1.0) * (size - 1) as f64).round() as usize;
        (at(across, Self::WIDE), Self::HIGH - 1 - at(up, Self::HIGH))
    }

    fn set(&mut self, x: usize, y: usize) {
        if let Some(dot) = self.dots.get_mut(y).and_then(|line| line.get_mut(x)) {
            *dot = true;
        }
    }

    /// Every dot between two.
    fn line(&mut self, (x, y): (usize, usize), (to_x, to_y): (usize, usize)) {
        let steps = x.abs_diff(to_x).max(y.abs_diff(to_y)).max(1);
        let between = |from: usize, to: usize, step: usize| {
            // To the nearest, without leaving whole numbers.
            (from * (steps - step) + to * step + steps / 2) / steps
        };
        for step in 0..=steps {
            self.set(between(x, to_x, step), between(y, to_y, step));
        }
    }

    /// A line of characters.
    fn row(&self, line: usize) -> String {
        /// The bit of each dot, by line and column.
        const BITS: [[u32; 2]; 4] = [[0x01, 0x08], [0x02, 0x10], [0x04, 0x20], [0x40, 0x80]];
        let character = |column: usize| {
            let mut bits = 0;
            for (down, pair) in BITS.iter().enumerate() {
                for (right, bit) in pair.iter().enumerate() {
                    if self.dots[line * 4 + down][column * 2 + right] {
                        bits |= bit;
                    }
                }
            }
            match bits {
                0 => ' ',
                _ => char::from_u32(0x2800 + bits).unwrap_or(' '),
            }
        };
        (0..COLUMNS).map(character).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ends_of_the_axes_are_corners_of_the_canvas() {
        assert_eq!(Canvas::dot(0.0, 0.0), (0, Canvas::HIGH - 1));
        assert_eq!(Canvas::dot(1.0, 1.0), (Canvas::WIDE - 1, 0));
    }

    #[test]
    fn a_line_leaves_no_column_out_and_nothing_beside_it() {
        let mut canvas = Canvas::new();
        canvas.line((0, Canvas::HIGH - 1), (Canvas::WIDE - 1, 0));
        for x in 0..Canvas::WIDE {
            let set = canvas.dots.iter().filter(|line| line[x]).count();
            assert_eq!(set, 1, "column {x}");
        }
        assert!(canvas.row(0).ends_with('⠉') || !canvas.row(0).trim().is_empty());
    }

    #[test]
    fn what_is_alike_lies_in_the_middle() {
        assert!((share(5.0, 5.0, 5.0) - 0.5).abs() < 1e-12);
        assert!((share(7.5, 5.0, 10.0) - 0.5).abs() < 1e-12);
    }
}
