//! The answer as one long CSV table: `service,kind,item,period,value,unit`. Every figure of the
//! plan and of the audit's recomputed figures is a row, so that a spreadsheet can pivot it. A plan
//! by month has a row a month.

mod over_time;

use crate::audit::ServiceFigures;
use crate::ids::Id;
use crate::instance::{Instance, Service};
use crate::plan::{ServicePlan, Spend};

use super::answer::Answer;
use super::missed;

/// What the period column says of a figure for the whole year.
const YEAR: &str = "year";

/// The answer as CSV, with a header. Numbers are plain (`1234.5`), periods are `year`, `jan` …; of a
/// plan by month `horizon`, `2026-04` …, `2026/27` ….
#[must_use]
pub fn render(instance: &Instance, answer: &Answer) -> String {
    let answer = &*missed::as_asked(instance, answer);
    let mut table = Table::new();
    let in_all = if instance.horizon().is_some() {
        over_time::HORIZON
    } else {
        YEAR
    };
    for figure in &answer.outcome.objectives {
        let item = serde_json::to_value(figure.objective).unwrap_or_default();
        let item = item.as_str().unwrap_or_default();
        table.row("", "objective", item, in_all, figure.value, figure.unit);
        if let Some(bound) = figure.bound {
            table.row("", "objective-bound", item, in_all, bound, figure.unit);
        }
        if let Some(gap) = figure.gap {
            table.row("", "objective-gap", item, in_all, gap, "share");
        }
    }
    over_time::add_answer(&mut table, answer);
    for figures in &answer.audit.services {
        match &figures.over_time {
            Some(over_time) => over_time::add_figures(&mut table, figures, over_time),
            None => add_figures(&mut table, figures),
        }
    }
    for service in &instance.services {
        if let Some(plan) = answer.plan.services.get(&service.id) {
            if instance.horizon().is_some() {
                over_time::add_plan(&mut table, service, plan);
            } else {
                add_year(&mut table, service, plan);
            }
            add_plan(&mut table, service, plan);
        }
    }
    table.finish()
}

/// Rows under construction.
struct Table(csv::Writer<Vec<u8>>);

impl Table {
    fn new() -> Self {
        let mut writer = csv::Writer::from_writer(Vec::new());
        write(
            &mut writer,
            ["service", "kind", "item", "period", "value", "unit"],
        );
        Self(writer)
    }

    fn row(&mut self, service: &str, kind: &str, item: &str, period: &str, value: f64, unit: &str) {
        if value.is_finite() {
            // Adding zero turns minus zero into zero.
            let value = (value + 0.0).to_string();
            write(&mut self.0, [service, kind, item, period, &value, unit]);
        }
    }

    fn rows(&mut self, of: &Service, kind: &str, item: &str, by_period: &[f64], unit: &str) {
        let calendar = &of.care.calendar;
        // A plan written by hand may have one number for every period.
        let repeated = by_period.len() == 1 && calendar.periods() > 1;
        for (period, value) in by_period.iter().enumerate() {
            let name = if repeated {
                "each".to_owned()
            } else {
                calendar.period_name(period)
            };
            self.row(of.id.as_str(), kind, item, &name, *value, unit);
        }
    }

    fn finish(self) -> String {
        let bytes = self.0.into_inner().unwrap_or_default();
        String::from_utf8(bytes).unwrap_or_default()
    }
}

/// Writing into memory cannot fail.
fn write(writer: &mut csv::Writer<Vec<u8>>, fields: [&str; 6]) {
    let written = writer.write_record(fields);
    debug_assert!(written.is_ok(), "a row of six fields was refused");
}

fn add_figures(table: &mut Table, figures: &ServiceFigures) {
    let service = figures.service.as_str();
    let mut row = |kind: &str, item: &str, value: f64, unit: &str| {
        table.row(service, kind, item, YEAR, value, unit);
    };
    for role in &figures.roles {
        let item = role.role.as_str();
        if let Some(now) = role.wte_now {
            row("staff-now", item, now, "WTE");
            row("staff-change", item, role.wte - now, "WTE");
        }
        row("staff-needed", item, role.wte, "WTE");
        row("staff-cost", item, role.cost_gbp, "£/year");
        row("hours-available", item, role.hours_available, "hours/year");
        row("hours-on-tasks", item, role.hours_on_tasks, "hours/year");
        row(
            "hours-supervising",
            item,
            role.hours_supervising,
            "hours/year",
        );
        row("hours-peak-use", item, role.peak_use, "share");
        row("hires", item, role.hires, "WTE/year");
        row("leavers", item, role.leavers, "WTE/year");
        row("completers", item, role.completers, "WTE/year");
        row("training-starts-out", item, role.starts_out, "WTE/year");
    }
    for standard in &figures.standards {
        let item = standard.standard.as_str();
        row("standard-asked", item, standard.target, standard.unit);
        row("standard-reached", item, standard.reached, standard.unit);
        row(
            "standard-met",
            item,
            f64::from(u8::from(standard.met)),
            "yes=1",
        );
        row("standard-shortfall", item, standard.shortfall, "people");
    }
    for step in &figures.steps {
        let item = step.step.as_str();
        row("step-arrivals", item, step.arrivals, "people/year");
        row("step-starts", item, step.starts, "people/year");
        row("step-dropouts", item, step.dropouts, "people/year");
        row("step-waiting-mean", item, step.mean_waiting, "people");
        row("step-wait-mean", item, step.mean_wait_weeks, "weeks");
        row("step-wait-worst", item, step.worst_wait_weeks, "weeks");
    }
    for rule in &figures.supervision {
        let item = rule.rule.as_str();
        row("supervisees", item, rule.supervisees_wte, "WTE");
        row("supervisors", item, rule.supervisors_wte, "WTE");
        if let Some(ratio) = rule.ratio_max {
            row("supervision-ratio-allowed", item, ratio, "WTE/WTE");
        }
        row("supervision-hours", item, rule.hours, "hours/year");
    }
    for band in &figures.skill_mix {
        if let Some(share) = band.share {
            row("skill-mix", &band.band, share, "share");
        }
    }
    row("spend", "total", figures.spend_gbp, "£/year");
}

