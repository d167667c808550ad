//! The names of columns and rows. One key names a column in an exported file, the subject of an
//! explanation and the owner of a price. `Display` gives `staff[salford,pwp]`: a family, then
//! its indices, with no space in it.

use std::fmt;

use crate::ids::{
    BudgetId, LevyId, MarketId, PlacesId, RoleId, RouteId, ServiceId, SkillMixId, StandardId,
    StepId, SupervisionId, TaskId, TreatmentId,
};

/// A period's position in the year.
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
        LevyFees(service: ServiceId, levy: LevyId) = "levy-fees", "G3";
        /// People short of a soft standard in a year (waits: in a period).
        Shortfall(service: ServiceId, standard: StandardId, period: Period) = "shortfall", "I1";
        /// Spend of a service in a year, £.
        Spend(service: ServiceId) = "spend", "G1";
        /// Priced shortfall per person referred in the worst-off service, £.
        WorstService() = "worst-service", "I2";
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
        LabourMarket(market: MarketId) = "labour-market", "A4";
        /// Leavers for a ladder, less the service's own starts on it.
        LadderBalance(service: ServiceId, route: RouteId) = "ladder-balance", "A7";
        /// Training starts within the places there are.
        Places(places: PlacesId) = "places", "B2";
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
        SupervisionRatio(service: ServiceId, rule: SupervisionId) = "supervision-ratio", "E2";
        /// Least share in the mix of roles.
        SkillMixMin(service: ServiceId, band: SkillMixId) = "skill-mix-min", "E3";
        /// Greatest share in the mix of roles.
        SkillMixMax(service: ServiceId, band: SkillMixId) = "skill-mix-max", "E3";
        /// Starts of a step in a year.
        Access(service: ServiceId, standard: StandardId) = "access", "F1";
        /// Starts of a step over several services in a year.
        OverallAccess(standard: StandardId) = "overall-access", "F1";
        /// The waiting list that a wait standard allows.
        Wait(service: ServiceId, standard: StandardId, period: Period) = "wait", "F2";
        /// Recoveries among those who finish.
        Recovery(service: ServiceId, standard: StandardId) = "recovery", "F5";
        /// Courses finished in a year.
        Completion(service: ServiceId, standard: StandardId) = "completion", "F6";
        /// What a service spends.
        SpendBalance(service: ServiceId) = "spend-balance", "G1";
        /// Spend within a budget.
        Budget(budget: BudgetId) = "budget", "G2";
        /// Levy funds pay fees only.
        LevyEligible(service: ServiceId) = "levy-eligible", "G3";
        /// Levy fees within the fund.
        LevyFund(levy: LevyId) = "levy-fund", "G3";
        /// The worst-off service.
        WorstService(service: ServiceId) = "worst-service", "I2";
    }
}

fn write_key(
    f: &mut fmt::Formatter<'_>,
    family: &str,
    indices: &[&dyn fmt::Display],
) -> fmt::Result {
    f.write_str(family)?;
    for (position, index) in indices.iter().enumerate() {
        f.write_str(if position == 0 { "[" } else { "," })?;
        write!(f, "{index}")?;
    }
    f.write_str(if indices.is_empty() { "" } else { "]" })
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
            | Self::Spend { service } => Some(service),
            Self::WorstService {} => None,
        }
    }
}
