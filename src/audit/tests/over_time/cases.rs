//! One thing wrong in the climbing plan or its instance, and what this breaks.

use crate::instance::{InPost, Instance, Level, Measure, ShortTime};
use crate::plan::{ServicePlan, Spend};
use crate::units::{GbpPerWteYear, GbpPerYear, HoursPerWeek, Share, TaskHoursPerWeek, Wte};

/// What is changed, how, and the subjects of the promises that this breaks; the last of them
/// `…` where there are others too.
pub type Case = (
    &'static str,
    fn(&mut Instance, &mut ServicePlan),
    &'static [&'static str],
);

/// Stands for promises that break in the train of others.
pub const AND_OTHERS: &str = "…";

fn last_year(plan: &mut ServicePlan) -> &mut Spend {
    let (_, year) = plan.years.last_mut().expect("the plan has years");
    &mut year.spend_gbp
}

/// People (A).
pub const PEOPLE: &[Case] = &[
    (
        "more are said to be in post than come and go give",
        |_, plan| {
            plan.people["ap"].in_post_wte[5] += 0.0001;
        },
        &[
            "A1 in-post-balance[alone,ap,2027-07]",
            "A1 in-post-balance[alone,ap,2027-07,leaving]",
        ],
    ),
    (
        "fewer are said to leave than do",
        |_, plan| {
            plan.people["pwp"].leaving_wte[1] -= 0.0001;
        },
        &["A1 in-post-balance[alone,pwp,2026-07,leaving]"],
    ),
    (
        "more trainees are said to be there than are",
        |_, plan| {
            plan.people["tpwp"].in_post_wte[5] += 0.0001;
        },
        &["A1 in-post-balance[alone,tpwp,2027-07]"],
    ),
    (
        "fewer trainees are said to drop out than do",
        |_, plan| {
            plan.people["tpwp"].leaving_wte[2] -= 0.0001;
        },
        &["A1 in-post-balance[alone,tpwp,2026-10,leaving]"],
    ),
    (
        "more were in post at the start than the plan reckons with",
        |instance, _| {
            instance.services[0].start.staff["hit"].longer = 5.01;
        },
        &["A1 in-post-balance[alone,hit,2026-04]"],
    ),
    (
        "more are in post than may be",
        |instance, _| {
            instance.services[0].care.roles["ap"].in_post_max = Some(Wte::new(10.9));
        },
        &["A1 in-post[alone,ap,2026-04,max]"],
    ),
    (
        "fewer are in post than must be",
        |instance, _| {
            instance.services[0].care.roles["hit"].in_post_min = Wte::new(5.1);
        },
        &[
            "A1 in-post[alone,hit,2026-04,min]",
            "A1 in-post[alone,hit,2026-07,min]",
        ],
    ),
    (
        "staff are no whole number of their unit",
        |instance, _| {
            instance.services[0].care.roles["hit"].in_post_unit = Wte::new(5.0);
        },
        &[
            "H3 in-post[alone,hit,2026-10]",
            "H3 in-post[alone,hit,2027-01]",
            "H3 in-post[alone,hit,2027-04]",
            "H3 in-post[alone,hit,2027-07]",
        ],
    ),
    (
        "somebody is made redundant where nobody may be",
        |instance, _| {
            instance.services[0].care.roles["pwp"].redundancy = None;
        },
        &[
            "A1 redundant[alone,pwp,2027-01]",
            "G1 spend-balance[alone,2026/27,redundancy]",
            "G1 spend-balance[alone,2026/27]",
        ],
    ),
    (
        "hires and redundancies are no whole posts",
        |instance, _| {
            instance.services[0].care.roles["pwp"].post_unit = Wte::new(0.7);
        },
        &[
            "H3 joining[alone,pwp,2026-04]",
            "H3 redundant[alone,pwp,2027-01]",
        ],
    ),
    (
        "hires join before the lead time has passed",
        |instance, _| {
            instance.services[0].care.roles["ap"].hire_lead = 2;
        },
        &["A4 joining[alone,ap,2026-07]"],
    ),
    (
        "people are hired into a role that cannot be hired into",
        |instance, _| {
            instance.services[0].care.roles["pwp"].hireable = false;
        },
        &["A4 joining[alone,pwp,2026-04]"],
    ),
    (
        "more start than have passed their first year",
        |instance, _| {
            let start = &mut instance.services[0].start;
            start.staff["pwp"].recent[0] = 20.0;
            start.staff["pwp"].longer = 0.0;
            start.staff["pwp"].recent[1] = 0.5;
        },
        &["A2 first-year[alone,pwp,2026-04]", AND_OTHERS],
    ),
    (
        "too few have the tenure for those who start",
        |instance, _| {
            instance.services[0].start.staff["ap"] = InPost {
                recent: vec![9.0, 0.0, 0.0],
                longer: 1.0,
            };
        },
        &[
            "A3 tenure-pool[alone,ap,2026-07]",
            "A6 cover-pool[alone,ap,2026-07]",
        ],
    ),
    (
        "more are hired in a year than the labour market gives",
        |instance, _| {
            instance.labour_markets["market"].cap.by_year[0] = 1.9;
        },
        &["A4 labour-market[market,2026/27]"],
    ),
    (
        "more are hired in a quarter than the labour market gives",
        |instance, _| {
            instance.labour_markets["market"].cap.by_period[0] = 1.9;
        },
        &["A4 labour-market[market,2026-04]"],
    ),
    (
        "staff are covered before the measure begins",
        |instance, _| {
            instance.services[0].care.retention["cpd"].from = 2;
        },
        &["A6 covered[alone,cpd,2026-07]"],
    ),
    (
        "more staff are covered than the measure may",
        |instance, _| {
            instance.services[0].care.retention["cpd"].max_share = Share::new(0.45);
        },
        &[
            "A6 cover-share[alone,cpd,2026-10]",
            "A6 cover-share[alone,cpd,2027-01]",
        ],
    ),
    (
        "somebody is covered twice",
        |instance, plan| {
            let other = Measure {
                cost: GbpPerWteYear::ZERO,
                fixed_cost: GbpPerYear::ZERO,
                leaving_reduction: Share::ZERO,
                max_share: Share::new(1.0),
                hours: HoursPerWeek::ZERO,
                ..instance.services[0].care.retention["cpd"].clone()
            };
            let retention = &mut instance.services[0].care.retention;
            retention.insert("other".into(), other);
            let covered = vec![0.0, 4.91, 0.0, 0.0, 0.0, 0.0];
            plan.retention_wte.insert("other".into(), covered);
        },
        &["A6 cover-all[alone,ap,2026-07]"],
    ),
    (
        "more of those covered are said to have the tenure than are covered",
        |_, plan| {
            plan.retention_tenured_wte["cpd"][1] = 4.001;
        },
        &["A6 cover-tenured[alone,cpd,2026-07]"],
    ),
    (
        "staff are covered by a measure that does not run",
        |_, plan| {
            plan.retention_years.clear();
        },
        &[
            "A6 cover-running[alone,cpd,2026-07]",
            "A6 cover-running[alone,cpd,2026-10]",
            "A6 cover-running[alone,cpd,2027-01]",
            "G1 spend-balance[alone,2026/27,retention]",
            "G1 spend-balance[alone,2026/27]",
        ],
    ),
    (
        "more stay for a place than would have left for the ladder",
        |instance, _| {
            instance.services[0].care.routes["up"].replaces_leaving_share = Share::new(0.13);
        },
        &[
            "A7 ladder-bound[alone,up,2026-04]",
            "A7 ladder-bound[alone,up,2026-07]",
            "A7 ladder-tenured-bound[alone,up,2026-04]",
        ],
    ),
    (
        "more of those who stay are said to have the tenure than stay",
        |_, plan| {
            plan.intakes["up"].ladder_kept_tenured_wte[1] = 0.2001;
        },
        &["A7 ladder-tenured[alone,up,2026-07]"],
    ),
    (
        "more start who stayed for it than stayed",
        |_, plan| {
            plan.intakes["up"].beyond_ladder_wte[2] = 0.4999;
        },
        &[
            "A7 ladder-pool[alone,up,2026-10]",
            "A7 ladder-pool[alone,up,2027-01]",
            "A7 ladder-pool[alone,up,2027-04]",
            "A7 ladder-pool[alone,up,2027-07]",
        ],
    ),
    (
        "more start beyond the ladder than start",
        |_, plan| {
            plan.intakes["up"].beyond_ladder_wte[0] = 0.0001;
        },
        &["A7 ladder-beyond[alone,up,2026-04]"],
    ),
    (
        "people stay for places that never come",
        |_, plan| {
            plan.intakes["up"].starts_wte[2] = 0.0;
        },
        &["A7 ladder-stay[alone,up,2026-04]", AND_OTHERS],
    ),
];

