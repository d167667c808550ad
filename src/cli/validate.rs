//! `skillmix validate`

use std::path::PathBuf;

use clap::Args;

use super::terminal::Terminal;
use super::under::Under;
use super::{Exit, input};
use crate::instance::screens;
use crate::reading::{read_every_scenario, read_under};
use crate::report::numbers::count;

/// Read an instance and say everything that is wrong with it
///
/// All errors and warnings in one pass, each with its place, the value found, the bound, and what
/// to do; `skillmix explain CODE` has the story behind a code. Nothing is solved, but standards
/// that no staffing can meet are told. Without --scenario, what is wrong under any of the instance's
/// scenarios is told too.
#[derive(Debug, Args)]
#[command(after_help = super::EXIT_CODES)]
pub struct Arguments {
    /// The instance, a TOML file
    instance: PathBuf,
    #[command(flatten)]
    under: Under,
}

/// Reads and judges.
pub fn run(arguments: &Arguments, terminal: Terminal) -> anyhow::Result<Exit> {
    let mut scenarios = 0;
    let read = || {
        if arguments.under.scenario.is_some() {
            return read_under(&arguments.instance, arguments.under.scenario.as_ref());
        }
        let (reading, count) = read_every_scenario(&arguments.instance);
        scenarios = count;
        reading
    };
    let Some(input) = input::read_by(read, terminal) else {
        return Ok(Exit::Input);
    };
    let causes = input.reading.locate(screens(&input.instance));
    terminal.diagnostics(&causes, &input.reading.files);
    if causes.iter().any(crate::diagnostics::Diagnostic::is_error) {
        terminal.note("no plan can meet the hard standards");
        return Ok(Exit::No);
    }
    let warnings = input.reading.diagnostics.len() + causes.len();
    let instance = &input.instance;
    let text = format!(
        "{}: valid; {}{}, {} warning{}\n",
        arguments.instance.display(),
        count(instance.services.len(), "service"),
        if scenarios == 0 {
            String::new()
        } else {
            format!(", {}", count(scenarios, "scenario"))
        },
        if warnings == 0 {
            "no".to_owned()
        } else {
            warnings.to_string()
        },
        if warnings == 1 { "" } else { "s" }
    );
    terminal.answer(text.as_bytes())?;
    Ok(Exit::Done)
}
