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
            if strsim::osa_distance(&folded, &other) <= 2 && folded.len() > 2 {
                score += 0.1;
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
