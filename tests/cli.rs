//! The program as its users meet it: what it prints where, and with which exit code.

#[path = "cli/support.rs"]
mod support;

use std::fs;

use std::time::{Duration, Instant};

use support::{Scratch, plan_of_tiny, skillmix, skillmix_in};

const COMMANDS: &[&str] = &[
    "solve",
    "why",
    "price",
    "sweep",
    "why-not",
    "alternatives",
    "check",
    "compare",
    "validate",
    "scenarios",
    "schema",
    "explain",
    "assumptions",
    "export",
];

#[test]
fn transcripts_hold() {
    trycmd::TestCases::new()
        .env("NO_COLOR", "1")
        .case("tests/cli/*.trycmd");
}

#[test]
fn every_command_has_help_that_fits_the_page() {
    for command in COMMANDS {
        let run = skillmix(&[command, "--help"]);
        run.assert_exit(0);
        assert!(run.stdout.contains("Usage: skillmix"), "{command}");
        for line in run.stdout.lines() {
            assert!(line.chars().count() <= 100, "{command}: {line}");
        }
    }
    let help = skillmix(&["--help"]).stdout;
    for code in [
        "    0  ", "    1  ", "    2  ", "    3  ", "    4  ", "    5  ", "   70  ", "  130  ",
    ] {
        assert!(help.contains(code), "no exit code{code}in\n{help}");
    }
    for command in COMMANDS {
        assert!(help.contains(command), "{command}");
    }
}

#[test]
fn a_wrong_command_line_is_exit_2_with_nothing_on_stdout() {
    for arguments in [
        &["sovle"][..],
        &[],
        &["solve"],
        &["solve", "instances/tiny.toml", "--gap", "100%"],
        &["solve", "instances/tiny.toml", "--gap", "-1"],
        &["solve", "instances/tiny.toml", "--time-limit", "0s"],
        &["solve", "instances/tiny.toml", "--threads", "0"],
        &["solve", "instances/tiny.toml", "--format", "xlsx"],
        &["solve", "instances/tiny.toml", "--from", "plan.json"],
        &["solve", "instances/tiny.toml", "--month", "2027-04"],
        &["solve", "instances/tiny.toml", "--actuals", "actuals.toml"],
        &["export", "instances/tiny.toml"],
        &["export", "instances/tiny.toml", "--lp", "--mps"],
        &[
            "export",
            "instances/tiny.toml",
            "--lp",
            "--objective",
            "fairest",
        ],
        &["schema", "plan"],
        &["explain", "Z999"],
        &["why-not", "instances/tiny.toml"],
        &["why-not", "instances/tiny.toml", "--hire", "nobody"],
        &["alternatives", "instances/tiny.toml", "--within", "120%"],
        &["alternatives", "instances/tiny.toml", "--only", "cheapest"],
    ] {
        let run = skillmix(arguments);
        run.assert_exit(2);
        assert!(run.stdout.is_empty(), "{arguments:?}: {}", run.stdout);
        assert!(!run.stderr.is_empty(), "{arguments:?}");
    }
}

#[test]
fn a_file_that_is_not_there_is_exit_2_and_named() {
    for command in ["solve", "validate", "assumptions"] {
        let run = skillmix(&[command, "no/such/instance.toml"]);
        run.assert_exit(2);
        assert!(
            run.stderr.contains("no/such/instance.toml"),
            "{}",
            run.stderr
        );
        assert!(run.stdout.is_empty());
    }
    let run = skillmix(&["check", "instances/tiny.toml", "no/such/plan.json"]);
    run.assert_exit(2);
    assert!(run.stderr.contains("no/such/plan.json"), "{}", run.stderr);
}

#[test]
fn an_output_that_cannot_be_written_is_told_before_any_work() {
    let scratch = Scratch::new();
    let missing = scratch.path("no/such/folder/answer.json");
    let folder = scratch.path("");
    for output in [&missing, &folder] {
        let began = Instant::now();
        // An instance that takes far longer than this test may.
        let run = skillmix(&["solve", "instances/greater-manchester.toml", "-o", output]);
        run.assert_exit(2);
        assert!(run.stdout.is_empty());
        assert!(run.stderr.contains("cannot write"), "{}", run.stderr);
        assert!(run.stderr.contains(output.as_str()), "{}", run.stderr);
        assert!(began.elapsed() < Duration::from_secs(20));
    }
    assert!(scratch.entries().is_empty());
}

