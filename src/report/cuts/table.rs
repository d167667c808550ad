//! Cuts as tables: a row a level, then what gives first, then what each level loses.

use std::fmt::Write as _;

use super::{Breaking, BudgetCut, Cuts, Fair, Left, Level, Lost, Verdict};
use crate::instance::Instance;
use crate::report::answer::Status;
use crate::report::difference::{Columns, render as render_difference};
use crate::report::grid::{Grid, clean, paragraph};
use crate::report::names::Names;
use crate::report::numbers::{NOTHING, change, count, gap, percent, plain, pounds};

/// So many times are told by name: more by the first and the last.
const TIMES: usize = 3;

/// The answer, for people.
#[must_use]
pub fn render(instance: &Instance, cuts: &Cuts) -> String {
    let mut text = format!("{}\n", clean(&instance.name));
    text.push_str(&paragraph(&heading(instance, cuts)));
    text.push('\n');
    text.push_str(&levels(instance, cuts));
    if cuts.precision > 0.0 {
        text.push('\n');
        text.push_str(&first(instance, cuts));
    }
    for level in cuts.levels.iter().filter(|level| level.change != 0.0) {
        text.push_str(&level_lost(instance, level));
    }
    text.push_str(&deepest(instance, cuts));
    if !cuts.complete {
        text.push('\n');
        text.push_str(&paragraph(
            "Not everything was settled in the time there was: more time may show more.",
        ));
    }
    text
}

/// The answer as JSON.
#[must_use]
pub fn render_json(instance: &Instance, cuts: &Cuts) -> String {
    let file = serde_json::json!({
        "skillmix_cuts": 1,
        "instance": instance.name,
        "answer": cuts,
    });
    let mut text = serde_json::to_string_pretty(&file).unwrap_or_default();
    text.push('\n');
    text
}

fn over(instance: &Instance) -> &'static str {
    if instance.horizon().is_some() {
        " over the horizon"
    } else {
        " a year"
    }
}

fn heading(instance: &Instance, cuts: &Cuts) -> String {
    let uncut = cuts.levels.iter().find(|level| level.change == 0.0);
    let budget = uncut.map_or(0.0, |level| level.budget_gbp);
    let what = match &cuts.budget {
        BudgetCut::Spend => format!(
            "The instance has no budget: what its best plan spends is cut, {}{}{}.",
            pounds(budget),
            over(instance),
            if instance.horizon().is_some() {
                ", in each financial year alike"
            } else {
                ""
            }
        ),
        BudgetCut::Own { names } => {
            let names: Vec<String> = names
                .iter()
                .map(|name| format!("“{}”", clean(name)))
                .collect();
            format!(
                "The budget {} is cut: {}{}.",
                names.join(", "),
                pounds(budget),
                over(instance)
            )
        }
    };
    format!(
        "{what} Each level has the best plan left, audited: hard standards kept where any plan keeps \
         them, else missed by as few people as can be; soft ones at their prices."
    )
}

fn by(share: f64) -> String {
    if share == 0.0 {
        "no cut".to_owned()
    } else {
        format!("{} %", change(share * 100.0, places(share)))
    }
}

/// Places that a share as a percentage needs.
fn places(share: f64) -> usize {
    let percentage = share * 100.0;
    (0..3)
        .find(|places| {
            let shown = 10_f64.powi(i32::try_from(*places).unwrap_or(0)) * percentage;
            (shown - shown.round()).abs() < 1e-6
        })
        .unwrap_or(3)
}

fn levels(instance: &Instance, cuts: &Cuts) -> String {
    let has_redundant = || {
        let plans = cuts.levels.iter().filter_map(Level::plan);
        plans
            .map(|left| left.figures.redundant_wte)
            .any(|wte| wte >= 0.05)
    };
    let over_time = instance.horizon().is_some();
    let mut headings = vec![
        "Budget",
        "£",
        "spend, £",
        "standards\nlost",
        "people\nshort",
        "people\nseen",
        "longest mean\nwait, weeks",
        if over_time {
            "staff,\nmean WTE"
        } else {
            "staff,\nWTE"
        },
    ];
    if over_time {
        headings.push("at the\nend");
    }
    headings.push("starts of\ntraining");
    let redundant = has_redundant();
    if redundant {
        headings.push("redun-\ndant");
    }
    let mut grid = Grid::new(&headings);
    for level in &cuts.levels {
        let mut row = vec![by(level.change), plain(level.budget_gbp, 0)];
        match &level.verdict {
            Verdict::Plan(left) => {
                let figures = &left.figures;
                let hard = if left.hard_given_up { "*" } else { "" };
                row.extend([
                    plain(figures.spend_gbp, 0),
                    match left.lost.len() {
                        0 => NOTHING.to_owned(),
                        lost => format!("{lost}{hard}"),
                    },
                    plain(figures.short_people, 0),
                    plain(figures.seen_people, 0),
                    plain(figures.longest_wait_weeks, 1),
                    plain(figures.staff_wte, 1),
                ]);
                if over_time {
                    row.push(plain(figures.staff_at_end_wte, 1));
                }
                row.push(plain(figures.training_starts_wte, 1));
                if redundant {
                    row.push(plain(figures.redundant_wte, 1));
                }
            }
            verdict => {
                row.push(
                    if *verdict == Verdict::NoPlan {
                        "no plan"
                    } else {
                        "not settled"
                    }
                    .to_owned(),
                );
                row.resize(headings.len(), NOTHING.to_owned());
            }
        }
        grid.row(row);
    }
    let mut text = grid.render();
    let plans = || cuts.levels.iter().filter_map(Level::plan);
    if plans().any(|left| left.hard_given_up) {
        text.push_str(&paragraph(
            "* hard standards among them: no plan keeps all of them (proved).",
        ));
    }
    let loose =
        |left: &&Left| matches!(left.outcome.status, Status::TimeLimit | Status::Interrupted);
    let cut_short = plans().filter(loose).count();
    if cut_short > 0 {
        text.push_str(&paragraph(&format!(
            "Of {} the search was cut short: there may be better plans.",
            count(cut_short, "level")
        )));
    } else {
        let gaps = plans().flat_map(|left| &left.outcome.objectives);
        let widest = gaps.filter_map(|o| o.gap).fold(0.0, f64::max);
        if widest > 1e-9 {
            text.push_str(&paragraph(&format!(
                "Each plan is proved within {} of the best.",
                gap(widest)
            )));
        }
    }
    text
}

