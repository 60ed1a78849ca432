//! The mapping file: what the words of another system mean here.

use std::collections::BTreeMap;

use crate::diagnostic::{Diagnostic, any_error, codes, nearest, sort};
use crate::document::{self, Id, Named, Version, Word as _, tables, words};
use crate::rubric::{CriterionIdx, LevelIdx, RoundIdx, Rubric};
use crate::scorecard::document::GivenDoc;
use crate::scorecard::read::{find_criterion, unknown};
use crate::scorecard::{Given, NoScore, Recommendation, identity_key};
use crate::sheet::Separator;
use crate::text::{Sources, Span, Spanned, Text};

/// Most bytes a mapping may have.
const MAX_BYTES: usize = 1024 * 1024;

/// The word for what is left out on purpose.
const LEAVE_OUT: &str = "leave-out";

tables! {
    /// What the words of another system mean here.
    MapDoc, "a mapping" {
        required format: Spanned<Version<1>> = "format",
        optional level: Text = "level",
        optional round: Text = "round",
        optional rows: Rows = "rows",
        optional delimiter: Delimiter = "delimiter",
        optional dates: Dates = "dates",
        optional columns: ColumnsDoc = "columns",
        optional leave_out: Vec<Text> = "leave-out",
        optional attributes: Named<Text> = "attributes",
        optional evidence: Named<Text> = "evidence",
        optional ratings: Named<Spanned<GivenDoc>> = "ratings",
        optional recommendations: Named<Recommendation> = "recommendations",
        optional rounds: Named<Text> = "rounds",
        optional levels: Named<Text> = "levels",
        optional candidates: Named<Spanned<Id>> = "candidates",
        optional interviewers: Named<Text> = "interviewers",
        optional questions: Named<QuestionUse> = "questions",
    }
    /// Which column of a table holds what.
    ColumnsDoc, "the columns" {
        optional candidate: Text = "candidate",
        optional interviewer: Text = "interviewer",
        optional interviewed_on: Text = "interviewed-on",
        optional round: Text = "round",
        optional level: Text = "level",
        optional minutes: Text = "minutes",
        optional shadow: Text = "shadow",
        optional recommendation: Text = "recommendation",
        optional summary: Text = "summary",
        optional private_note: Text = "private-note",
        optional criterion: Text = "criterion",
        optional score: Text = "score",
        optional state: Text = "state",
        optional evidence: Text = "evidence",
    }
}

words! {
    /// What a row of a table is.
    Rows, "what a row is" {
        /// One score; several rows are one card.
        Scores = "scores",
        /// One card, with a column for each criterion.
        Cards = "cards",
    }
    /// What stands between the cells of a table.
    Delimiter, "what stands between cells" {
        /// As RFC 4180 has it.
        Comma = "comma",
        /// As spreadsheets write where the comma is the decimal sign.
        Semicolon = "semicolon",
        /// As copied from a spreadsheet.
        Tab = "tab",
    }
    /// In which order dates are written.
    Dates, "an order of dates" {
        /// 2026-11-20.
        YearFirst = "year-first",
        /// 20.11.2026.
        DayFirst = "day-first",
        /// 11/20/2026.
        MonthFirst = "month-first",
    }
    /// What becomes of the answer to a question.
    QuestionUse, "a place for an answer" {
        /// It is the card's summary, or a part of it.
        Summary = "summary",
        /// It is for the panel only.
        PrivateNote = "private-note",
        /// It is left out.
        LeaveOut = "leave-out",
    }
}

impl Delimiter {
    pub(super) fn separator(self) -> Separator {
        match self {
            Self::Comma => Separator::Comma,
            Self::Semicolon => Separator::Semicolon,
            Self::Tab => Separator::Tab,
        }
    }
}

/// What a word stands for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Meaning<T> {
    Is(T),
    /// It is left out on purpose.
    LeftOut,
}

impl<T> Meaning<T> {
    /// What it is, where it is not left out.
    pub(super) fn taken(self) -> Option<T> {
        match self {
            Self::Is(value) => Some(value),
            Self::LeftOut => None,
        }
    }
}

type Words<T> = BTreeMap<String, Meaning<T>>;

/// What a word stands for, or that the mapping does not say so.
type Found<T> = Result<T, Box<Diagnostic>>;

/// What is imported: each has keys of its own in the mapping.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// Scorecards of Greenhouse Harvest.
    Greenhouse,
    /// A table.
    Table,
}

