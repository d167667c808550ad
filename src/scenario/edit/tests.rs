use std::path::Path;

use super::*;
use crate::diagnostics::FileId;
use crate::document::{Node, load};
use crate::reading::read_instance_from;
use crate::schema::type_cells;

const STEADY: &str = "tests/invalid/base/instance.toml";
const BY_MONTH: &str = "tests/invalid/base/plan.toml";

fn document(path: &str) -> Document {
    let mut document = load(Path::new(path)).unwrap();
    let schema = instance_structure();
    type_cells(&mut document.instance, &schema, &schema);
    document
}

/// What an edit does to a document: `path: before -> after`, or `code: message; help`.
fn told(path: &str, edit: &Edit) -> Vec<String> {
    let mut found = Vec::new();
    let edited = apply(&mut document(path), std::slice::from_ref(edit), &mut found);
    let shown = |value: &Value| Node::new(value.clone(), Location::new(FileId(0), 0..0)).show();
    let lines = edited.iter().map(|edited| {
        let before = edited.before.as_ref().map_or("none".to_owned(), shown);
        format!("{}: {before} -> {}", edited.path, shown(&edited.after))
    });
    let errors = found.iter().map(|error| {
        format!(
            "{}: {}; {}",
            error.code,
            error.message,
            error.help.join("; ")
        )
    });
    lines.chain(errors).collect()
}

fn scale(value: &str, by: f64) -> Edit {
    Edit::new(value, How::Scale(by))
}

fn add(value: &str, more: f64) -> Edit {
    Edit::new(value, How::Add(more))
}

fn for_services(edit: Edit, services: &[&str]) -> Edit {
    Edit {
        services: Some(services.iter().map(|s| (*s).to_owned()).collect()),
        ..edit
    }
}

fn in_months(edit: Edit, from: &str, to: &str) -> Edit {
    Edit {
        months: Some((from.parse().unwrap(), to.parse().unwrap())),
        ..edit
    }
}

#[test]
fn a_star_names_every_key_and_cells_of_a_table_are_numbers() {
    assert_eq!(
        told(STEADY, &scale("services.*.referrals_per_year", 1.1)),
        [
            "services.leeds.referrals_per_year: 12000 -> 13200",
            "services.york.referrals_per_year: 4000 -> 4400",
            "services.hull.referrals_per_year: 5000.5 -> 5500.55",
        ]
    );
}

#[test]
fn a_value_of_the_care_model_changes_for_all_and_where_services_have_their_own() {
    assert_eq!(
        told(STEADY, &scale("care.flows.*.share", 0.5)),
        [
            "care.flows.opt-in.share: 0.8 -> 0.4",
            "care.flows.treat.share: 0.6 -> 0.3",
            "services.york.care.flows.treat.share: 0.5 -> 0.25",
            "services.hull.care.flows.opt-in.share: 0.75 -> 0.375",
        ]
    );
}

#[test]
fn narrowed_to_services_it_becomes_their_own_from_what_is_in_force() {
    let edit = for_services(scale("care.flows.treat.share", 0.5), &["yorkshire"]);
    assert_eq!(
        told(STEADY, &edit),
        [
            "services.leeds.care.flows.treat.share: 0.6 -> 0.3",
            "services.york.care.flows.treat.share: 0.5 -> 0.25",
        ]
    );
    // The same, said of all services.
    let all = told(STEADY, &scale("services.*.care.flows.treat.share", 0.5));
    assert_eq!(all.len(), 3);
    assert!(all.contains(&"services.hull.care.flows.treat.share: 0.6 -> 0.3".to_owned()));
}

#[test]
fn yearly_amounts_take_along_what_differs_by_year_and_by_intake() {
    assert_eq!(
        told(BY_MONTH, &scale("budgets.all.gbp_per_year", 0.9)),
        [
            "budgets.all.gbp_per_year: 90000000 -> 81000000",
            "budgets.all.gbp_by_year.2026/27: 80000000 -> 72000000",
        ]
    );
    assert_eq!(
        told(BY_MONTH, &add("places.pwp.places_per_intake", -2.0)),
        [
            "places.pwp.places_per_intake: 10 -> 8",
            "places.pwp.places_by_intake.2027-03: 8 -> 6",
        ]
    );
    assert_eq!(
        told(BY_MONTH, &scale("services.leeds.referrals_per_year", 1.1)),
        [
            "services.leeds.referrals_per_year: 12000 -> 13200",
            "services.leeds.referrals_by_year.2027/28: 12500 -> 13750",
        ]
    );
}

