//! Plans of scenarios, on the command line: they say of which they are, and are taken so.

#[path = "cli/support.rs"]
mod support;

use std::path::Path;

use support::{Scratch, skillmix};

const HARBOUR: &str = "tests/cli/harbour-scenarios.toml";

/// A plan of a scenario of Harbour, in a folder of its own.
fn plan_of(scratch: &Scratch, scenario: &str) -> String {
    let path = scratch.path(&format!("{scenario}.json"));
    let run = skillmix(&["solve", HARBOUR, "--scenario", scenario, "-o", &path]);
    run.assert_exit(0);
    path
}

fn json(path: &str) -> serde_json::Value {
    let text = std::fs::read_to_string(Path::new(path)).expect("a plan");
    serde_json::from_str(&text).expect("JSON")
}

#[test]
fn a_plan_says_of_which_scenario_it_is_and_is_checked_under_it() {
    let scratch = Scratch::new();
    let plan = plan_of(&scratch, "busy-winter");
    let answer = json(&plan);
    assert_eq!(answer["plan"]["scenario"], "busy-winter");
    assert_eq!(answer["manifest"]["scenario"], "busy-winter");
    let run = skillmix(&["check", HARBOUR, &plan]);
    assert!(run.exit == Some(0) || run.exit == Some(5), "{}", run.stderr);
    assert!(
        run.stderr.contains("is of the scenario `busy-winter`"),
        "{}",
        run.stderr
    );
    let run = skillmix(&["check", HARBOUR, &plan, "--scenario", "worst"]);
    run.assert_exit(2);
    assert!(
        run.stderr.contains("`--scenario` names `worst`"),
        "{}",
        run.stderr
    );
}

#[test]
fn a_plan_of_the_instance_can_be_tried_under_a_scenario() {
    let plan = "tests/cli/harbour-plan.json";
    skillmix(&["check", HARBOUR, plan]).assert_exit(0);
    let run = skillmix(&["check", HARBOUR, plan, "--scenario", "high-turnover"]);
    run.assert_exit(1);
    assert!(run.stderr.contains("A001"), "{}", run.stderr);
}

#[test]
fn a_plan_of_a_scenario_is_planned_on_under_it() {
    let scratch = Scratch::new();
    let plan = plan_of(&scratch, "high-turnover");
    let run = skillmix(&["solve", HARBOUR, "--from", &plan, "--month", "2027-04"]);
    run.assert_exit(0);
    assert!(
        run.stdout.contains("Scenario: high-turnover"),
        "{}",
        run.stdout
    );
    // One of the instance can be planned on under a scenario that begins with the month.
    let of_base = "tests/cli/harbour-plan.json";
    let on = ["solve", HARBOUR, "--from", of_base, "--month", "2027-04"];
    let run = skillmix(&[&on[..], &["--scenario", "high-turnover"]].concat());
    run.assert_exit(0);
    assert!(
        run.stdout.contains("Scenario: high-turnover"),
        "{}",
        run.stdout
    );
}

#[test]
fn plan_files_of_scenarios_are_compared_under_them() {
    let scratch = Scratch::new();
    let plan = plan_of(&scratch, "high-turnover");
    let base = "tests/cli/harbour-plan.json";
    let run = skillmix(&["compare", base, &plan, "--instance", HARBOUR]);
    run.assert_exit(0);
    assert!(
        run.stdout.contains("0.25 → 0.33 share/year"),
        "{}",
        run.stdout
    );
    // One that breaks promises is not compared.
    let mut broken = json(&plan);
    broken["plan"]["services"]["harbour"]["people"]["pwp"]["in_post_wte"][3] = 99.into();
    let path = scratch.path("broken.json");
    std::fs::write(&path, broken.to_string()).expect("a file");
    let run = skillmix(&["compare", base, &path, "--instance", HARBOUR]);
    run.assert_exit(1);
    assert!(run.stdout.is_empty());
}

#[test]
fn instances_without_anything_in_common_are_compared_as_far_as_they_can_be() {
    let run = skillmix(&["compare", "instances/tiny.toml", HARBOUR]);
    run.assert_exit(0);
    assert!(
        run.stdout.contains("do not plan for the same time"),
        "{}",
        run.stdout
    );
    assert!(
        run.stdout.contains("only in A: services.tiny"),
        "{}",
        run.stdout
    );
    assert!(
        run.stdout.lines().all(|line| line.chars().count() <= 100),
        "{}",
        run.stdout
    );
}
