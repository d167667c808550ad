//! Frontiers on one provider over five years: fifty budgets against single solves, in one run; with
//! whole people and with fractions. Once where most budgets do not bind, once where every one does.
//!
//! `cargo bench --bench sweep`. The bars are printed, not asserted.

#![expect(clippy::print_stdout, reason = "benches print what they measure")]

#[path = "support/files.rs"]
mod files;
#[path = "support/five_years.rs"]
mod five_years;

use std::collections::BTreeSet;
use std::path::Path;
use std::time::{Duration, Instant};

use anyhow::{Context, bail, ensure};
use skillmix::document::Document;
use skillmix::formulation::formulate;
use skillmix::instance::Instance;
use skillmix::pipeline::{Watch, best};
use skillmix::reading::read_instance;
use skillmix::report::sweep::Row;
use skillmix::solver::{Control, Options, Outcome, solve};
use skillmix::sweep::grid::Grid;
use skillmix::sweep::monotone::contradiction;
use skillmix::sweep::quantity::Axis;
use skillmix::sweep::{How, Stopped, instance_at, mend, run};

/// At most so many single solves' time: with whole people, and with fractions.
const BAR_WHOLE: f64 = 12.0;
const BAR_RELAXED: f64 = 5.0;

/// The gap to which plans are proved.
const GAP: f64 = 0.005;

/// Cores.
const THREADS: usize = 2;

/// A year's budget that the best plan just keeps to in its dearest year.
const BUDGET: &str = "\n[budgets.board]\nname = \"Board\"\ngbp_per_year = 24_000_000\n\
                      source = \"assumption: made up\"\n";

/// Fifty points: what a board would ask for; and from where no plan is left to where money binds no
/// more.
const RANGES: [(&str, &str); 2] = [
    ("80 % to 129 %", "budget=80%..129%/1%"),
    (
        "98.86 % to 99.84 %, where each binds",
        "budget=98.86%..99.84%/0.02%",
    ),
];

fn main() -> anyhow::Result<()> {
    // Cargo says so where this is to be measured, and not merely tried.
    if !std::env::args().any(|argument| argument == "--bench") {
        return Ok(());
    }
    let folder = tempfile::tempdir()?;
    let path = five_years::written(folder.path(), 1)?;
    let text = std::fs::read_to_string(&path)?;
    std::fs::write(&path, format!("{text}{BUDGET}"))?;
    let instance = files::read(&path);
    let document = document(&path)?;
    for relaxed in [false, true] {
        let before = processor_seconds();
        let single = single(&instance, relaxed)?;
        let processors_single = processor_seconds()
            .zip(before)
            .map(|(now, then)| now - then);
        let people = if relaxed {
            "fractions of people"
        } else {
            "whole people"
        };
        println!(
            "One provider × {} months, {people}, gap {GAP}: a single solve {:.2} s",
            five_years::MONTHS,
            single.as_secs_f64()
        );
        let bar = if relaxed { BAR_RELAXED } else { BAR_WHOLE };
        for (title, vary) in RANGES {
            let before = processor_seconds();
            let (took, rows) = swept(&document, vary, relaxed)?;
            let processors = processor_seconds()
                .zip(before)
                .map(|(now, then)| now - then);
            let planned = rows.iter().filter(|row| row.planned().is_some()).count();
            let ratio = took.as_secs_f64() / single.as_secs_f64();
            let verdict = if ratio <= bar { "reaches" } else { "MISSES" };
            println!(
                "  {} budgets, {title}: {planned} with a plan, in {:.2} s on {THREADS} threads: \
                 {ratio:.1} single solves, {verdict} the bar of {bar}{}",
                rows.len(),
                took.as_secs_f64(),
                processor(processors, processors_single)
            );
        }
    }
    Ok(())
}

fn document(path: &Path) -> anyhow::Result<Document> {
    read_instance(path).document.context("the files were read")
}

/// What one solve takes, from a checked instance to an audited plan; of the relaxation to its values.
fn single(instance: &Instance, relaxed: bool) -> anyhow::Result<Duration> {
    let options = Options {
        gap: GAP,
        ..Options::default()
    };
    let began = Instant::now();
    let has_plan = if relaxed {
        let outcome = solve(
            &formulate(instance).relaxed(),
            &options,
            &Control::default(),
        );
        matches!(outcome, Outcome::Optimal(_) | Outcome::WithinGap(_))
    } else {
        best(instance, &options, &Watch::default()).is_ok()
    };
    ensure!(has_plan, "the instance has a plan");
    Ok(began.elapsed())
}

/// A whole sweep, from the files' tree to rows that were audited and found to be monotone.
fn swept(document: &Document, vary: &str, relaxed: bool) -> anyhow::Result<(Duration, Vec<Row>)> {
    let how = How {
        options: Options {
            gap: GAP,
            ..Options::default()
        },
        relaxed,
    };
    let began = Instant::now();
    let Ok(axis) = Axis::read(vary, document) else {
        bail!("{vary} cannot be varied");
    };
    let grid = Grid::new(vec![axis])?;
    let at = |point: usize| instance_at(document, &grid, point);
    let watch = Watch::default();
    let mut rows: Vec<Row> = Vec::new();
    let mut take = |row: Row| -> Result<(), Stopped<()>> {
        rows.push(row);
        Ok(())
    };
    let done = BTreeSet::new();
    if let Err(stopped) = run(&grid, &at, &how, THREADS, &done, &watch, &mut take) {
        bail!("the sweep stopped: {stopped:?}");
    }
    rows.sort_by_key(|row| grid.point(&row.at));
    let mended: Result<(), Stopped<()>> = mend(&grid, &mut rows, &at, &how, &watch, &mut |_| ());
    ensure!(mended.is_ok(), "mended");
    if let Some(found) = contradiction(&grid, &rows) {
        bail!("{found}");
    }
    Ok((began.elapsed(), rows))
}

/// What a busy machine does not change: processor time, and how many times that of a single solve each
/// thread took.
fn processor(sweep: Option<f64>, single: Option<f64>) -> String {
    #[expect(clippy::cast_precision_loss, reason = "a few threads")]
    let threads = THREADS as f64;
    match (sweep, single) {
        (Some(sweep), Some(single)) if single > 0.0 => format!(
            " ({sweep:.1} s of processor time: {:.1} single solves a thread)",
            sweep / threads / single
        ),
        _ => String::new(),
    }
}

/// Processor time of this process, in seconds, as Linux tells it.
fn processor_seconds() -> Option<f64> {
    /// Ticks of a second, on every Linux of today.
    const TICKS: f64 = 100.0;
    let text = std::fs::read_to_string("/proc/self/stat").ok()?;
    // After the name, which may hold anything but ends with the last bracket.
    let (_, rest) = text.rsplit_once(')')?;
    let ticks = |place: usize| rest.split_whitespace().nth(place)?.parse::<f64>().ok();
    Some((ticks(11)? + ticks(12)?) / TICKS)
}
