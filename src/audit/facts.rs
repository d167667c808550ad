//! What a plan amounts to for a service, worked out once for all promises.

use std::ops::Range;

use indexmap::IndexMap;

use super::over_time::OverTime;
use super::pathway::{self, Flows};
use super::reading::{Reading, first_period};
use super::training::{self, Cohort};
use super::work;
use crate::ids::{RoleId, RouteId, StandardId, StepId, SupervisionId, TaskId, TreatmentId};
use crate::instance::{Back, Calendar, Care, Enforcement, Horizon, RoleKind, Service, Standard};
use crate::plan::{ServicePlan, StaffPlan};
use crate::units::Quantity;

/// A service, its plan, and what the plan amounts to.
#[derive(Debug)]
pub struct Facts<'a> {
    /// The service.
    pub service: &'a Service,
    /// What is decided for it.
    pub plan: &'a ServicePlan,
    /// A steady year: what becomes of the starters of each route.
    pub cohorts: IndexMap<&'a RouteId, Cohort<'a>>,
    /// In post by role and period, WTE: posts of qualified roles, trainees of the others; in a
    /// steady year one number, mean trainees.
    pub staff: IndexMap<&'a RoleId, Vec<f64>>,
    /// A plan by month: what happens to people over time.
    pub over_time: Option<OverTime<'a>>,
    /// People who join and leave the lists.
    pub flows: Flows<'a>,
    /// Hours of work by task and period.
    pub work: IndexMap<&'a TaskId, Vec<f64>>,
}

impl<'a> Facts<'a> {
    /// Works out what a plan amounts to.
    pub fn gather(reading: Reading<'a>) -> Self {
        let Reading { service, plan } = reading;
        let over_time = service
            .care
            .calendar
            .horizon
            .is_some()
            .then(|| OverTime::follow(reading));
        let (cohorts, staff) = match &over_time {
            None => in_equilibrium(reading),
            Some(all) => {
                let roles = all.roles.iter();
                let staff = roles.map(|(id, time)| (*id, time.in_post.clone()));
                (IndexMap::new(), staff.collect())
            }
        };
        let flows = pathway::follow(reading);
        let work = work::add_up(reading, &flows);
        Self {
            service,
            plan,
            cohorts,
            staff,
            over_time,
            flows,
            work,
        }
    }

