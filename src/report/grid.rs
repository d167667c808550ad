//! Tables of text: no side borders, one rule under the header, figures to the right; as wide as
//! their content, at most [`WIDTH`] columns.

use comfy_table::{
    Cell, CellAlignment, ColumnConstraint, ContentArrangement, ContentLineStyle, LineStyle, Row,
    Table, TableStyle, Width as ComfyWidth,
};

/// The widest that a table may be, in columns of a terminal.
pub const WIDTH: u16 = 100;

const STYLE: TableStyle = TableStyle::new()
    .header_lines(ContentLineStyle::none())
    .header_separator(LineStyle::none().fill('─').junction('─'))
    .content_lines(ContentLineStyle::none());

/// Columns of words are not made narrower than their longest word, up to this.
const WIDEST_WORD: usize = 16;

/// A table under construction.
#[derive(Debug)]
pub struct Grid {
    table: Table,
    left: Vec<bool>,
    whole: Vec<bool>,
    least_widths: Vec<usize>,
}

impl Grid {
    /// Begins a table. A heading that begins with `<` stands, with its column, to the left; the
    /// first column always does. A newline in a heading begins a new line.
    #[must_use]
    pub fn new(headings: &[&str]) -> Self {
        let left: Vec<bool> = headings
            .iter()
            .enumerate()
            .map(|(position, heading)| position == 0 || heading.starts_with('<'))
            .collect();
        let mut table = Table::new();
        table
            .load_style(STYLE)
            .force_no_tty()
            .set_content_arrangement(ContentArrangement::Dynamic)
            .set_width(WIDTH)
            .set_header(cells(
                headings
                    .iter()
                    .map(|h| h.trim_start_matches('<').to_owned()),
                &left,
            ));
        let least_widths = headings
            .iter()
            .map(|heading| longest_word(heading.trim_start_matches('<')))
            .collect();
        Self {
            table,
            whole: left.iter().map(|left| !left).collect(),
            left,
            least_widths,
        }
    }

    /// Never breaks a column of words over lines, which are marks, say.
    pub fn keep_whole(&mut self, column: usize) {
        if let Some(whole) = self.whole.get_mut(column) {
            *whole = true;
        }
    }

    /// Adds a row, one text a column.
    pub fn row(&mut self, texts: impl IntoIterator<Item = String>) {
        let texts: Vec<String> = texts.into_iter().collect();
        for (position, text) in texts.iter().enumerate() {
            // Figures are never broken over lines.
            let width = if self.whole.get(position).copied().unwrap_or_default() {
                text.chars().count()
            } else {
                longest_word(text)
            };
            if let Some(least) = self.least_widths.get_mut(position) {
                *least = width.max(*least);
            }
        }
        let texts = texts.into_iter().map(|text| clean(&text));
        self.table.add_row(cells(texts, &self.left));
    }

    /// Whether it has no rows.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.table.is_empty()
    }

    /// The table as lines, each with its newline.
    #[must_use]
    pub fn render(mut self) -> String {
        let columns = self.left.len();
        for (position, column) in self.table.column_iter_mut().enumerate() {
            // The gap between columns is this and the (empty) rule between them.
            let padding = u16::from(position + 1 != columns);
            column.set_padding((0, padding));
            let width = self.least_widths.get(position).copied().unwrap_or_default();
            let width = u16::try_from(width).unwrap_or(WIDTH) + padding;
            column.set_constraint(ColumnConstraint::LowerBoundary(ComfyWidth::Fixed(width)));
        }
        let mut text = String::new();
        for line in self.table.trim_fmt().lines() {
            text.push_str(line.trim_end());
            text.push('\n');
        }
        text
    }
}

fn longest_word(text: &str) -> usize {
    text.split_whitespace()
        .map(|word| word.chars().count())
        .max()
        .unwrap_or_default()
        .min(WIDEST_WORD)
}

fn cells(texts: impl IntoIterator<Item = String>, left: &[bool]) -> Row {
    let mut row = Row::new();
    for (text, left) in texts.into_iter().zip(left) {
        let alignment = if *left {
            CellAlignment::Left
        } else {
            CellAlignment::Right
        };
        let lines: Vec<String> = text.split('\n').map(clean).collect();
        row.add_cell(Cell::new(lines.join("\n")).set_alignment(alignment));
    }
    row
}

/// A text without control characters: names come from files, and a terminal obeys what it is
/// shown.
#[must_use]
pub fn clean(text: &str) -> String {
    text.chars()
        .map(|c| if c.is_control() { ' ' } else { c })
        .collect()
}

/// A sentence as lines of at most [`WIDTH`] columns; those after the first are indented by two
/// more than the first. Control characters are dropped.
#[must_use]
pub fn paragraph(text: &str) -> String {
    let text = clean(text);
    let indent = " ".repeat(text.len() - text.trim_start().len());
    let mut lines = String::new();
    let mut line = indent.clone();
    let widest = usize::from(WIDTH).saturating_sub(indent.len() + 2).max(1);
    for word in text
        .split_whitespace()
        .flat_map(|word| pieces(word, widest))
    {
        let length = line.chars().count() + 1 + word.chars().count();
        if length > usize::from(WIDTH) && !line.trim().is_empty() {
            lines.push_str(&line);
            lines.push('\n');
            line = format!("{indent}  {word}");
        } else {
            if !line.trim().is_empty() {
                line.push(' ');
            }
            line.push_str(&word);
        }
    }
    lines + &line + "\n"
}

/// A word in pieces of at most so many characters.
fn pieces(word: &str, widest: usize) -> Vec<String> {
    let characters: Vec<char> = word.chars().collect();
    characters
        .chunks(widest)
        .map(|piece| piece.iter().collect())
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_line_is_wider_than_the_page() {
        let mut grid = Grid::new(&["name", "a", "b"]);
        grid.row(["long name ".repeat(30), "1".to_owned(), "2".to_owned()]);
        let text = grid.render();
        assert!(text.lines().count() > 3);
        for line in text.lines() {
            assert!(line.chars().count() <= usize::from(WIDTH), "{line}");
        }
    }

    #[test]
    fn figures_stand_to_the_right_and_words_to_the_left() {
        let mut grid = Grid::new(&["role", "WTE", "<met"]);
        grid.row(["AP".to_owned(), "1".to_owned(), "yes".to_owned()]);
        grid.row(["PWP".to_owned(), "10".to_owned(), "no".to_owned()]);
        assert_eq!(
            grid.render(),
            "role  WTE  met\n──────────────\nAP      1  yes\nPWP    10  no\n"
        );
    }

    #[test]
    fn sentences_are_wrapped_and_keep_their_indent() {
        let text = paragraph(&format!("  {}", "word ".repeat(30)));
        let lines: Vec<&str> = text.lines().collect();
        assert_eq!(lines.len(), 2);
        assert!(lines[0].starts_with("  word") && lines[1].starts_with("    word"));
        assert!(lines.iter().all(|l| l.len() <= usize::from(WIDTH)));
        assert_eq!(paragraph("short"), "short\n");
        for line in paragraph(&format!("  {}", "é".repeat(300))).lines() {
            assert!(line.chars().count() <= usize::from(WIDTH), "{line}");
        }
    }

    #[test]
    fn control_characters_do_not_reach_the_terminal() {
        assert_eq!(clean("a\u{1b}[31mb\nc"), "a [31mb c");
    }
}
