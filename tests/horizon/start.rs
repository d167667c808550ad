//! Where services stand at the start.

use skillmix::instance::{Back, InPost};

use super::{all_near, leeds, near, plan, weeks_per_year};

/// Time in post is told as far back as this route asks.
fn ladder(months: usize) -> String {
    format!(
        "[care.routes.up]\nname = 'Up'\nfrom = 'pwp'\nto = 'hit'\ncompletion_share = 0.9\n\
         min_months_in_post = {months}\nfee_gbp_per_start = 0\nfee_paid_by = 'national'\n"
    )
}

fn pwps(service: &str, rest: &str) -> InPost {
    let staff = format!("staff_now_wte = {{ pwp = 40, hit = 30 }}\n{service}");
    let instance = plan("start = '2026-04'\nmonths = 36", &staff, rest);
    let staff = leeds(&instance).start.staff["pwp"].clone();
    near(staff.wte(), 40.0);
    staff
}

#[test]
fn staff_who_joined_in_known_months_are_that_long_in_post() {
    let staff = pwps(
        "joined_wte = { pwp = { 2026-03 = 4, 2025-10 = 5, 2023-01 = 6 } }",
        &ladder(24),
    );
    assert_eq!(staff.recent.len(), 24);
    near(staff.recent[0], 4.0);
    near(staff.recent[5], 5.0);
    near(staff.longer, 31.0);
    near(staff.for_at_least(6), 36.0);
    near(staff.for_at_least(7), 31.0);
    near(staff.reaching(24, 23), 4.0);
    near(staff.reaching(24, 18), 5.0);
    near(staff.reaching(24, 24), 0.0);
}

#[test]
fn staff_known_by_years_in_post_are_even_within_a_year() {
    let shares = "[care.roles.pwp]\ntime_in_post_share_by_year = [0.3, 0.24, 0.46]\n";
    let staff = pwps("", &format!("{shares}{}", ladder(30)));
    assert_eq!(staff.recent.len(), 30);
    near(staff.recent[0], 1.0);
    near(staff.recent[11], 1.0);
    near(staff.recent[12], 0.8);
    near(staff.for_at_least(25), 18.4);
    // Those of the last year, which has no end, thin out as the role loses its staff.
    let monthly = 1.0 - 0.8_f64.powf(1.0 / 12.0);
    near(staff.recent[24], 18.4 * monthly);
    near(staff.recent[25], 18.4 * (1.0 - monthly) * monthly);
}

#[test]
fn staff_of_whom_nothing_is_known_are_as_years_of_leaving_left_them() {
    let two_rates = "[care.roles.pwp]\nfirst_year_leaving_per_year = 0.36\n";
    let staff = pwps("", &format!("{two_rates}{}", ladder(24)));
    let (first, later) = (0.64_f64.powf(1.0 / 12.0), 0.8_f64.powf(1.0 / 12.0));
    near(staff.recent[1] / staff.recent[0], first);
    near(staff.recent[12] / staff.recent[11], later);
    near(staff.recent[23] / staff.recent[12], later.powi(11));
    // Beyond what is told, the same goes on without end.
    near(staff.longer, staff.recent[23] * later / (1.0 - later));
    // Nobody asks: nobody is told apart.
    let staff = pwps("", "");
    assert_eq!((staff.recent.len(), staff.longer), (0, 40.0));
    // Without leavers everybody has been there for long.
    let staff = pwps(
        "",
        &format!("[care.roles.pwp]\nleaving_per_year = 0\n{}", ladder(24)),
    );
    near(staff.longer, 40.0);
}

#[test]
fn in_post_counts_periods_from_the_start() {
    let staff = InPost {
        recent: vec![1.0, 2.0, 4.0],
        longer: 8.0,
    };
    near(staff.wte(), 15.0);
    near(staff.for_at_least(0), 15.0);
    near(staff.for_at_least(1), 15.0);
    near(staff.for_at_least(2), 14.0);
    near(staff.for_at_least(4), 8.0);
    near(staff.for_at_least(9), 8.0);
    // Who joined two periods before the start has four periods in post in period 2.
    near(staff.reaching(4, 2), 2.0);
    near(staff.reaching(3, 0), 4.0);
    near(staff.reaching(1, 1), 0.0);
}

#[test]
fn people_on_their_way_are_known_by_period() {
    let instance = plan(
        "start = '2026-04'\nmonths = 24",
        "staff_now_wte = { pwp = 40, hit = 30 }\n\
         joining_wte = { hit = { 2026-04 = 1, 2026-06 = 2 } }\n\
         training_wte = { pwp-training = { 2025-09 = 6, 2025-04 = 5, 2026-09 = 7 } }\n\
         waiting_people = { step-2 = 800 }\n\
         started_people = { self-help = [10, 20] }",
        "",
    );
    let start = &leeds(&instance).start;
    near(start.joining["hit"][0], 1.0);
    near(start.joining["hit"][2], 2.0);
    near(start.joining["hit"].iter().sum(), 3.0);
    // Those of April 2025 complete as the plan begins.
    assert_eq!(start.training["pwp-training"], [(7, 6.0), (12, 5.0)]);
    near(start.committed["pwp-training"][5], 7.0);
    near(start.committed["pwp-training"].iter().sum(), 7.0);
    near(start.waiting["step-2"], 800.0);
    near(start.waiting["assessment"], 0.0);
    // Its appointments reach one month on; the latest stands last in the file.
    all_near(&start.started["self-help"], &[20.0, 10.0]);
    // Of those who join a level list with a mean wait of 6 ÷ ln 4 weeks, who do not give up start.
    let start_of = 1.0 / (1.0 + 0.05 * (6.0 / 4.0_f64.ln()) / (weeks_per_year(&instance) / 12.0));
    // 12000 · 0.8 · 0.6 come to step 2 in a year, the group's middle share being 0.2 to 0.5.
    let a_month = 12_000.0 * 0.8 * start_of * 0.6 * start_of / 12.0;
    all_near(&start.started["group"], &[a_month * 0.2 / 0.7]);
    near(start.started["assess"][0], 800.0 * start_of);
}

#[test]
fn what_started_before_follows_the_referrals_of_the_first_year() {
    let instance = plan(
        "start = '2026-04'\nmonths = 24",
        "staff_now_wte = { hit = 30 }\nreferrals_by_year = { '2026/27' = 24_000 }",
        "",
    );
    let service = leeds(&instance);
    let waiting = 0.05 * (6.0 / 4.0_f64.ln()) / (weeks_per_year(&instance) / 12.0);
    near(service.start.started["assess"][0], 1600.0 / (1.0 + waiting));
    near(service.referred(Back::In(9)), 24_000.0 * 1.1 / 12.0);
    near(service.referred(Back::In(12)), 1000.0);
    near(service.referred(Back::Before(3)), 24_000.0 * 1.1 / 12.0);
}
