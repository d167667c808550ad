//! People (A).

use super::{AND_OTHERS, Case};
use crate::instance::{InPost, Measure};
use crate::units::{GbpPerWteYear, GbpPerYear, HoursPerWeek, Share, Wte};

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
