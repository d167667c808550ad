//! Families A and B: staff in equilibrium with leavers, hiring and training, and H3 (whole
//! posts and places).

use indexmap::IndexMap;

use super::block::Block;
use super::rates;
use super::{Column, ColumnId, Formulation, RowKey, Terms, VarKey};
use crate::ids::{RoleId, RouteId};
use crate::instance::{Care, Role, RoleKind, Route};
use crate::units::{Quantity, Wte};

/// Columns for posts and training, and rows A1, A2, A3, A7.
pub(super) fn add(formulation: &mut Formulation, block: &mut Block) {
    let care = block.care();
    add_training(formulation, block);
    for (id, role) in qualified(care) {
        let (column, unit) = whole_units(role.post_unit, role.employable);
        let key = VarKey::Posts {
            service: block.id(),
            role: id.clone(),
        };
        let posts = formulation.column(key, column);
        block.staff.insert(id.clone(), vec![Terms::of(posts, unit)]);
    }
    for (id, role) in qualified(care) {
        add_balance(formulation, block, id, role);
    }
}

pub(super) fn qualified(care: &Care) -> impl Iterator<Item = (&RoleId, &Role)> {
    care.roles
        .iter()
        .filter(|(_, role)| role.kind == RoleKind::Qualified)
}

/// A column that counts units of `unit` WTE, and the WTE of one; a unit of 0 means any fraction.
pub(super) fn whole_units(unit: Wte, allowed: bool) -> (Column, f64) {
    let whole = unit > Wte::ZERO;
    let column = if allowed {
        Column {
            whole,
            ..Column::FREE_FROM_ZERO
        }
    } else {
        Column::NONE
    };
    (column, if whole { unit.value() } else { 1.0 })
}

/// Whether anybody may start a route: every role on it is employed.
pub(super) fn is_open(route: &Route, care: &Care) -> bool {
    route
        .from
        .iter()
        .chain([&route.to])
        .chain(route.stages.iter().map(|s| &s.role))
        .all(|role| care.roles.get(role).is_some_and(|r| r.employable))
}

/// Starts on routes, and the trainees that they keep in post (B1).
fn add_training(formulation: &mut Formulation, block: &mut Block) {
    let care = block.care();
    let mut trainees: IndexMap<RoleId, Terms> = care
        .roles
        .iter()
        .filter(|(_, role)| role.kind == RoleKind::Trainee)
        .map(|(id, _)| (id.clone(), Terms::new()))
        .collect();
    for (id, route) in &care.routes {
        let (column, unit) = whole_units(route.places_unit, is_open(route, care));
        let key = VarKey::TrainingStarts {
            service: block.id(),
            route: id.clone(),
        };
        let starts = Terms::of(formulation.column(key, column), unit);
        let (in_post, _) = rates::training_of(route, care);
        for (stage, years) in route.stages.iter().zip(in_post) {
            if let Some(terms) = trainees.get_mut(&stage.role) {
                terms.add_scaled(&starts, years);
            }
        }
        block.training_starts.insert(id.clone(), vec![starts]);
    }
    block
        .staff
        .extend(trainees.into_iter().map(|(id, terms)| (id, vec![terms])));
}

