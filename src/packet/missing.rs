//! What the cards that did not come could do.
//!
//! A missing card is supposed to come in uniform: one point of the scale on everything that its
//! round scores at this level, with evidence, and *hire* or *no hire*. Looked at is:
//!
//! - every missing card at the highest point with *hire*, and every one at the lowest with *no hire*;
//! - of each missing card every point, with each of the two recommendations, while each of the
//!   others stays away or comes in at either of those ends. Of more than [`MOST_APART`] cards the
//!   others stay away, or come in at one end, all together; what one of more than [`MOST_TOLD`]
//!   could do is not looked at, and of more than [`MOST_CARDS`] nothing is. The result says so.
//!
//! A card *changes* the verdict where the verdict with it is another than with it missing and the
//! others the same. That a card cannot change it therefore holds for uniform cards in these
//! surroundings; a card of mixed points lies between them in its fair score, not in every rule.
//! A seat that nobody is known for is filled by somebody of average severity.

use std::collections::BTreeMap;

use serde::Serialize;

use super::policy::Outcome;
use super::robustness::score;
use super::scenario::Fill;
use super::{Base, FairScore, Names, Person, Scenario, Verdict};
use crate::rubric::{Named, PointIdx, RoundIdx};
use crate::scorecard::{Recommendation, identity_key};
use crate::text::counted;

/// Missing cards of which each may be in or out by itself.
pub const MOST_APART: usize = 3;

/// Missing cards that are told of one by one.
pub const MOST_TOLD: usize = 12;

/// Missing cards that are looked at at all.
pub const MOST_CARDS: usize = 40;

/// What all missing cards could do.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Missing {
    /// In a sentence: whether they could change the verdict.
    pub summary: String,
    /// Every missing card at the highest point, with a recommendation to hire; none where there
    /// are too many.
    pub best: Option<Ending>,
    /// Every missing card at the lowest point, with a recommendation not to.
    pub worst: Option<Ending>,
    /// Each missing card. Cards of one round that nobody is known for are alike, and told of once.
    pub cards: Vec<MissingCard>,
    /// What was not looked at since there are so many, in a sentence; none where nothing was left
    /// out.
    pub bounded: Option<String>,
}

/// A verdict that all missing cards together lead to.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Ending {
    /// The verdict.
    pub verdict: Verdict,
    /// The same as a person reads it.
    pub verdict_title: &'static str,
    /// The weighted fair score.
    pub fair: Option<FairScore>,
    /// In a sentence.
    pub text: String,
}

/// What one missing card could do.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct MissingCard {
    /// Its round.
    pub round: Named,
    /// Who it is expected of; none where that is not known.
    pub interviewer: Option<Person>,
    /// How many are alike.
    pub n_alike: usize,
    /// Whether it could change the verdict, by itself or with others; none where that was not
    /// looked at.
    pub could_change: Option<bool>,
    /// The verdicts that it could lead to by itself, the others staying away.
    pub alone: Vec<Turn>,
    /// Whether it could make a difference with others in; none where it could by itself, where
    /// there are no others, and where that was not looked at.
    pub with_others: Option<bool>,
    /// All of it in a sentence.
    pub text: String,
}

/// Another verdict, and what a card would say for it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Turn {
    /// The verdict.
    pub verdict: Verdict,
    /// The same as a person reads it.
    pub verdict_title: &'static str,
    /// The points, each throughout, that lead to it.
    pub points: Vec<i64>,
    /// Whether that takes a recommendation against the points: *no hire* from the bar on, or
    /// *hire* under it.
    pub against_points: bool,
}

/// A card that did not come.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Seat<'a> {
    /// Its round.
    pub round: RoundIdx,
    /// Who is asked for it, as they sign; none where nobody is.
    pub interviewer: Option<&'a str>,
}

