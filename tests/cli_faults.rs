//! The program when it is stopped, cut short, or cannot write: the right exit code, nothing
//! half-written, nothing lost.

#[path = "cli/support.rs"]
mod support;

use std::io::Read;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use support::{Run, skillmix};

#[cfg(unix)]
#[test]
fn whoever_asks_twice_to_stop_is_told_that_there_is_no_answer() {
    let child = support::command(&["solve", "instances/greater-manchester.toml", "--gap", "0"])
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("started");
    std::thread::sleep(Duration::from_secs(3));
    // Two signals of different kinds: of two of one kind the second may be lost.
    let script = format!("kill -INT {0}; kill -TERM {0}", child.id());
    let killed = Command::new("sh").args(["-c", &script]).status();
    assert!(killed.expect("sh").success());
    let run = Run::from(child.wait_with_output().expect("ended"));
    run.assert_exit(130);
    assert!(run.stdout.is_empty());
    assert!(
        run.stderr.contains("stopped without an answer"),
        "{}",
        run.stderr
    );
}

#[test]
fn a_time_limit_too_short_for_any_plan_is_exit_3() {
    let run = skillmix(&[
        "solve",
        "instances/greater-manchester.toml",
        "--time-limit",
        "1ms",
    ]);
    run.assert_exit(3);
    assert!(run.stdout.is_empty());
    assert!(
        run.stderr.contains("error[S004]: the time limit"),
        "{}",
        run.stderr
    );
}

#[test]
fn the_time_limit_holds_and_says_what_may_be_missing() {
    // No gap of 0 can be proved of it in this time.
    let arguments = [
        "instances/greater-manchester.toml",
        "--gap",
        "0",
        "--time-limit",
        "8s",
    ];
    let began = Instant::now();
    let run = skillmix(&[&["solve"][..], &arguments].concat());
    assert!(began.elapsed() < Duration::from_secs(20), "it went on");
    if run.exit == Some(3) {
        // A machine too slow for a first plan.
        return;
    }
    run.assert_exit(4);
    for part in [
        "The time limit was reached",
        "by at most",
        "all kept",
        "in the time there was",
    ] {
        assert!(run.stdout.contains(part), "no `{part}` in\n{}", run.stdout);
    }
}

#[test]
fn a_reader_that_goes_away_is_no_error() {
    let mut child = support::command(&["schema"])
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("started");
    drop(child.stdout.take());
    let mut stderr = String::new();
    let mut pipe = child.stderr.take().expect("piped");
    pipe.read_to_string(&mut stderr).expect("read");
    let status = child.wait().expect("ended");
    assert_eq!(status.code(), Some(0), "{stderr}");
    assert!(stderr.is_empty(), "{stderr}");
}

#[cfg(target_os = "linux")]
#[test]
fn a_disk_that_is_full_is_told() {
    let run = skillmix(&[
        "solve",
        "instances/tiny.toml",
        "--no-worth",
        "-o",
        "/dev/full",
    ]);
    run.assert_exit(2);
    assert!(run.stderr.contains("/dev/full"), "{}", run.stderr);
}

#[cfg(unix)]
#[test]
fn an_interrupted_solve_gives_its_best_plan_and_exit_130() {
    // No gap can be proved in this time; a first plan is there well before.
    let child = support::command(&[
        "solve",
        "instances/greater-manchester.toml",
        "--gap",
        "0",
        "--format",
        "json",
    ])
    .stdout(Stdio::piped())
    .stderr(Stdio::piped())
    .spawn()
    .expect("started");
    std::thread::sleep(Duration::from_secs(10));
    let killed = Command::new("kill")
        .args(["-INT", &child.id().to_string()])
        .status()
        .expect("kill");
    assert!(killed.success());
    let began = Instant::now();
    let run = Run::from(child.wait_with_output().expect("ended"));
    assert!(began.elapsed() < Duration::from_secs(30), "it went on");
    run.assert_exit(130);
    if run.stdout.is_empty() {
        assert!(run.stderr.contains("before any plan"), "{}", run.stderr);
        return;
    }
    let answer: serde_json::Value = serde_json::from_str(&run.stdout).expect("JSON");
    assert_eq!(answer["outcome"]["status"], "interrupted");
    assert_eq!(answer["audit"]["passed"], true);
}

/// The test below runs itself again in a process of its own, which the hook ends.
#[test]
fn a_panic_is_exit_70_with_a_short_message() {
    const INSIDE: &str = "SKILLMIX_TEST_PANIC";
    if std::env::var_os(INSIDE).is_some() {
        skillmix::cli::panic::install_hook();
        panic!("the thing that is always there is not");
    }
    let this = std::env::current_exe().expect("this program");
    let output = Command::new(this)
        .args([
            "--exact",
            "a_panic_is_exit_70_with_a_short_message",
            "--nocapture",
        ])
        .env(INSIDE, "1")
        .env("RUST_BACKTRACE", "1")
        .output()
        .expect("run");
    let run = Run::from(output);
    run.assert_exit(70);
    for part in [
        "the thing that is always there",
        "our fault",
        "report it",
        "cli_faults.rs:",
    ] {
        assert!(run.stderr.contains(part), "no `{part}` in {}", run.stderr);
    }
    assert!(!run.stderr.contains("backtrace"), "{}", run.stderr);
    assert!(run.stderr.lines().count() <= 4, "{}", run.stderr);
}
