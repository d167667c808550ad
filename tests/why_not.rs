//! Why this and not that: a decision is forced, and what it costs is what a hand finds; a decision that
//! does not exist is told with what there is.

use std::path::Path;

use skillmix::explain::decision::{Decision, Kind};
use skillmix::explain::why_not::why_not;
use skillmix::instance::{Instance, Objective};
use skillmix::pipeline::Watch;
use skillmix::reading::read_instance;
use skillmix::report::why_not::{Compared, Verdict, WhyNot, render};
use skillmix::solver::Options;

fn read(path: &str) -> Instance {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(path);
    read_instance(&path).instance.expect("a valid instance")
}

fn tiny() -> Instance {
    read("instances/tiny.toml")
}

fn harbour() -> Instance {
    read("tests/cli/harbour.toml")
}

fn ask(instance: &Instance, kind: Kind, text: &str) -> WhyNot {
    let decision = Decision::read(instance, kind, text).expect("a decision");
    let options = Options {
        gap: 0.0,
        ..Options::default()
    };
    why_not(instance, &[decision], &options, &Watch::default()).expect("an answer")
}

fn compared(answer: WhyNot) -> Compared {
    match answer.verdict {
        Verdict::Compared(compared) => *compared,
        other => panic!("{other:?}"),
    }
}

/// What a decision costs, least and most.
fn cost(answer: WhyNot) -> (f64, f64, f64) {
    let compared = compared(answer);
    let mut costs = compared.costs.iter();
    let cost = costs
        .rfind(|cost| cost.objective == Objective::LeastCost)
        .expect("cost is sought");
    (
        cost.difference,
        cost.at_least.expect("a least"),
        cost.at_most.expect("a most"),
    )
}

#[test]
fn one_more_ap_costs_what_the_table_in_the_header_of_tiny_says() {
    // 3 APs, 13 PWPs, 2 senior PWPs: £1,080,000, against £1,030,000, and the hires of one more AP,
    // 0.442163 ÷ 2 a year at £1,000.
    let by_hand = 50_000.0 + 221.08;
    let (difference, least, most) = cost(ask(&tiny(), Kind::Staff, "AP = 3"));
    assert!((difference - by_hand).abs() < 0.1, "{difference}");
    assert!(least <= difference && difference <= most);
    assert!(most - least < 1.0, "{least} to {most}");
}

#[test]
fn one_fewer_ap_costs_what_the_table_says_too() {
    // 1 AP, 14 PWPs, 2 senior PWPs: £1,040,000; λ and L1 of PWPs and APs give the hires.
    let joiners = |wte: f64, up: f64, leaving: f64, first: f64, rate: f64| {
        (rate * wte + up) / ((1.0 - leaving) + rate * first)
    };
    let pwps = joiners(14.0, 0.209_799, 0.25, 0.879_473, 0.284_261);
    let before = joiners(13.0, 0.209_799, 0.25, 0.879_473, 0.284_261);
    let by_hand = 10_000.0 - 221.08 + 2_000.0 * (pwps - before);
    for asked in ["AP <= 1", "ap = 1"] {
        let (difference, ..) = cost(ask(&tiny(), Kind::Staff, asked));
        assert!((difference - by_hand).abs() < 0.5, "{difference} {by_hand}");
    }
}

#[test]
fn what_the_plan_does_already_is_said() {
    for (kind, text) in [
        (Kind::Staff, "pwp = 13"),
        (Kind::Staff, "pwp >= 12.5"),
        (Kind::Hire, "pwp"),
    ] {
        let answer = ask(&tiny(), kind, text);
        assert_eq!(answer.verdict, Verdict::Already, "{text}");
        assert!(answer.decisions[0].in_the_plan_wte.is_some());
    }
}

#[test]
fn where_no_plan_has_it_nothing_else_stands_in_the_way() {
    // Their market gives one a month.
    let answer = ask(&harbour(), Kind::Hire, "2 pwp 2026-09");
    assert!(matches!(answer.verdict, Verdict::NoPlanWith { .. }));
    let text = render(&harbour(), &answer, "");
    assert!(text.contains("No plan exists with it (proved)"), "{text}");
    // More supervisors than posts can be filled with is no conflict of columns alone.
    let answer = ask(&tiny(), Kind::Staff, "pwp <= 1");
    assert!(matches!(answer.verdict, Verdict::NoPlanWith { .. }));
}

#[test]
fn an_instance_without_any_plan_is_told_as_that() {
    let late = read("tests/cli/harbour-late.toml");
    let answer = ask(&late, Kind::Hire, "pwp 2026-09");
    assert_eq!(answer.verdict, Verdict::NoPlan);
    assert!(render(&late, &answer, "").contains("`skillmix why`"));
}

