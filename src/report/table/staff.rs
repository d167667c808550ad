//! Staff: how many, what they cost, how their hours are used, who comes and goes, who supervises.

use crate::audit::{RoleFigures, SupervisionFigures};
use crate::ids::Id;
use crate::instance::{Care, FeePayer, Instance, RoleKind};
use crate::plan::ServicePlan;
use crate::report::grid::{Grid, paragraph};
use crate::report::names::{Names, shortened};
use crate::report::numbers::{NOTHING, change, percent, places_for, plain, pounds};
use crate::report::totals::RoleTotal;

/// Less than this many WTE is nobody.
const NOBODY: f64 = 1e-6;

/// Staff in post today and needed, their cost and the use of their hours.
pub fn staff(instance: &Instance, roles: &[RoleTotal]) -> String {
    let mut grid = Grid::new(&[
        "Staff (WTE)",
        "<band",
        "now",
        "needed",
        "change",
        "£ a year",
        "hours used",
        "busiest period",
        "supervises, h/year",
    ]);
    let (qualified, trainees): (Vec<&RoleTotal>, Vec<&RoleTotal>) = roles
        .iter()
        .filter(|role| is_shown(instance, role))
        .partition(|role| kind(instance, &role.figures.role) != Some(RoleKind::Trainee));
    let shown = || qualified.iter().chain(&trainees);
    let places = places_for(shown().flat_map(|r| [r.figures.wte, r.now().unwrap_or_default()]));
    for role in &qualified {
        grid.row(staff_row(instance, role, places));
    }
    if !trainees.is_empty() {
        grid.row(total_row("qualified", &qualified, places));
    }
    for role in &trainees {
        grid.row(staff_row(instance, role, places));
    }
    let all: Vec<&RoleTotal> = shown().copied().collect();
    grid.row(total_row("all staff", &all, places));
    grid.render() + &not_given(instance, &qualified)
}

/// Says whose staff in post today are not given, where those of others are.
fn not_given(instance: &Instance, qualified: &[&RoleTotal]) -> String {
    let without: Vec<String> = qualified
        .iter()
        .filter(|role| role.now().is_none())
        .map(|role| shortened(Names(instance).role(&role.figures.role)))
        .collect();
    if without.is_empty() || without.len() == qualified.len() {
        return String::new();
    }
    paragraph(&format!(
        "Staff in post now are not given for {}; some may be counted among the others.",
        without.join(", ")
    ))
}

/// Whether a role has anybody in it, or could.
fn is_shown(instance: &Instance, role: &RoleTotal) -> bool {
    let figures = &role.figures;
    let employable = instance.services.iter().any(|service| {
        service
            .care
            .roles
            .get(figures.role.as_str())
            .is_some_and(|role| role.employable && role.kind == RoleKind::Qualified)
    });
    employable || figures.wte > NOBODY || figures.wte_now.is_some_and(|now| now > NOBODY)
}

fn kind(instance: &Instance, role: &str) -> Option<RoleKind> {
    find(instance, |care| care.roles.get(role).map(|role| role.kind))
}

fn find<'a, T>(instance: &'a Instance, look: impl Fn(&'a Care) -> Option<T>) -> Option<T> {
    instance.services.iter().find_map(|s| look(&s.care))
}

fn staff_row(instance: &Instance, role: &RoleTotal, places: usize) -> [String; 9] {
    let figures = &role.figures;
    let band = find(instance, |care| {
        care.roles
            .get(figures.role.as_str())
            .map(|role| role.band.clone())
    });
    let has_hours = figures.hours_available > NOBODY;
    let used = (figures.hours_on_tasks + figures.hours_supervising) / figures.hours_available;
    [
        Names(instance).role(&figures.role).to_owned(),
        band.unwrap_or_default(),
        or_nothing(role.now(), |now| plain(now, places)),
        plain(figures.wte, places),
        or_nothing(role.now(), |now| change(figures.wte - now, places)),
        pounds(figures.cost_gbp),
        or_nothing(has_hours.then_some(used), |share| percent(share, 0)),
        or_nothing(has_hours.then_some(figures.peak_use), |share| {
            percent(share, 0)
        }),
        or_nothing(
            (figures.hours_supervising > NOBODY).then_some(figures.hours_supervising),
            |hours| plain(hours, 0),
        ),
    ]
}

