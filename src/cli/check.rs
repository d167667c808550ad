//! `skillmix check`

use std::path::PathBuf;

use clap::{Args, ValueEnum};

use super::terminal::Terminal;
use super::under::Under;
use super::{Exit, input, plan_file};
use crate::audit::{PlanProblem, audit};
use crate::diagnostics::{Diagnostic, Files};
use crate::replan::read_as_planned;
use crate::report::numbers::{count, whole};
use crate::report::{check, json};

/// Recompute every promise of a plan, whoever wrote it
///
/// The plan is a plan file or an answer as `solve --format json` writes it. Prints how many
/// promises of each family are kept and broken, and each broken one with the value found, the
/// bound, and how far it is off. Where a plan by month says that it holds hard standards late, each is
/// listed with the month from which it is found to hold: such a plan is not what the instance asks,
/// whatever it says of itself, and the exit code is 5.
///
/// A plan of a scenario is audited under it; one that says none, under the one that is asked for.
#[derive(Debug, Args)]
#[command(after_help = super::EXIT_CODES)]
pub struct Arguments {
    /// The instance, a TOML file
    instance: PathBuf,
    /// The plan or answer, a JSON file
    plan: PathBuf,
    #[command(flatten)]
    under: Under,
    /// What to write
    #[arg(long, value_enum, default_value_t = CheckFormat::Table)]
    format: CheckFormat,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum CheckFormat {
    /// For people
    Table,
    /// The `audit` object that models/answer.md describes
    Json,
}

/// Audits a plan file.
pub fn run(arguments: &Arguments, terminal: Terminal) -> anyhow::Result<Exit> {
    let Some(mut plan) = plan_file::read(&arguments.plan, terminal) else {
        return Ok(Exit::Input);
    };
    let Some(under) = arguments.under.with_plan(&plan.plan, &plan.path, terminal) else {
        return Ok(Exit::Input);
    };
    plan.plan.scenario = under.scenario;
    let Some(input) = input::read_by(|| read_as_planned(&arguments.instance, &plan), terminal)
    else {
        return Ok(Exit::Input);
    };
    let plan = plan.plan;
    let audit = match audit(&input.instance, &plan) {
        Ok(audit) => audit,
        Err(error) => {
            let problems: Vec<Diagnostic> = error.problems.iter().map(diagnostic).collect();
            terminal.diagnostics(&problems, &Files::default());
            terminal.note(&format!("{}: {error}", arguments.plan.display()));
            return Ok(Exit::Input);
        }
    };
    let text = match arguments.format {
        CheckFormat::Table => check::render(&audit),
        CheckFormat::Json => json::render_audit(&audit),
    };
    terminal.answer(text.as_bytes())?;
    let late = audit.late().count();
    if audit.passed() && late == 0 {
        return Ok(Exit::Done);
    }
    if audit.passed() {
        let verdict = format!(
            "{} not held as the instance asks: the plan says so, and breaks nothing else",
            count(late, "hard standard")
        );
        terminal.diagnostics(&[Diagnostic::warning("A003", verdict)], &Files::default());
        return Ok(Exit::Late);
    }
    let verdict = format!(
        "{} of {} broken",
        count(audit.broken().count(), "promise"),
        whole(audit.promises.len())
    );
    terminal.diagnostics(&[Diagnostic::error("A001", verdict)], &Files::default());
    Ok(Exit::No)
}

/// What keeps a plan from being audited, as it is told.
fn diagnostic(problem: &PlanProblem) -> Diagnostic {
    Diagnostic::error("A002", problem.to_string()).help(problem.help())
}
