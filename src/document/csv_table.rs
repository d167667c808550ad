//! A CSV table of services: one row a service, columns named by the path of the key they fill.
//!
//! RFC 4180: commas, double quotes doubled within quotes, line ends LF or CRLF. Read here and
//! not by a library, because every cell must know its bytes.

use std::collections::HashMap;
use std::ops::Range;

use super::tree::{Node, Table, Value};
use crate::diagnostics::{Diagnostic, Explanation, FileId, Location};

/// The most parts that a column's name may have.
const LONGEST_PATH: usize = 16;

pub(super) const CODES: &[Explanation] = &[
    Explanation {
        code: "D010",
        title: "a row has too many or too few cells",
        what: "A row of the table has another number of cells than its header.",
        why: "From the first missing or surplus comma on, numbers would stand under the wrong names.",
        example: "id,name,referrals_per_year\nleeds,Leeds,12,000",
        fix: "Give each row one cell a column. Put text with a comma in double quotes, and write numbers without thousands separators.",
    },
    Explanation {
        code: "D011",
        title: "quotes that do not close",
        what: "A quoted cell does not end before the file does, or goes on after its closing quote.",
        why: "The rest of the table would be read as one cell.",
        example: "id,name\nleeds,\"Leeds",
        fix: "Close the quotes. A double quote within a quoted cell is written twice.",
    },
    Explanation {
        code: "D012",
        title: "a column without a usable name",
        what: "A header cell is empty, or is not a path of keys joined by dots.",
        why: "The numbers under it could belong to anything.",
        example: "id,name,,staff_now_wte..pwp",
        fix: "Name the column by the key that it fills, for example `referrals_per_year` or `staff_now_wte.pwp`, or drop it.",
    },
    Explanation {
        code: "D013",
        title: "two columns for one key",
        what: "Two columns have the same name, or one fills a key that another fills a part of.",
        why: "Only one of the two can count, and the table does not say which.",
        example: "id,referrals_per_year,referrals_per_year",
        fix: "Drop one of the two columns.",
    },
    Explanation {
        code: "D014",
        title: "a table without the column `id`",
        what: "No column of the table is named `id`.",
        why: "The id is how budgets, caps and the instance's own tables name a service.",
        example: "name,referrals_per_year\nLeeds,12000",
        fix: "Add a column `id` with a short name for each service: lower-case words joined by hyphens.",
    },
    Explanation {
        code: "D015",
        title: "a row without an id, or two rows with one id",
        what: "The cell under `id` is empty, or an earlier row has the same id.",
        why: "Each row is one service, and each service has one id.",
        example: "id,name\nleeds,Leeds\nleeds,Leeds North",
        fix: "Give each row an id of its own.",
    },
];

/// The most columns that a table may have.
const MOST_COLUMNS: usize = 1_000;

/// A cell: its text without quotes, and its bytes in the file.
struct Cell {
    text: String,
    span: Range<usize>,
}

/// A row of a table.
pub(super) struct Row {
    /// The service's id.
    pub id: String,
    /// Where the id stands.
    pub id_location: Location,
    /// What the other columns say of it.
    pub node: Node,
}

/// A column of values.
struct Column {
    index: usize,
    path: Vec<String>,
    header: Location,
}

/// Reads a table. With errors the rows are those that could be read.
pub(super) fn parse(file: FileId, text: &str) -> (Vec<Row>, Vec<Diagnostic>) {
    let mut errors = Vec::new();
    let mut records = records(file, text, &mut errors).into_iter();
    let Some(header) = records.next() else {
        return (Vec::new(), errors);
    };
    if header.len() > MOST_COLUMNS {
        errors.push(
            Diagnostic::error(
                "D012",
                format!(
                    "the header has {} columns; the most is {MOST_COLUMNS}",
                    header.len()
                ),
            )
            .at(Location::new(file, 0..0), "this line")
            .help("write one row a service and one column a key"),
        );
        return (Vec::new(), errors);
    }
    let id_column = header.iter().position(|cell| cell.text.trim() == "id");
    let columns = columns(file, &header, id_column, &mut errors);
    let Some(id_column) = id_column else {
        errors.push(no_id(file, &header));
        return (Vec::new(), errors);
    };
    let mut rows = Vec::new();
    let mut seen: HashMap<String, Location> = HashMap::new();
    for cells in records {
        if let Some(row) = row(
            file,
            &header,
            id_column,
            &columns,
            &cells,
            &mut seen,
            &mut errors,
        ) {
            rows.push(row);
        }
    }
    (rows, errors)
}

