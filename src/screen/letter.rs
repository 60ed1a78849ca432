//! Letters to those whose applications a named person decided on, as finished views. A letter has
//! the applicant's name, the role, and of a decline that follows a proposal the rubric's own
//! reasons: nothing that was answered, noted or said of anybody.

use std::collections::BTreeSet;

use serde::Serialize;

use super::Outcome;
use super::confirm::{Choice, Problem, Row};
use crate::document::Id;
use crate::rubric::{OnFail, Rubric};
use crate::text::{Plain, is_blank};

/// Most characters of a name.
const MAX_NAME: usize = 200;

/// One letter.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Letter {
    /// The applicant's name; none where the table has none.
    pub name: Option<String>,
    /// The role's title.
    pub role: String,
    /// Who writes; none where the workspace does not say.
    pub organisation: Option<String>,
    /// The rubric's reasons of the knock-outs that decided; empty where a person decided
    /// otherwise than proposed, and where the application goes on.
    pub reasons: Vec<String>,
    #[serde(skip)]
    id: String,
    #[serde(skip)]
    choice: Choice,
}

impl Letter {
    /// The candidate's id, which is part of a file's name everywhere.
    #[must_use]
    pub fn id(&self) -> &str {
        &self.id
    }

    /// The template that writes it.
    #[must_use]
    pub fn template(&self) -> &'static str {
        match self.choice {
            Choice::Advance => "letter-advance.md",
            Choice::Decline => "letter-decline.md",
        }
    }
}

/// Rows without a letter, by the reason.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct LeftOut {
    /// Nobody has decided.
    pub open: usize,
    /// Something else was decided than what letters are for.
    pub other: usize,
    /// There is no id.
    pub without_id: usize,
    /// There is a letter for the same id already.
    pub repeated: usize,
}

/// Letters as the rows of a table come.
#[derive(Debug)]
pub struct Letters<'r> {
    rubric: &'r Rubric,
    organisation: Option<&'r str>,
    wanted: Option<Choice>,
    all: Vec<Letter>,
    ids: BTreeSet<String>,
    left_out: LeftOut,
}

impl<'r> Letters<'r> {
    /// Letters on one decision, or on both.
    #[must_use]
    pub fn new(rubric: &'r Rubric, organisation: Option<&'r str>, wanted: Option<Choice>) -> Self {
        Self {
            rubric,
            organisation,
            wanted,
            all: Vec::new(),
            ids: BTreeSet::new(),
            left_out: LeftOut::default(),
        }
    }

    /// Takes a row, with the name that it has, which may be empty.
    ///
    /// # Errors
    /// It says something that no confirmed row says.
    pub fn take(&mut self, row: &Row<'_>, name: &str) -> Result<(), Problem> {
        let Some(choice) = row.decided()? else {
            self.left_out.open += 1;
            return Ok(());
        };
        if self.wanted.is_some_and(|wanted| wanted != choice) {
            self.left_out.other += 1;
        } else if !Id::is_valid(row.id) {
            self.left_out.without_id += 1;
        } else if !self.ids.insert(row.id.to_owned()) {
            self.left_out.repeated += 1;
        } else {
            let reasons = self.reasons(row, choice)?;
            self.all.push(Letter {
                name: named(name),
                role: self.rubric.about().title.plain(),
                organisation: self.organisation.map(str::to_owned),
                reasons,
                id: row.id.to_owned(),
                choice,
            });
        }
        Ok(())
    }

    /// Of a proposed decline, the reasons of the knock-outs that it rests on: the others of a row
    /// may not even have been failed.
    fn reasons(&self, row: &Row<'_>, choice: Choice) -> Result<Vec<String>, Problem> {
        if choice != Choice::Decline || row.proposed()? != Outcome::Decline {
            return Ok(Vec::new());
        }
        let known = self.rubric.application_knockouts();
        let ids = row.knockout.split(';').filter(|id| !id.is_empty());
        let mut reasons = Vec::new();
        for id in ids {
            let knockout = known.iter().find(|knockout| knockout.id == *id);
            let knockout = knockout.ok_or_else(|| Problem::Foreign {
                column: super::ADDED[1],
                found: id.to_owned(),
            })?;
            // Any other is there for a person to look at, and no reason for a decline.
            if knockout.on_fail == OnFail::Decline {
                reasons.push(knockout.reason.trim().to_owned());
            }
        }
        Ok(reasons)
    }

    /// The letters in the order of the table, and what has none.
    #[must_use]
    pub fn finish(self) -> (Vec<Letter>, LeftOut) {
        (self.all, self.left_out)
    }
}

fn named(name: &str) -> Option<String> {
    let name = name.trim();
    (!is_blank(name)).then(|| name.chars().take(MAX_NAME).collect())
}
