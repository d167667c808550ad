//! The stories behind the codes of changes and scenarios.

use crate::diagnostics::Explanation;

pub(super) const CODES: &[Explanation] = &[
    Explanation {
        code: "C001",
        title: "a change of what is not there",
        what: "A change names a value that neither the instance nor its care model has.",
        why: "It would change nothing, and the answer would be taken for that of the change.",
        example: "[[scenario.cut-5.scale]]\nvalue = \"budgets.trsut.gbp_per_year\"   # the budget is `trust`\nby = 0.95",
        fix: "Correct the path: it is the one that the value has in the files, with `*` for every key of a level. `skillmix assumptions` lists them all. Where a key is optional and not given, `set` it.",
    },
    Explanation {
        code: "C002",
        title: "a change that changes nothing",
        what: "A change leaves every value that it names as it is, or sets a value to what is in force.",
        why: "Nobody writes one on purpose: the value, the factor or what the scenario is based on is not what was meant.",
        example: "[[scenario.cut-5.scale]]\nvalue = \"budgets.trust.gbp_per_year\"\nby = 1   # five per cent less is `0.95`",
        fix: "Correct the number, or drop the change.",
    },
    Explanation {
        code: "C003",
        title: "a change for months, of a value that does not differ by month",
        what: "A change has `from` or `to`, and what it names has one value for all the time, or the months lie outside the horizon.",
        why: "The files can say of some values only that they differ over time: yearly money and referrals by financial year, places by intake.",
        example: "[[scenario.storm.scale]]\nvalue = \"care.roles.pwp.leaving_per_year\"\nby = 2\nfrom = \"2026-10\"",
        fix: "Drop `from` and `to`, or change a value that may differ: `services.ID.referrals_per_year`, `budgets.ID.gbp_per_year`, `levies.ID.gbp_per_year`, `places.ID.places_per_intake`, and what the files give by month or by year.",
    },
    Explanation {
        code: "C004",
        title: "a change for services that cannot be",
        what: "A change names services or groups that the instance does not have, or narrows to services what is no service's own.",
        why: "What a service does not have for itself cannot differ from service to service.",
        example: "[[scenario.cut-5.scale]]\nvalue = \"budgets.trust.gbp_per_year\"\nby = 0.95\nservices = [\"leeds\"]",
        fix: "Name services or groups of the instance. Narrow values of the care model (`care.…`) and of services (`services.*.…`); leave `services` out for anything else.",
    },
    Explanation {
        code: "C005",
        title: "a change of what cannot be changed so",
        what: "A change scales or adds to what is no number, names a whole table of different things, or names what says which files are read or how they are named.",
        why: "It has no meaning.",
        example: "[[scenario.cut-5.scale]]\nvalue = \"care.roles.pwp\"   # which of its values?\nby = 0.95",
        fix: "Name a number, a list of numbers, or a table of like numbers; `set` takes other values, each at its own key.",
    },
    Explanation {
        code: "C006",
        title: "a scenario that is not there",
        what: "`based_on` or `--scenario` names a scenario that the instance does not have.",
        why: "Without it nothing would change, and the answer would be taken for that of the scenario.",
        example: "[scenario.worst]\nbased_on = \"high-turnvoer\"   # it is `high-turnover`",
        fix: "Correct the id. `skillmix scenarios INSTANCE` lists them.",
    },
    Explanation {
        code: "C007",
        title: "scenarios in a circle",
        what: "A scenario is based on itself, by way of others or at once.",
        why: "There is no first one to begin with.",
        example: "[scenario.a]\nbased_on = \"b\"\n[scenario.b]\nbased_on = \"a\"",
        fix: "Take one of them out of `based_on`.",
    },
    Explanation {
        code: "C008",
        title: "a scenario that changes nothing",
        what: "A scenario leaves everything in force as it is in the instance, or in the scenario on which it is based.",
        why: "Its answer would be the same, and be read as news.",
        example: "[scenario.calm]\nname = \"All as it is\"",
        fix: "Let it `set`, `scale` or `add` something, or drop it.",
    },
];
