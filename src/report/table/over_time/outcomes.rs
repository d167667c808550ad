//! Which soft standards a plan by month misses, for the headline.

use indexmap::IndexMap;

use crate::audit::over_time::StandardOverTime;
use crate::instance::{Enforcement, Instance};
use crate::report::answer::Answer;
use crate::report::names::shortened;
use crate::report::numbers::whole;
use crate::report::table::pathway::figure;

/// So many are named; the table has all.
const NAMED: usize = 3;

/// ` 1 soft standard is missed while in force: 75 % start in 6 weeks (at worst 61.0 %).`
pub fn missed(instance: &Instance, answer: &Answer) -> String {
    let mut missed: IndexMap<&str, Vec<&StandardOverTime>> = IndexMap::new();
    for (service, figures) in instance.services.iter().zip(&answer.audit.services) {
        for standard in figures.over_time.iter().flat_map(|over| &over.standards) {
            let is_soft = service
                .care
                .standards
                .get(standard.standard.as_str())
                .is_some_and(|found| found.enforcement == Enforcement::Soft);
            if is_soft && !standard.met {
                missed.entry(&standard.standard).or_default().push(standard);
            }
        }
    }
    if missed.is_empty() {
        return String::new();
    }
    let services = instance.services.len();
    let mut named: Vec<String> = missed
        .values()
        .take(NAMED)
        .map(|places| named(places, services))
        .collect();
    if missed.len() > NAMED {
        named.push(format!("and {} more", missed.len() - NAMED));
    }
    let which = match missed.len() {
        1 => "1 soft standard is".to_owned(),
        several => format!("{} soft standards are", whole(several)),
    };
    format!(" {which} missed while in force: {}.", named.join(", "))
}

/// A standard that is missed in some services, with the worst that any reaches.
fn named(places: &[&StandardOverTime], services: usize) -> String {
    let worst = places
        .iter()
        .filter_map(|standard| worst_in_force(standard))
        .min_by(|a, b| (a.1 / a.0).total_cmp(&(b.1 / b.0)));
    let title = places
        .first()
        .map(|standard| shortened(&standard.name))
        .unwrap_or_default();
    let unit = places.first().map_or("", |standard| standard.unit);
    let reached = worst.map_or_else(String::new, |(asked, reached)| {
        if unit == "%" {
            format!("at worst {}", figure(reached, unit))
        } else {
            format!(
                "at worst {} of {}",
                figure(reached, unit),
                figure(asked, unit)
            )
        }
    });
    let place = match places.len() {
        _ if services == 1 => return format!("{title} ({reached})"),
        all if all == services => format!("in all {services} services"),
        some => format!("in {some} of {services} services"),
    };
    format!("{title} ({place}, {reached})")
}

/// What is asked and reached where a standard in force is missed most.
fn worst_in_force(standard: &StandardOverTime) -> Option<(f64, f64)> {
    standard
        .asked
        .iter()
        .zip(&standard.reached)
        .filter_map(|(asked, reached)| Some(((*asked)?, *reached)))
        .filter(|(asked, _)| *asked > 0.0)
        .min_by(|a, b| (a.1 / a.0).total_cmp(&(b.1 / b.0)))
}
