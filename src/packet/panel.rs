//! The cards of one run sorted into panels: one candidate at one level each.

use std::collections::{BTreeMap, BTreeSet};

use crate::calibration::{Rating, Ratings};
use crate::diagnostic::{Diagnostic, codes};
use crate::rubric::{CriterionIdx, LevelIdx, RoundIdx, Rubric, Stage};
use crate::scorecard::read::Places;
use crate::scorecard::{Score, Scorecard, identity_key};

/// All panels of a run, with the ratings that calibration works on.
#[derive(Debug)]
pub struct Panels<'a> {
    /// The rubric that all cards are for.
    pub rubric: &'a Rubric,
    of_candidates: Vec<Panel<'a>>,
    ratings: Ratings,
}

/// One candidate's panel.
#[derive(Debug)]
pub struct Panel<'a> {
    /// The candidate's place among the run's candidates.
    pub number: usize,
    /// The candidate's id.
    pub candidate: &'a str,
    /// The level interviewed for.
    pub level: LevelIdx,
    /// The cards that count, in loop order, then by interviewer.
    pub cards: Vec<&'a Scorecard>,
    /// Cards that do not count, in the same order: trainees' and resume reviewers'.
    pub uncounted: Vec<&'a Scorecard>,
}

impl<'a> Panels<'a> {
    /// Sorts cards into panels.
    ///
    /// # Errors
    /// The findings that need several cards: a seat filled twice, a candidate at two levels.
    pub fn gather(
        rubric: &'a Rubric,
        cards: &'a [(Scorecard, Places)],
    ) -> Result<Self, Vec<Diagnostic>> {
        let findings = conflicts(rubric, cards);
        if !findings.is_empty() {
            return Err(findings);
        }
        let mut by_candidate: BTreeMap<&str, Vec<&Scorecard>> = BTreeMap::new();
        for (card, _) in cards {
            by_candidate.entry(&card.candidate).or_default().push(card);
        }
        let mut panels: Vec<_> = by_candidate
            .into_iter()
            .enumerate()
            .map(|(number, (candidate, cards))| Panel::new(rubric, number, candidate, cards))
            .collect();
        let ratings = ratings(rubric, &panels);
        panels.sort_by_key(|panel| panel.number);
        Ok(Self {
            rubric,
            of_candidates: panels,
            ratings,
        })
    }

    /// The panels, by candidate id.
    pub fn iter(&self) -> impl Iterator<Item = &Panel<'a>> {
        self.of_candidates.iter()
    }

    /// The panel of a candidate.
    #[must_use]
    pub fn find(&self, candidate: &str) -> Option<&Panel<'a>> {
        let by_candidate = |panel: &Panel<'_>| panel.candidate.cmp(candidate);
        let place = self.of_candidates.binary_search_by(by_candidate).ok()?;
        self.of_candidates.get(place)
    }

    /// Every number that counts.
    #[must_use]
    pub fn ratings(&self) -> &Ratings {
        &self.ratings
    }
}

impl<'a> Panel<'a> {
    /// `cards` holds at least one.
    fn new(
        rubric: &Rubric,
        number: usize,
        candidate: &'a str,
        mut cards: Vec<&'a Scorecard>,
    ) -> Self {
        let level = cards[0].level;
        sort(&mut cards);
        let (cards, uncounted) = cards
            .into_iter()
            .partition(|card| why_uncounted(rubric, card).is_none());
        Self {
            number,
            candidate,
            level,
            cards,
            uncounted,
        }
    }

    /// The scores of one criterion on the cards that count.
    pub fn scores(
        &self,
        criterion: CriterionIdx,
    ) -> impl Iterator<Item = (&'a Scorecard, &'a Score)> {
        self.cards
            .iter()
            .filter_map(move |card| Some((*card, card.score(criterion)?)))
    }

    /// What each rater made of a criterion: the mean of their numbers on it, by rater.
    #[must_use]
    pub fn by_rater(&self, rubric: &Rubric, criterion: CriterionIdx) -> BTreeMap<String, f64> {
        let mut values: BTreeMap<String, Vec<f64>> = BTreeMap::new();
        for (card, score) in self.scores(criterion) {
            if let Some(point) = score.point() {
                let rater = identity_key(&card.interviewer);
                values
                    .entry(rater)
                    .or_default()
                    .push(rubric.scale().value(point));
            }
        }
        values
            .into_iter()
            .map(|(rater, of_rater)| {
                let n = crate::text::count(of_rater.len());
                (rater, of_rater.iter().sum::<f64>() / n)
            })
            .collect()
    }

