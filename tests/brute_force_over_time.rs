//! Plans by month that are small enough to be found by trying everything: an enumeration that
//! knows nothing of rows and columns follows each person's cohort from period to period, and its
//! cheapest plan must be the solver's to the pound.
//!
//! What is followed: leaving in and after the first year in post, lead times, people already
//! hired, redundancies, tenure, training whose drop-outs come back, trainees in training at the
//! start, places already filled, and budgets by financial year.

#![expect(clippy::unwrap_used, reason = "a test may fail")]

#[path = "brute_force_over_time/cases.rs"]
mod cases;

use std::fmt::Write as _;

use skillmix::audit::audit;
use skillmix::formulation::formulate;
use skillmix::plan::extract;
use skillmix::reading::read_instance;
use skillmix::solver::{Control, Options, Outcome, solve};

const CARE: &str = include_str!("brute_force_over_time/model.toml");

/// The care model's numbers, once more.
const PAY: [f64; 3] = [30_000.0, 42_000.0, 27_000.0];
const OVERHEAD: f64 = 0.25;
const RECRUITMENT: [f64; 2] = [1_500.0, 4_000.0];
const LATER: [f64; 3] = [0.30, 0.24, 0.10];
const FIRST_YEAR: [f64; 2] = [0.30, 0.50];
const HOURS: [f64; 3] = [20.0, 20.0, 6.0];
const SUPPORT: f64 = 0.4;
const FEE: f64 = 2_500.0;
const COMPLETION: f64 = 0.7;
const TRAINING_MONTHS: usize = 2;
const AP: usize = 0;
const PWP: usize = 1;

/// An instance, for the enumeration and (by `text`) for the solver.
#[derive(Clone)]
struct Case<'a> {
    /// In months; the start is in February, so that two of them lie in the first financial year.
    months: usize,
    staff: [f64; 2],
    /// Role, months before the start, WTE.
    joined: &'static [(usize, usize, f64)],
    /// Role, period, WTE.
    already_hired: &'static [(usize, usize, f64)],
    /// Months before the start (negative: places filled in a period to come), WTE.
    training: &'static [(i32, f64)],
    tenure: usize,
    intakes: &'static [usize],
    lead: [usize; 2],
    redundancy: Option<f64>,
    /// Hours a week of each period, by task: treating (PWPs, trainees), support (APs, PWPs).
    work: [&'a [f64]; 2],
    /// For the first financial year's part.
    budget: Option<f64>,
    /// The share of APs' leavers who are bound for the route elsewhere, and what an AP is paid.
    ladder: f64,
    ap_pay: f64,
    /// Starts by period, where they are settled before the rest is tried.
    settled: Option<Vec<usize>>,
    /// What enumeration tries up to: hires of each role in a period, starts, redundancies.
    most: [usize; 4],
}

fn month_name(period: i32) -> String {
    let months = 2026 * 12 + 1 + period;
    format!("{}-{:02}", months.div_euclid(12), months.rem_euclid(12) + 1)
}

fn at(period: usize) -> i32 {
    i32::try_from(period).unwrap()
}

fn months_of(entries: impl Iterator<Item = (i32, f64)>) -> String {
    let each: Vec<_> = entries
        .map(|(period, wte)| format!("{} = {wte}", month_name(period)))
        .collect();
    format!("{{ {} }}", each.join(", "))
}

