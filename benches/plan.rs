//! Plans by month at full size: one provider over five years, solved beside HiGHS alone on the
//! exported file; and a hundred services over five years, built.
//!
//! `cargo bench --bench plan`, or one half of it: `cargo bench --bench plan -- build` (or `solve`).
//! The bars are printed, not asserted.

#![expect(clippy::print_stdout, reason = "benches print what they measure")]

#[path = "support/files.rs"]
mod files;
#[path = "support/five_years.rs"]
mod five_years;

use std::path::Path;
use std::time::{Duration, Instant};

use anyhow::{Context, bail, ensure};
use five_years::MONTHS;
use skillmix::formulation::{Formulation, formulate};
use skillmix::instance::Instance;
use skillmix::pipeline::{Conclusion, Settings, Watch, run};
use skillmix::report::{Format, render};
use skillmix::solver::{ExportFormat, Options, export, solve_file, statistics};

const SERVICES: usize = 100;

/// What building may take for each 100,000 entries of the matrix that are not nought.
const BAR_BUILD_SECONDS: f64 = 0.1;
/// How many times the matrix's memory it may take.
const BAR_BUILD_MEMORY: f64 = 3.0;
/// What the whole way may take of the time that HiGHS alone takes.
const BAR_RATIO: f64 = 1.1;
/// Gaps, and the time in which each should be proved.
const BARS_SOLVE: [(f64, f64); 2] = [(0.005, 10.0), (0.001, 60.0)];

fn main() -> anyhow::Result<()> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let asked = |half: &str| {
        let halves = ["build", "solve"];
        arguments.iter().any(|argument| argument == half)
            || !arguments.iter().any(|a| halves.contains(&a.as_str()))
    };
    // Cargo says so where this is to be measured, and not merely tried.
    let measured = arguments.iter().any(|argument| argument == "--bench");
    let folder = tempfile::tempdir()?;
    if asked("build") {
        let services = if measured { SERVICES } else { 2 };
        build(&files::read(&five_years::written(folder.path(), services)?));
    }
    if asked("solve") && measured {
        let path = five_years::written(folder.path(), 1)?;
        for (gap, seconds) in BARS_SOLVE {
            solve(&path, folder.path(), gap, seconds)?;
        }
    }
    Ok(())
}

/// Time and memory that the formulation takes.
fn build(instance: &Instance) {
    const TURNS: usize = 5;
    let before = Memory::now();
    Memory::forget_peak();
    let formulation = formulate(instance);
    let peak = Memory::now();
    let size = statistics(&formulation);
    println!(
        "{} services × {MONTHS} months: {} columns ({} whole), {} rows, {} entries",
        instance.services.len(),
        size.columns,
        size.whole,
        size.rows,
        size.nonzeros
    );
    drop(formulation);
    let mut seconds: Vec<f64> = (0..TURNS)
        .map(|_| {
            let began = Instant::now();
            let formulation = formulate(instance);
            let seconds = began.elapsed().as_secs_f64();
            drop(formulation);
            seconds
        })
        .collect();
    seconds.sort_by(f64::total_cmp);
    let hundred_thousands = float(size.nonzeros) / 1e5;
    let each = seconds[TURNS / 2] / hundred_thousands;
    println!(
        "  built in {:.3} s ({:.3} to {:.3}): {each:.3} s for each 100,000 entries, {} the bar of \
         {BAR_BUILD_SECONDS} s",
        seconds[TURNS / 2],
        seconds[0],
        seconds[TURNS - 1],
        verdict(each <= BAR_BUILD_SECONDS)
    );
    let matrix = matrix_bytes(size.columns, size.rows, size.nonzeros);
    match before.zip(peak) {
        Some((before, peak)) => {
            let taken = (peak.peak - before.resident) * 1024.0;
            println!(
                "  at its peak {:.1} MB more than before; the matrix alone {:.1} MB: {:.2} times, {} \
                 the bar of {BAR_BUILD_MEMORY}",
                taken / 1e6,
                matrix / 1e6,
                taken / matrix,
                verdict(taken <= BAR_BUILD_MEMORY * matrix)
            );
        }
        None => println!("  memory is not measured on this system"),
    }
}

