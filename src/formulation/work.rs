//! Family D: the hours that patients ask for, who does them, and what there is of them.

use indexmap::IndexMap;

use super::block::Block;
use super::pathway::treated_before;
use super::{Column, ColumnId, Formulation, RowKey, Terms, VarKey};
use crate::ids::{RoleId, StepId, TaskId, TreatmentId};
use crate::instance::{Back, Care, Role, Task, TaskRole, Treatment};
use crate::units::Quantity;

/// Columns for hours on tasks, hours bought in and overtime.
pub(super) fn add_columns(formulation: &mut Formulation, block: &mut Block) {
    let care = block.care();
    for (task_id, task) in &care.tasks {
        for role_id in task.roles.keys() {
            let columns = by_period(formulation, block, |service, period| VarKey::TaskHours {
                service,
                task: task_id.clone(),
                role: role_id.clone(),
                period,
            });
            block
                .task_hours
                .insert((task_id.clone(), role_id.clone()), columns);
        }
        if task.bought_in.is_some() {
            let columns = by_period(formulation, block, |service, period| VarKey::BoughtIn {
                service,
                task: task_id.clone(),
                period,
            });
            block.bought_in.insert(task_id.clone(), columns);
        }
    }
    for (role_id, role) in &care.roles {
        if role.overtime_cap().value() > 0.0 {
            let columns = by_period(formulation, block, |service, period| VarKey::Overtime {
                service,
                role: role_id.clone(),
                period,
            });
            block.overtime.insert(role_id.clone(), columns);
        }
    }
}

/// A column from 0 up for each period.
pub(super) fn by_period(
    formulation: &mut Formulation,
    block: &Block,
    key: impl Fn(crate::ids::ServiceId, usize) -> VarKey,
) -> Vec<ColumnId> {
    block
        .service
        .periods()
        .map(|period| formulation.column(key(block.id(), period), Column::FREE_FROM_ZERO))
        .collect()
}

/// Rows D2, D3 and D4.
pub(super) fn add_rows(formulation: &mut Formulation, block: &Block) {
    let care = block.care();
    let headroom: IndexMap<&StepId, Vec<f64>> = care
        .steps
        .keys()
        .map(|step| {
            let in_period = |period| super::standards::headroom(care, step, period);
            (step, block.service.periods().map(in_period).collect())
        })
        .collect();
    for (task_id, task) in &care.tasks {
        let hours_per_start: Vec<(&TreatmentId, &Vec<ColumnId>, Vec<f64>)> = care
            .treatments
            .iter()
            .filter_map(|(id, treatment)| {
                let hours = hours_by_lag(treatment, task_id)?;
                Some((id, &block.starts[id], hours))
            })
            .collect();
        let middle_hours = middle_hours(care, task_id);
        for period in block.service.periods() {
            let mut work = Terms::new();
            for (treatment, starts, hours) in &hours_per_start {
                for (lag, hours) in hours.iter().enumerate() {
                    match care.calendar.back(period, lag) {
                        Back::In(from) => work.add(starts[from], *hours),
                        Back::Before(periods) => {
                            let started = treated_before(block, treatment, periods);
                            work.add_constant(hours * started);
                        }
                    }
                }
            }
            for (step_id, step) in &care.steps {
                if let Some(hours) = step.hours_per_arrival.get(task_id) {
                    work.add_scaled(&block.arrivals[step_id][period], hours.value());
                }
            }
            let weeks = care.calendar.weeks_per_period;
            let headroom: f64 = middle_hours
                .iter()
                .map(|(step, hours)| headroom[step][period] * hours)
                .sum();
            let fixed = task.fixed_in(period) * weeks;
            work.add_constant(fixed.value() + headroom * weeks.value());

            let done = hours_done(block, task_id, task, period);
            let key = RowKey::WorkCover {
                service: block.id(),
                task: task_id.clone(),
                period,
            };
            formulation.equal(key, done.clone().plus(&work, -1.0), 0.0);
            add_task_limits(formulation, block, (task_id, task), &done, period);
        }
    }
    add_capacity(formulation, block);
}

/// `H[m,j,l]` for each lag, or nothing where the treatment does not take the task.
fn hours_by_lag(treatment: &Treatment, task: &TaskId) -> Option<Vec<f64>> {
    let work = treatment.work.get(task)?;
    let missed = treatment.missed_share.value();
    let per_attended = work.per_session.value() * treatment.staff_per_session
        / (treatment.group_size * (1.0 - missed))
        + work.per_attended.value()
        + work.per_missed.value() * missed / (1.0 - missed);
    let mut hours: Vec<f64> = treatment
        .spread
        .iter()
        .map(|share| share * treatment.attended_per_start * per_attended)
        .collect();
    if let Some(first) = hours.first_mut() {
        *first += work.per_start.value();
    }
    Some(hours)
}

/// F3: hours of a task that a start of each step takes in its middle mix, where it takes any.
fn middle_hours<'a>(care: &'a Care, task: &TaskId) -> Vec<(&'a StepId, f64)> {
    care.steps
        .keys()
        .map(|step| {
            let hours = middle_shares(care, step)
                .map(|(treatment, share)| {
                    share * hours_by_lag(treatment, task).map_or(0.0, |h| h.iter().sum::<f64>())
                })
                .sum::<f64>();
            (step, hours)
        })
        .filter(|&(_, hours)| hours != 0.0)
        .collect()
}

