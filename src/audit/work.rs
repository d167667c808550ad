//! D: work, who does it, and the hours there are.

use indexmap::IndexMap;

use super::RoleFigures;
use super::facts::{Facts, in_period, later, sources, started};
use super::pathway::Flows;
use super::reading::Reading;
use super::record::{
    BOUGHT_IN_CAP, CAPACITY, Ledger, OVERTIME_CAP, ROLE_SHARE, SHORT_TIME, SHORT_TIME_CAP,
    SUPERNUMERARY, TASK_HOURS, TASK_SHARE, Terms, WORK_COVER,
};
use super::tolerance::Unit;
use super::waits::longest_mean;
use crate::ids::{RoleId, StepId, TaskId};
use crate::instance::{Back, Care, Enforcement, Level, Role, Task, Treatment, Work};
use crate::units::Quantity;

/// Hours of work by task and period (D1): every starter sends hours forward into the periods of
/// their course, in a steady year round its turn. Headroom (F3) is hours for people beyond those
/// who start.
pub fn add_up<'a>(reading: Reading<'a>, flows: &Flows<'a>) -> IndexMap<&'a TaskId, Vec<f64>> {
    let care = &reading.service.care;
    let calendar = &care.calendar;
    let weeks = calendar.weeks_per_period.value();
    let mut hours: IndexMap<&TaskId, Vec<f64>> = care
        .tasks
        .iter()
        .map(|(id, task)| {
            let fixed = |period| task.fixed_in(period).value() * weeks;
            (id, (0..calendar.periods()).map(fixed).collect())
        })
        .collect();
    for (id, step) in &care.steps {
        for (task, each) in &step.hours_per_arrival {
            for (period, of_task) in hours.get_mut(task).into_iter().flatten().enumerate() {
                *of_task += each.value() * flows.arrivals(id, period);
            }
        }
    }
    for (id, treatment) in &care.treatments {
        let headroom: Vec<f64> = (0..calendar.periods())
            .map(|period| spare_people(care, treatment, period))
            .collect();
        for (task, work) in &treatment.work {
            let Some(of_task) = hours.get_mut(task) else {
                continue;
            };
            let course = hours_of_course(treatment, work);
            for when in sources(calendar, treatment.spread.len()) {
                let people = started(reading, id, when);
                for (periods, part) in treatment.spread.iter().enumerate() {
                    let then = later(calendar, when, periods);
                    if let Some(then) = then.and_then(|then| of_task.get_mut(then)) {
                        *then += people * course * part;
                    }
                }
            }
            for (period, (of_task, spare)) in of_task.iter_mut().zip(&headroom).enumerate() {
                let people = started(reading, id, Back::In(period));
                let per_start = work.per_start.value();
                *of_task += people * per_start + spare * (course + per_start);
            }
        }
    }
    hours
}

/// People for whom a treatment keeps capacity in a period beyond those who start it.
fn spare_people(care: &Care, treatment: &Treatment, period: usize) -> f64 {
    let spare = headroom_people_per_week(care, &treatment.step, period);
    if spare > 0.0 {
        spare * care.calendar.weeks_per_period.value() * middle_share(care, treatment)
    } else {
        0.0
    }
}

/// Hours that a course's appointments take: those attended and missed make up those booked, and
/// those booked fill the sessions held.
fn hours_of_course(treatment: &Treatment, work: &Work) -> f64 {
    let attended = treatment.attended_per_start;
    let booked = attended / (1.0 - treatment.missed_share.value());
    let missed = booked - attended;
    let sessions = booked / treatment.group_size;
    sessions * treatment.staff_per_session * work.per_session.value()
        + attended * work.per_attended.value()
        + missed * work.per_missed.value()
}

/// People a week beyond the mean for whom a step needs capacity in a period (F3).
fn headroom_people_per_week(care: &Care, step: &StepId, period: usize) -> f64 {
    let Some(of_step) = care.steps.get(step) else {
        return 0.0;
    };
    let variability = of_step.arrival_scv + of_step.service_scv;
    let least_mean = care
        .standards
        .values()
        .filter(|s| s.enforcement != Enforcement::Reported)
        .filter_map(|standard| match &standard.level {
            Level::Wait {
                step: on, weeks, ..
            } if on == step => {
                let share = standard.target_in(period)?;
                Some(longest_mean(weeks.value(), share, of_step.wait_shape))
            }
            _ => None,
        })
        .fold(f64::INFINITY, f64::min);
    if variability > 0.0 {
        variability / (2.0 * least_mean)
    } else {
        0.0
    }
}

/// A treatment's part of its step's headroom.
fn middle_share(care: &Care, treatment: &Treatment) -> f64 {
    let middle = |t: &Treatment| f64::midpoint(t.share_min.value(), t.share_max.value());
    let of_step: f64 = care
        .treatments
        .values()
        .filter(|t| t.step == treatment.step)
        .map(middle)
        .sum();
    if of_step > 0.0 {
        middle(treatment) / of_step
    } else {
        0.0
    }
}

/// Promises D2 (with D1 in it), D3 and D4.
pub fn promise(facts: &Facts, ledger: &mut Ledger) {
    for period in facts.service.periods() {
        let name = facts.period_name(period);
        for (id, task) in &facts.care().tasks {
            promise_task(facts, id, task, (period, &name), ledger);
        }
        promise_hours(facts, (period, &name), ledger);
    }
}

