//! `.cargo/cmake` lays the tools that HiGHS is built with: what it runs, keeps and says, with
//! stand-ins for cmake, pip and the compiler on an otherwise bare `PATH`.
#![cfg(unix)]
#![expect(clippy::unwrap_used, reason = "a test that cannot go on should panic")]

use std::fs;
use std::os::unix::fs::{PermissionsExt, symlink};
use std::path::{Path, PathBuf};
use std::process::Command;

/// What the script may use of any machine.
const EVERYWHERE: [&str; 18] = [
    "cat", "chmod", "cksum", "cmp", "cp", "dirname", "find", "ln", "mkdir", "mktemp", "mv", "rm",
    "sed", "sh", "sort", "touch", "tr", "uname",
];

/// Notes each call; a build leaves a library, as `--install` does.
const CMAKE: &str = r#"
[ "$1" != --version ] || { echo "cmake version 3.25.1"; exit; }
echo "$*" >> "$LOG"
[ "$1" != --install ] || { mkdir -p "$4/lib"; echo built > "$4/lib/libhighs.a"; }
"#;

/// Stands in for `pip download` and for the unpacking of what was downloaded.
const PYTHON: &str = r#"
case "$2 $3" in
"pip --version") ;;
"pip download")
    echo "$*" >> "$LOG"
    while [ "$1" != --requirement ]; do shift; done
    cat "$2" >> "$LOG"
    mkdir "$4"
    touch "$4/tool.whl"
    ;;
"zipfile -e")
    mkdir -p "$5/cmake/data/bin" "$5/ninja/data/bin"
    printf '#!/bin/sh\necho fetched "$@" >> "$LOG"\n' > "$5/cmake/data/bin/cmake"
    touch "$5/ninja/data/bin/ninja"
    ;;
esac
"#;

const COMPILER: &str = "echo compiler 12.2";
const MAKE: &str = "";

/// A checkout in a folder whose name has a space, and a `PATH` of its own.
struct Machine {
    folder: tempfile::TempDir,
}

struct Said {
    ok: bool,
    stdout: String,
    stderr: String,
}

impl Machine {
    fn with(programs: &[(&str, &str)]) -> Self {
        let machine = Self {
            folder: tempfile::tempdir().unwrap(),
        };
        let ours = Path::new(env!("CARGO_MANIFEST_DIR")).join(".cargo");
        for folder in [".cargo", "bin", "source", "one/build", "two/build"] {
            fs::create_dir_all(machine.path(folder)).unwrap();
        }
        for file in ["cmake", "tools.txt"] {
            fs::copy(ours.join(file), machine.path(".cargo").join(file)).unwrap();
        }
        fs::write(machine.path("source/highs.cpp"), "int main() {}").unwrap();
        for name in EVERYWHERE {
            let path = std::env::var_os("PATH").unwrap();
            let real = std::env::split_paths(&path)
                .map(|p| p.join(name))
                .find(|p| p.exists());
            symlink(real.unwrap(), machine.path("bin").join(name)).unwrap();
        }
        for (name, text) in programs {
            machine.install(name, text);
        }
        machine
    }

    fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join("a checkout").join(name)
    }

    fn install(&self, name: &str, text: &str) {
        let file = self.path("bin").join(name);
        fs::write(&file, format!("#!/bin/sh\n{text}\n")).unwrap();
        fs::set_permissions(&file, fs::Permissions::from_mode(0o755)).unwrap();
    }

    fn command(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new(self.path(".cargo/cmake"));
        command
            .args(arguments)
            .env_clear()
            .env("PATH", self.path("bin"))
            .env("LOG", self.path("log"))
            .env("LIBCLANG_PATH", "the user's own");
        command
    }

    fn run(&self, arguments: &[&str]) -> Said {
        say(&mut self.command(arguments))
    }

    /// Configures and builds as the build script of highs-sys does.
    fn build(&self, profile: &str) -> Said {
        let prefix = self.path(profile);
        let build = prefix.join("build");
        let (prefix, build) = (prefix.to_str().unwrap(), build.to_str().unwrap());
        let configured = self.run(&[
            self.path("source").to_str().unwrap(),
            "-B",
            build,
            "-DZLIB=OFF",
            &format!("-DCMAKE_INSTALL_PREFIX={prefix}"),
            "-DCMAKE_CXX_COMPILER=c++",
        ]);
        if !configured.ok {
            return configured;
        }
        self.run(&[
            "--build", build, "--target", "install", "--config", "Release",
        ])
    }

    /// The calls noted since the last time, without the checkout's folder.
    fn calls(&self) -> String {
        let log = fs::read_to_string(self.path("log")).unwrap_or_default();
        let _ = fs::remove_file(self.path("log"));
        log.replace(self.path("").to_str().unwrap(), "")
    }
}

fn say(command: &mut Command) -> Said {
    let output = command.output().unwrap();
    Said {
        ok: output.status.success(),
        stdout: String::from_utf8(output.stdout).unwrap(),
        stderr: String::from_utf8(output.stderr).unwrap(),
    }
}

#[test]
fn a_recent_cmake_of_the_machine_is_used() {
    let machine = Machine::with(&[("cmake", CMAKE)]);
    let said = machine.run(&["--version"]);
    assert_eq!(
        (said.stdout.as_str(), said.stderr.as_str()),
        ("cmake version 3.25.1\n", "")
    );
    assert!(!machine.path("target/tools").exists());
}

