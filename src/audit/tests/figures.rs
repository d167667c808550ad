//! Figures and tight promises, against numbers worked out by hand.

use super::super::{Sense, ServiceFigures};
use super::{audited, broken, tiny, whole};
use crate::instance::Enforcement;
use crate::units::{PeoplePerYear, Share, Weeks};

fn assert_close(what: &str, found: f64, wanted: f64) {
    let off = 1e-9 * wanted.abs().max(1.0);
    assert!(
        (found - wanted).abs() <= off,
        "{what}: {found}, not {wanted}"
    );
}

fn tiny_figures() -> ServiceFigures {
    let (instance, plan) = tiny();
    audited(&instance, &plan).services.remove(0)
}

fn whole_figures() -> ServiceFigures {
    let (mut instance, plan) = whole();
    instance.services[0]
        .staff_now
        .insert("pwp".into(), crate::units::Wte::new(12.5));
    audited(&instance, &plan).services.remove(0)
}

#[test]
fn the_tiny_plans_figures_are_those_worked_out() {
    let figures = tiny_figures();
    assert_eq!(figures.service, "alone");
    assert_close("spend", figures.spend_gbp, 400_600.0);
    let pwp = &figures.roles[0];
    assert_close("hours there are", pwp.hours_available, 8_000.0);
    assert_close("hours on tasks", pwp.hours_on_tasks, 7_992.0);
    assert_close("peak use", pwp.peak_use, 0.999);
    assert_close("leavers", pwp.leavers, 1.2);
    assert_close("cost", pwp.cost_gbp, 400_000.0);
    assert_eq!(pwp.wte_now, None);
    let step = &figures.steps[0];
    assert_close("mean wait", step.mean_wait_weeks, 2.0);
    assert_close("arrivals", step.arrivals, 960.0);
    let [access, wait] = &figures.standards[..] else {
        panic!("two standards: {:?}", figures.standards);
    };
    assert_close("access", access.reached, 960.0);
    assert_close("access asked", access.target, 900.0);
    // 1 − e^(−6/2) = 0.950213 within 6 weeks.
    assert_close("share in time", wait.reached, 95.021_293_163_213_61);
    assert_close("share asked", wait.target, 75.0);
    assert_eq!((access.unit, wait.unit), ("people/year", "%"));
    assert!(access.met && wait.met);
}

#[test]
fn staff_figures_hold_trainees_and_their_salary_support() {
    let figures = whole_figures();
    let of = |role: &str| {
        let found = figures.roles.iter().find(|r| r.role == role);
        found.unwrap_or_else(|| panic!("{role} is missing"))
    };
    let (ap, pwp, trainee) = (of("ap"), of("pwp"), of("tpwp"));
    assert_close("starts out", ap.starts_out, 1.0);
    assert_close("leavers of ap", ap.leavers, 0.859_541_990_241_443);
    assert_close("completers", pwp.completers, 0.81);
    assert_close("leavers of pwp", pwp.leavers, 1.92);
    assert_eq!(pwp.wte_now, Some(12.5));
    assert_close("trainees", trainee.wte, 0.901_666_050_197_840_8);
    assert_close("drop-outs", trainee.leavers, 0.19);
    // 30,000·(1.2 − 0.5) for each in post.
    assert_close("cost", trainee.cost_gbp, 21_000.0 * 0.901_666_050_197_840_8);
    assert_close(
        "supervising",
        pwp.hours_supervising,
        12.0 * 8.577_915_587_846_22,
    );
    // (609.387… + 310 + 8.578…) of 16·20·3.5 hours.
    assert_close("peak use", pwp.peak_use, 927.965_254_666_056_4 / 1_120.0);
    assert_close("nobody", of("hit").peak_use, 0.0);
    assert_close("spend", figures.spend_gbp, 923_274.758_049_275_4);
    // Recruitment, fees, overtime and hours bought in belong to no role.
    let of_roles: f64 = figures.roles.iter().map(|r| r.cost_gbp).sum();
    assert_close(
        "cost of roles",
        of_roles,
        923_274.758_049_275_4 - 2_039.770_995_120_721_5 - 500.0 - 1_800.0 - 12_000.0,
    );
}

