//! What this program adds to HiGHS: the whole way from the files to the table, beside HiGHS alone
//! on the exported file, in one run and by turns, so that a slow machine slows down both.
//!
//! `cargo bench --bench ratio`. The bar is printed, not asserted.

#![expect(clippy::print_stdout, reason = "benches print what they measure")]

#[path = "support/files.rs"]
mod files;

use std::fmt;
use std::path::Path;
use std::time::Instant;

use anyhow::{Context, bail, ensure};
use skillmix::formulation::{Formulation, formulate};
use skillmix::pipeline::{Conclusion, Settings, Watch, run};
use skillmix::reading::read_instance;
use skillmix::report::answer::ObjectiveFigure;
use skillmix::report::{Format, Times, render};
use skillmix::solver::{ExportFormat, FileSolved, Options, export, solve_file, version};

/// After one pair to warm up.
const PAIRS: usize = 7;

/// What may come on top of HiGHS's own solve: this share of the wall time …
const BAR_SHARE: f64 = 0.1;
/// … or so many seconds, whichever is more.
const BAR_SECONDS: f64 = 0.02;

fn main() -> anyhow::Result<()> {
    let path = files::path_of(files::ONE_PROVIDER);
    // Without the objectives that have no terms here: the file carries the first one only.
    let mut formulation = formulate(&files::read(&path));
    formulation.objectives.retain(|o| !o.terms.is_empty());
    let folder = tempfile::tempdir()?;
    let exported = folder.path().join("model.mps");
    std::fs::write(&exported, export(&formulation, ExportFormat::Mps)?)?;

    let options = Options::default();
    let pair = |whole_first: bool| -> anyhow::Result<Pair> {
        if whole_first {
            let whole = Whole::run(&path, &options)?;
            let alone = Alone::run(&exported, &options)?;
            Ok(Pair { whole, alone })
        } else {
            let alone = Alone::run(&exported, &options)?;
            let whole = Whole::run(&path, &options)?;
            Ok(Pair { whole, alone })
        }
    };
    pair(true)?;
    // Cargo says so where this is to be measured, and not merely tried.
    let count = if std::env::args().any(|argument| argument == "--bench") {
        PAIRS
    } else {
        1
    };
    let pairs: Vec<Pair> = (0..count)
        .map(|turn| pair(turn % 2 == 0))
        .collect::<Result<_, _>>()?;

    print_pairs(&pairs, &options);
    print_bar(&pairs);
    print_differences(&pairs[0], &formulation);
    Ok(())
}

/// One run of either, one straight after the other.
struct Pair {
    whole: Whole,
    alone: Alone,
}

impl Pair {
    fn ratio(&self) -> f64 {
        self.whole.seconds / self.alone.seconds
    }

    fn ratio_of_solves(&self) -> f64 {
        self.whole.times.solver_seconds / self.alone.solved.solver_seconds
    }
}

/// A: files → checked instance → formulation → outcome → plan → audit → table, in this process.
struct Whole {
    seconds: f64,
    times: Times,
    rendering_seconds: f64,
    objectives: Vec<ObjectiveFigure>,
}

impl Whole {
    fn run(path: &Path, options: &Options) -> anyhow::Result<Self> {
        let settings = Settings {
            options: options.clone(),
            // Each role's worth is another solve, and no part of this one.
            worth: false,
        };
        let began = Instant::now();
        let instance = read_instance(path)
            .instance
            .context("the instance has errors")?;
        let reading = began.elapsed();
        let conclusion = run(&instance, &settings, &Watch::default());
        let Conclusion::Answered(answer) = conclusion else {
            bail!("no answer: {conclusion:?}");
        };
        let concluded = Instant::now();
        let table = render(&instance, &answer, Format::Table);
        let (rendering, whole) = (concluded.elapsed(), began.elapsed());
        ensure!(!table.is_empty(), "the table is empty");
        let mut times = answer.times.context("the pipeline keeps no times")?;
        times.reading_seconds = Times::seconds(reading);
        Ok(Self {
            seconds: whole.as_secs_f64(),
            times,
            rendering_seconds: rendering.as_secs_f64(),
            objectives: answer.outcome.objectives,
        })
    }

    /// All but HiGHS's own solve.
    fn own_seconds(&self) -> f64 {
        self.seconds - self.times.solver_seconds
    }

    fn own_share(&self) -> f64 {
        self.own_seconds() / self.seconds
    }
}

/// B: HiGHS reads the exported file and solves it.
struct Alone {
    seconds: f64,
    solved: FileSolved,
}

impl Alone {
    fn run(path: &Path, options: &Options) -> anyhow::Result<Self> {
        let began = Instant::now();
        let solved = solve_file(path, options)?;
        let seconds = began.elapsed().as_secs_f64();
        ensure!(solved.optimal, "HiGHS alone: {}", solved.status);
        Ok(Self { seconds, solved })
    }
}

/// The least, the middle and the most of some figures.
struct Spread {
    least: f64,
    median: f64,
    most: f64,
}

impl Spread {
    fn of(pairs: &[Pair], figure: impl Fn(&Pair) -> f64) -> Self {
        let mut figures: Vec<f64> = pairs.iter().map(figure).collect();
        figures.sort_by(f64::total_cmp);
        Self {
            least: figures[0],
            median: figures[figures.len() / 2],
            most: figures[figures.len() - 1],
        }
    }
}

