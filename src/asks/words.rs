//! Where an ask stands in the files, and what it is called.

use super::Ask;

impl Ask {
    /// The path of its table or key in an instance, for [`crate::reading::Reading::locate`].
    #[must_use]
    pub fn path(&self) -> Vec<&str> {
        match self {
            Self::Budget { .. } => self.top("budgets", "budget"),
            Self::LevyFund { .. } => self.top("levies", "levy"),
            Self::LabourMarket { .. } => self.top("labour_markets", "market"),
            Self::Places { .. } => self.top("places", "places"),
            Self::OverallAccess { .. } => self.top("overall_access", "standard"),
            Self::LevyEligible { service } => {
                vec!["services", crate::ids::Id::as_str(service)]
            }
            Self::Access { .. } => self.in_care(&["standards", "access"], "standard", &[]),
            Self::Wait { .. } => self.in_care(&["standards", "wait"], "standard", &[]),
            Self::Recovery { .. } => self.in_care(&["standards", "recovery"], "standard", &[]),
            Self::Completion { .. } => self.in_care(&["standards", "completion"], "standard", &[]),
            Self::Tenure { .. } => self.in_care(&["routes"], "route", &["min_months_in_post"]),
            Self::TenurePool { .. } => self.in_care(&["roles"], "role", &[]),
            Self::ShareMin { .. } => self.in_care(&["treatments"], "treatment", &["share_min"]),
            Self::ShareMax { .. } => self.in_care(&["treatments"], "treatment", &["share_max"]),
            Self::TaskShare { role, .. } | Self::RoleShare { role, .. } => {
                let role = crate::ids::Id::as_str(role);
                self.in_care(&["tasks"], "task", &["roles", role])
            }
            Self::OvertimeCap { .. } => self.in_care(&["roles"], "role", &["overtime_max_share"]),
            Self::BoughtInCap { .. } => self.in_care(&["tasks"], "task", &["bought_in"]),
            Self::SupervisionRatio { .. } => self.in_care(&["supervision"], "rule", &[]),
            Self::SkillMixMin { .. } => self.in_care(&["skill_mix"], "band", &["share_min"]),
            Self::SkillMixMax { .. } => self.in_care(&["skill_mix"], "band", &["share_max"]),
            Self::CoverShare { .. } => self.in_care(&["retention"], "measure", &["max_share"]),
            Self::ChangeLimit { .. } => self.in_care(&["limits"], "limit", &[]),
            Self::EndingStaff { .. } => vec!["horizon", "ending"],
            Self::InPostMin { .. } => self.in_care(&["roles"], "role", &["in_post_min_wte"]),
            Self::InPostMax { .. } => self.in_care(&["roles"], "role", &["in_post_max_wte"]),
        }
    }

    fn top<'a>(&'a self, table: &'a str, index: &str) -> Vec<&'a str> {
        std::iter::once(table).chain(self.index(index)).collect()
    }

    fn in_care<'a>(&'a self, tables: &[&'a str], index: &str, key: &[&'a str]) -> Vec<&'a str> {
        let service = self.service().into_iter();
        std::iter::once("services")
            .chain(service)
            .chain(["care"])
            .chain(tables.iter().copied())
            .chain(self.index(index))
            .chain(key.iter().copied())
            .collect()
    }
}
