//! Frontiers: the same bytes for any number of threads and after any number of kills, plans as good as
//! those found alone, and every wrong question refused with what to do.

#[path = "sweep/refused.rs"]
mod refused;
#[path = "cli/support.rs"]
mod support;

use std::fs;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use skillmix::instance::{Instance, Level, Role};
use skillmix::pipeline::{NotHeld, Watch, best};
use skillmix::reading::read_instance;
use skillmix::solver::Options;
use skillmix::sweep::grid::Grid;
use skillmix::sweep::instance_at;
use skillmix::sweep::quantity::Axis;
use skillmix::units::Quantity;
use support::{Run, Scratch, command, skillmix_in};

const BUDGET: &str = "\n[budgets.all]\nname = \"Everything\"\ngbp_per_year = 1_500_000\n";

/// More points than a chain has, so that there are several; of some there is no plan.
const VARIED: &str = "budget=90%..110%/0.5%";

/// Harbour with a budget, in a folder of its own.
fn harbour() -> Scratch {
    let scratch = Scratch::new();
    let package = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/cli");
    for (file, more) in [("harbour.toml", BUDGET), ("harbour-model.toml", "")] {
        let text = fs::read_to_string(package.join(file)).expect("a file");
        fs::write(scratch.path(file), text + more).expect("written");
    }
    scratch
}

fn sweep(scratch: &Scratch, more: &[&str]) -> Run {
    skillmix_in(scratch, &[&["sweep", "harbour.toml"], more].concat())
}

/// The undisturbed run: the file of results, and the answer.
fn undisturbed(scratch: &Scratch, vary: &[&str]) -> (String, String) {
    let more = [
        "--threads",
        "1",
        "--results",
        "whole.jsonl",
        "--format",
        "json",
    ];
    let run = sweep(scratch, &[vary, &more].concat());
    run.assert_exit(0);
    (scratch.read("whole.jsonl"), run.stdout)
}

#[test]
fn threads_change_no_byte() {
    let scratch = harbour();
    for vary in [
        &["--vary", VARIED][..],
        &[
            "--vary",
            "turnover:pwp=0.1..0.4/0.1",
            "--vary",
            "budget=92%..100%/4%",
        ],
    ] {
        let (results, answer) = undisturbed(&scratch, vary);
        assert!(answer.contains("\"no-plan\""), "some points have no plan");
        for threads in ["2", "3"] {
            let name = format!("{threads}.jsonl");
            let more = ["--threads", threads, "--results", &name, "--format", "json"];
            let run = sweep(&scratch, &[vary, &more].concat());
            run.assert_exit(0);
            assert_eq!(run.stdout, answer, "{threads} threads");
            assert_eq!(scratch.read(&name), results, "{threads} threads");
            fs::remove_file(scratch.path(&name)).expect("there");
        }
        fs::remove_file(scratch.path("whole.jsonl")).expect("there");
    }
}

/// Starts a run that goes on with the results in a file.
fn started(scratch: &Scratch, name: &str) -> Child {
    let arguments = ["sweep", "harbour.toml", "--vary", VARIED, "--threads", "2"];
    let more = [
        "--results",
        name,
        "--resume",
        "--format",
        "json",
        "-o",
        "answer.json",
    ];
    command(&[&arguments[..], &more].concat())
        .current_dir(scratch.path(""))
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
        .expect("started")
}

/// Kills at random moments. Twenty, or as many as `SKILLMIX_KILLS` says.
#[test]
fn kills_at_any_moment_change_no_byte() {
    let kills = std::env::var("SKILLMIX_KILLS").ok();
    let wanted: u32 = kills.and_then(|kills| kills.parse().ok()).unwrap_or(20);
    let scratch = harbour();
    let began = Instant::now();
    let (results, answer) = undisturbed(&scratch, &["--vary", VARIED]);
    let long = began.elapsed();
    // Knuth's generator: which moments are hit must differ, and be the same next time.
    let mut state: u64 = 2026;
    let mut random = move || {
        state = state
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        u32::try_from(state >> 40).expect("24 bits")
    };
    let (mut killed, mut finished, mut is_open) = (0, 0, true);
    while killed < wanted || is_open {
        is_open = true;
        let mut child = started(&scratch, "killed.jsonl");
        let share = f64::from(random()) / f64::from(1_u32 << 24);
        std::thread::sleep(long.mul_f64(share).min(Duration::from_secs(5)));
        if killed < wanted && child.try_wait().expect("asked").is_none() {
            child.kill().expect("killed");
            child.wait().expect("ended");
            killed += 1;
            continue;
        }
        assert!(child.wait().expect("ended").success());
        assert_eq!(
            scratch.read("killed.jsonl"),
            results,
            "after {killed} kills"
        );
        assert_eq!(scratch.read("answer.json"), answer, "after {killed} kills");
        for name in ["killed.jsonl", "answer.json"] {
            fs::remove_file(scratch.path(name)).expect("there");
        }
        finished += 1;
        is_open = false;
    }
    println!("{killed} kills, {finished} sweeps brought to their end");
    // A file that a kill left half-written lies beside the one that it was to replace.
    let known = ["harbour-model.toml", "harbour.toml", "whole.jsonl"];
    for name in scratch.entries() {
        assert!(
            known.contains(&name.as_str()) || name.starts_with('.'),
            "{name}"
        );
    }
}

