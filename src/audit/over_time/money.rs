//! G over time: what is spent in each financial year.

use indexmap::IndexMap;

use super::people::at;
use super::training::filled;
use super::{covered, retention};
use crate::audit::facts::{Facts, count, in_period, number};
use crate::audit::record::{
    BUDGET, LEVY_ELIGIBLE, LEVY_FEES, LEVY_FUND, Ledger, SPEND_BALANCE, Terms,
};
use crate::audit::tolerance::Unit;
use crate::dates::FinancialYear;
use crate::ids::{LevyId, RoleId};
use crate::instance::{FeePayer, Instance, Year};
use crate::plan::Spend;
use crate::units::Quantity;

/// What a service spends in a financial year, by what it is for, in pounds.
#[derive(Debug, Clone, Copy, Default)]
pub struct Spending {
    pay: Terms,
    overhead: Terms,
    recruitment: Terms,
    fees: Terms,
    overtime: Terms,
    bought_in: Terms,
    retention: Terms,
    redundancy: Terms,
    idle: Terms,
}

/// A part of the spend: its name, what it is, and where a claim says the same.
type Part = (&'static str, Terms, fn(&Spend) -> f64);

impl Spending {
    /// All of it.
    pub fn total(&self) -> Terms {
        self.parts().into_iter().map(|(_, part, _)| part).sum()
    }

    /// Its parts by name, each beside the same part of a claim.
    fn parts(&self) -> [Part; 9] {
        [
            ("pay", self.pay, |s| s.pay),
            ("overhead", self.overhead, |s| s.overhead),
            ("recruitment", self.recruitment, |s| s.recruitment),
            ("fees", self.fees, |s| s.fees),
            ("overtime", self.overtime, |s| s.overtime),
            ("bought-in", self.bought_in, |s| s.bought_in),
            ("retention", self.retention, |s| s.retention),
            ("redundancy", self.redundancy, |s| s.redundancy),
            ("idle", self.idle, |s| s.idle),
        ]
    }

    /// As tables show it.
    pub fn figures(&self) -> Spend {
        Spend {
            pay: self.pay.value,
            overhead: self.overhead.value,
            recruitment: self.recruitment.value,
            fees: self.fees.value,
            overtime: self.overtime.value,
            bought_in: self.bought_in.value,
            retention: self.retention.value,
            redundancy: self.redundancy.value,
            idle: self.idle.value,
            total: self.total().value,
        }
    }
}

/// Recomputes what a service spends in a financial year (G1), period by period.
pub fn spend(facts: &Facts, year: &Year) -> Spending {
    let care = facts.care();
    let mut spending = Spending::default();
    let a_period = 1.0 / count(care.calendar.periods_per_year);
    for t in year.periods.clone() {
        for (id, role) in &care.roles {
            let pay = role.pay.value() * a_period;
            let gross = Terms::from(pay * facts.staff_in(id, t));
            spending.pay = spending.pay + gross - salary_support(facts, id, t).into();
            spending.overhead = spending.overhead + gross * care.overhead_ratio;
            let recruitment = role.recruitment_cost.value() * facts.hired(id, t);
            spending.recruitment = spending.recruitment + recruitment.into();
            let overtime = role.overtime_price.value() * facts.overtime(id, t);
            spending.overtime = spending.overtime + overtime.into();
            let going = in_period(facts.plan.people.get(id).map(|p| &p.redundant_wte), t);
            let each = role.redundancy.map_or(0.0, Quantity::value);
            spending.redundancy = spending.redundancy + (each * going).into();
            let idle = role.supernumerary.map_or(0.0, |s| s.price.value())
                * facts.supernumerary(id, t)
                + role.short_time.map_or(0.0, |s| s.price.value()) * facts.short_time(id, t);
            spending.idle = spending.idle + (idle * a_period).into();
        }
        for (id, task) in &care.tasks {
            if let Some((_, price)) = task.bought_in {
                let pounds = price.value() * facts.bought_in(id, t);
                spending.bought_in = spending.bought_in + pounds.into();
            }
        }
        for (id, measure) in &care.retention {
            let covered = in_period(facts.plan.retention_wte.get(id), t);
            let pounds = measure.cost.value() * a_period * covered;
            spending.retention = spending.retention + pounds.into();
        }
    }
    for (id, measure) in &care.retention {
        if retention::runs(facts, id, year.year) {
            let pounds = measure.fixed_cost.value() * year.share;
            spending.retention = spending.retention + pounds.into();
        }
    }
    let from_levies: Terms = levies(facts, year.year).sum();
    spending.fees = fees(facts, year, |payer| payer != FeePayer::National) - from_levies;
    spending
}

/// Fees of those who start in a financial year; places already filled are paid for.
fn fees(facts: &Facts, year: &Year, is_paid: impl Fn(FeePayer) -> bool) -> Terms {
    let routes = facts.care().routes.iter();
    routes
        .filter(|(_, route)| is_paid(route.fee_paid_by))
        .flat_map(|(id, route)| year.periods.clone().map(move |t| (id, route, t)))
        .map(|(id, route, t)| {
            let starts = Terms::from(facts.starting(id, t)) - filled(facts, id, t).into();
            starts * route.fee.value()
        })
        .sum()
}

/// Pay of trainees of a role in a period that is met from national funds.
pub fn salary_support(facts: &Facts, role: &RoleId, period: usize) -> f64 {
    let care = facts.care();
    let Some((all, pay)) = facts.over_time.as_ref().zip(care.roles.get(role)) else {
        return 0.0;
    };
    let supported: f64 = all
        .routes
        .iter()
        .filter_map(|(id, time)| Some((care.routes.get(*id)?, time)))
        .flat_map(|(route, time)| {
            let share = route.salary_support_share.value();
            let stages = route.stages.iter().zip(&time.stages);
            stages.map(move |(stage, trainees)| (share, stage, trainees))
        })
        .filter(|(_, stage, _)| stage.role == *role)
        .map(|(share, _, trainees)| share * at(&trainees.in_post, period))
        .sum();
    supported * pay.pay.value() / count(care.calendar.periods_per_year)
}

/// What each role costs in the last year, with overhead, less salary support, in pounds.
pub fn costs_by_role<'a>(facts: &Facts<'a>) -> IndexMap<&'a RoleId, f64> {
    let care = facts.care();
    let a_period = 1.0 / count(care.calendar.periods_per_year);
    care.roles
        .iter()
        .map(|(id, role)| {
            let each = role.pay.value() * a_period * (1.0 + care.overhead_ratio);
            let costs = facts
                .last_year()
                .map(|t| each * facts.staff_in(id, t) - salary_support(facts, id, t));
            (id, costs.sum())
        })
        .collect()
}