#[test]
fn a_target_takes_along_its_glide_path() {
    assert_eq!(
        told(
            BY_MONTH,
            &scale("care.standards.wait.six-weeks.share_min", 0.5)
        ),
        [
            "care.standards.wait.six-weeks.share_min: 0.75 -> 0.375",
            "care.standards.wait.six-weeks.path.0.target: 0.5 -> 0.25",
            "care.standards.wait.six-weeks.path.1.target: 0.6 -> 0.3",
        ]
    );
}

#[test]
fn lists_and_tables_of_like_numbers_change_number_by_number() {
    assert_eq!(
        told(
            BY_MONTH,
            &scale("services.leeds.started_people.self-help", 2.0)
        ),
        ["services.leeds.started_people.self-help: [300, 280] -> [600, 560]"]
    );
    assert_eq!(
        told(BY_MONTH, &add("services.leeds.staff_now_wte", 1.0)),
        [
            "services.leeds.staff_now_wte.pwp: 40 -> 41",
            "services.leeds.staff_now_wte.hit: 30 -> 31",
        ]
    );
    assert_eq!(
        told(
            BY_MONTH,
            &scale("care.routes.pwp-training.stages[0].months", 0.5)
        ),
        ["care.routes.pwp-training.stages.0.months: 12 -> 6"]
    );
}

#[test]
fn some_months_of_a_yearly_amount_count_in_proportion() {
    // Six of the twelve months of 2026/27, and all of 2027/28.
    let edit = in_months(scale("budgets.all.gbp_per_year", 0.9), "2026-10", "2028-03");
    assert_eq!(
        told(BY_MONTH, &edit),
        [
            "budgets.all.gbp_by_year.2026/27: 80000000 -> 76000000",
            "budgets.all.gbp_by_year.2027/28: 90000000 -> 81000000",
        ]
    );
    let edit = in_months(
        Edit::new(
            "services.leeds.referrals_per_year",
            How::Set(Value::Integer(24_000)),
        ),
        "2027-04",
        "2027-09",
    );
    assert_eq!(
        told(BY_MONTH, &edit),
        ["services.leeds.referrals_by_year.2027/28: 12500 -> 18250"]
    );
}

#[test]
fn some_months_of_places_are_their_intakes() {
    let edit = in_months(
        scale("places.*.places_per_intake", 0.5),
        "2026-09",
        "2027-03",
    );
    assert_eq!(
        told(BY_MONTH, &edit),
        [
            "places.pwp.places_by_intake.2026-09: 10 -> 5",
            "places.pwp.places_by_intake.2027-03: 8 -> 4",
        ]
    );
    let edit = in_months(scale("services.*.joined_wte", 0.5), "2026-04", "2026-04");
    assert!(
        told(BY_MONTH, &edit)[0].starts_with("C003"),
        "before the start"
    );
}

#[test]
fn other_values_do_not_differ_by_month_and_steady_years_have_none() {
    let edit = in_months(
        scale("care.roles.pwp.leaving_per_year", 2.0),
        "2026-10",
        "2026-12",
    );
    let told_of_month = told(BY_MONTH, &edit).join("");
    assert!(told_of_month.starts_with("C003: `care.roles.pwp.leaving_per_year` cannot"));
    assert!(told_of_month.contains("places.ID.places_per_intake"));
    let edit = in_months(scale("budgets.all.gbp_per_year", 2.0), "2026-10", "2026-12");
    assert!(told(STEADY, &edit)[0].starts_with("C003: a steady year"));
    let edit = in_months(scale("budgets.all.gbp_per_year", 2.0), "2026-12", "2026-10");
    assert!(told(BY_MONTH, &edit)[0].contains("before it begins"));
    let edit = in_months(scale("budgets.all.gbp_per_year", 2.0), "2029-12", "2030-10");
    assert!(told(BY_MONTH, &edit)[0].contains("2026-04 to 2028-03"));
}

#[test]
fn what_names_nothing_is_told_with_what_was_meant() {
    for (value, meant) in [
        ("budgets.al.gbp_per_year", "budgets.all.gbp_per_year"),
        ("budgets.all.gbp_per_yer", "budgets.all.gbp_per_year"),
        ("budget.all.gbp_per_year", "budgets.all.gbp_per_year"),
        ("referrals_per_year", "services.*.referrals_per_year"),
        (
            "roles.pwp.leaving_per_year",
            "care.roles.pwp.leaving_per_year",
        ),
        (
            "services.leds.referrals_per_year",
            "services.leeds.referrals_per_year",
        ),
        (
            "services.*.referrals_per_yr",
            "services.*.referrals_per_year",
        ),
        (
            "care.roles.pwp.leaving_per_yeer",
            "care.roles.pwp.leaving_per_year",
        ),
        (
            "services.leeds.care.flows.tret.share",
            "services.leeds.care.flows.treat.share",
        ),
    ] {
        let told = told(STEADY, &scale(value, 2.0)).join("");
        assert!(told.starts_with("C001: "), "{value}: {told}");
        assert!(
            told.ends_with(&format!("did you mean `{meant}`?")),
            "{value}: {told}"
        );
    }
    for value in [
        "",
        "*",
        "x.y.z",
        "care",
        "services",
        "budgets.all.gbp_per_year.more",
    ] {
        let told = told(STEADY, &scale(value, 2.0)).join("");
        assert!(told.starts_with("C00"), "{value}: {told}");
    }
}

