//! Paths of values as people write them: `budgets.trust.gbp_per_year`, `care.routes.hit.stages[0].months`,
//! `services.*.referrals_by_year."2026/27"`.

/// A part of a path.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Part {
    /// A key of a table, or a place in a list, from 0.
    Key(String),
    /// Every key of a table, or every item of a list.
    Any,
}

/// The parts of a path. No text is refused here: what is not there is told by what is.
pub(super) fn parse(text: &str) -> Vec<Part> {
    let mut parts = Vec::new();
    let mut key = String::new();
    let mut quote = None;
    let mut end = |key: &mut String| {
        let text = std::mem::take(key);
        parts.push(if text == "*" {
            Part::Any
        } else {
            Part::Key(text)
        });
    };
    let mut pending = false;
    for sign in text.trim().chars() {
        match (quote, sign) {
            (Some(open), _) if sign == open => quote = None,
            (None, '"' | '\'') => quote = Some(sign),
            (None, '.' | '[') => {
                if pending || !key.is_empty() {
                    end(&mut key);
                }
                pending = sign == '.';
                continue;
            }
            (None, ']') => {}
            _ => key.push(sign),
        }
        pending = true;
    }
    if pending || !key.is_empty() {
        end(&mut key);
    }
    parts
}

#[cfg(test)]
mod tests {
    use super::*;

    fn keys(text: &str) -> Vec<String> {
        parse(text)
            .into_iter()
            .map(|part| match part {
                Part::Key(key) => key,
                Part::Any => "any".to_owned(),
            })
            .collect()
    }

    #[test]
    fn paths_are_split_at_dots_and_brackets_but_not_within_quotes() {
        assert_eq!(keys("a.*.c"), ["a", "any", "c"]);
        assert_eq!(keys("a.b[0].c"), ["a", "b", "0", "c"]);
        assert_eq!(keys("a.\"2026/27\""), ["a", "2026/27"]);
        assert_eq!(keys("a.\"x.y\".b"), ["a", "x.y", "b"]);
        assert_eq!(keys("a..b"), ["a", "", "b"]);
        assert_eq!(keys("a.2026/27"), ["a", "2026/27"]);
        assert!(keys("").is_empty());
    }
}
