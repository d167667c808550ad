//! What it is worth that a point fewer of a role's staff leave in a year: from the relaxation, in
//! which nothing need be whole, since two plans that are proved within a gap may differ by more than
//! the point is worth.

use std::time::Duration;

use super::Watch;
use crate::formulation::{Formulation, VarKey, formulate};
use crate::ids::{Id, RoleId};
use crate::instance::{Instance, Objective, RoleKind};
use crate::report::answer::{Basis, TurnoverWorth};
use crate::solver::{Options, Outcome, Solved, solve};

/// A point: of a hundred staff in post, one.
const POINT: f64 = 0.01;

/// No relaxation gets longer than this where no time limit is given.
const LONGEST: Duration = Duration::from_mins(1);

/// The worth of a point of leaving, for each role that is asked after: those with retention
/// measures or a ladder, and those whose worth is shown. None where cost is not sought, or where
/// something other than least shortfall is sought before it: a point might then buy that instead.
pub(super) fn worth(
    instance: &Instance,
    options: &dyn Fn() -> Options,
    watch: &Watch,
) -> Vec<TurnoverWorth> {
    let Some(calendar) = instance.services.first().map(|s| &s.care.calendar) else {
        return Vec::new();
    };
    let roles = roles(instance);
    if calendar.horizon.is_none() || roles.is_empty() {
        return Vec::new();
    }
    let sought: Vec<Objective> = instance
        .objectives
        .iter()
        .copied()
        .take_while(|objective| *objective != Objective::LeastCost)
        .collect();
    if !instance.objectives.contains(&Objective::LeastCost)
        || sought
            .iter()
            .any(|other| *other != Objective::LeastShortfall)
    {
        return Vec::new();
    }
    let mut base = relaxation(instance);
    base.objectives.truncate(sought.len() + 1);
    let Some(solved) = solved(&base, options, watch) else {
        return Vec::new();
    };
    let Some(cost) = cost_of(&solved) else {
        return Vec::new();
    };
    #[expect(clippy::cast_precision_loss, reason = "at most a few thousand periods")]
    let years = calendar.periods() as f64 / calendar.periods_per_year as f64;
    let mut worth = Vec::new();
    for role in roles {
        let (eased, step) = with_fewer_leavers(instance, &role, POINT);
        if step <= 0.0 {
            continue;
        }
        let mut eased = relaxation(&eased);
        hold_shortfalls(&mut eased, &base, &solved);
        eased
            .objectives
            .retain(|o| o.objective == Objective::LeastCost);
        let Some(with_fewer) = self::solved(&eased, options, watch) else {
            continue;
        };
        let Some(less) = cost_of(&with_fewer) else {
            continue;
        };
        let gbp_over_horizon = (cost - less) * POINT / step;
        worth.push(TurnoverWorth {
            role,
            gbp_over_horizon,
            gbp_per_year: gbp_over_horizon / years,
            basis: Basis::Relaxation,
        });
    }
    worth
}

fn relaxation(instance: &Instance) -> Formulation {
    formulate(instance).relaxed()
}

/// Roles whose turnover somebody can do something about, or whose worth is asked for.
fn roles(instance: &Instance) -> Vec<RoleId> {
    let cares = || instance.services.iter().map(|service| &service.care);
    let is_asked = |id: &RoleId| {
        cares().any(|care| {
            care.retention.values().any(|measure| measure.role == *id)
                || care.routes.values().any(|route| {
                    route.from.as_ref() == Some(id)
                        && crate::units::Quantity::value(route.replaces_leaving_share) > 0.0
                })
                || care.roles.get(id).is_some_and(|role| role.show_worth)
        })
    };
    instance
        .services
        .first()
        .into_iter()
        .flat_map(|service| &service.care.roles)
        .filter(|(_, role)| role.kind == RoleKind::Qualified && role.employable)
        .map(|(id, _)| id.clone())
        .filter(is_asked)
        .collect()
}

/// The instance with some points fewer leaving in a year, in the first year in post and after it
/// (`fewer` is a share); and by how much it is less, where that is not all of it.
pub(crate) fn with_fewer_leavers(instance: &Instance, id: &RoleId, fewer: f64) -> (Instance, f64) {
    let rates = instance
        .services
        .iter()
        .filter_map(|service| service.care.roles.get(id))
        .flat_map(|role| [role.leaving, role.first_year_leaving]);
    let step = rates.fold(fewer, f64::min);
    let mut eased = instance.clone();
    for service in &mut eased.services {
        #[expect(clippy::cast_precision_loss, reason = "at most 52")]
        let a_year = service.care.calendar.periods_per_year as f64;
        if let Some(role) = service.care.roles.get_mut(id.as_str()) {
            let per_period = |annual: f64| 1.0 - (1.0 - annual).powf(1.0 / a_year);
            role.leaving -= step;
            role.first_year_leaving -= step;
            role.leaving_per_period = per_period(role.leaving);
            role.first_year_leaving_per_period = per_period(role.first_year_leaving);
        }
    }
    (eased, step)
}

/// Standards may be missed no more than without the point: what it saves is money alone.
fn hold_shortfalls(eased: &mut Formulation, base: &Formulation, solved: &Solved) {
    /// What a solver may be off by.
    const ROUNDING: f64 = 1e-6;
    for (key, column) in &mut eased.columns {
        if matches!(key, VarKey::Shortfall { .. })
            && let Some(index) = base.columns.get_index_of(key)
            && let Some(value) = solved.values.get(index)
        {
            column.upper = column
                .upper
                .min(value.max(0.0) * (1.0 + ROUNDING) + ROUNDING);
        }
    }
}

fn solved(
    formulation: &Formulation,
    options: &dyn Fn() -> Options,
    watch: &Watch,
) -> Option<Solved> {
    let mut options = options();
    if watch.is_out_of_time(&options) {
        return None;
    }
    options.time_limit = Some(options.time_limit.map_or(LONGEST, |left| left.min(LONGEST)));
    match solve(formulation, &options, &watch.control) {
        Outcome::Optimal(solved) | Outcome::WithinGap(solved) => Some(solved),
        // What was cut short would say less than nothing: the worth is a difference.
        _ => None,
    }
}

/// What the last objective, cost, comes to.
fn cost_of(solved: &Solved) -> Option<f64> {
    let last = solved.objectives.last()?;
    (last.objective == Objective::LeastCost).then_some(last.value)
}
