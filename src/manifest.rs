//! What an answer was made from and with, so that somebody else can make it again: versions, the
//! inputs' hashes, the options, the gap. Nothing here changes from one run to the next, so the
//! same run gives the same bytes; wall times are kept apart (`report::Times`).

use serde::Serialize;

use crate::ids::ScenarioId;
use crate::instance::{InputFile, Instance};
use crate::solver::Options;

/// What an answer was made from and with.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Manifest {
    /// This program's version.
    pub skillmix_version: String,
    /// The solver's name and version.
    pub solver_version: String,
    /// The scenario of the instance's file, if the answer is to one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub scenario: Option<ScenarioId>,
    /// The files read, in order, each with the SHA-256 of its bytes.
    pub inputs: Vec<Input>,
    /// How it was asked to solve.
    pub options: AskedOptions,
}

/// A file that was read.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Input {
    /// Its path as given.
    pub path: String,
    /// Hex SHA-256 of its bytes.
    pub sha256: String,
}

/// How the program was asked to solve.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct AskedOptions {
    /// Roles switched off for this run.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub without: Vec<String>,
    /// Relative gap asked for.
    pub gap: f64,
    /// Time limit in seconds; none where there was no limit.
    pub time_limit_seconds: Option<f64>,
    /// Threads that one solve may use.
    pub threads: u32,
    /// Random seed.
    pub seed: u32,
}

impl Manifest {
    /// States what an answer to `instance` is made from and with. `solver_version` is what the
    /// solver says of itself.
    #[must_use]
    pub fn new(instance: &Instance, options: &Options, solver_version: String) -> Self {
        Self {
            skillmix_version: env!("CARGO_PKG_VERSION").to_owned(),
            solver_version,
            scenario: instance.scenario.clone(),
            inputs: instance.inputs.iter().map(Input::from).collect(),
            options: AskedOptions::new(instance, options),
        }
    }
}

impl From<&InputFile> for Input {
    fn from(file: &InputFile) -> Self {
        Self {
            path: file.path.clone(),
            sha256: file.sha256.clone(),
        }
    }
}

impl AskedOptions {
    fn new(instance: &Instance, options: &Options) -> Self {
        Self {
            without: instance.without.iter().map(ToString::to_string).collect(),
            gap: options.gap,
            time_limit_seconds: options.time_limit.map(|limit| limit.as_secs_f64()),
            threads: options.threads,
            seed: options.seed,
        }
    }
}
