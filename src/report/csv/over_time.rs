//! The rows of a plan by month: a row a figure and period. Months are `2026-04`, weeks
//! `2026-04.1`, financial years `2026/27`; what is of the whole horizon has `horizon`, what is
//! from before it `start`.

use super::{Table, spend_items};
use crate::audit::over_time::{
    LadderYear, MeasureOverTime, RoleOverTime, RouteOverTime, StandardOverTime, StepOverTime,
};
use crate::audit::{ServiceFigures, TimeFigures};
use crate::ids::Id;
use crate::instance::Service;
use crate::plan::{ServicePlan, Spend};
use crate::report::answer::Answer;

/// What the period column says of a figure for the whole horizon.
pub const HORIZON: &str = "horizon";

/// What it says of a figure from before the first period.
const START: &str = "start";

/// Late standards and what turnover is worth.
pub fn add_answer(table: &mut Table, answer: &Answer) {
    for late in &answer.late {
        let from = late.holds_from.as_deref().unwrap_or("never");
        let (service, standard) = (late.service.as_str(), late.standard.as_str());
        table.row(service, "standard-late-until", standard, from, 1.0, "yes=1");
    }
    for worth in &answer.turnover {
        let role = worth.role.as_str();
        let in_all = worth.gbp_over_horizon;
        table.row("", "turnover-point-worth", role, HORIZON, in_all, "£");
        let a_year = worth.gbp_per_year;
        table.row("", "turnover-point-worth", role, "year", a_year, "£/year");
    }
}

/// Every figure of a service over time.
pub fn add_figures(table: &mut Table, service: &ServiceFigures, over_time: &TimeFigures) {
    let mut rows = Rows {
        table,
        service: &service.service,
        periods: &over_time.periods,
    };
    rows.one("spend", "total", HORIZON, service.spend_gbp, "£");
    for role in &over_time.roles {
        add_role(&mut rows, role);
    }
    for route in &over_time.routes {
        add_route(&mut rows, route);
    }
    for step in &over_time.steps {
        add_step(&mut rows, step);
    }
    for standard in &over_time.standards {
        add_standard(&mut rows, standard);
    }
    for measure in &over_time.retention {
        add_measure(&mut rows, measure, over_time);
    }
    for (place, year) in over_time.years.iter().enumerate() {
        add_spend(&mut rows, &year.year, &year.spend_gbp);
        for ladder in &year.ladder {
            add_ladder(&mut rows, &year.year, ladder, place == 0);
        }
    }
}

struct Rows<'a> {
    table: &'a mut Table,
    service: &'a str,
    periods: &'a [String],
}

impl Rows<'_> {
    fn one(&mut self, kind: &str, item: &str, period: &str, value: f64, unit: &str) {
        self.table
            .row(self.service, kind, item, period, value, unit);
    }

    fn each(&mut self, kind: &str, item: &str, values: &[f64], unit: &str) {
        for (period, value) in self.periods.iter().zip(values) {
            self.table
                .row(self.service, kind, item, period, *value, unit);
        }
    }
}

fn add_role(rows: &mut Rows, role: &RoleOverTime) {
    let id = role.role.as_str();
    rows.each("staff-in-post", id, &role.in_post, "WTE");
    rows.each("staff-joining", id, &role.joining, "WTE");
    rows.each("hires", id, &role.hired, "WTE");
    rows.each("completers", id, &role.completing, "WTE");
    rows.each("returning", id, &role.returning, "WTE");
    rows.each("training-starts-out", id, &role.starting, "WTE");
    rows.each("redundancies", id, &role.redundant, "WTE");
    rows.each("leavers", id, &role.leaving, "WTE");
    rows.each("hours-available", id, &role.hours_available, "hours");
    rows.each("hours-used", id, &role.hours_used, "hours");
}

fn add_route(rows: &mut Rows, route: &RouteOverTime) {
    let id = route.route.as_str();
    rows.each("training-starts", id, &route.starting, "WTE");
    rows.each("in-training", id, &route.in_training, "WTE");
    rows.each("training-completed", id, &route.completing, "WTE");
    rows.each("ladder-leavers", id, &route.ladder_leaving, "WTE");
}

fn add_step(rows: &mut Rows, step: &StepOverTime) {
    let id = step.step.as_str();
    rows.each("step-arrivals", id, &step.joining, "people");
    rows.each("step-starts", id, &step.starting, "people");
    rows.each("step-wait-mean", id, &step.mean_wait_weeks, "weeks");
}

fn add_standard(rows: &mut Rows, standard: &StandardOverTime) {
    let (id, unit) = (standard.standard.as_str(), standard.unit);
    for (place, entry) in standard.entries.iter().enumerate() {
        let at = |values: &[f64]| values.get(place).copied().unwrap_or(f64::NAN);
        if let Some(asked) = standard.asked.get(place).copied().flatten() {
            rows.one("standard-asked", id, entry, asked, unit);
        }
        let full = at(&standard.asked_in_full);
        rows.one("standard-asked-in-full", id, entry, full, unit);
        rows.one("standard-reached", id, entry, at(&standard.reached), unit);
        if standard.holds_from == Some(place) {
            rows.one("standard-holds-from", id, entry, 1.0, "yes=1");
        }
    }
    let met = f64::from(u8::from(standard.met));
    rows.one("standard-met", id, HORIZON, met, "yes=1");
}

