//! Rules on time.

use super::{CareRule, CareSubject, show};
use crate::diagnostics::{Diagnostic, Explanation};
use crate::units::{Quantity, Ratio};

pub(super) const RULES: &[CareRule] = &[
    CareRule {
        explanation: Explanation {
            code: "I101",
            title: "a monthly index whose mean is not 1",
            what: "The twelve numbers of a monthly index do not have a mean of 1 (to 0.001).",
            why: "An index says how a month compares with the mean month. With another mean it would change the year's total in passing.",
            example: "referral_index_by_month = [2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2]",
            fix: "Divide each of the twelve numbers by their mean.",
        },
        check: index_means,
    },
    CareRule {
        explanation: Explanation {
            code: "I102",
            title: "weeks that make no year",
            what: "`weeks_per_year` is not from 50 to 54, or `working_weeks_per_year` is above it or 0.",
            why: "A year has about 52 weeks. Nobody works more weeks than it has, and with none there is no capacity at all.",
            example: "weeks_per_year = 52.1775\nworking_weeks_per_year = 60",
            fix: "Give the weeks that a member of staff works in a year after leave and sickness: about 40 to 43.",
        },
        check: weeks,
    },
];

fn index_means(subject: &CareSubject<'_>, found: &mut Vec<Diagnostic>) {
    let time = &subject.care.time;
    let indices: [(&str, &[Ratio]); 2] = [
        ("referral_index_by_month", &time.referral_index_by_month),
        (
            "working_time_index_by_month",
            &time.working_time_index_by_month,
        ),
    ];
    for (key, index) in indices {
        #[expect(clippy::cast_precision_loss, reason = "twelve")]
        let mean = index.iter().map(|x| x.value()).sum::<f64>() / index.len().max(1) as f64;
        if (mean - 1.0).abs() > 1e-3 {
            found.push(
                Diagnostic::error(
                    "I101",
                    format!("the mean of `{key}` is {}, not 1", show(mean)),
                )
                .at(
                    subject.at(&["time", key]),
                    format!("mean {}, must be from 0.999 to 1.001", show(mean)),
                )
                .help(format!("divide each of its numbers by {}", show(mean))),
            );
        }
    }
}

fn weeks(subject: &CareSubject<'_>, found: &mut Vec<Diagnostic>) {
    let time = &subject.care.time;
    let (year, working) = (
        time.weeks_per_year.value(),
        time.working_weeks_per_year.value(),
    );
    for (key, weeks) in [
        ("weeks_per_year", year),
        ("working_weeks_per_year", working),
    ] {
        if weeks <= 0.0 {
            found.push(
                Diagnostic::error("I102", format!("`{key}` is {weeks}; it must be above 0"))
                    .at(subject.at(&["time", key]), "no weeks")
                    .help("a year has 52.1775 weeks, of which staff work about 40 to 43"),
            );
        }
    }
    if year > 0.0 && !(50.0..=54.0).contains(&year) {
        found.push(
            Diagnostic::error(
                "I102",
                format!("`weeks_per_year` is {year}; a year has from 50 to 54"),
            )
            .at(subject.at(&["time", "weeks_per_year"]), "no year")
            .help("a year has 52.1775 weeks; 52 will do"),
        );
    }
    if working > year {
        found.push(
            Diagnostic::error(
                "I102",
                format!("`working_weeks_per_year` is {working}, above `weeks_per_year`, {year}"),
            )
            .at(
                subject.at(&["time", "working_weeks_per_year"]),
                format!("at most {year}"),
            )
            .and_at(subject.at(&["time", "weeks_per_year"]), "the year")
            .help("give the weeks worked after leave and sickness: about 40 to 43"),
        );
    }
}