fn promise_task(
    facts: &Facts,
    id: &TaskId,
    task: &Task,
    (period, name): (usize, &str),
    ledger: &mut Ledger,
) {
    let bought_in = facts.bought_in(id, period);
    let done: Terms = task
        .roles
        .iter()
        .map(|(role, on_task)| on_task.efficiency * facts.task_hours(id, role, period))
        .chain([bought_in])
        .sum();
    let work = in_period(facts.work.get(id), period);
    ledger.equal(WORK_COVER, &[id, &name], done, work, Unit::Hours);
    for (role, on_task) in &task.roles {
        let hours = facts.task_hours(id, role, period);
        let of_task = on_task.max_share_of_task.value();
        if of_task < 1.0 {
            ledger.at_most(
                TASK_SHARE,
                &[id, role, &name],
                on_task.efficiency * hours,
                done * of_task,
                Unit::Hours,
            );
        }
        let of_role = on_task.max_share_of_role.value();
        if of_role < 1.0 {
            ledger.at_most(
                ROLE_SHARE,
                &[id, role, &name],
                hours,
                of_role * facts.clinical_hours(role, period),
                Unit::Hours,
            );
        }
    }
    for (role, list) in facts.plan.task_hours.get(id).into_iter().flatten() {
        let hours = in_period(Some(list), period);
        if !task.roles.contains_key(role) && hours > 0.0 {
            ledger.at_most(TASK_HOURS, &[id, role, &name], hours, 0.0, Unit::Hours);
        }
    }
    let most = task.bought_in.map(|(share, _)| share.value());
    if most.is_some() || bought_in > 0.0 {
        ledger.at_most(
            BOUGHT_IN_CAP,
            &[id, &name],
            bought_in,
            done * most.unwrap_or(0.0),
            Unit::Hours,
        );
    }
}

fn promise_hours(facts: &Facts, (period, name): (usize, &str), ledger: &mut Ledger) {
    for (id, role) in &facts.care().roles {
        let clinical = facts.clinical_hours(id, period);
        let overtime = facts.overtime(id, period);
        let used = Terms::from(facts.hours_on_tasks(id, period))
            + facts.hours_supervising(id, period).into()
            + hours_taken(facts, (id, role), period);
        let there = Terms::from(clinical) + overtime.into();
        if role.supernumerary.is_some() && facts.horizon().is_some() {
            ledger.equal(CAPACITY, &[id, &name], used, there, Unit::Hours);
        } else {
            ledger.at_most(CAPACITY, &[id, &name], used, there, Unit::Hours);
        }
        let most = role.overtime_cap().value();
        if most > 0.0 || overtime > 0.0 {
            ledger.at_most(
                OVERTIME_CAP,
                &[id, &name],
                overtime,
                most * facts.working_weeks(period) * facts.staff_in(id, period),
                Unit::Hours,
            );
        }
        promise_idle(facts, (id, role), (period, name), ledger);
    }
}

/// Plans by month: clinical hours that short time, supernumerary staff and retention measures
/// take in a period.
fn hours_taken(facts: &Facts, (id, role): (&RoleId, &Role), period: usize) -> Terms {
    let not_worked = role
        .short_time
        .map_or(0.0, |short| 1.0 - short.hours_share.value());
    let idle = Terms::from(not_worked * facts.short_time(id, period))
        + facts.supernumerary(id, period).into();
    let measures = facts.care().retention.iter();
    let covered: Terms = measures
        .filter(|(_, measure)| measure.role == *id)
        .map(|(measure_id, measure)| {
            let covered = in_period(facts.plan.retention_wte.get(measure_id), period);
            measure.hours.value() * covered
        })
        .sum();
    (idle * role.clinical_hours.value() + covered) * facts.working_weeks(period)
}

/// Promises that supernumerary staff and those on short time are no more than may be.
fn promise_idle(
    facts: &Facts,
    (id, role): (&RoleId, &Role),
    (period, name): (usize, &str),
    ledger: &mut Ledger,
) {
    let supernumerary = facts.supernumerary(id, period);
    let most = role.supernumerary.map_or(0.0, |s| s.max);
    if most.is_finite() && (role.supernumerary.is_some() || supernumerary > 0.0) {
        ledger.at_most(SUPERNUMERARY, &[id, &name], supernumerary, most, Unit::Wte);
    }
    let short = facts.short_time(id, period);
    if role.short_time.is_some() || short > 0.0 {
        let most = role.short_time.map_or(0.0, |s| s.max.value());
        ledger.at_most(SHORT_TIME, &[id, &name], short, most, Unit::Wte);
        let staff = facts.staff_in(id, period);
        ledger.at_most(SHORT_TIME_CAP, &[id, &name], short, staff, Unit::Wte);
    }
}

/// The hours of a role over the year (of a horizon its last), and what they are used for.
pub fn use_of_hours(facts: &Facts, role: &RoleId) -> RoleFigures {
    let mut figures = RoleFigures::default();
    for period in facts.last_year() {
        let available = facts.clinical_hours(role, period);
        let on_tasks = facts.hours_on_tasks(role, period);
        let supervising = facts.hours_supervising(role, period);
        let used = on_tasks + supervising;
        figures.hours_available += available;
        figures.hours_on_tasks += on_tasks;
        figures.hours_supervising += supervising;
        if used > 0.0 {
            figures.peak_use = figures.peak_use.max(used / available);
        }
    }
    figures
}
