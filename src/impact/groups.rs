//! Which groups candidates are of: a table that nothing else reads.

use std::borrow::Cow;
use std::collections::HashMap;

use super::columns::{self, Header};
use super::key::key;
use super::outcomes::Outcomes;
use crate::diagnostic::{Diagnostic, Tally, any_error, codes, sort};
use crate::scorecard::identity_key;
use crate::sheet::{Line, Separated, Walk};
use crate::text::{Source, SourceId, Span, visible_line};

/// Most groups that a column may name.
pub const MOST_GROUPS: usize = 100;

/// Most columns of groups.
const MOST_COLUMNS: usize = 50;

/// Most bytes that the name of a group may have.
const MOST_BYTES: usize = 200;

/// Words for a group that is not known, in lower case.
pub const UNKNOWN: &[&str] = &[
    "",
    "-",
    "–",
    "?",
    "n/a",
    "na",
    "not known",
    "not recorded",
    "not stated",
    "unknown",
];

/// Words of people who did not want to say, in lower case.
pub const REFUSED: &[&str] = &[
    "choose not to answer",
    "choose not to say",
    "decline to answer",
    "decline to self-identify",
    "decline to state",
    "do not wish to answer",
    "i choose not to self-identify",
    "i do not want to answer",
    "i do not wish to answer",
    "not disclosed",
    "prefer not to answer",
    "prefer not to disclose",
    "prefer not to say",
    "undisclosed",
];

const EXPECTED: &str = "a row is one candidate, under the header candidate and a column for each kind of group, such as gender";

/// What a cell says of a candidate's group.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Membership {
    /// The candidate is not in the table.
    Absent,
    /// The cell is blank, or says that it is not known.
    Blank,
    /// The candidate did not want to say.
    Refused,
    /// A group, by its place in [`Kind::labels`].
    Group(u8),
}

/// One column: a kind of group, such as gender.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Kind {
    /// What the column is called.
    pub name: String,
    /// Its groups as they were first written.
    pub labels: Vec<String>,
}

/// What the table says of the people with an outcome.
#[derive(Default)]
pub(super) struct Groups {
    pub(super) kinds: Vec<Kind>,
    /// One for each person and kind, person by person.
    pub(super) cells: Vec<Membership>,
    pub(super) n_rows: usize,
    pub(super) n_without_outcome: usize,
}

struct Reader<'a, 'o> {
    candidate: usize,
    columns: Vec<usize>,
    /// For each column its groups by what they are compared by, and as they were first written.
    known: Vec<HashMap<String, u8>>,
    too_many: Vec<bool>,
    outcomes: &'o Outcomes<'o>,
    source: &'a Source,
    seen: HashMap<Cow<'a, str>, Span>,
    found: Groups,
    tally: Tally,
}

/// Reads the table; what it holds may be used where none of the findings is an error.
pub(super) fn read(
    id: SourceId,
    source: &Source,
    id_column: Option<&str>,
    wanted: &[String],
    outcomes: &Outcomes<'_>,
) -> (Groups, Vec<Diagnostic>) {
    let mut walk = match Walk::begin(id, source, Separated::BY_COMMAS) {
        Ok(walk) => walk,
        Err(findings) => return (Groups::default(), findings),
    };
    let mut findings = Vec::new();
    let header = Header::of(&walk);
    let candidate = columns::candidate(&header, id_column, EXPECTED, &mut findings);
    let columns = chosen(&header, candidate, wanted, &mut findings);
    let names = columns.iter().map(|at| header.cells[*at].text.clone());
    let kinds = names
        .map(|name| Kind {
            name,
            labels: Vec::new(),
        })
        .collect();
    let (Some(candidate), false) = (candidate, any_error(&findings)) else {
        while walk.next_row().is_some() {}
        findings.extend(walk.finish().2);
        sort(&mut findings);
        return (Groups::default(), findings);
    };
    let mut reader = Reader {
        candidate,
        known: vec![HashMap::new(); columns.len()],
        too_many: vec![false; columns.len()],
        found: Groups {
            kinds,
            cells: vec![Membership::Absent; columns.len() * outcomes.people.len()],
            ..Groups::default()
        },
        columns,
        outcomes,
        source,
        seen: HashMap::new(),
        tally: Tally::default(),
    };
    while let Some(line) = walk.next_row() {
        reader.row(&line);
    }
    findings.extend(walk.finish().2);
    findings.extend(reader.tally.into_findings());
    sort(&mut findings);
    (reader.found, findings)
}

