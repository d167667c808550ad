//! Figures of a plan by month, recomputed from instance and plan: what tables over time show.
//! Lists by period have one number a period; people join at its beginning and leave at its end.

pub(super) mod change;
pub(super) mod ending;
pub(super) mod figures;
pub(super) mod ladder;
mod ladder_table;
pub(super) mod money;
pub(super) mod people;
pub(super) mod retention;
mod standards;
pub(super) mod tenure;
pub(super) mod training;

use indexmap::IndexMap;
use serde::Serialize;

use super::facts::Facts;
use super::reading::Reading;
use super::record::Ledger;
use crate::ids::{RoleId, RouteId};
use crate::instance::{Instance, RoleKind, Route};
use crate::plan::Spend;
use people::RoleTime;

/// Figures of a service over time.
#[derive(Debug, Clone, PartialEq, Default, Serialize)]
pub struct TimeFigures {
    /// What each period is called.
    pub periods: Vec<String>,
    /// By role in order, trainees' too.
    pub roles: Vec<RoleOverTime>,
    /// By route in order.
    pub routes: Vec<RouteOverTime>,
    /// By step in order.
    pub steps: Vec<StepOverTime>,
    /// By standard in order.
    pub standards: Vec<StandardOverTime>,
    /// By retention measure in order.
    pub retention: Vec<MeasureOverTime>,
    /// By financial year in order.
    pub years: Vec<YearFigures>,
}

/// A role over time, WTE and hours.
#[derive(Debug, Clone, PartialEq, Default, Serialize)]
pub struct RoleOverTime {
    /// The role.
    pub role: String,
    /// In post.
    pub in_post: Vec<f64>,
    /// Joining from outside, those already hired at the start among them.
    pub joining: Vec<f64>,
    /// Of those, newly hired by the plan.
    pub hired: Vec<f64>,
    /// Joining from training routes.
    pub completing: Vec<f64>,
    /// Back from a route that they dropped out of.
    pub returning: Vec<f64>,
    /// Starting on routes out of the role.
    pub starting: Vec<f64>,
    /// Made redundant.
    pub redundant: Vec<f64>,
    /// Leaving, wherever they go except into the service's own training (trainees: who leave or
    /// drop out).
    pub leaving: Vec<f64>,
    /// Clinical hours there are, overtime left out.
    pub hours_available: Vec<f64>,
    /// Hours on tasks and giving supervision.
    pub hours_used: Vec<f64>,
}

/// A route over time, WTE.
#[derive(Debug, Clone, PartialEq, Default, Serialize)]
pub struct RouteOverTime {
    /// The route.
    pub route: String,
    /// Starting.
    pub starting: Vec<f64>,
    /// In training.
    pub in_training: Vec<f64>,
    /// Completing.
    pub completing: Vec<f64>,
    /// Leaving the source role for the same ladder elsewhere, at the end of each period.
    pub ladder_leaving: Vec<f64>,
}

/// A step over time, people.
#[derive(Debug, Clone, PartialEq, Default, Serialize)]
pub struct StepOverTime {
    /// The step.
    pub step: String,
    /// Joining the list.
    pub joining: Vec<f64>,
    /// Starting.
    pub starting: Vec<f64>,
    /// Waiting at the end.
    pub waiting: Vec<f64>,
    /// Mean wait by Little's law, weeks; infinite where it cannot be told: people wait and nobody
    /// starts, or few to those who join.
    pub mean_wait_weeks: Vec<f64>,
}

/// A standard over time. What counts by financial year has one entry a year, a wait one a period.
#[derive(Debug, Clone, PartialEq, Default, Serialize)]
pub struct StandardOverTime {
    /// The standard.
    pub standard: String,
    /// Its full name.
    pub name: String,
    /// The unit of `asked` and `reached`: people, or of a hundred.
    pub unit: &'static str,
    /// What each entry is for: a period's name or a financial year.
    pub entries: Vec<String>,
    /// What is in force; none where nothing is yet.
    pub asked: Vec<Option<f64>>,
    /// What the standard asks in the end, in the measure of each entry (people: of that year's part
    /// within the horizon).
    pub asked_in_full: Vec<f64>,
    /// What the plan reaches.
    pub reached: Vec<f64>,
    /// The first entry from which the standard's own target is met to the end, in force or not.
    pub holds_from: Option<usize>,
    /// Whether everything in force is met, shortfall left out.
    pub met: bool,
    /// Whether it is a hard standard that is not held as asked, and the plan says so.
    pub late: bool,
}

/// A retention measure over time.
#[derive(Debug, Clone, PartialEq, Default, Serialize)]
pub struct MeasureOverTime {
    /// The measure.
    pub measure: String,
    /// Its full name.
    pub name: String,
    /// The role whose staff it is for.
    pub role: String,
    /// Staff covered, WTE.
    pub covered: Vec<f64>,
    /// Leavers that it prevents at the end of each period, WTE.
    pub prevented: Vec<f64>,
    /// What it costs in each financial year, pounds.
    pub cost_gbp_by_year: Vec<f64>,
}

