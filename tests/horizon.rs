//! What becomes of an instance with `[horizon]`: periods, financial years, shared limits, and
//! where services stand at the start.

#![expect(clippy::unwrap_used, reason = "a test may fail")]

#[path = "horizon/start.rs"]
mod start;

use skillmix::dates::Month;
use skillmix::instance::{Back, Calendar, Instance, Service, screens};
use skillmix::reading::{Reading, assumptions, read_instance};
use skillmix::units::Quantity;

const HEAD: &str = "source = 'made-up'\nskillmix = 1\nname = 'plan'\ncare_model = 'model.toml'\n";

fn read_beside(model: &str, text: &str) -> Reading {
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("model.toml"), model).unwrap();
    std::fs::write(folder.path().join("plan.toml"), text).unwrap();
    read_instance(&folder.path().join("plan.toml"))
}

fn base_model() -> String {
    std::fs::read_to_string("tests/invalid/base/model.toml").unwrap()
}

/// An instance with a horizon (its keys), keys of its one service, and other tables.
fn plan(horizon: &str, service: &str, rest: &str) -> Instance {
    let reading = read_beside(
        &base_model(),
        &format!(
            "{HEAD}[horizon]\n{horizon}\n[services.leeds]\nname = 'Leeds'\n\
             referrals_per_year = 12_000\n{service}\n{rest}"
        ),
    );
    assert!(
        reading.diagnostics.iter().all(|d| !d.is_error()),
        "{:#?}",
        reading.diagnostics
    );
    reading.instance.unwrap()
}

fn leeds(instance: &Instance) -> &Service {
    &instance.services[0]
}

fn calendar(start: &str, step: &str, months: usize) -> Calendar {
    let instance = plan(
        &format!("start = '{start}'\nmonths = {months}"),
        "staff_now_wte = { hit = 30 }",
        &format!("[care.time]\nstep = '{step}'\n"),
    );
    leeds(&instance).care.calendar.clone()
}

fn weeks_per_year(instance: &Instance) -> f64 {
    leeds(instance).care.calendar.weeks_per_period.value() * 12.0
}

fn month(text: &str) -> Month {
    text.parse().unwrap()
}

fn near(a: f64, b: f64) {
    assert!((a - b).abs() < 1e-9, "{a} is not {b}");
}

fn all_near(a: &[f64], b: &[f64]) {
    assert_eq!(a.len(), b.len(), "{a:?} is not {b:?}");
    for (a, b) in a.iter().zip(b) {
        assert!(
            (a - b).abs() < 1e-9 || a.to_bits() == b.to_bits(),
            "{a} is not {b}"
        );
    }
}

#[test]
fn a_horizon_may_begin_in_any_month_and_each_of_its_years_is_a_year() {
    for of_year in 1..=12 {
        let start = format!("2026-{of_year:02}");
        for (step, count) in [("week", 52), ("month", 12), ("quarter", 4), ("year", 1)] {
            if step == "quarter" && of_year % 3 != 1 {
                continue;
            }
            let calendar = calendar(&start, step, 24);
            assert_eq!(calendar.periods(), 2 * count, "{start} {step}");
            for year in 0..2 {
                let periods = year * count..(year + 1) * count;
                near(calendar.referral_share[periods.clone()].iter().sum(), 1.0);
                let weeks = &calendar.working_weeks[periods];
                near(weeks.iter().map(|weeks| weeks.value()).sum(), 42.0);
            }
            let before = &calendar.horizon.as_ref().unwrap().referral_share_before;
            near(before.iter().sum(), 1.0);
            near(before[0], calendar.referral_share[count - 1]);
            near(before[count - 1], calendar.referral_share[0]);
            assert_eq!(calendar.month_of(0), Some(month(&start)));
            for period in calendar.month_of(0).map_or(0..0, |_| 0..2 * count) {
                let begins = calendar.month_of(period).unwrap();
                let first = calendar.period_of(begins).unwrap();
                assert_eq!(calendar.period_from(begins), first);
                assert!(first <= period && calendar.month_of(first) == Some(begins));
                assert!(count > 12 || first == period);
            }
        }
    }
}

#[test]
fn a_period_has_the_referrals_of_its_place_in_the_calendar() {
    // The index of the care model is 1.1 in January, 0.9 in August, else 1.
    let calendar = calendar("2026-08", "month", 12);
    near(calendar.referral_share[0], 0.9 / 12.0);
    near(calendar.referral_share[5], 1.1 / 12.0);
    assert_eq!(calendar.period_name(5), "2027-01");
    assert_eq!(calendar.back(3, 3), Back::In(0));
    assert_eq!(calendar.back(3, 5), Back::Before(2));
}

