//! A: staff in equilibrium with leavers.

use super::RoleFigures;
use super::facts::{Facts, number};
use super::money::costs_by_role;
use super::over_time::people::{RoleTime, at};
use super::record::{
    HIRES, LABOUR_MARKET, LADDER_BALANCE, Ledger, POSTS, STAFF_BALANCE, TENURE, TIME_IN_POST, Terms,
};
use super::tolerance::Unit;
use super::work::use_of_hours;
use crate::ids::{Id, RoleId};
use crate::instance::{Instance, Role, RoleKind, Route};
use crate::plan::StaffPlan;
use crate::units::Quantity;

/// How long people stay in a role (A5): the share of those in post who are still there a month
/// later.
#[derive(Debug, Clone, Copy)]
pub struct Staying {
    in_first_year: f64,
    later: f64,
}

impl Staying {
    /// Of a role.
    pub fn of(role: &Role) -> Self {
        let monthly = |leaving_per_year: f64| (1.0 - leaving_per_year).powf(1.0 / 12.0);
        Self {
            in_first_year: monthly(role.first_year_leaving),
            later: monthly(role.leaving),
        }
    }

    /// Years that a joiner spends in the first year in post: a month for each month begun.
    pub fn years_in_first_year(self) -> f64 {
        let mut months = 0.0;
        let mut still_there = 1.0;
        for _ in 0..12 {
            months += still_there;
            still_there *= self.in_first_year;
        }
        months / 12.0
    }

    /// Leavers a year from one post past the first year that is filled month by month.
    pub fn later_leavers_per_year(self) -> f64 {
        12.0 * (1.0 - self.later)
    }

    /// Share of joiners still there after `months`.
    pub fn still_there_after(self, months: f64) -> f64 {
        self.in_first_year.powf(months.min(12.0)) * self.later.powf((months - 12.0).max(0.0))
    }
}

/// Who comes to a qualified role and goes from it in a year, WTE.
struct Turnover {
    staying: Staying,
    posts: StaffPlan,
    completers: f64,
    joiners: Terms,
    starts_out: f64,
    /// Later leavers, those for a ladder outside the service left out.
    other_later_leavers: f64,
    has_ladder: bool,
}

impl Turnover {
    fn of(facts: &Facts, id: &RoleId, role: &Role) -> Self {
        let staying = Staying::of(role);
        let posts = facts.posts(id);
        let care = facts.care();
        let completers = facts
            .cohorts
            .iter()
            .filter(|(route, _)| care.routes.get(**route).is_some_and(|r| r.to == *id))
            .map(|(_, cohort)| cohort.completers)
            .sum();
        let starts_out = routes_out(facts, id).map(|(_, _, starts)| starts).sum();
        let ladder_share: f64 = routes_out(facts, id)
            .map(|(_, route, _)| route.replaces_leaving_share.value())
            .sum();
        let returning: f64 = facts
            .cohorts
            .iter()
            .filter(|(route, _)| {
                let route = care.routes.get(**route);
                route.is_some_and(|r| r.from.as_ref() == Some(id))
            })
            .map(|(_, cohort)| cohort.returning)
            .sum();
        Self {
            staying,
            posts,
            completers,
            joiners: Terms::from(posts.hires_per_year)
                + Terms::from(completers)
                + Terms::from(returning)
                - Terms::from(posts.released_per_year),
            starts_out,
            other_later_leavers: staying.later_leavers_per_year()
                * (1.0 - ladder_share)
                * posts.past_first_year_wte,
            has_ladder: ladder_share > 0.0,
        }
    }

    fn first_year_leavers(&self, role: &Role) -> Terms {
        self.joiners * role.first_year_leaving
    }

    fn reaching_first_anniversary(&self, role: &Role) -> Terms {
        self.joiners * (1.0 - role.first_year_leaving)
    }
}

/// Routes out of a role, each with its starts a year.
fn routes_out<'f>(
    facts: &'f Facts,
    role: &'f RoleId,
) -> impl Iterator<Item = (&'f str, &'f Route, f64)> {
    facts
        .care()
        .routes
        .iter()
        .filter(|(_, route)| route.from.as_ref() == Some(role))
        .map(|(id, route)| (id.as_str(), route, facts.training_starts(id)))
}

