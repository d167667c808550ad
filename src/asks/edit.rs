//! An instance with an ask given more room, or less.

use super::{Ask, When};
use crate::instance::time::{Calendar, Year};
use crate::instance::{Care, Enforcement, Instance, Level, Scoped, Standard};
use crate::units::{GbpPerYear, HoursPerWeek, PeoplePerYear, Quantity, Share, Wte, WtePerYear};

/// More room for one ask.
#[derive(Debug, Clone, PartialEq)]
pub struct Relief {
    /// Which.
    pub ask: Ask,
    /// How much, and when.
    pub change: Change,
}

/// How an ask is given more room.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Change {
    /// So much more (caps) or less (targets) in the unit of [`super::Asked`]; below 0 the other
    /// way round. [`When::Always`] means a year's amount: each financial year of a horizon gets its
    /// part of it. Caps by the month have no year's amount: each month gets all of it.
    By(When, f64),
    /// A standard asks for no more than this in the periods before `until`.
    AtMost {
        /// The first period in which it asks for all of it again.
        until: usize,
        /// A share, or people a year.
        target: f64,
    },
    /// A standard, and its glide path, come into force this many periods later.
    Later(usize),
}

/// Why an instance cannot be changed so.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
pub enum EditError {
    /// The instance has no such ask, or not at that time.
    #[error("the instance does not ask `{0}` at that time")]
    NotAsked(String),
    /// The ask has no amount, or cannot be changed in this way.
    #[error("`{0}` cannot be given more room in this way")]
    Fixed(String),
    /// What it would come to is not lawful.
    #[error("`{ask}` would come to {value}, and must lie between {least} and {most}")]
    OutOfBounds {
        /// Which.
        ask: String,
        /// What it would come to.
        value: f64,
        /// The least it may be.
        least: f64,
        /// The most it may be.
        most: f64,
    },
}

/// What a share may be.
const A_SHARE: (f64, f64) = (0.0, 1.0);

/// What the share of those who start in time may be: all of them would allow no list whatever.
const A_SHARE_IN_TIME: (f64, f64) = (0.0, 0.999_999);

/// The instance with asks given more room, one change after another.
///
/// # Errors
///
/// When an ask is not there at the time, has no amount (that levies pay fees only, tenure, the
/// ending), or would come to something unlawful.
pub fn relieved(instance: &Instance, reliefs: &[Relief]) -> Result<Instance, EditError> {
    let mut changed = instance.clone();
    for relief in reliefs {
        relieve(&mut changed, relief)?;
    }
    Ok(changed)
}

fn relieve(instance: &mut Instance, relief: &Relief) -> Result<(), EditError> {
    let ask = &relief.ask;
    let years = instance
        .horizon()
        .map(|horizon| horizon.years.clone())
        .unwrap_or_default();
    let not_asked = || EditError::NotAsked(ask.to_string());
    match (ask, relief.change) {
        (Ask::Budget { budget }, Change::By(when, more)) => {
            let cap = instance.budgets.get_mut(budget).ok_or_else(not_asked)?;
            cap.limit = GbpPerYear::new(widen(ask, cap, &years, when, more)?);
        }
        (Ask::LevyFund { levy }, Change::By(when, more)) => {
            let cap = instance.levies.get_mut(levy).ok_or_else(not_asked)?;
            cap.limit = GbpPerYear::new(widen(ask, cap, &years, when, more)?);
        }
        (Ask::LabourMarket { market }, Change::By(when, more)) => {
            let market = instance
                .labour_markets
                .get_mut(market)
                .ok_or_else(not_asked)?;
            market.cap.limit = WtePerYear::new(widen(ask, &mut market.cap, &years, when, more)?);
        }
        (Ask::Places { places }, Change::By(when, more)) => {
            let places = instance.places.get_mut(places).ok_or_else(not_asked)?;
            places.cap.limit = WtePerYear::new(widen(ask, &mut places.cap, &years, when, more)?);
        }
        (Ask::OverallAccess { standard }, change) => {
            let access = instance
                .overall_access
                .get_mut(standard)
                .ok_or_else(not_asked)?;
            ease_overall(ask, &mut access.target, &years, change)?;
        }
        _ => {
            let service = ask.service().ok_or_else(not_asked)?;
            let service = instance
                .services
                .iter_mut()
                .find(|other| crate::ids::Id::as_str(&other.id) == service)
                .ok_or_else(not_asked)?;
            ease_in_care(ask, &mut service.care, relief.change)?;
        }
    }
    Ok(())
}

