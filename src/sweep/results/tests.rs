use super::*;
use crate::report::sweep::Verdict;
use crate::sweep::quantity::Axis;
use crate::sweep::range::Range;

const POINTS: usize = 4;

fn grid() -> Grid {
    let range = Range::parse("1..4/1").expect("a range");
    Grid::new(vec![Axis::made("budget", range, None)]).expect("a grid")
}

fn header() -> Header {
    Header {
        skillmix_sweep_results: Header::VERSION,
        skillmix_version: "0.1.0".to_owned(),
        solver_version: "HiGHS 1".to_owned(),
        instance: "Tiny".to_owned(),
        inputs: vec![Input {
            path: "tiny.toml".to_owned(),
            sha256: "0123456789abcdef".to_owned(),
        }],
        scenario: None,
        vary: vec![Varied {
            quantity: "budget".to_owned(),
            range: "1..4/1".to_owned(),
        }],
        points: POINTS,
        relaxed: false,
        gap: 1e-4,
        seed: 0,
        time_limit_seconds: None,
    }
}

fn row(point: usize) -> Row {
    Row {
        at: vec![point],
        values: vec![(point + 1).to_string()],
        verdict: Verdict::NoPlan {
            reason: "proved".to_owned(),
        },
        whole: Vec::new(),
    }
}

struct Place {
    _folder: tempfile::TempDir,
    path: PathBuf,
}

fn place() -> Place {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("results.jsonl");
    Place {
        _folder: folder,
        path,
    }
}

fn open(place: &Place, resume: bool) -> Result<(Results, Vec<Row>), ResultsError> {
    Results::open(&place.path, &header(), &grid(), resume)
}

/// All points, found in an order.
fn found_in(order: [usize; POINTS]) -> Vec<u8> {
    let place = place();
    let (mut results, _) = open(&place, false).expect("new");
    for point in order {
        results.add(point, &row(point)).expect("added");
    }
    results.finish().expect("finished");
    std::fs::read(&place.path).expect("there")
}

/// Whole lines.
fn lines_of(bytes: &[u8]) -> usize {
    bytes
        .split_inclusive(|byte| *byte == b'\n')
        .filter(|line| line.ends_with(b"\n"))
        .count()
}

#[test]
fn the_file_ends_the_same_in_whatever_order_points_are_found() {
    let whole = found_in([0, 1, 2, 3]);
    assert_eq!(lines_of(&whole), 1 + POINTS);
    for order in [[3, 2, 1, 0], [0, 2, 1, 3], [2, 3, 0, 1]] {
        assert_eq!(found_in(order), whole, "{order:?}");
    }
}

#[test]
fn cut_off_after_any_byte_it_goes_on_from_its_last_whole_line() {
    let whole = found_in([0, 1, 2, 3]);
    for length in 0..=whole.len() {
        let place = place();
        std::fs::write(&place.path, &whole[..length]).expect("written");
        let (mut results, rows) = open(&place, true).expect("goes on");
        let lines = lines_of(&whole[..length]);
        assert_eq!(rows.len(), lines.saturating_sub(1), "{length}");
        for point in rows.len()..POINTS {
            results.add(point, &row(point)).expect("added");
        }
        results.finish().expect("finished");
        assert_eq!(
            std::fs::read(&place.path).expect("there"),
            whole,
            "{length}"
        );
    }
}

#[test]
fn a_second_run_on_the_file_is_refused_until_the_first_has_ended() {
    let place = place();
    let (first, _) = open(&place, false).expect("new");
    let error = open(&place, true).expect_err("in use");
    assert!(matches!(error, ResultsError::InUse(_)), "{error}");
    drop(first);
    open(&place, true).expect("free again");
}

#[test]
fn results_that_nobody_asks_to_go_on_with_are_left_alone() {
    let place = place();
    let (mut results, _) = open(&place, false).expect("new");
    results.add(2, &row(2)).expect("added");
    drop(results);
    let before = std::fs::read(&place.path).expect("there");
    let error = open(&place, false).expect_err("refused");
    assert!(error.to_string().contains("(1 of 4 points)"), "{error}");
    assert_eq!(std::fs::read(&place.path).expect("there"), before);
}

#[test]
fn results_of_anything_else_are_refused_with_what_differs() {
    type Change = fn(&mut Header);
    let changes: [(Change, &str); 9] = [
        (
            |h| h.skillmix_version = "0.2.0".to_owned(),
            "version of skillmix: 0.1.0 in the file, 0.2.0 now",
        ),
        (|h| h.solver_version = "HiGHS 2".to_owned(), "solver"),
        (
            |h| h.instance = "Leeds".to_owned(),
            "instance: `Tiny` in the file, `Leeds` now",
        ),
        (
            |h| h.inputs[0].sha256 = "fedcba9876543210".to_owned(),
            "`tiny.toml` says something else now",
        ),
        (
            |h| h.scenario = Some("storm".to_owned()),
            "scenario: none in the file, `storm` now",
        ),
        (
            |h| h.vary[0].range = "1..4/2".to_owned(),
            "what is varied: budget=1..4/1 in the file",
        ),
        (|h| h.gap = 0.01, "gap"),
        (
            |h| h.relaxed = true,
            "plans: whole people in the file, fractions of people now",
        ),
        (
            |h| h.time_limit_seconds = Some(5.0),
            "time limit of a point: none in the file, 5 s now",
        ),
    ];
    for (change, said) in changes {
        let place = place();
        drop(open(&place, false).expect("new"));
        let mut other = header();
        change(&mut other);
        let error = Results::open(&place.path, &other, &grid(), true).expect_err("refused");
        assert!(error.to_string().contains(said), "{error}");
    }
    // The same file by another path is the same.
    let place = place();
    drop(open(&place, false).expect("new"));
    let mut moved = header();
    moved.inputs[0].path = "elsewhere/tiny.toml".to_owned();
    Results::open(&place.path, &moved, &grid(), true).expect("the same");
}

#[test]
fn files_of_other_kinds_are_left_alone() {
    for text in ["# notes\n", "{}\n", "notes", "\n", "{\"skillmix_plan\": 1"] {
        let place = place();
        std::fs::write(&place.path, text).expect("written");
        let error = open(&place, true).expect_err("refused");
        assert!(matches!(error, ResultsError::Other(_)), "{text:?}: {error}");
        assert_eq!(std::fs::read_to_string(&place.path).expect("there"), text);
    }
    let folder = tempfile::tempdir().expect("a folder");
    let error = Results::open(folder.path(), &header(), &grid(), true).expect_err("a folder");
    assert!(matches!(error, ResultsError::NoFile(_)), "{error}");
    let missing = folder.path().join("no/such/results");
    let error = Results::open(&missing, &header(), &grid(), true).expect_err("no folder");
    assert!(error.to_string().contains("no/such/results"), "{error}");
}

#[test]
fn a_line_that_cannot_be_read_is_named() {
    let place = place();
    let whole = String::from_utf8(found_in([0, 1, 2, 3])).expect("text");
    let mut lines: Vec<&str> = whole.lines().collect();
    lines[2] = "{\"at\":[9]}";
    std::fs::write(&place.path, lines.join("\n") + "\n").expect("written");
    let error = open(&place, true).expect_err("damaged");
    assert!(error.to_string().contains("line 3 of"), "{error}");
}
