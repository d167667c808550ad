//! Several services at a glance: one row a service, one column a role.

use crate::audit::{Audit, ServiceFigures};
use crate::ids::Id;
use crate::instance::{Instance, RoleKind};
use crate::report::grid::Grid;
use crate::report::names::Names;
use crate::report::numbers::{NOTHING, change, places_for, plain, pounds, whole};

/// Staff needed by service and role, with cost and standards met.
pub fn services(instance: &Instance, audit: &Audit) -> String {
    let roles = roles_in_use(instance, audit);
    let mut headings = vec!["Staff needed (WTE)".to_owned()];
    headings.extend(
        roles
            .iter()
            .map(|role| Names(instance).role(role).to_owned()),
    );
    headings
        .extend(["trainees", "all", "change", "£ a year", "standards met"].map(ToOwned::to_owned));
    let headings: Vec<&str> = headings.iter().map(String::as_str).collect();
    let mut grid = Grid::new(&headings);
    let qualified = |role: &str| roles.contains(&role);
    let places = places_for(
        audit
            .services
            .iter()
            .flat_map(|s| &s.roles)
            .filter(|r| qualified(&r.role))
            .map(|r| r.wte),
    );
    for service in &audit.services {
        let mut row = vec![Names(instance).service(&service.service).to_owned()];
        row.extend(
            roles
                .iter()
                .map(|role| plain(wte(service, |r| r == *role), places)),
        );
        row.extend([
            plain(wte(service, |r| !qualified(r)), 1),
            plain(wte(service, |_| true), 1),
            staff_change(service, &roles),
            pounds(service.spend_gbp),
            met(service),
        ]);
        grid.row(row);
    }
    let total = |of: &dyn Fn(&ServiceFigures) -> f64| audit.services.iter().map(of).sum::<f64>();
    let mut row = vec!["all services".to_owned()];
    row.extend(
        roles
            .iter()
            .map(|role| plain(total(&|s| wte(s, |r| r == *role)), places)),
    );
    row.extend([
        plain(total(&|s| wte(s, |r| !qualified(r))), 1),
        plain(total(&|s| wte(s, |_| true)), 1),
        String::new(),
        pounds(total(&|s| s.spend_gbp)),
        String::new(),
    ]);
    grid.row(row);
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

fn met(service: &ServiceFigures) -> String {
    let met = service.standards.iter().filter(|s| s.met).count();
    format!("{} of {}", whole(met), whole(service.standards.len()))
}
