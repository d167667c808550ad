//! A feasible instance, tightened here and there at random: many of what comes out have no plan, for
//! reasons that nobody planted.

use std::fs;
use std::ops::RangeInclusive;
use std::path::Path;

use skillmix::formulation::formulate;
use skillmix::instance::Instance;
use skillmix::reading::read_instance;
use skillmix::solver::{Control, Options, Outcome, solve};

use super::planted::folder;

/// How many are looked at.
pub const SEEDS: u64 = 24;

/// Those of so many mutations that have no plan, each with its seed; the same every time.
pub fn impossible(seeds: u64) -> impl Iterator<Item = (u64, Instance)> {
    let place = tempfile::tempdir().expect("a temporary folder");
    let care = folder().join("care");
    for name in ["year.toml", "month.toml"] {
        fs::copy(care.join(name), place.path().join(name)).expect("a care model");
    }
    (0..seeds).filter_map(move |seed| {
        let instance = mutation(place.path(), seed);
        let mut stated = formulate(&instance);
        stated.objectives.clear();
        match solve(&stated, &Options::default(), &Control::default()) {
            Outcome::Infeasible => Some((seed, instance)),
            Outcome::Optimal(_) | Outcome::WithinGap(_) => None,
            other => panic!("seed {seed}: {other:?}"),
        }
    })
}

/// The instance of a seed: even ones steady years, odd ones plans of half a year by month.
fn mutation(folder: &Path, seed: u64) -> Instance {
    let path = folder.join(format!("{seed}.toml"));
    fs::write(&path, text(seed)).expect("a file");
    let reading = read_instance(&path);
    let told = reading.diagnostics;
    reading
        .instance
        .unwrap_or_else(|| panic!("seed {seed}: {told:?}"))
}

/// Numbers of a seed.
struct Dice(u64);

impl Dice {
    /// Mostly the generous value, now and then one from a tighter range: one that is no round number,
    /// so that no plan hangs on a tolerance.
    fn tight(&mut self, generous: f64, range: RangeInclusive<f64>) -> f64 {
        if self.next(3) > 0 {
            return generous;
        }
        #[expect(clippy::cast_precision_loss, reason = "below 100")]
        let along = (self.next(100) as f64 + 0.37) / 100.0;
        range.start() + (range.end() - range.start()) * along
    }

    /// A number below a bound (splitmix64).
    fn next(&mut self, bound: u64) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        (mixed ^ (mixed >> 31)) % bound
    }
}

fn text(seed: u64) -> String {
    let mut dice = Dice(seed);
    let by_month = seed % 2 == 1;
    let (care, horizon, staff) = if by_month {
        (
            "month",
            "[horizon]\nstart = '2026-04'\nmonths = 6\nending = 'open'\n",
            "staff_now_wte = { pwp = 2 }\n",
        )
    } else {
        ("year", "", "")
    };
    // What PWPs are to be had in a year; who is in post already need not be.
    let pwps = if by_month { 0.0..=6.0 } else { 0.2..=2.5 };
    let seniors = if by_month { 0.0..=5.0 } else { 0.05..=0.6 };
    format!(
        "skillmix = 1
name = 'Mutation {seed}'
care_model = '{care}.toml'
{horizon}
[services.harbour]
name = 'Harbour'
referrals_per_year = 1200
{staff}
[services.moor]
name = 'Moor'
referrals_per_year = 900
{staff}
[care.roles.ap]
in_post_max_wte = {aps}
[care.roles.pwp]
overtime_max_share = {overtime}
overtime_gbp_per_hour = 40
[care.tasks.contact.roles]
ap = {{ max_share_of_task = {shift_down} }}
[care.treatments.long]
name = 'Long treatment'
step = 'treatment'
share_min = 0
share_max = {long}
attended_per_start = 5
missed_share = 0
finish_share = 0.8
recovery_share = 0.6
[care.treatments.long.work.contact]
hours_per_session = 4
[care.supervision.clinical]
name = 'Clinical supervision'
supervisees = ['pwp']
supervisors = ['senior']
hours_per_wte_week = 0.5
max_supervisees_per_supervisor = {ratio}
[services.harbour.care.standards.access.people]
name = 'people start'
step = 'treatment'
people_per_year = {harbour}
enforcement = 'hard'
[care.standards.access.people]
name = 'people start'
step = 'treatment'
people_per_year = {moor}
enforcement = 'hard'
[care.standards.recovery.recover]
name = 'recover'
share_min = {recovery}
enforcement = 'hard'
[budgets.all]
name = 'All'
gbp_per_year = {budget}
[budgets.moor]
name = 'Moor'
services = ['moor']
gbp_per_year = {moor_budget}
[labour_markets.pwps]
name = 'PWPs'
role = 'pwp'
hires_per_year = {pwps}
[labour_markets.seniors]
name = 'Seniors'
role = 'senior'
hires_per_year = {seniors}
",
        aps = dice.tight(50.0, 0.0..=2.0),
        overtime = dice.tight(0.2, 0.0..=0.1),
        shift_down = dice.tight(0.5, 0.0..=0.3),
        long = dice.tight(1.0, 0.2..=0.7),
        ratio = dice.tight(10.0, 2.0..=5.0),
        harbour = dice.tight(300.0, 400.0..=900.0),
        moor = dice.tight(200.0, 300.0..=700.0),
        recovery = dice.tight(0.41, 0.45..=0.56),
        budget = dice.tight(3_000_000.0, 300_000.0..=700_000.0),
        moor_budget = dice.tight(2_000_000.0, 100_000.0..=350_000.0),
        pwps = dice.tight(40.0, pwps),
        seniors = dice.tight(10.0, seniors),
    )
}
