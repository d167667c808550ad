//! Prices as a table and as JSON.

use super::{ByUnit, Price, Prices, Step, StepUnit, Subject, WholeSteps, Worth};
use crate::asks::{Ask, AskUnit, When};
use crate::ids::Id;
use crate::instance::Instance;
use crate::report::answer::Status;
use crate::report::dates;
use crate::report::grid::{Grid, paragraph};
use crate::report::names::{Names, headline};
use crate::report::numbers::{change, count, gap, percent, plain, pounds};
use crate::report::why::{in_time, title};

/// Pounds below this are none.
const NONE_GBP: f64 = 0.5;

/// Stands beside a step that says something else than a marginal value.
const DISAGREE: &str = "≠";

/// Prices for people.
#[must_use]
pub fn render(instance: &Instance, prices: &Prices) -> String {
    let mut text = heading(instance, prices);
    let (worth, nothing): (Vec<&Price>, Vec<&Price>) =
        prices.prices.iter().partition(|price| is_worth(price));
    if !worth.is_empty() {
        text.push('\n');
        text.push_str(&steps(instance, prices, &worth));
    }
    text.push_str(&notes(prices, &worth));
    let units = units(instance, prices, &worth);
    if !units.is_empty() {
        text.push('\n');
        text.push_str(&paragraph(
            "Marginal values of one unit more room, fractions allowed, and for how much less and \
             how much more they hold at least:",
        ));
        text.push_str(&units);
    }
    if !nothing.is_empty() {
        let names: Vec<String> = nothing
            .iter()
            .map(|price| {
                let (name, step) = (name(instance, price), step(instance, price));
                format!("{name} ({step})")
            })
            .collect();
        text.push('\n');
        text.push_str(&paragraph(&format!(
            "Worth nothing here: {}.",
            names.join("; ")
        )));
    }
    text
}

/// The same as JSON.
#[must_use]
pub fn render_json(instance: &Instance, prices: &Prices) -> String {
    crate::report::json::answer_to("skillmix_prices", instance, prices)
}

/// Whether anything about a price is more than nothing, or not known.
fn is_worth(price: &Price) -> bool {
    let marginal = [price.marginal_gbp, price.nobody_moves_gbp];
    let marginal = marginal
        .into_iter()
        .flatten()
        .any(|gbp| gbp.abs() >= NONE_GBP);
    let step = |worth: &Worth| match worth {
        Worth::Between { found_gbp, .. } => found_gbp.abs() >= NONE_GBP,
        Worth::NoPlan | Worth::NotSettled => true,
        Worth::NotAsked => false,
    };
    marginal || step(&price.with_fractions) || step(&price.with_whole_people)
}

fn heading(instance: &Instance, prices: &Prices) -> String {
    let plan = &prices.plan;
    let over = over(instance);
    let proved = match (plan.status, plan.bound_gbp) {
        (Status::Optimal, _) => "proved best".to_owned(),
        (_, Some(bound)) => format!(
            "proved to within {}",
            gap((plan.cost_gbp - bound).max(0.0) / plan.cost_gbp.abs().max(1.0))
        ),
        (_, None) => "not proved best".to_owned(),
    };
    let fractions = plan.with_fractions_gbp.map_or_else(String::new, |gbp| {
        format!("; with fractions of people it would cost {}", pounds(gbp))
    });
    let mut text = paragraph(&format!("What it is worth: {}", headline(instance)));
    text.push_str(&paragraph(&format!(
        "The plan costs {} {over} ({proved}){fractions}.",
        pounds(plan.cost_gbp)
    )));
    text.push_str(&paragraph(&format!(
        "Figures are pounds {over}: a positive one means that costs fall, a negative one that they \
         rise."
    )));
    if prices.shortfalls_held {
        text.push_str(&paragraph(
            "Soft standards fall short by no more than in the plan: what is priced is money alone.",
        ));
    }
    text
}

/// `a year`, `over 24 months`.
fn over(instance: &Instance) -> String {
    match instance.services.first().map(|s| &s.care.calendar) {
        Some(calendar) if calendar.horizon.is_some() => {
            format!("over {}", dates::length(calendar))
        }
        _ => "a year".to_owned(),
    }
}