#[test]
fn supervision_and_mix_are_shown() {
    let figures = whole_figures();
    let rule = &figures.supervision[0];
    assert_close("supervisees", rule.supervisees_wte, 4.901_666_050_197_841);
    assert_close("supervisors", rule.supervisors_wte, 16.0);
    assert_close("hours", rule.hours, 12.0 * 8.577_915_587_846_22);
    assert_eq!(rule.ratio_max, Some(0.5));
    let band = &figures.skill_mix[0];
    assert_eq!(band.share, Some(0.2));
    assert_eq!(band.enforcement, "hard");
}

#[test]
fn standards_are_shown_however_they_are_enforced() {
    let figures = whole_figures();
    let of = |standard: &str| {
        let found = figures.standards.iter().find(|s| s.standard == standard);
        found.unwrap_or_else(|| panic!("{standard} is missing"))
    };
    let reported = of("most-access");
    assert_close("reported", reported.reached, 1_860.0);
    assert_eq!((reported.met, reported.enforcement), (false, "reported"));
    // 1 − e^(−6·155/(4·100)): the mean is 100·4/155 weeks.
    let late = of("nearly-all");
    assert_close("share", late.reached, 100.0 * (1.0 - (-2.325_f64).exp()));
    assert_eq!((late.met, late.enforcement), (false, "soft"));
    assert_close("over", late.shortfall, 22.389_593_338_334_83);
    // 52.935 of 109.2 recover.
    assert_close("recovery", of("recovery").reached, 100.0 * 52.935 / 109.2);
    assert_close("finished", of("completion").reached, 1_310.4);
    assert!(of("step-3-wait").met);
}

#[test]
fn steps_are_shown_over_the_year() {
    let figures = whole_figures();
    let step = &figures.steps[0];
    assert_close("arrivals", step.arrivals, 1_920.0);
    assert_close("starts", step.starts, 1_860.0);
    assert_close("drop-outs", step.dropouts, 60.0);
    assert_close("waiting", step.mean_waiting, 100.0);
    assert_close("worst wait", step.worst_wait_weeks, 400.0 / 155.0);
}

#[test]
fn the_worst_period_is_what_a_wait_standard_reaches() {
    let (instance, mut plan) = whole();
    super::super::fixture::spell_out(&mut plan, 12);
    // The list of step 3 is twice as long in one month: 40 people, 31 starts.
    plan.services["north"].waiting_people["step-3"][5] = 40.0;
    let figures = audited(&instance, &plan).services.remove(0);
    let wait = &figures.standards[5];
    assert_eq!(wait.standard, "step-3-wait");
    // Shape 2: 1 − e^(−x)(1 + x) with x = 2·18/(40·4/31) = 6.975.
    let x = 6.975_f64;
    assert_close(
        "share",
        wait.reached,
        100.0 * (1.0 - (-x).exp() * (1.0 + x)),
    );
}

#[test]
fn what_has_nothing_to_spare_binds_and_what_holds_nothing_does_not() {
    let (instance, plan) = whole();
    let audit = audited(&instance, &plan);
    let binding: Vec<_> = audit
        .promises
        .iter()
        .filter(|p| p.binding)
        .map(|p| p.subject.as_str())
        .collect();
    assert_eq!(
        binding,
        [
            "ladder-balance[north,ladder]",
            "access[north,access-3]",
            "recovery[north,recovery]",
            "completion[north,completion]",
            "ladder-balance[south,ladder]",
            "access[south,access-3]",
            "recovery[south,recovery]",
            "completion[south,completion]",
            "places[college]",
            "overall-access[together]",
            "levy-fund[levy]",
        ]
    );
    let equations = [Sense::Equal, Sense::MultipleOf];
    assert!(
        !audit
            .promises
            .iter()
            .any(|p| p.binding && equations.contains(&p.sense))
    );
}

