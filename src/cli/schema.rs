//! `skillmix schema`

use clap::{Args, ValueEnum};

use super::Exit;
use super::terminal::Terminal;
use crate::schema::{care_model_schema, instance_schema};

/// Print the JSON Schema of a file, for editors
#[derive(Debug, Args)]
pub struct Arguments {
    /// Which file
    #[arg(value_enum, default_value_t = Of::Instance)]
    of: Of,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Of {
    /// Who, where, how many
    Instance,
    /// Who may do what, how long it takes, what it costs
    CareModel,
}

/// Prints the schema.
pub fn run(arguments: &Arguments, terminal: Terminal) -> anyhow::Result<Exit> {
    let schema = match arguments.of {
        Of::Instance => instance_schema(),
        Of::CareModel => care_model_schema(),
    };
    terminal.answer(format!("{schema:#}\n").as_bytes())?;
    Ok(Exit::Done)
}
