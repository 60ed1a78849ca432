//! How firm the verdict is: what becomes of it when one thing at a time is changed.
//!
//! Each counted card is left out in turn. Each weight over 0 is moved by a quarter, up and down.
//! Where severity is estimated, each interviewer of the panel is taken to be exactly as severe as
//! one end of the 90 % interval of their severity says, and then the other. Everything else stays as
//! it is ([`Scenario`]).

use std::collections::BTreeSet;

use serde::Serialize;

use super::build::headline;
use super::fair::CONFIDENCE;
use super::policy::Outcome;
use super::{Base, FairScore, Names, Person, Scenario, Step, Verdict};
use crate::calibration::normal;
use crate::rubric::{CriterionIdx, Named};
use crate::scorecard::{Score, Scorecard, identity_key};
use crate::text::{chance, counted};

/// By how much weights are moved, as factors.
const MOVES: [f64; 2] = [0.75, 1.25];

/// How often the verdict stays, and what changes it.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Robustness {
    /// Variations looked at.
    pub n_variations: usize,
    /// How many leave the verdict as it is.
    pub n_stays: usize,
    /// The same in a sentence.
    pub summary: String,
    /// Whether it hangs on single cards, in a sentence.
    pub rests_on: String,
    /// Every sort of variation, also one that there is none of.
    pub sorts: Vec<Sort>,
    /// The lowest probability of the bar-line among variations that have a fair score.
    pub lowest_probability: Option<f64>,
    /// The highest.
    pub highest_probability: Option<f64>,
    /// Both in a sentence; none where no variation has a fair score.
    pub range: Option<String>,
    /// Each variation that changes the verdict.
    pub changes: Vec<Variation>,
}

/// What is varied.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Varied {
    /// A card is left out.
    Card,
    /// A criterion's weight is moved.
    Weight,
    /// An interviewer's severity is moved.
    Severity,
}

impl Varied {
    fn title(self) -> &'static str {
        match self {
            Self::Card => "one card left out",
            Self::Weight => "one weight a quarter less or more",
            Self::Severity => "one interviewer’s severity at either end of its 90 % interval",
        }
    }
}

/// The variations of one sort.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Sort {
    /// What is varied.
    pub varied: Varied,
    /// The same as a person reads it.
    pub title: &'static str,
    /// Variations looked at.
    pub n_variations: usize,
    /// How many leave the verdict as it is.
    pub n_stays: usize,
    /// Why there is none, where there is none.
    pub reason: Option<String>,
}

/// One thing changed, and what becomes of the verdict.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Variation {
    /// What is varied.
    pub varied: Varied,
    /// What is changed, as a condition: `Without the card of Ada Lovelace from Coding`.
    pub what: String,
    /// Whose card or severity.
    pub interviewer: Option<Person>,
    /// The card's round.
    pub round: Option<Named>,
    /// The criterion whose weight is moved.
    pub criterion: Option<Named>,
    /// The weight it is given.
    pub weight: Option<f64>,
    /// The severity that is taken as known, in logits; more is more severe.
    pub severity: Option<f64>,
    /// The verdict then.
    pub verdict: Verdict,
    /// The same as a person reads it.
    pub verdict_title: &'static str,
    /// The weighted fair score then.
    pub fair: Option<FairScore>,
    /// The reason that decides then.
    pub why: String,
    /// All of it in a sentence or two.
    pub text: String,
}

/// Looks at every variation of a panel whose packet has this outcome.
#[must_use]
pub fn robustness(base: Base<'_>, names: &Names, outcome: &Outcome) -> Robustness {
    let looker = Looker {
        base,
        names,
        verdict: outcome.verdict,
    };
    let (cards, weights) = (looker.cards(), looker.weights());
    let severities = looker.severities();
    let rests_on = looker.rests_on(&cards);
    let no_card = || "no card counts".to_owned();
    let one_weight = || "fewer than two criteria have a weight".to_owned();
    let sorts = vec![
        looker.sort(Varied::Card, &cards, no_card),
        looker.sort(Varied::Weight, &weights, one_weight),
        looker.sort(Varied::Severity, &severities, || {
            base.scores.why_no_severity()
        }),
    ];
    let all: Vec<Variation> = [cards, weights, severities].concat();
    let n_stays = looker.n_stays(&all);
    let probabilities = || {
        all.iter()
            .filter_map(|one| Some(one.fair.as_ref()?.probability))
    };
    let lowest = probabilities().reduce(f64::min);
    let highest = probabilities().reduce(f64::max);
    Robustness {
        summary: looker.summary(all.len(), n_stays),
        rests_on,
        sorts,
        range: lowest.zip(highest).map(range),
        lowest_probability: lowest,
        highest_probability: highest,
        n_variations: all.len(),
        n_stays,
        changes: all
            .into_iter()
            .filter(|one| one.verdict != outcome.verdict)
            .collect(),
    }
}

