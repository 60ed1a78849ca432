//! The plain values a document holds: text, ids, numbers in a range, dates and fixed words.

use toml::de::DeValue;

use super::{Decode, Reader, Shape, Value};
use crate::diagnostic::{Diagnostic, codes, nearest};

impl Decode for String {
    const EXPECTED: &'static str = "text";
    const SHAPE: Shape = Shape::Text;

    fn decode(value: &Value<'_>, reader: &mut Reader) -> Option<Self> {
        match value.get_ref() {
            DeValue::String(text) => Some(text.to_string()),
            _ => reader.wrong_type(value, Self::EXPECTED),
        }
    }
}

impl Decode for bool {
    const EXPECTED: &'static str = "true or false";
    const SHAPE: Shape = Shape::Truth;

    fn decode(value: &Value<'_>, reader: &mut Reader) -> Option<Self> {
        match value.get_ref() {
            DeValue::Boolean(truth) => Some(*truth),
            _ => reader.wrong_type(value, Self::EXPECTED),
        }
    }
}

/// An id: `[a-z0-9][a-z0-9-]*`, 64 characters at most.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Id(pub(crate) String);

impl Id {
    const MAX_CHARS: usize = 64;

    pub(crate) fn is_valid(text: &str) -> bool {
        let word = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit();
        text.len() <= Self::MAX_CHARS
            && text.bytes().next().is_some_and(word)
            && text.bytes().all(|byte| word(byte) || byte == b'-')
    }

    /// What the text might have been meant to be, where that is easy to say.
    pub(crate) fn nearest_valid(text: &str) -> Option<String> {
        let folded: String = text
            .trim()
            .to_lowercase()
            .chars()
            .map(|c| {
                if c == '_' || c.is_whitespace() {
                    '-'
                } else {
                    c
                }
            })
            .collect();
        Self::is_valid(&folded).then_some(folded)
    }
}

impl Decode for Id {
    const EXPECTED: &'static str = "an id";
    const SHAPE: Shape = Shape::Id {
        max_chars: Self::MAX_CHARS,
    };

    fn decode(value: &Value<'_>, reader: &mut Reader) -> Option<Self> {
        let text = String::decode(value, reader)?;
        if Self::is_valid(&text) {
            return Some(Self(text));
        }
        if text.trim().is_empty() {
            // A blank one is reported as such where it is required.
            return Some(Self(text));
        }
        let span = reader.span(value.span());
        let message = if text.chars().count() > Self::MAX_CHARS {
            format!("an id has at most {} characters", Self::MAX_CHARS)
        } else {
            format!("`{text}` is not an id")
        };
        let mut diagnostic = Diagnostic::error(codes::BAD_ID, span, message)
            .hint("an id is lower-case letters a-z, digits and hyphens, and starts with a letter or digit");
        if let Some(valid) = Self::nearest_valid(&text) {
            diagnostic = diagnostic.hint(format!("`{valid}` would do"));
        }
        reader.report(diagnostic);
        // Kept all the same, so that what refers to it is not reported as well.
        Some(Self(text))
    }
}

/// A finite number.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Number(pub(crate) f64);

impl Decode for Number {
    const EXPECTED: &'static str = "a number";
    const SHAPE: Shape = Shape::Number {
        min: None,
        max: None,
    };

    fn decode(value: &Value<'_>, reader: &mut Reader) -> Option<Self> {
        let number = match value.get_ref() {
            DeValue::Integer(integer) => integer_digits(integer).parse::<f64>().ok(),
            DeValue::Float(float) => float.as_str().replace('_', "").parse::<f64>().ok(),
            _ => return reader.wrong_type(value, Self::EXPECTED),
        };
        let number = number.filter(|number| number.is_finite());
        if number.is_none() {
            reader.report(Diagnostic::error(
                codes::BAD_VALUE,
                reader.span(value.span()),
                "a number here must be finite: not `nan`, `inf` or beyond what can be computed with",
            ));
        }
        number.map(Self)
    }
}

