//! Other plans as tables: a column a plan, then what all have in common.

use indexmap::{IndexMap, IndexSet};

use super::{Aim, Alternative, Alternatives, Common, Counted, Figures, Found, Verdict};
use crate::ids::Id;
use crate::instance::Instance;
use crate::report::answer::{OutcomeSummary, Status};
use crate::report::grid::{Grid, paragraph};
use crate::report::names::{Kind, Names, headline, shortened};
use crate::report::numbers::{NOTHING, change, gap, plain, pounds};

/// So many plans stand beside that of least cost.
const BESIDE: usize = 5;

/// The answer, for people.
#[must_use]
pub fn render(instance: &Instance, alternatives: &Alternatives) -> String {
    let mut text = format!("{}\n", headline(instance));
    match &alternatives.verdict {
        Verdict::NoPlan => text.push_str(&paragraph(
            "No plan keeps everything asked (proved): `skillmix why` says what stands in the way.",
        )),
        Verdict::NotSettled => text.push_str(&paragraph(
            "A limit came before any plan was found; that says nothing of whether there is one.",
        )),
        Verdict::Found(found) => {
            text.push_str(&paragraph(&heading(instance, alternatives.within, found)));
            text.push('\n');
            text.push_str(&plans(instance, found));
            text.push_str(&remarks(instance, found));
            text.push('\n');
            text.push_str(&common(instance, alternatives.within, found));
        }
    }
    text
}

/// The answer as JSON.
#[must_use]
pub fn render_json(instance: &Instance, alternatives: &Alternatives) -> String {
    crate::report::json::answer_to("skillmix_alternatives", instance, alternatives)
}

fn heading(instance: &Instance, within: f64, found: &Found) -> String {
    let over = over(instance);
    let least = found
        .plans
        .first()
        .map_or(0.0, |plan| plan.figures.cost_gbp);
    format!(
        "The least cost is {}{over} ({}). Plans within {} of it cost at most {}.",
        pounds(least),
        quality(&found.least_cost),
        gap(within),
        pounds(found.at_most_gbp)
    )
}

fn over(instance: &Instance) -> &'static str {
    if instance.horizon().is_some() {
        " over the horizon"
    } else {
        " a year"
    }
}

fn quality(outcome: &OutcomeSummary) -> String {
    let gaps = outcome.objectives.iter().filter_map(|o| o.gap);
    let widest = gaps.fold(0.0, f64::max);
    match outcome.status {
        Status::Optimal => "proved".to_owned(),
        Status::WithinGap => format!("proved within {}", gap(widest)),
        Status::TimeLimit => "the best found in the time there was".to_owned(),
        Status::Interrupted => "the best found before it was stopped".to_owned(),
    }
}

/// A column a plan; of many plans several tables, that of least cost first in each.
fn plans(instance: &Instance, found: &Found) -> String {
    let Some((least, others)) = found.plans.split_first() else {
        return String::new();
    };
    let blocks: Vec<&[Alternative]> = if others.is_empty() {
        vec![&[]]
    } else {
        others.chunks(BESIDE).collect()
    };
    let tables = blocks.into_iter().map(|block| {
        let plans: Vec<&Alternative> = std::iter::once(least).chain(block).collect();
        table(instance, &plans)
    });
    tables.collect::<Vec<String>>().join("\n")
}

