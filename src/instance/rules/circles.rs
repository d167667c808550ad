//! A circle of routes on which people could go round and come out as many, or more.

use std::collections::{HashMap, VecDeque};

use super::{CareRule, CareSubject};
use crate::diagnostics::suggest::list;
use crate::diagnostics::{Diagnostic, Explanation};
use crate::draft::care::Route;
use crate::ids::{Id, RoleId, RouteId};
use crate::units::Quantity;

pub(super) const RULES: &[CareRule] = &[CareRule {
    explanation: Explanation {
        code: "I125",
        title: "a cycle of routes that breeds staff",
        what: "Routes without stages lead round in a circle, and nobody is lost on the way, or one of them has a `replaces_leaving_share`.",
        why: "On a circle that takes no time and loses nobody, people go round without end: numbers of starts mean nothing. Where a route on it keeps people who would have left, each round keeps more of them, so that staff are made of nothing.",
        example: "[routes.up]\nfrom = \"pwp\"\nto = \"senior-pwp\"\ncompletion_share = 1\n[routes.down]\nfrom = \"senior-pwp\"\nto = \"pwp\"\ncompletion_share = 1",
        fix: "Give one of the routes stages, a loss (`completion_share` below 1) or a time in post (`min_months_in_post`), or drop it; take `replaces_leaving_share` off a route that leads back.",
    },
    check: circles,
}];

type Routes<'a> = Vec<(&'a RouteId, &'a Route)>;

fn circles(subject: &CareSubject<'_>, found: &mut Vec<Diagnostic>) {
    let at_once: Routes<'_> = subject
        .care
        .routes
        .iter()
        // A route back to where it starts is told as that.
        .filter(|(_, route)| route.stages.is_empty() && route.from.as_ref() != Some(&route.to))
        .collect();
    // On a circle of these nobody is lost: drop-outs are back where they came from.
    let lossless: Routes<'_> = at_once
        .iter()
        .copied()
        .filter(|(_, route)| {
            let loses = route.completion_share.value() < 1.0 - 1e-9;
            let waits = route.min_months_in_post.is_some_and(|m| m.value() > 0.0);
            (!loses || route.dropouts_return == Some(true)) && !waits
        })
        .collect();
    let keeps = |route: &Route| {
        route
            .replaces_leaving_share
            .is_some_and(|s| s.value() > 0.0)
    };
    let ladder = at_once
        .iter()
        .filter(|(_, route)| keeps(route))
        .find_map(|edge| circle(edge, &at_once))
        .map(|round| (round, "keep people who would have left, each time round"));
    let breeding = ladder.or_else(|| {
        let round = lossless.iter().find_map(|edge| circle(edge, &lossless))?;
        Some((round, "lose nobody and take no time"))
    });
    let Some((round, how)) = breeding else { return };
    let mut places = round.iter().map(|id| {
        let path = ["routes", id.as_str(), "to"];
        (subject.at(&path), "and round")
    });
    if let Some((first, _)) = places.next() {
        let mut error = Diagnostic::error(
            "I125",
            format!(
                "routes {} lead round in a circle and {how}: together they breed staff",
                list(round.iter().map(|id| id.as_str()))
            ),
        )
        .at(first, "round");
        for (place, label) in places {
            error = error.and_at(place, label);
        }
        found.push(error.help(
            "give one of them stages, a `completion_share` below 1 or `min_months_in_post`, and \
             no `replaces_leaving_share`; or drop it",
        ));
    }
}

/// The shortest circle of routes that begins with one of them.
fn circle<'a>(first: &(&'a RouteId, &'a Route), routes: &Routes<'a>) -> Option<Vec<&'a RouteId>> {
    let (id, route) = first;
    let home = route.from.as_ref()?;
    let mut ways: HashMap<&RoleId, Vec<&'a RouteId>> = HashMap::new();
    ways.insert(&route.to, vec![id]);
    let mut next = VecDeque::from([&route.to]);
    while let Some(role) = next.pop_front() {
        let way = ways.get(role)?.clone();
        if role == home {
            return Some(way);
        }
        for (id, route) in routes {
            if route.from.as_ref() == Some(role) && !ways.contains_key(&route.to) {
                let mut longer = way.clone();
                longer.push(id);
                ways.insert(&route.to, longer);
                next.push_back(&route.to);
            }
        }
    }
    None
}
