//! How good the plan is, in plain words: what was proved best, what may still be better, and which
//! soft standards are missed.

use indexmap::IndexMap;

use super::over_time;
use super::pathway::{figure, is_met};
use crate::audit::StandardFigures;
use crate::instance::{Enforcement, Instance, Objective};
use crate::report::answer::{Answer, ObjectiveFigure, Status};
use crate::report::missed;
use crate::report::names::shortened;
use crate::report::numbers::{gap, plain, pounds, whole};

/// The status in plain words, cost first, and after it the soft standards that are missed.
pub fn status(instance: &Instance, answer: &Answer) -> String {
    let cost: f64 = answer.audit.services.iter().map(|s| s.spend_gbp).sum();
    let quality = quality(instance, answer);
    match over_time::calendar(instance) {
        Some(calendar) => format!(
            "{} over {}. {quality}{}",
            pounds(cost),
            over_time::length(calendar),
            over_time::missed(instance, answer)
        ),
        None => format!("{} a year. {quality}{}", pounds(cost), missed(answer)),
    }
}

/// What is proved of the plan, and what is not.
fn quality(instance: &Instance, answer: &Answer) -> String {
    let so_far = "this is the best plan found so far, and a better one may exist";
    match answer.outcome.status {
        Status::Optimal => proved_best(answer),
        Status::WithinGap => format!(
            "Proved best within {} ({} asked for).{}",
            widest_gap(answer),
            gap(answer.manifest.options.gap),
            cost_not_sought(answer)
        ),
        Status::TimeLimit => format!(
            "The time limit was reached: {so_far}{}",
            how_much_better(instance, answer)
        ),
        Status::Interrupted => {
            format!("Interrupted: {so_far}{}", how_much_better(instance, answer))
        }
    }
}

/// The objectives that no limit left the time to begin.
pub fn not_reached<'a>(
    instance: &'a Instance,
    answer: &'a Answer,
) -> impl Iterator<Item = Objective> + 'a {
    let is_limited = matches!(
        answer.outcome.status,
        Status::TimeLimit | Status::Interrupted
    );
    instance
        .objectives
        .iter()
        .copied()
        .filter(move |objective| is_limited && !is_sought(answer, *objective))
}

/// What to say where soft standards are priced in vain: nothing that is sought counts them.
pub fn prices_in_vain(instance: &Instance) -> Option<&'static str> {
    let is_soft = instance.services.iter().any(|service| {
        let mut standards = service.care.standards.values();
        standards.any(|standard| standard.enforcement == Enforcement::Soft)
    });
    let counts = instance
        .objectives
        .iter()
        .any(|o| matches!(o, Objective::LeastShortfall | Objective::Fairest));
    (is_soft && !counts).then_some(
        "Soft standards and their prices count for nothing here: neither `least-shortfall` nor \
         `fairest` is among the objectives.",
    )
}

/// An amount of what an objective counts.
pub fn amount(figure: &ObjectiveFigure, value: f64) -> String {
    match figure.objective {
        Objective::MostAccess => format!("{} people", plain(value, 0)),
        Objective::Fairest => format!("£{} a person referred", plain(value, 2)),
        Objective::Steadiest => format!("{} WTE", plain(value, 1)),
        Objective::LeastShortfall if figure.unit == missed::PEOPLE => {
            format!("{} people", plain(value, 1))
        }
        Objective::LeastShortfall if figure.unit == missed::WEIGHTED => plain(value, 0),
        Objective::LeastShortfall | Objective::LeastCost => pounds(value),
    }
}

/// What an objective is called in a sentence.
fn name(objective: Objective) -> &'static str {
    match objective {
        Objective::LeastShortfall => "least shortfall",
        Objective::LeastCost => "least cost",
        Objective::MostAccess => "most people who start",
        Objective::Fairest => "least shortfall in the worst-off service",
        Objective::Steadiest => "steadiest hiring",
    }
}

fn is_sought(answer: &Answer, objective: Objective) -> bool {
    let mut sought = answer.outcome.objectives.iter();
    sought.any(|figure| figure.objective == objective)
}

