//! `skillmix why`

use std::collections::BTreeSet;
use std::path::PathBuf;
use std::time::Duration;

use clap::{Args, ValueEnum, value_parser};

use super::output::Output;
use super::progress::Line;
use super::terminal::Terminal;
use super::under::Under;
use super::{Exit, input, interrupt, values};
use crate::asks::{Ask, Currency};
use crate::catalogue;
use crate::diagnostics::suggest::{list, nearest};
use crate::explain::why::{Locked, Question, why};
use crate::formulation::{RowKey, formulate};
use crate::instance::Instance;
use crate::pipeline::{self, Conclusion, Settings, Watch};
use crate::reading::Reading;
use crate::report::why::{Verdict, Why, render, render_json};
use crate::report::{Format, render as render_answer};
use crate::solver::Options;

/// Say why no plan keeps everything asked, and what it would take
///
/// Finds the smallest sets of what the files ask that cannot be kept together, with where each
/// stands, what is asked and what the others allow; then the cheapest change of each kind with which
/// a plan exists, each solved and audited. Rules of safe care (supervision, who may do what) are never
/// touched. Hard standards of a plan by month count as asked, also where a plan holds them late.
#[derive(Debug, Args)]
#[command(after_help = super::EXIT_CODES)]
pub struct Arguments {
    /// The instance, a TOML file
    instance: PathBuf,
    #[command(flatten)]
    under: Under,
    /// What must stay as it is, separated by commas: kinds of change (money, hires, places,
    /// standards, time, limits), families (budget, wait, access …) or ids of the instance
    #[arg(long, value_name = "WHAT", value_delimiter = ',')]
    keep: Vec<String>,
    /// Look for ways out in these kinds of change only, separated by commas
    #[arg(long = "in", value_name = "KIND", value_delimiter = ',')]
    within: Vec<String>,
    /// Only the causes, no ways out
    #[arg(long)]
    no_repairs: bool,
    /// Prove plans this close to the best possible: a share or a percentage [default: the
    /// instance's `gap_share`, else 0.01%; ways out: at least 0.1%]
    #[arg(long, value_parser = values::gap, allow_hyphen_values = true)]
    gap: Option<f64>,
    /// Stop after this time (such as 60s, 2m, 1h) with what is known so far
    #[arg(long, value_name = "TIME", value_parser = values::duration, allow_hyphen_values = true)]
    time_limit: Option<Duration>,
    /// Threads that one solve may use
    #[arg(long, value_name = "N", default_value_t = 1, allow_negative_numbers = true, value_parser = value_parser!(u32).range(1..=1024))]
    threads: u32,
    /// Random seed
    #[arg(long, value_name = "N", default_value_t = 0, allow_negative_numbers = true, value_parser = value_parser!(u32).range(..=0x7fff_ffff))]
    seed: u32,
    /// What to write
    #[arg(long, value_enum, default_value_t = WhyFormat::Table)]
    format: WhyFormat,
    /// Write the answer to FILE, whole or not at all, instead of stdout (`-` is stdout)
    #[arg(short, long, value_name = "FILE")]
    output: Option<PathBuf>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum WhyFormat {
    /// For people
    Table,
    /// Everything, as models/answer.md describes it
    Json,
}

/// Whoever asks why there is no plan is told that there is one; `solve` proves it closer.
const GAP_OF_THE_PLAN: f64 = 1e-3;

/// Asks why, and prints what is found.
pub fn run(arguments: &Arguments, terminal: Terminal) -> anyhow::Result<Exit> {
    let output = Output::prepare(arguments.output.as_deref())?;
    let stop = interrupt::listen(terminal)?;
    let Some(input) = input::read(&arguments.instance, &arguments.under, terminal) else {
        return Ok(Exit::Input);
    };
    output.spare(&input.reading.files)?;
    let instance = &input.instance;
    let options = Options {
        gap: arguments.gap.unwrap_or(instance.gap),
        time_limit: arguments.time_limit,
        threads: arguments.threads,
        seed: arguments.seed,
        ..Options::default()
    };
    let Some(question) = question(arguments, options, instance, terminal) else {
        return Ok(Exit::Input);
    };
    let mut watch = Watch::default();
    watch.control.stop = stop.clone();
    let line = Line::begin();
    line.follow(&mut watch);
    let found = why(instance, &question, &watch);
    let plan = match found.verdict {
        Verdict::Feasible => Some(here_is_the_plan(instance, &question, &watch)),
        _ => None,
    };
    line.end();
    if let Verdict::OutOfReach { screened } = &found.verdict {
        let screened = input.reading.locate(screened.clone());
        terminal.diagnostics(&screened, &input.reading.files);
    }
    let places = |ask: &Ask| place_of(&input.reading, ask);
    let mut text = match arguments.format {
        WhyFormat::Table => render(instance, &found, &places),
        WhyFormat::Json => render_json(instance, &found),
    };
    if arguments.format == WhyFormat::Table
        && let Some(Some(plan)) = &plan
    {
        text = format!("{text}\n{plan}");
    }
    output.write(text.as_bytes(), terminal)?;
    Ok(exit_of(&found, stop.is_asked(), terminal))
}

/// What was asked, or nothing where it names what is not there.
fn question(
    arguments: &Arguments,
    options: Options,
    instance: &Instance,
    terminal: Terminal,
) -> Option<Question> {
    let mut question = Question {
        repairs: !arguments.no_repairs,
        ..Question::all(options)
    };
    for name in &arguments.within {
        let Some(currency) = currency(name) else {
            say_wrong_kind(name, terminal);
            return None;
        };
        question.currencies.push(currency);
    }
    let ids = ids_of(instance);
    for name in &arguments.keep {
        let name = name.trim();
        let locked = if let Some(currency) = currency(name) {
            Locked::Currency(currency)
        } else if let Some(family) = families().find(|family| *family == name) {
            Locked::Family(family.to_owned())
        } else if name == "supervision" {
            // What people call the ratios; they are never touched anyway.
            Locked::Family("supervision-ratio".to_owned())
        } else if ids.contains(name) {
            Locked::Id(name.to_owned())
        } else {
            let mut known: Vec<&str> = ids.iter().map(String::as_str).collect();
            for name in kinds().chain(families()) {
                known.push(name);
            }
            let mut help = Vec::new();
            if let Some(near) = nearest(name, known) {
                help.push(format!("did you mean `{near}`?"));
            }
            help.push(format!("kinds of change are {}", list(kinds())));
            help.push(format!("families are {}", list(families())));
            let help: Vec<&str> = help.iter().map(String::as_str).collect();
            terminal.error(
                &format!("`--keep {name}` names no kind of change, no family and no id"),
                &help,
            );
            return None;
        };
        question.keep.insert(locked);
    }
    Some(question)
}

/// The kinds of change by name.
const KINDS: &[(&str, Currency)] = &[
    ("money", Currency::Money),
    ("hires", Currency::Hires),
    ("places", Currency::Places),
    ("standards", Currency::Standards),
    ("time", Currency::Time),
    ("limits", Currency::Limits),
];

fn kinds() -> impl Iterator<Item = &'static str> {
    KINDS.iter().map(|(name, _)| *name)
}

