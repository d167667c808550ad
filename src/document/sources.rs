//! Which `source` covers which value: the nearest one above it in the same file that speaks of
//! it. Overrides bring their own; the source of what they replace does not carry over.

use std::sync::Arc;

use super::tree::{Node, Table, Value};

/// A `source`, and how many keys deep its table lies.
#[derive(Debug, Clone)]
pub(super) struct Cited {
    depth: usize,
    source: Cites,
}

#[derive(Debug, Clone)]
enum Cites {
    Whole(Arc<str>),
    PerKey(Vec<(String, Arc<str>)>),
}

impl Cited {
    /// The `source` of a table, if it has one.
    pub(super) fn of(table: &Table, depth: usize) -> Option<Self> {
        let source = match &table.entries.get("source")?.node.value {
            Value::String(text) | Value::Cell(text) => Cites::Whole(text.as_str().into()),
            Value::Table(keys) => Cites::PerKey(
                keys.entries
                    .iter()
                    .filter_map(|(key, entry)| Some((key.clone(), entry.node.text()?.into())))
                    .collect(),
            ),
            _ => return None,
        };
        Some(Self { depth, source })
    }

    /// What it says of a path, given from the root of the tree.
    fn says(&self, path: &[String]) -> Option<Arc<str>> {
        match &self.source {
            Cites::Whole(text) => Some(Arc::clone(text)),
            Cites::PerKey(keys) => {
                let below = path.get(self.depth..)?;
                // A key of a table covers what is below it; a longer path says it better.
                (1..=below.len())
                    .rev()
                    .filter_map(|length| Some(below.get(..length)?.join(".")))
                    .find_map(|wanted| keys.iter().find(|(key, _)| *key == wanted))
                    .map(|(_, text)| Arc::clone(text))
            }
        }
    }
}

/// Notes on every value the source that covers it. `above` holds what covers the tree from
/// outside, outermost first.
pub(super) fn cite(node: &mut Node, above: &mut Vec<Cited>) {
    cite_below(node, &mut Vec::new(), above);
}

fn cite_below(node: &mut Node, path: &mut Vec<String>, stack: &mut Vec<Cited>) {
    let table = match &mut node.value {
        Value::Table(table) => table,
        Value::Array(items) => {
            node.citation = stack.iter().rev().find_map(|cited| cited.says(path));
            for item in items {
                cite_below(item, path, stack);
            }
            return;
        }
        _ => {
            node.citation = stack.iter().rev().find_map(|cited| cited.says(path));
            return;
        }
    };
    let own = Cited::of(table, path.len());
    let pushed = own.is_some();
    stack.extend(own);
    for (key, entry) in &mut table.entries {
        if key == "source" || (path.is_empty() && key == "sources") {
            continue;
        }
        path.push(key.clone());
        cite_below(&mut entry.node, path, stack);
        path.pop();
    }
    if pushed {
        stack.pop();
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnostics::FileId;
    use crate::document::toml_file;

    fn citation(text: &str, path: &[&str]) -> Option<String> {
        let (mut root, errors) = toml_file::parse(FileId(0), text);
        assert!(errors.is_empty(), "{errors:?}");
        cite(&mut root, &mut Vec::new());
        root.find(path)?.citation.as_deref().map(str::to_owned)
    }

    #[test]
    fn the_nearest_source_that_speaks_of_a_value_covers_it() {
        let text = "source = 'file'\n[a]\nsource = { x = 'x only' }\nx = 1\ny = 2\n[a.b]\nz = 3\n[c]\nsource = 'c'\n[c.d]\nw = 4\n";
        let of = |path: &[&str]| citation(text, path);
        assert_eq!(of(&["a", "x"]).as_deref(), Some("x only"));
        assert_eq!(of(&["a", "y"]).as_deref(), Some("file"));
        assert_eq!(of(&["a", "b", "z"]).as_deref(), Some("file"));
        assert_eq!(of(&["c", "d", "w"]).as_deref(), Some("c"));
    }

    #[test]
    fn a_source_for_a_key_covers_what_is_below_it_and_may_name_a_path() {
        let text = "[a]\nsource = { b = 'b', 'b.y' = 'y' }\n[a.b]\nx = 1\ny = 2\n[d]\nz = 1\n";
        let of = |path: &[&str]| citation(text, path);
        assert_eq!(of(&["a", "b", "x"]).as_deref(), Some("b"));
        assert_eq!(of(&["a", "b", "y"]).as_deref(), Some("y"));
        assert_eq!(of(&["d", "z"]), None);
    }

    #[test]
    fn the_tables_of_a_list_are_covered_like_the_list() {
        let text = "[a]\nsource = 'a'\nb = [{ x = 1 }, { x = 2, source = 'own' }]\n";
        let of = |path: &[&str]| citation(text, path);
        assert_eq!(of(&["a", "b", "0", "x"]).as_deref(), Some("a"));
        assert_eq!(of(&["a", "b", "1", "x"]).as_deref(), Some("own"));
    }
}
