//! One provider's services as a plan by month over five years.

use std::fmt::Write as _;
use std::path::{Path, PathBuf};

use anyhow::Context;

/// Five years.
pub const MONTHS: usize = 60;

/// Writes the one provider's instance as a plan by month, its service so many times over; where
/// staff are short, hours may be bought in at a price, so that standards can be met from the first
/// month on.
pub fn written(folder: &Path, services: usize) -> anyhow::Result<PathBuf> {
    const HEAD: &str = "[services.rw501]";
    const SUPPLY: &str = "\n[levies.";
    let text = std::fs::read_to_string(super::files::path_of(super::files::ONE_PROVIDER))?;
    let (before, rest) = text.split_once(HEAD).context("the service")?;
    let (service, supply) = rest.split_once(SUPPLY).context("the levies")?;
    let (supply, _) = supply
        .split_once("\n[expected]")
        .context("what is expected")?;
    // Its scenarios speak of a service that bears another name here.
    let supply = supply.split("\n[scenario.").next().unwrap_or(supply);
    let (_, now) = service.split_once("staff_now_wte = {").context("staff")?;
    let (now, _) = now.split_once('}').context("staff")?;
    let staffed = service.replacen(now, &format!("{now}, senior-pwp = 12, senior-hit = 20 "), 1);

    let before = before.replacen("\nname = ", "\nobjectives = [\"least-cost\"]\nname = ", 1);
    let mut instance = format!("{before}[horizon]\nstart = \"2026-04\"\nmonths = {MONTHS}\n\n");
    let model = super::files::model_path();
    for task in tasks(&std::fs::read_to_string(&model)?) {
        writeln!(
            instance,
            "[care.tasks.{task}]\nbought_in = {{ max_share = 1, gbp_per_hour = 120 }}"
        )?;
    }
    for place in 0..services {
        let id = format!("s{place:03}");
        let service =
            format!("{HEAD}{staffed}").replace("services.rw501", &format!("services.{id}"));
        instance.push_str(&service);
    }
    instance.push_str(SUPPLY);
    instance.push_str(supply);

    for part in ["models", "instances"] {
        std::fs::create_dir_all(folder.join(part))?;
    }
    let name = model.file_name().context("the care model's name")?;
    std::fs::copy(&model, folder.join("models").join(name))?;
    let path = folder.join("instances").join(format!("{services}.toml"));
    std::fs::write(&path, instance)?;
    Ok(path)
}

/// The ids of the tasks of a care model.
fn tasks(model: &str) -> Vec<&str> {
    model
        .lines()
        .filter_map(|line| line.strip_prefix("[tasks.")?.strip_suffix(']'))
        .filter(|id| !id.contains('.'))
        .collect()
}
