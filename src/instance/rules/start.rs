//! Rules on where a service stands when a plan by month begins.

use super::{InstanceRule, InstanceSubject};
use crate::dates::Month;
use crate::diagnostics::{Diagnostic, Explanation};
use crate::draft::care::RoleKind;
use crate::draft::instance::Service;
use crate::ids::Id;
use crate::instance::calendar::in_periods;
use crate::units::Quantity;

use super::show;

pub(super) const RULES: &[InstanceRule] = &[
    InstanceRule {
        explanation: Explanation {
            code: "I050",
            title: "a month on the wrong side of the start",
            what: "`joined_wte` names a month at or after the start of the horizon, or `joining_wte` one before it.",
            why: "Who has joined is in post at the start; who is joining comes later. The others would be counted twice, or not at all.",
            example: "[horizon]\nstart = \"2026-04\"\n[services.leeds]\njoining_wte = { pwp = { 2026-02 = 3 } }",
            fix: "Put people who are in post at the start under `staff_now_wte` (and `joined_wte`), people already hired under `joining_wte`.",
        },
        check: sides,
    },
    InstanceRule {
        explanation: Explanation {
            code: "I051",
            title: "more who joined than there are",
            what: "The `joined_wte` of a role sum to more than its `staff_now_wte`.",
            why: "They are the part of the staff in post at the start who joined in those months and are still there.",
            example: "staff_now_wte = { pwp = 10 }\njoined_wte = { pwp = { 2026-01 = 12 } }",
            fix: "Count only those who are still there, or correct `staff_now_wte`.",
        },
        check: joined,
    },
    InstanceRule {
        explanation: Explanation {
            code: "I052",
            title: "trainees who should have completed",
            what: "`training_wte` names a month from which the route's stages are over before the plan begins.",
            why: "They are no longer in training. Who completed is among the staff in post.",
            example: "[horizon]\nstart = \"2026-04\"\n[services.leeds]\ntraining_wte = { pwp-training = { 2024-09 = 5 } }   # a course of 12 months",
            fix: "Correct the month, or count them in `staff_now_wte` of the role that they entered.",
        },
        check: completed,
    },
    InstanceRule {
        explanation: Explanation {
            code: "I053",
            title: "an intake after the horizon",
            what: "`training_wte`, `joining_wte` or `places_by_intake` names a month after the end of the horizon.",
            why: "The plan does not reach it: its people would be left out in silence.",
            example: "[horizon]\nstart = \"2026-04\"\nmonths = 12\n[places.pwp]\nplaces_by_intake = { 2027-09 = 20 }",
            fix: "Correct the month, drop the entry, or lengthen the horizon.",
        },
        check: after_the_end,
    },
    InstanceRule {
        explanation: Explanation {
            code: "I055",
            title: "people who join a trainee role",
            what: "`joined_wte` or `joining_wte` names a trainee role.",
            why: "Trainees come by starting a route, not by being hired.",
            example: "joining_wte = { trainee-pwp = { 2026-09 = 4 } }",
            fix: "Give places already filled as `training_wte`, by route and month of the start.",
        },
        check: trainees_joining,
    },
    InstanceRule {
        explanation: Explanation {
            code: "W012",
            title: "trainees at the start whose course is not known",
            what: "In a plan by month, `staff_now_wte` has staff in a trainee role.",
            why: "Trainees at the start are given as `training_wte`, by route and the month in which they started, so that it is known when they complete. Those under `staff_now_wte` are left out.",
            example: "[horizon]\nstart = \"2026-04\"\nmonths = 36\n[services.leeds]\nstaff_now_wte = { trainee-pwp = 6 }",
            fix: "Give them as `training_wte = { pwp-training = { 2025-09 = 6 } }`.",
        },
        check: trainees_now,
    },
];

