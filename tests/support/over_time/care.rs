//! The care model of a random plan by month.

use super::knobs::{Feature, Knobs};
use super::number;
use super::rules::{limits, measures, standards};

/// Clinical hours a week of qualified staff.
pub const CLINICAL_HOURS: f64 = 22.0;

pub const PAY: [f64; 3] = [34_000.0, 46_000.0, 62_000.0];

/// The file.
pub fn text(knobs: &Knobs) -> String {
    let mut parts = vec![time(knobs)];
    parts.extend(roles(knobs));
    parts.extend(routes(knobs));
    if knobs.has(Feature::Patients) {
        parts.extend(pathway(knobs));
    }
    parts.extend(tasks(knobs));
    parts.extend(supervision(knobs));
    if knobs.has(Feature::Measures) {
        parts.extend(measures(knobs));
    }
    parts.extend(limits(knobs));
    if knobs.has(Feature::Patients) {
        parts.extend(standards(knobs));
    }
    parts.join("\n")
}

/// Lines that are there with a feature only.
pub fn with(knobs: &Knobs, feature: Feature, lines: &str) -> String {
    if knobs.has(feature) {
        format!("{lines}\n")
    } else {
        String::new()
    }
}

fn time(knobs: &Knobs) -> String {
    let (referrals, working) = if knobs.has(Feature::Seasons) {
        (
            "[1.2, 1, 1, 0.9, 0.9, 1, 1.1, 0.8, 1, 1.2, 1.1, 0.8]",
            "[1, 1, 1, 1, 1, 1, 1, 0.8, 1.1, 1.1, 1.1, 0.9]",
        )
    } else {
        let flat = "[1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1]";
        (flat, flat)
    };
    format!(
        r#"skillmix = 1
name = "random plans"

[time]
step = "{step}"
weeks_per_year = 52
working_weeks_per_year = 42
referral_index_by_month = {referrals}
working_time_index_by_month = {working}

[money]
price_year = "2025/26"
overhead_ratio_of_pay = 0.1
"#,
        step = knobs.step
    )
}

/// Staff whose numbers stay whole never leave in fractions.
fn leaves(knobs: &Knobs, role: &str) -> bool {
    role != "ap" || !knobs.has(Feature::WholeStaff)
}

fn roles(knobs: &Knobs) -> Vec<String> {
    let unit = if knobs.has(Feature::Whole) { "1" } else { "0" };
    let mut parts = Vec::new();
    for (place, id) in ["ap", "pwp", "hit"].into_iter().enumerate() {
        let a_year = if leaves(knobs, id) {
            knobs.leaving[place]
        } else {
            0.0
        };
        #[expect(clippy::cast_precision_loss, reason = "at most 52")]
        let a_period = 1.0 - (1.0 - a_year).powf(1.0 / knobs.periods_per_year() as f64);
        let of_its_own = knobs.has(Feature::FirstYear) && id != "ap";
        let mut role = format!(
            "[roles.{id}]\nname = \"{id}\"\nshort = \"{short}\"\nband = \"5\"\nkind = \"qualified\"\n\
             pay_gbp_per_wte_year = {pay}\nclinical_hours_per_week = {CLINICAL_HOURS}\n\
             recruitment_gbp_per_hire = 3000\npost_unit_wte = {unit}\n",
            short = id.to_uppercase(),
            pay = PAY[place],
            unit = if leaves(knobs, id) { unit } else { "1" },
        );
        role += &if knobs.has(Feature::LeavingPerPeriod) && !of_its_own {
            format!("leaving_per_period = {a_period}\n")
        } else {
            format!("leaving_per_year = {}\n", number(a_year))
        };
        if of_its_own {
            let first = number(a_year.mul_add(0.5, 0.2));
            role += &format!("first_year_leaving_per_year = {first}\n");
        }
        role += &match id {
            "ap" => ap(knobs),
            "pwp" => pwp(knobs),
            _ => hit(knobs),
        };
        parts.push(role);
    }
    for (id, there) in [
        ("trainee", true),
        ("learner", knobs.has(Feature::TwoStages)),
        ("trainee-pwp", knobs.has(Feature::FromOutside)),
    ] {
        if there {
            parts.push(format!(
                "[roles.{id}]\nname = \"{id}\"\nshort = \"{id}\"\nband = \"4\"\nkind = \"trainee\"\n\
                 pay_gbp_per_wte_year = 38000\nclinical_hours_per_week = 10\n\
                 leaving_per_year = 0.05\n"
            ));
        }
    }
    parts
}

fn ap(knobs: &Knobs) -> String {
    with(knobs, Feature::WholeStaff, "in_post_unit_wte = 1")
        + &with(knobs, Feature::InPostBounds, "in_post_max_wte = 40")
        + &with(
            knobs,
            Feature::Overtime,
            "overtime_max_share = 0.1\novertime_gbp_per_hour = 35",
        )
        + &with(
            knobs,
            Feature::Supernumerary,
            "supernumerary = { gbp_per_wte_year = 900, max_wte = 90 }",
        )
}

