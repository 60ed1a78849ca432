//! The shape of a scorecard file, key by key, with spans and nothing resolved.
//!
//! FORMATS, section 2.

use super::Recommendation;
use crate::document::{Date, DeValue, Decode, Id, Reader, Shape, Value, Version, Whole, tables};
use crate::text::{Spanned, Text};

tables! {
    /// One card.
    ScorecardDoc, "a scorecard" {
        required format: Spanned<Version<1>> = "format",
        required rubric: Text = "rubric",
        required rubric_version: Text = "rubric-version",
        optional rubric_hash: Text = "rubric-hash",
        required candidate: Spanned<Id> = "candidate",
        required round: Text = "round",
        required level: Text = "level",
        required interviewer: Text = "interviewer",
        required interviewed_on: Spanned<Date> = "interviewed-on",
        optional minutes: Whole<1, 100_000> = "minutes",
        optional variant: Text = "variant",
        optional shadow: bool = "shadow",
        optional recommendation: Spanned<Recommendation> = "recommendation",
        optional level_recommendation: Text = "level-recommendation",
        present summary: Text = "summary",
        optional private_note: Text = "private-note",
        optional asked: Vec<Text> = "asked",
        optional scores: Vec<ScoreDoc> = "score",
    }
    /// One criterion's score.
    ScoreDoc, "a score" {
        required criterion: Spanned<Id> = "criterion",
        present score: Spanned<GivenDoc> = "score",
        optional level: Text = "level",
        optional evidence: Text = "evidence",
        optional observed: Vec<Text> = "observed",
    }
}

/// A score as it is written: a scale value, or a word.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum GivenDoc {
    Value(i64),
    Word(String),
    /// A number that no scale has, as it is written.
    OffScale(String),
}

impl Decode for GivenDoc {
    const EXPECTED: &'static str = "a scale value, a scale point or a word for no score";
    const SHAPE: Shape = Shape::Either(&[
        Shape::Whole {
            min: i64::MIN,
            max: i64::MAX,
        },
        Shape::Text,
    ]);

    fn decode(value: &Value<'_>, reader: &mut Reader) -> Option<Self> {
        match value.get_ref() {
            DeValue::Integer(integer) => {
                let written = integer.to_string();
                Some(written.parse().map_or(Self::OffScale(written), Self::Value))
            }
            DeValue::Float(float) => Some(Self::OffScale(float.to_string())),
            DeValue::String(text) => Some(Self::Word(text.to_string())),
            _ => reader.wrong_type(value, Self::EXPECTED),
        }
    }
}
