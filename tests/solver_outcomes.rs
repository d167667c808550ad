//! What the border to the solver says of problems whose answers are known.

mod solver_support;

use rstest::rstest;
use skillmix::draft::instance::Objective::{LeastCost, LeastShortfall, MostAccess};
use skillmix::solver::{Control, Options, Outcome, Statistics, solve, statistics, version};
use solver_support::{INF, Problem, assert_close, optimal};

/// Dantzig's: min 2x + 3y, x + y ≥ 4, x + 3y ≥ 6, x ≤ 3. The rows cross at (3, 1): 9.
#[test]
fn a_linear_programme_is_solved_with_a_bound_and_no_gap() {
    let mut problem = Problem::new();
    let x = problem.column(0.0, 3.0, false);
    let y = problem.column(0.0, INF, false);
    problem.row(4.0, INF, &[(x, 1.0), (y, 1.0)]);
    problem.row(6.0, INF, &[(x, 1.0), (y, 3.0)]);
    problem.minimise(LeastCost, &[(x, 2.0), (y, 3.0)]);
    let solved = optimal(problem.solve());
    assert_close(solved.values[0], 3.0);
    assert_close(solved.values[1], 1.0);
    let result = solved.objectives[0];
    assert_eq!(result.objective, LeastCost);
    assert_close(result.value, 9.0);
    assert_close(result.bound, 9.0);
    assert!(result.gap <= 1e-9);
}

/// Knapsack: values 8, 11, 6, 4, weights 5, 7, 4, 3, room for 14. The best is the last three: 21
/// (the relaxation has 22).
#[test]
fn a_knapsack_of_whole_things_is_packed_best() {
    let mut problem = Problem::new();
    let things: Vec<_> = (0..4).map(|_| problem.column(0.0, 1.0, true)).collect();
    let weight = [5.0, 7.0, 4.0, 3.0];
    let worth = [-8.0, -11.0, -6.0, -4.0];
    let packed: Vec<_> = things.iter().copied().zip(weight).collect();
    let cost: Vec<_> = things.iter().copied().zip(worth).collect();
    problem.row(-INF, 14.0, &packed);
    problem.minimise(MostAccess, &cost);
    let solved = optimal(problem.solve());
    assert_eq!(solved.values, [0.0, 1.0, 1.0, 1.0]);
    assert_close(solved.objectives[0].value, -21.0);
    assert_close(solved.objectives[0].bound, -21.0);
}

#[rstest]
#[case::above(0.0, 4.5, -1.0, 4.0)]
#[case::below(4.5, 9.0, 1.0, 5.0)]
#[case::below_nought(-4.5, 9.0, 1.0, -4.0)]
fn a_whole_column_with_a_fractional_bound_stops_at_the_whole_number_inside(
    #[case] lower: f64,
    #[case] upper: f64,
    #[case] cost: f64,
    #[case] expected: f64,
) {
    let mut problem = Problem::new();
    let x = problem.column(lower, upper, true);
    problem.minimise(LeastCost, &[(x, cost)]);
    assert_eq!(optimal(problem.solve()).values, [expected]);
}

#[test]
fn a_whole_column_between_two_whole_numbers_has_no_plan() {
    let mut problem = Problem::new();
    let x = problem.column(4.2, 4.8, true);
    problem.minimise(LeastCost, &[(x, 1.0)]);
    assert_eq!(problem.solve(), Outcome::Infeasible);
}

#[rstest]
fn rows_that_contradict_each_other_have_no_plan(#[values(false, true)] whole: bool) {
    let mut problem = Problem::new();
    let x = problem.column(0.0, INF, whole);
    let y = problem.column(0.0, INF, whole);
    problem.row(5.0, INF, &[(x, 1.0), (y, 1.0)]);
    problem.row(-INF, 2.0, &[(x, 1.0), (y, 1.0)]);
    problem.minimise(LeastCost, &[(x, 1.0)]);
    assert_eq!(problem.solve(), Outcome::Infeasible);
}

/// 2x + 4y = 7 has plans, but none in whole numbers.
#[test]
fn a_problem_may_have_no_plan_only_because_people_are_whole() {
    let parity = |whole| {
        let mut problem = Problem::new();
        let x = problem.column(0.0, 10.0, whole);
        let y = problem.column(0.0, 10.0, whole);
        problem.row(7.0, 7.0, &[(x, 2.0), (y, 4.0)]);
        problem.minimise(LeastCost, &[(x, 1.0), (y, 1.0)]);
        problem.solve()
    };
    assert_close(optimal(parity(false)).objectives[0].value, 1.75);
    assert_eq!(parity(true), Outcome::Infeasible);
}