/// A cap over services, by the year or by the period; what it allows in a year from now on.
fn widen<Q: Quantity>(
    ask: &Ask,
    cap: &mut Scoped<Q>,
    years: &[Year],
    when: When,
    more: f64,
) -> Result<f64, EditError> {
    let not_asked = || EditError::NotAsked(ask.to_string());
    let mut of_a_year = cap.limit.value();
    match when {
        When::Always => {
            add(ask, &mut of_a_year, more)?;
            for (most, year) in cap.by_year.iter_mut().zip(years) {
                add(ask, most, more * year.share)?;
            }
            if cap.by_year.iter().all(|most| most.is_infinite()) {
                for most in &mut cap.by_period {
                    add(ask, most, more)?;
                }
            }
        }
        When::Year(wanted) => {
            let place = years.iter().position(|year| year.year == wanted);
            let most = place.and_then(|place| cap.by_year.get_mut(place));
            let most = most.filter(|most| most.is_finite()).ok_or_else(not_asked)?;
            add(ask, most, more)?;
        }
        When::In(period) => {
            let most = cap.by_period.get_mut(period);
            let most = most.filter(|most| most.is_finite()).ok_or_else(not_asked)?;
            add(ask, most, more)?;
        }
    }
    Ok(of_a_year)
}

fn add(ask: &Ask, most: &mut f64, more: f64) -> Result<(), EditError> {
    if most.is_finite() {
        *most = within(ask, *most + more, (0.0, f64::INFINITY))?;
    }
    Ok(())
}

fn within(ask: &Ask, value: f64, (least, most): (f64, f64)) -> Result<f64, EditError> {
    if (least..=most).contains(&value) {
        Ok(value)
    } else {
        Err(EditError::OutOfBounds {
            ask: ask.to_string(),
            value,
            least,
            most,
        })
    }
}

/// Starts over several services.
fn ease_overall(
    ask: &Ask,
    target: &mut Scoped<PeoplePerYear>,
    years: &[Year],
    change: Change,
) -> Result<(), EditError> {
    let people = target.limit.value();
    match change {
        Change::By(When::Always, less) => {
            let eased = within(ask, people - less, (0.0, f64::INFINITY))?;
            target.limit = PeoplePerYear::new(eased);
            for (least, year) in target.by_year.iter_mut().zip(years) {
                if *least > 0.0 {
                    *least = eased * year.referral_share;
                }
            }
        }
        Change::By(When::Year(wanted), less) => {
            let place = years.iter().position(|year| year.year == wanted);
            let least = place
                .and_then(|place| target.by_year.get_mut(place))
                .filter(|least| **least > 0.0)
                .ok_or_else(|| EditError::NotAsked(ask.to_string()))?;
            *least = within(ask, *least - less, (0.0, f64::INFINITY))?;
        }
        Change::By(When::In(_), _) => return Err(EditError::NotAsked(ask.to_string())),
        Change::AtMost {
            until,
            target: most,
        } => {
            for (least, year) in target.by_year.iter_mut().zip(years) {
                if year.periods.start < until {
                    *least = least.min(most * year.referral_share);
                }
            }
            if target.by_year.is_empty() {
                target.limit = PeoplePerYear::new(people.min(most));
            }
        }
        Change::Later(periods) => {
            if years.is_empty() {
                return Err(EditError::Fixed(ask.to_string()));
            }
            let first = target.by_year.iter().position(|least| *least > 0.0);
            let from = first.and_then(|place| years.get(place));
            let from = from.map_or(0, |year| year.periods.start) + periods;
            for (least, year) in target.by_year.iter_mut().zip(years) {
                if year.periods.start < from {
                    *least = 0.0;
                }
            }
        }
    }
    Ok(())
}

