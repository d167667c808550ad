//! The command line: one file a command. stdout is for the answer, stderr for progress and for
//! what is wrong.

mod alternatives;
mod assumptions;
mod check;
mod compare;
mod cut;
mod explain;
mod export;
mod input;
mod interrupt;
mod output;
pub mod panic;
mod plan_file;
mod price;
mod progress;
mod scenarios;
mod schema;
mod solve;
mod solving;
mod sweep;
mod terminal;
mod under;
mod validate;
mod values;
mod why;
mod why_not;

use std::process::ExitCode;

use clap::{Parser, Subcommand, ValueEnum};

use terminal::Terminal;

const EXIT_CODES: &str = "\
Exit codes:
    0  a plan, audited (of other commands: done, and nothing is wrong)
    1  a true \"no\": no plan exists, or `check` found a broken promise
    2  the input or the command line is wrong, or a file cannot be written
    3  the time limit came before any plan was found
    4  the time limit came first: a plan, audited, but not proved within the gap asked for
    5  of `check`: nothing is broken, but hard standards hold late, as the plan says itself
   70  our fault: please report it
  130  interrupted; the best plan so far, audited, is still printed if there is one

The answer goes to stdout (or -o FILE); progress and messages go to stderr. NO_COLOR is honoured.";

/// Sizes the workforce of stepped-care psychological services.
///
/// It reads an instance (who, where, how many) and the care model that it names (who may do what,
/// how long it takes, what it costs, which rules hold), and finds the staff, trainees and
/// supervisors that meet every standard at least cost. Every plan is audited before it is shown.
#[derive(Debug, Parser)]
#[command(name = "skillmix", version, after_help = EXIT_CODES, max_term_width = 100)]
pub struct Cli {
    #[command(subcommand)]
    command: Command,
    /// How messages on stderr are written
    #[arg(
        long,
        global = true,
        value_enum,
        default_value_t,
        value_name = "FORMAT"
    )]
    message_format: MessageFormat,
}

/// How messages on stderr are written.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, ValueEnum)]
enum MessageFormat {
    /// For people: the place, the line itself, what to do
    #[default]
    Human,
    /// For programs: one JSON object a line
    Json,
}

#[derive(Debug, Subcommand)]
enum Command {
    Solve(solve::Arguments),
    Why(why::Arguments),
    WhyNot(why_not::Arguments),
    Alternatives(alternatives::Arguments),
    Price(price::Arguments),
    Cut(cut::Arguments),
    Sweep(sweep::Arguments),
    Compare(compare::Arguments),
    Check(check::Arguments),
    Validate(validate::Arguments),
    Scenarios(scenarios::Arguments),
    Schema(schema::Arguments),
    Explain(explain::Arguments),
    Assumptions(assumptions::Arguments),
    Export(export::Arguments),
}

/// How a command ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Exit {
    Done = 0,
    No = 1,
    Input = 2,
    NoPlanYet = 3,
    LimitWithPlan = 4,
    Late = 5,
    Fault = 70,
    Interrupted = 130,
}

/// Runs a command to its end.
#[must_use]
pub fn run(cli: &Cli) -> ExitCode {
    let terminal = Terminal::new(cli.message_format);
    let exit = match &cli.command {
        Command::Solve(arguments) => solve::run(arguments, terminal),
        Command::Why(arguments) => why::run(arguments, terminal),
        Command::WhyNot(arguments) => why_not::run(arguments, terminal),
        Command::Alternatives(arguments) => alternatives::run(arguments, terminal),
        Command::Price(arguments) => price::run(arguments, terminal),
        Command::Cut(arguments) => cut::run(arguments, terminal),
        Command::Sweep(arguments) => sweep::run(arguments, terminal),
        Command::Compare(arguments) => compare::run(arguments, terminal),
        Command::Check(arguments) => check::run(arguments, terminal),
        Command::Validate(arguments) => validate::run(arguments, terminal),
        Command::Scenarios(arguments) => scenarios::run(arguments, terminal),
        Command::Schema(arguments) => schema::run(arguments, terminal),
        Command::Explain(arguments) => explain::run(arguments, terminal),
        Command::Assumptions(arguments) => assumptions::run(arguments, terminal),
        Command::Export(arguments) => export::run(arguments, terminal),
    };
    let exit = exit.unwrap_or_else(|error| {
        terminal.error(&format!("{error:#}"), &[]);
        Exit::Input
    });
    ExitCode::from(exit as u8)
}

#[cfg(test)]
mod tests {
    use clap::CommandFactory;

    use super::*;

    #[test]
    fn the_command_line_is_consistent() {
        Cli::command().debug_assert();
    }
}
