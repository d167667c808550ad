//! What the schema says of a key, for whoever follows a path through the files' tree.

use serde_json::Value as Schema;

use super::{alternative, resolve, schema_of_ids, schema_of_key};
use crate::document::Node;

/// The schema of an entry of a table or of an item of a list, where there may be such an entry.
pub(crate) fn below<'a>(root: &'a Schema, schema: &'a Schema, key: &str) -> Option<&'a Schema> {
    let table = alternative(root, schema, true);
    if let Some(items) = table.get("items") {
        return key.parse::<usize>().ok().map(|_| items);
    }
    schema_of_key(table, key)
}

/// Whether the keys of a table are ids or dates, so that it holds like beside like.
pub(crate) fn has_ids(root: &Schema, schema: &Schema) -> bool {
    let table = alternative(root, schema, true);
    table.get("properties").is_none() && schema_of_ids(table).is_some()
}

/// The unit of a value, or of the items of a list; empty for a plain number or a text.
pub(crate) fn unit<'a>(root: &'a Schema, schema: &'a Schema, is_list: bool) -> &'a str {
    let mut schema = alternative(root, schema, false);
    if is_list {
        schema = &schema["items"];
    }
    schema["x-unit"].as_str().unwrap_or_default()
}

/// Whether a value is a table, whatever else it may be.
pub(crate) fn is_table(root: &Schema, schema: &Schema) -> bool {
    alternative(root, schema, true)["type"] == "object"
}

/// Whether a table has every key that it must have; what is no table is whole.
pub(crate) fn is_whole(root: &Schema, schema: &Schema, node: &Node) -> bool {
    let required = resolve(root, schema)["required"].as_array();
    node.table().is_none()
        || required
            .into_iter()
            .flatten()
            .filter_map(Schema::as_str)
            .all(|key| node.get(key).is_some())
}
