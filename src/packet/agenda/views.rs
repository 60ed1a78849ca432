//! Who said what: the two views that are furthest apart, then the others.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};

use super::{Table, View};
use crate::packet::Panel;
use crate::packet::build::{observed, recommendation_title};
use crate::rubric::{CriterionIdx, PointIdx, Rubric};
use crate::scorecard::{Recommendation, Score, Scorecard, identity_key};

/// One card's number on a criterion.
#[derive(Debug, Clone, Copy)]
pub(super) struct Given<'a> {
    /// The card's place in the panel.
    pub place: usize,
    pub card: &'a Scorecard,
    pub score: &'a Score,
    pub point: PointIdx,
}

impl Given<'_> {
    fn is_silent(&self) -> bool {
        self.score.evidence.is_none()
    }
}

/// The two views that are furthest apart.
#[derive(Debug)]
pub(super) struct Sides<'a> {
    pub highest: Given<'a>,
    pub lowest: Given<'a>,
}

/// Every number on a criterion, highest first, in loop order among equals.
fn given<'a>(panel: &Panel<'a>, idx: CriterionIdx) -> Vec<Given<'a>> {
    let cards = panel.cards.iter().enumerate();
    let mut found: Vec<_> = cards
        .filter_map(|(place, card)| {
            let score = card.score(idx)?;
            Some(Given {
                place,
                card,
                score,
                point: score.point()?,
            })
        })
        .collect();
    found.sort_by_key(|given| Reverse(given.point));
    found
}

/// The views of the highest and of the lowest rater. A rater is as high as the mean of their
/// numbers; of several numbers the one furthest out is their view. None where no two raters differ.
pub(super) fn sides<'a>(
    rubric: &Rubric,
    panel: &Panel<'a>,
    idx: CriterionIdx,
) -> Option<Sides<'a>> {
    let by_rater = panel.by_rater(rubric, idx);
    let of_raters = || by_rater.values().copied();
    let highest = of_raters().reduce(f64::max)?;
    let lowest = of_raters().reduce(f64::min)?;
    let of = |mean: f64| {
        let by_rater = &by_rater;
        given(panel, idx).into_iter().filter(move |given| {
            let rater = by_rater.get(&identity_key(&given.card.interviewer));
            rater.is_some_and(|found| found.total_cmp(&mean).is_eq())
        })
    };
    // Of as high a view, one that is written down can be talked about.
    let highest = of(highest).min_by_key(|given| (Reverse(given.point), given.is_silent()))?;
    let lowest = of(lowest).min_by_key(|given| (given.point, given.is_silent()))?;
    (highest.point > lowest.point).then_some(Sides { highest, lowest })
}

impl Table<'_> {
    pub(super) fn views(&self, idx: CriterionIdx, sides: Option<&Sides<'_>>) -> Vec<View> {
        let side = |given: &Given<'_>| {
            let sides = sides?;
            let named = [("highest", sides.highest), ("lowest", sides.lowest)];
            let mut named = named.into_iter();
            let found = named.find(|(_, side)| side.place == given.place)?;
            Some(found.0)
        };
        let mut found: Vec<View> = given(self.base.panel, idx)
            .iter()
            .map(|given| self.view(given, side(given)))
            .collect();
        // The sort is stable: the highest goes before the lowest, and these before the others.
        found.sort_by_key(|view| view.side.is_none());
        found
    }

    fn view(&self, given: &Given<'_>, side: Option<&'static str>) -> View {
        let rubric = self.base.rubric;
        let point = rubric.scale().point(given.point);
        let ticked = given.score.observed.iter();
        View {
            side,
            interviewer: self.names.interviewer(&given.card.interviewer),
            round: rubric.named_round(given.card.round),
            value: Some(point.value),
            label: point.label.to_string(),
            said: format!("{}, {}", point.value, point.label),
            evidence: given.score.evidence.clone(),
            observed: ticked.map(|one| observed(rubric, *one)).collect(),
        }
    }

    /// The strongest recommendation for and against, then the others; in loop order among equals.
    pub(super) fn recommended(&self) -> Vec<View> {
        let mut cards: Vec<(Recommendation, &Scorecard)> = self
            .base
            .panel
            .cards
            .iter()
            .filter_map(|card| Some((card.recommendation?, *card)))
            .collect();
        cards.sort_by_key(|(recommendation, _)| Reverse(strength(*recommendation)));
        let undecided = on_both_sides(&cards);
        let one_sided = |(_, card): &(Recommendation, &Scorecard)| {
            !undecided.contains(&identity_key(&card.interviewer))
        };
        let of_side = |is_hire: bool| {
            let cards = cards.iter().enumerate();
            cards.filter(move |(_, one)| one_sided(one) && one.0.is_hire() == is_hire)
        };
        let first_for = of_side(true).map(|(place, _)| place).next();
        let against = of_side(false).min_by_key(|(_, one)| strength(one.0));
        let first_against = against.map(|(place, _)| place);
        let mut found: Vec<View> = cards
            .iter()
            .enumerate()
            .map(|(place, (recommendation, card))| {
                let side = if Some(place) == first_for {
                    Some("for")
                } else if Some(place) == first_against {
                    Some("against")
                } else {
                    None
                };
                self.recommendation(*recommendation, card, side)
            })
            .collect();
        found.sort_by_key(|view| view.side.is_none());
        found
    }

    fn recommendation(
        &self,
        recommendation: Recommendation,
        card: &Scorecard,
        side: Option<&'static str>,
    ) -> View {
        let title = recommendation_title(Some(recommendation));
        View {
            side,
            interviewer: self.names.interviewer(&card.interviewer),
            round: self.base.rubric.named_round(card.round),
            value: None,
            label: title.to_owned(),
            said: title.to_owned(),
            evidence: Some(card.summary.clone()).filter(|text| !text.trim().is_empty()),
            observed: Vec::new(),
        }
    }
}

/// From strongly against, 0, to strongly for, 3.
fn strength(recommendation: Recommendation) -> u8 {
    match recommendation {
        Recommendation::StrongNoHire => 0,
        Recommendation::NoHire => 1,
        Recommendation::Hire => 2,
        Recommendation::StrongHire => 3,
    }
}

/// Interviewers whose own cards fall on both sides; they count for neither.
fn on_both_sides(cards: &[(Recommendation, &Scorecard)]) -> BTreeSet<String> {
    let mut sides: BTreeMap<String, BTreeSet<bool>> = BTreeMap::new();
    for (recommendation, card) in cards {
        let side = sides.entry(identity_key(&card.interviewer)).or_default();
        side.insert(recommendation.is_hire());
    }
    let both = sides.into_iter().filter(|(_, sides)| sides.len() > 1);
    both.map(|(interviewer, _)| interviewer).collect()
}
