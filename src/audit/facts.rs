//! What a plan amounts to for a service, worked out once for all promises.

use indexmap::IndexMap;

use super::pathway::{self, Flows};
use super::reading::Reading;
use super::training::{self, Cohort};
use super::work;
use crate::ids::{RoleId, RouteId, StepId, SupervisionId, TaskId, TreatmentId};
use crate::instance::{Care, RoleKind, Service};
use crate::plan::{ServicePlan, StaffPlan};
use crate::units::Quantity;

/// A service, its plan, and what the plan amounts to.
#[derive(Debug)]
pub struct Facts<'a> {
    /// The service.
    pub service: &'a Service,
    /// What is decided for it.
    pub plan: &'a ServicePlan,
    /// What becomes of the starters of each route.
    pub cohorts: IndexMap<&'a RouteId, Cohort<'a>>,
    /// In post by role, WTE: posts of qualified roles, mean trainees of the others.
    pub staff: IndexMap<&'a RoleId, f64>,
    /// People who join and leave the lists.
    pub flows: Flows<'a>,
    /// Hours of work by task and period.
    pub work: IndexMap<&'a TaskId, Vec<f64>>,
}

impl<'a> Facts<'a> {
    /// Works out what a plan amounts to.
    pub fn gather(reading: Reading<'a>) -> Self {
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
        let flows = pathway::follow(reading);
        let work = work::add_up(reading, &flows);
        Self {
            service,
            plan,
            cohorts,
            staff,
            flows,
            work,
        }
    }

    /// The care model in force.
    pub fn care(&self) -> &'a Care {
        &self.service.care
    }

    /// In post in a role, WTE.
    pub fn staff(&self, role: &RoleId) -> f64 {
        number(self.staff.get(role))
    }

    /// In post in several roles together, WTE.
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
        weekly * self.working_weeks(period) * self.staff(role)
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
