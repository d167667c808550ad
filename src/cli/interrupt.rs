//! Ctrl-C: the first asks the solver to stop with the best plan so far, the second ends at once.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use super::terminal::Terminal;

/// Listens for Ctrl-C (and for being told to terminate). The flag becomes true at the first.
pub fn listen(terminal: Terminal) -> anyhow::Result<Arc<AtomicBool>> {
    let stop = Arc::new(AtomicBool::new(false));
    let flag = Arc::clone(&stop);
    ctrlc::set_handler(move || {
        if flag.swap(true, Ordering::SeqCst) {
            terminal.error("stopped without an answer", &[]);
            #[expect(clippy::exit, reason = "somebody has asked twice")]
            std::process::exit(super::Exit::Interrupted as i32);
        }
    })?;
    Ok(stop)
}