/// The digits of an integer in base ten.
fn integer_digits(integer: &toml::de::DeInteger<'_>) -> String {
    let digits = integer.as_str().replace('_', "");
    match integer.radix() {
        10 => digits,
        radix => i64::from_str_radix(&digits, radix).map_or(digits, |n| n.to_string()),
    }
}

/// A finite number that is not negative.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct NonNegative(pub(crate) f64);

impl Decode for NonNegative {
    const EXPECTED: &'static str = "a number, 0 or more";
    const SHAPE: Shape = Shape::Number {
        min: Some(0),
        max: None,
    };

    fn decode(value: &Value<'_>, reader: &mut Reader) -> Option<Self> {
        let Number(number) = Number::decode(value, reader)?;
        in_range(number, 0.0..=f64::MAX, value, Self::EXPECTED, reader).map(Self)
    }
}

/// A weight from 0 to a million: sums and shares of weights stay exact enough.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Weight(pub(crate) f64);

impl Decode for Weight {
    const EXPECTED: &'static str = "a number, 0 or more";
    const SHAPE: Shape = Shape::Number {
        min: Some(0),
        max: Some(1_000_000),
    };

    fn decode(value: &Value<'_>, reader: &mut Reader) -> Option<Self> {
        let NonNegative(number) = NonNegative::decode(value, reader)?;
        in_range(
            number,
            0.0..=1e6,
            value,
            "a weight of at most 1000000",
            reader,
        )
        .map(Self)
    }
}

/// A share from 0 to 1.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Fraction(pub(crate) f64);

impl Decode for Fraction {
    const EXPECTED: &'static str = "a number from 0 to 1";
    const SHAPE: Shape = Shape::Number {
        min: Some(0),
        max: Some(1),
    };

    fn decode(value: &Value<'_>, reader: &mut Reader) -> Option<Self> {
        let Number(number) = Number::decode(value, reader)?;
        in_range(number, 0.0..=1.0, value, Self::EXPECTED, reader).map(Self)
    }
}

fn in_range(
    number: f64,
    range: std::ops::RangeInclusive<f64>,
    value: &Value<'_>,
    expected: &str,
    reader: &mut Reader,
) -> Option<f64> {
    if range.contains(&number) {
        return Some(number);
    }
    reader.report(Diagnostic::error(
        codes::BAD_VALUE,
        reader.span(value.span()),
        format!("expected {expected}, found {number}"),
    ));
    None
}

/// A whole number from `MIN` to `MAX`.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Whole<const MIN: i64, const MAX: i64>(pub(crate) i64);

impl<const MIN: i64, const MAX: i64> Whole<MIN, MAX> {
    /// As a count; `MIN` must not be negative.
    pub(crate) fn count(self) -> u32 {
        u32::try_from(self.0).expect("the declared range fits a count")
    }
}

impl<const MIN: i64, const MAX: i64> Decode for Whole<MIN, MAX> {
    const EXPECTED: &'static str = "a whole number";
    const SHAPE: Shape = Shape::Whole { min: MIN, max: MAX };

    fn decode(value: &Value<'_>, reader: &mut Reader) -> Option<Self> {
        let DeValue::Integer(integer) = value.get_ref() else {
            return reader.wrong_type(value, Self::EXPECTED);
        };
        let digits = integer_digits(integer);
        if digits.is_empty() {
            return reader.wrong_type(value, Self::EXPECTED);
        }
        let number = digits.parse::<i64>().ok();
        let found = number.filter(|number| (MIN..=MAX).contains(number));
        if found.is_none() {
            reader.report(Diagnostic::error(
                codes::BAD_VALUE,
                reader.span(value.span()),
                format!("expected a whole number from {MIN} to {MAX}, found {digits}"),
            ));
        }
        found.map(Self)
    }
}

/// The version of a format. Any is read; `KNOWN` is the one that this program understands.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Version<const KNOWN: i64>(pub(crate) i64);

