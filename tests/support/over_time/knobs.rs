//! What is random in a small plan by month, and how it is drawn.

use std::fmt;

use proptest::prelude::*;
use skillmix::dates::Month;

macro_rules! features {
    ($($(#[$doc:meta])* $name:ident,)*) => {
        /// Something that a plan by month may have in it.
        #[derive(Debug, Clone, Copy, PartialEq, Eq)]
        pub enum Feature { $($(#[$doc])* $name,)* }

        impl Feature {
            pub const ALL: &'static [Self] = &[$(Self::$name),*];
        }
    };
}

features! {
    /// People who wait and are treated; without, work is the tasks' fixed hours alone.
    Patients,
    /// A leaving rate of the first year's own.
    FirstYear,
    /// Leaving given by period.
    LeavingPerPeriod,
    /// Time in post before a route.
    Tenure,
    /// A route that replaces leavers.
    Ladder,
    /// A route of two stages.
    TwoStages,
    /// Intakes twice a year.
    Intakes,
    /// A route without stages, up.
    Regrading,
    /// A route without stages, down.
    Downward,
    /// Drop-outs go back.
    DropoutsReturn,
    /// A route from outside.
    FromOutside,
    /// Nobody with the highest role can be hired.
    OnlyTrained,
    /// Retention measures.
    Measures,
    /// Of those, one with a fixed cost.
    FixedCost,
    /// Of those, one that takes hours.
    MeasureHours,
    /// Of those, one that begins later.
    MeasureLater,
    /// Time between the decision to hire and the joining.
    Lead,
    /// People already hired.
    AlreadyHired,
    /// Trainees at the start.
    Trainees,
    /// Places already filled.
    PlacesFilled,
    /// Staff at the start by month of joining.
    Joined,
    /// Staff at the start by year in post.
    TimeInPost,
    /// Redundancies.
    Redundancy,
    /// Idle hours are declared.
    Supernumerary,
    /// Short time.
    ShortTime,
    /// One role's staff in post are whole.
    WholeStaff,
    /// Least and most in post.
    InPostBounds,
    /// Overtime as a share.
    Overtime,
    /// Overtime in hours.
    OvertimeHours,
    /// A limit on hires.
    HiresLimit,
    /// A limit on starts, as a share of staff.
    StartsLimit,
    /// A limit on growth.
    GrowthLimit,
    /// A limit on the size of one role relative to others.
    SizeLimit,
    /// Limits over a year.
    YearLimits,
    /// A limit on redundancies, on the supernumerary and on short time.
    IdleLimits,
    /// A budget.
    Budget,
    /// A levy fund.
    Levy,
    /// Amounts of a year that differ.
    ByYear,
    /// Places in a year.
    PlacesPerYear,
    /// Places at an intake.
    PlacesPerIntake,
    /// An intake that differs.
    PlacesByIntake,
    /// Hires in a year.
    MarketPerYear,
    /// Hires in a month.
    MarketPerMonth,
    /// Standards that must be met.
    Hard,
    /// Standards over a year.
    YearStandards,
    /// Standards that begin later.
    Later,
    /// Glide paths.
    Paths,
    /// Access over all services.
    OverallAccess,
    /// Most supervisees, perhaps from a month on.
    Ratio,
    /// A band of the mix of roles.
    Band,
    /// A year with seasons.
    Seasons,
    /// Referrals of a year that differ.
    ReferralsByYear,
    /// A backlog at the start.
    Backlog,
    /// People who started before the start.
    Started,
    /// The ending keeps training alive.
    Sustained,
    /// Hiring and training in whole numbers.
    Whole,
    /// Hours that change by period.
    ChangingHours,
    /// Less than all work can be bought in.
    LittleBoughtIn,
    /// Steady hiring is sought too.
    Steadiest,
    /// Where leavers go.
    Destinations,
}

/// A set of features; drawn as bits, so that shrinking leaves features out.
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct Features(u64);

impl Features {
    pub fn has(self, feature: Feature) -> bool {
        self.0 & (1 << feature as u64) != 0
    }

    pub fn with(self, features: &[Feature]) -> Self {
        Self(features.iter().fold(self.0, |set, &f| set | 1 << f as u64))
    }

    pub fn without(self, features: &[Feature]) -> Self {
        Self(
            features
                .iter()
                .fold(self.0, |set, &f| set & !(1 << f as u64)),
        )
    }
}

impl fmt::Debug for Features {
    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
        let present = Feature::ALL.iter().filter(|feature| self.has(**feature));
        f.debug_set().entries(present).finish()
    }
}

/// What is random in a small plan by month.
#[derive(Debug, Clone)]
pub struct Knobs {
    /// `week`, `month`, `quarter` or `year`.
    pub step: &'static str,
    pub periods: usize,
    /// The month of the year in which it begins, from 0, or in whose quarter it does.
    pub start: usize,
    pub features: Features,
    pub services: Vec<ServiceKnobs>,
    /// Of AP, PWP and HIT.
    pub leaving: [f64; 3],
    pub completion: f64,
    pub replaced: f64,
    /// What a retention measure prevents, what it costs as a share of pay, whom it may cover.
    pub measure: [f64; 3],
    /// Price of an hour bought in.
    pub bought_in: f64,
    /// Share and weeks of the wait standard.
    pub wait: [f64; 2],
    /// Places at an intake.
    pub places: f64,
}

/// What is random in one of its services.
#[derive(Debug, Clone)]
pub struct ServiceKnobs {
    pub referrals: f64,
    pub step_up: f64,
    /// AP, PWP and HIT at the start, as a share of what the work would take.
    pub staff: [f64; 3],
    pub backlog: f64,
}

impl Knobs {
    pub fn has(&self, feature: Feature) -> bool {
        self.features.has(feature)
    }

    /// The same with some features and without others.
    pub fn adjusted(mut self, with: &[Feature], without: &[Feature]) -> Self {
        self.features = self.features.with(with).without(without);
        self
    }

    pub fn periods_per_year(&self) -> usize {
        match self.step {
            "week" => 52,
            "month" => 12,
            "quarter" => 4,
            _ => 1,
        }
    }

    /// Whole months that the horizon has.
    pub fn months(&self) -> usize {
        self.periods * 12 / self.periods_per_year()
    }

    /// The month of the year in which it begins, from 0: quarters begin with a quarter.
    pub fn month_of_year(&self) -> usize {
        match self.step {
            "quarter" => self.start - self.start % 3,
            _ => self.start,
        }
    }

    /// So many months after the start (before it, if negative).
    pub fn month(&self, plus: i32) -> Month {
        Month::new(2026, self.month_of_year()).plus(plus)
    }
}

/// Knobs for plans that are small enough to solve in moments.
pub fn knobs() -> impl Strategy<Value = Knobs> {
    let service = (
        200.0..2000.0_f64,
        0.1..0.5_f64,
        [0.3..1.2_f64, 0.3..1.2, 0.3..1.2],
        0.0..0.3_f64,
    )
        .prop_map(|(referrals, step_up, staff, backlog)| ServiceKnobs {
            referrals: referrals.round(),
            step_up,
            staff,
            backlog,
        });
    let time = prop_oneof![
        4 => (Just("month"), 4..=20_usize),
        2 => (Just("quarter"), 4..=12_usize),
        1 => (Just("week"), 4..=20_usize),
        1 => (Just("year"), 4..=6_usize),
    ];
    let rates = (
        [0.02..0.4_f64, 0.02..0.5, 0.02..0.3],
        0.6..1.0_f64,
        0.05..0.6_f64,
        [0.1..0.6_f64, 0.005..0.1, 0.3..1.0],
        60.0..160.0_f64,
        [0.5..0.95_f64, 3.0..18.0],
        2.0..12.0_f64,
    );
    (
        time,
        0..12_usize,
        prop::bits::u64::ANY,
        prop::collection::vec(service, 1..=3),
        rates,
    )
        .prop_map(
            |(
                (step, periods),
                start,
                features,
                services,
                (leaving, completion, replaced, measure, bought_in, wait, places),
            )| Knobs {
                step,
                periods,
                start,
                features: Features(features),
                services,
                leaving,
                completion,
                replaced,
                measure,
                bought_in,
                wait,
                places: places.floor(),
            },
        )
}
