//! What it would take, in sentences.

use super::prose::{amount, called, in_time, times};
use super::{Changed, NewValue, NoRepair, Repair, Why};
use crate::asks::{Ask, AskUnit, Currency, When};
use crate::instance::Instance;
use crate::report::dates;
use crate::report::grid::paragraph;
use crate::report::numbers::{count, plain, pounds};

/// The ways out, and the currencies that have none.
pub(super) fn render(instance: &Instance, why: &Why) -> String {
    if why.repairs.is_empty() && why.without_repair.is_empty() {
        return String::new();
    }
    let mut text = String::from("\n");
    let heading = match why.repairs.len() {
        0 => "What it would take: no way out was found in one kind of change alone.",
        1 => "What it would take (solved and audited):",
        _ => "What it would take, any one of (each solved and audited):",
    };
    text.push_str(&paragraph(heading));
    for repair in &why.repairs {
        text.push_str(&paragraph(&format!("  – {}", sentence(instance, repair))));
    }
    for (why_not, says) in [
        (NoRepair::None, "Would not be enough alone (proved)"),
        (NoRepair::NotSettled, "Not settled in the time there was"),
    ] {
        let of: Vec<&str> = why
            .without_repair
            .iter()
            .filter(|no| no.why == why_not)
            .map(|no| name_of(no.currency))
            .collect();
        if !of.is_empty() {
            text.push_str(&paragraph(&format!("{says}: {}.", of.join("; "))));
        }
    }
    text
}

fn name_of(currency: Currency) -> &'static str {
    match currency {
        Currency::Money => "more money",
        Currency::Hires => "more people to hire",
        Currency::Places => "more training places",
        Currency::Standards => "lower targets",
        Currency::Time => "later standards",
        Currency::Limits => "wider limits on staff, overtime and hours bought in",
    }
}

/// `£412,000 more in 2027/28 (“Salford's budget”, £18,000,000 now). The plan then costs …`
pub(super) fn sentence(instance: &Instance, repair: &Repair) -> String {
    let changes: Vec<String> = runs(&repair.changes)
        .into_iter()
        .map(|run| change(instance, run))
        .collect();
    let over = match instance.horizon() {
        Some(_) => "over the horizon",
        None => "a year",
    };
    let least = match (repair.least, repair.currency) {
        (false, _) => "; less may do",
        (true, _) => "",
    };
    format!(
        "{}. The plan then costs {} {over}{least}.",
        changes.join("; and "),
        pounds(repair.cost_gbp)
    )
}

/// Changes of one ask by the same amount at times that follow each other.
fn runs(changes: &[Changed]) -> Vec<&[Changed]> {
    changes
        .chunk_by(|a, b| match (a.to, b.to) {
            (
                NewValue::Amount {
                    when: When::In(first),
                    from,
                    to,
                    ..
                },
                NewValue::Amount {
                    when: When::In(second),
                    from: other_from,
                    to: other_to,
                    ..
                },
            ) => {
                a.ask == b.ask
                    && second == first + 1
                    && (from - other_from).abs() < 1e-9
                    && (to - other_to).abs() < 1e-9
            }
            _ => false,
        })
        .collect()
}

fn change(instance: &Instance, run: &[Changed]) -> String {
    let Some(first) = run.first() else {
        return String::new();
    };
    let ask = &first.ask;
    match first.to {
        NewValue::Amount {
            when,
            from,
            to,
            unit,
        } => {
            let last = run.last().map(|last| last.to);
            let window = match (when, last) {
                (When::In(_), Some(NewValue::Amount { when: last, .. })) => (when, last),
                _ => (when, when),
            };
            let each = if run.len() > 1 { "in each period " } else { "" };
            let time = times(instance, window);
            let by = more(ask, to - from, unit);
            let what = what(instance, ask);
            let now = amount(ask, from, unit);
            format!("{by} {each}{time}").trim_end().to_owned() + &format!(" ({what}: {now} now)")
        }
        NewValue::AtMost {
            until,
            from,
            to,
            unit,
        } => {
            let until = until.map_or_else(String::new, |until| {
                format!(" until {}", last_before(instance, until))
            });
            format!(
                "{} at {}{until} instead of {}",
                what(instance, ask),
                amount(ask, to, unit),
                amount(ask, from, unit)
            )
        }
        NewValue::Later { periods, from } => {
            let calendar = instance.services.first().map(|s| &s.care.calendar);
            let unit = calendar.map_or("period", dates::unit);
            let full = in_time(instance, When::In(from));
            let full = full.strip_prefix("in ").unwrap_or(&full);
            let full = full.strip_prefix("from ").unwrap_or(full);
            format!(
                "{} {} later, in full from {full}",
                what(instance, ask),
                count(periods, unit)
            )
        }
    }
}

/// How much more: `£412,000 more`, `2 WTE more can be hired`.
fn more(ask: &Ask, by: f64, unit: AskUnit) -> String {
    let size = by.abs();
    let tidy = plain(size, usize::from((size - size.round()).abs() > 0.005));
    let direction = if by < 0.0 { "less" } else { "more" };
    match (ask, unit) {
        (Ask::LabourMarket { .. }, _) => format!("{tidy} WTE {direction} to hire"),
        (Ask::Places { .. }, _) => format!("{tidy} {direction} training places"),
        (_, AskUnit::Pounds) => format!("{} {direction}", pounds(size)),
        (_, AskUnit::Share) => format!("{} points {direction}", plain(size * 100.0, 0)),
        _ => format!("{} {direction}", amount(ask, size, unit)),
    }
}

/// What is changed: its name between quotation marks, with its service where there are several.
fn what(instance: &Instance, ask: &Ask) -> String {
    let title = super::prose::title(instance, ask);
    match ask.service() {
        Some(_) if instance.services.len() > 1 => {
            let service = called(instance, ask, "service");
            let own = title
                .strip_suffix(&format!(", {service}"))
                .unwrap_or(&title);
            format!("“{own}” at {service}")
        }
        _ => format!("“{title}”"),
    }
}

/// The last month before a period begins.
fn last_before(instance: &Instance, period: usize) -> String {
    let calendar = instance.services.first().map(|s| &s.care.calendar);
    let last = calendar.zip(period.checked_sub(1));
    last.and_then(|(calendar, last)| dates::last_month(calendar, last))
        .map_or_else(String::new, dates::month)
}
