//! `skillmix assumptions`

use std::path::PathBuf;

use clap::{Args, ValueEnum};

use super::terminal::Terminal;
use super::under::Under;
use super::{Exit, input};
use crate::reading::{Assumption, assumptions};
use crate::report::assumptions as report;

/// List every number in force, where it stands, where it comes from, and what it replaced
#[derive(Debug, Args)]
#[command(after_help = super::EXIT_CODES)]
pub struct Arguments {
    /// The instance, a TOML file
    instance: PathBuf,
    #[command(flatten)]
    under: Under,
    /// What to write
    #[arg(long, value_enum, default_value_t = ListFormat::Table)]
    format: ListFormat,
    /// List some of them only
    #[arg(long, value_enum)]
    only: Option<Only>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Only {
    /// Those marked as assumptions
    Assumptions,
    /// Those that took the place of others
    Overrides,
    /// Those that state no source
    Unsourced,
}

impl Only {
    fn keeps(self, number: &Assumption) -> bool {
        match self {
            Self::Assumptions => number.is_assumption,
            Self::Overrides => number.overridden.is_some(),
            Self::Unsourced => number.source.is_none() && !number.is_assumption,
        }
    }
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
    let Some(input) = input::read(&arguments.instance, &arguments.under, terminal) else {
        return Ok(Exit::Input);
    };
    let mut list = input
        .reading
        .document
        .as_ref()
        .map(assumptions)
        .unwrap_or_default();
    list.retain(|number| arguments.only.is_none_or(|only| only.keeps(number)));
    let text = match arguments.format {
        ListFormat::Table => report::table(&list),
        ListFormat::Json => report::json(&list),
        ListFormat::Csv => report::csv(&list),
    };
    terminal.answer(text.as_bytes())?;
    Ok(Exit::Done)
}