fn table(instance: &Instance, plans: &[&Alternative]) -> String {
    let headings: Vec<String> = plans
        .iter()
        .map(|plan| title(instance, &plan.aim, "\n"))
        .collect();
    let mut columns = vec![""];
    columns.extend(headings.iter().map(String::as_str));
    let mut grid = Grid::new(&columns);
    let mut row = |name: String, of: &dyn Fn(&Figures) -> String| {
        let cells = plans.iter().map(|plan| of(&plan.figures));
        grid.row(std::iter::once(name).chain(cells));
    };
    let least = plans.first().map_or(0.0, |plan| plan.figures.cost_gbp);
    row(format!("Cost{}, £", over(instance)), &|f| {
        plain(f.cost_gbp, 0)
    });
    row("  above the least, %".to_owned(), &|f| {
        change((f.cost_gbp / least - 1.0) * 100.0, 2)
    });
    let names = Names(instance);
    let steady = instance.horizon().is_none();
    let unit = if steady { "WTE" } else { "mean WTE" };
    for (id, list) in shown(plans, |f| &f.staff_wte) {
        row(format!("{}, {unit}", names.role(&id)), &|f| {
            cell(list(f), &id, 1)
        });
    }
    let sum = |list: &IndexMap<String, f64>| plain(list.values().sum(), 1);
    row("Hires, WTE".to_owned(), &|f| sum(&f.hires_wte));
    if plans
        .iter()
        .any(|plan| plan.figures.training_starts_wte.values().any(|w| *w > 0.0))
    {
        row("Starts of training, WTE".to_owned(), &|f| {
            sum(&f.training_starts_wte)
        });
    }
    let step = |id: &str| shortened(names.other(Kind::Step, id));
    let lists: [(List, &str, usize); 3] = [
        (|f| &f.starts_people, "people who start", 0),
        (|f| &f.waiting_people, "waiting, mean", 0),
        (|f| &f.worst_wait_weeks, "worst wait, weeks", 1),
    ];
    for (list, what, places) in lists {
        for (id, list) in shown(plans, list) {
            let mut cells = plans
                .iter()
                .map(|plan| cell(list(&plan.figures), &id, places));
            let first = cells.next();
            // What no plan changes is not among the reasons to choose one.
            if cells.any(|cell| Some(cell) != first) {
                row(format!("{}: {what}", step(&id)), &|f| {
                    cell(list(f), &id, places)
                });
            }
        }
    }
    grid.render()
}

type List = fn(&Figures) -> &IndexMap<String, f64>;

/// The ids of a list that some plan has anything of.
fn shown(plans: &[&Alternative], list: List) -> Vec<(String, List)> {
    let mut ids: IndexSet<&String> = IndexSet::new();
    for plan in plans {
        let some = list(&plan.figures)
            .iter()
            .filter(|(_, value)| **value >= 0.05);
        ids.extend(some.map(|(id, _)| id));
    }
    ids.into_iter().map(|id| (id.clone(), list)).collect()
}

fn cell(list: &IndexMap<String, f64>, id: &str, places: usize) -> String {
    list.get(id)
        .map_or_else(|| NOTHING.to_owned(), |value| plain(*value, places))
}

/// What a plan is called; `between` stands between its two words.
fn title(instance: &Instance, aim: &Aim, between: &str) -> String {
    let names = Names(instance);
    let (first, second) = match aim {
        Aim::LeastCost => ("least", "cost"),
        Aim::Most(role) => ("most", names.role(role.as_str())),
        Aim::Fewest(role) => ("fewest", names.role(role.as_str())),
        Aim::LeastHiring => ("least", "hiring"),
        Aim::LeastTraining => ("least", "training"),
        Aim::SteadiestHiring => ("steadiest", "hiring"),
        Aim::ShortestWaits => ("shortest", "waits"),
        Aim::MostEven => ("most even", "lists"),
    };
    format!("{first}{between}{second}")
}

/// What is to be said of how plans were looked for.
fn remarks(instance: &Instance, found: &Found) -> String {
    let name = |aim: &Aim| title(instance, aim, " ");
    let names = |aims: &[&Aim]| {
        let names: Vec<String> = aims.iter().map(|aim| name(aim)).collect();
        names.join(", ")
    };
    let mut text = paragraph(
        "Every plan shown is audited: every promise is kept. The figures are of all services together.",
    );
    if instance.services.len() == 1 {
        text = paragraph("Every plan shown is audited: every promise is kept.");
    }
    let cut_short: Vec<&Aim> = found
        .plans
        .iter()
        .skip(1)
        .filter(|plan| matches!(plan.status, Status::TimeLimit | Status::Interrupted))
        .map(|plan| &plan.aim)
        .collect();
    let mut say = |what: String| text.push_str(&paragraph(&what));
    if !cut_short.is_empty() {
        say(format!(
            "As far as was found in the time there was; there may be plans that go farther: {}.",
            names(&cut_short)
        ));
    }
    if found.plans.iter().any(|plan| plan.aim == Aim::MostEven) {
        say(
            "Most even: the longest list, for the people referred to its service, is as short as can \
             be."
                .to_owned(),
        );
    }
    for (aim, like) in &found.same {
        say(format!(
            "{}: the same plan as {}.",
            upper(&name(aim)),
            name(like)
        ));
    }
    let lists: [(&[Aim], &str); 3] = [
        (
            &found.left_out,
            "Not looked for, as they differ less (`--all` shows them)",
        ),
        (
            &found.not_settled,
            "Not found: a limit came first, or the solver gave up",
        ),
        (
            &found.broken,
            "Not shown, since what was found breaks a promise",
        ),
    ];
    for (aims, what) in lists {
        if !aims.is_empty() {
            say(format!(
                "{what}: {}.",
                names(&aims.iter().collect::<Vec<_>>())
            ));
        }
    }
    text
}

