//! From a draft's text to the replies in it. A draft is a card on which something is not answered
//! yet: what is missing is no error, what cannot be read is.

use super::super::document::{ScoreDoc, ScorecardDoc};
use super::super::interview::{Replies, Reply, ScoreReplies};
use super::{Checker, MAX_BYTES, Pin};
use crate::diagnostic::{Diagnostic, any_error, codes, sort};
use crate::document::{self, Whole};
use crate::rubric::{CriterionIdx, LevelIdx, RoundIdx, Rubric};
use crate::text::{Sources, Span, Text};

/// What came of reading a draft.
#[derive(Debug)]
pub struct Checked {
    /// The draft, unless there is an error among the findings.
    pub draft: Option<Draft>,
    /// All findings, in the order of the text.
    pub diagnostics: Vec<Diagnostic>,
}

/// A card that is not complete yet.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Draft {
    /// The candidate's id.
    pub candidate: String,
    /// The round.
    pub round: RoundIdx,
    /// The level interviewed for.
    pub level: LevelIdx,
    /// Who scores, as they sign.
    pub interviewer: String,
    /// Whether it is a trainee's.
    pub shadow: bool,
    /// What was answered, as far as a card can say it.
    pub replies: Replies,
}

/// The keys that stand in a draft once they are answered.
const ANSWERS: &[&str] = &["`interviewed-on`", "`summary`", "`score`"];

/// Reads a draft against its rubric. `name` is what messages call the file.
pub fn read(name: &str, bytes: Vec<u8>, rubric: &Rubric, sources: &mut Sources) -> Checked {
    let id = match document::open(name, bytes, MAX_BYTES, sources) {
        Ok(id) => id,
        Err(finding) => {
            return Checked {
                draft: None,
                diagnostics: vec![*finding],
            };
        }
    };
    let read = document::read::<ScorecardDoc>(sources.get(id), id);
    let mut checker = Checker {
        rubric,
        pin: Pin::Exact,
        diagnostics: read.diagnostics,
    };
    checker
        .diagnostics
        .retain(|finding| !is_unanswered(finding));
    let document = read.document.filter(|_| read.whole);
    let mut draft = document.and_then(|doc| checker.draft(doc));
    let mut diagnostics = checker.diagnostics;
    sort(&mut diagnostics);
    if any_error(&diagnostics) {
        draft = None;
    }
    Checked { draft, diagnostics }
}

fn is_unanswered(finding: &Diagnostic) -> bool {
    let mut answers = ANSWERS.iter();
    finding.code == codes::MISSING_KEY && answers.any(|key| finding.message.ends_with(key))
}

impl Checker<'_> {
    fn draft(&mut self, doc: ScorecardDoc) -> Option<Draft> {
        self.check_format(&doc);
        if !self.is_for_this_rubric(&doc) {
            return None;
        }
        let round = doc.round.as_ref().and_then(|name| self.round(name));
        let level = doc.level.as_ref().and_then(|name| self.level(name));
        let seat = round.zip(level);
        if let (Some((round, level)), Some(name)) = (seat, &doc.round) {
            self.check_round_at_level(round, level, name);
        }
        let asked = doc.asked.map(|names| self.asked(names, seat));
        let mut seen = Vec::new();
        let scores = doc.scores.unwrap_or_default().into_iter();
        let scores: Vec<_> = scores
            .filter_map(|doc| self.drafted_score(doc, seat, &mut seen))
            .collect();
        let variant = doc.variant.map(|name| self.variant(name, round));
        let recommended = doc.level_recommendation.map(|name| self.level(&name));
        Some(Draft {
            candidate: doc.candidate?.value.0,
            round: round?,
            level: level?,
            interviewer: doc.interviewer?.value,
            shadow: doc.shadow.unwrap_or(false),
            replies: Replies {
                interviewed_on: answered(doc.interviewed_on.map(|date| date.value)),
                minutes: answered(doc.minutes.map(Whole::count)),
                variant: answered(variant.flatten()),
                asked: answered(asked),
                scores,
                recommendation: answered(doc.recommendation.map(|given| given.value)),
                level: answered(recommended.flatten()),
                summary: text(doc.summary),
                private_note: text(doc.private_note),
            },
        })
    }

    fn drafted_score(
        &mut self,
        doc: ScoreDoc,
        seat: Option<(RoundIdx, LevelIdx)>,
        seen: &mut Vec<(CriterionIdx, Span)>,
    ) -> Option<ScoreReplies> {
        let id = doc.criterion.as_ref()?;
        let criterion = self.criterion(id, seat);
        if let Some(idx) = criterion {
            self.check_repeated(seen, idx, id);
        }
        let given = doc.score.as_ref();
        let given = given.and_then(|given| self.given(given, criterion));
        let observed = doc.observed.map(|ticked| self.observed(ticked));
        let level = doc.level.and_then(|name| self.level(&name));
        Some(ScoreReplies {
            criterion: criterion?,
            observed: answered(observed),
            evidence: text(doc.evidence),
            given: answered(given),
            level: answered(level),
        })
    }
}

fn answered<T>(value: Option<T>) -> Reply<T> {
    value.map_or(Reply::Open, Reply::Given)
}

fn text(value: Option<Text>) -> Reply<String> {
    value.map_or(Reply::Open, |text| Reply::of_text(text.value))
}