/// A financial year of a service.
#[derive(Debug, Clone, PartialEq, Default, Serialize)]
pub struct YearFigures {
    /// Which, `2026/27`.
    pub year: String,
    /// The share of its periods that lies within the horizon.
    pub share: f64,
    /// The first of its periods within the horizon, and the first after them.
    pub periods: (usize, usize),
    /// Spend, recomputed.
    pub spend_gbp: Spend,
    /// The ladder in the year, by role in order.
    pub ladder: Vec<LadderYear>,
}

/// A role's year on the career ladder, WTE.
#[derive(Debug, Clone, PartialEq, Default, Serialize)]
pub struct LadderYear {
    /// The role.
    pub role: String,
    /// In post in the year's first period, before anybody joins or goes.
    pub at_first: f64,
    /// Joined from outside.
    pub hired: f64,
    /// Joined from each route, by route.
    pub arrived: Vec<(String, f64)>,
    /// Back from a route that they dropped out of.
    pub returned: f64,
    /// Started on each route out of the role, by route.
    pub moved: Vec<(String, f64)>,
    /// Made redundant.
    pub redundant: f64,
    /// Left the service, all of them.
    pub left: f64,
    /// Of those, where to: ladders elsewhere by route name, the role's destinations by id, and
    /// `not-stated` for what is left.
    pub left_to: Vec<(String, f64)>,
    /// In post after the year's last leavers.
    pub at_last: f64,
}

/// What happens to the people of a service over time.
#[derive(Debug)]
pub(super) struct OverTime<'a> {
    /// By role.
    pub roles: IndexMap<&'a RoleId, RoleTime>,
    /// By route.
    pub routes: IndexMap<&'a RouteId, RouteTime>,
}

/// What happens on a route over time, WTE by period.
#[derive(Debug)]
pub(super) struct RouteTime {
    /// Who start.
    pub starting: Vec<f64>,
    /// By stage.
    pub stages: Vec<StageTime>,
    /// Who complete, at the beginning of a period.
    pub completing: Vec<f64>,
    /// Who are back in the source role, at the beginning of a period.
    pub returning: Vec<f64>,
}

/// What happens in a stage of a route over time, WTE by period.
#[derive(Debug)]
pub(super) struct StageTime {
    /// Who come into the stage at the beginning of a period.
    pub coming: Vec<f64>,
    /// Who are in it.
    pub in_post: Vec<f64>,
    /// Who go on from it, to the next stage or as completers, at the beginning of a period.
    pub going_on: Vec<f64>,
    /// Who leave or drop out at the end of a period.
    pub lost: Vec<f64>,
    /// Of those, who go back to the source role.
    pub sent_back: Vec<f64>,
}

impl RouteTime {
    /// Nobody, in any period.
    fn empty(route: &Route, periods: usize) -> Self {
        let nobody = || vec![0.0; periods];
        let stage = |_| StageTime {
            coming: nobody(),
            in_post: nobody(),
            going_on: nobody(),
            lost: nobody(),
            sent_back: nobody(),
        };
        Self {
            starting: nobody(),
            stages: route.stages.iter().map(stage).collect(),
            completing: nobody(),
            returning: nobody(),
        }
    }
}

impl<'a> OverTime<'a> {
    /// Follows everybody through the horizon: first those in training, then those whom they join.
    pub fn follow(reading: Reading<'a>) -> Self {
        let Reading { service, plan } = reading;
        let care = &service.care;
        let routes: IndexMap<_, _> = care
            .routes
            .iter()
            .map(|(id, route)| (id, training::follow(service, plan, id, route)))
            .collect();
        let roles = care
            .roles
            .iter()
            .map(|(id, role)| {
                let time = match role.kind {
                    RoleKind::Qualified => people::follow(reading, (id, role), &routes),
                    RoleKind::Trainee => people::trainees(reading, id, &routes),
                };
                (id, time)
            })
            .collect();
        Self { roles, routes }
    }
}

/// Promises A and B.
pub(super) fn promise_people(facts: &Facts, ledger: &mut Ledger) {
    people::promise(facts, ledger);
    tenure::promise(facts, ledger);
    retention::promise(facts, ledger);
    ladder::promise(facts, ledger);
    training::promise(facts, ledger);
}

/// Promises G and H.
pub(super) fn promise_money_and_change(facts: &Facts, ledger: &mut Ledger) {
    money::promise(facts, ledger);
    change::promise(facts, ledger);
    ending::promise(facts, ledger);
}

/// Promises A4, B2, G2 and G3 over services.
pub(super) fn promise_jointly(instance: &Instance, services: &[Facts], ledger: &mut Ledger) {
    people::promise_jointly(instance, services, ledger);
    training::promise_jointly(instance, services, ledger);
    money::promise_jointly(instance, services, ledger);
}

/// The services that a shared limit covers.
fn covered<'f, 'a>(
    services: &'f [Facts<'a>],
    scope: &'f [usize],
) -> impl Iterator<Item = &'f Facts<'a>> {
    scope.iter().filter_map(|&place| services.get(place))
}