/// One line a step.
fn steps(instance: &Instance, prices: &Prices, worth: &[&Price]) -> String {
    let whole = prices.whole_steps == WholeSteps::Solved;
    let mut headings = vec![
        "",
        "<step",
        "marginal,\nfractions\nallowed",
        "marginal,\nnobody\nmoves",
        "solved again,\nfractions\nallowed",
    ];
    if whole {
        headings.push("solved again,\nwhole\npeople");
    }
    headings.push("<");
    let mut grid = Grid::new(&headings);
    let marginal = |gbp: Option<f64>| gbp.map_or_else(|| "not known".to_owned(), pounds);
    for price in worth {
        let mut row = vec![
            name(instance, price),
            step(instance, price),
            marginal(price.marginal_gbp),
            marginal(price.nobody_moves_gbp),
            solved(&price.with_fractions),
        ];
        if whole {
            row.push(solved(&price.with_whole_people));
        }
        row.push(if price.step_is_right { DISAGREE } else { "" }.to_owned());
        grid.row(row);
    }
    grid.render()
}

fn solved(worth: &Worth) -> String {
    match worth {
        Worth::Between {
            least_gbp,
            most_gbp,
            ..
        } => {
            let (least, most) = (pounds(*least_gbp), pounds(*most_gbp));
            if least == most {
                least
            } else {
                format!("{least} to {most}")
            }
        }
        Worth::NoPlan => "no plan holds it".to_owned(),
        Worth::NotSettled => "not known".to_owned(),
        Worth::NotAsked => "–".to_owned(),
    }
}

/// What stands below the table.
fn notes(prices: &Prices, worth: &[&Price]) -> String {
    let mut text = String::new();
    let mut note = |said: &str| text.push_str(&paragraph(said));
    if worth.iter().any(|price| price.step_is_right) {
        note("≠ marginal value and step disagree: the step is right.");
    }
    if !worth.is_empty() {
        note(
            "Marginal values are for the whole step, as if nothing changed on the way. Where nobody \
             moves, posts, hires and places are held at the plan's.",
        );
    }
    match prices.whole_steps {
        WholeSteps::Solved => {
            let is_wide = |price: &&&Price| {
                let range = price.with_whole_people.range();
                range.is_some_and(|(least, most)| most - least >= 1.0)
            };
            if worth.iter().any(|price| is_wide(&price)) {
                note(
                    "With whole people a step is known to within what both plans are proved to: the \
                     least and the most that it can be.",
                );
            }
            let given = |price: &&Price| matches!(price.subject, Subject::Given { .. });
            if worth.iter().any(given) {
                note(
                    "Staff given are paid by others; with whole people they are not solved, since no \
                     audit knows of them.",
                );
            }
        }
        WholeSteps::NotWanted => {}
        WholeSteps::TooMany {
            whole_numbers,
            most,
        } => {
            let apart = prices.plan.bound_gbp.map_or_else(String::new, |bound| {
                let gbp = pounds(prices.plan.cost_gbp - bound);
                format!(" The plan itself is proved to within {gbp}.")
            });
            note(&format!(
                "Not solved with whole people: the plan decides {}, more than the {most} up to which \
                 each step is searched unasked.{apart} `--whole` solves them.",
                count(whole_numbers, "whole number")
            ));
        }
    }
    if !prices.complete {
        note("A limit came first, or a solve failed: what is not known is said to be not known.");
    }
    text
}

/// Marginal values by unit, with where they hold and when they are largest.
fn units(instance: &Instance, prices: &Prices, worth: &[&Price]) -> String {
    let mut headings = vec!["", "<for", "costs\nfall by", "<holds for"];
    if prices.over_the_horizon {
        headings.push("<worth most");
    }
    let mut grid = Grid::new(&headings);
    for price in worth {
        let (Some(by_unit), Subject::Ask { ask }, StepUnit::Asked(unit)) =
            (&price.by_unit, &price.subject, price.step.unit)
        else {
            continue;
        };
        if by_unit.gbp.abs() * price.step.amount < NONE_GBP {
            continue;
        }
        let gbp = if unit == AskUnit::Share {
            by_unit.gbp / 100.0
        } else {
            by_unit.gbp
        };
        let gbp = if gbp.abs() < 100.0 {
            format!("£{}", plain(gbp, 2))
        } else {
            pounds(gbp)
        };
        let mut row = vec![
            name(instance, price),
            one_unit(ask, unit),
            gbp,
            holds(by_unit, price.asked, unit, prices.over_the_horizon),
        ];
        if prices.over_the_horizon {
            row.push(worth_most(instance, by_unit));
        }
        grid.row(row);
    }
    if grid.is_empty() {
        return String::new();
    }
    grid.render()
}

