//! Whatever bytes stand in the files: no panic, and every refusal has a code of the catalogue
//! and a place in a file.

#![expect(clippy::unwrap_used, reason = "a test may fail")]

use std::path::Path;

use proptest::prelude::*;
use skillmix::codes;
use skillmix::diagnostics::{render, to_json_lines};
use skillmix::reading::{assumptions, read_instance};

const FILES: [&str; 3] = ["instance.toml", "model.toml", "services.csv"];

/// Reads the small instance with its files as given, and holds what is told to the promise.
fn read(files: &[Vec<u8>; 3]) {
    let folder = tempfile::tempdir().unwrap();
    for (name, bytes) in FILES.iter().zip(files) {
        std::fs::write(folder.path().join(name), bytes).unwrap();
    }
    let reading = read_instance(&folder.path().join(FILES[0]));
    let errors = reading.diagnostics.iter().filter(|d| d.is_error()).count();
    assert_eq!(
        reading.instance.is_none(),
        errors > 0,
        "{:?}",
        reading.diagnostics
    );
    for diagnostic in &reading.diagnostics {
        assert!(
            codes::explain(diagnostic.code).is_some(),
            "{}",
            diagnostic.code
        );
        assert_ne!(diagnostic.code, "D199", "{diagnostic:?}");
        let place = diagnostic.primary.as_ref().expect("a place");
        assert!(reading.files.line_column(place).is_some());
        assert!(!diagnostic.help.is_empty(), "{diagnostic:?}");
    }
    let _ = render(&reading.diagnostics, &reading.files, true);
    let _ = to_json_lines(&reading.diagnostics, &reading.files);
    if let Some(document) = &reading.document {
        let _ = assumptions(document);
    }
    if let Some(instance) = &reading.instance {
        let _ = skillmix::instance::screens(instance);
    }
}

fn sound() -> [Vec<u8>; 3] {
    FILES.map(|name| std::fs::read(Path::new("tests/invalid/base").join(name)).unwrap())
}

/// The small instance, or the small plan by month in its place.
fn sound_of(by_month: bool) -> [Vec<u8>; 3] {
    let mut files = sound();
    if by_month {
        files[0] = std::fs::read("tests/invalid/base/plan.toml").unwrap();
    }
    files
}

/// What a slip or malice puts into a file.
fn scrap() -> impl Strategy<Value = Vec<u8>> {
    prop_oneof![
        prop::sample::select(
            [
                "",
                "-1",
                "0",
                "1e308",
                "-1e999",
                "nan",
                "inf",
                "99999999999999999999999",
                "\"",
                "'''",
                "\n",
                "\r",
                "\u{0}",
                "\u{1b}[31m",
                "[",
                "]",
                "{",
                "}",
                "[[x]]\n",
                "=",
                ".",
                ",",
                ";",
                "#",
                "pwp",
                "true",
                "1979-05-27",
                "£",
                "\u{feff}",
                "[care.roles]\npwp = 3\n",
                "source = 4\n",
                "services = []\n",
                "\u{202e}",
            ]
            .as_slice()
        )
        .prop_map(|text| text.as_bytes().to_vec()),
        prop::collection::vec(any::<u8>(), 0..8),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 192, ..ProptestConfig::default() })]

    #[test]
    fn bytes_put_in_place_of_others_are_refused_with_a_code_and_a_place(
        changes in prop::collection::vec(
            (0..3_usize, any::<prop::sample::Index>(), 0..12_usize, scrap()),
            1..4,
        ),
        by_month in any::<bool>(),
    ) {
        let mut files = sound_of(by_month);
        for (file, at, length, scrap) in changes {
            let bytes = &mut files[file];
            let at = at.index(bytes.len() + 1);
            let end = (at + length).min(bytes.len());
            bytes.splice(at..end, scrap);
        }
        read(&files);
    }

    #[test]
    fn lines_dropped_doubled_and_swapped_are_refused_with_a_code_and_a_place(
        file in 0..3_usize,
        picks in prop::collection::vec((any::<prop::sample::Index>(), 0..3_u8), 1..4),
        by_month in any::<bool>(),
    ) {
        let mut files = sound_of(by_month);
        let text = String::from_utf8(files[file].clone()).unwrap();
        let mut lines: Vec<&str> = text.lines().collect();
        for (pick, how) in picks {
            let at = pick.index(lines.len());
            match how {
                0 => { lines.remove(at); }
                1 => { let line = lines[at]; lines.insert(at, line); }
                _ => { let last = lines.len() - 1; lines.swap(at, last); }
            }
            if lines.is_empty() { break; }
        }
        files[file] = lines.join("\n").into_bytes();
        read(&files);
    }

    #[test]
    fn values_swapped_for_others_are_refused_with_a_code_and_a_place(
        file in 0..2_usize,
        pick in any::<prop::sample::Index>(),
        value in prop_oneof![
            prop::num::f64::ANY.prop_map(|x| format!("{x:e}")),
            any::<i64>().prop_map(|x| x.to_string()),
            prop::sample::select(["0", "1", "0.0", "{}", "[]", "\"\"", "\"pwp\"", "[{}]",
                "[[[[1]]]]", "{ a = { a = 1 } }", "[\"pwp\", \"pwp\"]", "[1, \"a\"]", "true",
                "\"2199-12\"", "\"1900-01\"", "{ 2026-09 = 1 }", "{ \"2026/27\" = 1 }", "1200"]
                .as_slice()).prop_map(str::to_owned),
        ],
        by_month in any::<bool>(),
    ) {
        let mut files = sound_of(by_month);
        let text = String::from_utf8(files[file].clone()).unwrap();
        let mut lines: Vec<String> = text.lines().map(str::to_owned).collect();
        let settings: Vec<usize> = (0..lines.len()).filter(|i| lines[*i].contains(" = ")).collect();
        let at = settings[pick.index(settings.len())];
        let key = lines[at].split(" = ").next().unwrap().to_owned();
        lines[at] = format!("{key} = {value}");
        files[file] = lines.join("\n").into_bytes();
        read(&files);
    }
}

