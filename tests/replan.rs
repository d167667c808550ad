//! Planning on from a plan: what is carried into the new start, and what really happened.

#![expect(clippy::unwrap_used, reason = "a test may fail")]

use std::path::Path;

use skillmix::audit::audit;
use skillmix::dates::Month;
use skillmix::diagnostics::render;
use skillmix::formulation::formulate;
use skillmix::instance::Instance;
use skillmix::plan::{Plan, extract};
use skillmix::reading::{Reading, read_instance};
use skillmix::replan::{OldPlan, read_as_planned, replan, start_of};
use skillmix::solver::{Control, Options, Outcome, solve};

const TWO_YEARS: &str = "tests/replan/two-years.toml";
const ONE_YEAR: &str = "tests/replan/one-year.toml";

fn read(path: &str) -> Instance {
    let reading = read_instance(path.as_ref());
    let text = render(&reading.diagnostics, &reading.files, false);
    reading.instance.expect(&text)
}

fn best(instance: &Instance) -> Plan {
    let formulation = formulate(instance);
    let options = Options {
        gap: 1e-9,
        ..Options::default()
    };
    match solve(&formulation, &options, &Control::default()) {
        Outcome::Optimal(solved) | Outcome::WithinGap(solved) => {
            extract(instance, &formulation, &solved.values)
        }
        other => panic!("{other:?}"),
    }
}

fn month(text: &str) -> Month {
    text.parse().unwrap()
}

fn planned_on(path: &str, plan: &Plan, from: &str, actuals: Option<&str>) -> Reading {
    let old = OldPlan {
        plan: plan.clone(),
        path: "plan.json".to_owned(),
        sha256: "0".repeat(64),
    };
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("actuals.toml");
    let file = actuals.map(|text| {
        std::fs::write(&file, text).unwrap();
        file
    });
    replan(Path::new(path), &old, month(from), file.as_deref(), None)
}

fn instance_of(reading: Reading) -> Instance {
    let text = render(&reading.diagnostics, &reading.files, false);
    reading.instance.expect(&text)
}

fn spend(plan: &Plan, year: usize) -> f64 {
    plan.services[0].years[year].spend_gbp.total
}

fn near(a: f64, b: f64, tolerance: f64) {
    assert!((a - b).abs() <= tolerance, "{a} is not {b}");
}

#[test]
fn from_the_start_itself_the_instance_is_the_same() {
    let before = read(TWO_YEARS);
    let mut after = instance_of(planned_on(TWO_YEARS, &best(&before), "2026-04", None));
    assert_eq!(after.inputs.len(), before.inputs.len() + 1);
    assert_eq!(after.inputs.last().unwrap().path, "plan.json");
    after.inputs = before.inputs.clone();
    assert_eq!(after, before);
}

#[test]
fn the_start_of_a_month_is_what_the_plan_says_of_it() {
    let before = read(TWO_YEARS);
    let plan = best(&before);
    let decided = &plan.services[0];
    let after = instance_of(planned_on(TWO_YEARS, &plan, "2027-04", None));
    let horizon = after.horizon().unwrap();
    assert_eq!(horizon.start, month("2027-04"));
    assert_eq!(after.services[0].periods().len(), 24);
    let start = &after.services[0].start;
    for role in ["ap", "pwp"] {
        let people = &decided.people[role];
        let left = people.in_post_wte[11] - people.leaving_wte[11];
        near(start.staff[role].wte(), left, 1e-6);
    }
    near(
        start.waiting["treatment"],
        decided.waiting_people["treatment"][11],
        1e-6,
    );
    near(
        start.started["course"][1],
        decided.starts_people["course"][10],
        1e-6,
    );
    // PWPs need three months from the decision to the first day.
    let joining = decided.people["pwp"].joining_wte.clone();
    for (period, wte) in start.joining["pwp"].iter().enumerate() {
        let decided = joining.get(12 + period).copied().unwrap_or(0.0);
        near(*wte, if period < 3 { decided } else { 0.0 }, 1e-6);
    }
    // The place promised for October 2027 still is; the plan's own later starts are open again.
    let committed: Vec<f64> = start.committed["ap-to-pwp"].clone();
    near(committed[6], 1.0, 1e-9);
    near(committed.iter().sum(), 1.0, 1e-9);
    // In training: who started in October 2026 and March 2027, less those lost since.
    let in_training: f64 = start.training["ap-to-pwp"].iter().map(|(_, wte)| wte).sum();
    let trainees = &decided.people["trainee-pwp"];
    near(
        in_training,
        trainees.in_post_wte[11] - trainees.leaving_wte[11],
        1e-6,
    );
}

