//! The same panel with something changed, through the same policy.
//!
//! What is not changed stays as the packet has it, and with nothing changed the outcome is the
//! packet's, bit for bit. Under the data floor fair scores are taken from the changed panel alone.
//! Above it the pool's severities, steps and variances are held where they were estimated, and this
//! candidate's abilities are worked out anew from the changed scores.

use std::borrow::Cow;
use std::collections::BTreeMap;

use super::panel::{sort, why_uncounted};
use super::policy::{self, Outcome};
use super::pool::Change;
use super::{Panel, Scores, Weights};
use crate::rubric::{CriterionIdx, PointIdx, RoundIdx, Rubric};
use crate::scorecard::{Date, Given, Recommendation, Score, Scorecard, identity_key};

/// A panel as it is: where scenarios start.
#[derive(Debug, Clone, Copy)]
pub struct Base<'a> {
    /// Its rubric.
    pub rubric: &'a Rubric,
    /// Its cards.
    pub panel: &'a Panel<'a>,
    /// Its fair scores.
    pub scores: &'a Scores<'a>,
}

/// A panel with something changed.
///
/// ```text
/// base.scenario().without_card(2).outcome().verdict
/// base.scenario().with_every_score(dough, highest).outcome().fair
/// ```
#[derive(Debug, Clone)]
pub struct Scenario<'a> {
    base: Base<'a>,
    /// The panel's counted cards, each in its place; none where one is left out.
    cards: Vec<Option<Cow<'a, Scorecard>>>,
    /// Cards that come to them.
    more: Vec<Scorecard>,
    weights: Weights,
    severities: BTreeMap<String, f64>,
}

/// What a card that did not come is supposed to say: one point throughout, with evidence.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Fill {
    /// The point on every criterion of the round.
    pub point: PointIdx,
    /// What it recommends.
    pub recommendation: Recommendation,
}

impl<'a> Base<'a> {
    /// The panel with nothing changed.
    #[must_use]
    pub fn scenario(self) -> Scenario<'a> {
        let cards = self.panel.cards.iter();
        Scenario {
            base: self,
            cards: cards.map(|card| Some(Cow::Borrowed(*card))).collect(),
            more: Vec::new(),
            weights: Weights::of(self.rubric, self.panel.level),
            severities: BTreeMap::new(),
        }
    }

    /// A card of a round with the same point on everything that the round scores.
    #[must_use]
    pub fn card(&self, round: RoundIdx, interviewer: &str, fill: Fill) -> Scorecard {
        let level = self.panel.level;
        let criteria = self.rubric.scored_in(round, level).into_iter();
        Scorecard {
            file: String::new(),
            candidate: self.panel.candidate.to_owned(),
            round,
            level,
            interviewer: interviewer.to_owned(),
            // A card has a day, and nothing in a verdict depends on it.
            interviewed_on: Date::EPOCH,
            minutes: None,
            variant: None,
            shadow: false,
            recommendation: Some(fill.recommendation),
            level_recommendation: None,
            summary: String::new(),
            private_note: None,
            asked: Vec::new(),
            scores: criteria.map(|criterion| scored(criterion, fill)).collect(),
        }
    }
}

/// With evidence, since a score without it has less effect on a knock-out than it may have.
fn scored(criterion: CriterionIdx, fill: Fill) -> Score {
    Score {
        criterion,
        given: Given::Point(fill.point),
        level: None,
        evidence: Some(String::new()),
        observed: Vec::new(),
    }
}

impl Scenario<'_> {
    /// Leaves out a card, by its place in [`Panel::cards`].
    #[must_use]
    pub fn without_card(mut self, place: usize) -> Self {
        if let Some(card) = self.cards.get_mut(place) {
            *card = None;
        }
        self
    }

    /// Adds a card; one that does not count changes nothing.
    #[must_use]
    pub fn with_card(mut self, card: Scorecard) -> Self {
        if why_uncounted(self.base.rubric, &card).is_none() {
            self.more.push(card);
        }
        self
    }

    /// Gives a criterion another weight; one that is under 0 or not finite counts nothing.
    #[must_use]
    pub fn with_weight(mut self, criterion: CriterionIdx, weight: f64) -> Self {
        self.weights = self.weights.with(criterion, weight);
        self
    }

    /// Takes an interviewer's severity as known, in logits as [`super::Pool::severity`] has it. Where severities are not estimated it
    /// changes nothing.
    #[must_use]
    pub fn with_severity(mut self, interviewer: &str, severity: f64) -> Self {
        if severity.is_finite() {
            self.severities.insert(identity_key(interviewer), severity);
        }
        self
    }

    /// Replaces the numbers on a criterion: `point` says what becomes of each, by the card and
    /// the point it gives. No score, which is not assessed, declined or without evidence, stays.
    #[must_use]
    pub fn with_scores(
        mut self,
        criterion: CriterionIdx,
        point: impl Fn(&Scorecard, PointIdx) -> PointIdx,
    ) -> Self {
        for card in self.cards.iter_mut().flatten() {
            let given = card.score(criterion).and_then(Score::point);
            let changed = given.map(|given| (given, point(card, given)));
            let Some((_, to)) = changed.filter(|(given, to)| given != to) else {
                continue;
            };
            let scores = card.to_mut().scores.iter_mut();
            for score in scores.filter(|score| score.criterion == criterion) {
                score.given = Given::Point(to);
            }
        }
        self
    }

    /// Gives every number on a criterion the same point.
    #[must_use]
    pub fn with_every_score(self, criterion: CriterionIdx, point: PointIdx) -> Self {
        self.with_scores(criterion, |_, _| point)
    }

    /// What the policy makes of it.
    #[must_use]
    pub fn outcome(&self) -> Outcome {
        let Base {
            rubric,
            panel,
            scores,
        } = self.base;
        let after = self.panel();
        let change = Change {
            before: panel,
            after: &after,
            severities: &self.severities,
        };
        let scores = scores.supposed(rubric, &change);
        policy::apply_weighted(rubric, &after, &scores, &self.weights)
    }

    fn panel(&self) -> Panel<'_> {
        let before = self.base.panel;
        let kept = self.cards.iter().flatten().map(AsRef::as_ref);
        let mut cards: Vec<&Scorecard> = kept.chain(&self.more).collect();
        if !self.more.is_empty() {
            sort(&mut cards);
        }
        Panel {
            number: before.number,
            candidate: before.candidate,
            level: before.level,
            cards,
            uncounted: before.uncounted.clone(),
        }
    }
}

#[cfg(test)]
mod tests;
