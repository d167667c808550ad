//! `skillmix assumptions`

use std::path::PathBuf;

use clap::{Args, ValueEnum};

use super::terminal::Terminal;
use super::{Exit, input};
use crate::reading::assumptions;
use crate::report::assumptions as report;

/// List every number in force, where it stands, where it comes from, and what it replaced
#[derive(Debug, Args)]
#[command(after_help = super::EXIT_CODES)]
pub struct Arguments {
    /// The instance, a TOML file
    instance: PathBuf,
    /// What to write
    #[arg(long, value_enum, default_value_t = ListFormat::Table)]
    format: ListFormat,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum ListFormat {
    /// For people
    Table,
    /// A list of objects
    Json,
    /// One row a number
    Csv,
}

/// Lists.
pub fn run(arguments: &Arguments, terminal: Terminal) -> anyhow::Result<Exit> {
    let Some(input) = input::read(&arguments.instance, terminal) else {
        return Ok(Exit::Input);
    };
    let list = input
        .reading
        .document
        .as_ref()
        .map(assumptions)
        .unwrap_or_default();
    let text = match arguments.format {
        ListFormat::Table => report::table(&list),
        ListFormat::Json => report::json(&list),
        ListFormat::Csv => report::csv(&list),
    };
    terminal.answer(text.as_bytes())?;
    Ok(Exit::Done)
}
