//! Family A over time: staff from period to period, by time in post as far as rules ask.

use super::block::{Block, Span};
use super::intakes::{self, Joining};
use super::people::{qualified, whole_units};
use super::rates::{power, stay_between};
use super::{Column, ColumnId, Formulation, RowKey, Terms, VarKey, ladders, measures};
use crate::ids::{RoleId, ServiceId};
use crate::instance::{Care, InPost, Role};
use crate::units::{Quantity, Wte};

/// Columns for staff, hiring and training, and rows A1, A2, A3, A6, A7.
pub(super) fn add(formulation: &mut Formulation, block: &mut Block) {
    let care = block.care();
    let joining = intakes::add(formulation, block);
    for (id, role) in qualified(care) {
        add_columns(formulation, block, id, role);
    }
    measures::add_columns(formulation, block);
    ladders::add_columns(formulation, block);
    for (id, role) in qualified(care) {
        let flows = Flows::of(block, &joining, id, role);
        add_balance(formulation, block, (id, role), &flows);
        add_pool(formulation, block, (id, role), &flows);
    }
    measures::add_rows(formulation, block);
    ladders::add_rows(formulation, block);
}

/// Redundancy pay, and what supernumerary staff and short time cost beside the pay.
pub(super) fn add_costs(block: &Block, span: &Span, costs: &mut Terms) {
    let care = block.care();
    let a_period = 1.0 / super::money::periods_per_year(care);
    for (id, role) in &care.roles {
        let redundant = block.over_time.redundant.get(id);
        for terms in redundant.into_iter().flat_map(|t| &t[span.periods.clone()]) {
            costs.add_scaled(terms, role.redundancy.map_or(0.0, Quantity::value));
        }
        let idle = [
            (
                block.over_time.supernumerary.get(id),
                role.supernumerary.map(|s| s.price),
            ),
            (
                block.over_time.short_time.get(id),
                role.short_time.map(|s| s.price),
            ),
        ];
        for (columns, price) in idle {
            for &column in columns.into_iter().flat_map(|c| &c[span.periods.clone()]) {
                costs.add(column, price.map_or(0.0, Quantity::value) * a_period);
            }
        }
    }
}

/// Columns of a role by period.
fn add_columns(formulation: &mut Formulation, block: &mut Block, id: &RoleId, role: &Role) {
    let (in_post, unit) = in_post_column(role);
    let staff = each_period(formulation, block, in_post, unit, |service, period| {
        VarKey::InPost {
            service,
            role: id.clone(),
            period,
        }
    });
    block.staff.insert(id.clone(), staff);
    let (joining, unit) = whole_units(role.post_unit, true);
    let hires = (0..block.periods())
        .map(|period| {
            let mut hires = Terms::new();
            // Whoever joins sooner has been decided on before the plan begins.
            if role.hireable && role.employable && period >= role.hire_lead {
                let key = VarKey::Joining {
                    service: block.id(),
                    role: id.clone(),
                    period,
                };
                hires.add(formulation.column(key, joining), unit);
            }
            hires
        })
        .collect();
    block.hires.insert(id.clone(), hires);
    if role.redundancy.is_some() {
        let redundant = each_period(formulation, block, joining, unit, |service, period| {
            VarKey::Redundant {
                service,
                role: id.clone(),
                period,
            }
        });
        block.over_time.redundant.insert(id.clone(), redundant);
    }
    if role.has_first_year() {
        let columns = columns(
            formulation,
            block,
            Column::FREE_FROM_ZERO,
            |service, period| VarKey::PastFirstYearIn {
                service,
                role: id.clone(),
                period,
            },
        );
        block.over_time.past_first_year.insert(id.clone(), columns);
    }
    if let Some(data) = role.supernumerary {
        let column = Column {
            upper: data.max,
            ..Column::FREE_FROM_ZERO
        };
        let columns = columns(formulation, block, column, |service, period| {
            VarKey::Supernumerary {
                service,
                role: id.clone(),
                period,
            }
        });
        block.over_time.supernumerary.insert(id.clone(), columns);
    }
    if let Some(data) = role.short_time {
        let column = Column {
            upper: data.max.value(),
            ..Column::FREE_FROM_ZERO
        };
        let columns = columns(formulation, block, column, |service, period| {
            VarKey::ShortTime {
                service,
                role: id.clone(),
                period,
            }
        });
        for (period, &column) in columns.iter().enumerate() {
            let key = RowKey::ShortTimeCap {
                service: block.id(),
                role: id.clone(),
                period,
            };
            let staff = &block.staff[id][period];
            formulation.at_most(key, Terms::of(column, 1.0).plus(staff, -1.0), 0.0);
        }
        block.over_time.short_time.insert(id.clone(), columns);
    }
}

