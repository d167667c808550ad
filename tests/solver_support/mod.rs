//! Small formulations by hand, for tests of the border to the solver.
#![allow(
    dead_code,
    reason = "each test crate that includes this uses a part of it"
)]

use skillmix::draft::instance::Objective;
use skillmix::formulation::{Column, ColumnId, Formulation, ObjectiveTerms, Row, RowKey, VarKey};
use skillmix::ids::{RoleId, ServiceId};
use skillmix::solver::{Control, Options, Outcome, Solved, solve};

pub const INF: f64 = f64::INFINITY;

/// A formulation under construction.
pub struct Problem(pub Formulation);

impl Problem {
    pub fn new() -> Self {
        Self(Formulation {
            objective_tolerance: 1e-6,
            ..Formulation::default()
        })
    }

    pub fn column(&mut self, lower: f64, upper: f64, whole: bool) -> ColumnId {
        let position = self.0.columns.len();
        self.0.columns.insert(
            VarKey::Posts {
                service: ServiceId::new("salford"),
                role: RoleId::new(&format!("role-{position}")),
            },
            Column {
                lower,
                upper,
                whole,
            },
        );
        ColumnId(position)
    }

    pub fn row(&mut self, lower: f64, upper: f64, terms: &[(ColumnId, f64)]) {
        let position = self.0.rows.len();
        self.0.rows.insert(
            RowKey::StaffBalance {
                service: ServiceId::new("salford"),
                role: RoleId::new(&format!("role-{position}")),
            },
            Row {
                terms: terms.to_vec(),
                lower,
                upper,
            },
        );
    }

    pub fn minimise(&mut self, objective: Objective, terms: &[(ColumnId, f64)]) {
        self.0.objectives.push(ObjectiveTerms {
            objective,
            terms: terms.to_vec(),
        });
    }

    pub fn solve(&self) -> Outcome {
        solve(&self.0, &Options::default(), &Control::default())
    }
}

/// The plan of an outcome that must have been proved the best.
pub fn optimal(outcome: Outcome) -> Solved {
    match outcome {
        Outcome::Optimal(solved) => solved,
        other => panic!("expected the best plan, got {other:?}"),
    }
}

pub fn assert_close(found: f64, expected: f64) {
    assert!(
        (found - expected).abs() <= 1e-7 * expected.abs().max(1.0),
        "{found} is not {expected}"
    );
}

/// Pseudo-random numbers that are the same everywhere (`SplitMix64`).
pub struct Numbers(u64);

impl Numbers {
    pub fn new(seed: u64) -> Self {
        Self(seed)
    }

    /// A whole number from 0 to `below` − 1.
    #[expect(clippy::cast_precision_loss, reason = "small numbers")]
    pub fn below(&mut self, below: u64) -> f64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        ((mixed ^ (mixed >> 31)) % below) as f64
    }
}

/// A market split: whole columns, equalities, slack paid for. Small ones keep HiGHS busy for
/// hours; a plan is there at once, because slack may be any size, but never a proof.
pub fn market_split(rows: usize, columns: usize, seed: u64) -> Problem {
    let mut numbers = Numbers::new(seed);
    let mut problem = Problem::new();
    let choices: Vec<_> = (0..columns)
        .map(|_| problem.column(0.0, 1.0, true))
        .collect();
    let mut cost = Vec::new();
    for _ in 0..rows {
        let over = problem.column(0.0, INF, false);
        let under = problem.column(0.0, INF, false);
        let mut terms: Vec<_> = choices.iter().map(|&c| (c, numbers.below(100))).collect();
        let half = (terms.iter().map(|(_, k)| k).sum::<f64>() / 2.0).floor();
        terms.extend([(over, -1.0), (under, 1.0)]);
        problem.row(half, half, &terms);
        cost.extend([(over, 1.0), (under, 1.0)]);
    }
    problem.minimise(Objective::LeastCost, &cost);
    problem
}
