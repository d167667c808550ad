//! Frontiers: what the best plan is at each value of one or two quantities.
//!
//! `grid` lays out the points and the chains that they are solved in, `chain` solves a chain, `home` is
//! the point from which all begin, `run` has threads solve chains, `results` keeps what is found in a
//! file that survives a kill, `monotone` looks for points that contradict each other.
//!
//! **The same bytes whatever the threads, and however often it is killed.** A chain is a fixed sequence
//! of solves, each a function of its points, of home, and of where the chain begins; home and where
//! chains begin are found by one thread, by a fixed sequence too; chains depend on the grid alone. After a kill a chain
//! that is not whole begins again from its first point: what comes of it is the same, and points that
//! are in the file already stay as they are. Nothing that differs from run to run (times, threads) is
//! among the figures. Only a time limit may tell runs apart.

mod chain;
pub mod grid;
mod home;
mod mend;
pub mod monotone;
mod nested;
mod proof;
pub mod quantity;
pub mod range;
pub mod results;
mod run;

use crate::diagnostics::Diagnostic;
use crate::document::Document;
use crate::instance::Instance;
use crate::reading::changed;
use crate::solver::Options;

use grid::Grid;

pub use mend::mend;
pub use run::{At, Stopped, run};

/// How points are solved.
#[derive(Debug, Clone, PartialEq)]
pub struct How {
    /// How each is solved; the time limit is a point's.
    pub options: Options,
    /// Whether nothing need be whole.
    pub relaxed: bool,
}

/// The instance at a point of a grid, from the files as they were read.
///
/// # Errors
///
/// What is wrong with the files at that point.
pub fn instance_at(
    document: &Document,
    grid: &Grid,
    point: usize,
) -> Result<Instance, Vec<Diagnostic>> {
    let reading = changed(document, &|document, found| {
        grid.change(point, document, found);
    });
    reading.instance.ok_or(reading.diagnostics)
}
