//! What the row families of one service share while its block is built.

use std::ops::Range;

use indexmap::IndexMap;

use super::{ColumnId, Terms, When};
use crate::ids::{
    LevyId, MeasureId, RoleId, RouteId, ServiceId, StepId, SupervisionId, TaskId, TreatmentId,
};
use crate::instance::{Care, Horizon, Service};
use crate::units::Quantity;

/// The block of one service. Lists by period of staff, hires and starts have a single entry in a
/// steady year, which stands for all of it.
pub(super) struct Block<'a> {
    /// The service.
    pub service: &'a Service,
    /// `N_r`: staff in post of each role, WTE.
    pub staff: IndexMap<RoleId, Vec<Terms>>,
    /// New hires into each qualified role, WTE a year (over time: in a period).
    pub hires: IndexMap<RoleId, Vec<Terms>>,
    /// `U_k`: starts on each route, WTE a year (over time: in a period).
    pub training_starts: IndexMap<RouteId, Vec<Terms>>,
    /// What only a plan by month has.
    pub over_time: OverTime,
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
    /// `levy-fees[f]`, by span.
    pub levy_fees: IndexMap<LevyId, Vec<ColumnId>>,
    /// Priced shortfalls, £.
    pub priced_shortfall: Terms,
    /// `spend`, by span.
    pub spend: Vec<ColumnId>,
}

/// The part of a block that only a plan by month has; lists by period.
#[derive(Default)]
pub(super) struct OverTime {
    /// Redundancies, WTE.
    pub redundant: IndexMap<RoleId, Vec<Terms>>,
    /// `past-first-year-in[r,t]`.
    pub past_first_year: IndexMap<RoleId, Vec<ColumnId>>,
    /// `tenured[r,t]`, perhaps beyond the horizon.
    pub tenured: IndexMap<RoleId, Vec<ColumnId>>,
    /// `covered[ℓ,t]`; none before the measure may run.
    pub covered: IndexMap<MeasureId, Vec<Option<ColumnId>>>,
    /// `covered-tenured[ℓ,t]`.
    pub covered_tenured: IndexMap<MeasureId, Vec<Option<ColumnId>>>,
    /// `running[ℓ,y]`.
    pub running: IndexMap<MeasureId, Vec<ColumnId>>,
    /// `ladder-kept[k,t]`.
    pub kept: IndexMap<RouteId, Vec<ColumnId>>,
    /// `ladder-kept-tenured[k,t]`.
    pub kept_tenured: IndexMap<RouteId, Vec<ColumnId>>,
    /// `supernumerary[r,t]`.
    pub supernumerary: IndexMap<RoleId, Vec<ColumnId>>,
    /// `short-time[r,t]`.
    pub short_time: IndexMap<RoleId, Vec<ColumnId>>,
    /// Salary support for the trainees of each route in each period, £.
    pub salary_support: Vec<Terms>,
}

/// Periods that are counted together: a steady year, or a financial year of a horizon.
#[derive(Debug, Clone)]
pub(super) struct Span {
    /// How keys name it.
    pub when: When,
    /// Its periods.
    pub periods: Range<usize>,
    /// The share of a year that it is.
    pub share: f64,
    /// The share of a year's referrals that comes in it.
    pub referral_share: f64,
}

impl<'a> Block<'a> {
    /// An empty block.
    pub fn new(service: &'a Service) -> Self {
        Self {
            service,
            staff: IndexMap::new(),
            hires: IndexMap::new(),
            training_starts: IndexMap::new(),
            over_time: OverTime::default(),
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
            spend: Vec::new(),
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

    /// The time that is planned for; none: a steady year.
    pub fn horizon(&self) -> Option<&'a Horizon> {
        self.care().calendar.horizon.as_ref()
    }

    /// How many periods there are.
    pub fn periods(&self) -> usize {
        self.care().calendar.periods()
    }

    /// The spans over which yearly rows count.
    pub fn spans(&self) -> Vec<Span> {
        spans(self.care())
    }

    /// The moments at which rows about staff alone hold: once in a steady year, else each period.
    pub fn moments(&self) -> impl Iterator<Item = (When, usize)> + use<> {
        let over_time = self.horizon().is_some();
        let moments = if over_time { self.periods() } else { 1 };
        (0..moments).map(move |period| {
            let when = if over_time {
                When::In(period)
            } else {
                When::Always
            };
            (when, period)
        })
    }

    /// Staff in post of a role in a period.
    pub fn staff_in(&self, role: &RoleId, period: usize) -> Option<&Terms> {
        let by_period = self.staff.get(role)?;
        by_period.get(period).or_else(|| by_period.last())
    }

    /// Staff in post of several roles together in a period.
    pub fn staff_of(&self, roles: &[RoleId], period: usize) -> Terms {
        let mut sum = Terms::new();
        for staff in roles.iter().filter_map(|role| self.staff_in(role, period)) {
            sum.add_scaled(staff, 1.0);
        }
        sum
    }

    /// Clinical hours of a role in a period: `c_r·ww[t]·N_r`.
    pub fn clinical_hours(&self, role: &RoleId, period: usize) -> Terms {
        let care = self.care();
        match (self.staff_in(role, period), care.roles.get(role)) {
            (Some(staff), Some(data)) => {
                let hours = data.clinical_hours * care.calendar.working_weeks[period];
                Terms::new().plus(staff, hours.value())
            }
            _ => Terms::new(),
        }
    }
}

/// The spans over which yearly rows count.
pub(super) fn spans(care: &Care) -> Vec<Span> {
    match &care.calendar.horizon {
        None => vec![Span {
            when: When::Always,
            periods: 0..care.calendar.periods(),
            share: 1.0,
            referral_share: 1.0,
        }],
        Some(horizon) => horizon
            .years
            .iter()
            .map(|year| Span {
                when: When::Year(year.year),
                periods: year.periods.clone(),
                share: year.share,
                referral_share: year.referral_share,
            })
            .collect(),
    }
}
