//! The words of a decision: how many, of what, where, when.

use super::{Kind, Wrong};
use crate::dates::{FinancialYear, Month};

/// The words of a decision, not yet looked up.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Words {
    /// Of what, and perhaps where: `hit at salford`.
    pub(super) who: String,
    /// How many.
    pub(super) amount: Option<Amount>,
    /// When.
    pub(super) date: Option<Date>,
}

/// How many.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Amount {
    pub(super) sense: Sense,
    pub(super) wte: f64,
}

/// How an amount is meant.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Sense {
    AtLeast,
    AtMost,
    Exactly,
}

/// When.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Date {
    Month(Month),
    Year(FinancialYear),
}

/// More staff than anybody has.
const ABSURD: f64 = 1e6;

/// Takes a decision apart: `3 hit at salford 2027-01`, `hit at salford >= 40 2028-03`.
pub(super) fn words(kind: Kind, text: &str) -> Result<Words, Wrong> {
    let (rest, date) = take_date(kind, text)?;
    if kind == Kind::Staff {
        return staff(text, &rest, date);
    }
    let (first, after) = rest.split_once(char::is_whitespace).unwrap_or((&rest, ""));
    let (amount, who) = match first.parse::<f64>() {
        Ok(wte) if !after.is_empty() => {
            let wte = checked(kind, text, first, wte)?;
            if wte == 0.0 || kind.forbids() {
                let none = match kind {
                    Kind::Hire | Kind::NoHire => "--no-hire",
                    Kind::Train | Kind::NoTrain => "--no-train",
                    _ => "--no-measure",
                };
                let help = format!("`{none}` stands for none at all: leave the number out");
                return Err(Wrong::new(kind, text, format!("has the number {first}")).help(help));
            }
            let sense = Sense::AtLeast;
            (Some(Amount { sense, wte }), after.trim().to_owned())
        }
        _ => (None, rest.clone()),
    };
    Ok(Words { who, amount, date })
}

fn staff(text: &str, rest: &str, date: Option<Date>) -> Result<Words, Wrong> {
    let signs = [
        (">=", Sense::AtLeast),
        ("<=", Sense::AtMost),
        ("=", Sense::Exactly),
    ];
    for (sign, sense) in signs {
        let Some((who, number)) = rest.split_once(sign) else {
            continue;
        };
        let number = number.trim();
        let wte = number.parse::<f64>().map_err(|_| {
            Wrong::new(
                Kind::Staff,
                text,
                format!("has `{number}` where a number is wanted"),
            )
            .help("write the WTE after the sign, then the month: `hit >= 40 2028-03`")
        })?;
        let wte = checked(Kind::Staff, text, number, wte)?;
        return Ok(Words {
            who: who.trim().to_owned(),
            amount: Some(Amount { sense, wte }),
            date,
        });
    }
    Ok(Words {
        who: rest.to_owned(),
        amount: None,
        date,
    })
}

fn checked(kind: Kind, text: &str, written: &str, wte: f64) -> Result<f64, Wrong> {
    if (0.0..=ABSURD).contains(&wte) {
        return Ok(wte);
    }
    Err(Wrong::new(kind, text, format!("has the number {written}"))
        .help("the number is of whole-time equivalents, from 0 to 1,000,000"))
}

/// The month or financial year at the end, and what stands before it.
fn take_date(kind: Kind, text: &str) -> Result<(String, Option<Date>), Wrong> {
    let text_trimmed = text.trim();
    let (before, last) = text_trimmed
        .rsplit_once(char::is_whitespace)
        .unwrap_or(("", text_trimmed));
    let before = before.trim_end().to_owned();
    if let Ok(month) = last.parse() {
        return Ok((before, Some(Date::Month(month))));
    }
    if let Ok(year) = last.parse() {
        return Ok((before, Some(Date::Year(year))));
    }
    let is_like_a_date = last.starts_with(|c: char| c.is_ascii_digit())
        && last
            .chars()
            .all(|c| c.is_ascii_digit() || c == '-' || c == '/')
        && last.contains(['-', '/']);
    if is_like_a_date {
        return Err(
            Wrong::new(kind, text, format!("has `{last}`, which is no month"))
                .help("write a month such as `2027-01`, or a financial year such as `2026/27`"),
        );
    }
    Ok((text_trimmed.to_owned(), None))
}
