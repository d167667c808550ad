//! Watching a run: when to stop it, what to tell of it, and the best plan it has shown.
//!
//! HiGHS overshoots its own time limit, so every callback that may stop a run looks at the clock.
//! A [`Watch`] may be called from HiGHS's threads.

use std::sync::atomic::{AtomicBool, AtomicI64, AtomicU8, AtomicU32, Ordering};
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use super::{Control, Limit, Progress};
use crate::draft::instance::Objective;

/// The least time between two reports of progress: five a second.
const REPORT_INTERVAL: Duration = Duration::from_millis(200);

/// So many looks in a row at a simplex method that takes no step mean that it never will. It has been
/// seen to choose, and refuse, the same step without end.
const MOST_LOOKS: u32 = 25;

const NOT_STOPPED: u8 = 0;
const STOPPED_BY_TIME: u8 = 1;
const STOPPED_BY_CALLER: u8 = 2;

/// When a whole solve, all objectives together, began and must end.
#[derive(Debug, Clone, Copy)]
pub(super) struct Clock {
    pub(super) started: Instant,
    pub(super) deadline: Option<Instant>,
}

impl Clock {
    pub(super) fn start(limit: Option<Duration>) -> Self {
        let started = Instant::now();
        Self {
            started,
            // A limit too far away to be written as an instant is none.
            deadline: limit.and_then(|limit| started.checked_add(limit)),
        }
    }

    /// What is left, in seconds; infinite where there is no limit.
    pub(super) fn seconds_left(&self) -> f64 {
        self.deadline.map_or(f64::INFINITY, |deadline| {
            deadline
                .saturating_duration_since(Instant::now())
                .as_secs_f64()
        })
    }

    fn is_over(&self) -> bool {
        self.deadline
            .is_some_and(|deadline| Instant::now() >= deadline)
    }
}

/// Which objective a run works on: its name, its place from 1, and how many there are.
#[derive(Debug, Clone, Copy)]
pub(super) struct Phase {
    pub(super) objective: Objective,
    pub(super) place: (usize, usize),
}

/// What HiGHS says of itself at one moment; not finite where it does not know.
#[derive(Debug, Clone, Copy)]
pub(super) struct Moment {
    pub(super) best: f64,
    pub(super) bound: f64,
}

impl Moment {
    /// Nothing is known.
    pub(super) const UNKNOWN: Self = Self {
        best: f64::INFINITY,
        bound: f64::NEG_INFINITY,
    };
}

/// The watch over one run.
pub(super) struct Watch<'a> {
    clock: Clock,
    control: &'a Control,
    phase: Option<Phase>,
    columns: usize,
    stopped: AtomicU8,
    failed: AtomicBool,
    /// Steps that the simplex method has taken, and looks at it since the last of them.
    steps: AtomicI64,
    looks: AtomicU32,
    seen: Mutex<Seen>,
}

#[derive(Default)]
struct Seen {
    reported: Option<Instant>,
    best: Option<(f64, Vec<f64>)>,
}

impl<'a> Watch<'a> {
    /// A watch over a run with this many columns. With no phase there is nothing to report.
    pub(super) fn new(
        clock: Clock,
        control: &'a Control,
        phase: Option<Phase>,
        columns: usize,
    ) -> Self {
        Self {
            clock,
            control,
            phase,
            columns,
            stopped: AtomicU8::new(NOT_STOPPED),
            failed: AtomicBool::new(false),
            steps: AtomicI64::new(-1),
            looks: AtomicU32::new(0),
            seen: Mutex::default(),
        }
    }

    fn seen(&self) -> MutexGuard<'_, Seen> {
        // What is behind the lock is replaced whole, so a panic cannot leave it half-done.
        self.seen.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Whether the run must stop now; remembers why.
    pub(super) fn must_stop(&self) -> bool {
        if self.failed() {
            return true;
        }
        let why = if self.control.stop.is_asked() {
            STOPPED_BY_CALLER
        } else if self.clock.is_over() {
            STOPPED_BY_TIME
        } else {
            return self.stopped.load(Ordering::Relaxed) != NOT_STOPPED;
        };
        // The first reason is the one that counts.
        let _ =
            self.stopped
                .compare_exchange(NOT_STOPPED, why, Ordering::Relaxed, Ordering::Relaxed);
        true
    }

    /// Looks at how many steps the simplex method has taken.
    pub(super) fn look(&self, steps: i64) {
        if self.steps.swap(steps, Ordering::Relaxed) == steps {
            self.looks.fetch_add(1, Ordering::Relaxed);
        } else {
            self.looks.store(0, Ordering::Relaxed);
        }
    }