#[cfg(unix)]
#[test]
fn a_stop_keeps_what_was_found_and_the_sweep_goes_on_from_there() {
    let scratch = harbour();
    let (results, answer) = undisturbed(&scratch, &["--vary", VARIED]);
    let file = scratch.path("stopped.jsonl");
    let child = command(&[
        "sweep",
        "harbour.toml",
        "--vary",
        VARIED,
        "--results",
        "stopped.jsonl",
    ])
    .current_dir(scratch.path(""))
    .stdout(Stdio::piped())
    .stderr(Stdio::piped())
    .spawn()
    .expect("started");
    let waiting = Instant::now();
    while fs::read_to_string(&file)
        .unwrap_or_default()
        .lines()
        .count()
        < 3
    {
        assert!(
            waiting.elapsed() < Duration::from_mins(1),
            "no point was found"
        );
        std::thread::sleep(Duration::from_millis(1));
    }
    let asked = Command::new("kill")
        .args(["-INT", &child.id().to_string()])
        .status();
    assert!(asked.expect("kill").success());
    let run = Run::from(child.wait_with_output().expect("ended"));
    // It may have been at its last point.
    assert!(matches!(run.exit, Some(130 | 0)), "{}", run.stderr);
    if run.exit == Some(130) {
        assert!(
            run.stderr.contains("--resume goes on with them"),
            "{}",
            run.stderr
        );
    }
    let more = [
        "--vary",
        VARIED,
        "--results",
        "stopped.jsonl",
        "--resume",
        "--format",
        "json",
    ];
    let run = sweep(&scratch, &more);
    run.assert_exit(0);
    assert_eq!(
        (scratch.read("stopped.jsonl"), run.stdout),
        (results, answer)
    );
}

#[test]
fn each_point_is_as_good_as_its_plan_found_alone() {
    let scratch = harbour();
    for vary in [
        "budget=90%..100%/2%",
        "referrals=90%..110%/5%",
        "hires=50%,100%,200%",
    ] {
        for gap in ["0", "0.5%"] {
            let run = sweep(
                &scratch,
                &["--vary", vary, "--gap", gap, "--format", "json"],
            );
            run.assert_exit(0);
            let answer: serde_json::Value = serde_json::from_str(&run.stdout).expect("JSON");
            let read = read_instance(Path::new(&scratch.path("harbour.toml")));
            let document = read.document.expect("read");
            let axis = Axis::read(vary, &document).expect("an axis");
            let grid = Grid::new(vec![axis]).expect("a grid");
            let share = if gap == "0" { 0.0 } else { 0.005 };
            for point in 0..grid.size() {
                let instance = instance_at(&document, &grid, point).expect("lawful");
                let options = Options {
                    gap: 0.0,
                    ..Options::default()
                };
                let row = &answer["answer"]["points"][point];
                match best(&instance, &options, &Watch::default()) {
                    Ok(held) => {
                        let least = held.outcome.objectives.last().expect("cost").value;
                        let cost = row["cost_gbp"].as_f64().expect("a plan");
                        let most = least * (1.0 + share) + 0.01;
                        assert!(
                            cost >= least - 0.01 && cost <= most,
                            "{cost} for {least}: {row}"
                        );
                    }
                    Err(NotHeld::None) => assert_eq!(row["verdict"], "no-plan", "{row}"),
                    Err(other) => panic!("{other:?}"),
                }
            }
        }
    }
}