impl fmt::Display for Spread {
    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
        let places = f.precision().unwrap_or(1);
        write!(
            f,
            "{:>9.places$} {:>9.places$} {:>9.places$}",
            self.least, self.median, self.most
        )
    }
}

fn print_pairs(pairs: &[Pair], options: &Options) {
    println!(
        "{}: pairs measured {}, after one to warm up; HiGHS {}, gap {} %, seed {}, threads {}",
        files::ONE_PROVIDER,
        pairs.len(),
        version(),
        options.gap * 100.0,
        options.seed,
        options.threads
    );
    println!("\n  pair      A ms      B ms     A ÷ B   A less HiGHS's own solve");
    for (place, pair) in pairs.iter().enumerate() {
        println!(
            "  {:>4} {:>9.1} {:>9.1} {:>9.3} {:>9.1} ms {:>5.1} %",
            place + 1,
            1e3 * pair.whole.seconds,
            1e3 * pair.alone.seconds,
            pair.ratio(),
            1e3 * pair.whole.own_seconds(),
            1e2 * pair.whole.own_share()
        );
    }
    println!("\n  {:<46} {:>9} {:>9} {:>9}", "", "min", "median", "max");
    let line = |what: &str, places: usize, figure: &dyn Fn(&Pair) -> f64| {
        println!("  {what:<46} {:.places$}", Spread::of(pairs, figure));
    };
    line("A  files to table, ms", 1, &|p| 1e3 * p.whole.seconds);
    line("B  HiGHS alone, reading its file too, ms", 1, &|p| {
        1e3 * p.alone.seconds
    });
    line("A ÷ B, pair by pair", 3, &Pair::ratio);
    line("HiGHS's own solve in A, ms", 1, &|p| {
        1e3 * p.whole.times.solver_seconds
    });
    line("HiGHS's own solve in B, ms", 1, &|p| {
        1e3 * p.alone.solved.solver_seconds
    });
    line(
        "the one ÷ the other, pair by pair",
        3,
        &Pair::ratio_of_solves,
    );
    line("all else in A, ms", 2, &|p| 1e3 * p.whole.own_seconds());
    line("all else in A, % of A", 2, &|p| 1e2 * p.whole.own_share());
    line("  read", 2, &|p| 1e3 * p.whole.times.reading_seconds);
    line("  formulate", 2, &|p| {
        1e3 * p.whole.times.formulating_seconds
    });
    line("  solve, outside HiGHS", 2, &|p| {
        1e3 * (p.whole.times.solving_seconds - p.whole.times.solver_seconds)
    });
    line("  extract", 2, &|p| 1e3 * p.whole.times.extracting_seconds);
    line("  audit", 2, &|p| 1e3 * p.whole.times.auditing_seconds);
    line("  report", 2, &|p| 1e3 * p.whole.rendering_seconds);
}

fn print_bar(pairs: &[Pair]) {
    let whole = Spread::of(pairs, |p| p.whole.seconds).median;
    let own = Spread::of(pairs, |p| p.whole.own_seconds());
    let bar = (BAR_SHARE * whole).max(BAR_SECONDS);
    let verdict = |seconds: f64| if seconds <= bar { "within" } else { "beyond" };
    println!(
        "\n  All but HiGHS's own solve: median {:.2} ms, {} the bar of {:.1} ms ({} % of A's median \
         or {} ms, whichever is more); the worst, {:.2} ms, is {}.",
        1e3 * own.median,
        verdict(own.median),
        1e3 * bar,
        1e2 * BAR_SHARE,
        1e3 * BAR_SECONDS,
        1e3 * own.most,
        verdict(own.most)
    );
}

fn print_differences(pair: &Pair, formulation: &Formulation) {
    let size = pair.alone.solved.statistics;
    println!(
        "  B has {} columns ({} whole), {} rows, {} coefficients.",
        size.columns, size.whole, size.rows, size.nonzeros
    );
    println!("  What differs:");
    match formulation.objectives.as_slice() {
        [only] => {
            let figures = pair.whole.objectives.iter();
            let whole = figures
                .filter(|figure| figure.objective == only.objective)
                .map(|figure| figure.value)
                .sum::<f64>();
            let alone = pair.alone.solved.value.unwrap_or(f64::NAN);
            let alone = ObjectiveFigure::from_minimised(only.objective, alone, alone, 0.0);
            println!(
                "  - Nothing in what is optimised: only `{:?}` has terms here. A reached {whole:.2} \
                 {unit}, B {:.2} {unit}.",
                only.objective,
                alone.value,
                unit = alone.unit
            );
        }
        several => {
            let names: Vec<String> = several
                .iter()
                .map(|o| format!("`{:?}`", o.objective))
                .collect();
            println!(
                "  - A optimises {} in turn, B the first of them only.",
                names.join(", ")
            );
        }
    }
    println!(
        "  - A solves once more with whole numbers fixed, to 1e-9; that counts as HiGHS's own solve.\n  \
         - A searches to 1e-6 of a row, B to HiGHS's own 1e-7 and with numbers cut to 15 digits: the \
         two may\n    take other paths, so that A ÷ B can lie below 1. What is held to the bar does not \
         depend on it."
    );
}
