//! A smallest set of asks that cannot be kept together (J, “a conflict”), and the shortest
//! stretches of time that still make it one.

use super::problem::{Elastic, Halt, Kept, Problem, Solver};
use crate::asks::Ask;

/// Asks that cannot all be kept.
#[derive(Debug, Clone)]
pub(super) struct Found {
    /// Their rows, in the stretches of time that make the conflict, and those of the background.
    pub(super) kept: Kept,
    /// Asks that nobody can give room and that bear on it together: too many to tell which.
    pub(super) background: Vec<usize>,
    /// Whether a plan would exist if people could be split.
    pub(super) only_whole: bool,
    /// Whether every ask was proved to be needed.
    pub(super) irreducible: bool,
}

/// What the search for conflicts has at hand.
pub(super) struct Search<'p, 's, 'w> {
    pub(super) problem: &'p Problem,
    pub(super) elastic: Elastic,
    pub(super) solver: &'s mut Solver<'w>,
}

/// Of so many rules of detail it is found out which ones a conflict needs. Of more each makes so little
/// that it says nothing, and they stay in the background.
const FEW_DETAILS: usize = 6;

/// The same where only whole numbers tell: small problems have few, and for others it takes long.
const FEW_DETAILS_WHOLE: usize = 24;

impl Found {
    /// The asks that make the conflict, without its background.
    pub(super) fn parts(&self, problem: &Problem) -> Vec<usize> {
        let mut parts = problem.asks_in(&self.kept);
        parts.retain(|ask| !self.background.contains(ask));
        parts
    }
}

/// How a set of rows was refuted.
#[derive(Clone, Copy, PartialEq, Eq)]
enum By {
    Relaxation,
    WholeNumbers,
}