    /// Whether the simplex method stands still.
    pub(super) fn stands_still(&self) -> bool {
        self.looks.load(Ordering::Relaxed) >= MOST_LOOKS
    }

    /// Forgets where the last run stood still.
    pub(super) fn look_anew(&self) {
        self.steps.store(-1, Ordering::Relaxed);
        self.looks.store(0, Ordering::Relaxed);
    }

    /// Why the run was stopped; the time limit where HiGHS stopped by itself.
    pub(super) fn limit(&self) -> Limit {
        if self.stopped.load(Ordering::Relaxed) == STOPPED_BY_CALLER {
            Limit::Interrupted
        } else {
            Limit::Time
        }
    }

    /// Remembers that a caller's function failed.
    pub(super) fn fail(&self) {
        self.failed.store(true, Ordering::Relaxed);
    }

    /// Whether a caller's function failed.
    pub(super) fn failed(&self) -> bool {
        self.failed.load(Ordering::Relaxed)
    }

    /// Keeps a plan if it is the best so far.
    pub(super) fn keep(&self, value: f64, values: &[f64]) {
        if values.len() != self.columns || !value.is_finite() {
            return;
        }
        let mut seen = self.seen();
        if seen.best.as_ref().is_none_or(|(best, _)| value < *best) {
            seen.best = Some((value, values.to_vec()));
        }
    }

    /// The best plan that was shown.
    pub(super) fn best(&self) -> Option<Vec<f64>> {
        self.seen().best.as_ref().map(|(_, values)| values.clone())
    }

    /// Tells the caller how far the run is, if it is time to.
    pub(super) fn report(&self, moment: Moment) {
        let (Some(progress), Some(phase)) = (&self.control.progress, self.phase) else {
            return;
        };
        let now = Instant::now();
        {
            let mut seen = self.seen();
            let due = seen
                .reported
                .is_none_or(|last| now.saturating_duration_since(last) >= REPORT_INTERVAL);
            if !due {
                return;
            }
            seen.reported = Some(now);
        }
        let best = Some(moment.best).filter(|best| best.is_finite());
        let bound = Some(moment.bound).filter(|bound| bound.is_finite());
        progress(&Progress {
            objective: phase.objective,
            phase: phase.place,
            best,
            bound,
            gap: best
                .zip(bound)
                .map(|(best, bound)| super::relative_gap(best, bound, 0.0)),
            elapsed: self.clock.started.elapsed(),
        });
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;
    use std::sync::atomic::AtomicUsize;

    use super::*;

    #[test]
    fn the_best_plan_shown_is_kept_whatever_the_order() {
        let control = Control::default();
        let watch = Watch::new(Clock::start(None), &control, None, 1);
        watch.keep(3.0, &[3.0]);
        watch.keep(1.0, &[1.0]);
        watch.keep(2.0, &[2.0]);
        watch.keep(0.0, &[0.0, 0.0]);
        assert_eq!(watch.best(), Some(vec![1.0]));
    }

    #[test]
    fn the_first_reason_to_stop_is_the_one_told() {
        let control = Control::default();
        let watch = Watch::new(Clock::start(Some(Duration::ZERO)), &control, None, 1);
        assert!(watch.must_stop());
        control.stop.ask();
        assert!(watch.must_stop());
        assert_eq!(watch.limit(), Limit::Time);
    }

    #[test]
    fn a_simplex_method_stands_still_only_where_it_takes_no_step_for_long() {
        let control = Control::default();
        let watch = Watch::new(Clock::start(None), &control, None, 1);
        for step in 0..1000 {
            watch.look(step);
            watch.look(step);
        }
        assert!(!watch.stands_still());
        for _ in 0..MOST_LOOKS {
            watch.look(1000);
            assert!(!watch.stands_still());
        }
        watch.look(1000);
        assert!(watch.stands_still());
        watch.look_anew();
        assert!(!watch.stands_still());
    }

    #[test]
    fn progress_is_told_at_most_five_times_a_second() {
        let told = Arc::new(AtomicUsize::new(0));
        let counter = Arc::clone(&told);
        let control = Control {
            progress: Some(Arc::new(move |_: &Progress| {
                counter.fetch_add(1, Ordering::Relaxed);
            })),
            ..Control::default()
        };
        let phase = Phase {
            objective: Objective::LeastCost,
            place: (1, 1),
        };
        let watch = Watch::new(Clock::start(None), &control, Some(phase), 1);
        for _ in 0..1000 {
            watch.report(Moment {
                best: f64::INFINITY,
                bound: 0.0,
            });
        }
        // A thousand calls take far less than a fifth of a second, but a busy machine may pause.
        assert!((1..=5).contains(&told.load(Ordering::Relaxed)));
    }
}
