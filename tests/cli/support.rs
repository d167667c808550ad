//! Running the program, and folders to run it in.
#![allow(
    dead_code,
    reason = "each test crate uses its own part of what is shared here"
)]

use std::fs;
use std::path::Path;
use std::process::{Command, Output};

/// What came of a run.
pub struct Run {
    pub exit: Option<i32>,
    pub stdout: String,
    pub stderr: String,
}

impl From<Output> for Run {
    fn from(output: Output) -> Self {
        Self {
            exit: output.status.code(),
            stdout: String::from_utf8(output.stdout).expect("stdout is UTF-8"),
            stderr: String::from_utf8(output.stderr).expect("stderr is UTF-8"),
        }
    }
}

impl Run {
    #[track_caller]
    pub fn assert_exit(&self, code: i32) {
        assert_eq!(
            self.exit,
            Some(code),
            "stdout:\n{}\nstderr:\n{}",
            self.stdout,
            self.stderr
        );
    }
}

/// The program with arguments, in the folder of the package.
pub fn command(arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_skillmix"));
    command
        .args(arguments)
        .current_dir(env!("CARGO_MANIFEST_DIR"));
    command
}

/// Runs the program in the folder of the package.
pub fn skillmix(arguments: &[&str]) -> Run {
    command(arguments)
        .output()
        .expect("the program runs")
        .into()
}

/// Runs the program in a folder of its own.
pub fn skillmix_in(scratch: &Scratch, arguments: &[&str]) -> Run {
    command(arguments)
        .current_dir(scratch.0.path())
        .output()
        .expect("the program runs")
        .into()
}

/// A folder that goes away.
pub struct Scratch(tempfile::TempDir);

impl Scratch {
    pub fn new() -> Self {
        Self(tempfile::tempdir().expect("a folder"))
    }

    /// The path of a file in it.
    pub fn path(&self, name: &str) -> String {
        self.0.path().join(name).display().to_string()
    }

    pub fn read(&self, name: &str) -> String {
        fs::read_to_string(self.0.path().join(name)).expect("a file")
    }

    /// The names in it.
    pub fn entries(&self) -> Vec<String> {
        let mut names: Vec<String> = fs::read_dir(self.0.path())
            .expect("a folder")
            .map(|entry| entry.expect("an entry").file_name().display().to_string())
            .collect();
        names.sort();
        names
    }

    /// Copies the tiny instance and its care model into it, with more at the instance's end.
    pub fn tiny_with(&self, more: &str) {
        let package = Path::new(env!("CARGO_MANIFEST_DIR"));
        for (folder, file) in [("models", "tiny.toml"), ("instances", "tiny.toml")] {
            fs::create_dir_all(self.0.path().join(folder)).expect("a folder");
            let text = fs::read_to_string(package.join(folder).join(file)).expect("a file");
            let more = if folder == "instances" { more } else { "" };
            fs::write(self.0.path().join(folder).join(file), text + more).expect("written");
        }
    }
}

/// The plan that the program makes of the tiny instance.
pub fn plan_of_tiny() -> serde_json::Value {
    let run = skillmix(&[
        "solve",
        "instances/tiny.toml",
        "--no-worth",
        "--format",
        "json",
    ]);
    run.assert_exit(0);
    let mut answer: serde_json::Value = serde_json::from_str(&run.stdout).expect("JSON");
    answer["plan"].take()
}
