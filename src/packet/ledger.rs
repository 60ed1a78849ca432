//! The ledger of what was revised: first and final values of the cards that count, who moved how
//! far, and towards whom.
//!
//! Whom somebody moved towards is measured by what the others gave *first*: two people who meet in
//! the middle have each moved towards the other.

mod sentences;

use std::borrow::Cow;

use serde::Serialize;

use super::policy::Outcome;
use super::record::{Amendment, Revision};
use super::{Base, FairScore, Names, Panel, Person, Record, Verdict, build};
use crate::rubric::{CriterionIdx, Named, PointIdx, Rubric};
use crate::scorecard::{Given, Recommendation, Scorecard, identity_key};

/// Distances closer than this are the same: numbers of a scale and means of a few of them.
const SAME: f64 = 1e-9;

/// What was revised on the cards that count.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Ledger {
    /// What it comes to, in sentences.
    pub summary: Vec<String>,
    /// Scores of the panel's criteria that have a number, first or last.
    pub n_scores: usize,
    /// How many of them have another number than first.
    pub n_moved: usize,
    /// How many got a number that had none.
    pub n_given: usize,
    /// How many had a number and have none any more.
    pub n_withdrawn: usize,
    /// Every score that is not what it was, in the rubric's order, then in that of the cards.
    pub moves: Vec<Move>,
    /// Who moved, in the order of the cards.
    pub people: Vec<Mover>,
    /// How far raters were apart, and are, on each criterion where a score moved.
    pub spreads: Vec<Spread>,
    /// Recommendations that are not what they were.
    pub recommendations: Vec<Turn>,
    /// Every amendment, with its reason.
    pub amendments: Vec<Amending>,
    /// Amended cards whose first version cannot be read with this rubric: nothing is said of what
    /// moved on them.
    pub unread: Vec<CardName>,
    /// What the rules make of the first values.
    pub first: Standing,
    /// What they make of the final ones: the packet's verdict.
    pub last: Standing,
}

/// A score that is not what it was.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Move {
    /// The criterion.
    pub criterion: Named,
    /// Who moved.
    pub interviewer: Person,
    /// In which round.
    pub round: Named,
    /// What was given first.
    pub first: Value,
    /// What is given now.
    pub last: Value,
    /// The final number less the first, in points; none where one of them is no number.
    pub points: Option<f64>,
    /// Other raters of the criterion to whose first value this one is nearer than it was.
    pub towards: Vec<Person>,
    /// Other raters from whose first value this one is farther away than it was.
    pub away_from: Vec<Person>,
    /// The mean of the other raters' first values; none where there is none.
    pub others_mean: Option<f64>,
    /// `towards` or `away`: how it moved as to that mean; none where it is as far from it as it
    /// was, or nothing can be said.
    pub direction: Option<&'static str>,
    /// The revisions that changed it.
    pub revisions: Vec<u32>,
    /// Whether one of them came after its author had seen others' scores.
    pub after_seeing_others: bool,
}

/// What a card gives a criterion.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Value {
    /// The number, where there is one.
    pub value: Option<i64>,
    /// The number, or a word for none.
    pub shown: String,
}

/// Somebody who moved.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Mover {
    /// Who.
    pub interviewer: Person,
    /// How many of their numbers moved.
    pub n_moved: usize,
    /// Of how many.
    pub n_scores: usize,
    /// How far in all, in points, whatever the direction.
    pub points: f64,
    /// Towards whom, and in how many scores; the most first.
    pub towards: Vec<Towards>,
}

/// Whom somebody moved towards.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Towards {
    /// Whom.
    pub interviewer: Person,
    /// In how many scores.
    pub n_moved: usize,
}

/// How far raters of a criterion are apart.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Spread {
    /// The criterion.
    pub criterion: Named,
    /// By first values, in points; none with fewer than two raters.
    pub first: Option<f64>,
    /// By final values.
    pub last: Option<f64>,
}

/// A recommendation that is not what it was.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Turn {
    /// Who.
    pub interviewer: Person,
    /// In which round.
    pub round: Named,
    /// What they recommended first; none where they did not.
    pub first: Option<&'static str>,
    /// The same as a person reads it.
    pub first_title: &'static str,
    /// What they recommend now.
    pub last: Option<&'static str>,
    /// The same as a person reads it.
    pub last_title: &'static str,
}

