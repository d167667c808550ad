//! Family A6: retention measures, whom they cover and what they cost.

use super::block::{Block, Span};
use super::money::periods_per_year;
use super::stocks::{established, sum_by_period};
use super::{Column, Formulation, RowKey, Terms, VarKey};
use crate::ids::{MeasureId, RoleId};
use crate::instance::{InPost, Measure, Role};
use crate::units::{Quantity, Wte};

/// Columns for staff covered, and for measures that run.
pub(super) fn add_columns(formulation: &mut Formulation, block: &mut Block) {
    let care = block.care();
    for (id, measure) in &care.retention {
        let covered = (0..block.periods())
            .map(|period| {
                let key = VarKey::Covered {
                    service: block.id(),
                    measure: id.clone(),
                    period,
                };
                (period >= measure.from).then(|| formulation.column(key, Column::FREE_FROM_ZERO))
            })
            .collect();
        block.over_time.covered.insert(id.clone(), covered);
        if measure.fixed_cost.value() > 0.0 {
            let running = block
                .spans()
                .into_iter()
                .map(|span| {
                    let key = VarKey::Running {
                        service: block.id(),
                        measure: id.clone(),
                        when: span.when,
                    };
                    let column = Column {
                        lower: 0.0,
                        upper: 1.0,
                        whole: true,
                    };
                    formulation.column(key, column)
                })
                .collect();
            block.over_time.running.insert(id.clone(), running);
        }
    }
}

/// Columns for those covered among A3's pool; leavers from it that measures prevent, by period.
pub(super) fn add_tenured_columns(
    formulation: &mut Formulation,
    block: &mut Block,
    role_id: &RoleId,
    role: &Role,
) -> Vec<Terms> {
    let care = block.care();
    let of_role = |(_, measure): &(&MeasureId, &Measure)| measure.role == *role_id;
    for (id, _) in care.retention.iter().filter(of_role) {
        let columns = block.over_time.covered[id]
            .iter()
            .enumerate()
            .map(|(period, covered)| {
                let key = VarKey::CoveredTenured {
                    service: block.service.id.clone(),
                    measure: id.clone(),
                    period,
                };
                covered.map(|_| formulation.column(key, Column::FREE_FROM_ZERO))
            })
            .collect();
        block.over_time.covered_tenured.insert(id.clone(), columns);
    }
    let prevented = care.retention.iter().filter(of_role).map(|(id, measure)| {
        let columns = block.over_time.covered_tenured[id].clone();
        let each = measure.leaving_reduction.value() * role.leaving_per_period;
        (columns, each)
    });
    sum_by_period(block.periods(), prevented)
}

/// Rows A6.
pub(super) fn add_rows(formulation: &mut Formulation, block: &Block) {
    let care = block.care();
    for (role_id, role) in &care.roles {
        let measures: Vec<_> = care
            .retention
            .iter()
            .filter(|(_, measure)| measure.role == *role_id)
            .collect();
        if measures.is_empty() {
            continue;
        }
        for period in 0..block.periods() {
            let mut all = Terms::new();
            let mut of_pool = Terms::new();
            for &(id, measure) in &measures {
                let Some(covered) = block.over_time.covered[id][period] else {
                    continue;
                };
                all.add(covered, 1.0);
                add_share(formulation, block, (id, measure), covered, period);
                add_running(formulation, block, (id, role_id, role), covered, period);
                let tenured = block.over_time.covered_tenured.get(id);
                if let Some(tenured) = tenured.and_then(|columns| columns[period]) {
                    of_pool.add(tenured, 1.0);
                    let key = RowKey::CoverTenured {
                        service: block.id(),
                        measure: id.clone(),
                        period,
                    };
                    let mut terms = Terms::of(tenured, 1.0);
                    terms.add(covered, -1.0);
                    formulation.at_most(key, terms, 0.0);
                }
            }
            if all.is_constant() {
                continue;
            }
            let key = RowKey::CoverAll {
                service: block.id(),
                role: role_id.clone(),
                period,
            };
            let staff = established(block, role_id, period);
            formulation.at_most(key, all.plus(&staff, -1.0), 0.0);
            if let Some(pool) = block.over_time.tenured.get(role_id) {
                of_pool.add(pool[period], -1.0);
                let key = RowKey::CoverPool {
                    service: block.id(),
                    role: role_id.clone(),
                    period,
                };
                formulation.at_most(key, of_pool, 0.0);
            }
        }
    }
}

fn add_share(
    formulation: &mut Formulation,
    block: &Block,
    (id, measure): (&MeasureId, &Measure),
    covered: super::ColumnId,
    period: usize,
) {
    let most = measure.max_share.value();
    if most >= 1.0 {
        // Cover-all says as much.
        return;
    }
    let key = RowKey::CoverShare {
        service: block.id(),
        measure: id.clone(),
        period,
    };
    let staff = &block.staff[&measure.role][period];
    formulation.at_most(key, Terms::of(covered, 1.0).plus(staff, -most), 0.0);
}

fn add_running(
    formulation: &mut Formulation,
    block: &Block,
    (id, role_id, role): (&MeasureId, &RoleId, &Role),
    covered: super::ColumnId,
    period: usize,
) {
    let Some(running) = block.over_time.running.get(id) else {
        return;
    };
    let year = block
        .spans()
        .iter()
        .position(|span| span.periods.contains(&period));
    let Some(&running) = year.and_then(|year| running.get(year)) else {
        return;
    };
    let key = RowKey::CoverRunning {
        service: block.id(),
        measure: id.clone(),
        period,
    };
    let mut terms = Terms::of(covered, 1.0);
    terms.add(running, -most_in_post(block, role_id, role));
    formulation.at_most(key, terms, 0.0);
}

/// `Q`: more than can be covered.
fn most_in_post(block: &Block, id: &RoleId, role: &Role) -> f64 {
    /// Staff that a role can grow to, as a multiple of those in post at the start.
    const GROWTH: f64 = 4.0;
    /// And at least so many, WTE.
    const AT_LEAST: f64 = 250.0;
    role.in_post_max.map_or_else(
        || {
            let now = block.service.start.staff.get(id).map_or(0.0, InPost::wte);
            GROWTH * now.max(AT_LEAST)
        },
        Wte::value,
    )
}

/// What measures cost.
pub(super) fn add_costs(block: &Block, span: &Span, costs: &mut Terms) {
    let care = block.care();
    for (id, measure) in &care.retention {
        let a_period = measure.cost.value() / periods_per_year(care);
        for covered in block.over_time.covered[id][span.periods.clone()]
            .iter()
            .flatten()
        {
            costs.add(*covered, a_period);
        }
        let year = block
            .spans()
            .iter()
            .position(|other| other.periods == span.periods);
        let running = block.over_time.running.get(id);
        if let (Some(year), Some(running)) = (year, running) {
            costs.add(running[year], measure.fixed_cost.value() * span.share);
        }
    }
}
