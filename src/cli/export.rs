//! `skillmix export`

use std::path::PathBuf;

use clap::Args;

use super::output::Output;
use super::terminal::Terminal;
use super::under::Under;
use super::{Exit, input, values};
use crate::formulation::{Formulation, formulate};
use crate::instance::Objective;
use crate::solver::{ExportFormat, export};

/// Write the mathematics as a file that other solvers read
///
/// Columns and rows have the names that models/formulation.md gives them. A file has room for one
/// objective: the one asked for, else the first of the instance's that anything adds to.
#[derive(Debug, Args)]
#[command(after_help = super::EXIT_CODES)]
pub struct Arguments {
    /// The instance, a TOML file
    instance: PathBuf,
    #[command(flatten)]
    under: Under,
    #[command(flatten)]
    format: FormatChoice,
    /// The objective that the file has, such as least-cost
    #[arg(long, value_parser = values::objective)]
    objective: Option<Objective>,
    /// Write to FILE, whole or not at all, instead of stdout (`-` is stdout)
    #[arg(short, long, value_name = "FILE")]
    output: Option<PathBuf>,
}

#[derive(Debug, Args)]
#[group(required = true, multiple = false)]
struct FormatChoice {
    /// CPLEX LP
    #[arg(long)]
    lp: bool,
    /// Free MPS
    #[arg(long)]
    mps: bool,
}

/// Formulates and writes.
pub fn run(arguments: &Arguments, terminal: Terminal) -> anyhow::Result<Exit> {
    let output = Output::prepare(arguments.output.as_deref())?;
    let Some(input) = input::read(&arguments.instance, &arguments.under, terminal) else {
        return Ok(Exit::Input);
    };
    output.spare(&input.reading.files)?;
    let format = if arguments.format.lp {
        ExportFormat::Lp
    } else {
        ExportFormat::Mps
    };
    let mut formulation = formulate(&input.instance);
    if let Err(error) = put_first(&mut formulation, arguments.objective) {
        terminal.error(
            &error,
            &["name one of the instance's own, or leave --objective out"],
        );
        return Ok(Exit::Input);
    }
    match export(&formulation, format) {
        Ok(bytes) => {
            output.write(&bytes, terminal)?;
            Ok(Exit::Done)
        }
        Err(error) => {
            terminal.error(
                &format!("cannot export: {:#}", anyhow::Error::from(error)),
                &["this is our fault, not yours: please report it"],
            );
            Ok(Exit::Fault)
        }
    }
}

/// Moves an objective to the front, where the export takes it from.
fn put_first(formulation: &mut Formulation, asked: Option<Objective>) -> Result<(), String> {
    let position = match asked {
        Some(asked) => formulation
            .objectives
            .iter()
            .position(|terms| terms.objective == asked)
            .ok_or("the instance does not seek that objective")?,
        None => formulation
            .objectives
            .iter()
            .position(|terms| !terms.terms.is_empty())
            .unwrap_or_default(),
    };
    if let Some(front) = formulation.objectives.get_mut(..=position) {
        front.rotate_right(1);
    }
    Ok(())
}
