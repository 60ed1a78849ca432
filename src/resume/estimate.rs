//! A candidate's share of the most that papers can get, with its interval and the probability that
//! it reaches the line.
//!
//! Both engines of [`crate::calibration`] estimate a weighted mean on a scale, and a share is such a
//! mean moved and stretched: with weights `a_i` and numbers `x_i` that differ from points by a
//! constant, `share = (Σa · mean − c) / Σ w·most`. So interval and probability are theirs.
//!
//! **Raw means.** A yes is taken as one step of the scale over a no, with the weight divided by the
//! step. The scatter that [`crate::calibration::spread`] assumes, half a step a rating, then holds
//! for every criterion: a yes or a no lies around the truth with a standard deviation of one half.
//!
//! **The severity model**, on cards of reviewers of papers alone, above its own floor. A no is the
//! lowest category of its criterion and a yes the one over it, and each criterion has steps of its
//! own (Masters 1982, *A Rasch model for partial credit scoring*, where items with different
//! numbers of categories stand side by side).

use serde::Serialize;

use super::weighing::{Part, Weighing};
use crate::calibration::model::{Floor, Settings};
use crate::calibration::profile::Ask;
use crate::calibration::records::Builder;
use crate::calibration::steps::Structure;
use crate::calibration::{Options, Rating, Ratings, calibrate, normal};
use crate::packet::Pool;
use crate::packet::pool::{OfInterviewer, Size, tell_as};
use crate::rubric::{LevelIdx, PointIdx, Rubric};
use crate::scorecard::{Scorecard, identity_key};

/// Share of intervals that should hold the true share.
pub const CONFIDENCE: f64 = 0.9;

/// An estimated share of the most, 0 to 1 where no point of the scale is under 0.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Share {
    /// The share.
    pub value: f64,
    /// Lower end of the interval.
    pub low: f64,
    /// Upper end.
    pub high: f64,
    /// P(share ≥ the share that advances).
    pub probability: f64,
    /// Numbers that it rests on.
    pub n_scores: usize,
    /// Reviewers who gave them.
    pub n_reviewers: usize,
}

/// What is known of how severe reviewers are.
#[derive(Debug)]
pub enum Severity {
    /// What was estimated from all their cards.
    Estimated(Box<Pool>),
    /// Why nothing was, as the end of a sentence.
    Unknown(String),
}

impl Severity {
    /// From all cards of reviewers of papers that count, at any level.
    #[must_use]
    pub fn estimate(rubric: &Rubric, cards: &[&Scorecard]) -> Self {
        let mut builder = Builder::default();
        let mut has_yes_no = false;
        for card in cards {
            tell_as(&mut builder, rubric, card, |score, number| {
                let criterion = rubric.criterion(score.criterion);
                let point = score.point()?;
                match (criterion.is_panel(), criterion.is_yes_no()) {
                    (true, _) => None,
                    (_, true) => i32::try_from(answer(rubric, point)).ok(),
                    _ => Some(number),
                }
            });
            let mut scores = card.scores.iter();
            has_yes_no |= scores.any(|score| rubric.criterion(score.criterion).is_yes_no());
        }
        let settings = Settings {
            structure: has_yes_no.then_some(Structure::PartialCredit),
            ..Settings::default()
        };
        match Pool::estimate_by(builder, &settings) {
            Ok(pool) => Self::Estimated(Box::new(pool)),
            Err(why) => Self::Unknown(why.text(Floor::default())),
        }
    }

    /// How severe a reviewer is; none where that is not known.
    #[must_use]
    pub fn of(&self, signature: &str) -> Option<OfInterviewer> {
        match self {
            Self::Estimated(pool) => pool.severity(signature, normal::reach(CONFIDENCE)),
            Self::Unknown(_) => None,
        }
    }

    /// How much it rests on.
    #[must_use]
    pub fn size(&self) -> Option<Size> {
        match self {
            Self::Estimated(pool) => Some(pool.size()),
            Self::Unknown(_) => None,
        }
    }
}

/// A yes or a no as a category: the lowest number of the scale, or the one over it. What lies
/// between them, on a card kept long ago, is what it is nearer to.
fn answer(rubric: &Rubric, point: PointIdx) -> i64 {
    let scale = rubric.scale();
    let middle = f64::midpoint(scale.lowest(), scale.highest());
    let place = usize::from(scale.value(point) >= middle);
    scale.points()[place].value
}

/// What a share is asked of.
#[derive(Debug, Clone, Copy)]
pub struct Papers<'a> {
    /// The rubric.
    pub rubric: &'a Rubric,
    /// The level.
    pub level: LevelIdx,
    /// Its resume criteria.
    pub weighing: &'a Weighing,
    /// The share that advances.
    pub line: f64,
}

