//! `skillmix alternatives`

use std::path::PathBuf;

use clap::{Args, ValueEnum};

use super::output::Output;
use super::progress::Line;
use super::solving::Solving;
use super::terminal::Terminal;
use super::under::Under;
use super::{Exit, input, interrupt, solve, values};
use crate::diagnostics::suggest::{list, nearest};
use crate::explain::alternatives::{Question, Which, aims, alternatives};
use crate::instance::Instance;
use crate::pipeline::Watch;
use crate::report::alternatives::{Aim, Alternatives, Verdict, render, render_json};
use crate::report::answer::Status;

/// Show other plans at nearly the least cost, and what all of them have in common
///
/// Each plan goes as far as can be in one direction (most or fewest of a role, least hiring or
/// training, steadiest hiring, shortest waits, most even lists), costs no more than the least cost and
/// the share allowed above it, and is audited. The least and the most of each role in any plan
/// within that cost are proved, whether such a plan is shown or not.
#[derive(Debug, Args)]
#[command(after_help = super::EXIT_CODES)]
pub struct Arguments {
    /// The instance, a TOML file
    instance: PathBuf,
    #[command(flatten)]
    under: Under,
    /// By how much more than the least a plan may cost: a share or a percentage
    #[arg(long, default_value = "2%", value_parser = values::gap, allow_hyphen_values = true)]
    within: f64,
    /// How many plans beside that of least cost: those that differ most
    #[arg(long, value_name = "N", default_value_t = 5, conflicts_with_all = ["all", "only"])]
    count: usize,
    /// Show a plan for every direction
    #[arg(long, conflicts_with = "only")]
    all: bool,
    /// Show plans for these directions, separated by commas: most-ROLE, fewest-ROLE, least-hiring,
    /// least-training, steadiest-hiring, shortest-waits, most-even
    #[arg(long, value_name = "DIRECTION", value_delimiter = ',')]
    only: Vec<String>,
    #[command(flatten)]
    solving: Solving,
    /// What to write
    #[arg(long, value_enum, default_value_t = AlternativesFormat::Table)]
    format: AlternativesFormat,
    /// Write the answer to FILE, whole or not at all, instead of stdout (`-` is stdout)
    #[arg(short, long, value_name = "FILE")]
    output: Option<PathBuf>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum AlternativesFormat {
    /// For people
    Table,
    /// Everything, as models/answer.md describes it
    Json,
}

/// The plan of least cost is proved to this share of what is allowed above it, where no gap is
/// given: a closer proof would change nothing that is shown.
const OF_WITHIN: f64 = 0.05;

/// Finds the plans, and prints them.
pub fn run(arguments: &Arguments, terminal: Terminal) -> anyhow::Result<Exit> {
    let output = Output::prepare(arguments.output.as_deref())?;
    let stop = interrupt::listen(terminal)?;
    let Some(input) = input::read(&arguments.instance, &arguments.under, terminal) else {
        return Ok(Exit::Input);
    };
    output.spare(&input.reading.files)?;
    let instance = &input.instance;
    let Some(which) = which(arguments, instance, terminal) else {
        return Ok(Exit::Input);
    };
    let question = Question {
        within: arguments.within,
        which,
        options: arguments
            .solving
            .options(instance.gap.max(arguments.within * OF_WITHIN)),
    };
    let mut watch = Watch::default();
    watch.control.stop = stop.clone();
    let line = Line::begin();
    line.follow(&mut watch);
    let found = alternatives(instance, &question, &watch);
    line.end();
    let found = match found {
        Ok(found) => found,
        Err(fault) => {
            solve::say_fault(&fault, terminal);
            return Ok(Exit::Fault);
        }
    };
    let text = match arguments.format {
        AlternativesFormat::Table => render(instance, &found),
        AlternativesFormat::Json => render_json(instance, &found),
    };
    output.write(text.as_bytes(), terminal)?;
    let timed = arguments.solving.time_limit.is_some();
    Ok(exit_of(&found, timed, stop.is_asked()))
}

/// Which plans are asked for; none where one is no direction of the instance.
fn which(arguments: &Arguments, instance: &Instance, terminal: Terminal) -> Option<Which> {
    if arguments.all {
        return Some(Which::All);
    }
    if arguments.only.is_empty() {
        return Some(Which::MostDifferent(arguments.count));
    }
    let aims = aims(instance);
    let names: Vec<String> = aims.iter().map(Aim::name).collect();
    let mut only = Vec::new();
    for wanted in &arguments.only {
        let wanted = wanted.trim();
        let Some(place) = names.iter().position(|name| name == wanted) else {
            let known = || names.iter().map(String::as_str);
            let mut help = Vec::new();
            if let Some(near) = nearest(wanted, known()) {
                help.push(format!("did you mean `{near}`?"));
            }
            help.push(format!("the directions are {}", list(known())));
            let help: Vec<&str> = help.iter().map(String::as_str).collect();
            terminal.error(&format!("`--only {wanted}` is no direction"), &help);
            return None;
        };
        only.extend(aims.get(place).cloned());
    }
    Some(Which::Only(only))
}

/// What the solver gave up on without a limit is told, and no other exit.
fn exit_of(found: &Alternatives, timed: bool, stopped: bool) -> Exit {
    match &found.verdict {
        _ if stopped => Exit::Interrupted,
        Verdict::NoPlan => Exit::No,
        Verdict::NotSettled => Exit::NoPlanYet,
        Verdict::Found(found) => {
            let is_limited = |status| matches!(status, Status::TimeLimit | Status::Interrupted);
            if is_limited(found.least_cost.status) || timed && !found.not_settled.is_empty() {
                Exit::LimitWithPlan
            } else {
                Exit::Done
            }
        }
    }
}
