//! Family E: supervision as hours (E1) and as headcount ratios (E2), and the mix of roles (E3).

use super::block::Block;
use super::work::by_period;
use super::{Formulation, RowKey, Terms, VarKey};
use crate::instance::Enforcement;
use crate::units::Quantity;

/// Columns for supervision given, and rows E1, E2 and E3.
pub(super) fn add(formulation: &mut Formulation, block: &mut Block) {
    let care = block.care();
    for (id, rule) in &care.supervision {
        let mut given = vec![Terms::new(); care.calendar.periods()];
        for role in &rule.supervisors {
            let columns = by_period(formulation, block, |service, period| VarKey::Supervising {
                service,
                rule: id.clone(),
                role: role.clone(),
                period,
            });
            for (sum, &column) in given.iter_mut().zip(&columns) {
                sum.add(column, 1.0);
            }
            block
                .supervising
                .insert((id.clone(), role.clone()), columns);
        }
        for (period, given) in given.into_iter().enumerate() {
            let key = RowKey::SupervisionCover {
                service: block.id(),
                rule: id.clone(),
                period,
            };
            let supervisees = block.staff_of(&rule.supervisees, period);
            let hours = rule.hours_per_wte_week * care.calendar.working_weeks[period];
            let terms = given.plus(&supervisees, -hours.value() / rule.group_size);
            formulation.equal(key, terms, 0.0);
        }
        if let Some(ratio) = rule.max_ratio {
            for (when, period) in block.moments().skip(rule.ratio_from) {
                let key = RowKey::SupervisionRatio {
                    service: block.id(),
                    rule: id.clone(),
                    when,
                };
                let supervisees = block.staff_of(&rule.supervisees, period);
                let supervisors = block.staff_of(&rule.supervisors, period);
                formulation.at_most(key, supervisees.plus(&supervisors, -ratio), 0.0);
            }
        }
    }
    add_skill_mix(formulation, block);
}

/// E3, where it is enforced.
fn add_skill_mix(formulation: &mut Formulation, block: &Block) {
    for (id, band) in &block.care().skill_mix {
        if band.enforcement != Enforcement::Hard {
            continue;
        }
        for (when, period) in block.moments().skip(band.from) {
            let share_above = |bound: f64| {
                block
                    .staff_of(&band.roles, period)
                    .plus(&block.staff_of(&band.of, period), -bound)
            };
            let key = RowKey::SkillMixMin {
                service: block.id(),
                band: id.clone(),
                when,
            };
            formulation.at_least(key, share_above(band.share_min.value()), 0.0);
            let key = RowKey::SkillMixMax {
                service: block.id(),
                band: id.clone(),
                when,
            };
            formulation.at_most(key, share_above(band.share_max.value()), 0.0);
        }
    }
}
