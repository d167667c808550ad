//! A plan by month and its figures, made by hand: figures are plain functions of the period and
//! do not follow from one another.

use indexmap::IndexMap;

use super::{answer, instance, promise};
use crate::audit::over_time::{
    LadderYear, MeasureOverTime, RoleOverTime, RouteOverTime, StandardOverTime, StepOverTime,
    YearFigures,
};
use crate::audit::{Promise, Sense, TimeFigures};
use crate::dates::Month;
use crate::ids::Id;
use crate::instance::{
    Calendar, Ending, Horizon, InPost, Instance, MarketCap, Measure, PlacesCap, Scoped, Service,
    Start, Year,
};
use crate::plan::{IntakePlan, PeoplePlan, PlanHorizon, ServicePlan, Spend, YearPlan};
use crate::report::Answer;
use crate::report::answer::{Basis, LateStandard, TurnoverWorth};
use crate::units::{GbpPerWteYear, GbpPerYear, HoursPerWeek, Share, Weeks, WtePerYear};

#[expect(clippy::cast_precision_loss, reason = "small counts")]
fn float(count: usize) -> f64 {
    count as f64
}

/// A horizon of so many periods, of which a year has so many.
pub fn calendar(start: &str, per_year: usize, periods: usize) -> Calendar {
    let start: Month = start.parse().expect("a month");
    let mut calendar = Calendar {
        weeks_per_period: Weeks::new(52.0 / float(per_year)),
        periods_per_year: per_year,
        referral_share: vec![1.0 / float(per_year); periods],
        working_weeks: vec![Weeks::new(42.0 / float(per_year)); periods],
        horizon: Some(Horizon {
            start,
            years: Vec::new(),
            ending: Ending::Sustained,
            referral_share_before: vec![1.0 / float(per_year); per_year],
        }),
    };
    let mut years: Vec<Year> = Vec::new();
    for period in 0..periods {
        let year = calendar.month_of(period).expect("a month").financial_year();
        match years.last_mut().filter(|last| last.year == year) {
            Some(last) => last.periods.end = period + 1,
            None => years.push(Year {
                year,
                periods: period..period + 1,
                share: 0.0,
                referral_share: 0.0,
            }),
        }
    }
    for year in &mut years {
        year.share = float(year.periods.len()) / float(per_year);
        year.referral_share = year.share;
    }
    calendar.horizon.as_mut().expect("a horizon").years = years;
    calendar
}

/// An instance with so many services and such a horizon from April 2026, and an answer to it.
pub fn over_time(services: usize, per_year: usize, periods: usize) -> (Instance, Answer) {
    let mut instance = instance(services);
    let calendar = calendar("2026-04", per_year, periods);
    for service in &mut instance.services {
        service.care.calendar = calendar.clone();
        set_out(service, &calendar);
    }
    let years = calendar.horizon.as_ref().expect("a horizon").years.clone();
    let all: Vec<usize> = (0..services).collect();
    let scoped =
        |name: &str, by_year: Vec<f64>, by_period: Vec<f64>| (name.to_owned(), by_year, by_period);
    let budget = &mut instance.budgets[0];
    budget.by_year = years
        .iter()
        .map(|y| 7_000_000.0 * y.share * float(services))
        .collect();
    let (name, by_year, by_period) = scoped(
        "PWP places in the North",
        vec![f64::INFINITY; years.len()],
        (0..periods)
            .map(|p| {
                if is_intake(&calendar, p) {
                    10.0
                } else {
                    f64::INFINITY
                }
            })
            .collect(),
    );
    instance.places.insert(
        "pwp-places".into(),
        PlacesCap {
            route: "pwp-training".into(),
            cap: Scoped {
                name,
                services: all.clone(),
                limit: WtePerYear::new(20.0),
                by_year,
                by_period,
            },
        },
    );
    let (name, by_year, by_period) = scoped(
        "HITs to be had",
        years.iter().map(|y| 12.0 * y.share).collect(),
        vec![f64::INFINITY; periods],
    );
    instance.labour_markets.insert(
        "hits".into(),
        MarketCap {
            role: "hit".into(),
            cap: Scoped {
                name,
                services: all,
                limit: WtePerYear::new(12.0),
                by_year,
                by_period,
            },
        },
    );
    let answer = answer_over_time(&instance, &calendar);
    (instance, answer)
}

fn is_intake(calendar: &Calendar, period: usize) -> bool {
    let month = |period: usize| calendar.month_of(period).expect("a month");
    let is_first = period == 0 || month(period - 1) != month(period);
    is_first && [3, 9].contains(&month(period).of_year())
}

