//! What the row families of one service share while its block is built.

use indexmap::IndexMap;

use super::{ColumnId, Terms};
use crate::ids::{LevyId, RoleId, RouteId, ServiceId, StepId, SupervisionId, TaskId, TreatmentId};
use crate::instance::{Care, Service};
use crate::units::Quantity;

/// The block of one service.
pub(super) struct Block<'a> {
    /// The service.
    pub service: &'a Service,
    /// `N_r`: staff in post of each role, WTE.
    pub staff: IndexMap<RoleId, Terms>,
    /// Hires into each qualified role, WTE a year.
    pub hires: IndexMap<RoleId, ColumnId>,
    /// `U_k`: starts on each route, WTE a year.
    pub training_starts: IndexMap<RouteId, Terms>,
    /// `starts[m,t]`.
    pub starts: IndexMap<TreatmentId, Vec<ColumnId>>,
    /// `x[i,t]`.
    pub step_starts: IndexMap<StepId, Vec<Terms>>,
    /// `in[i,t]`.
    pub arrivals: IndexMap<StepId, Vec<Terms>>,
    /// `waiting[i,t]`.
    pub waiting: IndexMap<StepId, Vec<ColumnId>>,
    /// `task-hours[j,r,t]`.
    pub task_hours: IndexMap<(TaskId, RoleId), Vec<ColumnId>>,
    /// `bought-in[j,t]`.
    pub bought_in: IndexMap<TaskId, Vec<ColumnId>>,
    /// `overtime[r,t]`.
    pub overtime: IndexMap<RoleId, Vec<ColumnId>>,
    /// `supervising[v,r,t]`.
    pub supervising: IndexMap<(SupervisionId, RoleId), Vec<ColumnId>>,
    /// `levy-fees[f]`.
    pub levy_fees: IndexMap<LevyId, ColumnId>,
    /// Priced shortfalls, £.
    pub priced_shortfall: Terms,
    /// `spend`.
    pub spend: Option<ColumnId>,
}

impl<'a> Block<'a> {
    /// An empty block.
    pub fn new(service: &'a Service) -> Self {
        Self {
            service,
            staff: IndexMap::new(),
            hires: IndexMap::new(),
            training_starts: IndexMap::new(),
            starts: IndexMap::new(),
            step_starts: IndexMap::new(),
            arrivals: IndexMap::new(),
            waiting: IndexMap::new(),
            task_hours: IndexMap::new(),
            bought_in: IndexMap::new(),
            overtime: IndexMap::new(),
            supervising: IndexMap::new(),
            levy_fees: IndexMap::new(),
            priced_shortfall: Terms::new(),
            spend: None,
        }
    }

    /// The care model in force.
    pub fn care(&self) -> &'a Care {
        &self.service.care
    }

    /// The service's id, for keys.
    pub fn id(&self) -> ServiceId {
        self.service.id.clone()
    }

    /// Staff in post of several roles together.
    pub fn staff_of(&self, roles: &[RoleId]) -> Terms {
        let mut sum = Terms::new();
        for role in roles {
            if let Some(staff) = self.staff.get(role) {
                sum.add_scaled(staff, 1.0);
            }
        }
        sum
    }

    /// Clinical hours of a role in a period: `c_r·ww[t]·N_r`.
    pub fn clinical_hours(&self, role: &RoleId, period: usize) -> Terms {
        let care = self.care();
        match (self.staff.get(role), care.roles.get(role)) {
            (Some(staff), Some(data)) => {
                let hours = data.clinical_hours * care.calendar.working_weeks[period];
                Terms::new().plus(staff, hours.value())
            }
            _ => Terms::new(),
        }
    }
}
