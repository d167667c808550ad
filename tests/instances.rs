//! Every instance that the project ships is solved, audited and held to its `[expected]` total.

use std::path::{Path, PathBuf};

use skillmix::pipeline::{Conclusion, Settings, Watch, run};
use skillmix::reading::{Assumption, assumptions, read_instance};
use skillmix::report::Answer;
use skillmix::solver::Options;
use skillmix::units::Quantity;

fn shipped() -> Vec<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("instances");
    let mut files: Vec<PathBuf> = std::fs::read_dir(folder)
        .expect("the folder of instances")
        .map(|entry| entry.expect("an entry").path())
        .filter(|path| path.extension().is_some_and(|ending| ending == "toml"))
        .collect();
    files.sort();
    assert!(files.len() >= 3, "{files:?}");
    files
}

fn solved(path: &Path) -> (skillmix::instance::Instance, Answer) {
    let instance = read_instance(path).instance.expect("a good instance");
    let settings = Settings {
        options: Options {
            gap: instance.gap,
            ..Options::default()
        },
        worth: false,
    };
    match run(&instance, &settings, &Watch::default()) {
        Conclusion::Answered(answer) => (instance, *answer),
        other => panic!("{}: {other:?}", path.display()),
    }
}

#[test]
fn every_instance_has_an_audited_plan_of_the_expected_cost() {
    for path in shipped() {
        let (instance, answer) = solved(&path);
        assert!(answer.audit.passed());
        let total: f64 = answer.audit.services.iter().map(|s| s.spend_gbp).sum();
        let steady = instance.expected.map(|(a_year, by)| (a_year.value(), by));
        let over_time = instance.expected_total.map(|(all, by)| (all.value(), by));
        let (expected, tolerance) = steady.or(over_time).expect("an [expected] table");
        assert!(
            (total - expected).abs() <= tolerance,
            "{}: £{total:.0}, expected £{expected:.0} ± £{tolerance:.0}",
            path.display(),
        );
    }
}

#[test]
fn every_number_of_every_instance_says_where_it_comes_from() {
    for path in shipped() {
        let reading = read_instance(&path);
        let warnings: Vec<_> = reading.diagnostics.iter().map(|d| &d.message).collect();
        assert!(warnings.is_empty(), "{}: {warnings:?}", path.display());
        let document = reading.document.expect("a document");
        let listed: Vec<Assumption> = assumptions(&document);
        assert!(listed.len() > 30, "{}", path.display());
        for number in &listed {
            assert!(
                number.source.as_ref().is_some_and(|s| !s.is_empty()),
                "{}: `{}` has no source",
                path.display(),
                number.path
            );
        }
    }
}
