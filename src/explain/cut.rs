//! What a cut of the budget takes away: the best plan left at each level, and the budgets at which
//! standards first fail.
//!
//! Levels are independent problems, so that several are solved at once and none depends on how many.
//! Where a standard holds at one level and not at the next, the interval is halved until it is as
//! narrow as was asked for; every plan that is solved for one standard tells of all.

mod left;

use std::collections::BTreeMap;
use std::time::Instant;

use indexmap::IndexMap;
use rayon::prelude::*;

use crate::audit::Audit;
use crate::ids::{BudgetId, Id};
use crate::instance::{Instance, Objective, Scoped};
use crate::pipeline::{Conclusion, Fault, Settings, Watch, missing_least, run};
use crate::report::Answer;
use crate::report::cuts::{Breaking, BudgetCut, Budgeted, Cuts, Fair, Left, Level, Verdict};
use crate::report::difference::between;
use crate::solver::Options;
use crate::units::{GbpPerYear, Quantity};
use left::{Which, figures, lost, missed, short_people, word};

/// What a put budget lies above what was spent, so that the plan that spent it is still a plan.
const ROUNDING: f64 = 1e-9;

/// So often an interval is halved at most.
const MOST_HALVINGS: usize = 12;

/// Levels are told apart to a millionth of the budget.
const MILLIONTHS: f64 = 1e6;

/// What is asked.
#[derive(Debug, Clone, PartialEq)]
pub struct CutSettings {
    /// How to solve. The time limit is for everything together.
    pub options: Options,
    /// By what shares budgets differ, such as −0.05; in any order.
    pub levels: Vec<f64>,
    /// To what share of the budget breaking points are looked for; none: not at all.
    pub precision: Option<f64>,
    /// Whether the plan whose worst-off service loses least is shown too.
    pub fair: bool,
}

/// What came of it.
#[derive(Debug, Clone, PartialEq)]
pub enum Cut {
    /// Levels and breaking points.
    Cuts(Box<Cuts>),
    /// Proved: without any cut there is no plan, even where standards may be missed.
    NoPlan,
    /// A limit came before the plan without a cut.
    NotYet,
    /// Our fault.
    Fault(Fault),
}

/// Cuts budgets.
#[must_use]
pub fn cut(instance: &Instance, settings: &CutSettings, watch: &Watch) -> Cut {
    let began = Instant::now();
    let looked = Looking {
        settings,
        watch,
        began,
    };
    let mut asked_of = instance.clone();
    let mut budget = BudgetCut::Own {
        names: instance.budgets.values().map(|b| b.name.clone()).collect(),
    };
    if instance.budgets.is_empty() {
        match looked.best(instance) {
            Ok(Found::Plan(answer, _)) => put_budget(&mut asked_of, &answer.audit),
            Ok(Found::None) => return Cut::NoPlan,
            Ok(Found::NotSettled) => return Cut::NotYet,
            Err(fault) => return Cut::Fault(fault),
        }
        budget = BudgetCut::Spend;
    }
    let instance = &asked_of;
    let mut seen = Seen::new();
    let levels: Vec<i64> = std::iter::once(0)
        .chain(settings.levels.iter().copied().map(place_of))
        .collect();
    if let Err(fault) = looked.look(instance, levels.iter().copied(), &mut seen) {
        return Cut::Fault(fault);
    }
    match seen.get(&0) {
        Some(Found::Plan(..)) => {}
        Some(Found::None) => return Cut::NoPlan,
        _ => return Cut::NotYet,
    }
    let mut narrow = true;
    if let Some(precision) = settings.precision {
        match looked.narrow(instance, precision, &mut seen) {
            Ok(all) => narrow = all,
            Err(fault) => return Cut::Fault(fault),
        }
    }
    let breaking = breaking(instance, &seen);
    let mut told = levels.clone();
    told.sort_unstable_by(|a, b| b.cmp(a));
    told.dedup();
    let finished: Vec<Level> = told
        .into_iter()
        .map(|place| looked.level(instance, place, &seen))
        .collect();
    let complete = narrow
        && finished
            .iter()
            .all(|level| level.verdict != Verdict::NotSettled);
    Cut::Cuts(Box::new(Cuts {
        budget,
        levels: finished,
        breaking,
        precision: settings.precision.unwrap_or(0.0),
        complete,
    }))
}

/// What was found at a level.
enum Found {
    /// The best plan left, and whether hard standards had to be given up for it.
    Plan(Box<Answer>, bool),
    /// Proved: none.
    None,
    /// A limit came first.
    NotSettled,
}

/// By level, in millionths of the budget.
type Seen = BTreeMap<i64, Found>;

#[expect(
    clippy::cast_possible_truncation,
    reason = "levels are shares between −1 and a few"
)]
fn place_of(change: f64) -> i64 {
    (change * MILLIONTHS).round() as i64
}

#[expect(clippy::cast_precision_loss, reason = "millionths of a share of a few")]
fn change_of(place: i64) -> f64 {
    place as f64 / MILLIONTHS
}

struct Looking<'a> {
    settings: &'a CutSettings,
    watch: &'a Watch,
    began: Instant,
}