struct Looker<'a> {
    base: Base<'a>,
    names: &'a Names,
    /// The verdict with nothing changed.
    verdict: Verdict,
}

impl Looker<'_> {
    fn cards(&self) -> Vec<Variation> {
        let cards = self.base.panel.cards.iter().enumerate();
        cards
            .map(|(place, card)| self.without(place, card))
            .collect()
    }

    fn without(&self, place: usize, card: &Scorecard) -> Variation {
        let interviewer = self.names.interviewer(&card.interviewer);
        let round = self.base.rubric.named_round(card.round);
        let what = format!(
            "Without the card of {} from {}",
            interviewer.name, round.title
        );
        Variation {
            interviewer: Some(interviewer),
            round: Some(round),
            ..vary(
                Varied::Card,
                what,
                &self.base.scenario().without_card(place),
            )
        }
    }

    /// A criterion alone has all the weight there is, whatever it is.
    fn weights(&self) -> Vec<Variation> {
        let Base { rubric, panel, .. } = self.base;
        let weight = |idx: CriterionIdx| rubric.criterion(idx).weight(panel.level);
        let criteria = rubric.panel_criteria(panel.level);
        let weighty: Vec<_> = criteria.filter(|idx| weight(*idx) > 0.0).collect();
        if weighty.len() < 2 {
            return Vec::new();
        }
        let moves = |idx: &CriterionIdx| {
            let idx = *idx;
            MOVES.map(|by| self.weighing(idx, weight(idx), by))
        };
        weighty.iter().flat_map(moves).collect()
    }

    fn weighing(&self, idx: CriterionIdx, weight: f64, by: f64) -> Variation {
        let criterion = self.base.rubric.named_criterion(idx);
        let to = weight * by;
        let how = if by < 1.0 { "less" } else { "more" };
        let what = format!("With the weight of {} a quarter {how}", criterion.title);
        Variation {
            criterion: Some(criterion),
            weight: Some(to),
            ..vary(
                Varied::Weight,
                what,
                &self.base.scenario().with_weight(idx, to),
            )
        }
    }

    fn severities(&self) -> Vec<Variation> {
        let Some(pool) = self.base.scores.pool() else {
            return Vec::new();
        };
        let mut seen = BTreeSet::new();
        let mut found = Vec::new();
        for card in &self.base.panel.cards {
            if !self.has_number(card) || !seen.insert(identity_key(&card.interviewer)) {
                continue;
            }
            if let Some(of) = pool.severity(&card.interviewer, normal::reach(CONFIDENCE)) {
                let logits = of.severity.logits;
                found.push(self.scoring(card, "mildly", logits.low));
                found.push(self.scoring(card, "severely", logits.high));
            }
        }
        found
    }

    /// Whether a card has a number that a fair score rests on.
    fn has_number(&self, card: &Scorecard) -> bool {
        let counts = |score: &Score| {
            let criterion = self.base.rubric.criterion(score.criterion);
            criterion.is_panel() && score.point().is_some()
        };
        card.scores.iter().any(counts)
    }

    fn scoring(&self, card: &Scorecard, how: &str, severity: f64) -> Variation {
        let interviewer = self.names.interviewer(&card.interviewer);
        let what = format!(
            "If {} scores as {how} as the 90 % interval allows",
            interviewer.name
        );
        let scenario = self.base.scenario();
        let scenario = scenario.with_severity(&card.interviewer, severity);
        Variation {
            interviewer: Some(interviewer),
            severity: Some(severity),
            ..vary(Varied::Severity, what, &scenario)
        }
    }

    fn n_stays(&self, variations: &[Variation]) -> usize {
        let stay = |one: &&Variation| one.verdict == self.verdict;
        variations.iter().filter(stay).count()
    }

    fn sort(
        &self,
        varied: Varied,
        variations: &[Variation],
        why_none: impl FnOnce() -> String,
    ) -> Sort {
        Sort {
            varied,
            title: varied.title(),
            n_variations: variations.len(),
            n_stays: self.n_stays(variations),
            reason: variations.is_empty().then(why_none),
        }
    }

    fn summary(&self, n: usize, n_stays: usize) -> String {
        let verdict = self.verdict.title();
        match n {
            0 => "There is nothing that could be varied.".to_owned(),
            1 if n_stays == 1 => format!("The verdict stays {verdict} in the one variation."),
            n if n == n_stays => format!("The verdict stays {verdict} in all {}.", variations(n)),
            n => format!(
                "The verdict stays {verdict} in {n_stays} of {}.",
                variations(n)
            ),
        }
    }

    /// Which single cards the verdict hangs on.
    fn rests_on(&self, cards: &[Variation]) -> String {
        let verdict = self.verdict.title();
        let turns: Vec<_> = (cards.iter())
            .filter(|one| one.verdict != self.verdict)
            .collect();
        match (cards, turns.as_slice()) {
            ([], _) => "No card counts, so the verdict rests on none.".to_owned(),
            ([only], []) => {
                format!(
                    "Without the only card, {}, the verdict stays {verdict}.",
                    that(only)
                )
            }
            (_, []) => format!(
                "The verdict rests on no single card: with any one of the {} left out it stays {verdict}.",
                counted(cards.len(), "card")
            ),
            (_, [only]) => format!(
                "This verdict rests on one card: {}. Without it the verdict is {}.",
                that(only),
                only.verdict_title
            ),
            (_, [first, rest @ ..])
                if turns.len() == cards.len()
                    && rest.iter().all(|one| one.verdict == first.verdict) =>
            {
                format!(
                    "This verdict rests on every card: with any one of the {} left out it is {}.",
                    counted(cards.len(), "card"),
                    first.verdict_title
                )
            }
            (_, turns) => rests_on_some(cards.len(), turns),
        }
    }
}

