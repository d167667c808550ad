//! What roles are worth: the same instance solved without each.

use super::{Stage, Watch, audit_found, figures};
use crate::formulation::{Formulation, formulate};
use crate::instance::Instance;
use crate::plan::extract;
use crate::report::answer::{ObjectiveDifference, ObjectiveFigure, RoleWorth, WorthVerdict};
use crate::solver::{Control, Options, Outcome, solve};

/// Solves without each role that asks for it.
pub(super) fn worth_of_roles(
    instance: &Instance,
    with: &[ObjectiveFigure],
    options: &dyn Fn() -> Options,
    watch: &Watch,
) -> Vec<RoleWorth> {
    instance
        .roles_with_worth()
        .map(|role| {
            let options = options();
            let verdict = if watch.is_out_of_time(&options) {
                WorthVerdict::NotSettled
            } else {
                watch.enter(&Stage::Without(role.clone()));
                worth_of(&instance.without_role(role), with, &options, &watch.control)
            };
            RoleWorth {
                role: role.clone(),
                verdict,
            }
        })
        .collect()
}

fn worth_of(
    without: &Instance,
    with: &[ObjectiveFigure],
    options: &Options,
    control: &Control,
) -> WorthVerdict {
    let formulation: Formulation = formulate(without);
    let solved = match solve(&formulation, options, control) {
        Outcome::Optimal(solved)
        | Outcome::WithinGap(solved)
        | Outcome::LimitWithPlan(solved, _) => solved,
        Outcome::Infeasible => return WorthVerdict::NoPlanWithout,
        Outcome::LimitWithoutPlan { .. } | Outcome::Unbounded | Outcome::Failed(_) => {
            return WorthVerdict::NotSettled;
        }
    };
    // A figure that nobody audited is not shown.
    let plan = extract(without, &formulation, &solved.values);
    if audit_found(without, &plan).is_err() {
        return WorthVerdict::NotSettled;
    }
    let without = figures(without, &solved);
    // A limit may have come before the later objectives were begun: no figure, no difference.
    if without.len() < with.len() {
        return WorthVerdict::NotSettled;
    }
    WorthVerdict::Difference {
        objectives: with
            .iter()
            .zip(&without)
            .map(|(with, without)| ObjectiveDifference::between(with, without))
            .collect(),
    }
}
