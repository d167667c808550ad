//! Finished data becomes bytes: the answer as tables, JSON or CSV, and an audit as a table.
//! Nothing here computes a plan or judges one.

pub mod alternatives;
pub mod answer;
pub mod assumptions;
pub mod binding;
pub mod check;
pub mod compare;
pub mod csv;
pub mod cuts;
pub mod dates;
pub mod difference;
pub mod grid;
pub mod json;
pub mod missed;
pub mod names;
pub mod numbers;
pub mod prices;
pub mod promises;
#[cfg(test)]
pub(crate) mod sample;
pub mod scenarios;
pub mod sweep;
pub mod table;
pub mod totals;
pub mod when;
pub mod why;
pub mod why_not;
pub mod worth;

pub use answer::{Answer, Times};

use crate::instance::Instance;

/// What an answer is written as.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Format {
    /// Tables for people.
    #[default]
    Table,
    /// The same, with each of several services in full.
    TablePerService,
    /// JSON, as `models/answer.md` describes it.
    Json,
    /// One long CSV table.
    Csv,
}

/// The answer in a format.
#[must_use]
pub fn render(instance: &Instance, answer: &Answer, format: Format) -> String {
    match format {
        Format::Table => table::render(instance, answer, false),
        Format::TablePerService => table::render(instance, answer, true),
        Format::Json => json::render(instance, answer),
        Format::Csv => csv::render(instance, answer),
    }
}
