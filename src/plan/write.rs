//! How a service's plan is written: a steady year's with all of its own parts, a plan by month
//! with those that it uses.

use serde::ser::{Serialize, SerializeMap, Serializer};

use super::{ServicePlan, Spend};

/// Writes the entries of the named fields.
macro_rules! entries {
    ($map:ident, $plan:ident: $($field:ident),*) => {
        $($map.serialize_entry(stringify!($field), &$plan.$field)?;)*
    };
}

/// Writes the entries of those named fields that hold anything.
macro_rules! used_entries {
    ($map:ident, $plan:ident: $($field:ident),*) => {
        $(if !$plan.$field.is_empty() {
            $map.serialize_entry(stringify!($field), &$plan.$field)?;
        })*
    };
}

impl Serialize for ServicePlan {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(None)?;
        // Every plan by month says who is in post and what each financial year costs.
        let by_month = !self.people.is_empty() || !self.years.is_empty();
        if by_month {
            used_entries!(map, self: staff, training_starts_per_year);
        } else {
            entries!(map, self: staff, training_starts_per_year);
        }
        entries!(map, self: waiting_people, starts_people, task_hours, bought_in_hours,
            supervision_hours, overtime_hours);
        if by_month {
            used_entries!(map, self: levy_fees_gbp, shortfall_people);
        } else {
            entries!(map, self: levy_fees_gbp, shortfall_people);
        }
        if !by_month || self.spend_gbp != Spend::default() {
            entries!(map, self: spend_gbp);
        }
        used_entries!(map, self: people, intakes, retention_wte, retention_tenured_wte,
            retention_years, shortfall_by_period_people, late_standards, years);
        map.end()
    }
}
