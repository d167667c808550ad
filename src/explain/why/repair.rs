//! The cheapest ways out (K): asks given more room in one currency, written into the instance,
//! solved and audited like any other.

mod changes;
mod later;

use std::collections::BTreeSet;
use std::time::Duration;

use super::Question;
use super::problem::{Elastic, Halt, Kept, Problem, Solver};
use crate::asks::{Ask, Currency, Relief, relieved};
use crate::formulation::{Column, ColumnId, Formulation, ObjectiveTerms, VarKey};
use crate::instance::{Instance, Objective};
use crate::pipeline::{NotHeld, best};
use crate::report::answer::OutcomeSummary;
use crate::report::why::{Changed, NewValue, NoRepair, NoWay, Repair, Why};
use crate::solver::Options;

/// The least relief is sought to this gap; then it is rounded up to what people would write.
const GAP: f64 = 1e-4;

/// A repaired instance is solved to this gap, unless its own is wider: its cost is for comparison.
const GAP_OF_COST: f64 = 1e-3;

/// A repaired instance is solved no longer than this where no limit is given: a plan that is there by
/// then, with its bound, is enough to compare.
const LONGEST_SOLVE: Duration = Duration::from_mins(1);

/// A way out that changes few things is preferred while none of them comes down, or goes up, by more
/// than this share of itself.
const MODEST: f64 = 0.35;

/// The currencies in which asks can give way by amounts, in the order in which they are tried.
const BY_AMOUNT: &[Currency] = &[
    Currency::Money,
    Currency::Hires,
    Currency::Places,
    Currency::Standards,
    Currency::Limits,
];

/// A way out before it is tried.
struct Proposal {
    reliefs: Vec<Relief>,
    changes: Vec<Changed>,
    /// Whether less is proved not to do.
    least: bool,
}

impl Proposal {
    /// The greatest change of a value as a share of itself.
    fn size(&self) -> f64 {
        let of = |from: f64, to: f64| (to - from).abs() / from.abs().max(1e-9);
        self.changes
            .iter()
            .map(|change| match change.to {
                NewValue::Amount { from, to, .. } | NewValue::AtMost { from, to, .. } => {
                    of(from, to)
                }
                NewValue::Later { .. } => 0.0,
            })
            .fold(0.0, f64::max)
    }
}

/// Looks for the cheapest way out in each currency that is wanted, and where no single one would
/// do, in all of them together.
pub(super) fn repairs(
    instance: &Instance,
    question: &Question,
    problem: &Problem,
    solver: &mut Solver<'_>,
    why: &mut Why,
) {
    let mut ways = Ways {
        instance,
        question,
        problem,
        solver,
        elastic: None,
    };
    for &currency in BY_AMOUNT {
        if question.wants(currency) {
            let way = ways.in_one(currency);
            note(why, currency, way);
        }
    }
    if question.wants(Currency::Time) && instance.horizon().is_some() {
        let causes = &why.causes;
        let demands: BTreeSet<String> = causes
            .iter()
            .flat_map(|cause| &cause.parts)
            .filter(|part| question.currency_of(&part.ask) == Some(Currency::Standards))
            .map(|part| part.ask.to_string())
            .collect();
        let way = ways.later(&demands);
        note(why, Currency::Time, way);
    }
    let none_would_do = why
        .without_repair
        .iter()
        .all(|no| no.why != NoRepair::NotSettled);
    if why.repairs.is_empty()
        && none_would_do
        && question.currencies.len() != 1
        && let Ok(repair) = ways.together()
    {
        why.repairs.push(repair);
    }
    why.repairs
        .sort_by(|a, b| a.cost_gbp.total_cmp(&b.cost_gbp));
}

fn note(why: &mut Why, currency: Currency, way: Result<Repair, NoRepair>) {
    match way {
        Ok(repair) => why.repairs.push(repair),
        Err(no) => why.without_repair.push(NoWay { currency, why: no }),
    }
}

struct Ways<'a, 's, 'w> {
    instance: &'a Instance,
    question: &'a Question,
    problem: &'a Problem,
    solver: &'s mut Solver<'w>,
    elastic: Option<Elastic>,
}