impl Search<'_, '_, '_> {
    /// A conflict among these rows; none where a plan keeps them all.
    ///
    /// # Errors
    ///
    /// When nothing was proved: a limit came first, the arithmetic has no plan, the solver failed.
    pub(super) fn conflict(&mut self, among: &Kept) -> Result<Option<Found>, Halt> {
        let least = self.elastic.least(self.problem, self.solver, among)?;
        let mut found = if least.is_conflict() {
            let (early, proof) = self.earliest(among, least.proof)?;
            let found = self.fractional(&early, &proof)?;
            // What is needed early may not be needed once later times count too.
            let asks = self.problem.asks_in(&found.kept);
            let all_times = self.only(among, &asks);
            let fewer = self.fractional(&all_times, &all_times)?;
            if self.parts(&fewer) == self.parts(&found) {
                found
            } else {
                fewer
            }
        } else {
            if self.solver.holds(self.problem, among)? {
                return Ok(None);
            }
            self.whole(among)
        };
        self.narrow(&mut found);
        self.decide_with_whole_numbers(&mut found);
        Ok(Some(found))
    }

    /// The asks of a conflict, without its background.
    fn parts(&self, found: &Found) -> Vec<usize> {
        found.parts(self.problem)
    }

    /// The rows up to the first time by which they are a conflict, and those that prove it: what
    /// breaks first is what people have to see to first.
    fn earliest(&mut self, among: &Kept, proof: Kept) -> Result<(Kept, Kept), Halt> {
        let rows = || self.problem.rows.iter().zip(among);
        let mut ends: Vec<usize> = rows()
            .filter(|(_, kept)| **kept)
            .map(|(row, _)| row.end)
            .collect();
        ends.sort_unstable();
        ends.dedup();
        let until = |end: usize| -> Kept {
            let rows = self.problem.rows.iter().zip(among);
            rows.map(|(row, kept)| *kept && row.end <= end).collect()
        };
        let (mut early, mut proof) = (among.clone(), proof);
        let (mut low, mut high) = (0, ends.len().saturating_sub(1));
        while low < high {
            let middle = usize::midpoint(low, high);
            let tried = until(ends[middle]);
            let least = self.elastic.least(self.problem, self.solver, &tried)?;
            if least.is_conflict() {
                high = middle;
                (early, proof) = (tried, least.proof);
            } else {
                low = middle + 1;
            }
        }
        Ok((early, proof))
    }

    /// The rows that the relaxation needs for its proof, ask by ask: first what people can give room,
    /// while every rule of detail holds, then of these rules those that are needed.
    fn fractional(&mut self, among: &Kept, proof: &Kept) -> Result<Found, Halt> {
        let (details, all) = self.details_and_others(among);
        let (_, mut needed) = self.details_and_others(proof);
        if !self.refutes(&self.only(among, &[&needed[..], &details].concat()))? {
            // What the prices left out for rounding is needed after all.
            needed = all;
        }
        let needed = self.without_needless(among, needed, &details)?;
        let kept = self.only(among, &[&needed[..], &details].concat());
        let least = self.elastic.least(self.problem, self.solver, &kept)?;
        let (in_proof, _) = self.details_and_others(&least.proof);
        let enough = self.refutes(&self.only(among, &[&needed[..], &in_proof].concat()))?;
        let details = if enough { in_proof } else { details };
        let (parts, background) = if details.len() <= FEW_DETAILS {
            (self.without_needless(among, details, &needed)?, Vec::new())
        } else {
            self.told_apart(among, &needed, &details)?
        };
        Ok(Found {
            kept: self.only(among, &[&needed[..], &parts, &background].concat()),
            background,
            only_whole: false,
            irreducible: true,
        })
    }

    /// Of rules of detail those without any one of which there is no conflict, and the others.
    fn told_apart(
        &mut self,
        among: &Kept,
        needed: &[usize],
        details: &[usize],
    ) -> Result<(Vec<usize>, Vec<usize>), Halt> {
        let (mut parts, mut background) = (Vec::new(), Vec::new());
        for &detail in details {
            let others: Vec<usize> = details.iter().copied().filter(|d| *d != detail).collect();
            if self.refutes(&self.only(among, &[needed, &others].concat()))? {
                background.push(detail);
            } else {
                parts.push(detail);
            }
        }
        Ok((parts, background))
    }

    /// The asks of which a row is kept: those that nobody may touch, and the others.
    fn details_and_others(&self, kept: &Kept) -> (Vec<usize>, Vec<usize>) {
        let asks = self.problem.asks_in(kept).into_iter();
        asks.partition(|ask| self.problem.asks[*ask].currency().is_none())
    }

    /// Of some asks those that a conflict needs beside others, which stay.
    fn without_needless(
        &mut self,
        among: &Kept,
        mut asks: Vec<usize>,
        others: &[usize],
    ) -> Result<Vec<usize>, Halt> {
        for ask in self.least_telling_first(among, &asks, others)? {
            if asks.len() + others.len() < 2 || !asks.contains(&ask) {
                continue;
            }
            let without: Vec<usize> = asks.iter().copied().filter(|a| *a != ask).collect();
            let tried = self.only(among, &[&without[..], others].concat());
            let least = self.elastic.least(self.problem, self.solver, &tried)?;
            if !least.is_conflict() {
                continue;
            }
            asks = without;
            // More may have become needless with it.
            let in_proof = self.problem.asks_in(&least.proof);
            let fewer: Vec<usize> = asks
                .iter()
                .copied()
                .filter(|a| in_proof.contains(a))
                .collect();
            if fewer.len() < asks.len()
                && self.refutes(&self.only(among, &[&fewer[..], others].concat()))?
            {
                asks = fewer;
            }
        }
        Ok(asks)
    }

    /// The asks without which a conflict remains, those first that make it less severe by least: the
    /// few that carry it stay, and not many small ones.
    fn least_telling_first(
        &mut self,
        among: &Kept,
        asks: &[usize],
        others: &[usize],
    ) -> Result<Vec<usize>, Halt> {
        let mut severity = Vec::new();
        let carries = self.carrying(&[asks, others].concat());
        for ask in self.hardest_to_tell_first(asks) {
            let without: Vec<usize> = asks.iter().copied().filter(|a| *a != ask).collect();
            let tried = self.only(among, &[&without[..], others].concat());
            let carries = carries.filter(|carries| *carries != ask);
            let least = self
                .elastic
                .least_on(self.problem, self.solver, &tried, carries)?;
            if least.is_conflict() {
                severity.push((least.total, ask));
            }
        }
        // Stable: among equals the order of telling stands.
        severity.sort_by(|a, b| b.0.total_cmp(&a.0));
        Ok(severity.into_iter().map(|(_, ask)| ask).collect())
    }

    /// The limit in whose amount a conflict is best measured: money, if there is some.
    fn carrying(&self, asks: &[usize]) -> Option<usize> {
        let limits = asks.iter().copied().filter(|ask| {
            let ask = &self.problem.asks[*ask];
            !ask.is_demand() && ask.currency().is_some()
        });
        limits.min_by_key(|ask| self.problem.asks[*ask].currency())
    }

    fn refutes(&mut self, kept: &Kept) -> Result<bool, Halt> {
        let least = self.elastic.least(self.problem, self.solver, kept)?;
        Ok(least.is_conflict())
    }

    /// The rows of these asks.
    fn only(&self, among: &Kept, asks: &[usize]) -> Kept {
        let rows = self.problem.rows.iter().zip(among);
        rows.map(|(row, among)| *among && asks.contains(&row.ask))
            .collect()
    }

    /// Where only whole numbers stand in the way: what people can give room is taken away in halves,
    /// quarters … while no plan exists without it and every rule of detail holds; then these rules.
    fn whole(&mut self, among: &Kept) -> Found {
        let (details, others) = self.details_and_others(among);
        let (needed, settled) = self.halved(among, &others, &details);
        let without_details = self.only(among, &needed);
        let (parts, background, settled) =
            if self.is_conflict(By::WholeNumbers, &without_details) && !needed.is_empty() {
                (Vec::new(), Vec::new(), settled)
            } else if details.len() <= FEW_DETAILS_WHOLE {
                let (parts, all) = self.halved(among, &details, &needed);
                (parts, Vec::new(), settled && all)
            } else {
                (Vec::new(), details, settled)
            };
        Found {
            kept: self.only(among, &[&needed[..], &parts, &background].concat()),
            background,
            only_whole: true,
            irreducible: settled,
        }
    }

    /// Asks taken away in ever smaller parts while those left are a conflict beside others; and
    /// whether each that is left was proved to be needed.
    fn halved(&mut self, among: &Kept, asks: &[usize], others: &[usize]) -> (Vec<usize>, bool) {
        let mut asks = self.hardest_to_tell_first(asks);
        let mut settled = true;
        let mut chunk = asks.len().div_ceil(2);
        while chunk >= 1 && !asks.is_empty() {
            settled = true;
            let mut first = 0;
            while first < asks.len() {
                let last = (first + chunk).min(asks.len());
                let mut without = asks.clone();
                without.drain(first..last);
                if without.is_empty() && others.is_empty() {
                    break;
                }
                let tried = self.only(among, &[&without[..], others].concat());
                match self.solver.holds(self.problem, &tried) {
                    Ok(false) => asks = without,
                    Ok(true) => first = last,
                    Err(_) => {
                        settled = false;
                        first = last;
                    }
                }
            }
            if chunk == 1 {
                break;
            }
            chunk = chunk.div_ceil(2);
        }
        (asks, settled)
    }

    /// Whole numbers have the last word: an ask that the relaxation needs may be needless with them.
    fn decide_with_whole_numbers(&mut self, found: &mut Found) {
        if found.only_whole {
            return;
        }
        let asks = self.parts(found);
        let mut left = asks.clone();
        for ask in self.hardest_to_tell_first(&asks) {
            if left.len() < 2 {
                break;
            }
            let without: Vec<usize> = left.iter().copied().filter(|a| *a != ask).collect();
            let tried = self.only(&found.kept, &[&without[..], &found.background].concat());
            match self.solver.holds(self.problem, &tried) {
                Ok(false) => {
                    left = without;
                    found.kept = tried;
                    found.only_whole = true;
                }
                Ok(true) => {}
                Err(_) => found.irreducible = false,
            }
        }
    }

    /// Each ask's rows from the first to the last that are needed, in the order of time. A year that
    /// repeats has no first and no last.
    fn narrow(&mut self, found: &mut Found) {
        if !self.problem.over_time {
            return;
        }
        let by = if found.only_whole {
            By::WholeNumbers
        } else {
            By::Relaxation
        };
        if by == By::Relaxation {
            self.narrow_to_proof(&mut found.kept);
        }
        for ask in self.parts(found) {
            // Of rules of detail the times say little: those of the proof will do.
            if self.problem.asks[ask].currency().is_none() {
                continue;
            }
            let rows = self.problem.rows.iter().zip(&found.kept).enumerate();
            let places: Vec<usize> = rows
                .filter(|(_, (row, kept))| **kept && row.ask == ask)
                .map(|(place, _)| place)
                .collect();
            if places.len() < 2 {
                continue;
            }
            let kept = found.kept.clone();
            let with = |first: usize, last: usize| {
                let mut tried = kept.clone();
                for (position, place) in places.iter().enumerate() {
                    tried[*place] = (first..=last).contains(&position);
                }
                tried
            };
            // More rows are never less of a conflict, so both ends are found by halving.
            let (mut low, mut high) = (0, places.len() - 1);
            while low < high {
                let middle = usize::midpoint(low, high);
                if self.is_conflict(by, &with(0, middle)) {
                    high = middle;
                } else {
                    low = middle + 1;
                }
            }
            let last = high;
            let (mut low, mut high) = (0, last);
            while low < high {
                let middle = (low + high).div_ceil(2);
                if self.is_conflict(by, &with(middle, last)) {
                    low = middle;
                } else {
                    high = middle - 1;
                }
            }
            let narrowed = with(low, last);
            if narrowed != found.kept && self.is_conflict(by, &narrowed) {
                found.kept = narrowed;
            }
        }
    }

    /// From the first to the last row of each ask that the prices need.
    fn narrow_to_proof(&mut self, kept: &mut Kept) {
        let Ok(least) = self.elastic.least(self.problem, self.solver, kept) else {
            return;
        };
        let mut hull = vec![false; kept.len()];
        for ask in self.problem.asks_in(kept) {
            let in_proof =
                |place: &usize| least.proof[*place] && self.problem.rows[*place].ask == ask;
            let first = (0..kept.len()).find(in_proof);
            let end = (0..kept.len()).rfind(in_proof);
            if let (Some(first), Some(end)) = (first, end) {
                hull[first..=end].copy_from_slice(&kept[first..=end]);
            }
        }
        if self.is_conflict(By::Relaxation, &hull) {
            *kept = hull;
        }
    }

    /// Whether rows are proved to be a conflict; what is not settled is not.
    fn is_conflict(&mut self, by: By, kept: &Kept) -> bool {
        match by {
            By::Relaxation => self.refutes(kept).unwrap_or(false),
            By::WholeNumbers => self
                .solver
                .holds(self.problem, kept)
                .is_ok_and(|holds| !holds),
        }
    }

    /// Where either of two asks would do, the one that says less to people goes first.
    fn hardest_to_tell_first(&self, asks: &[usize]) -> Vec<usize> {
        let mut asks = asks.to_vec();
        asks.sort_by_key(|ask| (telling(&self.problem.asks[*ask]), *ask));
        asks
    }
}

/// How much an ask says to people: standards most, rules of detail least.
fn telling(ask: &Ask) -> usize {
    const LEAST_FIRST: &[&str] = &[
        "levy-eligible",
        "cover-share",
        "ending-staff",
        "share-max",
        "share-min",
        "role-share",
        "task-share",
        "skill-mix-max",
        "skill-mix-min",
        "overtime-cap",
        "bought-in-cap",
        "tenure",
        "tenure-pool",
        "change-limit",
        "supervision-ratio",
        "levy-fund",
        "in-post-max",
        "in-post-min",
        "places",
        "labour-market",
        "budget",
        "recovery",
        "completion",
        "overall-access",
        "access",
        "wait",
    ];
    let family = ask.family();
    LEAST_FIRST
        .iter()
        .position(|other| *other == family)
        .unwrap_or(LEAST_FIRST.len())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_family_has_its_place_in_the_order_of_telling() {
        use std::collections::BTreeSet;
        let all: BTreeSet<&str> = Ask::FAMILIES.iter().copied().collect();
        assert_eq!(all.len(), 26);
        let service = crate::ids::ServiceId::new("s");
        let ask = Ask::LevyEligible { service };
        assert_eq!(telling(&ask), 0);
    }
}