fn proved_best(answer: &Answer) -> String {
    let sought: Vec<Objective> = answer
        .outcome
        .objectives
        .iter()
        .map(|figure| figure.objective)
        .collect();
    let is_usual = sought.contains(&Objective::LeastCost)
        && sought
            .iter()
            .all(|o| matches!(o, Objective::LeastShortfall | Objective::LeastCost));
    if is_usual && !answer.late.is_empty() {
        return "Proved best: no plan misses the standards below less, and none that misses as \
                little costs less."
            .to_owned();
    }
    if is_usual {
        return "Proved best: no plan that holds every promise is better.".to_owned();
    }
    if sought.is_empty() {
        return "Nothing was sought but a plan that holds every promise.".to_owned();
    }
    let names: Vec<&str> = sought.into_iter().map(name).collect();
    format!(
        "Proved best for {}: no plan that holds every promise is better at that.{}",
        names.join(", then "),
        cost_not_sought(answer)
    )
}

fn cost_not_sought(answer: &Answer) -> &'static str {
    if is_sought(answer, Objective::LeastCost) {
        ""
    } else {
        " Cost was not sought: a cheaper plan may do as well."
    }
}

/// The widest gap of all objectives, in its unit and as a share: `£4,000 or 0.0083 %`. Its
/// objective is named unless it is the cost.
fn widest_gap(answer: &Answer) -> String {
    let widest = answer
        .outcome
        .objectives
        .iter()
        .filter_map(|figure| Some((figure.gap?, figure, figure.apart()?)))
        .max_by(|a, b| a.0.total_cmp(&b.0));
    match widest {
        Some((share, figure, apart)) if figure.objective == Objective::LeastCost => {
            format!("{} or {}", pounds(apart), gap(share))
        }
        Some((share, figure, apart)) => format!(
            "{} or {} of {}",
            amount(figure, apart),
            gap(share),
            name(figure.objective)
        ),
        None => "a gap that is not known".to_owned(),
    }
}

/// How much better a plan could still be, on the first objective that is short of what was asked,
/// and which objectives nobody has looked at.
fn how_much_better(instance: &Instance, answer: &Answer) -> String {
    let asked = answer.manifest.options.gap;
    let is_short = |figure: &&ObjectiveFigure| figure.gap.is_none_or(|gap| gap > asked);
    let mut parts = Vec::new();
    if let Some(figure) = answer.outcome.objectives.iter().find(is_short) {
        parts.push(match (figure.gap, figure.apart()) {
            (Some(share), Some(apart)) => format!(
                "{} by at most {} or {}",
                name(figure.objective),
                amount(figure, apart),
                gap(share)
            ),
            _ => format!("{} by how much is not known yet", name(figure.objective)),
        });
    }
    let later: Vec<&str> = not_reached(instance, answer).map(name).collect();
    if !later.is_empty() {
        parts.push(format!("{} has not been sought yet", later.join(", then ")));
    }
    if parts.is_empty() {
        ".".to_owned()
    } else {
        format!(": {}.", parts.join("; "))
    }
}

/// So many soft standards are named in the headline; the table has all.
const NAMED: usize = 3;

/// ` 1 soft standard is missed: 90 % start step 3 within 90 days (54 %).`
fn missed(answer: &Answer) -> String {
    let mut missed: IndexMap<&str, Vec<&StandardFigures>> = IndexMap::new();
    for standard in answer.audit.services.iter().flat_map(|s| &s.standards) {
        if standard.enforcement == "soft" && !is_met(standard) {
            missed.entry(&standard.standard).or_default().push(standard);
        }
    }
    if missed.is_empty() {
        return String::new();
    }
    let services = answer.audit.services.len();
    let mut named: Vec<String> = missed
        .values()
        .take(NAMED)
        .filter_map(|places| shortfall_of(places, services))
        .collect();
    if missed.len() > NAMED {
        named.push(format!("and {} more", missed.len() - NAMED));
    }
    format!(
        " {} missed: {}.",
        match missed.len() {
            1 => "1 soft standard is".to_owned(),
            several => format!("{} soft standards are", whole(several)),
        },
        named.join(", ")
    )
}

