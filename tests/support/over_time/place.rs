//! Who, where and how many in a random plan by month.

use super::care::CLINICAL_HOURS;
use super::knobs::{Feature, Knobs, ServiceKnobs};
use super::{CARE_MODEL, number};

/// Hours that low and high intensity and administration take for a referral.
const HOURS_PER_REFERRAL: [f64; 3] = [2.2, 2.0, 1.0];
/// Hours a year that a whole-time member of staff has for them.
const HOURS_PER_WTE: f64 = CLINICAL_HOURS * 42.0;

/// The file.
pub fn text(knobs: &Knobs) -> String {
    let mut parts = vec![head(knobs)];
    parts.extend(
        knobs
            .services
            .iter()
            .enumerate()
            .map(|(place, service)| self::service(knobs, place, service)),
    );
    parts.extend(shared(knobs));
    parts.join("\n")
}

fn head(knobs: &Knobs) -> String {
    let mut objectives = vec!["\"least-cost\""];
    if knobs.has(Feature::Patients) {
        objectives.insert(0, "\"least-shortfall\"");
    }
    if knobs.has(Feature::Steadiest) {
        objectives.push("\"steadiest\"");
    }
    let ending = if knobs.has(Feature::Sustained) {
        "sustained"
    } else {
        "open"
    };
    format!(
        "skillmix = 1\nname = \"random\"\ncare_model = \"{CARE_MODEL}\"\nobjectives = [{}]\n\n\
         [horizon]\nstart = \"{}\"\nperiods = {}\nending = \"{ending}\"\n",
        objectives.join(", "),
        knobs.month(0),
        knobs.periods
    )
}

/// Staff at the start: AP (whole people), PWP and HIT.
fn staff(service: &ServiceKnobs) -> [f64; 3] {
    let [low, high, admin] = HOURS_PER_REFERRAL.map(|h| h * service.referrals / HOURS_PER_WTE);
    let [ap, pwp, hit] = service.staff;
    [
        (1.0 + ap * (0.3 * low + admin)).round(),
        4.0 + pwp * 0.8 * low,
        2.0 + hit * high,
    ]
}

fn service(knobs: &Knobs, place: usize, service: &ServiceKnobs) -> String {
    let id = format!("s{place}");
    let [ap, pwp, hit] = staff(service);
    let patients = knobs.has(Feature::Patients);
    let mut text = format!(
        "[services.{id}]\nname = \"service {place}\"\n\
         staff_now_wte = {{ ap = {ap}, pwp = {}, hit = {} }}\n",
        number(pwp),
        number(hit)
    );
    if patients {
        text += &format!("referrals_per_year = {}\n", service.referrals);
        if knobs.has(Feature::ReferralsByYear) {
            let year = knobs.month(0).financial_year();
            let people = number(service.referrals * 1.1);
            text += &format!("referrals_by_year = {{ \"{year}\" = {people} }}\n");
        }
        if knobs.has(Feature::Backlog) {
            let people = number(service.backlog * service.referrals);
            text += &format!("waiting_people = {{ step-2 = {people}, step-3 = {people} }}\n");
        }
        if knobs.has(Feature::Started) {
            let people = number(service.referrals / 60.0);
            text += &format!("started_people = {{ cbt = [{people}, {people}, 0] }}\n");
        }
    }
    if knobs.has(Feature::Joined) {
        let (some, more) = (number(pwp * 0.2), number(pwp * 0.15));
        text += &format!(
            "joined_wte = {{ pwp = {{ \"{}\" = {some}, \"{}\" = {more} }} }}\n",
            knobs.month(-20),
            knobs.month(-3)
        );
    }
    if knobs.has(Feature::AlreadyHired) {
        text += &format!(
            "joining_wte = {{ pwp = {{ \"{}\" = 0.8 }}, ap = {{ \"{}\" = 1 }} }}\n",
            knobs.month(0),
            knobs.month(i32::try_from(knobs.months() / 2).unwrap_or(0))
        );
    }
    let mut training = Vec::new();
    if knobs.has(Feature::Trainees) {
        training.push(format!("\"{}\" = 0.9", knobs.month(-6)));
    }
    if knobs.has(Feature::PlacesFilled) {
        training.push(format!("\"{}\" = 1", knobs.month(0)));
    }
    if !training.is_empty() {
        let training = training.join(", ");
        text += &format!("training_wte = {{ hit-training = {{ {training} }} }}\n");
    }
    if patients {
        text += &format!(
            "[services.{id}.care.flows.step-up]\nshare = {}\n",
            number(service.step_up)
        );
    } else {
        text += &hours(knobs, &id, service);
    }
    text
}

