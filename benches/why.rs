//! Why there is no plan, with ways out, on one provider over five years: how many single solves'
//! time it takes, in one run.
//!
//! `cargo bench --bench why`. The bar is printed, not asserted.

#![expect(clippy::print_stdout, reason = "benches print what they measure")]

#[path = "support/files.rs"]
mod files;
#[path = "support/five_years.rs"]
mod five_years;

use std::path::Path;
use std::time::{Duration, Instant};

use anyhow::{Context, ensure};
use skillmix::explain::why::{Question, why};
use skillmix::pipeline::{Watch, best};
use skillmix::report::why::Verdict;
use skillmix::solver::Options;

/// At most so many times as long as a single solve.
const BAR: f64 = 30.0;

/// The gaps to which a single solve is proved: ways out are proved to the narrower.
const GAPS: [f64; 2] = [0.005, 0.001];

/// A year's budget that the first year cannot keep to.
const BUDGET: &str = "\n[budgets.board]\nname = \"Board\"\ngbp_per_year = 21_000_000\n\
                      source = \"assumption: made up\"\n";

fn main() -> anyhow::Result<()> {
    // Cargo says so where this is to be measured, and not merely tried.
    if !std::env::args().any(|argument| argument == "--bench") {
        return Ok(());
    }
    let folder = tempfile::tempdir()?;
    let path = five_years::written(folder.path(), 1)?;
    let instance = files::read(&path);
    let mut single = Vec::new();
    for gap in GAPS {
        let options = Options {
            gap,
            ..Options::default()
        };
        let began = Instant::now();
        let found = best(&instance, &options, &Watch::default());
        ensure!(found.is_ok(), "the instance has a plan");
        single.push((gap, began.elapsed()));
    }
    let text = std::fs::read_to_string(&path)?;
    ask(
        "a budget too small",
        &path,
        &format!("{text}{BUDGET}"),
        &single,
    )?;
    // Too few therapists, and nobody to be bought in.
    let few = text
        .replacen("hit = 138", "hit = 60", 1)
        .replace("max_share = 1,", "max_share = 0.001,");
    ensure!(few != text, "the instance's staff");
    ask("too few therapists", &path, &few, &single)
}

/// Asks why an instance has no plan, and says how long that took.
fn ask(title: &str, path: &Path, text: &str, single: &[(f64, Duration)]) -> anyhow::Result<()> {
    std::fs::write(path, text)?;
    let instance = files::read(path);
    let question = Question::all(Options::default());
    for (what, repairs) in [("causes", false), ("causes and ways out", true)] {
        let question = Question {
            repairs,
            ..question.clone()
        };
        let began = Instant::now();
        let found = why(&instance, &question, &Watch::default());
        let took = began.elapsed();
        ensure!(found.verdict == Verdict::NoPlan, "{:?}", found.verdict);
        let cause = found.causes.first().context("a cause")?;
        println!(
            "One provider × 60 months, {title}: {what} in {:.1} s ({} problems solved; {} causes, the \
             first of {} parts; {} ways out)",
            took.as_secs_f64(),
            found.solves,
            found.causes.len(),
            cause.parts.len(),
            found.repairs.len()
        );
        for (gap, alone) in single {
            println!(
                "  {:.2} times a single solve to {} % ({:.1} s); bar {BAR}",
                took.as_secs_f64() / alone.as_secs_f64(),
                gap * 100.0,
                alone.as_secs_f64()
            );
        }
    }
    Ok(())
}