fn set_out(service: &mut Service, calendar: &Calendar) {
    let care = &mut service.care;
    care.roles["pwp"].hire_lead = 3;
    care.roles["pwp"].leaving = 0.25;
    care.roles["hit"].first_year_leaving = 0.2;
    care.routes["pwp-training"].intakes = (0..calendar.periods())
        .map(|p| is_intake(calendar, p))
        .collect();
    care.retention = IndexMap::from([
        ("cpd".into(), measure("Protected time for learning")),
        ("grade".into(), measure("A senior grade for PWPs")),
    ]);
    care.standards["six-weeks"].from = 6.min(calendar.periods());
    service.start = Start {
        staff: [("ap", 4.0), ("pwp", 46.5), ("hit", 58.0)]
            .map(|(role, longer)| {
                let recent = Vec::new();
                (role.into(), InPost { recent, longer })
            })
            .into(),
        waiting: IndexMap::from([("step-2".into(), 900.0)]),
        ..Start::default()
    };
}

fn measure(name: &str) -> Measure {
    Measure {
        name: name.to_owned(),
        role: "pwp".into(),
        cost: GbpPerWteYear::new(900.0),
        leaving_reduction: Share::new(0.2),
        max_share: Share::new(1.0),
        fixed_cost: GbpPerYear::ZERO,
        hours: HoursPerWeek::ZERO,
        from: 0,
    }
}

fn by_period(periods: usize, of: impl Fn(f64) -> f64) -> Vec<f64> {
    (0..periods).map(|period| of(float(period))).collect()
}

fn role(id: &str, start: f64, growth: f64, periods: usize) -> RoleOverTime {
    let in_post = by_period(periods, |t| start + growth * t);
    RoleOverTime {
        role: id.to_owned(),
        hours_available: in_post.iter().map(|wte| wte * 70.0).collect(),
        hours_used: in_post.iter().map(|wte| wte * 66.5).collect(),
        joining: vec![0.0; periods],
        hired: vec![0.0; periods],
        completing: vec![0.0; periods],
        returning: vec![0.0; periods],
        starting: vec![0.0; periods],
        redundant: vec![0.0; periods],
        leaving: in_post.iter().map(|wte| wte * 0.02).collect(),
        in_post,
    }
}

fn set(values: &mut [f64], period: usize, value: f64) {
    if let Some(place) = values.get_mut(period) {
        *place = value;
    }
}

fn roles(calendar: &Calendar) -> Vec<RoleOverTime> {
    let periods = calendar.periods();
    let mut ap = role("ap", 6.0, 0.25, periods);
    let mut pwp = role("pwp", 45.5, 0.5, periods);
    let hit = role("hit", 58.0, 0.0, periods);
    let mut trainee = role("pwp-trainee", 0.0, 0.0, periods);
    set(&mut ap.hired, 0, 2.0);
    set(&mut ap.joining, 0, 2.0);
    set(&mut ap.redundant, 4, 0.5);
    // One was hired before the start; two more are in post three months after they are sought.
    set(&mut pwp.joining, 0, 1.0);
    for later in [3, 7] {
        set(&mut pwp.hired, later, 2.0);
        set(&mut pwp.joining, later, 2.0);
    }
    for period in (0..periods).filter(|p| is_intake(calendar, *p)) {
        set(&mut ap.starting, period, 6.0);
        for month in period..(period + 12).min(periods) {
            trainee.in_post[month] += 6.0;
        }
    }
    vec![ap, pwp, hit, trainee]
}

