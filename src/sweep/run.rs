//! Threads that solve chains, and one that takes in what they find.

use std::collections::BTreeSet;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::mpsc::{Sender, channel};
use std::thread;

use super::How;
use super::chain::{Chain, Halt, Settled};
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
    let mut chains = grid.chains();
    chains.retain(|chain| !chain.iter().all(|point| done.contains(point)));
    if chains.is_empty() {
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
            let (next, chains) = (&next, &chains);
            scope.spawn(move || {
                while let Some(chain) = chains.get(next.fetch_add(1, Ordering::Relaxed)) {
                    if !worker.solve(chain) {
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
    fn solve(&self, points: &[usize]) -> bool {
        let last = points.iter().rposition(|point| !self.done.contains(point));
        let mut chain = Chain::begin(self.how, self.watch, self.home);
        for &point in points.iter().take(last.map_or(0, |last| last + 1)) {
            if self.watch.control.stop.is_asked() {
                return false;
            }
            let said = match (self.at)(point) {
                Err(found) => Said::Files(point, found),
                Ok(instance) => match chain.point(&instance) {
                    Ok(_) if self.done.contains(&point) => continue,
                    Ok(settled) => {
                        let is_end = points.last() == Some(&point);
                        Said::Row(point, Box::new(self.row(point, &instance, settled, is_end)))
                    }
                    Err(Halt::Stopped) => return false,
                    Err(Halt::Fault(fault)) => Said::Fault(point, fault),
                },
            };
            let goes_on = matches!(said, Said::Row(..));
            // Nobody listens any more: then there is nothing to say.
            if self.say.send(said).is_err() || !goes_on {
                return false;
            }
        }
        true
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
