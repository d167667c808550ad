//! Parts of the care model of the sample: those of the audit's instances, with what tables need.

use crate::audit::fixture;
use crate::instance::{Enforcement, Level, Role, RoleKind, Standard};
use crate::units::{Gbp, GbpPerPerson};

/// A role.
pub fn role(short: &str, band: &str, kind: RoleKind) -> Role {
    Role {
        name: format!("{short} in full"),
        short: short.to_owned(),
        band: band.to_owned(),
        kind,
        first_year_leaving: 0.2,
        leaving: 0.2,
        hireable: kind == RoleKind::Qualified,
        recruitment_cost: Gbp::new(2_000.0),
        show_worth: short == "AP",
        ..fixture::qualified(short, 50_000.0, 20.0)
    }
}

/// A standard.
pub fn standard(name: &str, level: Level, enforcement: Enforcement) -> Standard {
    Standard {
        name: name.to_owned(),
        shortfall_price: GbpPerPerson::ZERO,
        ..fixture::standard(level, enforcement)
    }
}
