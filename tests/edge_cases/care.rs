//! What is done for people: their waits, the work, its supervision, the standards that it must meet.

use super::End::{No, Plan, Refused};
use super::{ACCESS, check};

#[test]
fn waits_at_their_ends_give_a_plan_or_are_refused() {
    let shape = |shape: &str| format!("[care.steps.treatment]\nwait_shape = {shape}\n");
    let wait = |share: &str, weeks: &str| {
        format!("[care.standards.wait.six-weeks]\nshare_min = {share}\nwithin_weeks = {weeks}\n")
    };
    check(&[
        ("very uneven waits", &shape("0.1"), Plan),
        ("waits all alike", &shape("1000"), Plan),
        ("all but exponential", &shape("1.0000001"), Plan),
        ("shapeless", &shape("1e-4"), Refused("I135")),
        ("stiff", &shape("1e8"), Refused("D104")),
        ("nearly all", &wait("0.999999", "6"), Plan),
        ("all but nobody", &wait("0.000001", "6"), Plan),
        ("a day", &wait("0.75", "0.15"), Plan),
        ("a moment", &wait("0.75", "1e-9"), Refused("I185")),
        ("a century", &wait("0.75", "5300"), Plan),
        (
            "no variability",
            "[care.steps.treatment]\narrival_variability_scv = 0\nservice_variability_scv = 0\n",
            Plan,
        ),
        (
            "headroom with one treatment of a step",
            "[care.treatments.one-to-one]\nshare_min = 1\nshare_max = 1\n[care.treatments.group]\nshare_min = 0\nshare_max = 0\n",
            Plan,
        ),
        (
            "headroom where shares sum to much more than 1",
            "[care.treatments.one-to-one]\nshare_min = 0\nshare_max = 1\n[care.treatments.group]\nshare_min = 0\nshare_max = 1\n[care.standards.recovery.recovery]\nenforcement = 'reported'\n",
            Plan,
        ),
    ]);
}

#[test]
fn work_at_its_ends_gives_a_plan_or_is_refused() {
    let contact = |hours: &str, rest: &str| {
        format!(
            "[care.treatments.one-to-one]\n{rest}\n[care.treatments.one-to-one.work.contact]\nhours_per_session = {hours}\n"
        )
    };
    check(&[
        (
            "nearly all missed",
            &contact("0.8", "missed_share = 0.99"),
            Plan,
        ),
        ("nobody missed", &contact("0.8", "missed_share = 0"), Plan),
        (
            "absurd hours",
            &contact("1e9", "attended_per_start = 1e4"),
            Refused("I146"),
        ),
        (
            "all missed but one in a million million",
            &contact("0.8", "missed_share = 0.999999999999"),
            Refused("I146"),
        ),
        (
            "no appointments",
            &contact("0.8", "attended_per_start = 0"),
            Plan,
        ),
        ("a huge group", &contact("0.8", "group_size = 1e4"), Plan),
        (
            "a grain of efficiency",
            "[care.tasks.contact.roles]\npwp = { efficiency = 1e-12 }\nsenior-pwp = { efficiency = 1e-12 }\n",
            Refused("I151"),
        ),
        (
            "none of a task",
            "[care.tasks.contact.roles]\npwp = { max_share_of_task = 0 }\n",
            Plan,
        ),
        (
            "none of a role",
            "[care.tasks.contact.roles]\npwp = { max_share_of_role = 0 }\n",
            Plan,
        ),
        (
            "no hours for tasks at all",
            "[care.roles.pwp]\nclinical_hours_per_week = 0\n",
            Plan,
        ),
        (
            "all overhead",
            "[care.money]\noverhead_ratio_of_pay = 1e9\n",
            Refused("D104"),
        ),
        (
            "all bought in for nothing",
            "[care.tasks.contact]\nbought_in = { max_share = 1, gbp_per_hour = 0 }\n",
            Refused("I153"),
        ),
        (
            "all bought in",
            "[care.tasks.contact]\nbought_in = { max_share = 1, gbp_per_hour = 1 }\n",
            Plan,
        ),
        (
            "free overtime",
            "[care.roles.pwp]\novertime_max_share = 1\novertime_gbp_per_hour = 0\n",
            Refused("I111"),
        ),
        (
            "overtime without end",
            "[care.roles.pwp]\novertime_max_share = 1\novertime_gbp_per_hour = 1\n",
            Plan,
        ),
    ]);
}

#[test]
fn supervision_at_its_ends_gives_a_plan_or_is_refused() {
    check(&[
        (
            "a supervisor named twice",
            "[care.supervision.ap-supervision]\nsupervisors = ['pwp', 'senior-pwp', 'pwp']\n",
            Refused("I163"),
        ),
        (
            "a supervisee named twice",
            "[care.supervision.ap-supervision]\nsupervisees = ['ap', 'ap']\n",
            Refused("I163"),
        ),
        (
            "a role named twice in a band",
            "[care.skill_mix.b]\nname = 'b'\nroles = ['pwp', 'pwp']\nof = ['pwp', 'ap']\nshare_min = 0\nshare_max = 0.5\nenforcement = 'hard'\n",
            Refused("I163"),
        ),
        (
            "all of the mix",
            "[care.skill_mix.b]\nname = 'b'\nroles = ['pwp']\nof = ['pwp', 'ap', 'senior-pwp']\nshare_min = 1\nshare_max = 1\nenforcement = 'hard'\n",
            No,
        ),
        (
            "none of the mix",
            "[care.skill_mix.b]\nname = 'b'\nroles = ['ap']\nof = ['pwp', 'ap', 'senior-pwp']\nshare_min = 0\nshare_max = 0\nenforcement = 'hard'\n",
            Plan,
        ),
        (
            "supervision that takes all",
            "[care.supervision.pwp-case-management]\nhours_per_wte_week = 168\n",
            Plan,
        ),
        (
            "a ratio of next to nothing",
            "[care.supervision.pwp-case-management]\nmax_supervisees_per_supervisor = 0.01\n",
            No,
        ),
        (
            "supervisors of themselves who need more than they have",
            "[care.supervision.own]\nname = 'own'\nsupervisees = ['senior-pwp']\nsupervisors = ['senior-pwp']\nhours_per_wte_week = 30\n",
            No,
        ),
    ]);
}

#[test]
fn soft_standards_at_their_ends_give_a_plan_or_are_refused() {
    let soft = |price: &str| {
        format!(
            "[care.standards.wait.six-weeks]\nenforcement = 'soft'\nshortfall_gbp_per_person = {price}\n{ACCESS}"
        )
    };
    check(&[
        ("free shortfalls", &soft("0"), Refused("I183")),
        ("dear shortfalls", &soft("1e9"), Plan),
        ("cheap shortfalls", &soft("1e-6"), Plan),
        (
            "no prevalence",
            "[care.standards.access.a]\nname = 'a'\nstep = 'treatment'\nshare_of_prevalence = 0.2\nenforcement = 'hard'\n",
            Refused("I182"),
        ),
        (
            "more recover than can",
            "[care.standards.recovery.recovery]\nshare_min = 1\n",
            No,
        ),
        (
            "none need recover",
            "[care.standards.recovery.recovery]\nshare_min = 0\n",
            Plan,
        ),
        (
            "a budget of nothing",
            "[budgets.b]\nname = 'b'\ngbp_per_year = 0\n",
            No,
        ),
    ]);
}
