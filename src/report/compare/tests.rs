use super::*;
use crate::ids::{ScenarioId, ServiceId};
use crate::report::sample;

fn side(label: &str, more: f64) -> Side {
    let mut instance = sample::instance(1);
    let mut answer = sample::answer(&instance);
    if more != 0.0 {
        instance.scenario = Some(ScenarioId::new("cut-5"));
    }
    for service in &mut answer.audit.services {
        service.spend_gbp += more;
        for role in &mut service.roles {
            role.wte += more / 50_000.0;
        }
    }
    Side {
        label: label.to_owned(),
        instance,
        found: Found::Plan(Box::new(Audited {
            plan: answer.plan,
            audit: answer.audit,
            outcome: Some(answer.outcome),
        })),
    }
}

fn none(label: &str) -> Side {
    Side {
        found: Found::NoPlan,
        ..side(label, 0.0)
    }
}

#[test]
fn what_differs_stands_side_by_side_with_the_cost_first() {
    let sides = vec![side("a.toml", 0.0), side("a.toml:cut-5", -100_000.0)];
    let text = table(&Comparison::new(sides, vec![Vec::new()]));
    insta::assert_snapshot!(text, @"");
}

#[test]
fn without_a_plan_there_are_no_figures_and_no_zeroes() {
    let sides = vec![
        side("a.toml", 0.0),
        none("a.toml:flood"),
        side("a.toml:cut-5", -100_000.0),
    ];
    let comparison = Comparison::new(sides, vec![Vec::new(), Vec::new()]);
    assert!(
        comparison
            .decided
            .iter()
            .all(|row| matches!(row.values.get(1), Some(None)))
    );
    let text = table(&comparison);
    assert!(text.contains("no plan exists (proved)"), "{text}");
    let file: serde_json::Value = serde_json::from_str(&json(&comparison)).expect("JSON");
    assert_eq!(file["sides"][1]["verdict"], "no-plan");
    assert!(file["sides"][1]["spend_gbp"].is_null());
    let text = csv(&comparison);
    let mut reader = csv::Reader::from_reader(text.as_bytes());
    assert!(
        reader
            .records()
            .all(|row| row.is_ok_and(|row| row.len() == 8))
    );
}

#[test]
fn services_of_other_names_are_compared_where_each_side_has_one() {
    let mut other = side("b.toml", 100_000.0);
    let id = ServiceId::new("elsewhere");
    for service in &mut other.instance.services {
        service.id = id.clone();
    }
    if let Found::Plan(audited) = &mut other.found {
        for service in &mut audited.audit.services {
            service.service = id.to_string();
        }
    }
    let single = other.instance.services.len() == 1;
    let comparison = Comparison::new(vec![side("a.toml", 0.0), other], vec![Vec::new()]);
    let of_all = |row: &Row| row.figure.service.is_none();
    assert!(comparison.decided.iter().any(of_all) || !single);
    assert!(comparison.decided.iter().all(of_all));
}
