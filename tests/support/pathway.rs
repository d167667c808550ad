//! The pathway of a random instance: steps, who flows between them, treatments.

use indexmap::IndexMap;
use skillmix::ids::{FlowId, StepId, TreatmentId};
use skillmix::instance::{Flow, Step, Treatment, Work};
use skillmix::units::Hours;

use super::{Knobs, ServiceKnobs, share};

fn treatment(
    step: &str,
    sessions: f64,
    missed: f64,
    bounds: (f64, f64),
    work: &[(&str, f64)],
) -> Treatment {
    Treatment {
        name: step.to_owned(),
        step: step.into(),
        share_min: share(bounds.0),
        share_max: share(bounds.1),
        attended_per_start: sessions,
        spread: vec![0.5, 0.3, 0.2],
        missed_share: share(missed),
        group_size: if bounds.1 < 1.0 { 6.0 } else { 1.0 },
        staff_per_session: if bounds.1 < 1.0 { 2.0 } else { 1.0 },
        finish_share: share(0.8),
        recovery_share: share(if bounds.1 < 1.0 { 0.3 } else { 0.5 }),
        work: work
            .iter()
            .map(|&(task, hours)| {
                (
                    task.into(),
                    Work {
                        per_session: Hours::new(hours),
                        per_attended: Hours::new(hours / 4.0),
                        per_missed: Hours::new(0.1),
                        per_start: Hours::new(0.25),
                    },
                )
            })
            .collect(),
    }
}

pub fn steps(knobs: &Knobs) -> IndexMap<StepId, Step> {
    ["step-2", "step-3"]
        .into_iter()
        .map(|id| {
            (
                id.into(),
                Step {
                    name: id.to_owned(),
                    dropout_per_period: 0.05,
                    wait_shape: knobs.wait_shape,
                    arrival_scv: 1.0,
                    service_scv: 0.5,
                    hours_per_arrival: [("admin".into(), Hours::new(0.3))].into_iter().collect(),
                },
            )
        })
        .collect()
}

pub fn flows(service: &ServiceKnobs) -> IndexMap<FlowId, Flow> {
    [
        ("referral", None, "step-2", 0.7),
        ("step-up", Some("step-2"), "step-3", service.step_up),
    ]
    .into_iter()
    .map(|(id, from, to, of)| {
        (
            id.into(),
            Flow {
                from: from.map(Into::into),
                to: to.into(),
                share: share(of),
                spread: vec![0.25, 0.75],
            },
        )
    })
    .collect()
}

pub fn treatments(service: &ServiceKnobs) -> IndexMap<TreatmentId, Treatment> {
    [
        (
            "guided",
            treatment(
                "step-2",
                service.sessions,
                service.missed,
                (0.1, 1.0),
                &[("low", 0.5), ("admin", 0.2)],
            ),
        ),
        (
            "group",
            treatment("step-2", 5.0, service.missed, (0.05, 0.4), &[("low", 2.0)]),
        ),
        (
            "cbt",
            treatment(
                "step-3",
                9.0,
                service.missed,
                (1.0, 1.0),
                &[("high", 1.0), ("admin", 0.1)],
            ),
        ),
    ]
    .into_iter()
    .map(|(id, treatment)| (id.into(), treatment))
    .collect()
}
