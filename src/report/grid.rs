//! Tables of text: no side borders, one rule under the header, figures to the right; as wide as
//! their content, at most [`WIDTH`] columns.

use comfy_table::{
    Cell, CellAlignment, ContentArrangement, ContentLineStyle, LineStyle, Row, Table, TableStyle,
};

/// The widest that a table may be, in columns of a terminal.
pub const WIDTH: u16 = 100;

const STYLE: TableStyle = TableStyle::new()
    .header_lines(ContentLineStyle::none())
    .header_separator(LineStyle::none().fill('─').junction('─'))
    .content_lines(ContentLineStyle::none());

/// A table under construction.
#[derive(Debug)]
pub struct Grid {
    table: Table,
    left: Vec<bool>,
}

impl Grid {
    /// Begins a table. A heading that begins with `<` stands, with its column, to the left; the
    /// first column always does.
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
                headings.iter().map(|h| h.trim_start_matches('<').to_owned()),
                &left,
            ));
        Self { table, left }
    }

    /// Adds a row, one text a column.
    pub fn row(&mut self, texts: impl IntoIterator<Item = String>) {
        self.table.add_row(cells(texts, &self.left));
    }

    /// Whether it has no rows.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.table.is_empty()
    }

    /// The table as lines, each indented by two and with its end newline.
    #[must_use]
    pub fn render(mut self) -> String {
        for column in self.table.column_iter_mut() {
            column.set_padding((0, 2));
        }
        let mut text = String::new();
        for line in self.table.trim_fmt().lines() {
            text.push_str(line.trim_end());
            text.push('\n');
        }
        text
    }
}

fn cells(texts: impl IntoIterator<Item = String>, left: &[bool]) -> Row {
    let mut row = Row::new();
    for (text, left) in texts.into_iter().zip(left) {
        let alignment = if *left {
            CellAlignment::Left
        } else {
            CellAlignment::Right
        };
        row.add_cell(Cell::new(clean(&text)).set_alignment(alignment));
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
        assert_eq!(grid.render(), "role  WTE  met\n──────────────\nAP      1  yes\nPWP    10  no\n");
    }

    #[test]
    fn control_characters_do_not_reach_the_terminal() {
        assert_eq!(clean("a\u{1b}[31mb\nc"), "a [31mb c");
    }
}
