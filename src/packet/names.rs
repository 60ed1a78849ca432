//! Names to show.

use std::collections::BTreeMap;

use super::Person;
use super::roles::{self, Roles};
use super::{Panel, Record};
use crate::rubric::Rubric;
use crate::scorecard::identity_key;

/// Names to show for ids and signatures.
#[derive(Debug, Clone, Default)]
pub struct Names {
    known: BTreeMap<String, String>,
    interviewers: Interviewers,
}

/// What interviewers go by.
#[derive(Debug, Clone, Default)]
enum Interviewers {
    /// Their names.
    #[default]
    Names,
    /// Their roles, on a panel that is not known yet.
    Hidden,
    /// Their roles on one panel.
    Roles(Roles),
}

impl Names {
    /// Takes a name; gives the one that was there before.
    pub fn insert(&mut self, id: &str, name: &str) -> Option<String> {
        self.known.insert(identity_key(id), name.trim().to_owned())
    }

    /// Takes a name for an id that has none yet.
    pub fn insert_if_new(&mut self, id: &str, name: &str) {
        let name = || name.trim().to_owned();
        self.known.entry(identity_key(id)).or_insert_with(name);
    }

    /// Shows interviewers by their role on the panel, never by name or signature.
    #[must_use]
    pub fn by_role(self) -> Self {
        Self {
            interviewers: Interviewers::Hidden,
            ..self
        }
    }

    /// The roles on a panel, where interviewers are shown by role.
    #[must_use]
    pub fn roles(&self, rubric: &Rubric, panel: &Panel<'_>, record: &Record) -> Option<Roles> {
        match self.interviewers {
            Interviewers::Names => None,
            Interviewers::Hidden | Interviewers::Roles(_) => {
                Some(Roles::new(rubric, panel, record, self))
            }
        }
    }

    /// The same names on a panel with these roles.
    #[must_use]
    pub fn with_roles(&self, roles: Roles) -> Self {
        Self {
            known: self.known.clone(),
            interviewers: Interviewers::Roles(roles),
        }
    }

    /// Somebody by id, with the name that is known or the id itself.
    #[must_use]
    pub fn person(&self, id: &str) -> Person {
        let name = self.known.get(&identity_key(id)).map_or(id, String::as_str);
        Person {
            id: id.to_owned(),
            name: name.to_owned(),
        }
    }

    /// An interviewer by their signature. Everything that a packet says of interviewers names them
    /// through this.
    #[must_use]
    pub fn interviewer(&self, signature: &str) -> Person {
        let role = match &self.interviewers {
            Interviewers::Names => return self.person(signature),
            Interviewers::Hidden => roles::UNKNOWN,
            Interviewers::Roles(roles) => roles.role(signature),
        };
        Person {
            id: role.to_owned(),
            name: role.to_owned(),
        }
    }
}