#[test]
fn an_output_never_takes_the_place_of_an_input() {
    let scratch = Scratch::new();
    scratch.tiny_with("");
    let folder = |name: &str| std::path::Path::new(&scratch.path("")).join(name);
    let before = fs::read(folder("instances/tiny.toml")).expect("the instance");
    let model = fs::read_dir(folder("models"))
        .expect("the models")
        .filter_map(|entry| entry.ok()?.file_name().into_string().ok())
        .find(|name| name.contains("toml"))
        .expect("a care model");
    for output in ["instances/tiny.toml", "instances/../instances/tiny.toml"]
        .map(str::to_owned)
        .into_iter()
        .chain([format!("models/{model}")])
    {
        for command in [&["solve", "--format", "json"][..], &["export", "--lp"]] {
            let arguments = [command, &["instances/tiny.toml", "-o", &output]].concat();
            let run = skillmix_in(&scratch, &arguments);
            run.assert_exit(2);
            assert!(run.stderr.contains("cannot write over"), "{}", run.stderr);
        }
    }
    assert_eq!(
        fs::read(folder("instances/tiny.toml")).expect("still"),
        before
    );
}

#[test]
fn a_dash_is_stdout_and_an_unknown_ending_is_refused() {
    let arguments = ["export", "instances/tiny.toml", "--lp"];
    let plain = skillmix(&arguments);
    let dashed = skillmix(&[&arguments[..], &["-o", "-"]].concat());
    dashed.assert_exit(0);
    assert_eq!(dashed.stdout, plain.stdout);
    let scratch = Scratch::new();
    let sheet = scratch.path("answer.xlsx");
    let run = skillmix(&["solve", "instances/tiny.toml", "-o", &sheet]);
    run.assert_exit(2);
    assert!(run.stderr.contains("`.xlsx`"), "{}", run.stderr);
    assert!(run.stderr.contains("--format"), "{}", run.stderr);
    assert!(scratch.entries().is_empty());
}

#[test]
fn negative_options_are_told_their_bounds() {
    for (option, value, bound) in [
        ("--gap", "-1", "at least 0 and below 1"),
        ("--gap", "-1%", "at least 0 and below 1"),
        ("--seed", "-1", "0..=2147483647"),
        ("--threads", "-1", "1..=1024"),
        ("--time-limit", "-5s", "above 0"),
    ] {
        let run = skillmix(&["solve", "instances/tiny.toml", option, value]);
        run.assert_exit(2);
        assert!(
            run.stderr.contains(bound),
            "{option} {value}: {}",
            run.stderr
        );
    }
}

#[cfg(unix)]
#[test]
fn a_plan_without_end_is_refused() {
    let began = Instant::now();
    let run = skillmix(&["check", "instances/tiny.toml", "/dev/zero"]);
    run.assert_exit(2);
    assert!(run.stderr.contains("256 MiB"), "{}", run.stderr);
    assert!(began.elapsed() < Duration::from_secs(20));
}

#[test]
fn an_instance_with_errors_leaves_an_old_answer_alone() {
    let scratch = Scratch::new();
    fs::write(scratch.path("answer.json"), "old").expect("written");
    fs::write(scratch.path("broken.toml"), "skillmix = ").expect("written");
    let run = skillmix(&[
        "solve",
        &scratch.path("broken.toml"),
        "-o",
        &scratch.path("answer.json"),
    ]);
    run.assert_exit(2);
    assert_eq!(scratch.read("answer.json"), "old");
    assert_eq!(scratch.entries(), ["answer.json", "broken.toml"]);
}

#[test]
fn the_answer_is_on_stdout_and_nothing_is_on_a_piped_stderr() {
    let run = skillmix(&["solve", "instances/tiny.toml"]);
    run.assert_exit(0);
    assert!(run.stderr.is_empty(), "{}", run.stderr);
    assert!(!run.stdout.contains('\u{1b}'), "escape codes in a pipe");
    for line in run.stdout.lines() {
        assert!(line.chars().count() <= 100, "{line}");
    }
    for part in [
        "a year. Proved best",
        "PWP",
        "Without APs",
        "all kept",
        "What binds",
    ] {
        assert!(run.stdout.contains(part), "no `{part}` in\n{}", run.stdout);
    }
}

#[test]
fn the_same_run_gives_the_same_bytes() {
    let arguments = ["solve", "instances/tiny.toml", "--format", "json"];
    let (one, two) = (skillmix(&arguments), skillmix(&arguments));
    one.assert_exit(0);
    assert_eq!(one.stdout, two.stdout);
    assert!(!one.stdout.contains("\"times\""));
    let timed = skillmix(&[&arguments[..], &["--timings"]].concat());
    assert!(timed.stdout.contains("\"solving_seconds\""));
}

