//! What must hold for every plan by month: what the solver finds passes the audit and costs what
//! the audit says, limits that give way never make it worse, the same instance has the same answer
//! to the byte, and nothing hangs on the month in which it begins.

#[path = "support/over_time.rs"]
mod over_time;

use std::time::Duration;

use over_time::{Feature, Knobs, knobs, read};
use proptest::prelude::*;
use skillmix::audit::audit;
use skillmix::draft::instance::Objective;
use skillmix::formulation::{Formulation, formulate};
use skillmix::ids::BudgetId;
use skillmix::instance::{Instance, Scoped};
use skillmix::plan::{Plan, extract};
use skillmix::solver::{
    Control, ExportFormat, ObjectiveResult, Options, Outcome, Solved, export, solve,
};
use skillmix::units::GbpPerYear;

/// What two optima of the same problem may differ by, as a share.
const SAME: f64 = 1e-5;

/// What changes with the financial year in which something happens.
const OF_FINANCIAL_YEARS: &[Feature] = &[
    Feature::YearStandards,
    Feature::OverallAccess,
    Feature::YearLimits,
    Feature::Budget,
    Feature::Levy,
    Feature::ByYear,
    Feature::PlacesPerYear,
    Feature::MarketPerYear,
    Feature::ReferralsByYear,
    Feature::FixedCost,
];

/// Whole numbers: without them two optima can be compared closely, and soon.
const WHOLE: &[Feature] = &[Feature::Whole, Feature::WholeStaff, Feature::FixedCost];

/// Cases of each property; `PROPTEST_CASES` asks for more.
fn cases() -> u32 {
    std::env::var("PROPTEST_CASES")
        .ok()
        .and_then(|text| text.parse().ok())
        .unwrap_or(32)
}

fn config() -> ProptestConfig {
    ProptestConfig {
        cases: cases(),
        failure_persistence: None,
        ..ProptestConfig::default()
    }
}

fn instance(knobs: &Knobs) -> Result<Instance, TestCaseError> {
    read(knobs).map_err(TestCaseError::fail)
}

/// The best plan within a gap, or the best found in moments; none where there is none.
fn solved(formulation: &Formulation, gap: f64) -> Option<Solved> {
    let options = Options {
        gap,
        time_limit: Some(Duration::from_secs(2)),
        ..Options::default()
    };
    match solve(formulation, &options, &Control::default()) {
        Outcome::Optimal(solved)
        | Outcome::WithinGap(solved)
        | Outcome::LimitWithPlan(solved, _) => Some(solved),
        Outcome::Infeasible | Outcome::LimitWithoutPlan { .. } => None,
        other => panic!("{other:?}"),
    }
}

fn result(solved: &Solved, objective: Objective) -> ObjectiveResult {
    *solved
        .objectives
        .iter()
        .find(|result| result.objective == objective)
        .expect("the objective was asked for")
}

/// The result on one objective alone, without whole numbers.
fn best(instance: &Instance, objective: Objective) -> Option<ObjectiveResult> {
    let mut instance = instance.clone();
    instance.objectives = vec![objective];
    let solved = solved(&formulate(&instance), 1e-7)?;
    Some(result(&solved, objective))
}

/// The objective that is sought first.
fn first(instance: &Instance) -> Objective {
    instance.objectives[0]
}

/// What keeps `looser` from being better than `tighter` can only be a fault: nothing that is
/// allowed to the one is forbidden to the other.
fn assert_no_worse(
    looser: Option<ObjectiveResult>,
    tighter: Option<ObjectiveResult>,
) -> Result<(), TestCaseError> {
    let Some(tighter) = tighter else {
        return Ok(());
    };
    prop_assert!(looser.is_some(), "a plan is lost where more is allowed");
    let looser = looser.map_or(f64::NAN, |result| result.value);
    let room = SAME * tighter.value.abs().max(1.0);
    prop_assert!(
        looser <= tighter.value + room,
        "more is allowed: {looser}, less: {}",
        tighter.value
    );
    Ok(())
}

fn planned(instance: &Instance, gap: f64) -> Option<(Plan, Solved)> {
    let formulation = formulate(instance);
    let solved = solved(&formulation, gap)?;
    Some((extract(instance, &formulation, &solved.values), solved))
}

/// What a plan says that it spends in each financial year, all services together.
fn spend_by_year(plan: &Plan) -> Vec<f64> {
    let mut years: Vec<f64> = Vec::new();
    for service in plan.services.values() {
        for (place, year) in service.years.values().enumerate() {
            if years.len() <= place {
                years.push(0.0);
            }
            years[place] += year.spend_gbp.total;
        }
    }
    years
}

fn with_budget(instance: &Instance, by_year: Vec<f64>) -> Instance {
    let mut instance = instance.clone();
    let budget = Scoped {
        by_period: Vec::new(),
        name: "budget".to_owned(),
        services: (0..instance.services.len()).collect(),
        limit: GbpPerYear::new(by_year.iter().sum()),
        by_year,
    };
    instance.budgets.insert(BudgetId::new("tight"), budget);
    instance
}

/// The plan passes the audit, every promise kept, and costs what the audit says.
fn assert_audited(instance: &Instance, plan: &Plan, solved: &Solved) -> Result<(), TestCaseError> {
    let audit = audit(instance, plan).map_err(|error| TestCaseError::fail(error.to_string()))?;
    let broken: Vec<_> = audit.broken().collect();
    prop_assert!(broken.is_empty(), "{broken:#?}");
    prop_assert!(audit.promises.len() > 50);
    let audited: f64 = audit
        .services
        .iter()
        .filter_map(|service| service.over_time.as_ref())
        .flat_map(|figures| &figures.years)
        .map(|year| year.spend_gbp.total)
        .sum();
    let sought = result(solved, Objective::LeastCost).value;
    let room = SAME * sought.abs().max(1.0);
    prop_assert!(
        (audited - sought).abs() <= room,
        "audited spend {audited}, objective {sought}"
    );
    Ok(())
}

