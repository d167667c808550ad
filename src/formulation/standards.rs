//! Family F: access, waits with their headroom, recovery and completions; and I1, the priced
//! shortfalls of those that are soft.

use statrs::distribution::{ContinuousCDF, Gamma};

use super::block::{Block, Span};
use super::{Column, ColumnId, Formulation, RowKey, Terms, VarKey};
use crate::ids::{StandardId, StepId};
use crate::instance::{Care, Enforcement, Level, Standard};
use crate::units::{Quantity, Share, Weeks};

/// The mean wait, in weeks, at which `share` of people start within `weeks`, when waits follow a
/// gamma distribution of this shape (1: exponential).
#[must_use]
pub fn mean_wait_limit(share: Share, weeks: Weeks, gamma_shape: f64) -> f64 {
    let share = share.value();
    let weeks = weeks.value();
    if (gamma_shape - 1.0).abs() < 1e-12 {
        return -weeks / (1.0 - share).ln();
    }
    // The quantile with rate = shape has mean 1, so the mean wait scales it to `weeks`.
    Gamma::new(gamma_shape, gamma_shape)
        .map_or(f64::NAN, |unit_mean| weeks / unit_mean.inverse_cdf(share))
}

/// F3: people a week of capacity above the mean that a step's wait standards ask for in a period.
pub(super) fn headroom(care: &Care, step: &StepId, period: usize) -> f64 {
    let Some(data) = care.steps.get(step) else {
        return 0.0;
    };
    care.standards
        .values()
        .filter(|standard| standard.enforcement != Enforcement::Reported)
        .filter_map(|standard| match &standard.level {
            Level::Wait {
                step: of, weeks, ..
            } if of == step => {
                let share = Share::new(standard.target_in(period)?);
                Some(mean_wait_limit(share, *weeks, data.wait_shape))
            }
            _ => None,
        })
        .reduce(f64::min)
        .map_or(0.0, |limit| {
            (data.arrival_scv + data.service_scv) / (2.0 * limit)
        })
}

/// Rows of every standard that is enforced.
pub(super) fn add(formulation: &mut Formulation, block: &mut Block) {
    let care = block.care();
    for (id, standard) in &care.standards {
        if standard.enforcement == Enforcement::Reported {
            continue;
        }
        if let Level::Wait { step, weeks, .. } = &standard.level {
            add_wait(formulation, block, (id, standard), step, *weeks);
            continue;
        }
        for span in block.spans() {
            if let Some(target) = standard.target_in(span.periods.start) {
                add_yearly(formulation, block, (id, standard), &span, target);
            }
        }
    }
}

/// Courses finished in some periods, each weighted by what `weight` makes of its recovery share.
fn finished(block: &Block, span: &Span, weight: impl Fn(f64) -> f64) -> Terms {
    let mut sum = Terms::new();
    for (id, treatment) in &block.care().treatments {
        let each = treatment.finish_share.value() * weight(treatment.recovery_share.value());
        for &starts in &block.starts[id][span.periods.clone()] {
            sum.add(starts, each);
        }
    }
    sum
}

/// F1, F5, F6: a sum over a year of at least what is asked.
fn add_yearly(
    formulation: &mut Formulation,
    block: &mut Block,
    (id, standard): (&StandardId, &Standard),
    span: &Span,
    target: f64,
) {
    let (service, standard_id, when) = (block.id(), id.clone(), span.when);
    let people = target * span.referral_share;
    let (key, mut terms, least) = match &standard.level {
        Level::Access { step, .. } => {
            let mut starts = Terms::new();
            for terms in &block.step_starts[step][span.periods.clone()] {
                starts.add_scaled(terms, 1.0);
            }
            let key = RowKey::Access {
                service,
                standard: standard_id,
                when,
            };
            (key, starts, people)
        }
        Level::Completion { .. } => {
            let key = RowKey::Completion {
                service,
                standard: standard_id,
                when,
            };
            (key, finished(block, span, |_| 1.0), people)
        }
        Level::Recovery { .. } => {
            let key = RowKey::Recovery {
                service,
                standard: standard_id,
                when,
            };
            let above = finished(block, span, |recovery| recovery - target);
            (key, above, 0.0)
        }
        // Counted period by period.
        Level::Wait { .. } => return,
    };
    let of_a_year = 1.0;
    if let Some(shortfall) = add_shortfall(
        formulation,
        block,
        (id, standard),
        span.periods.start,
        of_a_year,
    ) {
        terms.add(shortfall, 1.0);
    }
    formulation.at_least(key, terms, least);
}

/// F2: a list no longer than Little's law allows.
fn add_wait(
    formulation: &mut Formulation,
    block: &mut Block,
    (id, standard): (&StandardId, &Standard),
    step: &StepId,
    weeks: Weeks,
) {
    let care = block.care();
    let calendar = &care.calendar;
    #[expect(clippy::cast_precision_loss, reason = "at most 52 periods")]
    let of_a_year = 1.0 / calendar.periods_per_year as f64;
    for period in block.service.periods() {
        let Some(share) = standard.target_in(period) else {
            continue;
        };
        let limit = mean_wait_limit(Share::new(share), weeks, care.steps[step].wait_shape);
        let periods_waited = limit / calendar.weeks_per_period.value();
        let mut terms = Terms::of(block.waiting[step][period], 1.0);
        terms.add_scaled(&block.step_starts[step][period], -periods_waited);
        if let Some(shortfall) =
            add_shortfall(formulation, block, (id, standard), period, of_a_year)
        {
            terms.add(shortfall, -1.0);
        }
        let key = RowKey::Wait {
            service: block.id(),
            standard: id.clone(),
            period,
        };
        formulation.at_most(key, terms, 0.0);
    }
}

/// The column for people short of a soft standard, priced into the block's shortfall.
fn add_shortfall(
    formulation: &mut Formulation,
    block: &mut Block,
    (id, standard): (&StandardId, &Standard),
    period: usize,
    of_a_year: f64,
) -> Option<ColumnId> {
    if standard.enforcement != Enforcement::Soft {
        return None;
    }
    let key = VarKey::Shortfall {
        service: block.id(),
        standard: id.clone(),
        period,
    };
    let column = formulation.column(key, Column::FREE_FROM_ZERO);
    block
        .priced_shortfall
        .add(column, standard.shortfall_price.value() * of_a_year);
    Some(column)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn percentile_rules_become_the_mean_waits_of_the_published_arithmetic() {
        let limit =
            |share, weeks, shape| mean_wait_limit(Share::new(share), Weeks::new(weeks), shape);
        assert!((limit(0.75, 6.0, 1.0) - 6.0 / 4.0_f64.ln()).abs() < 1e-12);
        assert!((limit(0.95, 18.0, 1.0) - 6.008_6).abs() < 1e-4);
        assert!((limit(0.9, 90.0 / 7.0, 1.0) * 7.0 - 39.086_5).abs() < 1e-3);
        // Erlang-2: P(W ≤ w) = 1 − e^(−2w/m)(1 + 2w/m) = 0.75 at 2w/m = 2.6926…
        assert!((limit(0.75, 6.0, 2.0) - 12.0 / 2.692_634_5).abs() < 1e-5);
        // The general case agrees with the exponential one where both apply.
        assert!((limit(0.75, 6.0, 1.000_001) - limit(0.75, 6.0, 1.0)).abs() < 1e-4);
    }
}
