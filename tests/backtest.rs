//! Lancashire & South Cumbria as it was in 2025-26, sized with its published job plan, beside the
//! staff that it had. Nothing is tuned to meet them; `README.md` shows the same table.
//!
//! `cargo test --test backtest -- --nocapture` prints it.

use std::fmt::Write as _;
use std::path::Path;

use skillmix::ids::{Id, RoleId};
use skillmix::instance::Instance;
use skillmix::pipeline::{Conclusion, Settings, Watch, run};
use skillmix::reading::read_instance;
use skillmix::solver::Options;
use skillmix::units::{HoursPerWeek, Quantity, Share};

const README: &str = include_str!("../README.md");

/// Low intensity: PWPs and those who supervise them. High: everybody at step 3.
const LOW: [&str; 2] = ["pwp", "senior-pwp"];
const HIGH: [&str; 3] = ["hit", "counsellor", "senior-hit"];

/// The trust's year as it was: today's starts of each step (so nobody gives up on later lists, and
/// shares are of those who did start), no APs, and no limit on supply, since the staff are there.
fn as_it_was() -> Instance {
    let path =
        Path::new(env!("CARGO_MANIFEST_DIR")).join("instances/lancashire-and-south-cumbria.toml");
    let instance = read_instance(&path).instance.expect("a good instance");
    let mut instance = instance.without_role(&RoleId::new("ap"));
    instance.labour_markets.clear();
    instance.places.clear();
    let care = &mut instance.services[0].care;
    for step in ["step-2", "step-3"] {
        care.steps[step].dropout_per_period = 0.0;
    }
    for (flow, share) in [
        // 18,735 second treatments ÷ 28,390 assessments, × 7,400 ÷ 13,665 and 6,265 ÷ 13,665.
        (
            "assessment-to-step-2",
            18_735.0 / 28_390.0 * 7_400.0 / 13_665.0,
        ),
        (
            "assessment-to-step-3",
            18_735.0 / 28_390.0 * 6_265.0 / 13_665.0,
        ),
        // 835 stepped up ÷ 7,400, 10 stepped down ÷ 6,265.
        ("step-up", 835.0 / 7_400.0),
        ("step-down", 10.0 / 6_265.0),
    ] {
        care.flows[flow].share = Share::new(share);
    }
    // Courses finished follow from the starts; the count that the trust reports is 0.1 % above.
    care.standards.shift_remove("no-fewer-courses");
    instance
}

/// The other reading of the job plan: 22 hours a week are *not* clinical.
fn with_fewer_hours(mut instance: Instance) -> Instance {
    for role in instance.services[0].care.roles.values_mut() {
        let share = role.clinical_hours.value() / 22.0;
        role.clinical_hours = HoursPerWeek::new(15.5 * share);
    }
    instance
}

/// WTE needed at low and at high intensity.
fn establishment(instance: &Instance) -> (f64, f64) {
    let settings = Settings {
        options: Options {
            gap: 1e-4,
            ..Options::default()
        },
        worth: false,
    };
    let Conclusion::Answered(answer) = run(instance, &settings, &Watch::default()) else {
        panic!("no plan");
    };
    let plan = answer.plan.services.values().next().expect("a service");
    let sum = |roles: &[&str]| -> f64 {
        plan.staff
            .iter()
            .filter(|(role, _)| roles.contains(&role.as_str()))
            .map(|(_, staff)| staff.wte)
            .sum()
    };
    (sum(&LOW), sum(&HIGH))
}

fn line(name: &str, (low, high): (f64, f64)) -> String {
    let share = 100.0 * low / (low + high);
    format!(
        "| {name} | {low:.1} | {high:.1} | {:.1} | {share:.1} % |",
        low + high
    )
}

#[test]
fn the_readme_shows_the_backtest_as_it_comes_out() {
    let today = as_it_was();
    let service = &today.services[0];
    let now = |roles: &[&str]| -> f64 {
        roles
            .iter()
            .filter_map(|role| service.staff_now.get(*role))
            .map(|wte| wte.value())
            .sum()
    };
    let mut table = String::new();
    let rows = [
        ("in post", (now(&LOW), now(&HIGH))),
        ("needed, 22 clinical hours a week", establishment(&today)),
        (
            "needed, 15.5 clinical hours a week",
            establishment(&with_fewer_hours(today.clone())),
        ),
    ];
    for (name, staff) in rows {
        let _ = writeln!(table, "{}", line(name, staff));
    }
    println!("{table}");
    for row in table.lines() {
        assert!(README.contains(row), "the README lacks this line:\n{row}");
    }
}
