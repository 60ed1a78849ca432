//! The file of a sealed card: what it takes to file the card, in the open, and the card itself,
//! encrypted.
//!
//! ```toml
//! format = 1
//! rubric = "line-cook"
//! rubric-version = "1.0.0"
//! rubric-hash = "sha256:…"
//! candidate = "ada"
//! round = "kitchen"
//! interviewer = "grace@example.com"
//! shadow = true                # only on a trainee's card
//! sealed = '''
//! -----BEGIN AGE ENCRYPTED FILE-----
//! …
//! -----END AGE ENCRYPTED FILE-----
//! '''
//! ```

use super::key::{self, BEGIN, Unopened};
use crate::diagnostic::{Diagnostic, any_error, codes, nearest, sort};
use crate::document::{self, Id, Version, quoted, tables};
use crate::rubric::Rubric;
use crate::scorecard::{Scorecard, identity_key};
use crate::text::{Digest, SourceId, Sources, Span, Spanned, Text};

/// Version of the file.
const FORMAT: i64 = 1;

/// What the name of such a file ends in.
pub const SUFFIX: &str = ".sealed.toml";

/// Most bytes such a file may have: the largest scorecard, encrypted and written as text.
pub const MAX_BYTES: usize = 2 * 1024 * 1024;

tables! {
    /// A sealed card.
    EnvelopeDoc, "a sealed card" {
        required format: Spanned<Version<FORMAT>> = "format",
        required rubric: Spanned<Id> = "rubric",
        required rubric_version: Text = "rubric-version",
        required rubric_hash: Text = "rubric-hash",
        required candidate: Spanned<Id> = "candidate",
        required round: Spanned<Id> = "round",
        required interviewer: Text = "interviewer",
        optional shadow: Spanned<bool> = "shadow",
        required sealed: Text = "sealed",
    }
}

/// A sealed card: whose it is, and the card as encrypted text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Envelope {
    /// The rubric's id.
    pub rubric: String,
    /// The rubric's version.
    pub rubric_version: String,
    /// The rubric's content hash, `sha256:…`.
    pub rubric_hash: String,
    /// The candidate's id.
    pub candidate: String,
    /// The round's id.
    pub round: String,
    /// Who scored, as they sign.
    pub interviewer: String,
    /// Whether it is a trainee's card.
    pub shadow: bool,
    /// The card, encrypted.
    pub sealed: String,
}

/// Where an envelope says what it says.
#[derive(Debug, Clone, Copy, Default)]
pub struct Places {
    /// The value of `rubric`.
    pub rubric: Span,
    /// The value of `rubric-version`.
    pub rubric_version: Span,
    /// The value of `rubric-hash`.
    pub rubric_hash: Span,
    /// The value of `candidate`.
    pub candidate: Span,
    /// The value of `round`.
    pub round: Span,
    /// The value of `interviewer`.
    pub interviewer: Span,
    /// The value of `shadow`; that of `sealed` where there is none.
    pub shadow: Span,
    /// The value of `sealed`.
    pub sealed: Span,
}

/// What came of reading an envelope.
#[derive(Debug)]
pub struct Checked {
    /// The envelope, unless there is an error among the findings.
    pub envelope: Option<(Envelope, Places)>,
    /// All findings, in the order of the text.
    pub diagnostics: Vec<Diagnostic>,
}

/// Whether a file is meant to be a sealed card: it is called so, or a line of it begins encrypted
/// text.
#[must_use]
pub fn is_sealed(name: &str, bytes: &[u8]) -> bool {
    let begins = |line: &[u8]| line.trim_ascii() == BEGIN.as_bytes();
    name.ends_with(SUFFIX)
        || bytes.starts_with(b"age-encryption.org/")
        || bytes.split(|byte| *byte == b'\n').any(begins)
}

