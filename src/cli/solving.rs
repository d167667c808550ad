//! The options of commands that solve to answer a question.

use std::time::Duration;

use clap::{Args, value_parser};

use super::values;
use crate::solver::Options;

/// How to solve.
#[derive(Debug, Args)]
pub struct Solving {
    /// Prove plans this close to the best possible: a share or a percentage
    /// [default: the instance's `gap_share`, else 0.01%]
    #[arg(long, value_parser = values::gap, allow_hyphen_values = true)]
    pub gap: Option<f64>,
    /// Stop after this time (such as 60s, 2m, 1h) with what is known so far
    #[arg(long, value_name = "TIME", value_parser = values::duration, allow_hyphen_values = true)]
    pub time_limit: Option<Duration>,
    /// Threads that one solve may use
    #[arg(long, value_name = "N", default_value_t = 1, allow_negative_numbers = true, value_parser = value_parser!(u32).range(1..=1024))]
    threads: u32,
    /// Random seed
    #[arg(long, value_name = "N", default_value_t = 0, allow_negative_numbers = true, value_parser = value_parser!(u32).range(..=0x7fff_ffff))]
    seed: u32,
}

impl Solving {
    /// The same for the solver; the gap where none is given.
    pub fn options(&self, gap: f64) -> Options {
        Options {
            gap: self.gap.unwrap_or(gap),
            time_limit: self.time_limit,
            threads: self.threads,
            seed: self.seed,
            ..Options::default()
        }
    }
}
