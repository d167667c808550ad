//! B1 over time: what comes of everybody on a route.

use crate::formulation::rates::{returners, survivors};
use crate::ids::{RoleId, RouteId};
use crate::instance::{Care, Route, Service, Stage};
use crate::plan::ServicePlan;
use crate::units::Quantity;

/// Everybody on a route, those in training at the start among them; one number a period, WTE.
pub(crate) struct Training<'a> {
    pub route: &'a Route,
    /// In training, by periods since the start of training.
    present: Vec<Vec<f64>>,
    /// Of those, lost at the end of the period.
    lost: Vec<Vec<f64>>,
    /// Who complete at the beginning of a period.
    pub completing: Vec<f64>,
    /// Who are back in the role that they came from at the beginning of a period.
    pub returning: Vec<f64>,
}

/// The shares of a route's starters who are still there, and who are back, so many periods later.
struct Shares {
    staying: Vec<f64>,
    back: Vec<f64>,
}

impl<'a> Training<'a> {
    /// What the plan's intakes on a route come to.
    pub fn on(service: &Service, id: &RouteId, route: &'a Route, plan: &ServicePlan) -> Self {
        let periods = service.care.calendar.periods();
        let shares = Shares {
            staying: survivors(route, &service.care),
            back: returners(route, &service.care),
        };
        let mut training = Self {
            route,
            present: vec![vec![0.0; route.length]; periods],
            lost: vec![vec![0.0; route.length]; periods],
            completing: vec![0.0; periods],
            returning: vec![0.0; periods],
        };
        let starts = plan.intakes.get(id).map_or(&[][..], |i| &i.starts_wte);
        for (period, &wte) in starts.iter().enumerate() {
            training.add(period, 0, wte, &shares);
        }
        for &(age, wte) in service.start.training.get(id).into_iter().flatten() {
            // As many starters as leave those who are there now.
            let still = shares.staying.get(age).copied().unwrap_or(0.0);
            if still > 0.0 {
                training.add(0, age, wte / still, &shares);
            }
        }
        training
    }

    /// A cohort that has been in training for `age` periods when period `first` begins.
    fn add(&mut self, first: usize, age: usize, starters: f64, shares: &Shares) {
        let share = |list: &[f64], lag: usize| list.get(lag).copied().unwrap_or(0.0);
        for (period, lag) in (first..self.completing.len()).zip(age..=self.route.length) {
            let here = starters * share(&shares.staying, lag);
            if lag == self.route.length {
                add_to(&mut self.completing, period, here);
            } else if let (Some(present), Some(lost)) =
                (self.present.get_mut(period), self.lost.get_mut(period))
            {
                add_to(present, lag, here);
                add_to(lost, lag, here - starters * share(&shares.staying, lag + 1));
            }
            // Who was lost before the plan began has gone where they went.
            if lag > age || age == 0 {
                add_to(
                    &mut self.returning,
                    period,
                    starters * share(&shares.back, lag),
                );
            }
        }
    }

    /// Who is back when a period begins from before it.
    pub fn back_from_before(&self, period: usize) -> f64 {
        // Without stages whoever does not complete is back at once.
        if self.route.length == 0 {
            return 0.0;
        }
        self.returning.get(period).copied().unwrap_or(0.0)
    }

    /// Trainees of a role in each period.
    pub fn present_in(&self, role: &RoleId) -> Vec<f64> {
        self.in_role(&self.present, role)
    }

    /// Trainees of a role who are lost at the end of each period.
    pub fn lost_in(&self, role: &RoleId) -> Vec<f64> {
        self.in_role(&self.lost, role)
    }

    fn in_role(&self, by_lag: &[Vec<f64>], role: &RoleId) -> Vec<f64> {
        let of_role: Vec<bool> = (0..self.route.length)
            .map(|lag| stage_at(self.route, lag).is_some_and(|stage| stage.role == *role))
            .collect();
        by_lag
            .iter()
            .map(|lags| {
                let here = lags.iter().zip(&of_role).filter(|(_, is_role)| **is_role);
                here.map(|(wte, _)| wte).sum()
            })
            .collect()
    }

    /// What the trainees of a period are paid at, pounds a year.
    pub fn pay_in(&self, period: usize, care: &Care) -> f64 {
        let lags = self.present.get(period).map_or(&[][..], Vec::as_slice);
        lags.iter()
            .enumerate()
            .filter_map(|(lag, wte)| {
                let role = care.roles.get(&stage_at(self.route, lag)?.role)?;
                Some(role.pay.value() * wte)
            })
            .sum()
    }
}

/// The stage that trainees are in so many periods after the start.
fn stage_at(route: &Route, lag: usize) -> Option<&Stage> {
    route.stages.iter().find(|stage| stage.lags.contains(&lag))
}

fn add_to(list: &mut [f64], place: usize, value: f64) {
    if let Some(sum) = list.get_mut(place) {
        *sum += value;
    }
}
