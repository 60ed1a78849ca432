//! The table that a reviewer fills in, and filled-in tables as cards in the making.

use std::collections::BTreeMap;

use super::booklet::Booklet;
use super::key::Key;
use super::weighing::Weighing;
use crate::diagnostic::{Diagnostic, codes, keep, nearest, sort};
use crate::document::Word;
use crate::rubric::{CriterionIdx, Rubric};
use crate::scorecard::draft::{Draft, DraftScore};
use crate::scorecard::{Given, NoScore, identity_key};
use crate::sheet::{Cell, Sheet};
use crate::text::Span;

/// The columns of a table.
pub const HEADER: [&str; 5] = ["alias", "criterion", "score", "evidence", "reviewer"];

/// The rows of a booklet's table, in its order, yet to be filled in.
pub fn blank(of: &Booklet) -> impl Iterator<Item = Vec<String>> {
    of.parts.iter().flat_map(|part| {
        part.applications.iter().map(|application| {
            vec![
                application.alias.clone(),
                part.id.clone(),
                String::new(),
                String::new(),
                of.reviewer.clone(),
            ]
        })
    })
}

/// What came of filled-in tables.
#[derive(Debug, Default)]
pub struct Collected {
    /// The cards, by reviewer as the key has them, then by candidate.
    pub drafts: Vec<Draft>,
    /// Rows in all tables.
    pub n_rows: usize,
    /// Rows without a score: their criteria stay missing.
    pub n_open: usize,
    /// Applications of which a reviewer scored nothing: there is no card.
    pub n_unreviewed: usize,
    /// What was found, in the order of the files.
    pub findings: Vec<Diagnostic>,
}

/// Reads filled-in tables. Where an error is among the findings, cards are missing or lack scores.
#[must_use]
pub fn collect(sheets: &[Sheet], key: &Key, rubric: &Rubric, day: &str) -> Collected {
    let mut reader = Reader {
        key,
        rubric,
        criteria: criteria(key, rubric),
        seats: BTreeMap::new(),
        collected: Collected::default(),
    };
    for sheet in sheets {
        reader.sheet(sheet);
    }
    reader.finish(day)
}

/// The criteria of papers that the key's round scores.
fn criteria(key: &Key, rubric: &Rubric) -> Vec<CriterionIdx> {
    let weighing = Weighing::of(rubric, key.level);
    let mut scored = rubric.scored_in(key.round, key.level);
    scored.retain(|idx| weighing.part(*idx).is_some());
    scored
}

/// A reviewer's rows of one application: the reviewer by place in the key.
type Seat = (usize, String);

struct Reader<'a> {
    key: &'a Key,
    rubric: &'a Rubric,
    criteria: Vec<CriterionIdx>,
    seats: BTreeMap<Seat, BTreeMap<CriterionIdx, (Span, Option<DraftScore>)>>,
    collected: Collected,
}

