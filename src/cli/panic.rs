//! A panic is our fault and never the user's: a short message, exit code 70, no backtrace noise.

use std::io::Write;
use std::panic::PanicHookInfo;

/// Makes a panic anywhere (worker threads and the solver's callbacks too) end the program with
/// exit code 70.
pub fn install_hook() {
    std::panic::set_hook(Box::new(|panic| {
        let _ = std::io::stderr()
            .lock()
            .write_all(message(panic).as_bytes());
        #[expect(
            clippy::exit,
            reason = "a panic in another thread or in a callback from C has no way back to main"
        )]
        std::process::exit(70)
    }));
}

fn message(panic: &PanicHookInfo) -> String {
    let what = panic
        .payload()
        .downcast_ref::<&str>()
        .map(ToString::to_string)
        .or_else(|| panic.payload().downcast_ref::<String>().cloned())
        .unwrap_or_else(|| "no message".to_owned());
    let place = panic
        .location()
        .map_or_else(String::new, |at| format!(" at {}:{}", at.file(), at.line()));
    format!(
        "error: skillmix {} has a fault{place}: {what}\n  = help: this is our fault, not yours: \
         please report it, with this message and the instance if you may share it\n",
        env!("CARGO_PKG_VERSION")
    )
}
