//! Patients: standards asked and reached, and waits by step.

use indexmap::IndexMap;

use crate::audit::{Audit, SkillMixFigures, StandardFigures, StepFigures};
use crate::instance::Instance;
use crate::report::grid::Grid;
use crate::report::names::{Kind, Names};
use crate::report::numbers::{NOTHING, percent, plain};

/// A standard's figure in its unit.
fn figure(value: f64, unit: &str) -> String {
    match unit {
        "%" => format!("{} %", plain(value, 1)),
        _ if unit.starts_with("people") => plain(value, 0),
        "" => plain(value, 2),
        _ => format!("{} {unit}", plain(value, 1)),
    }
}

/// Whether a standard is met, in a word.
fn verdict(standard: &StandardFigures) -> String {
    match (standard.met, standard.enforcement) {
        (true, _) => "yes".to_owned(),
        (false, "reported") => "no (only reported)".to_owned(),
        (false, _) if standard.shortfall > 0.0 => {
            format!("no, {} people short", plain(standard.shortfall, 1))
        }
        (false, _) => "no".to_owned(),
    }
}

/// One service's standards, and the bands that its mix of roles must lie in.
pub fn standards(standards: &[StandardFigures], bands: &[SkillMixFigures]) -> String {
    let mut grid = Grid::new(&["Standards", "asked", "reached", "<met", "<enforced"]);
    for standard in standards {
        grid.row([
            standard.name.clone(),
            figure(standard.target, standard.unit),
            figure(standard.reached, standard.unit),
            verdict(standard),
            standard.enforcement.to_owned(),
        ]);
    }
    for band in bands {
        let share = band.share.unwrap_or(f64::NAN);
        let met = share >= band.share_min - ROUNDING && share <= band.share_max + ROUNDING;
        grid.row([
            band.name.clone(),
            range(band),
            band.share
                .map_or_else(|| NOTHING.to_owned(), |share| percent(share, 1)),
            match (met, band.share, band.enforcement) {
                (_, None, _) => NOTHING,
                (true, _, _) => "yes",
                (false, _, "reported") => "no (only reported)",
                (false, _, _) => "no",
            }
            .to_owned(),
            band.enforcement.to_owned(),
        ]);
    }
    if grid.is_empty() {
        return String::new();
    }
    grid.render()
}

/// What a share may be off by before it counts as outside its band; the audit judges hard bands.
const ROUNDING: f64 = 1e-6;

fn range(band: &SkillMixFigures) -> String {
    let (least, most) = (100.0 * band.share_min, 100.0 * band.share_max);
    format!("{} to {} %", plain(least, 0), plain(most, 0))
}

/// Standards over several services: people are summed, of shares the worst is shown.
pub fn standards_of_all(instance: &Instance, audit: &Audit) -> String {
    let mut by_standard: IndexMap<&str, Vec<(&str, &StandardFigures)>> = IndexMap::new();
    for service in &audit.services {
        for standard in &service.standards {
            by_standard
                .entry(&standard.standard)
                .or_default()
                .push((&service.service, standard));
        }
    }
    let mut grid = Grid::new(&["Standards", "asked", "reached", "<met in", "<enforced"]);
    for standards in by_standard.values() {
        let Some((_, first)) = standards.first() else {
            continue;
        };
        let of_people = first.unit.starts_with("people");
        let (asked, reached) = if of_people {
            (
                standards.iter().map(|(_, s)| s.target).sum::<f64>(),
                standards.iter().map(|(_, s)| s.reached).sum::<f64>(),
            )
        } else {
            let worst = standards
                .iter()
                .map(|(_, s)| s)
                .min_by(|a, b| (a.reached - a.target).total_cmp(&(b.reached - b.target)));
            worst.map_or((f64::NAN, f64::NAN), |s| (s.target, s.reached))
        };
        let met = standards.iter().filter(|(_, s)| s.met).count();
        let missed: Vec<&str> = standards
            .iter()
            .filter(|(_, s)| !s.met)
            .map(|(service, _)| Names(instance).service(service))
            .collect();
        grid.row([
            first.name.clone(),
            figure(asked, first.unit),
            format!(
                "{}{}",
                if of_people { "" } else { "least " },
                figure(reached, first.unit)
            ),
            match missed.as_slice() {
                [] => format!("all {met}"),
                [one] => format!("{met} of {} (not {one})", standards.len()),
                _ => format!("{met} of {}", standards.len()),
            },
            first.enforcement.to_owned(),
        ]);
    }
    if grid.is_empty() {
        return String::new();
    }
    grid.render()
}

/// Waits by step.
pub fn waits(instance: &Instance, steps: &[StepFigures]) -> String {
    let mut grid = Grid::new(&[
        "Steps (people a year)",
        "join",
        "start",
        "give up",
        "waiting, mean",
        "mean wait, weeks",
        "worst period",
    ]);
    let weeks = |value: f64| {
        if value.is_finite() {
            plain(value, 1)
        } else {
            NOTHING.to_owned()
        }
    };
    for step in steps {
        grid.row([
            Names(instance).other(Kind::Step, &step.step).to_owned(),
            plain(step.arrivals, 0),
            plain(step.starts, 0),
            plain(step.dropouts, 0),
            plain(step.mean_waiting, 0),
            weeks(step.mean_wait_weeks),
            weeks(step.worst_wait_weeks),
        ]);
    }
    grid.render()
}
