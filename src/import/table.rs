//! Tables: a row a score, of which several are one card, or a row a card.

use std::collections::BTreeMap;

use super::map::{Dates, Mapping, Meaning, Rows};
use super::{Import, Taken};
use crate::diagnostic::{Diagnostic, any_error, codes, nearest};
use crate::rubric::{CriterionIdx, RoundIdx, Rubric};
use crate::scorecard::draft::{Draft, DraftScore};
use crate::scorecard::{Given, identity_key};
use crate::sheet::{self, Row, Separated, Sheet};
use crate::store::Moment;
use crate::text::{Sources, Span, Text};

/// Turns the rows of a table into cards, by a mapping.
pub fn table(
    name: &str,
    bytes: Vec<u8>,
    mapping: &Mapping,
    rubric: &Rubric,
    sources: &mut Sources,
) -> Import {
    let mut import = Import::default();
    let separated = Separated {
        by: mapping.delimiter.separator(),
        advice: "say in the mapping what separates them: delimiter = \"comma\", \"semicolon\" or \"tab\"",
    };
    let (sheet, findings) = sheet::read(name, bytes, separated, sources);
    import.findings = findings;
    // A card may be in several rows: without all of them none is taken.
    let Some(sheet) = sheet.filter(|_| !any_error(&import.findings)) else {
        return import;
    };
    import.n_records = sheet.rows.len();
    let Some(columns) = Columns::find(&sheet, mapping, &mut import) else {
        for row in &sheet.rows {
            import.refuse(row.at, line(row), 1);
        }
        return import;
    };
    let mut taker = Taker {
        mapping,
        rubric,
        columns,
        names: BTreeMap::new(),
    };
    match mapping.rows {
        Rows::Cards => {
            for row in &sheet.rows {
                let group = [row];
                taker.card(&group, &mut import);
            }
        }
        Rows::Scores => {
            for group in taker.groups(&sheet) {
                taker.card(&group, &mut import);
            }
        }
    }
    import.finish(rubric)
}

fn line(row: &Row) -> String {
    format!("line {}", row.line)
}

/// The places of the columns that are read.
struct Columns {
    /// By what they hold, as the mapping calls it.
    fixed: BTreeMap<&'static str, usize>,
    /// In a table of cards: the columns that are scores, and those that are evidence.
    scores: Vec<(usize, Text)>,
    evidence: Vec<(usize, CriterionIdx)>,
}

impl Columns {
    /// Finds the columns that the mapping names; reports those that are not there, and those that
    /// are there and not named.
    fn find(sheet: &Sheet, mapping: &Mapping, import: &mut Import) -> Option<Self> {
        let n_before = import.findings.len();
        let mut named = Vec::new();
        let mut place = |name: &Text, import: &mut Import| {
            named.push(name.trim().to_owned());
            let found = sheet.column(name.trim());
            if found.is_none() {
                import.report(no_column(name, sheet));
            }
            found
        };
        let mut fixed = BTreeMap::new();
        for (what, name) in fixed_columns(mapping) {
            if let Some(at) = name.and_then(|name| place(name, import)) {
                fixed.insert(what, at);
            }
        }
        let (mut scores, mut evidence) = (Vec::new(), Vec::new());
        if mapping.rows == Rows::Cards {
            for name in &mapping.attribute_names {
                scores.extend(place(name, import).map(|at| (at, name.clone())));
            }
            for (name, criterion) in &mapping.evidence {
                evidence.extend(place(name, import).map(|at| (at, *criterion)));
            }
        }
        for name in &mapping.leave_out {
            place(name, import);
        }
        check_needed(mapping, sheet, import);
        if any_error(&import.findings[n_before..]) {
            return None;
        }
        let unread = sheet.names();
        let unread: Vec<_> = unread
            .filter(|name| !named.iter().any(|known| known == name))
            .map(|name| format!("`{name}`"))
            .collect();
        if !unread.is_empty() {
            let message = format!("not taken over: {}", unread.join(", "));
            let finding = Diagnostic::warning(codes::COLUMN, sheet.at, message);
            import.report(
                finding.hint("name these columns in the mapping, under `leave-out` if need be"),
            );
        }
        Some(Self {
            fixed,
            scores,
            evidence,
        })
    }
}

