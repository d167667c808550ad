//! Parts of the care model of the sample.

use indexmap::IndexMap;

use crate::instance::{Enforcement, Level, Role, RoleKind, Standard};
use crate::units::{Gbp, GbpPerHour, GbpPerPerson, GbpPerWteYear, HoursPerWeek, Share, Wte};

/// A role.
pub fn role(short: &str, band: &str, kind: RoleKind) -> Role {
    Role {
        destinations: IndexMap::new(),
        first_year_leaving_per_period: 0.0,
        leaving_per_period: 0.0,
        overtime_max_hours: None,
        hire_lead: 0,
        redundancy: None,
        in_post_min: Wte::ZERO,
        in_post_max: None,
        in_post_unit: Wte::ZERO,
        supernumerary: None,
        short_time: None,
        name: format!("{short} in full"),
        short: short.to_owned(),
        band: band.to_owned(),
        kind,
        employable: true,
        pay: GbpPerWteYear::new(50_000.0),
        clinical_hours: HoursPerWeek::new(20.0),
        post_unit: Wte::new(1.0),
        first_year_leaving: 0.2,
        leaving: 0.2,
        hireable: kind == RoleKind::Qualified,
        recruitment_cost: Gbp::new(2_000.0),
        overtime_max_share: Share::ZERO,
        overtime_price: GbpPerHour::ZERO,
        show_worth: short == "AP",
    }
}

/// A standard.
pub fn standard(name: &str, level: Level, enforcement: Enforcement) -> Standard {
    Standard {
        from: 0,
        path: Vec::new(),
        name: name.to_owned(),
        level,
        enforcement,
        shortfall_price: GbpPerPerson::ZERO,
    }
}