/// What a service's own care asks.
fn ease_in_care(ask: &Ask, care: &mut Care, change: Change) -> Result<(), EditError> {
    let not_asked = || EditError::NotAsked(ask.to_string());
    let fixed = || EditError::Fixed(ask.to_string());
    if let Ask::Access { standard, .. }
    | Ask::Wait { standard, .. }
    | Ask::Recovery { standard, .. }
    | Ask::Completion { standard, .. } = ask
    {
        let calendar = care.calendar.clone();
        let standard = care.standards.get_mut(standard).ok_or_else(not_asked)?;
        if standard.enforcement == Enforcement::Reported {
            return Err(not_asked());
        }
        return ease_standard(ask, standard, &calendar, change);
    }
    // Everything else asks the same at all times.
    let Change::By(When::Always, more) = change else {
        return Err(fixed());
    };
    let share =
        |value: Share, more: f64| within(ask, value.value() + more, A_SHARE).map(Share::new);
    match ask {
        Ask::ShareMin { treatment, .. } => {
            let treatment = care.treatments.get_mut(treatment).ok_or_else(not_asked)?;
            treatment.share_min = share(treatment.share_min, -more)?;
        }
        Ask::ShareMax { treatment, .. } => {
            let treatment = care.treatments.get_mut(treatment).ok_or_else(not_asked)?;
            treatment.share_max = share(treatment.share_max, more)?;
        }
        Ask::TaskShare { task, role, .. } | Ask::RoleShare { task, role, .. } => {
            let task = care.tasks.get_mut(task).ok_or_else(not_asked)?;
            let limits = task.roles.get_mut(role).ok_or_else(not_asked)?;
            if matches!(ask, Ask::TaskShare { .. }) {
                limits.max_share_of_task = share(limits.max_share_of_task, more)?;
            } else {
                limits.max_share_of_role = share(limits.max_share_of_role, more)?;
            }
        }
        Ask::OvertimeCap { role, .. } => {
            let role = care.roles.get_mut(role).ok_or_else(not_asked)?;
            let hours = role.overtime_cap().value() + more;
            let hours = within(ask, hours, (0.0, f64::INFINITY))?;
            role.overtime_max_hours = Some(HoursPerWeek::new(hours));
        }
        Ask::BoughtInCap { task, .. } => {
            let task = care.tasks.get_mut(task).ok_or_else(not_asked)?;
            let (most, _) = task.bought_in.as_mut().ok_or_else(not_asked)?;
            *most = share(*most, more)?;
        }
        Ask::SupervisionRatio { rule, .. } => {
            let rule = care.supervision.get_mut(rule).ok_or_else(not_asked)?;
            let ratio = rule.max_ratio.ok_or_else(not_asked)?;
            rule.max_ratio = Some(within(ask, ratio + more, (0.0, f64::INFINITY))?);
        }
        Ask::SkillMixMin { band, .. } => {
            let band = care.skill_mix.get_mut(band).ok_or_else(not_asked)?;
            band.share_min = share(band.share_min, -more)?;
        }
        Ask::SkillMixMax { band, .. } => {
            let band = care.skill_mix.get_mut(band).ok_or_else(not_asked)?;
            band.share_max = share(band.share_max, more)?;
        }
        Ask::CoverShare { measure, .. } => {
            let measure = care.retention.get_mut(measure).ok_or_else(not_asked)?;
            measure.max_share = share(measure.max_share, more)?;
        }
        Ask::ChangeLimit { limit, .. } => {
            let limit = care.limits.get_mut(limit).ok_or_else(not_asked)?;
            let most = if limit.max.is_finite() {
                &mut limit.max
            } else {
                &mut limit.max_share
            };
            *most = within(ask, *most + more, (0.0, f64::INFINITY))?;
        }
        Ask::InPostMin { role, .. } => {
            let role = care.roles.get_mut(role).ok_or_else(not_asked)?;
            let least = within(ask, role.in_post_min.value() - more, (0.0, f64::INFINITY))?;
            role.in_post_min = Wte::new(least);
        }
        Ask::InPostMax { role, .. } => {
            let role = care.roles.get_mut(role).ok_or_else(not_asked)?;
            let most = role.in_post_max.ok_or_else(not_asked)?.value() + more;
            role.in_post_max = Some(Wte::new(within(ask, most, (0.0, f64::INFINITY))?));
        }
        _ => return Err(fixed()),
    }
    Ok(())
}

