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
    let [answer, _] = blocks("text")[..] else {
        panic!("two blocks of output");
    };
    let main_job = blocks("console")
        .into_iter()
        .flat_map(str::lines)
        .find_map(|line| line.strip_prefix("$ cargo run --release -- "))
        .expect("the main job");
    let arguments: Vec<&str> = main_job.split_whitespace().collect();
    assert_printed(answer, &run(&arguments));
}

#[test]
fn the_mistake_shown_is_reported_so() {
    let [_, mistake] = blocks("text")[..] else {
        panic!("two blocks of output");
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
    for instance in ["tiny", "lancashire-and-south-cumbria", "greater-manchester"] {
        assert!(README.contains(&format!("| `{instance}.toml` |")));
    }
}
