//! `skillmix scenarios`

use std::path::PathBuf;

use clap::{Args, ValueEnum};

use super::terminal::Terminal;
use super::{Exit, input};
use crate::diagnostics::suggest::{list, nearest};
use crate::ids::Id;
use crate::reading::{Scenario, read_instance, scenarios};
use crate::report::scenarios as report;

/// List the scenarios of an instance, and value by value what each changes
///
/// For each value: what is in force without the scenario and with it, the unit, where both stand, and
/// their sources. Scenarios stand in the instance's file (`[scenario.ID]`); `--scenario ID` of other
/// commands takes the instance under one.
#[derive(Debug, Args)]
#[command(after_help = super::EXIT_CODES)]
pub struct Arguments {
    /// The instance, a TOML file
    instance: PathBuf,
    /// The scenarios to list [default: all]
    scenario: Vec<String>,
    /// What to compare each with
    #[arg(long, value_enum, default_value_t = Against::Instance)]
    against: Against,
    /// What to write
    #[arg(long, value_enum, default_value_t = ListFormat::Table)]
    format: ListFormat,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Against {
    /// The instance without any scenario
    Instance,
    /// The scenarios that it is based on
    BasedOn,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum ListFormat {
    /// For people
    Table,
    /// A list of objects
    Json,
    /// One row a changed value
    Csv,
}

/// Lists.
pub fn run(arguments: &Arguments, terminal: Terminal) -> anyhow::Result<Exit> {
    let Some(input) = input::read_by(|| read_instance(&arguments.instance), terminal) else {
        return Ok(Exit::Input);
    };
    let of_below = arguments.against == Against::BasedOn;
    let mut found = input
        .reading
        .document
        .as_ref()
        .map(|document| scenarios(document, of_below))
        .unwrap_or_default();
    if let Some(unknown) = arguments
        .scenario
        .iter()
        .find(|id| !found.iter().any(|scenario| scenario.id.as_str() == **id))
    {
        say_unknown(unknown, &found, terminal);
        return Ok(Exit::Input);
    }
    if !arguments.scenario.is_empty() {
        found.retain(|scenario| {
            let mut asked = arguments.scenario.iter();
            asked.any(|id| id == scenario.id.as_str())
        });
    }
    let text = match arguments.format {
        ListFormat::Table => report::table(&found, of_below),
        ListFormat::Json => report::json(&found),
        ListFormat::Csv => report::csv(&found),
    };
    terminal.answer(text.as_bytes())?;
    if found.is_empty() {
        terminal.note("the instance has no scenarios: add `[scenario.ID]` to its file");
    }
    Ok(Exit::Done)
}

fn say_unknown(id: &str, found: &[Scenario], terminal: Terminal) {
    let ids = || found.iter().map(|scenario| scenario.id.as_str());
    let help = match nearest(id, ids()) {
        Some(near) => format!("did you mean `{near}`?"),
        None => format!("its scenarios: {}", list(ids())),
    };
    terminal.error(&format!("no scenario is called `{id}`"), &[&help]);
}
