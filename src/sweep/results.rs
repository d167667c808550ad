//! The file that a sweep's results are kept in: a line that says what they are results of, then a line
//! a point, written as points are found. It survives a kill at any moment: a line is whole or it is the
//! last and is dropped. When every point is there the file is put in order, whole or not at all.

use std::collections::BTreeMap;
use std::fs::{File, OpenOptions, TryLockError};
use std::io::{self, Read, Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};

use super::grid::Grid;
use crate::report::sweep::Row;

/// The version of the file's form.
const VERSION: u32 = 1;

/// What results are results of. Two sweeps with the same header have the same results.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Header {
    /// The version of the file's form.
    pub skillmix_sweep_results: u32,
    /// The program's version.
    pub skillmix_version: String,
    /// The solver's name and version.
    pub solver_version: String,
    /// The instance's name.
    pub instance: String,
    /// The files read, in order.
    pub inputs: Vec<Input>,
    /// The scenario; none: the instance as it stands.
    pub scenario: Option<String>,
    /// What is varied.
    pub vary: Vec<Varied>,
    /// How many points there are.
    pub points: usize,
    /// Whether nothing need be whole.
    pub relaxed: bool,
    /// The gap asked for, as a share.
    pub gap: f64,
    /// The random seed.
    pub seed: u32,
    /// The most that a point may take, seconds.
    pub time_limit_seconds: Option<f64>,
}

/// A file that was read.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Input {
    /// Its path as given.
    pub path: String,
    /// Hex SHA-256 of its bytes.
    pub sha256: String,
}

/// A quantity that is varied, as asked.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Varied {
    /// The quantity.
    pub quantity: String,
    /// The range.
    pub range: String,
}

impl Header {
    /// The version that this program writes.
    pub const VERSION: u32 = VERSION;

    /// How it differs from the header of a file, in words; empty: not at all. A file may have been
    /// read by another path: what it said counts.
    #[must_use]
    pub fn differences(&self, there: &Self) -> Vec<String> {
        let mut found = Vec::new();
        let mut compare = |what: &str, here: String, there: String| {
            if here != there {
                found.push(format!("{what}: {there} in the file, {here} now"));
            }
        };
        let version = |header: &Self| header.skillmix_sweep_results.to_string();
        compare("form of the file", version(self), version(there));
        compare(
            "version of skillmix",
            self.skillmix_version.clone(),
            there.skillmix_version.clone(),
        );
        compare(
            "solver",
            self.solver_version.clone(),
            there.solver_version.clone(),
        );
        let quoted = |text: &str| format!("`{text}`");
        compare("instance", quoted(&self.instance), quoted(&there.instance));
        let scenario = |header: &Self| {
            let name = header.scenario.as_deref();
            name.map_or_else(|| "none".to_owned(), |name| format!("`{name}`"))
        };
        compare("scenario", scenario(self), scenario(there));
        let vary = |header: &Self| {
            let all = header.vary.iter();
            let all: Vec<String> = all.map(|v| format!("{}={}", v.quantity, v.range)).collect();
            all.join(" and ")
        };
        compare("what is varied", vary(self), vary(there));
        let relaxed = |header: &Self| {
            let words = if header.relaxed {
                "fractions of people"
            } else {
                "whole people"
            };
            words.to_owned()
        };
        compare("plans", relaxed(self), relaxed(there));
        compare("gap", self.gap.to_string(), there.gap.to_string());
        compare("seed", self.seed.to_string(), there.seed.to_string());
        let limit = |header: &Self| {
            let seconds = header.time_limit_seconds;
            seconds.map_or_else(|| "none".to_owned(), |seconds| format!("{seconds} s"))
        };
        compare("time limit of a point", limit(self), limit(there));
        if self.inputs.len() == there.inputs.len() {
            let changed = self.inputs.iter().zip(&there.inputs);
            for (here, there) in changed.filter(|(here, there)| here.sha256 != there.sha256) {
                found.push(format!(
                    "`{}` says something else now (SHA-256 {}… in the file, {}… now)",
                    here.path,
                    short(&there.sha256),
                    short(&here.sha256)
                ));
            }
        } else {
            let (here, there) = (self.inputs.len(), there.inputs.len());
            found.push(format!("files read: {there} in the file, {here} now"));
        }
        found
    }
}

fn short(hash: &str) -> &str {
    hash.get(..8).unwrap_or(hash)
}

