//! Standards that no plan can hold from the month in which they are asked. That is a plan's news,
//! not an error: the plan that misses them least shows when each can hold, and what binds until
//! then.

use std::cmp::Reverse;

use super::{Fault, Watch, audit_found};
use crate::audit::over_time::StandardOverTime;
use crate::audit::{Audit, ServiceFigures};
use crate::dates::FinancialYear;
use crate::formulation::{Formulation, VarKey, formulate};
use crate::ids::{Id, ServiceId, StandardId};
use crate::instance::{Calendar, Enforcement, Instance, Objective, RoleKind, Service};
use crate::plan::Plan;
use crate::report::answer::LateStandard;
use crate::report::binding::{Binding, gather};
use crate::solver::{Options, Outcome, solve};
use crate::units::{GbpPerPerson, Quantity};

/// How much dearer a hard standard is than the dearest soft one, so that soft ones give way first.
const DEARER: f64 = 100.0;

/// How far what is missed may give way for cost, as a share of it, month by month: held closer,
/// whole hires leave hardly any other plan.
const SLACK: f64 = 1e-3;

/// How far what is reached must lie below what is asked to be missed, in the standard's unit.
const MISSED: f64 = 1e-4;

/// People missed that are none: what a solver may be off by.
const NOBODY: f64 = 1e-6;

/// What limits how fast a service can get to where it must be: what it shares with others and how
/// fast it may change, then the rules of its own care. (That every clinical hour is used is so in
/// most months, and says nothing.)
const LIMITING: &[&[&str]] = &[
    &[
        "labour-market",
        "places",
        "budget",
        "levy-fund",
        "change-limit",
        "tenure",
    ],
    &[
        "supervision-ratio",
        "skill-mix-min",
        "skill-mix-max",
        "overtime-cap",
        "bought-in-cap",
        "task-share",
        "role-share",
    ],
];

/// At most so many things are said to be in the way.
const IN_THE_WAY: usize = 6;

/// Whether the hard standards of a plan by month can hold as asked, as far as its relaxation says.
///
/// A problem without a solution is the hardest to settle for a simplex method; the one in which
/// standards may be missed has one, and what it misses is the answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Prospect {
    /// They can, or nothing is known: whole numbers have the last word.
    Open,
    /// They cannot; without them there may be a plan.
    Late,
    /// There is no plan even without them.
    None,
}

/// Finds out by the relaxation.
pub(super) fn prospect(instance: &Instance, options: &Options, watch: &Watch) -> Prospect {
    let Some(mut softened) = softened(instance) else {
        return Prospect::Open;
    };
    // Those that are soft already may be missed for nothing here.
    for (soft, service) in softened.services.iter_mut().zip(&instance.services) {
        for (id, standard) in &service.care.standards {
            if standard.enforcement == Enforcement::Soft
                && let Some(standard) = soft.care.standards.get_mut(id)
            {
                standard.shortfall_price = GbpPerPerson::ZERO;
            }
        }
    }
    softened.objectives = vec![Objective::LeastShortfall];
    let relaxation = formulate(&softened).relaxed();
    match solve(&relaxation, options, &watch.control) {
        Outcome::Optimal(solved) | Outcome::WithinGap(solved) => {
            let mut missed = missed(instance, &relaxation, &solved.values);
            if missed.any(|(_, people)| people > NOBODY * 1e3) {
                Prospect::Late
            } else {
                Prospect::Open
            }
        }
        Outcome::Infeasible => Prospect::None,
        _ => Prospect::Open,
    }
}

/// The columns of people short of standards that the instance has hard, each with its value.
fn missed<'f>(
    instance: &'f Instance,
    formulation: &'f Formulation,
    values: &'f [f64],
) -> impl Iterator<Item = (usize, f64)> + 'f {
    let columns = formulation.columns.keys().zip(values).enumerate();
    columns.filter_map(|(place, (key, &value))| match key {
        VarKey::Shortfall {
            service, standard, ..
        } => {
            let of = instance.services.iter().find(|s| s.id == *service)?;
            let standard = of.care.standards.get(standard)?;
            (standard.enforcement == Enforcement::Hard).then_some((place, value))
        }
        _ => None,
    })
}

