//! The README shows what the program prints: its commands are run, and every line of its output
//! blocks stands in what they print.

use std::path::Path;
use std::process::Command;

const README: &str = include_str!("../README.md");

/// Runs the program in the project's folder: what it prints, errors after answers.
fn run(arguments: &[&str]) -> String {
    let output = Command::new(env!("CARGO_BIN_EXE_skillmix"))
        .args(arguments)
        .env("NO_COLOR", "1")
        .current_dir(Path::new(env!("CARGO_MANIFEST_DIR")))
        .output()
        .expect("the program runs");
    let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
    text(&output.stdout) + &text(&output.stderr)
}

/// The fenced blocks of a kind.
fn blocks(kind: &str) -> Vec<&'static str> {
    README
        .split("```")
        .skip(1)
        .step_by(2)
        .filter_map(|block| block.strip_prefix(kind))
        .collect()
}

/// The arguments of the instances solved, in order.
fn solved() -> Vec<Vec<&'static str>> {
    README
        .split("cargo run --release -- ")
        .skip(1)
        .filter_map(|command| command.split(['`', '\n']).next())
        .filter(|arguments| arguments.starts_with("solve "))
        .map(|arguments| arguments.split_whitespace().collect())
        .collect()
}

fn assert_printed(block: &str, printed: &str) {
    let printed: Vec<&str> = printed.lines().map(str::trim_end).collect();
    for line in block.lines().map(str::trim_end).filter(|l| !l.is_empty()) {
        assert!(printed.contains(&line), "this line is not printed:\n{line}");
    }
}

#[test]
fn the_readme_is_at_most_200_lines() {
    assert!(README.lines().count() <= 200);
}

#[test]
fn the_answer_shown_is_the_answer_printed() {
    let [answer, _, _, _] = blocks("text")[..] else {
        panic!("four blocks of output");
    };
    assert_printed(answer, &run(&solved()[0]));
}

#[test]
fn the_plan_by_month_shown_is_the_plan_printed() {
    let [_, plan, _, _] = blocks("text")[..] else {
        panic!("four blocks of output");
    };
    assert_printed(plan, &run(&solved()[1]));
}

#[test]
fn the_reason_shown_is_the_reason_printed() {
    let [_, _, reason, _] = blocks("text")[..] else {
        panic!("four blocks of output");
    };
    let file = solved()[1][1];
    assert_printed(reason, &run(&["why", file]));
}

#[test]
fn the_instance_shown_is_part_of_the_file_solved() {
    let [shown] = blocks("toml")[..] else {
        panic!("one block of an instance");
    };
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join(solved()[1][1]);
    assert_printed(shown, &std::fs::read_to_string(file).expect("a file"));
}

#[test]
fn the_mistake_shown_is_reported_so() {
    let [_, _, _, mistake] = blocks("text")[..] else {
        panic!("four blocks of output");
    };
    let file = mistake
        .split("--> ")
        .nth(1)
        .and_then(|place| place.split(':').next())
        .expect("a place");
    assert_printed(mistake, &run(&["validate", file]));
}

#[test]
fn every_command_named_is_a_command() {
    let help = run(&["--help"]);
    let named: Vec<&str> = README
        .split("| `skillmix ")
        .skip(1)
        .filter_map(|row| row.split([' ', '`']).next())
        .collect();
    assert!(named.len() >= 7, "{named:?}");
    for command in named {
        assert!(help.contains(&format!("\n  {command} ")), "{command}");
        let own_help = run(&[command, "--help"]);
        assert!(own_help.contains("Usage: skillmix"), "{command}");
    }
    for option in [
        "--gap",
        "--time-limit",
        "--threads",
        "--seed",
        "--without",
        "--format",
        "--per-service",
        "--no-worth",
        "--from",
        "--month",
        "--actuals",
    ] {
        assert!(run(&["solve", "--help"]).contains(option), "{option}");
    }
}

#[test]
fn every_file_named_is_there() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    for word in README.split(['`', ' ', '\n', ',', ';', '(', ')']) {
        let is_path = ["models/", "instances/", "src/", "tests/", "benches/"]
            .iter()
            .any(|folder| word.starts_with(folder));
        if is_path && !word.contains('*') {
            let path = word.split(':').next().unwrap_or(word);
            assert!(root.join(path).exists(), "{path}");
        }
    }
    let instances = root.join("instances").read_dir().expect("the instances");
    for file in instances.filter_map(Result::ok) {
        let path = file.path();
        if path.extension().is_some_and(|ending| ending == "toml") {
            let name = file.file_name().into_string().expect("a name");
            assert!(README.contains(&format!("| `{name}` |")), "{name}");
        }
    }
}
