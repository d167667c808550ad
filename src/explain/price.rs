//! What asks are worth (L of `models/formulation.md`): marginal values, and steps that a person
//! would recognise, solved again from the plan there is.

mod change;
mod problem;
mod range;
mod steps;
mod told;
mod tree;

use std::collections::BTreeMap;
use std::time::{Duration, Instant};

use change::{Change, Fall};
use problem::{Answer, Cost, Halt, Point, Problem, has_shortfalls};
use steps::{Sought, has_times, role_given, sought};
pub use told::after;
use told::{NONE_GBP, between, by_unit, most_at, price_of};
use tree::{Proof, Searched};

use crate::asks::{When, asked};
use crate::audit::audit;
use crate::formulation::Formulation;
use crate::instance::{Instance, Objective};
use crate::pipeline::{Fault, Held, NotHeld, Watch, best};
use crate::plan::extract;
use crate::report::prices::{BasePlan, ByUnit, Price, Prices, Took, WholeSteps, Worth};
use crate::solver::{Limit, Options};

/// The part of a step from which a marginal value is taken where coefficients change.
const A_LITTLE: f64 = 1e-4;

/// More whole numbers than these are not searched again for every step unless somebody asks: two
/// plans of such a size, each proved within its gap, differ by more than most steps are worth.
const MOST_WHOLE: usize = 150;

/// No step with whole numbers takes longer, where no limit is given.
const LONGEST_STEP: Duration = Duration::from_secs(30);

/// What is asked.
#[derive(Debug, Clone, PartialEq)]
pub struct PriceSettings {
    /// How to solve. The time limit is for everything together; the plan gets half of it.
    pub options: Options,
    /// Whether steps are solved with whole people: always, never, or (none) where a plan is small
    /// enough for it.
    pub whole: Option<bool>,
}

/// What came of it.
#[derive(Debug, Clone, PartialEq)]
pub enum Priced {
    /// Prices.
    Prices(Box<Prices>),
    /// Proved: no plan keeps everything asked, so that there is nothing to price.
    NoPlan,
    /// Cost is not what the plan seeks, or something other than least shortfall comes before it:
    /// that.
    NotInMoney(Option<Objective>),
    /// A limit came before any plan.
    Limit(Limit),
    /// Our fault.
    Fault(Fault),
}

/// Finds the best plan, and what each ask is worth.
#[must_use]
pub fn price(instance: &Instance, settings: &PriceSettings, watch: &Watch) -> Priced {
    let before: Vec<Objective> = instance
        .objectives
        .iter()
        .copied()
        .take_while(|sought| *sought != Objective::LeastCost)
        .collect();
    if before.len() == instance.objectives.len() {
        return Priced::NotInMoney(None);
    }
    let other = before.iter().find(|o| **o != Objective::LeastShortfall);
    if let Some(other) = other {
        return Priced::NotInMoney(Some(*other));
    }
    let began = Instant::now();
    let for_the_plan = Options {
        time_limit: settings.options.time_limit.map(|limit| limit / 2),
        ..settings.options.clone()
    };
    let best = match best(instance, &for_the_plan, watch) {
        Ok(best) => best,
        Err(NotHeld::Limit(limit)) => return Priced::Limit(limit),
        Err(NotHeld::Fault(fault)) => return Priced::Fault(fault),
        Err(NotHeld::None) => return Priced::NoPlan,
    };
    let mut pricing = Pricing {
        instance,
        settings,
        best: &best,
        lines: Vec::new(),
        with_fractions: None,
        solves: 0,
        took: Took::default(),
    };
    let ended = pricing.run(watch, began);
    match ended {
        Err(Halt::Fault(said)) => Priced::Fault(Fault::Solver(said)),
        ended => Priced::Prices(Box::new(pricing.finished(ended.is_ok()))),
    }
}

struct Pricing<'a> {
    instance: &'a Instance,
    settings: &'a PriceSettings,
    best: &'a Held,
    lines: Vec<Line>,
    with_fractions: Option<f64>,
    solves: usize,
    took: Took,
}

/// A price in the making.
struct Line {
    sought: Sought,
    /// What a small part of the step changes.
    change: Option<Change>,
    marginal: Option<f64>,
    nobody_moves: Option<f64>,
    with_fractions: Worth,
    with_whole: Worth,
    by_unit: Option<ByUnit>,
}