#[test]
fn with_fractions_of_people_it_is_never_dearer_and_more_money_never_costs_more() {
    let scratch = harbour();
    let costs = |more: &[&str]| -> Vec<Option<f64>> {
        let arguments = [
            &["--vary", VARIED, "--gap", "0.5%", "--format", "json"],
            more,
        ]
        .concat();
        let run = sweep(&scratch, &arguments);
        run.assert_exit(0);
        let answer: serde_json::Value = serde_json::from_str(&run.stdout).expect("JSON");
        let points = answer["answer"]["points"].as_array().expect("points");
        points.iter().map(|row| row["cost_gbp"].as_f64()).collect()
    };
    let (whole, relaxed) = (costs(&[]), costs(&["--relaxed"]));
    assert!(whole.iter().flatten().count() > 10);
    for (whole, relaxed) in whole.iter().zip(&relaxed) {
        if let Some(whole) = whole {
            assert!(relaxed.expect("a plan with fractions too") <= whole + 0.01);
        }
    }
    for costs in [whole, relaxed] {
        let costs: Vec<f64> = costs.into_iter().flatten().collect();
        assert!(
            costs
                .windows(2)
                .all(|pair| pair[1] <= pair[0] * (1.0 + 1e-7)),
            "{costs:?}"
        );
    }
}

/// What each name of a quantity changes, and to what.
#[test]
fn quantities_are_what_their_names_say() {
    type Probe = fn(&Instance) -> f64;
    fn pwp(instance: &Instance) -> &Role {
        let roles = &instance.services[0].care.roles;
        &roles[roles.get_index_of("pwp").expect("a role")]
    }
    fn course(instance: &Instance) -> f64 {
        instance.places[0]
            .cap
            .by_period
            .iter()
            .copied()
            .filter(|x| x.is_finite())
            .fold(0.0, f64::max)
    }
    fn asked(instance: &Instance) -> f64 {
        match instance.services[0].care.standards[0].level {
            Level::Wait { share, .. } => share.value(),
            _ => f64::NAN,
        }
    }
    fn hours(instance: &Instance) -> f64 {
        pwp(instance).clinical_hours.value()
    }
    let scratch = harbour();
    let read = read_instance(Path::new(&scratch.path("harbour.toml")));
    let (document, base) = (read.document.expect("read"), read.instance.expect("lawful"));
    let cases: [(&str, Probe, f64, Option<bool>); 14] = [
        (
            "budget=50%,200%",
            |i| i.budgets[0].limit.value(),
            750_000.0,
            Some(true),
        ),
        (
            "budget:all=1_000_000,2_000_000",
            |i| i.budgets[0].limit.value(),
            1e6,
            Some(true),
        ),
        ("turnover=50%,120%", |i| pwp(i).leaving, 0.125, None),
        ("turnover:pwp=0.51,0.6", |i| pwp(i).leaving, 0.51, None),
        (
            "referrals=50%,120%",
            |i| i.services[0].referrals.value(),
            3_000.0,
            None,
        ),
        (
            "referrals:harbour=5000,7000",
            |i| i.services[0].referrals.value(),
            5_000.0,
            None,
        ),
        ("places=50%,200%", course, 2.0, Some(true)),
        ("places:pwp=1,8", course, 1.0, Some(true)),
        (
            "hires=200%,300%",
            |i| i.labour_markets[0].cap.by_period[0],
            2.0,
            Some(true),
        ),
        (
            "hires:pwp=3,4",
            |i| i.labour_markets[0].cap.by_period[0],
            3.0,
            Some(true),
        ),
        ("standard:six-weeks=0.8,0.9", asked, 0.8, None),
        ("price:pwp=90%,110%", |i| pwp(i).pay.value(), 36_000.0, None),
        (
            "care.roles.pwp.clinical_hours_per_week=15.5,22",
            hours,
            15.5,
            None,
        ),
        (
            "services.*.referrals_per_year=50%,100%",
            |i| i.services[0].referrals.value(),
            3e3,
            None,
        ),
    ];
    for (vary, probe, value, eases) in cases {
        let axis = Axis::read(vary, &document).expect(vary);
        assert_eq!(axis.eases, eases, "{vary}");
        let grid = Grid::new(vec![axis]).expect("a grid");
        let changed = instance_at(&document, &grid, 0).expect(vary);
        assert!(
            (probe(&changed) - value).abs() < 1e-9,
            "{vary}: {}",
            probe(&changed)
        );
        assert!(
            (probe(&base) - value).abs() > 1e-9,
            "{vary} changes nothing"
        );
    }
}