/// The best plan that misses the hard standards as little as can be, and in no month in which it
/// need not; with the instance in which they are soft, and its formulation.
pub(super) fn solve_late(
    instance: &Instance,
    options: &dyn Fn() -> Options,
    watch: &Watch,
) -> Option<(Instance, Formulation, Outcome)> {
    let softened = softened(instance)?;
    let mut formulation = formulate(&softened);
    let objectives = std::mem::take(&mut formulation.objectives);
    let (first, _) = objectives.split_first()?;
    formulation.objectives = vec![first.clone()];
    let outcome = solve(&formulation, &options(), &watch.control);
    let (Outcome::Optimal(least) | Outcome::WithinGap(least)) = &outcome else {
        return Some((softened, formulation, outcome));
    };
    let bounds: Vec<(usize, f64)> = missed(instance, &formulation, &least.values)
        .map(|(place, people)| {
            let most = if people > NOBODY * 1e3 {
                people * (1.0 + SLACK)
            } else {
                // Not nothing: a plan with whole numbers is off by as much.
                people.max(0.0) + NOBODY
            };
            (place, most)
        })
        .collect();
    for (place, most) in bounds {
        if let Some((_, column)) = formulation.columns.get_index_mut(place) {
            column.upper = most;
        }
    }
    formulation.objectives = objectives;
    let outcome = solve(&formulation, &options(), &watch.control);
    Some((softened, formulation, outcome))
}

/// The same instance with its hard standards soft, missed as little as can be before anything else
/// is sought; none for a steady year, or where no service has a hard standard.
fn softened(instance: &Instance) -> Option<Instance> {
    instance.horizon()?;
    missing_least(instance)
}

/// The same of a steady year too.
pub(crate) fn missing_least(instance: &Instance) -> Option<Instance> {
    let mut softened = instance.clone();
    if !soften(&mut softened) {
        return None;
    }
    let others = instance.objectives.iter().copied();
    softened.objectives = std::iter::once(Objective::LeastShortfall)
        .chain(others.filter(|other| *other != Objective::LeastShortfall))
        .collect();
    Some(softened)
}

/// Makes hard standards soft, at a price above that of those which are soft already; whether there
/// was any.
fn soften(instance: &mut Instance) -> bool {
    let standards = || {
        instance
            .services
            .iter()
            .flat_map(|service| service.care.standards.values())
    };
    let dearest = standards()
        .filter(|standard| standard.enforcement == Enforcement::Soft)
        .map(|standard| standard.shortfall_price.value() * DEARER)
        .fold(1.0, f64::max);
    let mut any = false;
    for service in &mut instance.services {
        for standard in service.care.standards.values_mut() {
            if standard.enforcement == Enforcement::Hard {
                standard.enforcement = Enforcement::Soft;
                standard.shortfall_price = GbpPerPerson::new(dearest);
                any = true;
            }
        }
    }
    any
}

/// The hard standards that a plan for a softened instance holds late, none where nothing was
/// softened; the plan says so from now on.
pub(super) fn tell(
    instance: &Instance,
    softened: Option<&Instance>,
    plan: &mut Plan,
    audit: &Audit,
) -> Result<Vec<LateStandard>, Fault> {
    let Some(softened) = softened else {
        return Ok(Vec::new());
    };
    admit(instance, plan, audit);
    // What it says of itself must be true of the instance that was asked about, too.
    audit_found(instance, plan)?;
    Ok(standards(instance, softened, audit))
}

/// Lets the plan for the softened instance say which hard standards it does not hold as asked, so
/// that it can be checked against the instance itself.
fn admit(instance: &Instance, plan: &mut Plan, audit: &Audit) {
    for (service, figures) in instance.services.iter().zip(&audit.services) {
        let Some(plan) = plan.services.get_mut(&service.id) else {
            continue;
        };
        let standards = figures.over_time.iter().flat_map(|o| &o.standards);
        for ((id, standard), figures) in service.care.standards.iter().zip(standards) {
            if standard.enforcement == Enforcement::Hard && !figures.met {
                let from = figures
                    .holds_from
                    .and_then(|from| figures.entries.get(from));
                plan.late_standards.insert(id.clone(), from.cloned());
            }
        }
    }
}

/// The hard standards that the plan for the softened instance holds late.
fn standards(instance: &Instance, softened: &Instance, audit: &Audit) -> Vec<LateStandard> {
    let bindings = gather(softened, audit);
    let services = instance.services.iter().zip(&audit.services);
    services
        .flat_map(|(service, figures)| {
            let hard = service.care.standards.iter();
            hard.filter(|(_, standard)| standard.enforcement == Enforcement::Hard)
                .filter_map(|(id, _)| late(instance, service, id, figures, &bindings))
        })
        .collect()
}