/// Staff in post within the role's bounds, and the WTE of a unit. Whole units have whole bounds:
/// a solver may take a whole number at a fractional bound for a solution.
fn in_post_column(role: &Role) -> (Column, f64) {
    /// Of a unit: what is whole but for rounding stays so.
    const NEARLY: f64 = 1e-9;
    let (column, unit) = whole_units(role.in_post_unit, true);
    let least = role.in_post_min.value() / unit;
    let most = role.in_post_max.map_or(f64::INFINITY, Wte::value) / unit;
    let column = if column.whole {
        Column {
            lower: (least - NEARLY).ceil(),
            upper: (most + NEARLY).floor(),
            ..column
        }
    } else {
        Column {
            lower: least,
            upper: most,
            ..column
        }
    };
    (column, unit)
}

/// A column for each period.
pub(super) fn columns(
    formulation: &mut Formulation,
    block: &Block,
    column: Column,
    key: impl Fn(ServiceId, usize) -> VarKey,
) -> Vec<ColumnId> {
    (0..block.periods())
        .map(|period| formulation.column(key(block.id(), period), column))
        .collect()
}

/// A column for each period, as WTE.
fn each_period(
    formulation: &mut Formulation,
    block: &Block,
    column: Column,
    unit: f64,
    key: impl Fn(ServiceId, usize) -> VarKey,
) -> Vec<Terms> {
    columns(formulation, block, column, key)
        .into_iter()
        .map(|column| Terms::of(column, unit))
        .collect()
}

/// Who joins a role and goes from it at the beginning of each period.
struct Flows {
    /// `J`.
    joiners: Vec<Terms>,
    /// `O`, each with the periods in post that it asks.
    out: Vec<(usize, Vec<Terms>)>,
    at_start: InPost,
}

impl Flows {
    fn of(block: &Block, joining: &Joining, id: &RoleId, role: &Role) -> Self {
        let care = block.care();
        let mut joiners = block.hires[id].clone();
        let already = block.service.start.joining.get(id);
        for (period, sum) in joiners.iter_mut().enumerate() {
            sum.add_constant(already.and_then(|a| a.get(period)).copied().unwrap_or(0.0));
            let arriving = [joining.completers.get(id), joining.returning.get(id)];
            for arriving in arriving.into_iter().flatten() {
                sum.add_scaled(&arriving[period], 1.0);
            }
        }
        // Those in their first year go nowhere where it has a leaving rate of its own.
        let least = if role.has_first_year() {
            care.calendar.periods_per_year
        } else {
            0
        };
        let mut out: Vec<(usize, Vec<Terms>)> = care
            .routes
            .iter()
            .filter(|(_, route)| route.from.as_ref() == Some(id))
            .map(|(route_id, route)| {
                let starts = block.training_starts[route_id].clone();
                (route.min_periods_in_post.max(least), starts)
            })
            .collect();
        if let Some(redundant) = block.over_time.redundant.get(id) {
            out.push((least, redundant.clone()));
        }
        Self {
            joiners,
            out,
            at_start: block
                .service
                .start
                .staff
                .get(id)
                .cloned()
                .unwrap_or_default(),
        }
    }

    /// Everybody who goes at the beginning of a period.
    fn going(&self, period: usize) -> Terms {
        let mut sum = Terms::new();
        for (_, terms) in &self.out {
            sum.add_scaled(&terms[period], 1.0);
        }
        sum
    }

    /// Those who reach so many periods in post in a period.
    fn reaching(&self, care: &Care, role: &Role, tenure: usize, period: usize) -> Terms {
        let a_year = care.calendar.periods_per_year;
        let mut terms = Terms::new();
        if let Some(joined) = period.checked_sub(tenure) {
            if let Some(joiners) = self.joiners.get(joined) {
                terms.add_scaled(joiners, stay_between(role, a_year, 0, tenure));
            }
        } else {
            let stayed = stay_between(role, a_year, tenure - period, tenure);
            terms.add_constant(self.at_start.reaching(tenure, period) * stayed);
        }
        terms
    }
}

/// `M[t]`: staff whom measures, ladders and the later leaving rate are about.
pub(super) fn established(block: &Block, id: &RoleId, period: usize) -> Terms {
    match block.over_time.past_first_year.get(id) {
        Some(columns) => Terms::of(columns[period], 1.0),
        None => block.staff[id][period].clone(),
    }
}

/// Of the established staff, those who would leave at the end of a period: `m·(M − Σ δ·covered)`.
pub(super) fn bound_to_leave(block: &Block, id: &RoleId, role: &Role, period: usize) -> Terms {
    let mut terms = Terms::new().plus(&established(block, id, period), role.leaving_per_period);
    for (measure_id, columns) in &block.over_time.covered {
        let measure = &block.care().retention[measure_id];
        if let Some(column) = columns[period].filter(|_| measure.role == *id) {
            let prevented = measure.leaving_reduction.value() * role.leaving_per_period;
            terms.add(column, -prevented);
        }
    }
    terms
}

/// Of the established staff, those who do leave at the end of a period: the ones who are kept by
/// a place of the service's own on a ladder left out.
fn leavers(block: &Block, id: &RoleId, role: &Role, period: usize) -> Terms {
    let mut terms = bound_to_leave(block, id, role, period);
    for (route, columns) in &block.over_time.kept {
        if block.care().routes[route].from.as_ref() == Some(id) {
            terms.add(columns[period], -1.0);
        }
    }
    terms
}

