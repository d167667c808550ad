//! Random plans by month, as the files that a user would write: a care model and an instance, read
//! the whole way. What is in them is a set of features, so that a failing case shrinks to the few
//! that it takes.

#[path = "over_time/care.rs"]
#[expect(
    clippy::format_push_string,
    reason = "short texts, plainly put together"
)]
mod care;
#[path = "over_time/knobs.rs"]
mod knobs;
#[path = "over_time/place.rs"]
#[expect(
    clippy::format_push_string,
    reason = "short texts, plainly put together"
)]
mod place;
#[path = "over_time/rules.rs"]
mod rules;

use std::path::Path;

pub use knobs::{Feature, Knobs, knobs};
use skillmix::diagnostics::{Severity, render};
use skillmix::instance::Instance;
use skillmix::reading::read_instance;

/// The two files' names.
const CARE_MODEL: &str = "care.toml";
const INSTANCE: &str = "instance.toml";

/// The files that knobs stand for: the care model and the instance.
pub fn texts(knobs: &Knobs) -> (String, String) {
    (care::text(knobs), place::text(knobs))
}

/// The instance that knobs stand for, read from its files, or what is wrong with them.
pub fn read(knobs: &Knobs) -> Result<Instance, String> {
    let folder = tempfile::tempdir().map_err(|error| error.to_string())?;
    let (care, instance) = texts(knobs);
    let write = |name: &str, text: &str| {
        std::fs::write(folder.path().join(name), text).map_err(|error| error.to_string())
    };
    write(CARE_MODEL, &care)?;
    write(INSTANCE, &instance)?;
    read_file(&folder.path().join(INSTANCE))
        .map_err(|said| format!("{said}\n--- {INSTANCE}\n{instance}\n--- {CARE_MODEL}\n{care}"))
}

fn read_file(path: &Path) -> Result<Instance, String> {
    let reading = read_instance(path);
    let errors: Vec<_> = reading
        .diagnostics
        .iter()
        .filter(|diagnostic| diagnostic.severity == Severity::Error)
        .cloned()
        .collect();
    reading
        .instance
        .ok_or_else(|| render(&errors, &reading.files, false))
}

/// A number as files write it: thousandths are enough.
fn number(value: f64) -> String {
    let rounded = (value * 1e3).round() / 1e3;
    // Without a sign where there is nothing.
    format!("{}", if rounded == 0.0 { 0.0 } else { rounded })
}
