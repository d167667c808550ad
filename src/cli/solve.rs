//! `skillmix solve`

use std::path::PathBuf;
use std::time::{Duration, Instant};

use anyhow::bail;
use clap::{Args, ValueEnum, value_parser};

use super::output::Output;
use super::progress::Line;
use super::terminal::Terminal;
use super::under::Under;
use super::{Exit, input, interrupt, plan_file, values};
use crate::asks::Ask;
use crate::dates::Month;
use crate::diagnostics::suggest::{list, nearest};
use crate::explain::why::{Question, why};
use crate::ids::Id;
use crate::instance::Instance;
use crate::pipeline::{self, Conclusion, Fault, Settings, Watch};
use crate::reading::Reading;
use crate::replan::{replan, start_of};
use crate::report::answer::{Answer, Status, Times};
use crate::report::why as report_why;
use crate::report::{Format, check, render, table};
use crate::solver::{Limit, Options};

/// Find the staff that meet every standard at least cost
///
/// Prints, for each service and role, the staff needed, what they cost, how their hours are used
/// and what binds; waits and access against the standards; what a role is worth. The plan is
/// audited before it is printed: every promise is recomputed from the instance and the plan alone.
/// The same instance and options give the same bytes (as long as no time limit cuts in).
#[derive(Debug, Args)]
#[command(after_help = super::EXIT_CODES)]
pub struct Arguments {
    /// The instance, a TOML file
    instance: PathBuf,
    #[command(flatten)]
    under: Under,
    /// Stop once the plan is proved this close to the best possible: a share or a percentage
    /// [default: the instance's `gap_share`, else 0.01%]
    #[arg(long, value_parser = values::gap, allow_hyphen_values = true)]
    gap: Option<f64>,
    /// Switch a role off: nobody is employed in it, or trained into or out of it
    #[arg(long, value_name = "ROLE")]
    without: Vec<String>,
    /// Stop after this time (such as 60s, 2m, 1h) with the best plan so far; the worth of roles
    /// has what is left of it
    #[arg(long, value_name = "TIME", value_parser = values::duration, allow_hyphen_values = true)]
    time_limit: Option<Duration>,
    /// Threads that one solve may use
    #[arg(long, value_name = "N", default_value_t = 1, allow_negative_numbers = true, value_parser = value_parser!(u32).range(1..=1024))]
    threads: u32,
    /// Random seed
    #[arg(long, value_name = "N", default_value_t = 0, allow_negative_numbers = true, value_parser = value_parser!(u32).range(..=0x7fff_ffff))]
    seed: u32,
    /// What to write [default: what FILE's ending says, else table]
    #[arg(long, value_enum)]
    format: Option<AnswerFormat>,
    /// Write the answer to FILE, whole or not at all, instead of stdout (`-` is stdout)
    #[arg(short, long, value_name = "FILE")]
    output: Option<PathBuf>,
    /// Plan on from this plan of the instance (a plan file or an answer in JSON): the horizon, as
    /// long as the instance says, begins in the month of --month, and services stand where the plan
    /// says
    #[arg(long, value_name = "PLAN", requires = "month")]
    from: Option<PathBuf>,
    /// The month from which to plan on, such as 2027-04
    #[arg(long, value_name = "MONTH", requires = "from", value_parser = values::month)]
    month: Option<Month>,
    /// What really happened until that month, a TOML file with a table `[services.ID]` for each
    /// service: its keys (`staff_now_wte`, `waiting_people` …) take the place of what the plan says
    #[arg(long, value_name = "FILE", requires = "from")]
    actuals: Option<PathBuf>,
    /// Show each of several services in full (tables only)
    #[arg(long)]
    per_service: bool,
    /// Leave out what roles are worth (each takes another solve)
    #[arg(long)]
    no_worth: bool,
    /// Put wall times into the answer: it then differs from run to run
    #[arg(long)]
    timings: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum AnswerFormat {
    /// For people
    Table,
    /// Everything, as models/answer.md describes it
    Json,
    /// One long table: service, kind, item, period, value, unit
    Csv,
}

impl Arguments {
    fn settings(&self, instance: &Instance) -> Settings {
        Settings {
            options: Options {
                gap: self.gap.unwrap_or(instance.gap),
                time_limit: self.time_limit,
                threads: self.threads,
                seed: self.seed,
                ..Options::default()
            },
            worth: !self.no_worth,
        }
    }