fn currency(name: &str) -> Option<Currency> {
    let name = name.trim();
    KINDS
        .iter()
        .find(|(kind, _)| *kind == name)
        .map(|(_, currency)| *currency)
}

fn families() -> impl Iterator<Item = &'static str> {
    Ask::FAMILIES.iter().copied()
}

/// Every id that an ask of the instance has among its indices.
fn ids_of(instance: &Instance) -> BTreeSet<String> {
    formulate(instance)
        .with_asks_as_rows()
        .rows
        .keys()
        .filter_map(RowKey::ask)
        .flat_map(|(ask, _)| {
            let ids = ask.indices().into_iter().map(|(_, id)| id.to_owned());
            ids.collect::<Vec<String>>()
        })
        .collect()
}

/// `--in` names no kind of change; perhaps something that must not be touched.
fn say_wrong_kind(name: &str, terminal: Terminal) {
    let name = name.trim();
    let as_family = if name == "supervision" {
        "supervision-ratio"
    } else {
        name
    };
    let mut help = Vec::new();
    let message = match catalogue::family(as_family) {
        Some(family) if family.currency.is_none() => {
            help.push("arithmetic and rules of safe care stay as they are".to_owned());
            format!("`--in {name}` may not be relaxed")
        }
        Some(_) => {
            help.push("to leave others alone, use `--keep`".to_owned());
            format!("`--in {name}` is a family, not a kind of change")
        }
        None => {
            if let Some(near) = nearest(name, kinds()) {
                help.push(format!("did you mean `{near}`?"));
            }
            format!("`--in {name}` is no kind of change")
        }
    };
    help.push(format!("the kinds are {}", list(kinds())));
    let help: Vec<&str> = help.iter().map(String::as_str).collect();
    terminal.error(&message, &help);
}

/// `file:line` of an ask.
pub(super) fn place_of(reading: &Reading, ask: &Ask) -> Option<String> {
    let place = reading.place(&ask.path())?;
    Some(reading.files.place(&place))
}

/// The plan of an instance that has one, as `solve` shows it.
fn here_is_the_plan(instance: &Instance, question: &Question, watch: &Watch) -> Option<String> {
    let settings = Settings {
        options: Options {
            gap: question.options.gap.max(GAP_OF_THE_PLAN),
            ..question.options.clone()
        },
        worth: false,
    };
    match pipeline::run(instance, &settings, watch) {
        Conclusion::Answered(mut answer) => {
            answer.times = None;
            Some(render_answer(instance, &answer, Format::Table))
        }
        _ => None,
    }
}

fn exit_of(why: &Why, stopped: bool, terminal: Terminal) -> Exit {
    match &why.verdict {
        _ if stopped => Exit::Interrupted,
        Verdict::Feasible => Exit::Done,
        Verdict::OutOfReach { .. } | Verdict::NoPlan => Exit::No,
        Verdict::NotSettled => {
            terminal.note("give it longer with --time-limit");
            Exit::NoPlanYet
        }
        Verdict::Failed { .. } => Exit::Fault,
    }
}