fn no_id(file: FileId, header: &[Cell]) -> Diagnostic {
    let names: Vec<&str> = header.iter().map(|cell| cell.text.as_str()).collect();
    let span = match (header.first(), header.last()) {
        (Some(first), Some(last)) => first.span.start..last.span.end,
        _ => 0..0,
    };
    let error = Diagnostic::error("D014", "no column is named `id`")
        .at(Location::new(file, span), "the columns");
    if let [one] = names.as_slice() {
        for (sign, name) in [(';', "semicolons"), ('\t', "tabs")] {
            if one.contains(sign) {
                return error.help(format!(
                    "separate the columns by commas: this table seems to use {name}"
                ));
            }
        }
    }
    if let Some(name) = names.iter().find(|name| name.eq_ignore_ascii_case("id")) {
        return error.help(format!("write `id` for `{name}`"));
    }
    error.help("add a column `id` with a short name for each service (`leeds`)")
}

fn columns(
    file: FileId,
    header: &[Cell],
    id_column: Option<usize>,
    errors: &mut Vec<Diagnostic>,
) -> Vec<Column> {
    let mut columns: Vec<Column> = Vec::new();
    for (index, cell) in header.iter().enumerate() {
        if Some(index) == id_column {
            continue;
        }
        let location = Location::new(file, cell.span.clone());
        let name = cell.text.trim();
        let path: Vec<String> = name.split('.').map(|part| part.trim().to_owned()).collect();
        if path.iter().any(String::is_empty) || path.len() > LONGEST_PATH {
            let message = if name.is_empty() {
                format!("column {} has no name", index + 1)
            } else {
                format!(
                    "column {}, `{name}`, is not a path of keys joined by dots",
                    index + 1
                )
            };
            errors.push(
                Diagnostic::error("D012", message)
                    .at(location, "this header")
                    .help(
                        "name the column by the key that it fills, for example \
                         `staff_now_wte.pwp`, or drop it",
                    ),
            );
            continue;
        }
        let clash = columns
            .iter()
            .find(|other| other.path.starts_with(&path) || path.starts_with(&other.path));
        if let Some(other) = clash {
            let same = other.path == path;
            errors.push(
                Diagnostic::error(
                    "D013",
                    if same {
                        format!("two columns are named `{name}`")
                    } else {
                        format!(
                            "columns `{}` and `{name}` fill the same key",
                            other.path.join(".")
                        )
                    },
                )
                .at(location, "the second")
                .and_at(other.header.clone(), "the first")
                .help("drop one of the two columns"),
            );
            continue;
        }
        if path.first().is_some_and(|part| part == "id") {
            errors.push(
                Diagnostic::error(
                    "D013",
                    format!("columns `id` and `{name}` fill the same key"),
                )
                .at(location, "this one")
                .help("drop this column"),
            );
            continue;
        }
        columns.push(Column {
            index,
            path,
            header: location,
        });
    }
    columns
}