#[test]
fn several_decisions_are_forced_together() {
    let instance = harbour();
    let read = |kind, text: &str| Decision::read(&instance, kind, text).expect("a decision");
    let decisions = [
        read(Kind::Hire, "pwp 2027-05"),
        read(Kind::Hire, "pwp 2027-06"),
        read(Kind::NoHire, "pwp 2027-07"),
    ];
    let answer = why_not(
        &instance,
        &decisions,
        &Options::default(),
        &Watch::default(),
    );
    let answer = answer.expect("an answer");
    assert_eq!(answer.decisions.len(), 3);
    let together = match &answer.verdict {
        Verdict::Compared(compared) => compared.costs.last().expect("a cost").difference,
        other => panic!("{other:?}"),
    };
    let alone = match ask(&instance, Kind::Hire, "pwp 2027-05").verdict {
        Verdict::Compared(compared) => compared.costs.last().expect("a cost").difference,
        Verdict::Already => 0.0,
        other => panic!("{other:?}"),
    };
    assert!(together >= alone - 1.0, "{together} {alone}");
}

#[test]
fn a_decision_that_does_not_exist_is_told_with_what_there_is() {
    let cases = [
        (Kind::Hire, "pwpp 2026-09", "`pwpp`", "did you mean `pwp`?"),
        (Kind::Hire, "pwp", "names no month", "such as `pwp 2026-07`"),
        (
            Kind::Hire,
            "pwp 2029-01",
            "January 2029",
            "April 2026 to March 2028",
        ),
        (Kind::Hire, "pwp 2026-05", "sooner than anybody", "2026-07"),
        (
            Kind::Hire,
            "pwp at salford 2026-09",
            "`salford`",
            "`harbour`",
        ),
        (Kind::Hire, "trainee-pwp 2026-10", "trainees", "`--train`"),
        (Kind::Hire, "pwp 2026-13", "`2026-13`", "`2027-01`"),
        (Kind::Hire, "pwp 2026/27", "2026/27", "write a month"),
        (Kind::Hire, "0 pwp 2026-09", "the number 0", "`--no-hire`"),
        (Kind::Hire, "-1 pwp 2026-09", "the number -1", "from 0"),
        (Kind::Hire, "NaN pwp 2026-09", "the number NaN", "from 0"),
        (
            Kind::NoHire,
            "2 pwp 2026-09",
            "the number 2",
            "leave the number out",
        ),
        (Kind::Hire, "", "names no role", "`pwp`"),
        (
            Kind::Train,
            "pwp-training 2026-11",
            "takes nobody in",
            "`2026-10`",
        ),
        (
            Kind::Train,
            "hit-training 2026-10",
            "`hit-training`",
            "`pwp-training`",
        ),
        (Kind::Staff, "pwp 2026-11", "how many", "`pwp >= 40`"),
        (Kind::Staff, "pwp = many 2026-11", "`many`", "pwp"),
        (Kind::Staff, "pwp = 20", "names no month", "`pwp = 40"),
        (
            Kind::Staff,
            "trainee-pwp = 3 2026-11",
            "trainees",
            "`--train`",
        ),
        (
            Kind::Measure,
            "flexible 2026/27",
            "`flexible`",
            "no retention measure",
        ),
    ];
    let instance = harbour();
    for (kind, text, message, help) in cases {
        let wrong = Decision::read(&instance, kind, text).expect_err(text);
        assert!(wrong.message.contains(message), "{text}: {wrong:?}");
        let helps = wrong.help.join("\n");
        assert!(
            helps.contains(help) || text == "pwp = many 2026-11",
            "{text}: {wrong:?}"
        );
        assert!(!helps.is_empty(), "{text}");
    }
    let wrong = Decision::read(&tiny(), Kind::Hire, "pwp 2026-09").expect_err("a steady year");
    assert!(wrong.message.contains("steady year"), "{wrong:?}");
    let wrong = Decision::read(&tiny(), Kind::Staff, "pwp = 12.5").expect_err("half a post");
    assert!(wrong.help[0].contains("units of 1 WTE"), "{wrong:?}");
    let several = read("instances/pwp-turnover.toml");
    let wrong = Decision::read(&several, Kind::Hire, "pwp 2027-01").expect_err("no service");
    assert!(wrong.help.join(" ").contains("turnover-7"), "{wrong:?}");
    let without = tiny().without_role(&"ap".into());
    let wrong = Decision::read(&without, Kind::Hire, "ap").expect_err("switched off");
    assert!(wrong.message.contains("switched off"), "{wrong:?}");
}

#[test]
fn names_ids_and_cases_all_do() {
    let instance = harbour();
    let one = Decision::read(&instance, Kind::Hire, "pwp 2026-09").expect("by id");
    for text in [
        "PWP 2026-09",
        "1 pwp at harbour 2026-09",
        "psychological wellbeing practitioner at Harbour 2026-09",
    ] {
        let other = Decision::read(&instance, Kind::Hire, text).expect(text);
        assert_eq!(one, other, "{text}");
    }
}
