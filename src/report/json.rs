//! The answer as JSON; `models/answer.md` describes it, key by key.

use serde::Serialize;
use serde_json::{Number, Value};

use super::answer::{Answer, LateStandard, OutcomeSummary, RoleWorth, Times, TurnoverWorth};
use super::binding::{self, Binding};
use super::promises::{self, Family};
use super::worth;
use super::{check, missed};
use crate::audit::{Audit, Promise, ServiceFigures};
use crate::instance::Instance;
use crate::manifest::Manifest;
use crate::plan::Plan;

/// The version of the answer's format.
pub const ANSWER_FORMAT: u32 = 1;

#[derive(Serialize)]
struct AnswerFile<'a> {
    skillmix_answer: u32,
    instance: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    attribution: Option<&'a str>,
    outcome: &'a OutcomeSummary,
    plan: &'a Plan,
    audit: AuditSummary<'a>,
    binding: Vec<Line<Binding>>,
    worth: Vec<Line<&'a RoleWorth>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    late: Option<Vec<Late<'a>>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    turnover: Option<&'a [TurnoverWorth]>,
    manifest: &'a Manifest,
    #[serde(skip_serializing_if = "Option::is_none")]
    times: Option<&'a Times>,
}

/// A late standard with how it is enforced, once it holds, and where it is missed most until then.
#[derive(Serialize)]
struct Late<'a> {
    #[serde(flatten)]
    standard: &'a LateStandard,
    enforcement: &'static str,
    most_missed_people: f64,
    most_missed_in: Option<String>,
}

impl<'a> Late<'a> {
    fn new(instance: &Instance, answer: &Answer, standard: &'a LateStandard) -> Self {
        let most = missed::most(instance, answer, standard);
        Self {
            standard,
            enforcement: "hard",
            most_missed_people: most.as_ref().map_or(0.0, |most| most.people),
            most_missed_in: most.map(|most| most.time),
        }
    }
}

/// Something with the sentence that tables show for it.
#[derive(Serialize)]
struct Line<T> {
    sentence: String,
    #[serde(flatten)]
    figures: T,
}

#[derive(Serialize)]
struct AuditSummary<'a> {
    passed: bool,
    promises: usize,
    largest_error_of_tolerance: f64,
    families: Vec<Family>,
    broken: Vec<&'a Promise>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    late: Vec<HeldLate<'a>>,
    services: &'a [ServiceFigures],
}

/// A standard that is not held as asked, and of which the plan says so.
#[derive(Serialize)]
struct HeldLate<'a> {
    service: &'a str,
    standard: &'a str,
    asked_from: Option<&'a str>,
    holds_from: Option<&'a str>,
}

impl<'a> AuditSummary<'a> {
    fn new(audit: &'a Audit) -> Self {
        Self {
            passed: audit.passed(),
            promises: audit.promises.len(),
            largest_error_of_tolerance: promises::largest_error(audit),
            families: promises::families(audit),
            broken: audit.broken().collect(),
            late: audit
                .late()
                .map(|(service, standard)| HeldLate {
                    service: &service.service,
                    standard: &standard.standard,
                    asked_from: check::missed_from(standard),
                    holds_from: standard
                        .holds_from
                        .and_then(|from| standard.entries.get(from))
                        .map(String::as_str),
                })
                .collect(),
            services: &audit.services,
        }
    }
}

/// The answer to a question about an instance, under the key that says which question and in which
/// version of its format.
pub(super) fn answer_to(kind: &str, instance: &Instance, answer: &impl Serialize) -> String {
    let mut file = serde_json::Map::new();
    file.insert(kind.to_owned(), 1.into());
    file.insert("instance".to_owned(), instance.name.as_str().into());
    if let Some(scenario) = &instance.scenario {
        file.insert("scenario".to_owned(), scenario.to_string().into());
    }
    let answer = serde_json::to_value(answer).unwrap_or_default();
    file.insert("answer".to_owned(), answer);
    let mut text = serde_json::to_string_pretty(&file).unwrap_or_default();
    text.push('\n');
    text
}

/// The answer as JSON, with its end newline.
#[must_use]
pub fn render(instance: &Instance, answer: &Answer) -> String {
    let answer = &*missed::as_asked(instance, answer);
    let over_time = instance.horizon().is_some();
    let file = AnswerFile {
        skillmix_answer: ANSWER_FORMAT,
        instance: &instance.name,
        attribution: instance.attribution.as_deref(),
        outcome: &answer.outcome,
        plan: &answer.plan,
        audit: AuditSummary::new(&answer.audit),
        binding: binding::gather(instance, &answer.audit)
            .into_iter()
            .map(|binding| Line {
                sentence: binding.sentence(instance),
                figures: binding,
            })
            .collect(),
        worth: answer
            .worth
            .iter()
            .map(|role| Line {
                sentence: worth::sentence(instance, role, worth::End::of(answer)),
                figures: role,
            })
            .collect(),
        late: over_time.then(|| {
            let late = answer.late.iter();
            late.map(|standard| Late::new(instance, answer, standard))
                .collect()
        }),
        turnover: over_time.then_some(answer.turnover.as_slice()),
        manifest: &answer.manifest,
        times: answer.times.as_ref(),
    };
    pretty(&file)
}