/// Reads an envelope. `name` is what messages call the file.
pub fn read(name: &str, bytes: Vec<u8>, sources: &mut Sources) -> Checked {
    let failed = |finding| Checked {
        envelope: None,
        diagnostics: vec![finding],
    };
    let is_bare = bytes.trim_ascii_start().starts_with(BEGIN.as_bytes())
        || bytes.starts_with(b"age-encryption.org/");
    if is_bare {
        let text = String::from_utf8_lossy(bytes.trim_ascii_start());
        let first = text.lines().next().unwrap_or_default().to_owned();
        return failed(bare(name, first, sources));
    }
    let id = match document::open(name, bytes, MAX_BYTES, sources) {
        Ok(id) => id,
        Err(finding) => return failed(*finding),
    };
    let read = document::read::<EnvelopeDoc>(sources.get(id), id);
    let mut diagnostics = read.diagnostics;
    let envelope = read
        .document
        .filter(|_| read.whole)
        .and_then(|doc| check(doc, &mut diagnostics));
    if read.gaps.any() {
        diagnostics.retain(|finding| !read.gaps.explain(finding));
    }
    sort(&mut diagnostics);
    Checked {
        envelope: envelope.filter(|_| !any_error(&diagnostics)),
        diagnostics,
    }
}

/// Encrypted bytes without the envelope that says whose they are.
fn bare(name: &str, first: String, sources: &mut Sources) -> Diagnostic {
    let source = sources.add(crate::text::Source::new(name, first));
    let span = at_start(source);
    Diagnostic::error(
        codes::SEAL_CONTENT,
        span,
        "this is encrypted, and nothing says whose card it is",
    )
    .hint("`panelkit seal` writes the envelope around a card that says so: submit what it wrote")
}

fn at_start(source: SourceId) -> Span {
    Span {
        source,
        start: 0,
        end: 0,
    }
}

fn check(doc: EnvelopeDoc, diagnostics: &mut Vec<Diagnostic>) -> Option<(Envelope, Places)> {
    if let Some(format) = doc.format.filter(|format| format.value.0 != FORMAT) {
        let message = format!("format {} is not known", format.value.0);
        let finding = Diagnostic::error(codes::FORMAT, format.span, message);
        diagnostics.push(finding.hint("this version reads `format = 1`"));
    }
    if let Some(hash) = &doc.rubric_hash {
        diagnostics.extend(check_hash(hash));
    }
    if let Some(sealed) = &doc.sealed {
        diagnostics.extend(check_content(sealed));
    }
    let (shadow, sealed) = (doc.shadow, doc.sealed?);
    let (rubric, candidate, round) = (doc.rubric?, doc.candidate?, doc.round?);
    let (version, hash, interviewer) = (doc.rubric_version?, doc.rubric_hash?, doc.interviewer?);
    let places = Places {
        rubric: rubric.span,
        rubric_version: version.span,
        rubric_hash: hash.span,
        candidate: candidate.span,
        round: round.span,
        interviewer: interviewer.span,
        shadow: shadow.as_ref().map_or(sealed.span, |shadow| shadow.span),
        sealed: sealed.span,
    };
    let envelope = Envelope {
        rubric: rubric.value.0,
        rubric_version: version.value,
        rubric_hash: hash.value,
        candidate: candidate.value.0,
        round: round.value.0,
        interviewer: interviewer.value.trim().to_owned(),
        shadow: shadow.is_some_and(|shadow| shadow.value),
        sealed: sealed.value,
    };
    Some((envelope, places))
}

fn check_hash(hash: &Text) -> Option<Diagnostic> {
    let digits = hash.value.strip_prefix("sha256:");
    let is_hash = digits.is_some_and(|digits| Digest::parse(digits).is_some());
    (!is_hash && !hash.value.trim().is_empty()).then(|| {
        Diagnostic::error(codes::BAD_VALUE, hash.span, "this is no content hash")
            .hint("it is `sha256:` and 64 hexadecimal digits, as `panelkit seal` writes it")
    })
}

fn check_content(sealed: &Text) -> Option<Diagnostic> {
    if sealed.value.trim().is_empty() {
        return None;
    }
    let why = key::inspect(&sealed.value).err()?;
    Some(not_opened(why, sealed.span))
}

/// The finding that a sealed card cannot be opened.
#[must_use]
pub fn not_opened(why: Unopened, sealed: Span) -> Diagnostic {
    let (code, message, hint) = match why {
        Unopened::NotAge => (
            codes::SEAL_CONTENT,
            "this is not encrypted text of age",
            "it begins with `-----BEGIN AGE ENCRYPTED FILE-----`, as `panelkit seal` writes it",
        ),
        Unopened::OtherSort => (
            codes::SEAL_CONTENT,
            "this was encrypted in another way than to a key",
            "seal the card again with `panelkit seal`",
        ),
        Unopened::OtherKey => (
            codes::SEAL_KEY,
            "the key does not open this card: it was sealed to another one",
            "give every key that cards were sealed to, each with a --key of its own",
        ),
        Unopened::Damaged => (
            codes::SEAL_DAMAGED,
            "the sealed card was damaged or cut short",
            "take the file as `panelkit seal` wrote it; where that is gone, its author seals the \
             card anew",
        ),
    };
    Diagnostic::error(code, sealed, message).hint(hint)
}