impl Case<'_> {
    fn text(&self) -> String {
        let mut text = format!(
            "source = 'assumption: made up'\nskillmix = 1\nname = 'brute force'\n\
             care_model = 'model.toml'\nobjectives = ['least-cost']\n\
             [horizon]\nstart = '2026-02'\nmonths = {}\nending = 'open'\n\
             [services.a]\nname = 'A'\nstaff_now_wte = {{ ap = {}, pwp = {} }}\n",
            self.months, self.staff[AP], self.staff[PWP],
        );
        for (key, entries, sign) in [
            ("joined_wte", self.joined, -1),
            ("joining_wte", self.already_hired, 1),
        ] {
            for (role, name) in [(AP, "ap"), (PWP, "pwp")] {
                let of_role = entries.iter().filter(|entry| entry.0 == role);
                let months = months_of(of_role.map(|&(_, m, wte)| (sign * at(m), wte)));
                writeln!(text, "{key}.{name} = {months}").unwrap();
            }
        }
        let training = months_of(self.training.iter().map(|&(back, wte)| (-back, wte)));
        writeln!(text, "training_wte.ap-to-pwp = {training}").unwrap();
        let intakes: Vec<_> = self.intakes.iter().map(|t| (t + 1) % 12 + 1).collect();
        writeln!(
            text,
            "[care.routes.ap-to-pwp]\nmin_months_in_post = {}\nintake_months = {intakes:?}\n\
             replaces_leaving_share = {}",
            self.tenure, self.ladder
        )
        .unwrap();
        for (role, name) in [(AP, "ap"), (PWP, "pwp")] {
            writeln!(
                text,
                "[care.roles.{name}]\nhire_lead_months = {}",
                self.lead[role]
            )
            .unwrap();
            let pay = [self.ap_pay, PAY[PWP]][role];
            writeln!(text, "pay_gbp_per_wte_year = {pay}").unwrap();
            if let Some(pounds) = self.redundancy {
                writeln!(text, "redundancy_gbp_per_wte = {pounds}").unwrap();
            }
        }
        for (task, hours) in ["treating", "support"].iter().zip(self.work) {
            writeln!(
                text,
                "[care.tasks.{task}]\nfixed_hours_per_week_by_period = {hours:?}"
            )
            .unwrap();
        }
        if let Some(pounds) = self.budget {
            writeln!(
                text,
                "[budgets.all]\nname = 'All'\ngbp_per_year = 1e9\n\
                 gbp_by_year = {{ '2025/26' = {pounds} }}"
            )
            .unwrap();
        }
        text
    }
}

/// What the solver finds; none where it says that there is no plan. The audit must agree.
fn solver_says(case: &Case<'_>) -> Option<f64> {
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("model.toml"), CARE).unwrap();
    std::fs::write(folder.path().join("plan.toml"), case.text()).unwrap();
    let reading = read_instance(&folder.path().join("plan.toml"));
    let problems: Vec<_> = reading
        .diagnostics
        .iter()
        .filter(|d| d.is_error())
        .collect();
    assert!(problems.is_empty(), "{problems:#?}\n{}", case.text());
    let instance = reading.instance.unwrap();
    let formulation = formulate(&instance);
    let options = Options {
        gap: 0.0,
        ..Options::default()
    };
    match solve(&formulation, &options, &Control::default()) {
        Outcome::Optimal(solved) => {
            let plan = extract(&instance, &formulation, &solved.values);
            let audit = audit(&instance, &plan).unwrap();
            assert!(audit.passed(), "the audit refuses the plan");
            Some(solved.objectives[0].value)
        }
        Outcome::Infeasible => None,
        other => panic!("{other:?}"),
    }
}

/// What is decided in a period: hires by role, starts, redundancies by role.
#[derive(Clone, Copy, Default, Debug)]
struct Decision {
    hires: [usize; 2],
    starts: usize,
    redundant: [usize; 2],
}

/// People by months in post; trainees by months in training.
#[derive(Clone)]
struct People {
    staff: [Vec<(usize, f64)>; 2],
    trainees: Vec<(usize, f64)>,
    back: f64,
    /// Stayed for a place that is still to come.
    staying: f64,
    cost: f64,
    first_year_cost: f64,
}

fn whole(number: usize) -> f64 {
    f64::from(u32::try_from(number).unwrap())
}

fn monthly(annual: f64) -> f64 {
    1.0 - (1.0 - annual).powf(1.0 / 12.0)
}

/// Takes so many from those with at least so many months, those with the fewest first.
fn take(staff: &mut [(usize, f64)], least: usize, mut wte: f64) -> bool {
    staff.sort_by_key(|(age, _)| *age);
    for (_, here) in staff.iter_mut().filter(|(age, _)| *age >= least) {
        let taken = here.min(wte);
        *here -= taken;
        wte -= taken;
    }
    wte < 1e-9
}

