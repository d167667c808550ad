//! Where a service stands when a plan by month begins, with every default filled in.

use indexmap::IndexMap;

use super::care::{Care, Level, Role};
use super::{InPost, RoleKind, Service, Start};
use crate::dates::Month;
use crate::draft::{CareModel, instance as draft};
use crate::ids::{RoleId, StepId};
use crate::units::{Quantity, Share, Wte};

/// The start of a service whose care model has been built.
pub(super) fn start(file: &draft::Service, model: &CareModel, service: &Service) -> Start {
    let care = &service.care;
    let periods = care.calendar.periods();
    let mut start = Start {
        waiting: care
            .steps
            .keys()
            .map(|id| (id.clone(), value(file.waiting_people.get(id))))
            .collect(),
        started: started(file, service),
        ..Start::default()
    };
    for (id, role) in &care.roles {
        if role.kind == RoleKind::Qualified {
            let shares = model
                .roles
                .get(id)
                .and_then(|r| r.time_in_post_share_by_year.as_deref());
            start
                .staff
                .insert(id.clone(), in_post(file, care, id, role, shares));
        }
        let mut joining = vec![0.0; periods];
        for (month, wte) in file.joining_wte.get(id).into_iter().flatten() {
            let period = care.calendar.period_of(*month);
            if let Some(sum) = period.and_then(|period| joining.get_mut(period)) {
                *sum += wte.value();
            }
        }
        start.joining.insert(id.clone(), joining);
    }
    for id in care.routes.keys() {
        let mut before = Vec::new();
        let mut committed = vec![0.0; periods];
        for (month, wte) in file.training_wte.get(id).into_iter().flatten() {
            if let Some(back) = care.calendar.periods_before(*month) {
                before.push((back, wte.value()));
            } else if let Some(period) = care.calendar.period_of(*month)
                && let Some(sum) = committed.get_mut(period)
            {
                *sum += wte.value();
            }
        }
        start.training.insert(id.clone(), before);
        start.committed.insert(id.clone(), committed);
    }
    start
}

fn value<Q: Quantity>(quantity: Option<&Q>) -> f64 {
    quantity.map_or(0.0, |q| q.value())
}

/// Staff of a role by time in post, as far back as its first year and its routes ask.
fn in_post(
    file: &draft::Service,
    care: &Care,
    id: &RoleId,
    role: &Role,
    shares: Option<&[Share]>,
) -> InPost {
    let wte = value(file.staff_now_wte.get(id));
    let a_year = care.calendar.periods_per_year;
    let tenures = care
        .routes
        .values()
        .filter(|route| route.from.as_ref() == Some(id))
        .map(|route| route.min_periods_in_post);
    let depth = tenures
        .chain(role.has_first_year().then_some(a_year))
        .max()
        .unwrap_or(0);
    let mut recent = vec![0.0; depth];
    if let Some(joined) = file.joined_wte.get(id) {
        fill_from_months(&mut recent, joined, care);
        let longer = (wte - recent.iter().sum::<f64>()).max(0.0);
        return InPost { recent, longer };
    }
    let ages = match shares {
        Some(shares) => by_year(shares, a_year, role, depth),
        None => at_usual_rates(role, a_year, depth),
    };
    for (people, share) in recent.iter_mut().zip(ages) {
        *people = share * wte;
    }
    let longer = (wte - recent.iter().sum::<f64>()).max(0.0);
    InPost { recent, longer }
}

fn fill_from_months(recent: &mut [f64], joined: &IndexMap<Month, Wte>, care: &Care) {
    for (month, wte) in joined {
        if let Some(back) = care.calendar.periods_before(*month)
            && let Some(people) = recent.get_mut(back - 1)
        {
            *people += wte.value();
        }
    }
}

/// Shares of staff who joined 1, 2, 3 … periods ago, from shares by year in post: even within a
/// year, and those of the last, which has no end, as if the role had always lost its usual share.
fn by_year(shares: &[Share], a_year: usize, role: &Role, depth: usize) -> Vec<f64> {
    let Some((open, closed)) = shares.split_last() else {
        return vec![0.0; depth];
    };
    let mut ages: Vec<f64> = closed
        .iter()
        .flat_map(|share| std::iter::repeat_n(share.value() / float(a_year), a_year))
        .take(depth)
        .collect();
    let stay = 1.0 - role.leaving_per_period;
    let mut rest = open.value();
    while ages.len() < depth {
        let here = rest * (1.0 - stay);
        ages.push(here);
        rest -= here;
    }
    ages
}

