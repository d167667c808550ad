//! Progress on stderr: only where somebody watches, and only of what takes more than a second.

use std::sync::Arc;
use std::sync::mpsc::{RecvTimeoutError, Sender, channel};
use std::thread::JoinHandle;
use std::time::Duration;

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};

use super::terminal::stderr_is_watched;
use crate::instance::Objective;
use crate::pipeline::{Stage, Watch};
use crate::report::numbers::{gap, plain, pounds};
use crate::solver::Progress;

const PATIENCE: Duration = Duration::from_secs(1);

/// A line on stderr that is there while it lives.
pub struct Line {
    bar: ProgressBar,
    shown: Option<(Sender<()>, JoinHandle<()>)>,
}

impl Line {
    /// Begins; nothing is drawn before a second has passed, nor ever where stderr is no terminal.
    pub fn begin() -> Self {
        let bar = ProgressBar::hidden();
        let style = ProgressStyle::with_template("{spinner} {elapsed} {wide_msg}");
        bar.set_style(style.unwrap_or_else(|_| ProgressStyle::default_spinner()));
        if !stderr_is_watched() {
            return Self { bar, shown: None };
        }
        let (ended, wait) = channel::<()>();
        let drawn = bar.clone();
        let thread = std::thread::spawn(move || {
            if wait.recv_timeout(PATIENCE) == Err(RecvTimeoutError::Timeout) {
                drawn.set_draw_target(ProgressDrawTarget::stderr());
                drawn.enable_steady_tick(Duration::from_millis(200));
            }
        });
        Self {
            bar,
            shown: Some((ended, thread)),
        }
    }

    /// Has a run tell its progress on the line.
    pub fn follow(&self, watch: &mut Watch) {
        if self.shown.is_none() {
            return;
        }
        let bar = self.bar.clone();
        watch.stage = Some(Arc::new(move |stage| bar.set_message(title(stage))));
        let bar = self.bar.clone();
        watch.control.progress = Some(Arc::new(move |progress| bar.set_message(told(progress))));
    }

    /// Ends: takes the line away.
    pub fn end(self) {
        if let Some((ended, thread)) = self.shown {
            let _ = ended.send(());
            let _ = thread.join();
        }
        self.bar.finish_and_clear();
    }
}

fn title(stage: &Stage) -> String {
    match stage {
        Stage::Formulating => "stating the mathematics".to_owned(),
        Stage::Solving => "solving".to_owned(),
        Stage::Auditing => "auditing the plan".to_owned(),
        Stage::Without(role) => format!("solving without `{role}`, to see what it is worth"),
        Stage::Asking(what) => what.clone(),
    }
}

/// `least cost (2 of 2): best plan £18,204,311, bound £18,190,000, gap 0.08 %`
fn told(progress: &Progress) -> String {
    let (place, of) = progress.phase;
    let mut text = format!("{} ({place} of {of})", objective(progress.objective));
    let figure = |value: f64| match progress.objective {
        Objective::MostAccess => plain(-value, 0),
        Objective::Steadiest => plain(value, 1),
        Objective::LeastShortfall | Objective::LeastCost | Objective::Fairest => pounds(value),
    };
    match progress.best.filter(|best| best.is_finite()) {
        Some(best) => text = format!("{text}: best plan {}", figure(best)),
        None => text.push_str(": no plan yet"),
    }
    if let Some(bound) = progress.bound.filter(|bound| bound.is_finite()) {
        text = format!("{text}, bound {}", figure(bound));
    }
    if let Some(share) = progress.gap.filter(|gap| gap.is_finite()) {
        text = format!("{text}, gap {}", gap(share));
    }
    text
}

fn objective(objective: Objective) -> &'static str {
    match objective {
        Objective::LeastShortfall => "least shortfall",
        Objective::LeastCost => "least cost",
        Objective::MostAccess => "most access",
        Objective::Fairest => "fairest",
        Objective::Steadiest => "steadiest",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn progress_says_phase_best_bound_and_gap() {
        let progress = Progress {
            objective: Objective::LeastCost,
            phase: (2, 2),
            best: Some(18_204_311.0),
            bound: Some(18_190_000.0),
            gap: Some(0.000_786),
            elapsed: Duration::from_secs(3),
        };
        assert_eq!(
            told(&progress),
            "least cost (2 of 2): best plan £18,204,311, bound £18,190,000, gap 0.079 %"
        );
        let nothing = Progress {
            best: None,
            bound: Some(f64::NEG_INFINITY),
            gap: None,
            ..progress
        };
        assert_eq!(told(&nothing), "least cost (2 of 2): no plan yet");
    }
}