fn at_start(case: &Case<'_>) -> People {
    let mut staff = [Vec::new(), Vec::new()];
    for (role, cohorts) in staff.iter_mut().enumerate() {
        let joined = case.joined.iter().filter(|entry| entry.0 == role);
        cohorts.extend(joined.map(|&(_, months, wte)| (months, wte)));
        let recent: f64 = cohorts.iter().map(|(_, wte)| wte).sum();
        cohorts.push((120, case.staff[role] - recent));
    }
    let trainees = case.training.iter().filter(|(back, _)| *back > 0);
    People {
        staff,
        trainees: trainees
            .map(|&(back, wte)| (usize::try_from(back).unwrap(), wte))
            .collect(),
        back: 0.0,
        staying: 0.0,
        cost: 0.0,
        first_year_cost: 0.0,
    }
}

/// A period; none where what is decided cannot be done or the work is not done.
fn live(case: &Case<'_>, mut people: People, period: usize, what: Decision) -> Option<People> {
    let mut cost = 0.0;
    // Completers and those who come back, then people from outside.
    let done = |age: usize| age >= TRAINING_MONTHS;
    let completing: f64 = people
        .trainees
        .iter()
        .filter(|t| done(t.0))
        .map(|t| t.1)
        .sum();
    people.trainees.retain(|t| !done(t.0));
    people.staff[PWP].push((0, completing));
    people.staff[AP].push((0, people.back));
    for role in [AP, PWP] {
        let already = case.already_hired.iter();
        let already = already.filter(|entry| entry.0 == role && entry.1 == period);
        let already: f64 = already.map(|entry| entry.2).sum();
        let hired = whole(what.hires[role]);
        people.staff[role].push((0, hired + already));
        cost += hired * RECRUITMENT[role];
    }
    // Starts and redundancies. The first year of PWPs, which has a leaving rate of its own, is
    // safe from both.
    let filled = case.training.iter().filter(|(back, _)| -back == at(period));
    let filled: f64 = filled.map(|(_, wte)| wte).sum();
    let starting = whole(what.starts) + filled;
    if !take(&mut people.staff[AP], case.tenure, starting) {
        return None;
    }
    people.trainees.push((0, starting));
    cost += whole(what.starts) * FEE;
    for (role, least) in [(AP, 0), (PWP, 12)] {
        let wte = whole(what.redundant[role]);
        if !take(&mut people.staff[role], least, wte) {
            return None;
        }
        cost += wte * case.redundancy.unwrap_or(0.0);
    }
    // Work: APs do support as far as they can, PWPs the rest; trainees only treat.
    let sum = |cohorts: &[(usize, f64)]| cohorts.iter().map(|c| c.1).sum::<f64>();
    let counts = [
        sum(&people.staff[AP]),
        sum(&people.staff[PWP]),
        sum(&people.trainees),
    ];
    let (calendar, working) = (52.0 / 12.0, 42.0 / 12.0);
    let hours = |role: usize| counts[role] * HOURS[role] * working;
    let [treating, support] = [0, 1].map(|task| case.work[task][period] * calendar);
    let left_over = (support - hours(0)).max(0.0) + (treating - hours(2)).max(0.0);
    if left_over > hours(1) + 1e-7 {
        return None;
    }
    for role in 0..3 {
        let salary = counts[role] * [case.ap_pay, PAY[PWP], PAY[2]][role] / 12.0;
        cost += salary * (1.0 + OVERHEAD);
        if role == 2 {
            cost -= salary * SUPPORT;
        }
    }
    people.cost += cost;
    if period < 2 {
        people.first_year_cost += cost;
        if people.first_year_cost > case.budget.unwrap_or(f64::INFINITY) + 1e-6 {
            return None;
        }
    }
    // The end of the period. Of those bound for the ladder as many stay as places are to come for.
    people.staying -= people.staying.min(starting);
    // Beyond the end as many as a year before.
    let coming = (period + 1..=period + 12).filter_map(|u| {
        if u < case.months {
            Some(u)
        } else {
            u.checked_sub(12)
        }
    });
    let settled = |u: usize| case.settled.as_ref().map_or(0, |settled| settled[u]);
    let to_come: usize = coming.filter(|u| *u < case.months).map(settled).sum();
    let bound = case.ladder * monthly(LATER[AP]) * counts[AP];
    let kept = bound.min(whole(to_come) - people.staying).max(0.0);
    people.staying += kept;
    for role in [AP, PWP] {
        for (age, wte) in &mut people.staff[role] {
            let share = if *age < 12 {
                FIRST_YEAR[role]
            } else {
                LATER[role]
            };
            *wte *= 1.0 - monthly(share);
            *age += 1;
        }
    }
    people.staff[AP].push((1, kept));
    people.back = 0.0;
    let drop = -COMPLETION.ln() / whole(TRAINING_MONTHS);
    let leave = -(1.0 - LATER[2]).ln() / 12.0;
    for (age, wte) in &mut people.trainees {
        let lost = *wte * (1.0 - (-(drop + leave)).exp());
        people.back += lost * drop / (drop + leave);
        *wte -= lost;
        *age += 1;
    }
    Some(people)
}

