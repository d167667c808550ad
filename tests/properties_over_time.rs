//! What must hold for every plan by month.

#[path = "support/over_time.rs"]
mod over_time;

use over_time::{Feature, knobs, read};
use proptest::prelude::*;

/// Cases of each property; `PROPTEST_CASES` asks for more.
fn cases() -> u32 {
    std::env::var("PROPTEST_CASES")
        .ok()
        .and_then(|text| text.parse().ok())
        .unwrap_or(48)
}

proptest! {
    #![proptest_config(ProptestConfig { cases: cases(), ..ProptestConfig::default() })]

    #[test]
    fn every_random_plan_by_month_can_be_read(knobs in knobs()) {
        let read = read(&knobs.adjusted(&[Feature::Patients], &[Feature::Steadiest]));
        prop_assert!(read.is_ok(), "{}", read.err().unwrap_or_default());
    }
}
