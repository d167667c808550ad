//! Several services at a glance: one row a service.

use super::pathway::is_met;
use crate::audit::{Audit, ServiceFigures};
use crate::ids::Id;
use crate::instance::{Instance, RoleKind};
use crate::report::grid::Grid;
use crate::report::names::Names;
use crate::report::numbers::{NOTHING, change, places_for, plain, pounds, whole};
use crate::units::Quantity;

/// Staff needed by service and role.
pub fn staff_needed(instance: &Instance, audit: &Audit) -> String {
    let roles = roles_in_use(instance, audit);
    let mut headings = vec!["Staff needed (WTE)"];
    headings.extend(roles.iter().map(|role| Names(instance).role(role)));
    headings.extend(["trainees", "all staff"]);
    let mut grid = Grid::new(&headings);
    let qualified = |role: &str| roles.contains(&role);
    let figures = || audit.services.iter().flat_map(|s| &s.roles);
    let places = places_for(figures().filter(|r| qualified(&r.role)).map(|r| r.wte));
    let mut row = |title: &str, services: &[ServiceFigures]| {
        let sum = |is_meant: &dyn Fn(&str) -> bool| {
            services.iter().map(|s| wte(s, is_meant)).sum::<f64>()
        };
        let mut cells = vec![title.to_owned()];
        cells.extend(roles.iter().map(|role| plain(sum(&|r| r == *role), places)));
        cells.push(plain(sum(&|r| !qualified(r)), 1));
        cells.push(plain(sum(&|_| true), 1));
        grid.row(cells);
    };
    for service in &audit.services {
        row(
            Names(instance).service(&service.service),
            std::slice::from_ref(service),
        );
    }
    row("all services", &audit.services);
    grid.render()
}

/// What each service costs, the longest mean wait for a step in any period, and how many of the
/// standards that are enforced are met.
pub fn services(instance: &Instance, audit: &Audit) -> String {
    let mut grid = Grid::new(&[
        "Services",
        "referrals",
        "change, WTE",
        "£ a year",
        "£/referral",
        "longest wait",
        "enforced standards met",
    ]);
    let roles = roles_in_use(instance, audit);
    for (service, figures) in instance.services.iter().zip(&audit.services) {
        let referred = service.referrals.value();
        let worst = figures.steps.iter().map(|s| s.worst_wait_weeks);
        grid.row([
            service.name.clone(),
            plain(referred, 0),
            staff_change(figures, &roles),
            pounds(figures.spend_gbp),
            pounds(figures.spend_gbp / referred),
            format!("{} weeks", plain(worst.fold(0.0, f64::max), 1)),
            met(figures),
        ]);
    }
    grid.render()
}

/// Qualified roles with anybody in them anywhere.
fn roles_in_use<'a>(instance: &'a Instance, audit: &Audit) -> Vec<&'a str> {
    let Some(service) = instance.services.first() else {
        return Vec::new();
    };
    service
        .care
        .roles
        .iter()
        .filter(|(_, role)| role.kind == RoleKind::Qualified)
        .map(|(id, _)| id.as_str())
        .filter(|id| audit.services.iter().any(|s| wte(s, |r| r == *id) > 1e-6))
        .collect()
}

fn wte(service: &ServiceFigures, is_meant: impl Fn(&str) -> bool) -> f64 {
    service
        .roles
        .iter()
        .filter(|role| is_meant(&role.role))
        .map(|role| role.wte)
        .sum()
}

/// The change of qualified staff, where it is known how many are in post today.
fn staff_change(service: &ServiceFigures, roles: &[&str]) -> String {
    let change_of: Option<f64> = service
        .roles
        .iter()
        .filter(|role| roles.contains(&role.role.as_str()))
        .map(|role| role.wte_now.map(|now| role.wte - now))
        .sum();
    change_of.map_or_else(|| NOTHING.to_owned(), |value| change(value, 1))
}

/// How many of the standards that are enforced are met.
fn met(service: &ServiceFigures) -> String {
    let enforced = || {
        service
            .standards
            .iter()
            .filter(|s| s.enforcement != "reported")
    };
    let met = enforced().filter(|s| is_met(s)).count();
    format!("{} of {}", whole(met), whole(enforced().count()))
}
