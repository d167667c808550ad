//! Figures over time of several services together.

use indexmap::IndexMap;

use crate::audit::over_time::{
    LadderYear, MeasureOverTime, RoleOverTime, RouteOverTime, StepOverTime, YearFigures,
};
use crate::audit::{TimeFigures, period_wait_weeks};
use crate::instance::Calendar;
use crate::plan::Spend;
use crate::units::Quantity;

/// The sum of services' figures: staff, people and pounds are summed, the mean wait is that of
/// the lists together by Little's law. Standards are left out: they hold or not in each service.
pub fn of<'a>(
    calendar: &Calendar,
    services: impl IntoIterator<Item = &'a TimeFigures>,
) -> TimeFigures {
    let mut roles: IndexMap<&str, RoleOverTime> = IndexMap::new();
    let mut routes: IndexMap<&str, RouteOverTime> = IndexMap::new();
    let mut steps: IndexMap<&str, StepOverTime> = IndexMap::new();
    let mut retention: IndexMap<&str, MeasureOverTime> = IndexMap::new();
    let mut years: IndexMap<&str, YearFigures> = IndexMap::new();
    let mut periods = Vec::new();
    for figures in services {
        if periods.is_empty() {
            periods.clone_from(&figures.periods);
        }
        for role in &figures.roles {
            add_role(roles.entry(&role.role).or_default(), role);
        }
        for route in &figures.routes {
            add_route(routes.entry(&route.route).or_default(), route);
        }
        for step in &figures.steps {
            add_step(steps.entry(&step.step).or_default(), step);
        }
        for measure in &figures.retention {
            add_measure(retention.entry(&measure.measure).or_default(), measure);
        }
        for year in &figures.years {
            add_year(years.entry(&year.year).or_default(), year);
        }
    }
    let weeks = calendar.weeks_per_period.value();
    for step in steps.values_mut() {
        step.mean_wait_weeks = step
            .waiting
            .iter()
            .zip(&step.joining)
            .zip(&step.starting)
            .map(|((waiting, joining), starting)| {
                period_wait_weeks(*waiting, *joining, *starting, weeks)
            })
            .collect();
    }
    TimeFigures {
        periods,
        roles: roles.into_values().collect(),
        routes: routes.into_values().collect(),
        steps: steps.into_values().collect(),
        standards: Vec::new(),
        retention: retention.into_values().collect(),
        years: years.into_values().collect(),
    }
}

fn add(sum: &mut Vec<f64>, values: &[f64]) {
    if sum.len() < values.len() {
        sum.resize(values.len(), 0.0);
    }
    for (sum, value) in sum.iter_mut().zip(values) {
        *sum += value;
    }
}

fn add_role(sum: &mut RoleOverTime, role: &RoleOverTime) {
    sum.role.clone_from(&role.role);
    add(&mut sum.in_post, &role.in_post);
    add(&mut sum.joining, &role.joining);
    add(&mut sum.hired, &role.hired);
    add(&mut sum.completing, &role.completing);
    add(&mut sum.returning, &role.returning);
    add(&mut sum.starting, &role.starting);
    add(&mut sum.redundant, &role.redundant);
    add(&mut sum.leaving, &role.leaving);
    add(&mut sum.hours_available, &role.hours_available);
    add(&mut sum.hours_used, &role.hours_used);
}

fn add_route(sum: &mut RouteOverTime, route: &RouteOverTime) {
    sum.route.clone_from(&route.route);
    add(&mut sum.starting, &route.starting);
    add(&mut sum.in_training, &route.in_training);
    add(&mut sum.completing, &route.completing);
    add(&mut sum.ladder_leaving, &route.ladder_leaving);
}

fn add_step(sum: &mut StepOverTime, step: &StepOverTime) {
    sum.step.clone_from(&step.step);
    add(&mut sum.joining, &step.joining);
    add(&mut sum.starting, &step.starting);
    add(&mut sum.waiting, &step.waiting);
}

