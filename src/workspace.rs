//! The workspace file `panelkit.toml`: where things are, and how much findings matter here.
//!
//! FORMATS, section 5, a table `[lint]` that gives codes a severity of their own, a table
//! `[quality]` with `evidence-words`, the words that the evidence of a score has at least, and a
//! table `[seal]` with `recipient`, the public key that cards are sealed to, or a list of keys.

use crate::diagnostic::{Diagnostic, Severities, Severity, codes, nearest, sort};
use crate::document::{self, DeValue, Decode, Named, Reader, Shape, Value, Whole, tables, words};
use crate::lint::rules;
use crate::scorecard::quality;
use crate::seal::PublicKey;
use crate::text::{Sources, Text};

/// What the file is called.
pub const FILE: &str = "panelkit.toml";

/// Most bytes a workspace file may have.
const MAX_BYTES: usize = 1024 * 1024;

tables! {
    WorkspaceDoc, "a workspace" {
        optional organisation: Text = "organisation",
        optional rubrics: FoldersDoc = "rubrics",
        optional templates: Text = "templates",
        optional store: Text = "store",
        optional identity: Text = "identity",
        optional deadlines: DeadlinesDoc = "deadlines",
        optional retention: RetentionDoc = "retention",
        optional lint: Named<LintLevel> = "lint",
        optional quality: QualityDoc = "quality",
        optional seal: SealDoc = "seal",
    }
    SealDoc, "the sealing" {
        required recipient: RecipientsDoc = "recipient",
    }
    QualityDoc, "the quality checks" {
        optional evidence_words: Whole<1, 1_000> = "evidence-words",
    }
    DeadlinesDoc, "the deadlines" {
        optional scorecard_hours: Whole<1, 10_000> = "scorecard-hours",
    }
    RetentionDoc, "the retention" {
        optional months: Whole<1, 10_000> = "months",
    }
}

words! {
    /// How much a finding matters in a workspace.
    LintLevel, "a severity" {
        /// Not looked for.
        Off = "off",
        /// Something to know.
        Note = "note",
        /// Something to mend.
        Warning = "warning",
        /// Something that must be mended.
        Error = "error",
    }
}

/// One folder or several.
#[derive(Debug)]
pub(crate) struct FoldersDoc(Vec<Text>);

impl Decode for FoldersDoc {
    const EXPECTED: &'static str = "a folder, or a list of folders";
    const SHAPE: Shape = Shape::Either(&[Text::SHAPE, Vec::<Text>::SHAPE]);

    fn decode(value: &Value<'_>, reader: &mut Reader) -> Option<Self> {
        texts(value, reader, Self::EXPECTED).map(Self)
    }
}

/// One text or several.
fn texts(value: &Value<'_>, reader: &mut Reader, expected: &str) -> Option<Vec<Text>> {
    match value.get_ref() {
        DeValue::String(_) => Text::decode(value, reader).map(|text| vec![text]),
        DeValue::Array(_) => Vec::decode(value, reader),
        _ => reader.wrong_type(value, expected),
    }
}

/// One public key or several.
#[derive(Debug)]
pub(crate) struct RecipientsDoc(Vec<Text>);

impl Decode for RecipientsDoc {
    const EXPECTED: &'static str = "a public key, or a list of public keys";
    const SHAPE: Shape = Shape::Either(&[Text::SHAPE, Vec::<Text>::SHAPE]);

    fn decode(value: &Value<'_>, reader: &mut Reader) -> Option<Self> {
        let keys = texts(value, reader, Self::EXPECTED)?;
        if keys.is_empty() {
            let message = "there is no key in the list";
            let span = reader.span(value.span());
            reader.report(Diagnostic::error(codes::BAD_VALUE, span, message));
        }
        Some(Self(keys))
    }
}

/// A checked workspace.
#[derive(Debug, Clone, Default)]
#[non_exhaustive]
pub struct Workspace {
    /// Whose it is.
    pub organisation: Option<String>,
    /// Folders of rubrics, relative to the file.
    pub rubrics: Vec<String>,
    /// Folder of templates that take the place of the built-in ones.
    pub templates: Option<String>,
    /// Where submitted cards are kept.
    pub store: Option<String>,
    /// Who runs the commands.
    pub identity: Option<String>,
    /// Hours until a card is late.
    pub scorecard_hours: Option<u32>,
    /// Months that personal data is kept after the decision.
    pub retention_months: Option<u32>,
    /// How much findings matter, by code.
    pub severities: Severities,
    /// Words that the evidence of a score has at least.
    pub evidence_words: Option<u32>,
    /// The keys that cards are sealed to; any of them opens a card.
    pub recipients: Vec<PublicKey>,
}