fn first(instance: &Instance, cuts: &Cuts) -> String {
    let mut text = "What gives first\n".to_owned();
    if cuts.breaking.is_empty() {
        text.push_str(&paragraph(
            "  Nothing: every standard holds at every level that was looked at.",
        ));
        return text;
    }
    for breaking in &cuts.breaking {
        text.push_str(&paragraph(&format!("  – {}", breaks(instance, breaking))));
    }
    text
}

fn breaks(instance: &Instance, breaking: &Breaking) -> String {
    let what = name(
        instance,
        &breaking.service,
        &breaking.name,
        breaking.enforcement,
    );
    let fails = format!(
        "{} ({})",
        pounds(breaking.fails.gbp),
        by(breaking.fails.change)
    );
    match breaking.holds {
        Some(holds) => format!(
            "{what}: holds with {} ({}), fails with {fails}.",
            pounds(holds.gbp),
            by(holds.change)
        ),
        None => format!("{what}: fails without any cut, with {fails}."),
    }
}

fn name(instance: &Instance, service: &str, standard: &str, enforcement: &str) -> String {
    let at = if instance.services.len() > 1 {
        let names = Names(instance);
        format!(" at {}", clean(names.service(service)))
    } else {
        String::new()
    };
    format!("“{}” ({enforcement}){at}", clean(standard))
}

fn level_lost(instance: &Instance, level: &Level) -> String {
    let Some(left) = level.plan().filter(|left| !left.lost.is_empty()) else {
        return String::new();
    };
    let mut text = format!(
        "\nWith {} ({}) are lost\n",
        by(level.change),
        pounds(level.budget_gbp)
    );
    for lost in &left.lost {
        text.push_str(&paragraph(&format!("  – {}", loses(instance, lost))));
    }
    if let Some(fair) = &left.fair {
        text.push_str(&fairness(instance, left, fair));
    }
    text
}

fn loses(instance: &Instance, lost: &Lost) -> String {
    let what = name(instance, &lost.service, &lost.name, lost.enforcement);
    let amount = |value: f64| {
        if lost.unit.starts_with('%') {
            percent(value / 100.0, 1)
        } else {
            format!("{} people", plain(value, 0))
        }
    };
    let mut text = format!(
        "{what}: {} of {} asked",
        amount(lost.reached),
        amount(lost.asked)
    );
    if let (Some(from), Some(to)) = (lost.when.first(), lost.when.last()) {
        let _ = match lost.when.len() {
            1 => write!(text, ", in {}", time(from)),
            few if few <= TIMES => {
                let times: Vec<String> = lost.when.iter().map(|when| time(when)).collect();
                write!(text, " at worst, in {}", times.join(", "))
            }
            many => write!(
                text,
                " at worst, {many} times between {} and {}",
                time(from),
                time(to)
            ),
        };
    }
    text.push('.');
    text
}

/// A month in words; financial years as they are.
fn time(when: &str) -> String {
    when.parse()
        .map_or_else(|_| when.to_owned(), crate::report::dates::month)
}

fn fairness(instance: &Instance, left: &Left, fair: &Fair) -> String {
    let mut grid = Grid::new(&["  The fairest plan", "as asked", "fairest", "change"]);
    let mut row = |name: &str, one: f64, other: f64, places: usize| {
        grid.row([
            format!("  {name}"),
            plain(one, places),
            plain(other, places),
            change(other - one, places),
        ]);
    };
    row(
        "worst-off service, £ of shortfall a person referred",
        fair.worst_off.0,
        fair.worst_off.1,
        2,
    );
    row(
        "shortfall of all services, £",
        fair.shortfall.0,
        fair.shortfall.1,
        0,
    );
    row(
        "spend, £",
        left.figures.spend_gbp,
        fair.figures.spend_gbp,
        0,
    );
    let names = Names(instance);
    for (service, one, other) in &fair.by_service {
        let name = format!("people short: {}", clean(names.service(service)));
        row(&name, *one, *other, 0);
    }
    grid.render()
}

/// What changes most between no cut and the deepest that has a plan.
fn deepest(instance: &Instance, cuts: &Cuts) -> String {
    let deepest = cuts
        .levels
        .iter()
        .filter(|level| level.change < 0.0)
        .filter_map(|level| Some((level, level.plan()?)))
        .min_by(|a, b| a.0.change.total_cmp(&b.0.change));
    let Some((level, left)) = deepest else {
        return String::new();
    };
    let after = by(level.change);
    let columns = Columns {
        before: "no cut",
        after: &after,
    };
    format!(
        "\nWhat {after} changes\n{}",
        render_difference(instance, &left.difference, columns)
    )
}
