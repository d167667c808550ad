//! The program: reads the command line, runs a command, gives its exit code.

use std::process::ExitCode;

use clap::Parser;
use skillmix::cli::{self, Cli};

fn main() -> ExitCode {
    cli::panic::install_hook();
    cli::run(&Cli::parse())
}