#[test]
fn an_old_cmake_is_passed_over_for_the_pinned_wheel_and_fetched_once() {
    let old = "echo cmake version 3.14.9";
    let machine = Machine::with(&[("cmake", old), ("python3", PYTHON)]);
    assert!(machine.run(&["-E", "true"]).ok);
    let calls = machine.calls();
    assert!(calls.contains("--require-hashes"), "{calls}");
    assert!(
        calls.contains("\ncmake==4.4.4 \\\n    --hash=sha256:"),
        "{calls}"
    );
    assert!(!calls.contains("libclang=="), "{calls}");
    assert!(calls.ends_with("fetched -E true\n"), "{calls}");
    assert!(machine.run(&["-E", "false"]).ok);
    assert_eq!(machine.calls(), "fetched -E false\n");
    let left: Vec<_> = fs::read_dir(machine.path("target/tools"))
        .unwrap()
        .collect();
    assert_eq!(left.len(), 1, "{left:?}");
}

#[test]
fn what_is_missing_is_said_in_one_line() {
    let machine = Machine::with(&[]);
    let said = machine.run(&["--version"]);
    assert!(!said.ok);
    assert_eq!(
        said.stderr,
        "error: no cmake of 3.15 or later, and no python3 to fetch the Python wheel `cmake` \
         with: install one or the other\n"
    );
    machine.install("python3", "echo No module named pip >&2; exit 1");
    let said = machine.run(&["--version"]);
    assert!(!said.ok);
    assert_eq!(
        said.stderr,
        "error: no cmake of 3.15 or later, and no pip for python3 to fetch the Python wheel \
         `cmake` with: install one or the other\n"
    );
}

#[test]
fn what_pip_says_is_shown_when_it_fails_and_nothing_is_left() {
    let offline = r#"[ "$3" = --version ] || { echo no route to host; exit 1; }"#;
    let machine = Machine::with(&[("python3", offline)]);
    let said = machine.run(&["--version"]);
    assert!(!said.ok);
    assert_eq!(
        said.stderr,
        "no route to host\nerror: no cmake of 3.15 or later, and pip could not fetch the Python \
         wheel `cmake` 4.4.4 (see above): install one or the other\n"
    );
    assert_eq!(
        fs::read_dir(machine.path("target/tools")).unwrap().count(),
        0
    );
}

#[test]
fn a_missing_compiler_is_said_before_anything_is_configured() {
    let machine = Machine::with(&[("cmake", CMAKE)]);
    let said = machine.build("one");
    assert!(!said.ok);
    assert_eq!(
        said.stderr,
        "error: no C++ compiler: `c++` is not there; install one (g++ or clang)\n"
    );
    assert_eq!(machine.calls(), "");
}

#[test]
fn highs_is_compiled_once_for_two_profiles() {
    let machine = Machine::with(&[("cmake", CMAKE), ("c++", COMPILER), ("make", MAKE)]);
    let said = machine.build("one");
    assert!(said.ok, "{}", said.stderr);
    let calls = machine.calls();
    let calls: Vec<_> = calls.lines().collect();
    assert_eq!(calls.len(), 3, "{calls:?}");
    assert_eq!(
        calls[0],
        "source -B one/build -DZLIB=OFF -DCMAKE_INSTALL_PREFIX=one -DCMAKE_CXX_COMPILER=c++ \
         -DCMAKE_UNITY_BUILD=ON -DCMAKE_UNITY_BUILD_BATCH_SIZE=12 -DBUILD_TESTING=OFF"
    );
    assert_eq!(
        calls[1],
        "--build one/build --target install --config Release"
    );

    assert!(machine.build("two").ok);
    assert_eq!(machine.calls(), "");
    assert_eq!(
        fs::read_to_string(machine.path("two/lib/libhighs.a")).unwrap(),
        "built\n"
    );
}

#[test]
fn another_source_or_compiler_is_compiled_anew() {
    let machine = Machine::with(&[("cmake", CMAKE), ("c++", COMPILER), ("make", MAKE)]);
    assert!(machine.build("one").ok);
    machine.calls();
    fs::write(machine.path("source/highs.cpp"), "int main() { return 1; }").unwrap();
    assert!(machine.build("two").ok);
    assert!(machine.calls().contains("--build two/build"));
    machine.install("c++", "echo compiler 13.1");
    assert!(machine.build("two").ok);
    assert!(machine.calls().contains("--build two/build"));
    assert!(machine.build("two").ok);
    assert_eq!(machine.calls(), "");
}

#[test]
fn ninja_is_fetched_where_there_is_no_make() {
    let machine = Machine::with(&[("cmake", CMAKE), ("c++", COMPILER), ("python3", PYTHON)]);
    let said = machine.build("one");
    assert!(said.ok, "{}", said.stderr);
    let calls = machine.calls();
    let ninja = " -G Ninja -DCMAKE_MAKE_PROGRAM=target/tools/ninja-1.13.0/ninja/data/bin/ninja\n";
    assert!(calls.contains(ninja), "{calls}");
}

#[test]
fn a_libclang_of_the_machine_is_linked_and_one_the_user_names_is_left_alone() {
    let machine = Machine::with(&[("cmake", CMAKE)]);
    let llvm = machine.path("llvm");
    fs::create_dir_all(llvm.join("lib")).unwrap();
    for name in ["libclang.so.14", "libclang.dylib"] {
        fs::write(llvm.join("lib").join(name), "").unwrap();
    }
    machine.install("llvm-config", &format!("echo '{}'", llvm.display()));

    assert!(machine.run(&["--version"]).ok);
    assert!(!machine.path("target/tools/libclang").exists());

    let mut command = machine.command(&["--version"]);
    command.env("LIBCLANG_PATH", machine.path("target/tools/libclang"));
    for _ in 0..2 {
        assert!(say(&mut command).ok);
        assert!(
            machine
                .path("target/tools/libclang/libclang.so.14")
                .exists()
        );
    }
    assert_eq!(fs::read_dir(llvm.join("lib")).unwrap().count(), 2);
}
