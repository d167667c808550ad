//! `skillmix export`

use std::path::PathBuf;

use clap::Args;

use super::output::Output;
use super::terminal::Terminal;
use super::{Exit, input};
use crate::formulation::formulate;
use crate::solver::{ExportFormat, export};

/// Write the mathematics as a file that other solvers read
///
/// Columns and rows have the names that `models/formulation.md` gives them. Of several objectives
/// the file has the first.
#[derive(Debug, Args)]
#[command(after_help = super::EXIT_CODES)]
pub struct Arguments {
    /// The instance, a TOML file
    instance: PathBuf,
    #[command(flatten)]
    format: FormatChoice,
    /// Write to FILE, whole or not at all, instead of stdout
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
    let Some(input) = input::read(&arguments.instance, terminal) else {
        return Ok(Exit::Input);
    };
    let format = if arguments.format.lp {
        ExportFormat::Lp
    } else {
        ExportFormat::Mps
    };
    match export(&formulate(&input.instance), format) {
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