#[test]
fn months_find_their_periods_and_what_lies_outside_finds_none() {
    let quarters = calendar("2026-04", "quarter", 12);
    assert_eq!(quarters.period_of(month("2026-06")), Some(0));
    assert_eq!(quarters.period_of(month("2026-07")), Some(1));
    assert_eq!(quarters.period_of(month("2027-03")), Some(3));
    assert_eq!(quarters.period_of(month("2027-04")), None);
    assert_eq!(quarters.period_of(month("2026-03")), None);
    // What begins to hold within a quarter holds from the next.
    assert_eq!(quarters.period_from(month("2026-05")), 1);
    assert_eq!(quarters.period_from(month("2020-01")), 0);
    assert_eq!(quarters.period_from(month("2030-01")), 15);
    assert_eq!(quarters.periods_before(month("2026-04")), None);
    for (text, back) in [
        ("2026-03", 1),
        ("2026-01", 1),
        ("2025-12", 2),
        ("2025-04", 4),
    ] {
        assert_eq!(quarters.periods_before(month(text)), Some(back), "{text}");
    }
    let weeks = calendar("2026-04", "week", 12);
    assert_eq!(weeks.period_of(month("2026-05")), Some(5));
    assert_eq!(weeks.period_name(5), "2026-05.1");
    assert_eq!(weeks.periods_before(month("2026-03")), Some(4));
    assert_eq!(weeks.periods_before(month("2025-04")), Some(52));
}

#[test]
fn financial_years_may_lie_in_the_horizon_in_part() {
    let calendar = calendar("2026-01", "month", 18);
    let years = &calendar.horizon.as_ref().unwrap().years;
    let found: Vec<_> = years
        .iter()
        .map(|year| (year.year.to_string(), year.periods.clone(), year.share))
        .collect();
    assert_eq!(
        found,
        [
            ("2025/26".to_owned(), 0..3, 0.25),
            ("2026/27".to_owned(), 3..15, 1.0),
            ("2027/28".to_owned(), 15..18, 0.25),
        ]
    );
    near(years[0].referral_share, 3.1 / 12.0);
    near(years[1].referral_share, 1.0);
    near(years[2].referral_share, 0.25);
}

#[test]
fn limits_of_a_part_of_a_year_are_in_proportion_or_as_given() {
    let instance = plan(
        "start = '2026-01'\nmonths = 18",
        "staff_now_wte = { pwp = 40, hit = 30 }",
        "[care.routes.pwp-training]\nintake_months = [3, 9]\n\
         [budgets.all]\nname = 'All'\ngbp_per_year = 8_000_000\n\
         gbp_by_year = { '2025/26' = 1_000_000 }\n\
         [levies.all]\nname = 'Levy'\ngbp_per_year = 100_000\n\
         [places.year]\nname = 'a year'\nroute = 'pwp-training'\nplaces_per_year = 20\n\
         [places.intake]\nname = 'an intake'\nroute = 'pwp-training'\nplaces_per_intake = 8\n\
         places_by_intake = { 2026-09 = 5, 2025-09 = 99 }\n\
         [labour_markets.year]\nname = 'a year'\nrole = 'hit'\nhires_per_year = 40\n\
         [labour_markets.month]\nname = 'a month'\nrole = 'hit'\nhires_per_month = 3\n\
         [overall_access.treated]\nname = 'T'\nstep = 'step-2'\npeople_per_year = 100\n\
         from = '2026-04'\n",
    );
    all_near(&instance.budgets["all"].by_year, &[1e6, 8e6, 2e6]);
    all_near(&instance.levies["all"].by_year, &[25e3, 100e3, 25e3]);
    let none = f64::INFINITY;
    // Intakes in March 2026, September 2026, March 2027, with 20 places for two of them.
    let year = &instance.places["year"].cap;
    all_near(&year.by_year, &[10.0, 20.0, 0.0]);
    all_near(&year.by_period, &[none; 18]);
    let intake = &instance.places["intake"].cap;
    all_near(&intake.by_year, &[none; 3]);
    near(intake.by_period[2], 8.0);
    near(intake.by_period[8], 5.0);
    near(intake.by_period[0], 8.0);
    near(intake.limit.value(), 16.0);
    let intakes = &leeds(&instance).care.routes["pwp-training"].intakes;
    let open: Vec<usize> = (0..18).filter(|period| intakes[*period]).collect();
    assert_eq!(open, [2, 8, 14]);
    all_near(
        &instance.labour_markets["year"].cap.by_year,
        &[10.0, 40.0, 10.0],
    );
    all_near(&instance.labour_markets["month"].cap.by_period, &[3.0; 18]);
    near(instance.labour_markets["month"].cap.limit.value(), 36.0);
    all_near(
        &instance.overall_access["treated"].target.by_year,
        &[0.0, 100.0, 25.0],
    );
}

