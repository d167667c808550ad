//! `skillmix why-not`

use std::path::PathBuf;

use clap::{Args, ValueEnum};

use super::output::Output;
use super::progress::Line;
use super::solving::Solving;
use super::terminal::Terminal;
use super::under::Under;
use super::{Exit, input, interrupt, solve};
use crate::asks::Ask;
use crate::explain::decision::{Decision, Kind};
use crate::explain::why_not::{in_the_way, why_not};
use crate::instance::Instance;
use crate::pipeline::Watch;
use crate::report::answer::Status;
use crate::report::why::{self as report_why, Places, Why};
use crate::report::why_not::{Verdict, WhyNot, render, render_json};

/// Say what it would cost to decide otherwise, and what would change
///
/// The decision is forced, the problem is solved again, and the two audited plans are compared. A decision
/// names a role, a training route or a retention measure by id or by name, then where there are several
/// services `at SERVICE`, then in plans by month the month in which people join, start or are in post:
/// `--hire "hit at salford 2027-01"`. A number before it asks for so many WTE: `--hire "3 hit at
/// salford 2027-01"`. Several decisions are forced together.
#[derive(Debug, Args)]
#[command(after_help = super::EXIT_CODES, override_usage = "skillmix why-not [OPTIONS] INSTANCE DECISION…")]
pub struct Arguments {
    /// The instance, a TOML file
    instance: PathBuf,
    #[command(flatten)]
    under: Under,
    #[command(flatten)]
    decisions: Decisions,
    #[command(flatten)]
    solving: Solving,
    /// What to write
    #[arg(long, value_enum, default_value_t = WhyNotFormat::Table)]
    format: WhyNotFormat,
    /// Write the answer to FILE, whole or not at all, instead of stdout (`-` is stdout)
    #[arg(short, long, value_name = "FILE")]
    output: Option<PathBuf>,
}

/// The decisions; each option may be given several times.
#[derive(Debug, Args)]
struct Decisions {
    /// At least one is hired, to join in that month
    #[arg(long, value_name = "[WTE] ROLE [at SERVICE] [MONTH]")]
    hire: Vec<String>,
    /// Nobody is hired to join in that month
    #[arg(long, value_name = "ROLE [at SERVICE] [MONTH]")]
    no_hire: Vec<String>,
    /// At least one starts on a training route in that month
    #[arg(long, value_name = "[WTE] ROUTE [at SERVICE] [MONTH]")]
    train: Vec<String>,
    /// Nobody starts on a training route in that month
    #[arg(long, value_name = "ROUTE [at SERVICE] [MONTH]")]
    no_train: Vec<String>,
    /// So many are in post: `hit at salford = 40`, `>= 40`, `<= 40`
    #[arg(long, value_name = "ROLE [at SERVICE] = WTE [MONTH]")]
    staff: Vec<String>,
    /// A retention measure covers at least one (or so many) WTE throughout a month, a financial
    /// year or, where neither is given, the horizon
    #[arg(long, value_name = "[WTE] MEASURE [at SERVICE] [MONTH|YEAR]")]
    measure: Vec<String>,
    /// A retention measure is not taken up then
    #[arg(long, value_name = "MEASURE [at SERVICE] [MONTH|YEAR]")]
    no_measure: Vec<String>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum WhyNotFormat {
    /// For people
    Table,
    /// Everything, as models/answer.md describes it
    Json,
}

impl Decisions {
    /// Every decision with what it decides on.
    fn all(&self) -> impl Iterator<Item = (Kind, &String)> {
        let kinds = [
            (Kind::Hire, &self.hire),
            (Kind::NoHire, &self.no_hire),
            (Kind::Train, &self.train),
            (Kind::NoTrain, &self.no_train),
            (Kind::Staff, &self.staff),
            (Kind::Measure, &self.measure),
            (Kind::NoMeasure, &self.no_measure),
        ];
        kinds
            .into_iter()
            .flat_map(|(kind, texts)| texts.iter().map(move |text| (kind, text)))
    }

    /// The decisions as the instance has them; none where it does not have one.
    fn read(&self, instance: &Instance, terminal: Terminal) -> Option<Vec<Decision>> {
        if self.all().next().is_none() {
            let help = "ask about one, such as `--hire \"hit at salford 2027-01\"`";
            terminal.error("no decision is asked about", &[help]);
            return None;
        }
        let mut decisions = Some(Vec::new());
        for (kind, text) in self.all() {
            match Decision::read(instance, kind, text) {
                Ok(decision) => {
                    if let Some(decisions) = &mut decisions {
                        decisions.push(decision);
                    }
                }
                Err(wrong) => {
                    let help: Vec<&str> = wrong.help.iter().map(String::as_str).collect();
                    terminal.error(&wrong.message, &help);
                    decisions = None;
                }
            }
        }
        decisions
    }
}

/// Forces the decisions, and prints what comes of them.
pub fn run(arguments: &Arguments, terminal: Terminal) -> anyhow::Result<Exit> {
    let output = Output::prepare(arguments.output.as_deref())?;
    let stop = interrupt::listen(terminal)?;
    let Some(input) = input::read(&arguments.instance, &arguments.under, terminal) else {
        return Ok(Exit::Input);
    };
    output.spare(&input.reading.files)?;
    let instance = &input.instance;
    let Some(decisions) = arguments.decisions.read(instance, terminal) else {
        return Ok(Exit::Input);
    };
    let options = arguments.solving.options(instance.gap);
    let mut watch = Watch::default();
    watch.control.stop = stop.clone();
    let line = Line::begin();
    line.follow(&mut watch);
    let found = why_not(instance, &decisions, &options, &watch);
    let in_the_way = match &found {
        Ok(found) if matches!(found.verdict, Verdict::NoPlanWith { .. }) => {
            let why = in_the_way(instance, &decisions, &options, &watch);
            let places = |ask: &Ask| super::why::place_of(&input.reading, ask);
            what_stands_in_the_way(instance, &why, &places)
        }
        _ => String::new(),
    };
    line.end();
    let found = match found {
        Ok(found) => found,
        Err(fault) => {
            solve::say_fault(&fault, terminal);
            return Ok(Exit::Fault);
        }
    };
    let text = match arguments.format {
        WhyNotFormat::Table => render(instance, &found, &in_the_way),
        WhyNotFormat::Json => render_json(instance, &found),
    };
    output.write(text.as_bytes(), terminal)?;
    Ok(exit_of(&found, stop.is_asked()))
}

/// Why no plan exists with the decisions, in lines.
fn what_stands_in_the_way(instance: &Instance, why: &Why, places: Places<'_>) -> String {
    if why.causes.is_empty() && why.lacking.is_empty() {
        return match why.verdict {
            report_why::Verdict::NoPlan => "Nothing that is asked rules it out, but how people \
                                            join, work and leave does.\n"
                .to_owned(),
            _ => String::new(),
        };
    }
    format!(
        "With the decision taken as given:\n{}",
        report_why::conflicts(instance, why, places)
    )
}

fn exit_of(found: &WhyNot, stopped: bool) -> Exit {
    match &found.verdict {
        _ if stopped => Exit::Interrupted,
        Verdict::Already => Exit::Done,
        Verdict::NoPlan | Verdict::NoPlanWith { .. } => Exit::No,
        Verdict::NotSettled { .. } => Exit::NoPlanYet,
        Verdict::Compared(compared) => {
            let is_limited = |status| matches!(status, Status::TimeLimit | Status::Interrupted);
            if is_limited(compared.as_it_is.status) || is_limited(compared.with_it.status) {
                Exit::LimitWithPlan
            } else {
                Exit::Done
            }
        }
    }
}
