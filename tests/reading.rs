//! What becomes of a sound instance: overrides in place, defaults filled in, every number with
//! its source.

#![expect(clippy::unwrap_used, reason = "a test may fail")]

use std::path::Path;

use skillmix::instance::{Instance, Level};
use skillmix::reading::{Assumption, assumptions, read_instance};
use skillmix::units::Quantity;

const SOUND: &str = "tests/invalid/base/instance.toml";

fn instance() -> Instance {
    read_instance(Path::new(SOUND)).instance.unwrap()
}

fn near(a: f64, b: f64) {
    assert!((a - b).abs() < 1e-9, "{a} is not {b}");
}

/// A copy of the small instance with one text of its instance file replaced.
fn patched(from: &str, to: &str) -> skillmix::reading::Reading {
    let folder = tempfile::tempdir().unwrap();
    for name in ["instance.toml", "model.toml", "services.csv"] {
        let mut text = std::fs::read_to_string(Path::new("tests/invalid/base").join(name)).unwrap();
        if name == "instance.toml" {
            assert!(text.contains(from));
            text = text.replace(from, to);
        }
        std::fs::write(folder.path().join(name), text).unwrap();
    }
    read_instance(&folder.path().join("instance.toml"))
}

#[test]
fn services_come_from_both_tables_in_order() {
    let instance = instance();
    let ids: Vec<String> = instance.services.iter().map(|s| s.id.to_string()).collect();
    assert_eq!(ids, ["leeds", "york", "hull"]);
    let york = &instance.services[1];
    assert_eq!(york.name, "York, city of");
    assert_eq!(york.groups.len(), 2);
    near(instance.services[2].referrals.value(), 5000.5);
    near(instance.services[2].staff_now["pwp"].value(), 12.0);
}

#[test]
fn each_service_has_its_own_care_model() {
    let instance = instance();
    let shares: Vec<(f64, f64)> = instance
        .services
        .iter()
        .map(|s| {
            let flows = &s.care.flows;
            (flows["opt-in"].share.value(), flows["treat"].share.value())
        })
        .collect();
    assert_eq!(shares, [(0.8, 0.6), (0.8, 0.5), (0.75, 0.6)]);
}

#[test]
fn defaults_are_filled_in() {
    let instance = instance();
    let care = &instance.services[0].care;
    let pwp = &care.roles["pwp"];
    assert!(pwp.hireable && pwp.employable);
    assert!(!care.roles["trainee-pwp"].hireable);
    near(pwp.post_unit.value(), 1.0);
    near(pwp.first_year_leaving, 0.2);
    near(care.treatments["self-help"].group_size, 1.0);
    near(care.treatments["group"].staff_per_session, 2.0);
    near(care.tasks["assessing"].roles["hit"].efficiency, 1.0);
    near(
        care.tasks["assessing"].roles["pwp"]
            .max_share_of_task
            .value(),
        0.9,
    );
    assert_eq!(instance.objectives.len(), 2);
    near(instance.objective_tolerance, 1e-6);
    assert_eq!(care.flows["treat"].spread, [1.0]);
}

#[test]
fn lists_of_services_and_groups_become_places() {
    let instance = instance();
    assert_eq!(instance.budgets["all"].services, [0, 1]);
    assert_eq!(instance.levies["all"].services, [0, 1, 2]);
}

#[test]
fn a_year_keeps_its_sums_however_it_is_cut() {
    for (step, periods) in [("week", 52), ("month", 12), ("quarter", 4), ("year", 1)] {
        let reading = patched(
            "[services.leeds]",
            &format!("[care.time]\nstep = \"{step}\"\n\n[services.leeds]"),
        );
        let instance = reading.instance.unwrap();
        let calendar = &instance.services[0].care.calendar;
        assert_eq!(calendar.periods(), periods);
        near(calendar.referral_share.iter().sum(), 1.0);
        near(calendar.working_weeks.iter().map(|w| w.value()).sum(), 42.0);
        #[expect(clippy::cast_precision_loss, reason = "at most 52")]
        let weeks = calendar.weeks_per_period.value() * periods as f64;
        near(weeks, 52.1775);
        near(
            instance.services[0].care.treatments["self-help"]
                .spread
                .iter()
                .sum(),
            1.0,
        );
    }
}

#[test]
fn a_share_of_prevalence_becomes_people() {
    let reading = patched(
        "[services.leeds]",
        "[care.standards.access.first]\nname = 'F'\nstep = 'step-2'\nenforcement = 'reported'\nshare_of_prevalence = 0.05\n[services.york]\nprevalence_people = 100\n[services.hull]\nprevalence_people = 100\n[services.leeds]",
    );
    let instance = reading.instance.unwrap();
    let leeds = instance
        .services
        .iter()
        .find(|s| s.id.to_string() == "leeds");
    let level = &leeds.unwrap().care.standards["first"].level;
    assert!(
        matches!(level, Level::Access { people, .. } if (people.value() - 3000.0).abs() < 1e-9)
    );
}

fn find<'a>(all: &'a [Assumption], path: &str) -> &'a Assumption {
    all.iter().find(|a| a.path == path).unwrap()
}

