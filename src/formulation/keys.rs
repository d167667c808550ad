//! The names of columns and rows. One key names a column in an exported file, the subject of an
//! explanation and the owner of a price. `Display` gives `staff[salford,pwp]`: a family, then
//! its indices, with no space in it.

use std::fmt;

use crate::ids::{
    BudgetId, LevyId, LimitId, MarketId, MeasureId, PlacesId, RoleId, RouteId, ServiceId,
    SkillMixId, StandardId, StepId, SupervisionId, TaskId, TreatmentId,
};

pub use crate::instance::time::When;

/// A period's position in the year, or in the horizon.
pub type Period = usize;

macro_rules! keys {
    ($(#[$doc:meta])* $name:ident { $($(#[$vdoc:meta])* $variant:ident ( $($field:ident : $ty:ty),* ) = $family:literal, $label:literal;)* }) => {
        $(#[$doc])*
        #[derive(Debug, Clone, PartialEq, Eq, Hash)]
        pub enum $name {
            $($(#[$vdoc])* $variant { $(#[doc = stringify!($field)] $field: $ty),* },)*
        }

        impl $name {
            /// Every family, with the label of `models/formulation.md`.
            pub const FAMILIES: &'static [(&'static str, &'static str)] = &[$(($family, $label)),*];

            /// The family that the key belongs to.
            #[must_use]
            pub fn family(&self) -> &'static str {
                match self { $(Self::$variant { .. } => $family),* }
            }

            /// The label of the family in `models/formulation.md`.
            #[must_use]
            pub fn label(&self) -> &'static str {
                match self { $(Self::$variant { .. } => $label),* }
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                match self {
                    $(Self::$variant { $($field),* } => {
                        let indices: &[&dyn fmt::Display] = &[$($field),*];
                        write_key(f, $family, indices)
                    })*
                }
            }
        }
    };
}

keys! {
    /// The name of a column. The label is that of the family where the column is explained.
    VarKey {
        /// Posts of a qualified role, in units of the post's size.
        Posts(service: ServiceId, role: RoleId) = "posts", "H3";
        /// Hires from outside in a year, WTE.
        Hires(service: ServiceId, role: RoleId) = "hires", "A4";
        /// Staff past their first year in post, WTE.
        PastFirstYear(service: ServiceId, role: RoleId) = "past-first-year", "A2";
        /// Completers for whom there is no post, WTE a year.
        Released(service: ServiceId, role: RoleId) = "released", "A1";
        /// Leavers for a ladder outside the service, WTE a year.
        LadderLeavers(service: ServiceId, route: RouteId) = "ladder-leavers", "A7";
        /// Starts of training in a year, in units of places.
        TrainingStarts(service: ServiceId, route: RouteId) = "training-starts", "B1";
        /// People waiting at the end of a period.
        Waiting(service: ServiceId, step: StepId, period: Period) = "waiting", "C1";
        /// People who start a treatment in a period.
        Starts(service: ServiceId, treatment: TreatmentId, period: Period) = "starts", "C3";
        /// Hours of a role on a task in a period.
        TaskHours(service: ServiceId, task: TaskId, role: RoleId, period: Period) = "task-hours", "D2";
        /// Hours bought in for a task in a period.
        BoughtIn(service: ServiceId, task: TaskId, period: Period) = "bought-in", "D2";
        /// Overtime of a role in a period, hours.
        Overtime(service: ServiceId, role: RoleId, period: Period) = "overtime", "D4";
        /// Hours of supervision that a role gives under a rule in a period.
        Supervising(service: ServiceId, rule: SupervisionId, role: RoleId, period: Period) = "supervising", "E1";
        /// Course fees paid from a levy fund in a year, £.
        LevyFees(service: ServiceId, levy: LevyId, when: When) = "levy-fees", "G3";
        /// People short of a soft standard in a year (waits: in a period).
        Shortfall(service: ServiceId, standard: StandardId, period: Period) = "shortfall", "I1";
        /// Spend of a service in a year, £.
        Spend(service: ServiceId, when: When) = "spend", "G1";
        /// Staff in post during a period, in units of `in_post_unit_wte`.
        InPost(service: ServiceId, role: RoleId, period: Period) = "in-post", "A1";
        /// Of those, past their first year in post, WTE.
        PastFirstYearIn(service: ServiceId, role: RoleId, period: Period) = "past-first-year-in", "A2";
        /// Staff who have, or would by then have, the longest tenure that a route asks, less those
        /// who started before, WTE.
        Tenured(service: ServiceId, role: RoleId, period: Period) = "tenured", "A3";
        /// People hired from outside who join in a period, in units of the post's size.
        Joining(service: ServiceId, role: RoleId, period: Period) = "joining", "A4";
        /// Redundancies at the beginning of a period, in units of the post's size.
        Redundant(service: ServiceId, role: RoleId, period: Period) = "redundant", "A1";
        /// Staff that a retention measure covers, WTE.
        Covered(service: ServiceId, measure: MeasureId, period: Period) = "covered", "A6";
        /// Of those, staff with the longest tenure that a route asks, WTE.
        CoveredTenured(service: ServiceId, measure: MeasureId, period: Period) = "covered-tenured", "A6";
        /// Whether a retention measure with a fixed cost runs in a financial year.
        Running(service: ServiceId, measure: MeasureId, when: When) = "running", "A6";
        /// Staff who would have left for a ladder at the end of a period and stay for a place of
        /// the service's own, WTE.
        LadderKept(service: ServiceId, route: RouteId, period: Period) = "ladder-kept", "A7";
        /// Of those, staff with the longest tenure that a route asks, WTE.
        LadderKeptTenured(service: ServiceId, route: RouteId, period: Period) = "ladder-kept-tenured", "A7";
        /// Staff who stay for a place of the service's own on the ladder, at the end of a period, WTE.
        LadderWaiting(service: ServiceId, route: RouteId, period: Period) = "ladder-waiting", "A7";
        /// Starters of the service's own who would not have left for the ladder, WTE.
        BeyondLadder(service: ServiceId, route: RouteId, period: Period) = "beyond-ladder", "A7";
        /// Starts of training at an intake, in units of places.
        Intake(service: ServiceId, route: RouteId, period: Period) = "intake", "B1";
        /// Supernumerary staff, WTE.
        Supernumerary(service: ServiceId, role: RoleId, period: Period) = "supernumerary", "D4";
        /// Staff on short time, WTE.
        ShortTime(service: ServiceId, role: RoleId, period: Period) = "short-time", "D4";
        /// Staff past their first year in the sustained state of the ending, WTE.
        EndingPastFirstYear(service: ServiceId, role: RoleId) = "ending-past-first-year", "H2";
        /// Leavers for a ladder in the sustained state of the ending, WTE a year.
        EndingLadderLeavers(service: ServiceId, route: RouteId) = "ending-ladder-leavers", "H2";
        /// By how much the hires of a period differ from those of the period before, WTE.
        Swing(service: ServiceId, role: RoleId, period: Period) = "swing", "I3";
        /// By how much a row gives way, in the row's unit; only where somebody asks what it would take.
        Relief(row: Box<RowKey>) = "relief", "J1";
        /// The same above the upper bound of a row that has a lower one too.
        ReliefAbove(row: Box<RowKey>) = "relief-above", "J1";
        /// Priced shortfall per person referred in the worst-off service, £.
        WorstService() = "worst-service", "I2";
        /// People waiting, mean, for each person referred in a year, in the service with most; only where
        /// somebody asks for other good plans.
        LongestList() = "longest-list", "M1";
    }
}

keys! {
    /// The name of a row.
    RowKey {
        /// Those who join a role replace those who leave it.
        StaffBalance(service: ServiceId, role: RoleId) = "staff-balance", "A1";
        /// Staff are those in their first year and those past it.
        TimeInPost(service: ServiceId, role: RoleId) = "time-in-post", "A2";
        /// Only those long enough in post may start a route.
        Tenure(service: ServiceId, route: RouteId) = "tenure", "A3";
        /// Hires within what the labour market gives.
        LabourMarket(market: MarketId, when: When) = "labour-market", "A4";
        /// Leavers for a ladder, less the service's own starts on it.
        LadderBalance(service: ServiceId, route: RouteId) = "ladder-balance", "A7";
        /// Training starts within the places there are.
        Places(places: PlacesId, when: When) = "places", "B2";
        /// The waiting list.
        WaitingList(service: ServiceId, step: StepId, period: Period) = "waiting-list", "C1";
        /// Least share of a step's starts.
        ShareMin(service: ServiceId, treatment: TreatmentId, period: Period) = "share-min", "C3";
        /// Greatest share of a step's starts.
        ShareMax(service: ServiceId, treatment: TreatmentId, period: Period) = "share-max", "C3";
        /// A task's work is done.
        WorkCover(service: ServiceId, task: TaskId, period: Period) = "work-cover", "D2";
        /// Shift-down limit: a role's share of a task.
        TaskShare(service: ServiceId, task: TaskId, role: RoleId, period: Period) = "task-share", "D3";
        /// A task's share of a role's clinical hours.
        RoleShare(service: ServiceId, task: TaskId, role: RoleId, period: Period) = "role-share", "D3";
        /// A role's hours are within its capacity.
        Capacity(service: ServiceId, role: RoleId, period: Period) = "capacity", "D4";
        /// Overtime within its cap.
        OvertimeCap(service: ServiceId, role: RoleId, period: Period) = "overtime-cap", "D4";
        /// Hours bought in within their cap.
        BoughtInCap(service: ServiceId, task: TaskId, period: Period) = "bought-in-cap", "D4";
        /// Supervision is given.
        SupervisionCover(service: ServiceId, rule: SupervisionId, period: Period) = "supervision-cover", "E1";
        /// Supervisees for a supervisor.
        SupervisionRatio(service: ServiceId, rule: SupervisionId, when: When) = "supervision-ratio", "E2";
        /// Least share in the mix of roles.
        SkillMixMin(service: ServiceId, band: SkillMixId, when: When) = "skill-mix-min", "E3";
        /// Greatest share in the mix of roles.
        SkillMixMax(service: ServiceId, band: SkillMixId, when: When) = "skill-mix-max", "E3";
        /// Starts of a step in a year.
        Access(service: ServiceId, standard: StandardId, when: When) = "access", "F1";
        /// Starts of a step over several services in a year.
        OverallAccess(standard: StandardId, when: When) = "overall-access", "F1";
        /// The waiting list that a wait standard allows.
        Wait(service: ServiceId, standard: StandardId, period: Period) = "wait", "F2";
        /// Recoveries among those who finish.
        Recovery(service: ServiceId, standard: StandardId, when: When) = "recovery", "F5";
        /// Courses finished in a year.
        Completion(service: ServiceId, standard: StandardId, when: When) = "completion", "F6";
        /// What a service spends.
        SpendBalance(service: ServiceId, when: When) = "spend-balance", "G1";
        /// Spend within a budget.
        Budget(budget: BudgetId, when: When) = "budget", "G2";
        /// Levy funds pay fees only.
        LevyEligible(service: ServiceId, when: When) = "levy-eligible", "G3";
        /// Levy fees within the fund.
        LevyFund(levy: LevyId, when: When) = "levy-fund", "G3";
        /// Staff in post from period to period.
        InPostBalance(service: ServiceId, role: RoleId, period: Period) = "in-post-balance", "A1";
        /// Staff past their first year from period to period.
        FirstYear(service: ServiceId, role: RoleId, period: Period) = "first-year", "A2";
        /// Staff with the tenure that routes ask from period to period.
        TenurePool(service: ServiceId, role: RoleId, period: Period) = "tenure-pool", "A3";
        /// Staff covered by a measure are staff in post, up to its share.
        CoverShare(service: ServiceId, measure: MeasureId, period: Period) = "cover-share", "A6";
        /// Measures prevent no more leavers than there are.
        CoverAll(service: ServiceId, role: RoleId, period: Period) = "cover-all", "A6";
        /// Of the staff covered, those with the tenure that routes ask.
        CoverTenured(service: ServiceId, measure: MeasureId, period: Period) = "cover-tenured", "A6";
        /// Staff covered among those with the tenure are no more than these.
        CoverPool(service: ServiceId, role: RoleId, period: Period) = "cover-pool", "A6";
        /// Nobody is covered by a measure that does not run.
        CoverRunning(service: ServiceId, measure: MeasureId, period: Period) = "cover-running", "A6";
        /// Nobody stays for a place who would not have left for the ladder.
        LadderBound(service: ServiceId, route: RouteId, period: Period) = "ladder-bound", "A7";
        /// Of those who stay, the ones with the tenure that routes ask.
        LadderTenured(service: ServiceId, route: RouteId, period: Period) = "ladder-tenured", "A7";
        /// They are no more than would have left of those with that tenure.
        LadderTenuredBound(service: ServiceId, route: RouteId, period: Period) = "ladder-tenured-bound", "A7";
        /// Those who stay wait until they start on a place of the service's own.
        LadderPool(service: ServiceId, route: RouteId, period: Period) = "ladder-pool", "A7";
        /// They stay for places of the coming year only.
        LadderStay(service: ServiceId, route: RouteId, period: Period) = "ladder-stay", "A7";
        /// Starters beyond the ladder-bound are starters.
        LadderBeyond(service: ServiceId, route: RouteId, period: Period) = "ladder-beyond", "A7";
        /// Least staff in post; stated as a bound, and as a row where conflicts are looked for.
        InPostMin(service: ServiceId, role: RoleId, period: Period) = "in-post-min", "H4";
        /// Most staff in post; as before.
        InPostMax(service: ServiceId, role: RoleId, period: Period) = "in-post-max", "H4";
        /// Staff on short time are staff in post.
        ShortTimeCap(service: ServiceId, role: RoleId, period: Period) = "short-time-cap", "D4";
        /// A limit on change or size.
        ChangeLimit(service: ServiceId, limit: LimitId, when: When) = "change-limit", "H1";
        /// A limit on change or size as a share of staff in post.
        ChangeLimitShare(service: ServiceId, limit: LimitId, when: When) = "change-limit-share", "H1";
        /// The ending: joiners of the last year keep up the staff that its work takes.
        EndingStaff(service: ServiceId, role: RoleId) = "ending-staff", "H2";
        /// The ending: those past their first year are replaced.
        EndingBalance(service: ServiceId, role: RoleId) = "ending-balance", "H2";
        /// The ending: leavers for a ladder, less the service's own starts.
        EndingLadder(service: ServiceId, route: RouteId) = "ending-ladder", "H2";
        /// Hires above those of the period before.
        SwingUp(service: ServiceId, role: RoleId, period: Period) = "swing-up", "I3";
        /// Hires below those of the period before.
        SwingDown(service: ServiceId, role: RoleId, period: Period) = "swing-down", "I3";
        /// The worst-off service.
        WorstService(service: ServiceId) = "worst-service", "I2";
        /// The longest list is as long as each.
        LongestList(service: ServiceId) = "longest-list", "M1";
    }
}

fn write_key(
    f: &mut fmt::Formatter<'_>,
    family: &str,
    indices: &[&dyn fmt::Display],
) -> fmt::Result {
    f.write_str(family)?;
    let mut opened = false;
    for index in indices {
        // A steady year's «always» is no index.
        let index = index.to_string();
        if !index.is_empty() {
            f.write_str(if opened { "," } else { "[" })?;
            f.write_str(&index)?;
            opened = true;
        }
    }
    f.write_str(if opened { "]" } else { "" })
}

impl VarKey {
    /// The service whose block the column belongs to; none for those that join services.
    #[must_use]
    pub fn service(&self) -> Option<&ServiceId> {
        match self {
            Self::Posts { service, .. }
            | Self::Hires { service, .. }
            | Self::PastFirstYear { service, .. }
            | Self::Released { service, .. }
            | Self::LadderLeavers { service, .. }
            | Self::TrainingStarts { service, .. }
            | Self::Waiting { service, .. }
            | Self::Starts { service, .. }
            | Self::TaskHours { service, .. }
            | Self::BoughtIn { service, .. }
            | Self::Overtime { service, .. }
            | Self::Supervising { service, .. }
            | Self::LevyFees { service, .. }
            | Self::Shortfall { service, .. }
            | Self::Spend { service, .. }
            | Self::InPost { service, .. }
            | Self::PastFirstYearIn { service, .. }
            | Self::Tenured { service, .. }
            | Self::Joining { service, .. }
            | Self::Redundant { service, .. }
            | Self::Covered { service, .. }
            | Self::CoveredTenured { service, .. }
            | Self::Running { service, .. }
            | Self::LadderKept { service, .. }
            | Self::LadderKeptTenured { service, .. }
            | Self::LadderWaiting { service, .. }
            | Self::BeyondLadder { service, .. }
            | Self::Intake { service, .. }
            | Self::Supernumerary { service, .. }
            | Self::ShortTime { service, .. }
            | Self::EndingPastFirstYear { service, .. }
            | Self::EndingLadderLeavers { service, .. }
            | Self::Swing { service, .. } => Some(service),
            Self::WorstService {}
            | Self::LongestList {}
            | Self::Relief { .. }
            | Self::ReliefAbove { .. } => None,
        }
    }
}
