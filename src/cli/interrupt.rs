//! Ctrl-C: the first asks the solver to stop with the best plan so far, the second ends at once.

use super::terminal::Terminal;
use crate::solver::Stop;

/// Listens for Ctrl-C (and for being told to terminate). The flag becomes true at the first.
pub fn listen(terminal: Terminal) -> anyhow::Result<Stop> {
    let stop = Stop::default();
    let flag = stop.clone();
    ctrlc::set_handler(move || {
        if flag.ask() {
            terminal.error("stopped without an answer", &[]);
            #[expect(clippy::exit, reason = "somebody has asked twice")]
            std::process::exit(super::Exit::Interrupted as i32);
        }
    })?;
    Ok(stop)
}
