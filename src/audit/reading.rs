//! Reading a plan against its instance: what must be so before a promise can be recomputed.

use std::fmt::Display;

use indexmap::IndexMap;

use super::error::{Fault, PlanError, PlanProblem};
use super::tolerance::LARGEST;
use crate::dates::FinancialYear;
use crate::ids::{Id, StandardId};
use crate::instance::{Care, Enforcement, Instance, Level, RoleKind, Service, Standard};
use crate::plan::{
    IntakePlan, PLAN_FORMAT, PeoplePlan, Plan, PlanHorizon, ServicePlan, Spend, StaffPlan, YearPlan,
};

/// A service beside what is decided for it.
#[derive(Debug, Clone, Copy)]
pub struct Reading<'a> {
    /// The service.
    pub service: &'a Service,
    /// What is decided.
    pub plan: &'a ServicePlan,
}

/// Pairs each service with its plan, in the instance's order, or says all that is in the way.
pub fn read<'a>(instance: &'a Instance, plan: &'a Plan) -> Result<Vec<Reading<'a>>, PlanError> {
    let mut reader = Reader::default();
    if plan.skillmix_plan != PLAN_FORMAT {
        let fault = Fault::Format {
            found: plan.skillmix_plan,
            known: PLAN_FORMAT,
        };
        reader.note("skillmix_plan", fault);
    }
    if plan.instance != instance.name {
        let fault = Fault::OtherInstance {
            found: plan.instance.clone(),
            asked: instance.name.clone(),
        };
        reader.note("instance", fault);
    }
    reader.horizon(instance, plan.horizon);
    let mut readings = Vec::with_capacity(instance.services.len());
    for service in &instance.services {
        if let Some(plan) = plan.services.get(&service.id) {
            readings.push(Reading { service, plan });
        } else {
            reader.note(format!("services.{}", service.id), Fault::ServiceMissing);
        }
    }
    for (id, service_plan) in &plan.services {
        let path = format!("services.{id}");
        match instance.services.iter().find(|s| s.id == *id) {
            Some(service) => reader.service(&path, (instance, service), service_plan),
            None => reader.unknown(&path, id, instance.services.iter().map(|s| &s.id)),
        }
    }
    if reader.problems.is_empty() {
        Ok(readings)
    } else {
        Err(PlanError {
            problems: reader.problems,
        })
    }
}

/// The first period of what a standard counts by, as the plan names it: a period for waits, else a
/// financial year of the horizon.
pub fn first_period(care: &Care, standard: &Standard, name: &str) -> Option<usize> {
    let calendar = &care.calendar;
    if matches!(standard.level, Level::Wait { .. }) {
        return (0..calendar.periods()).find(|period| calendar.period_name(*period) == name);
    }
    let years = &calendar.horizon.as_ref()?.years;
    let year = years.iter().find(|year| year.year.to_string() == name)?;
    Some(year.periods.start)
}

#[derive(Default)]
struct Reader {
    problems: Vec<PlanProblem>,
}

impl Reader {
    fn note(&mut self, path: impl Into<String>, fault: Fault) {
        let path = path.into();
        self.problems.push(PlanProblem { path, fault });
    }

    fn unknown<'i, I: Id + 'i>(
        &mut self,
        path: &str,
        id: &I,
        known: impl IntoIterator<Item = &'i I>,
    ) {
        let fault = Fault::UnknownId {
            kind: I::KIND,
            similar: most_similar(id, known),
        };
        self.note(path, fault);
    }