/// What is spent on each thing: the first six there are in a steady year, too.
fn spend_items(spend: &Spend) -> [(&'static str, f64); 10] {
    [
        ("pay", spend.pay),
        ("overhead", spend.overhead),
        ("recruitment", spend.recruitment),
        ("fees", spend.fees),
        ("overtime", spend.overtime),
        ("bought-in", spend.bought_in),
        ("retention", spend.retention),
        ("redundancy", spend.redundancy),
        ("idle", spend.idle),
        ("total", spend.total),
    ]
}

/// What a steady year's plan holds for the whole year.
fn add_year(table: &mut Table, service: &Service, plan: &ServicePlan) {
    let id = service.id.as_str();
    for (route, starts) in &plan.training_starts_per_year {
        table.row(
            id,
            "training-starts",
            route.as_str(),
            YEAR,
            *starts,
            "WTE/year",
        );
    }
    for (role, staff) in &plan.staff {
        let released = staff.released_per_year;
        table.row(id, "released", role.as_str(), YEAR, released, "WTE/year");
    }
    for (item, value) in spend_items(&plan.spend_gbp).into_iter().take(6) {
        table.row(id, "spend", item, YEAR, value, "£/year");
    }
    for (levy, fees) in &plan.levy_fees_gbp {
        table.row(id, "levy-fees", levy.as_str(), YEAR, *fees, "£/year");
    }
}

fn add_plan(table: &mut Table, service: &Service, plan: &ServicePlan) {
    for (step, waiting) in &plan.waiting_people {
        table.rows(service, "waiting", step.as_str(), waiting, "people");
    }
    for (treatment, starts) in &plan.starts_people {
        table.rows(service, "starts", treatment.as_str(), starts, "people");
    }
    for (task, roles) in &plan.task_hours {
        for (role, hours) in roles {
            let item = format!("{task}/{role}");
            table.rows(service, "task-hours", &item, hours, "hours");
        }
    }
    for (task, hours) in &plan.bought_in_hours {
        table.rows(service, "bought-in-hours", task.as_str(), hours, "hours");
    }
    for (rule, roles) in &plan.supervision_hours {
        for (role, hours) in roles {
            let item = format!("{rule}/{role}");
            table.rows(service, "supervision-hours-by-role", &item, hours, "hours");
        }
    }
    for (role, hours) in &plan.overtime_hours {
        table.rows(service, "overtime-hours", role.as_str(), hours, "hours");
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::sample;

    #[test]
    fn every_row_has_six_fields_and_a_number() {
        let instance = sample::instance(2);
        let text = render(&instance, &sample::answer(&instance));
        let mut reader = csv::Reader::from_reader(text.as_bytes());
        let mut rows = 0;
        for record in reader.records() {
            let record = record.expect("a row");
            assert_eq!(record.len(), 6);
            assert!(record[4].parse::<f64>().is_ok(), "{record:?}");
            assert!(!record[4].starts_with("-0"), "{record:?}");
            rows += 1;
        }
        assert!(rows > 100, "{rows}");
    }

    #[test]
    fn figures_can_be_found_by_service_kind_item_and_period() {
        let instance = sample::instance(2);
        let text = render(&instance, &sample::answer(&instance));
        for line in [
            "service,kind,item,period,value,unit",
            "north,staff-needed,pwp,year,40,WTE",
            "north,staff-change,pwp,year,-6.5,WTE",
            "service-2,waiting,step-2,feb,333.3,people",
            "north,task-hours,assessment/pwp,dec,250,hours",
            ",objective,least-cost,year,12000000,£/year",
        ] {
            assert!(text.lines().any(|l| l == line), "no row {line}");
        }
    }
}
