//! The career ladder by financial year: who joined, moved up, left, and where to.

use super::people::at;
use super::{LadderYear, StageTime, ladder};
use crate::audit::facts::Facts;
use crate::ids::RoleId;
use crate::instance::{Role, RoleKind, Route, Year};
use crate::units::Quantity;

/// What is not said of where leavers go.
const NOT_STATED: &str = "not-stated";

/// A year of the ladder, by role in order.
pub fn of_year(facts: &Facts, year: &Year) -> Vec<LadderYear> {
    let roles = facts.care().roles.iter();
    roles
        .map(|(id, role)| {
            let mut figures = match role.kind {
                RoleKind::Qualified => qualified(facts, (id, role), year),
                RoleKind::Trainee => trainee(facts, id, year),
            };
            let sum = |of: &[(String, f64)]| of.iter().map(|(_, wte)| wte).sum::<f64>();
            figures.role = id.to_string();
            figures.at_last =
                figures.at_first + figures.hired + sum(&figures.arrived) + figures.returned
                    - sum(&figures.moved)
                    - figures.redundant
                    - figures.left;
            figures
        })
        .collect()
}

fn in_year(list: &[f64], year: &Year) -> f64 {
    year.periods.clone().map(|t| at(list, t)).sum()
}

fn qualified(facts: &Facts, (id, role): (&RoleId, &Role), year: &Year) -> LadderYear {
    let Some((all, time)) = facts
        .over_time
        .as_ref()
        .and_then(|all| Some((all, all.roles.get(id)?)))
    else {
        return LadderYear::default();
    };
    let care = facts.care();
    let by_route = |is: &dyn Fn(&Route) -> bool, of: &dyn Fn(&super::RouteTime) -> f64| {
        all.routes
            .iter()
            .filter(|(k, _)| care.routes.get(**k).is_some_and(is))
            .map(|(k, route)| (k.to_string(), of(route)))
            .collect::<Vec<_>>()
    };
    let first = year.periods.start;
    let left = year.periods.clone().map(|t| time.leaving(t).value).sum();
    LadderYear {
        at_first: at(&time.in_post, first) - time.joining(first).value + time.going(first).value,
        hired: in_year(&time.hired, year) + in_year(&time.hired_before, year),
        arrived: by_route(&|r| r.to == *id, &|r| in_year(&r.completing, year)),
        returned: in_year(&time.returning, year),
        moved: by_route(&|r| r.from.as_ref() == Some(id), &|r| {
            in_year(&r.starting, year)
        }),
        redundant: in_year(&time.redundant, year),
        left,
        left_to: where_to(facts, (id, role), year, left),
        ..LadderYear::default()
    }
}

/// Where leavers go: to ladders elsewhere, and of the others as many to each destination as its
/// share of all who go to none of the ladders.
fn where_to(
    facts: &Facts,
    (id, role): (&RoleId, &Role),
    year: &Year,
    left: f64,
) -> Vec<(String, f64)> {
    let time = facts.over_time.as_ref().and_then(|all| all.roles.get(id));
    let mut to = Vec::new();
    let (mut rest, mut other_share) = (left, 1.0);
    for (route_id, route) in &facts.care().routes {
        let share = route.replaces_leaving_share.value();
        if route.from.as_ref() != Some(id) || share <= 0.0 {
            continue;
        }
        let gone: f64 = year
            .periods
            .clone()
            .map(|t| {
                let bound = time.map_or(0.0, |time| ladder::bound(route, time, t).value);
                bound - ladder::kept(facts, route_id, t)
            })
            .sum();
        to.push((route.name.clone(), gone));
        rest -= gone;
        other_share -= share;
    }
    let stated: f64 = role.destinations.values().map(|s| s.value()).sum();
    // The shares of ladders and destinations make up the whole at most, but for rounding.
    let of = other_share.max(stated);
    let others = rest;
    for (destination, share) in &role.destinations {
        let wte = if of > 0.0 {
            others * share.value() / of
        } else {
            0.0
        };
        to.push((destination.to_string(), wte));
        rest -= wte;
    }
    to.push((NOT_STATED.to_owned(), rest));
    to
}

/// Trainees: those who come into a stage arrive, those who go on from it move; who drops out and
/// goes back to the source role moves too, for nobody of them leaves the service.
fn trainee(facts: &Facts, id: &RoleId, year: &Year) -> LadderYear {
    let mut figures = LadderYear::default();
    let Some(all) = &facts.over_time else {
        return figures;
    };
    let first = year.periods.start;
    for (route_id, time) in &all.routes {
        let Some(route) = facts.care().routes.get(*route_id) else {
            continue;
        };
        let stages: Vec<&StageTime> = route
            .stages
            .iter()
            .zip(&time.stages)
            .filter(|(stage, _)| stage.role == *id)
            .map(|(_, time)| time)
            .collect();
        if stages.is_empty() {
            continue;
        }
        let sum = |of: &dyn Fn(&StageTime) -> f64| stages.iter().map(|s| of(s)).sum::<f64>();
        figures.at_first +=
            sum(&|s| at(&s.in_post, first) - at(&s.coming, first) + at(&s.going_on, first));
        let name = route_id.to_string();
        figures
            .arrived
            .push((name.clone(), sum(&|s| in_year(&s.coming, year))));
        figures
            .moved
            .push((name.clone(), sum(&|s| in_year(&s.going_on, year))));
        let back = sum(&|s| in_year(&s.sent_back, year));
        if route.dropouts_return {
            figures.moved.push((format!("{name}-back"), back));
        }
        figures.left += sum(&|s| in_year(&s.lost, year)) - back;
    }
    figures.left_to.push((NOT_STATED.to_owned(), figures.left));
    figures
}