/// Training, the pathway, work, supervision and standards (B to F).
pub const CARE: &[Case] = &[
    (
        "training starts when there is no intake",
        |instance, _| {
            instance.services[0].care.routes["climb"].intakes[1] = false;
        },
        &["B1 intake[alone,climb,2026-07]"],
    ),
    (
        "a place that is filled already is given away",
        |instance, _| {
            instance.services[0].start.committed["climb"][4] = 1.001;
        },
        &[
            "B1 intake[alone,climb,2027-04]",
            "G1 spend-balance[alone,2027/28,fees]",
            "G1 spend-balance[alone,2027/28]",
            "G3 levy-eligible[alone,2027/28]",
        ],
    ),
    (
        "places are no whole number of their unit",
        |instance, _| {
            instance.services[0].care.routes["climb"].places_unit = Wte::new(0.7);
        },
        &["H3 intake[alone,climb,2026-07]"],
    ),
    (
        "more start at an intake than there are places",
        |instance, _| {
            instance.places["college"].cap.by_period[1] = 1.9;
        },
        &["B2 places[college,2026-07]"],
    ),
    (
        "more start in a part of a year than its places",
        |instance, _| {
            instance.places["college"].cap.by_year[1] = 0.9;
        },
        &["B2 places[college,2027/28]"],
    ),
    (
        "more waited at the start than the plan reckons with",
        |instance, _| {
            instance.services[0].start.waiting["step-2"] = 10.01;
        },
        &["C1 waiting-list[alone,step-2,2026-04]"],
    ),
    (
        "more were referred before the start",
        |instance, _| {
            let calendar = &mut instance.services[0].care.calendar;
            if let Some(horizon) = &mut calendar.horizon {
                horizon.referral_share_before[0] = 0.2501;
            }
        },
        &["C1 waiting-list[alone,step-2,2026-04]"],
    ),
    (
        "more started before the start, whose courses go on",
        |instance, _| {
            instance.services[0].start.started["gsh"][0] = 80.1;
        },
        &["D2 work-cover[alone,contact,2026-04]"],
    ),
    (
        "hours are left undone in a quarter with more of them",
        |instance, _| {
            instance.services[0].care.tasks["therapy"].fixed_hours_by_period[1] =
                TaskHoursPerWeek::new(20.01);
        },
        &["D2 work-cover[alone,therapy,2026-07]"],
    ),
    (
        "idle hours are not declared",
        |_, plan| {
            plan.overtime_hours["hit"][0] = 9.99;
        },
        &[
            "D4 capacity[alone,hit,2026-04]",
            "G1 spend-balance[alone,2026/27,overtime]",
        ],
    ),
    (
        "more overtime is worked than may be",
        |instance, _| {
            instance.services[0].care.roles["hit"].overtime_max_hours =
                Some(HoursPerWeek::new(0.19));
        },
        &[
            "D4 overtime-cap[alone,hit,2026-04]",
            "D4 overtime-cap[alone,hit,2026-07]",
        ],
    ),
    (
        "a measure takes more hours than there are",
        |instance, _| {
            instance.services[0].care.retention["cpd"].hours = HoursPerWeek::new(11.0);
        },
        &[
            "D4 capacity[alone,ap,2026-10]",
            "D4 capacity[alone,ap,2027-01]",
        ],
    ),
    (
        "more are supernumerary than may be",
        |instance, _| {
            let hit = &mut instance.services[0].care.roles["hit"];
            hit.supernumerary.iter_mut().for_each(|s| s.max = 1.9);
        },
        &["D4 supernumerary[alone,hit,2027-07]"],
    ),
    (
        "more are on short time than may be",
        |instance, _| {
            let hit = &mut instance.services[0].care.roles["hit"];
            hit.short_time
                .iter_mut()
                .for_each(|s| s.max = Wte::new(2.7));
        },
        &["D4 short-time[alone,hit,2027-07]"],
    ),
    (
        "more are on short time than are in post",
        |instance, plan| {
            // 6.01 on short time that leave the same 70 hours idle, at the same cost.
            plan.people["hit"].short_time_wte[5] = 6.01;
            instance.services[0].care.roles["hit"].short_time = Some(ShortTime {
                max: Wte::new(7.0),
                hours_share: Share::new(1.0 - 1.4 / 6.01),
                price: GbpPerWteYear::new(2_800.0 / 6.01),
            });
        },
        &["D4 short-time-cap[alone,hit,2027-07]"],
    ),
    (
        "less supervision is given than the trainees of a quarter are due",
        |_, plan| {
            plan.supervision_hours["case"]["pwp"][1] = 1.999;
        },
        &["E1 supervision-cover[alone,case,2026-07]"],
    ),
    (
        "too many trainees for a supervisor, once that holds",
        |instance, _| {
            instance.services[0].care.supervision["case"].max_ratio = Some(0.1);
        },
        &["E2 supervision-ratio[alone,case,2026-10]"],
    ),
    (
        "too many assistants in the mix, once that holds",
        |instance, _| {
            instance.services[0].care.skill_mix["mix"].share_max = Share::new(0.343);
        },
        &["E3 skill-mix-max[alone,mix,2027-01]"],
    ),
    (
        "fewer start in a year than the path asks",
        |instance, _| {
            instance.services[0].care.standards["access"].path[0].1 = 400.01;
        },
        &["F1 access[alone,access,2026/27]"],
    ),
    (
        "fewer start in a part of a year than all must",
        |instance, _| {
            instance.overall_access["together"].target.by_year[1] = 230.01;
        },
        &["F1 overall-access[together,2027/28]"],
    ),
    (
        "more wait than a hard standard allows, once it holds",
        |instance, _| {
            let six_weeks = &mut instance.services[0].care.standards["six-weeks"];
            six_weeks.from = 5;
            if let Level::Wait { share, .. } = &mut six_weeks.level {
                *share = Share::new(0.999);
            }
        },
        &["F2 wait[alone,six-weeks,2027-07]"],
    ),
    (
        "fewer are said to wait too long than do",
        |_, plan| {
            plan.shortfall_by_period_people["quick"][4] -= 0.001;
        },
        &["F2 wait[alone,quick,2027-04,shortfall]"],
    ),
    (
        "people are said to wait too long before the standard holds",
        |_, plan| {
            plan.shortfall_by_period_people["quick"][0] = 0.001;
        },
        &["F2 wait[alone,quick,2026-04,shortfall]"],
    ),
    (
        "fewer recover than a standard asks",
        |instance, _| {
            instance.services[0].care.standards["recovery"].level = Level::Recovery {
                share: Share::new(0.501),
            };
        },
        &[
            "F5 recovery[alone,recovery,2026/27]",
            "F5 recovery[alone,recovery,2027/28]",
        ],
    ),
    (
        "fewer courses are said to be short than are",
        |_, plan| {
            for year in plan.years.values_mut().take(1) {
                year.shortfall_people["completion"] -= 0.01;
            }
        },
        &[
            "F6 completion[alone,completion,2026/27]",
            "F6 completion[alone,completion,2026/27,shortfall]",
        ],
    ),
];