/// `w_m`: each treatment's middle share, scaled to sum to 1 over the step.
fn middle_shares<'a>(
    care: &'a Care,
    step: &'a StepId,
) -> impl Iterator<Item = (&'a Treatment, f64)> {
    let of_step = || care.treatments.values().filter(move |t| t.step == *step);
    let middle = |t: &Treatment| t.share_min.value().midpoint(t.share_max.value());
    let total: f64 = of_step().map(middle).sum();
    of_step().map(move |t| (t, middle(t) / total))
}

/// Hours of a task done: by staff at their efficiency, and bought in.
fn hours_done(block: &Block, task_id: &TaskId, task: &Task, period: usize) -> Terms {
    let mut done = Terms::new();
    for (role_id, role) in &task.roles {
        let column = block.task_hours[&(task_id.clone(), role_id.clone())][period];
        done.add(column, role.efficiency);
    }
    if let Some(bought_in) = block.bought_in.get(task_id) {
        done.add(bought_in[period], 1.0);
    }
    done
}

/// D3 and the cap on hours bought in.
fn add_task_limits(
    formulation: &mut Formulation,
    block: &Block,
    (task_id, task): (&TaskId, &Task),
    done: &Terms,
    period: usize,
) {
    for (role_id, limits) in &task.roles {
        add_role_limits(formulation, block, (task_id, role_id, limits), done, period);
    }
    if let (Some((share, _)), Some(bought_in)) = (task.bought_in, block.bought_in.get(task_id)) {
        let key = RowKey::BoughtInCap {
            service: block.id(),
            task: task_id.clone(),
            period,
        };
        let terms = Terms::of(bought_in[period], 1.0).plus(done, -share.value());
        formulation.at_most(key, terms, 0.0);
    }
}

fn add_role_limits(
    formulation: &mut Formulation,
    block: &Block,
    (task, role, limits): (&TaskId, &RoleId, &TaskRole),
    done: &Terms,
    period: usize,
) {
    let hours = block.task_hours[&(task.clone(), role.clone())][period];
    let share_of_task = limits.max_share_of_task.value();
    if share_of_task < 1.0 {
        let key = RowKey::TaskShare {
            service: block.id(),
            task: task.clone(),
            role: role.clone(),
            period,
        };
        let terms = Terms::of(hours, limits.efficiency).plus(done, -share_of_task);
        formulation.at_most(key, terms, 0.0);
    }
    let share_of_role = limits.max_share_of_role.value();
    if share_of_role < 1.0 {
        let key = RowKey::RoleShare {
            service: block.id(),
            task: task.clone(),
            role: role.clone(),
            period,
        };
        let terms = Terms::of(hours, 1.0).plus(&block.clinical_hours(role, period), -share_of_role);
        formulation.at_most(key, terms, 0.0);
    }
}

/// D4: each role's hours within its capacity and overtime.
fn add_capacity(formulation: &mut Formulation, block: &Block) {
    let care = block.care();
    for (role_id, role) in &care.roles {
        let mut users: Vec<&Vec<ColumnId>> = Vec::new();
        users.extend(of_role(&block.task_hours, role_id));
        users.extend(of_role(&block.supervising, role_id));
        for period in block.service.periods() {
            let mut used = Terms::new();
            for columns in &users {
                used.add(columns[period], 1.0);
            }
            if let Some(overtime) = block.overtime.get(role_id) {
                used.add(overtime[period], -1.0);
                let key = RowKey::OvertimeCap {
                    service: block.id(),
                    role: role_id.clone(),
                    period,
                };
                let each = role.overtime_cap() * care.calendar.working_weeks[period];
                let mut terms = Terms::of(overtime[period], 1.0);
                if let Some(staff) = block.staff_in(role_id, period) {
                    terms.add_scaled(staff, -each.value());
                }
                formulation.at_most(key, terms, 0.0);
            }
            let idle_is_declared = add_idle(block, (role_id, role), period, &mut used);
            let key = RowKey::Capacity {
                service: block.id(),
                role: role_id.clone(),
                period,
            };
            let over = used.plus(&block.clinical_hours(role_id, period), -1.0);
            if idle_is_declared {
                formulation.equal(key, over, 0.0);
            } else {
                formulation.at_most(key, over, 0.0);
            }
        }
    }
}

/// The columns of a role among those by something and role.
fn of_role<'b, K>(
    columns: &'b IndexMap<(K, RoleId), Vec<ColumnId>>,
    role: &'b RoleId,
) -> impl Iterator<Item = &'b Vec<ColumnId>> {
    columns
        .iter()
        .filter(move |((_, of), _)| of == role)
        .map(|(_, columns)| columns)
}

/// Hours that supernumerary staff, short time and measures take; whether idle hours must be
/// declared.
fn add_idle(block: &Block, (id, role): (&RoleId, &Role), period: usize, used: &mut Terms) -> bool {
    let care = block.care();
    let weeks = care.calendar.working_weeks[period];
    let hours = (role.clinical_hours * weeks).value();
    if let (Some(columns), Some(data)) = (block.over_time.short_time.get(id), role.short_time) {
        used.add(columns[period], hours * (1.0 - data.hours_share.value()));
    }
    for (measure_id, columns) in &block.over_time.covered {
        let measure = &care.retention[measure_id];
        if let Some(column) = columns[period].filter(|_| measure.role == *id) {
            used.add(column, (measure.hours * weeks).value());
        }
    }
    match block.over_time.supernumerary.get(id) {
        Some(columns) => {
            used.add(columns[period], hours);
            true
        }
        None => false,
    }
}
