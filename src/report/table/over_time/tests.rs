//! Whole answers of plans by month.

use super::*;
use crate::report::grid::WIDTH;
use crate::report::sample;
use crate::report::table::render;

#[test]
fn one_service_over_three_years_reads_like_this() {
    let (instance, answer) = sample::over_time(1, 12, 36);
    insta::assert_snapshot!(render(&instance, &answer, false), @"");
}

#[test]
fn two_services_over_three_years_read_like_this() {
    let (instance, answer) = sample::over_time(2, 12, 36);
    insta::assert_snapshot!(render(&instance, &answer, false), @"");
}

#[test]
fn six_weeks_read_like_this() {
    let (instance, answer) = sample::over_time(1, 52, 6);
    insta::assert_snapshot!(render(&instance, &answer, false), @"");
}

#[test]
fn no_line_is_wider_than_the_page() {
    for (services, per_year, periods) in [
        (1, 12, 6),
        (1, 12, 24),
        (3, 12, 36),
        (2, 12, 60),
        (1, 52, 156),
        (12, 4, 20),
        (2, 1, 10),
    ] {
        let (mut instance, answer) = sample::over_time(services, per_year, periods);
        instance.services[0].name = "A very long name of a very large trust indeed".repeat(3);
        let text = render(&instance, &answer, true);
        for line in text.lines() {
            assert!(
                line.chars().count() <= usize::from(WIDTH),
                "{line}\nof\n{text}"
            );
        }
    }
}
