//! Planning on: last year's plan, the month from which to plan on, and what really happened become
//! an instance that starts in that month.
//!
//! Where a service stands then is what the plan says of that month (`carry`); the actuals have the
//! last word. Both are put into the instance's tree as if its file said so (`overlay`), so that the
//! usual checks, calendars and limits apply to the new start without knowing of it.

mod actuals;
mod carry;
mod cohorts;
mod overlay;

use std::path::Path;

use indexmap::IndexMap;

use crate::dates::Month;
use crate::diagnostics::{Diagnostic, Files, Location, SourceFile};
use crate::document::Document;
use crate::ids::{RoleId, RouteId, ScenarioId, ServiceId, StepId, TreatmentId};
use crate::instance::Instance;
use crate::plan::Plan;
use crate::reading::{Reading, read_instance_from};
use crate::scenario::put_in_force;

/// A plan that was made, and the file that it came from.
#[derive(Debug, Clone, PartialEq)]
pub struct OldPlan {
    /// The plan.
    pub plan: Plan,
    /// Its file's path as given.
    pub path: String,
    /// Hex SHA-256 of the file's bytes.
    pub sha256: String,
}

/// Where a service stands in a month: the keys of its start, in the units of their names.
#[derive(Debug, Clone, PartialEq, Default)]
struct Stand {
    staff_now_wte: IndexMap<RoleId, f64>,
    joined_wte: IndexMap<RoleId, IndexMap<Month, f64>>,
    joining_wte: IndexMap<RoleId, IndexMap<Month, f64>>,
    training_wte: IndexMap<RouteId, IndexMap<Month, f64>>,
    waiting_people: IndexMap<StepId, f64>,
    started_people: IndexMap<TreatmentId, Vec<f64>>,
}

/// Reads an instance as it stands in a later month of a plan of it.
///
/// Its horizon begins in that month and is as long as the file says. Committed are: people whose lead time
/// has begun by then, people already hired and places already filled at the old start, trainees in
/// training. Everything else of the plan may be planned anew. `actuals` names a file of what really
/// happened, which overwrites what the plan says; errors are among the diagnostics.
///
/// A plan of a scenario is planned on under it. One of the instance as it is may be planned on under
/// a scenario, `under`, which then holds from the month on.
#[must_use]
pub fn replan(
    instance: &Path,
    from: &OldPlan,
    month: Month,
    actuals: Option<&Path>,
    under: Option<&ScenarioId>,
) -> Reading {
    let as_it_was = read_instance_from(instance, &|document, found| {
        begin_as_planned(document, from, found);
        if let Some(of_plan) = from.plan.horizon {
            overlay::as_long_as(document, of_plan.periods);
        }
    });
    let Some(old) = &as_it_was.instance else {
        return as_it_was;
    };
    let period = match period_of(old, from, month) {
        Ok(period) => period,
        Err(error) => {
            return Reading {
                instance: None,
                diagnostics: vec![*error],
                document: None,
                files: as_it_was.files,
            };
        }
    };
    let stands: IndexMap<&ServiceId, Stand> = old
        .services
        .iter()
        .filter_map(|service| {
            let plan = from.plan.services.get(&service.id)?;
            Some((&service.id, carry::stand(service, plan, period)))
        })
        .collect();
    read_instance_from(instance, &|document, found| {
        begin_as_planned(document, from, found);
        let place = place_in(&mut document.files, from);
        if period > 0 {
            overlay::start_in(document, month, old, period);
            overlay::put(document, &stands, &place, &from.path);
        }
        if let Some(id) = under.filter(|_| from.plan.scenario.is_none()) {
            put_in_force(document, id, found);
        }
        if let Some(path) = actuals {
            actuals::put(document, path, &stands, period, found);
        }
    })
}