/// The memory of the matrix as a solver holds it: for each entry a value and a position, for each
/// row two bounds, for each column two bounds, a cost, a kind, and where its entries begin.
fn matrix_bytes(columns: usize, rows: usize, entries: usize) -> f64 {
    float(12 * entries + 16 * rows + (3 * 8 + 4 + 1) * columns)
}

/// Memory of this process, in kB, as Linux tells it.
#[derive(Debug, Clone, Copy)]
struct Memory {
    resident: f64,
    peak: f64,
}

impl Memory {
    fn now() -> Option<Self> {
        let status = std::fs::read_to_string("/proc/self/status").ok()?;
        let figure = |key: &str| -> Option<f64> {
            let line = status.lines().find(|line| line.starts_with(key))?;
            line.split_whitespace().nth(1)?.parse().ok()
        };
        Some(Self {
            resident: figure("VmRSS:")?,
            peak: figure("VmHWM:")?,
        })
    }

    /// Lets the peak begin anew. Where that is refused, the peak is that of the whole run: too
    /// high, never too low.
    fn forget_peak() {
        let _ = std::fs::write("/proc/self/clear_refs", "5");
    }
}

/// The whole way from file to table, and HiGHS alone on the exported file, to the same gap: by
/// turns, since machines are busy now and then, and the ratio is the median of the turns'.
fn solve(path: &Path, folder: &Path, gap: f64, bar: f64) -> anyhow::Result<()> {
    const TURNS: usize = 3;
    let options = Options {
        gap,
        time_limit: Some(Duration::from_mins(5)),
        ..Options::default()
    };
    let settings = Settings {
        options: options.clone(),
        worth: false,
    };
    let exported = folder.join("plan.mps");
    std::fs::write(
        &exported,
        export(&formulation_of(&files::read(path)), ExportFormat::Mps)?,
    )?;
    let mut ratios = Vec::new();
    for turn in 1..=TURNS {
        let began = Instant::now();
        let instance = files::read(path);
        let conclusion = run(&instance, &settings, &Watch::default());
        let Conclusion::Answered(answer) = conclusion else {
            bail!("no answer: {conclusion:?}");
        };
        ensure!(
            !render(&instance, &answer, Format::Table).is_empty(),
            "no table"
        );
        let whole = began.elapsed().as_secs_f64();
        let reached = answer.outcome.objectives.last().context("an objective")?;
        let began = Instant::now();
        let alone = solve_file(&exported, &options)?;
        let alone_seconds = began.elapsed().as_secs_f64();
        if turn == 1 {
            let size = alone.statistics;
            println!(
                "one provider × {MONTHS} months, {} columns ({} whole), {} rows, {} entries, to {} %:",
                size.columns,
                size.whole,
                size.rows,
                size.nonzeros,
                gap * 100.0
            );
        }
        let times = answer.times.context("the pipeline keeps no times")?;
        println!(
            "  files to table {whole:.2} s ({:?}, {:.0} {}), {} the bar of {bar} s, of which HiGHS's \
             own solve {:.2} s; HiGHS alone on the exported file {alone_seconds:.2} s ({}, {:.0}): \
             {:.3} times",
            answer.outcome.status,
            reached.value,
            reached.unit,
            verdict(whole <= bar),
            times.solver_seconds,
            alone.status,
            alone.value.unwrap_or(f64::NAN),
            whole / alone_seconds
        );
        ratios.push(whole / alone_seconds);
    }
    ratios.sort_by(f64::total_cmp);
    let median = ratios[TURNS / 2];
    println!(
        "  median {median:.3} times, {} the bar of {BAR_RATIO}",
        verdict(median <= BAR_RATIO)
    );
    Ok(())
}

/// Without the objectives that have no terms here: a file carries the first one only.
fn formulation_of(instance: &Instance) -> Formulation {
    let mut formulation = formulate(instance);
    formulation.objectives.retain(|o| !o.terms.is_empty());
    formulation
}

fn verdict(kept: bool) -> &'static str {
    if kept { "within" } else { "beyond" }
}

#[expect(
    clippy::cast_precision_loss,
    reason = "counts of what fits into memory"
)]
fn float(count: usize) -> f64 {
    count as f64
}