/// A mapping checked against the rubric.
#[derive(Debug)]
pub struct Mapping {
    pub(super) level: Option<LevelIdx>,
    pub(super) round: Option<RoundIdx>,
    pub(super) rows: Rows,
    pub(super) delimiter: Delimiter,
    pub(super) dates: Dates,
    pub(super) columns: ColumnsDoc,
    pub(super) leave_out: Vec<Text>,
    /// As they are written: in tables of cards these are columns.
    pub(super) attribute_names: Vec<Text>,
    pub(super) evidence: Vec<(Text, CriterionIdx)>,
    attributes: Words<CriterionIdx>,
    ratings: Words<Given>,
    recommendations: Words<Recommendation>,
    rounds: Words<RoundIdx>,
    levels: Words<LevelIdx>,
    candidates: Words<String>,
    interviewers: Words<String>,
    questions: Words<QuestionUse>,
}

/// Reads a mapping file; none where there is an error among the findings.
pub fn mapping(
    name: &str,
    bytes: Vec<u8>,
    kind: Kind,
    rubric: &Rubric,
    sources: &mut Sources,
) -> (Option<Mapping>, Vec<Diagnostic>) {
    let id = match document::open(name, bytes, MAX_BYTES, sources) {
        Ok(id) => id,
        Err(finding) => return (None, vec![*finding]),
    };
    let read = document::read::<MapDoc>(sources.get(id), id);
    let mut compiler = Compiler {
        rubric,
        findings: read.diagnostics,
    };
    let mapping = read.document.map(|doc| compiler.mapping(doc, kind));
    let mut findings = compiler.findings;
    sort(&mut findings);
    let is_sound = !any_error(&findings);
    (mapping.filter(|_| is_sound), findings)
}

struct Compiler<'a> {
    rubric: &'a Rubric,
    findings: Vec<Diagnostic>,
}

