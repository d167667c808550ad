//! The JSON Schemas of the files, generated from the draft types: what editors use, and what
//! structure is checked with.

/// The schema of an instance file.
#[must_use]
pub fn instance_schema() -> serde_json::Value {
    todo!("being written")
}

/// The schema of a care model file.
#[must_use]
pub fn care_model_schema() -> serde_json::Value {
    todo!("being written")
}