#[test]
fn an_answer_passes_its_own_check_whole_or_as_a_bare_plan() {
    let scratch = Scratch::new();
    let answer = scratch.path("answer.json");
    // The ending says the format.
    let run = skillmix(&["solve", "instances/tiny.toml", "--no-worth", "-o", &answer]);
    run.assert_exit(0);
    assert!(run.stdout.is_empty());
    assert_eq!(scratch.entries(), ["answer.json"]);
    skillmix(&["check", "instances/tiny.toml", &answer]).assert_exit(0);
    let json: serde_json::Value = serde_json::from_str(&scratch.read("answer.json")).expect("JSON");
    assert_eq!(json["skillmix_answer"], 1);
    assert_eq!(json["manifest"]["inputs"].as_array().map(Vec::len), Some(2));
    fs::write(scratch.path("plan.json"), json["plan"].to_string()).expect("written");
    let run = skillmix(&["check", "instances/tiny.toml", &scratch.path("plan.json")]);
    run.assert_exit(0);
    assert!(run.stdout.contains("promises are kept"), "{}", run.stdout);
}

#[test]
fn a_plan_that_holds_a_standard_late_is_never_exit_0() {
    let scratch = Scratch::new();
    let (instance, answer) = ("tests/cli/harbour-late.toml", scratch.path("late.json"));
    skillmix(&["solve", instance, "--no-worth", "-o", &answer]).assert_exit(0);
    let run = skillmix(&["check", instance, &answer]);
    run.assert_exit(5);
    assert_eq!(
        run.stdout.matches("late: holds from ").count(),
        1,
        "{}",
        run.stdout
    );
    assert!(!run.stdout.contains("are broken"), "{}", run.stdout);
    assert!(
        run.stderr.contains("warning[A003]: 1 hard standard"),
        "{}",
        run.stderr
    );
    let run = skillmix(&["check", instance, &answer, "--format", "json"]);
    run.assert_exit(5);
    let json: serde_json::Value = serde_json::from_str(&run.stdout).expect("JSON");
    assert_eq!(json["late"][0]["standard"], "six-weeks");
    // A plan that does not say so breaks what it was asked.
    let mut json: serde_json::Value =
        serde_json::from_str(&scratch.read("late.json")).expect("JSON");
    let plan = &mut json["plan"]["services"]["harbour"];
    plan.as_object_mut()
        .expect("a table")
        .remove("late_standards");
    fs::write(scratch.path("late.json"), json.to_string()).expect("written");
    skillmix(&["check", instance, &answer]).assert_exit(1);
}

#[test]
fn a_plan_that_breaks_a_promise_is_exit_1_with_figures() {
    let scratch = Scratch::new();
    let mut plan = plan_of_tiny();
    for service in plan["services"]
        .as_object_mut()
        .expect("a table")
        .values_mut()
    {
        let posts = &mut service["staff"]["pwp"]["wte"];
        *posts = (posts.as_f64().expect("a number") - 0.5).into();
    }
    fs::write(scratch.path("plan.json"), plan.to_string()).expect("written");
    let run = skillmix(&["check", "instances/tiny.toml", &scratch.path("plan.json")]);
    run.assert_exit(1);
    assert!(run.stdout.contains("capacity["), "{}", run.stdout);
    assert!(run.stdout.contains("off by"), "{}", run.stdout);
    assert!(run.stderr.contains("error[A001]"), "{}", run.stderr);
}

#[test]
fn what_is_no_plan_for_the_instance_is_exit_2() {
    let scratch = Scratch::new();
    let mut other = plan_of_tiny();
    other["instance"] = "another".into();
    let mut negative = plan_of_tiny();
    for service in negative["services"]
        .as_object_mut()
        .expect("a table")
        .values_mut()
    {
        service["staff"]["pwp"]["wte"] = (-1.0).into();
    }
    let huge = negative.to_string().replace("-1.0", "1e308");
    for (text, says) in [
        (huge, "is 1e308, above"),
        (other.to_string(), "error[A002]"),
        (negative.to_string(), "error[A002]"),
        (String::new(), "empty"),
        ("{".to_owned(), "line 1, column 1"),
        ("{\"skillmix_plan\": 1}".to_owned(), "missing field"),
        ("[1e999]".to_owned(), "models/answer.md"),
    ] {
        fs::write(scratch.path("plan.json"), &text).expect("written");
        let run = skillmix(&["check", "instances/tiny.toml", &scratch.path("plan.json")]);
        run.assert_exit(2);
        assert!(run.stderr.contains(says), "{text}: {}", run.stderr);
        assert!(run.stdout.is_empty(), "{text}");
    }
    fs::write(scratch.path("plan.json"), [0xff, 0xfe, 0x00]).expect("written");
    skillmix(&["check", "instances/tiny.toml", &scratch.path("plan.json")]).assert_exit(2);
    skillmix(&["check", "instances/tiny.toml", &scratch.path("")]).assert_exit(2);
}

