//! What a role is worth, in a line.

use super::answer::{Answer, ObjectiveDifference, RoleWorth, Status, WorthVerdict};
use super::missed;
use super::names::{Names, shortened};
use super::numbers::{percent, plain, pounds};
use crate::ids::Id;
use crate::instance::{Instance, Objective};

/// Why a role's worth may not have been settled.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum End {
    /// The time limit came first, or the solver gave up.
    OutOfTime,
    /// Somebody stopped the run.
    Interrupted,
}

impl End {
    /// What ended the run that gave an answer. Where nothing limits the time, only a stop keeps a
    /// role from being settled.
    #[must_use]
    pub fn of(answer: &Answer) -> Self {
        if answer.outcome.status == Status::Interrupted
            || answer.manifest.options.time_limit_seconds.is_none()
        {
            Self::Interrupted
        } else {
            Self::OutOfTime
        }
    }
}

/// The line that people read: `Without APs: the same standards cost £412,000 a year more (+2.3 %).`
#[must_use]
pub fn sentence(instance: &Instance, worth: &RoleWorth, end: End) -> String {
    let roles = plural(&shortened(Names(instance).role(worth.role.as_str())));
    match &worth.verdict {
        WorthVerdict::NoPlanWithout => {
            format!("Without {roles}: no plan holds every standard, ratio and limit.")
        }
        WorthVerdict::NotSettled if end == End::OutOfTime => {
            format!("Without {roles}: could not be settled in the time there was.")
        }
        WorthVerdict::NotSettled => {
            format!("Without {roles}: not settled; the run was interrupted.")
        }
        WorthVerdict::Difference { objectives } => {
            let per = if instance.horizon().is_some() {
                Per::Horizon
            } else {
                Per::Year
            };
            let clauses = objectives.iter().filter_map(|loss| clause(loss, per));
            let clauses: Vec<String> = clauses.collect();
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

/// What amounts are for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Per {
    Year,
    Horizon,
}

/// What one objective loses; none where it is nothing.
fn clause(difference: &ObjectiveDifference, per: Per) -> Option<String> {
    let figure = match difference.objective {
        Objective::MostAccess => |value: f64| plain(value, 0),
        Objective::LeastShortfall if difference.unit == missed::PEOPLE => {
            |value: f64| format!("{} people", plain(value, 1))
        }
        Objective::LeastShortfall if difference.unit == missed::WEIGHTED => {
            |value: f64| plain(value, 0)
        }
        Objective::Fairest | Objective::LeastShortfall | Objective::LeastCost => pounds,
        Objective::Steadiest => |value: f64| plain(value, 1),
    };
    let noise = 1e-6 * difference.with_role.abs().max(1.0);
    let at_most = difference.at_most.unwrap_or(difference.difference);
    if at_most.max(difference.difference) <= noise {
        return None;
    }
    let amount = amount(difference, figure, noise);
    let (more, in_all) = match per {
        Per::Year => ("a year more", "in a year"),
        Per::Horizon => ("more over the horizon", "over the horizon"),
    };
    Some(match difference.objective {
        Objective::LeastCost => format!(
            "the same standards cost {amount} {more}{}",
            relative(difference, figure, noise)
        ),
        Objective::LeastShortfall if difference.unit == missed::PEOPLE => {
            format!("standards miss {amount} {more}")
        }
        Objective::LeastShortfall if difference.unit == missed::WEIGHTED => {
            format!("standards are missed by {amount} {more}, weighted")
        }
        Objective::LeastShortfall => format!(
            "soft standards fall short by {amount} {more}, as priced{}",
            relative(difference, figure, noise)
        ),
        Objective::MostAccess => format!(
            "{amount} fewer people start {in_all}{}",
            relative(difference, figure, noise)
        ),
        Objective::Fairest => format!(
            "the worst-off service falls short by {amount} more for each person referred, as priced"
        ),
        Objective::Steadiest => format!("hiring swings by {amount} WTE more"),
    })
}

/// The amount: exact where what is proved leaves no room, rounded to what it leaves where that is
/// little (a twentieth), else a range.
fn amount(difference: &ObjectiveDifference, figure: fn(f64) -> String, noise: f64) -> String {
    if let Some(pinned) = Pinned::of(difference) {
        return match pinned {
            Pinned::Exactly => figure(difference.difference),
            Pinned::Between(least, most) => format!("about {}", figure(middle(least, most))),
        };
    }
    match (difference.at_least, difference.at_most) {
        (Some(least), Some(most)) if least > noise => {
            format!("{} to {}", figure(least), figure(most))
        }
        (_, Some(most)) => format!("up to {}", figure(most)),
        // Nothing is proved of the plan with the role: the plan without it may be worse still.
        (_, None) => format!("{}, as far as is known,", figure(difference.difference)),
    }
}

/// How well what is proved pins a difference.
enum Pinned {
    /// To less than one of its unit.
    Exactly,
    /// To a twentieth: between these.
    Between(f64, f64),
}

impl Pinned {
    fn of(difference: &ObjectiveDifference) -> Option<Self> {
        let (least, most) = (difference.at_least?, difference.at_most?);
        if most - least < 0.5 {
            Some(Self::Exactly)
        } else if most - least <= 0.05 * difference.difference {
            Some(Self::Between(least, most))
        } else {
            None
        }
    }
}

/// The middle of a range, rounded to the largest power of ten that the range is wide: it stays
/// within.
fn middle(least: f64, most: f64) -> f64 {
    let unit = 10_f64.powf((most - least).log10().floor());
    (0.5 * (least + most) / unit).round() * unit
}

/// ` (+2.3 %)`, where one figure is meant and there is something to compare it with; with the range
/// that is proved where the figure is rounded.
fn relative(difference: &ObjectiveDifference, figure: fn(f64) -> String, noise: f64) -> String {
    let Some(pinned) = Pinned::of(difference) else {
        return String::new();
    };
    let mut parts = Vec::new();
    if difference.with_role.abs() > noise {
        let share = difference.difference / difference.with_role.abs();
        let sign = match difference.objective {
            Objective::MostAccess => "−",
            _ => "+",
        };
        parts.push(format!("{sign}{}", percent(share, 1)));
    }
    if let Pinned::Between(least, most) = pinned {
        parts.push(format!("between {} and {}", figure(least), figure(most)));
    }
    if parts.is_empty() {
        String::new()
    } else {
        format!(" ({})", parts.join("; "))
    }
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
        sentence(&sample::instance(1), &worth, End::OutOfTime)
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
            "Without APs: the same standards cost about £50,000 a year more (+5.0 %; \
             between £49,900 and £50,100)."
        );
    }

    #[test]
    fn a_saving_is_rounded_to_what_is_proved_of_it() {
        assert_eq!(
            line(costs(
                (19_627_670.0, 19_627_670.0),
                (20_036_911.0, 20_035_172.0)
            )),
            "Without APs: the same standards cost about £408,000 a year more (+2.1 %; between \
             £407,502 and £409,241)."
        );
        assert_eq!(
            line(costs((1_000_000.0, 999_999.9), (1_050_000.0, 1_050_000.0))),
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

    #[test]
    fn a_run_that_was_stopped_is_not_said_to_have_run_out_of_time() {
        let instance = sample::instance(1);
        let mut answer = sample::answer(&instance);
        answer.outcome.status = Status::Interrupted;
        answer.worth[0].verdict = WorthVerdict::NotSettled;
        assert_eq!(
            sentence(&instance, &answer.worth[0], End::of(&answer)),
            "Without APs: not settled; the run was interrupted."
        );
    }
}