/// The months of a table of a service, with the id that they stand under and how many WTE.
fn months<'a>(service: &'a Service, table: &str) -> Vec<(&'a str, Month, f64)> {
    let of = |id: &'a str, by_month: &'a indexmap::IndexMap<Month, crate::units::Wte>| {
        by_month
            .iter()
            .map(move |(month, wte)| (id, *month, wte.value()))
    };
    match table {
        "joined_wte" => {
            let tables = service.joined_wte.iter();
            tables.flat_map(|(id, m)| of(id.as_str(), m)).collect()
        }
        "joining_wte" => {
            let tables = service.joining_wte.iter();
            tables.flat_map(|(id, m)| of(id.as_str(), m)).collect()
        }
        _ => {
            let tables = service.training_wte.iter();
            tables.flat_map(|(id, m)| of(id.as_str(), m)).collect()
        }
    }
}

fn sides(subject: &InstanceSubject<'_>, found: &mut Vec<Diagnostic>) {
    let Some(horizon) = &subject.file.horizon else {
        return;
    };
    let start = horizon.start;
    for (service, s) in &subject.file.services {
        let tables = [("joined_wte", true), ("joining_wte", false)];
        for (table, before) in tables {
            for (id, month, _) in months(s, table) {
                if (month < start) == before {
                    continue;
                }
                let (message, help) = if before {
                    (
                        format!(
                            "staff of `{id}` joined in {month}, and the plan begins in {start}"
                        ),
                        "put people who join later under `joining_wte`",
                    )
                } else {
                    (
                        format!(
                            "people already hired join `{id}` in {month}, before the plan begins \
                             in {start}"
                        ),
                        "put people in post at the start under `staff_now_wte` and `joined_wte`",
                    )
                };
                found.push(
                    Diagnostic::error("I050", message)
                        .at(
                            subject.key(&[
                                "services",
                                service.as_str(),
                                table,
                                id,
                                &month.to_string(),
                            ]),
                            if before { "not before it" } else { "before it" },
                        )
                        .and_at(subject.at(&["horizon", "start"]), "the start")
                        .help(help),
                );
            }
        }
    }
}

fn joined(subject: &InstanceSubject<'_>, found: &mut Vec<Diagnostic>) {
    let (Some(_), Some(care)) = (&subject.file.horizon, subject.care) else {
        return;
    };
    for (service, s) in &subject.file.services {
        for (role, by_month) in &s.joined_wte {
            // An unknown role, or a trainee's, has its own error.
            if care.roles.get(role).map(|r| r.kind) != Some(RoleKind::Qualified) {
                continue;
            }
            let joined: f64 = by_month.values().map(|wte| wte.value()).sum();
            let now = s.staff_now_wte.get(role).map_or(0.0, |wte| wte.value());
            if joined > now + 1e-9 {
                found.push(
                    Diagnostic::error(
                        "I051",
                        format!(
                            "{} WTE of `{role}` joined and are still at `{service}`, where {} \
                             are in post",
                            show(joined),
                            show(now)
                        ),
                    )
                    .at(
                        subject.key(&["services", service.as_str(), "joined_wte", role.as_str()]),
                        format!("at most {}", show(now)),
                    )
                    .and_at(
                        subject.at(&["services", service.as_str(), "staff_now_wte", role.as_str()]),
                        "in post",
                    )
                    .help("count only those still there, or correct `staff_now_wte`"),
                );
            }
        }
    }
}

fn completed(subject: &InstanceSubject<'_>, found: &mut Vec<Diagnostic>) {
    let Some(calendar) = subject.calendar() else {
        return;
    };
    for (service, s) in &subject.file.services {
        let Some((care, _)) = subject.cares.get(service) else {
            continue;
        };
        for (id, month, _) in months(s, "training_wte") {
            let Some(route) = care.routes.get(id) else {
                continue;
            };
            let course: f64 = route.stages.iter().map(|stage| stage.months.value()).sum();
            let length = in_periods(course, care.time.step);
            if calendar
                .periods_before(month)
                .is_none_or(|back| back <= length)
            {
                continue;
            }
            found.push(
                Diagnostic::error(
                    "I052",
                    format!(
                        "who started route `{id}` in {month} completed it before the plan begins: \
                         it takes {} months",
                        show(course)
                    ),
                )
                .at(
                    subject.key(&[
                        "services",
                        service.as_str(),
                        "training_wte",
                        id,
                        &month.to_string(),
                    ]),
                    "no longer in training",
                )
                .help(format!(
                    "correct the month, or count them in `staff_now_wte` of `{}`",
                    route.to
                )),
            );
        }
    }
}