impl Papers<'_> {
    /// The share of one candidate by the cards that count: corrected for severity where it is
    /// known. None where nothing that counts has a number.
    #[must_use]
    pub fn share(
        self,
        candidate: &str,
        cards: &[&Scorecard],
        severity: &Severity,
    ) -> Option<Share> {
        match severity {
            Severity::Estimated(pool) => self.modelled(candidate, pool),
            Severity::Unknown(_) => self.raw(cards),
        }
    }

    /// By the scores as they were given.
    #[must_use]
    pub fn raw(self, cards: &[&Scorecard]) -> Option<Share> {
        let step = self.weighing.step();
        let mut reviewers: Vec<_> = (cards.iter())
            .map(|card| identity_key(&card.interviewer))
            .collect();
        reviewers.sort();
        reviewers.dedup();
        let unit = |part: &Part| if part.is_yes_no { step } else { 1.0 };
        let ratings: Ratings = cards
            .iter()
            .flat_map(|card| card.scores.iter().map(move |score| (card, score)))
            .filter_map(|(card, score)| {
                let part = self.weighing.part(score.criterion)?;
                let reviewer = reviewers.binary_search(&identity_key(&card.interviewer));
                Some(Rating {
                    candidate: 0,
                    interviewer: reviewer.ok()?,
                    criterion: score.criterion.get(),
                    score: unit(part) * part.value(self.rubric, score.point()?),
                })
            })
            .collect();
        let is_scored = |part: &&Part| has_score(cards, part);
        let parts: Vec<&Part> = self.weighing.parts().iter().filter(is_scored).collect();
        let sum =
            |of: fn(&Part) -> f64| parts.iter().map(|part| part.weight * of(part)).sum::<f64>();
        let (least, most) = (sum(|part| part.least), sum(|part| part.most));
        let weights: f64 = parts.iter().map(|part| part.weight / unit(part)).sum();
        if most <= 0.0 {
            return None;
        }
        let options = Options {
            step,
            range: (least / weights, most / weights),
            confidence: CONFIDENCE,
        };
        let weight = |criterion: usize| {
            let mut parts = parts.iter();
            let part = parts.find(|part| part.criterion.get() == criterion);
            part.map_or(0.0, |part| part.weight / unit(part))
        };
        let found = calibrate(&ratings, options).weighted(0, &weight)?;
        let stretched = |mean: f64| mean * weights / most;
        Some(Share {
            value: stretched(found.value),
            low: stretched(found.low),
            high: stretched(found.high),
            probability: found.probability_at_least(self.line * most / weights),
            n_scores: found.n_ratings,
            n_reviewers: found.n_interviewers,
        })
    }

    /// By the severity model.
    fn modelled(self, candidate: &str, pool: &Pool) -> Option<Share> {
        let member = pool.member(self.rubric, self.level, candidate)?;
        let lowest = self.rubric.scale().lowest();
        let over = self.rubric.scale().value(PointIdx(1));
        let slope = |part: &Part| if part.is_yes_no { over - lowest } else { 1.0 };
        let weight = |criterion: usize| {
            let mut parts = self.weighing.parts().iter();
            let part = parts.find(|part| part.criterion.get() == criterion);
            part.map_or(0.0, |part| part.weight / slope(part))
        };
        let is_rated = |part: &&Part| member.is_rated(part.criterion);
        let parts: Vec<&Part> = self.weighing.parts().iter().filter(is_rated).collect();
        let most: f64 = parts.iter().map(|part| part.weight * part.most).sum();
        let weights: f64 = parts.iter().map(|part| part.weight / slope(part)).sum();
        let of_no = parts.iter().filter(|part| part.is_yes_no);
        let moved: f64 = of_no.map(|part| part.weight / slope(part) * lowest).sum();
        if most <= 0.0 {
            return None;
        }
        let ask = Ask {
            z: normal::reach(CONFIDENCE),
            line: Some((self.line * most + moved) / weights),
        };
        let fair = member.weighted(&weight, ask)?;
        let least: f64 = parts.iter().map(|part| part.weight * part.least).sum();
        let stretched = |mean: f64| ((mean * weights - moved) / most).clamp(least / most, 1.0);
        Some(Share {
            value: stretched(fair.score.value),
            low: stretched(fair.score.low),
            high: stretched(fair.score.high),
            probability: fair.score.at_least?,
            n_scores: fair.n_ratings,
            n_reviewers: fair.n_interviewers,
        })
    }
}

/// Whether a card has a number on a criterion.
fn has_score(cards: &[&Scorecard], part: &Part) -> bool {
    let mut cards = cards.iter();
    cards.any(|card| {
        let score = card.score(part.criterion);
        score.is_some_and(|score| score.point().is_some())
    })
}