/// Money and limits on change (G and H).
pub const CHANGE: &[Case] = &[
    (
        "too much is said to be spent on pay",
        |_, plan| {
            last_year(plan).pay += 1.0;
        },
        &["G1 spend-balance[alone,2027/28,pay]"],
    ),
    (
        "too much is said to be spent on overhead",
        |_, plan| {
            last_year(plan).overhead += 1.0;
        },
        &["G1 spend-balance[alone,2027/28,overhead]"],
    ),
    (
        "too much is said to be spent on recruitment",
        |_, plan| {
            last_year(plan).recruitment += 1.0;
        },
        &["G1 spend-balance[alone,2027/28,recruitment]"],
    ),
    (
        "too much is said to be spent on bought-in",
        |_, plan| {
            last_year(plan).bought_in += 1.0;
        },
        &["G1 spend-balance[alone,2027/28,bought-in]"],
    ),
    (
        "too much is said to be spent on retention",
        |_, plan| {
            last_year(plan).retention += 1.0;
        },
        &["G1 spend-balance[alone,2027/28,retention]"],
    ),
    (
        "too much is said to be spent on redundancy",
        |_, plan| {
            last_year(plan).redundancy += 1.0;
        },
        &["G1 spend-balance[alone,2027/28,redundancy]"],
    ),
    (
        "too much is said to be spent on idle",
        |_, plan| {
            last_year(plan).idle += 1.0;
        },
        &["G1 spend-balance[alone,2027/28,idle]"],
    ),
    (
        "the total of a year is not the sum of its parts",
        |_, plan| {
            last_year(plan).total -= 2.0;
        },
        &["G1 spend-balance[alone,2027/28]"],
    ),
    (
        "a budget is overspent",
        |instance, _| {
            instance.budgets["icb"].by_year[1] = 576_995.0;
        },
        &["G2 budget[icb,2027/28]"],
    ),
    (
        "a levy fund is overdrawn",
        |instance, _| {
            instance.levies["levy"].by_year[0] = 3_999.0;
        },
        &["G3 levy-fund[levy,2026/27]"],
    ),
    (
        "the levy pays for places that are paid for",
        |_, plan| {
            for year in plan.years.values_mut().skip(1) {
                year.levy_fees_gbp.insert("levy".into(), 1.0);
            }
        },
        &[
            "G1 spend-balance[alone,2027/28,fees]",
            "G3 levy-eligible[alone,2027/28]",
        ],
    ),
    (
        "a service draws from a levy that does not cover it",
        |instance, _| {
            instance.levies["levy"].services.clear();
        },
        &["G3 levy-fees[alone,levy,2026/27]"],
    ),
    (
        "more are hired than a limit allows",
        |instance, _| {
            instance.services[0].care.limits["hires"].max = 1.999;
        },
        &["H1 change-limit[alone,hires,2026-04]"],
    ),
    (
        "a role grows faster than a limit allows",
        |instance, _| {
            instance.services[0].care.limits["growth"].max = 1.999;
        },
        &["H1 change-limit[alone,growth,2026-04]"],
    ),
    (
        "more are made redundant in a year than a limit allows",
        |instance, _| {
            instance.services[0].care.limits["redundancies"].max = 0.999;
        },
        &["H1 change-limit[alone,redundancies,2026/27]"],
    ),
    (
        "more are made redundant in a year than a share of the staff",
        |instance, _| {
            instance.services[0].care.limits["redundancies"].max_share = 0.0554;
        },
        &["H1 change-limit[alone,redundancies,2026/27,share]"],
    ),
];