#[test]
fn depth_does_not_break_the_stack() {
    // Every way of nesting at its limit at once.
    let dotted = vec!["a"; 32].join(".");
    let mut value = "1".to_owned();
    for _ in 0..79 {
        value = format!("{{ {dotted} = {value} }}");
    }
    let mut files = sound();
    files[0].extend(format!("\n[{dotted}]\n{dotted} = {value}\n").bytes());
    read(&files);
    let mut files = sound();
    files[1].extend(format!("\nx = {}1{}\n", "[".repeat(79), "]".repeat(79)).bytes());
    read(&files);
    files[0] = "[".repeat(1 << 20).into_bytes();
    read(&files);
    files[0] = "a = {b".repeat(1 << 18).into_bytes();
    read(&files);
}

#[test]
fn lines_without_end_are_told_in_short() {
    let mut files = sound();
    files[2] = format!("id,name,{}\n", "x".repeat(1 << 20)).into_bytes();
    read(&files);
    files[2] = vec![b','; 1 << 20];
    read(&files);
    files[2] = vec![b'"'; (1 << 20) + 1];
    read(&files);
    let mut files = sound();
    files[0].extend(format!("\"{}\" = 1\n", "k".repeat(1 << 20)).bytes());
    read(&files);
}

#[test]
fn line_ends_of_every_kind_are_read() {
    for end in ["\r\n", "\n"] {
        let files = sound().map(|bytes| {
            let text = String::from_utf8(bytes).unwrap();
            format!("\u{feff}{}", text.replace('\n', end)).into_bytes()
        });
        let folder = tempfile::tempdir().unwrap();
        for (name, bytes) in FILES.iter().zip(&files) {
            std::fs::write(folder.path().join(name), bytes).unwrap();
        }
        let reading = read_instance(&folder.path().join(FILES[0]));
        assert_eq!(reading.diagnostics, vec![]);
    }
}

#[test]
fn what_would_steer_a_terminal_is_shown_not_sent() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("x.toml");
    let text = "\"\\u001b[31m\" = 1 # \u{1b}[31m\nskillmix = \"\u{202e}\"\n'a\u{7f}' = 2\n";
    std::fs::write(&path, text).unwrap();
    let reading = read_instance(&path);
    let shown = render(&reading.diagnostics, &reading.files, false);
    for sign in ['\u{1b}', '\u{202e}', '\u{7f}'] {
        assert!(!shown.contains(sign), "{shown:?}");
    }
}