    /// What is asked for, else what the file's ending says. An ending that says another format
    /// than can be written is refused: a table in `answer.xlsx` opens nowhere.
    fn format(&self) -> anyhow::Result<Format> {
        let ending = self
            .output
            .as_ref()
            .and_then(|path| path.extension())
            .map(std::ffi::OsStr::to_ascii_lowercase);
        let ending = ending.map(|ending| ending.to_string_lossy().into_owned());
        let format = match (self.format, ending.as_deref()) {
            (Some(format), _) => format,
            (None, Some("json")) => AnswerFormat::Json,
            (None, Some("csv")) => AnswerFormat::Csv,
            (None, None | Some("txt" | "md")) => AnswerFormat::Table,
            (None, Some(ending)) => bail!(
                "the ending `.{ending}` says no format that can be written: end the file in \
                 `.txt`, `.json` or `.csv`, or give --format"
            ),
        };
        Ok(match format {
            AnswerFormat::Table if self.per_service => Format::TablePerService,
            AnswerFormat::Table => Format::Table,
            AnswerFormat::Json => Format::Json,
            AnswerFormat::Csv => Format::Csv,
        })
    }
}

/// The longest that is spent on why there is no plan where no time limit is given.
const LONGEST_WHY: Duration = Duration::from_mins(1);

/// Solves, audits, prints.
pub fn run(arguments: &Arguments, terminal: Terminal) -> anyhow::Result<Exit> {
    let format = arguments.format()?;
    let output = Output::prepare(arguments.output.as_deref())?;
    let stop = interrupt::listen(terminal)?;
    let Some(input) = read_input(arguments, terminal) else {
        return Ok(Exit::Input);
    };
    output.spare(&input.reading.files)?;
    let Some(instance) = switch_off(input.instance, &arguments.without, terminal) else {
        return Ok(Exit::Input);
    };
    let mut watch = Watch::default();
    watch.control.stop = stop.clone();
    let began = Instant::now();
    let line = Line::begin();
    line.follow(&mut watch);
    let conclusion = pipeline::run(&instance, &arguments.settings(&instance), &watch);
    line.end();
    let stopped = stop.is_asked();
    match conclusion {
        Conclusion::Answered(mut answer) => {
            if let Some(times) = &mut answer.times {
                times.reading_seconds = Times::seconds(input.took);
            }
            answer.times = answer.times.filter(|_| arguments.timings);
            if arguments.from.is_some() {
                answer.plan.start = input.reading.document.as_ref().map(start_of);
            }
            let text = render(&instance, &answer, format);
            output.write(text.as_bytes(), terminal)?;
            if output.is_file() {
                terminal.note(&table::status_line(&instance, &answer));
            }
            if !answer.late.is_empty() {
                terminal.note(&format!(
                    "`skillmix why {}{}` says why standards hold late, and what it would take",
                    arguments.instance.display(),
                    arguments.under.option()
                ));
            }
            Ok(exit_of(&answer, stopped))
        }
        Conclusion::OutOfReach(causes) => {
            terminal.diagnostics(&input.reading.locate(causes), &input.reading.files);
            terminal.note("no plan can meet the hard standards");
            Ok(Exit::No)
        }
        Conclusion::NoPlan => {
            let asked = (arguments, began);
            say_no(&instance, &input.reading, asked, &watch, terminal);
            Ok(Exit::No)
        }
        Conclusion::NoPlanYet { limit, .. } => Ok(say_not_yet(limit, terminal)),
        Conclusion::Fault(fault) => {
            say_fault(&fault, terminal);
            Ok(Exit::Fault)
        }
    }
}

/// The instance as its file has it, or as it stands in a later month of a plan.
fn read_input(arguments: &Arguments, terminal: Terminal) -> Option<input::Input> {
    let (Some(from), Some(month)) = (&arguments.from, arguments.month) else {
        return input::read(&arguments.instance, &arguments.under, terminal);
    };
    let old = plan_file::read(from, terminal)?;
    let under = arguments.under.with_plan(&old.plan, &old.path, terminal)?;
    let (actuals, under) = (arguments.actuals.as_deref(), under.scenario.as_ref());
    input::read_by(
        || replan(&arguments.instance, &old, month, actuals, under),
        terminal,
    )
}

/// The instance without the roles named; none where a name is not a role.
fn switch_off(mut instance: Instance, names: &[String], terminal: Terminal) -> Option<Instance> {
    for name in names {
        let Some(role) = instance.roles().find(|r| r.as_str() == name).cloned() else {
            let mut help = vec![format!(
                "the roles are {}",
                list(instance.roles().map(Id::as_str))
            )];
            if let Some(near) = nearest(name, instance.roles().map(Id::as_str)) {
                help.insert(0, format!("did you mean `{near}`?"));
            }
            let help: Vec<&str> = help.iter().map(String::as_str).collect();
            terminal.error(&format!("unknown role `{name}` in `--without`"), &help);
            return None;
        };
        instance = instance.without_role(&role);
    }
    Some(instance)
}

fn exit_of(answer: &Answer, stopped: bool) -> Exit {
    match answer.outcome.status {
        _ if stopped => Exit::Interrupted,
        Status::Interrupted => Exit::Interrupted,
        Status::TimeLimit => Exit::LimitWithPlan,
        Status::Optimal | Status::WithinGap => Exit::Done,
    }
}

/// Says that there is no plan, and why, and what it would take, as far as that is found in the time
/// left, or in a minute.
fn say_no(
    instance: &Instance,
    reading: &Reading,
    (arguments, began): (&Arguments, Instant),
    watch: &Watch,
    terminal: Terminal,
) {
    let options = arguments.settings(instance).options;
    let left = options
        .time_limit
        .map(|limit| limit.saturating_sub(began.elapsed()));
    let question = Question::all(Options {
        time_limit: Some(left.unwrap_or(LONGEST_WHY)),
        ..options
    });
    let line = Line::begin();
    let found = why(instance, &question, watch);
    line.end();
    let places = |ask: &Ask| super::why::place_of(reading, ask);
    let path = arguments.instance.display();
    let under = arguments.under.option();
    let pointer =
        format!("`skillmix why {path}{under}` takes its time for all of it, and more can be asked");
    let message = "no plan meets every hard standard, ratio and limit together (proved)";
    if terminal.is_for_people() {
        terminal.outcome("S001", message, &[&pointer]);
        if !found.causes.is_empty() || !found.lacking.is_empty() {
            terminal.text(&format!(
                "\n{}",
                report_why::render(instance, &found, &places)
            ));
        }
        return;
    }
    let mut help = report_why::sentences(instance, &found, &places);
    help.push(pointer);
    let help: Vec<&str> = help.iter().map(String::as_str).collect();
    terminal.outcome("S001", message, &help);
}

pub(super) fn say_not_yet(limit: Limit, terminal: Terminal) -> Exit {
    match limit {
        Limit::Time => {
            terminal.outcome(
                "S004",
                "the time limit came before any plan was found; that says nothing of whether \
                 there is one",
                &["give it longer with --time-limit, or settle for a wider --gap"],
            );
            Exit::NoPlanYet
        }
        Limit::Interrupted => {
            terminal.outcome("S004", "interrupted before any plan was found", &[]);
            Exit::Interrupted
        }
    }
}

/// Says how we failed.
pub(super) fn say_fault(fault: &Fault, terminal: Terminal) {
    let help = "this is our fault, not yours: please report it, with the instance if you may";
    match fault {
        Fault::BrokenPromises(audit) => {
            terminal.outcome("A001", &format!("{fault}; it is not shown"), &[help]);
            terminal.text(&check::broken(audit));
        }
        Fault::Unauditable(error) => {
            terminal.outcome("A002", &format!("{fault}: {error}"), &[help]);
            for problem in &error.problems {
                terminal.note(&format!("  {problem}"));
            }
        }
        Fault::Unbounded => terminal.outcome("S002", &fault.to_string(), &[help]),
        Fault::Solver(_) => terminal.outcome("S003", &fault.to_string(), &[help]),
    }
}