impl Looking<'_> {
    fn options(&self) -> Options {
        let options = &self.settings.options;
        Options {
            time_limit: options
                .time_limit
                .map(|limit| limit.saturating_sub(self.began.elapsed())),
            ..options.clone()
        }
    }

    fn is_over(&self) -> bool {
        let left = self.options().time_limit;
        left.is_some_and(|left| left.is_zero()) || self.watch.control.stop.is_asked()
    }

    /// The best plan left: as asked, else with hard standards missed as little as can be.
    fn best(&self, instance: &Instance) -> Result<Found, Fault> {
        if self.is_over() {
            return Ok(Found::NotSettled);
        }
        let settings = || Settings {
            options: self.options(),
            worth: false,
        };
        match run(instance, &settings(), self.watch) {
            Conclusion::Answered(answer) => {
                let given_up = !answer.late.is_empty();
                Ok(Found::Plan(answer, given_up))
            }
            Conclusion::NoPlan | Conclusion::OutOfReach(_) => {
                let Some(softened) = missing_least(instance) else {
                    return Ok(Found::None);
                };
                match run(&softened, &settings(), self.watch) {
                    Conclusion::Answered(answer) => Ok(Found::Plan(answer, true)),
                    Conclusion::NoPlan | Conclusion::OutOfReach(_) => Ok(Found::None),
                    Conclusion::NoPlanYet { .. } => Ok(Found::NotSettled),
                    Conclusion::Fault(fault) => Err(fault),
                }
            }
            Conclusion::NoPlanYet { .. } => Ok(Found::NotSettled),
            Conclusion::Fault(fault) => Err(fault),
        }
    }

    /// Solves levels that were not solved before.
    fn look(
        &self,
        instance: &Instance,
        places: impl Iterator<Item = i64>,
        seen: &mut Seen,
    ) -> Result<(), Fault> {
        let mut new: Vec<i64> = places.filter(|place| !seen.contains_key(place)).collect();
        new.sort_unstable();
        new.dedup();
        let found: Vec<Result<(i64, Found), Fault>> = new
            .into_par_iter()
            .map(|place| Ok((place, self.best(&with_budgets(instance, change_of(place)))?)))
            .collect();
        for found in found {
            let (place, found) = found?;
            seen.insert(place, found);
        }
        Ok(())
    }

    /// Halves the intervals in which standards first fail until they are narrow; whether all are.
    fn narrow(&self, instance: &Instance, precision: f64, seen: &mut Seen) -> Result<bool, Fault> {
        let narrow = place_of(precision).max(1);
        for _ in 0..MOST_HALVINGS {
            let wide: Vec<i64> = intervals(instance, seen)
                .into_values()
                .filter_map(|interval| Some((interval.holds?, interval.fails)))
                .filter(|(holds, fails)| holds - fails > narrow)
                .map(|(holds, fails)| i64::midpoint(holds, fails))
                .collect();
            if wide.is_empty() {
                return Ok(true);
            }
            if self.is_over() {
                return Ok(false);
            }
            self.look(instance, wide.into_iter(), seen)?;
            if seen
                .values()
                .any(|found| matches!(found, Found::NotSettled))
            {
                return Ok(false);
            }
        }
        Ok(false)
    }

    fn level(&self, instance: &Instance, place: i64, seen: &Seen) -> Level {
        let change = change_of(place);
        let verdict = match seen.get(&place) {
            Some(Found::Plan(answer, given_up)) => {
                let base = match seen.get(&0) {
                    Some(Found::Plan(base, _)) => base,
                    _ => answer,
                };
                let fair = if self.settings.fair {
                    self.fair(instance, change, answer, *given_up)
                } else {
                    None
                };
                Verdict::Plan(Box::new(Left {
                    outcome: answer.outcome.clone(),
                    hard_given_up: *given_up,
                    figures: figures(instance, &answer.plan, &answer.audit),
                    lost: lost(instance, &answer.audit),
                    difference: between(
                        instance,
                        (&base.plan, &base.audit),
                        (&answer.plan, &answer.audit),
                    ),
                    fair: fair.map(Box::new),
                    plan: answer.plan.clone(),
                }))
            }
            Some(Found::None) => Verdict::NoPlan,
            Some(Found::NotSettled) | None => Verdict::NotSettled,
        };
        Level {
            change,
            budget_gbp: budget_gbp(instance) * (1.0 + change),
            verdict,
        }
    }

    /// The plan whose worst-off service loses least; none where nobody loses anything, or a limit
    /// comes first.
    fn fair(
        &self,
        instance: &Instance,
        change: f64,
        usual: &Answer,
        given_up: bool,
    ) -> Option<Fair> {
        let short = lost(instance, &usual.audit);
        if short.is_empty() || instance.services.len() < 2 || self.is_over() {
            return None;
        }
        let cut = with_budgets(instance, change);
        let softened = given_up.then(|| missing_least(&cut)).flatten();
        let instance = softened.unwrap_or(cut);
        let rest = |first: &[Objective]| {
            let others = instance.objectives.iter().copied();
            let others = others.filter(|other| !first.contains(other));
            first.iter().copied().chain(others).collect()
        };
        let in_order = |objectives: Vec<Objective>| Instance {
            objectives,
            ..instance.clone()
        };
        let usual = in_order(rest(&[Objective::LeastShortfall, Objective::Fairest]));
        let fairest = in_order(rest(&[Objective::Fairest, Objective::LeastShortfall]));
        let settings = Settings {
            options: self.options(),
            worth: false,
        };
        let (one, other) = rayon::join(
            || run(&usual, &settings, self.watch),
            || run(&fairest, &settings, self.watch),
        );
        let (Conclusion::Answered(usual), Conclusion::Answered(fair)) = (one, other) else {
            return None;
        };
        let of = |answer: &Answer, objective| {
            let reached = answer.outcome.objectives.iter();
            let mut reached = reached.filter(|o| o.objective == objective);
            reached.next().map_or(f64::NAN, |o| o.value)
        };
        let pair = |objective| (of(&usual, objective), of(&fair, objective));
        let by_service = instance
            .services
            .iter()
            .map(|service| {
                let short = |answer: &Answer| short_people(&answer.plan, service.id.as_str());
                let id = service.id.as_str().to_owned();
                (id, short(&usual), short(&fair))
            })
            .collect();
        Some(Fair {
            outcome: fair.outcome.clone(),
            figures: figures(&instance, &fair.plan, &fair.audit),
            lost: lost(&instance, &fair.audit),
            worst_off: pair(Objective::Fairest),
            shortfall: pair(Objective::LeastShortfall),
            by_service,
        })
    }
}