    fn service(
        &mut self,
        path: &str,
        (instance, service): (&Instance, &Service),
        plan: &ServicePlan,
    ) {
        // Taken apart so that a new field is not left unread.
        let ServicePlan {
            staff,
            training_starts_per_year,
            waiting_people,
            starts_people,
            task_hours,
            bought_in_hours,
            supervision_hours,
            overtime_hours,
            levy_fees_gbp,
            shortfall_people,
            spend_gbp,
            people,
            intakes,
            retention_wte,
            retention_tenured_wte,
            retention_years,
            shortfall_by_period_people,
            late_standards,
            years,
        } = plan;
        self.kind(path, service, plan);
        let care = &service.care;
        let periods = care.calendar.periods();
        let at = |key: &str| format!("{path}.{key}");
        for (path, id, posts) in self.known(&at("staff"), staff, &care.roles) {
            let role = care.roles.get(id);
            if role.is_some_and(|r| r.kind == RoleKind::Trainee) {
                self.note(path, Fault::TraineePosts);
            } else {
                self.staff(&path, posts);
            }
        }
        let starts = training_starts_per_year;
        self.numbers(&at("training_starts_per_year"), starts, &care.routes);
        self.lists(&at("waiting_people"), waiting_people, &care.steps, periods);
        self.lists(
            &at("starts_people"),
            starts_people,
            &care.treatments,
            periods,
        );
        for (path, _, by_role) in self.known(&at("task_hours"), task_hours, &care.tasks) {
            self.lists(&path, by_role, &care.roles, periods);
        }
        self.lists(
            &at("bought_in_hours"),
            bought_in_hours,
            &care.tasks,
            periods,
        );
        let path = at("supervision_hours");
        for (path, _, by_role) in self.known(&path, supervision_hours, &care.supervision) {
            self.lists(&path, by_role, &care.roles, periods);
        }
        self.lists(&at("overtime_hours"), overtime_hours, &care.roles, periods);
        self.numbers(&at("levy_fees_gbp"), levy_fees_gbp, &instance.levies);
        self.numbers(&at("shortfall_people"), shortfall_people, &care.standards);
        self.spend(&at("spend_gbp"), spend_gbp);
        for (path, _, of_role) in self.known(&at("people"), people, &care.roles) {
            self.people(&path, of_role, periods);
        }
        for (path, _, of_route) in self.known(&at("intakes"), intakes, &care.routes) {
            self.intakes(&path, of_route, periods);
        }
        let path = at("retention_wte");
        self.lists(&path, retention_wte, &care.retention, periods);
        let path = at("retention_tenured_wte");
        self.lists(&path, retention_tenured_wte, &care.retention, periods);
        let path = at("retention_years");
        for (path, _, listed) in self.known(&path, retention_years, &care.retention) {
            for (position, year) in listed.iter().enumerate() {
                self.year(&format!("{path}[{position}]"), service, *year);
            }
        }
        let path = at("shortfall_by_period_people");
        self.lists(&path, shortfall_by_period_people, &care.standards, periods);
        for (path, id, from) in self.known(&at("late_standards"), late_standards, &care.standards) {
            self.late(&path, service, id, from.as_deref());
        }
        for (year, of_year) in years {
            let path = format!("{path}.{year}", path = at("years"));
            self.year(&path, service, *year);
            let YearPlan {
                levy_fees_gbp,
                shortfall_people,
                spend_gbp,
            } = of_year;
            let levies = format!("{path}.levy_fees_gbp");
            self.numbers(&levies, levy_fees_gbp, &instance.levies);
            let short = format!("{path}.shortfall_people");
            self.numbers(&short, shortfall_people, &care.standards);
            self.spend(&format!("{path}.spend_gbp"), spend_gbp);
        }
    }

    /// Notes a plan for another time than the instance's.
    fn horizon(&mut self, instance: &Instance, found: Option<PlanHorizon>) {
        let calendar = instance.services.first().map(|s| &s.care.calendar);
        let asked = calendar.and_then(|calendar| {
            Some(PlanHorizon {
                start: calendar.horizon.as_ref()?.start,
                periods: calendar.periods(),
                periods_per_year: calendar.periods_per_year,
            })
        });
        match (found, asked) {
            (None, Some(PlanHorizon { start, periods, .. })) => {
                self.note("horizon", Fault::SteadyPlan { start, periods });
            }
            (Some(PlanHorizon { start, .. }), None) => {
                self.note("horizon", Fault::PlanByMonth { start });
            }
            (Some(found), Some(asked)) if found != asked => {
                self.note("horizon", Fault::OtherHorizon { found, asked });
            }
            _ => {}
        }
    }

