//! Every code has at least one broken file under `tests/invalid`, with the whole message that it
//! gets beside it (`.stderr`). `UPDATE_EXPECT=1 cargo test --test invalid` writes the messages
//! anew; read what changed.

#![expect(clippy::unwrap_used, reason = "a test may fail")]

use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::path::{Path, PathBuf};

use skillmix::diagnostics::{Diagnostic, in_file_order, render, to_json_lines};
use skillmix::instance::screens;
use skillmix::reading::{Reading, read_instance};

/// Told by solving and auditing, or by no file that can be kept here.
const ELSEWHERE: [&str; 13] = [
    "D002", "D199", "S001", "S002", "S003", "S004", "A001", "A002", "A003", "R001", "R002", "R003",
    "R004",
];

fn cases() -> Vec<PathBuf> {
    let mut cases: Vec<PathBuf> = std::fs::read_dir("tests/invalid")
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.extension().is_some_and(|e| e == "toml"))
        .collect();
    cases.sort();
    cases
}

/// The code that a file is named for.
fn code_of(path: &Path) -> String {
    let name = path.file_stem().unwrap().to_string_lossy().into_owned();
    name.split('-').next().unwrap().to_owned()
}

/// What a file gets told: on reading it, or by the screens once it is read.
fn told(path: &Path) -> (Vec<Diagnostic>, Reading) {
    let reading = read_instance(path);
    let mut diagnostics = reading.diagnostics.clone();
    if let Some(instance) = &reading.instance {
        diagnostics.extend(reading.locate(screens(instance)));
    }
    (diagnostics, reading)
}

#[test]
fn every_broken_file_gets_its_message() {
    let update = std::env::var_os("UPDATE_EXPECT").is_some();
    let mut wrong = Vec::new();
    for path in cases() {
        let (diagnostics, reading) = told(&path);
        let code = code_of(&path);
        assert!(
            diagnostics.iter().any(|d| d.code == code),
            "{} does not get {code}, but {diagnostics:#?}",
            path.display()
        );
        assert_eq!(
            reading.instance.is_some(),
            code.starts_with(['W', 'S']),
            "{}",
            path.display()
        );
        let text = render(&diagnostics, &reading.files, false);
        let beside = path.with_extension("stderr");
        if update {
            std::fs::write(&beside, &text).unwrap();
        }
        if std::fs::read_to_string(&beside).unwrap_or_default() != text {
            wrong.push(format!("{}:\n{text}", path.display()));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn every_code_has_a_broken_file_and_every_file_a_code() {
    let in_files: BTreeSet<String> = cases().iter().map(|path| code_of(path)).collect();
    let in_catalogue: BTreeSet<String> = skillmix::codes::all()
        .iter()
        .map(|explanation| explanation.code.to_owned())
        .filter(|code| !ELSEWHERE.contains(&code.as_str()))
        .collect();
    assert_eq!(in_files, in_catalogue);
}

#[test]
fn every_refusal_names_a_place_and_a_way_out() {
    for path in cases() {
        let (diagnostics, reading) = told(&path);
        for diagnostic in diagnostics {
            assert!(!diagnostic.help.is_empty(), "{}", path.display());
            let place = diagnostic.primary.as_ref().expect("a place");
            assert!(reading.files.line_column(place).is_some());
        }
    }
}

#[test]
fn programs_get_the_same_objects_as_people() {
    let path = Path::new("tests/invalid/D104-out-of-bounds.toml");
    let (diagnostics, reading) = told(path);
    let lines = to_json_lines(&diagnostics, &reading.files);
    assert_eq!(lines.lines().count(), diagnostics.len());
    let first: serde_json::Value = serde_json::from_str(lines.lines().next().unwrap()).unwrap();
    assert_eq!(first["code"], "D104");
    assert_eq!(first["severity"], "error");
    assert_eq!(first["file"], path.to_string_lossy().as_ref());
    assert_eq!((&first["line"], &first["column"]), (&10.into(), &25.into()));
    assert_eq!(first["end_column"], 27);
}

#[test]
fn diagnostics_come_in_the_order_of_the_file() {
    for path in cases() {
        let (diagnostics, _) = told(&path);
        assert_eq!(
            in_file_order(diagnostics.clone()),
            diagnostics,
            "{}",
            path.display()
        );
    }
}

#[test]
fn a_file_too_large_is_refused_before_it_is_read() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("huge.toml");
    let file = std::fs::File::create(&path).unwrap();
    file.set_len(1 << 40).unwrap();
    let (diagnostics, reading) = told(&path);
    assert_eq!(diagnostics[0].code, "D002");
    assert!(reading.instance.is_none());
}

#[test]
fn a_folder_is_not_a_file() {
    let (diagnostics, _) = told(Path::new("tests/invalid"));
    assert_eq!(diagnostics[0].code, "D001");
    assert!(diagnostics[0].message.contains("is a folder"));
    assert!(diagnostics[0].help[0].contains("file in it"));
}

#[test]
fn ten_thousand_wrong_rows_are_told_in_a_page() {
    let folder = tempfile::tempdir().unwrap();
    std::fs::copy(
        "tests/invalid/base/model.toml",
        folder.path().join("model.toml"),
    )
    .unwrap();
    let mut table = "id,name,referrals_per_year,nonsense\n".to_owned();
    for row in 0..10_000 {
        let _ = writeln!(table, "s{row},Service {row},-1,1");
    }
    std::fs::write(folder.path().join("many.csv"), table).unwrap();
    let path = folder.path().join("many.toml");
    std::fs::write(
        &path,
        "skillmix = 1\nname = 'many'\ncare_model = 'model.toml'\nservices_table.file = 'many.csv'\n",
    )
    .unwrap();
    let (diagnostics, reading) = told(&path);
    let of = |code: &str| diagnostics.iter().filter(|d| d.code == code).count();
    assert_eq!(of("D104"), 10_000);
    assert_eq!(of("D101"), 1, "a wrong column is told once");
    let text = render(&diagnostics, &reading.files, false);
    assert!(text.contains("9988 more of D104"), "{text}");
    assert!(text.lines().count() < 200);
}

#[test]
fn the_sound_instance_is_sound() {
    let (diagnostics, reading) = told(Path::new("tests/invalid/base/instance.toml"));
    assert_eq!(diagnostics, vec![]);
    assert_eq!(reading.instance.unwrap().services.len(), 3);
}

#[test]
fn the_sound_plan_by_month_is_sound() {
    let (diagnostics, reading) = told(Path::new("tests/invalid/base/plan.toml"));
    assert_eq!(diagnostics, vec![]);
    let instance = reading.instance.unwrap();
    assert_eq!(instance.horizon().unwrap().years.len(), 2);
}