impl Compiler<'_> {
    fn mapping(&mut self, doc: MapDoc, kind: Kind) -> Mapping {
        self.check_format(&doc);
        self.check_kind(&doc, kind);
        let attributes = doc.attributes.map(|doc| doc.entries).unwrap_or_default();
        let evidence = doc.evidence.map(|doc| doc.entries).unwrap_or_default();
        let evidence = evidence.into_iter();
        Mapping {
            level: doc.level.and_then(|name| self.level(&name)),
            round: doc.round.and_then(|name| self.round(&name)),
            rows: doc.rows.unwrap_or(Rows::Scores),
            delimiter: doc.delimiter.unwrap_or(Delimiter::Comma),
            dates: doc.dates.unwrap_or(Dates::YearFirst),
            columns: doc.columns.unwrap_or_default(),
            leave_out: doc.leave_out.unwrap_or_default(),
            attribute_names: attributes.iter().map(|(name, _)| name.clone()).collect(),
            evidence: evidence
                .filter_map(|(column, name)| Some((column, self.criterion(&name)?)))
                .collect(),
            attributes: self.words(attributes, |this, name| {
                this.unless_left_out(&name, Self::criterion)
            }),
            ratings: self.words(entries(doc.ratings), |this, rating| this.rating(&rating)),
            recommendations: self.words(entries(doc.recommendations), |_, word| {
                Some(Meaning::Is(word))
            }),
            rounds: self.words(entries(doc.rounds), |this, name| {
                this.unless_left_out(&name, Self::round)
            }),
            levels: self.words(entries(doc.levels), |this, name| {
                this.level(&name).map(Meaning::Is)
            }),
            candidates: self.words(entries(doc.candidates), |_, id| {
                Some(Meaning::Is(id.value.0))
            }),
            interviewers: self.words(entries(doc.interviewers), |this, name| {
                this.signature(&name)
            }),
            questions: self.words(entries(doc.questions), |_, place| Some(Meaning::Is(place))),
        }
    }

    fn check_format(&mut self, doc: &MapDoc) {
        if let Some(format) = doc.format.as_ref().filter(|format| format.value.0 != 1) {
            let message = format!("format {} is not known", format.value.0);
            let finding = Diagnostic::error(codes::FORMAT, format.span, message);
            self.findings
                .push(finding.hint("this version reads `format = 1`"));
        }
    }

    /// Reports keys that say something about another kind of file.
    fn check_kind(&mut self, doc: &MapDoc, kind: Kind) {
        let (keys, what): (&[&str], _) = match kind {
            Kind::Greenhouse => (
                &["rows", "delimiter", "dates", "columns", "evidence"],
                "a table; Greenhouse's scorecards have none of it",
            ),
            Kind::Table => (
                &["questions"],
                "Greenhouse's scorecards; a table has none of it",
            ),
        };
        for key in keys.iter().filter(|key| doc.given.has(key)) {
            let message = format!("`{key}` is about {what}");
            let finding = Diagnostic::error(codes::CONFLICT, doc.span, message);
            self.findings
                .push(finding.hint("take it out of the mapping"));
        }
    }

    /// Reads what words stand for. Two that are compared as one are reported.
    fn words<T, U>(
        &mut self,
        entries: Vec<(Text, T)>,
        read: impl Fn(&mut Self, T) -> Option<Meaning<U>>,
    ) -> Words<U> {
        let mut words = BTreeMap::new();
        let mut spans: BTreeMap<String, Span> = BTreeMap::new();
        for (word, value) in entries {
            let key = identity_key(&word);
            if let Some(first) = spans.insert(key.clone(), word.span) {
                let message = format!("`{}` is mapped twice", word.value);
                self.findings.push(
                    Diagnostic::error(codes::DUPLICATE_ID, word.span, message)
                        .context(first, "mapped here first")
                        .hint("words are compared without regard to case and spaces around them"),
                );
            }
            if let Some(value) = read(self, value) {
                words.insert(key, value);
            }
        }
        words
    }

    fn unless_left_out<T>(
        &mut self,
        name: &Text,
        find: impl Fn(&mut Self, &Text) -> Option<T>,
    ) -> Option<Meaning<T>> {
        if name.value == LEAVE_OUT {
            return Some(Meaning::LeftOut);
        }
        find(self, name).map(Meaning::Is)
    }

    fn criterion(&mut self, name: &Text) -> Option<CriterionIdx> {
        let found = find_criterion(self.rubric, name);
        if found.is_none() {
            let criteria = self.rubric.criteria().iter();
            let known: Vec<_> = criteria.map(|criterion| criterion.id.as_str()).collect();
            self.findings.push(unknown("criterion", name, &known));
        }
        found
    }

    fn round(&mut self, name: &Text) -> Option<RoundIdx> {
        let found = self.rubric.find_round(name);
        if found.is_none() {
            let rounds = self.rubric.rounds().iter();
            let known: Vec<_> = rounds.map(|round| round.id.as_str()).collect();
            self.findings.push(unknown("round", name, &known));
        }
        found
    }

    fn level(&mut self, name: &Text) -> Option<LevelIdx> {
        let found = self.rubric.find_level(name);
        if found.is_none() {
            let levels = self.rubric.levels().iter();
            let known: Vec<_> = levels.map(|level| level.id.as_str()).collect();
            self.findings.push(unknown("level", name, &known));
        }
        found
    }

    fn signature(&mut self, name: &Text) -> Option<Meaning<String>> {
        if name.trim().is_empty() {
            let message = "a signature is empty";
            self.findings
                .push(Diagnostic::error(codes::BAD_VALUE, name.span, message));
            return None;
        }
        Some(Meaning::Is(name.trim().to_owned()))
    }

    fn rating(&mut self, rating: &Spanned<GivenDoc>) -> Option<Meaning<Given>> {
        let shown = match &rating.value {
            GivenDoc::Value(value) => &value.to_string(),
            GivenDoc::Word(word) | GivenDoc::OffScale(word) => word,
        };
        if shown == LEAVE_OUT {
            return Some(Meaning::LeftOut);
        }
        let found = given(self.rubric, shown);
        if found.is_none() {
            let message = format!("`{shown}` is not a score");
            self.findings.push(
                Diagnostic::error(codes::CARD_SCORE, rating.span, message)
                    .hint(scores(self.rubric))
                    .did_you_mean_text(nearest(shown, score_words(self.rubric))),
            );
        }
        found.map(Meaning::Is)
    }
}

fn entries<T>(doc: Option<Named<T>>) -> Vec<(Text, T)> {
    doc.map(|doc| doc.entries).unwrap_or_default()
}

/// What a text says where it is a score in the words of the card: a scale value, a scale point, or
/// a word for no score.
fn given(rubric: &Rubric, text: &str) -> Option<Given> {
    let scale = rubric.scale();
    let none = NoScore::WORDS.iter().find(|(word, _)| *word == text);
    if let Some((_, none)) = none {
        return Some(Given::None(*none));
    }
    let value = text.parse().ok().and_then(|value| scale.find_value(value));
    value.or_else(|| scale.find(text)).map(Given::Point)
}

fn score_words(rubric: &Rubric) -> impl Iterator<Item = &str> {
    let points = rubric.scale().points().iter();
    let none = NoScore::WORDS.iter().map(|(word, _)| *word);
    points.map(|point| point.id.as_str()).chain(none)
}

