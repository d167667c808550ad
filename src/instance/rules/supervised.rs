//! Staff in post at the start whom nobody may supervise.

use super::{StartRule, StartSubject, show};
use crate::diagnostics::suggest::list;
use crate::diagnostics::{Diagnostic, Explanation};
use crate::ids::{Id, RoleId};
use crate::instance::{RoleKind, Service, Supervision};
use crate::units::Quantity;

pub(super) const RULES: &[StartRule] = &[StartRule {
    explanation: Explanation {
        code: "I057",
        title: "starting staff whom nobody may supervise",
        what: "In a plan by month, people are in post at the start who must be supervised, and nobody who may supervise them is in post, or can be in the first period: hired without lead, already hired, or regraded.",
        why: "Supervision holds from the first period. No plan can give it.",
        example: "[services.leeds]\ntraining_wte = { pwp-training = { 2025-09 = 6 } }   # and no `hit` in post, whose `hire_lead_months` is 3",
        fix: "Give the supervisors in post as `staff_now_wte`, or those already hired as `joining_wte`; or name others as `supervisors`; or let a ratio hold later (`ratio_from`).",
    },
    check: unsupervised,
}];

fn unsupervised(subject: &StartSubject<'_>, found: &mut Vec<Diagnostic>) {
    for service in &subject.instance.services {
        for (id, rule) in &service.care.supervision {
            if !in_force_at_start(rule) || rule.supervisors.iter().any(|r| may_be_there(service, r))
            {
                continue;
            }
            // Who can be made redundant at once need not be supervised.
            let stuck = rule.supervisees.iter().find(|role| {
                let redundancy = service.care.roles.get(*role).and_then(|r| r.redundancy);
                redundancy.is_none() && at_start(service, role) > 0.0
            });
            let Some(role) = stuck else { continue };
            let is_trainee =
                service.care.roles.get(role).map(|r| r.kind) == Some(RoleKind::Trainee);
            let table = if is_trainee {
                "training_wte"
            } else {
                "staff_now_wte"
            };
            let supervisors = match subject.files.cares.get(&service.id) {
                Some((_, tree)) => tree.locate(&["supervision", id.as_str(), "supervisors"]),
                None => subject.files.at(&["care_model"]),
            };
            found.push(
                Diagnostic::error(
                    "I057",
                    format!(
                        "service `{}` starts with {} WTE of `{role}`, and nobody who may supervise \
                         them ({}) can be there in the first period",
                        service.id,
                        show((at_start(service, role) * 100.0).round() / 100.0),
                        list(rule.supervisors.iter().map(Id::as_str))
                    ),
                )
                .at(
                    subject.files.key(&["services", service.id.as_str(), table]),
                    "unsupervised",
                )
                .and_at(supervisors, "who may supervise")
                .help(
                    "give `staff_now_wte` or `joining_wte` of a supervisor, let one be hired \
                     without `hire_lead_months`, or name others under `supervisors`",
                ),
            );
        }
    }
}

fn in_force_at_start(rule: &Supervision) -> bool {
    rule.hours_per_wte_week.value() > 0.0 || (rule.max_ratio.is_some() && rule.ratio_from == 0)
}

/// People in a role when the plan begins, WTE.
fn at_start(service: &Service, role: &RoleId) -> f64 {
    let staff = service
        .start
        .staff
        .get(role)
        .map_or(0.0, super::super::InPost::wte);
    let routes = service.care.routes.iter();
    let trainees: f64 = routes
        .flat_map(|(id, route)| {
            let training = service.start.training.get(id).into_iter().flatten();
            training.filter(|(back, _)| {
                let stage = route.stages.iter().find(|stage| stage.lags.contains(back));
                stage.is_some_and(|stage| stage.role == *role)
            })
        })
        .map(|(_, wte)| wte)
        .sum();
    staff + trainees
}

/// Whether somebody can be in a role in the first period.
fn may_be_there(service: &Service, role: &RoleId) -> bool {
    if at_start(service, role) > 0.0 {
        return true;
    }
    let care = &service.care;
    let hired = |role: &RoleId| {
        care.roles
            .get(role)
            .is_some_and(|r| r.hireable && r.hire_lead == 0)
    };
    let joins = |role: &RoleId| {
        let joining = service.start.joining.get(role);
        joining.is_some_and(|wte| wte.first().is_some_and(|wte| *wte > 0.0))
    };
    if hired(role) || joins(role) {
        return true;
    }
    care.routes.iter().any(|(id, route)| {
        let opens = route.intakes.first() == Some(&true)
            || service.start.committed.get(id).and_then(|wte| wte.first()) > Some(&0.0);
        let source = route
            .from
            .as_ref()
            .is_none_or(|from| at_start(service, from) > 0.0 || hired(from) || joins(from));
        let stage = route.stages.iter().find(|stage| stage.lags.contains(&0));
        let enters = match stage {
            Some(stage) => stage.role == *role,
            None => route.to == *role,
        };
        let completes = route.to == *role
            && service
                .start
                .training
                .get(id)
                .into_iter()
                .flatten()
                .any(|(back, wte)| *back == route.length && *wte > 0.0);
        completes || (opens && source && enters)
    })
}