fn upper(text: &str) -> String {
    let mut characters = text.chars();
    characters.next().map_or_else(String::new, |first| {
        first.to_uppercase().collect::<String>() + characters.as_str()
    })
}

/// What all plans within the cost have in common.
fn common(instance: &Instance, within: f64, found: &Found) -> String {
    let steady = instance.horizon().is_none();
    let mut grid = Grid::new(&[
        "What all have in common (proved)",
        "at least",
        "at most",
        "least cost",
    ]);
    let names = Names(instance);
    let base = found.plans.first().map(|plan| &plan.figures);
    for common in &found.common {
        let (name, here) = match &common.counted {
            Counted::Staff(role) => (
                format!(
                    "{}, {}",
                    names.role(role.as_str()),
                    if steady { "WTE" } else { "mean WTE" }
                ),
                base.and_then(|f| f.staff_wte.get(role.as_str()).copied()),
            ),
            Counted::Hires => (
                "Hires, WTE".to_owned(),
                base.map(|f| f.hires_wte.values().sum()),
            ),
            Counted::TrainingStarts => (
                "Starts of training, WTE".to_owned(),
                base.map(|f| f.training_starts_wte.values().sum()),
            ),
        };
        grid.row([
            name,
            outwards(common.at_least_wte, f64::floor),
            outwards(common.at_most_wte, f64::ceil),
            here.map_or_else(|| NOTHING.to_owned(), |wte| plain(wte, 1)),
        ]);
    }
    let mut text = grid.render();
    if let Some(sentence) = most_telling(instance, within, found) {
        text.push_str(&paragraph(&sentence));
    }
    if found.common.iter().any(is_unknown) {
        text.push_str(&paragraph(
            "Not known where there is no figure: a limit came first, or the solver gave up.",
        ));
    }
    text
}

/// Whether a figure that was asked for is not known.
fn is_unknown(common: &Common) -> bool {
    let is_staff = matches!(common.counted, Counted::Staff(_));
    common.at_least_wte.is_none() || is_staff && common.at_most_wte.is_none()
}

/// A bound to a tenth, rounded so that it still holds.
fn outwards(bound: Option<f64>, round: fn(f64) -> f64) -> String {
    /// What is whole but for rounding stays so.
    const NEARLY: f64 = 1e-7;
    let tenths = |wte: f64| {
        let nearest = (wte * 10.0).round();
        if (nearest - wte * 10.0).abs() < NEARLY * wte.abs().max(1.0) {
            nearest / 10.0
        } else {
            round(wte * 10.0) / 10.0
        }
    };
    bound.map_or_else(|| NOTHING.to_owned(), |wte| plain(tenths(wte), 1))
}

/// The role of which no plan can do without most: `Any plan within 2 % has at least 118 PWPs`.
fn most_telling(instance: &Instance, within: f64, found: &Found) -> Option<String> {
    let staff = |common: &Common| match &common.counted {
        Counted::Staff(role) => Some((role.clone(), common.at_least_wte?)),
        Counted::Hires | Counted::TrainingStarts => None,
    };
    let (role, least) = found
        .common
        .iter()
        .filter_map(staff)
        .filter(|(_, least)| *least >= 0.1)
        .max_by(|a, b| a.1.total_cmp(&b.1))?;
    let mean = if instance.horizon().is_some() {
        " on average"
    } else {
        ""
    };
    Some(format!(
        "Any plan within {} of the least cost has at least {} WTE of {}{mean}, whether it is shown or not.",
        gap(within),
        outwards(Some(least), f64::floor),
        Names(instance).role(role.as_str())
    ))
}
