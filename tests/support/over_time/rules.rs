//! The rules of a random plan by month: retention, limits, standards.

use super::care::{PAY, with};
use super::knobs::{Feature, Knobs};
use super::number;

pub fn measures(knobs: &Knobs) -> Vec<String> {
    let [prevents, cost, most] = knobs.measure;
    let later = knobs.month(i32::try_from(knobs.months() / 3).unwrap_or(0));
    let measure = |id: &str, role: &str, pay: f64, more: &str| {
        format!(
            "[retention.{id}]\nname = \"{id}\"\nrole = \"{role}\"\ngbp_per_wte_year = {}\n\
             leaving_reduction_share = {}\nmax_share_of_staff = {}\n{more}",
            number(cost * pay),
            number(prevents),
            number(most)
        )
    };
    vec![
        measure("grade", "pwp", PAY[1], ""),
        measure(
            "cpd",
            "pwp",
            PAY[1] / 2.0,
            &(with(knobs, Feature::FixedCost, "fixed_gbp_per_year = 4000")
                + &with(knobs, Feature::MeasureLater, &format!("from = \"{later}\""))),
        ),
        measure(
            "caseload",
            "hit",
            PAY[2] / 2.0,
            &with(knobs, Feature::MeasureHours, "hours_per_wte_week = 0.5"),
        ),
    ]
}

pub fn limits(knobs: &Knobs) -> Vec<String> {
    let limit = |feature: Feature, id: &str, lines: &str| {
        with(
            knobs,
            feature,
            &format!("[limits.{id}]\nname = \"{id}\"\n{lines}"),
        )
    };
    let mut parts = vec![
        limit(
            Feature::HiresLimit,
            "hires",
            "counted = \"hires\"\nroles = [\"pwp\", \"hit\"]\nmax_wte = 4",
        ),
        limit(
            Feature::StartsLimit,
            "starts",
            "counted = \"starts\"\nroutes = [\"hit-training\"]\nmax_share = 0.6\nof = [\"pwp\"]",
        ),
        limit(
            Feature::GrowthLimit,
            "growth",
            "counted = \"growth\"\nmax_share = 0.3\nmax_wte = 5",
        ),
        limit(
            Feature::SizeLimit,
            "size",
            "counted = \"in-post\"\nroles = [\"ap\"]\nmax_share = 1\nof = [\"pwp\", \"hit\"]",
        ),
    ];
    if knobs.has(Feature::YearLimits) {
        parts.push(limit(
            Feature::HiresLimit,
            "hires-in-a-year",
            "counted = \"hires\"\nper = \"year\"\nmax_wte = 15\nmax_share = 0.9\nof = [\"pwp\", \"hit\"]",
        ));
        parts.push(limit(
            Feature::GrowthLimit,
            "growth-in-a-year",
            "counted = \"growth\"\nper = \"year\"\nroles = [\"pwp\"]\nmax_share = 0.5\nmax_wte = 8",
        ));
    }
    if knobs.has(Feature::IdleLimits) {
        parts.push(limit(
            Feature::Redundancy,
            "redundancies",
            "counted = \"redundancies\"\nroles = [\"pwp\", \"hit\"]\nmax_wte = 2",
        ));
        parts.push(limit(
            Feature::Supernumerary,
            "supernumerary",
            "counted = \"supernumerary\"\nroles = [\"ap\", \"pwp\"]\nmax_wte = 100",
        ));
        parts.push(limit(
            Feature::ShortTime,
            "short-time",
            "counted = \"short-time\"\nroles = [\"hit\"]\nmax_share = 0.5\nof = [\"hit\"]",
        ));
    }
    parts.retain(|part| !part.is_empty());
    parts
}

pub fn standards(knobs: &Knobs) -> Vec<String> {
    let half = i32::try_from(knobs.months() / 2).unwrap_or(0);
    let enforced = |price: f64| {
        if knobs.has(Feature::Hard) {
            "enforcement = \"hard\"\n".to_owned()
        } else {
            format!("enforcement = \"soft\"\nshortfall_gbp_per_person = {price}\n")
        }
    };
    let from = with(
        knobs,
        Feature::Later,
        &format!("from = \"{}\"", knobs.month(half)),
    );
    let path = |first: f64| {
        if knobs.has(Feature::Later) && knobs.has(Feature::Paths) && half > 1 {
            let month = knobs.month(half / 2);
            format!("path = [{{ from = \"{month}\", target = {first} }}]\n")
        } else {
            String::new()
        }
    };
    let [share, weeks] = knobs.wait;
    let mut parts = vec![
        format!(
            "[standards.wait.step-3]\nname = \"step 3 in time\"\nstep = \"step-3\"\nshare_min = {}\n\
             within_weeks = {}\n{}{from}{}",
            number(share),
            number(weeks),
            enforced(1500.0),
            path(0.3)
        ),
        "[standards.wait.front-door]\nname = \"front door\"\nstep = \"step-2\"\nshare_min = 0.75\n\
         within_weeks = 6\nenforcement = \"soft\"\nshortfall_gbp_per_person = 700\n"
            .to_owned(),
    ];
    if knobs.has(Feature::YearStandards) {
        let people = knobs
            .services
            .iter()
            .map(|s| s.referrals)
            .fold(f64::MAX, f64::min);
        parts.push(format!(
            "[standards.access.access]\nname = \"access\"\nstep = \"step-2\"\npeople_per_year = {}\n\
             {}{from}{}",
            number(people * 0.6),
            enforced(800.0),
            path(number(people * 0.4).parse().unwrap_or(0.0))
        ));
        parts.push(format!(
            "[standards.recovery.recovery]\nname = \"recovery\"\nshare_min = 0.45\n{}",
            enforced(300.0)
        ));
        parts.push(format!(
            "[standards.completion.completion]\nname = \"courses\"\npeople_per_year = {}\n{}",
            number(people * 0.2),
            "enforcement = \"soft\"\nshortfall_gbp_per_person = 500\n"
        ));
    }
    parts
}
