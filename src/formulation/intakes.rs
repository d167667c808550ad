//! Family B over time: starts of training at intakes, the trainees that they keep in post, and
//! those who complete or come back.

use indexmap::IndexMap;

use super::block::Block;
use super::money::periods_per_year;
use super::people::{is_open, whole_units};
use super::{Formulation, Terms, VarKey, rates};
use crate::ids::{RoleId, RouteId};
use crate::instance::{RoleKind, Route};
use crate::units::Quantity;

/// Who joins qualified roles from training, by period.
pub(super) struct Joining {
    /// Completers by the role that they enter.
    pub completers: IndexMap<RoleId, Vec<Terms>>,
    /// Drop-outs by the role that they go back to.
    pub returning: IndexMap<RoleId, Vec<Terms>>,
}

/// Columns for starts, and what becomes of the starters (B1).
pub(super) fn add(formulation: &mut Formulation, block: &mut Block) -> Joining {
    let care = block.care();
    let periods = block.periods();
    let nobody = || vec![Terms::new(); periods];
    let mut trainees: IndexMap<RoleId, Vec<Terms>> = care
        .roles
        .iter()
        .filter(|(_, role)| role.kind == RoleKind::Trainee)
        .map(|(id, _)| (id.clone(), nobody()))
        .collect();
    let mut joining = Joining {
        completers: IndexMap::new(),
        returning: IndexMap::new(),
    };
    let mut support = nobody();
    for (id, route) in &care.routes {
        let starts = add_starts(formulation, block, id, route);
        let cohort = Cohort::of(block, id, route, &starts);
        for (stage, people) in route.stages.iter().zip(&cohort.in_training) {
            let pay = care.roles.get(&stage.role).map_or(0.0, |r| r.pay.value());
            let supported = pay * route.salary_support_share.value() / periods_per_year(care);
            if let Some(by_period) = trainees.get_mut(&stage.role) {
                add_up(by_period, people, 1.0);
            }
            add_up(&mut support, people, supported);
        }
        let completers = joining
            .completers
            .entry(route.to.clone())
            .or_insert_with(nobody);
        add_up(completers, &cohort.completing, 1.0);
        if let Some(from) = route.from.as_ref().filter(|_| route.dropouts_return) {
            let returning = joining.returning.entry(from.clone()).or_insert_with(nobody);
            add_up(returning, &cohort.dropping_out, 1.0);
        }
        block.training_starts.insert(id.clone(), starts);
    }
    block.staff.extend(trainees);
    block.over_time.salary_support = support;
    joining
}

fn add_up(sums: &mut [Terms], by_period: &[Terms], factor: f64) {
    for (sum, terms) in sums.iter_mut().zip(by_period) {
        sum.add_scaled(terms, factor);
    }
}

/// Starts in each period, WTE: a column at an intake, a constant where places are already filled.
fn add_starts(
    formulation: &mut Formulation,
    block: &Block,
    id: &RouteId,
    route: &Route,
) -> Vec<Terms> {
    let care = block.care();
    let open = is_open(route, care);
    let (column, unit) = whole_units(route.places_unit, open);
    let filled = block.service.start.committed.get(id);
    (0..block.periods())
        .map(|period| {
            let filled = filled.and_then(|f| f.get(period)).copied().unwrap_or(0.0);
            let mut starts = Terms::new();
            if filled > 0.0 {
                starts.add_constant(filled);
            } else if open && route.intakes.get(period) == Some(&true) {
                let key = VarKey::Intake {
                    service: block.id(),
                    route: id.clone(),
                    period,
                };
                starts.add(formulation.column(key, column), unit);
            }
            starts
        })
        .collect()
}

/// What becomes of the starters of a route, by period.
struct Cohort {
    /// In each stage.
    in_training: Vec<Vec<Terms>>,
    completing: Vec<Terms>,
    dropping_out: Vec<Terms>,
}

impl Cohort {
    fn of(block: &Block, id: &RouteId, route: &Route, starts: &[Terms]) -> Self {
        let periods = block.periods();
        let care = block.care();
        let shares: Vec<(f64, f64)> = rates::survivors(route, care)
            .into_iter()
            .zip(rates::returners(route, care))
            .collect();
        let mut cohort = Self {
            in_training: vec![vec![Terms::new(); periods]; route.stages.len()],
            completing: vec![Terms::new(); periods],
            dropping_out: vec![Terms::new(); periods],
        };
        for (period, starters) in starts.iter().enumerate() {
            cohort.follow(route, &shares, starters, period, 0);
        }
        for &(age, wte) in block.service.start.training.get(id).into_iter().flatten() {
            let Some(&(here, _)) = shares.get(age).filter(|(here, _)| *here > 0.0) else {
                continue;
            };
            // Counted as they stand: so many starters would have left these.
            let mut starters = Terms::new();
            starters.add_constant(wte / here);
            cohort.follow(route, &shares, &starters, 0, age);
        }
        cohort
    }

    /// Follows starters who have been on the route for `age` periods in a period.
    fn follow(
        &mut self,
        route: &Route,
        shares: &[(f64, f64)],
        starters: &Terms,
        period: usize,
        age: usize,
    ) {
        for (lag, &(here, dropped)) in shares.iter().enumerate().skip(age) {
            let now = period + lag - age;
            if now >= self.completing.len() {
                break;
            }
            if lag == route.length {
                self.completing[now].add_scaled(starters, here);
            } else {
                let stage = route.stages.iter().position(|s| s.lags.contains(&lag));
                if let Some(people) = stage.and_then(|stage| self.in_training.get_mut(stage)) {
                    people[now].add_scaled(starters, here);
                }
            }
            // Those lost before the start are not in the count that is followed.
            if lag > age || route.length == 0 {
                self.dropping_out[now].add_scaled(starters, dropped);
            }
        }
    }
}
