//! The figures of a plan that are compared.

use indexmap::IndexMap;

use super::{Figure, Section, Unit};
use crate::audit::{Audit, ServiceFigures, TimeFigures};
use crate::ids::Id;
use crate::instance::Instance;
use crate::plan::{Plan, ServicePlan, Spend};

/// The item of all that is spent.
pub const TOTAL: &str = "total";

/// Figures with their units.
pub type Figures = IndexMap<Figure, (f64, Unit)>;

/// Every figure of a plan that is compared; those that add up also for all services together.
#[must_use]
pub fn of(instance: &Instance, (plan, audit): (&Plan, &Audit)) -> Figures {
    let mut all = Figures::new();
    for (service, figures) in instance.services.iter().zip(&audit.services) {
        let nothing = ServicePlan::default();
        let planned = plan.services.get(&service.id).unwrap_or(&nothing);
        let mut gathered = Gathered {
            service: service.id.as_str(),
            several: instance.services.len() > 1,
            all: &mut all,
        };
        match &figures.over_time {
            Some(over_time) => gathered.over_time(figures, over_time, planned),
            None => gathered.steady(figures, planned),
        }
    }
    all
}

struct Gathered<'a> {
    service: &'a str,
    several: bool,
    all: &'a mut Figures,
}

impl Gathered<'_> {
    fn steady(&mut self, figures: &ServiceFigures, planned: &ServicePlan) {
        self.spend(figures, std::iter::once(&planned.spend_gbp));
        for standard in &figures.standards {
            let unit = unit(standard.unit);
            self.own(
                Section::Standard,
                &standard.standard,
                (standard.reached, unit),
            );
            let short = (standard.shortfall, Unit::People);
            self.sum(Section::Shortfall, &standard.standard, None, short);
        }
        for step in &figures.steps {
            self.sum(
                Section::Starts,
                &step.step,
                None,
                (step.starts, Unit::People),
            );
            let waiting = (step.mean_waiting, Unit::People);
            self.sum(Section::Waiting, &step.step, None, waiting);
            self.own(
                Section::Wait,
                &step.step,
                (step.worst_wait_weeks, Unit::Weeks),
            );
        }
        for role in &figures.roles {
            self.sum(Section::Staff, &role.role, None, (role.wte, Unit::Wte));
            self.sum(Section::Hires, &role.role, None, (role.hires, Unit::Wte));
        }
        for (route, starts) in &planned.training_starts_per_year {
            let starts = (*starts, Unit::Wte);
            self.sum(Section::Training, route.as_str(), None, starts);
        }
    }

    fn over_time(
        &mut self,
        figures: &ServiceFigures,
        over_time: &TimeFigures,
        planned: &ServicePlan,
    ) {
        self.spend(figures, over_time.years.iter().map(|year| &year.spend_gbp));
        for standard in &over_time.standards {
            let asked = standard.asked.iter().zip(&standard.reached);
            let reached: Vec<f64> = asked
                .filter(|(asked, _)| asked.is_some())
                .map(|(_, reached)| *reached)
                .collect();
            let unit = unit(standard.unit);
            self.own(
                Section::Standard,
                &standard.standard,
                (mean(&reached), unit),
            );
        }
        for (standard, people) in &planned.shortfall_by_period_people {
            let people = (people.iter().sum(), Unit::People);
            self.sum(Section::Shortfall, standard.as_str(), None, people);
        }
        for (standard, people) in planned.years.values().flat_map(|y| &y.shortfall_people) {
            let people = (*people, Unit::People);
            self.sum(Section::Shortfall, standard.as_str(), None, people);
        }
        for step in &over_time.steps {
            let starts = (step.starting.iter().sum(), Unit::People);
            self.sum(Section::Starts, &step.step, None, starts);
            let waiting = (mean(&step.waiting), Unit::People);
            self.sum(Section::Waiting, &step.step, None, waiting);
            let finite = step
                .mean_wait_weeks
                .iter()
                .filter(|weeks| weeks.is_finite());
            let worst = finite.copied().fold(0.0, f64::max);
            self.own(Section::Wait, &step.step, (worst, Unit::Weeks));
        }
        for role in &over_time.roles {
            let staff = (mean(&role.in_post), Unit::Wte);
            self.sum(Section::Staff, &role.role, None, staff);
            self.in_time(Section::Hires, &role.role, &role.hired);
        }
        for route in &over_time.routes {
            self.in_time(Section::Training, &route.route, &route.starting);
        }
        for measure in &over_time.retention {
            let covered = (mean(&measure.covered), Unit::Wte);
            self.sum(Section::Retention, &measure.measure, None, covered);
        }
    }

    fn spend<'s>(&mut self, figures: &ServiceFigures, parts: impl Iterator<Item = &'s Spend>) {
        let total = (figures.spend_gbp, Unit::Pounds);
        self.sum(Section::Spend, TOTAL, None, total);
        for part in parts {
            let items = [
                ("pay", part.pay),
                ("overhead", part.overhead),
                ("recruitment", part.recruitment),
                ("fees", part.fees),
                ("overtime", part.overtime),
                ("hours bought in", part.bought_in),
                ("retention", part.retention),
                ("redundancy", part.redundancy),
                ("idle time", part.idle),
            ];
            for (item, pounds) in items {
                self.sum(Section::Spend, item, None, (pounds, Unit::Pounds));
            }
        }
    }

    /// The sum over time, and each period that has anything.
    fn in_time(&mut self, section: Section, item: &str, values: &[f64]) {
        let sum: f64 = values.iter().sum();
        self.sum(section, item, None, (sum, Unit::Wte));
        for (period, &value) in values.iter().enumerate() {
            if value != 0.0 {
                self.sum(section, item, Some(period), (value, Unit::Wte));
            }
        }
    }

    /// A figure that adds up, over services too.
    fn sum(&mut self, section: Section, item: &str, period: Option<usize>, what: (f64, Unit)) {
        let (value, unit) = what;
        let mut add = |service: Option<&str>| {
            let figure = Figure {
                section,
                service: service.map(ToOwned::to_owned),
                item: item.to_owned(),
                period,
            };
            self.all.entry(figure).or_insert((0.0, unit)).0 += value;
        };
        add(Some(self.service));
        if self.several {
            add(None);
        }
    }

    /// A figure of the service alone.
    fn own(&mut self, section: Section, item: &str, what: (f64, Unit)) {
        let figure = Figure {
            section,
            service: Some(self.service.to_owned()),
            item: item.to_owned(),
            period: None,
        };
        self.all.insert(figure, what);
    }
}

fn unit(of_standard: &str) -> Unit {
    if of_standard.starts_with('%') {
        Unit::Percent
    } else {
        Unit::People
    }
}

fn mean(values: &[f64]) -> f64 {
    #[expect(clippy::cast_precision_loss, reason = "at most a few thousand periods")]
    let count = values.len().max(1) as f64;
    values.iter().sum::<f64>() / count
}
