//! Scenarios change what they say and nothing else.

#![expect(clippy::unwrap_used, reason = "a test may fail")]

use std::path::{Path, PathBuf};

use proptest::prelude::*;
use skillmix::formulation::{Formulation, formulate};
use skillmix::ids::ScenarioId;
use skillmix::instance::Instance;
use skillmix::reading::{
    Changed, Reading, assumptions, changes, read_every_scenario, read_instance, read_under,
    scenarios,
};
use skillmix::units::Quantity;

const FOLDER: &str = "tests/invalid/base";

/// An instance of the small ones with something added to its file.
struct Copied {
    folder: tempfile::TempDir,
    name: &'static str,
}

impl Copied {
    fn of(name: &'static str, added: &str) -> Self {
        let folder = tempfile::tempdir().unwrap();
        for file in ["instance.toml", "plan.toml", "model.toml", "services.csv"] {
            let mut text = std::fs::read_to_string(Path::new(FOLDER).join(file)).unwrap();
            if file == name {
                text.push_str(added);
            }
            std::fs::write(folder.path().join(file), text).unwrap();
        }
        Self { folder, name }
    }

    fn path(&self) -> PathBuf {
        self.folder.path().join(self.name)
    }

    fn under(&self, scenario: &str) -> Reading {
        read_under(&self.path(), Some(&ScenarioId::new(scenario)))
    }

    fn instance(&self, scenario: &str) -> Instance {
        let reading = self.under(scenario);
        let told = format!("{:?}", reading.diagnostics);
        reading.instance.expect(&told)
    }
}

fn shown(changes: &[Changed]) -> Vec<String> {
    let value = |stated: &Option<skillmix::reading::Stated>| {
        stated
            .as_ref()
            .map_or("none".to_owned(), |s| s.value.clone())
    };
    changes
        .iter()
        .map(|change| {
            let (before, after) = (value(&change.before), value(&change.after));
            format!("{} {before} -> {after}", change.path)
        })
        .collect()
}

#[test]
fn a_scenario_builds_on_others_each_once_and_changes_what_it_says() {
    let copied = Copied::of(
        "instance.toml",
        r#"
[scenario.more]
name = "More"
scale = [{ value = "services.*.referrals_per_year", by = 1.1 }]
[scenario.left]
name = "Left"
based_on = "more"
add = [{ value = "services.leeds.referrals_per_year", by = 800 }]
[scenario.right]
name = "Right"
based_on = ["more"]
set.care.roles.pwp.leaving_per_year = 0.51
set.services.york.care.flows.treat.share = 0.45
[scenario.both]
name = "Both"
based_on = ["left", "right"]
"#,
    );
    let both = copied.instance("both");
    assert_eq!(both.scenario, Some(ScenarioId::new("both")));
    // Scaled once, although it comes by two ways.
    assert!((both.services[0].referrals.value() - 14_000.0).abs() < 1e-9);
    let base = read_instance(&copied.path()).document.unwrap();
    let listed = scenarios(&base, false);
    assert_eq!(
        shown(&listed[3].changes),
        [
            "care.roles.pwp.leaving_per_year 0.2 -> 0.51",
            "services.leeds.referrals_per_year 12000 -> 14000",
            "services.york.referrals_per_year 4000 -> 4400",
            "services.hull.referrals_per_year 5000.5 -> 5500.55",
            "services.york.care.flows.treat.share 0.5 -> 0.45",
        ]
    );
    let against = scenarios(&base, true);
    assert_eq!(
        shown(&against[1].changes),
        ["services.leeds.referrals_per_year 13200 -> 14000"]
    );
    assert!(
        against[3].changes.is_empty(),
        "it only joins what it is based on"
    );
    assert_eq!(read_every_scenario(&copied.path()).1, 4);
}

