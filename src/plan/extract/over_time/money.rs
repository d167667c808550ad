//! G1 over time: what is spent in a financial year.

use indexmap::IndexMap;

use super::super::whole_spend;
use super::at;
use super::training::Training;
use crate::ids::RouteId;
use crate::instance::{FeePayer, Service, Year};
use crate::plan::{ServicePlan, Spend};
use crate::units::{Gbp, Quantity};

/// What is spent in the part of a financial year that lies in the horizon.
pub(super) fn spend(
    service: &Service,
    plan: &ServicePlan,
    training: &IndexMap<&RouteId, Training>,
    year: &Year,
    levy_fees: f64,
) -> Spend {
    let care = &service.care;
    #[expect(clippy::cast_precision_loss, reason = "at most 52")]
    let a_year = care.calendar.periods_per_year as f64;
    let sum = |list: Option<&Vec<f64>>| -> f64 {
        year.periods.clone().map(|period| at(list, period)).sum()
    };
    let mut spend = Spend::default();
    let mut gross = 0.0;
    for (id, role) in &care.roles {
        if let Some(people) = plan.people.get(id) {
            gross += role.pay.value() * sum(Some(&people.in_post_wte)) / a_year;
            spend.recruitment += role.recruitment_cost.value() * sum(Some(&people.joining_wte));
            let redundancy = role.redundancy.unwrap_or(Gbp::ZERO).value();
            spend.redundancy += redundancy * sum(Some(&people.redundant_wte));
            let supernumerary = role.supernumerary.map_or(0.0, |s| s.price.value());
            let short_time = role.short_time.map_or(0.0, |s| s.price.value());
            spend.idle += (supernumerary * sum(Some(&people.supernumerary_wte))
                + short_time * sum(Some(&people.short_time_wte)))
                / a_year;
        }
        spend.overtime += role.overtime_price.value() * sum(plan.overtime_hours.get(id));
    }
    let mut support = 0.0;
    for (id, on_route) in training {
        let route = on_route.route;
        let periods = year.periods.clone();
        let pay: f64 = periods.map(|period| on_route.pay_in(period, care)).sum();
        support += route.salary_support_share.value() * pay / a_year;
        if route.fee_paid_by != FeePayer::National {
            let starts = sum(plan.intakes.get(*id).map(|i| &i.starts_wte));
            let promised = sum(service.start.committed.get(*id));
            spend.fees += route.fee.value() * (starts - promised);
        }
    }
    // Never below nothing: the solver may overdraw by a rounding error.
    spend.fees = (spend.fees - levy_fees).max(0.0);
    for (id, task) in &care.tasks {
        let price = task.bought_in.map_or(0.0, |(_, price)| price.value());
        spend.bought_in += price * sum(plan.bought_in_hours.get(id));
    }
    for (id, measure) in &care.retention {
        spend.retention += measure.cost.value() * sum(plan.retention_wte.get(id)) / a_year;
        let runs = plan.retention_years.get(id);
        if runs.is_some_and(|years| years.contains(&year.year)) {
            spend.retention += measure.fixed_cost.value() * year.share;
        }
    }
    spend.pay = gross - support;
    spend.overhead = gross * care.overhead_ratio;
    whole_spend(spend)
}