/// Reads the instance that a plan was made for: as its file has it, or as an earlier plan left it
/// where this one was planned on from it, under its scenario if it is of one.
#[must_use]
pub fn read_as_planned(instance: &Path, plan: &OldPlan) -> Reading {
    read_instance_from(instance, &|document, found| {
        begin_as_planned(document, plan, found);
    })
}

/// What a plan must say of its start, so that it can be checked and planned on from: the keys that
/// planning on has put into the instance's tree.
#[must_use]
pub fn start_of(document: &Document) -> serde_json::Value {
    overlay::start_of(document)
}

/// Puts a plan's scenario in force, and its own start in place of the file's.
fn begin_as_planned(document: &mut Document, plan: &OldPlan, found: &mut Vec<Diagnostic>) {
    if let Some(id) = &plan.plan.scenario {
        put_in_force(document, id, found);
    }
    if let Some(start) = &plan.plan.start {
        let place = place_in(&mut document.files, plan);
        overlay::apply(document, start, &place, &plan.path);
    }
}

/// The plan's file among those read.
fn place_in(files: &mut Files, from: &OldPlan) -> Location {
    let id = files.add(SourceFile {
        path: from.path.clone(),
        text: "".into(),
        sha256: from.sha256.clone(),
    });
    Location::new(id, 0..0)
}

/// The period of the old plan that begins in the month.
fn period_of(old: &Instance, from: &OldPlan, month: Month) -> Result<usize, Box<Diagnostic>> {
    let steady = |what: &str| {
        Box::new(
            Diagnostic::error("R001", format!("{what}: there is no month to plan on from"))
                .help("plan on from the plan of an instance with `[horizon]`"),
        )
    };
    let other = |what: String| {
        Box::new(
            Diagnostic::error("R002", what)
                .help("name the instance that the plan was made for, as it was then"),
        )
    };
    let Some(of_plan) = from.plan.horizon else {
        return Err(steady(&format!(
            "the plan `{}` is of a steady year",
            from.path
        )));
    };
    let Some(horizon) = old.horizon() else {
        return Err(steady("the instance has no `[horizon]`"));
    };
    if from.plan.instance != old.name {
        return Err(other(format!(
            "the plan `{}` is of `{}`, the instance is `{}`",
            from.path, from.plan.instance, old.name
        )));
    }
    let Some(calendar) = old.services.first().map(|s| &s.care.calendar) else {
        return Err(steady("the instance has no services"));
    };
    if (of_plan.start, of_plan.periods_per_year) != (horizon.start, calendar.periods_per_year) {
        return Err(other(format!(
            "the plan `{}` begins in {} and has {} periods a year; the instance begins in {} and has {}",
            from.path,
            of_plan.start,
            of_plan.periods_per_year,
            horizon.start,
            calendar.periods_per_year,
        )));
    }
    if let Some(missing) = old
        .services
        .iter()
        .find(|s| !from.plan.services.contains_key(&s.id))
    {
        return Err(other(format!(
            "the plan `{}` says nothing of service `{}`",
            from.path, missing.id
        )));
    }
    let last = calendar
        .month_of(calendar.periods().saturating_sub(1))
        .unwrap_or(horizon.start);
    let period = calendar.period_from(month);
    let begins = calendar.month_of(period);
    if month < horizon.start || month > last {
        return Err(Box::new(
            Diagnostic::error(
                "R003",
                format!(
                    "the plan runs from {} to {last}: it says nothing of {month}",
                    horizon.start
                ),
            )
            .help(format!(
                "give --month a month from {} to {last}",
                horizon.start
            )),
        ));
    }
    if begins != Some(month) {
        let before = calendar.month_of(period.saturating_sub(1));
        let near: Vec<String> = before
            .into_iter()
            .chain(begins)
            .filter(|near| *near <= last)
            .map(|near| near.to_string())
            .collect();
        return Err(Box::new(
            Diagnostic::error("R003", format!("no period of the plan begins in {month}"))
                .help(format!("give --month {}", near.join(" or "))),
        ));
    }
    Ok(period)
}
