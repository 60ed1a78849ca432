//! The key: which application each alias stands for, and what its booklets were made of.
//!
//! ```toml
//! format = 1
//! rubric = "machine-learning-engineer"
//! rubric-version = "1.0.0"
//! rubric-hash = "sha256:…"
//! round = "resume-review"
//! level = "mid"
//! anonymised = true
//! reviewers = ["grace@example.com"]
//! seed = "…"
//!
//! [applications]
//! a4711 = "ada-lovelace"
//! ```

use std::collections::BTreeMap;

use crate::diagnostic::{Diagnostic, any_error, codes, sort};
use crate::document::{self, Id, Named, Version, quoted, tables};
use crate::rubric::{LevelIdx, RoundIdx, Rubric};
use crate::text::{Sources, Spanned, Text};

/// Version of the file.
const FORMAT: i64 = 1;

/// Most bytes that the file may have.
pub const MAX_BYTES: usize = 16 * 1024 * 1024;

/// Most applications that one key holds: a file of more lines is no longer read.
pub const MOST: usize = 50_000;

tables! {
    /// A key.
    KeyDoc, "a key" {
        required format: Spanned<Version<FORMAT>> = "format",
        required rubric: Text = "rubric",
        required rubric_version: Text = "rubric-version",
        required rubric_hash: Text = "rubric-hash",
        required round: Text = "round",
        required level: Text = "level",
        required anonymised: bool = "anonymised",
        required reviewers: Vec<Text> = "reviewers",
        required seed: Text = "seed",
        required applications: Named<Spanned<Id>> = "applications",
    }
}

/// What the file says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Key {
    /// The round that is reviewed in.
    pub round: RoundIdx,
    /// The level.
    pub level: LevelIdx,
    /// Whether names were covered.
    pub anonymised: bool,
    /// Who reviews, as they sign.
    pub reviewers: Vec<String>,
    /// What aliases and orders follow from.
    pub seed: String,
    /// The candidate of each alias.
    pub applications: BTreeMap<String, String>,
}

impl Key {
    /// The key as a file.
    #[must_use]
    pub fn text(&self, rubric: &Rubric) -> String {
        let about = rubric.about();
        let reviewers: Vec<_> = self.reviewers.iter().map(|who| quoted(who)).collect();
        let mut text = format!(
            "# Who is who. Whoever has this file can undo the review's blindness: keep it from reviewers.\n\
             format = {FORMAT}\n\
             rubric = {}\nrubric-version = {}\nrubric-hash = {}\nround = {}\nlevel = {}\n\
             anonymised = {}\nreviewers = [{}]\nseed = {}\n\n[applications]\n",
            quoted(&about.id),
            quoted(&about.version.to_string()),
            quoted(&about.hash),
            quoted(&rubric.round(self.round).id),
            quoted(&rubric.level(self.level).id),
            self.anonymised,
            reviewers.join(", "),
            quoted(&self.seed),
        );
        for (alias, candidate) in &self.applications {
            // Both are ids, which need no quotes on either side.
            text.extend([alias, " = \"", candidate, "\"\n"]);
        }
        text
    }
}

/// Reads only the id of the rubric that a key was made with.
#[must_use]
pub fn rubric_of(name: &str, bytes: Vec<u8>) -> Option<String> {
    let sources = &mut Sources::default();
    let id = document::open(name, bytes, MAX_BYTES, sources).ok()?;
    let doc = document::read::<KeyDoc>(sources.get(id), id).document?;
    doc.rubric.map(|text| text.value)
}

/// Reads a key. None where an error is among the findings.
pub fn read(
    name: &str,
    bytes: Vec<u8>,
    rubric: &Rubric,
    sources: &mut Sources,
) -> (Option<Key>, Vec<Diagnostic>) {
    let id = match document::open(name, bytes, MAX_BYTES, sources) {
        Ok(id) => id,
        Err(finding) => return (None, vec![*finding]),
    };
    let read = document::read::<KeyDoc>(sources.get(id), id);
    let mut findings = read.diagnostics;
    let key =
        (read.document.filter(|_| read.whole)).and_then(|doc| key(doc, rubric, &mut findings));
    sort(&mut findings);
    let sound = !any_error(&findings);
    (key.filter(|_| sound), findings)
}

fn key(doc: KeyDoc, rubric: &Rubric, findings: &mut Vec<Diagnostic>) -> Option<Key> {
    let about = rubric.about();
    let (id, hash) = (doc.rubric?, doc.rubric_hash?);
    if id.value != about.id.as_str() || hash.value != about.hash {
        let (at, made) = if id.value == about.id.as_str() {
            (hash.span, hash.value)
        } else {
            (id.span, id.value)
        };
        let message = format!("the key was made with the rubric `{made}`, and not with this one");
        let finding = Diagnostic::error(codes::CARD_RUBRIC, at, message);
        findings
            .push(finding.hint("name the rubric that the booklets were made with: --rubric FILE"));
        return None;
    }
    let (round, level) = (doc.round?, doc.level?);
    let mut unknown = |what: &str, named: &Text| {
        let message = format!("the rubric has no {what} `{}`", named.value);
        findings.push(Diagnostic::error(
            codes::UNKNOWN_REFERENCE,
            named.span,
            message,
        ));
    };
    let found_round = rubric.find_round(&round.value);
    let found_level = rubric.find_level(&level.value);
    if found_round.is_none() {
        unknown("round", &round);
    }
    if found_level.is_none() {
        unknown("level", &level);
    }
    let entries = doc.applications?.entries.into_iter();
    Some(Key {
        round: found_round?,
        level: found_level?,
        anonymised: doc.anonymised?,
        reviewers: doc.reviewers?.into_iter().map(|who| who.value).collect(),
        seed: doc.seed?.value,
        applications: entries
            .map(|(alias, candidate)| (alias.value, candidate.value.0))
            .collect(),
    })
}
