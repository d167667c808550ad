//! What a role is worth, in a line.

use super::answer::{ObjectiveDifference, RoleWorth, WorthVerdict};
use super::names::Names;
use super::numbers::{percent, plain, pounds};
use crate::ids::Id;
use crate::instance::{Instance, Objective};

/// The line that people read: `Without APs: the same standards cost £412,000 a year more (+2.3 %).`
#[must_use]
pub fn sentence(instance: &Instance, worth: &RoleWorth) -> String {
    let roles = plural(Names(instance).role(worth.role.as_str()));
    match &worth.verdict {
        WorthVerdict::NoPlanWithout => {
            format!("Without {roles}: no plan holds every standard, ratio and limit.")
        }
        WorthVerdict::NotSettled => {
            format!("Without {roles}: could not be settled in the time there was.")
        }
        WorthVerdict::Difference { objectives } => {
            let clauses: Vec<String> = objectives.iter().filter_map(clause).collect();
            if clauses.is_empty() {
                format!("Without {roles}: no difference that the gap can tell from none.")
            } else {
                format!("Without {roles}: {}.", clauses.join("; "))
            }
        }
    }
}

fn plural(short: &str) -> String {
    if short.ends_with('s') {
        short.to_owned()
    } else {
        format!("{short}s")
    }
}

/// What one objective loses; none where it is nothing.
fn clause(difference: &ObjectiveDifference) -> Option<String> {
    let figure = match difference.objective {
        Objective::MostAccess => |value: f64| plain(value, 0),
        Objective::Fairest | Objective::LeastShortfall | Objective::LeastCost => pounds,
        Objective::Steadiest => |value: f64| plain(value, 1),
    };
    let noise = 1e-6 * difference.with_role.abs().max(1.0);
    let at_most = difference.at_most.unwrap_or(difference.difference);
    if at_most.max(difference.difference) <= noise {
        return None;
    }
    let amount = amount(difference, figure, noise);
    Some(match difference.objective {
        Objective::LeastCost => format!(
            "the same standards cost {amount} a year more{}",
            relative(difference, noise)
        ),
        Objective::LeastShortfall => format!(
            "soft standards fall short by {amount} a year more, as priced{}",
            relative(difference, noise)
        ),
        Objective::MostAccess => format!(
            "{amount} fewer people start in a year{}",
            relative(difference, noise)
        ),
        Objective::Fairest => format!(
            "the worst-off service falls short by {amount} more for each person referred, as priced"
        ),
        Objective::Steadiest => format!("hiring swings by {amount} WTE more"),
    })
}

/// The amount, as one figure where what is proved pins it to a twentieth, else as a range.
fn amount(difference: &ObjectiveDifference, figure: fn(f64) -> String, noise: f64) -> String {
    match (difference.at_least, difference.at_most) {
        (Some(least), Some(most)) if most - least <= 0.05 * difference.difference => {
            figure(difference.difference)
        }
        (Some(least), Some(most)) if least > noise => {
            format!("{} to {}", figure(least), figure(most))
        }
        (_, Some(most)) => format!("up to {}", figure(most)),
        // Nothing is proved of the plan with the role: the plan without it may be worse still.
        (_, None) => format!("{}, as far as is known,", figure(difference.difference)),
    }
}

/// ` (+2.3 %)`, where one figure is meant and there is something to compare it with.
fn relative(difference: &ObjectiveDifference, noise: f64) -> String {
    let pinned = matches!(
        (difference.at_least, difference.at_most),
        (Some(least), Some(most)) if most - least <= 0.05 * difference.difference
    );
    if !pinned || difference.with_role.abs() <= noise {
        return String::new();
    }
    let share = difference.difference / difference.with_role.abs();
    let sign = match difference.objective {
        Objective::MostAccess => "−",
        _ => "+",
    };
    format!(" ({sign}{})", percent(share, 1))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::answer::ObjectiveFigure;
    use crate::report::sample;

    fn line(verdict: WorthVerdict) -> String {
        let worth = RoleWorth {
            role: "ap".into(),
            verdict,
        };
        sentence(&sample::instance(1), &worth)
    }

    fn costs(with: (f64, f64), without: (f64, f64)) -> WorthVerdict {
        let figure = |(value, bound)| {
            ObjectiveFigure::from_minimised(Objective::LeastCost, value, bound, 0.0)
        };
        WorthVerdict::Difference {
            objectives: vec![ObjectiveDifference::between(
                &figure(with),
                &figure(without),
            )],
        }
    }

    #[test]
    fn a_saving_that_is_proved_is_one_figure() {
        assert_eq!(
            line(costs((1_000_000.0, 999_900.0), (1_050_000.0, 1_049_900.0))),
            "Without APs: the same standards cost £50,000 a year more (+5.0 %)."
        );
    }

    #[test]
    fn a_saving_that_is_not_pinned_is_a_range() {
        assert_eq!(
            line(costs((1_000_000.0, 990_000.0), (1_050_000.0, 1_040_000.0))),
            "Without APs: the same standards cost £40,000 to £60,000 a year more."
        );
        assert_eq!(
            line(costs((1_000_000.0, 990_000.0), (1_005_000.0, 980_000.0))),
            "Without APs: the same standards cost up to £15,000 a year more."
        );
    }

    #[test]
    fn no_difference_is_said_to_be_none() {
        assert_eq!(
            line(costs(
                (1_000_000.0, 1_000_000.0),
                (1_000_000.0, 1_000_000.0)
            )),
            "Without APs: no difference that the gap can tell from none."
        );
    }

    #[test]
    fn without_a_bound_nothing_is_claimed_to_be_proved() {
        assert_eq!(
            line(costs(
                (1_000_000.0, f64::NEG_INFINITY),
                (1_005_000.0, f64::NEG_INFINITY)
            )),
            "Without APs: the same standards cost £5,000, as far as is known, a year more."
        );
    }

    #[test]
    fn what_cannot_be_done_or_told_is_said_so() {
        assert_eq!(
            line(WorthVerdict::NoPlanWithout),
            "Without APs: no plan holds every standard, ratio and limit."
        );
        assert_eq!(
            line(WorthVerdict::NotSettled),
            "Without APs: could not be settled in the time there was."
        );
    }
}
