//! Staff in post in whole units, of whom a share leaves.

use super::{StartRule, StartSubject, show};
use crate::diagnostics::{Diagnostic, Explanation};
use crate::ids::{Id, RoleId};
use crate::instance::{Role, Service};
use crate::units::Quantity;

pub(super) const RULES: &[StartRule] = &[StartRule {
    explanation: Explanation {
        code: "I058",
        title: "staff who cannot stay whole",
        what: "In a plan by month, a role's staff in post are counted in whole units (`in_post_unit_wte`), a share of them leaves at the end of the first period, and what is left is no whole number that whole people hired or moved could make up.",
        why: "Staff in post are expected numbers: of 8 counsellors, 7.94 are expected to be there a month later. No plan can have them whole.",
        example: "[care.roles.counsellor]\nin_post_unit_wte = 1   # of 8, 0.06 leave in a month",
        fix: "Leave `in_post_unit_wte` out. Hires, places and redundancies are whole without it (`post_unit_wte`, `places_unit_wte`).",
    },
    check: cannot_stay_whole,
}];

fn cannot_stay_whole(subject: &StartSubject<'_>, found: &mut Vec<Diagnostic>) {
    for service in &subject.instance.services {
        for (id, role) in &service.care.roles {
            let unit = role.in_post_unit.value();
            let staff = service
                .start
                .staff
                .get(id)
                .map_or(0.0, super::super::InPost::wte);
            let stay = staff * (1.0 - role.leaving_per_period);
            let periods = service.care.calendar.periods();
            if unit <= 0.0
                || staff <= 0.0
                || periods < 2
                || role.has_first_year()
                || is_whole(stay, unit)
                || !is_moved_in_units_only(service, id, role)
            {
                continue;
            }
            let place = match subject.files.cares.get(&service.id) {
                Some((_, tree)) => tree.locate(&["roles", id.as_str(), "in_post_unit_wte"]),
                None => subject.files.at(&["care_model"]),
            };
            found.push(
                Diagnostic::error(
                    "I058",
                    format!(
                        "staff in post of `{id}` are to be whole; of {} at service `{}`, {} are \
                         left after a period",
                        show(rounded(staff)),
                        service.id,
                        show(rounded(stay)),
                    ),
                )
                .at(place, "cannot be kept")
                .help(
                    "leave `in_post_unit_wte` out: staff in post are expected numbers, and hires \
                     and places are whole without it",
                ),
            );
        }
    }
}

/// Whether nothing but whole units of a role's staff can come or go, and nobody can in the first
/// period: then those who leave take a fraction with them that nothing makes up.
fn is_moved_in_units_only(service: &Service, id: &RoleId, role: &Role) -> bool {
    let care = &service.care;
    let unit = role.in_post_unit.value();
    let early = |by_period: Option<&Vec<f64>>| {
        by_period.is_some_and(|wte| wte.iter().take(2).any(|wte| *wte > 0.0))
    };
    let hired_in_units = !role.hireable
        || role.hire_lead > 1
        || (role.hire_lead == 1
            && role.post_unit.value() > 0.0
            && is_whole(role.post_unit.value(), unit));
    let is_measured = care.retention.values().any(|measure| measure.role == *id);
    hired_in_units
        && role.redundancy.is_none()
        && !is_measured
        && !early(service.start.joining.get(id))
        && care.routes.iter().all(|(route_id, route)| {
            let in_training = service.start.training.get(route_id).into_iter().flatten();
            let out = route.from.as_ref() == Some(id);
            let into = route.to == *id;
            let in_units =
                route.places_unit.value() > 0.0 && is_whole(route.places_unit.value(), unit);
            let leaves_in_units = !out
                || (in_units
                    && route.intakes.first() != Some(&true)
                    && route.replaces_leaving_share.value() <= 0.0
                    && !route.dropouts_return
                    && !early(service.start.committed.get(route_id)));
            let arrives_later = !into
                || (route.length > 1
                    && in_training
                        .filter(|(_, wte)| *wte > 0.0)
                        .all(|(back, _)| route.length.saturating_sub(*back) > 1));
            leaves_in_units && arrives_later
        })
}

/// Whether a number is so many whole units, as far as a solver would tell.
fn is_whole(wte: f64, unit: f64) -> bool {
    let units = wte / unit;
    (units - units.round()).abs() < 1e-3
}

fn rounded(wte: f64) -> f64 {
    (wte * 100.0).round() / 100.0
}