#[test]
fn a_wait_at_its_limit_binds() {
    let (instance, mut plan) = tiny();
    plan.services["alone"].waiting_people["step-2"] = vec![960.0 / 48.0 * 6.0 / 4.0_f64.ln()];
    let audit = audited(&instance, &plan);
    assert!(audit.passed());
    let wait = audit.promises.iter().find(|p| p.label == "F2");
    assert!(wait.is_some_and(|p| p.binding && p.unit == "%"));
}

#[test]
fn a_list_on_which_nobody_waits_keeps_every_wait_standard() {
    let (mut instance, mut plan) = tiny();
    instance.services[0].referrals = PeoplePerYear::ZERO;
    instance.services[0].care.standards.shift_remove("access");
    let decided = &mut plan.services["alone"];
    decided.waiting_people.clear();
    decided.starts_people.clear();
    // Only the fixed hours are left: 1.5·48.
    decided.task_hours["contact"]["pwp"] = vec![72.0];
    let audit = audited(&instance, &plan);
    assert_eq!(broken(&audit), Vec::<String>::new());
    assert_close("share", audit.services[0].standards[0].reached, 100.0);
}

#[test]
fn seasons_shift_work_to_the_months_that_follow() {
    let (mut instance, mut plan) = tiny();
    let service = &mut instance.services[0];
    let calendar = &mut service.care.calendar;
    calendar.weeks_per_period = Weeks::new(12.0);
    calendar.referral_share = vec![0.1, 0.2, 0.3, 0.4];
    calendar.working_weeks = vec![
        Weeks::new(18.0),
        Weeks::new(18.0),
        Weeks::new(18.0),
        Weeks::new(18.0),
    ];
    let gsh = &mut service.care.treatments["gsh"];
    // Half of the appointments fall in the quarter of the start, and the rest half a year on.
    gsh.spread = vec![0.5, 0.0, 0.5];
    let decided = &mut plan.services["alone"];
    decided.starts_people["gsh"] = vec![96.0, 192.0, 288.0, 384.0];
    decided.waiting_people["step-2"] = vec![16.0];
    // 7.25 hours of appointments, 1 hour at the start, 1.5·12 fixed:
    // q1 3.625·(96 + 288) + 96 + 18, q2 3.625·(192 + 384) + 192 + 18, and so on.
    decided.task_hours["contact"]["pwp"] = vec![1_506.0, 2_298.0, 1_698.0, 2_490.0];
    let audit = audited(&instance, &plan);
    assert_eq!(broken(&audit), Vec::<String>::new());
    assert!(
        audit
            .promises
            .iter()
            .any(|p| p.subject == "work-cover[alone,contact,q3]")
    );
    // 16 wait; 96 start in 12 weeks, 8 a week: 2 weeks at worst.
    assert_close("worst", audit.services[0].steps[0].worst_wait_weeks, 2.0);
}

#[test]
fn headroom_follows_the_tightest_standard_that_is_enforced() {
    let (mut instance, plan) = tiny();
    let care = &mut instance.services[0].care;
    care.steps["step-2"].arrival_scv = 1.0;
    care.steps["step-2"].service_scv = 0.5;
    let mut tighter = care.standards["six-weeks"].clone();
    tighter.enforcement = Enforcement::Reported;
    if let crate::instance::Level::Wait { share, .. } = &mut tighter.level {
        *share = Share::new(0.99);
    }
    care.standards.insert("reported".into(), tighter);
    let audit = audited(&instance, &plan);
    let cover = audit.promises.iter().find(|p| p.label == "D2");
    // 1.5/(2·6/ln 4)·48 people beyond the mean, 8.25 hours each.
    let headroom = 1.5 / (2.0 * 6.0 / 4.0_f64.ln()) * 48.0 * 8.25;
    assert_close("work", cover.map_or(0.0, |p| p.bound), 7_992.0 + headroom);
}