fn holds(by_unit: &ByUnit, asked: Option<f64>, unit: AskUnit, over_time: bool) -> String {
    let Some((less, more)) = by_unit.holds else {
        return "small changes".to_owned();
    };
    let figure = |value: f64| match unit {
        AskUnit::Pounds => pounds(value),
        AskUnit::Share => percent(value, 1),
        _ => plain(value, 1),
    };
    match asked {
        Some(asked) if !over_time => {
            format!("{} to {}", figure(asked + less), figure(asked + more))
        }
        _ if unit == AskUnit::Pounds => format!("{} to +{}", pounds(less), pounds(more)),
        _ => format!("{} to +{}", change(less, 2), plain(more, 2)),
    }
}

/// When an ask is worth most; nothing where it is worth the same at all times.
fn worth_most(instance: &Instance, by_unit: &ByUnit) -> String {
    let mut most: Option<(When, f64)> = None;
    for time in &by_unit.by_time {
        if most.is_none_or(|(_, gbp)| time.gbp.abs() > gbp) {
            most = Some((time.when, time.gbp.abs()));
        }
    }
    let words = most.map(|(when, _)| in_time(instance, when));
    let words = words.unwrap_or_default();
    words.strip_prefix("in ").unwrap_or(&words).to_owned()
}

fn one_unit(ask: &Ask, unit: AskUnit) -> String {
    let way = if ask.is_demand() || matches!(ask, Ask::Completion { .. }) {
        "less"
    } else {
        "more"
    };
    match (ask, unit) {
        (_, AskUnit::Pounds) => format!("£1 {way}"),
        (_, AskUnit::People) => "1 person fewer".to_owned(),
        (_, AskUnit::Share) => format!("1 point {way}"),
        (Ask::Places { .. }, _) => format!("1 place {way}"),
        (Ask::LabourMarket { .. }, _) => format!("1 WTE {way} to hire"),
        (_, AskUnit::Ratio) => format!("1 supervisee {way}"),
        (_, AskUnit::HoursPerWeek) => format!("1 hour a week {way}"),
        (_, AskUnit::Wte) => format!("1 WTE {way}"),
    }
}

/// What a price is about.
fn name(instance: &Instance, price: &Price) -> String {
    let names = Names(instance);
    match &price.subject {
        Subject::Ask { ask } => title(instance, ask),
        Subject::Weeks { service, standard } => {
            let (service, standard) = (service.clone(), standard.clone());
            title(instance, &Ask::Wait { service, standard })
        }
        Subject::Turnover { role } => format!("Leavers, {}", names.role(role.as_str())),
        Subject::Given { service, role } => {
            let role = names.role(role.as_str());
            if instance.services.len() > 1 {
                format!("{role}, {}", names.service(service.as_str()))
            } else {
                role.to_owned()
            }
        }
    }
}

/// The step in words: `£100,000 more in 2027/28`, `1 point more`, `1 week less`.
fn step(instance: &Instance, price: &Price) -> String {
    let Step {
        amount,
        unit,
        more,
        when,
    } = price.step;
    let way = if more { "more" } else { "less" };
    let tidy = |value: f64| plain(value, usize::from((value - value.round()).abs() > 0.05));
    let words = match (&price.subject, unit) {
        (Subject::Turnover { .. }, _) => {
            format!("{} point a year fewer", tidy(amount * 100.0))
        }
        (Subject::Given { .. }, _) => format!("{} WTE given", tidy(amount)),
        (_, StepUnit::Weeks) => format!("{} week {way}", tidy(amount)),
        (_, StepUnit::Share | StepUnit::Asked(AskUnit::Share)) => {
            format!("{} point {way}", tidy(amount * 100.0))
        }
        (_, StepUnit::Asked(AskUnit::Pounds)) => format!("{} {way}", pounds(amount)),
        (_, StepUnit::Asked(AskUnit::People)) => format!("{} people {way}", tidy(amount)),
        (_, StepUnit::Asked(AskUnit::Ratio)) => format!("{} supervisee {way}", tidy(amount)),
        (_, StepUnit::Asked(AskUnit::HoursPerWeek)) => {
            format!("{} hour a week {way}", tidy(amount))
        }
        (Subject::Ask { ask }, _) => match ask {
            Ask::Places { .. } => format!("{} place {way}", tidy(amount)),
            Ask::LabourMarket { .. } => format!("{} WTE {way} to hire", tidy(amount)),
            _ => format!("{} WTE {way}", tidy(amount)),
        },
        (Subject::Weeks { .. }, _) => format!("{} {way}", tidy(amount)),
    };
    format!("{words} {}", in_time(instance, when))
        .trim_end()
        .to_owned()
}
