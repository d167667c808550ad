//! Rules on caps on training places and on hires.

use super::{InstanceRule, InstanceSubject};
use crate::diagnostics::{Diagnostic, Explanation};
use crate::ids::Id;
use crate::instance::limits::intakes;

pub(super) const RULES: &[InstanceRule] = &[
    InstanceRule {
        explanation: Explanation {
            code: "I040",
            title: "a cap that caps nothing",
            what: "A cap on places has neither `places_per_year` nor `places_per_intake`, or a labour market has neither `hires_per_year` nor `hires_per_month`.",
            why: "It would hold nothing back.",
            example: "[places.pwp]\nname = \"PWP places\"\nroute = \"pwp-training\"",
            fix: "Give how many there are in a year, or at each intake (in each month).",
        },
        check: some_number,
    },
    InstanceRule {
        explanation: Explanation {
            code: "I054",
            title: "places at an intake that there is not",
            what: "`places_by_intake` names a month in which the route does not start.",
            why: "Its places would never be used; most often the month is a slip, or the route's `intake_months` are.",
            example: "[care.routes.pwp-training]\nintake_months = [3, 9]\n[places.pwp]\nplaces_by_intake = { 2026-10 = 20 }",
            fix: "Name an intake month of the route.",
        },
        check: intake_there_is,
    },
];

fn some_number(subject: &InstanceSubject<'_>, found: &mut Vec<Diagnostic>) {
    let places = subject.file.places.iter().map(|(id, cap)| {
        let none = cap.places_per_year.is_none() && cap.places_per_intake.is_none();
        let keys = ["places_per_year", "places_per_intake"];
        let by_intake = !cap.places_by_intake.is_empty();
        ("places", id.as_str(), none, keys, by_intake)
    });
    let markets = subject.file.labour_markets.iter().map(|(id, market)| {
        let none = market.hires_per_year.is_none() && market.hires_per_month.is_none();
        let keys = ["hires_per_year", "hires_per_month"];
        ("labour_markets", id.as_str(), none, keys, false)
    });
    for (table, id, none, keys, by_intake) in places.chain(markets) {
        if none {
            let help = if by_intake {
                format!(
                    "add `{}` or `{}`: `places_by_intake` says which intakes differ from it",
                    keys[0], keys[1]
                )
            } else {
                format!("add `{}` or `{}`", keys[0], keys[1])
            };
            found.push(
                Diagnostic::error("I040", format!("`{table}.{id}` caps nothing"))
                    .at(subject.at(&[table, id]), "how many?")
                    .help(help),
            );
        }
    }
}

fn intake_there_is(subject: &InstanceSubject<'_>, found: &mut Vec<Diagnostic>) {
    let (Some(calendar), Some(care)) = (subject.calendar(), subject.care) else {
        return;
    };
    for (id, cap) in &subject.file.places {
        let Some(route) = care.routes.get(&cap.route) else {
            continue;
        };
        let open = intakes(route.intake_months.as_deref(), &calendar);
        for month in cap.places_by_intake.keys() {
            // Before the start and after the end: another rule's.
            let Some(period) = calendar.period_of(*month) else {
                continue;
            };
            if open.get(period) == Some(&true) {
                continue;
            }
            found.push(
                Diagnostic::error(
                    "I054",
                    format!("route `{}` does not start in {month}", cap.route),
                )
                .at(
                    subject.key(&[
                        "places",
                        id.as_str(),
                        "places_by_intake",
                        &month.to_string(),
                    ]),
                    "no intake",
                )
                .help("name one of the route's `intake_months`"),
            );
        }
    }
}
