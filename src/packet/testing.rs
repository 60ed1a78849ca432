//! Panels for the tests of this module: a rubric, cards, and what is known of severity.

use std::fmt::Write as _;

use super::{Base, Panels, Pool, Scores, Severity, pool};
use crate::calibration::model::Floor;
use crate::calibration::records::Builder;
use crate::rubric::compile::{NoFiles, load};
use crate::rubric::{CriterionIdx, LevelIdx, PointIdx, RoundIdx, Rubric};
use crate::scorecard::read::Places;
use crate::scorecard::{Date, Given, NoScore, Recommendation, Score, Scorecard};
use crate::text::Sources;

/// A line of an attitude that is required.
pub(super) const REQUIRED: &str = "required-at = [\"mid\"]";

/// A rubric of one level with attitudes `a`, `b` …, each with further lines, and rounds, each with
/// interviewers and what it scores; `tail` is more of it.
pub(super) fn rubric(
    criteria: &[(&str, &str)],
    rounds: &[(&str, u32, &[&str])],
    tail: &str,
) -> Rubric {
    let mut text = "format = 1\nid = \"r\"\ntitle = \"R\"\nversion = \"1.0.0\"\nsummary = \"r\"\n\
         [[level]]\nid = \"mid\"\ntitle = \"Mid\"\n"
        .to_owned();
    for (id, lines) in criteria {
        writeln!(
            text,
            "[[attitude]]\nid = \"{id}\"\ntitle = \"Title of {id}\"\ndefinition = \"d\"\n{lines}"
        )
        .unwrap();
    }
    for (id, interviewers, focus) in rounds {
        writeln!(
            text,
            "[[round]]\nid = \"{id}\"\ntitle = \"Round {id}\"\nstage = \"onsite\"\n\
             interviewers = {interviewers}\nfocus = {focus:?}"
        )
        .unwrap();
    }
    text.push_str(tail);
    let loaded = load("r.toml", text.into(), &mut NoFiles, &mut Sources::default());
    loaded
        .rubric
        .unwrap_or_else(|| panic!("{:#?}", loaded.diagnostics))
}

/// A card for hire of candidate `ada`: the round's place, and scores by the criteria's places,
/// from 1 on; 0 is not assessed.
pub(super) fn card(interviewer: &str, round: usize, scores: &[(usize, usize)]) -> Scorecard {
    let score = |(criterion, value): &(usize, usize)| Score {
        criterion: CriterionIdx(*criterion),
        given: match value {
            0 => Given::None(NoScore::NotAssessed),
            value => Given::Point(PointIdx(value - 1)),
        },
        level: None,
        evidence: Some("Saw it.".to_owned()),
        observed: Vec::new(),
    };
    Scorecard {
        file: "card".to_owned(),
        candidate: "ada".to_owned(),
        round: RoundIdx(round),
        level: LevelIdx(0),
        interviewer: interviewer.to_owned(),
        interviewed_on: Date::EPOCH,
        minutes: None,
        variant: None,
        shadow: false,
        recommendation: Some(Recommendation::Hire),
        level_recommendation: None,
        summary: String::new(),
        private_note: None,
        asked: Vec::new(),
        scores: scores.iter().map(score).collect(),
    }
}

/// A rubric, cards, and what is known of severity.
pub(super) struct Stage {
    pub(super) rubric: Rubric,
    cards: Vec<(Scorecard, Places)>,
    severity: Severity,
}

impl Stage {
    /// Severity is estimated where the cards are enough.
    pub(super) fn new(rubric: Rubric, cards: Vec<Scorecard>) -> Self {
        let mut builder = Builder::default();
        for card in &cards {
            pool::tell(&mut builder, &rubric, card);
        }
        let severity = match Pool::estimate(builder) {
            Ok(pool) => Severity::Estimated(Box::new(pool)),
            Err(why) => Severity::Unknown(why.text(Floor::default())),
        };
        let cards = cards.into_iter().map(|card| (card, Places::default()));
        Self {
            rubric,
            cards: cards.collect(),
            severity,
        }
    }

    pub(super) fn pool(&self) -> Option<&Pool> {
        match &self.severity {
            Severity::Estimated(pool) => Some(pool),
            Severity::Unknown(_) => None,
        }
    }

    /// Looks at a candidate's panel.
    pub(super) fn look<T>(&self, candidate: &str, at: impl FnOnce(Base<'_>) -> T) -> T {
        let panels = Panels::gather(&self.rubric, &self.cards).unwrap();
        let panel = panels.find(candidate).unwrap();
        let scores = Scores::new(&panels, panel, Some(&self.severity));
        at(Base {
            rubric: &self.rubric,
            panel,
            scores: &scores,
        })
    }
}

/// Cards of 40 candidates with three of ten interviewers each, on criteria by their places. `i0`
/// gives a point less than the others. What candidates are differs by criterion where `profiles`
/// is over 0.
pub(super) fn many(n_criteria: usize, profiles: usize) -> Vec<Scorecard> {
    let mut cards = Vec::new();
    for candidate in 0..40 {
        for seat in 0..3 {
            let interviewer = (candidate * 3 + seat * (1 + candidate % 3)) % 10;
            let scores: Vec<_> = (0..n_criteria)
                .map(|criterion| {
                    let whole = candidate * 7 % 11;
                    let own = profiles * (candidate * 5 + criterion * 3) % 7;
                    let noise = (candidate * 3 + interviewer * 5 + criterion * 11) % 5;
                    let value = 2 + (2 * whole + 3 * own + 2 * noise) / 14;
                    (
                        criterion,
                        (value - usize::from(interviewer == 0)).clamp(1, 4),
                    )
                })
                .collect();
            let mut card = card(&format!("i{interviewer}"), 0, &scores);
            card.candidate = format!("c{candidate:02}");
            cards.push(card);
        }
    }
    cards
}
