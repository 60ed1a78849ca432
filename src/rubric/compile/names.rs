//! Id spaces: who has an id, and what to say of a name that nobody has.

use std::collections::BTreeMap;

use crate::diagnostic::{Diagnostic, codes, keep, nearest};
use crate::document::Id;
use crate::text::{Span, Spanned, Text};

/// How many near matches are still looked for. A file with thousands of dangling names does not
/// need a suggestion for each, and each costs a comparison with every known name.
#[derive(Debug)]
pub(super) struct Suggest {
    left: usize,
}

impl Default for Suggest {
    fn default() -> Self {
        Self { left: 50 }
    }
}

impl Suggest {
    pub(super) fn is_used_up(&self) -> bool {
        self.left == 0
    }

    pub(super) fn nearest<'a>(
        &mut self,
        word: &str,
        known: impl Iterator<Item = &'a str>,
    ) -> Option<&'a str> {
        self.left = self.left.checked_sub(1)?;
        nearest(word, known)
    }
}

/// One id space: names with what they stand for and where they were defined.
#[derive(Debug)]
pub(super) struct Space<T> {
    what: &'static str,
    fold_case: bool,
    entries: BTreeMap<String, Entry<T>>,
}

#[derive(Debug)]
struct Entry<T> {
    /// As it is written, which a lookup without regard to case is not.
    name: String,
    value: T,
    span: Span,
}

impl<T: Copy> Space<T> {
    pub(super) fn new(what: &'static str) -> Self {
        Self {
            what,
            fold_case: false,
            entries: BTreeMap::new(),
        }
    }

    pub(super) fn case_insensitive(what: &'static str) -> Self {
        Self {
            fold_case: true,
            ..Self::new(what)
        }
    }

    fn key(&self, name: &str) -> String {
        if self.fold_case {
            name.to_lowercase()
        } else {
            name.to_owned()
        }
    }

    /// Takes a name; a second user of it is reported.
    pub(super) fn insert(
        &mut self,
        name: &str,
        span: Span,
        value: T,
        diagnostics: &mut Vec<Diagnostic>,
    ) {
        let key = self.key(name);
        if let Some(first) = self.entries.get(&key) {
            let message = format!("the id `{name}` is used twice");
            let finding = Diagnostic::error(codes::DUPLICATE_ID, span, message)
                .label("used again here")
                .context(first.span, "first used here")
                .hint(format!("every {} needs an id of its own", self.what));
            keep(diagnostics, finding);
            return;
        }
        let entry = Entry {
            name: name.to_owned(),
            value,
            span,
        };
        self.entries.insert(key, entry);
    }

    pub(super) fn insert_id(
        &mut self,
        id: Option<&Spanned<Id>>,
        value: T,
        diagnostics: &mut Vec<Diagnostic>,
    ) {
        if let Some(id) = id {
            self.insert(&id.value.0, id.span, value, diagnostics);
        }
    }

    pub(super) fn get(&self, name: &str) -> Option<T> {
        self.entries.get(&self.key(name)).map(|entry| entry.value)
    }

    /// What a quoted name stands for; reports one that nobody has.
    pub(super) fn resolve(
        &self,
        name: &Text,
        suggest: &mut Suggest,
        diagnostics: &mut Vec<Diagnostic>,
    ) -> Option<T> {
        let found = self.get(&name.value);
        if found.is_none() {
            let finding = self.unknown(&name.value, name.span);
            let near = suggest.nearest(&name.value, self.names());
            keep(
                diagnostics,
                self.with_names(finding.did_you_mean_text(near)),
            );
        }
        found
    }

    /// The same for a bare key of a table.
    pub(super) fn resolve_key(
        &self,
        name: &Text,
        suggest: &mut Suggest,
        diagnostics: &mut Vec<Diagnostic>,
    ) -> Option<T> {
        let found = self.get(&name.value);
        if found.is_none() {
            let finding = self.unknown(&name.value, name.span);
            let near = suggest.nearest(&name.value, self.names());
            keep(diagnostics, self.with_names(finding.did_you_mean(near)));
        }
        found
    }

    fn unknown(&self, name: &str, span: Span) -> Diagnostic {
        Diagnostic::error(
            codes::UNKNOWN_REFERENCE,
            span,
            format!("there is no {} `{name}`", self.what),
        )
    }

    /// Without a near match, a short list of what there is helps more than nothing.
    fn with_names(&self, finding: Diagnostic) -> Diagnostic {
        if finding.suggestion.is_some() || self.entries.is_empty() || self.entries.len() > 12 {
            return finding;
        }
        let names: Vec<_> = self.names().map(|name| format!("`{name}`")).collect();
        finding.hint(format!("known: {}", names.join(", ")))
    }

    pub(super) fn names(&self) -> impl Iterator<Item = &str> {
        self.entries.values().map(|entry| entry.name.as_str())
    }

    pub(super) fn take_entries(&mut self) -> BTreeMap<String, T> {
        std::mem::take(&mut self.entries)
            .into_iter()
            .map(|(name, entry)| (name, entry.value))
            .collect()
    }
}
