//! Plan files, as `check` and `solve --from` read them.

use std::fs::File;
use std::io::Read;
use std::path::Path;

use anyhow::{anyhow, bail};
use serde::Deserialize;
use serde::de::IgnoredAny;
use serde_json::error::Category;

use super::terminal::Terminal;
use crate::document::hash;
use crate::plan::Plan;
use crate::replan::OldPlan;
use crate::report::json;

/// Plans are far smaller than this; a file that is larger is something else.
const LARGEST_FILE: u64 = 256 * 1024 * 1024;

/// Reads a plan and shows what is wrong with its file; none where anything is.
pub fn read(path: &Path, terminal: Terminal) -> Option<OldPlan> {
    match read_plan(path) {
        Ok(plan) => Some(plan),
        Err(error) => {
            terminal.error(
                &format!("cannot read the plan `{}`: {error:#}", path.display()),
                &[
                    "a plan file is what `skillmix solve … --format json` writes; \
                     see models/answer.md",
                ],
            );
            None
        }
    }
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

/// Reads a plan; else says in one sentence what is wrong with the file.
fn read_plan(path: &Path) -> anyhow::Result<OldPlan> {
    let file = File::open(path)?;
    if file.metadata()?.is_dir() {
        bail!("it is a folder");
    }
    let mut bytes = Vec::new();
    // What is not a plain file does not know its size, and may have no end.
    file.take(LARGEST_FILE + 1).read_to_end(&mut bytes)?;
    if bytes.len() as u64 > LARGEST_FILE {
        bail!("it holds more than {LARGEST_FILE} bytes (256 MiB)");
    }
    let sha256 = hash(&bytes);
    let text = String::from_utf8(bytes).map_err(|error| {
        anyhow!(
            "it is not text: byte {} is not UTF-8",
            error.utf8_error().valid_up_to()
        )
    })?;
    let text = text.trim_start_matches('\u{feff}');
    if text.trim().is_empty() {
        bail!("it is empty");
    }
    Ok(OldPlan {
        plan: plan_of(text)?,
        path: path.to_string_lossy().into_owned(),
        sha256,
    })
}

fn plan_of(text: &str) -> anyhow::Result<Plan> {
    if !text.trim_start().starts_with('{') {
        bail!("it does not begin with `{{`, as the JSON of a plan does");
    }
    let probe: Probe = serde_json::from_str(text).map_err(|error| told(&error))?;
    if probe.skillmix_answer.is_none() {
        return serde_json::from_str(text).map_err(|error| told(&error));
    }
    let answer: AnswerFile = serde_json::from_str(text).map_err(|error| told(&error))?;
    if answer.skillmix_answer != json::ANSWER_FORMAT {
        bail!(
            "it is an answer of format {}, but only format {} is known",
            answer.skillmix_answer,
            json::ANSWER_FORMAT
        );
    }
    Ok(answer.plan)
}

/// What is wrong with the JSON and where, without the names that only our own code knows.
fn told(error: &serde_json::Error) -> anyhow::Error {
    let place = format!("line {}, column {}", error.line(), error.column());
    match error.classify() {
        Category::Io | Category::Syntax => anyhow!("it is not JSON: {place}"),
        Category::Eof => anyhow!("it is not whole: it ends at {place}"),
        Category::Data => {
            let text = error.to_string();
            let text = text.split(" at line ").next().unwrap_or_default();
            let text = text.split(", expected ").next().unwrap_or_default();
            anyhow!("it is JSON, but not a plan: {text} ({place})")
        }
    }
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
            ("[", "does not begin with `{`"),
            ("{", "it ends at line 1, column 1"),
            (r"{} {}", "it is not JSON: line 1, column 4"),
            ("{}", "missing field"),
            (
                r#"{"skillmix_plan": 1, "nstance": "x"}"#,
                "unknown field `nstance`",
            ),
            (r#"{"skillmix_answer": 1}"#, "missing field `plan`"),
            (
                r#"{"skillmix_plan": 1, "instance": 7, "services": {}}"#,
                "invalid type: integer `7` (line 1, column 34)",
            ),
            ("not json", "does not begin with `{`"),
        ] {
            let error = plan_of(text).expect_err(text);
            let error = format!("{error:#}");
            assert!(error.contains(says), "{error}");
            assert!(
                !error.contains("struct") && !error.contains("trailing"),
                "{error}"
            );
        }
        let later = format!(r#"{{"skillmix_answer": 2, "plan": {PLAN}}}"#);
        let error = plan_of(&later).expect_err("a later format");
        assert!(format!("{error:#}").contains("only format 1"), "{error:#}");
    }
}
