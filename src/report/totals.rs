//! Figures of several services together.

use indexmap::IndexMap;

use crate::audit::{RoleFigures, StepFigures};

/// A role over several services.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct RoleTotal {
    /// Summed; the busiest period's use is the greatest of all services'. `wte_now` sums what is
    /// known.
    pub figures: RoleFigures,
    /// How many services say how many are in post today.
    pub now_known: usize,
    /// How many services have the role.
    pub services: usize,
}

impl RoleTotal {
    /// Staff in post today, where every service says.
    #[must_use]
    pub fn now(&self) -> Option<f64> {
        self.figures
            .wte_now
            .filter(|_| self.now_known == self.services)
    }
}

/// Roles over services, in order of first appearance.
#[must_use]
pub fn roles<'a>(services: impl IntoIterator<Item = &'a [RoleFigures]>) -> Vec<RoleTotal> {
    let mut totals: IndexMap<&str, RoleTotal> = IndexMap::new();
    for role in services.into_iter().flatten() {
        let total = totals.entry(&role.role).or_default();
        let sum = &mut total.figures;
        sum.role.clone_from(&role.role);
        sum.wte += role.wte;
        if let Some(now) = role.wte_now {
            *sum.wte_now.get_or_insert(0.0) += now;
            total.now_known += 1;
        }
        sum.cost_gbp += role.cost_gbp;
        sum.hours_available += role.hours_available;
        sum.hours_on_tasks += role.hours_on_tasks;
        sum.hours_supervising += role.hours_supervising;
        sum.peak_use = sum.peak_use.max(role.peak_use);
        sum.leavers += role.leavers;
        sum.hires += role.hires;
        sum.completers += role.completers;
        sum.starts_out += role.starts_out;
        total.services += 1;
    }
    totals.into_values().collect()
}

/// Steps over services: people are summed, the mean wait is weighted by starts, the worst is the
/// worst of all.
#[must_use]
pub fn steps<'a>(services: impl IntoIterator<Item = &'a [StepFigures]>) -> Vec<StepFigures> {
    let mut totals: IndexMap<&str, StepFigures> = IndexMap::new();
    for step in services.into_iter().flatten() {
        let sum = totals.entry(&step.step).or_default();
        let starts = sum.starts + step.starts;
        if starts > 0.0 {
            sum.mean_wait_weeks =
                (sum.mean_wait_weeks * sum.starts + step.mean_wait_weeks * step.starts) / starts;
        }
        sum.step.clone_from(&step.step);
        sum.arrivals += step.arrivals;
        sum.starts = starts;
        sum.dropouts += step.dropouts;
        sum.mean_waiting += step.mean_waiting;
        sum.worst_wait_weeks = sum.worst_wait_weeks.max(step.worst_wait_weeks);
    }
    totals.into_values().collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn staff_in_post_is_only_totalled_where_every_service_says() {
        let role = |wte_now| RoleFigures {
            role: "pwp".to_owned(),
            wte: 2.0,
            wte_now,
            ..RoleFigures::default()
        };
        let (known, unknown) = ([role(Some(3.0))], [role(None)]);
        let both = roles([known.as_slice(), known.as_slice()]);
        assert_eq!(both[0].now(), Some(6.0));
        let some = roles([known.as_slice(), unknown.as_slice()]);
        assert_eq!(some[0].now(), None);
        assert!((some[0].figures.wte - 4.0).abs() < 1e-12);
    }

    #[test]
    fn mean_waits_are_weighted_by_starts() {
        let step = |starts, weeks| StepFigures {
            step: "a".to_owned(),
            starts,
            mean_wait_weeks: weeks,
            worst_wait_weeks: weeks,
            ..StepFigures::default()
        };
        let (few, many) = ([step(100.0, 8.0)], [step(300.0, 4.0)]);
        let total = steps([few.as_slice(), many.as_slice()]);
        assert!((total[0].mean_wait_weeks - 5.0).abs() < 1e-12);
        assert!((total[0].worst_wait_weeks - 8.0).abs() < 1e-12);
    }
}
