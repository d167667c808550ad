//! Which ask a row belongs to, and a formulation in which asks can give way.

use super::keys::Period;
use super::{Column, ColumnId, Formulation, Row, RowKey, VarKey, When};
use crate::asks::Ask;

impl RowKey {
    /// The ask that the row belongs to, and when it is about; none for arithmetic.
    #[must_use]
    #[expect(clippy::too_many_lines, reason = "one line a family")]
    pub fn ask(&self) -> Option<(Ask, When)> {
        let at = |period: &Period| When::In(*period);
        let asked = match self.clone() {
            Self::Access {
                service,
                standard,
                when,
            } => (Ask::Access { service, standard }, when),
            Self::OverallAccess { standard, when } => (Ask::OverallAccess { standard }, when),
            Self::Wait {
                service,
                standard,
                period,
            } => (Ask::Wait { service, standard }, at(&period)),
            Self::Recovery {
                service,
                standard,
                when,
            } => (Ask::Recovery { service, standard }, when),
            Self::Completion {
                service,
                standard,
                when,
            } => (Ask::Completion { service, standard }, when),
            Self::Budget { budget, when } => (Ask::Budget { budget }, when),
            Self::LevyFund { levy, when } => (Ask::LevyFund { levy }, when),
            Self::LevyEligible { service, when } => (Ask::LevyEligible { service }, when),
            Self::LabourMarket { market, when } => (Ask::LabourMarket { market }, when),
            Self::Places { places, when } => (Ask::Places { places }, when),
            Self::Tenure { service, route } => (Ask::Tenure { service, route }, When::Always),
            Self::TenurePool {
                service,
                role,
                period,
            } => (Ask::TenurePool { service, role }, at(&period)),
            Self::ShareMin {
                service,
                treatment,
                period,
            } => (Ask::ShareMin { service, treatment }, at(&period)),
            Self::ShareMax {
                service,
                treatment,
                period,
            } => (Ask::ShareMax { service, treatment }, at(&period)),
            Self::TaskShare {
                service,
                task,
                role,
                period,
            } => (
                Ask::TaskShare {
                    service,
                    task,
                    role,
                },
                at(&period),
            ),
            Self::RoleShare {
                service,
                task,
                role,
                period,
            } => (
                Ask::RoleShare {
                    service,
                    task,
                    role,
                },
                at(&period),
            ),
            Self::OvertimeCap {
                service,
                role,
                period,
            } => (Ask::OvertimeCap { service, role }, at(&period)),
            Self::BoughtInCap {
                service,
                task,
                period,
            } => (Ask::BoughtInCap { service, task }, at(&period)),
            Self::SupervisionRatio {
                service,
                rule,
                when,
            } => (Ask::SupervisionRatio { service, rule }, when),
            Self::SkillMixMin {
                service,
                band,
                when,
            } => (Ask::SkillMixMin { service, band }, when),
            Self::SkillMixMax {
                service,
                band,
                when,
            } => (Ask::SkillMixMax { service, band }, when),
            Self::CoverShare {
                service,
                measure,
                period,
            } => (Ask::CoverShare { service, measure }, at(&period)),
            Self::ChangeLimit {
                service,
                limit,
                when,
            }
            | Self::ChangeLimitShare {
                service,
                limit,
                when,
            } => (Ask::ChangeLimit { service, limit }, when),
            Self::EndingStaff { service, role } => {
                (Ask::EndingStaff { service, role }, When::Always)
            }
            Self::InPostMin {
                service,
                role,
                period,
            } => (Ask::InPostMin { service, role }, at(&period)),
            Self::InPostMax {
                service,
                role,
                period,
            } => (Ask::InPostMax { service, role }, at(&period)),
            _ => return None,
        };
        Some(asked)
    }
}

impl Formulation {
    /// The same with the bounds on staff in post as rows, so that every ask is a row.
    #[must_use]
    pub fn with_asks_as_rows(mut self) -> Self {
        let mut rows = Vec::new();
        for (place, (key, column)) in self.columns.iter_mut().enumerate() {
            let VarKey::InPost {
                service,
                role,
                period,
            } = key
            else {
                continue;
            };
            let (service, role, period) = (service.clone(), role.clone(), *period);
            let terms = vec![(ColumnId(place), 1.0)];
            if column.lower > 0.0 {
                let key = RowKey::InPostMin {
                    service: service.clone(),
                    role: role.clone(),
                    period,
                };
                let row = Row {
                    terms: terms.clone(),
                    lower: column.lower,
                    upper: f64::INFINITY,
                };
                rows.push((key, row));
                column.lower = 0.0;
            }
            // A role that nobody may be employed in has no staff for another reason.
            if column.upper.is_finite() && column.upper > 0.0 {
                let key = RowKey::InPostMax {
                    service,
                    role,
                    period,
                };
                let row = Row {
                    terms,
                    lower: f64::NEG_INFINITY,
                    upper: column.upper,
                };
                rows.push((key, row));
                column.upper = f64::INFINITY;
            }
        }
        self.rows.extend(rows);
        self
    }

    /// Lets the rows of some asks give way: each gets a column [`VarKey::Relief`] for how much, in
    /// the unit of the row (one with two bounds also a [`VarKey::ReliefAbove`]). Returns the columns' places.
    pub fn relieve(&mut self, gives_way: impl Fn(&Ask, When) -> bool) -> Vec<ColumnId> {
        let mut columns = Vec::new();
        for (key, row) in &mut self.rows {
            let Some((ask, when)) = key.ask() else {
                continue;
            };
            if !gives_way(&ask, when) {
                continue;
            }
            let has_two = row.lower.is_finite() && row.upper.is_finite();
            for (side, sign) in [(row.lower, 1.0), (row.upper, -1.0)] {
                if !side.is_finite() {
                    continue;
                }
                let of = Box::new(key.clone());
                let name = if has_two && sign < 0.0 {
                    VarKey::ReliefAbove { row: of }
                } else {
                    VarKey::Relief { row: of }
                };
                let (place, _) = self.columns.insert_full(name, Column::FREE_FROM_ZERO);
                row.terms.push((ColumnId(place), sign));
                columns.push(ColumnId(place));
            }
        }
        columns
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ids::{BudgetId, ServiceId};

    #[test]
    fn a_row_that_gives_way_has_a_column_for_how_much() {
        let service = ServiceId::new("s");
        let mut formulation = Formulation::default();
        let spend = VarKey::Spend {
            service,
            when: When::Always,
        };
        formulation.columns.insert(spend, Column::FREE_FROM_ZERO);
        let key = RowKey::Budget {
            budget: BudgetId::new("b"),
            when: When::Always,
        };
        let row = Row {
            terms: vec![(ColumnId(0), 1.0)],
            lower: f64::NEG_INFINITY,
            upper: 5.0,
        };
        formulation.rows.insert(key.clone(), row);
        assert!(formulation.clone().relieve(|_, _| false).is_empty());
        assert_eq!(formulation.relieve(|_, _| true), [ColumnId(1)]);
        assert_eq!(
            formulation.rows[&key].terms,
            [(ColumnId(0), 1.0), (ColumnId(1), -1.0)]
        );
        let (name, _) = formulation.columns.get_index(1).expect("a column");
        assert_eq!(name.to_string(), "relief[budget[b]]");
    }
}
