//! Reading files: within bounds of size and place, as UTF-8, with a hash of each.

use std::fmt::Write as _;
use std::io::Read as _;
use std::path::{Component, Path, PathBuf};

use sha2::{Digest, Sha256};

use crate::diagnostics::{Diagnostic, Explanation, FileId, Files, Location, SourceFile};

/// The most that a file may hold, in bytes.
pub const LARGEST_FILE: u64 = 16 * 1024 * 1024;

pub(super) const CODES: &[Explanation] = &[
    Explanation {
        code: "D001",
        title: "a file cannot be read",
        what: "The file does not exist, is a folder, or may not be read.",
        why: "Everything else is in it.",
        example: "care_model = \"../models/talking-therapy.toml\"   # the file is talking-therapies.toml",
        fix: "Check the path. Paths in a file are relative to the folder of that file.",
    },
    Explanation {
        code: "D002",
        title: "a file is too large",
        what: "The file holds more than 16 MiB.",
        why: "No instance needs that much; it is most likely another file.",
        example: "file = \"all-patients.csv\"",
        fix: "Name the right file. A table of services has one row a service.",
    },
    Explanation {
        code: "D003",
        title: "a file is not UTF-8",
        what: "The file holds a byte that is not part of UTF-8 text.",
        why: "TOML is UTF-8 by definition, and names would be read wrongly.",
        example: "A CSV saved by a spreadsheet as `CSV` rather than `CSV UTF-8`, with a £ or an accent in it.",
        fix: "Save the file as UTF-8.",
    },
    Explanation {
        code: "D004",
        title: "a file is empty",
        what: "The file holds nothing but blanks.",
        why: "There is nothing to solve, and it is often a file that failed to be written.",
        example: "An instance of 0 bytes.",
        fix: "Write the file again, or start from one in `instances/`.",
    },
    Explanation {
        code: "D006",
        title: "a path leads out of the folder",
        what: "A path in a file is absolute, or goes up more than one folder.",
        why: "An instance and its care model travel together; files from elsewhere would make the answer depend on the machine.",
        example: "care_model = \"/home/me/models/mine.toml\"",
        fix: "Put the file beside the instance or in a folder next to its folder, and name it as `other.toml` or `../models/other.toml`.",
    },
];

/// Reads a file as text. What is wrong is said at `named_at` (where another file names this
/// one), or of the file itself.
pub(super) fn read(
    files: &mut Files,
    path: &Path,
    shown: &str,
    named_at: Option<&Location>,
) -> Result<FileId, Box<Diagnostic>> {
    let bytes = read_bytes(path);
    let bytes = match bytes {
        Ok(bytes) => bytes,
        Err(error) => {
            let place = named_at.cloned().unwrap_or_else(|| {
                let id = files.add(SourceFile {
                    path: shown.to_owned(),
                    text: "".into(),
                    sha256: String::new(),
                });
                Location::new(id, 0..0)
            });
            return Err(Box::new(match error {
                ReadError::TooLarge(size) => Diagnostic::error(
                    "D002",
                    format!("`{shown}` holds {size} bytes; the most is {LARGEST_FILE} (16 MiB)"),
                )
                .at(place, "this file")
                .help("name the right file; no instance or care model needs that much"),
                ReadError::Io(_) if path.is_dir() => {
                    Diagnostic::error("D001", format!("`{shown}` is a folder, not a file"))
                        .at(place, "this path")
                        .help("name the file in it that is meant")
                }
                ReadError::Io(error) => {
                    Diagnostic::error("D001", format!("cannot read `{shown}`: {error}"))
                        .at(place, "this file")
                        .help(similar_file(path, shown))
                }
            }));
        }
    };
    let sha256 = hash(&bytes);
    match String::from_utf8(bytes) {
        Ok(text) => {
            let blank = text.trim_start_matches('\u{feff}').trim().is_empty();
            let id = files.add(SourceFile {
                path: shown.to_owned(),
                text: text.into(),
                sha256,
            });
            if blank {
                let error = Diagnostic::error("D004", format!("`{shown}` is empty"))
                    .at(Location::new(id, 0..0), "nothing here")
                    .help("write the file again, or start from one in `instances/`");
                return Err(Box::new(error));
            }
            Ok(id)
        }
        Err(error) => {
            let offset = error.utf8_error().valid_up_to();
            let byte = error.as_bytes().get(offset).copied().unwrap_or_default();
            let text = String::from_utf8_lossy(error.as_bytes()).into_owned();
            let id = files.add(SourceFile {
                path: shown.to_owned(),
                text: text.into(),
                sha256,
            });
            let error = Diagnostic::error(
                "D003",
                format!("`{shown}` is not UTF-8: byte 0x{byte:02X} at offset {offset}"),
            )
            .at(Location::new(id, offset..offset), "not text from here")
            .help("save the file as UTF-8 (in a spreadsheet: `CSV UTF-8`)");
            Err(Box::new(error))
        }
    }
}