/// The cheapest of all plans from a period on, and what it decides.
fn cheapest(
    case: &Case<'_>,
    people: &People,
    period: usize,
    best: &mut Option<(f64, Vec<Decision>)>,
    so_far: &mut Vec<Decision>,
) {
    if period == case.months {
        if best.as_ref().is_none_or(|(cost, _)| people.cost < *cost) {
            *best = Some((people.cost, so_far.clone()));
        }
        return;
    }
    let most_hires = |role: usize| {
        if period >= case.lead[role] {
            case.most[role]
        } else {
            0
        }
    };
    let filled = case.training.iter().any(|(back, _)| -back == at(period));
    let (fewest, starts) = if let Some(settled) = &case.settled {
        (settled[period], settled[period])
    } else if case.intakes.contains(&period) && !filled {
        (0, case.most[2])
    } else {
        (0, 0)
    };
    let redundant = if case.redundancy.is_some() {
        case.most[3]
    } else {
        0
    };
    for ap in 0..=most_hires(AP) {
        for pwp in 0..=most_hires(PWP) {
            for starts in fewest..=starts {
                for ap_out in 0..=redundant {
                    for pwp_out in 0..=redundant {
                        let what = Decision {
                            hires: [ap, pwp],
                            starts,
                            redundant: [ap_out, pwp_out],
                        };
                        if let Some(next) = live(case, people.clone(), period, what) {
                            if best.as_ref().is_some_and(|(cost, _)| next.cost >= *cost) {
                                continue;
                            }
                            so_far.push(what);
                            cheapest(case, &next, period + 1, best, so_far);
                            so_far.pop();
                        }
                    }
                }
            }
        }
    }
}

/// The decisions of the cheapest plan, which the solver's costs as much as.
fn agree(case: &Case<'_>) -> Option<Vec<Decision>> {
    let mut best = None;
    cheapest(case, &at_start(case), 0, &mut best, &mut Vec::new());
    let found = solver_says(case);
    match (&best, found) {
        (None, None) => {}
        (Some((cost, what)), Some(found)) => {
            assert!(
                (cost - found).abs() < 1.0,
                "everything tried: £{cost}, the solver: £{found}\n{what:?}"
            );
            // The enumeration was not stopped by its own bounds.
            for decision in what {
                assert!(
                    decision.hires[0] < case.most[0] && decision.hires[1] < case.most[1].max(1)
                );
                assert!(decision.starts < case.most[2].max(1));
                assert!(
                    decision.redundant.iter().all(|n| *n < case.most[3].max(1)),
                    "{what:?}"
                );
            }
        }
        other => panic!("one says that there is a plan: {other:?}"),
    }
    best.map(|(_, what)| what)
}
