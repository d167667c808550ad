//! Limits, stops and progress: a hard problem ends in time and says honestly what it has.

mod solver_support;

use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use skillmix::draft::instance::Objective::{LeastCost, LeastShortfall};
use skillmix::solver::{Control, Limit, Options, Outcome, Progress, Stop, solve};
use solver_support::{Numbers, Problem, market_split};

/// Far more than any limit below, so that a busy machine does not fail a test.
const PATIENCE: Duration = Duration::from_mins(1);

fn asked() -> Stop {
    let stop = Stop::default();
    stop.ask();
    stop
}

fn within(limit: Duration) -> Options {
    Options {
        gap: 0.0,
        time_limit: Some(limit),
        ..Options::default()
    }
}

#[test]
fn a_hard_problem_stops_at_the_time_limit_with_its_plan_and_bound() {
    let problem = market_split(5, 40, 1);
    let started = Instant::now();
    let outcome = solve(
        &problem.0,
        &within(Duration::from_secs(2)),
        &Control::default(),
    );
    assert!(started.elapsed() < PATIENCE);
    let Outcome::LimitWithPlan(solved, Limit::Time) = outcome else {
        panic!("a plan at the limit, not {outcome:?}")
    };
    let result = solved.objectives[0];
    assert!(result.bound.is_finite() && result.bound < result.value);
    assert!(result.gap > 0.0);
    for row in problem.0.rows.values() {
        let sum: f64 = row.terms.iter().map(|(c, k)| k * solved.values[c.0]).sum();
        assert!((sum - row.lower).abs() < 1e-6);
    }
}

/// Equalities in whole numbers alone: finding any plan is the hard part.
fn hard_to_start() -> Problem {
    let mut numbers = Numbers::new(11);
    let mut problem = Problem::new();
    let columns: Vec<_> = (0..50).map(|_| problem.column(0.0, 1.0, true)).collect();
    for _ in 0..6 {
        let terms: Vec<_> = columns.iter().map(|&c| (c, numbers.below(100))).collect();
        let half = (terms.iter().map(|(_, k)| k).sum::<f64>() / 2.0).floor();
        problem.row(half, half, &terms);
    }
    let cost: Vec<_> = columns
        .iter()
        .map(|&c| (c, 1.0 + numbers.below(9)))
        .collect();
    problem.minimise(LeastCost, &cost);
    problem
}

#[test]
fn a_limit_without_a_plan_still_tells_the_bound() {
    let problem = hard_to_start();
    let outcome = solve(
        &problem.0,
        &within(Duration::from_secs(2)),
        &Control::default(),
    );
    let Outcome::LimitWithoutPlan {
        limit: Limit::Time,
        bound: Some(bound),
    } = outcome
    else {
        panic!("no plan at the limit, not {outcome:?}")
    };
    assert!(bound > 0.0, "{bound} is more than the columns say");
}

#[test]
fn the_limit_holds_over_all_objectives_and_the_plan_so_far_is_kept() {
    // The first objective is easy, the second hard.
    let mut problem = market_split(5, 40, 2);
    let hard = problem.0.objectives.remove(0);
    let easy = problem.column(3.0, 9.0, true);
    problem.minimise(LeastShortfall, &[(easy, 1.0)]);
    problem.0.objectives.push(hard);
    let outcome = solve(
        &problem.0,
        &within(Duration::from_secs(2)),
        &Control::default(),
    );
    let Outcome::LimitWithPlan(solved, Limit::Time) = outcome else {
        panic!("a plan at the limit, not {outcome:?}")
    };
    let [shortfall, cost] = solved.objectives[..] else {
        panic!("both objectives were at work")
    };
    assert_eq!((shortfall.value, shortfall.gap), (3.0, 0.0));
    assert_eq!(cost.objective, LeastCost);
    assert!(cost.bound <= cost.value);
}

#[test]
fn no_time_at_all_is_no_plan_and_no_panic() {
    for problem in [market_split(5, 40, 1), hard_to_start()] {
        let outcome = solve(&problem.0, &within(Duration::ZERO), &Control::default());
        assert!(
            matches!(
                outcome,
                Outcome::LimitWithoutPlan {
                    limit: Limit::Time,
                    ..
                } | Outcome::LimitWithPlan(_, Limit::Time)
            ),
            "{outcome:?}"
        );
    }
}