#[test]
fn an_intake_within_a_quarter_is_that_quarters() {
    let instance = plan(
        "start = '2026-04'\nmonths = 24",
        "staff_now_wte = { hit = 30 }\ntraining_wte = { pwp-training = { 2026-05 = 4, 2025-08 = 3 } }\n\
         joining_wte = { pwp = { 2026-09 = 2 } }",
        "[care.time]\nstep = 'quarter'\n[care.routes.pwp-training]\nintake_months = [5]\n\
         [places.p]\nname = 'P'\nroute = 'pwp-training'\nplaces_per_intake = 8\n\
         places_by_intake = { 2027-05 = 6 }\n",
    );
    let service = leeds(&instance);
    let route = &service.care.routes["pwp-training"];
    let open: Vec<usize> = (0..8).filter(|period| route.intakes[*period]).collect();
    assert_eq!(open, [0, 4]);
    near(instance.places["p"].cap.by_period[4], 6.0);
    near(service.start.committed["pwp-training"][0], 4.0);
    assert_eq!(service.start.training["pwp-training"], [(3, 3.0)]);
    near(service.start.joining["pwp"][1], 2.0);
}

#[test]
fn a_share_who_leave_each_period_stands_for_that_of_a_year() {
    let model = base_model().replace("leaving_per_year = 0.12", "leaving_per_period = 0.1");
    let text = format!("{HEAD}[services.leeds]\nname = 'Leeds'\nreferrals_per_year = 12_000\n");
    let instance = read_beside(&model, &text).instance.unwrap();
    let hit = &leeds(&instance).care.roles["hit"];
    near(hit.leaving_per_period, 0.1);
    near(hit.leaving, 1.0 - 0.9_f64.powi(12));
    assert!(!hit.has_first_year());
}

#[test]
fn glide_paths_lead_up_to_their_standards() {
    let instance = plan(
        "start = '2026-04'\nmonths = 24",
        "staff_now_wte = { hit = 30 }",
        "[care.standards.wait.six-weeks]\nfrom = '2027-04'\n\
         path = [{ from = '2026-10', target = 0.5 }, { from = '2027-01', target = 0.6 }]\n",
    );
    let standard = &leeds(&instance).care.standards["six-weeks"];
    let asked: Vec<Option<f64>> = [5, 6, 9, 12, 23].map(|t| standard.target_in(t)).to_vec();
    assert_eq!(asked, [None, Some(0.5), Some(0.6), Some(0.75), Some(0.75)]);
}

#[test]
fn a_start_without_hope_is_no_error() {
    let instance = plan(
        "start = '2026-04'\nmonths = 12",
        "staff_now_wte = { hit = 1 }\nwaiting_people = { assessment = 900_000, step-2 = 900_000 }",
        "[care.standards.access.all]\nname = 'A'\nstep = 'step-2'\npeople_per_year = 50_000\n\
         enforcement = 'hard'\n[care.standards.recovery.half]\nshare_min = 0.9\n",
    );
    assert_eq!(screens(&instance), vec![]);
}

/// A care model of fixed hours alone.
fn without_patients() -> String {
    let base = base_model();
    let roles = base.find("[roles.pwp]").unwrap();
    let routes = base.find("[routes.pwp-training]").unwrap();
    let steps = base.find("[steps.assessment]").unwrap();
    format!(
        "{}{}{}[tasks.flying]\nsource = 'made-up'\nname = 'Flying'\nfixed_hours_per_week = 700\n\
         roles = {{ pwp = {{}}, hit = {{}} }}\n",
        &base[..roles],
        &base[roles..routes],
        &base[routes..steps]
    )
}

