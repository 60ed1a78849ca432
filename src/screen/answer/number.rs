//! Plain numbers, and what everything else that is given for one looks like.

mod date;

use super::decimal::Decimal;
use super::{Kind, Unclear, shown};
use crate::text::looks;

/// Most digits of a number: spreadsheets keep no more, and put zeros in place of the others.
const MAX_DIGITS: usize = 15;

/// Why a cell is not taken as a number.
pub(super) enum NotPlain {
    /// It is written as one, and may be meant as another.
    Doubtful(Unclear),
    /// It is not written as one.
    Other,
}

/// A number, where it is plainly one: digits with a hyphen before and a point between at most, and
/// no second way to read it.
pub(super) fn plain(answer: &str) -> Result<Decimal<'_>, NotPlain> {
    let written = answer.strip_prefix('-').unwrap_or(answer);
    let (whole, decimals) = match written.split_once('.') {
        Some((whole, decimals)) => (whole, Some(decimals)),
        None => (written, None),
    };
    if !is_digits(whole) || !decimals.is_none_or(is_digits) {
        return Err(NotPlain::Other);
    }
    let number = Decimal::of(answer);
    match doubtful(whole, decimals, number.n_digits()) {
        Some(unclear) => Err(NotPlain::Doubtful(unclear)),
        None => Ok(number),
    }
}

/// A second way to read what is written as a number.
fn doubtful(whole: &str, decimals: Option<&str>, n_digits: usize) -> Option<Unclear> {
    if n_digits > MAX_DIGITS {
        let why = format!(
            "it has {n_digits} digits, and spreadsheets change what is longer than {MAX_DIGITS}"
        );
        return Some(Unclear::new(Kind::TooLong, why));
    }
    let Some(decimals) = decimals else {
        return date::is_packed(whole).then(|| {
            let why = "its eight digits may be a date";
            Unclear::new(Kind::Date, why)
        });
    };
    let has_zero_first = whole.starts_with('0');
    let is_zero = whole.bytes().all(|byte| byte == b'0');
    if decimals.len() == 3 && whole.len() <= 3 && !has_zero_first {
        let why = "the point may mark decimals or separate thousands";
        return Some(Unclear::new(Kind::Grouped, why));
    }
    (has_zero_first && !is_zero).then(|| {
        let why = "with a zero first, it may be a day and a month";
        Unclear::new(Kind::Date, why)
    })
}

/// What an answer that is not plainly a number looks like.
pub(super) fn unclear(answer: &str) -> Unclear {
    let lower = answer.to_lowercase();
    let rules: [fn(&str) -> Option<Unclear>; 13] = [
        not_finite,
        fraction,
        other_digits,
        money,
        percent,
        date::date,
        look_alike,
        exponent,
        signed,
        about,
        range,
        grouped,
        with_words,
    ];
    rules
        .iter()
        .find_map(|rule| rule(&lower))
        .unwrap_or_else(|| Unclear::new(Kind::Words, "it is not a number written in digits"))
}

fn is_digits(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit())
}

/// Digits with a point or comma between at most.
fn is_figure(text: &str) -> bool {
    match text.split_once(['.', ',']) {
        Some((whole, decimals)) => is_digits(whole) && is_digits(decimals),
        None => is_digits(text),
    }
}

fn has_digit(text: &str) -> bool {
    text.bytes().any(|byte| byte.is_ascii_digit())
}

fn not_finite(answer: &str) -> Option<Unclear> {
    let name = answer.trim_start_matches(['+', '-', '−']);
    let is_one = matches!(
        name,
        "inf" | "infinity" | "infinite" | "nan" | "∞" | "1.#inf"
    );
    is_one.then(|| Unclear::new(Kind::NotFinite, "it is no number that can be compared"))
}

