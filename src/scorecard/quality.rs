//! Whether a card says enough, and says one thing, while its author still remembers the interview:
//! checks as data.
//!
//! A check is one file: a constant with its code, its explanation and its two examples, and one
//! pure function. [`ALL`] is the one sorted table; `scorecard check`, `submit`, `explain`, the page
//! of rules and the tests all read it. A card with findings can be used all the same; how much
//! each matters is set by code.

mod copied;
mod evidence_missing;
mod evidence_thin;
mod extreme;
mod halo;
mod not_asked;
mod prohibited;
mod quoted;
mod recommendation;
mod runs;
#[cfg(test)]
mod testing;
#[cfg(test)]
mod tests;
mod ticks;
mod words;

use super::read::{Places, ScorePlaces};
use super::{Score, Scorecard};
use crate::diagnostic::{Code, Diagnostic, Severities, Severity, codes, keep};
use crate::rubric::{PointIdx, Rubric};
use crate::text::{Sources, Span};

/// Every check, by code.
pub const ALL: &[Check] = &[
    evidence_missing::CHECK,
    evidence_thin::CHECK,
    extreme::CHECK,
    ticks::CHECK,
    recommendation::CHECK,
    copied::CHECK,
    quoted::CHECK,
    halo::CHECK,
    not_asked::CHECK,
    prohibited::CHECK,
];

/// One check.
#[derive(Debug, Clone, Copy)]
pub struct Check {
    /// Its code, such as `C210`.
    pub code: Code,
    /// Its name, in words joined by hyphens.
    pub name: &'static str,
    /// How much a finding matters unless the workspace says otherwise.
    pub severity: Severity,
    /// What it finds, in a line: a lower-case fragment without a full stop.
    pub summary: &'static str,
    /// Why that matters and what to do, in a paragraph or two.
    pub explanation: &'static str,
    /// The end of a card in which it fires.
    pub bad: &'static str,
    /// The same mended.
    pub good: &'static str,
    look: Look,
}