#[test]
fn a_service_without_patients_is_sound() {
    let service = "[services.flying]\nname = 'Flying'\nstaff_now_wte = { pwp = 20 }\n";
    for horizon in [
        "",
        "[horizon]\nstart = '2026-01'\nmonths = 6\nending = 'open'\n",
    ] {
        let reading = read_beside(&without_patients(), &format!("{HEAD}{horizon}{service}"));
        assert_eq!(reading.diagnostics.iter().find(|d| d.is_error()), None);
        let instance = reading.instance.unwrap();
        assert_eq!(screens(&instance), vec![]);
        assert!(instance.services[0].care.steps.is_empty());
    }
    let by_period = "[care.tasks.hours]\nname = 'Hours'\nroles = { pwp = {} }\n\
                     fixed_hours_per_week_by_period = [1, 2, 3, 4, 5, 6]\n";
    let horizon = "[horizon]\nstart = '2026-01'\nperiods = 6\n";
    let text = format!("{HEAD}{horizon}{service}{by_period}");
    let instance = read_beside(&without_patients(), &text).instance.unwrap();
    let task = &instance.services[0].care.tasks["hours"];
    near(task.fixed_in(5).value(), 6.0);
    // A steady year has no periods to which the list could belong.
    let text = format!("{HEAD}{service}{by_period}");
    let instance = read_beside(&without_patients(), &text).instance.unwrap();
    near(
        instance.services[0].care.tasks["hours"].fixed_in(5).value(),
        0.0,
    );
}

#[test]
fn a_role_that_can_only_be_left_is_employable_while_its_staff_last() {
    let over = "[care.roles.hit]\nhireable = false\n";
    let service = |staff: &str| {
        format!(
            "[services.leeds]\nname = 'Leeds'\nreferrals_per_year = 12_000\n\
             staff_now_wte = {{ {staff} }}\n{over}"
        )
    };
    let horizon = "[horizon]\nstart = '2026-04'\nmonths = 24\n";
    let told = |text: &str| -> Vec<&'static str> {
        let reading = read_beside(&base_model(), &format!("{HEAD}{text}"));
        reading.diagnostics.iter().map(|d| d.code).collect()
    };
    // HITs supervise, and nobody can become one.
    let with = service("pwp = 40, hit = 30");
    assert_eq!(told(&format!("{horizon}{with}")), Vec::<&str>::new());
    let nobody = service("pwp = 40, hit = 0");
    assert!(told(&format!("{horizon}{nobody}")).contains(&"I162"));
    assert!(
        told(&with).contains(&"I162"),
        "a steady year has no such staff"
    );
}

#[test]
fn what_a_shared_care_model_says_of_plans_is_not_told_of_in_a_steady_year() {
    let model = format!(
        "{}[limits.hiring]\nsource = 'made-up'\nname = 'Hiring'\ncounted = 'hires'\nmax_wte = 3\n",
        base_model().replace(
            "leaving_per_year = 0.12",
            "leaving_per_year = 0.12\nhire_lead_months = 3"
        )
    );
    let text = format!("{HEAD}[services.leeds]\nname = 'Leeds'\nreferrals_per_year = 12_000\n");
    assert_eq!(read_beside(&model, &text).diagnostics, vec![]);
}

#[test]
fn numbers_by_month_and_year_are_listed_with_their_sources() {
    let text = format!(
        "{}[horizon]\nstart = '2026-04'\nmonths = 24\n[services.leeds]\nname = 'Leeds'\n\
         referrals_per_year = 12_000\nstaff_now_wte = {{ pwp = 40, hit = 30 }}\n\
         joining_wte = {{ hit = {{ 2026-06 = 2 }} }}\n\
         referrals_by_year = {{ '2027/28' = 12_500 }}\n\
         source = {{ referrals_per_year = 'made-up', staff_now_wte = 'made-up', \
         'joining_wte.hit' = 'assumption: offers' }}\n\
         [care.standards.wait.six-weeks]\nsource = 'made-up: path'\nfrom = '2027-04'\n\
         path = [{{ from = '2026-10', target = 0.5 }}]\n",
        HEAD.replace("source = 'made-up'\n", "")
    );
    let reading = read_beside(&base_model(), &text);
    let told: Vec<&str> = reading.diagnostics.iter().map(|d| d.code).collect();
    assert_eq!(told, ["W001"], "{:#?}", reading.diagnostics);
    assert!(
        reading.diagnostics[0]
            .message
            .starts_with("1 number has no source")
    );
    let all = assumptions(&reading.document.unwrap());
    let find = |path: &str| all.iter().find(|a| a.path == path);
    let joining = find("services.leeds.joining_wte.hit.2026-06").unwrap();
    assert_eq!(
        (joining.value.as_str(), joining.unit.as_str()),
        ("2", "WTE")
    );
    assert!(joining.is_assumption);
    let referred = find("services.leeds.referrals_by_year.2027/28").unwrap();
    assert_eq!(
        (referred.unit.as_str(), &referred.source),
        ("people/year", &None)
    );
    let target = find("standards.wait.six-weeks.path[0].target").unwrap();
    assert!(target.source.as_deref().unwrap().ends_with("path"));
    assert!(find("horizon.months").is_none());
}