/// A standard that is missed in some services: what the worst of them reaches.
fn shortfall_of(places: &[&StandardFigures], services: usize) -> Option<String> {
    let worst = places
        .iter()
        .min_by(|a, b| (a.reached / a.target).total_cmp(&(b.reached / b.target)))?;
    let reached = if worst.unit == "%" {
        format!("{} %", plain(worst.reached, 0))
    } else {
        format!(
            "{} of {}",
            figure(worst.reached, worst.unit),
            figure(worst.target, worst.unit)
        )
    };
    let title = shortened(&worst.name);
    let place = match places.len() {
        _ if services == 1 => return Some(format!("{title} ({reached})")),
        all if all == services => format!("in all {services} services"),
        some => format!("in {some} of {services} services"),
    };
    Some(format!("{title} ({place}, at worst {reached})"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::sample;

    fn kept(mut answer: Answer) -> Answer {
        for service in &mut answer.audit.services {
            service.standards[1].met = true;
            service.standards[1].shortfall = 0.0;
        }
        answer
    }

    #[test]
    fn a_soft_standard_that_is_missed_is_in_the_headline() {
        let instance = sample::instance(3);
        let mut answer = sample::answer(&instance);
        answer.audit.services[1].standards[1].met = true;
        let text = status(&instance, &answer);
        assert!(
            text.ends_with(
                " 1 soft standard is missed: 75 % start step 2 within 6 weeks (in 2 of 3 \
                 services, at worst 73 %)."
            ),
            "{text}"
        );
        let text = status(&instance, &kept(answer));
        assert!(!text.contains("missed"), "{text}");
    }

    #[test]
    fn less_than_half_a_person_short_is_not_missed() {
        let instance = sample::instance(1);
        let mut answer = sample::answer(&instance);
        answer.audit.services[0].standards[1].shortfall = 0.4;
        let text = status(&instance, &answer);
        assert!(!text.contains("missed"), "{text}");
    }

    #[test]
    fn the_least_cost_is_proved_in_few_words() {
        let instance = sample::instance(1);
        let mut answer = kept(sample::answer(&instance));
        answer.outcome.status = Status::Optimal;
        assert_eq!(
            status(&instance, &answer),
            "£6,000,000 a year. Proved best: no plan that holds every promise is better."
        );
    }

    #[test]
    fn what_was_proved_best_is_named_where_it_is_not_the_cost() {
        let instance = sample::instance(1);
        let mut answer = kept(sample::answer(&instance));
        answer.outcome.status = Status::Optimal;
        answer.outcome.objectives = vec![ObjectiveFigure::from_minimised(
            Objective::MostAccess,
            -4_000.0,
            -4_000.0,
            0.0,
        )];
        assert_eq!(
            status(&instance, &answer),
            "£6,000,000 a year. Proved best for most people who start: no plan that holds every \
             promise is better at that. Cost was not sought: a cheaper plan may do as well."
        );
    }

    #[test]
    fn a_limit_says_which_objective_is_short_and_which_was_not_begun() {
        let instance = sample::instance(1);
        let mut answer = kept(sample::answer(&instance));
        answer.outcome.status = Status::TimeLimit;
        answer.outcome.objectives = vec![ObjectiveFigure::from_minimised(
            Objective::LeastShortfall,
            45_448.0,
            0.0,
            1.0,
        )];
        assert_eq!(
            status(&instance, &answer),
            "£6,000,000 a year. The time limit was reached: this is the best plan found so far, \
             and a better one may exist: least shortfall by at most £45,448 or 100 %; least cost \
             has not been sought yet."
        );
        assert_eq!(
            not_reached(&instance, &answer).collect::<Vec<_>>(),
            [Objective::LeastCost]
        );
    }

    #[test]
    fn prices_that_nothing_counts_are_told() {
        let mut instance = sample::instance(1);
        assert_eq!(prices_in_vain(&instance), None);
        instance.objectives = vec![Objective::LeastCost];
        assert!(prices_in_vain(&instance).is_some());
        instance.services[0].care.standards[1].enforcement = Enforcement::Hard;
        assert_eq!(prices_in_vain(&instance), None);
    }
}
