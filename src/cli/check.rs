//! `skillmix check`

use std::path::{Path, PathBuf};

use anyhow::{Context, bail};
use clap::{Args, ValueEnum};
use serde::Deserialize;
use serde::de::IgnoredAny;

use super::terminal::Terminal;
use super::{Exit, input};
use crate::audit::{PlanProblem, audit};
use crate::diagnostics::{Diagnostic, Files};
use crate::plan::Plan;
use crate::report::numbers::{count, whole};
use crate::report::{check, json};

/// Plans are far smaller than this; a file that is larger is something else.
const LARGEST_FILE: u64 = 256 * 1024 * 1024;

/// Recompute every promise of a plan, whoever wrote it
///
/// The plan is a plan file or an answer as `solve --format json` writes it. Prints how many
/// promises of each family are kept and broken, and each broken one with the value found, the
/// bound, and how far it is off.
#[derive(Debug, Args)]
#[command(after_help = super::EXIT_CODES)]
pub struct Arguments {
    /// The instance, a TOML file
    instance: PathBuf,
    /// The plan or answer, a JSON file
    plan: PathBuf,
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
    let Some(input) = input::read(&arguments.instance, terminal) else {
        return Ok(Exit::Input);
    };
    let plan = read_plan(&arguments.plan)
        .with_context(|| format!("cannot read the plan `{}`", arguments.plan.display()))?;
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
    if audit.passed() {
        return Ok(Exit::Done);
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

/// Only asks whether a file is a whole answer.
#[derive(Deserialize)]
struct Probe {
    skillmix_answer: Option<IgnoredAny>,
}

/// Of an answer, only the plan matters.
#[derive(Deserialize)]
struct AnswerFile {
    skillmix_answer: u32,
    plan: Plan,
}

fn read_plan(path: &Path) -> anyhow::Result<Plan> {
    let size = std::fs::metadata(path)?.len();
    if size > LARGEST_FILE {
        bail!("it has {size} bytes, more than {LARGEST_FILE}");
    }
    let text = std::fs::read_to_string(path)?;
    let text = text.trim_start_matches('\u{feff}');
    if text.trim().is_empty() {
        bail!("it is empty");
    }
    plan_of(text)
}

fn plan_of(text: &str) -> anyhow::Result<Plan> {
    let probe: Probe = serde_json::from_str(text)?;
    if probe.skillmix_answer.is_none() {
        return Ok(serde_json::from_str(text)?);
    }
    let answer: AnswerFile = serde_json::from_str(text)?;
    if answer.skillmix_answer != json::ANSWER_FORMAT {
        bail!(
            "it is an answer of format {}, but only format {} is known",
            answer.skillmix_answer,
            json::ANSWER_FORMAT
        );
    }
    Ok(answer.plan)
}

#[cfg(test)]
mod tests {
    use super::*;

    const PLAN: &str = r#"{"skillmix_plan": 1, "instance": "x", "services": {}}"#;

    #[test]
    fn a_bare_plan_and_a_whole_answer_hold_the_same_plan() {
        let bare = plan_of(PLAN).expect("a plan");
        let answer = format!(r#"{{"skillmix_answer": 1, "more": [1], "plan": {PLAN}}}"#);
        assert_eq!(plan_of(&answer).expect("an answer"), bare);
    }

    #[test]
    fn what_is_no_plan_is_refused_with_its_place() {
        for (text, says) in [
            ("[", "EOF"),
            ("{}", "missing field"),
            (
                r#"{"skillmix_plan": 1, "nstance": "x"}"#,
                "unknown field `nstance`",
            ),
            (r#"{"skillmix_answer": 1}"#, "missing field `plan`"),
            ("not json", "line 1 column 2"),
        ] {
            let error = plan_of(text).expect_err(text);
            assert!(format!("{error:#}").contains(says), "{error:#}");
        }
        let later = format!(r#"{{"skillmix_answer": 2, "plan": {PLAN}}}"#);
        let error = plan_of(&later).expect_err("a later format");
        assert!(format!("{error:#}").contains("only format 1"), "{error:#}");
    }
}
