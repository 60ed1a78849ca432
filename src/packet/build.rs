//! A panel and its rubric as a packet.

use super::correction::correction;
use super::missing::{self, Seat};
use super::panel::why_uncounted;
use super::policy::{self, Outcome};
use super::record::{Awaited, Record, Why};
use super::{
    AgendaItem, AwaitedSeat, Base, CardColumn, Cell, CriterionRow, Decision, FORMAT, MissingCards,
    Names, Observed, Packet, Panel, Panels, Profile, Reason, Scores, Step, Verdict, agenda, ledger,
    level, robustness,
};
use crate::rubric::{CriterionIdx, Indicator, Named, RoundIdx, Rubric, Sign};
use crate::scorecard::{Given, Recommendation, Score, Scorecard};
use crate::text::counted;

/// Builds the packet of one panel.
#[must_use]
pub fn build(
    panels: &Panels<'_>,
    panel: &Panel<'_>,
    scores: &Scores<'_>,
    names: &Names,
    record: &Record,
) -> Packet {
    let rubric = panels.rubric;
    let build = |panel: &Panel<'_>, names: &Names, record: &Record| {
        let builder = Builder {
            rubric,
            panels,
            panel,
            scores,
            names,
            record,
        };
        builder.packet(policy::apply(rubric, panel, scores))
    };
    let Some(roles) = names.roles(rubric, panel, record) else {
        return build(panel, names, record);
    };
    // Whatever is built from cards that name nobody names nobody.
    let by_role = |cards: &[&Scorecard]| -> Vec<Scorecard> {
        cards.iter().map(|card| roles.card(card)).collect()
    };
    let (cards, uncounted) = (by_role(&panel.cards), by_role(&panel.uncounted));
    let panel = Panel {
        number: panel.number,
        candidate: panel.candidate,
        level: panel.level,
        cards: cards.iter().collect(),
        uncounted: uncounted.iter().collect(),
    };
    let record = record.by_role(&roles);
    build(&panel, &names.with_roles(roles), &record)
}

struct Builder<'a> {
    rubric: &'a Rubric,
    panels: &'a Panels<'a>,
    panel: &'a Panel<'a>,
    scores: &'a Scores<'a>,
    names: &'a Names,
    record: &'a Record,
}

