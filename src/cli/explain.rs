//! `skillmix explain`

use std::fmt::Write as _;

use clap::Args;

use super::Exit;
use super::terminal::Terminal;
use crate::codes::{all, explain};
use crate::diagnostics::{Explanation, suggest};

/// Tell the story behind a code: what it means, why, an example, what to do
#[derive(Debug, Args)]
pub struct Arguments {
    /// The code, such as I201; without one, all codes are listed
    code: Option<String>,
}

/// Prints the story, or the list.
pub fn run(arguments: &Arguments, terminal: Terminal) -> anyhow::Result<Exit> {
    let Some(code) = &arguments.code else {
        let mut list = String::new();
        for explanation in all() {
            let _ = writeln!(list, "{}  {}", explanation.code, explanation.title);
        }
        terminal.answer(list.as_bytes())?;
        return Ok(Exit::Done);
    };
    if let Some(explanation) = explain(code) {
        terminal.answer(story(&explanation).as_bytes())?;
        return Ok(Exit::Done);
    }
    let codes: Vec<&str> = all().iter().map(|explanation| explanation.code).collect();
    let upper = code.to_uppercase();
    let near = suggest::nearest(&upper, codes)
        .map_or_else(String::new, |code| format!("did you mean `{code}`? "));
    terminal.error(
        &format!("unknown code `{code}`"),
        &[&format!("{near}`skillmix explain` lists all codes")],
    );
    Ok(Exit::Input)
}

fn story(explanation: &Explanation) -> String {
    let indented = |text: &str| {
        text.trim_end()
            .lines()
            .map(|line| format!("    {line}").trim_end().to_owned() + "\n")
            .collect::<String>()
    };
    format!(
        "{}: {}\n\n{}\n\nWhy\n{}\nExample\n{}\nWhat to do\n{}",
        explanation.code,
        explanation.title,
        explanation.what.trim_end(),
        indented(explanation.why),
        indented(explanation.example),
        indented(explanation.fix)
    )
}