/// One amendment of a card.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Amending {
    /// Whose card.
    pub interviewer: Person,
    /// Of which round.
    pub round: Named,
    /// The revision it made.
    pub revision: u32,
    /// When, as RFC 3339.
    pub at: String,
    /// Why, in its author's words.
    pub reason: String,
    /// Whether its author had seen others' scores of the candidate before.
    pub after_seeing_others: bool,
}

/// A card by its author and round.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct CardName {
    /// Whose.
    pub interviewer: Person,
    /// Of which round.
    pub round: Named,
}

/// What the rules make of some values.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Standing {
    /// The verdict.
    pub verdict: Verdict,
    /// The verdict as a person reads it.
    pub verdict_title: &'static str,
    /// The weighted fair score; none where nothing with weight has a number.
    pub fair: Option<FairScore>,
}

impl Standing {
    fn of(outcome: &Outcome) -> Self {
        Self {
            verdict: outcome.verdict,
            verdict_title: outcome.verdict.title(),
            fair: outcome.fair.clone(),
        }
    }
}

/// The ledger of a panel; none where no card that counts was amended. `last` is what the rules make
/// of the panel as it is.
#[must_use]
pub fn ledger(base: &Base<'_>, names: &Names, record: &Record, last: &Outcome) -> Option<Ledger> {
    let (rubric, panel) = (base.rubric, base.panel);
    let amendments = panel.cards.iter();
    let amendments: Vec<_> = amendments
        .map(|card| record.amendment(&rubric.round(card.round).id, card))
        .collect();
    if amendments.iter().all(Option::is_none) {
        return None;
    }
    let firsts: Vec<Cow<'_, Scorecard>> = amendments
        .iter()
        .zip(&panel.cards)
        .map(|(amendment, card)| first(*amendment, card))
        .collect();
    let before = Panel {
        number: panel.number,
        candidate: panel.candidate,
        level: panel.level,
        cards: firsts.iter().map(AsRef::as_ref).collect(),
        uncounted: Vec::new(),
    };
    let standing = Standing::of(&by_first_values(*base, &firsts));
    let maker = Maker {
        rubric,
        names,
        panel,
        before,
        amendments,
    };
    Some(maker.ledger(standing, Standing::of(last)))
}

/// A card as it was first. It counts as the final one does, whatever it said of that.
fn first<'a>(amendment: Option<&Amendment>, card: &'a Scorecard) -> Cow<'a, Scorecard> {
    match amendment.and_then(Amendment::first) {
        None => Cow::Borrowed(card),
        Some(first) => Cow::Owned(Scorecard {
            shadow: card.shadow,
            level: card.level,
            round: card.round,
            interviewer: card.interviewer.clone(),
            ..first.clone()
        }),
    }
}

fn by_first_values(base: Base<'_>, firsts: &[Cow<'_, Scorecard>]) -> Outcome {
    let mut scenario = base.scenario();
    for (place, first) in firsts.iter().enumerate() {
        if let Cow::Owned(first) = first {
            scenario = scenario.without_card(place).with_card(first.clone());
        }
    }
    scenario.outcome()
}

struct Maker<'a> {
    rubric: &'a Rubric,
    names: &'a Names,
    /// The cards as they are.
    panel: &'a Panel<'a>,
    /// The same as they were first, each in its place.
    before: Panel<'a>,
    /// How each was amended, if it was.
    amendments: Vec<Option<&'a Amendment>>,
}

