//! Values at the edges of what is lawful: each gives a clean refusal, a proved "no" or an audited
//! plan; never a panic, never a fault.

#![expect(clippy::unwrap_used, reason = "a test may fail")]

#[path = "edge_cases/care.rs"]
mod care;

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::time::Duration;

use skillmix::pipeline::{Conclusion, Settings, Watch, run};
use skillmix::reading::read_instance;
use skillmix::report::Answer;
use skillmix::solver::Options;

/// What becomes of an instance.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum End {
    /// Refused on reading, with this code.
    Refused(&'static str),
    /// A proved "no".
    No,
    /// An audited plan.
    Plan,
}
use End::{No, Plan, Refused};

const HEAD: &str = "skillmix = 1\nname = 'edge'\ncare_model = 'tiny.toml'\n";
const SERVICE: &str = "[services.tiny]\nname = 'Tiny'\nreferrals_per_year = 5000\n";
/// As the tiny instance: access, whole posts, one period.
const ACCESS: &str = "[care.standards.access.access]\nname = 'people start'\nstep = 'treatment'\n\
                      people_per_year = 2950\nenforcement = 'hard'\n";

fn settings() -> Settings {
    Settings {
        options: Options {
            time_limit: Some(Duration::from_mins(1)),
            ..Options::default()
        },
        worth: false,
    }
}

/// Reads and solves; the answer where there is one.
fn end_of(text: &str) -> Result<(Option<&'static str>, Option<Box<Answer>>), String> {
    let folder = tempfile::tempdir().unwrap();
    std::fs::copy("models/tiny.toml", folder.path().join("tiny.toml")).unwrap();
    let path = folder.path().join("edge.toml");
    std::fs::write(&path, text).unwrap();
    let reading = read_instance(&path);
    let Some(instance) = reading.instance else {
        let error = reading.diagnostics.iter().find(|d| d.is_error()).unwrap();
        return Ok((Some(error.code), None));
    };
    match run(&instance, &settings(), &Watch::default()) {
        Conclusion::Answered(answer) if answer.audit.passed() => Ok((None, Some(answer))),
        Conclusion::OutOfReach(_) | Conclusion::NoPlan => Ok((None, None)),
        Conclusion::Fault(fault) => {
            let broken = match &fault {
                skillmix::pipeline::Fault::BrokenPromises(audit) => {
                    format!("{:#?}", audit.broken().take(3).collect::<Vec<_>>())
                }
                _ => String::new(),
            };
            Err(format!("{fault} {broken}"))
        }
        other => Err(format!("{other:?}")),
    }
}