impl Reader<'_> {
    fn report(&mut self, finding: Diagnostic) {
        keep(&mut self.collected.findings, finding);
    }

    fn sheet(&mut self, sheet: &Sheet) {
        let mut places = [0; HEADER.len()];
        for (place, name) in places.iter_mut().zip(HEADER) {
            match sheet.column(name) {
                Some(at) => *place = at,
                None => self.report(
                    Diagnostic::error(
                        codes::COLUMN,
                        sheet.at,
                        format!("there is no column `{name}`"),
                    )
                    .hint(format!("a table has the columns {}", HEADER.join(", "))),
                ),
            }
        }
        if HEADER.iter().any(|name| sheet.column(name).is_none()) {
            return;
        }
        let mut of_table: Option<(usize, Span)> = None;
        for row in &sheet.rows {
            self.collected.n_rows += 1;
            let cells = places.map(|at| &row.cells[at]);
            self.row(cells, &mut of_table);
        }
    }

    fn row(&mut self, cells: [&Cell; 5], of_table: &mut Option<(usize, Span)>) {
        let [alias, criterion, score, evidence, reviewer] = cells;
        let reviewer = self.reviewer(reviewer, of_table);
        let candidate = self.candidate(alias);
        let criterion = self.criterion(criterion);
        let scored = criterion.map(|idx| self.score(idx, score, evidence));
        let (Some(reviewer), Some(candidate), Some(criterion)) = (reviewer, candidate, criterion)
        else {
            return;
        };
        let of_seat = self.seats.entry((reviewer, candidate)).or_default();
        if let Some((first, _)) = of_seat.get(&criterion) {
            let message = format!("`{}` has a row for this criterion already", alias.word());
            let finding = Diagnostic::error(codes::DUPLICATE_ID, alias.span, message)
                .context(*first, "the first is here")
                .hint("keep the one that holds");
            self.report(finding);
            return;
        }
        let scored = scored.flatten();
        self.collected.n_open += usize::from(scored.is_none());
        of_seat.insert(criterion, (alias.span, scored));
    }

    /// The reviewer, who is one throughout a table: nobody fills in another's.
    fn reviewer(&mut self, cell: &Cell, of_table: &mut Option<(usize, Span)>) -> Option<usize> {
        // A spreadsheet is given such a signature with an apostrophe before it.
        let word = cell.word();
        let word = word.strip_prefix('\'').unwrap_or(word);
        let mut known = self.key.reviewers.iter();
        let found = known.position(|who| identity_key(who) == identity_key(word));
        let Some(found) = found else {
            let message = if word.is_empty() {
                "the row does not say who reviewed".to_owned()
            } else {
                format!("the key has no reviewer `{word}`")
            };
            let finding = Diagnostic::error(codes::IMPORT, cell.span, message);
            let all = self.key.reviewers.join(", ");
            self.report(finding.hint(format!("the booklets were made for {all}")));
            return None;
        };
        let (first, at) = *of_table.get_or_insert((found, cell.span));
        if first != found {
            let message = format!("`{word}` is another reviewer than in the rows before");
            let finding = Diagnostic::error(codes::IMPORT, cell.span, message)
                .context(at, "the first is here")
                .hint("each reviewer fills in a table of their own");
            self.report(finding);
            return None;
        }
        Some(found)
    }

    fn candidate(&mut self, cell: &Cell) -> Option<String> {
        let found = self.key.applications.get(cell.word());
        if found.is_none() {
            let message = format!("the key has no alias `{}`", cell.word());
            let aliases = self.key.applications.keys().map(String::as_str);
            let near = nearest(cell.word(), aliases);
            let finding = Diagnostic::error(codes::IMPORT, cell.span, message);
            self.report(match near {
                Some(near) => finding.hint(format!("did you mean `{near}`?")),
                None => finding.hint("is it the key that this table was made with?"),
            });
        }
        found.cloned()
    }

    fn criterion(&mut self, cell: &Cell) -> Option<CriterionIdx> {
        let id = |idx: &CriterionIdx| self.rubric.criterion(*idx).id.as_str();
        let found = self.criteria.iter().find(|idx| id(idx) == cell.word());
        if let Some(found) = found {
            return Some(*found);
        }
        let known: Vec<&str> = self.criteria.iter().map(id).collect();
        let message = format!(
            "the round `{}` has no criterion `{}`",
            self.rubric.round(self.key.round).id,
            cell.word()
        );
        let finding = Diagnostic::error(codes::UNKNOWN_REFERENCE, cell.span, message);
        let finding = match nearest(cell.word(), known.iter().copied()) {
            Some(near) => finding.hint(format!("did you mean `{near}`?")),
            None => finding.hint(format!("it has {}", known.join(", "))),
        };
        self.report(finding);
        None
    }

    /// What a row says of a criterion; none where it is left open, or wrong.
    fn score(&mut self, idx: CriterionIdx, cell: &Cell, beside: &Cell) -> Option<DraftScore> {
        let evidence = Some(beside.text.trim().to_owned()).filter(|text| !text.is_empty());
        let word = cell.word().to_lowercase().replace(' ', "-");
        if word.is_empty() {
            if evidence.is_some() {
                let finding = Diagnostic::error(
                    codes::CARD_SCORE,
                    cell.span,
                    "there is evidence and no score",
                );
                self.report(finding.hint(takes(self.rubric, idx)));
            }
            return None;
        }
        let Some(given) = given(self.rubric, idx, &word) else {
            let message = format!("`{}` is no score of this criterion", cell.word());
            let finding = Diagnostic::error(codes::CARD_SCORE, cell.span, message);
            self.report(finding.hint(takes(self.rubric, idx)));
            return None;
        };
        if matches!(given, Given::Point(_)) && evidence.is_none() {
            let message = "the score has no evidence beside it";
            let finding = Diagnostic::error(codes::CARD_EVIDENCE, beside.span, message);
            self.report(finding.hint("write the words of the papers that it rests on"));
        }
        Some(DraftScore {
            criterion: idx,
            given,
            evidence,
        })
    }

    fn finish(self, day: &str) -> Collected {
        let mut collected = self.collected;
        let aliases: BTreeMap<&String, &String> = (self.key.applications.iter())
            .map(|(alias, candidate)| (candidate, alias))
            .collect();
        for ((reviewer, candidate), mut scores) in self.seats {
            let order = self.criteria.iter();
            let scores: Vec<DraftScore> = order
                .filter_map(|idx| scores.remove(idx).and_then(|(_, score)| score))
                .collect();
            if scores.is_empty() {
                collected.n_unreviewed += 1;
                continue;
            }
            let note = if self.key.anonymised {
                format!("Reviewed without a name, as {}.", aliases[&candidate])
            } else {
                "Reviewed with the name shown.".to_owned()
            };
            collected.drafts.push(Draft {
                candidate,
                round: self.key.round,
                level: self.key.level,
                interviewer: self.key.reviewers[reviewer].clone(),
                interviewed_on: day.to_owned(),
                minutes: None,
                shadow: false,
                recommendation: None,
                summary: String::new(),
                private_note: Some(note),
                scores,
            });
        }
        sort(&mut collected.findings);
        collected
    }
}

/// What a criterion takes, for a hint.
fn takes(rubric: &Rubric, idx: CriterionIdx) -> String {
    let without = "not-assessed, no-evidence or declined";
    if rubric.criterion(idx).is_yes_no() {
        return format!("it takes yes or no, or else {without}");
    }
    let points = rubric.scale().points().iter();
    let points: Vec<_> = points.map(|point| point.value.to_string()).collect();
    format!("it takes {}, or else {without}", points.join(", "))
}

/// A score in lower case with hyphens.
fn given(rubric: &Rubric, idx: CriterionIdx, word: &str) -> Option<Given> {
    let none = <NoScore as Word>::WORDS.iter();
    let none = none.clone().find(|(known, _)| *known == word);
    if let Some((_, none)) = none {
        return Some(Given::None(*none));
    }
    let scale = rubric.scale();
    let (no, yes) = scale.ends();
    let is_yes_no = rubric.criterion(idx).is_yes_no();
    let by_value = || word.parse().ok().and_then(|value| scale.find_value(value));
    let point = match word {
        "yes" if is_yes_no => yes,
        "no" if is_yes_no => no,
        _ => scale.find(word).or_else(by_value)?,
    };
    let is_fit = !is_yes_no || point == yes || point == no;
    is_fit.then_some(Given::Point(point))
}
