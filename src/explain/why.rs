//! Why an instance has no plan, and what it would take (J and K of `models/formulation.md`).

mod bridge;
mod conflict;
mod lacking;
mod problem;
mod reach;
mod repair;

use std::collections::BTreeSet;

use conflict::{Found, Search};
use problem::{Elastic, Halt, Kept, Problem, Solver};

use crate::asks::{Ask, Currency};
use crate::diagnostics::Diagnostic;
use crate::formulation::Formulation;
use crate::instance::{Instance, screens};
use crate::pipeline::Watch;
use crate::report::why::{Conflict, Figures, Part, Verdict, Why};
use crate::solver::Options;

/// More causes than this are not looked for: whoever has so many mends some first.
const MOST_CAUSES: usize = 8;

/// Where more parts than this make a conflict, rules of detail have no figures: each takes time, and
/// nobody gives them more room.
const MANY_PARTS: usize = 6;

/// What is asked.
#[derive(Debug, Clone, PartialEq)]
pub struct Question {
    /// How to solve. The time limit is for everything together.
    pub options: Options,
    /// Whether ways out are looked for.
    pub repairs: bool,
    /// In what; empty: in everything that there is.
    pub currencies: Vec<Currency>,
    /// Asks that must stay as they are.
    pub keep: BTreeSet<Locked>,
}

/// What must stay as it is.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Locked {
    /// All asks of a family of the catalogue.
    Family(String),
    /// All asks with this id among their indices: a budget, a standard, a service.
    Id(String),
    /// Everything in a currency.
    Currency(Currency),
}

impl Question {
    /// Causes and ways out of every kind.
    #[must_use]
    pub fn all(options: Options) -> Self {
        Self {
            options,
            repairs: true,
            currencies: Vec::new(),
            keep: BTreeSet::new(),
        }
    }

    /// In what an ask may give way, if at all.
    fn currency_of(&self, ask: &Ask) -> Option<Currency> {
        let currency = ask.currency()?;
        let locked = self.keep.iter().any(|locked| match locked {
            Locked::Family(family) => family == ask.family(),
            Locked::Id(id) => ask.indices().iter().any(|(_, of)| of == id),
            Locked::Currency(of) => *of == currency,
        });
        (!locked).then_some(currency)
    }

    fn wants(&self, currency: Currency) -> bool {
        self.currencies.is_empty() || self.currencies.contains(&currency)
    }
}

/// Finds out why an instance has no plan that keeps everything asked, and what it would take.
/// Hard standards of a plan by month count as asked, also where a plan exists that holds them late.
#[must_use]
pub fn why(instance: &Instance, question: &Question, watch: &Watch) -> Why {
    let screened: Vec<Diagnostic> = screens(instance)
        .into_iter()
        .filter(Diagnostic::is_error)
        .collect();
    if !screened.is_empty() {
        return Why::ended(Verdict::OutOfReach { screened });
    }
    why_in(instance, &Problem::of(instance), question, watch)
}

/// The same with decisions forced, by bounds on columns: they count as arithmetic, and are in no
/// conflict themselves. No ways out are looked for.
#[must_use]
pub fn why_with(
    instance: &Instance,
    force: impl FnOnce(&mut Formulation),
    question: &Question,
    watch: &Watch,
) -> Why {
    let mut problem = Problem::of(instance);
    force(&mut problem.formulation);
    let causes_alone = Question {
        repairs: false,
        ..question.clone()
    };
    why_in(instance, &problem, &causes_alone, watch)
}

fn why_in(instance: &Instance, problem: &Problem, question: &Question, watch: &Watch) -> Why {
    let mut solver = Solver::new(&question.options, watch);
    let mut why = Why::ended(Verdict::NotSettled);
    match causes(problem, &mut solver, &mut why) {
        Ok(found) => {
            why.causes = found
                .iter()
                .map(|found| conflict_of(instance, problem, &mut solver, found))
                .collect();
        }
        Err(Halt::Arithmetic) => {
            why.verdict = Verdict::NoPlan;
            why.lacking = lacking::lacking(problem, &mut solver);
        }
        Err(Halt::Limit(_)) => {}
        Err(Halt::Fault(said)) => why.verdict = Verdict::Failed { said },
    }
    if question.repairs && !why.causes.is_empty() {
        repair::repairs(instance, question, problem, &mut solver, &mut why);
    }
    why.solves = solver.solves;
    why
}

