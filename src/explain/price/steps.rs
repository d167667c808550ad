//! The steps that are priced: which asks, by how much, and how an instance is changed by them.

use indexmap::IndexMap;

use crate::asks::{Ask, AskUnit, Change as Easing, Relief, When, asked, relieved};
use crate::formulation::{Formulation, RowKey, VarKey, formulate};
use crate::ids::{RoleId, ServiceId, StandardId};
use crate::instance::{Enforcement, Instance, Level, RoleKind};
use crate::pipeline::with_fewer_leavers;
use crate::report::prices::{Price, Step, StepUnit, Subject};
use crate::units::{Quantity, Weeks};

/// Of a hundred, one.
const POINT: f64 = 0.01;

/// A step before it is priced.
#[derive(Debug, Clone)]
pub(super) struct Sought {
    pub(super) subject: Subject,
    pub(super) step: Step,
    /// Whether it leaves more room to plans, or less; none: neither is sure.
    pub(super) eases: Option<bool>,
    /// The relief of a whole step in the unit of the ask, where it is one.
    pub(super) relief: f64,
}

/// An instance and its mathematics after a step, or a part of it.
pub(super) struct Stepped {
    /// None where the step is no change of the files.
    pub(super) instance: Option<Instance>,
    pub(super) formulation: Formulation,
}

impl Sought {
    /// The step of a price.
    pub(super) fn of(price: &Price) -> Self {
        let eases = match &price.subject {
            Subject::Ask { ask } => Some(!is_standard(ask)),
            Subject::Weeks { .. } => Some(false),
            Subject::Turnover { .. } | Subject::Given { .. } => None,
        };
        let amount = price.step.amount;
        Self {
            subject: price.subject.clone(),
            step: price.step,
            eases,
            relief: if eases == Some(false) {
                -amount
            } else {
                amount
            },
        }
    }

    /// The same at another time.
    pub(super) fn at(&self, when: When) -> Self {
        Self {
            step: Step { when, ..self.step },
            ..self.clone()
        }
    }

    /// The ask that it changes.
    pub(super) fn ask(&self) -> Option<&Ask> {
        match &self.subject {
            Subject::Ask { ask } => Some(ask),
            _ => None,
        }
    }

    /// Takes a part of the step; none where that would come to something unlawful.
    pub(super) fn taken(
        &self,
        instance: &Instance,
        formulation: &Formulation,
        part: f64,
    ) -> Option<Stepped> {
        let changed = match &self.subject {
            Subject::Ask { ask } => {
                let change = Easing::By(self.step.when, self.relief * part);
                let ask = ask.clone();
                relieved(instance, &[Relief { ask, change }]).ok()?
            }
            Subject::Weeks { service, standard } => {
                with_fewer_weeks(instance, service, standard, self.step.amount * part)?
            }
            Subject::Turnover { role } => {
                let (eased, fewer) = with_fewer_leavers(instance, role, self.step.amount * part);
                (fewer > 0.0).then_some(eased)?
            }
            Subject::Given { service, role } => {
                return Some(Stepped {
                    instance: None,
                    formulation: with_given(instance, formulation, service, role, part)?,
                });
            }
        };
        Some(Stepped {
            formulation: formulate(&changed),
            instance: Some(changed),
        })
    }
}

/// Everything that is priced, each at all times: asks in the order of the formulation, then weeks,
/// turnover, and staff given at each service.
pub(super) fn sought(instance: &Instance, formulation: &Formulation) -> Vec<Sought> {
    let mut asks: IndexMap<Ask, When> = IndexMap::new();
    for (ask, when) in formulation.rows.keys().filter_map(RowKey::ask) {
        // Of standards that come by steps the last is the one in full.
        asks.insert(ask, when);
    }
    let mut all: Vec<Sought> = asks
        .iter()
        .filter(|(ask, _)| is_priced(instance, ask))
        .filter_map(|(ask, _)| of_ask(instance, ask))
        .collect();
    all.extend(asks.keys().filter_map(|ask| of_weeks(instance, ask)));
    let roles = || {
        let cares = instance.services.iter().take(1).map(|s| &s.care);
        cares
            .flat_map(|care| &care.roles)
            .filter(|(_, role)| role.kind == RoleKind::Qualified && role.employable)
    };
    let at_all_times = |amount, unit, more| Step {
        amount,
        unit,
        more,
        when: When::Always,
    };
    all.extend(roles().map(|(id, _)| Sought {
        subject: Subject::Turnover { role: id.clone() },
        step: at_all_times(POINT, StepUnit::Share, false),
        eases: None,
        relief: 0.0,
    }));
    for (id, _) in roles() {
        all.extend(instance.services.iter().map(|service| Sought {
            subject: Subject::Given {
                service: service.id.clone(),
                role: id.clone(),
            },
            step: at_all_times(1.0, StepUnit::Wte, true),
            eases: None,
            relief: 0.0,
        }));
    }
    all
}