fn pwp(knobs: &Knobs) -> String {
    with(knobs, Feature::Lead, "hire_lead_months = 2")
        + &with(knobs, Feature::Redundancy, "redundancy_gbp_per_wte = 9000")
        + &with(
            knobs,
            Feature::InPostBounds,
            "in_post_min_wte = 0.5\nin_post_max_wte = 80",
        )
        + &with(
            knobs,
            Feature::TimeInPost,
            "time_in_post_share_by_year = [0.3, 0.3, 0.4]",
        )
        + &with(
            knobs,
            Feature::OvertimeHours,
            "overtime_max_hours_per_week = 2\novertime_gbp_per_hour = 45",
        )
        + &with(
            knobs,
            Feature::Supernumerary,
            "supernumerary = { gbp_per_wte_year = 1200 }",
        )
        + &with(
            knobs,
            Feature::Destinations,
            "leaver_destinations = { nhs = 0.15, private = 0.1 }",
        )
}

fn hit(knobs: &Knobs) -> String {
    with(knobs, Feature::OnlyTrained, "hireable = false")
        + &with(
            knobs,
            Feature::ShortTime,
            "short_time = { max_wte = 2, hours_share = 0.5, gbp_per_wte_year = 500 }",
        )
        + &with(knobs, Feature::Redundancy, "redundancy_gbp_per_wte = 15000")
}

fn routes(knobs: &Knobs) -> Vec<String> {
    let unit = if knobs.has(Feature::Whole) { "1" } else { "0" };
    let returning = with(knobs, Feature::DropoutsReturn, "dropouts_return = true");
    let common = format!(
        "completion_share = {}\nplaces_unit_wte = {unit}\n",
        number(knobs.completion)
    );
    let stages = if knobs.has(Feature::TwoStages) {
        "[{ role = \"learner\", months = 6 }, { role = \"trainee\", months = 12 }]"
    } else {
        "[{ role = \"trainee\", months = 12 }]"
    };
    let months = format!(
        "intake_months = [{}, {}]",
        knobs.month_of_year() + 1,
        (knobs.month_of_year() + 6) % 12 + 1
    );
    let mut parts = vec![
        format!(
            "[routes.hit-training]\nname = \"HIT training\"\nfrom = \"pwp\"\nto = \"hit\"\n\
             stages = {stages}\nfee_gbp_per_start = 5000\nfee_paid_by = \"levy\"\n\
             salary_support_share = 0.5\n{common}{returning}"
        ) + &with(knobs, Feature::Tenure, "min_months_in_post = 24")
            + &with(knobs, Feature::Intakes, &months)
            + &with(
                knobs,
                Feature::Ladder,
                &format!("replaces_leaving_share = {}", number(knobs.replaced)),
            ),
    ];
    if knobs.has(Feature::TwoStages) {
        parts.push(
            format!(
                "[routes.short-course]\nname = \"Short course\"\nfrom = \"pwp\"\nto = \"hit\"\n\
                 stages = [{{ role = \"trainee\", months = 6 }}]\nfee_gbp_per_start = 9000\n\
                 fee_paid_by = \"budget\"\n{common}"
            ) + &with(knobs, Feature::Tenure, "min_months_in_post = 12")
                + &with(knobs, Feature::Ladder, "replaces_leaving_share = 0.1"),
        );
    }
    if knobs.has(Feature::Regrading) {
        // Drop-outs come back in fractions: not into a role that is counted in whole people.
        let returning = if knobs.has(Feature::WholeStaff) {
            ""
        } else {
            &returning
        };
        parts.push(
            format!(
                "[routes.regrading]\nname = \"Regrading\"\nfrom = \"ap\"\nto = \"pwp\"\n\
                 completion_share = {}\nfee_gbp_per_start = 800\nfee_paid_by = \"budget\"\n\
                 places_unit_wte = {}\n{returning}",
                number(knobs.completion),
                if knobs.has(Feature::WholeStaff) {
                    "1"
                } else {
                    unit
                },
            ) + &with(knobs, Feature::Tenure, "min_months_in_post = 6"),
        );
    }
    if knobs.has(Feature::Downward) {
        parts.push(format!(
            "[routes.downward]\nname = \"Downward\"\nfrom = \"hit\"\nto = \"pwp\"\n\
             fee_gbp_per_start = 0\nfee_paid_by = \"budget\"\n{common}{returning}"
        ));
    }
    if knobs.has(Feature::FromOutside) {
        parts.push(format!(
            "[routes.pwp-training]\nname = \"PWP training\"\nto = \"pwp\"\n\
             stages = [{{ role = \"trainee-pwp\", months = 12 }}]\nfee_gbp_per_start = 0\n\
             fee_paid_by = \"national\"\n{common}"
        ));
    }
    parts
}