fn figures(calendar: &Calendar) -> TimeFigures {
    let periods = calendar.periods();
    let names: Vec<String> = (0..periods).map(|p| calendar.period_name(p)).collect();
    let roles = roles(calendar);
    let years = &calendar.horizon.as_ref().expect("a horizon").years;
    let starting = roles[0].starting.clone();
    let reached = by_period(periods, |t| 55.0 + 1.5 * t.min(20.0));
    let holds_from = reached.iter().position(|share| *share >= 75.0);
    let waiting = by_period(periods, |t| (900.0 - 50.0 * t).max(250.0));
    TimeFigures {
        routes: vec![RouteOverTime {
            route: "pwp-training".to_owned(),
            in_training: roles[3].in_post.clone(),
            completing: by_period(periods, |t| {
                let back = (0..periods).find(|p| (float(*p) + 12.0 - t).abs() < 0.5);
                back.map_or(0.0, |p| starting[p] * 0.9)
            }),
            ladder_leaving: vec![0.0; periods],
            starting,
        }],
        steps: vec![StepOverTime {
            step: "step-2".to_owned(),
            joining: vec![450.0; periods],
            starting: vec![400.0; periods],
            mean_wait_weeks: waiting
                .iter()
                .map(|people| people / 400.0 * 52.0 / float(calendar.periods_per_year))
                .collect(),
            waiting,
        }],
        standards: vec![
            StandardOverTime {
                standard: "access".to_owned(),
                name: "people who start".to_owned(),
                unit: "people",
                entries: years.iter().map(|y| y.year.to_string()).collect(),
                asked: years.iter().map(|y| Some(4_000.0 * y.share)).collect(),
                asked_in_full: years.iter().map(|y| 4_000.0 * y.share).collect(),
                reached: years.iter().map(|y| 4_012.0 * y.share).collect(),
                holds_from: Some(0),
                met: true,
                late: false,
            },
            StandardOverTime {
                standard: "six-weeks".to_owned(),
                name: "75 % start step 2 within 6 weeks".to_owned(),
                unit: "%",
                entries: names.clone(),
                asked: (0..periods)
                    .map(|p| match p {
                        0..3 => None,
                        3..6 => Some(60.0),
                        _ => Some(75.0),
                    })
                    .collect(),
                asked_in_full: vec![75.0; periods],
                reached,
                holds_from,
                met: periods < 7,
                late: false,
            },
        ],
        retention: vec![
            MeasureOverTime {
                measure: "cpd".to_owned(),
                name: "Protected time for learning".to_owned(),
                role: "pwp".to_owned(),
                covered: by_period(periods, |t| if t < 1.0 { 0.0 } else { 40.0 }),
                prevented: by_period(periods, |t| if t < 1.0 { 0.0 } else { 0.2 }),
                cost_gbp_by_year: years.iter().map(|y| 36_000.0 * y.share).collect(),
            },
            MeasureOverTime {
                measure: "grade".to_owned(),
                name: "A senior grade for PWPs".to_owned(),
                role: "pwp".to_owned(),
                covered: vec![0.0; periods],
                prevented: vec![0.0; periods],
                cost_gbp_by_year: vec![0.0; years.len()],
            },
        ],
        years: years
            .iter()
            .map(|year| year_figures(year, &roles))
            .collect(),
        periods: names,
        roles,
    }
}

fn year_figures(year: &Year, roles: &[RoleOverTime]) -> YearFigures {
    let within = |values: &[f64]| values[year.periods.clone()].iter().sum::<f64>();
    let now = [4.0, 46.5, 58.0, 0.0];
    YearFigures {
        year: year.year.to_string(),
        share: year.share,
        periods: (year.periods.start, year.periods.end),
        spend_gbp: spend(year.share),
        ladder: roles
            .iter()
            .zip(now)
            .map(|(role, now)| {
                let left = within(&role.leaving);
                let moved = within(&role.starting);
                LadderYear {
                    role: role.role.clone(),
                    at_first: match year.periods.start {
                        0 => now,
                        first => role.in_post[first - 1],
                    },
                    hired: within(&role.joining),
                    arrived: match role.role.as_str() {
                        "pwp" if year.periods.start > 0 => {
                            vec![("pwp-training".to_owned(), 10.8)]
                        }
                        _ => Vec::new(),
                    },
                    returned: 0.0,
                    moved: match role.role.as_str() {
                        "ap" => vec![("pwp-training".to_owned(), moved)],
                        _ => Vec::new(),
                    },
                    redundant: within(&role.redundant),
                    left,
                    left_to: match role.role.as_str() {
                        "pwp" => vec![
                            ("other-nhs".to_owned(), left * 0.5),
                            ("not-stated".to_owned(), left * 0.5),
                        ],
                        _ => vec![("not-stated".to_owned(), left)],
                    },
                    at_last: role.in_post[year.periods.end - 1],
                }
            })
            .collect(),
    }
}

fn spend(share: f64) -> Spend {
    Spend {
        pay: 4_800_000.0 * share,
        overhead: 960_000.0 * share,
        recruitment: 8_000.0 * share,
        fees: 60_000.0 * share,
        retention: 36_000.0 * share,
        bought_in: 36_000.0 * share,
        total: 5_900_000.0 * share,
        ..Spend::default()
    }
}

