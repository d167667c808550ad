//! `skillmix cut`

use std::path::PathBuf;

use clap::{Args, ValueEnum};

use super::output::Output;
use super::progress::Line;
use super::solving::Solving;
use super::terminal::Terminal;
use super::under::Under;
use super::{Exit, input, interrupt, solve, values};
use crate::explain::cut::{Cut, CutSettings, cut};
use crate::pipeline::Watch;
use crate::report::answer::Status;
use crate::report::cuts::{Cuts, Level, Verdict, render, render_json};

/// Show what cuts of the budget take away, and what gives first
///
/// For each level: the best plan left (hard standards kept where any plan keeps them), the standards that it
/// loses and when, the people short, the waits, the posts and the training. Then, for each standard,
/// the budgets between which it first fails. Where the instance has no budget, what its best plan
/// spends is cut.
#[derive(Debug, Args)]
#[command(after_help = super::EXIT_CODES)]
pub struct Arguments {
    /// The instance, a TOML file
    instance: PathBuf,
    #[command(flatten)]
    under: Under,
    /// By how much: levels such as `-5%`, or `-1%..-10%/1%` for every one per cent between, separated by
    /// commas
    #[arg(long, value_name = "LEVELS", default_value = "-1%..-5%/1%", value_delimiter = ',', value_parser = values::levels, allow_hyphen_values = true)]
    budget: Vec<values::Levels>,
    /// How closely breaking points are found: a share or a percentage of the budget
    #[arg(long, default_value = "0.1%", value_parser = values::gap, allow_hyphen_values = true)]
    precision: f64,
    /// Show levels only, not the budgets at which standards first fail
    #[arg(long)]
    no_breaking_points: bool,
    /// Show too, for several services, the plan whose worst-off service loses least, and what that
    /// costs the others
    #[arg(long)]
    fair: bool,
    #[command(flatten)]
    solving: Solving,
    /// What to write
    #[arg(long, value_enum, default_value_t = CutFormat::Table)]
    format: CutFormat,
    /// Write the answer to FILE, whole or not at all, instead of stdout (`-` is stdout)
    #[arg(short, long, value_name = "FILE")]
    output: Option<PathBuf>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum CutFormat {
    /// For people
    Table,
    /// Everything, as models/answer.md describes it
    Json,
}

/// Cuts, and prints what is left.
pub fn run(arguments: &Arguments, terminal: Terminal) -> anyhow::Result<Exit> {
    let output = Output::prepare(arguments.output.as_deref())?;
    let stop = interrupt::listen(terminal)?;
    let Some(input) = input::read(&arguments.instance, &arguments.under, terminal) else {
        return Ok(Exit::Input);
    };
    output.spare(&input.reading.files)?;
    let instance = &input.instance;
    let levels = arguments.budget.iter().flat_map(|levels| levels.0.iter());
    let settings = CutSettings {
        options: arguments.solving.options(instance.gap),
        levels: levels.copied().collect(),
        precision: (!arguments.no_breaking_points).then_some(arguments.precision),
        fair: arguments.fair,
    };
    let mut watch = Watch::default();
    watch.control.stop = stop.clone();
    let line = Line::begin();
    line.follow(&mut watch);
    let found = cut(instance, &settings, &watch);
    line.end();
    match found {
        Cut::Cuts(cuts) => {
            let text = match arguments.format {
                CutFormat::Table => render(instance, &cuts),
                CutFormat::Json => render_json(instance, &cuts),
            };
            output.write(text.as_bytes(), terminal)?;
            Ok(exit_of(&cuts, stop.is_asked()))
        }
        Cut::NoPlan => {
            let why = format!(
                "`skillmix why {}{}` says why",
                arguments.instance.display(),
                arguments.under.option()
            );
            terminal.outcome(
                "S001",
                "without any cut no plan exists (proved), so there is nothing to cut",
                &[&why],
            );
            Ok(Exit::No)
        }
        Cut::NotYet => Ok(solve::say_not_yet(
            if stop.is_asked() {
                crate::solver::Limit::Interrupted
            } else {
                crate::solver::Limit::Time
            },
            terminal,
        )),
        Cut::Fault(fault) => {
            solve::say_fault(&fault, terminal);
            Ok(Exit::Fault)
        }
    }
}

fn exit_of(cuts: &Cuts, stopped: bool) -> Exit {
    let is_loose = |level: &Level| match &level.verdict {
        Verdict::Plan(left) => {
            matches!(left.outcome.status, Status::TimeLimit | Status::Interrupted)
        }
        Verdict::NoPlan => false,
        Verdict::NotSettled => true,
    };
    if stopped {
        Exit::Interrupted
    } else if !cuts.complete || cuts.levels.iter().any(is_loose) {
        Exit::LimitWithPlan
    } else {
        Exit::Done
    }
}
