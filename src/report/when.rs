//! What time a promise is about: the last index of its subject.

use crate::dates::FinancialYear;
use crate::instance::{Calendar, Instance};

/// What time a promise is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum When {
    /// A period, by its position.
    Period(usize),
    /// A financial year of a horizon, by its position.
    Year(usize),
}

/// The time that the last index of a promise names: a period (`jan`, `2026-04`, or counted from
/// 0), or a financial year (`2026/27`; `2026-27` where no period is called so).
#[must_use]
pub fn when(instance: &Instance, text: &str) -> Option<When> {
    let calendar = &instance.services.first()?.care.calendar;
    let year = |matches: &dyn Fn(&FinancialYear) -> bool| {
        let mut years = calendar.horizon.iter().flat_map(|horizon| &horizon.years);
        years.position(|year| matches(&year.year)).map(When::Year)
    };
    if text.contains('/') {
        return year(&|year| year.to_string() == text);
    }
    (0..calendar.periods())
        .find(|period| calendar.period_name(*period) == text)
        .or_else(|| text.parse().ok())
        .map(When::Period)
        .or_else(|| year(&|year| year.slug() == text))
}

/// What a period or a financial year is called.
#[must_use]
pub fn name_of(calendar: &Calendar, when: When) -> Option<String> {
    match when {
        When::Period(period) => Some(calendar.period_name(period)),
        When::Year(place) => {
            let year = calendar.horizon.as_ref()?.years.get(place)?;
            Some(year.year.to_string())
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::sample;

    #[test]
    fn periods_and_financial_years_are_told_apart() {
        let mut instance = sample::instance(1);
        assert_eq!(when(&instance, "feb"), Some(When::Period(1)));
        assert_eq!(when(&instance, "11"), Some(When::Period(11)));
        assert_eq!(when(&instance, "2026/27"), None);
        instance.services[0].care.calendar = sample::calendar("2026-04", 12, 36);
        for (text, meant) in [
            ("2026-04", When::Period(0)),
            ("2029-03", When::Period(35)),
            ("2026/27", When::Year(0)),
            ("2028-29", When::Year(2)),
        ] {
            assert_eq!(when(&instance, text), Some(meant), "{text}");
        }
        assert_eq!(when(&instance, "2030/31"), None);
        let calendar = &instance.services[0].care.calendar;
        assert_eq!(name_of(calendar, When::Year(1)).as_deref(), Some("2027/28"));
        assert_eq!(
            name_of(calendar, When::Period(6)).as_deref(),
            Some("2026-10")
        );
    }
}
