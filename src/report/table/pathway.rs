//! Patients: standards asked and reached, and waits by step.

use indexmap::IndexMap;

use crate::audit::{Audit, SkillMixFigures, StandardFigures, StepFigures};
use crate::instance::{Instance, Level};
use crate::report::grid::Grid;
use crate::report::names::{Kind, Names, shortened};
use crate::report::numbers::{NOTHING, percent, plain};

/// A standard's figure in its unit.
pub fn figure(value: f64, unit: &str) -> String {
    match unit {
        "%" => format!("{} %", plain(value, 1)),
        _ if unit.starts_with("people") => plain(value, 0),
        "" => plain(value, 2),
        _ => format!("{} {unit}", plain(value, 1)),
    }
}

/// A soft standard that is missed by less than this many people is met.
const NOBODY: f64 = 0.5;

/// Whether a standard is met, to the whole person.
pub fn is_met(standard: &StandardFigures) -> bool {
    standard.met || standard.enforcement == "soft" && standard.shortfall < NOBODY
}

/// Whether a standard is met, in words.
fn verdict(instance: &Instance, standard: &StandardFigures) -> String {
    match (standard.met, standard.enforcement) {
        (true, _) => "yes".to_owned(),
        (false, "reported") => "no (only reported)".to_owned(),
        (false, "soft") if is_met(standard) => "yes, to the whole person".to_owned(),
        (false, _) if standard.shortfall > 0.0 => {
            let people = plain(standard.shortfall, 0);
            let noun = if people == "1" { "person" } else { "people" };
            if is_wait(instance, &standard.standard) {
                format!("no, {people} too many waiting at a time")
            } else {
                format!("no, {people} {noun} short in a year")
            }
        }
        (false, _) => "no".to_owned(),
    }
}

/// Whether a standard is about a wait: its shortfall counts people on the list, not in a year.
fn is_wait(instance: &Instance, standard: &str) -> bool {
    instance.services.iter().any(|service| {
        let found = service.care.standards.get(standard);
        found.is_some_and(|standard| matches!(standard.level, Level::Wait { .. }))
    })
}

/// Whether a share has nobody to be a share of: the audit calls it nought, and yet met.
fn is_of_nobody(standard: &StandardFigures) -> bool {
    standard.unit == "%" && standard.met && standard.target > 0.0 && standard.reached <= 0.0
}

fn reached(standard: &StandardFigures) -> String {
    if is_of_nobody(standard) {
        NOTHING.to_owned()
    } else {
        figure(standard.reached, standard.unit)
    }
}