#[test]
fn a_plan_that_was_kept_to_can_be_followed_again_and_costs_the_same() {
    let plan = best(&read(TWO_YEARS));
    // The year that is left, planned anew.
    let after = instance_of(planned_on(ONE_YEAR, &plan, "2027-04", None));
    assert_eq!(after.services[0].periods().len(), 12);
    let again = best(&after);
    // Recruitment of those whose lead time had begun was decided before.
    let hired = |role: &str, lead: usize| -> f64 {
        let joining = &plan.services[0].people[role].joining_wte;
        (12..12 + lead)
            .map(|t| joining.get(t).copied().unwrap_or(0.0))
            .sum()
    };
    let decided = 1_000.0 * hired("ap", 2) + 4_000.0 * hired("pwp", 3);
    near(
        spend(&again, 0),
        spend(&plan, 1) - decided,
        1e-5 * spend(&plan, 1),
    );
}

#[test]
fn a_plan_that_was_planned_on_can_be_checked_and_planned_on_from_again() {
    let first = best(&read(TWO_YEARS));
    let actuals = "[services.leeds]\nwaiting_people = { treatment = 321 }\n";
    let reading = planned_on(TWO_YEARS, &first, "2026-10", Some(actuals));
    let start = start_of(reading.document.as_ref().unwrap());
    let second_instance = instance_of(reading);
    let mut second = best(&second_instance);
    second.start = Some(start);
    // Through a file, as a year passes between.
    let second: Plan = serde_json::from_str(&serde_json::to_string(&second).unwrap()).unwrap();
    let old = OldPlan {
        plan: second.clone(),
        path: "second.json".to_owned(),
        sha256: "1".repeat(64),
    };

    let mut again = instance_of(read_as_planned(TWO_YEARS.as_ref(), &old));
    again.inputs = second_instance.inputs.clone();
    assert_eq!(again, second_instance);
    near(again.services[0].start.waiting["treatment"], 321.0, 1e-12);
    assert!(audit(&again, &second).unwrap().passed());

    let third = instance_of(planned_on(TWO_YEARS, &second, "2027-01", None));
    assert_eq!(third.horizon().unwrap().start, month("2027-01"));
    let waiting = second.services[0].waiting_people["treatment"][2];
    near(third.services[0].start.waiting["treatment"], waiting, 1e-6);
}

#[test]
fn what_really_happened_moves_the_start() {
    let plan = best(&read(TWO_YEARS));
    let happened = "[services.leeds]\nstaff_now_wte = { pwp = 15 }\nwaiting_people = { treatment = 900 }\nreferrals_per_year = 7000\n";
    let planned = instance_of(planned_on(TWO_YEARS, &plan, "2027-04", None));
    let reading = planned_on(TWO_YEARS, &plan, "2027-04", Some(happened));
    assert!(
        reading
            .files
            .iter()
            .any(|f| f.path.ends_with("actuals.toml") && f.sha256.len() == 64)
    );
    let actual = instance_of(reading);
    let (planned, actual) = (&planned.services[0], &actual.services[0]);
    near(actual.start.staff["pwp"].wte(), 15.0, 1e-9);
    near(actual.start.waiting["treatment"], 900.0, 1e-9);
    near(
        skillmix::units::Quantity::value(actual.referrals),
        7_000.0,
        0.0,
    );
    // As many of a hundred PWPs joined in each month as planned; of APs nothing was said.
    let share = |s: &skillmix::instance::Service| {
        s.start.staff["pwp"].recent[4] / s.start.staff["pwp"].wte()
    };
    near(share(actual), share(planned), 1e-9);
    assert_eq!(actual.start.staff["ap"], planned.start.staff["ap"]);
}

#[test]
fn actuals_at_the_start_itself_take_the_place_of_what_the_file_says() {
    let plan = best(&read(TWO_YEARS));
    let happened = "[services.leeds]\njoining_wte = { pwp = { 2026-06 = 3 } }\n";
    let actual = instance_of(planned_on(TWO_YEARS, &plan, "2026-04", Some(happened)));
    let joining = &actual.services[0].start.joining["pwp"];
    near(joining[2], 3.0, 0.0);
    near(joining.iter().sum(), 3.0, 0.0);
}

/// What is told, with the folder of the actuals left out.
fn told(reading: &Reading) -> String {
    assert!(reading.instance.is_none());
    let text = render(&reading.diagnostics, &reading.files, false);
    text.lines()
        .map(
            |line| match (line.find("--> "), line.find("actuals.toml")) {
                (Some(arrow), Some(name)) => format!("{}--> {}", &line[..arrow], &line[name..]),
                _ => line.to_owned(),
            },
        )
        .collect::<Vec<_>>()
        .join("\n")
}