fn after_the_end(subject: &InstanceSubject<'_>, found: &mut Vec<Diagnostic>) {
    let (Some(calendar), Some(horizon)) = (subject.calendar(), &subject.file.horizon) else {
        return;
    };
    let mut named: Vec<(Vec<String>, Month)> = Vec::new();
    for (service, s) in &subject.file.services {
        for table in ["joining_wte", "training_wte"] {
            for (id, month, _) in months(s, table) {
                let path = ["services", service.as_str(), table, id];
                named.push((path.map(str::to_owned).to_vec(), month));
            }
        }
    }
    for (id, cap) in &subject.file.places {
        for month in cap.places_by_intake.keys() {
            let path = ["places", id.as_str(), "places_by_intake"];
            named.push((path.map(str::to_owned).to_vec(), *month));
        }
    }
    let last = calendar
        .periods()
        .checked_sub(1)
        .and_then(|period| calendar.month_of(period));
    for (path, month) in named {
        if month < horizon.start || calendar.period_of(month).is_some() {
            continue;
        }
        let text = month.to_string();
        let path: Vec<&str> = path
            .iter()
            .map(String::as_str)
            .chain([text.as_str()])
            .collect();
        let table = path.get(path.len().saturating_sub(3)..).unwrap_or_default();
        let table = table.iter().find(|key| key.contains('_')).unwrap_or(&"");
        let mut error = Diagnostic::error(
            "I053",
            format!("{month} under `{table}` lies after the end of the horizon"),
        )
        .at(subject.key(&path), "the plan does not reach it");
        if let Some(last) = last {
            error = error.note(format!("its last period begins in {last}"));
        }
        found.push(error.help("correct the month, drop the entry, or lengthen the horizon"));
    }
}

fn trainees_joining(subject: &InstanceSubject<'_>, found: &mut Vec<Diagnostic>) {
    let Some(care) = subject.care else { return };
    for (service, s) in &subject.file.services {
        let joined = s.joined_wte.keys().map(|role| ("joined_wte", role));
        let joining = s.joining_wte.keys().map(|role| ("joining_wte", role));
        for (table, role) in joined.chain(joining) {
            if care.roles.get(role).map(|r| r.kind) != Some(RoleKind::Trainee) {
                continue;
            }
            found.push(
                Diagnostic::error(
                    "I055",
                    format!("`{table}` names `{role}`, a trainee role, which nobody joins"),
                )
                .at(
                    subject.key(&["services", service.as_str(), table, role.as_str()]),
                    "must be a qualified role",
                )
                .help("give trainees as `training_wte`, by route and month of the start"),
            );
        }
    }
}

fn trainees_now(subject: &InstanceSubject<'_>, found: &mut Vec<Diagnostic>) {
    let (Some(_), Some(care)) = (&subject.file.horizon, subject.care) else {
        return;
    };
    let mut first = None;
    let mut services = 0;
    for (service, s) in &subject.file.services {
        let trainees = s.staff_now_wte.iter().find(|(role, wte)| {
            care.roles.get(*role).map(|r| r.kind) == Some(RoleKind::Trainee) && wte.value() > 0.0
        });
        if let Some((role, _)) = trainees {
            services += 1;
            first = first.or(Some((service, role)));
        }
    }
    if let Some((service, role)) = first {
        let whose = if services == 1 {
            format!("service `{service}`")
        } else {
            format!("{services} services")
        };
        found.push(
            Diagnostic::warning(
                "W012",
                format!("trainees under `staff_now_wte` of {whose} are left out of the plan"),
            )
            .at(
                subject.key(&["services", service.as_str(), "staff_now_wte", role.as_str()]),
                "when will they complete?",
            )
            .help("give them as `training_wte`, by route and the month in which they started"),
        );
    }
}
