//! Wrong questions, other results, and files that cannot be written.

use std::fs;
use std::process::Command;
use std::time::{Duration, Instant};

use super::support::{Run, Scratch, skillmix_in};
use super::{BUDGET, VARIED, harbour, sweep, undisturbed};

#[test]
fn wrong_questions_are_refused_with_what_to_do() {
    let scratch = harbour();
    for (vary, said) in [
        ("budget", "does not say over what to vary"),
        ("budget=", "is no range"),
        ("budget=90%..110%", "is no range"),
        ("budget=110%..90%/1%", "write the smaller first: 90 to 110"),
        ("budget=90%..110%/0%", "must be above 0"),
        ("budget=90%..90.5%/1%", "nothing to compare"),
        ("budget=0..9999999/1", "larger step"),
        ("budget=90%..110/1", "after every number"),
        ("budgte=90%..110%/1%", "did you mean `budget`?"),
        ("budget:al=90%..110%/1%", "did you mean `all`?"),
        ("levy=90%..110%/1%", "there is no quantity"),
        ("turnover:pwq=90%..110%/1%", "did you mean `pwp`?"),
        ("standard=0.5..0.7/0.1", "does not say of which standard"),
        (
            "standard:six-week=0.5..0.7/0.1",
            "did you mean `six-weeks`?",
        ),
        ("price:hit=90%..110%/1%", "no role `hit`"),
        ("horizon.months=12..24/12", "cannot vary"),
        ("care.roles.pwp.name=1..3/1", "name"),
        ("care.roles.pwp.leaving=0.1..0.3/0.1", "leaving"),
        (
            "care.roles.pwp.leaving_per_year=0.5..1.5/0.5",
            "unlawful at",
        ),
        ("referrals=-100..100/50", "unlawful at"),
    ] {
        let began = Instant::now();
        let run = sweep(&scratch, &["--vary", vary]);
        run.assert_exit(2);
        assert!(run.stdout.is_empty(), "{vary}: {}", run.stdout);
        assert!(run.stderr.contains(said), "{vary}:\n{}", run.stderr);
        assert!(run.stderr.contains("help: "), "{vary}:\n{}", run.stderr);
        assert!(began.elapsed() < Duration::from_secs(20));
    }
    let three = [
        "--vary",
        VARIED,
        "--vary",
        "hires=1,2",
        "--vary",
        "places=1,2",
    ];
    let twice = ["--vary", VARIED, "--vary", "budget=1,2"];
    let none: [&str; 0] = [];
    for arguments in [&three[..], &twice, &none, &["--vary", VARIED, "--resume"]] {
        sweep(&scratch, arguments).assert_exit(2);
    }
    let without = skillmix_in(
        &harbour_without_budget(),
        &["sweep", "harbour.toml", "--vary", VARIED],
    );
    without.assert_exit(2);
    assert!(
        without.stderr.contains("has no budget to vary"),
        "{}",
        without.stderr
    );
}

fn harbour_without_budget() -> Scratch {
    let scratch = harbour();
    let text = scratch.read("harbour.toml").replace(BUDGET, "");
    fs::write(scratch.path("harbour.toml"), text).expect("written");
    scratch
}

#[test]
fn results_of_another_sweep_are_refused_and_left_alone() {
    let scratch = harbour();
    undisturbed(&scratch, &["--vary", "budget=98%,100%"]);
    let before = scratch.read("whole.jsonl");
    let with = |more: &[&str]| sweep(&scratch, &[&["--results", "whole.jsonl"], more].concat());
    for (more, said) in [
        (
            &["--vary", "budget=98%,100%"][..],
            "has results in it already (2 of 2 points)",
        ),
        (&["--resume", "--vary", "budget=97%,100%"], "what is varied"),
        (
            &["--resume", "--vary", "budget=98%,100%", "--seed", "1"],
            "seed: 0 in the file, 1 now",
        ),
        (
            &["--resume", "--vary", "budget=98%,100%", "--relaxed"],
            "plans: whole people in the file",
        ),
    ] {
        let run = with(more);
        run.assert_exit(2);
        assert!(run.stderr.contains(said), "{}", run.stderr);
    }
    // What is drawn is no part of what is found.
    with(&["--resume", "--vary", "budget=98%,100%", "--against", "wait"]).assert_exit(0);
    let instance = scratch.read("harbour.toml");
    fs::write(scratch.path("harbour.toml"), instance + "# another\n").expect("written");
    let run = with(&["--resume", "--vary", "budget=98%,100%"]);
    run.assert_exit(2);
    assert!(
        run.stderr
            .contains("`harbour.toml` says something else now"),
        "{}",
        run.stderr
    );
    assert_eq!(scratch.read("whole.jsonl"), before);
}

#[test]
fn a_second_run_on_the_same_results_is_refused() {
    let scratch = harbour();
    let file = fs::File::create(scratch.path("one.jsonl")).expect("created");
    file.try_lock().expect("locked");
    let run = sweep(&scratch, &["--vary", VARIED, "--results", "one.jsonl"]);
    run.assert_exit(2);
    assert!(
        run.stderr.contains("another run is at work on `one.jsonl`"),
        "{}",
        run.stderr
    );
}

#[test]
fn files_that_cannot_be_written_are_told_and_lose_nothing() {
    let scratch = harbour();
    for name in [
        "no/such/folder/r.jsonl",
        ".",
        "harbour.toml/r.jsonl",
        "harbour.toml",
    ] {
        let run = sweep(&scratch, &["--vary", VARIED, "--results", name]);
        run.assert_exit(2);
        assert!(run.stdout.is_empty());
        assert!(
            run.stderr.contains(name) && run.stderr.contains("help: "),
            "{}",
            run.stderr
        );
    }
    let run = sweep(&scratch, &["--vary", VARIED, "--results", "a", "-o", "a"]);
    run.assert_exit(2);
    assert!(run.stderr.contains("cannot be one file"), "{}", run.stderr);
}

/// A limit on the size of files is met as a full disk is: in the midst of a write.
#[cfg(unix)]
#[test]
fn a_disk_that_is_full_loses_nothing() {
    let scratch = harbour();
    let (results, _) = undisturbed(&scratch, &["--vary", VARIED]);
    let program = env!("CARGO_BIN_EXE_skillmix");
    let script = format!(
        "trap '' XFSZ; ulimit -f 8; exec {program} sweep harbour.toml --vary {VARIED} --results full.jsonl"
    );
    let run = Command::new("sh")
        .args(["-c", &script])
        .current_dir(scratch.path(""))
        .output()
        .expect("sh");
    let run = Run::from(run);
    run.assert_exit(2);
    assert!(
        run.stderr.contains("cannot write `full.jsonl`"),
        "{}",
        run.stderr
    );
    let kept = scratch.read("full.jsonl");
    assert!(kept.lines().count() > 1 && kept.ends_with('\n'), "{kept}");
    let more = ["--vary", VARIED, "--results", "full.jsonl", "--resume"];
    sweep(&scratch, &more).assert_exit(0);
    assert_eq!(scratch.read("full.jsonl"), results);
}