#[test]
fn a_stop_ends_the_solve_with_the_best_plan_so_far() {
    let problem = market_split(5, 40, 1);
    let control = Control::default();
    let stop = control.stop.clone();
    let stopper = std::thread::spawn(move || {
        std::thread::sleep(Duration::from_millis(500));
        stop.ask();
    });
    let started = Instant::now();
    let outcome = solve(&problem.0, &within(PATIENCE), &control);
    assert!(started.elapsed() < PATIENCE / 2);
    stopper.join().unwrap();
    let Outcome::LimitWithPlan(solved, Limit::Interrupted) = outcome else {
        panic!("a plan at the stop, not {outcome:?}")
    };
    assert!(solved.objectives[0].bound.is_finite());
}

#[test]
fn a_stop_before_the_start_is_told_as_a_stop() {
    let control = Control {
        stop: asked(),
        ..Control::default()
    };
    let outcome = solve(&hard_to_start().0, &Options::default(), &control);
    assert!(
        matches!(
            outcome,
            Outcome::LimitWithoutPlan {
                limit: Limit::Interrupted,
                ..
            }
        ),
        "{outcome:?}"
    );
}

/// A dense linear programme that takes HiGHS seconds.
fn slow_linear_programme() -> Problem {
    let mut numbers = Numbers::new(5);
    let mut problem = Problem::new();
    let columns: Vec<_> = (0..900).map(|_| problem.column(0.0, 50.0, false)).collect();
    for _ in 0..600 {
        let terms: Vec<_> = columns
            .iter()
            .map(|&c| (c, 1.0 + numbers.below(1000) / 7.0))
            .collect();
        problem.row(numbers.below(900_000), f64::INFINITY, &terms);
    }
    let cost: Vec<_> = columns
        .iter()
        .map(|&c| (c, 1.0 + numbers.below(1000) / 3.0))
        .collect();
    problem.minimise(LeastCost, &cost);
    problem
}

#[test]
fn a_linear_programme_stops_too_and_its_bound_is_what_its_columns_say() {
    let problem = slow_linear_programme();
    let stopping = Control {
        stop: asked(),
        ..Control::default()
    };
    let none = Control::default();
    for (control, options, expected) in [
        (&none, within(Duration::from_millis(20)), Limit::Time),
        (&stopping, Options::default(), Limit::Interrupted),
    ] {
        let outcome = solve(&problem.0, &options, control);
        let Outcome::LimitWithoutPlan { limit, bound } = outcome else {
            panic!("no plan, not {outcome:?}")
        };
        assert_eq!((limit, bound), (expected, Some(0.0)));
    }
}

#[test]
fn progress_is_told_with_bound_gap_and_place() {
    let told: Arc<Mutex<Vec<Progress>>> = Arc::default();
    let log = Arc::clone(&told);
    let control = Control {
        progress: Some(Arc::new(move |progress: &Progress| {
            log.lock().unwrap().push(progress.clone());
        })),
        ..Control::default()
    };
    let problem = market_split(5, 40, 1);
    let started = Instant::now();
    let _ = solve(&problem.0, &within(Duration::from_secs(2)), &control);
    let elapsed = started.elapsed();
    let told = told.lock().unwrap();
    let last = told.last().expect("progress was told");
    assert_eq!((last.objective, last.phase), (LeastCost, (1, 1)));
    let (best, bound, gap) = (last.best.unwrap(), last.bound.unwrap(), last.gap.unwrap());
    assert!(bound <= best && gap > 0.0);
    assert!(told.len() as u128 <= elapsed.as_millis() / 200 + 2);
    assert!(
        told.windows(2)
            .all(|pair| pair[0].elapsed <= pair[1].elapsed)
    );
}

#[test]
fn a_progress_function_that_panics_fails_the_solve_and_nothing_else() {
    let control = Control {
        progress: Some(Arc::new(|_: &Progress| panic!("a bug in the caller"))),
        ..Control::default()
    };
    let outcome = solve(
        &market_split(5, 40, 1).0,
        &within(Duration::from_secs(2)),
        &control,
    );
    assert!(
        matches!(&outcome, Outcome::Failed(message) if message.contains("progress")),
        "{outcome:?}"
    );
}