fn row(
    file: FileId,
    header: &[Cell],
    id_column: usize,
    columns: &[Column],
    cells: &[Cell],
    seen: &mut HashMap<String, Location>,
    errors: &mut Vec<Diagnostic>,
) -> Option<Row> {
    let whole = match (cells.first(), cells.last()) {
        (Some(first), Some(last)) => first.span.start..last.span.end,
        _ => 0..0,
    };
    if cells.len() != header.len() {
        let place = match cells.get(header.len()) {
            Some(surplus) => surplus.span.start..whole.end,
            None => whole.end..whole.end,
        };
        let surplus = cells.len() > header.len();
        errors.push(
            Diagnostic::error(
                "D010",
                format!(
                    "this row has {} cells, the header has {}",
                    cells.len(),
                    header.len()
                ),
            )
            .at(
                Location::new(file, place),
                if surplus {
                    "from here on too many"
                } else {
                    "ends too early"
                },
            )
            .help(if surplus {
                "put text with a comma in double quotes, and write numbers without thousands \
                 separators"
            } else {
                "give the row one cell a column; a cell may be empty"
            }),
        );
        return None;
    }
    let id_cell = cells.get(id_column)?;
    let id = id_cell.text.trim().to_owned();
    let id_location = Location::new(file, id_cell.span.clone());
    if id.is_empty() {
        errors.push(
            Diagnostic::error("D015", "this row has no `id`")
                .at(id_location, "empty")
                .help("give each row an id of its own"),
        );
        return None;
    }
    if let Some(first) = seen.get(&id) {
        errors.push(
            Diagnostic::error("D015", format!("two rows have the id `{id}`"))
                .at(id_location, "the second")
                .and_at(first.clone(), "the first")
                .help("give each row an id of its own"),
        );
        return None;
    }
    seen.insert(id.clone(), id_location.clone());
    let mut node = Node::new(Value::Table(Table::default()), id_location.clone());
    for column in columns {
        let Some(cell) = cells.get(column.index) else {
            continue;
        };
        let text = cell.text.trim();
        if !text.is_empty() {
            let value = Node::new(
                Value::Cell(text.to_owned()),
                Location::new(file, cell.span.clone()),
            );
            fill(&mut node, column, value);
        }
    }
    Some(Row {
        id,
        id_location,
        node,
    })
}

/// Puts a value at a column's path, with tables made on the way.
fn fill(node: &mut Node, column: &Column, value: Node) {
    let Some((last, above)) = column.path.split_last() else {
        return;
    };
    let mut at = node;
    for key in above {
        let Some(table) = at.table_mut() else { return };
        let entry = table
            .entries
            .entry(key.clone())
            .or_insert_with(|| super::tree::Entry {
                key: column.header.clone(),
                node: Node::new(Value::Table(Table::default()), value.location.clone()),
            });
        at = &mut entry.node;
    }
    if let Some(table) = at.table_mut() {
        table.insert(last, column.header.clone(), value);
    }
}

/// The table's rows as cells; blank lines are left out.
fn records(file: FileId, text: &str, errors: &mut Vec<Diagnostic>) -> Vec<Vec<Cell>> {
    let bytes = text.as_bytes();
    let mut at = if text.starts_with('\u{feff}') { 3 } else { 0 };
    let mut records = Vec::new();
    let mut cells: Vec<Cell> = Vec::new();
    while at < bytes.len() {
        let (cell, next) = if bytes.get(at) == Some(&b'"') {
            quoted(file, text, at, errors)
        } else {
            let (cell, next) = plain(text, at);
            (Some(cell), next)
        };
        at = next;
        let Some(cell) = cell else {
            // The quotes do not close: the row cannot be read, and it is the last.
            return records;
        };
        cells.push(cell);
        match bytes.get(at) {
            Some(b',') => {
                at += 1;
                if at == bytes.len() {
                    cells.push(Cell {
                        text: String::new(),
                        span: at..at,
                    });
                }
                continue;
            }
            Some(b'\r') if bytes.get(at + 1) == Some(&b'\n') => at += 2,
            Some(_) => at += 1,
            None => {}
        }
        let record = std::mem::take(&mut cells);
        if !matches!(record.as_slice(), [one] if one.text.trim().is_empty()) {
            records.push(record);
        }
    }
    if !cells.is_empty() {
        records.push(cells);
    }
    records
}

