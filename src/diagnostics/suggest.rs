//! "did you mean": the nearest of the names that would have done.

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
        .map(|candidate| {
            let other = candidate.to_lowercase().replace('_', "-");
            let mut score = strsim::jaro_winkler(&folded, &other);
            let slips = strsim::osa_distance(&folded, &other);
            if slips == 1 && folded.len() > 2 {
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
            (score, candidate)
        })
        .filter(|(score, _)| *score >= 0.86)
        .max_by(|a, b| a.0.total_cmp(&b.0))
        .map(|(_, candidate)| candidate)
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
