//! The rubric and the level of a candidate, by what people call them.

use std::collections::BTreeMap;

use crate::cli::error::Failure;
use crate::cli::shelf::{self, Meant};
use crate::cli::ui::Ui;
use crate::diagnostic::nearest;
use crate::rubric::Rubric;

/// Why a rubric or a level cannot be recorded.
pub(super) struct Unknown {
    /// What is wrong.
    pub(super) message: String,
    /// What may have been meant.
    pub(super) near: Option<String>,
    /// What else to do.
    pub(super) hint: Option<String>,
}

impl From<Unknown> for Failure {
    fn from(unknown: Unknown) -> Self {
        let failure = Self::usage(unknown.message);
        let failure = match unknown.near {
            Some(near) => failure.hint(format!("did you mean `{near}`?")),
            None => failure,
        };
        match unknown.hint {
            Some(hint) => failure.hint(hint),
            None => failure,
        }
    }
}

/// The rubrics that ids mean, each read once.
pub(super) struct Catalogue<'a> {
    ui: &'a Ui,
    read: BTreeMap<String, Meant>,
}

impl<'a> Catalogue<'a> {
    pub(super) fn new(ui: &'a Ui) -> Self {
        Self {
            ui,
            read: BTreeMap::new(),
        }
    }

    /// The rubric of an id.
    ///
    /// # Errors
    /// Outside: the workspace cannot be used. Inside: there is no such rubric, or it is broken.
    pub(super) fn rubric(&mut self, id: &str) -> Result<Result<&Rubric, Unknown>, Failure> {
        if !self.read.contains_key(id) {
            let meant = shelf::meant(id, self.ui)?;
            self.read.insert(id.to_owned(), meant);
        }
        Ok(match &self.read[id] {
            Meant::Sound(rubric) => Ok(rubric),
            Meant::Broken => Err(Unknown {
                message: format!("the rubric `{id}` cannot be used"),
                near: None,
                hint: Some(format!("panelkit check {id} says why")),
            }),
            Meant::Nothing => Err(self.no_rubric(id)?),
        })
    }

    fn no_rubric(&self, id: &str) -> Result<Unknown, Failure> {
        let ids = shelf::ids(self.ui)?;
        let near = nearest(id, ids.iter().map(String::as_str)).map(str::to_owned);
        let hint = near.is_none().then(|| {
            format!(
                "`rubrics` in panelkit.toml says where they are; known: {}",
                ids.join(", ")
            )
        });
        Ok(Unknown {
            message: format!("there is no rubric `{id}`"),
            near,
            hint,
        })
    }

    /// The id of a level, by its id or an alias; as it is where no rubric is told.
    ///
    /// # Errors
    /// As [`Self::rubric`], and where the rubric has no such level.
    pub(super) fn level(
        &mut self,
        rubric: Option<&str>,
        name: &str,
    ) -> Result<Result<String, Unknown>, Failure> {
        let Some(id) = rubric else {
            return Ok(Ok(name.to_owned()));
        };
        Ok(match self.rubric(id)? {
            Ok(rubric) => level(rubric, name),
            Err(unknown) => Err(unknown),
        })
    }
}

fn level(rubric: &Rubric, name: &str) -> Result<String, Unknown> {
    if let Some(found) = rubric.find_level(name) {
        return Ok(rubric.level(found).id.to_string());
    }
    let levels = rubric.levels().iter();
    let ids: Vec<&str> = levels.map(|level| level.id.as_str()).collect();
    let near = nearest(name, ids.iter().copied()).map(str::to_owned);
    Err(Unknown {
        message: format!("the rubric `{}` has no level `{name}`", rubric.about().id),
        hint: near
            .is_none()
            .then(|| format!("levels: {}", ids.join(", "))),
        near,
    })
}
