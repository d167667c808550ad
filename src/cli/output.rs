//! Where an answer goes: stdout, or a file that is written whole or not at all.

use std::fs::{File, OpenOptions};
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use anyhow::{Context, bail};
use tempfile::{Builder, NamedTempFile};

use super::terminal::Terminal;
use crate::diagnostics::Files;

/// A place for an answer, known to be writable.
#[derive(Debug)]
pub enum Output {
    /// stdout.
    Stdout,
    /// A file, which may be there already.
    File(PathBuf),
    /// Something that is no plain file (`/dev/null`, a pipe): written straight to.
    Device(PathBuf),
}

impl Output {
    /// Finds out now, before hours of solving, whether the answer can be written at the end.
    /// Leaves nothing behind.
    pub fn prepare(path: Option<&Path>) -> anyhow::Result<Self> {
        let Some(path) = path.filter(|path| path.as_os_str() != "-") else {
            return Ok(Self::Stdout);
        };
        let output =
            Self::look_at(path).with_context(|| format!("cannot write `{}`", path.display()))?;
        Ok(output)
    }

    fn look_at(path: &Path) -> anyhow::Result<Self> {
        // A link is followed: what it leads to is replaced, not the link.
        let path = match path.canonicalize() {
            Ok(real) => real,
            Err(error) if error.kind() == io::ErrorKind::NotFound => path.to_owned(),
            Err(error) => return Err(error.into()),
        };
        match path.metadata() {
            Ok(found) if found.is_dir() => bail!("it is a folder"),
            Ok(found) if !found.is_file() => {
                OpenOptions::new().write(true).open(&path)?;
                return Ok(Self::Device(path));
            }
            Ok(_) => {
                OpenOptions::new().write(true).open(&path)?;
            }
            Err(error) if error.kind() == io::ErrorKind::NotFound => {
                if path.file_name().is_none() {
                    bail!("it names no file");
                }
            }
            Err(error) => return Err(error.into()),
        }
        let folder = folder_of(&path);
        if !folder.is_dir() {
            bail!("there is no folder `{}`", folder.display());
        }
        temporary_beside(&path)
            .with_context(|| format!("its folder `{}` cannot be written to", folder.display()))?;
        Ok(Self::File(path))
    }

    /// Refuses to write over a file that was read.
    pub fn spare(&self, inputs: &Files) -> anyhow::Result<()> {
        let Self::File(path) = self else {
            return Ok(());
        };
        // What is not there yet cannot be one of them.
        let Ok(real) = path.canonicalize() else {
            return Ok(());
        };
        let is_read = |input: &str| Path::new(input).canonicalize().is_ok_and(|p| p == real);
        match inputs.iter().find(|file| is_read(&file.path)) {
            Some(file) => bail!(
                "cannot write over `{}`: the instance is read from it; name another file",
                file.path
            ),
            None => Ok(()),
        }
    }

    /// Writes the answer.
    pub fn write(&self, bytes: &[u8], terminal: Terminal) -> anyhow::Result<()> {
        match self {
            Self::Stdout => terminal.answer(bytes),
            Self::File(path) => write_whole(path, bytes)
                .with_context(|| format!("cannot write `{}`", path.display())),
            Self::Device(path) => OpenOptions::new()
                .write(true)
                .open(path)
                .and_then(|mut device| device.write_all(bytes))
                .with_context(|| format!("cannot write `{}`", path.display())),
        }
    }

    /// Whether the answer goes to a file rather than to stdout.
    pub fn is_file(&self) -> bool {
        !matches!(self, Self::Stdout)
    }
}

/// Writes beside the file and renames: whoever looks sees the old file or the new one.
fn write_whole(path: &Path, bytes: &[u8]) -> io::Result<()> {
    let mut temporary = temporary_beside(path)?;
    temporary.write_all(bytes)?;
    temporary.as_file().sync_all()?;
    temporary.persist(path)?;
    // The rename itself is only safe once the folder is on disk, where that can be asked for.
    if let Ok(folder) = File::open(folder_of(path)) {
        let _ = folder.sync_all();
    }
    Ok(())
}

fn temporary_beside(path: &Path) -> io::Result<NamedTempFile> {
    let mut builder = Builder::new();
    builder.prefix(".skillmix-");
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        // As any new file: the user's umask decides. A file that is there keeps its own.
        let mode = path
            .metadata()
            .map_or(0o666, |found| found.permissions().mode() & 0o777);
        builder.permissions(std::fs::Permissions::from_mode(mode));
    }
    // Without the name of the temporary file, which says nothing to anyone.
    builder
        .tempfile_in(folder_of(path))
        .map_err(|error| error.kind().into())
}

fn folder_of(path: &Path) -> &Path {
    match path.parent() {
        Some(folder) if !folder.as_os_str().is_empty() => folder,
        _ => Path::new("."),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cli::MessageFormat;

    fn entries(folder: &Path) -> Vec<String> {
        let mut names: Vec<String> = std::fs::read_dir(folder)
            .expect("a folder")
            .map(|entry| entry.expect("an entry").file_name().display().to_string())
            .collect();
        names.sort();
        names
    }

    #[test]
    fn preparing_leaves_nothing_behind_and_writing_leaves_one_file() {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("answer.json");
        let output = Output::prepare(Some(&path)).expect("writable");
        assert!(entries(folder.path()).is_empty());
        let terminal = Terminal::new(MessageFormat::Human);
        output.write(b"one", terminal).expect("written");
        output.write(b"two", terminal).expect("written over");
        assert_eq!(entries(folder.path()), ["answer.json"]);
        assert_eq!(std::fs::read(&path).expect("read"), b"two");
    }

    #[test]
    fn a_folder_or_a_missing_one_is_refused_before_any_work() {
        let folder = tempfile::tempdir().expect("a folder");
        let error = Output::prepare(Some(folder.path())).expect_err("a folder");
        assert!(format!("{error:#}").contains("it is a folder"), "{error:#}");
        let missing = folder.path().join("no/such/answer.json");
        let error = Output::prepare(Some(&missing)).expect_err("no folder");
        let text = format!("{error:#}");
        assert!(
            text.contains("answer.json") && text.contains("there is no folder"),
            "{text}"
        );
        assert!(!text.contains(".skillmix-"), "{text}");
    }

    #[cfg(unix)]
    #[test]
    fn a_link_still_leads_to_the_answer() {
        let folder = tempfile::tempdir().expect("a folder");
        let (real, link) = (folder.path().join("real"), folder.path().join("link"));
        std::fs::write(&real, "old").expect("written");
        std::os::unix::fs::symlink(&real, &link).expect("linked");
        let output = Output::prepare(Some(&link)).expect("writable");
        output
            .write(b"new", Terminal::new(MessageFormat::Human))
            .expect("written");
        assert_eq!(std::fs::read(&real).expect("read"), b"new");
        assert!(link.is_symlink());
    }
}
