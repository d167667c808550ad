//! An impossible instance, tried with some of its asks left out.

use std::collections::BTreeSet;

use skillmix::asks::Ask;
use skillmix::formulation::{Formulation, RowKey, When, formulate};
use skillmix::instance::{Instance, screens};
use skillmix::reading::read_instance;
use skillmix::solver::{Control, Options, Outcome, solve};

use super::planted::Planted;

/// An instance stated once, its asks as rows.
pub struct Trial {
    instance: Instance,
    stated: Formulation,
    /// Every ask as it displays, the times at which it is asked, in order.
    asks: Vec<(String, Ask, Vec<When>)>,
}

impl Trial {
    /// Reads and states it; says what is wrong with what is listed.
    pub fn of(case: &Planted) -> Result<Self, String> {
        let reading = read_instance(&case.path);
        let Some(instance) = reading.instance else {
            let told: Vec<String> = reading
                .diagnostics
                .iter()
                .filter(|diagnostic| diagnostic.is_error())
                .map(|diagnostic| format!("{} {}", diagnostic.code, diagnostic.message))
                .collect();
            return Err(format!("it is refused: {}", told.join("; ")));
        };
        let trial = Self::stating(instance);
        for ask in case.causes.iter().flatten() {
            if trial.times(ask).is_empty() {
                let names: Vec<&str> = trial.names().map(String::as_str).collect();
                return Err(format!("{ask} is not asked, but {}", names.join(", ")));
            }
        }
        Ok(trial)
    }

    /// States an instance.
    pub fn stating(instance: Instance) -> Self {
        let mut stated = formulate(&instance).with_asks_as_rows();
        stated.objectives.clear();
        let mut asks: Vec<(String, Ask, Vec<When>)> = Vec::new();
        for (ask, when) in stated.rows.keys().filter_map(RowKey::ask) {
            match asks.iter_mut().find(|(_, known, _)| *known == ask) {
                Some((_, _, whens)) if whens.contains(&when) => (),
                Some((_, _, whens)) => whens.push(when),
                None => asks.push((ask.to_string(), ask, vec![when])),
            }
        }
        Self {
            instance,
            stated,
            asks,
        }
    }

    /// Its asks as they display.
    pub fn names(&self) -> impl Iterator<Item = &String> {
        self.asks.iter().map(|(name, ..)| name)
    }

    /// Every irreducible conflict, by trying (Reiter's tree of hitting sets): wherever an ask of each
    /// conflict known is left out and there still is no plan, there is another.
    pub fn conflicts(&self) -> BTreeSet<BTreeSet<String>> {
        let mut conflicts: BTreeSet<BTreeSet<String>> = BTreeSet::new();
        let mut ways = vec![BTreeSet::new()];
        let mut seen = BTreeSet::new();
        while let Some(left_out) = ways.pop() {
            let known = conflicts.iter().find(|known| known.is_disjoint(&left_out));
            let Some(conflict) = known.cloned().or_else(|| self.conflict_without(&left_out)) else {
                continue;
            };
            for ask in &conflict {
                let mut way = left_out.clone();
                way.insert(ask.clone());
                if seen.insert(way.clone()) {
                    ways.push(way);
                }
            }
            conflicts.insert(conflict);
        }
        conflicts
    }

    /// An irreducible conflict among the asks that are not left out.
    fn conflict_without(&self, left_out: &BTreeSet<String>) -> Option<BTreeSet<String>> {
        let mut kept: BTreeSet<String> = self.names().cloned().collect();
        kept.retain(|ask| !left_out.contains(ask));
        if self.has_plan(|ask| kept.contains(ask)) {
            return None;
        }
        for ask in self.names() {
            if kept.remove(ask) && self.has_plan(|other| kept.contains(other)) {
                kept.insert(ask.clone());
            }
        }
        Some(kept)
    }

    /// Whether a plan exists that keeps the arithmetic and the asks that are kept.
    pub fn has_plan(&self, is_kept: impl Fn(&String) -> bool) -> bool {
        self.has_plan_at(|ask, _| is_kept(ask))
    }

    /// The same where nothing need be whole.
    pub fn has_plan_in_fractions(&self, is_kept: impl Fn(&String) -> bool) -> bool {
        is_feasible(&self.keeping(|ask, _| is_kept(ask)).relaxed())
    }

    /// The same as [`Trial::has_plan`], with asks kept at some of their times, counted from 0.
    pub fn has_plan_at(&self, is_kept: impl Fn(&String, usize) -> bool) -> bool {
        is_feasible(&self.keeping(is_kept))
    }

    fn keeping(&self, is_kept: impl Fn(&String, usize) -> bool) -> Formulation {
        let mut stated = self.stated.clone();
        stated.rows.retain(|key, _| {
            key.ask().is_none_or(|(ask, when)| {
                let (name, _, whens) = self
                    .asks
                    .iter()
                    .find(|(_, known, _)| *known == ask)
                    .expect("a known ask");
                let place = whens.iter().position(|other| *other == when);
                is_kept(name, place.expect("a known time"))
            })
        });
        stated
    }

    /// What of a cause is given up to look for the next: its demands, or all of it.
    pub fn given_up<'a>(&self, cause: &'a [String]) -> Vec<&'a String> {
        let is_demand = |ask: &&String| {
            let known = self.asks.iter().find(|(name, ..)| name == *ask);
            known.is_some_and(|(_, ask, _)| ask.is_demand())
        };
        let demands: Vec<&String> = cause.iter().filter(is_demand).collect();
        if demands.is_empty() {
            cause.iter().collect()
        } else {
            demands
        }
    }

    /// The stretch of an ask's times that every stretch which makes a conflict holds, where it makes
    /// the conflict itself; its first and last place. None where the ask has one time only.
    pub fn window(&self, cause: &[String], ask: &String) -> Option<(usize, usize)> {
        let times = self.times(ask).len();
        if times < 2 {
            return None;
        }
        let makes_it = |first: usize, last: usize| {
            !self.has_plan_at(|other, place| {
                cause.contains(other) && (other != ask || (first..=last).contains(&place))
            })
        };
        let last = (0..times).find(|last| makes_it(0, *last))?;
        let first = (0..times).rev().find(|first| makes_it(*first, times - 1))?;
        (first <= last && makes_it(first, last)).then_some((first, last))
    }

    /// What two times of an ask are called: months (`2026-04`), or financial years (`2026/27`).
    pub fn ends(&self, ask: &str, first: usize, last: usize) -> (String, String) {
        let times = self.times(ask);
        (self.name_of(times[first]), self.name_of(times[last]))
    }

    fn times(&self, ask: &str) -> &[When] {
        let known = self.asks.iter().find(|(name, ..)| name == ask);
        known.map_or(&[], |(_, _, whens)| whens)
    }

    fn name_of(&self, when: When) -> String {
        match when {
            When::Always => "always".to_owned(),
            When::In(period) => self.instance.services[0].care.calendar.period_name(period),
            When::Year(year) => year.to_string(),
        }
    }

    /// Whether it is told before solving.
    pub fn is_screened(&self) -> bool {
        screens(&self.instance)
            .iter()
            .any(skillmix::diagnostics::Diagnostic::is_error)
    }
}

fn is_feasible(formulation: &Formulation) -> bool {
    match solve(formulation, &Options::default(), &Control::default()) {
        Outcome::Optimal(_) | Outcome::WithinGap(_) => true,
        Outcome::Infeasible => false,
        other => panic!("{other:?}"),
    }
}
