//! A second solver, written by other people in another language, agrees on small problems.

mod solver_support;

use microlp::{ComparisonOp, Error, OptimizationDirection};
use skillmix::draft::instance::Objective::LeastCost;
use skillmix::formulation::{ColumnId, Formulation};
use skillmix::solver::{Control, Options, Outcome, solve};
use solver_support::{INF, Numbers, Problem};

/// Small random problems: some linear, some mixed, some whole; about a fifth have no plan, and a
/// few no end.
fn random(seed: u64) -> Problem {
    let mut numbers = Numbers::new(seed);
    let mut problem = Problem::new();
    let columns: Vec<ColumnId> = (0..3 + seed % 5)
        .map(|_| {
            let lower = numbers.below(7) - 3.0 + numbers.below(4) / 4.0;
            let upper = if numbers.below(4) == 0.0 {
                INF
            } else {
                lower + 1.0 + numbers.below(9)
            };
            let whole = match seed % 3 {
                0 => false,
                1 => true,
                _ => numbers.below(2) == 0.0,
            };
            problem.column(lower, upper, whole)
        })
        .collect();
    for _ in 0..2 + seed % 4 {
        let mut terms: Vec<(ColumnId, f64)> = Vec::new();
        for &column in &columns {
            let coefficient = numbers.below(13) - 4.0;
            if numbers.below(3) > 0.0 && coefficient != 0.0 {
                terms.push((column, coefficient));
            }
        }
        let side = numbers.below(40) - 8.0;
        match numbers.below(6) {
            0.0 => problem.row(side, side, &terms),
            1.0 => problem.row(-INF, side, &terms),
            2.0 => problem.row(side, side + 5.0, &terms),
            _ => problem.row(side, INF, &terms),
        }
    }
    let cost: Vec<_> = columns
        .iter()
        .map(|&column| (column, numbers.below(12) - 1.0))
        .collect();
    problem.minimise(LeastCost, &cost);
    problem
}

#[derive(Debug, PartialEq)]
enum Verdict {
    Value(f64),
    Infeasible,
    Unbounded,
}

#[expect(clippy::cast_possible_truncation, reason = "small whole bounds")]
fn of_microlp(formulation: &Formulation) -> Verdict {
    let mut problem = microlp::Problem::new(OptimizationDirection::Minimize);
    let costs = &formulation.objectives[0].terms;
    let columns: Vec<_> = formulation
        .columns
        .values()
        .zip(costs)
        .map(|(column, &(_, cost))| {
            if column.whole {
                let upper = column.upper.min(1e6).floor() as i32;
                problem.add_integer_var(cost, (column.lower.ceil() as i32, upper))
            } else {
                problem.add_var(cost, (column.lower, column.upper))
            }
        })
        .collect();
    for row in formulation.rows.values() {
        let terms: Vec<_> = row.terms.iter().map(|&(c, k)| (columns[c.0], k)).collect();
        if row.lower.is_finite() {
            problem.add_constraint(&terms, ComparisonOp::Ge, row.lower);
        }
        if row.upper.is_finite() {
            problem.add_constraint(&terms, ComparisonOp::Le, row.upper);
        }
    }
    match problem.solve() {
        Ok(outcome) => {
            let solution = outcome.into_solution().expect("no limit was set");
            // A whole column without end stands at most at a million above.
            if solution.objective() < -1e5 {
                Verdict::Unbounded
            } else {
                Verdict::Value(solution.objective())
            }
        }
        Err(Error::Infeasible) => Verdict::Infeasible,
        Err(Error::Unbounded) => Verdict::Unbounded,
        Err(other) => panic!("the second solver failed: {other}"),
    }
}

#[test]
fn a_second_solver_agrees_on_two_hundred_small_problems() {
    let exact = Options {
        gap: 0.0,
        ..Options::default()
    };
    let mut kinds = [0; 3];
    for seed in 0..200 {
        let problem = random(seed);
        let ours = match solve(&problem.0, &exact, &Control::default()) {
            Outcome::Optimal(solved) => Verdict::Value(solved.objectives[0].value),
            Outcome::Infeasible => Verdict::Infeasible,
            Outcome::Unbounded => Verdict::Unbounded,
            other => panic!("seed {seed}: {other:?}"),
        };
        let theirs = of_microlp(&problem.0);
        match (&ours, &theirs) {
            (Verdict::Value(ours), Verdict::Value(theirs)) => {
                assert!(
                    (ours - theirs).abs() <= 1e-6 * ours.abs().max(1.0),
                    "seed {seed}: {ours} and {theirs}"
                );
                kinds[0] += 1;
            }
            (ours, theirs) => {
                assert_eq!(ours, theirs, "seed {seed}");
                kinds[if *ours == Verdict::Infeasible { 1 } else { 2 }] += 1;
            }
        }
    }
    // The sample is worth something only if every kind of answer is in it.
    assert!(kinds.iter().all(|&kind| kind >= 5), "{kinds:?}");
}