#[test]
fn messages_for_programs_are_one_object_a_line() {
    let scratch = Scratch::new();
    fs::write(scratch.path("broken.toml"), "skillmix = 1\nnmae = \"x\"\n").expect("written");
    let no_plan = scratch.path("no-plan.json");
    for arguments in [
        &["validate", &scratch.path("broken.toml")][..],
        &["check", "instances/tiny.toml", &no_plan],
        &["explain", "Z999"],
    ] {
        let run = skillmix(&[arguments, &["--message-format", "json"]].concat());
        run.assert_exit(2);
        assert!(!run.stderr.is_empty(), "{arguments:?}");
        for line in run.stderr.lines() {
            let message: serde_json::Value = serde_json::from_str(line).expect(line);
            assert_eq!(message["severity"], "error", "{line}");
        }
    }
}

#[test]
fn an_instance_that_no_plan_can_meet_is_exit_1() {
    let scratch = Scratch::new();
    scratch
        .tiny_with("\n[budgets.far-too-little]\nname = \"far too little\"\ngbp_per_year = 1000\n");
    let run = skillmix_in(&scratch, &["solve", "instances/tiny.toml"]);
    run.assert_exit(1);
    assert!(run.stdout.is_empty());
    for part in [
        "error[S001]: no plan",
        "“far too little” allows £1,000 (instances/tiny.toml:",
        "£1,040,000 more (“far too little”: £1,000 now). The plan then costs £1,038,253 a year.",
    ] {
        assert!(run.stderr.contains(part), "no `{part}` in {}", run.stderr);
    }
}

#[test]
fn exports_name_their_columns_and_are_written_whole() {
    let scratch = Scratch::new();
    for (flag, begins) in [("--lp", "\\"), ("--mps", "NAME")] {
        let run = skillmix(&["export", "instances/tiny.toml", flag]);
        run.assert_exit(0);
        assert!(run.stdout.starts_with(begins), "{flag}: {:.80}", run.stdout);
        assert!(run.stdout.contains("posts"), "{flag}");
        // Nothing falls short in it: its first objective is empty, and the cost is what counts.
        let cost = skillmix(&[
            "export",
            "instances/tiny.toml",
            flag,
            "--objective",
            "least-cost",
        ]);
        assert_eq!(cost.stdout, run.stdout);
        let file = scratch.path("model");
        let written = skillmix(&["export", "instances/tiny.toml", flag, "-o", &file]);
        written.assert_exit(0);
        assert_eq!(scratch.read("model"), run.stdout);
    }
}

#[test]
fn lists_of_assumptions_hold_every_number() {
    let table = skillmix(&["assumptions", "instances/tiny.toml"]);
    table.assert_exit(0);
    assert!(table.stdout.contains(" with a source, "));
    let run = skillmix(&["assumptions", "instances/tiny.toml", "--format", "json"]);
    let list: serde_json::Value = serde_json::from_str(&run.stdout).expect("JSON");
    let numbers = list.as_array().expect("a list").len();
    let run = skillmix(&["assumptions", "instances/tiny.toml", "--format", "csv"]);
    let rows = csv::Reader::from_reader(run.stdout.as_bytes())
        .records()
        .count();
    assert_eq!(rows, numbers);
    assert!(numbers > 20);
}

#[test]
fn schemas_are_json() {
    for of in ["instance", "care-model"] {
        let run = skillmix(&["schema", of]);
        run.assert_exit(0);
        let schema: serde_json::Value = serde_json::from_str(&run.stdout).expect("JSON");
        assert!(schema["properties"].is_object());
    }
}

#[test]
fn every_code_listed_has_its_story() {
    let list = skillmix(&["explain"]);
    list.assert_exit(0);
    let codes: Vec<&str> = list
        .stdout
        .lines()
        .filter_map(|line| line.split_whitespace().next())
        .collect();
    assert!(codes.contains(&"A001") && codes.contains(&"A002"));
    let run = skillmix(&["explain", &codes[0].to_lowercase()]);
    run.assert_exit(0);
    assert!(run.stdout.starts_with(codes[0]) && run.stdout.contains("What to do"));
}
