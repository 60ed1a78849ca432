//! What became of candidates: a table with a row for each.

use std::borrow::Cow;
use std::collections::HashMap;

use super::columns::{self, Header};
use super::key::key;
use super::rate::MOST_PEOPLE;
use crate::diagnostic::{Diagnostic, Tally, any_error, codes, nearest, sort};
use crate::sheet::{Line, Separated, Walk};
use crate::text::{Source, SourceId, Span};

/// What became of one candidate.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Outcome {
    /// They went on, or were hired.
    Selected,
    /// They did not.
    NotSelected,
    /// It is not decided, or they withdrew.
    Pending,
}

/// The words for each outcome, in lower case with hyphens.
pub const WORDS: &[(Outcome, &[&str])] = &[
    (
        Outcome::Selected,
        &[
            "advance",
            "advanced",
            "hire",
            "hired",
            "pass",
            "passed",
            "select",
            "selected",
            "strong-hire",
            "offer",
            "offered",
            "yes",
        ],
    ),
    (
        Outcome::NotSelected,
        &[
            "decline",
            "declined",
            "no-hire",
            "fail",
            "failed",
            "reject",
            "rejected",
            "not-selected",
            "not-hired",
            "strong-no-hire",
            "no",
        ],
    ),
    (
        Outcome::Pending,
        &[
            "",
            "review",
            "open",
            "pending",
            "waiting",
            "on-hold",
            "debrief",
            "insufficient",
            "withdrawn",
            "withdrew",
        ],
    ),
];

/// What stands in the first of these columns that says anything holds.
const OUTCOME: [&str; 3] = ["decided", "outcome", "decision"];

/// Where a score is.
const SCORE: [&str; 2] = ["score", "fair_score"];

const EXPECTED: &str =
    "a row is one candidate, under the header candidate,outcome or candidate,outcome,score";

/// One candidate.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Person {
    /// What became of them.
    pub outcome: Outcome,
    /// Their score, where they have one; finite.
    pub score: Option<f64>,
}

/// Candidates by number, in the order of the table.
#[derive(Default)]
pub(super) struct Outcomes<'a> {
    pub(super) numbers: HashMap<Cow<'a, str>, u32>,
    pub(super) people: Vec<Person>,
    /// Whether the table has a column of scores.
    pub(super) has_scores: bool,
}

struct Reader<'a> {
    candidate: usize,
    /// The columns of [`OUTCOME`] that there are.
    outcome: Vec<usize>,
    /// The first of these.
    decided: Option<usize>,
    score: Option<usize>,
    source: &'a Source,
    places: Vec<Span>,
    found: Outcomes<'a>,
    tally: Tally,
}

/// Reads the table; what it holds may be used where none of the findings is an error.
pub(super) fn read<'a>(
    id: SourceId,
    source: &'a Source,
    id_column: Option<&str>,
) -> (Outcomes<'a>, Vec<Diagnostic>) {
    let mut walk = match Walk::begin(id, source, Separated::BY_COMMAS) {
        Ok(walk) => walk,
        Err(findings) => return (Outcomes::default(), findings),
    };
    let mut findings = Vec::new();
    let reader = Reader::of(&Header::of(&walk), id_column, source, &mut findings);
    let Some(mut reader) = reader else {
        while walk.next_row().is_some() {}
        findings.extend(walk.finish().2);
        sort(&mut findings);
        return (Outcomes::default(), findings);
    };
    while let Some(line) = walk.next_row() {
        reader.row(&line);
    }
    let (_, header, of_table) = walk.finish();
    if reader.found.people.is_empty() && !any_error(&of_table) {
        let finding = Diagnostic::error(codes::CSV, header, "the table has no rows");
        findings.push(finding.hint(EXPECTED));
    }
    findings.extend(of_table);
    findings.extend(reader.tally.into_findings());
    sort(&mut findings);
    (reader.found, findings)
}

impl<'a> Reader<'a> {
    fn of(
        header: &Header<'_>,
        id_column: Option<&str>,
        source: &'a Source,
        findings: &mut Vec<Diagnostic>,
    ) -> Option<Self> {
        let candidate = columns::candidate(header, id_column, EXPECTED, findings);
        let outcome: Vec<_> = OUTCOME
            .iter()
            .filter_map(|name| header.find(name))
            .collect();
        if outcome.is_empty() {
            findings.push(header.missing("outcome", EXPECTED));
        }
        let score = SCORE.iter().find_map(|name| header.find(name));
        Some(Self {
            candidate: candidate.filter(|_| !outcome.is_empty())?,
            outcome,
            decided: header.find(OUTCOME[0]),
            score,
            source,
            places: Vec::new(),
            found: Outcomes {
                has_scores: score.is_some(),
                ..Outcomes::default()
            },
            tally: Tally::default(),
        })
    }

