//! A6 over time: whom retention measures cover.

use crate::audit::facts::{Facts, in_period};
use crate::audit::record::{
    COVER_ALL, COVER_POOL, COVER_RUNNING, COVER_SHARE, COVER_TENURED, COVERED, Ledger, Terms,
};
use crate::audit::tolerance::Unit;
use crate::dates::FinancialYear;
use crate::ids::MeasureId;
use crate::units::Quantity;

/// Whether a measure with a fixed cost runs in a financial year, as the plan says.
pub fn runs(facts: &Facts, measure: &MeasureId, year: FinancialYear) -> bool {
    let years = facts.plan.retention_years.get(measure);
    years.is_some_and(|years| years.contains(&year))
}

/// Promises A6.
pub fn promise(facts: &Facts, ledger: &mut Ledger) {
    let Some((all, horizon)) = facts.over_time.as_ref().zip(facts.horizon()) else {
        return;
    };
    let care = facts.care();
    let covered = |id, t| in_period(facts.plan.retention_wte.get(id), t);
    let tenured = |id, t| in_period(facts.plan.retention_tenured_wte.get(id), t);
    for (id, measure) in &care.retention {
        let in_pool = all
            .roles
            .get(&measure.role)
            .is_some_and(|r| r.pool.is_some());
        for year in &horizon.years {
            let runs = measure.fixed_cost.value() <= 0.0 || runs(facts, id, year.year);
            for t in year.periods.clone() {
                let name = facts.period_name(t);
                let wte: f64 = covered(id, t);
                let staff = facts.staff_in(&measure.role, t);
                let most = measure.max_share.value() * staff;
                ledger.at_most(COVER_SHARE, &[id, &name], wte, most, Unit::Wte);
                if t < measure.from && wte > 0.0 {
                    ledger.at_most(COVERED, &[id, &name], wte, 0.0, Unit::Wte);
                }
                if measure.fixed_cost.value() > 0.0 {
                    let most = if runs { staff } else { 0.0 };
                    ledger.at_most(COVER_RUNNING, &[id, &name], wte, most, Unit::Wte);
                }
                if in_pool {
                    let of_them = tenured(id, t);
                    ledger.at_most(COVER_TENURED, &[id, &name], of_them, wte, Unit::Wte);
                }
            }
        }
    }
    for (id, time) in &all.roles {
        let measures: Vec<&MeasureId> = care
            .retention
            .iter()
            .filter(|(_, m)| m.role == **id)
            .map(|(measure, _)| measure)
            .collect();
        if measures.is_empty() {
            continue;
        }
        for t in facts.service.periods() {
            let name = facts.period_name(t);
            let all: Terms = measures.iter().map(|m| covered(m, t)).sum();
            ledger.at_most(COVER_ALL, &[id, &name], all, time.settled(t), Unit::Wte);
            if let Some(pool) = &time.pool {
                let all: Terms = measures.iter().map(|m| tenured(m, t)).sum();
                ledger.at_most_after(COVER_POOL, &[id, &name], all, (pool.at(t), t), Unit::Wte);
            }
        }
    }
}