fn late(
    instance: &Instance,
    service: &Service,
    id: &StandardId,
    figures: &ServiceFigures,
    bindings: &[Binding],
) -> Option<LateStandard> {
    let over_time = figures.over_time.as_ref()?;
    let standard: &StandardOverTime = over_time
        .standards
        .iter()
        .find(|figures| figures.standard == id.as_str())?;
    if standard.met {
        return None;
    }
    let asked = standard
        .asked
        .iter()
        .zip(&standard.reached)
        .position(|(asked, reached)| asked.is_some_and(|asked| *reached < asked - MISSED))?;
    let entry = |place: usize| standard.entries.get(place).cloned();
    let holds_from = standard.holds_from.and_then(entry);
    let calendar = &service.care.calendar;
    let until = holds_from
        .as_deref()
        .and_then(|name| first_period(calendar, name))
        .unwrap_or(calendar.periods());
    Some(LateStandard {
        service: service.id.clone(),
        standard: id.clone(),
        name: standard.name.clone(),
        asked_from: entry(asked)?,
        holds_from,
        in_the_way: in_the_way(instance, service, until, bindings),
    })
}

/// What binds in the periods before `until`, of each kind what does so longest first; and how long
/// nobody new can be in post.
fn in_the_way(
    instance: &Instance,
    service: &Service,
    until: usize,
    bindings: &[Binding],
) -> Vec<String> {
    let calendar = &service.care.calendar;
    let kind_of = |binding: &Binding| {
        let family = binding.family.as_str();
        LIMITING.iter().position(|kind| kind.contains(&family))
    };
    let mut found: Vec<((usize, Reverse<usize>), String)> = bindings
        .iter()
        .filter(|binding| is_about(binding, &service.id))
        .filter_map(|binding| {
            let kind = kind_of(binding)?;
            let periods = binding.periods.iter();
            let before: usize = periods
                .map(|name| periods_before(calendar, name, until))
                .sum();
            (before > 0).then(|| {
                let text = match binding.what.as_str() {
                    "" => binding.meaning.clone(),
                    what => format!("{what} ({})", binding.meaning),
                };
                ((kind, Reverse(before)), text)
            })
        })
        .collect();
    found.sort_by_key(|(weight, _)| *weight);
    let mut words: Vec<String> = found.into_iter().map(|(_, text)| text).collect();
    words.truncate(IN_THE_WAY);
    words.extend(waiting_for_hires(service, until));
    // What joins services binds for all of them; one of several may not be the one to blame.
    if instance.services.len() > 1 && words.is_empty() {
        words.push("what other services take of limits that they share".to_owned());
    }
    words
}

/// Nobody hired now is there before the lead time has passed.
fn waiting_for_hires(service: &Service, until: usize) -> Option<String> {
    let roles = service.care.roles.values();
    let slow: Vec<&str> = roles
        .filter(|role| role.kind == RoleKind::Qualified && role.hireable && role.employable)
        .filter(|role| role.hire_lead > 0 && role.hire_lead <= until)
        .map(|role| role.short.as_str())
        .collect();
    (!slow.is_empty()).then(|| format!("the time that it takes to hire ({})", slow.join(", ")))
}

fn is_about(binding: &Binding, service: &ServiceId) -> bool {
    binding.services.is_empty() || binding.services.iter().any(|id| id == service.as_str())
}

/// How many periods of a named period or financial year lie before another period.
fn periods_before(calendar: &Calendar, name: &str, until: usize) -> usize {
    match year_named(calendar, name) {
        Some(periods) => until.min(periods.end).saturating_sub(periods.start),
        None => usize::from(first_period(calendar, name).is_some_and(|period| period < until)),
    }
}

/// The first period of a named period or financial year.
fn first_period(calendar: &Calendar, name: &str) -> Option<usize> {
    match year_named(calendar, name) {
        Some(periods) => Some(periods.start),
        None => (0..calendar.periods()).find(|period| calendar.period_name(*period) == name),
    }
}

fn year_named(calendar: &Calendar, name: &str) -> Option<std::ops::Range<usize>> {
    let wanted: FinancialYear = name.parse().ok()?;
    let years = &calendar.horizon.as_ref()?.years;
    let year = years.iter().find(|year| year.year == wanted)?;
    Some(year.periods.clone())
}

#[cfg(test)]
mod tests;
