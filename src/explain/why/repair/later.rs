//! The way out in time: hard standards come into force later.

use std::collections::BTreeSet;

use super::super::problem::{Elastic, Problem};
use super::{NoRepair, Ways, not_settled};
use crate::asks::{Ask, Change, Relief, relieved};
use crate::instance::Instance;
use crate::report::why::{Changed, NewValue, Repair};

/// The relaxation says from when; whole numbers may take somewhat longer, up to so many periods.
const MORE_WITH_WHOLE_NUMBERS: usize = 3;

impl Ways<'_, '_, '_> {
    /// The standards of these names later by the fewest periods that will do.
    pub(super) fn later(&mut self, names: &BTreeSet<String>) -> Result<Repair, NoRepair> {
        let standards: Vec<Ask> = self
            .problem
            .asks
            .iter()
            .filter(|ask| names.contains(&ask.to_string()))
            .cloned()
            .collect();
        if standards.is_empty() {
            return Err(NoRepair::NothingOfTheKind);
        }
        let calendar = self.instance.services.first().map(|s| &s.care.calendar);
        let most = calendar.map_or(0, crate::instance::Calendar::periods);
        // What is never asked within the horizon is no standard that comes later.
        let first_asked = standards.iter().filter_map(|ask| self.full_from(ask)).max();
        let most = most.saturating_sub(1 + first_asked.unwrap_or(0));
        if most == 0 || self.is_refuted_later(&standards, most)? {
            return Err(NoRepair::None);
        }
        let (mut low, mut high) = (1, most);
        while low < high {
            let middle = usize::midpoint(low, high);
            if self.is_refuted_later(&standards, middle)? {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        for periods in high..=most.min(high + MORE_WITH_WHOLE_NUMBERS) {
            let reliefs = reliefs(&standards, periods);
            let changed = relieved(self.instance, &reliefs).map_err(|_| NoRepair::NotSettled)?;
            let Some((cost_gbp, bound_gbp)) = self.solved(&changed)? else {
                continue;
            };
            let told = standards
                .iter()
                .map(|ask| Changed {
                    ask: ask.clone(),
                    to: NewValue::Later {
                        periods,
                        from: self.full_from(ask).unwrap_or(0) + periods,
                    },
                })
                .collect();
            return Ok(Repair {
                currency: Some(crate::asks::Currency::Time),
                changes: told,
                cost_gbp,
                bound_gbp,
                least: true,
            });
        }
        Err(NoRepair::NotSettled)
    }

    /// The first period in which a standard asks for all of it.
    fn full_from(&self, ask: &Ask) -> Option<usize> {
        full_from(self.instance, ask)
    }

    /// Whether the relaxation proves that they cannot hold so many periods later either.
    fn is_refuted_later(&mut self, standards: &[Ask], periods: usize) -> Result<bool, NoRepair> {
        let changed = relieved(self.instance, &reliefs(standards, periods))
            .map_err(|_| NoRepair::NotSettled)?;
        let problem = Problem::of(&changed);
        let mut elastic = Elastic::of(&problem, self.solver).map_err(not_settled)?;
        let all = problem.keep(|_| true);
        let least = elastic.least(&problem, self.solver, &all);
        Ok(least.map_err(not_settled)?.is_conflict())
    }
}

fn reliefs(standards: &[Ask], periods: usize) -> Vec<Relief> {
    standards
        .iter()
        .map(|ask| Relief {
            ask: ask.clone(),
            change: Change::Later(periods),
        })
        .collect()
}

fn full_from(instance: &Instance, ask: &Ask) -> Option<usize> {
    if let Ask::OverallAccess { standard } = ask {
        let access = instance.overall_access.get(standard)?;
        let years = &instance.horizon()?.years;
        let first = access
            .target
            .by_year
            .iter()
            .position(|least| *least > 0.0)?;
        return Some(years.get(first)?.periods.start);
    }
    let service = ask.service()?;
    let service = instance
        .services
        .iter()
        .find(|other| crate::ids::Id::as_str(&other.id) == service)?;
    let standard = ask.index("standard")?;
    let standard = service.care.standards.get(standard)?;
    Some(standard.from)
}
