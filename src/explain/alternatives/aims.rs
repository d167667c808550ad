//! What other plans can be made to be, as sums of columns.

use indexmap::IndexSet;

use crate::formulation::{ColumnId, Formulation, VarKey};
use crate::ids::{RoleId, RouteId, ServiceId};
use crate::instance::{Care, Instance, Objective, RoleKind};
use crate::report::alternatives::Aim;
use crate::units::{Quantity, Wte};

/// A sum of columns.
pub(super) type Sum = Vec<(ColumnId, f64)>;

/// What plans for an instance can be made to be.
#[must_use]
pub fn aims(instance: &Instance) -> Vec<Aim> {
    let mut aims = Vec::new();
    for role in roles(instance) {
        aims.push(Aim::Most(role.clone()));
        aims.push(Aim::Fewest(role));
    }
    let hired = |care: &Care| {
        care.roles
            .values()
            .any(|role| role.hireable && role.employable)
    };
    if cares(instance).any(hired) {
        aims.push(Aim::LeastHiring);
        if instance.horizon().is_some() {
            aims.push(Aim::SteadiestHiring);
        }
    }
    if cares(instance).any(|care| !care.routes.is_empty()) {
        aims.push(Aim::LeastTraining);
    }
    aims.push(Aim::ShortestWaits);
    if instance.services.len() > 1 {
        aims.push(Aim::MostEven);
    }
    aims
}

/// Qualified roles that somebody may be employed in.
fn roles(instance: &Instance) -> IndexSet<RoleId> {
    cares(instance)
        .flat_map(|care| &care.roles)
        .filter(|(_, role)| role.kind == RoleKind::Qualified && role.employable)
        .map(|(id, _)| id.clone())
        .collect()
}

fn cares(instance: &Instance) -> impl Iterator<Item = &Care> {
    instance.services.iter().map(|service| &service.care)
}

/// The instance with what aims need beside its own objectives. What is added comes after all else:
/// columns and rows of the instance's own formulation keep their places.
pub(super) fn with_columns_for_aims(instance: &Instance) -> Formulation {
    let mut asked = instance.clone();
    let adds_swings =
        instance.horizon().is_some() && !instance.objectives.contains(&Objective::Steadiest);
    if adds_swings {
        asked.objectives.push(Objective::Steadiest);
    }
    let mut formulation = crate::formulation::formulate(&asked);
    formulation.objectives.truncate(instance.objectives.len());
    if instance.services.len() > 1 {
        formulation.add_longest_list(instance);
    }
    formulation
}

/// What is made as small as can be for an aim.
pub(super) fn sum_of(instance: &Instance, formulation: &Formulation, aim: &Aim) -> Sum {
    let wte = Units(instance);
    let horizon = instance.horizon().is_some();
    #[expect(clippy::cast_precision_loss, reason = "at most a few thousand periods")]
    let periods = instance
        .services
        .first()
        .map_or(1.0, |s| s.care.calendar.periods() as f64);
    let each = |key: &VarKey| -> Option<f64> {
        match (aim, key) {
            (
                Aim::Most(wanted) | Aim::Fewest(wanted),
                VarKey::Posts { service, role } | VarKey::InPost { service, role, .. },
            ) if wanted == role => {
                let sign = if matches!(aim, Aim::Most(_)) {
                    -1.0
                } else {
                    1.0
                };
                let mean = if horizon { periods } else { 1.0 };
                Some(sign * wte.in_post(service, role, horizon) / mean)
            }
            (Aim::LeastHiring, VarKey::Joining { service, role, .. }) => {
                Some(wte.hired(service, role))
            }
            (
                Aim::LeastTraining,
                VarKey::TrainingStarts { service, route } | VarKey::Intake { service, route, .. },
            ) => Some(wte.starting(service, route)),
            (Aim::LeastHiring, VarKey::Hires { .. })
            | (Aim::SteadiestHiring, VarKey::Swing { .. })
            | (Aim::MostEven, VarKey::LongestList {}) => Some(1.0),
            (Aim::ShortestWaits, VarKey::Waiting { .. }) => Some(1.0 / periods),
            _ => None,
        }
    };
    let columns = formulation.columns.keys().enumerate();
    columns
        .filter_map(|(place, key)| Some((ColumnId(place), each(key)?)))
        .collect()
}

/// What is counted already whatever is decided: starts promised before the plan begins.
pub(super) fn already(instance: &Instance, aim: &Aim) -> f64 {
    match aim {
        Aim::LeastTraining => instance
            .services
            .iter()
            .flat_map(|service| service.start.committed.values().flatten())
            .sum(),
        _ => 0.0,
    }
}

/// The spend of all services.
pub(super) fn spend(formulation: &Formulation) -> Sum {
    let columns = formulation.columns.keys().enumerate();
    columns
        .filter(|(_, key)| matches!(key, VarKey::Spend { .. }))
        .map(|(place, _)| (ColumnId(place), 1.0))
        .collect()
}

/// The value of a sum.
pub(super) fn value(sum: &Sum, values: &[f64]) -> f64 {
    sum.iter()
        .map(|(column, each)| each * values.get(column.0).copied().unwrap_or(0.0))
        .sum()
}

/// The WTE of a unit of columns.
struct Units<'a>(&'a Instance);

impl Units<'_> {
    fn care(&self, service: &ServiceId) -> Option<&Care> {
        let mut services = self.0.services.iter();
        services.find(|s| s.id == *service).map(|s| &s.care)
    }

    fn in_post(&self, service: &ServiceId, role: &RoleId, horizon: bool) -> f64 {
        let role = self.care(service).and_then(|care| care.roles.get(role));
        unit(role.map(|role| {
            if horizon {
                role.in_post_unit
            } else {
                role.post_unit
            }
        }))
    }

    fn hired(&self, service: &ServiceId, role: &RoleId) -> f64 {
        let role = self.care(service).and_then(|care| care.roles.get(role));
        unit(role.map(|role| role.post_unit))
    }

    fn starting(&self, service: &ServiceId, route: &RouteId) -> f64 {
        let route = self.care(service).and_then(|care| care.routes.get(route));
        unit(route.map(|route| route.places_unit))
    }
}

/// Any fraction is counted in whole-time equivalents.
fn unit(unit: Option<Wte>) -> f64 {
    unit.map(Quantity::value)
        .filter(|wte| *wte > 0.0)
        .unwrap_or(1.0)
}