#[test]
fn a_service_made_different_is_compared_with_what_was_in_force_for_it() {
    let copied = Copied::of(
        "instance.toml",
        r#"
[scenario.north]
name = "North"
scale = [{ value = "care.flows.treat.share", by = 0.5, services = ["north", "hull"] }]
"#,
    );
    let base = read_instance(&copied.path()).document.unwrap();
    assert_eq!(
        shown(&scenarios(&base, false)[0].changes),
        [
            "services.york.care.flows.treat.share 0.5 -> 0.25",
            "services.hull.care.flows.treat.share 0.6 -> 0.3",
        ]
    );
}

#[test]
fn what_is_wrong_only_under_a_scenario_names_it_and_points_at_its_line() {
    let copied = Copied::of(
        "instance.toml",
        r#"
[scenario.wild]
name = "Wild"
scale = [{ value = "care.roles.*.leaving_per_year", by = 6 }]
[scenario.wilder]
name = "Wilder"
based_on = "wild"
scale = [{ value = "services.*.referrals_per_year", by = 2 }]
"#,
    );
    assert!(read_instance(&copied.path()).instance.is_some());
    let (reading, _) = read_every_scenario(&copied.path());
    assert!(reading.instance.is_none());
    let error = reading
        .diagnostics
        .iter()
        .find(|d| d.code == "D104")
        .unwrap();
    assert_eq!(
        error.notes,
        ["so it is under the scenarios `wild` and `wilder`"]
    );
    let place = reading.files.place(error.primary.as_ref().unwrap());
    let text = std::fs::read_to_string(copied.path()).unwrap();
    let line = text
        .lines()
        .position(|line| line.contains("by = 6"))
        .unwrap()
        + 1;
    assert!(place.ends_with(&format!(":{line}")), "{place}");
    assert_eq!(
        copied.under("wild").diagnostics[0].notes,
        ["so it is under the scenario `wild`"]
    );
}

#[test]
fn an_unknown_scenario_is_told_with_what_was_meant() {
    let copied = Copied::of(
        "instance.toml",
        "[scenario.more]\nname = \"More\"\nset.care.roles.pwp.leaving_per_year = 0.3\n",
    );
    let reading = copied.under("mroe");
    assert!(reading.instance.is_none());
    assert_eq!(reading.diagnostics[0].code, "C006");
    assert_eq!(reading.diagnostics[0].help, ["did you mean `more`?"]);
}

#[test]
fn numbers_of_scenarios_want_sources_and_are_not_in_force_without_them() {
    let added = "[scenario.more]\nname = \"More\"\nset.care.roles.pwp.leaving_per_year = 0.3\n";
    let copied = Copied::of("instance.toml", added);
    let base = read_instance(&copied.path());
    let list = assumptions(base.document.as_ref().unwrap());
    assert!(
        list.iter()
            .all(|number| !number.path.starts_with("scenario"))
    );
    let text = std::fs::read_to_string(copied.path()).unwrap();
    std::fs::write(
        copied.path(),
        text.replacen("source = \"made-up\"\n", "", 1),
    )
    .unwrap();
    for reading in [read_instance(&copied.path()), copied.under("more")] {
        let warning = reading
            .diagnostics
            .iter()
            .find(|d| d.code == "W001")
            .unwrap();
        let named = format!("{:?}", warning.notes);
        assert!(
            warning.message.ends_with("numbers have no source"),
            "{named}"
        );
    }
}

/// Whether two formulations are the same but for rounding.
fn same(one: &Formulation, other: &Formulation) -> bool {
    let near =
        |a: f64, b: f64| a.total_cmp(&b).is_eq() || (a - b).abs() <= 1e-9 * a.abs().max(b.abs());
    one.columns.len() == other.columns.len()
        && one.rows.len() == other.rows.len()
        && one
            .columns
            .iter()
            .zip(&other.columns)
            .all(|((a, x), (b, y))| {
                a == b && x.whole == y.whole && near(x.lower, y.lower) && near(x.upper, y.upper)
            })
        && one.rows.iter().zip(&other.rows).all(|((a, x), (b, y))| {
            a == b
                && near(x.lower, y.lower)
                && near(x.upper, y.upper)
                && x.terms.len() == y.terms.len()
                && x.terms
                    .iter()
                    .zip(&y.terms)
                    .all(|(s, t)| s.0 == t.0 && near(s.1, t.1))
        })
}

