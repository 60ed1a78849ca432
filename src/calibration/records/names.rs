//! Names by number, each compared by a key of its own.

use std::borrow::Cow;
use std::collections::HashMap;

/// Names in the order in which they were first seen.
pub(super) struct Names<'a> {
    numbers: HashMap<Cow<'a, str>, Known>,
    last: Option<(Cow<'a, str>, u32)>,
    /// As first seen, by number.
    shown: Vec<String>,
    /// What names are compared by.
    key: fn(&str) -> String,
}

/// What is known of a way to write a name.
struct Known {
    number: u32,
    /// Whether it was seen; else it is what another is compared by.
    is_seen: bool,
}

/// What a text turned out to be.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Seen {
    /// A name that was not there before.
    New,
    /// Another way to write one that was.
    Respelt,
    /// Written as before.
    Again,
}

impl<'a> Names<'a> {
    pub(super) fn by(key: fn(&str) -> String) -> Self {
        Self {
            numbers: HashMap::new(),
            last: None,
            shown: Vec::new(),
            key,
        }
    }

    /// The number of a name.
    ///
    /// # Panics
    /// There are more than 32 bits count.
    pub(super) fn number(&mut self, text: Cow<'a, str>) -> (u32, Seen) {
        // Files mostly come in runs.
        if let Some((last, number)) = &self.last
            && *last == text
        {
            return (*number, Seen::Again);
        }
        let (number, seen) = match self.numbers.get_mut(&*text) {
            Some(known) if known.is_seen => (known.number, Seen::Again),
            Some(known) => {
                known.is_seen = true;
                (known.number, Seen::Respelt)
            }
            None => self.add(text.clone()),
        };
        self.last = Some((text, number));
        (number, seen)
    }

    fn add(&mut self, text: Cow<'a, str>) -> (u32, Seen) {
        let key = (self.key)(&text);
        let before = self.numbers.get(key.as_str()).map(|known| known.number);
        let number = before.unwrap_or_else(|| {
            self.shown.push(text.clone().into_owned());
            u32::try_from(self.shown.len() - 1).expect("a file has fewer than 2^32 names")
        });
        let known = |is_seen| Known { number, is_seen };
        if before.is_none() && *key != *text {
            self.numbers.insert(Cow::Owned(key), known(false));
        }
        self.numbers.insert(text, known(true));
        let seen = if before.is_some() {
            Seen::Respelt
        } else {
            Seen::New
        };
        (number, seen)
    }

    pub(super) fn len(&self) -> usize {
        self.shown.len()
    }

    pub(super) fn name(&self, number: u32) -> &str {
        &self.shown[number as usize]
    }

    pub(super) fn into_names(self) -> Vec<String> {
        self.shown
    }
}
