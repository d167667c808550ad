//! Each kind of decision: what it names, and the bounds that it sets.

use std::ops::Range;

use super::find::{Found, Wrong, date, named, period_in};
use super::read::{Amount, Date, Sense, Words};
use super::{Decision, Kind, NEARLY};
use crate::diagnostics::suggest::list;
use crate::formulation::VarKey;
use crate::ids::Id;
use crate::instance::{Calendar, Care, Role, RoleKind, Service};
use crate::report::dates;
use crate::report::numbers::{count, plain};
use crate::units::Quantity;

/// What was asked, and where.
pub(super) struct Asked<'a> {
    pub(super) kind: Kind,
    pub(super) text: &'a str,
    pub(super) service: &'a Service,
    /// ` at Salford`, or nothing where there is one service.
    pub(super) place: String,
    pub(super) words: Words,
}

impl Asked<'_> {
    fn care(&self) -> &Care {
        &self.service.care
    }

    fn calendar(&self) -> &Calendar {
        &self.care().calendar
    }

    fn is_steady(&self) -> bool {
        self.calendar().horizon.is_none()
    }

    pub(super) fn wrong(&self, what: impl std::fmt::Display) -> Wrong {
        Wrong::new(self.kind, self.text, what)
    }

    /// Bounds on a column whose unit is so many WTE: at least so much, or none.
    fn at_least(&self, unit: f64, whole: bool) -> (f64, f64, f64) {
        if self.kind.forbids() {
            return (0.0, 0.0, 0.0);
        }
        let wanted = self
            .words
            .amount
            .map_or(if whole { unit } else { 1.0 }, |a| a.wte);
        let units = wanted / unit;
        let units = if whole {
            (units - NEARLY).ceil()
        } else {
            units
        };
        (units, f64::INFINITY, units * unit)
    }

    /// The period that is meant.
    fn period(&self, example: &str) -> Result<usize, Wrong> {
        match self.words.date {
            Some(Date::Month(month)) => period_in(self, month),
            Some(Date::Year(year)) => Err(self
                .wrong(format!(
                    "names a financial year, {year}, where a month is wanted"
                ))
                .help(format!("write a month, such as `{example}`"))),
            None => Err(self
                .wrong("names no month")
                .help(format!("write a month after it, such as `{example}`"))),
        }
    }

    fn no_date(&self) -> Result<(), Wrong> {
        match self.words.date {
            None => Ok(()),
            Some(_) => Err(self
                .wrong("names a time, and the instance plans a steady year")
                .help("leave the time out: what is decided holds all year")),
        }
    }

    fn role(&self, name: &str) -> Result<Found<'_, Role>, Wrong> {
        let care = self.care();
        let roles = care.roles.iter().map(|(id, role)| {
            let names = vec![role.short.as_str(), role.name.as_str()];
            Found {
                id: id.as_str(),
                names,
                item: role,
            }
        });
        let found = named(self, "role", name, roles)?;
        if !found.item.employable {
            return Err(self
                .wrong(format!(
                    "is about {}, a role that is switched off",
                    found.item.short
                ))
                .help("nobody is employed in it, or trained into or out of it"));
        }
        Ok(found)
    }

    pub(super) fn hire(&self, name: &str) -> Result<Decision, Wrong> {
        let Found { id, item: role, .. } = self.role(name)?;
        if role.kind == RoleKind::Trainee {
            return Err(self
                .wrong(format!("is about {}, who are trainees", role.short))
                .help("trainees start on a training route: ask with `--train`"));
        }
        if !role.hireable {
            return Err(self
                .wrong(format!(
                    "is about {}, who cannot be hired from outside",
                    role.short
                ))
                .help("they come from training: ask with `--train`"));
        }
        let (service, role_id) = (self.service.id.clone(), id.into());
        let whole = role.post_unit.value() > 0.0;
        let (key, unit, whole, when) = if self.is_steady() {
            self.no_date()?;
            let key = VarKey::Hires {
                service,
                role: role_id,
            };
            // In a steady year hires are a mean: nothing of them is whole.
            (key, 1.0, false, " in a year".to_owned())
        } else {
            let period = self.period(&format!("{id} {}", date(self.calendar(), role.hire_lead)))?;
            if period < role.hire_lead {
                let takes = dates::unit(self.calendar());
                return Err(self
                    .wrong("is sooner than anybody hired now can be in post")
                    .help(format!(
                        "it takes {} to hire; the first {takes} in which one can join is {}",
                        count(role.hire_lead, takes),
                        date(self.calendar(), role.hire_lead)
                    )));
            }
            let key = VarKey::Joining {
                service,
                role: role_id,
                period,
            };
            let unit = if whole { role.post_unit.value() } else { 1.0 };
            let when = format!(" to join in {}", dates::period(self.calendar(), period));
            (key, unit, whole, when)
        };
        let (lower, upper, wte) = self.at_least(unit, whole);
        let (who, place) = (&role.short, &self.place);
        let words = if self.kind.forbids() {
            format!("no {who} hired{place}{when}")
        } else {
            format!("at least {} WTE of {who} hired{place}{when}", figure(wte))
        };
        Ok(Decision {
            words,
            columns: vec![(key, lower, upper)],
            unit,
        })
    }

    pub(super) fn train(&self, name: &str) -> Result<Decision, Wrong> {
        let care = self.care();
        let routes = care.routes.iter().map(|(id, route)| Found {
            id: id.as_str(),
            names: vec![route.name.as_str()],
            item: route,
        });
        let Found {
            id, item: route, ..
        } = named(self, "training route", name, routes)?;
        let on_it = route.from.iter().chain([&route.to]);
        let mut on_it = on_it.chain(route.stages.iter().map(|stage| &stage.role));
        if let Some(off) = on_it.find(|role| !care.roles.get(*role).is_some_and(|r| r.employable)) {
            return Err(self
                .wrong(format!(
                    "is about {}, on which nobody can start",
                    route.name
                ))
                .help(format!("the role `{off}` is switched off")));
        }
        let (service, route_id) = (self.service.id.clone(), id.into());
        let whole = route.places_unit.value() > 0.0;
        let unit = if whole {
            route.places_unit.value()
        } else {
            1.0
        };
        let (key, when) = if self.is_steady() {
            self.no_date()?;
            let key = VarKey::TrainingStarts {
                service,
                route: route_id,
            };
            (key, " in a year".to_owned())
        } else {
            let is_intake = |period: &usize| route.intakes.get(*period) == Some(&true);
            let intakes: Vec<usize> = (0..self.calendar().periods()).filter(is_intake).collect();
            let first = intakes.first().copied().unwrap_or_default();
            let period = self.period(&format!("{id} {}", date(self.calendar(), first)))?;
            if !is_intake(&period) {
                return Err(self
                    .wrong(format!(
                        "is about {}, which takes nobody in then",
                        route.name
                    ))
                    .help(match intakes.len() {
                        0 => "it has no intake within the horizon".to_owned(),
                        _ => format!(
                            "its intakes are in {}",
                            intake_months(self.calendar(), &intakes)
                        ),
                    }));
            }
            let filled = self.service.start.committed.get(id);
            let filled = filled.and_then(|f| f.get(period)).copied().unwrap_or(0.0);
            if filled > 0.0 {
                return Err(self
                    .wrong("is about places that are filled already")
                    .help(format!(
                        "`committed` says that {} start then: nothing is left to decide",
                        figure(filled)
                    )));
            }
            let key = VarKey::Intake {
                service,
                route: route_id,
                period,
            };
            (
                key,
                format!(" in {}", dates::period(self.calendar(), period)),
            )
        };
        let (lower, upper, wte) = self.at_least(unit, whole);
        let (on, place) = (&route.name, &self.place);
        let words = if self.kind.forbids() {
            format!("nobody starting on {on}{place}{when}")
        } else {
            format!("at least {} WTE starting on {on}{place}{when}", figure(wte))
        };
        Ok(Decision {
            words,
            columns: vec![(key, lower, upper)],
            unit,
        })
    }

    pub(super) fn staff(&self, name: &str) -> Result<Decision, Wrong> {
        let Found { id, item: role, .. } = self.role(name)?;
        if role.kind == RoleKind::Trainee {
            return Err(self
                .wrong(format!("is about {}, who are trainees", role.short))
                .help("how many there are follows from who starts: ask with `--train`"));
        }
        let (service, role_id) = (self.service.id.clone(), id.into());
        let (key, unit, when) = if self.is_steady() {
            self.no_date()?;
            let key = VarKey::Posts {
                service,
                role: role_id,
            };
            (key, role.post_unit.value(), String::new())
        } else {
            let last = self.calendar().periods().saturating_sub(1);
            let example = format!("{id} = 40 {}", date(self.calendar(), last));
            let period = self.period(&example)?;
            let key = VarKey::InPost {
                service,
                role: role_id,
                period,
            };
            let when = format!(" in {}", dates::period(self.calendar(), period));
            (key, role.in_post_unit.value(), when)
        };
        let whole = unit > 0.0;
        let unit = if whole { unit } else { 1.0 };
        let Some(Amount { sense, wte }) = self.words.amount else {
            return Err(self
                .wrong("does not say how many")
                .help(format!("write `{id} = 40`, `{id} >= 40` or `{id} <= 40`")));
        };
        let units = wte / unit;
        // Whoever leaves does so in fractions, whoever joins comes whole: half a post is near enough.
        let room = if whole || self.is_steady() {
            0.0
        } else {
            role.post_unit.value() / 2.0
        };
        let (lower, upper, how) = match sense {
            Sense::AtLeast => (units, f64::INFINITY, "at least ".to_owned()),
            Sense::AtMost => (0.0, units, "at most ".to_owned()),
            Sense::Exactly if whole && (units - units.round()).abs() > NEARLY => {
                return Err(self
                    .wrong(format!("asks for {} WTE exactly", figure(wte)))
                    .help(format!("posts come in units of {} WTE", figure(unit))));
            }
            Sense::Exactly => (units - room, units + room, String::new()),
        };
        let near = if sense == Sense::Exactly && room > 0.0 {
            format!(" (to within {} WTE)", figure(room))
        } else {
            String::new()
        };
        let (who, place, wte) = (&role.short, &self.place, figure(wte));
        Ok(Decision {
            words: format!("{how}{wte} WTE of {who} in post{place}{when}{near}"),
            columns: vec![(key, lower.max(0.0), upper)],
            unit,
        })
    }

    pub(super) fn measure(&self, name: &str) -> Result<Decision, Wrong> {
        let care = self.care();
        let measures = care.retention.iter().map(|(id, measure)| Found {
            id: id.as_str(),
            names: vec![measure.name.as_str()],
            item: measure,
        });
        let Found {
            id, item: measure, ..
        } = named(self, "retention measure", name, measures)?;
        if self.is_steady() {
            return Err(self
                .wrong("is about a retention measure, which only plans by month decide on")
                .help("give the instance a horizon"));
        }
        let (periods, when) = self.span()?;
        let possible = periods.start.max(measure.from)..periods.end;
        if possible.is_empty() {
            return Err(self
                .wrong(format!(
                    "is about {}, which cannot begin so soon",
                    measure.name
                ))
                .help(format!(
                    "it can begin in {}",
                    date(self.calendar(), measure.from)
                )));
        }
        let (lower, upper, wte) = self.at_least(1.0, false);
        let columns = possible.map(|period| {
            let key = VarKey::Covered {
                service: self.service.id.clone(),
                measure: id.into(),
                period,
            };
            (key, lower, upper)
        });
        let (what, place) = (&measure.name, &self.place);
        let words = if self.kind.forbids() {
            format!("{what} not taken up{place}{when}")
        } else {
            format!(
                "{what} taken up{place}{when}, for at least {} WTE throughout",
                figure(wte)
            )
        };
        Ok(Decision {
            words,
            columns: columns.collect(),
            unit: 1.0,
        })
    }

    /// The periods of a month or a financial year; of neither, all.
    fn span(&self) -> Result<(Range<usize>, String), Wrong> {
        let calendar = self.calendar();
        match self.words.date {
            None => Ok((0..calendar.periods(), " over the horizon".to_owned())),
            Some(Date::Month(month)) => {
                let period = period_in(self, month)?;
                let when = format!(" in {}", dates::period(calendar, period));
                Ok((period..period + 1, when))
            }
            Some(Date::Year(year)) => {
                let years = calendar.horizon.iter().flat_map(|h| &h.years);
                let mut known = years.clone();
                let Some(found) = known.find(|other| other.year == year) else {
                    let names: Vec<String> = years.map(|y| y.year.to_string()).collect();
                    let names = names.iter().map(String::as_str);
                    return Err(self
                        .wrong(format!("names {year}, which is not in the horizon"))
                        .help(format!("its financial years are {}", list(names))));
                };
                Ok((found.periods.clone(), format!(" in {year}")))
            }
        }
    }
}

/// Months of intakes; of many the first few.
fn intake_months(calendar: &Calendar, intakes: &[usize]) -> String {
    let names: Vec<String> = intakes.iter().map(|p| date(calendar, *p)).collect();
    list(names.iter().map(String::as_str))
}

/// An amount with the places that it needs.
fn figure(value: f64) -> String {
    let places = (0..3).find(|places| {
        let scale = 10_f64.powi(*places);
        ((value * scale).round() / scale - value).abs() < 1e-9
    });
    plain(value, places.map_or(3, |p| usize::try_from(p).unwrap_or(3)))
}
