//! From a card's text to the checked card: every finding at once, a card only without errors.

pub mod draft;
mod score;

use super::document::{ScoreDoc, ScorecardDoc};
use super::{Score, Scorecard};
use crate::diagnostic::{Diagnostic, any_error, codes, nearest, sort};
use crate::document::{self, Id, Whole};
use crate::rubric::{CriterionIdx, LevelIdx, RoundIdx, Rubric, Stage, Subject};
use crate::text::{SourceId, Sources, Span, Spanned, Text};

/// Most bytes a scorecard may have.
pub const MAX_BYTES: usize = 1024 * 1024;

/// What came of reading a card.
#[derive(Debug)]
pub struct Checked {
    /// The card, unless there is an error among the findings.
    pub card: Option<Scorecard>,
    /// Where the card's parts stand, for findings that need several cards.
    pub places: Places,
    /// All findings, in the order of the text.
    pub diagnostics: Vec<Diagnostic>,
}

/// Where a card says what it says.
#[derive(Debug, Clone, Default)]
pub struct Places {
    /// The start of the file.
    pub start: Span,
    /// The value of `level`.
    pub level: Span,
    /// The value of `interviewer`.
    pub interviewer: Span,
    /// The value of `interviewed-on`.
    pub interviewed_on: Span,
    /// The value of `recommendation`; the start where there is none.
    pub recommendation: Span,
    /// The value of `summary`.
    pub summary: Span,
    /// The value of `private-note`; the start where there is none.
    pub private_note: Span,
    /// Whether the card has `asked` at all.
    pub says_asked: bool,
    /// The parts of each score, in the order of the card.
    pub scores: Vec<ScorePlaces>,
}

/// Where the parts of one score stand.
#[derive(Debug, Clone, Copy, Default)]
pub struct ScorePlaces {
    /// The value of `criterion`.
    pub criterion: Span,
    /// The value of `score`.
    pub score: Span,
    /// The value of `evidence`; that of `score` where there is none.
    pub evidence: Span,
}

/// The rubric that a card says it was made with, whatever else is wrong with it.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Claim {
    /// The rubric's id.
    pub rubric: Option<String>,
    /// Its content hash, `sha256:…`.
    pub hash: Option<String>,
}

/// Reads only which rubric a card was made with.
#[must_use]
pub fn claim(bytes: Vec<u8>) -> Claim {
    let mut sources = Sources::default();
    // A sealed card is larger than the card, and says it by the same keys.
    let Ok(id) = document::open("", bytes, 2 * MAX_BYTES, &mut sources) else {
        return Claim::default();
    };
    let doc = document::read::<ScorecardDoc>(sources.get(id), id).document;
    let Some(doc) = doc else {
        return Claim::default();
    };
    Claim {
        rubric: doc.rubric.map(|text| text.value),
        hash: doc.rubric_hash.map(|text| text.value),
    }
}

/// Which rubric a card may have been made with.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Pin {
    /// The very one it is read with.
    Exact,
    /// Any version of it: the panel's rubric moved on while its cards came. A card made with
    /// another one is read by the names it uses, with a warning.
    AnyVersion,
}

/// Reads a card against its rubric. `name` is what messages call the file.
pub fn read(name: &str, bytes: Vec<u8>, rubric: &Rubric, sources: &mut Sources) -> Checked {
    read_pinned(name, bytes, rubric, Pin::Exact, sources)
}

/// Reads a card against its rubric, or against another version of it.
pub fn read_pinned(
    name: &str,
    bytes: Vec<u8>,
    rubric: &Rubric,
    pin: Pin,
    sources: &mut Sources,
) -> Checked {
    let id = match document::open(name, bytes, MAX_BYTES, sources) {
        Ok(id) => id,
        Err(finding) => {
            return Checked {
                card: None,
                places: Places::default(),
                diagnostics: vec![*finding],
            };
        }
    };
    let read = document::read::<ScorecardDoc>(sources.get(id), id);
    let mut checker = Checker {
        rubric,
        pin,
        diagnostics: read.diagnostics,
    };
    let places = places(id, read.document.as_ref());
    let mut card = read
        .document
        .filter(|_| read.whole)
        .and_then(|doc| checker.card(name, doc, places.start));
    let mut diagnostics = checker.diagnostics;
    if read.gaps.any() {
        diagnostics
            .retain(|finding| !read.gaps.explain(finding) && finding.code != codes::CARD_UNSCORED);
    }
    sort(&mut diagnostics);
    if any_error(&diagnostics) {
        card = None;
    }
    Checked {
        card,
        places,
        diagnostics,
    }
}