fn total_row(title: &str, roles: &[&RoleTotal], places: usize) -> [String; 9] {
    let sum = |of: fn(&RoleFigures) -> f64| roles.iter().map(|r| of(&r.figures)).sum::<f64>();
    // Trainees in post today are seldom stated; a total that leaves them out would mislead.
    let now: Option<f64> = roles.iter().map(|role| role.now()).sum();
    let wte = sum(|f| f.wte);
    [
        title.to_owned(),
        String::new(),
        or_nothing(now, |now| plain(now, places)),
        plain(wte, places),
        or_nothing(now, |now| change(wte - now, places)),
        pounds(sum(|f| f.cost_gbp)),
        String::new(),
        String::new(),
        or_nothing(Some(sum(|f| f.hours_supervising)), |hours| plain(hours, 0)),
    ]
}

fn or_nothing(value: Option<f64>, show: impl Fn(f64) -> String) -> String {
    value.map_or_else(|| NOTHING.to_owned(), show)
}

/// Who joins and who leaves in a year, by role.
pub fn comings_and_goings(instance: &Instance, roles: &[RoleTotal]) -> String {
    let mut grid = Grid::new(&[
        "Comings and goings (WTE a year)",
        "hired",
        "qualify into it",
        "leave",
        "start training out of it",
    ]);
    for role in roles {
        let f = &role.figures;
        if [f.hires, f.completers, f.leavers, f.starts_out]
            .iter()
            .all(|flow| *flow <= NOBODY)
        {
            continue;
        }
        let show = |flow: f64| {
            if flow <= NOBODY {
                NOTHING.to_owned()
            } else {
                plain(flow, 1)
            }
        };
        grid.row([
            Names(instance).role(&f.role).to_owned(),
            show(f.hires),
            show(f.completers),
            show(f.leavers),
            show(f.starts_out),
        ]);
    }
    if grid.is_empty() {
        return String::new();
    }
    grid.render()
}

/// Training routes that people start on.
pub fn training(instance: &Instance, plans: &[(&Care, &ServicePlan)]) -> String {
    let mut grid = Grid::new(&["Training", "starts a year", "fees, £ a year", "<paid by"]);
    let mut routes: Vec<&str> = Vec::new();
    for route in plans.iter().flat_map(|(care, _)| care.routes.keys()) {
        if !routes.contains(&route.as_str()) {
            routes.push(route.as_str());
        }
    }
    for id in routes {
        let (mut starts, mut fees, mut payer) = (0.0, 0.0, FeePayer::National);
        for (care, plan) in plans {
            let Some(route) = care.routes.get(id) else {
                continue;
            };
            let here = plan
                .training_starts_per_year
                .get(id)
                .copied()
                .unwrap_or_default();
            starts += here;
            fees += here * crate::units::Quantity::value(route.fee);
            payer = route.fee_paid_by;
        }
        if starts > NOBODY {
            grid.row([
                Names(instance)
                    .other(crate::report::names::Kind::Route, id)
                    .to_owned(),
                plain(starts, places_for([starts])),
                pounds(fees),
                match payer {
                    FeePayer::Budget => "the budget",
                    FeePayer::Levy => "the levy, then the budget",
                    FeePayer::National => "nationally",
                }
                .to_owned(),
            ]);
        }
    }
    if grid.is_empty() {
        return "Training: nobody starts.\n".to_owned();
    }
    grid.render()
}

/// Supervision: who supervises how many.
pub fn supervision(title: &str, rules: &[SupervisionFigures]) -> String {
    let mut grid = Grid::new(&[
        title,
        "supervisees, WTE",
        "supervisors, WTE",
        "for each",
        "allowed",
        "h/year",
    ]);
    for rule in rules {
        if rule.supervisees_wte <= NOBODY {
            continue;
        }
        let ratio =
            (rule.supervisors_wte > NOBODY).then(|| rule.supervisees_wte / rule.supervisors_wte);
        grid.row([
            rule.name.clone(),
            plain(rule.supervisees_wte, 1),
            plain(rule.supervisors_wte, 1),
            or_nothing(ratio, |ratio| plain(ratio, 2)),
            or_nothing(rule.ratio_max, |ratio| plain(ratio, 2)),
            plain(rule.hours, 0),
        ]);
    }
    if grid.is_empty() {
        return String::new();
    }
    grid.render()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::{sample, totals};

    #[test]
    fn roles_whose_staff_in_post_are_not_given_are_named() {
        let instance = sample::instance(1);
        let mut audit = sample::answer(&instance).audit;
        let table = |audit: &crate::audit::Audit| {
            staff(
                &instance,
                &totals::roles([audit.services[0].roles.as_slice()]),
            )
        };
        assert!(!table(&audit).contains("not given"));
        audit.services[0].roles[0].wte_now = None;
        assert!(table(&audit).ends_with(
            "Staff in post now are not given for AP; some may be counted among the others.\n"
        ));
    }
}
