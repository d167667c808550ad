//! "did you mean": the nearest of the names that would have done.

use std::cmp::Reverse;

/// The candidate nearest to what was found, if it is near enough to be meant.
#[must_use]
pub fn nearest<'a>(found: &str, candidates: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    if found.len() > 100 {
        return None;
    }
    let folded = found.to_lowercase().replace(['_', ' '], "-");
    candidates
        .into_iter()
        .filter(|candidate| *candidate != found)
        .enumerate()
        .map(|(place, candidate)| {
            let other = candidate.to_lowercase().replace('_', "-");
            let mut score = strsim::jaro_winkler(&folded, &other);
            let slips = strsim::osa_distance(&folded, &other);
            let one_slip = slips == 1 && folded.len() > 2;
            if one_slip {
                score = score.max(0.95);
            } else if slips == 2 && folded.len() > 3 {
                score += 0.1;
            }
            // A key without its unit, an id cut short.
            if folded.len() > 2
                && other
                    .strip_prefix(&folded)
                    .is_some_and(|rest| rest.starts_with('-'))
            {
                score = score.max(0.9);
            }
            // However alike the beginnings, more slips are farther than one.
            let nearness = (slips == 0, one_slip);
            (nearness, score, Reverse(place), candidate)
        })
        .filter(|(_, score, ..)| *score >= 0.86)
        .max_by(|a, b| {
            let by_slips = a.0.cmp(&b.0);
            by_slips.then(a.1.total_cmp(&b.1)).then(a.2.cmp(&b.2))
        })
        .map(|(.., candidate)| candidate)
}

/// Names for a help line: "`a`, `b` and `c`"; after ten, how many more.
#[must_use]
pub fn list<'a>(names: impl IntoIterator<Item = &'a str>) -> String {
    const SHOWN: usize = 10;
    let names: Vec<String> = names.into_iter().map(|n| format!("`{n}`")).collect();
    match names.as_slice() {
        [] => "none".to_owned(),
        [one] => one.clone(),
        [most @ .., last] if names.len() <= SHOWN => {
            format!("{} and {last}", most.join(", "))
        }
        _ => format!(
            "{} and {} more",
            names.get(..SHOWN).unwrap_or_default().join(", "),
            names.len() - SHOWN
        ),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_slip_of_the_keyboard_finds_its_word() {
        assert_eq!(nearest("hitt", ["pwp", "hit"]), Some("hit"));
        assert_eq!(
            nearest("leaving_per_yer", ["pay", "leaving_per_year"]),
            Some("leaving_per_year")
        );
        assert_eq!(nearest("PWP", ["pwp", "hit"]), Some("pwp"));
        assert_eq!(nearest("hti", ["pwp", "hit"]), Some("hit"));
        assert_eq!(
            nearest("pay", ["name", "pay_gbp_per_wte_year"]),
            Some("pay_gbp_per_wte_year")
        );
    }

    #[test]
    fn one_slip_is_nearer_than_two() {
        for names in [["step-2", "step-3"], ["step-3", "step-2"]] {
            assert_eq!(nearest("step2", names), Some("step-2"));
        }
        // Of two that are as near, the first.
        assert_eq!(nearest("step-1", ["step-2", "step-3"]), Some("step-2"));
    }

    #[test]
    fn what_resembles_nothing_gets_no_suggestion() {
        assert_eq!(nearest("zebra", ["pwp", "hit", "name"]), None);
    }

    #[test]
    fn lists_end_with_and() {
        assert_eq!(list([]), "none");
        assert_eq!(list(["a"]), "`a`");
        assert_eq!(list(["a", "b", "c"]), "`a`, `b` and `c`");
    }
}
