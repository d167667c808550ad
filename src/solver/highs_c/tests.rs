//! The bridge does what HiGHS's documentation says of its calls.

use highs::{RowProblem, Sense};

use super::super::watch::Clock;
use super::super::{Control, Limit};
use super::*;

/// Three whole things of which two must be taken.
fn two_of_three() -> Instance {
    let mut problem = RowProblem::default();
    let things: Vec<_> = [3.0, 5.0, 4.0]
        .iter()
        .map(|&cost| problem.add_integer_column(cost, 0..1))
        .collect();
    problem.add_row(2..2, things.iter().map(|&thing| (thing, 1.0)));
    Instance::new(problem.optimise(Sense::Minimise))
}

#[test]
fn a_start_is_a_plan_before_the_solver_has_done_anything() {
    let mut instance = two_of_three();
    instance.set_option("presolve", "off").unwrap();
    instance.set_option("time_limit", 0.0).unwrap();
    instance.set_start(&[1.0, 1.0, 0.0]).unwrap();
    let control = Control::default();
    let watch = Watch::new(Clock::start(None), &control, None, 3);
    assert_eq!(instance.run(&watch).unwrap(), ModelStatus::TimeLimit);
    assert_eq!(watch.limit(), Limit::Time);
    assert!(instance.has_feasible_point());
    assert_eq!(instance.point().unwrap().columns, [1.0, 1.0, 0.0]);
}

#[test]
fn an_option_that_highs_does_not_take_is_an_error() {
    let mut instance = two_of_three();
    assert!(instance.set_option("solver", "no-such-solver").is_err());
    assert!(instance.set_option("mip_rel_gap", -1.0).is_err());
    assert!(instance.set_option("no_such_option", true).is_err());
}

#[test]
fn arrays_of_the_wrong_length_never_reach_highs() {
    let mut instance = two_of_three();
    assert!(instance.set_costs(&[1.0]).is_err());
    assert!(instance.set_bounds(&[0.0; 3], &[1.0; 4]).is_err());
    assert!(instance.set_start(&[]).is_err());
    assert!(instance.add_row(0.0, 1.0, &[(3, 1.0)]).is_err());
    assert!(instance.set_row_bounds(1, 0.0, 1.0).is_err());
}

#[test]
fn a_name_that_an_lp_file_cannot_carry_is_an_error_and_not_replaced() {
    let mut instance = two_of_three();
    let columns = ["a-b", "c", "d"].map(str::to_owned);
    instance.set_names(&columns, &["row".to_owned()]).unwrap();
    let folder = tempfile::tempdir().unwrap();
    assert!(matches!(
        instance.write(&folder.path().join("model.lp")),
        Err(SolverError::Name(_))
    ));
    assert!(instance.write(&folder.path().join("model.mps")).is_ok());
}

#[test]
fn the_watch_is_forgotten_when_the_run_is_over() {
    let mut instance = two_of_three();
    let control = Control::default();
    let mut runs = Vec::new();
    for _ in 0..2 {
        let watch = Watch::new(Clock::start(None), &control, None, 3);
        runs.push(instance.run(&watch).unwrap());
        instance.forget_answer().unwrap();
    }
    assert_eq!(runs, [ModelStatus::Optimal; 2]);
    assert_eq!(instance.whole_columns(), 3);
    assert_eq!(instance.nonzeros(), 3);
}