fn places(id: SourceId, doc: Option<&ScorecardDoc>) -> Places {
    let start = Span {
        source: id,
        start: 0,
        end: 0,
    };
    let Some(doc) = doc else {
        return Places {
            start,
            ..Places::default()
        };
    };
    let at = |text: Option<&Text>| text.map_or(start, |text| text.span);
    let recommendation = doc.recommendation.as_ref();
    Places {
        start,
        level: at(doc.level.as_ref()),
        interviewer: at(doc.interviewer.as_ref()),
        interviewed_on: (doc.interviewed_on.as_ref()).map_or(start, |date| date.span),
        recommendation: recommendation.map_or(start, |given| given.span),
        summary: at(doc.summary.as_ref()),
        private_note: at(doc.private_note.as_ref()),
        says_asked: doc.given.has("asked"),
        scores: doc.scores.iter().flatten().map(score_places).collect(),
    }
}

fn score_places(doc: &ScoreDoc) -> ScorePlaces {
    let criterion = doc.criterion.as_ref().map(|id| id.span).unwrap_or_default();
    let score = doc.score.as_ref().map_or(criterion, |given| given.span);
    ScorePlaces {
        criterion,
        score,
        evidence: doc.evidence.as_ref().map_or(score, |text| text.span),
    }
}

struct Checker<'a> {
    rubric: &'a Rubric,
    pin: Pin,
    diagnostics: Vec<Diagnostic>,
}

fn of_another_version(written: &Text, what: &str, expected: &str) -> Diagnostic {
    Diagnostic::warning(
        codes::CARD_RUBRIC,
        written.span,
        format!(
            "the card was made with {what} `{}`, and is read with `{expected}`",
            written.value
        ),
    )
    .hint("the rubric was changed while the panel's cards came: what has the same id is taken to be the same")
}