impl Why {
    fn ended(verdict: Verdict) -> Self {
        Self {
            verdict,
            causes: Vec::new(),
            all_causes: false,
            lacking: Vec::new(),
            repairs: Vec::new(),
            without_repair: Vec::new(),
            solves: 0,
        }
    }
}

/// One conflict after another, each without the demands of those before it. What was found before
/// a limit is kept.
fn causes(problem: &Problem, solver: &mut Solver<'_>, why: &mut Why) -> Result<Vec<Found>, Halt> {
    let mut search = Search {
        problem,
        elastic: Elastic::of(problem, solver)?,
        solver,
    };
    let mut among: Kept = problem.keep(|_| true);
    let mut causes: Vec<Found> = Vec::new();
    loop {
        match search.conflict(&among) {
            Ok(None) => {
                why.all_causes = true;
                why.verdict = if causes.is_empty() {
                    Verdict::Feasible
                } else {
                    Verdict::NoPlan
                };
                return Ok(causes);
            }
            Ok(Some(found)) => {
                why.verdict = Verdict::NoPlan;
                let asks = found.parts(problem);
                if asks.is_empty() {
                    return Err(Halt::Arithmetic);
                }
                let demands: Vec<usize> = asks
                    .iter()
                    .copied()
                    .filter(|ask| problem.asks[*ask].is_demand())
                    .collect();
                let given_up = if demands.is_empty() { asks } else { demands };
                for (row, among) in problem.rows.iter().zip(&mut among) {
                    *among &= !given_up.contains(&row.ask);
                }
                causes.push(found);
                if causes.len() >= MOST_CAUSES {
                    return Ok(causes);
                }
            }
            // What is known so far is told as that.
            Err(_) if !causes.is_empty() => return Ok(causes),
            Err(halt) => return Err(halt),
        }
    }
}

/// A conflict with its figures, as far as limits let them be found.
fn conflict_of(
    instance: &Instance,
    problem: &Problem,
    solver: &mut Solver<'_>,
    found: &Found,
) -> Conflict {
    let asks = found.parts(problem);
    let many = asks.len() > MANY_PARTS;
    let parts = asks.into_iter().map(|ask| {
        let of_ask = problem.rows.iter().zip(&found.kept);
        let mut times = of_ask
            .filter(|(row, kept)| **kept && row.ask == ask)
            .map(|(row, _)| row.when);
        let first = times.next().unwrap_or(crate::asks::When::Always);
        let last = times.next_back().unwrap_or(first);
        let enough = reach::Precision::Enough;
        let reached = if many && problem.asks[ask].currency().is_none() {
            Ok(None)
        } else {
            reach::reach(instance, problem, solver, &found.kept, ask, enough)
        };
        Part {
            ask: problem.asks[ask].clone(),
            window: (first, last),
            figures: reached.ok().flatten().map(|reached| Figures {
                asked: reached.asked,
                possible: reached.possible,
                unit: reached.unit,
                when: reached.when,
                whole: reached.whole,
            }),
        }
    });
    let mut parts: Vec<Part> = parts.collect();
    parts.sort_by_key(|part| !part.ask.is_demand());
    let bridge = bridge::bridge(instance, problem, solver, &found.kept);
    Conflict {
        parts,
        only_whole: found.only_whole,
        irreducible: found.irreducible,
        background: found
            .background
            .iter()
            .map(|ask| problem.asks[*ask].clone())
            .collect(),
        bridge: bridge.ok().flatten(),
    }
}

#[cfg(test)]
mod tests;
