//! What a scenario sets must be there, or be a whole new entry.

use crate::diagnostics::Diagnostic;
use crate::diagnostics::suggest::{list, nearest};
use crate::document::tree::{Entry, Table};
use crate::document::{Document, Node, overlay};
use crate::schema::{Schema, care_model_schema, keys};

/// Finds entries that `set` names, that are not there and that are not whole.
pub(super) fn check(document: &Document, set: &Node, schema: &Schema, found: &mut Vec<Diagnostic>) {
    let care_schema = care_model_schema();
    let mut walk = Walk {
        care: &care_schema,
        document,
        found,
    };
    walk.table(
        set,
        Some(&document.instance),
        (schema, schema),
        &mut Vec::new(),
    );
}

struct Walk<'a> {
    care: &'a Schema,
    document: &'a Document,
    found: &'a mut Vec<Diagnostic>,
}

impl Walk<'_> {
    /// `(root, schema)`: the schema of the table, and that in which its references resolve.
    fn table<'n>(
        &mut self,
        set: &'n Node,
        base: Option<&Node>,
        (root, schema): (&Schema, &Schema),
        path: &mut Vec<&'n str>,
    ) {
        let Some(table) = set.table() else { return };
        for (key, entry) in &table.entries {
            let Some(below) = keys::below(root, schema, key).filter(|_| key != "source") else {
                continue;
            };
            let old = base.and_then(|base| base.get(key));
            path.push(key);
            let is_new = old.is_none() && keys::has_ids(root, schema);
            if is_new && !keys::is_whole(root, below, &entry.node) {
                self.found.push(new(path, entry, base));
            } else {
                match path.as_slice() {
                    ["care"] => {
                        let care = self.document.care();
                        self.table(&entry.node, care.as_deref(), (self.care, self.care), path);
                    }
                    ["services", _, "care"] => {
                        let care = self.document.care().map(|shared| match old {
                            Some(own) => overlay(&shared, own),
                            None => shared.into_owned(),
                        });
                        self.table(&entry.node, care.as_ref(), (self.care, self.care), path);
                    }
                    _ => self.table(&entry.node, old, (root, below), path),
                }
            }
            path.pop();
        }
    }
}

fn new(path: &[&str], entry: &Entry, base: Option<&Node>) -> Diagnostic {
    let shown = path.join(".");
    let error = Diagnostic::error("C001", format!("`{shown}` is not there to be set"))
        .at(entry.key.clone(), "new here, and not whole");
    let key = path.last().copied().unwrap_or_default();
    let names: Vec<&str> = base
        .and_then(Node::table)
        .into_iter()
        .flat_map(Table::keys)
        .filter(|name| *name != "source")
        .collect();
    match nearest(key, names.iter().copied()) {
        Some(near) => error.help(format!("did you mean `{near}`?")),
        None if names.is_empty() => error.help("to add it, give every key that it must have"),
        None => error.help(format!(
            "there are {}; to add `{key}`, give every key that it must have",
            list(names)
        )),
    }
}
