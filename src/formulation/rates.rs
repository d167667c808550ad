//! The coefficients of families A and B: what a steady stock loses, and what a start keeps.

use crate::instance::{Care, Role, Route};
use crate::units::{Months, Quantity};

/// A5: the monthly share of leavers with which an annual share comes about.
pub(super) fn monthly(annual: f64) -> f64 {
    1.0 - (1.0 - annual).powf(1.0 / 12.0)
}

/// `λ`: leavers a year from a constant stock of one past the first year in post.
pub(super) fn leavers_per_year(role: &Role) -> f64 {
    12.0 * monthly(role.leaving)
}

/// `L₁`: years that a joiner spends in the first year in post, on average.
pub(super) fn years_in_first(role: &Role) -> f64 {
    let stay = 1.0 - monthly(role.first_year_leaving);
    (0..12).map(|month| stay.powi(month)).sum::<f64>() / 12.0
}

/// `σ(τ)`: the share of joiners still in post after so many months.
pub(super) fn still_in_post(role: &Role, months: Months) -> f64 {
    let months = months.value();
    let first = (1.0 - role.first_year_leaving).powf(months.min(12.0) / 12.0);
    let later = (1.0 - role.leaving).powf((months - 12.0).max(0.0) / 12.0);
    first * later
}

/// B1: for each stage of a route, the trainees that a start a year keeps in post on average (WTE
/// per WTE/year); and `C_k`, the share of starters who complete.
#[must_use]
pub fn training_of(route: &Route, care: &Care) -> (Vec<f64>, f64) {
    let length: f64 = route.stages.iter().map(|s| s.months.value()).sum();
    let completion = route.completion_share.value();
    if length == 0.0 {
        return (vec![0.0; route.stages.len()], completion);
    }
    let mut present = 1.0;
    let in_post = route
        .stages
        .iter()
        .map(|stage| {
            let leaving = care.roles.get(&stage.role).map_or(0.0, |r| r.leaving);
            let months = stage.months.value();
            if months == 0.0 {
                return 0.0;
            }
            let loss = -completion.ln() / length - (1.0 - leaving).ln() / 12.0;
            let mean = if loss == 0.0 {
                present * months / 12.0
            } else {
                // Not 1 − e^…, of which little would be left where the loss is small.
                -present * (-loss * months).exp_m1() / (12.0 * loss)
            };
            present *= (-loss * months).exp();
            mean
        })
        .collect();
    (in_post, present)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ids::RoleId;
    use crate::instance::Stage;
    use crate::reading::read_instance;
    use crate::units::Share;

    /// Two stages, of 6 and 18 months, with their leaving.
    fn two_stages(completion: f64, leaving: [f64; 2]) -> (Vec<f64>, f64) {
        let path = concat!(
            env!("CARGO_MANIFEST_DIR"),
            "/instances/lancashire-and-south-cumbria.toml"
        );
        let mut instance = read_instance(path.as_ref()).instance.expect("valid");
        let mut care = instance.services.remove(0).care;
        let mut route = care.routes["ap-apprenticeship"].clone();
        route.completion_share = Share::new(completion);
        route.stages.clear();
        for ((role, months), leaving) in [("trainee-ap-year-1", 6.0), ("trainee-ap-year-2", 18.0)]
            .into_iter()
            .zip(leaving)
        {
            care.roles[role].leaving = leaving;
            route.stages.push(Stage {
                lags: 0..0,
                role: RoleId::new(role),
                months: Months::new(months),
            });
        }
        training_of(&route, &care)
    }

    #[test]
    fn hardly_any_loss_is_as_exact_as_none() {
        for completion in [1.0, 1.0 - 1e-15, 1.0 - 1e-13, 1.0 - 1e-9] {
            let (in_post, completing) = two_stages(completion, [0.0, 1e-14]);
            assert!((in_post[0] - 0.5).abs() < 1e-9, "{completion}: {in_post:?}");
            assert!((in_post[1] - 1.5).abs() < 2e-9, "{completion}: {in_post:?}");
            assert!((completing - 1.0).abs() < 2e-9);
        }
    }

    #[test]
    fn a_stage_that_everybody_leaves_keeps_nobody() {
        let (in_post, completing) = two_stages(0.9, [1.0, 0.2]);
        assert_eq!((in_post, completing), (vec![0.0, 0.0], 0.0));
    }
}