    /// The care model in force.
    pub fn care(&self) -> &'a Care {
        &self.service.care
    }

    /// The time that is planned for; none in a steady year.
    pub fn horizon(&self) -> Option<&'a Horizon> {
        self.service.care.calendar.horizon.as_ref()
    }

    /// The periods of the last year: of a steady year all.
    pub fn last_year(&self) -> Range<usize> {
        let calendar = &self.care().calendar;
        let periods = calendar.periods();
        periods.saturating_sub(calendar.periods_per_year)..periods
    }

    /// The first period in which a hard standard must hold: the first, unless the plan says that it
    /// holds it late.
    pub fn late_until(&self, id: &StandardId, standard: &Standard) -> Option<usize> {
        let from = self.plan.late_standards.get(id)?;
        if standard.enforcement != Enforcement::Hard {
            return None;
        }
        let first = from
            .as_deref()
            .and_then(|name| first_period(self.care(), standard, name));
        Some(first.unwrap_or(self.care().calendar.periods()))
    }

    /// In post in a role in a period, WTE.
    pub fn staff_in(&self, role: &RoleId, period: usize) -> f64 {
        in_period(self.staff.get(role), period)
    }

    /// In post in several roles together in a period, WTE.
    pub fn staff_of_in<'r>(
        &self,
        roles: impl IntoIterator<Item = &'r RoleId>,
        period: usize,
    ) -> f64 {
        let roles = roles.into_iter();
        roles.map(|role| self.staff_in(role, period)).sum()
    }

    /// In post in a role, mean over the last year, WTE.
    pub fn staff(&self, role: &RoleId) -> f64 {
        if let Some([all]) = self.staff.get(role).map(Vec::as_slice) {
            return *all;
        }
        let last = self.last_year();
        let periods = count(last.len());
        last.map(|t| self.staff_in(role, t)).sum::<f64>() / periods
    }

    /// In post in several roles together, mean over the last year, WTE.
    pub fn staff_of<'r>(&self, roles: impl IntoIterator<Item = &'r RoleId>) -> f64 {
        roles.into_iter().map(|role| self.staff(role)).sum()
    }

    /// What is decided for a qualified role.
    pub fn posts(&self, role: &RoleId) -> StaffPlan {
        self.plan.staff.get(role).copied().unwrap_or_default()
    }

    /// Starts of training on a route, WTE a year.
    pub fn training_starts(&self, route: &RouteId) -> f64 {
        number(self.plan.training_starts_per_year.get(route))
    }

    /// A plan by month: starts of training on a route in a period, WTE.
    pub fn starting(&self, route: &RouteId, period: usize) -> f64 {
        in_period(self.plan.intakes.get(route).map(|i| &i.starts_wte), period)
    }

    /// A plan by month: people hired from outside by the plan who join in a period, WTE.
    pub fn hired(&self, role: &RoleId, period: usize) -> f64 {
        in_period(self.plan.people.get(role).map(|p| &p.joining_wte), period)
    }

    /// A plan by month: people hired before it who join in a period, WTE.
    pub fn hired_before(&self, role: &RoleId, period: usize) -> f64 {
        in_period(self.service.start.joining.get(role), period)
    }

    /// A plan by month: supernumerary staff in a period, WTE.
    pub fn supernumerary(&self, role: &RoleId, period: usize) -> f64 {
        let people = self.plan.people.get(role);
        in_period(people.map(|p| &p.supernumerary_wte), period)
    }

    /// A plan by month: staff on short time in a period, WTE.
    pub fn short_time(&self, role: &RoleId, period: usize) -> f64 {
        let people = self.plan.people.get(role);
        in_period(people.map(|p| &p.short_time_wte), period)
    }

    /// A plan by month: trainees of a role when it starts, WTE.
    pub fn in_training_at_start(&self, role: &RoleId) -> f64 {
        let routes = self.care().routes.iter();
        routes
            .flat_map(|(id, route)| {
                let there = self.service.start.training.get(id).into_iter().flatten();
                there.map(move |there| (route, there))
            })
            .filter(|(route, (age, _))| {
                let last = age.saturating_sub(1);
                let mut stages = route.stages.iter();
                stages.any(|stage| stage.role == *role && stage.lags.contains(&last))
            })
            .map(|(_, (_, wte))| wte)
            .sum()
    }

    /// People on a step's list at the end of a period, or of the one before a horizon.
    pub fn waiting_at(&self, step: &StepId, when: Back) -> f64 {
        match when {
            Back::In(period) => self.waiting(step, period),
            Back::Before(_) => number(self.service.start.waiting.get(step)),
        }
    }

    /// People on a step's list at the end of a period.
    pub fn waiting(&self, step: &StepId, period: usize) -> f64 {
        in_period(self.plan.waiting_people.get(step), period)
    }

    /// People who start a treatment in a period.
    pub fn starts(&self, treatment: &TreatmentId, period: usize) -> f64 {
        in_period(self.plan.starts_people.get(treatment), period)
    }

    /// Hours of a role on a task in a period.
    pub fn task_hours(&self, task: &TaskId, role: &RoleId, period: usize) -> f64 {
        in_period(
            self.plan.task_hours.get(task).and_then(|r| r.get(role)),
            period,
        )
    }

    /// Hours of a role on all tasks in a period.
    pub fn hours_on_tasks(&self, role: &RoleId, period: usize) -> f64 {
        self.plan
            .task_hours
            .values()
            .map(|by_role| in_period(by_role.get(role), period))
            .sum()
    }

    /// Hours bought in for a task in a period.
    pub fn bought_in(&self, task: &TaskId, period: usize) -> f64 {
        in_period(self.plan.bought_in_hours.get(task), period)
    }

    /// Hours that a role gives under a supervision rule in a period.
    pub fn supervising(&self, rule: &SupervisionId, by: &RoleId, period: usize) -> f64 {
        in_period(
            self.plan
                .supervision_hours
                .get(rule)
                .and_then(|r| r.get(by)),
            period,
        )
    }

    /// Hours that a role gives under all supervision rules in a period.
    pub fn hours_supervising(&self, role: &RoleId, period: usize) -> f64 {
        self.plan
            .supervision_hours
            .values()
            .map(|by_role| in_period(by_role.get(role), period))
            .sum()
    }

    /// Overtime of a role in a period, hours.
    pub fn overtime(&self, role: &RoleId, period: usize) -> f64 {
        in_period(self.plan.overtime_hours.get(role), period)
    }

    /// Clinical hours that the staff of a role have in a period.
    pub fn clinical_hours(&self, role: &RoleId, period: usize) -> f64 {
        let care = self.care();
        let weekly = care
            .roles
            .get(role)
            .map_or(0.0, |r| r.clinical_hours.value());
        weekly * self.working_weeks(period) * self.staff_in(role, period)
    }

    /// Weeks that a member of staff works in a period.
    pub fn working_weeks(&self, period: usize) -> f64 {
        let weeks = &self.care().calendar.working_weeks;
        weeks.get(period).map_or(0.0, |w| w.value())
    }

    /// Calendar weeks in a period.
    pub fn weeks_per_period(&self) -> f64 {
        self.care().calendar.weeks_per_period.value()
    }

    /// What a period is called.
    pub fn period_name(&self, period: usize) -> String {
        self.care().calendar.period_name(period)
    }
}