#[test]
fn what_changes_nothing_or_has_no_meaning_is_refused() {
    let set = |value: &str, to: Value| Edit::new(value, How::Set(to));
    for (edit, says) in [
        (
            scale("budgets.all.gbp_per_year", 1.0),
            "C002: `budgets.all.gbp_per_year` × 1",
        ),
        (add("budgets.all.gbp_per_year", 0.0), "C002"),
        (
            scale("care.treatments.*.share_min", 2.0),
            "C002: `care.treatments.*.share_min` is 0",
        ),
        (
            set("budgets.all.gbp_per_year", Value::Integer(9_000_000)),
            "C002: `budgets.all.gbp_per_year` is 9000000 already",
        ),
        (scale("care.roles.pwp.band", 2.0), "C005"),
        (
            scale("care.roles.pwp", 2.0),
            "C005: `care.roles.pwp` names a table",
        ),
        (scale("expected.total_gbp_per_year", 2.0), "C005"),
        (set("care_model", Value::String("x".to_owned())), "C005"),
        (
            for_services(scale("budgets.all.gbp_per_year", 2.0), &["leeds"]),
            "C004",
        ),
        (
            for_services(scale("care.flows.treat.share", 0.9), &["leds"]),
            "C004: no service or group is called `leds`; did you mean `leeds`?",
        ),
        (
            for_services(scale("services.leeds.referrals_per_year", 2.0), &["york"]),
            "C004",
        ),
        (
            for_services(scale("services.*.referrals_per_year", 2.0), &[]),
            "C004",
        ),
    ] {
        let told = told(STEADY, &edit).join("");
        assert!(told.starts_with(says), "{says}: {told}");
    }
}

#[test]
fn what_is_optional_can_be_set_and_not_scaled() {
    let set = Edit::new(
        "care.roles.pwp.in_post_max_wte",
        How::Set(Value::Integer(30)),
    );
    assert_eq!(
        told(STEADY, &set),
        ["care.roles.pwp.in_post_max_wte: none -> 30"]
    );
    let scaled = told(STEADY, &scale("care.roles.pwp.in_post_max_wte", 2.0));
    assert!(scaled[0].starts_with("C001"), "{scaled:?}");
    let new = Edit::new("budgets.new.gbp_per_year", How::Set(Value::Integer(30)));
    assert!(told(STEADY, &new)[0].starts_with("C001"));
}

#[test]
fn edits_build_on_one_another_and_on_the_checked_instance() {
    let edits = [
        scale("services.*.referrals_per_year", 1.1),
        add("services.leeds.referrals_per_year", 800.0),
        Edit::new(
            "care.roles.pwp.leaving_per_year",
            How::Set(Value::Float(0.51)),
        ),
    ];
    let reading = read_instance_from(Path::new(STEADY), &|document, found| {
        apply(document, &edits, found);
    });
    let instance = reading.instance.unwrap();
    let referrals = instance.services[0].referrals;
    assert_eq!(referrals, crate::units::PeoplePerYear::new(14_000.0));
    assert_eq!(reading.diagnostics, []);
    let list = crate::reading::assumptions(&reading.document.unwrap());
    let leaving = list
        .iter()
        .find(|number| number.path == "roles.pwp.leaving_per_year")
        .unwrap();
    assert_eq!(leaving.value, "0.51");
    assert_eq!(leaving.overridden.as_ref().unwrap().value, "0.2");
    let referrals = list
        .iter()
        .find(|n| n.path == "services.leeds.referrals_per_year")
        .unwrap();
    let replaced = referrals.overridden.as_ref().unwrap();
    assert_eq!(
        (referrals.value.as_str(), replaced.value.as_str()),
        ("14000", "12000")
    );
    assert!(referrals.source.as_ref().unwrap().contains("× 1.1"));
}

#[test]
fn a_value_out_of_bounds_is_told_at_the_edit() {
    let edit = Edit {
        place: Some(Location::new(FileId(0), 3..7)),
        ..scale("care.roles.pwp.leaving_per_year", 30.0)
    };
    let reading = read_instance_from(Path::new(STEADY), &|document, found| {
        apply(document, std::slice::from_ref(&edit), found);
    });
    let error = reading.diagnostics.first().unwrap();
    assert_eq!((error.code, &error.primary), ("D104", &edit.place));
}