#[test]
fn every_number_is_listed_with_its_source_and_what_it_replaced() {
    let reading = patched(
        "[services.leeds]",
        "[care.roles.pwp]\npay_gbp_per_wte_year = 42_000\nsource = 'board paper 7'\n\n[services.leeds]",
    );
    let all = assumptions(&reading.document.unwrap());
    let pay = find(&all, "roles.pwp.pay_gbp_per_wte_year");
    assert_eq!(
        (pay.value.as_str(), pay.unit.as_str()),
        ("42000", "£/WTE-year")
    );
    assert_eq!(pay.source.as_deref(), Some("board paper 7"));
    assert!(!pay.is_assumption);
    let old = pay.overridden.as_ref().unwrap();
    assert_eq!(old.value, "41000");
    assert!(
        old.file.ends_with("model.toml") && old.line == 27,
        "{old:?}"
    );

    let leaving = find(&all, "roles.pwp.leaving_per_year");
    assert_eq!(
        leaving.source.as_deref(),
        Some("assumption: made up for tests")
    );
    assert!(leaving.is_assumption && leaving.overridden.is_none());

    let share = find(&all, "services.york.care.flows.treat.share");
    assert_eq!(share.value, "0.5");
    assert_eq!(share.overridden.as_ref().unwrap().value, "0.6");

    let referrals = find(&all, "services.hull.referrals_per_year");
    assert_eq!(
        referrals.source.as_deref(),
        Some("assumption: made up for tests: the table")
    );
    assert!(referrals.file.ends_with("services.csv") && referrals.line == 3);
    let paths: std::collections::HashSet<&str> = all.iter().map(|a| a.path.as_str()).collect();
    assert_eq!(paths.len(), all.len(), "each once");
}

#[test]
fn an_override_without_a_source_does_not_borrow_that_of_what_it_replaces() {
    let reading = patched(
        "source = \"made-up\"\nskillmix = 1",
        "skillmix = 1\n[care.roles.pwp]\npay_gbp_per_wte_year = 42_000\n#",
    );
    // The rest of the file has lost its care model; the override is what is looked at.
    let document = reading.document.unwrap();
    let pay = document
        .instance
        .find(&["care", "roles", "pwp", "pay_gbp_per_wte_year"])
        .unwrap();
    assert_eq!(pay.citation, None);
}

#[test]
fn a_key_that_every_service_gives_may_be_missing_from_what_they_share() {
    let shared = "[care.standards.completion.courses]\nname = 'C'\nenforcement = 'reported'\n";
    let each = |id: &str| {
        format!("[services.{id}.care.standards.completion.courses]\npeople_per_year = 10\n")
    };
    let all = format!(
        "{shared}{}{}{}[services.leeds]",
        each("leeds"),
        each("york"),
        each("hull")
    );
    assert_eq!(patched("[services.leeds]", &all).diagnostics, vec![]);
    let some = format!("{shared}{}{}[services.leeds]", each("leeds"), each("york"));
    let told = patched("[services.leeds]", &some).diagnostics;
    assert_eq!(told.len(), 1, "{told:#?}");
    assert!(
        told[0].message.contains("for service `hull`"),
        "{}",
        told[0].message
    );
    let none = format!("{shared}[services.leeds]");
    let told = patched("[services.leeds]", &none).diagnostics;
    assert_eq!(told.len(), 1, "{told:#?}");
    assert!(!told[0].message.contains("for service"));
}

#[test]
fn a_source_at_the_top_of_a_care_model_covers_all_of_it() {
    let folder = tempfile::tempdir().unwrap();
    for name in ["instance.toml", "model.toml", "services.csv"] {
        let mut text = std::fs::read_to_string(Path::new("tests/invalid/base").join(name)).unwrap();
        if name == "model.toml" {
            text = text.replace("source = \"made-up\"\n", "");
            text.insert_str(0, "source = \"made-up: as one\"\n");
        }
        std::fs::write(folder.path().join(name), text).unwrap();
    }
    let reading = read_instance(&folder.path().join("instance.toml"));
    assert!(reading.instance.is_some(), "{:#?}", reading.diagnostics);
    let unsourced = reading.diagnostics.iter().any(|d| d.code == "W001");
    assert!(!unsourced, "{:#?}", reading.diagnostics);
}

#[test]
fn inputs_are_named_with_their_hashes() {
    let inputs = instance().inputs;
    let names: Vec<&str> = inputs.iter().map(|i| i.path.as_str()).collect();
    assert_eq!(
        names,
        [
            SOUND,
            "tests/invalid/base/model.toml",
            "tests/invalid/base/services.csv"
        ]
    );
    assert!(inputs.iter().all(|input| input.sha256.len() == 64));
}

#[test]
fn a_service_may_have_a_whole_standard_of_its_own() {
    let reading = patched(
        "[services.leeds]",
        "[services.york.care.standards.completion.contract]\nname = 'Contract'\npeople_per_year = 10\nenforcement = 'hard'\n[services.leeds]",
    );
    assert_eq!(reading.diagnostics, vec![]);
    let instance = reading.instance.unwrap();
    let has: Vec<bool> = instance
        .services
        .iter()
        .map(|s| s.care.standards.contains_key("contract"))
        .collect();
    assert_eq!(has.iter().filter(|has| **has).count(), 1);
}