/// Whether an ask has a price: those that people set, hard.
fn is_priced(instance: &Instance, ask: &Ask) -> bool {
    match ask {
        Ask::Access { service, standard }
        | Ask::Wait { service, standard }
        | Ask::Recovery { service, standard }
        | Ask::Completion { service, standard } => {
            let service = instance.services.iter().find(|s| s.id == *service);
            let standard = service.and_then(|s| s.care.standards.get(standard));
            standard.is_some_and(|standard| standard.enforcement == Enforcement::Hard)
        }
        Ask::OverallAccess { .. }
        | Ask::Budget { .. }
        | Ask::LevyFund { .. }
        | Ask::LabourMarket { .. }
        | Ask::Places { .. }
        | Ask::OvertimeCap { .. }
        | Ask::BoughtInCap { .. }
        | Ask::SupervisionRatio { .. }
        | Ask::SkillMixMin { .. }
        | Ask::SkillMixMax { .. }
        | Ask::ChangeLimit { .. } => true,
        _ => false,
    }
}

fn is_standard(ask: &Ask) -> bool {
    matches!(
        ask,
        Ask::Access { .. }
            | Ask::OverallAccess { .. }
            | Ask::Wait { .. }
            | Ask::Recovery { .. }
            | Ask::Completion { .. }
    )
}

/// The step of an ask. Standards are made a point harder: that is what people argue about; limits
/// are given room.
fn of_ask(instance: &Instance, ask: &Ask) -> Option<Sought> {
    let now = asked(instance, ask, When::Always)?;
    let is_standard = is_standard(ask);
    let amount = match (ask, now.unit) {
        (Ask::LevyFund { .. }, _) => 10_000.0,
        (_, AskUnit::Pounds) => 100_000.0,
        (_, AskUnit::People) => now.value * POINT,
        (_, AskUnit::Share) => POINT,
        (_, AskUnit::Wte | AskUnit::Ratio | AskUnit::HoursPerWeek) => 1.0,
    };
    let step = Step {
        amount,
        unit: StepUnit::Asked(now.unit),
        more: is_standard || !ask.is_demand(),
        when: When::Always,
    };
    (amount > 0.0).then_some(Sought {
        subject: Subject::Ask { ask: ask.clone() },
        step,
        eases: Some(!is_standard),
        relief: if is_standard { -amount } else { amount },
    })
}

fn of_weeks(instance: &Instance, ask: &Ask) -> Option<Sought> {
    let Ask::Wait { service, standard } = ask else {
        return None;
    };
    is_priced(instance, ask).then_some(Sought {
        subject: Subject::Weeks {
            service: service.clone(),
            standard: standard.clone(),
        },
        step: Step {
            amount: 1.0,
            unit: StepUnit::Weeks,
            more: false,
            when: When::Always,
        },
        eases: Some(false),
        relief: 0.0,
    })
}

fn with_fewer_weeks(
    instance: &Instance,
    service: &ServiceId,
    standard: &StandardId,
    fewer: f64,
) -> Option<Instance> {
    let mut changed = instance.clone();
    let service = changed.services.iter_mut().find(|s| s.id == *service)?;
    let Level::Wait { weeks, .. } = &mut service.care.standards.get_mut(standard)?.level else {
        return None;
    };
    let left = weeks.value() - fewer;
    *weeks = Weeks::new(left);
    (left > 0.0).then_some(changed)
}

/// Staff whom others pay: one WTE more of a role in every row that counts staff, but for what they
/// cost and for who joins and leaves.
fn with_given(
    instance: &Instance,
    formulation: &Formulation,
    service: &ServiceId,
    role: &RoleId,
    part: f64,
) -> Option<Formulation> {
    let care = &instance.services.iter().find(|s| s.id == *service)?.care;
    let role_data = care.roles.get(role)?;
    let over_time = care.calendar.horizon.is_some();
    let unit = if over_time {
        role_data.in_post_unit.value()
    } else {
        role_data.post_unit.value()
    };
    let unit = if unit > 0.0 { unit } else { 1.0 };
    let mut given = formulation.clone();
    let is_staff = |key: &VarKey| match key {
        VarKey::Posts {
            service: of,
            role: which,
        }
        | VarKey::InPost {
            service: of,
            role: which,
            ..
        } => of == service && which == role,
        _ => false,
    };
    let staff: Vec<bool> = formulation.columns.keys().map(is_staff).collect();
    let mut counts = false;
    for (key, row) in &mut given.rows {
        if !counts_staff(key) {
            continue;
        }
        let of_staff = row.terms.iter().filter(|(column, _)| staff[column.0]);
        let more: f64 = of_staff.map(|(_, each)| each / unit * part).sum();
        if more != 0.0 {
            row.lower -= more;
            row.upper -= more;
            counts = true;
        }
    }
    counts.then_some(given)
}

/// Rows in which staff work, supervise or are supervised.
fn counts_staff(key: &RowKey) -> bool {
    matches!(
        key,
        RowKey::Capacity { .. }
            | RowKey::RoleShare { .. }
            | RowKey::OvertimeCap { .. }
            | RowKey::SupervisionCover { .. }
            | RowKey::SupervisionRatio { .. }
            | RowKey::SkillMixMin { .. }
            | RowKey::SkillMixMax { .. }
    )
}

/// Of steps of staff given the role that they give.
pub(super) fn role_given(sought: &Sought) -> Option<&RoleId> {
    match &sought.subject {
        Subject::Given { role, .. } => Some(role),
        _ => None,
    }
}

/// Whether a step can be taken at one time alone: of limits that stand for a year or a period.
pub(super) fn has_times(ask: &Ask) -> bool {
    matches!(
        ask,
        Ask::Budget { .. } | Ask::LevyFund { .. } | Ask::Places { .. } | Ask::LabourMarket { .. }
    )
}