#[test]
fn a_slip_in_the_actuals_is_told_with_its_place() {
    let plan = best(&read(TWO_YEARS));
    let of = |actuals| told(&planned_on(TWO_YEARS, &plan, "2027-04", Some(actuals)));
    insta::assert_snapshot!(of("[services.leds]\nwaiting_people = { treatment = 3 }\n"), @r#"
    error[R004]: the instance has no service `leds`
     --> actuals.toml:1:11
      |
    1 | [services.leds]
      |           ^^^^ not in the instance
      |
      = help: did you mean `leeds`?
    "#);
    insta::assert_snapshot!(of("[services.leeds]\nstaff_now = { pwp = 3 }\n"), @r#"
    error[D101]: unknown key `staff_now`
     --> actuals.toml:2:1
      |
    2 | staff_now = { pwp = 3 }
      | ^^^^^^^^^ not a key of this table
      |
      = help: did you mean `staff_now_wte`?
    "#);
    insta::assert_snapshot!(of("[services.leeds]\nstaff_now_wte = { hitt = 3 }\n"), @r#"
    error[I001]: unknown role `hitt`
     --> actuals.toml:2:19
      |
    2 | staff_now_wte = { hitt = 3 }
      |                   ^^^^ declared nowhere
      |
      = help: known: `ap`, `pwp` and `trainee-pwp`
    "#);
    insta::assert_snapshot!(of("[services.leeds]\nname = \"Leeds\"\n"), @r#"
    error[D101]: unknown key `name`
     --> actuals.toml:2:1
      |
    2 | name = "Leeds"
      | ^^^^ not a key of this table
      |
      = help: its keys are `referrals_per_year`, `referrals_by_year`, `staff_now_wte`, `joined_wte`, `joining_wte`, `training_wte`, `waiting_people` and `started_people`
    "#);
}

#[test]
fn a_plan_or_a_month_that_does_not_fit_is_refused() {
    let plan = best(&read(TWO_YEARS));
    let of = |plan: &Plan, month| told(&planned_on(TWO_YEARS, plan, month, None));
    insta::assert_snapshot!(of(&plan, "2028-04"), @r#"
    error[R003]: the plan runs from 2026-04 to 2028-03: it says nothing of 2028-04
     |
     = help: give --month a month from 2026-04 to 2028-03
    "#);
    insta::assert_snapshot!(of(&plan, "2026-03"), @r#"
    error[R003]: the plan runs from 2026-04 to 2028-03: it says nothing of 2026-03
     |
     = help: give --month a month from 2026-04 to 2028-03
    "#);
    let mut other = plan.clone();
    other.instance = "York".to_owned();
    insta::assert_snapshot!(of(&other, "2027-04"), @r#"
    error[R002]: the plan `plan.json` is of `York`, the instance is `Leeds`
     |
     = help: name the instance that the plan was made for, as it was then
    "#);
    let mut steady = plan.clone();
    steady.horizon = None;
    insta::assert_snapshot!(of(&steady, "2027-04"), @r#"
    error[R001]: the plan `plan.json` is of a steady year: there is no month to plan on from
     |
     = help: plan on from the plan of an instance with `[horizon]`
    "#);
    let mut later = plan;
    later.horizon.as_mut().unwrap().start = month("2026-05");
    insta::assert_snapshot!(of(&later, "2027-04"), @r#"
    error[R002]: the plan `plan.json` begins in 2026-05 and has 12 periods a year; the instance begins in 2026-04 and has 12
     |
     = help: name the instance that the plan was made for, as it was then
    "#);
}

#[test]
fn the_command_plans_on_from_an_answer_and_names_every_file_that_it_was_made_from() {
    let folder = tempfile::tempdir().unwrap();
    let file = |name: &str| folder.path().join(name).display().to_string();
    let (first, second, actuals) = (file("plan.json"), file("next.json"), file("actuals.toml"));
    std::fs::write(
        &actuals,
        "[services.leeds]\nwaiting_people = { treatment = 600 }\n",
    )
    .unwrap();
    let run = |arguments: &[&str]| {
        let output = std::process::Command::new(env!("CARGO_BIN_EXE_skillmix"))
            .args(arguments)
            .output()
            .unwrap();
        let errors = String::from_utf8_lossy(&output.stderr).into_owned();
        assert_eq!(output.status.code(), Some(0), "{errors}");
    };
    run(&["solve", TWO_YEARS, "--no-worth", "-o", &first]);
    run(&[
        "solve",
        TWO_YEARS,
        "--no-worth",
        "--from",
        &first,
        "--month",
        "2027-04",
        "--actuals",
        &actuals,
        "-o",
        &second,
    ]);
    let text = std::fs::read_to_string(&second).unwrap();
    let answer: serde_json::Value = serde_json::from_str(&text).unwrap();
    assert_eq!(answer["plan"]["horizon"]["start"], "2027-04");
    let inputs = answer["manifest"]["inputs"].as_array().unwrap();
    let paths: Vec<&str> = inputs.iter().filter_map(|i| i["path"].as_str()).collect();
    assert_eq!(paths[2..], [first.as_str(), actuals.as_str()]);
    assert!(
        inputs
            .iter()
            .all(|i| i["sha256"].as_str().is_some_and(|hash| hash.len() == 64))
    );
}