fn check(cases: &[(&str, &str, End)]) {
    let mut wrong = Vec::new();
    for &(what, text, wanted) in cases {
        let text = format!("{HEAD}{SERVICE}{text}");
        let found = catch_unwind(AssertUnwindSafe(|| end_of(&text)));
        let found = match found {
            Err(_) => "a panic".to_owned(),
            Ok(Err(what)) => what,
            Ok(Ok((Some(code), _))) if wanted == Refused(code) => continue,
            Ok(Ok((Some(code), _))) => format!("refused with {code}"),
            Ok(Ok((None, Some(_)))) if wanted == Plan => continue,
            Ok(Ok((None, None))) if wanted == No => continue,
            Ok(Ok((None, Some(_)))) => "a plan".to_owned(),
            Ok(Ok((None, None))) => "a no".to_owned(),
        };
        wrong.push(format!("{what}: wanted {wanted:?}, found {found}"));
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn time_cut_in_any_way_gives_a_plan() {
    let year = |step: &str| format!("{ACCESS}[care.time]\nstep = '{step}'\n");
    check(&[
        ("weeks", &year("week"), Plan),
        ("months", &year("month"), Plan),
        ("quarters", &year("quarter"), Plan),
        ("a year", &year("year"), Plan),
        (
            "all work in half the year",
            "[care.time]\nstep = 'month'\nworking_time_index_by_month = [2,2,2,2,2,2,0,0,0,0,0,0]\n\
             [care.steps.treatment]\nwait_shape = 1\n[care.tasks.administration]\n\
             fixed_hours_per_week = 0\n[care.steps.treatment.work.screening]\nhours_per_arrival = 0\n",
            No,
        ),
        (
            "a course longer than a year, and people who flow on after more than one",
            "[care.time]\nstep = 'month'\n[care.treatments.one-to-one]\n\
             spread_by_month = [0.5,0,0,0,0,0,0,0,0,0,0,0,0,0,0.5]\n[care.flows.again]\n\
             name = 'again'\nfrom = 'treatment'\nto = 'treatment'\nshare = 0.5\n\
             spread_by_month = [0,0,0,0,0,0,0,0,0,0,0,0,0.5,0.5]\n",
            Refused("D101"),
        ),
        (
            "a course longer than a year, and people who come again after more than one",
            "[care.time]\nstep = 'month'\n[care.treatments.one-to-one]\n\
             spread_by_month = [0.5,0,0,0,0,0,0,0,0,0,0,0,0,0,0.5]\n[care.flows.again]\n\
             from = 'treatment'\nto = 'treatment'\nshare = 0.5\n\
             spread_by_month = [0,0,0,0,0,0,0,0,0,0,0,0,0.5,0.5]\n",
            Plan,
        ),
        (
            "a tiny year",
            "[care.time]\nweeks_per_year = 1e-6\nworking_weeks_per_year = 1e-7\n",
            Refused("I102"),
        ),
    ]);
}

#[test]
fn nobody_referred_and_everybody_giving_up_give_plans() {
    check(&[
        (
            "all give up at once",
            "[care.steps.treatment]\ndropout_per_month = 1\n",
            Plan,
        ),
        (
            "all give up at once, by month",
            "[care.time]\nstep = 'month'\n[care.steps.treatment]\ndropout_per_month = 1\n",
            Plan,
        ),
        (
            "nobody gives up",
            "[care.steps.treatment]\ndropout_per_month = 0\n",
            Plan,
        ),
        (
            "nobody gives up, by month",
            "[care.time]\nstep = 'month'\n[care.steps.treatment]\ndropout_per_month = 0\n",
            Plan,
        ),
        (
            "nobody gives up and more are asked for than come",
            "[care.steps.treatment]\ndropout_per_month = 0\n[care.standards.access.a]\nname = 'a'\nstep = 'treatment'\npeople_per_year = 3000.01\nenforcement = 'hard'\n",
            No,
        ),
        (
            "exactly all",
            "[care.steps.treatment]\ndropout_per_month = 0\n[care.standards.access.a]\nname = 'a'\nstep = 'treatment'\npeople_per_year = 3000\nenforcement = 'hard'\n",
            Plan,
        ),
        (
            "nobody flows in",
            "[care.flows.referral-to-treatment]\nshare = 0\n",
            Plan,
        ),
    ]);
    let nobody = format!("{HEAD}[services.tiny]\nname = 'Tiny'\nreferrals_per_year = 0\n");
    assert!(end_of(&nobody).unwrap().1.is_some());
    let fair = format!(
        "objectives = ['fairest', 'least-cost']\n{nobody}[care.standards.access.a]\nname = 'a'\nstep = 'treatment'\npeople_per_year = 10\nenforcement = 'soft'\nshortfall_gbp_per_person = 5\n"
    );
    assert!(end_of(&fair).unwrap().1.is_some());
}

#[test]
fn leaving_at_its_ends_gives_a_plan() {
    let leaving = |later: &str, first: &str| {
        format!(
            "{ACCESS}[care.roles.pwp]\nleaving_per_year = {later}\nfirst_year_leaving_per_year = {first}\n"
        )
    };
    check(&[
        ("nobody leaves", &leaving("0", "0"), Plan),
        ("all leave", &leaving("1", "1"), No),
        ("all leave after a year", &leaving("1", "0"), Plan),
        ("all leave within a year", &leaving("0", "1"), No),
        ("all but nobody leave", &leaving("1e-12", "1e-12"), Plan),
        ("all but all leave", &leaving("0.999999", "0.9"), Plan),
        (
            "all leave within a year, and nobody need be promoted",
            "[care.supervision.pwp-case-management]\nhours_per_wte_week = 0\n\
             max_supervisees_per_supervisor = 1e4\n[care.roles.pwp]\nleaving_per_year = 0\n\
             first_year_leaving_per_year = 1\n[care.roles.senior-pwp]\nhireable = true\n",
            Plan,
        ),
    ]);
}

/// A trainee route into `pwp`, so many stages.
fn course(route: &str, stages: &str, trainee: &str) -> String {
    format!(
        "{ACCESS}[care.roles.pwp]\nhireable = false\n[care.roles.trainee]\nname = 'Trainee'\n\
         short = 'T'\nband = '4'\nkind = 'trainee'\npay_gbp_per_wte_year = 30000\n\
         clinical_hours_per_week = 10\n{trainee}\n[care.routes.course]\nname = 'Course'\n\
         to = 'pwp'\nfee_gbp_per_start = 5000\nfee_paid_by = 'budget'\n{route}\nstages = {stages}\n"
    )
}

#[test]
fn training_at_its_ends_gives_a_plan_or_is_refused() {
    let year = "[{ role = 'trainee', months = 12 }]";
    let stays = "leaving_per_year = 0";
    check(&[
        (
            "all complete",
            &course("completion_share = 1", year, stays),
            Plan,
        ),
        (
            "all but all complete",
            &course("completion_share = 0.999999999999", year, stays),
            Plan,
        ),
        (
            "all but nobody leaves",
            &course("completion_share = 1", year, "leaving_per_year = 1e-13"),
            Plan,
        ),
        (
            "few complete",
            &course("completion_share = 0.01", year, stays),
            Plan,
        ),
        (
            "half a month",
            &course(
                "completion_share = 0.9",
                "[{ role = 'trainee', months = 0.5 }]",
                stays,
            ),
            Plan,
        ),
        (
            "no time at all",
            &course(
                "completion_share = 0.9",
                "[{ role = 'trainee', months = 0 }]",
                stays,
            ),
            Plan,
        ),
        (
            "no stage",
            &course("completion_share = 0.9", "[]", stays),
            Plan,
        ),
        (
            "a stage of no time among others",
            &course(
                "completion_share = 0.9",
                "[{ role = 'trainee', months = 0 }, { role = 'trainee', months = 7.3 }]",
                "leaving_per_year = 0.2",
            ),
            Plan,
        ),
        (
            "all trainees leave",
            &course("completion_share = 0.9", year, "leaving_per_year = 1"),
            Refused("I123"),
        ),
        (
            "all trainees leave in no time",
            &course(
                "completion_share = 0.9",
                "[{ role = 'trainee', months = 0 }, { role = 'trainee', months = 7.3 }]",
                "leaving_per_year = 1",
            ),
            Refused("I123"),
        ),
        (
            "any fraction of a place",
            &course("completion_share = 0.9\nplaces_unit_wte = 0", year, stays),
            Plan,
        ),
        (
            "a grain of a place",
            &course(
                "completion_share = 0.9\nplaces_unit_wte = 1e-12",
                year,
                stays,
            ),
            Refused("I112"),
        ),
        (
            "pay met in full",
            &course(
                "completion_share = 0.9\nsalary_support_share = 1",
                year,
                stays,
            ),
            Plan,
        ),
    ]);
}

#[test]
fn ladders_at_their_ends_give_a_plan_or_are_refused() {
    let ladder = |share: &str, months: &str| {
        format!(
            "{ACCESS}[care.routes.progression]\nreplaces_leaving_share = {share}\nmin_months_in_post = {months}\n"
        )
    };
    let second = "[care.routes.second]\nname = 'Second'\nfrom = 'pwp'\nto = 'ap'\n\
                  completion_share = 1\nfee_gbp_per_start = 0\nfee_paid_by = 'budget'\n\
                  replaces_leaving_share = 0.7\n";
    check(&[
        ("all leavers take the ladder", &ladder("1", "0"), Plan),
        ("six months", &ladder("0.5", "6"), Plan),
        ("fractional months", &ladder("0.5", "13.7"), Plan),
        ("fifty years", &ladder("0.5", "600"), No),
        (
            "two ladders share out more than all leavers",
            &format!("{}{second}", ladder("0.7", "0")),
            Refused("I124"),
        ),
        (
            "two ladders share out all leavers",
            &format!("{}{second}", ladder("0.3", "0")),
            Plan,
        ),
    ]);
}

#[test]
fn units_of_posts_give_a_plan_or_are_refused() {
    let unit = |unit: &str| {
        format!(
            "{ACCESS}[care.roles.pwp]\npost_unit_wte = {unit}\n[care.roles.senior-pwp]\npost_unit_wte = {unit}\n[care.roles.ap]\npost_unit_wte = {unit}\n"
        )
    };
    check(&[
        ("any fraction", &unit("0"), Plan),
        ("a tenth", &unit("0.1"), Plan),
        ("0.7", &unit("0.7"), Plan),
        ("large units", &unit("100"), Plan),
        ("a grain", &unit("1e-9"), Refused("I112")),
    ]);
}
