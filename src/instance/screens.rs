//! Standards that no staffing can meet, seen from the data alone. Each is a true "no" with its
//! reason, where the solver could only say that there is no plan.
//!
//! The bounds are generous: with staff without end, everyone who is referred starts at once, and
//! every step gives the treatments that serve the standard best, within their shares.

use std::collections::HashMap;

use super::rules::show;
use super::{Care, Enforcement, Instance, Level, Service};
use crate::diagnostics::{Diagnostic, Explanation};
use crate::ids::{Id as _, StepId};
use crate::units::Quantity;

pub(crate) const CODES: &[Explanation] = &[
    Explanation {
        code: "S101",
        title: "an access standard above all who can come",
        what: "A hard access standard asks for more starts of a step in a year than people can reach it: the referrals, times the shares of the flows on the way.",
        why: "Staff can see everyone who comes; they cannot see more.",
        example: "people_per_year = 20000   # and 12000 referred, of whom 0.7 enter",
        fix: "Lower the standard, make it soft, or check the referrals and the shares of the flows.",
    },
    Explanation {
        code: "S102",
        title: "a recovery standard above the best treatment",
        what: "A hard recovery standard asks for a greater share than any treatment that finishes courses reaches.",
        why: "The share over all treatments is a mean of theirs, and never above the best.",
        example: "share_min = 0.6   # and every `recovery_share` below 0.52",
        fix: "Lower the standard, make it soft, or check the treatments' `recovery_share`.",
    },
    Explanation {
        code: "S103",
        title: "a completion standard above all who can finish",
        what: "A hard completion standard asks for more finished courses in a year than there are if everyone starts and takes the treatments most often finished.",
        why: "Staff cannot finish courses that nobody starts.",
        example: "people_per_year = 9000   # and 8000 who can start treatment",
        fix: "Lower the standard, make it soft, or check the referrals, the flows and the treatments' `finish_share`.",
    },
];

/// Tolerance, relative: below it the solver may still find a plan.
const SLACK: f64 = 1e-6;

/// Every standard that is out of reach.
pub(super) fn screen(instance: &Instance) -> Vec<Diagnostic> {
    let mut found = Vec::new();
    // A plan by month may work off those who wait at its start, and have standards that never
    // come into force: these bounds are of a year that repeats.
    if instance.horizon().is_some() {
        return found;
    }
    let reaches: Vec<HashMap<&StepId, f64>> = instance.services.iter().map(most_starts).collect();
    for (service, reach) in instance.services.iter().zip(&reaches) {
        screen_service(service, reach, &mut found);
    }
    for (id, standard) in &instance.overall_access {
        let people = standard.target.limit.value();
        let most: f64 = standard
            .target
            .services
            .iter()
            .filter_map(|place| reaches.get(*place)?.get(&standard.step))
            .sum();
        if people > most * (1.0 + SLACK) {
            found.push(
                access(&format!("overall standard `{id}`"), people, most)
                    .about(&["overall_access", id.as_str()]),
            );
        }
    }
    found
}