/// Hours a week of the tasks of a service without patients.
fn hours(knobs: &Knobs, id: &str, service: &ServiceKnobs) -> String {
    let mut text = String::new();
    for (task, a_year) in ["low", "high", "admin"].iter().zip(HOURS_PER_REFERRAL) {
        let a_week = a_year * service.referrals / 52.0;
        text += &format!("[services.{id}.care.tasks.{task}]\n");
        text += &if knobs.has(Feature::ChangingHours) {
            #[expect(clippy::cast_precision_loss, reason = "a remainder of 5")]
            let by_period: Vec<String> = (0..knobs.periods)
                .map(|period| number(a_week * (0.8 + 0.1 * ((period * 3) % 5) as f64)))
                .collect();
            let by_period = by_period.join(", ");
            format!("fixed_hours_per_week_by_period = [{by_period}]\n")
        } else {
            format!("fixed_hours_per_week = {}\n", number(a_week))
        };
    }
    text
}

/// What services share.
fn shared(knobs: &Knobs) -> Vec<String> {
    let year = knobs.month(0).financial_year();
    let people: f64 = knobs.services.iter().map(|s| s.referrals).sum();
    let by_year = |key: &str, amount: f64| {
        if knobs.has(Feature::ByYear) {
            format!("{key} = {{ \"{year}\" = {} }}\n", number(amount))
        } else {
            String::new()
        }
    };
    let mut parts = Vec::new();
    if knobs.has(Feature::Budget) {
        // Ample: a test of its own tightens it.
        parts.push(format!(
            "[budgets.all]\nname = \"budget\"\ngbp_per_year = {}\n{}",
            number(people * 2500.0 + 4e6),
            by_year("gbp_by_year", people * 2000.0 + 4e6)
        ));
    }
    if knobs.has(Feature::Levy) {
        parts.push(format!(
            "[levies.fund]\nname = \"levy\"\ngbp_per_year = 12000\n{}",
            by_year("gbp_by_year", 4000.0)
        ));
    }
    parts.extend(places(knobs));
    if knobs.has(Feature::MarketPerYear) || knobs.has(Feature::MarketPerMonth) {
        let mut market = "[labour_markets.pwp]\nname = \"market\"\nrole = \"pwp\"\n".to_owned();
        if knobs.has(Feature::MarketPerYear) {
            market += "hires_per_year = 18\n";
        }
        if knobs.has(Feature::MarketPerMonth) {
            market += "hires_per_month = 2.5\n";
        }
        parts.push(market);
    }
    if knobs.has(Feature::OverallAccess) && knobs.has(Feature::Patients) {
        let mut access = format!(
            "[overall_access.all]\nname = \"all together\"\nstep = \"step-2\"\n\
             people_per_year = {}\n",
            number(people * 0.3)
        );
        if knobs.has(Feature::Later) {
            let half = i32::try_from(knobs.months() / 2).unwrap_or(0);
            access += &format!("from = \"{}\"\n", knobs.month(half));
        }
        parts.push(access);
    }
    parts
}

fn places(knobs: &Knobs) -> Option<String> {
    let per_year = knobs.has(Feature::PlacesPerYear);
    let per_intake = knobs.has(Feature::PlacesPerIntake);
    if !per_year && !per_intake {
        return None;
    }
    let mut text = "[places.courses]\nname = \"courses\"\nroute = \"hit-training\"\n".to_owned();
    // Room for the places already filled, which count.
    #[expect(clippy::cast_precision_loss, reason = "at most three services")]
    let least = if knobs.has(Feature::PlacesFilled) {
        knobs.services.len() as f64
    } else {
        0.0
    };
    if per_year {
        // A cap of a year is shared out over its intakes: a part of a year has few.
        #[expect(clippy::cast_precision_loss, reason = "at most 52")]
        let intakes = if knobs.has(Feature::Intakes) {
            2.0
        } else {
            knobs.periods_per_year() as f64
        };
        text += &format!(
            "places_per_year = {}\n",
            number((knobs.places + least) * intakes)
        );
    }
    if per_intake {
        text += &format!("places_per_intake = {}\n", number(knobs.places + least));
    }
    if knobs.has(Feature::PlacesByIntake) {
        text += &format!(
            "places_by_intake = {{ \"{}\" = {} }}\n",
            knobs.month(0),
            number(least + 1.0)
        );
    }
    Some(text)
}