/// How a check looks.
#[derive(Debug, Clone, Copy)]
enum Look {
    /// While a card is read.
    Reading,
    /// At one card.
    Card(fn(&Reviewed<'_>, &mut Findings)),
    /// At all cards of a run.
    Run(fn(&[Reviewed<'_>], &mut Findings)),
}

/// What a workspace sets.
#[derive(Debug, Clone, Default)]
pub struct Settings {
    /// How much findings matter, by code.
    pub severities: Severities,
    /// Words that the evidence of a score has at least; none is [`USUAL_WORDS`].
    pub evidence_words: Option<u32>,
}

/// Words of evidence that a score needs unless the workspace says otherwise.
pub const USUAL_WORDS: u32 = 5;

/// A card with all that a check needs to know.
struct Reviewed<'a> {
    rubric: &'a Rubric,
    card: &'a Scorecard,
    places: &'a Places,
    sources: &'a Sources,
    min_words: usize,
    /// It was submitted before: it is compared with, and nothing is found on it any more.
    is_kept: bool,
}

/// What one check found.
struct Findings {
    code: Code,
    severity: Severity,
    found: Vec<Diagnostic>,
}

/// A text of a card that its author wrote freely.
struct Field<'a> {
    what: &'static str,
    text: &'a str,
    span: Span,
}

impl Findings {
    fn report(&mut self, finding: Diagnostic) {
        let finding = Diagnostic {
            severity: self.severity,
            ..finding
        };
        keep(&mut self.found, finding);
    }

    fn at(&self, span: Span, message: impl Into<String>) -> Diagnostic {
        Diagnostic::warning(self.code, span, message)
    }
}

impl<'a> Reviewed<'a> {
    /// Scores with their places.
    fn scores(&self) -> impl Iterator<Item = (&'a Score, &'a ScorePlaces)> {
        self.card.scores.iter().zip(&self.places.scores)
    }

    /// Scores that have a number, with it.
    fn points(&self) -> impl Iterator<Item = (&'a Score, PointIdx, &'a ScorePlaces)> {
        self.scores()
            .filter_map(|(score, places)| Some((score, score.point()?, places)))
    }

    /// Summary, private note and the evidence of each score.
    fn fields(&self) -> Vec<Field<'a>> {
        let note = self.card.private_note.as_deref();
        let evidence = self.scores().filter_map(|(score, places)| {
            let text = score.evidence.as_deref()?;
            Some(Field {
                what: "evidence",
                text,
                span: places.evidence,
            })
        });
        let summary = Field {
            what: "summary",
            text: &self.card.summary,
            span: self.places.summary,
        };
        let note = note.map(|text| Field {
            what: "private note",
            text,
            span: self.places.private_note,
        });
        std::iter::once(summary)
            .chain(note)
            .chain(evidence)
            .collect()
    }

    /// The place of a part of a field; all of the field where the file writes it in another way,
    /// as with escapes.
    fn place_of(&self, field: &Field<'_>, part: &str) -> Span {
        let text = self.sources.get(field.span.source).text();
        let written = text.get(field.span.start..field.span.end);
        let found = written.and_then(|written| written.find(part));
        found.map_or(field.span, |at| Span {
            source: field.span.source,
            start: field.span.start + at,
            end: field.span.start + at + part.len(),
        })
    }

    /// The number of a point, as it is written on a card.
    fn value(&self, point: PointIdx) -> i64 {
        self.rubric.scale().point(point).value
    }
}

/// Looks at sound cards of one rubric, each by itself and all against each other. `cards` come
/// with the places that reading gave them. `kept` are cards that were submitted before: the others
/// are compared with them, and nothing is found on them.
#[must_use]
pub fn review(
    rubric: &Rubric,
    cards: &[(Scorecard, Places)],
    kept: &[(Scorecard, Places)],
    sources: &Sources,
    settings: &Settings,
) -> Vec<Diagnostic> {
    let min_words = settings.evidence_words.unwrap_or(USUAL_WORDS) as usize;
    let kept = kept.iter().map(|pair| (pair, true));
    let new = cards.iter().map(|pair| (pair, false));
    let cards: Vec<_> = kept
        .chain(new)
        .map(|((card, places), is_kept)| Reviewed {
            rubric,
            card,
            places,
            sources,
            min_words,
            is_kept,
        })
        .collect();
    let mut found = Vec::new();
    for check in ALL {
        let Some(severity) = severity(check, &settings.severities) else {
            continue;
        };
        let mut findings = Findings {
            code: check.code,
            severity,
            found: Vec::new(),
        };
        match check.look {
            Look::Reading => {}
            Look::Card(look) => {
                let new = cards.iter().filter(|card| !card.is_kept);
                new.for_each(|card| look(card, &mut findings));
            }
            Look::Run(look) => look(&cards, &mut findings),
        }
        found.append(&mut findings.found);
    }
    found
}

/// Gives the findings that reading a card makes the severity that they have for its author.
pub fn weigh(findings: &mut Vec<Diagnostic>, settings: &Settings) {
    let check = &evidence_missing::CHECK;
    let severity = severity(check, &settings.severities);
    findings.retain(|finding| finding.code != codes::CARD_EVIDENCE || severity.is_some());
    for finding in findings {
        if finding.code == codes::CARD_EVIDENCE {
            finding.severity = severity.unwrap_or(check.severity);
        }
    }
}

/// The check of a code, in either case.
#[must_use]
pub fn find(code: &str) -> Option<&'static Check> {
    ALL.iter()
        .find(|check| check.code.as_str().eq_ignore_ascii_case(code))
}

fn severity(check: &Check, severities: &Severities) -> Option<Severity> {
    match severities.get(check.code.as_str()) {
        Some(severity) => *severity,
        None => Some(check.severity),
    }
}
