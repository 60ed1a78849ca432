//! Ratings from a table of comma-separated values, a rating a row.

use super::Records;
use super::builder::{Builder, Told};
use super::columns::Columns;
use super::names::Seen;
use crate::diagnostic::Tally;
use crate::diagnostic::{Diagnostic, any_error, codes, sort};
use crate::document::Date;
use crate::scorecard::normal_form;
use crate::sheet::{self, Line, Separated, Walk};
use crate::text::{Source, SourceId, Sources, Span};

/// Most bytes that a file may have: ten million ratings have about half of it.
pub const MAX_BYTES: usize = 512 * 1024 * 1024;

/// Most bytes that an id may have.
const MAX_ID: usize = 1000;

/// Different scores that are remembered; more lie too far apart in any case.
const MOST_SCORES: usize = 200;

/// Words for no score.
const NO_SCORE: [&str; 4] = ["", "not-assessed", "no-evidence", "declined"];

const NO_NUMBER: &str = "a score is a whole number; where there is none the cell is empty, or says not-assessed, no-evidence or declined";

/// Reads a file. None where an error is among the findings.
#[must_use]
pub fn read(
    name: &str,
    bytes: Vec<u8>,
    sources: &mut Sources,
) -> (Option<Records>, Vec<Diagnostic>) {
    let id = match sheet::open(name, bytes, MAX_BYTES, sources) {
        Ok(id) => id,
        Err(finding) => return (None, vec![*finding]),
    };
    let source = sources.get(id);
    let mut walk = match Walk::begin(id, source, Separated::BY_COMMAS) {
        Ok(walk) => walk,
        Err(findings) => return (None, findings),
    };
    let mut findings = Vec::new();
    let Some(columns) = Columns::find(&walk, &mut findings) else {
        // Without the columns no row can be read, but their cells can be counted.
        while walk.next_row().is_some() {}
        findings.extend(walk.finish().2);
        sort(&mut findings);
        return (None, findings);
    };
    let mut reader = Reader {
        id,
        source,
        columns,
        builder: Builder::default(),
        rows: Vec::new(),
        first: Firsts::default(),
        scores: Vec::new(),
        tally: Tally::default(),
        n_rows: 0,
    };
    while let Some(line) = walk.next_row() {
        reader.row(&line);
    }
    let (_, header, of_table) = walk.finish();
    reader.check(header, any_error(&of_table));
    findings.extend(of_table);
    findings.extend(reader.tally.into_findings());
    sort(&mut findings);
    let sound = !any_error(&findings);
    (sound.then(|| reader.builder.finish()), findings)
}

/// Where names were seen first, by their numbers.
#[derive(Default)]
pub(super) struct Firsts {
    pub(super) candidates: Vec<Span>,
    pub(super) interviewers: Vec<Span>,
    pub(super) criteria: Vec<Span>,
}

pub(super) struct Reader<'a> {
    pub(super) id: SourceId,
    pub(super) source: &'a Source,
    columns: Columns,
    pub(super) builder: Builder<'a>,
    /// Where the row of each rating begins; the size of a file fits.
    pub(super) rows: Vec<u32>,
    pub(super) first: Firsts,
    /// Distinct scores in the order of their coming, with their places.
    pub(super) scores: Vec<(i32, Span)>,
    pub(super) tally: Tally,
    pub(super) n_rows: usize,
}

/// Which column an id is from.
#[derive(Clone, Copy)]
enum Facet {
    Candidate,
    Interviewer,
    Criterion,
}

impl Facet {
    fn name(self) -> &'static str {
        match self {
            Self::Candidate => "candidate",
            Self::Interviewer => "interviewer",
            Self::Criterion => "criterion",
        }
    }
}

impl<'a> Reader<'a> {
    fn row(&mut self, line: &Line<'_, 'a>) {
        self.n_rows += 1;
        let columns = self.columns;
        let optional = |column: Option<usize>| {
            let word = line.kept_word(column?);
            (!word.is_empty()).then_some(word)
        };
        let told = Told {
            candidate: line.kept_word(columns.candidate),
            interviewer: line.kept_word(columns.interviewer),
            criterion: line.kept_word(columns.criterion),
            score: self.score(line),
            round: optional(columns.round),
            level: optional(columns.level),
            rubric: optional(columns.rubric),
            group: optional(columns.group),
            date: self.date(line),
            shadow: self.shadow(line),
        };
        let has_score = told.score.is_some();
        let met = self.builder.take(told);
        if has_score {
            let start = u32::try_from(line.at().start);
            self.rows.push(start.expect("a file is smaller than 4 GiB"));
        }
        self.meet(line, columns.candidate, Facet::Candidate, met.candidate);
        self.meet(
            line,
            columns.interviewer,
            Facet::Interviewer,
            met.interviewer,
        );
        self.meet(line, columns.criterion, Facet::Criterion, met.criterion);
        if let (Some(before), Some(column)) = (met.other_group, columns.group) {
            let name = self.builder.candidates.name(met.candidate.0);
            let group = self.builder.groups.name(before);
            self.tally.report("candidates in two groups", || {
                let message = format!("the candidate `{name}` was in the group `{group}` before");
                let finding = Diagnostic::error(codes::RATING, line.span(column), message);
                finding.hint("a candidate is in one group throughout")
            });
        }
    }