impl Builder<'_> {
    fn packet(&self, outcome: Outcome) -> Packet {
        let missing_cards = self.missing_cards();
        let own = (outcome.verdict, outcome.fair.as_ref());
        let correction = correction(self.panels, self.panel, self.scores, self.names, own);
        let base = Base {
            rubric: self.rubric,
            panel: self.panel,
            scores: self.scores,
        };
        let agenda = agenda::agenda(base, &outcome, self.names);
        let robustness = robustness::robustness(base, self.names, &outcome);
        let missing = missing::missing(base, self.names, &outcome, &self.missing_seats());
        let ledger = ledger::ledger(&base, self.names, self.record, &outcome);
        Packet {
            format: FORMAT,
            profile: Profile::Panel,
            profile_text: None,
            candidate: self.names.person(self.panel.candidate),
            level: self.rubric.named_level(self.panel.level),
            rubric: self.rubric.reference(),
            verdict: outcome.verdict,
            verdict_title: outcome.verdict.title(),
            headline: headline(&outcome.reasons),
            next_steps: self.next_steps(&outcome, &missing_cards, &agenda),
            fair: outcome.fair,
            reasons: outcome.reasons,
            coverage: outcome.coverage,
            bar_line: self.rubric.decision().bar_line,
            scale: self.rubric.scale_points(),
            criteria: self.criteria(),
            cards: self
                .panel
                .cards
                .iter()
                .map(|card| self.column(card))
                .collect(),
            n_missing: missing_cards.iter().map(|missing| missing.n_missing).sum(),
            missing_cards,
            uncounted_cards: self
                .panel
                .uncounted
                .iter()
                .map(|card| self.column(card))
                .collect(),
            level_profile: level::profile(self.rubric, self.panel, self.scores, outcome.verdict),
            agenda,
            ledger,
            decision: Decision::of(&self.record.decisions, self.names),
            robustness,
            missing,
            method: self.scores.note(),
            correction,
            head: self.record.head.clone(),
        }
    }

    fn criteria(&self) -> Vec<CriterionRow> {
        self.rubric
            .panel_criteria(self.panel.level)
            .map(|idx| self.row(idx))
            .collect()
    }

    fn row(&self, idx: CriterionIdx) -> CriterionRow {
        let criterion = self.rubric.criterion(idx);
        let fair = self.scores.criterion(idx);
        let cells: Vec<_> = self
            .panel
            .cards
            .iter()
            .map(|card| cell(self.rubric, card, idx))
            .collect();
        CriterionRow {
            id: criterion.id.to_string(),
            title: criterion.title.to_string(),
            kind: criterion.kind.as_str(),
            weight: criterion.weight(self.panel.level),
            required: criterion.is_required(self.panel.level),
            unscored: fair.is_none().then(|| self.why_unscored(idx)),
            fair,
            n_raters: self.panel.by_rater(self.rubric, idx).len(),
            spread: self.panel.spread(self.rubric, idx),
            has_notes: cells.iter().any(|cell| cell.has_notes),
            cells,
        }
    }

    fn is_scored_in(&self, idx: CriterionIdx, round: RoundIdx) -> bool {
        self.rubric
            .scored_in(round, self.panel.level)
            .contains(&idx)
    }

    /// Why nobody gave a number: what the cards say, and which cards are still to come.
    fn why_unscored(&self, idx: CriterionIdx) -> String {
        let mut whys = Vec::new();
        for (state, shown) in [
            ("not-assessed", "not assessed"),
            ("no-evidence", "no evidence"),
            ("declined", "declined"),
        ] {
            let cards = self.panel.cards.iter();
            let cells = cards.map(|card| cell(self.rubric, card, idx));
            let n = cells.filter(|cell| cell.state == state).count();
            if n > 0 {
                whys.push(format!("{shown} ({n})"));
            }
        }
        let level = self.panel.level;
        let mut rounds = self
            .rubric
            .rounds_at(level)
            .filter(|round| self.is_scored_in(idx, *round))
            .peekable();
        if rounds.peek().is_none() {
            whys.push("no round scores it".to_owned());
        }
        let n_missing: usize = rounds.map(|round| self.n_missing(round)).sum();
        if n_missing > 0 {
            whys.push(format!("card missing ({n_missing})"));
        }
        whys.join(", ")
    }

    fn n_missing(&self, round: RoundIdx) -> usize {
        let (expected, came) = self.seats(round);
        let is_expected = self.rubric.round(round).stage.is_panel();
        if is_expected {
            expected.saturating_sub(came)
        } else {
            0
        }
    }

    /// Cards expected in a round and cards that came: as many as the rubric says, or more where
    /// more people were asked.
    fn seats(&self, round: RoundIdx) -> (usize, usize) {
        let (expected, came) = self.panel.seats(self.rubric, round);
        let awaited = self.record.awaited_in(&self.rubric.round(round).id);
        let n_open = awaited.filter(|seat| seat.why.is_open()).count();
        (expected.max(came + n_open), came)
    }

    /// The seats of missing cards: those of whoever is asked, then those nobody is asked for.
    fn missing_seats(&self) -> Vec<Seat<'_>> {
        let mut seats = Vec::new();
        for round in self.rubric.rounds_at(self.panel.level) {
            let open =
                self.record.awaited.iter().filter(|seat| {
                    seat.round == *self.rubric.round(round).id && seat.why.is_open()
                });
            let named = open.map(|seat| Some(seat.interviewer.as_str()));
            let all = named.chain(std::iter::repeat(None));
            seats.extend(
                all.take(self.n_missing(round))
                    .map(|interviewer| Seat { round, interviewer }),
            );
        }
        seats
    }

    fn awaited_seats(&self, round: RoundIdx) -> Vec<AwaitedSeat> {
        let awaited = self.record.awaited_in(&self.rubric.round(round).id);
        awaited
            .map(|seat| AwaitedSeat {
                interviewer: self.names.interviewer(&seat.interviewer),
                state: seat.why.as_str(),
                state_title: state_title(seat),
            })
            .collect()
    }

    fn missing_cards(&self) -> Vec<MissingCards> {
        let level = self.panel.level;
        self.rubric
            .rounds_at(level)
            .filter(|round| self.n_missing(*round) > 0)
            .map(|round| MissingCards {
                round: self.rubric.named_round(round),
                n_missing: self.n_missing(round),
                n_expected: self.seats(round).0,
                seats: self.awaited_seats(round),
                criteria: self
                    .rubric
                    .scored_in(round, level)
                    .into_iter()
                    .map(|idx| self.rubric.named_criterion(idx))
                    .collect(),
            })
            .collect()
    }

    fn column(&self, card: &Scorecard) -> CardColumn {
        let round = self.rubric.round(card.round);
        let variant = card.variant.as_ref().and_then(|id| {
            let exercise = self.rubric.exercise(round.exercise?);
            let variant = exercise.variants.iter().find(|variant| variant.id == *id)?;
            Some(Named {
                id: variant.id.to_string(),
                title: variant.title.to_string(),
            })
        });
        CardColumn {
            interviewer: self.names.interviewer(&card.interviewer),
            round: self.rubric.named_round(card.round),
            interviewed_on: card.interviewed_on.to_string(),
            variant,
            recommendation: card.recommendation.map(Recommendation::as_str),
            recommendation_title: recommendation_title(card.recommendation),
            level: card
                .level_recommendation
                .map(|idx| self.rubric.named_level(idx)),
            summary: card.summary.clone(),
            private_note: card.private_note.clone(),
            n_scores: card
                .scores
                .iter()
                .filter(|score| score.point().is_some())
                .count(),
            uncounted: why_uncounted(self.rubric, card),
            amended: self.record.amended(&round.id, card),
        }
    }

    fn next_steps(
        &self,
        outcome: &Outcome,
        missing: &[MissingCards],
        agenda: &[AgendaItem],
    ) -> Vec<String> {
        let mut steps = Vec::new();
        if outcome.verdict == Verdict::Insufficient {
            for missing in missing {
                let cards = counted(missing.n_missing, "card");
                steps.push(format!(
                    "Get the {cards} still missing from {}.",
                    missing.round.title
                ));
            }
            let short = outcome
                .reasons
                .iter()
                .filter(|reason| reason.step == Step::Raters);
            for reason in short.filter(|reason| reason.criterion.is_some() && missing.is_empty()) {
                steps.push(format!("Have somebody else assess it: {}", reason.text));
            }
            steps.extend(self.unscored_steps(missing));
        }
        if outcome.verdict == Verdict::Debrief {
            let about = if agenda.is_empty() {
                "how near the bar-line the scores lie"
            } else {
                "the agenda of this packet"
            };
            steps.push(format!("Hold a debrief on {about}; a person then decides."));
        }
        steps
    }

    /// What to do about criteria that no missing card would cover.
    fn unscored_steps(&self, missing: &[MissingCards]) -> Vec<String> {
        let rows = self.criteria();
        rows.iter()
            .filter(|row| row.fair.is_none() && row.weight > 0.0)
            .filter(|row| {
                let covered = missing.iter().flat_map(|missing| &missing.criteria);
                !covered.into_iter().any(|criterion| criterion.id == row.id)
            })
            .map(|row| {
                let why = row.unscored.as_deref().unwrap_or_default();
                format!("Have {} assessed: {why}.", row.title)
            })
            .collect()
    }
}

