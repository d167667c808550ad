//! The figure that carries a conflict (J, “the bridge”): a role of which the demands need more than
//! the limits let there be.

use std::ops::Range;

use super::problem::{Halt, Kept, Problem, Solver, span_of};
use crate::formulation::{ColumnId, ObjectiveTerms, VarKey};
use crate::ids::{Id, RoleId, ServiceId};
use crate::instance::{Instance, Objective, RoleKind, Service};
use crate::report::why::Bridge;
use crate::solver::{Loaded, Outcome};
use crate::units::Quantity;

/// Needed and possible must be this far apart, WTE, to carry a conflict.
const APART: f64 = 1e-3;

/// The role with the widest gap between what the demands among `kept` need and what the limits
/// among them let there be; none where no single role carries the conflict.
pub(super) fn bridge(
    instance: &Instance,
    problem: &Problem,
    solver: &mut Solver<'_>,
    kept: &Kept,
) -> Result<Option<Bridge>, Halt> {
    let part = |demands: bool| -> Kept {
        let rows = problem.rows.iter().zip(kept);
        rows.map(|(row, kept)| *kept && problem.asks[row.ask].is_demand() == demands)
            .collect()
    };
    let (demands, limits) = (part(true), part(false));
    let Some(last) = demands.iter().rposition(|kept| *kept) else {
        return Ok(None);
    };
    if !limits.contains(&true) {
        return Ok(None);
    }
    let when = problem.rows[last].when;
    let calendar = instance.services.first().map(|s| &s.care.calendar);
    let (first, end) = span_of(calendar, when);
    let services = services_of(instance, problem, kept);
    let mut needs = Side::of(problem, solver, &demands)?;
    let mut lets = Side::of(problem, solver, &limits)?;
    let mut widest: Option<(f64, Bridge)> = None;
    for role in roles(&services) {
        let staff = staff(problem, &services, &role, first..end);
        if staff.is_empty() {
            continue;
        }
        let Some(possible_wte) = lets.most(solver, &staff)? else {
            continue;
        };
        let Some(needed_wte) = needs.least(solver, &staff)? else {
            continue;
        };
        let gap = (needed_wte - possible_wte) / needed_wte.max(1.0);
        if needed_wte - possible_wte > APART && widest.as_ref().is_none_or(|(most, _)| gap > *most)
        {
            let service = match services.as_slice() {
                [one] => Some(one.id.clone()),
                _ => None,
            };
            let bridge = Bridge {
                service,
                hours_each: hours_each(&services, &role, first..end),
                role,
                when,
                needed_wte,
                possible_wte,
            };
            widest = Some((gap, bridge));
        }
    }
    Ok(widest.map(|(_, bridge)| bridge))
}

/// The services that a conflict is about; all of them where it names none.
fn services_of<'i>(instance: &'i Instance, problem: &Problem, kept: &Kept) -> Vec<&'i Service> {
    let asks = problem.asks_in(kept);
    let named: Vec<&str> = asks
        .iter()
        .filter_map(|ask| problem.asks[*ask].service())
        .collect();
    let all = || instance.services.iter();
    if named.is_empty() {
        return all().collect();
    }
    all()
        .filter(|service| named.contains(&service.id.as_str()))
        .collect()
}

fn roles(services: &[&Service]) -> Vec<RoleId> {
    let first = services.first().into_iter();
    first
        .flat_map(|service| &service.care.roles)
        .filter(|(_, role)| role.kind == RoleKind::Qualified && role.employable)
        .map(|(id, _)| id.clone())
        .collect()
}

/// Mean staff in post of a role over some periods, WTE.
fn staff(
    problem: &Problem,
    services: &[&Service],
    role: &RoleId,
    periods: Range<usize>,
) -> Vec<(ColumnId, f64)> {
    let mut terms = Vec::new();
    for service in services {
        let Some(of) = service.care.roles.get(role) else {
            continue;
        };
        let or_one = |unit: f64| if unit > 0.0 { unit } else { 1.0 };
        let service: ServiceId = service.id.clone();
        let mut add = |key: VarKey, each: f64| {
            if let Some(place) = problem.formulation.columns.get_index_of(&key) {
                terms.push((ColumnId(place), each));
            }
        };
        let posts = VarKey::Posts {
            service: service.clone(),
            role: role.clone(),
        };
        add(posts, or_one(of.post_unit.value()));
        #[expect(clippy::cast_precision_loss, reason = "at most a few thousand periods")]
        let mean = 1.0 / periods.len().max(1) as f64;
        for period in periods.clone() {
            let in_post = VarKey::InPost {
                service: service.clone(),
                role: role.clone(),
                period,
            };
            add(in_post, or_one(of.in_post_unit.value()) * mean);
        }
    }
    terms
}

/// Clinical hours of one whole-time equivalent in those periods, a period.
fn hours_each(services: &[&Service], role: &RoleId, periods: Range<usize>) -> Option<f64> {
    let care = &services.first()?.care;
    let weeks = care.calendar.working_weeks.get(periods)?;
    let count = weeks.len();
    let weeks: f64 = weeks.iter().map(|weeks| weeks.value()).sum();
    #[expect(clippy::cast_precision_loss, reason = "at most a few thousand periods")]
    let hours = care.roles.get(role)?.clinical_hours.value() * weeks / count.max(1) as f64;
    (hours > 0.0).then_some(hours)
}

/// The relaxation with one side of a conflict.
struct Side(Loaded);

impl Side {
    fn of(problem: &Problem, solver: &Solver<'_>, kept: &Kept) -> Result<Self, Halt> {
        let formulation = problem.keeping(kept).relaxed();
        let options = solver.left()?;
        let loaded = Loaded::load(formulation, &options, &solver.watch().control)?;
        Ok(Self(loaded))
    }

    fn least(
        &mut self,
        solver: &mut Solver<'_>,
        terms: &[(ColumnId, f64)],
    ) -> Result<Option<f64>, Halt> {
        self.0.options_mut().time_limit = solver.left()?.time_limit;
        self.0.seek(vec![ObjectiveTerms {
            objective: Objective::LeastShortfall,
            terms: terms.to_vec(),
        }]);
        solver.solves += 1;
        match self.0.solve(true, None)? {
            Outcome::Optimal(best) | Outcome::WithinGap(best) => {
                Ok(best.objectives.first().map(|objective| objective.value))
            }
            Outcome::LimitWithPlan(_, limit) | Outcome::LimitWithoutPlan { limit, .. } => {
                Err(Halt::Limit(limit))
            }
            // Without end: nothing on this side holds the role.
            Outcome::Unbounded | Outcome::Infeasible | Outcome::Failed(_) => Ok(None),
        }
    }

    fn most(
        &mut self,
        solver: &mut Solver<'_>,
        terms: &[(ColumnId, f64)],
    ) -> Result<Option<f64>, Halt> {
        let turned: Vec<(ColumnId, f64)> = terms
            .iter()
            .map(|(column, each)| (*column, -each))
            .collect();
        Ok(self.least(solver, &turned)?.map(|value| -value))
    }
}
