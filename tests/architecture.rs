//! The shape of the house, held by reading the sources: no stage uses a later one, only `solver`
//! names the solver's crates, the audit shares nothing with what it audits, only the command line
//! prints, `unsafe` stands in one file.

#[path = "architecture/source.rs"]
mod source;

use std::path::{Path, PathBuf};

use source::Source;

/// The stages, in the order in which data flows. A module may use those before it.
///
/// `plan` holds the types that the audit reads and the extraction that reads the formulation's
/// keys; `catalogue` is data about row families; `manifest` states what an answer was made from.
const ORDER: &[&str] = &[
    "units",
    "dates",
    "ids",
    "catalogue",
    "diagnostics",
    "draft",
    "document",
    "schema",
    "scenario",
    "instance",
    "asks",
    "reading",
    "codes",
    "formulation",
    "solver",
    "plan",
    "replan",
    "audit",
    "manifest",
    "report",
    "pipeline",
    "explain",
    "sweep",
    "cli",
];

/// Beyond the order: who may not know whom, and why.
const STRANGERS: &[(&str, &str, &str)] = &[
    ("audit", "formulation", "a shared mistake would pass"),
    ("audit", "solver", "a shared mistake would pass"),
    ("solver", "instance", "it solves any formulation"),
    ("report", "formulation", "it is given finished data"),
];

/// The only crates that solve, and who may name them.
const SOLVER_CRATES: &[&str] = &["good_lp", "highs", "highs_sys"];

/// Who may print.
const PRINTERS: &[&str] = &["cli", "main"];

/// The one file with `unsafe` in it: the bridge to the solver's C interface.
const UNSAFE_FILE: &str = "solver/highs_c.rs";

/// No file is longer than this without a reason.
const LONGEST_FILE: usize = 500;

/// Longer files, each with its reason.
const LONG_FILES: &[(&str, &str)] = &[(
    "draft/care.rs",
    "a care model's every key in one place, most of it the documentation of keys",
)];

fn sources() -> Vec<Source> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut paths = Vec::new();
    collect(&root, &mut paths);
    paths.sort();
    assert!(paths.len() > 30, "the sources were not found");
    paths
        .iter()
        .map(|path| {
            let text = std::fs::read_to_string(path).expect("a source file is UTF-8");
            let relative = path.strip_prefix(&root).expect("below src");
            Source::new(&relative.to_string_lossy().replace('\\', "/"), &text)
        })
        .collect()
}

fn collect(folder: &Path, paths: &mut Vec<PathBuf>) {
    for entry in std::fs::read_dir(folder).expect("a folder") {
        let path = entry.expect("an entry").path();
        if path.is_dir() {
            collect(&path, paths);
        } else if path.extension().is_some_and(|ending| ending == "rs") {
            paths.push(path);
        }
    }
}

/// Everything that is wrong with one file.
fn violations(source: &Source) -> Vec<String> {
    let mut found = Vec::new();
    let module = source.module();
    found.extend(order_violations(source, module));
    for (stranger, to, why) in STRANGERS {
        if module == *stranger && source.uses(source::Tests::Left).contains(*to) {
            found.push(format!("{stranger} names {to}: {why}"));
        }
    }
    // Not even the audit's tests may lean on what it audits.
    if module == "audit" {
        for to in ["formulation", "solver"] {
            if source.uses(source::Tests::Kept).contains(to) {
                found.push(format!("the audit's tests name {to}"));
            }
        }
    }
    if module != "solver" {
        for name in SOLVER_CRATES {
            if source.names_crate(name) {
                found.push(format!("{module} names the crate {name}"));
            }
        }
    }
    if !PRINTERS.contains(&module) {
        for way in source.ways_of_printing() {
            found.push(format!("{module} prints with {way}"));
        }
    }
    if source.path != UNSAFE_FILE && source.has_word("unsafe") {
        found.push("unsafe".to_owned());
    }
    found
        .into_iter()
        .map(|what| format!("src/{}: {what}", source.path))
        .collect()
}

fn order_violations(source: &Source, module: &str) -> Vec<String> {
    if matches!(module, "lib" | "main") {
        return Vec::new();
    }
    let rank = |name: &str| ORDER.iter().position(|other| *other == name);
    let Some(own) = rank(module) else {
        return vec![format!("the module {module} has no place in the order")];
    };
    source
        .uses(source::Tests::Left)
        .into_iter()
        .filter_map(|used| match rank(&used) {
            Some(other) if other <= own => None,
            Some(_) => Some(format!("{module} uses {used}, a later stage")),
            None => Some(format!(
                "{module} uses {used}, which has no place in the order"
            )),
        })
        .collect()
}

#[test]
fn the_house_keeps_its_shape() {
    let mut sources = sources();
    let tests_only = source::test_only_files(&sources);
    for source in &mut sources {
        source.is_test_only = tests_only.contains(&source.path);
    }
    let found: Vec<String> = sources.iter().flat_map(violations).collect();
    assert!(found.is_empty(), "{}", found.join("\n"));
}