enum ReadError {
    Io(std::io::Error),
    TooLarge(u64),
}

fn read_bytes(path: &Path) -> Result<Vec<u8>, ReadError> {
    let file = std::fs::File::open(path).map_err(ReadError::Io)?;
    let size = file.metadata().map_err(ReadError::Io)?.len();
    if size > LARGEST_FILE {
        return Err(ReadError::TooLarge(size));
    }
    let mut bytes = Vec::new();
    // What is not a plain file does not know its size.
    file.take(LARGEST_FILE + 1)
        .read_to_end(&mut bytes)
        .map_err(ReadError::Io)?;
    if bytes.len() as u64 > LARGEST_FILE {
        return Err(ReadError::TooLarge(bytes.len() as u64));
    }
    Ok(bytes)
}

/// Hex SHA-256 of bytes.
#[must_use]
pub fn hash(bytes: &[u8]) -> String {
    let mut hex = String::new();
    for byte in Sha256::digest(bytes) {
        let _ = write!(hex, "{byte:02x}");
    }
    hex
}

/// Where there is a file of nearly the same name beside it, its name.
fn similar_file(path: &Path, shown: &str) -> String {
    let wanted = path.file_name().and_then(|name| name.to_str());
    let mut names: Vec<String> = path
        .parent()
        .map(|folder| {
            if folder.as_os_str().is_empty() {
                Path::new(".")
            } else {
                folder
            }
        })
        .and_then(|folder| std::fs::read_dir(folder).ok())
        .into_iter()
        .flatten()
        .filter_map(|entry| entry.ok()?.file_name().into_string().ok())
        .collect();
    names.sort();
    match wanted.and_then(|wanted| {
        crate::diagnostics::suggest::nearest(wanted, names.iter().map(String::as_str))
    }) {
        Some(name) => format!("there is a `{name}` in the same folder"),
        None => format!("check the path `{shown}`; paths in a file are relative to its folder"),
    }
}

/// The path that `named` means in a file that lies at `beside`, and how messages show it; none
/// where it leads out of the folder's parent.
pub(super) fn resolve(beside: &Path, named: &str) -> Option<(PathBuf, String)> {
    let named_path = Path::new(named);
    let mut depth = 0_i32;
    for component in named_path.components() {
        match component {
            Component::Normal(_) => depth += 1,
            Component::CurDir => {}
            Component::ParentDir => {
                depth -= 1;
                if depth < -1 {
                    return None;
                }
            }
            Component::RootDir | Component::Prefix(_) => return None,
        }
    }
    let path = beside.parent().unwrap_or(Path::new("")).join(named_path);
    Some((path.clone(), show(&path)))
}

/// A path without `.` and without the `..` that can be spared, with `/` between its parts.
pub(super) fn show(path: &Path) -> String {
    let mut parts: Vec<String> = Vec::new();
    let mut root = "";
    for component in path.components() {
        match component {
            Component::CurDir => {}
            Component::RootDir => root = "/",
            Component::ParentDir if parts.last().is_some_and(|part| part != "..") => {
                parts.pop();
            }
            other => parts.push(other.as_os_str().to_string_lossy().into_owned()),
        }
    }
    format!("{root}{}", parts.join("/"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_path_may_go_up_one_folder_and_no_further() {
        let beside = Path::new("data/instances/x.toml");
        let shown = |named| resolve(beside, named).map(|(_, shown)| shown);
        assert_eq!(shown("a.csv").as_deref(), Some("data/instances/a.csv"));
        assert_eq!(
            shown("../models/m.toml").as_deref(),
            Some("data/models/m.toml")
        );
        assert_eq!(shown("../../m.toml"), None);
        assert_eq!(shown("../a/../../m.toml"), None);
        assert_eq!(shown("/etc/passwd"), None);
    }

    #[test]
    fn a_path_that_cannot_be_shortened_keeps_its_dots() {
        assert_eq!(show(Path::new("../models/./m.toml")), "../models/m.toml");
        assert_eq!(show(Path::new("/tmp/a/../b.toml")), "/tmp/b.toml");
    }
}
