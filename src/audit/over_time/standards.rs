//! F over time: what standards ask, what the plan reaches, and from when on they hold.

use super::StandardOverTime;
use crate::audit::facts::Facts;
use crate::audit::record::Terms;
use crate::audit::standards::{InTime, InYear, is_met, spans};
use crate::audit::tolerance::Unit;
use crate::instance::{Level, Standard};

/// Standards over time.
pub fn figures(facts: &Facts) -> Vec<StandardOverTime> {
    let standards = facts.care().standards.iter();
    standards
        .map(|(id, standard)| {
            let mut found = match InTime::of(facts, &standard.level) {
                Some(wait) => wait_over_time(facts, standard, &wait),
                None => years_over_time(facts, standard),
            };
            found.figures.standard = id.to_string();
            found.figures.name.clone_from(&standard.name);
            found.figures.late = !found.figures.met && facts.late_until(id, standard).is_some();
            found.figures.holds_from = match found.in_full.iter().rposition(|met| !met) {
                None => Some(0),
                Some(last) => Some(last + 1).filter(|from| *from < found.in_full.len()),
            };
            found.figures
        })
        .collect()
}

/// Figures without names, and whether the standard's own target is reached, entry by entry.
struct Found {
    figures: StandardOverTime,
    in_full: Vec<bool>,
}

fn wait_over_time(facts: &Facts, standard: &Standard, wait: &InTime) -> Found {
    let own = standard.level.target();
    let periods = || facts.service.periods();
    let met = |share: f64, t: usize| is_met(&wait.compare(facts, share, t));
    Found {
        in_full: periods().map(|t| met(own, t)).collect(),
        figures: StandardOverTime {
            unit: Unit::Percent.name(),
            entries: periods().map(|t| facts.period_name(t)).collect(),
            asked: periods()
                .map(|t| standard.target_in(t).map(|share| 100.0 * share))
                .collect(),
            asked_in_full: periods().map(|_| 100.0 * own).collect(),
            reached: periods()
                .map(|t| wait.compare(facts, own, t).value)
                .collect(),
            met: periods().all(|t| standard.target_in(t).is_none_or(|share| met(share, t))),
            ..StandardOverTime::default()
        },
    }
}

fn years_over_time(facts: &Facts, standard: &Standard) -> Found {
    let spans = spans(facts);
    let all: Vec<InYear> = spans
        .iter()
        .map(|span| InYear::of(facts, standard, span))
        .collect();
    // A share is shown as it is asked, whoever there are to be a share of.
    let shown = |asked: &InYear, share: Option<f64>, people: Terms| match (asked.of, share) {
        (Some(_), Some(share)) => 100.0 * share,
        _ => people.value,
    };
    let own = standard.level.target();
    Found {
        in_full: all
            .iter()
            .map(|asked| asked.reaches(asked.in_full))
            .collect(),
        figures: StandardOverTime {
            unit: match standard.level {
                Level::Recovery { .. } => Unit::Percent.name(),
                _ => Unit::People.name(),
            },
            entries: spans
                .iter()
                .filter_map(|span| span.year.map(|year| year.to_string()))
                .collect(),
            asked: all
                .iter()
                .zip(&spans)
                .map(|(asked, span)| {
                    let share = standard.target_in(span.periods.start);
                    asked.least.map(|least| shown(asked, share, least))
                })
                .collect(),
            asked_in_full: all
                .iter()
                .map(|asked| shown(asked, Some(own), asked.in_full))
                .collect(),
            reached: all.iter().map(|asked| asked.shown(asked.reached)).collect(),
            met: all
                .iter()
                .all(|asked| asked.least.is_none_or(|least| asked.reaches(least))),
            ..StandardOverTime::default()
        },
    }
}