/// The columns of groups: those asked for, else all but the ids.
fn chosen(
    header: &Header<'_>,
    candidate: Option<usize>,
    wanted: &[String],
    findings: &mut Vec<Diagnostic>,
) -> Vec<usize> {
    let mut columns = Vec::new();
    for name in wanted {
        match header.find(name).filter(|at| Some(*at) != candidate) {
            Some(at) if columns.contains(&at) => {}
            Some(at) => columns.push(at),
            None => findings.push(header.missing(name, "`--by` names a column of the groups file")),
        }
    }
    if wanted.is_empty() {
        let all = header.cells.iter().enumerate();
        let named = all.filter(|(at, cell)| Some(*at) != candidate && !cell.text.is_empty());
        columns.extend(named.map(|(at, _)| at));
    }
    if columns.is_empty() && findings.is_empty() {
        let message = "there is no column of groups";
        findings.push(Diagnostic::error(codes::COLUMN, header.at(), message).hint(EXPECTED));
    }
    if columns.len() > MOST_COLUMNS {
        let message = format!("there are more than {MOST_COLUMNS} columns of groups");
        let finding = Diagnostic::error(codes::COLUMN, header.at(), message);
        findings.push(finding.hint("name those that the report is about: --by gender"));
    }
    columns
}

impl<'a> Reader<'a, '_> {
    fn row(&mut self, line: &Line<'_, 'a>) {
        let id = key(line.kept_word(self.candidate));
        let span = line.span(self.candidate);
        if id.is_empty() {
            self.tally
                .report("rows without a candidate", || columns::nameless(span));
            return;
        }
        if let Some(before) = self.seen.get(&id) {
            let first = self.source.line(before.start);
            self.tally.report("candidates that are there twice", || {
                columns::twice(span, first)
            });
            return;
        }
        self.found.n_rows += 1;
        let person = self
            .outcomes
            .numbers
            .get(&id)
            .map(|number| *number as usize);
        self.seen.insert(id, span);
        let Some(person) = person else {
            self.found.n_without_outcome += 1;
            return;
        };
        for at in 0..self.columns.len() {
            let cell = self.membership(at, line);
            self.found.cells[person * self.columns.len() + at] = cell;
        }
    }

    fn membership(&mut self, at: usize, line: &Line<'_, 'a>) -> Membership {
        let word = line.word(self.columns[at]);
        let key = identity_key(word);
        if UNKNOWN.contains(&key.as_str()) {
            return Membership::Blank;
        }
        if REFUSED.contains(&key.as_str()) {
            return Membership::Refused;
        }
        if let Some(known) = self.known[at].get(&key) {
            return Membership::Group(*known);
        }
        if word.len() > MOST_BYTES {
            self.tally
                .report("groups with names that are too long", || {
                    let message = format!("the group's name is longer than {MOST_BYTES} bytes");
                    let finding =
                        Diagnostic::error(codes::TOO_LARGE, line.span(self.columns[at]), message);
                    finding.hint("a group has a short name, the same in every row")
                });
            return Membership::Blank;
        }
        let n_known = self.known[at].len();
        let Some(number) = u8::try_from(n_known).ok().filter(|_| n_known < MOST_GROUPS) else {
            self.refuse(at, line.span(self.columns[at]));
            return Membership::Blank;
        };
        let label = visible_line(word).into_owned();
        self.found.kinds[at].labels.push(label);
        self.known[at].insert(key, number);
        Membership::Group(number)
    }

    fn refuse(&mut self, at: usize, span: Span) {
        if std::mem::replace(&mut self.too_many[at], true) {
            return;
        }
        let name = &self.found.kinds[at].name;
        let message = format!("the column `{name}` has more than {MOST_GROUPS} different cells");
        self.tally.report("columns that are no groups", || {
            let finding = Diagnostic::error(codes::COLUMN, span, message);
            finding.hint("name the columns that hold groups, as in --by gender; bring ages or places into a few groups first")
        });
    }
}