/// What becomes of the verdict in a scenario.
fn vary(varied: Varied, what: String, scenario: &Scenario<'_>) -> Variation {
    let outcome = scenario.outcome();
    let why = headline(&outcome.reasons);
    let verdict_title = outcome.verdict.title();
    let by_bar = (outcome.reasons.iter()).any(|one| one.decides && one.step == Step::Bar);
    // The bar says what the fair score says already.
    let because = if by_bar {
        String::new()
    } else {
        format!(" {why}")
    };
    let fair = score(outcome.fair.as_ref());
    Variation {
        text: format!("{what}: {verdict_title}{fair}.{because}"),
        varied,
        what,
        interviewer: None,
        round: None,
        criterion: None,
        weight: None,
        severity: None,
        verdict: outcome.verdict,
        verdict_title,
        fair: outcome.fair,
        why,
    }
}

fn rests_on_some(n_cards: usize, turns: &[&Variation]) -> String {
    let mut verdicts: Vec<&Variation> = Vec::new();
    for turn in turns {
        if verdicts.iter().all(|known| known.verdict != turn.verdict) {
            verdicts.push(turn);
        }
    }
    let each = verdicts.iter().map(|of| {
        let same = turns.iter().filter(|turn| turn.verdict == of.verdict);
        let cards: Vec<_> = same.map(|turn| that(turn)).collect();
        format!(
            "it is {} without {}",
            of.verdict_title,
            cards.join(", or without ")
        )
    });
    format!(
        "This verdict rests on each of {} of the {}: {}.",
        turns.len(),
        counted(n_cards, "card"),
        each.collect::<Vec<_>>().join("; ")
    )
}

/// From the lowest probability to the highest.
fn range((lowest, highest): (f64, f64)) -> String {
    let (from, to) = (chance(lowest), chance(highest));
    let shown = if from == to {
        from
    } else {
        format!("{from} to {to}")
    };
    format!("In all of them it is {shown} likely to be at or over the bar-line.")
}

/// The card that a variation is without.
fn that(one: &Variation) -> String {
    let person = one.interviewer.as_ref().map(|person| person.name.as_str());
    let round = one.round.as_ref().map(|round| round.title.as_str());
    let (person, round) = (person.unwrap_or_default(), round.unwrap_or_default());
    format!("that of {person} from {round}")
}

fn variations(n: usize) -> String {
    counted(n, "variation")
}

/// The fair score behind a verdict, in short.
pub(super) fn score(fair: Option<&FairScore>) -> String {
    fair.map_or_else(String::new, |fair| {
        format!(
            " (fair score {:.2}, {} likely to be at or over the bar-line)",
            fair.value,
            chance(fair.probability)
        )
    })
}

#[cfg(test)]
mod tests;