impl<const KNOWN: i64> Decode for Version<KNOWN> {
    const EXPECTED: &'static str = "a whole number";
    const SHAPE: Shape = Shape::Whole {
        min: KNOWN,
        max: KNOWN,
    };

    fn decode(value: &Value<'_>, reader: &mut Reader) -> Option<Self> {
        Whole::<0, { i64::MAX }>::decode(value, reader).map(|number| Self(number.0))
    }
}

/// A calendar day, `YYYY-MM-DD`.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize, serde::Deserialize,
)]
#[serde(into = "String", try_from = "String")]
pub struct Date {
    year: u16,
    month: u8,
    day: u8,
}

impl Date {
    /// The day that days are counted from.
    pub const EPOCH: Self = Self {
        year: 1970,
        month: 1,
        day: 1,
    };

    /// The day of a text such as `2026-11-20`; none where there is no such day.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let found: toml::value::Datetime = text.parse().ok()?;
        let is_day = found.time.is_none() && found.offset.is_none();
        found.date.filter(|_| is_day).map(Self::of)
    }

    /// Days from 1970-01-01 on; before it they are negative.
    #[must_use]
    pub fn day_number(self) -> i32 {
        // The proleptic Gregorian calendar in years that begin with March, of 400 years each
        // 146,097 days: a leap day then ends its year.
        let month = i32::from(self.month);
        let year = i32::from(self.year) - i32::from(month <= 2);
        let (era, of_era) = (year.div_euclid(400), year.rem_euclid(400));
        let from_march = (month + 9) % 12;
        let of_year = (153 * from_march + 2) / 5 + i32::from(self.day) - 1;
        let days = of_era * 365 + of_era / 4 - of_era / 100 + of_year;
        era * 146_097 + days - 719_468
    }

    fn of(date: toml::value::Date) -> Self {
        Self {
            year: date.year,
            month: date.month,
            day: date.day,
        }
    }
}

impl std::fmt::Display for Date {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{:04}-{:02}-{:02}", self.year, self.month, self.day)
    }
}

impl From<Date> for String {
    fn from(date: Date) -> Self {
        date.to_string()
    }
}

impl TryFrom<String> for Date {
    type Error = &'static str;

    fn try_from(text: String) -> Result<Self, Self::Error> {
        Self::parse(&text).ok_or("not a day such as 2026-11-20")
    }
}

impl Decode for Date {
    const EXPECTED: &'static str = "a date such as 2026-11-20, without quotes";
    const SHAPE: Shape = Shape::Date;

    fn decode(value: &Value<'_>, reader: &mut Reader) -> Option<Self> {
        match value.get_ref() {
            DeValue::Datetime(found) if found.time.is_none() => found.date.map(Self::of),
            _ => reader.wrong_type(value, Self::EXPECTED),
        }
    }
}

/// An enum that is written as one of a few words.
pub(crate) trait Word: Copy + 'static {
    const WHAT: &'static str;
    const WORDS: &'static [(&'static str, Self)];
    const NAMES: &'static [&'static str];
}

impl<T: Word> Decode for T {
    const EXPECTED: &'static str = T::WHAT;
    const SHAPE: Shape = Shape::Words(T::NAMES);

    fn decode(value: &Value<'_>, reader: &mut Reader) -> Option<Self> {
        let DeValue::String(text) = value.get_ref() else {
            return reader.wrong_type(value, T::WHAT);
        };
        let found = T::WORDS.iter().find(|(word, _)| *word == text);
        if found.is_none() {
            let words: Vec<_> = T::WORDS.iter().map(|(word, _)| *word).collect();
            reader.report(
                Diagnostic::error(
                    codes::BAD_VALUE,
                    reader.span(value.span()),
                    format!("`{text}` is not {}", T::WHAT),
                )
                .hint(format!("one of: {}", words.join(", ")))
                .did_you_mean_text(nearest(text, words.iter().copied())),
            );
        }
        found.map(|(_, value)| *value)
    }
}