/// Each column that holds one thing, with its name where the mapping has one.
fn fixed_columns(mapping: &Mapping) -> [(&'static str, Option<&Text>); 14] {
    let columns = &mapping.columns;
    [
        ("candidate", columns.candidate.as_ref()),
        ("interviewer", columns.interviewer.as_ref()),
        ("interviewed-on", columns.interviewed_on.as_ref()),
        ("round", columns.round.as_ref()),
        ("level", columns.level.as_ref()),
        ("minutes", columns.minutes.as_ref()),
        ("shadow", columns.shadow.as_ref()),
        ("recommendation", columns.recommendation.as_ref()),
        ("summary", columns.summary.as_ref()),
        ("private-note", columns.private_note.as_ref()),
        ("criterion", columns.criterion.as_ref()),
        ("score", columns.score.as_ref()),
        ("state", columns.state.as_ref()),
        ("evidence", columns.evidence.as_ref()),
    ]
}

fn no_column(name: &Text, sheet: &Sheet) -> Diagnostic {
    let message = format!("the table has no column `{}`", name.trim());
    let known: Vec<_> = sheet.names().collect();
    let finding = Diagnostic::error(codes::COLUMN, name.span, message)
        .did_you_mean_text(nearest(name.trim(), known.iter().copied()));
    if finding.suggestion.is_none() && known.len() <= 30 {
        return finding.hint(format!("its columns: `{}`", known.join("`, `")));
    }
    finding
}

/// Reports what the mapping must say for its kind of rows and does not.
fn check_needed(mapping: &Mapping, sheet: &Sheet, import: &mut Import) {
    let columns = &mapping.columns;
    let mut needed = vec![
        ("candidate", columns.candidate.is_some()),
        ("interviewer", columns.interviewer.is_some()),
        ("interviewed-on", columns.interviewed_on.is_some()),
        ("recommendation", columns.recommendation.is_some()),
        ("round", columns.round.is_some() || mapping.round.is_some()),
        ("level", columns.level.is_some() || mapping.level.is_some()),
    ];
    if mapping.rows == Rows::Scores {
        needed.push(("criterion", columns.criterion.is_some()));
        needed.push(("score", columns.score.is_some()));
    }
    for (what, _) in needed.into_iter().filter(|(_, is_there)| !is_there) {
        let message = format!("the mapping does not say which column is the `{what}`");
        let finding = Diagnostic::error(codes::IMPORT, sheet.at, message);
        import.report(finding.hint(format!("under [columns] write: {what} = \"its name\"")));
    }
    let is_only_of_scores = columns.criterion.is_some() || columns.score.is_some();
    if mapping.rows == Rows::Cards && (is_only_of_scores || mapping.attribute_names.is_empty()) {
        let message = "in a table of cards, each criterion is a column under [attributes]";
        let finding = Diagnostic::error(codes::IMPORT, sheet.at, message);
        import.report(finding.hint("for a row a score write `rows = \"scores\"`"));
    }
}

struct Taker<'a> {
    mapping: &'a Mapping,
    rubric: &'a Rubric,
    columns: Columns,
    /// What the table calls each candidate: two names that become one id are two people.
    names: BTreeMap<String, (String, Span)>,
}

/// How long an interview took, where a table says so.
struct Minutes(Option<u32>);

/// What was found in one group of rows.
struct Reading<'a> {
    rows: &'a [&'a Row],
    findings: Vec<Diagnostic>,
}

impl Reading<'_> {
    fn ok<T>(&mut self, found: Result<T, Box<Diagnostic>>) -> Option<T> {
        found.map_err(|finding| self.findings.push(*finding)).ok()
    }

    fn error(&mut self, at: Span, message: impl Into<String>) -> &mut Diagnostic {
        self.findings
            .push(Diagnostic::error(codes::IMPORT, at, message));
        let last = self.findings.len() - 1;
        &mut self.findings[last]
    }
}