/// Promises A1, A2, A3, A7 and H3's posts, and that nobody is employed in a role that is
/// switched off or hired into one that cannot be hired into.
pub fn promise(facts: &Facts, ledger: &mut Ledger) {
    for (id, role) in &facts.care().roles {
        if role.kind == RoleKind::Trainee {
            continue;
        }
        let turnover = Turnover::of(facts, id, role);
        let posts = turnover.posts;
        if role.post_unit.value() > 0.0 {
            ledger.multiple_of(POSTS, &[id], posts.wte, role.post_unit.value(), Unit::Wte);
        }
        if !role.employable {
            ledger.at_most(POSTS, &[id, &"switched-off"], posts.wte, 0.0, Unit::Wte);
        }
        if !role.employable || !role.hireable {
            ledger.at_most(HIRES, &[id], posts.hires_per_year, 0.0, Unit::WtePerYear);
        }
        ledger.equal(
            TIME_IN_POST,
            &[id],
            turnover.joiners * turnover.staying.years_in_first_year()
                + posts.past_first_year_wte.into(),
            posts.wte,
            Unit::Wte,
        );
        promise_balance(id, role, &turnover, ledger);
        if turnover.has_ladder {
            promise_ladder(facts, id, role, &turnover, ledger);
        }
        promise_tenure(facts, id, &turnover, ledger);
    }
}

/// A1. Where people leave for a ladder, how many do is not in the plan, so that the plan's own
/// count of leavers closes the balance; A7 then says whether there are enough of them.
fn promise_balance(id: &RoleId, role: &Role, turnover: &Turnover, ledger: &mut Ledger) {
    let leavers = turnover.posts.leavers_per_year;
    let starts_out = Terms::from(turnover.starts_out);
    if turnover.has_ladder {
        ledger.equal(
            STAFF_BALANCE,
            &[id],
            turnover.joiners,
            starts_out + leavers.into(),
            Unit::WtePerYear,
        );
        return;
    }
    let later = Terms::from(turnover.other_later_leavers);
    ledger.equal(
        STAFF_BALANCE,
        &[id],
        turnover.reaching_first_anniversary(role),
        starts_out + later,
        Unit::WtePerYear,
    );
    ledger.equal(
        STAFF_BALANCE,
        &[id, &"leavers"],
        leavers,
        turnover.first_year_leavers(role) + later,
        Unit::WtePerYear,
    );
}

/// A7, for all ladders out of a role together: the plan does not say which of them people take.
fn promise_ladder(
    facts: &Facts,
    id: &RoleId,
    role: &Role,
    turnover: &Turnover,
    ledger: &mut Ledger,
) {
    let taken = turnover.reaching_first_anniversary(role)
        - turnover.other_later_leavers.into()
        - turnover.starts_out.into();
    let going = turnover.staying.later_leavers_per_year() * turnover.posts.past_first_year_wte;
    let ladders: Vec<_> = routes_out(facts, id)
        .filter(|(_, route, _)| route.replaces_leaving_share.value() > 0.0)
        .collect();
    let least: Terms = ladders
        .iter()
        .map(|(_, route, starts)| {
            let short =
                Terms::from(route.replaces_leaving_share.value() * going) - Terms::from(*starts);
            Terms {
                value: short.value.max(0.0),
                size: short.size,
            }
        })
        .sum();
    let names: Vec<&dyn std::fmt::Display> = ladders
        .iter()
        .map(|(id, _, _)| id as &dyn std::fmt::Display)
        .collect();
    ledger.at_least(LADDER_BALANCE, &names, taken, least, Unit::WtePerYear);
}

fn promise_tenure(facts: &Facts, id: &RoleId, turnover: &Turnover, ledger: &mut Ledger) {
    for (route_id, route, _) in routes_out(facts, id) {
        let months = route.min_months_in_post.value();
        if months <= 0.0 {
            continue;
        }
        let asking_as_much: Terms = routes_out(facts, id)
            .filter(|(_, other, _)| other.min_months_in_post.value() >= months)
            .map(|(_, _, starts)| starts)
            .sum();
        ledger.at_most(
            TENURE,
            &[&route_id],
            asking_as_much,
            turnover.joiners * turnover.staying.still_there_after(months),
            Unit::WtePerYear,
        );
    }
}