/// A cell without quotes, and where the next delimiter stands.
fn plain(text: &str, start: usize) -> (Cell, usize) {
    let rest = text.get(start..).unwrap_or_default();
    let mut end = start + rest.find([',', '\n']).unwrap_or(rest.len());
    if text.as_bytes().get(end) == Some(&b'\n')
        && end > start
        && text.as_bytes().get(end - 1) == Some(&b'\r')
    {
        end -= 1;
    }
    let text = text.get(start..end).unwrap_or_default().to_owned();
    let span = start..end;
    (Cell { text, span }, end)
}

/// A quoted cell, and where the next delimiter stands; none where its quotes do not close.
fn quoted(
    file: FileId,
    text: &str,
    start: usize,
    errors: &mut Vec<Diagnostic>,
) -> (Option<Cell>, usize) {
    let bytes = text.as_bytes();
    let mut content = String::new();
    let mut from = start + 1;
    loop {
        let rest = text.get(from..).unwrap_or_default();
        let Some(quote) = rest.find('"').map(|i| from + i) else {
            errors.push(
                Diagnostic::error("D011", "a quoted cell does not end before the file does")
                    .at(Location::new(file, start..start + 1), "it begins here")
                    .help("close the quotes; a double quote within them is written twice"),
            );
            return (None, text.len());
        };
        content.push_str(text.get(from..quote).unwrap_or_default());
        if bytes.get(quote + 1) == Some(&b'"') {
            content.push('"');
            from = quote + 2;
            continue;
        }
        let (tail, end) = plain(text, quote + 1);
        if !tail.text.trim().is_empty() {
            errors.push(
                Diagnostic::error("D011", "a cell goes on after its closing quote")
                    .at(Location::new(file, tail.span), "outside the quotes")
                    .help("put the whole cell in quotes; a double quote within is written twice"),
            );
        }
        let cell = Cell {
            text: content,
            span: start..end,
        };
        return (Some(cell), end);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const FILE: FileId = FileId(0);

    fn codes(text: &str) -> Vec<&'static str> {
        parse(FILE, text).1.iter().map(|d| d.code).collect()
    }

    #[test]
    fn columns_fill_the_keys_that_they_name() {
        let text = "id,name,staff_now_wte.pwp,care.flows.step-up.share\r\nleeds,\"Leeds, \"\"all\"\"\",4.5,0.2\r\n";
        let (rows, errors) = parse(FILE, text);
        assert!(errors.is_empty(), "{errors:?}");
        let row = &rows[0];
        assert_eq!(row.id, "leeds");
        assert_eq!(row.node.get("name").unwrap().text(), Some("Leeds, \"all\""));
        let share = row
            .node
            .find(&["care", "flows", "step-up", "share"])
            .unwrap();
        assert_eq!(&text[share.location.span.clone()], "0.2");
    }

    #[test]
    fn empty_cells_leave_their_key_out() {
        let (rows, errors) = parse(FILE, "id,name,x\na,,1\nb,B,\n\n");
        assert!(errors.is_empty());
        assert_eq!(rows.len(), 2);
        assert!(rows[0].node.get("name").is_none());
        assert!(rows[1].node.get("x").is_none());
    }

    #[test]
    fn a_byte_order_mark_is_not_part_of_the_first_name() {
        let (rows, errors) = parse(FILE, "\u{feff}id,name\na,A");
        assert!(errors.is_empty(), "{errors:?}");
        assert_eq!(rows.len(), 1);
    }

    #[test]
    fn every_fault_of_a_table_has_its_code() {
        assert_eq!(codes("id,name\na\nb,B,1\nc,C\n"), ["D010", "D010"]);
        assert_eq!(codes("id,name\na,\"A"), ["D011"]);
        assert_eq!(codes("id,name\na,\"A\"x\n"), ["D011"]);
        assert_eq!(codes("id,,x..y\na,1,2\n"), ["D012", "D012"]);
        assert_eq!(codes("id,x,x,x.y\na,1,2,3\n"), ["D013", "D013"]);
        assert_eq!(codes("name;x\na;1\n"), ["D014"]);
        assert_eq!(codes("id,x\n,1\na,1\na,2\n"), ["D015", "D015"]);
    }
}