/// More of x and y is always better, and x − y ≤ 2 stops neither.
fn unbounded(whole: bool) -> Problem {
    let mut problem = Problem::new();
    let x = problem.column(0.0, INF, whole);
    let y = problem.column(0.0, INF, whole);
    problem.row(-INF, 2.0, &[(x, 1.0), (y, -1.0)]);
    problem.minimise(MostAccess, &[(x, -1.0), (y, -1.0)]);
    problem
}

#[rstest]
fn an_objective_without_end_is_told_from_a_problem_without_a_plan(
    #[values(false, true)] whole: bool,
) {
    assert_eq!(unbounded(whole).solve(), Outcome::Unbounded);
    let mut hopeless = unbounded(whole);
    let z = hopeless.column(0.0, INF, whole);
    hopeless.row(3.0, INF, &[(z, 1.0)]);
    hopeless.row(-INF, 2.0, &[(z, 1.0)]);
    assert_eq!(hopeless.solve(), Outcome::Infeasible);
}

/// The relaxation has plans and no bound, but 2z = 1 has no whole answer: there is no plan.
#[test]
fn an_objective_without_end_does_not_hide_that_people_are_whole() {
    let mut problem = unbounded(true);
    let z = problem.column(0.0, 10.0, true);
    let w = problem.column(0.0, 10.0, true);
    problem.row(7.0, 7.0, &[(z, 2.0), (w, 4.0)]);
    assert_eq!(problem.solve(), Outcome::Infeasible);
}

/// A continuous column without end beside a whole one.
#[test]
fn an_objective_without_end_in_a_fractional_column_is_found_beside_whole_ones() {
    let mut problem = Problem::new();
    let x = problem.column(0.0, 5.0, true);
    let y = problem.column(0.0, INF, false);
    problem.row(1.0, INF, &[(x, 1.0), (y, 1.0)]);
    problem.minimise(MostAccess, &[(x, -1.0), (y, -1.0)]);
    assert_eq!(problem.solve(), Outcome::Unbounded);
}

/// Shortfall first: x + s ≥ 10 with x ≤ 6 leaves 4 short. Then cost: the cheapest x with 4 short
/// is 6 less the tolerance. The other order would buy nothing and be 10 short.
#[rstest]
fn objectives_are_taken_in_order(#[values(false, true)] whole: bool) {
    let mut problem = Problem::new();
    let x = problem.column(0.0, 6.0, whole);
    let short = problem.column(0.0, INF, false);
    problem.row(10.0, INF, &[(x, 1.0), (short, 1.0)]);
    problem.minimise(LeastShortfall, &[(short, 1.0)]);
    problem.minimise(LeastCost, &[(x, 100.0)]);
    let solved = optimal(problem.solve());
    let [shortfall, cost] = solved.objectives[..] else {
        panic!("two objectives, two results")
    };
    // Held within its tolerance. Parts of a person use it up; whole people need not, and may.
    let allowed = 4.0 + 4e-6;
    if whole {
        assert!((4.0..=allowed + 1e-9).contains(&shortfall.value));
    } else {
        assert_close(shortfall.value, allowed);
    }
    assert_close(shortfall.bound, 4.0);
    assert!(shortfall.gap <= 1e-9);
    assert_close(cost.value, 600.0 - if whole { 0.0 } else { 4e-4 });
    assert!(cost.gap <= 1e-9);

    problem.0.objectives.reverse();
    let solved = optimal(problem.solve());
    // A cost of nought may rise to the least tolerance there is.
    assert!((0.0..=1e-6).contains(&solved.objectives[0].value));
    assert_close(solved.objectives[0].gap, 0.0);
    assert!((solved.objectives[1].value - 10.0).abs() < 1e-6);
}

#[test]
fn three_objectives_each_hold_for_those_after() {
    let mut problem = Problem::new();
    let x = problem.column(0.0, 10.0, true);
    let y = problem.column(0.0, 10.0, true);
    let z = problem.column(0.0, 10.0, true);
    problem.row(12.0, INF, &[(x, 1.0), (y, 1.0), (z, 1.0)]);
    problem.minimise(LeastShortfall, &[(x, 1.0)]);
    problem.minimise(LeastCost, &[(y, 2.0), (z, 2.0)]);
    problem.minimise(MostAccess, &[(z, -1.0)]);
    let solved = optimal(problem.solve());
    assert_eq!(solved.values, [0.0, 2.0, 10.0]);
    let values: Vec<f64> = solved.objectives.iter().map(|o| o.value).collect();
    assert_eq!(values, [0.0, 24.0, -10.0]);
}