/// Reads a workspace file; none where there is an error among the findings.
pub fn read(
    name: &str,
    bytes: Vec<u8>,
    sources: &mut Sources,
) -> (Option<Workspace>, Vec<Diagnostic>) {
    let id = match document::open(name, bytes, MAX_BYTES, sources) {
        Ok(id) => id,
        Err(finding) => return (None, vec![*finding]),
    };
    let read = document::read::<WorkspaceDoc>(sources.get(id), id);
    let mut diagnostics = read.diagnostics;
    let workspace = read.document.map(|doc| workspace(doc, &mut diagnostics));
    sort(&mut diagnostics);
    let is_sound = !crate::diagnostic::any_error(&diagnostics);
    (workspace.filter(|_| is_sound), diagnostics)
}

fn workspace(doc: WorkspaceDoc, diagnostics: &mut Vec<Diagnostic>) -> Workspace {
    let plain = |text: Option<Text>| text.map(|text| text.value);
    let rubrics = doc.rubrics.map(|folders| folders.0).unwrap_or_default();
    Workspace {
        organisation: plain(doc.organisation),
        rubrics: rubrics.into_iter().map(|folder| folder.value).collect(),
        templates: plain(doc.templates),
        store: plain(doc.store),
        identity: plain(doc.identity),
        scorecard_hours: doc
            .deadlines
            .and_then(|doc| doc.scorecard_hours)
            .map(Whole::count),
        retention_months: doc.retention.and_then(|doc| doc.months).map(Whole::count),
        severities: severities(doc.lint, diagnostics),
        evidence_words: doc
            .quality
            .and_then(|doc| doc.evidence_words)
            .map(Whole::count),
        recipients: recipients(doc.seal, diagnostics),
    }
}

fn recipients(doc: Option<SealDoc>, diagnostics: &mut Vec<Diagnostic>) -> Vec<PublicKey> {
    let given = doc.and_then(|doc| doc.recipient);
    let given = given.map(|given| given.0).unwrap_or_default();
    let is_only = given.len() == 1;
    let mut keys = Vec::new();
    for text in given {
        match PublicKey::parse(&text.value) {
            Ok(key) => keys.push(key),
            // That the key is empty is said already.
            Err(_) if is_only && text.value.trim().is_empty() => {}
            Err(why) => {
                let finding = Diagnostic::error(codes::BAD_VALUE, text.span, why.to_string());
                diagnostics.push(finding.hint(why.hint()));
            }
        }
    }
    keys
}

fn severities(doc: Option<Named<LintLevel>>, diagnostics: &mut Vec<Diagnostic>) -> Severities {
    let mut severities = Severities::new();
    for (code, level) in doc.map(|doc| doc.entries).unwrap_or_default() {
        if rules::find(&code).is_none() && quality::find(&code).is_none() {
            let checks = quality::ALL.iter().map(|check| check.code.as_str());
            let known = rules::ALL
                .iter()
                .map(|rule| rule.code.as_str())
                .chain(checks);
            diagnostics.push(
                Diagnostic::error(
                    codes::UNKNOWN_REFERENCE,
                    code.span,
                    format!("no rule has the code `{code}`"),
                )
                .did_you_mean(nearest(&code, known))
                .hint("only rules and the quality checks of scorecards can be given a severity; `panelkit explain` lists them"),
            );
            continue;
        }
        let severity = match level {
            LintLevel::Off => None,
            LintLevel::Note => Some(Severity::Note),
            LintLevel::Warning => Some(Severity::Warning),
            LintLevel::Error => Some(Severity::Error),
        };
        severities.insert(code.to_uppercase(), severity);
    }
    severities
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read_text(text: &str) -> (Option<Workspace>, Vec<String>) {
        let mut sources = Sources::default();
        let (workspace, found) = read(FILE, text.into(), &mut sources);
        (
            workspace,
            found.into_iter().map(|finding| finding.message).collect(),
        )
    }

    #[test]
    fn every_key_is_read() {
        let (workspace, found) = read_text(
            "organisation = \"Example Ltd\"\nrubrics = [\"rubrics\", \"more\"]\n\
             templates = \"templates\"\nstore = \"panelkit.db\"\nidentity = \"grace@example.com\"\n\
             [deadlines]\nscorecard-hours = 24\n[retention]\nmonths = 24\n\
             [lint]\nR110 = \"off\"\nr101 = \"error\"\nc211 = \"off\"\n[quality]\nevidence-words = 9\n",
        );
        assert_eq!(found, [""; 0]);
        let workspace = workspace.unwrap();
        assert_eq!(workspace.rubrics, ["rubrics", "more"]);
        assert_eq!(workspace.scorecard_hours, Some(24));
        assert_eq!(workspace.severities["R110"], None);
        assert_eq!(workspace.severities["C211"], None);
        assert_eq!(workspace.evidence_words, Some(9));
        assert_eq!(workspace.severities["R101"], Some(Severity::Error));
    }

    #[test]
    fn what_is_wrong_is_said() {
        let (workspace, found) =
            read_text("stores = 1\n[lint]\nR999 = \"off\"\nR110 = \"loud\"\nC202 = \"off\"\n");
        assert!(workspace.is_none());
        assert_eq!(
            found,
            [
                "unknown key `stores` in a workspace",
                "no rule has the code `R999`",
                "`loud` is not a severity",
                "no rule has the code `C202`"
            ]
        );
    }
}
