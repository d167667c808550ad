//! What an instance asks of its plan, at the level at which people wrote it: this standard, this
//! budget, this ratio. An ask may be many rows of the formulation, one for each time it holds at.
//! Questions (why is there no plan, what would it take, what is it worth) are put and answered in
//! asks.

mod asked;
mod edit;
mod words;

use std::fmt;

use serde::Serialize;

pub use asked::{AskUnit, Asked, asked};
pub use edit::{Change, EditError, Relief, relieved};

use crate::catalogue;
use crate::ids::{
    BudgetId, Id, LevyId, LimitId, MarketId, MeasureId, PlacesId, RoleId, RouteId, ServiceId,
    SkillMixId, StandardId, SupervisionId, TaskId, TreatmentId,
};

pub use crate::catalogue::Currency;
pub use crate::instance::time::When;

macro_rules! asks {
    ($($(#[$doc:meta])* $variant:ident ( $($field:ident : $ty:ty),* ) = $family:literal;)*) => {
        /// One thing that an instance asks of its plan.
        #[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize)]
        #[serde(tag = "family", rename_all = "kebab-case")]
        pub enum Ask {
            $($(#[$doc])* $variant { $(#[doc = stringify!($field)] $field: $ty),* },)*
        }

        impl Ask {
            /// The families of the catalogue that are asks.
            pub const FAMILIES: &'static [&'static str] = &[$($family),*];

            /// Its family in the catalogue.
            #[must_use]
            pub fn family(&self) -> &'static str {
                match self { $(Self::$variant { .. } => $family),* }
            }

            /// Its indices, each with its name in the catalogue's sentences.
            #[must_use]
            pub fn indices(&self) -> Vec<(&'static str, &str)> {
                match self { $(Self::$variant { $($field),* } => vec![$((stringify!($field), $field.as_str())),*]),* }
            }
        }
    };
}

asks! {
    /// Starts of a step in a year.
    Access(service: ServiceId, standard: StandardId) = "access";
    /// Starts of a step over several services in a year.
    OverallAccess(standard: StandardId) = "overall-access";
    /// The share who start in time.
    Wait(service: ServiceId, standard: StandardId) = "wait";
    /// The share who recover.
    Recovery(service: ServiceId, standard: StandardId) = "recovery";
    /// Courses finished in a year.
    Completion(service: ServiceId, standard: StandardId) = "completion";
    /// What may be spent.
    Budget(budget: BudgetId) = "budget";
    /// What a levy fund holds.
    LevyFund(levy: LevyId) = "levy-fund";
    /// That levy funds pay fees only.
    LevyEligible(service: ServiceId) = "levy-eligible";
    /// Whom the labour market gives.
    LabourMarket(market: MarketId) = "labour-market";
    /// Training places.
    Places(places: PlacesId) = "places";
    /// Time in post before a route, steady year.
    Tenure(service: ServiceId, route: RouteId) = "tenure";
    /// Time in post before a role's routes, plan by month.
    TenurePool(service: ServiceId, role: RoleId) = "tenure-pool";
    /// Least share of a step's starts.
    ShareMin(service: ServiceId, treatment: TreatmentId) = "share-min";
    /// Greatest share of a step's starts.
    ShareMax(service: ServiceId, treatment: TreatmentId) = "share-max";
    /// A role's greatest share of a task.
    TaskShare(service: ServiceId, task: TaskId, role: RoleId) = "task-share";
    /// A task's greatest share of a role's hours.
    RoleShare(service: ServiceId, task: TaskId, role: RoleId) = "role-share";
    /// Overtime.
    OvertimeCap(service: ServiceId, role: RoleId) = "overtime-cap";
    /// Hours bought in.
    BoughtInCap(service: ServiceId, task: TaskId) = "bought-in-cap";
    /// Supervisees for a supervisor.
    SupervisionRatio(service: ServiceId, rule: SupervisionId) = "supervision-ratio";
    /// Least share in the mix of roles.
    SkillMixMin(service: ServiceId, band: SkillMixId) = "skill-mix-min";
    /// Greatest share in the mix of roles.
    SkillMixMax(service: ServiceId, band: SkillMixId) = "skill-mix-max";
    /// How many a retention measure may cover.
    CoverShare(service: ServiceId, measure: MeasureId) = "cover-share";
    /// A limit on change or size.
    ChangeLimit(service: ServiceId, limit: LimitId) = "change-limit";
    /// The ending.
    EndingStaff(service: ServiceId, role: RoleId) = "ending-staff";
    /// Least staff in post.
    InPostMin(service: ServiceId, role: RoleId) = "in-post-min";
    /// Most staff in post.
    InPostMax(service: ServiceId, role: RoleId) = "in-post-max";
}

impl Ask {
    /// The service that it is about; none where it joins several.
    #[must_use]
    pub fn service(&self) -> Option<&str> {
        self.index("service")
    }

    /// What an index of it names.
    #[must_use]
    pub fn index(&self, name: &str) -> Option<&str> {
        let indices = self.indices();
        indices.iter().find(|(n, _)| *n == name).map(|(_, id)| *id)
    }

    /// In what it can be given more room; none where it must not be touched.
    #[must_use]
    pub fn currency(&self) -> Option<Currency> {
        catalogue::family(self.family())?.currency
    }

    /// Whether it asks for something to be reached (a standard, a least share), rather than limits
    /// what may be used.
    #[must_use]
    pub fn is_demand(&self) -> bool {
        matches!(
            self,
            Self::Access { .. }
                | Self::OverallAccess { .. }
                | Self::Wait { .. }
                | Self::Recovery { .. }
                | Self::Completion { .. }
                | Self::ShareMin { .. }
                | Self::SkillMixMin { .. }
                | Self::EndingStaff { .. }
                | Self::InPostMin { .. }
        )
    }
}

/// `access[salford,step-3]`, as in files of the solver, without the time.
impl fmt::Display for Ask {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let ids: Vec<&str> = self.indices().into_iter().map(|(_, id)| id).collect();
        write!(f, "{}[{}]", self.family(), ids.join(","))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::catalogue::RowKind;

    #[test]
    fn every_family_that_people_wrote_is_an_ask_and_no_arithmetic_is() {
        for family in catalogue::families() {
            // A share of a limit is the same limit.
            let name = family
                .family
                .strip_suffix("-limit-share")
                .map_or_else(|| family.family.clone(), |limit| format!("{limit}-limit"));
            assert_eq!(
                Ask::FAMILIES.contains(&name.as_str()),
                family.kind != RowKind::Identity,
                "{name}"
            );
        }
        for family in Ask::FAMILIES {
            assert!(catalogue::family(family).is_some(), "{family}");
        }
    }
}
