//! The instances that benches run on.

#![allow(
    dead_code,
    reason = "each bench uses its own part of what is shared here"
)]

use std::path::{Path, PathBuf};

use skillmix::diagnostics::render;
use skillmix::instance::Instance;
use skillmix::reading::read_instance;

/// The whole of one provider's services.
pub const ONE_PROVIDER: &str = "lancashire-and-south-cumbria";

/// An instance's file.
pub fn path_of(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("instances")
        .join(name)
        .with_extension("toml")
}

/// The care model that the instances of real services share.
pub fn model_path() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("models/talking-therapies.toml")
}

/// Reads an instance that has no errors in it.
pub fn read(path: &Path) -> Instance {
    let reading = read_instance(path);
    reading.instance.unwrap_or_else(|| {
        panic!(
            "{} has errors:\n{}",
            path.display(),
            render(&reading.diagnostics, &reading.files, false)
        )
    })
}
