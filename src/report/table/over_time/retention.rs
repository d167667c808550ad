//! Retention measures chosen, and what a point of turnover is worth.

use super::budgets::year_title;
use super::{NOBODY, View};
use crate::audit::over_time::MeasureOverTime;
use crate::ids::Id;
use crate::report::answer::{Basis, TurnoverWorth};
use crate::report::grid::{Grid, paragraph};
use crate::report::names::{Names, shortened};
use crate::report::numbers::{NOTHING, plain, pounds};

/// The measures chosen by year: whom they cover, whom they keep, what they cost; then those that
/// could have been chosen and were not.
pub fn measures(view: &View) -> String {
    let mut grid = Grid::new(&[
        "Retention measures",
        "<for",
        "<year",
        "covered, mean WTE",
        "leavers prevented, WTE",
        "cost",
        "£ a leaver prevented",
    ]);
    let mut not_chosen = Vec::new();
    for measure in &view.total.retention {
        if measure.covered.iter().all(|wte| *wte <= NOBODY) {
            not_chosen.push(shortened(&measure.name));
            continue;
        }
        let mut name = measure.name.clone();
        let mut role = Names(view.instance).role(&measure.role).to_owned();
        for (place, year) in view.total.years.iter().enumerate() {
            let title = year_title(&year.year, year.share);
            let [covered, prevented, cost, each] = figures(measure, place, year.periods);
            grid.row([
                std::mem::take(&mut name),
                std::mem::take(&mut role),
                title,
                covered,
                prevented,
                cost,
                each,
            ]);
        }
    }
    let mut text = if grid.is_empty() {
        String::new()
    } else {
        grid.render()
    };
    if !not_chosen.is_empty() {
        let title = if text.is_empty() {
            "Retention measures: none pays"
        } else {
            "Not chosen"
        };
        text += &paragraph(&format!("{title}: {}.", not_chosen.join(", ")));
    }
    text
}

fn figures(measure: &MeasureOverTime, place: usize, (first, after): (usize, usize)) -> [String; 4] {
    let within =
        |values: &[f64]| -> f64 { values.get(first..after).unwrap_or_default().iter().sum() };
    #[expect(clippy::cast_precision_loss, reason = "at most a few hundred periods")]
    let covered = within(&measure.covered) / after.saturating_sub(first).max(1) as f64;
    let prevented = within(&measure.prevented);
    let cost = measure
        .cost_gbp_by_year
        .get(place)
        .copied()
        .unwrap_or_default();
    if covered <= NOBODY && cost.abs() < 0.5 {
        return [NOTHING; 4].map(ToOwned::to_owned);
    }
    [
        plain(covered, 1),
        plain(prevented, 1),
        pounds(cost),
        if prevented > NOBODY {
            pounds(cost / prevented)
        } else {
            NOTHING.to_owned()
        },
    ]
}

/// What a point of turnover is worth, a line a role, and how far to trust the figures.
pub fn turnover(view: &View) -> String {
    let worth = &view.answer.turnover;
    let mut text: String = worth
        .iter()
        .map(|worth| paragraph(&sentence(view, worth)))
        .collect();
    if worth.iter().any(|worth| worth.basis == Basis::Relaxation) {
        text += &paragraph(
            "A point of turnover is estimated as if parts of people could be hired and trained. To \
             see a whole plan with fewer leavers, lower the role's leaving_per_year and solve again.",
        );
    }
    text
}

/// `A point of PWP turnover (25 % → 24 %) is worth about £41,000 a year …`
fn sentence(view: &View, worth: &TurnoverWorth) -> String {
    let role = shortened(Names(view.instance).role(worth.role.as_str()));
    let leaving = leaving(view, worth).map_or_else(String::new, |share| {
        let (now, less) = (100.0 * share, 100.0 * share - 1.0);
        format!(" ({} % → {} %)", plain(now, 0), plain(less, 0))
    });
    let amounts = |sign: f64| {
        let (a_year, in_all) = (sign * worth.gbp_per_year, sign * worth.gbp_over_horizon);
        (pounds(a_year), pounds(in_all))
    };
    let point = format!("A point of {role} turnover{leaving}");
    if worth.gbp_over_horizon.abs() < 0.5 {
        format!("{point} is worth nothing.")
    } else if worth.gbp_over_horizon > 0.0 {
        let (a_year, in_all) = amounts(1.0);
        format!("{point} is worth about {a_year} a year, {in_all} over the horizon.")
    } else {
        let (a_year, in_all) = amounts(-1.0);
        format!(
            "A point less of {role} turnover{leaving} saves nothing, it costs about {a_year} a year, \
             {in_all} over the horizon: the service gains more than it loses by its leavers."
        )
    }
}

/// The share that leaves in a year, where every service has the same and it is more than a point.
fn leaving(view: &View, worth: &TurnoverWorth) -> Option<f64> {
    let services = view.instance.services.iter();
    let mut shares =
        services.filter_map(|service| Some(service.care.roles.get(&worth.role)?.leaving));
    let first = shares.next()?;
    (first > 0.01 && shares.all(|share| (share - first).abs() < 1e-9)).then_some(first)
}