/// A budget over all services of what a plan spends, in each financial year.
fn put_budget(instance: &mut Instance, audit: &Audit) {
    let room = 1.0 + ROUNDING;
    let spend: f64 = audit.services.iter().map(|service| service.spend_gbp).sum();
    let mut by_year: Vec<f64> = Vec::new();
    for service in &audit.services {
        let years = service.over_time.iter().flat_map(|o| &o.years);
        for (place, year) in years.enumerate() {
            if by_year.len() <= place {
                by_year.push(0.0);
            }
            by_year[place] += year.spend_gbp.total * room;
        }
    }
    let budget = Scoped {
        name: "what the best plan spends".to_owned(),
        services: (0..instance.services.len()).collect(),
        limit: GbpPerYear::new(spend * room),
        by_year,
        by_period: Vec::new(),
    };
    instance.budgets = IndexMap::from([(BudgetId::new("spend"), budget)]);
}

/// The instance with every budget changed by a share.
fn with_budgets(instance: &Instance, change: f64) -> Instance {
    let mut changed = instance.clone();
    for budget in changed.budgets.values_mut() {
        budget.limit = GbpPerYear::new(budget.limit.value() * (1.0 + change));
        for year in &mut budget.by_year {
            *year *= 1.0 + change;
        }
    }
    changed
}

/// All budgets together, in a year or over the horizon.
fn budget_gbp(instance: &Instance) -> f64 {
    let budgets = instance.budgets.values();
    budgets
        .map(|budget| {
            if budget.by_year.is_empty() {
                budget.limit.value()
            } else {
                budget.by_year.iter().sum()
            }
        })
        .sum()
}

/// Where a standard first fails.
#[derive(Debug, Clone, Copy)]
struct Interval {
    holds: Option<i64>,
    fails: i64,
}

/// Of each standard that fails somewhere, the greatest budget at which it does, and the least above
/// that at which it holds.
fn intervals(instance: &Instance, seen: &Seen) -> BTreeMap<Which, Interval> {
    let mut all: BTreeMap<Which, Interval> = BTreeMap::new();
    let mut before: Vec<i64> = Vec::new();
    for (&place, found) in seen.iter().rev() {
        let Found::Plan(answer, _) = found else {
            continue;
        };
        for which in failing(instance, &answer.audit) {
            all.entry(which).or_insert(Interval {
                holds: before.last().copied(),
                fails: place,
            });
        }
        before.push(place);
    }
    all
}

fn failing(instance: &Instance, audit: &Audit) -> Vec<Which> {
    missed(instance, audit).map(|(which, _)| which).collect()
}

fn breaking(instance: &Instance, seen: &Seen) -> Vec<Breaking> {
    let budget = budget_gbp(instance);
    let at = |place: i64| Budgeted {
        change: change_of(place),
        gbp: budget * (1.0 + change_of(place)),
    };
    let mut all: Vec<(i64, Breaking)> = intervals(instance, seen)
        .into_iter()
        .filter_map(|((service, standard), interval)| {
            let service = instance.services.get(service)?;
            let (id, standard) = service.care.standards.get_index(standard)?;
            let breaking = Breaking {
                service: service.id.as_str().to_owned(),
                standard: id.as_str().to_owned(),
                name: standard.name.clone(),
                enforcement: word(standard.enforcement),
                holds: interval.holds.map(at),
                fails: at(interval.fails),
            };
            Some((interval.fails, breaking))
        })
        .collect();
    all.sort_by_key(|(fails, _)| std::cmp::Reverse(*fails));
    all.into_iter().map(|(_, breaking)| breaking).collect()
}