impl Taker<'_> {
    /// The cell of a row; blank where the table has no such column.
    fn cell<'r>(&self, row: &'r Row, what: &str) -> &'r str {
        let at = self.columns.fixed.get(what);
        at.map_or("", |at| row.cells[*at].text.as_str())
    }

    /// Rows that are of one card, in the order of their first.
    fn groups<'r>(&self, sheet: &'r Sheet) -> Vec<Vec<&'r Row>> {
        let mut places: BTreeMap<[String; 3], usize> = BTreeMap::new();
        let mut groups: Vec<Vec<&Row>> = Vec::new();
        for row in &sheet.rows {
            let seat = ["candidate", "round", "interviewer"]
                .map(|what| identity_key(self.cell(row, what)));
            let place = *places.entry(seat).or_insert(groups.len());
            if place == groups.len() {
                groups.push(Vec::new());
            }
            groups[place].push(row);
        }
        groups
    }

    /// Makes a card of some rows, or refuses them all: a card without one of its rows would say
    /// something else.
    fn card(&mut self, rows: &[&Row], import: &mut Import) {
        let mut reading = Reading {
            rows,
            findings: Vec::new(),
        };
        let first = rows[0];
        let round = self.round(&mut reading);
        if round == Some(Meaning::LeftOut) {
            import.n_left_out += rows.len();
            return;
        }
        let (scores, n_left_out) = self.scores(&mut reading);
        if n_left_out == rows.len() && self.mapping.rows == Rows::Scores {
            import.n_left_out += rows.len();
            return;
        }
        let draft = self.draft(round.and_then(Meaning::taken), scores, &mut reading);
        let is_sound = !any_error(&reading.findings);
        for finding in reading.findings {
            import.report(finding);
        }
        let name = match rows {
            [only] => line(only),
            [first, .., last] => format!("lines {} to {}", first.line, last.line),
            [] => String::new(),
        };
        let n_records = rows.len() - n_left_out;
        import.n_left_out += n_left_out;
        match draft.filter(|_| is_sound) {
            Some(draft) => import.taken.push(Taken {
                at: first.at,
                name,
                n_records,
                draft,
            }),
            None => import.refuse(first.at, name, n_records),
        }
    }

    fn draft(
        &mut self,
        round: Option<RoundIdx>,
        scores: Vec<DraftScore>,
        reading: &mut Reading<'_>,
    ) -> Option<Draft> {
        let candidate = self.candidate(reading);
        let level = self.one(reading, "level", false).and_then(|name| {
            let found = self.mapping.level(self.rubric, &name);
            reading.ok(found)
        });
        let interviewer = self.one(reading, "interviewer", true);
        let interviewer = interviewer.map(|name| {
            let mapped = self.mapping.signature(&[&name]);
            mapped.unwrap_or_else(|| name.trim().to_owned())
        });
        let day = self.one(reading, "interviewed-on", true);
        let day = day.and_then(|text| self.day(&text, reading));
        let minutes = self.minutes(reading);
        let shadow = self.shadow(reading);
        let has_number = scores
            .iter()
            .any(|score| matches!(score.given, Given::Point(_)));
        let recommendation = self.one(reading, "recommendation", false);
        let recommendation = recommendation.and_then(|word| {
            if word.trim().is_empty() && !has_number {
                return Some(None);
            }
            let found = self.mapping.recommendation(&word);
            reading.ok(found).map(Some)
        });
        let summary = self.one(reading, "summary", false)?;
        let note = self.one(reading, "private-note", false)?;
        Some(Draft {
            candidate: candidate?,
            round: round?,
            level: level?,
            interviewer: interviewer?,
            interviewed_on: day?,
            minutes: minutes?.0,
            shadow: shadow?,
            recommendation: recommendation?,
            summary: summary.value,
            private_note: Some(note.value).filter(|note| !note.trim().is_empty()),
            scores,
        })
    }

    /// What all rows of a card say in a column; rows that say nothing agree with the others.
    fn one(&self, reading: &mut Reading<'_>, what: &str, is_needed: bool) -> Option<Text> {
        let mut found: Option<(&Row, &str)> = None;
        for row in reading.rows {
            let cell = self.cell(row, what);
            if cell.trim().is_empty() {
                continue;
            }
            match found {
                None => found = Some((row, cell)),
                Some((_, known)) if is_same(what, known, cell) => {}
                Some((first, known)) => {
                    let (at, before) = (row.at, first.at);
                    let message = format!(
                        "`{}` here and `{}` before are one card's `{what}`",
                        cell.trim(),
                        known.trim()
                    );
                    reading.error(at, message).point_at(before, "before");
                    return None;
                }
            }
        }
        let first = reading.rows[0].at;
        if found.is_none() && is_needed {
            reading.error(first, format!("the row has no `{what}`"));
            return None;
        }
        Some(Text {
            value: found.map_or("", |(_, cell)| cell).to_owned(),
            span: found.map_or(first, |(row, _)| row.at),
        })
    }

    fn round(&self, reading: &mut Reading<'_>) -> Option<Meaning<RoundIdx>> {
        let name = self.one(reading, "round", false)?;
        let found = self.mapping.round(self.rubric, &name, &[]);
        reading.ok(found)
    }

    fn candidate(&mut self, reading: &mut Reading<'_>) -> Option<String> {
        let name = self.one(reading, "candidate", true)?;
        let found = self.mapping.candidate(&name);
        let id = reading.ok(found)?;
        let key = identity_key(&name);
        let (known, first) = self
            .names
            .entry(id.clone())
            .or_insert((key.clone(), name.span));
        if *known != key {
            let message = format!(
                "`{}` becomes the id `{id}`, and so does another name",
                name.trim()
            );
            let first = *first;
            let finding = reading.error(name.span, message);
            finding.point_at(first, "the other");
            finding.advise("say under [candidates] which ids they have");
            return None;
        }
        Some(id)
    }

    fn minutes(&self, reading: &mut Reading<'_>) -> Option<Minutes> {
        let text = self.one(reading, "minutes", false)?;
        if text.trim().is_empty() {
            return Some(Minutes(None));
        }
        let found = text.trim().parse().ok().filter(|minutes| *minutes > 0);
        if found.is_none() {
            reading.error(
                text.span,
                format!("`{}` is no number of minutes", text.trim()),
            );
        }
        found.map(|minutes| Minutes(Some(minutes)))
    }

    fn shadow(&self, reading: &mut Reading<'_>) -> Option<bool> {
        let text = self.one(reading, "shadow", false)?;
        match identity_key(&text).as_str() {
            "" | "false" | "no" | "0" => Some(false),
            "true" | "yes" | "1" => Some(true),
            _ => {
                let finding = reading.error(
                    text.span,
                    format!("`{}` is neither yes nor no", text.trim()),
                );
                finding.advise("write `true` for a trainee's card, else `false`");
                None
            }
        }
    }

    fn day(&self, text: &Text, reading: &mut Reading<'_>) -> Option<String> {
        let found = day(text.trim(), self.mapping.dates);
        if found.is_none() {
            let (example, other) = match self.mapping.dates {
                Dates::YearFirst => ("2026-11-20", "dates = \"day-first\" or \"month-first\""),
                Dates::DayFirst => ("20.11.2026", "dates = \"year-first\" or \"month-first\""),
                Dates::MonthFirst => ("11/20/2026", "dates = \"year-first\" or \"day-first\""),
            };
            let message = format!("`{}` is no date such as {example}", text.trim());
            let finding = reading.error(text.span, message);
            finding.advise(format!(
                "where dates are written in another order, say {other}"
            ));
        }
        found
    }

    /// The scores of a card, and how many of its rows are left out.
    fn scores(&self, reading: &mut Reading<'_>) -> (Vec<DraftScore>, usize) {
        match self.mapping.rows {
            Rows::Cards => (self.scores_of_columns(reading), 0),
            Rows::Scores => self.scores_of_rows(reading),
        }
    }

    fn scores_of_rows(&self, reading: &mut Reading<'_>) -> (Vec<DraftScore>, usize) {
        let mut scores = Vec::new();
        let mut seen: Vec<(CriterionIdx, Span)> = Vec::new();
        let mut n_left_out = 0;
        for row in reading.rows {
            let text = |what: &str| Text {
                value: self.cell(row, what).to_owned(),
                span: row.at,
            };
            let (name, mut word) = (text("criterion"), text("score"));
            if word.trim().is_empty() {
                word = text("state");
            }
            let rating = self.mapping.rating(self.rubric, &word);
            let criterion = self.mapping.criterion(self.rubric, &name);
            let is_left_out =
                matches!(rating, Ok(Meaning::LeftOut)) || matches!(criterion, Ok(Meaning::LeftOut));
            if is_left_out {
                n_left_out += 1;
                continue;
            }
            let (Some(Meaning::Is(given)), Some(Meaning::Is(criterion))) =
                (reading.ok(rating), reading.ok(criterion))
            else {
                continue;
            };
            if let Some((_, first)) = seen.iter().find(|(known, _)| *known == criterion) {
                let id = &self.rubric.criterion(criterion).id;
                let message = format!("the card has two rows for `{id}`");
                let first = *first;
                reading.error(row.at, message).point_at(first, "the first");
                continue;
            }
            seen.push((criterion, row.at));
            let evidence = self.cell(row, "evidence").to_owned();
            scores.push(DraftScore {
                criterion,
                given,
                evidence: Some(evidence).filter(|text| !text.trim().is_empty()),
            });
        }
        (scores, n_left_out)
    }

    fn scores_of_columns(&self, reading: &mut Reading<'_>) -> Vec<DraftScore> {
        let row = reading.rows[0];
        let mut scores: Vec<DraftScore> = Vec::new();
        for (at, name) in &self.columns.scores {
            let word = Text {
                value: row.cells[*at].text.clone(),
                span: row.at,
            };
            let found = self.mapping.criterion(self.rubric, name);
            let Some(Meaning::Is(criterion)) = reading.ok(found) else {
                continue;
            };
            // A blank cell says that there was no score, unless the mapping has a word for it.
            let rating = self.mapping.rating(self.rubric, &word);
            if word.trim().is_empty() && rating.is_err() {
                continue;
            }
            let Some(Meaning::Is(given)) = reading.ok(rating) else {
                continue;
            };
            if scores.iter().any(|score| score.criterion == criterion) {
                let id = &self.rubric.criterion(criterion).id;
                reading.error(row.at, format!("two columns are mapped to `{id}`"));
                continue;
            }
            scores.push(DraftScore {
                criterion,
                given,
                evidence: None,
            });
        }
        for (at, criterion) in &self.columns.evidence {
            let evidence = &row.cells[*at].text;
            if evidence.trim().is_empty() {
                continue;
            }
            let score = scores
                .iter_mut()
                .find(|score| score.criterion == *criterion);
            match score {
                Some(score) if score.evidence.is_none() => score.evidence = Some(evidence.clone()),
                Some(score) => {
                    let before = score.evidence.take().unwrap_or_default();
                    score.evidence = Some(format!("{before}\n{evidence}"));
                }
                None => {
                    let id = &self.rubric.criterion(*criterion).id;
                    let finding =
                        reading.error(row.at, format!("there is evidence for `{id}` and no score"));
                    finding.advise(
                        "say under [ratings] what a blank cell means: \"\" = \"not-assessed\"",
                    );
                }
            }
        }
        scores
    }
}