/// A1, A2, A3 and A7 for a qualified role.
fn add_balance(formulation: &mut Formulation, block: &mut Block, id: &RoleId, role: &Role) {
    let care = block.care();
    let service = block.id();
    let key = |formulation: &mut Formulation, key, column| formulation.column(key, column);
    let hires = key(
        formulation,
        VarKey::Hires {
            service: service.clone(),
            role: id.clone(),
        },
        if role.hireable && role.employable {
            Column::FREE_FROM_ZERO
        } else {
            Column::NONE
        },
    );
    let past_first_year = key(
        formulation,
        VarKey::PastFirstYear {
            service: service.clone(),
            role: id.clone(),
        },
        Column::FREE_FROM_ZERO,
    );
    let released = key(
        formulation,
        VarKey::Released {
            service: service.clone(),
            role: id.clone(),
        },
        // Only completers are released: nobody else, where no route leads here.
        if care.routes.values().any(|r| r.to == *id) {
            Column::FREE_FROM_ZERO
        } else {
            Column::NONE
        },
    );
    block.hires.insert(id.clone(), vec![Terms::of(hires, 1.0)]);

    let mut joiners = Terms::of(hires, 1.0);
    joiners.add(released, -1.0);
    for (route_id, route) in care.routes.iter().filter(|(_, r)| r.to == *id) {
        let (_, completing) = rates::training_of(route, care);
        joiners.add_scaled(&block.training_starts[route_id][0], completing);
    }

    for (route_id, route) in care
        .routes
        .iter()
        .filter(|(_, r)| r.from.as_ref() == Some(id))
    {
        let returning = rates::returning_of(route, care);
        joiners.add_scaled(&block.training_starts[route_id][0], returning);
    }

    let out: Vec<(&RouteId, &Route)> = care
        .routes
        .iter()
        .filter(|(_, r)| r.from.as_ref() == Some(id))
        .collect();
    let leavers = rates::leavers_per_year(role);
    let replaced: f64 = out
        .iter()
        .map(|(_, r)| r.replaces_leaving_share.value())
        .sum();

    let mut balance = Terms::new().plus(&joiners, 1.0 - role.first_year_leaving);
    balance.add(past_first_year, -leavers * (1.0 - replaced));
    for (route_id, route) in &out {
        let starts = block.training_starts[*route_id][0].clone();
        balance.add_scaled(&starts, -1.0);
        if let Some(ladder) = add_ladder(
            formulation,
            block,
            route_id,
            leavers * route.replaces_leaving_share.value(),
            past_first_year,
        ) {
            balance.add(ladder, -1.0);
        }
        add_tenure(formulation, block, role, (route_id, route), &out, &joiners);
    }
    formulation.equal(
        RowKey::StaffBalance {
            service: service.clone(),
            role: id.clone(),
        },
        balance,
        0.0,
    );

    let mut stock = block.staff[id][0].clone();
    stock.add_scaled(&joiners, -rates::years_in_first(role));
    stock.add(past_first_year, -1.0);
    formulation.equal(
        RowKey::TimeInPost {
            service,
            role: id.clone(),
        },
        stock,
        0.0,
    );
}

/// A7: leavers for a ladder outside the service, less its own starts.
fn add_ladder(
    formulation: &mut Formulation,
    block: &Block,
    route: &RouteId,
    leavers_for_ladder: f64,
    past_first_year: ColumnId,
) -> Option<ColumnId> {
    if leavers_for_ladder == 0.0 {
        return None;
    }
    let ladder = formulation.column(
        VarKey::LadderLeavers {
            service: block.id(),
            route: route.clone(),
        },
        Column::FREE_FROM_ZERO,
    );
    let mut terms = Terms::of(ladder, 1.0);
    terms.add(past_first_year, -leavers_for_ladder);
    terms.add_scaled(&block.training_starts[route][0], 1.0);
    formulation.at_least(
        RowKey::LadderBalance {
            service: block.id(),
            route: route.clone(),
        },
        terms,
        0.0,
    );
    Some(ladder)
}

/// A3: only as many may start as ever reach the tenure asked.
fn add_tenure(
    formulation: &mut Formulation,
    block: &Block,
    role: &Role,
    (id, route): (&RouteId, &Route),
    out: &[(&RouteId, &Route)],
    joiners: &Terms,
) {
    if route.min_months_in_post.value() == 0.0 {
        return;
    }
    let mut terms = Terms::new();
    for (other_id, other) in out {
        if other.min_months_in_post >= route.min_months_in_post {
            terms.add_scaled(&block.training_starts[*other_id][0], 1.0);
        }
    }
    terms.add_scaled(
        joiners,
        -rates::still_in_post(role, route.min_months_in_post),
    );
    formulation.at_most(
        RowKey::Tenure {
            service: block.id(),
            route: id.clone(),
        },
        terms,
        0.0,
    );
}
