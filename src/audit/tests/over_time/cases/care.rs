//! Training, the pathway, work, supervision and standards (B to F).

use super::Case;
use crate::instance::{Level, ShortTime};
use crate::units::{GbpPerWteYear, HoursPerWeek, Share, TaskHoursPerWeek, Wte};

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