    /// Notes what only a plan of the other kind can say.
    fn kind(&mut self, path: &str, service: &Service, plan: &ServicePlan) {
        let by_month = service.care.calendar.horizon.is_some();
        let (belongs, said) = if by_month {
            let said = [
                ("staff", !plan.staff.is_empty()),
                (
                    "training_starts_per_year",
                    !plan.training_starts_per_year.is_empty(),
                ),
                ("levy_fees_gbp", !plan.levy_fees_gbp.is_empty()),
                ("shortfall_people", !plan.shortfall_people.is_empty()),
                ("spend_gbp", plan.spend_gbp != Spend::default()),
            ];
            ("for a steady year", said.to_vec())
        } else {
            let said = [
                ("people", !plan.people.is_empty()),
                ("intakes", !plan.intakes.is_empty()),
                ("retention_wte", !plan.retention_wte.is_empty()),
                (
                    "retention_tenured_wte",
                    !plan.retention_tenured_wte.is_empty(),
                ),
                ("retention_years", !plan.retention_years.is_empty()),
                (
                    "shortfall_by_period_people",
                    !plan.shortfall_by_period_people.is_empty(),
                ),
                ("late_standards", !plan.late_standards.is_empty()),
                ("years", !plan.years.is_empty()),
            ];
            ("by month", said.to_vec())
        };
        for (key, _) in said.into_iter().filter(|(_, said)| *said) {
            self.note(format!("{path}.{key}"), Fault::OtherKind { belongs });
        }
    }

    /// Notes a financial year that the horizon does not have.
    fn year(&mut self, path: &str, service: &Service, year: FinancialYear) {
        let years = service.care.calendar.horizon.as_ref().map(|h| &h.years);
        let Some((first, last)) = years.and_then(|years| years.first().zip(years.last())) else {
            return;
        };
        if year < first.year || last.year < year {
            let (first, last) = (first.year, last.year);
            self.note(path, Fault::OtherYear { first, last });
        }
    }

    /// Notes a standard that cannot be late, or a time from which none can hold.
    fn late(&mut self, path: &str, service: &Service, id: &StandardId, from: Option<&str>) {
        let care = &service.care;
        let standard = care.standards.get(id);
        if standard.is_some_and(|standard| standard.enforcement != Enforcement::Hard) {
            self.note(path, Fault::NotHard);
        } else if let Some(from) = from
            && care.calendar.horizon.is_some()
            && standard.is_some_and(|standard| first_period(care, standard, from).is_none())
        {
            self.note(
                path,
                Fault::NoSuchTime {
                    found: from.to_owned(),
                },
            );
        }
    }

    fn people(&mut self, path: &str, people: &PeoplePlan, periods: usize) {
        let PeoplePlan {
            in_post_wte,
            joining_wte,
            redundant_wte,
            supernumerary_wte,
            short_time_wte,
            leaving_wte,
        } = people;
        for (key, list) in [
            ("in_post_wte", in_post_wte),
            ("joining_wte", joining_wte),
            ("redundant_wte", redundant_wte),
            ("supernumerary_wte", supernumerary_wte),
            ("short_time_wte", short_time_wte),
            ("leaving_wte", leaving_wte),
        ] {
            self.list_or_nothing(&format!("{path}.{key}"), list, periods);
        }
    }

    fn intakes(&mut self, path: &str, intake: &IntakePlan, periods: usize) {
        let IntakePlan {
            starts_wte,
            ladder_kept_wte,
            ladder_kept_tenured_wte,
            beyond_ladder_wte,
        } = intake;
        for (key, list) in [
            ("starts_wte", starts_wte),
            ("ladder_kept_wte", ladder_kept_wte),
            ("ladder_kept_tenured_wte", ladder_kept_tenured_wte),
            ("beyond_ladder_wte", beyond_ladder_wte),
        ] {
            self.list_or_nothing(&format!("{path}.{key}"), list, periods);
        }
    }