impl Maker<'_> {
    fn ledger(&self, first: Standing, last: Standing) -> Ledger {
        let moves = self.moves();
        let numbers = |step: &dyn Fn(&Move) -> bool| moves.iter().filter(|one| step(one)).count();
        let is = |value: &Value| value.value.is_some();
        let mut ledger = Ledger {
            summary: Vec::new(),
            n_scores: self.n_scores(None),
            n_moved: numbers(&|one| one.points.is_some()),
            n_given: numbers(&|one| !is(&one.first) && is(&one.last)),
            n_withdrawn: numbers(&|one| is(&one.first) && !is(&one.last)),
            people: self.people(&moves),
            spreads: self.spreads(&moves),
            moves,
            recommendations: self.turns(),
            amendments: self.amendings(),
            unread: self.unread(),
            first,
            last,
        };
        ledger.summary = sentences::summary(&ledger);
        ledger
    }

    fn name(&self, card: &Scorecard) -> CardName {
        CardName {
            interviewer: self.names.interviewer(&card.interviewer),
            round: self.rubric.named_round(card.round),
        }
    }

    fn criteria(&self) -> impl Iterator<Item = CriterionIdx> {
        self.rubric.panel_criteria(self.panel.level)
    }

    /// Scores that have a number, first or last; of one person, or of all.
    fn n_scores(&self, of: Option<&str>) -> usize {
        let pairs = || self.before.cards.iter().zip(&self.panel.cards);
        let is_theirs =
            |card: &Scorecard| of.is_none_or(|key| identity_key(&card.interviewer) == key);
        let has = |card: &Scorecard, idx| point(card, idx).is_some();
        self.criteria()
            .map(|idx| {
                pairs()
                    .filter(|(first, last)| is_theirs(last) && (has(first, idx) || has(last, idx)))
                    .count()
            })
            .sum()
    }

    fn moves(&self) -> Vec<Move> {
        let places = || 0..self.panel.cards.len();
        self.criteria()
            .flat_map(|idx| places().filter_map(move |place| self.moved(idx, place)))
            .collect()
    }

    fn moved(&self, idx: CriterionIdx, place: usize) -> Option<Move> {
        let (before, card) = (self.before.cards[place], self.panel.cards[place]);
        if given(before, idx) == given(card, idx) {
            return None;
        }
        let amendment = self.amendments[place]?;
        let (first, last) = (self.value(before, idx), self.value(card, idx));
        let step = self.number(before, idx).zip(self.number(card, idx));
        let others = self.others(idx, card);
        let nearer = |value: f64| {
            step.map_or(0.0, |(first, last)| {
                (last - value).abs() - (first - value).abs()
            })
        };
        let people = |is_so: &dyn Fn(f64) -> bool| {
            let found = others.iter().filter(|(_, value)| is_so(nearer(*value)));
            found.map(|(person, _)| person.clone()).collect()
        };
        let changes = changes(amendment, idx);
        let others_mean = mean(&others);
        let CardName { interviewer, round } = self.name(card);
        Some(Move {
            criterion: self.rubric.named_criterion(idx),
            interviewer,
            round,
            first,
            last,
            points: step.map(|(first, last)| last - first),
            towards: people(&|change| change < -SAME),
            away_from: people(&|change| change > SAME),
            others_mean,
            direction: others_mean.and_then(|mean| match nearer(mean) {
                change if change < -SAME => Some("towards"),
                change if change > SAME => Some("away"),
                _ => None,
            }),
            after_seeing_others: changes.iter().any(|one| one.after_seeing_others),
            revisions: changes.iter().map(|one| one.revision).collect(),
        })
    }

    fn value(&self, card: &Scorecard, idx: CriterionIdx) -> Value {
        let cell = build::cell(self.rubric, card, idx);
        Value {
            value: cell.value,
            shown: cell.shown,
        }
    }

    fn number(&self, card: &Scorecard, idx: CriterionIdx) -> Option<f64> {
        point(card, idx).map(|point| self.rubric.scale().value(point))
    }

    /// What the other raters of a criterion gave it first, in the order of their cards.
    fn others(&self, idx: CriterionIdx, card: &Scorecard) -> Vec<(Person, f64)> {
        let own = identity_key(&card.interviewer);
        let values = self.before.by_rater(self.rubric, idx);
        let mut others: Vec<(String, Person, f64)> = Vec::new();
        for other in &self.before.cards {
            let key = identity_key(&other.interviewer);
            let is_new = key != own && others.iter().all(|(known, ..)| *known != key);
            if let Some(value) = values.get(&key).filter(|_| is_new) {
                let person = self.names.interviewer(&other.interviewer);
                others.push((key, person, *value));
            }
        }
        let others = others.into_iter();
        others.map(|(_, person, value)| (person, value)).collect()
    }

    fn people(&self, moves: &[Move]) -> Vec<Mover> {
        let mut people: Vec<Mover> = Vec::new();
        for card in &self.panel.cards {
            let person = self.names.interviewer(&card.interviewer);
            let is_new = people.iter().all(|known| known.interviewer != person);
            let of = |one: &&Move| one.interviewer == person && one.points.is_some();
            let theirs: Vec<&Move> = moves.iter().filter(of).collect();
            if !theirs.is_empty() && is_new {
                let points = theirs.iter().filter_map(|one| one.points);
                people.push(Mover {
                    n_moved: theirs.len(),
                    n_scores: self.n_scores(Some(&identity_key(&card.interviewer))),
                    points: points.map(f64::abs).sum(),
                    towards: towards(&theirs),
                    interviewer: person,
                });
            }
        }
        people
    }

    fn spreads(&self, moves: &[Move]) -> Vec<Spread> {
        let spread = |idx| Spread {
            criterion: self.rubric.named_criterion(idx),
            first: self.before.spread(self.rubric, idx),
            last: self.panel.spread(self.rubric, idx),
        };
        let is_moved = |spread: &Spread| moves.iter().any(|one| one.criterion == spread.criterion);
        self.criteria().map(spread).filter(is_moved).collect()
    }

    fn turns(&self) -> Vec<Turn> {
        let pairs = self.before.cards.iter().zip(&self.panel.cards);
        let turned = pairs.filter(|(first, last)| first.recommendation != last.recommendation);
        turned
            .map(|(first, last)| {
                let CardName { interviewer, round } = self.name(last);
                Turn {
                    interviewer,
                    round,
                    first: first.recommendation.map(Recommendation::as_str),
                    first_title: build::recommendation_title(first.recommendation),
                    last: last.recommendation.map(Recommendation::as_str),
                    last_title: build::recommendation_title(last.recommendation),
                }
            })
            .collect()
    }

    fn amendings(&self) -> Vec<Amending> {
        let amended = self.amendments.iter().zip(&self.panel.cards);
        amended
            .filter_map(|(amendment, card)| Some(((*amendment)?, card)))
            .flat_map(|(amendment, card)| {
                let name = self.name(card);
                let revisions = amendment.revisions.iter();
                revisions.filter_map(move |revision| {
                    let CardName { interviewer, round } = name.clone();
                    Some(Amending {
                        interviewer,
                        round,
                        revision: revision.revision,
                        at: revision.at.clone(),
                        reason: revision.reason.clone()?,
                        after_seeing_others: revision.after_seeing_others,
                    })
                })
            })
            .collect()
    }

    fn unread(&self) -> Vec<CardName> {
        let amended = self.amendments.iter().zip(&self.panel.cards);
        let unread = amended.filter(|(amendment, _)| {
            amendment.is_some_and(|amendment| amendment.first().is_none())
        });
        unread.map(|(_, card)| self.name(card)).collect()
    }
}

