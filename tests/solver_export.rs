//! Exported files say what the formulation says: HiGHS alone finds the same optimum in them.

mod solver_support;

use std::collections::HashSet;

use rstest::rstest;
use skillmix::draft::instance::Objective::{LeastCost, LeastShortfall};
use skillmix::formulation::{Column, Row, RowKey, VarKey};
use skillmix::ids::{RoleId, ServiceId, StandardId, TaskId};
use skillmix::solver::{
    ExportFormat::{self, Lp, Mps},
    Options, SolverError, export, solve_file, statistics,
};
use solver_support::{INF, Problem, assert_close, market_split, optimal};

/// Every kind of bound and row there is, in keys of several families.
fn every_kind() -> Problem {
    let mut problem = market_split(2, 12, 5);
    let service = ServiceId::new("st-helens-2");
    let columns = &mut problem.0.columns;
    let mut add = |key: VarKey, lower: f64, upper: f64, whole: bool| {
        let position = columns.len();
        let column = Column {
            lower,
            upper,
            whole,
        };
        columns.insert(key, column);
        skillmix::formulation::ColumnId(position)
    };
    let hours = add(
        VarKey::TaskHours {
            service: service.clone(),
            task: TaskId::new("guided-self-help"),
            role: RoleId::new("pwp"),
            period: 3,
        },
        -INF,
        INF,
        false,
    );
    let short = add(
        VarKey::Shortfall {
            service: service.clone(),
            standard: StandardId::new("e-1"),
            period: 11,
        },
        -2.5,
        7.25,
        false,
    );
    let worst = add(VarKey::WorstService {}, 1.3, 8.9, true);
    let row = |lower, upper, terms: &[_]| Row {
        terms: terms.to_vec(),
        lower,
        upper,
    };
    let rows = &mut problem.0.rows;
    rows.insert(
        RowKey::WorstService {
            service: service.clone(),
        },
        row(-3.0, 4.0, &[(hours, 1.0), (short, -1.0 / 3.0)]),
    );
    rows.insert(
        RowKey::SpendBalance {
            when: skillmix::formulation::When::Always,
            service: service.clone(),
        },
        row(-INF, 20.5, &[(hours, 1.0), (worst, 2.0)]),
    );
    rows.insert(
        RowKey::Access {
            when: skillmix::formulation::When::Always,
            service,
            standard: StandardId::new("access-2026-27"),
        },
        row(0.5, INF, &[(worst, 1.0), (short, 1.0)]),
    );
    problem.0.objectives[0]
        .terms
        .extend([(hours, 0.125), (short, 1.1), (worst, 3.0)]);
    // A second objective, which a file cannot carry.
    problem.minimise(LeastShortfall, &[(short, -1.0)]);
    problem
}

fn written(bytes: &[u8], format: ExportFormat) -> tempfile::TempPath {
    let suffix = if format == Lp { ".lp" } else { ".mps" };
    let file = tempfile::Builder::new()
        .suffix(suffix)
        .tempfile()
        .expect("a temporary file");
    std::fs::write(file.path(), bytes).expect("a file written");
    file.into_temp_path()
}

#[rstest]
fn highs_alone_finds_the_same_optimum_in_the_file(#[values(Lp, Mps)] format: ExportFormat) {
    let mut problem = every_kind();
    let path = written(&export(&problem.0, format).unwrap(), format);
    let exact = Options {
        gap: 0.0,
        ..Options::default()
    };
    let alone = solve_file(&path, &exact).unwrap();
    assert!(alone.optimal, "{alone:?}");

    problem.0.objectives.truncate(1);
    let solved = optimal(problem.solve());
    // HiGHS alone may break each row by 1e-6.
    let expected = solved.objectives[0].value;
    assert!((alone.value.unwrap() - expected).abs() < 1e-5, "{alone:?}");
    assert!((alone.bound.unwrap() - expected).abs() < 1e-5, "{alone:?}");
    let expected = statistics(&problem.0);
    assert_eq!(alone.statistics.columns, expected.columns);
    assert_eq!(alone.statistics.whole, expected.whole);
    // An LP file states a row with two bounds as two rows, or as one, as its writer likes.
    assert!(alone.statistics.rows >= expected.rows);
}

#[test]
fn names_in_mps_are_what_keys_display() {
    let bytes = export(&every_kind().0, Mps).unwrap();
    let text = String::from_utf8(bytes).unwrap();
    let words: HashSet<&str> = text.split_whitespace().collect();
    for name in [
        "task-hours[st-helens-2,guided-self-help,pwp,3]",
        "worst-service",
        "worst-service[st-helens-2]",
        "access[st-helens-2,access-2026-27]",
    ] {
        assert!(words.contains(name), "{name} is not in\n{text}");
    }
}

#[test]
fn names_in_lp_keep_to_letters_that_lp_readers_know() {
    let bytes = export(&every_kind().0, Lp).unwrap();
    let text = String::from_utf8(bytes).unwrap();
    for name in [
        "task_hours(st_helens_2,guided_self_help,pwp,3)",
        "worst_service",
        // A row with two bounds becomes two rows.
        "worst_service(st_helens_2)lo:",
        "worst_service(st_helens_2)up:",
        "access(st_helens_2,access_2026_27):",
    ] {
        assert!(
            text.split_whitespace().any(|word| word == name),
            "{name} is not in\n{text}"
        );
    }
    assert!(!text.contains('['));
}

/// `worst-service` is whole and lies between 1.3 and 8.9.
#[test]
fn bounds_of_whole_columns_are_rounded_inwards_before_the_solver_sees_them() {
    let text = String::from_utf8(export(&every_kind().0, Lp).unwrap()).unwrap();
    assert!(text.contains(" 2 <= worst_service <= 8\n"), "{text}");
}

#[rstest]
fn an_export_is_the_same_every_time(#[values(Lp, Mps)] format: ExportFormat) {
    let problem = every_kind();
    assert_eq!(
        export(&problem.0, format).unwrap(),
        export(&problem.0, format).unwrap()
    );
}

/// A plan without whole columns, free rows and columns in no row, must survive too.
#[rstest]
fn a_linear_programme_with_odds_and_ends_is_exported(#[values(Lp, Mps)] format: ExportFormat) {
    let mut problem = Problem::new();
    let x = problem.column(0.0, INF, false);
    let y = problem.column(-INF, 4.0, false);
    let unused = problem.column(1.0, 1.0, false);
    problem.row(2.0, INF, &[(x, 1.0), (y, 1.0)]);
    problem.row(-INF, INF, &[(x, 1.0)]);
    problem.row(-1.0, INF, &[]);
    problem.minimise(LeastCost, &[(x, 3.0), (y, 2.0), (unused, 0.5)]);
    let path = written(&export(&problem.0, format).unwrap(), format);
    let alone = solve_file(&path, &Options::default()).unwrap();
    assert!(alone.optimal, "{alone:?}");
    assert_close(
        alone.value.unwrap(),
        optimal(problem.solve()).objectives[0].value,
    );
    assert_eq!(alone.bound, None);
}

#[test]
fn a_file_that_is_no_model_is_refused() {
    let path = written(b"posts are not rows\n", Mps);
    assert!(matches!(
        solve_file(&path, &Options::default()),
        Err(SolverError::Unreadable(_))
    ));
    let missing = std::path::Path::new("no-such-folder/no-such-model.mps");
    assert!(matches!(
        solve_file(missing, &Options::default()),
        Err(SolverError::Unreadable(_))
    ));
}