    fn row(&mut self, line: &Line<'_, 'a>) {
        let id = key(line.kept_word(self.candidate));
        if id.is_empty() {
            self.tally.report("rows without a candidate", || {
                columns::nameless(line.span(self.candidate))
            });
            return;
        }
        let person = Person {
            outcome: self.outcome(line),
            score: self.score(line),
        };
        let number = self.found.people.len();
        if number == MOST_PEOPLE {
            self.tally
                .report("candidates more than can be compared", || {
                    let message = format!("there are more than {MOST_PEOPLE} candidates");
                    Diagnostic::error(codes::TOO_LARGE, line.at(), message)
                });
            return;
        }
        let number = u32::try_from(number).unwrap_or(u32::MAX);
        if let Some(before) = self.found.numbers.get(&id) {
            let first = self.source.line(self.places[*before as usize].start);
            let span = line.span(self.candidate);
            self.tally.report("candidates that are there twice", || {
                columns::twice(span, first)
            });
            return;
        }
        self.found.numbers.insert(id, number);
        self.found.people.push(person);
        self.places.push(line.at());
    }

    /// The outcome; one that is unknown is a finding, and counts as none.
    fn outcome(&mut self, line: &Line<'_, 'a>) -> Outcome {
        let said = self.outcome.iter().find(|at| !line.word(**at).is_empty());
        let Some(column) = said.copied() else {
            return Outcome::Pending;
        };
        let word = line.word(column);
        match of_word(word) {
            // A decline that nobody has confirmed is a proposal.
            Some(Outcome::NotSelected) if self.is_open(column) => Outcome::Pending,
            Some(outcome) => outcome,
            None => {
                self.tally.report("outcomes that are not known", || {
                    unknown(word, line.span(column))
                });
                Outcome::Pending
            }
        }
    }

    /// Whether the table says what was decided, but not of a row whose outcome stands here.
    fn is_open(&self, column: usize) -> bool {
        self.decided.is_some_and(|decided| decided != column)
    }

    fn score(&mut self, line: &Line<'_, 'a>) -> Option<f64> {
        let column = self.score?;
        let word = line.word(column);
        if word.is_empty() {
            return None;
        }
        let score = word.parse().ok().filter(|score: &f64| score.is_finite());
        if score.is_none() {
            self.tally.report("scores that are no numbers", || {
                let message = format!("the score `{word}` is not a number");
                let hint = "a score is written as 3 or 2.75; where there is none the cell is empty";
                Diagnostic::error(codes::WRONG_TYPE, line.span(column), message).hint(hint)
            });
        }
        score
    }
}

/// The outcome that a word stands for, in any case and with spaces or underscores for hyphens.
#[must_use]
pub fn of_word(word: &str) -> Option<Outcome> {
    let word = word.trim().to_lowercase().replace([' ', '_'], "-");
    let mut all = WORDS.iter();
    all.find_map(|(outcome, words)| words.contains(&word.as_str()).then_some(*outcome))
}

fn unknown(word: &str, span: Span) -> Diagnostic {
    let known = WORDS.iter().flat_map(|(_, words)| words.iter().copied());
    let finding = Diagnostic::error(
        codes::BAD_VALUE,
        span,
        format!("`{word}` is not an outcome"),
    );
    match nearest(word, known.filter(|word| !word.is_empty())) {
        Some(near) => finding.hint(format!("did you mean `{near}`?")),
        None => finding.hint("advance, hire and passed are selected; decline, no-hire and failed are not; review and open are not decided: docs/impact.md lists all words"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_word_stands_for_one_outcome() {
        let mut all: Vec<_> = WORDS.iter().flat_map(|(_, words)| words.iter()).collect();
        let n = all.len();
        all.sort();
        all.dedup();
        assert_eq!(all.len(), n);
        assert_eq!(of_word(" No Hire "), Some(Outcome::NotSelected));
        assert_eq!(of_word("STRONG_HIRE"), Some(Outcome::Selected));
        assert_eq!(of_word("maybe"), None);
    }
}
