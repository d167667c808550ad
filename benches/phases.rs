//! How long each phase takes between the files and the table, on a made-up service, one provider
//! and a city region.
//!
//! `cargo bench --bench phases`, or one phase of it: `cargo bench --bench phases -- formulate`.
//! Compare figures of one run, or of one machine left alone; nothing here is asserted.

#![expect(clippy::print_stdout, reason = "benches print what they measure")]

#[path = "support/files.rs"]
mod files;

use std::cell::OnceCell;
use std::hint::black_box;
use std::path::PathBuf;
use std::time::{Duration, Instant};

use criterion::{Criterion, SamplingMode};
use skillmix::audit::audit;
use skillmix::formulation::{Formulation, formulate};
use skillmix::instance::Instance;
use skillmix::manifest::Manifest;
use skillmix::plan::{Plan, extract};
use skillmix::reading::read_instance;
use skillmix::report::answer::{ObjectiveFigure, OutcomeSummary, Status};
use skillmix::report::{Answer, Format, render};
use skillmix::solver::{Control, Options, Outcome, Solved, solve, version};

fn main() {
    let mut criterion = Criterion::default()
        .warm_up_time(Duration::from_millis(500))
        .measurement_time(Duration::from_secs(2))
        .sample_size(20)
        .without_plots()
        .configure_from_args();
    let cases = [
        Case::new("tiny", Options::default()),
        Case::new(files::ONE_PROVIDER, Options::default()),
        Case::new("greater-manchester", once_only()),
    ];
    bench(&mut criterion, &cases, "read", |case| {
        read_instance(black_box(&case.path))
    });
    bench(&mut criterion, &cases, "formulate", |case| {
        formulate(black_box(&case.instance))
    });
    bench_solve(&mut criterion, &cases[..2]);
    bench(&mut criterion, &cases, "extract", |case| {
        let values = &case.answered().solved.values;
        extract(&case.instance, &case.formulation, black_box(values))
    });
    bench(&mut criterion, &cases, "audit", |case| {
        audit(&case.instance, black_box(case.plan()))
    });
    bench(&mut criterion, &cases, "report", |case| {
        let answer = &case.answered().answer;
        render(&case.instance, black_box(answer), Format::Table)
    });
    criterion.final_summary();
}

/// For the one that takes too long to be solved again and again. It is solved once, when a phase
/// needs its plan, and the time that took is printed.
fn once_only() -> Options {
    Options {
        gap: 0.01,
        time_limit: Some(Duration::from_mins(2)),
        ..Options::default()
    }
}

/// An instance, with what the phases before the one on the bench make of it.
struct Case {
    name: &'static str,
    path: PathBuf,
    instance: Instance,
    formulation: Formulation,
    options: Options,
    answered: OnceCell<Answered>,
}

struct Answered {
    solved: Solved,
    answer: Answer,
}

impl Case {
    fn new(name: &'static str, options: Options) -> Self {
        let path = files::path_of(name);
        let instance = files::read(&path);
        let formulation = formulate(&instance);
        Self {
            name,
            path,
            instance,
            formulation,
            options,
            answered: OnceCell::new(),
        }
    }

    fn solve(&self) -> Outcome {
        solve(&self.formulation, &self.options, &Control::default())
    }

    fn plan(&self) -> &Plan {
        &self.answered().answer.plan
    }

    fn answered(&self) -> &Answered {
        self.answered.get_or_init(|| {
            let began = Instant::now();
            let outcome = self.solve();
            let took = began.elapsed();
            let (status, solved) = match outcome {
                Outcome::Optimal(solved) => (Status::Optimal, solved),
                Outcome::WithinGap(solved) => (Status::WithinGap, solved),
                Outcome::LimitWithPlan(solved, _) => (Status::TimeLimit, solved),
                other => panic!("{} has no plan: {other:?}", self.name),
            };
            println!(
                "{}: solved once to a gap of {} % in {:.3} s, of which HiGHS itself {:.3} s ({})",
                self.name,
                self.options.gap * 100.0,
                took.as_secs_f64(),
                solved.solver_seconds,
                status.word()
            );
            let answer = self.answer(status, &solved);
            Answered { solved, answer }
        })
    }

    fn answer(&self, status: Status, solved: &Solved) -> Answer {
        let instance = &self.instance;
        let plan = extract(instance, &self.formulation, &solved.values);
        let audit = audit(instance, &plan).expect("our own plan can be audited");
        assert!(audit.passed(), "{}: the plan breaks promises", self.name);
        Answer {
            late: Vec::new(),
            turnover: Vec::new(),
            plan,
            audit,
            outcome: OutcomeSummary {
                status,
                objectives: solved
                    .objectives
                    .iter()
                    .map(|o| ObjectiveFigure::from_minimised(o.objective, o.value, o.bound, o.gap))
                    .collect(),
            },
            worth: Vec::new(),
            manifest: Manifest::new(instance, &self.options, format!("HiGHS {}", version())),
            times: None,
        }
    }
}

/// One phase on every instance. What it makes is dropped within the time measured.
fn bench<T>(criterion: &mut Criterion, cases: &[Case], phase: &str, work: impl Fn(&Case) -> T) {
    let mut group = criterion.benchmark_group(phase);
    for case in cases {
        group.bench_function(case.name, |bencher| {
            work(case); // What it needs is made before the clock starts.
            bencher.iter(|| work(case));
        });
    }
    group.finish();
}

fn bench_solve(criterion: &mut Criterion, cases: &[Case]) {
    let mut group = criterion.benchmark_group("solve");
    group
        .sample_size(10)
        .sampling_mode(SamplingMode::Flat)
        .measurement_time(Duration::from_secs(10));
    for case in cases {
        group.bench_function(case.name, |bencher| bencher.iter(|| case.solve()));
    }
    group.finish();
}