#[test]
fn an_objective_with_no_terms_is_nought_and_proved() {
    let mut problem = Problem::new();
    let x = problem.column(2.0, 5.0, true);
    problem.minimise(LeastShortfall, &[]);
    problem.minimise(LeastCost, &[(x, 1.0)]);
    let solved = optimal(problem.solve());
    assert_eq!(solved.values, [2.0]);
    let [shortfall, cost] = solved.objectives[..] else {
        panic!("two objectives, two results")
    };
    assert_eq!(
        (shortfall.value, shortfall.bound, shortfall.gap),
        (0.0, 0.0, 0.0)
    );
    assert_close(cost.value, 2.0);
}

#[test]
fn with_no_objective_at_all_any_plan_will_do() {
    let mut problem = Problem::new();
    let x = problem.column(0.0, 5.0, true);
    problem.row(3.0, INF, &[(x, 1.0)]);
    let solved = optimal(problem.solve());
    assert!(solved.objectives.is_empty());
    assert!((3.0..=5.0).contains(&solved.values[0]));
    problem.row(-INF, 2.0, &[(x, 1.0)]);
    assert_eq!(problem.solve(), Outcome::Infeasible);
}

#[test]
fn rows_with_nothing_in_them_and_rows_without_bounds_do_no_harm() {
    let mut problem = Problem::new();
    let x = problem.column(1.0, 5.0, false);
    problem.row(-INF, INF, &[(x, 1.0)]);
    problem.row(-1.0, 1.0, &[]);
    problem.row(-INF, 7.0, &[]);
    problem.row(0.0, 4.0, &[(x, 0.0)]);
    problem.minimise(LeastCost, &[(x, 1.0)]);
    assert_eq!(optimal(problem.solve()).values, [1.0]);
    problem.row(1.0, INF, &[]);
    assert_eq!(problem.solve(), Outcome::Infeasible);
}

#[test]
fn a_problem_without_columns_is_judged_by_its_rows() {
    let mut problem = Problem::new();
    problem.minimise(LeastCost, &[]);
    problem.row(-1.0, 1.0, &[]);
    assert!(optimal(problem.solve()).values.is_empty());
    problem.row(1.0, 2.0, &[]);
    assert_eq!(problem.solve(), Outcome::Infeasible);
}

/// 2 ≤ x − y ≤ 3 is one row with two bounds, which must both reach the solver.
#[rstest]
fn rows_with_two_bounds_keep_both(#[values(false, true)] whole: bool) {
    for (cost, expected) in [(1.0, 2.0), (-1.0, 3.0)] {
        let mut problem = Problem::new();
        let x = problem.column(0.0, 10.0, whole);
        let y = problem.column(0.0, 10.0, whole);
        problem.row(2.0, 3.0, &[(x, 1.0), (y, -1.0)]);
        problem.minimise(LeastCost, &[(x, cost), (y, -cost)]);
        let solved = optimal(problem.solve());
        assert_close(solved.values[0] - solved.values[1], expected);
    }
}

#[test]
fn values_are_whole_within_bounds_and_without_minus_nought() {
    let mut problem = Problem::new();
    let mut cost = Vec::new();
    let mut terms = Vec::new();
    for position in 0..12 {
        let x = problem.column(0.0, 7.3, true);
        let y = problem.column(-2.0, 3.0, false);
        let weight = 0.1 + 0.37 * f64::from(position);
        terms.extend([(x, weight), (y, 1.0 / 3.0)]);
        cost.extend([(x, 1.0 + weight * weight), (y, 0.7)]);
    }
    problem.row(31.0, INF, &terms);
    problem.minimise(LeastCost, &cost);
    let (Outcome::Optimal(solved) | Outcome::WithinGap(solved)) = problem.solve() else {
        panic!("a plan")
    };
    for (column, value) in problem.0.columns.values().zip(&solved.values) {
        assert!(*value >= column.lower && *value <= column.upper);
        assert!(!column.whole || value.fract() == 0.0, "{value} is whole");
        assert!(*value != 0.0 || value.is_sign_positive());
    }
}

