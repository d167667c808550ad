//! True steps: solved again in the problem that is loaded, beside each solved afresh, in one run;
//! for the relaxation and with whole numbers, on a steady year and on one provider over five years.
//!
//! `cargo bench --bench price`, or `cargo bench --bench price -- months` for those with such a title.
//! The bars are printed, not asserted.

#![expect(clippy::print_stdout, reason = "benches print what they measure")]

#[path = "support/files.rs"]
mod files;
#[path = "support/five_years.rs"]
mod five_years;

use std::time::{Duration, Instant};

use anyhow::bail;
use skillmix::explain::price::{PriceSettings, Priced, after, price};
use skillmix::instance::Instance;
use skillmix::pipeline::Watch;
use skillmix::report::prices::{Price, Prices, Worth};
use skillmix::solver::{Control, Options, Outcome, solve};

/// How many times as fast as afresh: relaxations, and searches with whole numbers.
const BAR_RELAXED: f64 = 10.0;
const BAR_WHOLE: f64 = 3.0;

/// The gap to which plans over five years are proved.
const GAP_OVER_TIME: f64 = 0.005;

/// What a single solve afresh may take.
const LONGEST: Duration = Duration::from_secs(30);

const TINY: &str = "Tiny, a steady year";
const STEADY: &str = "One provider, a steady year";
const OVER_TIME: &str = "One provider × 60 months";

fn main() -> anyhow::Result<()> {
    // Cargo says so where this is to be measured, and not merely tried.
    let measured = std::env::args().any(|argument| argument == "--bench");
    let only = std::env::args().skip(1).find(|text| !text.starts_with('-'));
    let is_wanted = |title: &str| only.as_ref().is_none_or(|only| title.contains(only));
    if is_wanted(TINY) {
        let tiny = files::read(&files::path_of("tiny"));
        compare(TINY, &tiny, tiny.gap)?;
    }
    if measured && is_wanted(STEADY) {
        let provider = files::read(&files::path_of(files::ONE_PROVIDER));
        compare(STEADY, &provider, provider.gap)?;
    }
    if measured && is_wanted(OVER_TIME) {
        let folder = tempfile::tempdir()?;
        let path = five_years::written(folder.path(), 1)?;
        compare(OVER_TIME, &files::read(&path), GAP_OVER_TIME)?;
    }
    Ok(())
}

/// Prices an instance, then solves each of its steps afresh.
fn compare(title: &str, instance: &Instance, gap: f64) -> anyhow::Result<()> {
    let options = Options {
        gap,
        ..Options::default()
    };
    let settings = PriceSettings {
        options: options.clone(),
        whole: Some(true),
    };
    let began = Instant::now();
    let Priced::Prices(prices) = price(instance, &settings, &Watch::default()) else {
        bail!("{title}: no prices");
    };
    println!(
        "{title}: {} prices in {:.1} s, {} solves besides the plan",
        prices.prices.len(),
        began.elapsed().as_secs_f64(),
        prices.solves
    );
    let options = Options {
        time_limit: Some(LONGEST),
        ..options
    };
    let is_asked = |price: &&Price| price.with_whole_people != Worth::NotAsked;
    let relaxed = afresh(instance, &prices, &options, true, |_| true);
    let whole = afresh(instance, &prices, &options, false, is_asked);
    report(
        "relaxations",
        prices.took.with_fractions,
        relaxed,
        BAR_RELAXED,
    );
    report(
        "whole numbers",
        prices.took.with_whole_people,
        whole,
        BAR_WHOLE,
    );
    Ok(())
}

/// Steps stated and solved afresh: seconds, how many, and how many of them a limit ended.
fn afresh(
    instance: &Instance,
    prices: &Prices,
    options: &Options,
    relaxed: bool,
    is_meant: impl Fn(&&Price) -> bool,
) -> (f64, usize, usize) {
    let began = Instant::now();
    let (mut steps, mut cut_short) = (0, 0);
    for price in prices.prices.iter().filter(is_meant) {
        let Some(stepped) = after(instance, price) else {
            continue;
        };
        let stepped = if relaxed { stepped.relaxed() } else { stepped };
        let outcome = solve(&stepped, options, &Control::default());
        steps += 1;
        let in_time = matches!(
            outcome,
            Outcome::Optimal(_) | Outcome::WithinGap(_) | Outcome::Infeasible
        );
        cut_short += usize::from(!in_time);
    }
    (began.elapsed().as_secs_f64(), steps, cut_short)
}

fn report(what: &str, again: f64, (afresh, steps, cut_short): (f64, usize, usize), bar: f64) {
    let ratio = afresh / again;
    let verdict = if ratio >= bar { "reaches" } else { "MISSES" };
    let cut = match cut_short {
        0 => String::new(),
        _ => format!(
            " ({cut_short} of them cut short at {} s)",
            LONGEST.as_secs()
        ),
    };
    println!(
        "  {what}: {steps} steps again in {again:.2} s, afresh in {afresh:.2} s{cut}: {ratio:.1} \
         times as fast, {verdict} the bar of {bar}"
    );
}