/// Paths of numbers that a scenario can scale, of one of the small instances.
fn paths(name: &str) -> Vec<String> {
    let document = read_instance(&Path::new(FOLDER).join(name))
        .document
        .unwrap();
    let care = |path: &str| {
        [
            "time",
            "money",
            "roles",
            "routes",
            "steps",
            "flows",
            "treatments",
            "tasks",
            "supervision",
            "skill_mix",
            "standards",
            "retention",
            "limits",
        ]
        .contains(&path.split('.').next().unwrap_or_default())
    };
    let zero = |value: &str| value == "0" || value.contains("[0,") || value == "[0]";
    assumptions(&document)
        .into_iter()
        .filter(|number| !zero(&number.value) && !number.path.starts_with("horizon"))
        .map(|number| {
            if care(&number.path) {
                format!("care.{}", number.path)
            } else {
                number.path
            }
        })
        .collect()
}

fn cases() -> u32 {
    std::env::var("PROPTEST_CASES")
        .ok()
        .and_then(|text| text.parse().ok())
        .unwrap_or(24)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(cases()))]

    /// There and back again: what was scaled by a factor and then by its inverse is as it was.
    #[test]
    fn a_scaling_and_its_inverse_restore_the_mathematics(
        pick in any::<prop::sample::Index>(),
        by in prop::sample::select(vec![1.1, 0.9, 0.7, 1.25, 1.0 / 3.0]),
        by_month in any::<bool>(),
    ) {
        let name = if by_month { "plan.toml" } else { "instance.toml" };
        let paths = paths(name);
        let path = pick.get(&paths);
        let copied = Copied::of(name, &format!(
            "\n[scenario.there]\nname = \"There\"\nscale = [{{ value = '{path}', by = {by:?} }}]\n\
             [scenario.back]\nname = \"Back\"\nbased_on = \"there\"\nscale = [{{ value = '{path}', by = {:?} }}]\n",
            1.0 / by,
        ));
        let base = read_instance(&copied.path());
        let told = format!("{path}: {:?}", base.diagnostics);
        let base = base.instance.expect(&told);
        let back = copied.instance("back");
        prop_assert!(same(&formulate(&base), &formulate(&back)), "{path} × {by}");
    }

    /// What is set is what differs, and nothing else.
    #[test]
    fn what_a_scenario_sets_is_what_the_difference_shows(
        picks in prop::collection::btree_set(0_usize..4, 1..4),
        number in 1_u32..900,
    ) {
        let share = f64::from(number) / 1_000.0;
        let all = [
            ("care.roles.pwp.leaving_per_year", share + 0.0005),
            ("services.leeds.referrals_per_year", f64::from(number) + 0.5),
            ("budgets.all.gbp_per_year", f64::from(number) * 1_000.0 + 0.25),
            ("services.hull.care.flows.opt-in.share", share + 0.0005),
        ];
        let set: Vec<(&str, f64)> = picks.iter().map(|pick| all[*pick]).collect();
        let lines: Vec<String> = set.iter().map(|(path, to)| format!("set.{path} = {to:?}")).collect();
        let copied = Copied::of("instance.toml", &format!(
            "\n[scenario.other]\nname = \"Other\"\n{}\n", lines.join("\n"),
        ));
        let base = read_instance(&copied.path()).document.unwrap();
        let other = copied.under("other").document.unwrap();
        let mut found: Vec<(String, String)> = changes(&base, &other)
            .into_iter()
            .map(|change| (change.path, change.after.unwrap().value))
            .collect();
        let mut wanted: Vec<(String, String)> =
            set.iter().map(|(path, to)| ((*path).to_owned(), to.to_string())).collect();
        found.sort();
        wanted.sort();
        prop_assert_eq!(found, wanted);
    }
}