/// Rows in pounds with sums of 10⁸: a tolerance of 1e-9 cannot be kept there in `f64`, and HiGHS
/// ends in an error if asked to in its search.
#[rstest]
fn rows_in_hundreds_of_millions_of_pounds_are_solved(#[values(false, true)] whole: bool) {
    let mut problem = Problem::new();
    let mut cost = Vec::new();
    for service in 0..20 {
        let spend = problem.column(0.0, INF, false);
        let mut balance = vec![(spend, -1.0)];
        let mut work = Vec::new();
        for role in 0..3 {
            let posts = problem.column(0.0, INF, whole);
            let hours = problem.column(0.0, INF, false);
            let pay = 31_049.37 + 7_013.13 * f64::from(role) + 11.7 * f64::from(service);
            balance.extend([(posts, pay), (hours, 29.0 + 0.1 * f64::from(role))]);
            work.extend([(posts, 803.7 + 31.3 * f64::from(role)), (hours, 1.0)]);
            problem.row(-INF, 0.0, &[(hours, 1.0), (posts, -33.3)]);
        }
        problem.row(0.0, 0.0, &balance);
        problem.row(3_123_456.7 + 1000.0 * f64::from(service), INF, &work);
        cost.push((spend, 1.0));
    }
    problem.minimise(LeastCost, &cost);
    let outcome = problem.solve();
    let (Outcome::Optimal(solved) | Outcome::WithinGap(solved)) = outcome else {
        panic!("a plan, not {outcome:?}")
    };
    let result = solved.objectives[0];
    assert!(result.value > 1e9);
    assert!(result.gap <= if whole { 1e-4 } else { 1e-9 });
    for row in problem.0.rows.values() {
        let sum: f64 = row.terms.iter().map(|(c, k)| k * solved.values[c.0]).sum();
        assert!(sum >= row.lower - 1e-6 && sum <= row.upper + 1e-6);
    }
}

#[test]
fn a_gap_that_is_asked_for_is_told_as_such() {
    // Any plan within half of the best will do, so the first one does.
    let problem = solver_support::market_split(4, 30, 7);
    let options = Options {
        gap: 1e3,
        ..Options::default()
    };
    let Outcome::WithinGap(solved) = solve(&problem.0, &options, &Control::default()) else {
        panic!("within the gap")
    };
    let result = solved.objectives[0];
    assert!(result.gap > 1e-9 && result.gap <= 1e3);
    assert_close(
        result.gap,
        (result.value - result.bound - 1e-6) / result.value,
    );
}

#[test]
fn the_same_problem_gives_the_same_bits() {
    let mut problem = solver_support::market_split(3, 18, 3);
    let spread: Vec<_> = (0..18)
        .map(|c| {
            (
                skillmix::formulation::ColumnId(c),
                f64::from(u8::try_from(c).unwrap()),
            )
        })
        .collect();
    problem.minimise(LeastShortfall, &spread);
    let bits = || -> Vec<u64> {
        let solved = optimal(problem.solve());
        solved.values.iter().map(|v| v.to_bits()).collect()
    };
    assert_eq!(bits(), bits());
}

/// £0.00000001 apart: no solver's tolerance tells the two apart, and no manager would.
#[rstest]
fn rows_that_contradict_each_other_by_a_rounding_error_have_a_plan(
    #[values(false, true)] whole: bool,
) {
    let mut problem = Problem::new();
    let x = problem.column(0.0, 9.0, whole);
    let y = problem.column(0.0, 9.0, whole);
    problem.row(5.0, 5.0, &[(x, 1.0), (y, 1.0)]);
    problem.row(5.000_000_01, 5.000_000_01, &[(x, 1.0), (y, 1.0)]);
    problem.minimise(LeastCost, &[(x, 1.0)]);
    assert_close(optimal(problem.solve()).values[0], 0.0);
}

#[rstest]
#[case(f64::NAN)]
#[case(-0.1)]
fn a_gap_that_is_none_is_refused(#[case] gap: f64) {
    let problem = solver_support::market_split(2, 12, 5);
    let options = Options {
        gap,
        ..Options::default()
    };
    assert!(matches!(
        solve(&problem.0, &options, &Control::default()),
        Outcome::Failed(message) if message.contains("mip_rel_gap")
    ));
}

#[test]
fn a_number_that_is_none_is_refused_by_name() {
    let mut problem = Problem::new();
    let x = problem.column(0.0, 1.0, false);
    problem.row(f64::NAN, 1.0, &[(x, 1.0)]);
    let Outcome::Failed(message) = problem.solve() else {
        panic!("refused")
    };
    assert_eq!(
        message,
        "lower bound of `staff-balance[salford,role-0]` is NaN, not a number that a solver can use"
    );
}

#[test]
fn threads_may_differ_between_solves() {
    let problem = solver_support::market_split(2, 12, 5);
    for threads in [1, 2, 1] {
        let options = Options {
            threads,
            ..Options::default()
        };
        optimal(solve(&problem.0, &options, &Control::default()));
    }
}

#[test]
fn a_formulation_is_counted() {
    let problem = solver_support::market_split(2, 12, 5);
    assert_eq!(
        statistics(&problem.0),
        Statistics {
            columns: 16,
            rows: 2,
            nonzeros: 28,
            whole: 12
        }
    );
}

#[test]
fn the_version_is_that_of_highs() {
    assert!(version().starts_with("1."), "{}", version());
}
