//! Rules on glide paths: what a standard asks before it holds in full.

use super::{CareRule, CareSubject, show};
use crate::dates::Month;
use crate::diagnostics::{Diagnostic, Explanation, Location};
use crate::draft::care::{Access, Completion, PathStep, Recovery, Wait};
use crate::ids::Id;
use crate::units::Quantity;

pub(super) const RULES: &[CareRule] = &[
    CareRule {
        explanation: Explanation {
            code: "I186",
            title: "a glide path out of order",
            what: "The steps of a standard's `path` do not follow each other in time, or do not all lie before its `from`, or it has no `from`.",
            why: "A path says what is asked until the standard holds in full, which is from `from` on.",
            example: "from = \"2026-10\"\npath = [{ from = \"2027-04\", target = 0.5 }]",
            fix: "Put the steps in order of their months, all before the standard's own `from`.",
        },
        check: order,
    },
    CareRule {
        explanation: Explanation {
            code: "I187",
            title: "a glide path that goes backwards",
            what: "A step of a standard's `path` asks for less than the step before it, or for more than the standard itself.",
            why: "A path leads up to the standard. One that falls is a slip, most often two targets swapped or a percentage among shares.",
            example: "share_min = 0.75\npath = [{ from = \"2026-04\", target = 0.6 }, { from = \"2026-10\", target = 0.5 }]",
            fix: "Let the targets rise from step to step, to at most the standard's own.",
        },
        check: backwards,
    },
    CareRule {
        explanation: Explanation {
            code: "I188",
            title: "a step of a glide path that is no share",
            what: "The standard asks for a share, and a `target` of its `path` is above 1 (for waits: not above 0 and below 1).",
            why: "A target is in the standard's own unit. More than everybody cannot be asked for; a wait standard for everybody or for nobody asks what can never be kept, or nothing.",
            example: "share_min = 0.75\npath = [{ from = \"2026-04\", target = 50 }]",
            fix: "Give a share, for example 0.5.",
        },
        check: shares,
    },
];

/// A standard's path.
struct Path<'a> {
    kind: &'static str,
    id: &'a str,
    /// What the standard itself asks; none where it does not say (another rule's error).
    target: Option<f64>,
    is_share: bool,
    from: Option<Month>,
    steps: &'a [PathStep],
}

impl Path<'_> {
    /// Where a key of a step stands.
    fn at(&self, subject: &CareSubject<'_>, step: usize, key: &str) -> Location {
        let place = step.to_string();
        subject.at(&["standards", self.kind, self.id, "path", &place, key])
    }

    /// Whether a step asks for what can be a share.
    fn is_sound(&self, step: &PathStep) -> bool {
        let target = step.target.value();
        match (self.is_share, self.kind) {
            (true, "wait") => target > 0.0 && target < 1.0,
            (true, _) => target <= 1.0,
            (false, _) => true,
        }
    }
}

fn paths<'a>(subject: &CareSubject<'a>) -> Vec<Path<'a>> {
    let standards = &subject.care.standards;
    let mut paths = Vec::new();
    macro_rules! add {
        ($kind:ident, $target:expr, $is_share:expr) => {
            for (id, s) in &standards.$kind {
                paths.push(Path {
                    kind: stringify!($kind),
                    id: id.as_str(),
                    target: $target(s),
                    is_share: $is_share(s),
                    from: s.from,
                    steps: &s.path,
                });
            }
        };
    }
    add!(
        access,
        |s: &Access| s
            .people_per_year
            .map(Quantity::value)
            .or(s.share_of_prevalence.map(Quantity::value)),
        |s: &Access| s.people_per_year.is_none()
    );
    add!(wait, |s: &Wait| Some(s.share_min.value()), |_: &Wait| true);
    add!(
        recovery,
        |s: &Recovery| Some(s.share_min.value()),
        |_: &Recovery| true
    );
    add!(
        completion,
        |s: &Completion| Some(s.people_per_year.value()),
        |_: &Completion| false
    );
    paths.retain(|path| !path.steps.is_empty());
    paths
}

fn order(subject: &CareSubject<'_>, found: &mut Vec<Diagnostic>) {
    for path in paths(subject) {
        let id = path.id;
        let Some(from) = path.from else {
            found.push(
                Diagnostic::error(
                    "I186",
                    format!("standard `{id}` has a `path` and no `from` that it leads to"),
                )
                .at(
                    subject.key(&["standards", path.kind, id, "path"]),
                    "leads nowhere",
                )
                .help("add `from`, the month from which the standard holds in full"),
            );
            continue;
        };
        for (place, step) in path.steps.iter().enumerate() {
            let before = place.checked_sub(1).and_then(|p| path.steps.get(p));
            let error = if step.from >= from {
                Diagnostic::error(
                    "I186",
                    format!(
                        "a step of the path of `{id}` begins in {}; the standard itself holds \
                         from {from}",
                        step.from
                    ),
                )
                .at(path.at(subject, place, "from"), format!("before {from}"))
                .and_at(
                    subject.at(&["standards", path.kind, id, "from"]),
                    "in full from here",
                )
            } else if let Some(before) = before.filter(|before| step.from <= before.from) {
                Diagnostic::error(
                    "I186",
                    format!(
                        "a step of the path of `{id}` begins in {}, not after the step before it, \
                         {}",
                        step.from, before.from
                    ),
                )
                .at(
                    path.at(subject, place, "from"),
                    format!("after {}", before.from),
                )
            } else {
                continue;
            };
            found.push(error.help("put the steps in order of their months, all before `from`"));
        }
    }
}

fn backwards(subject: &CareSubject<'_>, found: &mut Vec<Diagnostic>) {
    for path in paths(subject) {
        for (place, step) in path.steps.iter().enumerate() {
            let target = step.target.value();
            let before = place
                .checked_sub(1)
                .and_then(|p| path.steps.get(p))
                .map(|step| step.target.value());
            // What is no share has its own error.
            let (bound, label) = match (before, path.target) {
                _ if !path.is_sound(step) => continue,
                (Some(before), _) if target < before => (
                    format!("less than {} in the step before it", show(before)),
                    format!("at least {}", show(before)),
                ),
                (_, Some(own)) if target > own => (
                    format!("more than {}, the standard's own", show(own)),
                    format!("at most {}", show(own)),
                ),
                _ => continue,
            };
            found.push(
                Diagnostic::error(
                    "I187",
                    format!(
                        "the path of standard `{}` goes backwards: from {} it asks {}, {bound}",
                        path.id,
                        step.from,
                        show(target)
                    ),
                )
                .at(path.at(subject, place, "target"), label)
                .help("let the targets rise from step to step, to at most the standard's own"),
            );
        }
    }
}

fn shares(subject: &CareSubject<'_>, found: &mut Vec<Diagnostic>) {
    for path in paths(subject) {
        for (place, step) in path.steps.iter().enumerate() {
            if path.is_sound(step) {
                continue;
            }
            let target = step.target.value();
            let wanted = if path.kind == "wait" {
                "above 0 and below 1"
            } else {
                "from 0 to 1"
            };
            let error = Diagnostic::error(
                "I188",
                format!(
                    "a `target` of the path of `{}` is {}; a share must be {wanted}",
                    path.id,
                    show(target)
                ),
            )
            .at(path.at(subject, place, "target"), wanted);
            found.push(if (2.0..100.0).contains(&target) {
                error.help(format!("did you mean {}?", show(target / 100.0)))
            } else {
                error.help("give a share, for example 0.5")
            });
        }
    }
}