fn fraction(answer: &str) -> Option<Unclear> {
    let is_one = |c: char| matches!(c, '¼'..='¾' | '\u{2150}'..='\u{215f}' | '\u{2189}' | '⁄');
    let is_sign = answer.contains(is_one);
    let parts = answer.split_once('/');
    let is_written = parts.is_some_and(|(over, under)| {
        // `1 1/2` has the fraction behind a whole number.
        let over = over.trim().rsplit(' ').next().unwrap_or("");
        is_digits(over) && is_digits(under.trim())
    });
    if is_sign {
        return Some(Unclear::new(Kind::Fraction, "it is written as a fraction"));
    }
    is_written.then(|| {
        let why = "it may be a fraction, a date or a range";
        Unclear::new(Kind::Fraction, why)
    })
}

fn other_digits(answer: &str) -> Option<Unclear> {
    let other = answer.chars().find(|c| c.is_numeric() && !c.is_ascii())?;
    let why = format!("`{other}` is none of the digits 0 to 9");
    Some(Unclear::new(Kind::OtherDigits, why))
}

fn money(answer: &str) -> Option<Unclear> {
    const CODES: [&str; 14] = [
        "usd", "eur", "gbp", "chf", "jpy", "cny", "inr", "pln", "sek", "nok", "dkk", "cad", "aud",
        "brl",
    ];
    let is_sign = |c: char| matches!(c, '$' | '¢'..='¥' | '\u{20a0}'..='\u{20cf}' | '＄' | '￥');
    let is_code = |word: &str| CODES.contains(&word);
    let is_money = answer.contains(is_sign) || words(answer).any(is_code);
    is_money.then(|| {
        let why = "it is an amount of money, and a plain number is asked";
        Unclear::new(Kind::Currency, why)
    })
}

/// The runs of letters in an answer.
fn words(answer: &str) -> impl Iterator<Item = &str> {
    let parts = answer.split(|c: char| !c.is_alphabetic());
    parts.filter(|word| !word.is_empty())
}

fn percent(answer: &str) -> Option<Unclear> {
    let is_percent = answer.contains(['%', '‰', '٪', '％'])
        || words(answer).any(|word| matches!(word, "percent" | "pct" | "prozent"));
    is_percent.then(|| {
        let why = "it is a percentage, and a plain number is asked";
        Unclear::new(Kind::Percent, why)
    })
}

/// Letters for digits: O for 0, l and I for 1, and what looks like these in other scripts.
fn look_alike(answer: &str) -> Option<Unclear> {
    let seen: String = looks(answer)
        .chars()
        .map(|c| match c {
            'O' | 'o' => '0',
            'l' | 'I' | 'i' | '|' => '1',
            _ => c,
        })
        .collect();
    // A word such as `oil` is none.
    let has_letter = answer.contains(|c: char| c.is_alphabetic() || c == '|');
    let is_one =
        has_letter && is_figure(&seen) && (has_digit(answer) || answer.chars().count() < 3);
    is_one.then(|| {
        let why = format!("it looks like {seen}, and some of its digits are letters");
        Unclear::new(Kind::LookAlike, why)
    })
}

fn exponent(answer: &str) -> Option<Unclear> {
    let (number, power) = answer.split_once('e')?;
    let power = power.trim_start_matches(['+', '-']);
    let number = number.trim_start_matches(['+', '-']);
    (is_figure(number) && is_digits(power)).then(|| {
        let why = "it has an exponent, which a spreadsheet may have put there";
        Unclear::new(Kind::Exponent, why)
    })
}

fn signed(answer: &str) -> Option<Unclear> {
    const SIGNS: [char; 9] = ['+', '-', '−', '‐', '‑', '–', '—', '－', '＋'];
    let inner = answer
        .strip_prefix('(')
        .and_then(|rest| rest.strip_suffix(')'));
    if inner.is_some_and(is_figure) {
        let why = "in brackets, it may be a number under zero";
        return Some(Unclear::new(Kind::Sign, why));
    }
    let number = answer.trim_start_matches(SIGNS);
    let behind = number.trim_start();
    if number.len() < answer.len() && is_figure(behind) {
        let sign = &answer[..answer.len() - behind.len()];
        // `-1,5` has a plain sign, and what is wrong with it is something else.
        return (sign != "-").then(|| {
            let why = format!("`{}` before a number may be a sign or not", sign.trim());
            Unclear::new(Kind::Sign, why)
        });
    }
    let is_cut = answer.strip_prefix('.').is_some_and(is_digits)
        || answer.strip_suffix(['.', ',']).is_some_and(is_digits);
    is_cut.then(|| {
        let why = "there is a point, and no digits on one side of it";
        Unclear::new(Kind::Sign, why)
    })
}