fn given(card: &Scorecard, idx: CriterionIdx) -> Option<Given> {
    card.score(idx).map(|score| score.given)
}

fn point(card: &Scorecard, idx: CriterionIdx) -> Option<PointIdx> {
    card.score(idx)?.point()
}

fn mean(others: &[(Person, f64)]) -> Option<f64> {
    let n = crate::text::count(others.len());
    let sum: f64 = others.iter().map(|(_, value)| value).sum();
    (!others.is_empty()).then_some(sum / n)
}

/// The revisions that changed what a card gives a criterion.
fn changes(amendment: &Amendment, idx: CriterionIdx) -> Vec<&Revision> {
    let readable = amendment.revisions.iter();
    let readable = readable.filter_map(|revision| Some((revision, revision.card.as_ref()?)));
    let readable: Vec<_> = readable.collect();
    let steps = readable.windows(2);
    steps
        .filter(|step| given(step[0].1, idx) != given(step[1].1, idx))
        .map(|step| step[1].0)
        .collect()
}

/// Whom some scores moved towards, the most often first, then in the order of the scores.
fn towards(moves: &[&Move]) -> Vec<Towards> {
    let mut found: Vec<Towards> = Vec::new();
    for person in moves.iter().flat_map(|one| &one.towards) {
        if let Some(known) = found.iter_mut().find(|one| one.interviewer == *person) {
            known.n_moved += 1;
        } else {
            found.push(Towards {
                interviewer: person.clone(),
                n_moved: 1,
            });
        }
    }
    found.sort_by_key(|one| std::cmp::Reverse(one.n_moved));
    found
}