fn state_title(seat: &Awaited) -> String {
    match (seat.why, &seat.due) {
        (Why::Expected, Some(due)) => format!("due {due}"),
        (Why::Expected, None) => "expected".to_owned(),
        (Why::Sealed, _) => "in, and sealed".to_owned(),
        (Why::Declined, _) => "declined".to_owned(),
        (Why::Withdrawn, _) => "taken off".to_owned(),
    }
}

/// The reason that decides, in a sentence.
pub(super) fn headline(reasons: &[Reason]) -> String {
    reasons
        .iter()
        .find(|reason| reason.decides)
        .map(|reason| reason.text.clone())
        .unwrap_or_default()
}

/// What a card says of a criterion.
#[must_use]
pub fn cell(rubric: &Rubric, card: &Scorecard, idx: CriterionIdx) -> Cell {
    match card.score(idx) {
        Some(score) => scored_cell(rubric, score),
        // A criterion of the round that the card leaves out was not assessed.
        None if rubric.scored_in(card.round, card.level).contains(&idx) => {
            empty_cell("not-assessed", "not assessed")
        }
        None => empty_cell("not-in-round", "·"),
    }
}

fn scored_cell(rubric: &Rubric, score: &Score) -> Cell {
    let point = score.point().map(|point| rubric.scale().point(point));
    let (state, shown) = match score.given {
        Given::Point(point) => ("scored", rubric.scale().point(point).value.to_string()),
        Given::None(none) => (none.as_str(), none.as_str().replace('-', " ")),
    };
    let observed: Vec<_> = score
        .observed
        .iter()
        .map(|indicator| observed(rubric, *indicator))
        .collect();
    Cell {
        state,
        shown,
        has_notes: score.evidence.is_some() || !observed.is_empty(),
        value: point.map(|point| point.value),
        point: point.map(|point| point.id.to_string()),
        evidence: score.evidence.clone(),
        observed,
    }
}

fn empty_cell(state: &'static str, shown: &str) -> Cell {
    Cell {
        state,
        shown: shown.to_owned(),
        value: None,
        point: None,
        evidence: None,
        observed: Vec::new(),
        has_notes: false,
    }
}

pub(super) fn recommendation_title(recommendation: Option<Recommendation>) -> &'static str {
    match recommendation {
        Some(Recommendation::StrongHire) => "strong hire",
        Some(Recommendation::Hire) => "hire",
        Some(Recommendation::NoHire) => "no hire",
        Some(Recommendation::StrongNoHire) => "strong no hire",
        None => "none given",
    }
}

pub(super) fn observed(rubric: &Rubric, indicator: Indicator) -> Observed {
    Observed {
        address: rubric.indicator_address(indicator),
        positive: indicator.sign == Sign::Positive,
        text: rubric.indicator_text(indicator).to_string(),
    }
}