fn service_plan(calendar: &Calendar, figures: &TimeFigures) -> ServicePlan {
    let periods = calendar.periods();
    let years = &calendar.horizon.as_ref().expect("a horizon").years;
    ServicePlan {
        waiting_people: IndexMap::from([("step-2".into(), figures.steps[0].waiting.clone())]),
        starts_people: IndexMap::from([("guided-self-help".into(), vec![400.0; periods])]),
        task_hours: IndexMap::from([(
            "assessment".into(),
            IndexMap::from([("pwp".into(), vec![250.0; periods])]),
        )]),
        bought_in_hours: IndexMap::from([(
            "assessment".into(),
            by_period(periods, |t| if t < 2.0 { 130.0 } else { 0.0 }),
        )]),
        people: figures
            .roles
            .iter()
            .take(3)
            .map(|role| {
                let people = PeoplePlan {
                    in_post_wte: role.in_post.clone(),
                    joining_wte: role.hired.clone(),
                    redundant_wte: role.redundant.clone(),
                    supernumerary_wte: vec![0.0; periods],
                    short_time_wte: vec![0.0; periods],
                    leaving_wte: role.leaving.clone(),
                };
                (role.role.as_str().into(), people)
            })
            .collect(),
        intakes: IndexMap::from([(
            "pwp-training".into(),
            IntakePlan {
                starts_wte: figures.routes[0].starting.clone(),
                ..IntakePlan::default()
            },
        )]),
        retention_wte: IndexMap::from([("cpd".into(), figures.retention[0].covered.clone())]),
        shortfall_by_period_people: IndexMap::from([("six-weeks".into(), vec![12.0; periods])]),
        years: years
            .iter()
            .map(|year| {
                let plan = YearPlan {
                    spend_gbp: spend(year.share),
                    ..YearPlan::default()
                };
                (year.year, plan)
            })
            .collect(),
        ..ServicePlan::default()
    }
}

fn promises(instance: &Instance, calendar: &Calendar) -> Vec<Promise> {
    let mut promises = Vec::new();
    let binding = |subject: String, value: f64, bound: f64, binding: bool| Promise {
        binding,
        ..promise(&subject, Sense::AtMost, value, bound)
    };
    let years = &calendar.horizon.as_ref().expect("a horizon").years;
    for service in &instance.services {
        let id = service.id.as_str();
        for period in 0..calendar.periods() {
            let name = calendar.period_name(period);
            promises.push(binding(
                format!("capacity[{id},hit,{name}]"),
                3_000.0,
                3_000.0,
                (2..5).contains(&period),
            ));
        }
    }
    for year in years {
        let name = year.year;
        let services = float(instance.services.len());
        promises.push(binding(
            format!("budget[whole,{name}]"),
            5_900_000.0 * year.share * services,
            7_000_000.0 * year.share * services,
            false,
        ));
        promises.push(binding(
            format!("labour-market[hits,{name}]"),
            12.0 * year.share,
            12.0 * year.share,
            year.periods.start == 0,
        ));
    }
    promises
}

fn answer_over_time(instance: &Instance, calendar: &Calendar) -> Answer {
    let mut answer = answer(instance);
    let figures = figures(calendar);
    let horizon = calendar.horizon.as_ref().expect("a horizon");
    answer.plan.horizon = Some(PlanHorizon {
        start: horizon.start,
        periods: calendar.periods(),
        periods_per_year: calendar.periods_per_year,
    });
    for plan in answer.plan.services.values_mut() {
        *plan = service_plan(calendar, &figures);
    }
    for service in &mut answer.audit.services {
        service.spend_gbp = figures.years.iter().map(|y| y.spend_gbp.total).sum();
        service.over_time = Some(figures.clone());
    }
    answer.audit.promises = promises(instance, calendar);
    for figure in &mut answer.outcome.objectives {
        *figure = figure.over_the_horizon();
    }
    answer.late = vec![LateStandard {
        service: "north".into(),
        standard: "six-weeks".into(),
        name: "75 % start step 2 within 6 weeks".to_owned(),
        asked_from: "2026-10".to_owned(),
        holds_from: Some("2027-06".to_owned()),
        in_the_way: vec!["hires of HITs (HITs to be had, 12 a year)".to_owned()],
    }];
    answer.turnover = vec![TurnoverWorth {
        role: "pwp".into(),
        gbp_over_horizon: 123_456.0,
        gbp_per_year: 41_152.0,
        basis: Basis::Relaxation,
    }];
    answer
}
