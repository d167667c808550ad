//! Whole answers of plans by month.

mod three_years;

use super::*;
use crate::report::grid::WIDTH;
use crate::report::sample;
use crate::report::table::render;

/// The sections of an answer that begin with any of these.
fn excerpt(text: &str, titles: &[&str]) -> String {
    let sections = text.split("\n\n");
    let chosen: Vec<&str> = sections
        .filter(|section| titles.iter().any(|title| section.starts_with(title)))
        .collect();
    chosen.join("\n\n")
}

#[test]
fn weeks_read_like_this() {
    let (instance, answer) = sample::over_time(1, 52, 6);
    let text = render(&instance, &answer, false);
    let titles = [
        "Sample",
        "“75 %",
        "Spend by",
        "Staff",
        "What to do",
        "Mean wait",
        "Standards",
        "Training",
        "Clinical",
        "What binds",
    ];
    insta::assert_snapshot!(excerpt(&text, &titles), @r##"
    Sample
    1 service, April to May 2026, 6 weeks, 2025/26 prices

    “75 % start step 2 within 6 weeks” does not hold from October 2026, as asked: no plan keeps every
      hard standard. The plan that misses fewest people holds it from June 2027. Missed most in April
      2026, week 1: 12 people too many waiting. In the way until then: hires of HITs (HITs to be had, 12
      a year).

    Spend by financial year  year               spend    budget      left    used
    ─────────────────────────────────────────────────────────────────────────────
    All services together    2026/27 (part)  £680,769  £807,692  £126,923  84.3 %
    Spend over the horizon: pay £553,846 + overhead £110,769 + recruitment £923 + course fees £6,923 +
      hours bought in £4,154 + retention measures £4,154 = £680,769.

    Staff      band    now  Apr 26 w1  Apr 26 w2  Apr 26 w3  Apr 26 w4  Apr 26 w5  May 26 w1  by week
    (WTE)
    ─────────────────────────────────────────────────────────────────────────────────────────────────
    AP         4       4.0        6.0        6.2        6.5        6.8        7.0        7.2  ▁▂▄▅▇█
    PWP        5      46.5       45.5       46.0       46.5       47.0       47.5       48.0  ▁▂▄▅▇█
    HIT        7      58.0       58.0       58.0       58.0       58.0       58.0       58.0  ▄▄▄▄▄▄
    qualified        108.5      109.5      110.2      111.0      111.8      112.5      113.2  ▁▂▄▅▇█
    PWP        4       0.0        6.0        6.0        6.0        6.0        6.0        6.0  ▄▄▄▄▄▄
    trainee
    all staff        108.5      115.5      116.2      117.0      117.8      118.5      119.2  ▁▂▄▅▇█

    What to do
      April 2026, week 1: hire 2 AP; advertise for 2 PWP to join in April 2026, week 4; 1 PWP already
        hired joins; start 6 AP on PWP training; buy in 130 h a week of Assessment
      April 2026, week 2: begin Protected time for learning for 40 WTE of PWP
      April 2026, week 3: no more Assessment bought in
      April 2026, week 4: 2 PWP newly hired join
      April 2026, week 5: make 0.5 WTE AP redundant
      May 2026, week 1: nothing new

    Mean wait (weeks)  Apr 26 w1  Apr 26 w2  Apr 26 w3  Apr 26 w4  Apr 26 w5  May 26 w1  by week
    ────────────────────────────────────────────────────────────────────────────────────────────
    Step 2                   2.2        2.1        2.0        1.9        1.8        1.6  █▇▅▄▂▁

    Standards           asked  from                 holds from      as asked  worst since  enforced
    ───────────────────────────────────────────────────────────────────────────────────────────────
    people who start    4,000  2026/27              2026/27         yes        463 of 462  hard
    75 % start step 2  75.0 %  by steps from April  not within the  yes            55.0 %  soft
    within 6 weeks             2026, week 4         horizon
    Does not hold within the horizon: 75 % start step 2 within 6 weeks.

    Standards by year  year            asked  reached  reached
    ──────────────────────────────────────────────────────────
    people who start   2026/27 (part)    462      463  yes

    Training      intake              starts, WTE  of them own staff     fees  places used
    ──────────────────────────────────────────────────────────────────────────────────────
    PWP training  April 2026, week 1            6  6 AP               £30,000  6 of 10

    Clinical hours used  2026/27 (part)  fullest period  when
    ───────────────────────────────────────────────────────────────────────
    AP                             95 %            95 %  April 2026, week 1
    PWP                            95 %            95 %  April 2026, week 1
    HIT                            95 %            95 %  April 2026, week 1

    What binds (kept with nothing to spare)
      everyone whom the labour market gives is hired: HITs to be had (2026/27)
      every clinical hour is used: HIT (April 2026, week 3 to April 2026, week 5)
    "##);
}

#[test]
fn no_line_is_wider_than_the_page() {
    for (services, per_year, periods) in [
        (1, 12, 6),
        (1, 12, 24),
        (3, 12, 36),
        (2, 12, 60),
        (1, 52, 156),
        (12, 4, 20),
        (2, 1, 10),
    ] {
        let (mut instance, answer) = sample::over_time(services, per_year, periods);
        instance.services[0].name = "A very long name of a very large trust indeed".repeat(3);
        let text = render(&instance, &answer, true);
        for line in text.lines() {
            assert!(
                line.chars().count() <= usize::from(WIDTH),
                "{line}\nof\n{text}"
            );
        }
    }
}

fn view_of<'a>(instance: &'a Instance, answer: &'a Answer) -> View<'a> {
    View::of_all(instance, answer).expect("figures over time")
}

#[test]
fn a_steady_year_has_no_view_over_time() {
    let instance = sample::instance(1);
    assert!(View::of_all(&instance, &sample::answer(&instance)).is_none());
}

#[test]
fn services_that_are_late_alike_share_a_paragraph() {
    let (instance, mut answer) = sample::over_time(5, 12, 36);
    let first = answer.late[0].clone();
    for service in ["service-2", "service-3", "service-4", "service-5"] {
        let late = crate::report::answer::LateStandard {
            service: service.into(),
            ..first.clone()
        };
        answer.late.push(late);
    }
    answer.late[4].holds_from = None;
    answer.late[4].in_the_way.clear();
    assert_eq!(
        late::paragraphs(&view_of(&instance, &answer)),
        concat!(
            "“75 % start step 2 within 6 weeks” in North, Service 2 NHS Foundation Trust, Service 3 NHS\n",
            "  Foundation Trust and 1 more does not hold from October 2026, as asked: no plan keeps every hard\n",
            "  standard. The plan that misses fewest people holds it from June 2027. Missed most in April 2026:\n",
            "  12 people too many waiting (North). In the way until then: hires of HITs (HITs to be had, 12 a\n",
            "  year).\n",
            "“75 % start step 2 within 6 weeks” in Service 5 NHS Foundation Trust does not hold from October\n",
            "  2026, as asked: no plan keeps every hard standard. The plan that misses fewest people does not\n",
            "  hold it within the horizon. Missed most in April 2026: 12 people too many waiting.\n",
        )
    );
}

#[test]
fn a_standard_that_never_holds_is_said_to_and_where() {
    let (instance, mut answer) = sample::over_time(3, 12, 36);
    let standard = |answer: &mut Answer, service: usize| {
        let over_time = answer.audit.services[service].over_time.as_mut();
        over_time.expect("figures").standards[1].holds_from = None;
    };
    standard(&mut answer, 1);
    let text = standards::from_when(&view_of(&instance, &answer));
    assert!(
        text.ends_with(
            "Does not hold within the horizon: 75 % start step 2 within 6 weeks (in Service 2 NHS \
             Foundation\n  Trust).\n"
        ),
        "{text}"
    );
    standard(&mut answer, 0);
    standard(&mut answer, 2);
    let text = standards::from_when(&view_of(&instance, &answer));
    assert!(text.contains("not within the"), "{text}");
    assert!(text.ends_with("(in all 3 services).\n"), "{text}");
}

#[test]
fn many_services_are_told_together_what_to_do() {
    let (instance, answer) = sample::over_time(12, 12, 36);
    let text = actions::next_six_months(&view_of(&instance, &answer));
    assert!(
        text.contains("April 2026: hire 24 AP; advertise for 24 PWP"),
        "{text}"
    );
    assert!(text.contains("--per-service"), "{text}");
}

#[test]
fn a_move_without_training_and_a_promised_place_read_as_what_they_are() {
    let (mut instance, answer) = sample::over_time(1, 12, 36);
    instance.services[0].start.committed =
        indexmap::IndexMap::from([("pwp-training".into(), vec![6.0; 36])]);
    let text = actions::next_six_months(&view_of(&instance, &answer));
    assert!(
        text.contains("6\n    start on PWP training, as promised"),
        "{text}"
    );
    instance.services[0].care.routes["pwp-training"]
        .stages
        .clear();
    let text = actions::next_six_months(&view_of(&instance, &answer));
    assert!(text.contains("move 6\n    AP to PWP"), "{text}");
}

#[test]
fn a_budget_of_some_services_counts_those_alone() {
    let (mut instance, answer) = sample::over_time(2, 12, 36);
    instance.budgets[0].services = vec![1];
    instance.budgets[0].name = "One of them".to_owned();
    let view = view_of(&instance, &answer);
    let text = budgets::by_year(&view);
    assert!(
        text.contains("One of them              2026/27   £5,900,000"),
        "{text}"
    );
    assert!(
        text.contains("all services             2026/27  £11,800,000"),
        "{text}"
    );
    let north = view.only(view.parts[0]);
    let text = budgets::by_year(&north);
    assert!(
        text.contains("North") && !text.contains("One of them"),
        "{text}"
    );
}

#[test]
fn marks_are_never_broken_over_lines() {
    for periods in [18, 20, 24, 36, 60, 120] {
        let (instance, answer) = sample::over_time(1, 12, periods);
        let view = view_of(&instance, &answer);
        let marks = periods.div_ceil(spark::periods_per_mark(periods));
        for text in [staff::by_quarter(&view), patients::lists(&view)] {
            let is_mark = |c: char| ('▁'..='█').contains(&c);
            for line in text.lines().filter(|line| line.contains(is_mark)) {
                let found = line.chars().filter(|c| is_mark(*c)).count();
                assert_eq!(found, marks, "{line}\nof\n{text}");
            }
        }
    }
}

#[test]
fn people_hired_before_the_plan_are_told_apart_from_those_whom_it_hires() {
    let (instance, mut answer) = sample::over_time(1, 12, 36);
    let text = ladder::by_year(&view_of(&instance, &answer));
    assert!(text.contains("their way"), "{text}");
    // One was on the way, four are hired.
    let pwp = text
        .lines()
        .find(|line| line.starts_with("PWP "))
        .expect("a row");
    let cells: Vec<&str> = pwp.split_whitespace().collect();
    assert_eq!(cells[2..5], ["46.5", "1.0", "4.0"]);
    let over_time = answer.audit.services[0]
        .over_time
        .as_mut()
        .expect("figures");
    for role in &mut over_time.roles {
        role.joining.clone_from(&role.hired);
    }
    let text = ladder::by_year(&view_of(&instance, &answer));
    assert!(!text.contains("their way"), "{text}");
}

#[test]
fn places_filled_before_the_plan_cost_it_nothing() {
    let (mut instance, answer) = sample::over_time(1, 12, 36);
    let mut filled = vec![0.0; 36];
    filled[0] = 4.0;
    instance.services[0].start.committed =
        indexmap::IndexMap::from([("pwp-training".into(), filled)]);
    let text = training::by_intake(&view_of(&instance, &answer));
    let row = |month: &str| {
        let row = text
            .lines()
            .find(|line| line.contains(month))
            .expect("a row");
        row.split_whitespace()
            .map(ToOwned::to_owned)
            .collect::<Vec<_>>()
    };
    assert!(row("April 2026").contains(&"£10,000".to_owned()), "{text}");
    assert!(
        row("October 2026").contains(&"£30,000".to_owned()),
        "{text}"
    );
}

#[test]
fn a_wait_that_a_month_does_not_tell_is_a_dash_with_its_reason() {
    let (instance, mut answer) = sample::over_time(1, 12, 36);
    let text = patients::waits(&view_of(&instance, &answer));
    assert!(!text.contains("hardly anybody"), "{text}");
    let over_time = answer.audit.services[0]
        .over_time
        .as_mut()
        .expect("figures");
    over_time.steps[0].starting[2] = 100.0;
    let text = patients::waits(&view_of(&instance, &answer));
    assert!(text.contains("Step 2               –"), "{text}");
    assert!(
        text.contains("hardly anybody starts in that month"),
        "{text}"
    );
}

#[test]
fn leavers_who_are_welcome_are_said_to_be() {
    let (instance, mut answer) = sample::over_time(1, 12, 36);
    answer.turnover[0].gbp_per_year = -1_000.0;
    answer.turnover[0].gbp_over_horizon = -3_000.0;
    let text = retention::turnover(&view_of(&instance, &answer));
    assert!(text.contains("gains more than it loses by its"), "{text}");
    assert!(
        text.contains("£1,000 a year") && !text.contains('−'),
        "{text}"
    );
}

#[test]
fn many_services_are_not_put_side_by_side() {
    let (instance, answer) = sample::over_time(7, 12, 36);
    assert_eq!(services::beside(&view_of(&instance, &answer)), "");
}
