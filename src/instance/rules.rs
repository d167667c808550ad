//! What a sound instance keeps to, beyond its structure. One file a family of rules; each rule
//! has its code, its story and its check side by side. Every rule runs, whatever the others find.

mod caps;
mod circles;
mod flows;
mod glide;
mod horizon;
mod leaving;
mod limits;
mod objectives;
mod outside;
mod reach;
mod references;
mod roles;
mod routes;
mod services;
mod skill_mix;
mod standards;
mod start;
mod steady;
mod supervised;
mod supervision;
mod tasks;
mod time;
mod treatments;
mod whole;

use std::collections::HashSet;
use std::sync::Arc;

use indexmap::IndexMap;

use crate::diagnostics::{Diagnostic, Explanation, Location};
use crate::document::Node;
use crate::draft::{CareModel, InstanceFile};
use crate::ids::{RoleId, RouteId, ServiceId};

use super::Instance;
use super::calendar::calendar;
use super::time::Calendar;

/// A rule on the care model in force.
pub(crate) struct CareRule {
    /// Its story.
    pub explanation: Explanation,
    /// Adds what breaks it.
    pub check: fn(&CareSubject<'_>, &mut Vec<Diagnostic>),
}

/// A rule on the instance as a whole.
pub(crate) struct InstanceRule {
    /// Its story.
    pub explanation: Explanation,
    /// Adds what breaks it.
    pub check: fn(&InstanceSubject<'_>, &mut Vec<Diagnostic>),
}

/// A rule on where services stand at the start of a plan by month, once every rule above is kept.
pub(crate) struct StartRule {
    /// Its story.
    pub explanation: Explanation,
    /// Adds what breaks it.
    pub check: fn(&StartSubject<'_>, &mut Vec<Diagnostic>),
}

/// Who is there when a plan by month begins, at any service.
#[derive(Debug, Default)]
pub(crate) struct Present {
    /// Roles with staff in post, or with people already hired.
    pub roles: HashSet<RoleId>,
    /// Routes with trainees on them, or with places already filled.
    pub routes: HashSet<RouteId>,
}

/// A care model in force, and where its values stand.
pub(crate) struct CareSubject<'a> {
    /// The values.
    pub care: &'a CareModel,
    /// Their places.
    pub tree: &'a Node,
    /// Who is there at the start of a plan by month; none in a steady year.
    pub present: Option<&'a Present>,
}

/// A checked instance with a horizon, and the files that it was made from.
pub(crate) struct StartSubject<'a> {
    /// The instance.
    pub instance: &'a Instance,
    /// Its files.
    pub files: &'a InstanceSubject<'a>,
}

/// An instance, where its values stand, and the care models in force.
pub(crate) struct InstanceSubject<'a> {
    /// The values.
    pub file: &'a InstanceFile,
    /// Their places.
    pub tree: &'a Node,
    /// Whether the files that it names could be read.
    pub whole: bool,
    /// The care model that services share; none where it is not sound.
    pub care: Option<&'a CareModel>,
    /// Each service's care model in force, where it is sound, and where its values stand.
    pub cares: &'a IndexMap<ServiceId, (Arc<CareModel>, Arc<Node>)>,
}

impl CareSubject<'_> {
    /// Where a value stands.
    pub fn at(&self, path: &[&str]) -> Location {
        self.tree.locate(path)
    }

    /// Where a key stands.
    pub fn key(&self, path: &[&str]) -> Location {
        self.tree.locate_key(path)
    }
}

impl InstanceSubject<'_> {
    /// The calendar of the plan by month, where there is one whose length is clear.
    pub fn calendar(&self) -> Option<Calendar> {
        let horizon = self.file.horizon.as_ref()?;
        let time = &self.care?.time;
        (horizon.months.is_some() != horizon.periods.is_some())
            .then(|| calendar(time, Some(horizon)))
    }

    /// Where a value stands.
    pub fn at(&self, path: &[&str]) -> Location {
        self.tree.locate(path)
    }

    /// Where a key stands.
    pub fn key(&self, path: &[&str]) -> Location {
        self.tree.locate_key(path)
    }
}

const CARE_RULES: &[&[CareRule]] = &[
    references::CARE_RULES,
    time::RULES,
    roles::RULES,
    leaving::RULES,
    routes::RULES,
    circles::RULES,
    flows::RULES,
    treatments::RULES,
    tasks::RULES,
    supervision::RULES,
    skill_mix::RULES,
    standards::RULES,
    glide::RULES,
    limits::RULES,
];

const INSTANCE_RULES: &[&[InstanceRule]] = &[
    references::INSTANCE_RULES,
    services::RULES,
    objectives::RULES,
    horizon::RULES,
    caps::RULES,
    start::RULES,
    outside::RULES,
    steady::RULES,
];

const START_RULES: &[&[StartRule]] = &[reach::RULES, supervised::RULES, whole::RULES];

/// What breaks a rule in a care model in force.
pub(crate) fn check_care(subject: &CareSubject<'_>) -> Vec<Diagnostic> {
    let mut found = Vec::new();
    for rule in CARE_RULES.iter().copied().flatten() {
        (rule.check)(subject, &mut found);
    }
    found
}

/// What breaks a rule in an instance.
pub(crate) fn check_instance(subject: &InstanceSubject<'_>) -> Vec<Diagnostic> {
    let mut found = Vec::new();
    for rule in INSTANCE_RULES.iter().copied().flatten() {
        (rule.check)(subject, &mut found);
    }
    found
}

/// What breaks a rule at the start of a plan by month.
pub(crate) fn check_start(subject: &StartSubject<'_>) -> Vec<Diagnostic> {
    let mut found = Vec::new();
    if subject.instance.horizon().is_some() {
        for rule in START_RULES.iter().copied().flatten() {
            (rule.check)(subject, &mut found);
        }
    }
    found
}

/// The story behind every rule.
pub(crate) fn codes() -> impl Iterator<Item = &'static Explanation> {
    CARE_RULES
        .iter()
        .copied()
        .flatten()
        .map(|rule| &rule.explanation)
        .chain(
            INSTANCE_RULES
                .iter()
                .copied()
                .flatten()
                .map(|rule| &rule.explanation),
        )
        .chain(
            START_RULES
                .iter()
                .copied()
                .flatten()
                .map(|rule| &rule.explanation),
        )
}

/// A number as messages show it: at most six decimals, none that say nothing, and not
/// hundreds of digits.
pub(crate) fn show(number: f64) -> String {
    if number.abs() >= 1e15 {
        return format!("{number:e}");
    }
    // Plus zero, so that nothing is shown as -0.
    let text = format!("{:.6}", number + 0.0);
    if text.contains('.') {
        text.trim_end_matches('0').trim_end_matches('.').to_owned()
    } else {
        text
    }
}
