//! M1: the longest list for its referrals, for plans that are as even over services as can be.

use super::{Column, ColumnId, Formulation, RowKey, Terms, VarKey};
use crate::instance::Instance;
use crate::units::Quantity;

impl Formulation {
    /// Adds the column that is as large as the longest list for its referrals, and its rows.
    pub fn add_longest_list(&mut self, instance: &Instance) -> ColumnId {
        let longest = self.column(VarKey::LongestList {}, Column::FREE_FROM_ZERO);
        for service in &instance.services {
            let referrals = service.referrals.value();
            if referrals <= 0.0 {
                continue;
            }
            #[expect(clippy::cast_precision_loss, reason = "at most a few thousand periods")]
            let periods = service.care.calendar.periods() as f64;
            let mut terms = Terms::of(longest, referrals);
            for (place, key) in self.columns.keys().enumerate() {
                if matches!(key, VarKey::Waiting { service: of, .. } if *of == service.id) {
                    terms.add(ColumnId(place), -1.0 / periods);
                }
            }
            let key = RowKey::LongestList {
                service: service.id.clone(),
            };
            self.at_least(key, terms, 0.0);
        }
        longest
    }
}
