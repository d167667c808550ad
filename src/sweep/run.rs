//! Threads that solve chains, and one that takes in what they find.

use std::collections::BTreeSet;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::mpsc::{Sender, channel};
use std::thread;

use super::How;
use super::chain::{Chain, Halt, Settled, Start, Stated};
use super::grid::Grid;
use super::home::Home;
use super::mend::{can_be_mended, whole_of};
use crate::diagnostics::Diagnostic;
use crate::instance::Instance;
use crate::pipeline::{Fault, Stage, Watch};
use crate::report::sweep::{Planned, Row, Verdict};
use crate::solver::Control;

/// The instance at a point, or what is wrong with it there.
pub type At<'a> = &'a (dyn Fn(usize) -> Result<Instance, Vec<Diagnostic>> + Sync);

/// Why a sweep ended before its last point.
#[derive(Debug)]
pub enum Stopped<E> {
    /// Somebody asked.
    Asked,
    /// The files at a point have errors.
    Files(usize, Vec<Diagnostic>),
    /// Our fault, at a point.
    Fault(usize, Fault),
    /// What was found could not be taken in.
    Taking(E),
}

/// What a thread has to say.
enum Said {
    Row(usize, Box<Row>),
    Files(usize, Vec<Diagnostic>),
    Fault(usize, Fault),
}

/// Solves every point that is not done yet, and hands each over as it is found, in no particular order.
///
/// # Errors
///
/// When somebody asks to stop, the files at a point have errors, a solve fails, or `take` does.
pub fn run<E>(
    grid: &Grid,
    at: At<'_>,
    how: &How,
    threads: usize,
    done: &BTreeSet<usize>,
    watch: &Watch,
    take: &mut dyn FnMut(Row) -> Result<(), E>,
) -> Result<(), Stopped<E>> {
    let chains = grid.chains();
    if (0..grid.size()).all(|point| done.contains(&point)) {
        return Ok(());
    }
    let place = grid.home();
    let tell = |what: String| watch.enter(&Stage::Asking(what));
    tell(format!(
        "the point from which others begin: {}",
        grid.name(place)
    ));
    let instance = at(place).map_err(|found| Stopped::Files(place, found))?;
    let home = Home::find(&instance, how, threads, watch).map_err(|halt| match halt {
        Halt::Stopped => Stopped::Asked,
        Halt::Fault(fault) => Stopped::Fault(place, fault),
    })?;
    tell("where chains begin".to_owned());
    let starts = starts(grid, at, how, &home, &chains, watch)?;
    let part = Watch {
        control: Control {
            stop: watch.control.stop.for_a_part(),
            progress: None,
        },
        stage: None,
    };
    let next = AtomicUsize::new(0);
    let mut ended = Ok(());
    let mut found = done.len();
    thread::scope(|scope| {
        let (say, hear) = channel();
        for _ in 0..threads.clamp(1, chains.len()) {
            let worker = Worker {
                grid,
                at,
                how,
                home: &home,
                done,
                watch: &part,
                say: say.clone(),
            };
            let (next, chains, starts) = (&next, &chains, &starts);
            scope.spawn(move || {
                loop {
                    let place = next.fetch_add(1, Ordering::Relaxed);
                    let (Some(chain), Some(start)) = (chains.get(place), starts.get(place)) else {
                        break;
                    };
                    if !worker.solve(chain, start) {
                        break;
                    }
                }
            });
        }
        drop(say);
        for said in hear {
            if ended.is_err() {
                continue;
            }
            ended = match said {
                Said::Row(point, row) => {
                    found += 1;
                    let size = grid.size();
                    tell(format!(
                        "{found} of {size} points; the last: {}",
                        grid.name(point)
                    ));
                    take(*row).map_err(Stopped::Taking)
                }
                Said::Files(point, found) => Err(Stopped::Files(point, found)),
                Said::Fault(point, fault) => Err(Stopped::Fault(point, fault)),
            };
            if ended.is_err() {
                part.control.stop.ask();
            }
        }
    });
    if ended.is_ok() && watch.control.stop.is_asked() && found < grid.size() {
        return Err(Stopped::Asked);
    }
    ended
}

/// Whether chains stand with the hardest point first.
fn is_directed(grid: &Grid) -> bool {
    grid.axes.last().is_some_and(|axis| axis.eases.is_some())
}