/// What becomes of the starters of each route in equilibrium, and who is then in post.
fn in_equilibrium(
    reading: Reading<'_>,
) -> (IndexMap<&RouteId, Cohort<'_>>, IndexMap<&RoleId, Vec<f64>>) {
    let Reading { service, plan } = reading;
    let care = &service.care;
    let cohorts: IndexMap<_, _> = care
        .routes
        .iter()
        .map(|(id, route)| {
            let starts = number(plan.training_starts_per_year.get(id));
            (id, training::follow(route, care, starts))
        })
        .collect();
    let mut staff: IndexMap<_, _> = care.roles.keys().map(|id| (id, 0.0)).collect();
    for (id, role) in &care.roles {
        if role.kind == RoleKind::Qualified
            && let Some(posts) = plan.staff.get(id)
        {
            staff.insert(id, posts.wte);
        }
    }
    for stage in cohorts.values().flat_map(|c| &c.stages) {
        if let Some(wte) = staff.get_mut(stage.role) {
            *wte += stage.in_post;
        }
    }
    let staff = staff.into_iter().map(|(id, wte)| (id, vec![wte]));
    (cohorts, staff.collect())
}

/// The periods from which something reaches those of a calendar: all of a year that repeats; of
/// a horizon its own, and before them as many as it takes.
pub fn sources(calendar: &Calendar, longest: usize) -> impl Iterator<Item = Back> {
    let before = if calendar.horizon.is_some() {
        longest
    } else {
        0
    };
    let before = (1..=before).rev().map(Back::Before);
    before.chain((0..calendar.periods()).map(Back::In))
}

/// The period that lies so many after another, if it is one of the calendar's own.
pub fn later(calendar: &Calendar, from: Back, periods: usize) -> Option<usize> {
    let count = calendar.periods();
    match from {
        Back::In(period) if calendar.horizon.is_none() => Some((period + periods) % count),
        Back::In(period) => Some(period + periods).filter(|then| *then < count),
        Back::Before(back) => periods.checked_sub(back).filter(|then| *then < count),
    }
}

/// People who start a treatment in a period, or started it before the horizon.
pub fn started(reading: Reading, treatment: &TreatmentId, when: Back) -> f64 {
    match when {
        Back::In(period) => in_period(reading.plan.starts_people.get(treatment), period),
        Back::Before(back) => {
            let before = reading.service.start.started.get(treatment);
            number(before.and_then(|b| b.get(back.checked_sub(1)?)))
        }
    }
}

/// The number that stands for `period`; nothing stands for zero, and one number for all periods.
pub fn in_period(list: Option<&Vec<f64>>, period: usize) -> f64 {
    match list.map(Vec::as_slice) {
        None => 0.0,
        Some([all]) => *all,
        Some(list) => number(list.get(period)),
    }
}

/// The number, or zero where there is none.
pub fn number(found: Option<&f64>) -> f64 {
    found.copied().unwrap_or(0.0)
}

/// The number of periods as a divisor.
#[expect(clippy::cast_precision_loss, reason = "a year has at most 52 periods")]
pub fn count(periods: usize) -> f64 {
    periods as f64
}