/// A standard of a service.
fn ease_standard(
    ask: &Ask,
    standard: &mut Standard,
    calendar: &Calendar,
    change: Change,
) -> Result<(), EditError> {
    let lawful = match standard.level {
        Level::Access { .. } | Level::Completion { .. } => (0.0, f64::INFINITY),
        Level::Wait { .. } => A_SHARE_IN_TIME,
        Level::Recovery { .. } => A_SHARE,
    };
    let checked = |value: f64| within(ask, value, lawful);
    let horizon = calendar.horizon.as_ref();
    let mut targets: Vec<Option<f64>> = (0..calendar.periods())
        .map(|period| standard.target_in(period))
        .collect();
    match change {
        Change::By(When::Always, less) => {
            let eased = checked(standard.level.target() - less)?;
            set_level(&mut standard.level, eased);
            for (_, target) in &mut standard.path {
                *target = checked(*target - less)?;
            }
            return Ok(());
        }
        Change::AtMost { target, .. } if horizon.is_none() => {
            let target = checked(standard.level.target().min(target))?;
            set_level(&mut standard.level, target);
            return Ok(());
        }
        _ if horizon.is_none() => return Err(EditError::Fixed(ask.to_string())),
        Change::By(When::In(period), less) => {
            let target = targets.get_mut(period).and_then(Option::as_mut);
            let target = target.ok_or_else(|| EditError::NotAsked(ask.to_string()))?;
            *target = checked(*target - less)?;
        }
        Change::By(When::Year(wanted), less) => {
            let years = horizon.map_or(&[][..], |horizon| &horizon.years);
            let year = years.iter().find(|year| year.year == wanted);
            let periods = year.map_or(0..0, |year| year.periods.clone());
            let mut asked = false;
            for target in targets[periods].iter_mut().flatten() {
                *target = checked(*target - less)?;
                asked = true;
            }
            if !asked {
                return Err(EditError::NotAsked(ask.to_string()));
            }
        }
        Change::AtMost { until, target } => {
            let until = until.min(targets.len());
            for asked in targets[..until].iter_mut().flatten() {
                *asked = checked(asked.min(target))?;
            }
        }
        Change::Later(periods) => {
            standard.from = standard.from.saturating_add(periods);
            for (from, _) in &mut standard.path {
                *from += periods;
            }
            return Ok(());
        }
    }
    set_targets(standard, &targets);
    Ok(())
}

fn set_level(level: &mut Level, target: f64) {
    match level {
        Level::Access { people, .. } | Level::Completion { people } => {
            *people = PeoplePerYear::new(target);
        }
        Level::Wait { share, .. } | Level::Recovery { share } => *share = Share::new(target),
    }
}

/// What is asked in each period, as a standard states it: steps of a path, then all of it.
fn set_targets(standard: &mut Standard, targets: &[Option<f64>]) {
    let full = standard.level.target();
    let in_full = |target: &Option<f64>| target.is_some_and(|t| t.to_bits() == full.to_bits());
    let last = targets.iter().rposition(|target| !in_full(target));
    standard.from = last.map_or(0, |last| last + 1);
    standard.path.clear();
    let mut before: Option<f64> = None;
    for (period, target) in targets.iter().enumerate().take(standard.from) {
        if let Some(target) = target
            && before.map(f64::to_bits) != Some(target.to_bits())
        {
            standard.path.push((period, *target));
        }
        before = *target;
    }
}