/// Why results cannot be kept in a file, or taken from it.
#[derive(Debug, thiserror::Error)]
pub enum ResultsError {
    /// The system refuses.
    #[error("cannot {doing} `{path}`: {error}")]
    System {
        /// What was to be done.
        doing: &'static str,
        /// The file.
        path: String,
        /// What the system says.
        error: io::Error,
    },
    /// It is a folder, a device, a pipe.
    #[error("`{0}` is no plain file: results cannot be kept in it")]
    NoFile(String),
    /// Another run is at work on it.
    #[error("another run is at work on `{0}`")]
    InUse(String),
    /// There are results in it, and nobody asked to go on with them.
    #[error("`{path}` has results in it already ({points} of {of} points)")]
    Exists {
        /// The file.
        path: String,
        /// How many.
        points: usize,
        /// Of how many.
        of: usize,
    },
    /// It is some other file.
    #[error("`{0}` holds something else than a sweep's results")]
    Other(String),
    /// It holds results of something else.
    #[error("`{path}` has results of another sweep: {}", .differences.join("; "))]
    Different {
        /// The file.
        path: String,
        /// What differs, in words.
        differences: Vec<String>,
    },
    /// A line in its midst cannot be read.
    #[error("line {line} of `{path}` cannot be read")]
    Damaged {
        /// The file.
        path: String,
        /// Its number, from 1.
        line: usize,
    },
}

impl ResultsError {
    /// What to do.
    #[must_use]
    pub fn help(&self) -> &'static str {
        match self {
            Self::System { .. } => {
                "what was found before is in the file: with --resume the sweep goes on from there"
            }
            Self::NoFile(_) | Self::Other(_) => "name another file after --results",
            Self::InUse(_) => "wait until it has ended, or name another file after --results",
            Self::Exists { .. } => "go on with them (--resume), or name another file",
            Self::Different { .. } => {
                "ask for the same sweep again, or name another file after --results"
            }
            Self::Damaged { .. } => {
                "take the lines from that one on out of the file, and go on with --resume"
            }
        }
    }
}

/// A file of results, for this run alone while it is open.
#[derive(Debug)]
pub struct Results {
    path: PathBuf,
    file: File,
    /// The first line, as it stands.
    header: String,
    /// The line of each point that is there.
    lines: BTreeMap<usize, String>,
    /// Where the last whole line ends.
    end: u64,
    /// Whether lines stand in the order of points.
    in_order: bool,
}

impl Results {
    /// Opens a file for results, with those that are there. What a kill left of a line is dropped.
    ///
    /// # Errors
    ///
    /// When it cannot be written, another run has it, or what is in it are other results, or results
    /// that nobody asked to go on with.
    pub fn open(
        path: &Path,
        header: &Header,
        grid: &Grid,
        resume: bool,
    ) -> Result<(Self, Vec<Row>), ResultsError> {
        let shown = || path.display().to_string();
        let file = locked(path)?;
        let mut results = Self {
            path: path.to_owned(),
            file,
            header: String::new(),
            lines: BTreeMap::new(),
            end: 0,
            in_order: true,
        };
        let mut bytes = Vec::new();
        let read = results.file.read_to_end(&mut bytes);
        read.map_err(|error| results.system("read", error))?;
        let whole = bytes
            .iter()
            .rposition(|byte| *byte == b'\n')
            .map_or(0, |at| at + 1);
        if whole == 0 {
            // Nothing yet, or a first line that a kill cut short.
            if !begins_like(&bytes, header) {
                return Err(ResultsError::Other(shown()));
            }
            results.cut(0)?;
            results.header = line_of(header);
            let line = results.header.clone();
            results.append(&line)?;
            return Ok((results, Vec::new()));
        }
        let text = String::from_utf8_lossy(&bytes[..whole]);
        let mut lines = text.lines();
        let first = lines.next().unwrap_or_default();
        let Ok(there) = serde_json::from_str::<Header>(first) else {
            return Err(ResultsError::Other(shown()));
        };
        let differences = header.differences(&there);
        if !differences.is_empty() {
            let path = shown();
            return Err(ResultsError::Different { path, differences });
        }
        let mut rows = Vec::new();
        for (place, line) in lines.enumerate() {
            let row = serde_json::from_str::<Row>(line).ok();
            let row = row.and_then(|row| Some((grid.point(&row.at)?, row)));
            let Some((point, row)) = row else {
                let (path, line) = (shown(), place + 2);
                return Err(ResultsError::Damaged { path, line });
            };
            if results.lines.contains_key(&point) {
                results.in_order = false;
                continue;
            }
            results.note(point, line.to_owned());
            rows.push(row);
        }
        if !resume {
            return Err(ResultsError::Exists {
                path: shown(),
                points: rows.len(),
                of: grid.size(),
            });
        }
        first.clone_into(&mut results.header);
        results.cut(u64::try_from(whole).unwrap_or(u64::MAX))?;
        Ok((results, rows))
    }

    /// Adds a point, and hands its row back as the file has it.
    ///
    /// # Errors
    ///
    /// When it cannot be written: then no part of it stays, where the system lets that be.
    pub fn add(&mut self, point: usize, row: &Row) -> Result<(), ResultsError> {
        let line = line_of(row);
        self.append(&line)?;
        self.note(point, line);
        Ok(())
    }