fn pathway(knobs: &Knobs) -> Vec<String> {
    let shape = if knobs.has(Feature::Ladder) {
        "1"
    } else {
        "1.4"
    };
    let step = |id: &str| {
        format!(
            "[steps.{id}]\nname = \"{id}\"\ndropout_per_month = 0.05\nwait_shape = {shape}\n\
             arrival_variability_scv = 1\nservice_variability_scv = 0.5\n\
             work = {{ admin = {{ hours_per_arrival = 0.3 }} }}\n"
        )
    };
    let treatment = |id: &str, step: &str, shares: (f64, f64), sessions: f64, more: &str| {
        format!(
            "[treatments.{id}]\nname = \"{id}\"\nstep = \"{step}\"\nshare_min = {}\nshare_max = {}\n\
             attended_per_start = {sessions}\nspread_by_month = [0.5, 0.3, 0.2]\nmissed_share = 0.12\n\
             finish_share = 0.8\nrecovery_share = 0.5\n{more}\n",
            shares.0, shares.1
        )
    };
    vec![
        step("step-2"),
        step("step-3"),
        "[flows.referral]\nto = \"step-2\"\nshare = 0.7\nspread_by_month = [0.4, 0.6]\n".to_owned(),
        "[flows.step-up]\nfrom = \"step-2\"\nto = \"step-3\"\nshare = 0.3\n\
         spread_by_month = [0.2, 0.5, 0.3]\n"
            .to_owned(),
        treatment(
            "guided",
            "step-2",
            (0.5, 1.0),
            5.0,
            "[treatments.guided.work]\nlow = { hours_per_session = 0.5, hours_per_start = 0.25 }\n\
             admin = { hours_per_attended = 0.1, hours_per_missed = 0.1 }",
        ),
        treatment(
            "group",
            "step-2",
            (0.05, 0.4),
            5.0,
            "group_size = 6\nstaff_per_session = 2\n[treatments.group.work]\n\
             low = { hours_per_session = 2 }",
        ),
        treatment(
            "cbt",
            "step-3",
            (1.0, 1.0),
            9.0,
            "[treatments.cbt.work]\nhigh = { hours_per_session = 1 }\n\
             admin = { hours_per_attended = 0.1 }",
        ),
    ]
}

fn tasks(knobs: &Knobs) -> Vec<String> {
    let most = if knobs.has(Feature::LittleBoughtIn) {
        0.6
    } else {
        1.0
    };
    let task = |id: &str, roles: &str| {
        // Where hours are a service's own, they stand in the instance.
        let fixed = if knobs.has(Feature::Patients) {
            "fixed_hours_per_week = 3\n"
        } else {
            ""
        };
        format!(
            "[tasks.{id}]\nname = \"{id}\"\n{fixed}\
             bought_in = {{ max_share = {most}, gbp_per_hour = {} }}\n[tasks.{id}.roles]\n{roles}\n",
            number(knobs.bought_in)
        )
    };
    vec![
        task(
            "low",
            "pwp = { max_share_of_role = 0.95 }\nap = { efficiency = 0.9, max_share_of_task = 0.4 }",
        ),
        task(
            "high",
            "hit = {}\ntrainee = { efficiency = 0.8, max_share_of_task = 0.7 }",
        ),
        task(
            "admin",
            "ap = {}\npwp = { efficiency = 1.1 }\nhit = { efficiency = 1.1, max_share_of_role = 0.5 }",
        ),
    ]
}

fn supervision(knobs: &Knobs) -> Vec<String> {
    let mut trainees = vec!["\"hit\"", "\"trainee\""];
    if knobs.has(Feature::TwoStages) {
        trainees.push("\"learner\"");
    }
    if knobs.has(Feature::FromOutside) {
        trainees.push("\"trainee-pwp\"");
    }
    let later = knobs.month(i32::try_from(knobs.months() / 2).unwrap_or(0));
    let mut parts = vec![
        "[supervision.case]\nname = \"Case supervision\"\nsupervisees = [\"ap\", \"pwp\"]\n\
         supervisors = [\"pwp\", \"hit\"]\nhours_per_wte_week = 1\ngroup_size = 2\n"
            .to_owned(),
        format!(
            "[supervision.clinical]\nname = \"Clinical supervision\"\nsupervisees = [{}]\n\
             supervisors = [\"hit\"]\nhours_per_wte_week = 1\ngroup_size = 2\n",
            trainees.join(", ")
        ) + &with(knobs, Feature::Ratio, "max_supervisees_per_supervisor = 12")
            + &if knobs.has(Feature::Ratio) && knobs.has(Feature::Later) {
                format!("ratio_from = \"{later}\"\n")
            } else {
                String::new()
            },
    ];
    if knobs.has(Feature::Band) {
        parts.push(
            "[skill_mix.pwp-share]\nname = \"PWP share\"\nroles = [\"pwp\"]\nof = [\"pwp\", \"hit\"]\n\
             share_min = 0.1\nshare_max = 0.95\nenforcement = \"hard\"\n"
                .to_owned()
                + &with(knobs, Feature::Later, &format!("from = \"{later}\"")),
        );
    }
    parts
}