impl Checker<'_> {
    fn report(&mut self, diagnostic: Diagnostic) {
        self.diagnostics.push(diagnostic);
    }

    fn card(&mut self, file: &str, doc: ScorecardDoc, start: Span) -> Option<Scorecard> {
        self.check_format(&doc);
        if !self.is_for_this_rubric(&doc) {
            // Its rounds and criteria are another rubric's: checking them would only mislead.
            return None;
        }
        let round = doc.round.as_ref().and_then(|name| self.round(name));
        let level = doc.level.as_ref().and_then(|name| self.level(name));
        if let (Some(round), Some(level), Some(name)) = (round, level, &doc.round) {
            self.check_round_at_level(round, level, name);
        }
        let asked = self.asked(doc.asked.unwrap_or_default(), round.zip(level));
        let is_unreadable =
            doc.given.is_unreadable("score") || (doc.scores.is_none() && doc.given.has("score"));
        let seat = round.zip(level).filter(|_| !is_unreadable);
        let scores = self.scores(doc.scores.unwrap_or_default(), seat, start);
        let variant = doc.variant.and_then(|name| self.variant(name, round));
        let recommendation = doc.recommendation.map(|given| given.value);
        let n_points = scores
            .iter()
            .filter(|score| score.point().is_some())
            .count();
        // Papers are weighed against the rubric's share for them, whatever their reviewer says.
        let is_review = round.is_some_and(|idx| self.rubric.round(idx).stage == Stage::Resume);
        if n_points > 0 && !is_review && !doc.given.has("recommendation") {
            self.report(
                Diagnostic::error(
                    codes::CARD_RECOMMENDATION,
                    start,
                    "the card has scores and no `recommendation`",
                )
                .hint("one of: strong-no-hire, no-hire, hire, strong-hire"),
            );
        }
        Some(Scorecard {
            file: file.to_owned(),
            candidate: doc.candidate?.value.0,
            round: round?,
            level: level?,
            interviewer: doc.interviewer?.value.trim().to_owned(),
            interviewed_on: doc.interviewed_on?.value,
            minutes: doc.minutes.map(Whole::count),
            variant,
            shadow: doc.shadow.unwrap_or(false),
            recommendation,
            level_recommendation: doc.level_recommendation.and_then(|name| self.level(&name)),
            summary: doc.summary?.value,
            private_note: written(doc.private_note),
            asked,
            scores,
        })
    }

    fn check_format(&mut self, doc: &ScorecardDoc) {
        if let Some(format) = doc.format.as_ref().filter(|format| format.value.0 != 1) {
            self.report(
                Diagnostic::error(
                    codes::FORMAT,
                    format.span,
                    format!("format {} is not known", format.value.0),
                )
                .hint("this version reads `format = 1`"),
            );
        }
    }

    /// Whether id, version and hash are the rubric's; reports the first that is not.
    fn is_for_this_rubric(&mut self, doc: &ScorecardDoc) -> bool {
        let about = self.rubric.about();
        let version = about.version.to_string();
        let pairs = [
            ("rubric", &doc.rubric, about.id.as_str()),
            ("version", &doc.rubric_version, version.as_str()),
            ("content", &doc.rubric_hash, about.hash.as_str()),
        ];
        for (what, written, expected) in pairs {
            let Some(written) = written.as_ref().filter(|text| text.value != expected) else {
                continue;
            };
            if what != "rubric" && self.pin == Pin::AnyVersion {
                self.report(of_another_version(written, what, expected));
                return true;
            }
            let finding = Diagnostic::error(
                codes::CARD_RUBRIC,
                written.span,
                format!(
                    "the card is for {what} `{}`, the rubric given is `{expected}`",
                    written.value
                ),
            );
            self.diagnostics.push(match what {
                "content" => finding.hint(
                    "the rubric was edited after the card was made: use the rubric as it was then",
                ),
                _ => finding.hint(format!(
                    "give the rubric that the card was made with, or correct the card; the rubric given is {} {version}",
                    about.id
                )),
            });
            return false;
        }
        true
    }

    fn round(&mut self, name: &Text) -> Option<RoundIdx> {
        let found = self.rubric.find_round(&name.value);
        if found.is_none() {
            let known: Vec<_> = self
                .rubric
                .rounds()
                .iter()
                .map(|round| round.id.as_str())
                .collect();
            self.report(unknown("round", name, &known));
        }
        found
    }

    fn level(&mut self, name: &Text) -> Option<LevelIdx> {
        let found = self.rubric.find_level(&name.value);
        if found.is_none() {
            let known: Vec<_> = self
                .rubric
                .levels()
                .iter()
                .map(|level| level.id.as_str())
                .collect();
            self.report(unknown("level", name, &known));
        }
        found
    }

    fn check_round_at_level(&mut self, round: RoundIdx, level: LevelIdx, name: &Text) {
        if !self.rubric.round(round).levels.include(level) {
            let level = &self.rubric.level(level).id;
            self.report(Diagnostic::error(
                codes::BAD_VALUE,
                name.span,
                format!("the round `{}` is not held at level `{level}`", name.value),
            ));
        }
    }

    fn variant(&mut self, name: Text, round: Option<RoundIdx>) -> Option<String> {
        let round = self.rubric.round(round?);
        let known: Vec<&str> = round.exercise.map_or(Vec::new(), |idx| {
            let variants = &self.rubric.exercise(idx).variants;
            variants.iter().map(|variant| variant.id.as_str()).collect()
        });
        if known.contains(&name.value.as_str()) {
            return Some(name.value);
        }
        self.report(unknown("variant", &name, &known));
        None
    }

    /// Questions, video prompts and exercises that were asked. One that does not belong to the
    /// round is kept: it may well have been asked.
    fn asked(&mut self, names: Vec<Text>, seat: Option<(RoundIdx, LevelIdx)>) -> Vec<Subject> {
        let mut asked = Vec::new();
        for name in names {
            let Some(subject) = self.askable(&name.value) else {
                let known: Vec<_> = self.askable_ids();
                let finding = unknown("question", &name, &known);
                self.report(finding);
                continue;
            };
            if !asked.contains(&subject) {
                asked.push(subject);
            }
            if seat.is_some_and(|(round, level)| !self.is_asked_in(subject, round, level)) {
                self.report(Diagnostic::warning(
                    codes::CARD_ASKED,
                    name.span,
                    format!("`{}` is not asked in this round at this level", name.value),
                ));
            }
        }
        asked
    }

    fn askable(&self, id: &str) -> Option<Subject> {
        self.rubric
            .subject(id)
            .filter(|subject| is_askable(*subject))
    }

    fn askable_ids(&self) -> Vec<&str> {
        self.rubric
            .subject_ids()
            .filter(|(_, subject)| is_askable(*subject))
            .map(|(id, _)| id)
            .collect()
    }

    fn is_asked_in(&self, subject: Subject, round: RoundIdx, level: LevelIdx) -> bool {
        match subject {
            Subject::Question(idx) => {
                let question = self.rubric.question(idx);
                question.rounds.contains(&round) && question.levels.include(level)
            }
            Subject::VideoPrompt(idx) => {
                self.rubric.video_prompts()[idx.get()].round == Some(round)
            }
            Subject::Exercise(idx) => self.rubric.round(round).exercise == Some(idx),
            Subject::Criterion(_) | Subject::Knockout => false,
        }
    }

    fn scores(
        &mut self,
        docs: Vec<ScoreDoc>,
        seat: Option<(RoundIdx, LevelIdx)>,
        start: Span,
    ) -> Vec<Score> {
        let mut seen: Vec<(CriterionIdx, Span)> = Vec::new();
        let mut scores = Vec::new();
        let mut any_unknown = false;
        for doc in docs {
            let criterion = doc
                .criterion
                .as_ref()
                .and_then(|id| self.criterion(id, seat));
            any_unknown |= criterion.is_none();
            if let (Some(idx), Some(id)) = (criterion, &doc.criterion) {
                self.check_repeated(&mut seen, idx, id);
            }
            scores.extend(self.score(doc, criterion));
        }
        if let (Some((round, level)), false) = (seat, any_unknown) {
            self.check_unscored(round, level, &seen, start);
        }
        scores
    }

    fn check_repeated(
        &mut self,
        seen: &mut Vec<(CriterionIdx, Span)>,
        idx: CriterionIdx,
        id: &Spanned<Id>,
    ) {
        if let Some((_, first)) = seen.iter().find(|(other, _)| *other == idx) {
            self.report(
                Diagnostic::error(
                    codes::DUPLICATE_ID,
                    id.span,
                    format!("`{}` is scored twice on this card", id.value.0),
                )
                .label("scored again here")
                .context(*first, "scored here first")
                .hint("keep one of the two"),
            );
        }
        seen.push((idx, id.span));
    }

    fn criterion(
        &mut self,
        id: &Spanned<Id>,
        seat: Option<(RoundIdx, LevelIdx)>,
    ) -> Option<CriterionIdx> {
        let rubric = self.rubric;
        let name = &id.value.0;
        let Some(idx) = find_criterion(rubric, name) else {
            let criteria: Vec<_> = rubric
                .criteria()
                .iter()
                .map(|criterion| criterion.id.as_str())
                .collect();
            let text = Text {
                value: name.clone(),
                span: id.span,
            };
            self.report(unknown("criterion", &text, &criteria));
            return None;
        };
        if let Some((round, level)) = seat {
            self.check_focus(idx, round, level, id);
        }
        Some(idx)
    }

    fn check_focus(
        &mut self,
        idx: CriterionIdx,
        round: RoundIdx,
        level: LevelIdx,
        id: &Spanned<Id>,
    ) {
        let name = &id.value.0;
        let criterion = self.rubric.criterion(idx);
        let round_of = self.rubric.round(round);
        if !criterion.is_panel() && round_of.stage.is_panel() {
            self.report(Diagnostic::error(
                codes::BAD_VALUE,
                id.span,
                format!(
                    "`{name}` is a resume criterion; the round `{}` does not score it",
                    round_of.id
                ),
            ));
        } else if !criterion.levels.include(level) {
            let level = &self.rubric.level(level).id;
            self.report(Diagnostic::error(
                codes::BAD_VALUE,
                id.span,
                format!("`{name}` is not assessed at level `{level}`"),
            ));
        } else if !self.rubric.scored_in(round, level).contains(&idx) {
            self.report(
                Diagnostic::warning(
                    codes::CARD_FOCUS,
                    id.span,
                    format!("the round `{}` does not focus on `{name}`", round_of.id),
                )
                .hint("the score is kept and counted"),
            );
        }
    }

    fn check_unscored(
        &mut self,
        round: RoundIdx,
        level: LevelIdx,
        seen: &[(CriterionIdx, Span)],
        start: Span,
    ) {
        let missing: Vec<_> = self
            .rubric
            .scored_in(round, level)
            .into_iter()
            .filter(|idx| !seen.iter().any(|(scored, _)| scored == idx))
            .map(|idx| format!("`{}`", self.rubric.criterion(idx).id))
            .collect();
        if !missing.is_empty() {
            self.report(
                Diagnostic::warning(
                    codes::CARD_UNSCORED,
                    start,
                    format!("the card has no score for {}", missing.join(", ")),
                )
                .hint("counted as not assessed; write score = \"not-assessed\" to say so"),
            );
        }
    }
}

fn is_askable(subject: Subject) -> bool {
    !matches!(subject, Subject::Criterion(_) | Subject::Knockout)
}

/// The criterion of an id: an exercise counts where it has a weight.
#[must_use]
pub fn find_criterion(rubric: &Rubric, id: &str) -> Option<CriterionIdx> {
    match rubric.subject(id)? {
        Subject::Criterion(idx) => Some(idx),
        Subject::Exercise(idx) => rubric.exercise(idx).criterion,
        _ => None,
    }
}

/// Says that the rubric has no such thing, and which may have been meant.
pub(crate) fn unknown(what: &str, name: &Text, known: &[&str]) -> Diagnostic {
    let finding = Diagnostic::error(
        codes::UNKNOWN_REFERENCE,
        name.span,
        format!("the rubric has no {what} `{}`", name.value),
    )
    .did_you_mean_text(nearest(&name.value, known.iter().copied()));
    if finding.suggestion.is_none() && !known.is_empty() && known.len() <= 12 {
        finding.hint(format!("known: `{}`", known.join("`, `")))
    } else {
        finding
    }
}

/// The text, unless it is blank.
fn written(text: Option<Text>) -> Option<String> {
    text.map(|text| text.value)
        .filter(|text| !text.trim().is_empty())
}