    /// Puts another row in the place of a point's; it is written when the file is put in order.
    pub fn replace(&mut self, point: usize, row: &Row) {
        self.in_order = false;
        self.lines.insert(point, line_of(row));
    }

    /// Puts the points in order. Whoever looks sees the file as it was, or as it is to be.
    ///
    /// # Errors
    ///
    /// When that cannot be written; the file stays as it was, with every point in it.
    pub fn finish(mut self) -> Result<(), ResultsError> {
        if self.in_order {
            let synced = self.file.sync_all();
            return synced.map_err(|error| self.system("write", error));
        }
        let beside = self.beside();
        let written = self.write_whole(&beside);
        if let Err(error) = written {
            let _ = std::fs::remove_file(&beside);
            return Err(self.system("put in order", error));
        }
        Ok(())
    }

    fn write_whole(&mut self, beside: &Path) -> io::Result<()> {
        let mut text = format!("{}\n", self.header);
        for line in self.lines.values() {
            text.push_str(line);
            text.push('\n');
        }
        let mut whole = File::create(beside)?;
        whole.set_permissions(self.file.metadata()?.permissions())?;
        whole.write_all(text.as_bytes())?;
        whole.sync_all()?;
        std::fs::rename(beside, &self.path)
    }

    /// The name under which the file is put in order: one name, so that kills leave one such file at
    /// most, and the next run writes over it.
    fn beside(&self) -> PathBuf {
        let mut name = std::ffi::OsString::from(".");
        name.push(self.path.file_name().unwrap_or_default());
        name.push(".in-order");
        self.path.with_file_name(name)
    }

    fn note(&mut self, point: usize, line: String) {
        let is_last = self
            .lines
            .last_key_value()
            .is_none_or(|(last, _)| *last < point);
        self.in_order &= is_last;
        self.lines.insert(point, line);
    }

    /// Appends a line in one write.
    fn append(&mut self, line: &str) -> Result<(), ResultsError> {
        let bytes = format!("{line}\n").into_bytes();
        if let Err(error) = self.file.write_all(&bytes) {
            // Half a line would be dropped by the next run too.
            let _ = self.cut(self.end);
            return Err(self.system("write", error));
        }
        self.end += u64::try_from(bytes.len()).unwrap_or_default();
        Ok(())
    }

    /// Cuts the file off, and goes on from there.
    fn cut(&mut self, end: u64) -> Result<(), ResultsError> {
        self.end = end;
        self.file
            .set_len(end)
            .and_then(|()| self.file.seek(SeekFrom::Start(end)))
            .map(|_| ())
            .map_err(|error| self.system("write", error))
    }

    fn system(&self, doing: &'static str, error: io::Error) -> ResultsError {
        system(&self.path, doing, error)
    }
}

fn system(path: &Path, doing: &'static str, error: io::Error) -> ResultsError {
    ResultsError::System {
        doing,
        path: path.display().to_string(),
        error,
    }
}

/// Opens a plain file and locks it: the lock goes when the process does, however that ends.
fn locked(path: &Path) -> Result<File, ResultsError> {
    /// So often the file may have been replaced between opening and locking.
    const TRIES: usize = 100;
    let shown = || path.display().to_string();
    if path.metadata().is_ok_and(|found| !found.is_file()) {
        return Err(ResultsError::NoFile(shown()));
    }
    for _ in 0..TRIES {
        let file = OpenOptions::new()
            .read(true)
            .write(true)
            .create(true)
            .truncate(false)
            .open(path)
            .map_err(|error| system(path, "write", error))?;
        match file.try_lock() {
            Ok(()) if is_still(&file, path) => return Ok(file),
            // A run that ended meanwhile has put another in its place.
            Ok(()) => {}
            Err(TryLockError::WouldBlock) => return Err(ResultsError::InUse(shown())),
            Err(TryLockError::Error(error)) => return Err(system(path, "lock", error)),
        }
    }
    Err(ResultsError::InUse(shown()))
}

/// Whether a path still leads to the file that was opened.
#[cfg(unix)]
fn is_still(file: &File, path: &Path) -> bool {
    use std::os::unix::fs::MetadataExt;
    match (file.metadata(), path.metadata()) {
        (Ok(one), Ok(other)) => (one.dev(), one.ino()) == (other.dev(), other.ino()),
        _ => false,
    }
}

#[cfg(not(unix))]
fn is_still(_: &File, path: &Path) -> bool {
    path.is_file()
}

/// Whether a file without a whole line may be the beginning of ours.
fn begins_like(bytes: &[u8], header: &Header) -> bool {
    let ours = line_of(header);
    let known = ours.find(':').unwrap_or_default();
    let length = bytes.len().min(known);
    bytes.get(..length) == ours.as_bytes().get(..length)
}

/// A line of JSON; what is written here has no numbers or keys that JSON does not.
fn line_of<T: Serialize>(what: &T) -> String {
    serde_json::to_string(what).unwrap_or_default()
}

#[cfg(test)]
mod tests;