/// A1, and A2 where the first year has a leaving rate of its own.
fn add_balance(
    formulation: &mut Formulation,
    block: &Block,
    (id, role): (&RoleId, &Role),
    flows: &Flows,
) {
    let care = block.care();
    let a_year = care.calendar.periods_per_year;
    let stay_in_first = 1.0 - role.first_year_leaving_per_period;
    for period in 0..block.periods() {
        let staff = &block.staff[id];
        let mut balance = staff[period].clone().plus(&flows.joiners[period], -1.0);
        if let Some(past) = block.over_time.past_first_year.get(id) {
            // F = N − L: those of the period before, less those who leave or pass the year.
            let passing = flows.reaching(care, role, a_year, period);
            balance.add(past[period], -1.0);
            let mut established = Terms::of(past[period], 1.0).plus(&flows.going(period), 1.0);
            if period == 0 {
                let at_start = &flows.at_start;
                balance.add_constant(at_start.for_at_least(a_year) - at_start.wte());
                established.add_constant(-at_start.for_at_least(a_year));
            } else {
                balance.add_scaled(&staff[period - 1], -stay_in_first);
                balance.add(past[period - 1], stay_in_first);
                balance.add_scaled(&passing, 1.0);
                established.add(past[period - 1], -1.0);
                established.add_scaled(&leavers(block, id, role, period - 1), 1.0);
                established.add_scaled(&passing, -1.0);
            }
            let key = RowKey::FirstYear {
                service: block.id(),
                role: id.clone(),
                period,
            };
            formulation.equal(key, established, 0.0);
        } else {
            balance.add_scaled(&flows.going(period), 1.0);
            if period == 0 {
                balance.add_constant(-flows.at_start.wte());
            } else {
                balance.add_scaled(&staff[period - 1], -1.0);
                balance.add_scaled(&leavers(block, id, role, period - 1), 1.0);
            }
        }
        let key = RowKey::InPostBalance {
            service: block.id(),
            role: id.clone(),
            period,
        };
        formulation.equal(key, balance, 0.0);
    }
}

/// A3: those who have, or by then would have, the longest tenure that anything asks.
fn add_pool(
    formulation: &mut Formulation,
    block: &mut Block,
    (id, role): (&RoleId, &Role),
    flows: &Flows,
) {
    let care = block.care();
    let Some(pool) = Pool::of(flows, care, role) else {
        return;
    };
    let stay = 1.0 - role.leaving_per_period;
    let service = block.id();
    let tenured: Vec<ColumnId> = (0..block.periods() + pool.beyond)
        .map(|period| {
            let key = VarKey::Tenured {
                service: service.clone(),
                role: id.clone(),
                period,
            };
            formulation.column(key, Column::FREE_FROM_ZERO)
        })
        .collect();
    let kept_back = measures::add_tenured_columns(formulation, block, id, role);
    let ladders_kept = ladders::add_tenured_columns(formulation, block, id);
    for (period, &column) in tenured.iter().enumerate() {
        let mut terms = Terms::of(column, 1.0);
        if period == 0 {
            terms.add_constant(-flows.at_start.for_at_least(pool.longest));
        } else {
            terms.add(tenured[period - 1], -stay);
            let reaching = flows.reaching(care, role, pool.longest, period);
            terms.add_scaled(&reaching, -1.0);
            for kept in [&kept_back, &ladders_kept] {
                if let Some(kept) = kept.get(period - 1) {
                    terms.add_scaled(kept, -1.0);
                }
            }
        }
        for (tenure, out) in &flows.out {
            let early = pool.longest - tenure;
            if let Some(out) = period.checked_sub(early).and_then(|taken| out.get(taken)) {
                terms.add_scaled(out, power(stay, early));
            }
        }
        let key = RowKey::TenurePool {
            service: service.clone(),
            role: id.clone(),
            period,
        };
        formulation.equal(key, terms, 0.0);
    }
    block.over_time.tenured.insert(id.clone(), tenured);
}

/// Whether and how far A3's pool is needed.
struct Pool {
    /// The longest tenure that anything asks, in periods.
    longest: usize,
    /// Periods beyond the horizon in which what was taken early would have had it.
    beyond: usize,
}

impl Pool {
    fn of(flows: &Flows, care: &Care, role: &Role) -> Option<Self> {
        let longest = flows.out.iter().map(|(tenure, _)| *tenure).max()?;
        let shortest = flows.out.iter().map(|(tenure, _)| *tenure).min()?;
        let needed = if role.has_first_year() {
            longest > care.calendar.periods_per_year
        } else {
            longest > 0
        };
        needed.then_some(Self {
            longest,
            beyond: longest - shortest,
        })
    }
}

/// Columns by something, those of one role, summed by period with a factor each.
pub(super) fn sum_by_period(
    periods: usize,
    columns: impl Iterator<Item = (Vec<Option<ColumnId>>, f64)>,
) -> Vec<Terms> {
    let mut sums = vec![Terms::new(); periods];
    for (columns, factor) in columns {
        for (sum, column) in sums.iter_mut().zip(columns) {
            if let Some(column) = column {
                sum.add(column, factor);
            }
        }
    }
    sums
}