fn add_measure(sum: &mut MeasureOverTime, measure: &MeasureOverTime) {
    sum.measure.clone_from(&measure.measure);
    sum.name.clone_from(&measure.name);
    sum.role.clone_from(&measure.role);
    add(&mut sum.covered, &measure.covered);
    add(&mut sum.prevented, &measure.prevented);
    add(&mut sum.cost_gbp_by_year, &measure.cost_gbp_by_year);
}

fn add_year(sum: &mut YearFigures, year: &YearFigures) {
    sum.year.clone_from(&year.year);
    sum.share = year.share;
    sum.periods = year.periods;
    add_spend(&mut sum.spend_gbp, &year.spend_gbp);
    for role in &year.ladder {
        match sum.ladder.iter_mut().find(|other| other.role == role.role) {
            Some(sum) => add_ladder(sum, role),
            None => sum.ladder.push(role.clone()),
        }
    }
}

/// Adds what is spent on each thing.
pub fn add_spend(sum: &mut Spend, spend: &Spend) {
    sum.pay += spend.pay;
    sum.overhead += spend.overhead;
    sum.recruitment += spend.recruitment;
    sum.fees += spend.fees;
    sum.overtime += spend.overtime;
    sum.bought_in += spend.bought_in;
    sum.retention += spend.retention;
    sum.redundancy += spend.redundancy;
    sum.idle += spend.idle;
    sum.total += spend.total;
}

fn add_ladder(sum: &mut LadderYear, role: &LadderYear) {
    sum.at_first += role.at_first;
    sum.hired += role.hired;
    sum.returned += role.returned;
    sum.redundant += role.redundant;
    sum.left += role.left;
    sum.at_last += role.at_last;
    add_named(&mut sum.arrived, &role.arrived);
    add_named(&mut sum.moved, &role.moved);
    add_named(&mut sum.left_to, &role.left_to);
}

fn add_named(sum: &mut Vec<(String, f64)>, named: &[(String, f64)]) {
    for (name, value) in named {
        match sum.iter_mut().find(|(other, _)| other == name) {
            Some((_, sum)) => *sum += value,
            None => sum.push((name.clone(), *value)),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::sample;

    #[test]
    fn lists_are_summed_and_waits_are_those_of_the_lists_together() {
        let calendar = sample::calendar("2026-04", 12, 1);
        let step = |waiting, starting| TimeFigures {
            steps: vec![StepOverTime {
                step: "a".to_owned(),
                joining: vec![0.0],
                starting: vec![starting],
                waiting: vec![waiting],
                mean_wait_weeks: vec![f64::NAN],
            }],
            ..TimeFigures::default()
        };
        let (short, long) = (step(100.0, 100.0), step(500.0, 100.0));
        let total = of(&calendar, [&short, &long]);
        assert_eq!(total.steps[0].waiting, [600.0]);
        assert!((total.steps[0].mean_wait_weeks[0] - 3.0 * 52.0 / 12.0).abs() < 1e-9);
        let nobody = step(0.0, 0.0);
        assert_eq!(of(&calendar, [&nobody]).steps[0].mean_wait_weeks, [0.0]);
        let stuck = step(5.0, 0.0);
        assert!(of(&calendar, [&stuck]).steps[0].mean_wait_weeks[0].is_infinite());
    }

    #[test]
    fn ladders_are_summed_by_role_and_name() {
        let year = |left: f64, to: &str| TimeFigures {
            years: vec![YearFigures {
                year: "2026/27".to_owned(),
                ladder: vec![LadderYear {
                    role: "pwp".to_owned(),
                    left,
                    left_to: vec![(to.to_owned(), left)],
                    ..LadderYear::default()
                }],
                ..YearFigures::default()
            }],
            ..TimeFigures::default()
        };
        let calendar = sample::calendar("2026-04", 12, 12);
        let total = of(
            &calendar,
            [&year(2.0, "nhs"), &year(1.0, "nhs"), &year(4.0, "private")],
        );
        let pwp = &total.years[0].ladder[0];
        assert!((pwp.left - 7.0).abs() < 1e-12);
        assert_eq!(
            pwp.left_to,
            [("nhs".to_owned(), 3.0), ("private".to_owned(), 4.0)]
        );
    }
}
