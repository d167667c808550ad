//! `skillmix compare`

use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use clap::{Args, ValueEnum};

use super::output::Output;
use super::progress::Line;
use super::solving::Solving;
use super::terminal::Terminal;
use super::under::Under;
use super::{Exit, input, interrupt, plan_file, solve};
use crate::audit::audit;
use crate::diagnostics::{Diagnostic, Files};
use crate::document::Document;
use crate::ids::{ScenarioId, is_valid_id};
use crate::pipeline::{self, Conclusion, Settings, Watch};
use crate::reading::{changes, read_under};
use crate::replan::read_as_planned;
use crate::report::answer::Status;
use crate::report::check as report_check;
use crate::report::compare::{Audited, Comparison, Found, Late, Side, csv, json, table};
use crate::solver::{Limit, Options};

/// Put plans side by side: of instances, of their scenarios, or of plan files
///
/// Says what each costs, what is in force differently (values, units, where they stand, sources) and
/// what is decided differently. Everything is compared with the first. Instances and scenarios are solved,
/// plan files audited; nothing is shown that has not passed its audit.
#[derive(Debug, Args)]
#[command(after_help = super::EXIT_CODES)]
pub struct Arguments {
    /// What to compare: an instance (`leeds.toml`), a scenario of one (`leeds.toml:cut-5`), or a plan of
    /// one (`plan.json`, with --instance)
    #[arg(required = true, num_args = 2.., value_name = "INSTANCE[:SCENARIO]|PLAN")]
    compared: Vec<String>,
    /// The instance that plan files are of
    #[arg(long, value_name = "INSTANCE")]
    instance: Option<PathBuf>,
    #[command(flatten)]
    solving: Solving,
    /// What to write
    #[arg(long, value_enum, default_value_t = CompareFormat::Table)]
    format: CompareFormat,
    /// Write the answer to FILE, whole or not at all, instead of stdout (`-` is stdout)
    #[arg(short, long, value_name = "FILE")]
    output: Option<PathBuf>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum CompareFormat {
    /// For people
    Table,
    /// Everything, as models/answer.md describes it
    Json,
    /// One row a figure or a value in force, one column for each that is compared
    Csv,
}

/// What one of those compared is.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Asked<'a> {
    /// An instance, under a scenario or not.
    Instance(&'a Path, Option<ScenarioId>),
    /// A plan file.
    Plan(&'a Path),
}

/// A path that ends in `.json` is a plan's. A scenario stands after the last colon, where what is before
/// it ends in `.toml` and there is no file of the whole name.
fn asked(text: &str, exists: impl Fn(&Path) -> bool) -> Asked<'_> {
    let path = Path::new(text);
    let has_ending = |path: &Path, ending: &str| {
        path.extension()
            .is_some_and(|found| found.eq_ignore_ascii_case(ending))
    };
    if has_ending(path, "json") {
        return Asked::Plan(path);
    }
    match text.rsplit_once(':') {
        Some((before, id)) if has_ending(Path::new(before), "toml") && !exists(path) => {
            Asked::Instance(Path::new(before), Some(ScenarioId::new(id)))
        }
        _ => Asked::Instance(path, None),
    }
}

/// One of those compared, read.
struct Read {
    label: String,
    input: input::Input,
    /// A plan that was read, with its audit.
    audited: Option<Audited>,
}

/// Reads, solves, compares, prints.
pub fn run(arguments: &Arguments, terminal: Terminal) -> anyhow::Result<Exit> {
    let output = Output::prepare(arguments.output.as_deref())?;
    let stop = interrupt::listen(terminal)?;
    let mut all = Vec::new();
    for text in &arguments.compared {
        match read(text, arguments, terminal) {
            Ok(read) => all.push(read),
            Err(exit) => return Ok(exit),
        }
    }
    for read in &all {
        output.spare(&read.input.reading.files)?;
    }
    let mut watch = Watch::default();
    watch.control.stop = stop.clone();
    let line = Line::begin();
    line.follow(&mut watch);
    let began = Instant::now();
    let mut sides = Vec::new();
    let mut documents: Vec<Option<Document>> = Vec::new();
    let to_solve = all.iter().filter(|read| read.audited.is_none()).count();
    let mut solved = 0;
    for read in all {
        let found = if let Some(audited) = read.audited {
            Found::Plan(Box::new(audited))
        } else {
            let left = to_solve.saturating_sub(solved).max(1);
            solved += 1;
            let gap = read.input.instance.gap;
            let settings = Settings {
                options: in_turn(arguments, gap, began.elapsed(), left),
                worth: false,
            };
            match found(pipeline::run(&read.input.instance, &settings, &watch)) {
                Ok(found) => found,
                Err(fault) => {
                    line.end();
                    solve::say_fault(&fault, terminal);
                    return Ok(Exit::Fault);
                }
            }
        };
        documents.push(read.input.reading.document);
        sides.push(Side {
            label: read.label,
            instance: read.input.instance,
            found,
        });
    }
    line.end();
    let in_force = match documents.split_first() {
        Some((Some(first), others)) => others
            .iter()
            .map(|other| {
                other
                    .as_ref()
                    .map(|o| changes(first, o))
                    .unwrap_or_default()
            })
            .collect(),
        _ => Vec::new(),
    };
    let comparison = Comparison::new(sides, in_force);
    let text = match arguments.format {
        CompareFormat::Table => table(&comparison),
        CompareFormat::Json => json(&comparison),
        CompareFormat::Csv => csv(&comparison),
    };
    output.write(text.as_bytes(), terminal)?;
    Ok(exit_of(&comparison, stop.is_asked()))
}

/// Of a time limit for all, each of those still to be solved has its part of what is left.
fn in_turn(arguments: &Arguments, gap: f64, gone: Duration, left: usize) -> Options {
    let mut options = arguments.solving.options(gap);
    let parts = u32::try_from(left).unwrap_or(u32::MAX);
    options.time_limit = options
        .time_limit
        .map(|limit| limit.saturating_sub(gone) / parts);
    options
}

fn found(conclusion: Conclusion) -> Result<Found, pipeline::Fault> {
    match conclusion {
        Conclusion::Answered(answer) => Ok(Found::Plan(Box::new(Audited {
            late: answer.late.iter().map(Late::from).collect(),
            plan: answer.plan,
            audit: answer.audit,
            outcome: Some(answer.outcome),
        }))),
        Conclusion::OutOfReach(_) | Conclusion::NoPlan => Ok(Found::NoPlan),
        Conclusion::NoPlanYet { limit, .. } => Ok(match limit {
            Limit::Time | Limit::Interrupted => Found::NotSettled,
        }),
        Conclusion::Fault(fault) => Err(fault),
    }
}

fn read(text: &str, arguments: &Arguments, terminal: Terminal) -> Result<Read, Exit> {
    match asked(text, Path::exists) {
        Asked::Instance(path, scenario) => {
            if scenario
                .as_ref()
                .is_some_and(|id| !is_valid_id(crate::ids::Id::as_str(id)))
            {
                terminal.error(
                    &format!("`{text}` names no scenario after its colon"),
                    &["write `INSTANCE.toml:SCENARIO`; `skillmix scenarios` lists them"],
                );
                return Err(Exit::Input);
            }
            let read = || read_under(path, scenario.as_ref());
            let input = input::read_by(read, terminal).ok_or(Exit::Input)?;
            Ok(Read {
                label: text.to_owned(),
                input,
                audited: None,
            })
        }
        Asked::Plan(path) => plan(text, path, arguments, terminal),
    }
}

/// Reads a plan and audits it; refuses one that breaks promises.
fn plan(text: &str, path: &Path, arguments: &Arguments, terminal: Terminal) -> Result<Read, Exit> {
    let Some(instance) = &arguments.instance else {
        terminal.error(
            &format!("`{text}` is a plan, and plans do not hold the instance that they are of"),
            &["name the instance with --instance"],
        );
        return Err(Exit::Input);
    };
    let mut old = plan_file::read(path, terminal).ok_or(Exit::Input)?;
    let under = Under { scenario: None };
    let under = under.with_plan(&old.plan, &old.path, terminal);
    old.plan.scenario = under.and_then(|under| under.scenario);
    let input = input::read_by(|| read_as_planned(instance, &old), terminal).ok_or(Exit::Input)?;
    let audited = match audit(&input.instance, &old.plan) {
        Ok(audit) => Audited {
            late: Late::of(&audit),
            plan: old.plan,
            audit,
            outcome: None,
        },
        Err(error) => {
            let problems: Vec<Diagnostic> = error
                .problems
                .iter()
                .map(|problem| Diagnostic::error("A002", problem.to_string()).help(problem.help()))
                .collect();
            terminal.diagnostics(&problems, &Files::default());
            terminal.note(&format!("{text}: {error}"));
            return Err(Exit::Input);
        }
    };
    if !audited.audit.passed() {
        let told = format!("the plan `{text}` breaks promises, and is not compared");
        terminal.diagnostics(&[Diagnostic::error("A001", told)], &Files::default());
        terminal.text(&report_check::broken(&audited.audit));
        return Err(Exit::No);
    }
    Ok(Read {
        label: text.to_owned(),
        input,
        audited: Some(audited),
    })
}

fn exit_of(comparison: &Comparison, stopped: bool) -> Exit {
    let any = |is: fn(&Found) -> bool| comparison.sides.iter().any(|side| is(&side.found));
    let is_limited = |found: &Found| match found {
        Found::Plan(audited) => audited.outcome.as_ref().is_some_and(|outcome| {
            matches!(outcome.status, Status::TimeLimit | Status::Interrupted)
        }),
        _ => false,
    };
    if stopped {
        Exit::Interrupted
    } else if any(|found| matches!(found, Found::NotSettled)) {
        Exit::NoPlanYet
    } else if any(|found| matches!(found, Found::NoPlan)) {
        Exit::No
    } else if any(is_limited) {
        Exit::LimitWithPlan
    } else {
        Exit::Done
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_scenario_stands_after_the_last_colon_of_an_instance() {
        let nothing = |_: &Path| false;
        let of = |text| asked(text, nothing);
        let under = |path, id| Asked::Instance(Path::new(path), Some(ScenarioId::new(id)));
        assert_eq!(of("a.toml:cut-5"), under("a.toml", "cut-5"));
        assert_eq!(of("c:/a.toml:cut-5"), under("c:/a.toml", "cut-5"));
        assert_eq!(
            of("c:/a.toml"),
            Asked::Instance(Path::new("c:/a.toml"), None)
        );
        assert_eq!(of("a.toml:"), under("a.toml", ""));
        assert_eq!(of("plan.json"), Asked::Plan(Path::new("plan.json")));
        // A file of just that name is meant, if there is one.
        let text = "a.toml:cut-5";
        let meant = asked(text, |path| path == Path::new(text));
        assert_eq!(meant, Asked::Instance(Path::new(text), None));
    }
}
