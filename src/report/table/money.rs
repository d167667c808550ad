//! Money and other limits: what is spent on what, and what services share.

use crate::audit::{Audit, Promise};
use crate::instance::Instance;
use crate::plan::{Plan, Spend};
use crate::report::grid::{Grid, paragraph};
use crate::report::names::{Kind, Names};
use crate::report::numbers::{plain, pounds};
use crate::report::promises::{family_of, indices_of};

/// What is spent on what, in a line; what is nothing is left out.
pub fn spend(plan: &Plan) -> String {
    let sum = |of: fn(&Spend) -> f64| {
        plan.services
            .values()
            .map(|s| of(&s.spend_gbp))
            .sum::<f64>()
    };
    let items = [
        ("pay", sum(|s| s.pay)),
        ("overhead", sum(|s| s.overhead)),
        ("recruitment", sum(|s| s.recruitment)),
        ("course fees", sum(|s| s.fees)),
        ("overtime", sum(|s| s.overtime)),
        ("hours bought in", sum(|s| s.bought_in)),
    ];
    let parts: Vec<String> = items
        .into_iter()
        .filter(|(_, value)| value.abs() >= 0.5)
        .map(|(name, value)| format!("{name} {}", pounds(value)))
        .collect();
    paragraph(&format!(
        "Spend in a year: {} = {}.",
        parts.join(" + "),
        pounds(sum(|s| s.total))
    ))
}

/// What services share (budgets, places, hires, levy funds, access over all), used and limit.
pub fn shared_limits(instance: &Instance, audit: &Audit) -> String {
    let mut grid = Grid::new(&["Shared limits", "used", "limit", "left"]);
    for promise in &audit.promises {
        let Some((name, unit)) = shared(instance, promise) else {
            continue;
        };
        let figure: fn(f64) -> String = match unit {
            Unit::Pounds => pounds,
            Unit::Wte => |value| plain(value, 1),
            Unit::People => |value| plain(value, 0),
        };
        let (limit, left) = match unit {
            // A least number of people is a floor: what is left is what lies above it.
            Unit::People => (
                format!("at least {}", figure(promise.bound)),
                figure(promise.value - promise.bound),
            ),
            _ => (figure(promise.bound), figure(promise.bound - promise.value)),
        };
        grid.row([name, figure(promise.value), limit, left]);
    }
    if grid.is_empty() {
        return String::new();
    }
    grid.render()
}

enum Unit {
    Pounds,
    Wte,
    People,
}

/// The name of a shared limit; none for any other promise.
fn shared(instance: &Instance, promise: &Promise) -> Option<(String, Unit)> {
    let (kind, what, unit) = match family_of(promise) {
        "budget" => (Kind::Budget, "budget", Unit::Pounds),
        "levy-fund" => (Kind::Levy, "levy fund", Unit::Pounds),
        "places" => (Kind::Places, "training starts", Unit::Wte),
        "labour-market" => (Kind::Market, "hires", Unit::Wte),
        "overall-access" => (Kind::Standard, "people who start", Unit::People),
        _ => return None,
    };
    let id = indices_of(promise).first().copied().unwrap_or_default();
    let name = Names(instance).other(kind, id);
    Some((format!("{name} ({what})"), unit))
}