fn levies(facts: &Facts, year: FinancialYear) -> impl Iterator<Item = f64> {
    let plan = facts.plan.years.get(&year);
    plan.into_iter()
        .flat_map(|plan| plan.levy_fees_gbp.values().copied())
}

fn levy(facts: &Facts, id: &LevyId, year: FinancialYear) -> f64 {
    let plan = facts.plan.years.get(&year);
    number(plan.and_then(|plan| plan.levy_fees_gbp.get(id)))
}

/// Promises G1, and of G3 that levy money pays nothing but fees.
pub fn promise(facts: &Facts, ledger: &mut Ledger) {
    for year in facts.horizon().map_or(&[][..], |h| &h.years) {
        let found = spend(facts, year);
        let plan = facts.plan.years.get(&year.year);
        let claimed = plan.map_or(Spend::default(), |plan| plan.spend_gbp);
        for (name, part, of_claim) in found.parts() {
            ledger.equal(
                SPEND_BALANCE,
                &[&year.year, &name],
                of_claim(&claimed),
                part,
                Unit::GbpPerYear,
            );
        }
        ledger.equal(
            SPEND_BALANCE,
            &[&year.year],
            claimed.total,
            found.total(),
            Unit::GbpPerYear,
        );
        let mut routes = facts.care().routes.values();
        let any_levy = routes.any(|route| route.fee_paid_by == FeePayer::Levy);
        if any_levy || levies(facts, year.year).next().is_some() {
            ledger.at_most(
                LEVY_ELIGIBLE,
                &[&year.year],
                levies(facts, year.year).sum::<Terms>(),
                fees(facts, year, |payer| payer == FeePayer::Levy),
                Unit::GbpPerYear,
            );
        }
    }
}

/// G2, and G3 over services.
pub fn promise_jointly(instance: &Instance, services: &[Facts], ledger: &mut Ledger) {
    let years = instance.horizon().map_or(&[][..], |h| &h.years);
    for (id, budget) in &instance.budgets {
        for (year, &limit) in years.iter().zip(&budget.by_year) {
            let spent: Terms = covered(services, &budget.services)
                .map(|facts| spend(facts, year).total())
                .sum();
            if limit.is_finite() {
                ledger.at_most(BUDGET, &[id, &year.year], spent, limit, Unit::GbpPerYear);
            }
        }
    }
    for (id, fund) in &instance.levies {
        for (year, &limit) in years.iter().zip(&fund.by_year) {
            let drawn: Terms = covered(services, &fund.services)
                .map(|facts| levy(facts, id, year.year))
                .sum();
            if limit.is_finite() {
                ledger.at_most(LEVY_FUND, &[id, &year.year], drawn, limit, Unit::GbpPerYear);
            }
            for (position, facts) in services.iter().enumerate() {
                let fees = levy(facts, id, year.year);
                if !fund.services.contains(&position) && fees > 0.0 {
                    ledger.turn_to(&facts.service.id);
                    ledger.at_most(LEVY_FEES, &[id, &year.year], fees, 0.0, Unit::GbpPerYear);
                    ledger.turn_to_all();
                }
            }
        }
    }
}