/// Looks at what missing cards could do; none where no card is missing.
#[must_use]
pub fn missing(
    base: Base<'_>,
    names: &Names,
    outcome: &Outcome,
    seats: &[Seat<'_>],
) -> Option<Missing> {
    if seats.is_empty() {
        return None;
    }
    let n = seats.len();
    if n > MOST_CARDS {
        let many = format!("{n} cards are missing, too many to look at what they could do.");
        return Some(Missing {
            summary: many.clone(),
            best: None,
            worst: None,
            cards: Vec::new(),
            bounded: Some(many),
        });
    }
    let mut looker = Looker::new(base, names, outcome.verdict, seats);
    let (best, worst) = (looker.ending(looker.high), looker.ending(looker.low));
    let cards = looker.cards();
    Some(Missing {
        summary: looker.summary(&cards, [&best, &worst]),
        bounded: bounded(n),
        best: Some(best),
        worst: Some(worst),
        cards,
    })
}

fn bounded(n: usize) -> Option<String> {
    if n > MOST_TOLD {
        Some(format!(
            "With {n} cards missing it was looked at what all of them could do, and not at each."
        ))
    } else if n > MOST_APART {
        Some(format!(
            "With {n} cards missing each was looked at with the others all away, all at the highest point, \
             or all at the lowest."
        ))
    } else {
        None
    }
}

/// What each seat says: none where its card stays away, else the number of a fill.
type State = Vec<Option<usize>>;

struct Looker<'a> {
    base: Base<'a>,
    names: &'a Names,
    verdict: Verdict,
    seats: &'a [Seat<'a>],
    /// Who fills each seat.
    signatures: Vec<String>,
    fills: Vec<Fill>,
    /// The fill of the highest point with *hire*, and of the lowest with *no hire*.
    high: usize,
    low: usize,
    /// Verdicts that were worked out.
    known: BTreeMap<State, Verdict>,
}

