//! Where no plan exists: one way out, found by giving up one kind of limit at a time.

use crate::audit::{Promise, audit};
use crate::formulation::formulate;
use crate::ids::Id;
use crate::instance::{Enforcement, Instance, Objective};
use crate::plan::extract;
use crate::report::when::{name_of, when};
use crate::solver::{Control, Options, Outcome, solve};

/// A proof as good as this will do: the figures are for orientation.
const GAP: f64 = 1e-3;

/// One way out. It is not the cause: giving up something else may do as well.
#[derive(Debug, Clone, PartialEq)]
pub struct Clue {
    /// What is given up.
    pub given_up: GivenUp,
    /// Whether the figures are of a plan by month: over its horizon, not in a year.
    pub over_the_horizon: bool,
    /// What the audited plan without it spends in a year, pounds. For budgets it is the least
    /// there can be, to within 0.1 % or the gap asked for.
    pub cost_gbp: f64,
    /// The limits that this plan is over.
    pub exceeded: Vec<Exceeded>,
    /// The hard standards that it misses.
    pub missed: Vec<Missed>,
}

/// A kind of limit, given up as a whole.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum GivenUp {
    /// All budgets.
    Budgets,
    /// All labour markets and caps on training places.
    Supply,
    /// All hard standards.
    Standards,
    /// All of these.
    Everything,
}

/// A limit that the plan is over.
#[derive(Debug, Clone, PartialEq)]
pub struct Exceeded {
    /// What it limits.
    pub what: Limited,
    /// Its full name, in a plan by month with the time.
    pub name: String,
    /// What it allows in a year (plans by month: in that time): pounds or WTE.
    pub allowed: f64,
    /// What the plan takes of it.
    pub needed: f64,
}

/// What a limit is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Limited {
    /// Pounds spent.
    Spend,
    /// Hires.
    Hires,
    /// Starts in training.
    Places,
}

/// A hard standard that the plan misses.
#[derive(Debug, Clone, PartialEq)]
pub struct Missed {
    /// Its full name, with the service's where there are several.
    pub name: String,
    /// What it asks.
    pub target: f64,
    /// What the plan reaches.
    pub reached: f64,
    /// The unit of both.
    pub unit: &'static str,
}

/// Looks for one way out of an instance that has no plan; none where no time is left or nothing
/// helps. `options` is asked before each solve, so that each has only what is left.
pub(super) fn find(
    instance: &Instance,
    options: &dyn Fn() -> Option<Options>,
    control: &Control,
) -> Option<Clue> {
    let kinds: Vec<GivenUp> = [GivenUp::Budgets, GivenUp::Supply, GivenUp::Standards]
        .into_iter()
        .filter(|kind| kind.applies_to(instance))
        .collect();
    let everything = (kinds.len() > 1).then_some(GivenUp::Everything);
    for given_up in kinds.into_iter().chain(everything) {
        let mut options = options()?;
        options.gap = options.gap.max(GAP);
        if let Some(clue) = try_without(instance, given_up, &options, control) {
            return Some(clue);
        }
    }
    None
}

impl GivenUp {
    fn includes(self, kind: Self) -> bool {
        self == kind || self == Self::Everything
    }

    fn applies_to(self, instance: &Instance) -> bool {
        match self {
            Self::Budgets => !instance.budgets.is_empty(),
            Self::Supply => !instance.labour_markets.is_empty() || !instance.places.is_empty(),
            Self::Standards => {
                !instance.overall_access.is_empty()
                    || instance
                        .services
                        .iter()
                        .flat_map(|service| service.care.standards.values())
                        .any(|standard| standard.enforcement == Enforcement::Hard)
            }
            Self::Everything => true,
        }
    }

    fn take_from(self, instance: &Instance) -> Instance {
        let mut without = instance.clone();
        without.objectives = vec![Objective::LeastCost];
        if self.includes(Self::Budgets) {
            without.budgets.clear();
        }
        if self.includes(Self::Supply) {
            without.labour_markets.clear();
            without.places.clear();
        }
        if self.includes(Self::Standards) {
            // Left out altogether, all would be missed: the cheapest plan treats nobody.
            without.objectives = vec![Objective::LeastShortfall, Objective::LeastCost];
            without.overall_access.clear();
            super::late::soften(&mut without);
        }
        without
    }
}