#[test]
fn files_are_short() {
    let mut found = Vec::new();
    for source in sources() {
        let has_reason = LONG_FILES.iter().any(|(path, _)| *path == source.path);
        if source.lines > LONGEST_FILE && !has_reason {
            found.push(format!("{} has {} lines", source.path, source.lines));
        }
        if source.path == "main.rs" && source.lines > 60 {
            found.push("main.rs has more than 60 lines".to_owned());
        }
    }
    assert!(found.is_empty(), "{}", found.join("\n"));
}

#[test]
fn test_files_are_short_too() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut paths = Vec::new();
    for folder in ["tests", "benches"] {
        collect(&root.join(folder), &mut paths);
    }
    assert!(paths.len() > 30, "the tests were not found");
    let mut found = Vec::new();
    for path in paths {
        let text = std::fs::read_to_string(&path).expect("a test file is UTF-8");
        let lines = text.lines().count();
        if lines > LONGEST_FILE {
            found.push(format!("{} has {lines} lines", path.display()));
        }
    }
    assert!(found.is_empty(), "{}", found.join("\n"));
}

fn found_in(path: &str, text: &str) -> String {
    violations(&Source::new(path, text)).join("\n")
}

#[test]
fn a_stage_that_uses_a_later_one_is_found() {
    for text in [
        "use crate::report::Answer;",
        "use crate::{units::Wte, report::{json, Answer}};",
        "use crate :: report;",
        "fn f() { crate::report::render(); }",
        "macro_rules! m { () => { $crate::report::x() } }",
        "use super::report::Answer;",
        "use super::super::report::Answer;",
    ] {
        // `super` leads to the root from one level or from two.
        let path = if text.contains("super::super") {
            "instance/rules.rs"
        } else {
            "instance.rs"
        };
        assert!(
            found_in(path, text).contains("instance uses report, a later stage"),
            "{text}: {}",
            found_in(path, text)
        );
    }
    assert!(found_in("instance.rs", "use crate::*;").contains("uses *"));
    assert!(found_in("newcomer.rs", "").contains("no place in the order"));
    assert_eq!(found_in("report.rs", "use crate::instance::Instance;"), "");
    assert_eq!(found_in("instance.rs", "use super::units::Wte;"), "");
}

#[test]
fn comments_strings_and_tests_are_no_uses() {
    for text in [
        "// use crate::report::Answer;\n/* crate::report /* nested */ crate::report */",
        "/// [`crate::report`]\nfn f() {}",
        "const A: &str = \"crate::report\"; const B: &str = r#\"crate::report \"quoted\"\"#;",
        "#[cfg(test)]\nmod tests { use crate::report::Answer; fn f() { { } } }",
        r"const C: char = '\''; const D: char = '/'; fn f<'a>(x: &'a str) {}",
    ] {
        assert_eq!(found_in("instance.rs", text), "", "{text}");
    }
    // What follows a test module counts again.
    let after = "#[cfg(test)]\nmod tests { }\nuse crate::report::Answer;";
    assert!(found_in("instance.rs", after).contains("a later stage"));
    // A quote in a character must not swallow what follows.
    let quoted = "const C: char = '\"'; use crate::report::Answer; const D: char = '\"';";
    assert!(found_in("instance.rs", quoted).contains("a later stage"));
}

#[test]
fn an_audit_that_knows_what_it_audits_is_found() {
    let text = "use crate::formulation::training_of;";
    assert!(found_in("audit/people.rs", text).contains("audit names formulation"));
    let in_tests = "#[cfg(test)]\nmod tests { use crate::solver::solve; }";
    assert!(found_in("audit.rs", in_tests).contains("the audit's tests name solver"));
}

#[test]
fn solver_crates_outside_the_solver_are_found() {
    for text in [
        "use highs::Model;",
        "use good_lp::variable;",
        "fn f() { highs_sys::Highs_create(); }",
        "use {highs, std::fmt};",
    ] {
        assert!(
            found_in("formulation.rs", text).contains("names the crate"),
            "{text}"
        );
        assert_eq!(found_in("solver.rs", text), "", "{text}");
    }
    assert_eq!(found_in("formulation.rs", "let highs = 1;"), "");
}

#[test]
fn printing_outside_the_command_line_is_found() {
    for text in [
        "fn f() { println!(); }",
        "fn f() { eprint !(\"x\"); }",
        "fn f() { dbg!(1); }",
        "fn f() { std::io::stdout().lock(); }",
        "use std::io::stderr;",
    ] {
        assert!(
            found_in("report/table.rs", text).contains("prints with"),
            "{text}"
        );
        assert_eq!(found_in("cli/terminal.rs", text), "", "{text}");
    }
}

#[test]
fn unsafe_outside_its_file_is_found() {
    let text = "fn f() { unsafe { g() } }";
    assert!(found_in("solver/load.rs", text).contains("unsafe"));
    assert_eq!(found_in("solver/highs_c.rs", text), "");
    assert_eq!(
        found_in("solver/load.rs", "#![deny(unsafe_code)] // unsafe"),
        ""
    );
}