fn add_measure(rows: &mut Rows, measure: &MeasureOverTime, over_time: &TimeFigures) {
    let id = measure.measure.as_str();
    rows.each("retention-covered", id, &measure.covered, "WTE");
    rows.each("retention-prevented", id, &measure.prevented, "WTE");
    for (year, cost) in over_time.years.iter().zip(&measure.cost_gbp_by_year) {
        rows.one("retention-cost", id, &year.year, *cost, "£");
    }
}

fn add_spend(rows: &mut Rows, year: &str, spend: &Spend) {
    for (item, value) in spend_items(spend) {
        rows.one("spend", item, year, value, "£");
    }
}

fn add_ladder(rows: &mut Rows, year: &str, ladder: &LadderYear, is_first: bool) {
    let role = ladder.role.as_str();
    if is_first {
        rows.one("staff-now", role, START, ladder.at_first, "WTE");
    }
    for (kind, value) in [
        ("ladder-at-first", ladder.at_first),
        ("ladder-hired", ladder.hired),
        ("ladder-returned", ladder.returned),
        ("ladder-redundant", ladder.redundant),
        ("ladder-left", ladder.left),
        ("ladder-at-last", ladder.at_last),
    ] {
        rows.one(kind, role, year, value, "WTE");
    }
    for (kind, named) in [
        ("ladder-arrived", &ladder.arrived),
        ("ladder-moved", &ladder.moved),
        ("ladder-left-to", &ladder.left_to),
    ] {
        for (name, value) in named {
            rows.one(kind, &format!("{role}/{name}"), year, *value, "WTE");
        }
    }
}

/// What is decided over time and stands in no audited figure.
pub fn add_plan(table: &mut Table, service: &Service, plan: &ServicePlan) {
    let mut rows = |kind: &str, item: &str, by_period: &[f64], unit: &str| {
        table.rows(service, kind, item, by_period, unit);
    };
    for (role, people) in &plan.people {
        let role = role.as_str();
        rows("supernumerary", role, &people.supernumerary_wte, "WTE");
        rows("short-time", role, &people.short_time_wte, "WTE");
    }
    for (route, intakes) in &plan.intakes {
        let route = route.as_str();
        rows("ladder-kept", route, &intakes.ladder_kept_wte, "WTE");
        rows("beyond-ladder", route, &intakes.beyond_ladder_wte, "WTE");
    }
    for (standard, people) in &plan.shortfall_by_period_people {
        rows("standard-shortfall", standard.as_str(), people, "people");
    }
    for (year, plan) in &plan.years {
        let year = year.to_string();
        let mut row = |kind: &str, item: &str, value: f64, unit: &str| {
            table.row(service.id.as_str(), kind, item, &year, value, unit);
        };
        for (levy, fees) in &plan.levy_fees_gbp {
            row("levy-fees", levy.as_str(), *fees, "£");
        }
        for (standard, people) in &plan.shortfall_people {
            row("standard-shortfall", standard.as_str(), *people, "people");
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::report::{csv, sample};

    #[test]
    fn every_month_has_its_rows() {
        let (instance, answer) = sample::over_time(2, 12, 36);
        let text = csv::render(&instance, &answer);
        for line in [
            ",objective,least-cost,horizon,12000000,£",
            "north,staff-now,pwp,start,46.5,WTE",
            "north,staff-in-post,pwp,2026-04,45.5,WTE",
            "service-2,staff-in-post,pwp,2029-03,63,WTE",
            "north,training-starts,pwp-training,2026-10,6,WTE",
            "north,waiting,step-2,2026-05,850,people",
            "north,standard-asked,six-weeks,2026-07,60,%",
            "north,standard-holds-from,six-weeks,2027-06,1,yes=1",
            "north,standard-late-until,six-weeks,2027-06,1,yes=1",
            "north,standard-reached,access,2027/28,4012,people",
            "north,retention-cost,cpd,2026/27,36000,£",
            "north,spend,total,2028/29,5900000,£",
            "north,spend,total,horizon,17700000,£",
            "north,ladder-arrived,pwp/pwp-training,2027/28,10.8,WTE",
            "north,short-time,hit,2026-04,0,WTE",
            ",turnover-point-worth,pwp,horizon,123456,£",
        ] {
            assert!(text.lines().any(|l| l == line), "no row {line}");
        }
        // Nothing is said of a steady year.
        assert!(!text.contains("staff-needed"));
        let months = text
            .lines()
            .filter(|l| l.starts_with("north,staff-in-post,pwp,"));
        assert_eq!(months.count(), 36);
    }

    #[test]
    fn weeks_are_named_within_their_month() {
        let (instance, answer) = sample::over_time(1, 52, 6);
        let text = csv::render(&instance, &answer);
        assert!(text.contains("north,waiting,step-2,2026-04.2,850,people"));
        assert!(text.contains("north,spend,pay,2026/27,"));
    }
}
