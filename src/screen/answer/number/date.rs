//! Dates and times where a number is asked: what people write, and what spreadsheets make of `3-5`.

use super::is_digits;
use crate::screen::answer::{Kind, Unclear};

/// The beginnings of months' names as spreadsheets and people write them.
const MONTHS: &[&str] = &[
    "jan", "janv", "ene", "gen", "feb", "févr", "fév", "mar", "mär", "mrz", "apr", "avr", "abr",
    "may", "mai", "maj", "mag", "jun", "juin", "giu", "jul", "juil", "lug", "aug", "août", "ago",
    "sep", "sept", "set", "oct", "okt", "out", "ott", "nov", "dec", "dez", "déc", "dic",
];

/// Whole names, of which the beginnings above are not enough.
const NAMES: &[&str] = &[
    "january",
    "januar",
    "february",
    "februar",
    "march",
    "märz",
    "mars",
    "marzo",
    "april",
    "avril",
    "june",
    "juni",
    "junio",
    "july",
    "juli",
    "julio",
    "august",
    "september",
    "october",
    "oktober",
    "octobre",
    "november",
    "novembre",
    "december",
    "dezember",
    "décembre",
];

/// A date or a time, in lower case.
pub(super) fn date(answer: &str) -> Option<Unclear> {
    let why = if is_written_in_figures(answer) {
        "it may be a date, and more than one day"
    } else if has_month(answer) {
        "it is a date, which a spreadsheet may have made of something else"
    } else if is_time(answer) {
        "it is a time"
    } else {
        return None;
    };
    Some(Unclear::new(Kind::Date, why))
}

/// Eight digits in a row that read as year, month and day of our time.
pub(super) fn is_packed(digits: &str) -> bool {
    let part = |from: usize, to: usize| digits[from..to].parse::<u16>().unwrap_or(0);
    digits.len() == 8
        && (1900..=2099).contains(&part(0, 4))
        && (1..=12).contains(&part(4, 6))
        && (1..=31).contains(&part(6, 8))
}

/// Year, month and day in any order, with a sign between, with a time behind or without.
fn is_written_in_figures(answer: &str) -> bool {
    const SIGNS: [char; 6] = ['-', '/', '.', ' ', '–', '\\'];
    let day = answer.split(['t', ' ']).next().unwrap_or(answer);
    let is_day = |text: &str| SIGNS.iter().any(|sign| is_three_figures(text, *sign));
    is_day(day) || is_day(answer)
}

fn is_three_figures(text: &str, sign: char) -> bool {
    let parts: Vec<&str> = text.split(sign).map(str::trim).take(4).collect();
    let is_part = |part: &&str| is_digits(part) && part.len() <= 4;
    // Thousands have three digits each.
    let is_grouped = || parts[1..].iter().all(|part| part.len() == 3);
    parts.len() == 3 && parts.iter().all(is_part) && !is_grouped()
}

fn has_month(answer: &str) -> bool {
    let has_digit = answer.bytes().any(|byte| byte.is_ascii_digit());
    has_digit && super::words(answer).any(|word| MONTHS.contains(&word) || NAMES.contains(&word))
}

fn is_time(answer: &str) -> bool {
    let mut parts = answer.split(':');
    let (first, second) = (parts.next().unwrap_or(""), parts.next().unwrap_or(""));
    let second: String = second.chars().take_while(char::is_ascii_digit).collect();
    is_digits(first.trim()) && is_digits(&second)
}