/// An audit alone as JSON, with its end newline: what `check` says of a plan.
#[must_use]
pub fn render_audit(audit: &Audit) -> String {
    pretty(&AuditSummary::new(audit))
}

fn pretty(what: &impl Serialize) -> String {
    // Strings for keys and finite trees: this cannot fail; were it to, an empty object is the
    // only lawful thing left to say.
    let mut value = serde_json::to_value(what).unwrap_or_default();
    tidy(&mut value);
    format!("{value:#}\n")
}

/// Turns every minus zero into zero. (What is not finite is `null` already.)
fn tidy(value: &mut Value) {
    match value {
        Value::Number(number) if number.as_f64() == Some(0.0) && number.is_f64() => {
            *number = Number::from_f64(0.0).unwrap_or_else(|| Number::from(0));
        }
        Value::Array(items) => items.iter_mut().for_each(tidy),
        Value::Object(entries) => entries.values_mut().for_each(tidy),
        _ => {}
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::sample;

    fn sample_json() -> Value {
        let instance = sample::instance(2);
        let text = render(&instance, &sample::answer(&instance));
        serde_json::from_str(&text).expect("an answer is JSON")
    }

    #[test]
    fn the_plan_in_an_answer_is_a_plan_file() {
        let instance = sample::instance(2);
        let answer = sample::answer(&instance);
        let plan: Plan = serde_json::from_value(sample_json()["plan"].take())
            .expect("the plan has the plan file's shape");
        assert_eq!(plan, answer.plan);
    }

    #[test]
    fn a_plan_by_month_has_every_month_and_says_what_is_late() {
        let (instance, answer) = sample::over_time(2, 12, 36);
        let text = render(&instance, &answer);
        let mut json: Value = serde_json::from_str(&text).expect("an answer is JSON");
        let figures = &json["audit"]["services"][1]["over_time"];
        assert_eq!(figures["periods"].as_array().map(Vec::len), Some(36));
        assert_eq!(figures["roles"][1]["in_post"][35], 63.0);
        assert_eq!(json["late"][0]["holds_from"], "2027-06");
        assert_eq!(json["turnover"][0]["basis"], "relaxation");
        assert_eq!(json["outcome"]["objectives"][1]["unit"], "£");
        let plan: Plan = serde_json::from_value(json["plan"].take()).expect("a plan file");
        assert_eq!(plan, answer.plan);
        assert!(
            sample_json().get("late").is_none(),
            "a steady year has no months"
        );
    }

    #[test]
    fn minus_zero_is_zero() {
        let instance = sample::instance(1);
        let text = render(&instance, &sample::answer(&instance));
        assert!(text.contains("\"bought_in\": 0.0"), "the sample has −0");
        assert!(!text.contains("-0.0,") && !text.contains("-0.0\n"));
    }

    #[test]
    fn times_stand_in_it_only_where_they_were_asked_for() {
        let instance = sample::instance(1);
        let mut answer = sample::answer(&instance);
        assert!(!render(&instance, &answer).contains("\"times\""));
        answer.times = Some(Times::default());
        assert!(render(&instance, &answer).contains("\"times\""));
    }

    #[test]
    fn its_keys_are_those_that_are_documented() {
        let document = include_str!("../../models/answer.md");
        let mut keys = Vec::new();
        let (instance, over_time) = sample::over_time(1, 12, 36);
        let over_time = render(&instance, &over_time);
        let over_time = serde_json::from_str(&over_time).expect("an answer is JSON");
        for mut answer in [sample_json(), over_time] {
            answer["plan"] = Value::Null;
            collect_keys(&answer, &mut keys);
        }
        for key in keys {
            assert!(
                document.contains(&format!("`{key}`")),
                "`{key}` is not in models/answer.md"
            );
        }
    }

    fn collect_keys(value: &Value, keys: &mut Vec<String>) {
        match value {
            Value::Object(entries) => {
                for (key, value) in entries {
                    keys.push(key.clone());
                    collect_keys(value, keys);
                }
            }
            Value::Array(items) => items.iter().for_each(|item| collect_keys(item, keys)),
            _ => {}
        }
    }
}