/// One service's standards, and the bands that its mix of roles must lie in.
pub fn standards(
    instance: &Instance,
    standards: &[StandardFigures],
    bands: &[SkillMixFigures],
) -> String {
    let mut grid = Grid::new(&["Standards", "asked", "reached", "<met", "<enforced"]);
    for standard in standards {
        grid.row([
            standard.name.clone(),
            figure(standard.target, standard.unit),
            reached(standard),
            verdict(instance, standard),
            standard.enforcement.to_owned(),
        ]);
    }
    for band in bands {
        grid.row([
            band.name.clone(),
            range(band),
            band.share
                .map_or_else(|| NOTHING.to_owned(), |share| percent(share, 1)),
            match (holds(band), band.enforcement) {
                (None, _) => NOTHING,
                (Some(true), _) => "yes",
                (Some(false), "reported") => "no (only reported)",
                (Some(false), _) => "no",
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

/// Whether a share lies in its band; none where there is nobody to be a share of.
fn holds(band: &SkillMixFigures) -> Option<bool> {
    let share = band.share?;
    Some(share >= band.share_min - ROUNDING && share <= band.share_max + ROUNDING)
}

/// What a share may be off by before it counts as outside its band; the audit judges hard bands.
const ROUNDING: f64 = 1e-6;

fn range(band: &SkillMixFigures) -> String {
    let (least, most) = (100.0 * band.share_min, 100.0 * band.share_max);
    format!("{} to {} %", plain(least, 0), plain(most, 0))
}

/// From the least to the greatest of some percentages: `37.9 to 41.9 %`, or one figure where they
/// are the same to the places shown; none where there are none.
fn span(percentages: impl Iterator<Item = f64>) -> Option<(String, bool)> {
    let (least, most) = percentages.fold((f64::INFINITY, f64::NEG_INFINITY), |(least, most), x| {
        (least.min(x), most.max(x))
    });
    if least > most {
        return None;
    }
    let (least, most) = (plain(least, 1), plain(most, 1));
    Some(if least == most {
        (format!("{least} %"), false)
    } else {
        (format!("{least} to {most} %"), true)
    })
}

/// In how many services something holds, and where it does not if that is one place.
fn held_in(all: usize, not_in: &[&str]) -> String {
    let held = all - not_in.len();
    match not_in {
        [] => format!("all {all}"),
        [one] => format!("{held} of {all} (not {})", shortened(one)),
        _ => format!("{held} of {all}"),
    }
}

/// Standards and bands over several services: people are summed; of shares that every service is
/// asked alike the least is shown, of others the range.
pub fn standards_of_all(instance: &Instance, audit: &Audit) -> String {
    let names = Names(instance);
    let mut by_standard: IndexMap<&str, Vec<(&str, &StandardFigures)>> = IndexMap::new();
    let mut by_band: IndexMap<&str, Vec<(&str, &SkillMixFigures)>> = IndexMap::new();
    for service in &audit.services {
        let name = names.service(&service.service);
        for standard in &service.standards {
            let places = by_standard.entry(&standard.standard).or_default();
            places.push((name, standard));
        }
        for band in &service.skill_mix {
            by_band.entry(&band.band).or_default().push((name, band));
        }
    }
    let mut grid = Grid::new(&["Standards", "asked", "reached", "<met in", "<enforced"]);
    for places in by_standard.values() {
        grid.row(standard_of_all(places));
    }
    for places in by_band.values() {
        grid.row(band_of_all(places));
    }
    if grid.is_empty() {
        return String::new();
    }
    grid.render()
}

fn standard_of_all(places: &[(&str, &StandardFigures)]) -> [String; 5] {
    let (mut asked, mut reached) = (NOTHING.to_owned(), NOTHING.to_owned());
    let Some((_, first)) = places.first() else {
        return Default::default();
    };
    let all = || places.iter().map(|(_, standard)| *standard);
    if first.unit == "%" {
        let mut differ = false;
        if let Some(targets) = span(all().map(|s| s.target)) {
            (asked, differ) = targets;
        }
        let counted = || all().filter(|s| !is_of_nobody(s)).map(|s| s.reached);
        if differ {
            reached = span(counted()).map_or(reached, |(text, _)| text);
        } else if let Some(least) = counted().min_by(f64::total_cmp) {
            reached = format!("least {}", figure(least, first.unit));
        }
    } else {
        asked = figure(all().map(|s| s.target).sum(), first.unit);
        reached = figure(all().map(|s| s.reached).sum(), first.unit);
    }
    let missed: Vec<&str> = places
        .iter()
        .filter(|(_, standard)| !is_met(standard))
        .map(|(service, _)| *service)
        .collect();
    [
        first.name.clone(),
        asked,
        reached,
        held_in(places.len(), &missed),
        first.enforcement.to_owned(),
    ]
}

fn band_of_all(places: &[(&str, &SkillMixFigures)]) -> [String; 5] {
    let Some((_, first)) = places.first() else {
        return Default::default();
    };
    let bands = || places.iter().map(|(_, band)| *band);
    let least = bands().map(|b| b.share_min).fold(f64::INFINITY, f64::min);
    let most = bands().map(|b| b.share_max).fold(0.0, f64::max);
    let missed: Vec<&str> = places
        .iter()
        .filter(|(_, band)| holds(band) == Some(false))
        .map(|(service, _)| *service)
        .collect();
    let shares = bands().filter_map(|band| Some(100.0 * band.share?));
    [
        first.name.clone(),
        range(&SkillMixFigures {
            share_min: least,
            share_max: most,
            ..(*first).clone()
        }),
        span(shares).map_or_else(|| NOTHING.to_owned(), |(text, _)| text),
        held_in(bands().filter(|b| holds(b).is_some()).count(), &missed),
        first.enforcement.to_owned(),
    ]
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::sample;

    fn all(services: usize, change: impl Fn(&mut Audit)) -> String {
        let instance = sample::instance(services);
        let mut audit = sample::answer(&instance).audit;
        change(&mut audit);
        standards_of_all(&instance, &audit)
    }

    fn line<'a>(table: &'a str, start: &str) -> Vec<&'a str> {
        let line = table.lines().find(|line| line.starts_with(start));
        let cells = line.unwrap_or_default().split("  ");
        cells.map(str::trim).filter(|c| !c.is_empty()).collect()
    }

    #[test]
    fn targets_that_differ_are_shown_as_a_range_beside_the_range_reached() {
        let table = all(3, |audit| {
            for (service, target) in audit.services.iter_mut().zip([37.9, 41.9, 40.0]) {
                service.standards[1].target = target;
                service.standards[1].reached = target + 1.0;
                service.standards[1].met = true;
            }
        });
        assert_eq!(
            line(&table, "75 %")[1..],
            ["37.9 to 41.9 %", "38.9 to 42.9 %", "all 3", "soft"]
        );
    }

    #[test]
    fn a_service_where_nobody_finishes_does_not_count_as_nought() {
        let nobody = |audit: &mut Audit| {
            let standard = &mut audit.services[0].standards[1];
            (standard.met, standard.reached, standard.shortfall) = (true, 0.0, 0.0);
        };
        let table = all(3, nobody);
        assert_eq!(line(&table, "75 %")[2], "least 73.1 %");
        let instance = sample::instance(1);
        let mut audit = sample::answer(&instance).audit;
        nobody(&mut audit);
        let table = standards(&instance, &audit.services[0].standards, &[]);
        assert_eq!(line(&table, "75 %")[2], NOTHING);
    }

    #[test]
    fn bands_of_several_services_are_one_row() {
        let table = all(3, |audit| audit.services[0].skill_mix[0].share = Some(0.35));
        assert_eq!(
            line(&table, "PWPs")[1..],
            [
                "40 to 60 %",
                "35.0 to 40.8 %",
                "2 of 3 (not North)",
                "reported"
            ]
        );
    }

    #[test]
    fn people_short_are_whole_and_said_to_wait_or_to_miss_out_in_a_year() {
        let instance = sample::instance(1);
        let mut standards = sample::answer(&instance).audit.services[0]
            .standards
            .clone();
        let said = |standard: &StandardFigures| verdict(&instance, standard);
        assert_eq!(said(&standards[1]), "no, 12 too many waiting at a time");
        standards[1].shortfall = 0.4;
        assert_eq!(said(&standards[1]), "yes, to the whole person");
        (standards[0].met, standards[0].enforcement) = (false, "soft");
        standards[0].shortfall = 1.2;
        assert_eq!(said(&standards[0]), "no, 1 person short in a year");
    }
}
