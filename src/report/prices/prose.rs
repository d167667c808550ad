//! Prices as a table and as JSON.

use super::Prices;
use crate::instance::Instance;

/// P.
#[must_use]
pub fn render(_: &Instance, prices: &Prices) -> String {
    format!("{prices:#?}")
}

/// The same as JSON.
#[must_use]
pub fn render_json(instance: &Instance, prices: &Prices) -> String {
    let file = serde_json::json!({
        "skillmix_prices": 1,
        "instance": instance.name,
        "answer": prices,
    });
    let mut text = serde_json::to_string_pretty(&file).unwrap_or_default();
    text.push('\n');
    text
}
