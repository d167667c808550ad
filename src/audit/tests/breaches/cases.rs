//! One thing wrong in the plan for `north`, and what this breaks.

use crate::instance::Instance;
use crate::plan::{ServicePlan, Spend};
use crate::units::{GbpPerYear, WtePerYear};

const MARCH: usize = 2;

/// What is changed, how, and the subjects of the promises that this breaks: `*` stands for every
/// month.
pub type Case = (
    &'static str,
    fn(&mut Instance, &mut ServicePlan),
    &'static [&'static str],
);

/// Changes of the plan for `north`.
pub const CASES: &[Case] = &[
    (
        "leavers are said to be more than the leaving rates give",
        |_, plan| plan.staff["ap"].leavers_per_year += 0.01,
        &["A1 staff-balance[north,ap,leavers]"],
    ),
    (
        "leavers for a ladder included, more are said to leave than join",
        |_, plan| plan.staff["pwp"].leavers_per_year += 0.01,
        &["A1 staff-balance[north,pwp]"],
    ),
    (
        "too few join to replace those who leave later",
        |_, plan| {
            join_less(plan, "ap", 0.01, 0.850_437_886_123_783_3);
            pay_less(plan, |spend| &mut spend.recruitment, 5.0);
        },
        &[
            "A1 staff-balance[north,ap]",
            "A1 staff-balance[north,ap,leavers]",
        ],
    ),
    (
        "fewer are past their first year than posts need",
        |_, plan| plan.staff["pwp"].past_first_year_wte -= 0.01,
        &["A2 time-in-post[north,pwp]"],
    ),
    (
        "more start a route than have been in post long enough",
        |_, plan| {
            join_less(plan, "ap", 1.0, 0.850_437_886_123_783_3);
            pay_less(plan, |spend| &mut spend.recruitment, 500.0);
        },
        &[
            "A1 staff-balance[north,ap]",
            "A1 staff-balance[north,ap,leavers]",
            "A3 tenure[north,climb]",
        ],
    ),
    (
        "more are hired than the labour market gives",
        |_, plan| {
            plan.staff["pwp"].hires_per_year += 0.3;
            plan.staff["pwp"].released_per_year += 0.3;
            pay_less(plan, |spend| &mut spend.recruitment, -300.0);
        },
        &["A4 labour-market[market]"],
    ),
    (
        "people are hired into a role that cannot be hired into",
        |_, plan| {
            let hit = plan.staff.entry("hit".into()).or_default();
            hit.hires_per_year = 0.01;
            hit.released_per_year = 0.01;
        },
        &["A4 hires[north,hit]"],
    ),
    (
        "fewer leave for the ladder than take it anyway",
        |_, plan| {
            // L₁ of `pwp` is (1 − 0.99¹²)/0.12.
            join_less(plan, "pwp", 0.01, (1.0 - 0.99_f64.powi(12)) / 0.12);
            plan.staff["pwp"].leavers_per_year -= 0.01;
            pay_less(plan, |spend| &mut spend.recruitment, 10.0);
        },
        &["A7 ladder-balance[north,ladder]"],
    ),
    (
        "more places are used than there are",
        |instance, _| instance.places["college"].cap.limit = WtePerYear::new(1.99),
        &["B2 places[college]"],
    ),
    (
        "part of a place is used",
        // A tenth of a start on the ladder: 0.0901666 trainees, 0.081 completers without a post.
        |_, plan| {
            plan.training_starts_per_year.insert("ladder".into(), 0.1);
            plan.staff["pwp"].leavers_per_year -= 0.1;
            plan.staff
                .entry("hit".into())
                .or_default()
                .released_per_year = 0.081;
            pay_less(plan, |spend| &mut spend.pay, -2_028.748_612_945_142);
            pay_less(plan, |spend| &mut spend.overhead, -811.499_445_178_057);
            pay_less(plan, |spend| &mut spend.fees, -200.0);
        },
        &["H3 training-starts[north,ladder]"],
    ),
    (
        "someone on the list is lost",
        |_, plan| plan.waiting_people["step-3"][MARCH] -= 0.01,
        &[
            "C1 waiting-list[north,step-3,apr]",
            "C1 waiting-list[north,step-3,mar]",
        ],
    ),
    (
        "a treatment has less than its least share",
        |_, plan| move_to_group(plan, -9.0),
        &[
            "C3 share-min[north,group,mar]",
            "D2 work-cover[north,contact,apr]",
            "D2 work-cover[north,contact,mar]",
            "F5 recovery[north,recovery,shortfall]",
            "F6 completion[north,completion,shortfall]",
        ],
    ),
    (
        "a treatment has more than its greatest share",
        |_, plan| move_to_group(plan, 8.0),
        &[
            "C3 share-max[north,group,mar]",
            "D2 work-cover[north,contact,apr]",
            "D2 work-cover[north,contact,mar]",
            "F5 recovery[north,recovery,shortfall]",
            "F5 recovery[north,recovery]",
            "F6 completion[north,completion,shortfall]",
            "F6 completion[north,completion]",
        ],
    ),
    (
        "an hour of work is left undone",
        |_, plan| plan.task_hours["contact"]["pwp"][MARCH] -= 0.01,
        &["D2 work-cover[north,contact,mar]"],
    ),
    (
        "a role does a task that it may not do",
        |_, plan| {
            let mut hours = vec![0.0; 12];
            hours[MARCH] = 1.0;
            plan.task_hours["admin"].insert("tpwp".into(), hours);
        },
        &["D2 task-hours[north,admin,tpwp,mar]"],
    ),
    (
        "a role does more of a task than it may",
        |_, plan| {
            plan.task_hours["contact"]["ap"][MARCH] += 50.0;
            plan.task_hours["contact"]["pwp"][MARCH] -= 25.0;
        },
        &["D3 task-share[north,contact,ap,mar]"],
    ),
    (
        "a task takes more of a role's hours than it may",
        // 0.3·1,120 hours is 336; the work is 310.
        |_, plan| plan.task_hours["therapy"]["pwp"][MARCH] = 336.01,
        &[
            "D2 work-cover[north,therapy,mar]",
            "D3 role-share[north,therapy,pwp,mar]",
        ],
    ),
    (
        "a role works more hours than it has",
        // 0.901666·35 hours is 31.558.
        |_, plan| {
            plan.task_hours["contact"]["tpwp"][MARCH] += 11.57;
            plan.task_hours["contact"]["pwp"][MARCH] -= 11.57;
        },
        &["D4 capacity[north,tpwp,mar]"],
    ),
    (
        "overtime is above its cap",
        |_, plan| {
            plan.overtime_hours["pwp"][MARCH] = 112.01;
            pay_less(plan, |spend| &mut spend.overtime, -30.0 * 107.01);
        },
        &["D4 overtime-cap[north,pwp,mar]"],
    ),
    (
        "more hours are bought in than may be",
        |_, plan| {
            plan.bought_in_hours["contact"][MARCH] += 15.0;
            plan.task_hours["contact"]["pwp"][MARCH] -= 15.0;
            pay_less(plan, |spend| &mut spend.bought_in, -750.0);
        },
        &["D4 bought-in-cap[north,contact,mar]"],
    ),
    (
        "hours are bought in where none may be",
        |_, plan| {
            plan.bought_in_hours.insert("admin".into(), vec![1.0]);
            plan.task_hours["admin"]["ap"].fill(47.0);
        },
        &["D4 bought-in-cap[north,admin,*]"],
    ),
    (
        "less supervision is given than is due",
        |_, plan| plan.supervision_hours["case"]["pwp"][MARCH] -= 0.001,
        &["E1 supervision-cover[north,case,mar]"],
    ),
    (
        "a role supervises that may not",
        |_, plan| {
            plan.supervision_hours["case"].insert("ap".into(), vec![1.0]);
        },
        &["E1 supervising[north,case,ap,*]"],
    ),
    (
        "twice as many assistants as their supervisors can take",
        |_, plan| plan.staff["ap"].wte = 8.0,
        &[
            "A2 time-in-post[north,ap]",
            "E1 supervision-cover[north,case,*]",
            "E2 supervision-ratio[north,case]",
            "E3 skill-mix-max[north,mix]",
            "G1 spend-balance[north,overhead]",
            "G1 spend-balance[north,pay]",
            "G1 spend-balance[north]",
            "G2 budget[region]",
        ],
    ),
    (
        "too few assistants for the mix and their work",
        |_, plan| plan.staff["ap"].wte = 1.5,
        &[
            "A2 time-in-post[north,ap]",
            "D4 capacity[north,ap,*]",
            "E1 supervision-cover[north,case,*]",
            "E3 skill-mix-min[north,mix]",
            "G1 spend-balance[north,overhead]",
            "G1 spend-balance[north,pay]",
            "G1 spend-balance[north]",
        ],
    ),
    (
        "posts are no multiple of their unit",
        |_, plan| plan.staff["ap"].wte = 4.1,
        &[
            "A2 time-in-post[north,ap]",
            "E1 supervision-cover[north,case,*]",
            "G1 spend-balance[north,overhead]",
            "G1 spend-balance[north,pay]",
            "G1 spend-balance[north]",
            "H3 posts[north,ap]",
        ],
    ),
    (
        "fewer start than over all services must",
        // Half of those who finish `gsh` recover, as the standard asks: it is as short as before.
        |_, plan| plan.starts_people["gsh"][MARCH] -= 0.1,
        &[
            "C1 waiting-list[north,step-2,mar]",
            "C1 waiting-list[north,step-3,apr]",
            "C1 waiting-list[north,step-3,mar]",
            "D2 work-cover[north,contact,apr]",
            "D2 work-cover[north,contact,mar]",
            "F1 overall-access[together]",
            "F2 wait[north,nearly-all,shortfall]",
            "F6 completion[north,completion,shortfall]",
            "F6 completion[north,completion]",
        ],
    ),
    (
        "fewer are said to be short of a standard than are",
        |_, plan| plan.shortfall_people["access-3"] -= 0.01,
        &[
            "F1 access[north,access-3,shortfall]",
            "F1 access[north,access-3]",
        ],
    ),
    (
        "more are said to be short of a standard than are",
        |_, plan| plan.shortfall_people["access-3"] += 0.01,
        &["F1 access[north,access-3,shortfall]"],
    ),
    (
        "a hard standard is said to fall short",
        |_, plan| {
            plan.shortfall_people.insert("access".into(), 0.01);
        },
        &["F1 access[north,access,shortfall]"],
    ),
    (
        "more wait than a hard standard allows",
        // 6/ln 4·155/4 is 167.714.
        |_, plan| plan.waiting_people["step-2"][MARCH] = 167.72,
        &[
            "C1 waiting-list[north,step-2,apr]",
            "C1 waiting-list[north,step-2,mar]",
            "F2 wait[north,nearly-all,shortfall]",
            "F2 wait[north,six-weeks,mar]",
        ],
    ),
    (
        "people wait and none start",
        |_, plan| plan.starts_people["cbt"][MARCH] = 0.0,
        &[
            "C1 waiting-list[north,step-3,mar]",
            "D2 work-cover[north,therapy,mar]",
            "F1 access[north,access-3,shortfall]",
            "F1 access[north,access-3]",
            "F2 wait[north,step-3-wait,mar]",
            "F5 recovery[north,recovery,shortfall]",
            "F5 recovery[north,recovery]",
            "F6 completion[north,completion,shortfall]",
            "F6 completion[north,completion]",
        ],
    ),
    (
        "fewer are said to wait too long than do",
        |_, plan| plan.shortfall_people["nearly-all"] -= 0.01,
        &["F2 wait[north,nearly-all,shortfall]"],
    ),
    (
        "fewer recoveries are said to be short than are",
        |_, plan| plan.shortfall_people["recovery"] -= 0.01,
        &[
            "F5 recovery[north,recovery,shortfall]",
            "F5 recovery[north,recovery]",
        ],
    ),
    (
        "fewer courses are said to be short than are",
        |_, plan| plan.shortfall_people["completion"] -= 0.01,
        &[
            "F6 completion[north,completion,shortfall]",
            "F6 completion[north,completion]",
        ],
    ),
    (
        "a part of the spend is understated",
        |_, plan| plan.spend_gbp.pay -= 10.0,
        &["G1 spend-balance[north,pay]"],
    ),
    (
        "the total is not the sum of its parts",
        |_, plan| plan.spend_gbp.total -= 10.0,
        &["G1 spend-balance[north]"],
    ),
    (
        "hours bought in go unpaid",
        |_, plan| pay_less(plan, |spend| &mut spend.bought_in, 10.0),
        &[
            "G1 spend-balance[north,bought-in]",
            "G1 spend-balance[north]",
        ],
    ),
    (
        "the budget is overspent",
        |instance, _| instance.budgets["region"].limit = GbpPerYear::new(1_846_500.0),
        &["G2 budget[region]"],
    ),
    (
        "the levy pays more than fees",
        |instance, plan| {
            instance.levies["levy"].limit = GbpPerYear::new(10_000.0);
            plan.levy_fees_gbp["levy"] = 2_001.0;
            pay_less(plan, |spend| &mut spend.fees, 500.0);
        },
        &["G1 spend-balance[north,fees]", "G3 levy-eligible[north]"],
    ),
    (
        "more is drawn from the levy than it holds",
        |_, plan| {
            plan.levy_fees_gbp["levy"] += 1.0;
            pay_less(plan, |spend| &mut spend.fees, 1.0);
        },
        &["G3 levy-fund[levy]"],
    ),
    (
        "a service draws from a levy that does not cover it",
        |instance, _| instance.levies["levy"].services = vec![1],
        &["G3 levy-fees[north,levy]"],
    ),
];

/// Fewer are hired, and posts are kept by those who stay longer.
fn join_less(plan: &mut ServicePlan, role: &str, joiners: f64, years_in_first_year: f64) {
    let staff = &mut plan.staff[role];
    staff.hires_per_year -= joiners;
    staff.past_first_year_wte += joiners * years_in_first_year;
}

/// A part of the spend is less, and so is the total.
fn pay_less(plan: &mut ServicePlan, part: fn(&mut Spend) -> &mut f64, pounds: f64) {
    *part(&mut plan.spend_gbp) -= pounds;
    plan.spend_gbp.total -= pounds;
}

fn move_to_group(plan: &mut ServicePlan, people: f64) {
    plan.starts_people["group"][MARCH] += people;
    plan.starts_people["gsh"][MARCH] -= people;
}