    /// A list that may be left out: nothing, in every period.
    fn list_or_nothing(&mut self, path: &str, list: &[f64], periods: usize) {
        if !list.is_empty() {
            self.list(path, list, periods);
        }
    }

    fn list(&mut self, path: &str, list: &[f64], periods: usize) {
        let found = list.len();
        if found != 1 && found != periods {
            self.note(path, Fault::WrongLength { found, periods });
        }
        for (position, &number) in list.iter().enumerate() {
            self.number(&format!("{path}[{position}]"), number);
        }
    }

    fn staff(&mut self, path: &str, staff: &StaffPlan) {
        let StaffPlan {
            wte,
            past_first_year_wte,
            hires_per_year,
            released_per_year,
            leavers_per_year,
        } = *staff;
        for (key, number) in [
            ("wte", wte),
            ("past_first_year_wte", past_first_year_wte),
            ("hires_per_year", hires_per_year),
            ("released_per_year", released_per_year),
            ("leavers_per_year", leavers_per_year),
        ] {
            self.number(&format!("{path}.{key}"), number);
        }
    }

    fn spend(&mut self, path: &str, spend: &Spend) {
        let Spend {
            pay,
            overhead,
            recruitment,
            fees,
            overtime,
            bought_in,
            retention,
            redundancy,
            idle,
            total,
        } = *spend;
        for (key, number) in [
            ("pay", pay),
            ("overhead", overhead),
            ("recruitment", recruitment),
            ("fees", fees),
            ("overtime", overtime),
            ("bought_in", bought_in),
            ("retention", retention),
            ("redundancy", redundancy),
            ("idle", idle),
            ("total", total),
        ] {
            self.number(&format!("{path}.{key}"), number);
        }
    }

    /// The entries of `map` whose ids are `known`, each with its path; notes the others.
    fn known<'p, I: Id, V, K>(
        &mut self,
        path: &str,
        map: &'p IndexMap<I, V>,
        known: &IndexMap<I, K>,
    ) -> Vec<(String, &'p I, &'p V)> {
        let mut entries = Vec::with_capacity(map.len());
        for (id, value) in map {
            let path = format!("{path}.{id}");
            if known.contains_key(id) {
                entries.push((path, id, value));
            } else {
                self.unknown(&path, id, known.keys());
            }
        }
        entries
    }

    fn numbers<I: Id, K>(&mut self, path: &str, map: &IndexMap<I, f64>, known: &IndexMap<I, K>) {
        for (path, _, &number) in self.known(path, map, known) {
            self.number(&path, number);
        }
    }

    fn lists<I: Id, K>(
        &mut self,
        path: &str,
        map: &IndexMap<I, Vec<f64>>,
        known: &IndexMap<I, K>,
        periods: usize,
    ) {
        for (path, _, list) in self.known(path, map, known) {
            self.list(&path, list, periods);
        }
    }

    fn number(&mut self, path: &str, value: f64) {
        if !value.is_finite() {
            self.note(path, Fault::NotFinite { value });
        } else if value < 0.0 {
            self.note(path, Fault::Negative { value });
        } else if value > LARGEST {
            let most = LARGEST;
            self.note(path, Fault::TooLarge { value, most });
        }
    }
}

/// The known id that `id` was most likely meant to be: at most a third of it is otherwise.
fn most_similar<'i, I: Id + 'i>(
    id: &impl Display,
    known: impl IntoIterator<Item = &'i I>,
) -> Option<String> {
    let id = id.to_string();
    known
        .into_iter()
        .map(|k| (strsim::osa_distance(&id, k.as_str()), k))
        .filter(|(distance, _)| distance * 3 <= id.len().max(3))
        .min_by_key(|(distance, _)| *distance)
        .map(|(_, k)| k.to_string())
}
