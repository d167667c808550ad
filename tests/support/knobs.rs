//! What is random in a small instance, and how it is drawn.

use proptest::prelude::*;

/// What is random in a small instance.
#[derive(Debug, Clone)]
pub struct Knobs {
    pub periods: usize,
    pub services: Vec<ServiceKnobs>,
    pub leaving: [f64; 2],
    pub pay: [f64; 4],
    pub post_unit: f64,
    pub places_unit: f64,
    pub completion: f64,
    pub replaced: f64,
    pub shift_down: f64,
    pub bought_in: f64,
    pub overtime: f64,
    pub soft_wait: bool,
    pub soft_access: bool,
    pub access_of_referrals: f64,
    pub wait_share: f64,
    pub wait_weeks: f64,
    pub wait_shape: f64,
    pub places: f64,
    pub levy: f64,
}

/// What is random in one of its services.
#[derive(Debug, Clone)]
pub struct ServiceKnobs {
    pub referrals: f64,
    pub step_up: f64,
    pub sessions: f64,
    pub missed: f64,
    pub seasonal: f64,
}

/// Knobs for instances that are small enough to solve in moments.
pub fn knobs() -> impl Strategy<Value = Knobs> {
    let service = (
        100.0..4000.0_f64,
        0.0..0.5_f64,
        2.0..9.0_f64,
        0.0..0.25_f64,
        0.0..0.3_f64,
    )
        .prop_map(
            |(referrals, step_up, sessions, missed, seasonal)| ServiceKnobs {
                referrals,
                step_up,
                sessions,
                missed,
                seasonal,
            },
        );
    let shape = (
        prop_oneof![Just(1_usize), Just(4)],
        prop::collection::vec(service, 1..=2),
        [0.02..0.5_f64, 0.02..0.3],
        [20e3..50e3_f64, 30e3..60e3, 50e3..90e3, 30e3..60e3],
        prop_oneof![Just(0.0), Just(0.5), Just(1.0)],
        prop_oneof![Just(0.0), Just(1.0)],
    );
    let limits = (
        0.6..1.0_f64,
        0.0..0.8_f64,
        0.0..0.6_f64,
        0.0..0.3_f64,
        0.0..0.1_f64,
    );
    let standards = (
        any::<bool>(),
        any::<bool>(),
        0.5..0.99_f64,
        0.5..0.95_f64,
        3.0..20.0_f64,
        prop_oneof![Just(1.0), 0.8..3.0_f64],
        0.0..30.0_f64,
        0.0..50e3_f64,
    );
    (shape, limits, standards).prop_map(
        |(
            (periods, services, leaving, pay, post_unit, places_unit),
            (completion, replaced, shift_down, bought_in, overtime),
            (
                soft_wait,
                soft_access,
                access_of_referrals,
                wait_share,
                wait_weeks,
                wait_shape,
                places,
                levy,
            ),
        )| Knobs {
            periods,
            services,
            leaving,
            pay,
            post_unit,
            places_unit,
            completion,
            replaced,
            shift_down,
            bought_in,
            overtime,
            soft_wait,
            soft_access,
            access_of_referrals,
            wait_share,
            wait_weeks,
            wait_shape,
            places,
            levy,
        },
    )
}
