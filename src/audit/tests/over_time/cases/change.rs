//! Money and limits on change (G and H).

use super::{Case, last_year};

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