    /// Looks at an id that was read, which is new or not.
    fn meet(&mut self, line: &Line<'_, 'a>, column: usize, facet: Facet, met: (u32, Seen)) {
        let (number, seen) = met;
        if seen == Seen::Again && !line.word(column).is_empty() {
            return;
        }
        let span = line.span(column);
        let (firsts, names) = match facet {
            Facet::Candidate => (&mut self.first.candidates, &self.builder.candidates),
            Facet::Interviewer => (&mut self.first.interviewers, &self.builder.interviewers),
            Facet::Criterion => (&mut self.first.criteria, &self.builder.criteria),
        };
        if seen == Seen::New {
            firsts.push(span);
        }
        if seen == Seen::Respelt {
            let name = names.name(number).to_owned();
            let first = firsts[number as usize];
            self.tally.report("names that are spelt in two ways", || {
                respelt(line.word(column), &name, span, first)
            });
        }
        if let Some((kind, message)) = unfit(line.word(column), facet.name()) {
            self.tally.report(kind, || {
                let finding = Diagnostic::error(codes::RATING, span, message);
                finding.hint("an id is any text on one line, the same wherever it means the same")
            });
        }
    }

    /// The score of a row; none where there is none, or no whole number.
    fn score(&mut self, line: &Line<'_, 'a>) -> Option<i32> {
        let column = self.columns.score;
        let word = line.word(column);
        if let Ok(score) = word.parse::<i32>() {
            let is_new = self.scores.len() < MOST_SCORES
                && self.scores.iter().all(|(known, _)| *known != score);
            if is_new {
                self.scores.push((score, line.span(column)));
            }
            return Some(score);
        }
        if !NO_SCORE.contains(&word) {
            self.tally.report("scores that are no whole numbers", || {
                let is_number = word.replace(',', ".").parse::<f64>().is_ok_and(f64::is_finite);
                let message = format!("the score `{word}` is not a whole number");
                let finding = Diagnostic::error(codes::RATING, line.span(column), message);
                finding.hint(if is_number {
                    "a rating is one point of the scale: where it is the mean of several, give each of them a row"
                } else {
                    NO_NUMBER
                })
            });
        }
        None
    }

    fn date(&mut self, line: &Line<'_, 'a>) -> Option<Date> {
        let column = self.columns.date?;
        let word = line.word(column);
        if word.is_empty() {
            return None;
        }
        let date = Date::parse(word);
        if date.is_none() {
            self.tally.report("dates that are no days", || {
                let message = format!("`{word}` is not a day");
                let finding = Diagnostic::error(codes::RATING, line.span(column), message);
                finding.hint("a date is written as 2026-11-20; the cell may be empty")
            });
        }
        date
    }

    fn shadow(&mut self, line: &Line<'_, 'a>) -> bool {
        let Some(column) = self.columns.shadow else {
            return false;
        };
        let word = line.word(column);
        let is = |known: &str| word.eq_ignore_ascii_case(known);
        if is("true") || is("false") || word.is_empty() {
            return is("true");
        }
        self.tally
            .report("cells that are neither true nor false", || {
                let message = format!("`{word}` is neither true nor false");
                let finding = Diagnostic::error(codes::RATING, line.span(column), message);
                finding.hint(
                    "`shadow` says whether a trainee gave the rating: true, or false or nothing",
                )
            });
        false
    }
}

/// What is wrong with an id, with the kind of finding.
fn unfit(word: &str, facet: &str) -> Option<(&'static str, String)> {
    if word.is_empty() {
        return Some(("rows without an id", format!("the row has no {facet}")));
    }
    if word.chars().any(char::is_control) {
        let message = format!("the {facet} `{word}` holds a control character");
        return Some(("ids with control characters", message));
    }
    (word.len() > MAX_ID).then(|| {
        let message = format!("the {facet} is longer than {MAX_ID} bytes");
        ("ids that are too long", message)
    })
}

fn respelt(word: &str, before: &str, span: Span, first: Span) -> Diagnostic {
    let message = if normal_form(word) == normal_form(before) {
        format!("`{word}` stands here in another Unicode form than before")
    } else {
        format!("`{word}` is taken for `{before}`")
    };
    Diagnostic::warning(codes::RATING, span, message)
        .context(first, "written so here first")
        .hint("one name in one spelling throughout says what is meant")
}