/// Where each chain begins.
fn starts<E>(
    grid: &Grid,
    at: At<'_>,
    how: &How,
    home: &Home,
    chains: &[Vec<usize>],
    watch: &Watch,
) -> Result<Vec<Start>, Stopped<E>> {
    let mut starts = vec![home.start(); chains.len()];
    if !is_directed(grid) {
        return Ok(starts);
    }
    for line in grid.lines() {
        // From the easiest of the line on.
        let mut places: Vec<(usize, usize)> = Vec::new();
        for point in line.iter().rev() {
            let ends = chains.iter().position(|chain| chain.last() == Some(point));
            places.extend(ends.map(|chain| (chain, *point)));
        }
        let wrong = std::cell::RefCell::new(None);
        let instances = places.iter().map(|(_, point)| {
            at(*point).map_err(|found| {
                *wrong.borrow_mut() = Some((*point, found));
                Halt::Stopped
            })
        });
        let scouted = home.scout(instances, how, watch);
        if let Some((point, found)) = wrong.into_inner() {
            return Err(Stopped::Files(point, found));
        }
        let scouted = scouted.map_err(|halt| match halt {
            Halt::Stopped => Stopped::Asked,
            Halt::Fault(fault) => Stopped::Fault(grid.home(), fault),
        })?;
        for ((chain, _), start) in places.into_iter().zip(scouted) {
            starts[chain] = start;
        }
    }
    Ok(starts)
}

struct Worker<'a> {
    grid: &'a Grid,
    at: At<'a>,
    how: &'a How,
    home: &'a Home,
    done: &'a BTreeSet<usize>,
    watch: &'a Watch,
    say: Sender<Said>,
}

impl Worker<'_> {
    /// Solves a chain from its first point to the last that is not done; whether to go on with another.
    fn solve(&self, points: &[usize], start: &Start) -> bool {
        let last = points.iter().rposition(|point| !self.done.contains(point));
        let Some(last) = last else {
            return true;
        };
        let mut stated = Vec::new();
        for &point in points {
            match (self.at)(point) {
                Ok(instance) => stated.push(Stated::of(&instance, self.how)),
                Err(found) => return self.tell(Said::Files(point, found)),
            }
        }
        let mut chain = Chain::begin(self.how, self.watch, self.home);
        let easiest_last = is_directed(self.grid);
        match chain.relax(&mut stated, start, easiest_last) {
            Ok(()) => {}
            Err(Halt::Stopped) => return false,
            Err(Halt::Fault(fault)) => return self.tell(Said::Fault(points[last], fault)),
        }
        for (&point, stated) in points.iter().zip(&stated).take(last + 1) {
            if self.watch.control.stop.is_asked() {
                return false;
            }
            let said = match chain.point(stated) {
                Ok(_) if self.done.contains(&point) => continue,
                Ok(settled) => {
                    let is_end = points.last() == Some(&point);
                    let row = self.row(point, stated.instance(), settled, is_end);
                    Said::Row(point, Box::new(row))
                }
                Err(Halt::Stopped) => return false,
                Err(Halt::Fault(fault)) => Said::Fault(point, fault),
            };
            if !self.tell(said) {
                return false;
            }
        }
        true
    }

    /// Tells what was found; whether to go on. Where nobody listens any more there is nothing to say.
    fn tell(&self, said: Said) -> bool {
        let goes_on = matches!(said, Said::Row(..));
        self.say.send(said).is_ok() && goes_on
    }

    fn row(&self, point: usize, instance: &Instance, settled: Settled, is_end: bool) -> Row {
        let mut whole = Vec::new();
        let verdict = match settled {
            Settled::Plan(held) => {
                if is_end && can_be_mended(self.grid, self.how) {
                    whole = whole_of(&held.formulation, &held.solved.values);
                }
                let planned = Planned::of(instance, &held.plan, &held.audit, &held.outcome);
                Verdict::Plan(Box::new(planned))
            }
            Settled::NoPlan(reason) => Verdict::NoPlan { reason },
            Settled::NotYet => Verdict::NotSettled {
                reason: "the time limit came before any plan".to_owned(),
            },
        };
        Row {
            at: self.grid.at(point),
            values: self.grid.labels(point),
            verdict,
            whole,
        }
    }
}
