//! What a person decided on the packet. The packet recommends and never decides.

use serde::Serialize;

use super::{Names, Person, Verdict};

impl Verdict {
    const ALL: [Self; 6] = [
        Self::StrongHire,
        Self::Hire,
        Self::Debrief,
        Self::NoHire,
        Self::StrongNoHire,
        Self::Insufficient,
    ];

    /// Whether to hire, or not to, departs from it. A debrief leaves both open; nothing can follow
    /// what is insufficient.
    #[must_use]
    pub fn is_departed_from(self, hires: bool) -> bool {
        match self {
            Self::StrongHire | Self::Hire => !hires,
            Self::NoHire | Self::StrongNoHire => hires,
            Self::Insufficient => true,
            Self::Debrief => false,
        }
    }

    /// What a verdict's word is as a person reads it; the word itself where it is none.
    fn title_of(word: &str) -> &str {
        let found = Self::ALL.iter().find(|verdict| verdict.as_str() == word);
        found.map_or(word, |verdict| verdict.title())
    }
}

/// A decision as a store keeps it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Kept {
    /// `hire` or `no-hire`.
    pub choice: &'static str,
    /// The same as a person reads it.
    pub title: &'static str,
    /// Who decided, as they sign.
    pub by: String,
    /// When, as RFC 3339.
    pub at: String,
    /// Why; none where nothing was said.
    pub reason: Option<String>,
    /// Whether it departs from what the packet recommended.
    pub departs: bool,
    /// The packet it was made on.
    pub packet: Basis,
    /// What that packet said: rubric's id and version, and the verdict's word.
    pub recommended: Vec<(String, String, String)>,
    /// The number of its record in the log.
    pub record: u64,
}

/// The packet that a decision was made on.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Basis {
    /// The SHA-256 of its JSON.
    pub sha256: String,
    /// Where the log stood, as `NUMBER:HASH`.
    pub head: String,
}

/// What was decided last, and what was before.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Decision {
    /// The decision that holds.
    #[serde(flatten)]
    pub latest: Decided,
    /// Those whose place it took, first to last.
    pub earlier: Vec<Decided>,
}

/// One decision.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Decided {
    /// `hire` or `no-hire`.
    pub choice: &'static str,
    /// The same as a person reads it.
    pub choice_title: &'static str,
    /// Who decided.
    pub by: Person,
    /// When, as RFC 3339.
    pub at: String,
    /// Why; none where nothing was said.
    pub reason: Option<String>,
    /// Whether it departs from what the packet recommended.
    pub departs: bool,
    /// What the packet said, once for each rubric.
    pub recommended: Vec<Recommended>,
    /// The packet it was made on.
    pub packet: Basis,
    /// The number of its record in the log.
    pub record: u64,
}

/// What the packet said by one rubric.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Recommended {
    /// The rubric's id.
    pub rubric: String,
    /// Its version.
    pub version: String,
    /// The verdict.
    pub verdict: String,
    /// The verdict as a person reads it.
    pub verdict_title: String,
}

impl Decision {
    /// The decisions on a candidate, which come first to last; none where there is none.
    #[must_use]
    pub fn of(kept: &[Kept], names: &Names) -> Option<Self> {
        let (latest, earlier) = kept.split_last()?;
        Some(Self {
            latest: Decided::of(latest, names),
            earlier: earlier
                .iter()
                .map(|kept| Decided::of(kept, names))
                .collect(),
        })
    }
}

impl Decided {
    fn of(kept: &Kept, names: &Names) -> Self {
        let recommended = kept.recommended.iter();
        Self {
            choice: kept.choice,
            choice_title: kept.title,
            by: names.interviewer(&kept.by),
            at: kept.at.clone(),
            reason: kept.reason.clone(),
            departs: kept.departs,
            recommended: recommended
                .map(|(rubric, version, verdict)| Recommended {
                    rubric: rubric.clone(),
                    version: version.clone(),
                    verdict: verdict.clone(),
                    verdict_title: Verdict::title_of(verdict).to_owned(),
                })
                .collect(),
            packet: kept.packet.clone(),
            record: kept.record,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_a_debrief_leaves_both_open() {
        let departs = |verdict: Verdict| [true, false].map(|hires| verdict.is_departed_from(hires));
        assert_eq!(departs(Verdict::StrongHire), [false, true]);
        assert_eq!(departs(Verdict::Hire), [false, true]);
        assert_eq!(departs(Verdict::Debrief), [false, false]);
        assert_eq!(departs(Verdict::NoHire), [true, false]);
        assert_eq!(departs(Verdict::StrongNoHire), [true, false]);
        assert_eq!(departs(Verdict::Insufficient), [true, true]);
    }

    #[test]
    fn a_word_of_another_version_is_shown_as_it_is() {
        assert_eq!(Verdict::title_of("no-hire"), "No hire");
        assert_eq!(Verdict::title_of("maybe"), "maybe");
    }
}