/// The scores there are, in words.
fn scores(rubric: &Rubric) -> String {
    let points = rubric.scale().points().iter();
    let points: Vec<_> = points
        .map(|point| format!("{} ({})", point.value, point.id))
        .collect();
    format!(
        "a score is {}, \"not-assessed\", \"no-evidence\" or \"declined\"",
        points.join(", ")
    )
}

impl Mapping {
    /// The criterion of an attribute.
    pub(super) fn criterion(&self, rubric: &Rubric, name: &Text) -> Found<Meaning<CriterionIdx>> {
        let own = || find_criterion(rubric, name.trim());
        look_up(&self.attributes, name, "attributes", "\"a-criterion\"", own)
    }

    /// The score that a rating means.
    pub(super) fn rating(&self, rubric: &Rubric, word: &Text) -> Found<Meaning<Given>> {
        let own = || given(rubric, word.trim());
        look_up(&self.ratings, word, "ratings", "3", own).map_err(|mut finding| {
            finding.advise(scores(rubric));
            finding
        })
    }

    pub(super) fn recommendation(&self, word: &Text) -> Found<Recommendation> {
        let own = || {
            let mut words = Recommendation::WORDS.iter();
            let found = words.find(|(known, _)| *known == word.trim());
            found.map(|(_, found)| *found)
        };
        let words = &self.recommendations;
        look_up(words, word, "recommendations", "\"hire\"", own).map(always)
    }

    /// The round of a step. `ids` are tried first.
    pub(super) fn round(
        &self,
        rubric: &Rubric,
        name: &Text,
        ids: &[&str],
    ) -> Found<Meaning<RoundIdx>> {
        let by_id = ids.iter().find_map(|id| self.rounds.get(&identity_key(id)));
        if let Some(found) = by_id {
            return Ok(*found);
        }
        let own = || rubric.find_round(name.trim()).or(self.round);
        look_up(&self.rounds, name, "rounds", "\"a-round\"", own)
    }

    pub(super) fn level(&self, rubric: &Rubric, name: &Text) -> Found<LevelIdx> {
        let own = || rubric.find_level(name.trim()).or(self.level);
        look_up(&self.levels, name, "levels", "\"a-level\"", own).map(always)
    }

    /// The level of a candidate by the id that the other system has.
    pub(super) fn level_of(&self, candidate: &str, at: Span) -> Found<LevelIdx> {
        let found = self.levels.get(&identity_key(candidate)).copied();
        let found = found.and_then(Meaning::taken).or(self.level);
        found.ok_or_else(|| {
            let message = "the mapping does not say which level the candidate was interviewed for";
            let finding = Diagnostic::error(codes::IMPORT, at, message);
            Box::new(finding.hint(
                "write `level = \"…\"` for all of them, or the candidate's id under [levels]",
            ))
        })
    }

    /// Our id for a candidate of the other system.
    pub(super) fn candidate(&self, name: &Text) -> Found<String> {
        let own = || Id::nearest_valid(name);
        let words = &self.candidates;
        look_up(words, name, "candidates", "\"their-id\"", own).map(always)
    }

    /// How somebody signs, where the mapping says so.
    pub(super) fn signature(&self, names: &[&str]) -> Option<String> {
        let mut found = names.iter();
        let found = found.find_map(|name| self.interviewers.get(&identity_key(name)));
        found.cloned().and_then(Meaning::taken)
    }

    pub(super) fn question(&self, name: &str) -> Option<QuestionUse> {
        let found = self.questions.get(&identity_key(name)).copied();
        found.and_then(Meaning::taken)
    }
}

/// The meaning of words that a mapping cannot leave out.
fn always<T>(meaning: Meaning<T>) -> T {
    meaning
        .taken()
        .expect("the tables of these words have no way to leave one out")
}

/// What a word stands for: as mapped, else as it is one of our own.
fn look_up<T: Clone>(
    words: &Words<T>,
    word: &Text,
    table: &str,
    example: &str,
    own: impl FnOnce() -> Option<T>,
) -> Found<Meaning<T>> {
    if let Some(found) = words.get(&identity_key(word)) {
        return Ok(found.clone());
    }
    own().map(Meaning::Is).ok_or_else(|| {
        let message = format!("the mapping does not say what `{}` is", word.trim());
        let finding = Diagnostic::error(codes::IMPORT, word.span, message);
        let line = format!("{} = {example}", crate::document::quoted(word.trim()));
        Box::new(finding.hint(format!("under [{table}] write: {line}")))
    })
}
