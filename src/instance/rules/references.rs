//! Every id names something.

use super::{CareRule, CareSubject, InstanceRule, InstanceSubject};
use crate::diagnostics::suggest::{list, nearest};
use crate::diagnostics::{Diagnostic, Explanation, Location};
use crate::draft::CareModel;
use crate::draft::instance::Service;
use crate::ids::{Id, RoleId, RouteId, StepId, TaskId};

const EXPLANATION: Explanation = Explanation {
    code: "I001",
    title: "an unknown id",
    what: "An id is used that nothing has: a role, step, task, route, service or group that is declared nowhere.",
    why: "What refers to it would stand for nothing. Most often the id is a slip.",
    example: "supervisors = [\"hitt\"]   # the role is `hit`",
    fix: "Correct the id, or declare what it names.",
};

pub(super) const CARE_RULES: &[CareRule] = &[CareRule {
    explanation: EXPLANATION,
    check: in_care,
}];

pub(super) const INSTANCE_RULES: &[InstanceRule] = &[InstanceRule {
    explanation: EXPLANATION,
    check: in_instance,
}];

/// Says that an id names nothing.
fn unknown<'a>(
    kind: &str,
    id: &str,
    location: Location,
    known: impl Iterator<Item = &'a str> + Clone,
) -> Diagnostic {
    let error = Diagnostic::error("I001", format!("unknown {kind} `{id}`"))
        .at(location, "declared nowhere");
    match nearest(id, known.clone()) {
        Some(near) => error.help(format!("did you mean `{near}`?")),
        None => error.help(format!("known: {}", list(known))),
    }
}

/// Where ids are used, by kind: path and id. A path's last part is a key where the id is one.
#[derive(Default)]
struct Uses<'a> {
    roles: Vec<(Vec<String>, &'a RoleId)>,
    steps: Vec<(Vec<String>, &'a StepId)>,
    tasks: Vec<(Vec<String>, &'a TaskId)>,
    routes: Vec<(Vec<String>, &'a RouteId)>,
}

fn path(parts: &[&str]) -> Vec<String> {
    parts.iter().map(|part| (*part).to_owned()).collect()
}

fn in_care(subject: &CareSubject<'_>, found: &mut Vec<Diagnostic>) {
    let care = subject.care;
    let uses = uses(subject);
    let place = |path: &[String], id: &str| {
        let parts: Vec<&str> = path.iter().map(String::as_str).collect();
        if parts.last() == Some(&id) {
            subject.key(&parts)
        } else {
            subject.at(&parts)
        }
    };
    for (path, id) in uses.roles {
        if !care.roles.contains_key(id) {
            let known = care.roles.keys().map(Id::as_str);
            found.push(unknown(
                "role",
                id.as_str(),
                place(&path, id.as_str()),
                known,
            ));
        }
    }
    for (path, id) in uses.steps {
        if !care.steps.contains_key(id) {
            let known = care.steps.keys().map(Id::as_str);
            found.push(unknown(
                "step",
                id.as_str(),
                place(&path, id.as_str()),
                known,
            ));
        }
    }
    for (path, id) in uses.routes {
        if !care.routes.contains_key(id) {
            let known = care.routes.keys().map(Id::as_str);
            found.push(unknown(
                "route",
                id.as_str(),
                place(&path, id.as_str()),
                known,
            ));
        }
    }
    for (path, id) in uses.tasks {
        if !care.tasks.contains_key(id) {
            let known = care.tasks.keys().map(Id::as_str);
            found.push(unknown(
                "task",
                id.as_str(),
                place(&path, id.as_str()),
                known,
            ));
        }
    }
}

fn uses<'a>(subject: &CareSubject<'a>) -> Uses<'a> {
    let care = subject.care;
    let mut uses = Uses::default();
    for (id, route) in &care.routes {
        let id = id.as_str();
        if let Some(from) = &route.from {
            uses.roles.push((path(&["routes", id, "from"]), from));
        }
        uses.roles.push((path(&["routes", id, "to"]), &route.to));
        for (place, stage) in route.stages.iter().enumerate() {
            let place = place.to_string();
            uses.roles
                .push((path(&["routes", id, "stages", &place, "role"]), &stage.role));
        }
    }
    for (id, step) in &care.steps {
        for task in step.work.keys() {
            uses.tasks
                .push((path(&["steps", id.as_str(), "work", task.as_str()]), task));
        }
    }
    for (id, flow) in &care.flows {
        if let Some(from) = &flow.from {
            uses.steps
                .push((path(&["flows", id.as_str(), "from"]), from));
        }
        uses.steps
            .push((path(&["flows", id.as_str(), "to"]), &flow.to));
    }
    for (id, treatment) in &care.treatments {
        let id = id.as_str();
        uses.steps
            .push((path(&["treatments", id, "step"]), &treatment.step));
        for task in treatment.work.keys() {
            uses.tasks
                .push((path(&["treatments", id, "work", task.as_str()]), task));
        }
    }
    for (id, task) in &care.tasks {
        for role in task.roles.keys() {
            uses.roles
                .push((path(&["tasks", id.as_str(), "roles", role.as_str()]), role));
        }
    }
    for (id, rule) in &care.supervision {
        role_list(
            &mut uses,
            &["supervision", id.as_str(), "supervisees"],
            &rule.supervisees,
        );
        role_list(
            &mut uses,
            &["supervision", id.as_str(), "supervisors"],
            &rule.supervisors,
        );
    }
    for (id, band) in &care.skill_mix {
        role_list(&mut uses, &["skill_mix", id.as_str(), "roles"], &band.roles);
        role_list(&mut uses, &["skill_mix", id.as_str(), "of"], &band.of);
    }
    for (id, measure) in &care.retention {
        let path = path(&["retention", id.as_str(), "role"]);
        uses.roles.push((path, &measure.role));
    }
    for (id, limit) in &care.limits {
        role_list(&mut uses, &["limits", id.as_str(), "roles"], &limit.roles);
        role_list(&mut uses, &["limits", id.as_str(), "of"], &limit.of);
        for (place, route) in limit.routes.iter().enumerate() {
            let path = path(&["limits", id.as_str(), "routes", &place.to_string()]);
            uses.routes.push((path, route));
        }
    }
    for (id, standard) in &care.standards.access {
        let path = path(&["standards", "access", id.as_str(), "step"]);
        uses.steps.push((path, &standard.step));
    }
    for (id, standard) in &care.standards.wait {
        let path = path(&["standards", "wait", id.as_str(), "step"]);
        uses.steps.push((path, &standard.step));
    }
    uses
}

fn role_list<'a>(uses: &mut Uses<'a>, at: &[&str], roles: &'a [RoleId]) {
    for (place, role) in roles.iter().enumerate() {
        let mut path = path(at);
        path.push(place.to_string());
        uses.roles.push((path, role));
    }
}

