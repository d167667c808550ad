//! `skillmix price`

use std::path::PathBuf;
use std::time::Duration;

use clap::{Args, ValueEnum, value_parser};

use super::output::Output;
use super::progress::Line;
use super::terminal::Terminal;
use super::under::Under;
use super::{Exit, input, interrupt, solve, values};
use crate::explain::price::{PriceSettings, Priced, price};
use crate::instance::Objective;
use crate::pipeline::Watch;
use crate::report::answer::Status;
use crate::report::prices::{Prices, render, render_json};
use crate::solver::Options;

/// Say what asks are worth: money, places, people to hire, each standard, each ratio
///
/// Finds the best plan, and for each ask what costs fall by: at its marginal value, and for a step
/// that is solved again (£100,000 more, one place more, a point of a standard, a week of a wait).
/// A positive worth means that costs fall. Where a marginal value and a step disagree, the step is
/// right, and the table says so.
#[derive(Debug, Args)]
#[command(after_help = super::EXIT_CODES)]
pub struct Arguments {
    /// The instance, a TOML file
    instance: PathBuf,
    #[command(flatten)]
    under: Under,
    /// Solve every step with whole people too, however large the plan
    #[arg(long, conflicts_with = "relaxed_only")]
    whole: bool,
    /// Solve steps with fractions of people only
    #[arg(long)]
    relaxed_only: bool,
    /// Prove plans this close to the best possible: a share or a percentage [default: the
    /// instance's `gap_share`, else 0.01%]
    #[arg(long, value_parser = values::gap, allow_hyphen_values = true)]
    gap: Option<f64>,
    /// Stop after this time (such as 60s, 2m, 1h) with what is known so far; the plan itself has
    /// half of it
    #[arg(long, value_name = "TIME", value_parser = values::duration, allow_hyphen_values = true)]
    time_limit: Option<Duration>,
    /// Threads that one solve may use
    #[arg(long, value_name = "N", default_value_t = 1, allow_negative_numbers = true, value_parser = value_parser!(u32).range(1..=1024))]
    threads: u32,
    /// Random seed
    #[arg(long, value_name = "N", default_value_t = 0, allow_negative_numbers = true, value_parser = value_parser!(u32).range(..=0x7fff_ffff))]
    seed: u32,
    /// What to write
    #[arg(long, value_enum, default_value_t = PriceFormat::Table)]
    format: PriceFormat,
    /// Write the answer to FILE, whole or not at all, instead of stdout (`-` is stdout)
    #[arg(short, long, value_name = "FILE")]
    output: Option<PathBuf>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum PriceFormat {
    /// For people
    Table,
    /// Everything, every period too
    Json,
}

/// Prices, and prints what is found.
pub fn run(arguments: &Arguments, terminal: Terminal) -> anyhow::Result<Exit> {
    let output = Output::prepare(arguments.output.as_deref())?;
    let stop = interrupt::listen(terminal)?;
    let Some(input) = input::read(&arguments.instance, &arguments.under, terminal) else {
        return Ok(Exit::Input);
    };
    output.spare(&input.reading.files)?;
    let instance = &input.instance;
    let settings = PriceSettings {
        options: Options {
            gap: arguments.gap.unwrap_or(instance.gap),
            time_limit: arguments.time_limit,
            threads: arguments.threads,
            seed: arguments.seed,
            ..Options::default()
        },
        whole: match (arguments.whole, arguments.relaxed_only) {
            (true, _) => Some(true),
            (_, true) => Some(false),
            _ => None,
        },
    };
    let mut watch = Watch::default();
    watch.control.stop = stop.clone();
    let line = Line::begin();
    line.follow(&mut watch);
    let priced = price(instance, &settings, &watch);
    line.end();
    match priced {
        Priced::Prices(found) => {
            let text = match arguments.format {
                PriceFormat::Table => render(instance, &found),
                PriceFormat::Json => render_json(instance, &found),
            };
            output.write(text.as_bytes(), terminal)?;
            Ok(exit_of(&found, stop.is_asked()))
        }
        Priced::NoPlan => {
            let (path, under) = (arguments.instance.display(), arguments.under.option());
            let why = format!("`skillmix why {path}{under}` says why");
            terminal.outcome(
                "S001",
                "no plan keeps everything asked (proved), so there is nothing to price",
                &[&why],
            );
            Ok(Exit::No)
        }
        Priced::NotInMoney(before) => {
            say_not_in_money(before, terminal);
            Ok(Exit::Input)
        }
        Priced::Limit(limit) => Ok(solve::say_not_yet(limit, terminal)),
        Priced::Fault(fault) => {
            solve::say_fault(&fault, terminal);
            Ok(Exit::Fault)
        }
    }
}

fn exit_of(prices: &Prices, stopped: bool) -> Exit {
    let cut_short = matches!(prices.plan.status, Status::TimeLimit);
    match (stopped, prices.complete) {
        (true, _) => Exit::Interrupted,
        (_, true) if !cut_short => Exit::Done,
        _ => Exit::LimitWithPlan,
    }
}

fn say_not_in_money(before: Option<Objective>, terminal: Terminal) {
    let Some(before) = before else {
        terminal.error(
            "the instance does not seek the least cost, so nothing has a price in money",
            &["put `least-cost` among its `objectives`"],
        );
        return;
    };
    let name = serde_json::to_value(before).unwrap_or_default();
    let name = name.as_str().unwrap_or_default();
    terminal.error(
        &format!(
            "the instance seeks `{name}` before the least cost: a step may buy that instead of \
             saving money, and has no price"
        ),
        &["put `least-cost` first among its `objectives`, or after `least-shortfall` alone"],
    );
}
