//! What `check` says of a plan: promises kept and broken by family, and each broken one.

use std::fmt::Write as _;

use super::grid::{Grid, paragraph};
use super::numbers::{NOTHING, plain, whole};
use super::promises::{excess, families, largest_error};
use crate::audit::{Audit, Promise, Sense, StandardOverTime};

/// How many broken promises are written out before the rest are only counted.
const SHOWN: usize = 40;

/// The audit by family, then the broken promises.
#[must_use]
pub fn render(audit: &Audit) -> String {
    let mut grid = Grid::new(&[
        "Promises",
        "<label",
        "kept",
        "broken",
        "binding",
        "largest error",
    ]);
    for family in families(audit) {
        let error = family.largest_error_of_tolerance;
        grid.row([
            family.family.clone(),
            family.label.to_owned(),
            whole(family.kept),
            whole(family.promises - family.kept),
            whole(family.binding),
            if error.is_finite() {
                format!("{} of tolerance", scaled(error))
            } else {
                NOTHING.to_owned()
            },
        ]);
    }
    let mut text = grid.render();
    text.push('\n');
    text.push_str(&broken(audit));
    text.push_str(&late(audit));
    text
}

/// The verdict, and each broken promise with its figures.
#[must_use]
pub fn broken(audit: &Audit) -> String {
    let broken: Vec<&Promise> = audit.broken().collect();
    if broken.is_empty() {
        return paragraph(&format!(
            "{} (largest error: {} of its tolerance).",
            kept(audit),
            scaled(largest_error(audit))
        ));
    }
    let mut text = format!(
        "{} of {} promises are broken:\n",
        whole(broken.len()),
        whole(audit.promises.len())
    );
    for promise in broken.iter().take(SHOWN) {
        text.push_str(&sentence(promise));
    }
    if broken.len() > SHOWN {
        let _ = writeln!(text, "  … and {} more", whole(broken.len() - SHOWN));
    }
    text
}

fn kept(audit: &Audit) -> String {
    let promises = whole(audit.promises.len());
    if audit.late().next().is_none() {
        format!("All {promises} promises are kept")
    } else {
        format!("All {promises} promises are kept but for standards that the plan holds late")
    }
}

/// Each standard that is not held as asked although it must be, where the plan says so.
fn late(audit: &Audit) -> String {
    audit
        .late()
        .map(|(service, standard)| {
            let from = match standard
                .holds_from
                .and_then(|from| standard.entries.get(from))
            {
                Some(from) => format!("holds from {from}"),
                None => "does not hold within the horizon".to_owned(),
            };
            let asked = missed_from(standard)
                .map(|missed| format!("; asked, and not held, from {missed}"))
                .unwrap_or_default();
            paragraph(&format!(
                "  {}, {} (“{}”): late: {from}{asked}",
                service.service, standard.standard, standard.name
            ))
        })
        .collect()
}

/// The first entry in which a standard is missed.
#[must_use]
pub fn missed_from(standard: &StandardOverTime) -> Option<&str> {
    let entries = standard.asked.iter().zip(&standard.reached);
    let missed = entries
        .zip(&standard.entries)
        .find(|((asked, reached), _)| asked.is_some_and(|asked| **reached < asked));
    missed.map(|(_, entry)| entry.as_str())
}

/// One promise: what it is about, the value found, the bound, how far it is off.
fn sentence(promise: &Promise) -> String {
    let must = match promise.sense {
        Sense::AtMost => "must be at most",
        Sense::AtLeast => "must be at least",
        Sense::Equal => "must be",
        Sense::MultipleOf => "must be a whole multiple of",
    };
    paragraph(&format!(
        "  {} {}: {} {must} {} {} (off by {})",
        promise.label,
        promise.subject,
        figure(promise.value),
        figure(promise.bound),
        promise.unit,
        figure(excess(promise)),
    ))
}

/// Six figures or so, whatever the size.
fn figure(value: f64) -> String {
    let size = value.abs();
    let places = if size >= 1_000.0 {
        1
    } else if size >= 1.0 {
        3
    } else {
        6
    };
    if size > 0.0 && size < 1e-5 {
        format!("{value:.1e}")
    } else {
        plain(value, places)
    }
}

fn scaled(share: f64) -> String {
    if share == 0.0 {
        "0".to_owned()
    } else if (0.001..1_000.0).contains(&share) {
        plain(share, 3)
    } else {
        format!("{share:.0e}")
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::sample::promise;

    #[test]
    fn broken_promises_are_written_out_with_their_figures() {
        let audit = Audit {
            promises: vec![
                promise("capacity[north,pwp,jan]", Sense::AtMost, 3_210.5, 3_200.0),
                promise("capacity[north,pwp,feb]", Sense::AtMost, 3_100.0, 3_200.0),
                promise("access[north,access]", Sense::AtLeast, 4_000.0, 4_000.0),
            ],
            services: Vec::new(),
        };
        insta::assert_snapshot!(render(&audit), @r##"
        Promises  label  kept  broken  binding     largest error
        ────────────────────────────────────────────────────────
        capacity  D4        1       1        0  1e7 of tolerance
        access    F1        1       0        0    0 of tolerance

        1 of 3 promises are broken:
          D4 capacity[north,pwp,jan]: 3,210.5 must be at most 3,200.0 (off by 10.500)
        "##);
    }

    #[test]
    fn a_plan_that_keeps_every_promise_is_told_so() {
        let audit = Audit {
            promises: vec![promise("access[north,access]", Sense::AtLeast, 4.0, 4.0)],
            services: Vec::new(),
        };
        assert!(render(&audit).contains("All 1 promises are kept"));
    }
}