fn in_instance(subject: &InstanceSubject<'_>, found: &mut Vec<Diagnostic>) {
    let file = subject.file;
    if let Some(care) = subject.care {
        let roles = care.roles.keys().map(Id::as_str);
        for (id, service) in &file.services {
            in_service(subject, care, id.as_str(), service, found);
        }
        for (id, cap) in &file.places {
            if !care.routes.contains_key(&cap.route) {
                let place = subject.at(&["places", id.as_str(), "route"]);
                let known = care.routes.keys().map(Id::as_str);
                found.push(unknown("route", cap.route.as_str(), place, known));
            }
        }
        for (id, market) in &file.labour_markets {
            if !care.roles.contains_key(&market.role) {
                let place = subject.at(&["labour_markets", id.as_str(), "role"]);
                found.push(unknown("role", market.role.as_str(), place, roles.clone()));
            }
        }
        for (id, standard) in &file.overall_access {
            if !care.steps.contains_key(&standard.step) {
                let place = subject.at(&["overall_access", id.as_str(), "step"]);
                let known = care.steps.keys().map(Id::as_str);
                found.push(unknown("step", standard.step.as_str(), place, known));
            }
        }
    }
    scopes(subject, found);
}

/// The keys of a service's tables that are ids of the care model.
fn in_service(
    subject: &InstanceSubject<'_>,
    care: &CareModel,
    service: &str,
    s: &Service,
    found: &mut Vec<Diagnostic>,
) {
    macro_rules! keys {
        ($table:ident, $known:ident, $kind:literal) => {
            for id in s.$table.keys().filter(|id| !care.$known.contains_key(*id)) {
                let place = subject.key(&["services", service, stringify!($table), id.as_str()]);
                let known = care.$known.keys().map(Id::as_str);
                found.push(unknown($kind, id.as_str(), place, known));
            }
        };
    }
    keys!(staff_now_wte, roles, "role");
    keys!(joined_wte, roles, "role");
    keys!(joining_wte, roles, "role");
    keys!(training_wte, routes, "route");
    keys!(waiting_people, steps, "step");
    keys!(started_people, treatments, "treatment");
}

/// Tables with a list of services, and the lists.
pub(super) fn scoped<'a>(
    subject: &InstanceSubject<'a>,
) -> Vec<(&'static str, &'a str, &'a [String])> {
    let file = subject.file;
    let mut lists: Vec<(&str, &str, Option<&Vec<String>>)> = Vec::new();
    lists.extend(
        file.budgets
            .iter()
            .map(|(id, b)| ("budgets", id.as_str(), b.services.as_ref())),
    );
    lists.extend(
        file.levies
            .iter()
            .map(|(id, l)| ("levies", id.as_str(), l.services.as_ref())),
    );
    lists.extend(
        file.places
            .iter()
            .map(|(id, p)| ("places", id.as_str(), p.services.as_ref())),
    );
    lists.extend(
        file.labour_markets
            .iter()
            .map(|(id, m)| ("labour_markets", id.as_str(), m.services.as_ref())),
    );
    lists.extend(
        file.overall_access
            .iter()
            .map(|(id, a)| ("overall_access", id.as_str(), a.services.as_ref())),
    );
    lists
        .into_iter()
        .filter_map(|(table, id, list)| Some((table, id, list?.as_slice())))
        .collect()
}

fn scopes(subject: &InstanceSubject<'_>, found: &mut Vec<Diagnostic>) {
    let services = subject.file.services.iter();
    let known: Vec<&str> = services
        .clone()
        .map(|(id, _)| id.as_str())
        .chain(services.flat_map(|(_, service)| service.groups.iter().map(Id::as_str)))
        .collect();
    let set: std::collections::HashSet<&str> = known.iter().copied().collect();
    for (table, id, names) in scoped(subject) {
        for (place, name) in names.iter().enumerate() {
            if !set.contains(name.as_str()) {
                let place = subject.at(&[table, id, "services", &place.to_string()]);
                found.push(unknown(
                    "service or group",
                    name,
                    place,
                    known.iter().copied(),
                ));
            }
        }
    }
}
