//! Names to show.

use std::collections::BTreeMap;

use super::Person;
use crate::scorecard::identity_key;

/// Names to show for ids and signatures.
#[derive(Debug, Clone, Default)]
pub struct Names(BTreeMap<String, String>);

impl Names {
    /// Takes a name; gives the one that was there before.
    pub fn insert(&mut self, id: &str, name: &str) -> Option<String> {
        self.0.insert(identity_key(id), name.trim().to_owned())
    }

    /// Takes a name for an id that has none yet.
    pub fn insert_if_new(&mut self, id: &str, name: &str) {
        let name = || name.trim().to_owned();
        self.0.entry(identity_key(id)).or_insert_with(name);
    }

    /// Somebody by id, with the name that is known or the id itself.
    #[must_use]
    pub fn person(&self, id: &str) -> Person {
        let name = self.0.get(&identity_key(id)).map_or(id, String::as_str);
        Person {
            id: id.to_owned(),
            name: name.to_owned(),
        }
    }

    /// An interviewer by their signature. Everything that a packet says of interviewers names them
    /// through this.
    #[must_use]
    pub fn interviewer(&self, signature: &str) -> Person {
        self.person(signature)
    }
}
