//! The cases that are tried.

use super::{AP, Case, Decision, PAY, PWP, agree, at_start, cheapest, solver_says};

fn hiring() -> Case<'static> {
    Case {
        months: 4,
        staff: [2.0, 4.0],
        joined: &[(PWP, 3, 1.0), (PWP, 11, 1.0), (AP, 5, 1.0)],
        already_hired: &[(PWP, 1, 0.5)],
        training: &[],
        tenure: 0,
        // After the end.
        intakes: &[9],
        lead: [1, 2],
        redundancy: None,
        work: [&[60.0, 62.0, 70.0, 95.0], &[25.0, 25.0, 40.0, 40.0]],
        budget: None,
        ladder: 0.0,
        ap_pay: PAY[AP],
        settled: None,
        most: [4, 5, 0, 0],
    }
}

#[test]
fn hiring_with_lead_times_and_a_first_year_of_its_own_costs_what_trying_everything_finds() {
    let what = agree(&hiring()).unwrap();
    assert!(what.iter().any(|d| d.hires[PWP] > 0), "{what:?}");
}

#[test]
fn a_budget_of_a_part_of_a_year_moves_what_it_moves_when_everything_is_tried() {
    let mut case = hiring();
    case.lead = [0, 0];
    case.work = [&[60.0, 75.0, 70.0, 70.0], &[25.0; 4]];
    let freely = agree(&case).unwrap();
    assert!(freely[..2].iter().any(|d| d.hires[PWP] + d.hires[AP] > 0));
    let mut nowhere = 0;
    for pounds in [40_000.0, 45_000.0, 50_000.0, 55_000.0, 60_000.0, 70_000.0] {
        case.budget = Some(pounds);
        nowhere += usize::from(agree(&case).is_none());
    }
    assert!(
        (1..6).contains(&nowhere),
        "{nowhere} of 6 budgets allow no plan"
    );
}

fn training() -> Case<'static> {
    Case {
        months: 5,
        staff: [6.0, 4.0],
        joined: &[(AP, 2, 1.0), (AP, 1, 1.0), (AP, 3, 1.0)],
        already_hired: &[],
        training: &[(1, 1.0)],
        tenure: 4,
        intakes: &[0, 2],
        lead: [0, 5],
        redundancy: None,
        work: [
            &[60.0, 60.0, 60.0, 85.0, 90.0],
            &[50.0, 40.0, 40.0, 40.0, 40.0],
        ],
        budget: None,
        ladder: 0.0,
        ap_pay: PAY[AP],
        settled: None,
        most: [4, 1, 6, 0],
    }
}

#[test]
fn training_with_tenure_and_drop_outs_who_return_costs_what_trying_everything_finds() {
    let what = agree(&training()).unwrap();
    assert!(what.iter().any(|d| d.starts > 0), "{what:?}");
}

#[test]
fn tenure_is_served_whoever_asks_for_it() {
    let mut costs = Vec::new();
    for tenure in [0, 1, 3, 5, 12] {
        let case = Case {
            tenure,
            staff: [4.0, 4.0],
            joined: &[(AP, 2, 2.0), (AP, 1, 1.5)],
            ..training()
        };
        agree(&case);
        costs.push(solver_says(&case).map(f64::round));
    }
    assert!(costs.windows(2).any(|two| two[0] != two[1]), "{costs:?}");
}

#[test]
fn places_already_filled_take_staff_with_them_and_leave_no_room_for_others() {
    let case = Case {
        training: &[(1, 1.0), (0, 1.5)],
        ..training()
    };
    let what = agree(&case).unwrap();
    assert_eq!(what[0].starts, 0);
}

#[test]
fn redundancies_are_weighed_against_pay_as_trying_everything_does() {
    let mut case = Case {
        months: 4,
        staff: [4.0, 6.0],
        joined: &[(PWP, 10, 2.0), (AP, 2, 1.0)],
        already_hired: &[(AP, 1, 1.0)],
        training: &[(1, 0.5)],
        tenure: 3,
        intakes: &[1],
        lead: [1, 1],
        redundancy: Some(3_000.0),
        work: [&[70.0, 70.0, 60.0, 80.0], &[40.0, 30.0, 30.0, 20.0]],
        budget: None,
        ladder: 0.0,
        ap_pay: PAY[AP],
        settled: None,
        most: [2, 2, 2, 3],
    };
    let what = agree(&case).unwrap();
    assert!(what.iter().any(|d| d.redundant != [0, 0]), "{what:?}");
    case.redundancy = Some(1e6);
    let what = agree(&case).unwrap();
    assert!(what.iter().all(|d| d.redundant == [0, 0]), "{what:?}");
}

#[test]
fn whoever_is_hired_serves_their_tenure_before_they_start() {
    let case = Case {
        staff: [0.0, 5.0],
        joined: &[],
        training: &[],
        tenure: 2,
        intakes: &[2],
        lead: [0, 5],
        work: [
            &[60.0, 60.0, 60.0, 60.0, 84.0],
            &[0.0, 0.0, 60.0, 60.0, 60.0],
        ],
        most: [7, 0, 4, 0],
        ..training()
    };
    let what = agree(&case);
    let what = what.unwrap();
    assert!(
        what[2].starts > 0 && what[0].hires[AP] > what[2].starts,
        "{what:?}"
    );
}

/// An AP's pay is nothing here, so that whoever can stay for a place does: then there is only one
/// thing to do about the ladder, and the rest can be tried.
#[test]
fn leavers_for_a_ladder_stay_for_places_to_come_as_trying_everything_finds() {
    let case = Case {
        tenure: 0,
        staff: [40.0, 5.0],
        joined: &[],
        training: &[],
        intakes: &[2],
        lead: [0, 5],
        work: [
            &[60.0, 60.0, 60.0, 60.0, 75.0],
            &[600.0, 600.0, 560.0, 560.0, 560.0],
        ],
        ap_pay: 0.0,
        most: [4, 0, 5, 0],
        ..training()
    };
    let mut saved = 0;
    for work in [575.0, 581.0, 587.0, 593.0] {
        let support = [600.0, 600.0, work, work, work];
        let mut costs = Vec::new();
        for ladder in [0.0, 0.5, 1.0] {
            let case = Case {
                ladder,
                work: [case.work[0], &support],
                ..case.clone()
            };
            costs.push(with_each_number_of_starts(case));
        }
        saved += usize::from(costs[0] > costs[2] + 1.0);
    }
    assert!(saved > 0, "nobody who stays ever saves anything");
}

/// The cheapest plan's cost, which is the solver's.
fn with_each_number_of_starts(mut case: Case<'_>) -> f64 {
    let mut best: Option<(f64, Vec<Decision>)> = None;
    for starts in 0..=case.most[2] {
        case.settled = Some(vec![0, 0, starts, 0, 0]);
        cheapest(&case, &at_start(&case), 0, &mut best, &mut Vec::new());
    }
    let (cost, what) = best.unwrap();
    let found = solver_says(&case).unwrap();
    assert!(
        (cost - found).abs() < 1.0,
        "everything tried: £{cost}, the solver: £{found}\n{what:?}"
    );
    assert!(what[2].starts > 0, "{what:?}");
    cost
}