fn try_without(
    instance: &Instance,
    given_up: GivenUp,
    options: &Options,
    control: &Control,
) -> Option<Clue> {
    let without = given_up.take_from(instance);
    let formulation = formulate(&without);
    let solved = match solve(&formulation, options, control) {
        Outcome::Optimal(solved) | Outcome::WithinGap(solved) => solved,
        // For budgets the figure is the least cost: one that was cut short would mislead.
        Outcome::LimitWithPlan(solved, _) if given_up != GivenUp::Budgets => solved,
        _ => return None,
    };
    let plan = extract(&without, &formulation, &solved.values);
    let audited = super::audit_found(&without, &plan).ok()?;
    // Against the limits as they are, the plan breaks what was given up: that is the clue.
    let against = audit(instance, &plan).ok()?;
    let broken: Vec<&Promise> = against.broken().collect();
    let mut missed: Vec<Missed> = instance
        .services
        .iter()
        .zip(&against.services)
        .flat_map(|(service, figures)| {
            let several = instance.services.len() > 1;
            let of = several.then(|| format!(" ({})", service.name));
            figures
                .standards
                .iter()
                .filter(|standard| standard.enforcement == "hard" && !standard.met)
                .map(move |standard| Missed {
                    name: format!("{}{}", standard.name, of.as_deref().unwrap_or_default()),
                    target: standard.target,
                    reached: standard.reached,
                    unit: standard.unit,
                })
        })
        .collect();
    for (id, overall) in &instance.overall_access {
        let limit = (id.as_str(), overall.target.name.as_str());
        for (name, promise) in promises_on(instance, "overall-access", limit, &broken) {
            missed.push(Missed {
                name,
                target: promise.bound,
                reached: promise.value,
                unit: promise.unit,
            });
        }
    }
    Some(Clue {
        given_up,
        over_the_horizon: instance.horizon().is_some(),
        cost_gbp: audited.services.iter().map(|s| s.spend_gbp).sum(),
        exceeded: exceeded(instance, &broken),
        missed,
    })
}

/// Broken promises on a limit with what it is called at each of them: in a plan by month there may
/// be several, each with its time.
fn promises_on<'a>(
    instance: &Instance,
    family: &str,
    (id, name): (&str, &str),
    broken: &[&'a Promise],
) -> Vec<(String, &'a Promise)> {
    let whole = format!("{family}[{id}]");
    let with_time = format!("{family}[{id},");
    let time_of = |text: &str| {
        let calendar = &instance.services.first()?.care.calendar;
        name_of(calendar, when(instance, text)?)
    };
    broken
        .iter()
        .filter_map(|promise| {
            if promise.subject == whole {
                return Some((name.to_owned(), *promise));
            }
            let time = promise.subject.strip_prefix(&with_time)?;
            let time = time.strip_suffix(']')?;
            let time = time_of(time).unwrap_or_else(|| time.to_owned());
            Some((format!("{name}, {time}"), *promise))
        })
        .collect()
}

fn exceeded(instance: &Instance, broken: &[&Promise]) -> Vec<Exceeded> {
    let budgets = instance
        .budgets
        .iter()
        .map(|(id, budget)| (Limited::Spend, "budget", id.as_str(), &budget.name));
    let hires = instance.labour_markets.iter().map(|(id, market)| {
        (
            Limited::Hires,
            "labour-market",
            id.as_str(),
            &market.cap.name,
        )
    });
    let places = instance
        .places
        .iter()
        .map(|(id, places)| (Limited::Places, "places", id.as_str(), &places.cap.name));
    budgets
        .chain(hires)
        .chain(places)
        .flat_map(|(what, family, id, name)| {
            promises_on(instance, family, (id, name), broken)
                .into_iter()
                .map(move |(name, promise)| Exceeded {
                    what,
                    name,
                    allowed: promise.bound,
                    needed: promise.value,
                })
        })
        .collect()
}

#[cfg(test)]
mod tests;