impl Pricing<'_> {
    fn run(&mut self, watch: &Watch, began: Instant) -> Result<(), Halt> {
        let settings = self.settings;
        let mut problem = Problem::load(&self.best.formulation, &settings.options, watch, began)?;
        let ended = self.run_on(&mut problem);
        self.solves = problem.solves;
        ended
    }

    fn run_on(&mut self, problem: &mut Problem<'_>) -> Result<(), Halt> {
        let Some(base) = problem.base_relaxation()? else {
            return Err(Halt::Fault("the relaxation has no plan".to_owned()));
        };
        self.with_fractions = Some(base.cost);
        self.find_lines(problem, &base)?;
        let stepping = Instant::now();
        for place in 0..self.lines.len() {
            self.step_with_fractions(problem, &base, place)?;
        }
        self.took.with_fractions = stepping.elapsed().as_secs_f64();
        self.find_ranges(problem, &base)?;
        let plan = &self.best.solved.values;
        if problem.holds_shortfalls() {
            problem.hold(plan)?;
        }
        if let Some(around) = problem.around(plan)? {
            for line in &mut self.lines {
                let fall = line.change.as_ref();
                let fall = fall.and_then(|change| change.fall(&around.duals, &around.values));
                line.nobody_moves = fall.map(|fall| fall.all);
            }
        }
        if self.whole_steps() == WholeSteps::Solved {
            let stepping = Instant::now();
            let ended = self.steps_with_whole_people(problem);
            self.took.with_whole_people = stepping.elapsed().as_secs_f64();
            ended?;
        }
        Ok(())
    }

    /// Whether steps are solved with whole numbers.
    fn whole_steps(&self) -> WholeSteps {
        let columns = self.best.formulation.columns.values();
        let whole_numbers = columns
            .filter(|column| column.whole && column.lower < column.upper)
            .count();
        match self.settings.whole {
            Some(true) => WholeSteps::Solved,
            Some(false) => WholeSteps::NotWanted,
            None if whole_numbers <= MOST_WHOLE => WholeSteps::Solved,
            None => WholeSteps::TooMany {
                whole_numbers,
                most: MOST_WHOLE,
            },
        }
    }

    /// Every price with its marginal value; of staff given the service where they are worth most,
    /// of limits with times of their own the time at which they are.
    fn find_lines(&mut self, problem: &Problem<'_>, base: &Point) -> Result<(), Halt> {
        let mut given: BTreeMap<String, Line> = BTreeMap::new();
        for sought in sought(self.instance, &self.best.formulation) {
            problem.left()?;
            let Some((change, fall)) = self.changed(problem, base, &sought) else {
                continue;
            };
            let Some(line) = self.line(problem, base, sought, change, fall) else {
                continue;
            };
            let Some(role) = role_given(&line.sought) else {
                self.lines.push(line);
                continue;
            };
            let best = given.get(&role.to_string()).and_then(|best| best.marginal);
            if best.is_none_or(|best| line.marginal > Some(best)) {
                given.insert(role.to_string(), line);
            }
        }
        self.lines.extend(given.into_values());
        Ok(())
    }

    /// What a step changes, and what that is worth in the relaxation.
    fn changed(
        &self,
        problem: &Problem<'_>,
        base: &Point,
        sought: &Sought,
    ) -> Option<(Change, Fall)> {
        let part = |part: f64| {
            let stepped = sought.taken(self.instance, &self.best.formulation, part)?;
            let next = problem.prepared(stepped.formulation);
            Change::between(problem.base(), &next, part)
        };
        let mut change = part(1.0)?;
        if !change.is_of_bounds() {
            change = part(A_LITTLE)?;
        }
        let fall = change.fall(&base.duals, &base.values)?;
        Some((change, fall))
    }

    fn line(
        &self,
        problem: &Problem<'_>,
        base: &Point,
        sought: Sought,
        change: Change,
        fall: Fall,
    ) -> Option<Line> {
        let by_unit = by_unit(&sought, &fall);
        let over_time = self.instance.horizon().is_some();
        let (sought, change, fall) = match most_at(&fall) {
            Some(when) if over_time && sought.ask().is_some_and(has_times) => {
                let sought = sought.at(when);
                let (change, fall) = self.changed(problem, base, &sought)?;
                (sought, change, fall)
            }
            _ => (sought, change, fall),
        };
        Some(Line {
            sought,
            change: Some(change),
            marginal: Some(fall.all),
            nobody_moves: None,
            with_fractions: Worth::NotSettled,
            with_whole: Worth::NotAsked,
            by_unit,
        })
    }

    fn step_with_fractions(
        &mut self,
        problem: &mut Problem<'_>,
        base: &Point,
        place: usize,
    ) -> Result<(), Halt> {
        let line = &mut self.lines[place];
        problem.go_home();
        let bounds = line.change.as_ref().filter(|change| change.is_of_bounds());
        let answer = if let Some(change) = bounds {
            match problem.relaxation_moved(change, 1.0)? {
                Some(point) => Answer::Plan(Cost {
                    value: point.cost,
                    bound: point.cost,
                    values: Vec::new(),
                }),
                None => Answer::NoPlan,
            }
        } else {
            let taken = line
                .sought
                .taken(self.instance, &self.best.formulation, 1.0);
            let Some(stepped) = taken else { return Ok(()) };
            let next = problem.prepared(stepped.formulation);
            problem.stepped(&next, true, None, None)?
        };
        line.with_fractions = match answer {
            Answer::Plan(cost) => {
                let cost_before = Cost {
                    value: base.cost,
                    bound: base.cost,
                    values: Vec::new(),
                };
                let proved = Cost {
                    bound: cost.value,
                    ..cost
                };
                between(&cost_before, &proved, line.sought.eases)
            }
            Answer::NoPlan => Worth::NoPlan,
            Answer::NotSettled => Worth::NotSettled,
        };
        Ok(())
    }

    /// Over which amounts marginal values hold that are not nought.
    fn find_ranges(&mut self, problem: &mut Problem<'_>, base: &Point) -> Result<(), Halt> {
        for line in &mut self.lines {
            let (Some(by_unit), Some(ask)) = (&mut line.by_unit, line.sought.ask()) else {
                continue;
            };
            // Of limits by the month that of the month: the year's amount is another.
            let now = asked(self.instance, ask, line.sought.step.when);
            let Some(now) = now else { continue };
            if by_unit.gbp.abs() * line.sought.step.amount < NONE_GBP || !now.value.is_finite() {
                continue;
            }
            let always = line.sought.at(When::Always);
            let Some((change, fall)) = ({
                let taken = always.taken(self.instance, &self.best.formulation, 1.0);
                taken.and_then(|stepped| {
                    let next = problem.prepared(stepped.formulation);
                    let change = Change::between(problem.base(), &next, 1.0)?;
                    let fall = change.fall(&base.duals, &base.values)?;
                    Some((change, fall))
                })
            }) else {
                continue;
            };
            if !change.is_of_bounds() {
                continue;
            }
            // All of what is asked less, and as much again more.
            let all = now.value / line.sought.step.amount;
            let (less, more) = range::range(problem, &change, base, fall.all, (-all, all))?;
            let way = if always.step.more { 1.0 } else { -1.0 };
            let amount = |steps: f64| way * steps * line.sought.step.amount + 0.0;
            let (from, to) = (amount(less), amount(more));
            by_unit.holds = Some((from.min(to), from.max(to)));
        }
        Ok(())
    }

    fn steps_with_whole_people(&mut self, problem: &mut Problem<'_>) -> Result<(), Halt> {
        for line in &mut self.lines {
            // No audit knows of staff whom others pay.
            if role_given(&line.sought).is_none() {
                line.with_whole = Worth::NotSettled;
            }
        }
        let plan = self.best.solved.values.clone();
        let Some(base) = self.whole_base(problem, &plan)? else {
            return Ok(());
        };
        let base_formulation = problem.base().clone();
        let none = Proof::none(problem.whole_box());
        let searched =
            problem.searched(&base_formulation, &none, Some(base.clone()), &base.values)?;
        let proof = match searched {
            Searched::Proved(proved) => Some(proved.proof),
            Searched::NoPlan | Searched::TooLong => None,
        };
        for place in 0..self.lines.len() {
            if self.lines[place].with_whole == Worth::NotSettled {
                let share = problem.left()?.map(|left| {
                    let still = u32::try_from(self.lines.len() - place).unwrap_or(u32::MAX);
                    left / still
                });
                self.lines[place].with_whole = self.whole_step(
                    problem,
                    (&base, proof.as_ref()),
                    place,
                    share.unwrap_or(LONGEST_STEP),
                )?;
            }
        }
        Ok(())
    }

    /// The plan's cost with the bound that holds for what is priced.
    fn whole_base(&self, problem: &mut Problem<'_>, plan: &[f64]) -> Result<Option<Cost>, Halt> {
        let reached = &self.best.solved.objectives;
        let cost = reached.iter().find(|o| o.objective == Objective::LeastCost);
        let sought = self.best.formulation.objectives.last();
        let is_last = sought.is_some_and(|o| o.objective == Objective::LeastCost);
        if let (Some(cost), false, true) = (cost, has_shortfalls(&self.best.formulation), is_last) {
            return Ok(Some(Cost {
                value: cost.value,
                bound: cost.bound,
                values: plan.to_vec(),
            }));
        }
        match problem.solve(false, Some(plan), Some(LONGEST_STEP))? {
            Answer::Plan(cost) => Ok(Some(cost)),
            _ => Ok(None),
        }
    }

    fn whole_step(
        &self,
        problem: &mut Problem<'_>,
        (base, proof): (&Cost, Option<&Proof>),
        place: usize,
        most: Duration,
    ) -> Result<Worth, Halt> {
        let line = &self.lines[place];
        if line.with_fractions == Worth::NoPlan {
            // Where fractions of people are not enough, whole people are not.
            return Ok(Worth::NoPlan);
        }
        let sought = &line.sought;
        let taken = sought.taken(self.instance, &self.best.formulation, 1.0);
        let Some((stepped, instance)) = taken.and_then(|mut stepped| {
            let instance = stepped.instance.take()?;
            Some((stepped.formulation, instance))
        }) else {
            return Ok(Worth::NotSettled);
        };
        let next = problem.prepared(stepped);
        let still = next.is_kept_by(&base.values);
        let answer = if sought.eases == Some(false) && still {
            // Where less is allowed, a plan that is still allowed is as good as it was.
            Answer::Plan(base.clone())
        } else {
            let start = still.then(|| base.clone());
            Self::whole_again(problem, &next, (base, proof), start, most)?
        };
        let cost = match answer {
            Answer::Plan(cost) => cost,
            Answer::NoPlan => return Ok(Worth::NoPlan),
            Answer::NotSettled => return Ok(Worth::NotSettled),
        };
        // A figure that nobody audited is not shown.
        let audited = audit(&instance, &extract(&instance, &next, &cost.values));
        if !audited.is_ok_and(|audit| audit.passed()) {
            return Ok(Worth::NotSettled);
        }
        Ok(between(base, &cost, sought.eases))
    }

    /// Looks for the best plan after a step: from the proof of the plan there is, else by HiGHS.
    fn whole_again(
        problem: &mut Problem<'_>,
        next: &Formulation,
        (base, proof): (&Cost, Option<&Proof>),
        start: Option<Cost>,
        most: Duration,
    ) -> Result<Answer, Halt> {
        if let Some(proof) = proof {
            match problem.searched(next, proof, start, &base.values)? {
                Searched::Proved(proved) => return Ok(Answer::Plan(proved.best)),
                Searched::NoPlan => return Ok(Answer::NoPlan),
                Searched::TooLong => {}
            }
        }
        problem.stepped(next, false, Some(&base.values), Some(most))
    }

    fn finished(self, complete: bool) -> Prices {
        let reached = &self.best.solved.objectives;
        let cost = reached.iter().find(|o| o.objective == Objective::LeastCost);
        let whole_steps = self.whole_steps();
        let mut prices: Vec<Price> = self
            .lines
            .into_iter()
            .map(|line| price_of(self.instance, line))
            .collect();
        // To the pound: what differs by less stands in the order of the instance.
        prices.sort_by(|a, b| b.size().round().total_cmp(&a.size().round()));
        let settled = prices.iter().all(|price| {
            ![price.with_fractions, price.with_whole_people].contains(&Worth::NotSettled)
        });
        Prices {
            plan: BasePlan {
                status: self.best.outcome.status,
                cost_gbp: cost.map_or(f64::NAN, |cost| cost.value),
                bound_gbp: cost
                    .map(|cost| cost.bound)
                    .filter(|bound| bound.is_finite()),
                with_fractions_gbp: self.with_fractions,
            },
            over_the_horizon: self.instance.horizon().is_some(),
            shortfalls_held: has_shortfalls(&self.best.formulation),
            whole_steps,
            prices,
            complete: complete && settled,
            solves: self.solves,
            took: self.took,
        }
    }
}
