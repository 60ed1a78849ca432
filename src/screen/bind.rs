//! Binding a rubric's knock-outs to the columns of a table.

use super::answer::Question;
use super::{ADDED, Asked, Level, LevelFrom, Screen};
use crate::diagnostic::{Diagnostic, codes, nearest};
use crate::rubric::{ApplicationKnockout, LevelIdx, Levels, Rubric};
use crate::sheet::Cell;
use crate::text::{Span, composed, folded};

/// The column with the ids.
const ID: &str = "candidate";

/// The column with the level of each application.
pub(super) const LEVEL: &str = "level";

impl<'r> Screen<'r> {
    /// Finds the columns by their names, which are there once each and without space around them.
    ///
    /// # Errors
    /// Everything that keeps the table from being screened, at once.
    pub fn bind(
        rubric: &'r Rubric,
        level: Option<LevelIdx>,
        header: &[Cell],
    ) -> Result<Self, Vec<Diagnostic>> {
        let knockouts: Vec<_> = asked_at(rubric, level).collect();
        if knockouts.is_empty() {
            return Err(vec![nothing_asked(rubric, level)]);
        }
        let mut binding = Binding {
            header,
            findings: Vec::new(),
        };
        binding.check_added();
        let id_column = binding.require(ID, "the column `candidate` with the ids is missing");
        let from = binding.level(level, &knockouts);
        let asked: Vec<_> = knockouts
            .into_iter()
            .filter_map(|knockout| binding.ask(knockout))
            .collect();
        match (id_column, from, binding.findings.is_empty()) {
            (Some(id_column), Some(level), true) => Ok(Self {
                rubric,
                id_column,
                level,
                level_names: level_names(rubric),
                asked,
            }),
            _ => Err(binding.findings),
        }
    }
}

/// The knock-outs that hold at a level; all of them where it is not given.
fn asked_at(
    rubric: &Rubric,
    level: Option<LevelIdx>,
) -> impl Iterator<Item = &ApplicationKnockout> {
    let all = rubric.application_knockouts().iter();
    all.filter(move |knockout| level.is_none_or(|level| knockout.levels.include(level)))
}

/// Every name of every level, ready to be compared.
fn level_names(rubric: &Rubric) -> Vec<Level> {
    let levels = rubric.levels().iter().enumerate();
    let names = levels.flat_map(|(place, level)| {
        let names = std::iter::once(&level.id).chain(&level.aliases);
        names.map(move |name| Level {
            name: folded(name.trim()),
            idx: LevelIdx(place),
        })
    });
    names.collect()
}

/// Without a knock-out every application would advance, which nobody means by screening.
fn nothing_asked(rubric: &Rubric, level: Option<LevelIdx>) -> Diagnostic {
    let about = rubric.about();
    let all = rubric.application_knockouts();
    if let (Some(level), Some(first)) = (level, all.first()) {
        let level = &rubric.level(level).id;
        let message = format!("no knock-out on applications holds at the level `{level}`");
        return Diagnostic::error(codes::KNOCKOUT, first.id.span, message)
            .label("this one does not")
            .hint("there is nothing to screen: at this level every application goes on");
    }
    let message = format!("the rubric `{}` has no knock-out on applications", about.id);
    Diagnostic::error(codes::KNOCKOUT, about.id.span, message).hint(
        "to screen applications, add a [[knockout]] with `at = \"application\"`, a question and what passes",
    )
}

struct Binding<'h> {
    header: &'h [Cell],
    findings: Vec<Diagnostic>,
}

impl Binding<'_> {
    fn column(&self, name: &str) -> Option<usize> {
        let place = |is_it: &dyn Fn(&str) -> bool| {
            let mut names = self.header.iter();
            names.position(|cell| is_it(&cell.text))
        };
        // The same letters in the other normal form look the same to whoever wrote the file.
        place(&|text| text == name).or_else(|| {
            let name = composed(name.trim());
            place(&|text| composed(text) == name)
        })
    }

    /// Where the header stands.
    fn at(&self) -> Span {
        match (self.header.first(), self.header.last()) {
            (Some(first), Some(last)) => Span {
                end: last.span.end,
                ..first.span
            },
            _ => Span::default(),
        }
    }

    /// Columns called like the ones that are added, all of which are there where the file was
    /// screened before.
    fn check_added(&mut self) {
        let there: Vec<_> = ADDED.iter().filter_map(|name| self.column(name)).collect();
        if there.len() == ADDED.len() {
            let span = self.header[there[0]].span;
            let message = "the file was screened before: it has the columns that screening adds";
            let finding = Diagnostic::error(codes::COLUMN, span, message);
            self.findings
                .push(finding.hint("screen the file that it was made from"));
            return;
        }
        for column in there {
            let cell = &self.header[column];
            let message = format!("screening adds a column `{}`, and there is one", cell.text);
            let finding = Diagnostic::error(codes::COLUMN, cell.span, message);
            self.findings.push(finding.hint("rename the file's own"));
        }
    }

    fn require(&mut self, name: &str, message: impl Into<String>) -> Option<usize> {
        let found = self.column(name);
        if found.is_none() {
            let mut finding = Diagnostic::error(codes::COLUMN, self.at(), message);
            let known = self.header.iter().map(|cell| cell.text.as_str());
            if let Some(near) = nearest(name, known) {
                finding.advise(format!("is it `{near}`? rename that to `{name}`"));
            }
            self.findings.push(finding);
        }
        found
    }

    fn ask<'r>(&mut self, knockout: &'r ApplicationKnockout) -> Option<Asked<'r>> {
        let name = knockout.column.as_str();
        let message = format!(
            "the column `{name}` that answers the knock-out `{}` is missing",
            knockout.id
        );
        Some(Asked {
            knockout,
            column: self.require(name, message)?,
            question: Question::of(&knockout.answer),
        })
    }

    fn level(
        &mut self,
        given: Option<LevelIdx>,
        knockouts: &[&ApplicationKnockout],
    ) -> Option<LevelFrom> {
        let column = self.column(LEVEL);
        if let Some(level) = given {
            return Some(LevelFrom::Given(level, column));
        }
        let depends = |knockout: &&&ApplicationKnockout| knockout.levels != Levels::All;
        let Some(depending) = knockouts.iter().find(depends) else {
            return Some(LevelFrom::Anywhere);
        };
        if column.is_none() {
            let message = format!(
                "the knock-out `{}` depends on the level, and no column `level` says it",
                depending.id
            );
            let finding = Diagnostic::error(codes::COLUMN, self.at(), message);
            self.findings
                .push(finding.hint("give the level of all applications with `--level`"));
        }
        column.map(LevelFrom::Column)
    }
}