/// Whether two rows of one card say the same. What names something is compared as names are.
fn is_same(what: &str, one: &str, other: &str) -> bool {
    let names = [
        "candidate",
        "round",
        "interviewer",
        "level",
        "recommendation",
    ];
    one == other || (names.contains(&what) && identity_key(one) == identity_key(other))
}

/// A date in the order given, whatever stands between its parts, as `YYYY-MM-DD`. A time of the
/// day after it is left out.
fn day(text: &str, order: Dates) -> Option<String> {
    let date = text.split(['T', ' ']).next().unwrap_or_default();
    let parts: Vec<&str> = date.split(['-', '/', '.']).collect();
    let [first, second, third] = parts[..] else {
        return None;
    };
    let (year, month, day) = match order {
        Dates::YearFirst => (first, second, third),
        Dates::DayFirst => (third, second, first),
        Dates::MonthFirst => (third, first, second),
    };
    let is_number = |part: &str, most: usize| {
        (1..=most).contains(&part.len()) && part.bytes().all(|byte| byte.is_ascii_digit())
    };
    if year.len() != 4 || !is_number(year, 4) || !is_number(month, 2) || !is_number(day, 2) {
        return None;
    }
    let day = format!("{year}-{month:0>2}-{day:0>2}");
    Moment::parse(&format!("{day}T00:00:00Z")).map(|_| day)
}
