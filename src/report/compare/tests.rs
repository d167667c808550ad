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
            late: Vec::new(),
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
    insta::assert_snapshot!(text, @r##"
    A: a.toml
    B: a.toml:cut-5

    Compared    £ a year           against A  how good
    ────────────────────────────────────────────────────────────────
    A         £6,000,000                      proved within 0.0083 %
    B         £5,900,000  −£100,000 (−1.7 %)  proved within 0.0083 %

    The same is in force in A and B.

    Decided differently           A           B     change
    ──────────────────────────────────────────────────────
    Spend in a year      £6,000,000  £5,900,000  −£100,000
    AP, WTE                    12.0        10.0       −2.0
    PWP, WTE                   40.0        38.0       −2.0
    HIT, WTE                   58.0        56.0       −2.0
    PWP trainee, WTE            4.7         2.7       −2.0
    "##);
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