impl Ways<'_, '_, '_> {
    fn in_one(&mut self, currency: Currency) -> Result<Repair, NoRepair> {
        let gives: Vec<bool> = self
            .problem
            .asks
            .iter()
            .map(|ask| self.question.currency_of(ask) == Some(currency))
            .collect();
        self.by_amounts(Some(currency), &gives)
    }

    fn together(&mut self) -> Result<Repair, NoRepair> {
        let gives: Vec<bool> = self
            .problem
            .asks
            .iter()
            .map(|ask| {
                let currency = self.question.currency_of(ask);
                currency.is_some_and(|currency| self.question.wants(currency))
            })
            .collect();
        self.by_amounts(None, &gives)
    }

    /// The least relief over the asks that give, all others kept, and the plan with it.
    fn by_amounts(
        &mut self,
        currency: Option<Currency>,
        gives: &[bool],
    ) -> Result<Repair, NoRepair> {
        if !gives.contains(&true) {
            return Err(NoRepair::NothingOfTheKind);
        }
        let kept = self.problem.keep(|ask| !gives[ask]);
        if self.is_refuted(&kept)? {
            return Err(NoRepair::None);
        }
        let sized = currency.is_none();
        let few = self.fewest(gives)?;
        let with_few = match &few {
            Some(few) => self.proposal(few, sized),
            None => Err(NoRepair::None),
        };
        let proposal = match with_few {
            Ok(modest) if modest.size() <= MODEST => modest,
            // With whole numbers the fewest may be too few; and few may have to change too much.
            with_few => match (with_few, self.proposal(&kept, sized)) {
                (Ok(few), Ok(all)) if all.size() < few.size() => all,
                (Ok(few), _) => few,
                (Err(_), all) => all?,
            },
        };
        self.tried(currency, proposal)
    }

    /// The changes by which rows that are not kept give way least.
    fn proposal(&mut self, kept: &Kept, sized: bool) -> Result<Proposal, NoRepair> {
        let (values, least) = self.least_relief(kept, sized)?;
        changes::propose(self, kept, &values, least).ok_or(NoRepair::NotSettled)
    }

    /// What is kept where so few asks give that none of them could be kept too: people change one
    /// thing rather than five. None where these are all that may give.
    fn fewest(&mut self, gives: &[bool]) -> Result<Option<Kept>, NoRepair> {
        let mut gives = gives.to_vec();
        let all = self.problem.keep(|ask| !gives[ask]);
        let mut fewer = None;
        // Those that must give way most are asked last: they are the likeliest to be enough alone.
        for ask in self.by_relief(&all, &gives)? {
            gives[ask] = false;
            let tried = self.problem.keep(|ask| !gives[ask]);
            if self.is_refuted(&tried)? {
                gives[ask] = true;
            } else {
                fewer = Some(tried);
            }
        }
        Ok(fewer)
    }

    /// The asks that may give, those first that give way least, each measured against its size, where
    /// all give way together as little as they can with fractions of people.
    fn by_relief(&mut self, kept: &Kept, gives: &[bool]) -> Result<Vec<usize>, NoRepair> {
        let options = self.solver.left().map_err(not_settled)?;
        let (formulation, columns) = self.giving_way(kept, true);
        let solved = self.solver.solve(&formulation.relaxed(), &options);
        let solved = solved.map_err(not_settled)?.ok_or(NoRepair::None)?;
        let mut relief = vec![0.0; gives.len()];
        for (row, column) in columns {
            let size = self.problem.rows[row].size;
            relief[self.problem.rows[row].ask] += solved.values[column.0] / size;
        }
        let mut asks: Vec<usize> = (0..gives.len()).filter(|ask| gives[*ask]).collect();
        asks.sort_by(|a, b| relief[*a].total_cmp(&relief[*b]));
        Ok(asks)
    }

    /// Whether the relaxation proves that no plan keeps these rows.
    fn is_refuted(&mut self, kept: &Kept) -> Result<bool, NoRepair> {
        let elastic = match &mut self.elastic {
            Some(elastic) => elastic,
            none => {
                let elastic = Elastic::of(self.problem, self.solver).map_err(not_settled)?;
                none.insert(elastic)
            }
        };
        let least = elastic.least(self.problem, self.solver, kept);
        Ok(least.map_err(not_settled)?.is_conflict())
    }

    /// The formulation in which rows that are not kept give way as little as can be, with the place of
    /// each among the problem's rows and its column. `sized`: each measured against its size, else in
    /// its own unit, people of a period by the part of a year that it is.
    fn giving_way(&self, kept: &Kept, sized: bool) -> (Formulation, Vec<(usize, ColumnId)>) {
        let mut formulation = self.problem.formulation.clone();
        let calendar = self.instance.services.first().map(|s| &s.care.calendar);
        #[expect(clippy::cast_precision_loss, reason = "at most 52")]
        let a_period = calendar.map_or(1.0, |calendar| 1.0 / calendar.periods_per_year as f64);
        let mut terms = Vec::new();
        let mut columns = Vec::new();
        for (place, (row, kept)) in self.problem.rows.iter().zip(kept).enumerate() {
            if *kept {
                continue;
            }
            let Some((key, there)) = formulation.rows.get_index_mut(row.row) else {
                continue;
            };
            let name = VarKey::Relief {
                row: Box::new(key.clone()),
            };
            let (column, _) = formulation
                .columns
                .insert_full(name, Column::FREE_FROM_ZERO);
            let column = ColumnId(column);
            let sign = if there.lower.is_finite() { 1.0 } else { -1.0 };
            there.terms.push((column, sign));
            let weight = match self.problem.asks[row.ask] {
                _ if sized => 1.0 / row.size,
                Ask::Wait { .. } => a_period,
                _ => 1.0,
            };
            terms.push((column, weight));
            columns.push((place, column));
        }
        formulation.objectives = vec![ObjectiveTerms {
            objective: Objective::LeastShortfall,
            terms,
        }];
        (formulation, columns)
    }

    /// The plan that gives way least on rows that are not kept, and whether that is proved.
    fn least_relief(&mut self, kept: &Kept, sized: bool) -> Result<(Vec<f64>, bool), NoRepair> {
        let (formulation, _) = self.giving_way(kept, sized);
        let options = self.solver.left_for_a_search().map_err(not_settled)?;
        let options = Options {
            gap: options.gap.max(GAP),
            ..options
        };
        match self.solver.solve(&formulation, &options) {
            Ok(Some(solved)) => Ok((solved.values, true)),
            Ok(None) => Err(NoRepair::None),
            Err(Halt::Limit(crate::solver::Limit::Time)) => {
                // Fractions of people show where to look; what comes of it is tried all the same.
                let options = self.solver.left().map_err(not_settled)?;
                let relaxed = self.solver.solve(&formulation.relaxed(), &options);
                let solved = relaxed.map_err(not_settled)?.ok_or(NoRepair::None)?;
                Ok((solved.values, false))
            }
            Err(halt) => Err(not_settled(halt)),
        }
    }

    /// The proposal as an instance, solved and audited.
    fn tried(
        &mut self,
        currency: Option<Currency>,
        proposal: Proposal,
    ) -> Result<Repair, NoRepair> {
        let changed =
            relieved(self.instance, &proposal.reliefs).map_err(|_| NoRepair::NotSettled)?;
        let outcome = self.solved(&changed)?.ok_or(NoRepair::NotSettled)?;
        Ok(Repair {
            currency,
            changes: proposal.changes,
            cost_gbp: outcome.0,
            bound_gbp: outcome.1,
            least: proposal.least,
        })
    }

    /// What the best plan of an instance costs, and the bound of that; none where there is no plan.
    fn solved(&mut self, instance: &Instance) -> Result<Option<(f64, Option<f64>)>, NoRepair> {
        let options = self.solver.left().map_err(not_settled)?;
        let left = options.time_limit.unwrap_or(LONGEST_SOLVE);
        let options = Options {
            gap: options.gap.max(GAP_OF_COST),
            time_limit: Some(left.min(LONGEST_SOLVE)),
            ..options
        };
        self.solver.solves += 1;
        match best(instance, &options, self.solver.watch()) {
            Ok(found) => {
                let services = found.audit.services.iter();
                let cost = services.map(|service| service.spend_gbp).sum();
                Ok(Some((cost, bound_of_cost(&found.outcome))))
            }
            Err(NotHeld::None) => Ok(None),
            Err(NotHeld::Limit(_) | NotHeld::Fault(_)) => Err(NoRepair::NotSettled),
        }
    }
}

fn bound_of_cost(outcome: &OutcomeSummary) -> Option<f64> {
    let mut figures = outcome.objectives.iter();
    let cost = figures.find(|figure| figure.objective == Objective::LeastCost)?;
    cost.bound
}

fn not_settled(_: Halt) -> NoRepair {
    NoRepair::NotSettled
}
