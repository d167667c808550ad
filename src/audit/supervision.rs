//! E: supervision and the mix of roles.

use std::fmt::Display;
use std::iter;

use super::facts::Facts;
use super::record::{
    Ledger, SKILL_MIX_MAX, SKILL_MIX_MIN, SUPERVISING, SUPERVISION_COVER, SUPERVISION_RATIO, Terms,
};
use super::tolerance::Unit;
use super::{SkillMixFigures, SupervisionFigures, standards};
use crate::instance::Enforcement;
use crate::units::Quantity;

/// Promises E1, E2 and E3.
pub fn promise(facts: &Facts, ledger: &mut Ledger) {
    for (id, rule) in &facts.care().supervision {
        for period in facts.service.periods() {
            let name = facts.period_name(period);
            let supervisees = facts.staff_of_in(&rule.supervisees, period);
            let weekly = supervisees * rule.hours_per_wte_week.value() / rule.group_size;
            let given: Terms = rule
                .supervisors
                .iter()
                .map(|role| facts.supervising(id, role, period))
                .sum();
            ledger.equal(
                SUPERVISION_COVER,
                &[id, &name],
                given,
                weekly * facts.working_weeks(period),
                Unit::Hours,
            );
            let by_role = facts.plan.supervision_hours.get(id).into_iter().flatten();
            for role in by_role.map(|(role, _)| role) {
                let hours = facts.supervising(id, role, period);
                if hours > 0.0 && !rule.supervisors.contains(role) {
                    ledger.at_most(SUPERVISING, &[id, role, &name], hours, 0.0, Unit::Hours);
                }
            }
        }
        for (period, name) in moments(facts, rule.ratio_from) {
            if let Some(ratio) = rule.max_ratio {
                ledger.at_most(
                    SUPERVISION_RATIO,
                    &indices(id, name.as_ref()),
                    facts.staff_of_in(&rule.supervisees, period),
                    ratio * facts.staff_of_in(&rule.supervisors, period),
                    Unit::Wte,
                );
            }
        }
    }
    for (id, band) in &facts.care().skill_mix {
        if band.enforcement != Enforcement::Hard {
            continue;
        }
        let (min, max) = (band.share_min.value(), band.share_max.value());
        for (period, name) in moments(facts, band.from) {
            let part = facts.staff_of_in(&band.roles, period);
            let whole = facts.staff_of_in(&band.of, period);
            let about = indices(id, name.as_ref());
            if min > 0.0 {
                ledger.at_least(SKILL_MIX_MIN, &about, part, min * whole, Unit::Wte);
            }
            if max < 1.0 {
                ledger.at_most(SKILL_MIX_MAX, &about, part, max * whole, Unit::Wte);
            }
        }
    }
}

/// When staff are looked at: in a steady year once, in a horizon in each period from one on,
/// which is then named.
fn moments(facts: &Facts, from: usize) -> Vec<(usize, Option<String>)> {
    match facts.horizon() {
        None => vec![(0, None)],
        Some(_) => facts
            .service
            .periods()
            .skip(from)
            .map(|t| (t, Some(facts.period_name(t))))
            .collect(),
    }
}

fn indices<'i>(id: &'i dyn Display, period: Option<&'i String>) -> Vec<&'i dyn Display> {
    let period = period.map(|name| name as &dyn Display);
    iter::once(id).chain(period).collect()
}

/// Supervision rules over the year.
pub fn figures(facts: &Facts) -> Vec<SupervisionFigures> {
    let rules = facts.care().supervision.iter();
    rules
        .map(|(id, rule)| SupervisionFigures {
            rule: id.to_string(),
            name: rule.name.clone(),
            supervisees_wte: facts.staff_of(&rule.supervisees),
            supervisors_wte: facts.staff_of(&rule.supervisors),
            ratio_max: rule.max_ratio,
            hours: facts
                .last_year()
                .flat_map(|t| rule.supervisors.iter().map(move |r| (t, r)))
                .map(|(t, role)| facts.supervising(id, role, t))
                .sum(),
        })
        .collect()
}

/// Skill-mix bands.
pub fn skill_mix_figures(facts: &Facts) -> Vec<SkillMixFigures> {
    let bands = facts.care().skill_mix.iter();
    bands
        .map(|(id, band)| {
            let (part, whole) = (facts.staff_of(&band.roles), facts.staff_of(&band.of));
            SkillMixFigures {
                band: id.to_string(),
                name: band.name.clone(),
                share: (whole > 0.0).then(|| part / whole),
                share_min: band.share_min.value(),
                share_max: band.share_max.value(),
                enforcement: standards::enforcement_name(band.enforcement),
            }
        })
        .collect()
}
