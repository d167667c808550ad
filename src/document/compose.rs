//! Layers made one: what is above replaces what is below, value by value, and remembers it.

use super::tree::{Node, Replaced, Value};

/// The tree below with the values of the tree above in place of its own. Tables are merged,
/// lists and values replaced. The order of the tree below is kept; new entries come after.
///
/// A `source` in the tree above speaks of the values beside it, which know it already; in an
/// entry that exists below, the entry's own `source` stays.
#[must_use]
pub fn overlay(below: &Node, above: &Node) -> Node {
    compose(below, above, false)
}

/// The same for what changes the tree below: messages about a value point at the key above.
#[must_use]
pub(crate) fn overlay_with_keys(below: &Node, above: &Node) -> Node {
    compose(below, above, true)
}

fn compose(below: &Node, above: &Node, takes_keys: bool) -> Node {
    let (Value::Table(base), Value::Table(over)) = (&below.value, &above.value) else {
        let mut node = above.clone();
        // What a scenario has changed knows already what it took the place of.
        node.replaced.get_or_insert_with(|| {
            Box::new(Replaced {
                text: below.show(),
                location: below.location.clone(),
            })
        });
        return node;
    };
    let mut merged = base.clone();
    for (key, entry) in &over.entries {
        if key == "source" {
            continue;
        }
        match merged.entries.get_mut(key) {
            Some(old) => {
                old.node = compose(&old.node, &entry.node, takes_keys);
                if takes_keys && old.node.table().is_none() {
                    old.key = entry.key.clone();
                }
            }
            None => {
                merged.entries.insert(key.clone(), entry.clone());
            }
        }
    }
    Node {
        value: Value::Table(merged),
        ..below.clone()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnostics::FileId;
    use crate::document::toml_file;

    fn tree(text: &str) -> Node {
        toml_file::parse(FileId(0), text).0
    }

    #[test]
    fn values_above_replace_values_below_and_remember_them() {
        let below = tree("[a]\nx = 1\ny = [1, 2]\nsource = 's'\n");
        let above = tree("[a]\nx = 5\nz = 3\nsource = 't'\n");
        let merged = overlay(&below, &above);
        let x = merged.find(&["a", "x"]).unwrap();
        assert_eq!(x.value, Value::Integer(5));
        assert_eq!(x.replaced.as_ref().unwrap().text, "1");
        assert!(merged.find(&["a", "y"]).unwrap().replaced.is_none());
        assert_eq!(merged.find(&["a", "z"]).unwrap().value, Value::Integer(3));
        assert_eq!(merged.find(&["a", "source"]).unwrap().text(), Some("s"));
    }

    #[test]
    fn a_list_is_replaced_whole() {
        let merged = overlay(&tree("x = [1, 2, 3]\n"), &tree("x = [9]\n"));
        assert_eq!(merged.get("x").unwrap().show(), "[9]");
        assert_eq!(
            merged.get("x").unwrap().replaced.as_ref().unwrap().text,
            "[1, 2, 3]"
        );
    }
}