impl Envelope {
    /// The envelope of a card. `sealed` is the card, encrypted.
    #[must_use]
    pub fn of(card: &Scorecard, rubric: &Rubric, sealed: String) -> Self {
        let about = rubric.about();
        Self {
            rubric: about.id.to_string(),
            rubric_version: about.version.to_string(),
            rubric_hash: about.hash.clone(),
            candidate: card.candidate.clone(),
            round: rubric.round(card.round).id.to_string(),
            interviewer: card.interviewer.clone(),
            shadow: card.shadow,
            sealed,
        }
    }

    /// The file, to be read by [`read`].
    #[must_use]
    pub fn text(&self) -> String {
        let shadow = if self.shadow { "shadow = true\n" } else { "" };
        format!(
            "# A sealed scorecard: the panel's key opens it once every card is in.\n\
             format = {FORMAT}\n\
             rubric = {}\n\
             rubric-version = {}\n\
             rubric-hash = {}\n\
             candidate = {}\n\
             round = {}\n\
             interviewer = {}\n\
             {shadow}\
             sealed = '''\n{}\n'''\n",
            quoted(&self.rubric),
            quoted(&self.rubric_version),
            quoted(&self.rubric_hash),
            quoted(&self.candidate),
            quoted(&self.round),
            quoted(&self.interviewer),
            // The alphabet of the text has no quotes.
            self.sealed.trim(),
        )
    }

    /// What stands against an envelope's being for a rubric.
    #[must_use]
    pub fn check_rubric(&self, places: &Places, rubric: &Rubric) -> Vec<Diagnostic> {
        let about = rubric.about();
        let version = about.version.to_string();
        let pairs = [
            ("rubric", &self.rubric, about.id.as_str(), places.rubric),
            (
                "version",
                &self.rubric_version,
                &version,
                places.rubric_version,
            ),
            (
                "content",
                &self.rubric_hash,
                &about.hash,
                places.rubric_hash,
            ),
        ];
        let other = pairs.into_iter().find(|(_, said, given, _)| said != given);
        if let Some((what, said, given, span)) = other {
            let message = format!("the card is for {what} `{said}`, the rubric given is `{given}`");
            let finding = Diagnostic::error(codes::CARD_RUBRIC, span, message);
            return vec![
                finding.hint("give the rubric that the card was made with, as it was then"),
            ];
        }
        if rubric.find_round(&self.round).is_some() {
            return Vec::new();
        }
        let known = rubric.rounds().iter().map(|round| round.id.as_str());
        let message = format!("the rubric has no round `{}`", self.round);
        let finding = Diagnostic::error(codes::UNKNOWN_REFERENCE, places.round, message);
        vec![finding.did_you_mean_text(nearest(&self.round, known))]
    }

    /// The finding that the card inside is another than the envelope says; none where it is the
    /// same. It names what differs, and not what the card says.
    #[must_use]
    pub fn check_card(
        &self,
        places: &Places,
        card: &Scorecard,
        rubric: &Rubric,
    ) -> Option<Diagnostic> {
        let round = rubric.round(card.round).id.as_str();
        let is_same_person = identity_key(&self.interviewer) == identity_key(&card.interviewer);
        let parts = [
            (
                "candidate",
                self.candidate == card.candidate,
                places.candidate,
            ),
            ("round", self.round == round, places.round),
            ("interviewer", is_same_person, places.interviewer),
            ("shadow", self.shadow == card.shadow, places.shadow),
        ];
        let mut differing = parts.into_iter().filter(|(_, is_same, _)| !is_same);
        let (first, _, span) = differing.next()?;
        let names: Vec<_> = std::iter::once(first)
            .chain(differing.map(|(name, ..)| name))
            .map(|name| format!("`{name}`"))
            .collect();
        let message = format!("the card inside has another {}", names.join(", "));
        let finding = Diagnostic::error(codes::SEAL_SEAT, span, message);
        Some(finding.hint("its author amends it with the right card: panelkit submit --amend"))
    }
}