proptest! {
    #![proptest_config(config())]

    #[test]
    fn every_random_plan_by_month_can_be_read(knobs in knobs()) {
        let read = read(&knobs);
        prop_assert!(read.is_ok(), "{}", read.err().unwrap_or_default());
    }

    #[test]
    fn every_plan_passes_the_audit_and_costs_what_it_says(knobs in knobs()) {
        let instance = instance(&knobs)?;
        let planned = planned(&instance, 1e-2);
        prop_assume!(planned.is_some());
        if let Some((plan, solved)) = planned {
            assert_audited(&instance, &plan, &solved)?;
        }
    }

    #[test]
    fn a_budget_cut_never_makes_it_better(knobs in knobs(), less in 0.9..1.0_f64, more in 1.001..1.1_f64) {
        let instance = instance(&knobs.adjusted(&[], WHOLE))?;
        let planned = planned(&instance, 1e-7);
        prop_assume!(planned.is_some());
        let years = planned.map(|(plan, _)| spend_by_year(&plan)).unwrap_or_default();
        let cut = |by: f64| with_budget(&instance, years.iter().map(|gbp| gbp * by).collect());
        let sought = first(&instance);
        let (free, ample, tight) = (
            best(&instance, sought),
            best(&cut(more), sought),
            best(&cut(less), sought),
        );
        prop_assert!(ample.is_some(), "a budget above what a plan spends has a plan");
        assert_no_worse(free, ample)?;
        assert_no_worse(ample, tight)?;
        // What a tight budget forces upon a plan is audited too.
        if let Some((plan, solved)) = self::planned(&cut(less), 1e-6) {
            assert_audited(&cut(less), &plan, &solved)?;
        }
    }

    #[test]
    fn more_places_never_make_it_worse(knobs in knobs(), more in 1.0..2.0_f64) {
        let places = [Feature::PlacesPerYear, Feature::PlacesPerIntake];
        let instance = instance(&knobs.adjusted(&places, WHOLE))?;
        let mut roomier = instance.clone();
        for places in roomier.places.values_mut() {
            for cap in places.cap.by_year.iter_mut().chain(&mut places.cap.by_period) {
                *cap *= more;
            }
        }
        let sought = first(&instance);
        assert_no_worse(best(&roomier, sought), best(&instance, sought))?;
    }

    #[test]
    fn the_same_instance_has_the_same_answer_to_the_byte(knobs in knobs()) {
        // Whole numbers where they are soon found: a search that time ends may end elsewhere.
        let mut knobs = knobs;
        if knobs.services.len() > 1 || knobs.periods > 8 {
            knobs = knobs.adjusted(&[], WHOLE);
        }
        let answer = || -> Result<(Vec<u8>, Option<String>), TestCaseError> {
            let instance = instance(&knobs)?;
            let formulation = formulate(&instance);
            let exported = export(&formulation, ExportFormat::Mps)
                .map_err(|error| TestCaseError::fail(error.to_string()))?;
            let plan = planned(&instance, 5e-2).map(|(plan, _)| plan);
            let text = plan.map(|plan| serde_json::to_string(&plan).expect("a plan is plain data"));
            Ok((exported, text))
        };
        let (once, again) = (answer()?, answer()?);
        prop_assert_eq!(once.0, again.0);
        prop_assert_eq!(once.1, again.1);
    }

    #[test]
    fn the_month_in_which_it_begins_changes_nothing_without_seasons(knobs in knobs(), other in 0..12_usize) {
        let mut without = OF_FINANCIAL_YEARS.to_vec();
        without.extend(WHOLE);
        without.push(Feature::Seasons);
        let here = knobs.adjusted(&[], &without);
        let there = Knobs { start: other, ..here.clone() };
        let (here, there) = (instance(&here)?, instance(&there)?);
        for &objective in &here.objectives {
            let (a, b) = (best(&here, objective), best(&there, objective));
            prop_assert_eq!(a.is_some(), b.is_some());
            if let (Some(a), Some(b)) = (a, b) {
                let room = SAME * a.value.abs().max(1.0);
                prop_assert!((a.value - b.value).abs() <= room, "{a:?} and {b:?}");
            }
        }
    }

    /// The first periods of a longer plan are a plan of their own, where nothing counts by year
    /// and nothing is asked of the end: it can cost no less than the best one. (Ladders look a
    /// year ahead, tenures beyond the horizon.)
    #[test]
    fn a_longer_horizon_never_costs_less(knobs in knobs(), longer in 1..6_usize) {
        let mut without = OF_FINANCIAL_YEARS.to_vec();
        without.extend(WHOLE);
        without.extend([Feature::Sustained, Feature::Ladder, Feature::Tenure]);
        // What is placed by the length of the horizon would move.
        without.extend([Feature::Later, Feature::MeasureLater, Feature::AlreadyHired]);
        let short = knobs.adjusted(&[], &without);
        let long = Knobs { periods: short.periods + longer, ..short.clone() };
        let (short, long) = (instance(&short)?, instance(&long)?);
        for &objective in &short.objectives {
            assert_no_worse(best(&short, objective), best(&long, objective))?;
        }
    }
}