fn about(answer: &str) -> Option<Unclear> {
    const SIGNS: [char; 12] = ['<', '>', '≤', '≥', '≈', '~', '∼', '±', '＞', '＜', '^', '='];
    const WORDS: [&str; 32] = [
        "about",
        "approx",
        "approximately",
        "around",
        "roughly",
        "circa",
        "ca",
        "over",
        "under",
        "above",
        "below",
        "more",
        "less",
        "fewer",
        "least",
        "most",
        "almost",
        "nearly",
        "up",
        "plus",
        "min",
        "max",
        "minimum",
        "maximum",
        "older",
        "than",
        "mehr",
        "über",
        "unter",
        "mindestens",
        "etwa",
        "environ",
    ];
    let is_plus = answer.strip_suffix(['+', '＋']).is_some_and(has_digit);
    let is_about =
        answer.contains(SIGNS) || is_plus || words(answer).any(|word| WORDS.contains(&word));
    (is_about && has_digit(answer)).then(|| {
        let why = "it says more, less or about a number, and not which";
        Unclear::new(Kind::About, why)
    })
}

fn range(answer: &str) -> Option<Unclear> {
    const JOINED: [&str; 14] = [
        "-", "–", "—", "‐", "‑", "−", "..", "…", " to ", " or ", " bis ", " and ", " oder ", "~",
    ];
    let ends = |(from, to): (&str, &str)| {
        let from = from.trim().trim_start_matches("between ");
        let to = to.trim().trim_start_matches(['.', '-']);
        let first = to.split_whitespace().next().unwrap_or("");
        is_figure(from) && is_figure(first)
    };
    let is_range = JOINED
        .iter()
        .any(|joint| answer.split_once(joint).is_some_and(ends));
    is_range.then(|| {
        let why = "it may be a range, and not one number";
        Unclear::new(Kind::Range, why)
    })
}

fn grouped(answer: &str) -> Option<Unclear> {
    const BETWEEN: [char; 4] = ['\'', '’', '_', '‘'];
    let number = answer.strip_prefix('-').unwrap_or(answer);
    let is_part = |c: char| {
        c.is_ascii_digit()
            || matches!(c, '.' | ',' | '٫' | '٬')
            || c.is_whitespace()
            || BETWEEN.contains(&c)
    };
    let begins_so = number.starts_with(|c: char| c.is_ascii_digit());
    if !begins_so || !number.chars().all(is_part) {
        return None;
    }
    if number.contains(char::is_whitespace) {
        let why = "there is a space in it: it may be one number or several";
        return Some(Unclear::new(Kind::Grouped, why));
    }
    if let Some(sign) = number.chars().find(|c| BETWEEN.contains(c)) {
        let why = format!("`{sign}` stands in it, as thousands are separated in some places");
        return Some(Unclear::new(Kind::Grouped, why));
    }
    let n_commas = number.matches(',').count();
    let n_points = number.matches('.').count();
    Some(match (n_commas, n_points) {
        (1, 0) => Unclear::new(
            Kind::Comma,
            "the comma may mark decimals or separate something",
        ),
        (0, _) => Unclear::new(Kind::Grouped, "there is more than one point in it"),
        _ => Unclear::new(
            Kind::Grouped,
            "points and commas may mark decimals or separate thousands",
        ),
    })
}

fn with_words(answer: &str) -> Option<Unclear> {
    let has_letters = answer.contains(char::is_alphabetic);
    if has_letters && has_digit(answer) {
        let first = words(answer).next().unwrap_or_default();
        let why = format!("`{}` stands beside the number", shown(first));
        return Some(Unclear::new(Kind::Unit, why));
    }
    if has_letters {
        let why = "it is in words, and a number in digits is asked";
        return Some(Unclear::new(Kind::Words, why));
    }
    has_digit(answer).then(|| {
        let why = "there are signs beside the digits";
        Unclear::new(Kind::Sign, why)
    })
}
