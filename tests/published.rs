//! Staffing problems that others have published, told in this tool's terms, solved and held to the
//! answers that they published. `instances/published/` says of each where it is from.

use std::path::{Path, PathBuf};

use skillmix::pipeline::{Conclusion, Settings, Watch, run};
use skillmix::reading::{assumptions, read_instance};
use skillmix::report::Answer;
use skillmix::solver::Options;
use skillmix::units::Quantity;

/// Each problem, and the optimum that was published (or, where only whole pounds were, derived at
/// the head of its file).
const PUBLISHED: [(&str, f64); 8] = [
    ("flugpl", 1_201_500.0),
    ("flugpl-whole-trainees", 1_171_629.48),
    ("flugpl-fractional", 1_167_185.725_6),
    ("flugpl-quarters", 1_201_500.0),
    ("flugpl-years", 1_201_500.0),
    ("manpower-planning", 498_677.285_3),
    ("manpower-planning-least-redundancies", 841.796_875),
    ("technicians", 593_776.51),
];

/// How far an answer may be off, as a share of it.
const TOLERANCE: f64 = 1e-6;

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("instances/published")
}

/// The best plan, proved so: no gap is allowed.
fn best(name: &str) -> Answer {
    let path = folder().join(format!("{name}.toml"));
    let instance = read_instance(&path).instance.expect("a good instance");
    let (expected, _) = instance.expected_total.expect("an `[expected]` total");
    let published = PUBLISHED.iter().find(|(other, _)| *other == name);
    let (_, published) = published.expect("a published answer");
    assert!(
        (expected.value() - published).abs() <= TOLERANCE * published,
        "{name}: its file expects £{}, published £{published}",
        expected.value()
    );
    let settings = Settings {
        options: Options {
            gap: 0.0,
            ..Options::default()
        },
        worth: false,
    };
    match run(&instance, &settings, &Watch::default()) {
        Conclusion::Answered(answer) => *answer,
        other => panic!("{name}: {other:?}"),
    }
}

/// The spend that the audit finds, not the one that the plan states.
fn spend(answer: &Answer) -> f64 {
    answer.audit.services.iter().map(|s| s.spend_gbp).sum()
}

#[test]
fn every_published_problem_has_its_published_answer() {
    for (name, published) in PUBLISHED {
        let answer = best(name);
        assert!(answer.audit.passed(), "{name}");
        let found = spend(&answer);
        assert!(
            (found - published).abs() <= TOLERANCE * published,
            "{name}: £{found}, published £{published}"
        );
    }
}

#[test]
fn every_file_of_published_problems_is_held_to_an_answer() {
    let mut files: Vec<String> = std::fs::read_dir(folder())
        .expect("the folder of published problems")
        .map(|entry| entry.expect("an entry").path())
        .filter(|path| path.extension().is_some_and(|ending| ending == "toml"))
        .filter_map(|path| Some(path.file_stem()?.to_str()?.to_owned()))
        .collect();
    files.sort();
    let mut held: Vec<&str> = PUBLISHED.iter().map(|(name, _)| *name).collect();
    held.sort_unstable();
    assert_eq!(files, held);
}

#[test]
fn every_number_of_a_published_problem_says_where_it_comes_from() {
    for (name, _) in PUBLISHED {
        let reading = read_instance(&folder().join(format!("{name}.toml")));
        let warnings: Vec<_> = reading.diagnostics.iter().map(|d| &d.message).collect();
        assert!(warnings.is_empty(), "{name}: {warnings:?}");
        let document = reading.document.expect("a document");
        for number in assumptions(&document) {
            assert!(
                number.source.as_ref().is_some_and(|s| !s.is_empty()),
                "{name}: `{}` has no source",
                number.path
            );
        }
    }
}