    /// Raw points between the highest and the lowest rater; none with fewer than two.
    #[must_use]
    pub fn spread(&self, rubric: &Rubric, criterion: CriterionIdx) -> Option<f64> {
        let raters = self.by_rater(rubric, criterion);
        let values = || raters.values().copied();
        let highest = values().reduce(f64::max)?;
        let lowest = values().reduce(f64::min)?;
        (raters.len() > 1).then_some(highest - lowest)
    }

    /// Cards expected in a round and cards that came.
    #[must_use]
    pub fn seats(&self, rubric: &Rubric, round: RoundIdx) -> (usize, usize) {
        let expected = rubric.round(round).interviewers as usize;
        let came = self.cards.iter().filter(|card| card.round == round).count();
        (expected, came)
    }
}

/// Cards in loop order, then by interviewer.
pub(super) fn sort(cards: &mut [&Scorecard]) {
    cards.sort_by_cached_key(|card| (card.round, identity_key(&card.interviewer)));
}

/// Why a card is no part of the decision, if it is none.
#[must_use]
pub fn why_uncounted(rubric: &Rubric, card: &Scorecard) -> Option<&'static str> {
    if card.shadow {
        Some("shadow")
    } else if rubric.round(card.round).stage == Stage::Resume {
        Some("resume review")
    } else {
        None
    }
}

fn conflicts(rubric: &Rubric, cards: &[(Scorecard, Places)]) -> Vec<Diagnostic> {
    let mut findings = Vec::new();
    let mut seats: BTreeMap<_, &Places> = BTreeMap::new();
    let mut levels: BTreeMap<&str, (LevelIdx, &Places)> = BTreeMap::new();
    for (card, places) in cards {
        if let Some(first) = seats.get(&card.seat()) {
            let round = &rubric.round(card.round).id;
            findings.push(
                Diagnostic::error(
                    codes::CARD_SEAT,
                    places.interviewer,
                    format!(
                        "`{}` has another card for `{}` in `{round}`",
                        card.interviewer, card.candidate
                    ),
                )
                .label("the second card of this seat")
                .context(first.interviewer, "the first one")
                .hint("keep the one that holds"),
            );
            continue;
        }
        seats.insert(card.seat(), places);
        let (level, first) = *levels
            .entry(&card.candidate)
            .or_insert((card.level, places));
        if level != card.level {
            findings.push(
                Diagnostic::error(
                    codes::CARD_LEVEL,
                    places.level,
                    format!("the cards of `{}` are for different levels", card.candidate),
                )
                .label(format!("`{}` here", rubric.level(card.level).id))
                .context(first.level, format!("`{}` here", rubric.level(level).id))
                .hint("one panel assesses one level: correct the card that is wrong"),
            );
        }
    }
    findings
}

/// Every number of the cards that count on the criteria of the panel.
pub(super) fn ratings(rubric: &Rubric, panels: &[Panel<'_>]) -> Ratings {
    let interviewers: BTreeSet<String> = panels
        .iter()
        .flat_map(|panel| {
            panel
                .cards
                .iter()
                .map(|card| identity_key(&card.interviewer))
        })
        .collect();
    let number: BTreeMap<&str, usize> = interviewers
        .iter()
        .enumerate()
        .map(|(number, key)| (key.as_str(), number))
        .collect();
    let mut ratings = Vec::new();
    for panel in panels {
        for card in &panel.cards {
            let interviewer = number[identity_key(&card.interviewer).as_str()];
            for score in &card.scores {
                let is_panel = rubric.criterion(score.criterion).is_panel();
                if let Some(point) = score.point().filter(|_| is_panel) {
                    ratings.push(Rating {
                        candidate: panel.number,
                        interviewer,
                        criterion: score.criterion.get(),
                        score: rubric.scale().value(point),
                    });
                }
            }
        }
    }
    ratings.into_iter().collect()
}