/// A4 over services.
pub fn promise_jointly(instance: &Instance, services: &[Facts], ledger: &mut Ledger) {
    for (id, market) in &instance.labour_markets {
        let hires: Terms = market
            .cap
            .services
            .iter()
            .filter_map(|&service| services.get(service))
            .map(|facts| facts.posts(&market.role).hires_per_year)
            .sum();
        ledger.at_most(
            LABOUR_MARKET,
            &[id],
            hires,
            market.cap.limit.value(),
            Unit::WtePerYear,
        );
    }
}

/// Staff, their turnover and the use of their hours.
pub fn figures(facts: &Facts) -> Vec<RoleFigures> {
    let costs = costs_by_role(facts);
    facts
        .care()
        .roles
        .iter()
        .map(|(id, role)| {
            let mut figures = RoleFigures {
                role: id.to_string(),
                wte: facts.staff(id),
                wte_now: facts.service.staff_now.get(id).map(|w| w.value()),
                cost_gbp: number(costs.get(id)),
                ..use_of_hours(facts, id)
            };
            if let Some(all) = &facts.over_time {
                last_year(&mut figures, facts, all.roles.get(id));
                return figures;
            }
            match role.kind {
                RoleKind::Qualified => {
                    let turnover = Turnover::of(facts, id, role);
                    figures.leavers = turnover.joiners.value - turnover.starts_out;
                    figures.hires = turnover.posts.hires_per_year;
                    figures.completers = turnover.completers;
                    figures.starts_out = turnover.starts_out;
                }
                RoleKind::Trainee => {
                    figures.leavers = facts
                        .cohorts
                        .values()
                        .flat_map(|cohort| &cohort.stages)
                        .filter(|stage| stage.role == id)
                        .map(|stage| stage.leavers)
                        .sum();
                }
            }
            figures
        })
        .collect()
}

/// Who comes and goes in a horizon's last year.
fn last_year(figures: &mut RoleFigures, facts: &Facts, time: Option<&RoleTime>) {
    let Some(time) = time else {
        return;
    };
    for t in facts.last_year() {
        figures.leavers += time.leaving(t).value;
        figures.hires += at(&time.hired, t) + at(&time.hired_before, t);
        figures.completers += at(&time.completing, t);
        figures.starts_out += at(&time.starting, t);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn staying(first_year: f64, later: f64) -> Staying {
        Staying {
            in_first_year: (1.0 - first_year).powf(1.0 / 12.0),
            later: (1.0 - later).powf(1.0 / 12.0),
        }
    }

    #[test]
    fn joiners_keep_posts_filled_without_routes_out() {
        // With one leaving rate a, L₁ + (1−a)/λ = a/λ + (1−a)/λ = 1/λ: the stock W loses λW a year.
        let all_alike = staying(0.2, 0.2);
        let lambda = all_alike.later_leavers_per_year();
        let joiners_per_post = 1.0 / (all_alike.years_in_first_year() + 0.8 / lambda);
        assert!((joiners_per_post - lambda).abs() < 1e-12);
        // 12·(1 − 0.8^(1/12)) = 0.2210821…, somewhat more than 0.2.
        assert!((lambda - 0.221_082).abs() < 1e-6);
    }

    #[test]
    fn a_third_of_first_years_leaving_shortens_the_first_year() {
        // (1/12)·(1 − q¹²)/(1 − q) with q = (2/3)^(1/12) = 0.966776: (1/3)/(12·0.033224) = 0.83609.
        let mixed = staying(1.0 / 3.0, 0.1);
        assert!((mixed.years_in_first_year() - 0.836_09).abs() < 1e-4);
        assert!((mixed.still_there_after(6.0) - (2.0_f64 / 3.0).sqrt()).abs() < 1e-12);
        assert!((mixed.still_there_after(24.0) - 0.6).abs() < 1e-12);
    }

    #[test]
    fn nobody_stays_where_all_leave() {
        let none = staying(1.0, 1.0);
        assert!((none.later_leavers_per_year() - 12.0).abs() < 1e-12);
        assert!((none.years_in_first_year() - 1.0 / 12.0).abs() < 1e-12);
        assert!(none.still_there_after(24.0).abs() < 1e-12);
    }
}
