//! Figures of a plan by month, as tables over time show them.

use super::people::at;
use super::{
    MeasureOverTime, RoleOverTime, RouteOverTime, StepOverTime, TimeFigures, YearFigures, ladder,
    ladder_table, money, retention, standards,
};
use crate::audit::facts::{Facts, count, in_period};
use crate::audit::pathway::period_wait_weeks;
use crate::instance::Year;
use crate::units::Quantity;

/// Figures over time; none for a steady year.
pub fn figures(facts: &Facts) -> Option<TimeFigures> {
    let horizon = facts.horizon()?;
    Some(TimeFigures {
        periods: facts
            .service
            .periods()
            .map(|t| facts.period_name(t))
            .collect(),
        roles: roles(facts),
        routes: routes(facts),
        steps: steps(facts),
        standards: standards::figures(facts),
        retention: measures(facts, &horizon.years),
        years: horizon
            .years
            .iter()
            .map(|year| YearFigures {
                year: year.year.to_string(),
                share: year.share,
                periods: (year.periods.start, year.periods.end),
                spend_gbp: money::spend(facts, year).figures(),
                ladder: ladder_table::of_year(facts, year),
            })
            .collect(),
    })
}

fn by_period(facts: &Facts, of: impl Fn(usize) -> f64) -> Vec<f64> {
    facts.service.periods().map(of).collect()
}

fn roles(facts: &Facts) -> Vec<RoleOverTime> {
    let Some(all) = &facts.over_time else {
        return Vec::new();
    };
    all.roles
        .iter()
        .map(|(id, time)| RoleOverTime {
            role: id.to_string(),
            in_post: time.in_post.clone(),
            joining: by_period(facts, |t| at(&time.hired, t) + at(&time.hired_before, t)),
            hired: time.hired.clone(),
            completing: by_period(facts, |t| at(&time.completing, t)),
            returning: by_period(facts, |t| at(&time.returning, t)),
            starting: by_period(facts, |t| at(&time.starting, t)),
            redundant: time.redundant.clone(),
            leaving: by_period(facts, |t| time.leaving(t).value),
            hours_available: by_period(facts, |t| facts.clinical_hours(id, t)),
            hours_used: by_period(facts, |t| {
                facts.hours_on_tasks(id, t) + facts.hours_supervising(id, t)
            }),
        })
        .collect()
}

fn routes(facts: &Facts) -> Vec<RouteOverTime> {
    let Some(all) = &facts.over_time else {
        return Vec::new();
    };
    let care = facts.care();
    all.routes
        .iter()
        .map(|(id, time)| {
            let route = care.routes.get(*id);
            let source = route
                .and_then(|route| Some((route, all.roles.get(route.from.as_ref()?)?)))
                .filter(|(route, _)| route.replaces_leaving_share.value() > 0.0);
            RouteOverTime {
                route: id.to_string(),
                starting: time.starting.clone(),
                in_training: by_period(facts, |t| {
                    time.stages.iter().map(|stage| at(&stage.in_post, t)).sum()
                }),
                completing: time.completing.clone(),
                ladder_leaving: by_period(facts, |t| {
                    source.map_or(0.0, |(route, role)| {
                        ladder::bound(route, role, t).value - ladder::kept(facts, id, t)
                    })
                }),
            }
        })
        .collect()
}

fn steps(facts: &Facts) -> Vec<StepOverTime> {
    let weeks = facts.weeks_per_period();
    let steps = facts.care().steps.keys();
    steps
        .map(|id| StepOverTime {
            step: id.to_string(),
            joining: by_period(facts, |t| facts.flows.arrivals(id, t)),
            starting: by_period(facts, |t| facts.flows.starts(id, t)),
            waiting: by_period(facts, |t| facts.waiting(id, t)),
            mean_wait_weeks: by_period(facts, |t| {
                let (joining, starts) = (facts.flows.arrivals(id, t), facts.flows.starts(id, t));
                period_wait_weeks(facts.waiting(id, t), joining, starts, weeks)
            }),
        })
        .collect()
}

fn measures(facts: &Facts, years: &[Year]) -> Vec<MeasureOverTime> {
    let care = facts.care();
    let a_year = count(care.calendar.periods_per_year);
    care.retention
        .iter()
        .map(|(id, measure)| {
            let covered = |t: usize| in_period(facts.plan.retention_wte.get(id), t);
            let leaving = care
                .roles
                .get(&measure.role)
                .map_or(0.0, |role| role.leaving_per_period);
            let fixed = |year: &Year| {
                if retention::runs(facts, id, year.year) {
                    measure.fixed_cost.value() * year.share
                } else {
                    0.0
                }
            };
            MeasureOverTime {
                measure: id.to_string(),
                name: measure.name.clone(),
                role: measure.role.to_string(),
                covered: by_period(facts, covered),
                prevented: by_period(facts, |t| {
                    leaving * measure.leaving_reduction.value() * covered(t)
                }),
                cost_gbp_by_year: years
                    .iter()
                    .map(|year| {
                        let wte: f64 = year.periods.clone().map(covered).sum();
                        wte * measure.cost.value() / a_year + fixed(year)
                    })
                    .collect(),
            }
        })
        .collect()
}
