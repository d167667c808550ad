//! What a plan is left with: its figures, and the standards that it does not hold.

use crate::audit::Audit;
use crate::ids::Id;
use crate::instance::{Enforcement, Instance};
use crate::plan::Plan;
use crate::report::cuts::{Figures, Lost};

/// People short, or hundredths of a standard, that are none.
const NOTHING: f64 = 1e-4;

/// A standard of a service, by places in the instance's order.
pub(super) type Which = (usize, usize);

pub(super) fn word(enforcement: Enforcement) -> &'static str {
    match enforcement {
        Enforcement::Hard => "hard",
        Enforcement::Soft => "soft",
        Enforcement::Reported => "reported",
    }
}

/// Standards that a plan does not hold.
pub(super) fn lost(instance: &Instance, audit: &Audit) -> Vec<Lost> {
    missed(instance, audit).map(|(_, lost)| lost).collect()
}

/// The same with their places; those that are only reported are never lost.
pub(super) fn missed<'a>(
    instance: &'a Instance,
    audit: &'a Audit,
) -> impl Iterator<Item = (Which, Lost)> + 'a {
    let services = instance.services.iter().zip(&audit.services).enumerate();
    services.flat_map(|(at, (service, figures))| {
        let standards = service.care.standards.iter().enumerate();
        standards
            .filter(|(_, (_, standard))| standard.enforcement != Enforcement::Reported)
            .filter_map(move |(place, (id, standard))| {
                let nothing = || Lost {
                    service: service.id.as_str().to_owned(),
                    standard: id.as_str().to_owned(),
                    name: standard.name.clone(),
                    enforcement: word(standard.enforcement),
                    when: Vec::new(),
                    asked: 0.0,
                    reached: 0.0,
                    unit: "",
                };
                let lost = if let Some(over_time) = &figures.over_time {
                    let of = over_time.standards.get(place)?;
                    let missed = || {
                        let asked = of.asked.iter().zip(&of.reached).zip(&of.entries);
                        asked.filter_map(|((asked, reached), entry)| {
                            let asked = (*asked)?;
                            (*reached < asked - NOTHING).then_some((asked, *reached, entry))
                        })
                    };
                    let worst = missed().max_by(|a, b| (a.0 - a.1).total_cmp(&(b.0 - b.1)))?;
                    Lost {
                        when: missed().map(|(_, _, entry)| entry.clone()).collect(),
                        asked: worst.0,
                        reached: worst.1,
                        unit: of.unit,
                        ..nothing()
                    }
                } else {
                    let of = figures.standards.get(place)?;
                    if of.reached >= of.target - NOTHING {
                        return None;
                    }
                    Lost {
                        asked: of.target,
                        reached: of.reached,
                        unit: of.unit,
                        ..nothing()
                    }
                };
                Some(((at, place), lost))
            })
    })
}

/// People short of standards in a service, over all times.
pub(super) fn short_people(plan: &Plan, service: &str) -> f64 {
    let of = plan
        .services
        .iter()
        .filter(|(id, _)| id.as_str() == service);
    of.map(|(_, plan)| {
        let years = plan
            .years
            .values()
            .flat_map(|y| y.shortfall_people.values());
        let periods = plan.shortfall_by_period_people.values().flatten();
        let steady = plan.shortfall_people.values();
        steady.chain(years).chain(periods).sum::<f64>()
    })
    .sum::<f64>()
        + 0.0
}

pub(super) fn figures(instance: &Instance, plan: &Plan, audit: &Audit) -> Figures {
    let mut all = Figures::default();
    for (service, figures) in instance.services.iter().zip(&audit.services) {
        all.spend_gbp += figures.spend_gbp;
        all.short_people += short_people(plan, service.id.as_str());
        let wait = |weeks: f64, longest: f64| longest.max(weeks);
        if let Some(over_time) = &figures.over_time {
            if let Some(first) = over_time.steps.first() {
                all.seen_people += first.starting.iter().sum::<f64>();
            }
            for step in &over_time.steps {
                let finite = step
                    .mean_wait_weeks
                    .iter()
                    .filter(|weeks| weeks.is_finite());
                all.longest_wait_weeks = finite.copied().fold(all.longest_wait_weeks, wait);
            }
            for role in &over_time.roles {
                all.staff_wte += mean(&role.in_post);
                all.staff_at_end_wte += role.in_post.last().copied().unwrap_or(0.0);
                all.hires_wte += role.hired.iter().sum::<f64>();
                all.redundant_wte += role.redundant.iter().sum::<f64>();
            }
            for route in &over_time.routes {
                all.training_starts_wte += route.starting.iter().sum::<f64>();
            }
        } else {
            if let Some(first) = figures.steps.first() {
                all.seen_people += first.starts;
            }
            for step in &figures.steps {
                all.longest_wait_weeks = wait(step.worst_wait_weeks, all.longest_wait_weeks);
            }
            for role in &figures.roles {
                all.staff_wte += role.wte;
                all.staff_at_end_wte += role.wte;
                all.hires_wte += role.hires;
            }
            let starts = plan.services.get(&service.id);
            let starts = starts.map(|s| s.training_starts_per_year.values().sum::<f64>());
            all.training_starts_wte += starts.unwrap_or(0.0);
        }
    }
    all
}

fn mean(values: &[f64]) -> f64 {
    #[expect(clippy::cast_precision_loss, reason = "periods of a horizon")]
    let count = values.len().max(1) as f64;
    values.iter().sum::<f64>() / count
}
