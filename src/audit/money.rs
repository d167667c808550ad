//! G: money.

use indexmap::IndexMap;

use super::facts::{Facts, number};
use super::over_time;
use super::record::{BUDGET, LEVY_ELIGIBLE, LEVY_FEES, LEVY_FUND, Ledger, SPEND_BALANCE, Terms};
use super::tolerance::Unit;
use crate::ids::RoleId;
use crate::instance::{FeePayer, Instance};
use crate::plan::Spend;
use crate::units::Quantity;

/// What a service spends in a year, by what it is for, in pounds.
#[derive(Debug, Clone, Copy, Default)]
pub struct Spending {
    pay: Terms,
    overhead: Terms,
    recruitment: Terms,
    fees: Terms,
    overtime: Terms,
    bought_in: Terms,
}

impl Spending {
    /// All of it.
    pub fn total(&self) -> Terms {
        self.pay + self.overhead + self.recruitment + self.fees + self.overtime + self.bought_in
    }
}

/// Recomputes what a service spends (G1).
pub fn spend(facts: &Facts) -> Spending {
    let care = facts.care();
    let mut spending = Spending::default();
    for (id, role) in &care.roles {
        let gross = Terms::from(role.pay.value() * facts.staff(id));
        spending.pay = spending.pay + gross;
        spending.overhead = spending.overhead + gross * care.overhead_ratio;
        spending.recruitment = spending.recruitment
            + Terms::from(role.recruitment_cost.value() * facts.posts(id).hires_per_year);
        let overtime: Terms = facts.service.periods().map(|t| facts.overtime(id, t)).sum();
        spending.overtime = spending.overtime + overtime * role.overtime_price.value();
    }
    for (_, support) in salary_support(facts) {
        spending.pay = spending.pay - support.into();
    }
    for (id, route) in &care.routes {
        if route.fee_paid_by != FeePayer::National {
            let fees = Terms::from(route.fee.value() * facts.training_starts(id));
            spending.fees = spending.fees + fees;
        }
    }
    spending.fees = spending.fees - levy_fees(facts);
    for (id, task) in &care.tasks {
        if let Some((_, price)) = task.bought_in {
            let hours: Terms = facts
                .service
                .periods()
                .map(|t| facts.bought_in(id, t))
                .sum();
            spending.bought_in = spending.bought_in + hours * price.value();
        }
    }
    spending
}

/// Trainees' pay that is met from national funds, by stage, with the trainee role.
fn salary_support<'f>(facts: &'f Facts) -> impl Iterator<Item = (&'f RoleId, f64)> {
    let care = facts.care();
    facts.cohorts.iter().flat_map(move |(route, cohort)| {
        let share = care
            .routes
            .get(*route)
            .map_or(0.0, |r| r.salary_support_share.value());
        cohort.stages.iter().map(move |stage| {
            let pay = care.roles.get(stage.role).map_or(0.0, |r| r.pay.value());
            (stage.role, share * pay * stage.in_post)
        })
    })
}

fn levy_fees(facts: &Facts) -> Terms {
    facts.plan.levy_fees_gbp.values().copied().sum()
}

/// What a service spends in a year, or over a horizon, in pounds.
pub fn total(facts: &Facts) -> f64 {
    match facts.horizon() {
        None => spend(facts).total().value,
        Some(horizon) => horizon
            .years
            .iter()
            .map(|year| over_time::money::spend(facts, year).total().value)
            .sum(),
    }
}

/// What each role costs in a year (of a horizon its last), with overhead, less salary support,
/// in pounds.
pub fn costs_by_role<'a>(facts: &Facts<'a>) -> IndexMap<&'a RoleId, f64> {
    let care = facts.care();
    if facts.horizon().is_some() {
        return over_time::money::costs_by_role(facts);
    }
    let mut costs: IndexMap<_, _> = care
        .roles
        .iter()
        .map(|(id, role)| {
            let gross = role.pay.value() * facts.staff(id);
            (id, gross * (1.0 + care.overhead_ratio))
        })
        .collect();
    for (role, support) in salary_support(facts) {
        if let Some(cost) = costs.get_mut(role) {
            *cost -= support;
        }
    }
    costs
}

/// Promises G1, and of G3 that levy money pays nothing but fees.
pub fn promise(facts: &Facts, ledger: &mut Ledger) {
    let spending = spend(facts);
    let Spend {
        pay,
        overhead,
        recruitment,
        fees,
        overtime,
        bought_in,
        retention: _,
        redundancy: _,
        idle: _,
        total,
    } = facts.plan.spend_gbp;
    for (part, claimed, found) in [
        ("pay", pay, spending.pay),
        ("overhead", overhead, spending.overhead),
        ("recruitment", recruitment, spending.recruitment),
        ("fees", fees, spending.fees),
        ("overtime", overtime, spending.overtime),
        ("bought-in", bought_in, spending.bought_in),
    ] {
        ledger.equal(SPEND_BALANCE, &[&part], claimed, found, Unit::GbpPerYear);
    }
    ledger.equal(
        SPEND_BALANCE,
        &[],
        total,
        spending.total(),
        Unit::GbpPerYear,
    );
    let eligible: Vec<f64> = facts
        .care()
        .routes
        .iter()
        .filter(|(_, route)| route.fee_paid_by == FeePayer::Levy)
        .map(|(id, route)| route.fee.value() * facts.training_starts(id))
        .collect();
    if !eligible.is_empty() || !facts.plan.levy_fees_gbp.is_empty() {
        ledger.at_most(
            LEVY_ELIGIBLE,
            &[],
            levy_fees(facts),
            eligible.into_iter().sum::<Terms>(),
            Unit::GbpPerYear,
        );
    }
}

/// G2, and G3 over services.
pub fn promise_jointly(instance: &Instance, services: &[Facts], ledger: &mut Ledger) {
    for (id, budget) in &instance.budgets {
        let spent: Terms = budget
            .services
            .iter()
            .filter_map(|&service| services.get(service))
            .map(|facts| spend(facts).total())
            .sum();
        ledger.at_most(BUDGET, &[id], spent, budget.limit.value(), Unit::GbpPerYear);
    }
    for (id, fund) in &instance.levies {
        let fees = |facts: &Facts| number(facts.plan.levy_fees_gbp.get(id));
        let mut drawn = Terms::default();
        for (position, facts) in services.iter().enumerate() {
            if fund.services.contains(&position) {
                drawn = drawn + fees(facts).into();
            } else if fees(facts) > 0.0 {
                ledger.turn_to(&facts.service.id);
                ledger.at_most(LEVY_FEES, &[id], fees(facts), 0.0, Unit::GbpPerYear);
                ledger.turn_to_all();
            }
        }
        ledger.at_most(
            LEVY_FUND,
            &[id],
            drawn,
            fund.limit.value(),
            Unit::GbpPerYear,
        );
    }
}