fn screen_service(service: &Service, reach: &HashMap<&StepId, f64>, found: &mut Vec<Diagnostic>) {
    let care = &service.care;
    for (id, standard) in &care.standards {
        if standard.enforcement != Enforcement::Hard {
            continue;
        }
        let whose = format!("standard `{id}` of service `{}`", service.id);
        let path = |family| {
            let care = ["services", service.id.as_str(), "care"];
            [&care[..], &["standards", family, id.as_str()]].concat()
        };
        match &standard.level {
            Level::Access { step, people } => {
                let most = reach.get(step).copied().unwrap_or(0.0);
                if people.value() > most * (1.0 + SLACK) {
                    found.push(access(&whose, people.value(), most).about(&path("access")));
                }
            }
            Level::Recovery { share } => {
                if let Some(best) = best_recovery(care)
                    && share.value() > best + SLACK
                {
                    found.push(
                        Diagnostic::error(
                            "S102",
                            format!(
                                "no staffing can meet {whose}: it asks that a share of {} \
                                 recover, and the best treatment reaches {}",
                                show(share.value()),
                                show(best)
                            ),
                        )
                        .help("lower the standard, make it soft, or check `recovery_share`")
                        .about(&path("recovery")),
                    );
                }
            }
            Level::Completion { people } => {
                let most: f64 = reach
                    .iter()
                    .map(|(step, starts)| starts * best_finish(care, step))
                    .sum();
                if people.value() > most * (1.0 + SLACK) {
                    found.push(
                        Diagnostic::error(
                            "S103",
                            format!(
                                "no staffing can meet {whose}: it asks for {} finished courses a \
                                 year, and at most {} can finish",
                                show(people.value()),
                                rough(most)
                            ),
                        )
                        .help("lower the standard, make it soft, or check referrals and flows")
                        .about(&path("completion")),
                    );
                }
            }
            Level::Wait { .. } => {}
        }
    }
}

fn access(whose: &str, people: f64, most: f64) -> Diagnostic {
    Diagnostic::error(
        "S101",
        format!(
            "no staffing can meet {whose}: it asks for {} starts a year, and at most {} people \
             can come",
            show(people),
            rough(most)
        ),
    )
    .help("lower the standard, make it soft, or check referrals and the shares of flows")
}

/// A number of people, to a tenth.
fn rough(people: f64) -> String {
    show((people * 10.0).round() / 10.0)
}

/// The most that can start each step in a year: everyone who comes starts at once. The sum over
/// all ways through the pathway, reckoned round by round until nothing is added.
fn most_starts(service: &Service) -> HashMap<&StepId, f64> {
    const ROUNDS: usize = 10_000;
    let flows = &service.care.flows;
    let mut total: HashMap<&StepId, f64> =
        service.care.steps.keys().map(|step| (step, 0.0)).collect();
    let mut fresh: HashMap<&StepId, f64> = HashMap::new();
    for flow in flows.values().filter(|flow| flow.from.is_none()) {
        *fresh.entry(&flow.to).or_default() += service.referrals.value() * flow.share.value();
    }
    for _ in 0..ROUNDS {
        let mut next: HashMap<&StepId, f64> = HashMap::new();
        for (step, people) in &fresh {
            *total.entry(step).or_default() += people;
            for flow in flows.values().filter(|f| f.from.as_ref() == Some(*step)) {
                *next.entry(&flow.to).or_default() += people * flow.share.value();
            }
        }
        if next.values().sum::<f64>() < 1e-9 {
            return total;
        }
        fresh = next;
    }
    // A circle that all but nobody leaves: no bound is stated.
    for people in total.values_mut() {
        *people = f64::INFINITY;
    }
    total
}

/// The greatest recovery share of a treatment whose courses are finished; none where none is.
fn best_recovery(care: &Care) -> Option<f64> {
    care.treatments
        .values()
        .filter(|t| t.share_max.value() > 0.0 && t.finish_share.value() > 0.0)
        .map(|t| t.recovery_share.value())
        .max_by(f64::total_cmp)
}

/// The greatest share of a step's starters who can finish: the least shares first, the rest to
/// the treatments most often finished.
fn best_finish(care: &Care, step: &StepId) -> f64 {
    let mut treatments: Vec<_> = care
        .treatments
        .values()
        .filter(|t| t.step == *step)
        .collect();
    treatments.sort_by(|a, b| b.finish_share.value().total_cmp(&a.finish_share.value()));
    let mut left = 1.0 - treatments.iter().map(|t| t.share_min.value()).sum::<f64>();
    let mut finish = 0.0;
    for treatment in treatments {
        let least = treatment.share_min.value();
        let more = (treatment.share_max.value() - least).clamp(0.0, left.max(0.0));
        left -= more;
        finish += (least + more) * treatment.finish_share.value();
    }
    finish
}