impl<'a> Looker<'a> {
    fn new(base: Base<'a>, names: &'a Names, verdict: Verdict, seats: &'a [Seat<'a>]) -> Self {
        let points = (0..base.rubric.scale().points().len()).map(PointIdx);
        let both = [Recommendation::NoHire, Recommendation::Hire];
        let fills: Vec<Fill> = points
            .flat_map(|point| {
                both.map(|recommendation| Fill {
                    point,
                    recommendation,
                })
            })
            .collect();
        Self {
            names,
            verdict,
            seats,
            signatures: signatures(base, seats),
            low: 0,
            high: fills.len() - 1,
            fills,
            known: BTreeMap::from([(vec![None; seats.len()], verdict)]),
            base,
        }
    }

    fn scenario(&self, state: &State) -> Scenario<'a> {
        let seats = self.seats.iter().zip(&self.signatures).zip(state);
        let cards = seats.filter_map(|((seat, who), fill)| {
            let fill = self.fills[(*fill)?];
            Some(self.base.card(seat.round, who, fill))
        });
        cards.fold(self.base.scenario(), Scenario::with_card)
    }

    fn verdict(&mut self, state: State) -> Verdict {
        if let Some(verdict) = self.known.get(&state) {
            return *verdict;
        }
        let verdict = self.scenario(&state).outcome().verdict;
        self.known.insert(state, verdict);
        verdict
    }

    fn ending(&self, fill: usize) -> Ending {
        let outcome = self.scenario(&vec![Some(fill); self.seats.len()]).outcome();
        let Fill {
            point,
            recommendation,
        } = self.fills[fill];
        let (case, recommends) = if recommendation.is_hire() {
            ("Best", "hire")
        } else {
            ("Worst", "no hire")
        };
        let point = self.base.rubric.scale().point(point);
        let every = if self.seats.len() == 1 {
            "the missing card"
        } else {
            "every missing card"
        };
        Ending {
            text: format!(
                "{case} case, {every} at {} ({}) throughout with “{recommends}”: {}{}.",
                point.value,
                point.label,
                outcome.verdict.title(),
                score(outcome.fair.as_ref())
            ),
            verdict: outcome.verdict,
            verdict_title: outcome.verdict.title(),
            fair: outcome.fair,
        }
    }

    /// One of each lot of seats that are alike.
    fn cards(&mut self) -> Vec<MissingCard> {
        let seats = self.seats;
        let mut found = Vec::new();
        for (at, seat) in seats.iter().enumerate() {
            let alike = |other: &&Seat<'_>| seat.interviewer.is_none() && *other == seat;
            if !seats[..at].iter().any(|other| alike(&other)) {
                let n_alike = seats[at..].iter().filter(alike).count().max(1);
                found.push(self.card(at, n_alike));
            }
        }
        found
    }

    fn card(&mut self, at: usize, n_alike: usize) -> MissingCard {
        let seat = self.seats[at];
        let is_told = self.seats.len() <= MOST_TOLD;
        let alone = if is_told { self.alone(at) } else { Vec::new() };
        let can = !alone.is_empty();
        let has_others = self.seats.len() > 1;
        let with_others = (is_told && !can && has_others).then(|| self.makes_a_difference(at));
        let mut card = MissingCard {
            round: self.base.rubric.named_round(seat.round),
            interviewer: seat.interviewer.map(|who| self.names.interviewer(who)),
            n_alike,
            could_change: is_told.then(|| can || with_others == Some(true)),
            alone,
            with_others,
            text: String::new(),
        };
        card.text = self.text(&card);
        card
    }

    /// The verdicts that a card could lead to by itself.
    fn alone(&mut self, at: usize) -> Vec<Turn> {
        let mut turns: Vec<(Verdict, Vec<usize>)> = Vec::new();
        for fill in 0..self.fills.len() {
            let mut state = vec![None; self.seats.len()];
            state[at] = Some(fill);
            let verdict = self.verdict(state);
            if verdict == self.verdict {
                continue;
            }
            match turns.iter_mut().find(|turn| turn.0 == verdict) {
                Some(turn) => turn.1.push(fill),
                None => turns.push((verdict, vec![fill])),
            }
        }
        let turns = turns.into_iter();
        turns
            .map(|(verdict, fills)| self.turn(verdict, &fills))
            .collect()
    }

    /// What a card says for a verdict: the points whose recommendation goes with them, where
    /// there are any.
    fn turn(&self, verdict: Verdict, fills: &[usize]) -> Turn {
        let scale = self.base.rubric.scale();
        let goes_along =
            |fill: &&Fill| fill.recommendation.is_hire() == (fill.point >= scale.bar());
        let fills = || fills.iter().map(|fill| &self.fills[*fill]);
        let against_points = !fills().any(|fill| goes_along(&fill));
        let shown = fills().filter(|fill| against_points || goes_along(fill));
        Turn {
            verdict,
            verdict_title: verdict.title(),
            points: shown.map(|fill| scale.point(fill.point).value).collect(),
            against_points,
        }
    }

    /// Whether the verdict with a card is ever another than without it, some of the others in.
    fn makes_a_difference(&mut self, at: usize) -> bool {
        self.surroundings(at).into_iter().any(|mut state| {
            let without = self.verdict(state.clone());
            (0..self.fills.len()).any(|fill| {
                state[at] = Some(fill);
                self.verdict(state.clone()) != without
            })
        })
    }

    /// What the others may do while a card is looked at, but for all staying away.
    fn surroundings(&self, at: usize) -> Vec<State> {
        let n = self.seats.len();
        let ends = [None, Some(self.low), Some(self.high)];
        let mut found: Vec<State> = vec![vec![None; n]];
        if n > MOST_APART {
            found.extend(ends[1..].iter().map(|end| vec![*end; n]));
        } else {
            for other in (0..n).filter(|other| *other != at) {
                let more = found.iter().flat_map(|state| {
                    ends.map(|end| {
                        let mut state = state.clone();
                        state[other] = end;
                        state
                    })
                });
                found = more.collect();
            }
        }
        for state in &mut found {
            state[at] = None;
        }
        found.retain(|state| state.iter().any(Option::is_some));
        found
    }

    fn text(&self, card: &MissingCard) -> String {
        let of = card.interviewer.as_ref();
        let of = of.map_or_else(String::new, |person| format!(" of {}", person.name));
        let which = match card.n_alike {
            1 => format!("the missing card{of} from {}", card.round.title),
            n => format!("any one of the {n} missing cards from {}", card.round.title),
        };
        let verdict = self.verdict.title();
        match (card.alone.as_slice(), card.could_change, card.with_others) {
            (_, None, _) => format!("It was not looked at what {which} could do."),
            ([], _, None) => format!("Whatever {which} says, the verdict stays {verdict}."),
            ([], _, Some(false)) => format!(
                "Whatever {which} says, the verdict stays {verdict}; if others come in, it makes no difference either."
            ),
            ([], _, Some(true)) => format!(
                "Whatever {which} says, the verdict stays {verdict} by it alone; together with others it could change it."
            ),
            (turns, ..) => {
                let turns: Vec<_> = turns.iter().map(turn).collect();
                let which = which[..1].to_uppercase() + &which[1..];
                format!(
                    "{which} could change the verdict to {}.",
                    turns.join(", to ")
                )
            }
        }
    }

    fn summary(&self, cards: &[MissingCard], endings: [&Ending; 2]) -> String {
        let verdict = self.verdict.title();
        let n_can: usize = (cards.iter())
            .filter(|card| card.could_change == Some(true))
            .map(|card| card.n_alike)
            .sum();
        let stays = endings.iter().all(|ending| ending.verdict == self.verdict);
        match (self.seats.len(), n_can) {
            (n, _) if n > MOST_TOLD && stays => format!(
                "With all {n} missing cards at either end of the scale the verdict stays {verdict}."
            ),
            (n, _) if n > MOST_TOLD => format!("The {n} missing cards could change the verdict."),
            (1, 0) => format!("Whatever the missing card says, the verdict stays {verdict}."),
            (1, _) => "The missing card could change the verdict.".to_owned(),
            (_, 0) if stays => {
                format!("Whatever the missing cards say, the verdict stays {verdict}.")
            }
            (n, 0) => format!("None of the {n} missing cards could change the verdict by itself."),
            (n, n_can) if n == n_can => {
                format!("Each of the {n} missing cards could change the verdict.")
            }
            (n, n_can) => {
                format!(
                    "{n_can} of the {} could change the verdict.",
                    counted(n, "missing card")
                )
            }
        }
    }
}

fn turn(turn: &Turn) -> String {
    let points: Vec<_> = turn.points.iter().map(i64::to_string).collect();
    format!(
        "{} (at {} throughout)",
        turn.verdict_title,
        points.join(" or ")
    )
}

/// Who fills each seat: whoever is asked, else somebody who is nobody on the panel or in the pool.
fn signatures(base: Base<'_>, seats: &[Seat<'_>]) -> Vec<String> {
    let cards = base.panel.cards.iter();
    let asked = seats.iter().filter_map(|seat| seat.interviewer);
    let known: Vec<String> = cards
        .map(|card| card.interviewer.as_str())
        .chain(asked)
        .map(identity_key)
        .collect();
    let is_free = |name: &String| {
        let in_pool = base.scores.pool().is_some_and(|pool| pool.knows(name));
        !in_pool && !known.contains(name)
    };
    let mut strangers = (1..).map(|n: usize| format!("missing {n}")).filter(is_free);
    let fill = |seat: &Seat<'_>| match seat.interviewer {
        Some(signature) => signature.to_owned(),
        None => strangers.next().unwrap_or_default(),
    };
    seats.iter().map(fill).collect()
}

#[cfg(test)]
mod tests;