/// Shares of staff who joined 1, 2, 3 … periods ago in a role that has always had as many joiners
/// as leavers at its usual rates.
fn at_usual_rates(role: &Role, a_year: usize, depth: usize) -> Vec<f64> {
    let stay = |age: usize| {
        1.0 - if age <= a_year {
            role.first_year_leaving_per_period
        } else {
            role.leaving_per_period
        }
    };
    let mut still_there = Vec::with_capacity(a_year.max(depth));
    let mut share = 1.0;
    for age in 1..=a_year.max(depth) {
        share *= stay(age);
        still_there.push(share);
    }
    if role.leaving_per_period <= 0.0 {
        // Without leavers there are no joiners either: everybody has been there for long.
        return vec![0.0; depth];
    }
    if still_there.first().is_none_or(|share| *share <= 0.0) {
        // Nobody outlasts a period: whoever is there has only just come.
        let mut ages = vec![0.0; depth];
        if let Some(latest) = ages.first_mut() {
            *latest = 1.0;
        }
        return ages;
    }
    let beyond = share * (1.0 - role.leaving_per_period) / role.leaving_per_period;
    let all: f64 = still_there.iter().sum::<f64>() + beyond;
    still_there.truncate(depth);
    still_there.into_iter().map(|people| people / all).collect()
}

/// People who started each treatment before the plan begins, the latest first: as given, else as
/// many as referrals bring at their usual rate, nobody giving up, in the middle mix.
fn started(
    file: &draft::Service,
    service: &Service,
) -> IndexMap<crate::ids::TreatmentId, Vec<f64>> {
    let care = &service.care;
    let usual = usual_starts(service);
    care.treatments
        .iter()
        .map(|(id, treatment)| {
            let flows = care
                .flows
                .values()
                .filter(|flow| flow.from.as_ref() == Some(&treatment.step));
            let depth = flows
                .map(|flow| flow.spread.len())
                .chain([treatment.spread.len()])
                .max()
                .unwrap_or(0);
            let given: Vec<f64> = file
                .started_people
                .get(id)
                .into_iter()
                .flatten()
                .rev()
                .map(|people| people.value())
                .collect();
            let middle = |t: &super::Treatment| t.share_min.value().midpoint(t.share_max.value());
            let all: f64 = care
                .treatments
                .values()
                .filter(|t| t.step == treatment.step)
                .map(middle)
                .sum();
            let share = if all > 0.0 {
                middle(treatment) / all
            } else {
                0.0
            };
            let each = if given.is_empty() {
                share * usual.get(&treatment.step).copied().unwrap_or(0.0)
            } else {
                given.iter().sum::<f64>() / float(given.len())
            };
            let people = (0..depth)
                .map(|back| given.get(back).copied().unwrap_or(each))
                .collect();
            (id.clone(), people)
        })
        .collect()
}

/// People who start each step in a period when lists are as long as the step's tightest wait
/// standard allows (without one: empty), so that some give up before they start.
fn usual_starts(service: &Service) -> IndexMap<StepId, f64> {
    /// Rounds of following people from step to step; what is left after them is nothing.
    const ROUNDS: usize = 200;
    let care = &service.care;
    let of_first_year = care
        .calendar
        .month_of(0)
        .and_then(|month| service.referrals_by_year.get(&month.financial_year()))
        .copied()
        .unwrap_or(service.referrals);
    let referred = of_first_year.value() / float(care.calendar.periods_per_year);
    let nobody: IndexMap<StepId, f64> = care.steps.keys().map(|id| (id.clone(), 0.0)).collect();
    let mut starts = nobody.clone();
    for _ in 0..ROUNDS {
        let mut next = nobody.clone();
        for flow in care.flows.values() {
            let of = match &flow.from {
                None => referred,
                Some(step) => starts.get(step).copied().unwrap_or(0.0),
            };
            if let Some(joining) = next.get_mut(&flow.to) {
                *joining += of * flow.share.value();
            }
        }
        for (id, step) in &care.steps {
            if let Some(joining) = next.get_mut(id) {
                // A level list loses who starts, and of those who wait, who give up:
                // joining = starting + d·w·starting, with w periods of waiting.
                *joining /= 1.0 + step.dropout_per_period * usual_wait(service, id);
            }
        }
        let settled = next == starts;
        starts = next;
        if settled {
            break;
        }
    }
    starts
}

/// Periods that people wait on average where a step's tightest wait standard is just met, waits
/// being exponential; none without such a standard.
fn usual_wait(service: &Service, step: &StepId) -> f64 {
    let care = &service.care;
    care.standards
        .values()
        .filter_map(|standard| match &standard.level {
            Level::Wait {
                step: of,
                share,
                weeks,
            } if of == step => Some(-weeks.value() / (1.0 - share.value()).ln()),
            _ => None,
        })
        .reduce(f64::min)
        .map_or(0.0, |weeks| weeks / care.calendar.weeks_per_period.value())
}

#[expect(clippy::cast_precision_loss, reason = "at most a few thousand")]
fn float(number: usize) -> f64 {
    number as f64
}
