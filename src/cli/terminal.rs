//! What is printed where. Nothing here panics when a reader has gone away.

use std::io::{self, IsTerminal, Write};

use anyhow::Context;

use super::MessageFormat;
use crate::diagnostics::{Diagnostic, Files, render, to_json_lines};

/// The streams, and how messages are written.
#[derive(Debug, Clone, Copy)]
pub struct Terminal {
    format: MessageFormat,
    colour: bool,
}

impl Terminal {
    /// Finds out whether messages may be in colour.
    pub fn new(format: MessageFormat) -> Self {
        let refused = std::env::var_os("NO_COLOR").is_some_and(|value| !value.is_empty());
        let dumb = std::env::var_os("TERM").is_some_and(|value| value == "dumb");
        Self {
            format,
            colour: !refused && !dumb && io::stderr().is_terminal(),
        }
    }

    /// Writes the answer to stdout. A reader that has gone away has seen enough: no error.
    #[expect(clippy::unused_self, reason = "whoever prints holds a terminal")]
    pub fn answer(self, bytes: &[u8]) -> anyhow::Result<()> {
        let mut stdout = io::stdout().lock();
        match stdout.write_all(bytes).and_then(|()| stdout.flush()) {
            Err(error) if error.kind() != io::ErrorKind::BrokenPipe => {
                Err(error).context("cannot write to stdout")
            }
            _ => Ok(()),
        }
    }

    /// Writes diagnostics to stderr.
    pub fn diagnostics(self, diagnostics: &[Diagnostic], files: &Files) {
        if diagnostics.is_empty() {
            return;
        }
        write_to_stderr(&match self.format {
            MessageFormat::Human => render(diagnostics, files, self.colour),
            MessageFormat::Json => to_json_lines(diagnostics, files),
        });
    }

    /// Whether messages are for people.
    pub fn is_for_people(self) -> bool {
        self.format == MessageFormat::Human
    }

    /// Writes an error that is about no place in a file.
    pub fn error(self, message: &str, help: &[&str]) {
        self.message(None, message, help);
    }

    /// Writes an outcome that is no answer, under its code.
    pub fn outcome(self, code: &str, message: &str, help: &[&str]) {
        self.message(Some(code), message, help);
    }

    /// Writes something worth knowing; people only.
    pub fn note(self, message: &str) {
        if self.format == MessageFormat::Human {
            write_to_stderr(&format!("{message}\n"));
        }
    }

    /// Writes text as it is; people only.
    pub fn text(self, text: &str) {
        if self.format == MessageFormat::Human {
            write_to_stderr(text);
        }
    }

    fn message(self, code: Option<&str>, message: &str, help: &[&str]) {
        let text = match self.format {
            MessageFormat::Human => {
                let code = code.map_or_else(String::new, |code| format!("[{code}]"));
                let mut text = format!("error{code}: {message}\n");
                for help in help {
                    text = format!("{text}  = help: {help}\n");
                }
                text
            }
            MessageFormat::Json => {
                let line = serde_json::json!({
                    "code": code,
                    "severity": "error",
                    "message": message,
                    "help": help,
                });
                format!("{line}\n")
            }
        };
        write_to_stderr(&text);
    }
}

/// Whether somebody watches stderr.
pub fn stderr_is_watched() -> bool {
    io::stderr().is_terminal()
}

/// Where even stderr is gone there is nobody to tell.
fn write_to_stderr(text: &str) {
    let _ = io::stderr().lock().write_all(text.as_bytes());
}
