//! The audit against plans worked out by hand, and against those plans with something wrong in
//! them.

mod breaches;
mod figures;
mod over_time;
mod problems;

use super::fixture::{tiny, whole};
use super::{Audit, audit};
use crate::instance::Instance;
use crate::plan::Plan;

fn audited(instance: &Instance, plan: &Plan) -> Audit {
    audit(instance, plan).unwrap_or_else(|error| panic!("{error}: {:#?}", error.problems))
}

fn broken(audit: &Audit) -> Vec<String> {
    audit
        .broken()
        .map(|p| {
            format!(
                "{} {}: {} {:?} {} (±{})",
                p.label, p.subject, p.value, p.sense, p.bound, p.tolerance
            )
        })
        .collect()
}

#[test]
fn the_tiny_plan_keeps_every_promise() {
    let (instance, plan) = tiny();
    assert_eq!(broken(&audited(&instance, &plan)), Vec::<String>::new());
}

#[test]
fn the_whole_plan_keeps_every_promise() {
    let (instance, plan) = whole();
    assert_eq!(broken(&audited(&instance, &plan)), Vec::<String>::new());
}
