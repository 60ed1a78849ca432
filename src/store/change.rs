//! What a store is asked to keep, in the words of a panel.

use serde::{Deserialize, Serialize};

use super::{Head, Moment, StageRecord};
use crate::rubric::compile::content_hash;
use crate::scorecard::identity_key;
use crate::text::Digest;

/// Who does something, as they sign. Two signatures that fold to one key are one person.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub struct Person {
    /// As they wrote it.
    pub signature: String,
    /// What they are compared by; see [`identity_key`].
    pub key: String,
}

impl Person {
    /// The person of a signature.
    #[must_use]
    pub fn new(signature: &str) -> Self {
        Self {
            signature: signature.trim().to_owned(),
            key: identity_key(signature),
        }
    }
}

impl PartialEq for Person {
    fn eq(&self, other: &Self) -> bool {
        self.key == other.key
    }
}

impl Eq for Person {}

/// When something happened and who did it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Stamp {
    /// When.
    pub time: Moment,
    /// Who.
    pub by: Person,
}

/// A candidate's record. Only the id is needed.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub struct Candidate {
    /// The id.
    pub id: String,
    /// The name to show.
    pub name: Option<String>,
    /// Where to reach them, such as an e-mail address.
    pub contact: Option<String>,
    /// The id of the level interviewed for.
    pub level: Option<String>,
    /// The id of the rubric interviewed with.
    pub rubric: Option<String>,
    /// Where they stand in the process, in the words of the workspace.
    pub stage: Option<String>,
}

impl Candidate {
    /// A record that holds an id alone.
    #[must_use]
    pub fn new(id: &str) -> Self {
        Self {
            id: id.to_owned(),
            ..Self::default()
        }
    }
}

/// The place of one card: who scores whom in which round.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub struct Seat {
    /// The candidate's id.
    pub candidate: String,
    /// The round's id.
    pub round: String,
    /// Who scores.
    pub interviewer: Person,
}

impl Seat {
    /// The seat of an interviewer, by their signature.
    #[must_use]
    pub fn new(candidate: &str, round: &str, interviewer: &str) -> Self {
        Self {
            candidate: candidate.to_owned(),
            round: round.to_owned(),
            interviewer: Person::new(interviewer),
        }
    }
}

/// A card expected of somebody. A second assignment of a seat moves its deadline.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub struct Assignment {
    /// The seat.
    pub seat: Seat,
    /// When the card is due; none where it is not told.
    pub due: Option<Moment>,
    /// Whether it is a trainee's seat, which no decision waits for.
    pub shadow: bool,
}

/// A seat given up before its card came.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub struct Leave {
    /// The seat.
    pub seat: Seat,
    /// True where the interviewer declined, false where they were taken off.
    pub declined: bool,
    /// Why.
    pub reason: String,
}

/// A card on its way into a store.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Submission {
    /// Where it belongs.
    pub seat: Seat,
    /// The content hash of the rubric it was made with, `sha256:…`; the rubric is kept before it.
    pub rubric: String,
    /// Whether it is a trainee's.
    pub shadow: bool,
    /// Whether the bytes are encrypted to the panel's key.
    pub sealed: bool,
    /// The card, byte for byte.
    pub bytes: Vec<u8>,
}

impl Submission {
    /// The card's own id: the SHA-256 of its bytes.
    #[must_use]
    pub fn id(&self) -> Digest {
        Digest::of(&[&self.bytes])
    }
}

/// One file of a rubric, byte for byte.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RubricFile {
    /// Its path relative to the rubric's folder.
    pub name: String,
    /// Its content.
    pub bytes: Vec<u8>,
}

/// A rubric with all its files, so that it can be loaded again as it was.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Snapshot {
    /// The rubric's id.
    pub id: String,
    /// Its version.
    pub version: String,
    /// Its content hash, `sha256:…`.
    pub hash: String,
    /// Its files, root first, in the order of reading.
    pub files: Vec<RubricFile>,
}

impl Snapshot {
    /// Whether the files have the content hash that they are kept under.
    #[must_use]
    pub fn is_sound(&self) -> bool {
        let files: Vec<_> = self
            .files
            .iter()
            .map(|file| (file.name.clone(), file.bytes.as_slice()))
            .collect();
        !files.is_empty() && content_hash(&files) == self.hash
    }
}

/// Somebody looked at a candidate's scores, or wanted to. Who it was is in the [`Stamp`].
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub struct Look {
    /// The candidate's id.
    pub candidate: String,
    /// What was shown or asked for, such as a command.
    pub what: String,
}

/// What a person decided.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Choice {
    /// An offer is made.
    Hire,
    /// None is.
    NoHire,
}

impl Choice {
    /// The word for it.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Hire => "hire",
            Self::NoHire => "no-hire",
        }
    }

    /// As a person reads it.
    #[must_use]
    pub fn title(self) -> &'static str {
        match self {
            Self::Hire => "Hire",
            Self::NoHire => "No hire",
        }
    }
}

/// A person's decision on a candidate; a later one takes its place, both stay in the log.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub struct Decision {
    /// The candidate's id.
    pub candidate: String,
    /// What was decided.
    pub choice: Choice,
    /// Why; needed where it departs from the packet or overturns the decision before.
    pub reason: Option<String>,
    /// The packet it was made on.
    pub packet: Basis,
    /// Whether it departs from what the packet recommends.
    pub departs: bool,
    /// The event of the decision whose place it takes: the store says so.
    pub supersedes: Option<u64>,
}

/// The packet that a decision was made on.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub struct Basis {
    /// The SHA-256 of its JSON, byte for byte as it is printed.
    pub hash: Digest,
    /// Where the log stood, as the packet says.
    pub head: Head,
    /// What it recommends, once for each rubric that the candidate was assessed by.
    pub recommended: Vec<Recommended>,
}

/// What a packet recommends by one rubric.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub struct Recommended {
    /// The rubric's id.
    pub rubric: String,
    /// Its version.
    pub version: String,
    /// The verdict, such as `no-hire`.
    pub verdict: String,
}

impl Decision {
    /// Whether it says nothing that a decision before did not say.
    #[must_use]
    pub fn repeats(&self, before: &Self) -> bool {
        let reason = self.reason.is_none() || self.reason == before.reason;
        reason
            && self.choice == before.choice
            && self.departs == before.departs
            && self.packet.recommended == before.packet.recommended
    }
}

/// One thing to keep. Several are kept together or not at all.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Change {
    /// Keeps a rubric under its content hash. Again: nothing happens.
    KeepRubric(Snapshot),
    /// A new candidate. The very same again: nothing happens; another under the id: refused.
    AddCandidate(Candidate),
    /// Puts a known candidate's record in place of the one before.
    ChangeCandidate(Candidate),
    /// A card is expected; a second time moves the deadline.
    Assign(Assignment),
    /// A card is no longer expected; refused once it came.
    Unassign(Leave),
    /// A card. The same bytes for the seat again: nothing happens; others: refused.
    Submit(Submission),
    /// A new revision of a card that was submitted, with the reason for it. The bytes of the
    /// latest revision again: nothing happens.
    Amend(Submission, String),
    /// The readable card in place of a sealed one: a revision too. Again: nothing happens.
    OpenSeal(Submission),
    /// Somebody was shown the scores of a candidate. A card they amend later is stamped so.
    Show(Look),
    /// Somebody was refused a look.
    RefuseLook(Look),
    /// A person decided.
    Decide(Decision),
    /// A person recorded what happened at a stage of the process. What the last record of the stage
    /// says already: nothing happens.
    RecordStage(StageRecord),
}

impl Change {
    /// The id of the candidate it is about; none for a rubric.
    #[must_use]
    pub fn candidate(&self) -> Option<&str> {
        Some(match self {
            Self::KeepRubric(_) => return None,
            Self::AddCandidate(candidate) | Self::ChangeCandidate(candidate) => &candidate.id,
            Self::Assign(assignment) => &assignment.seat.candidate,
            Self::Unassign(leave) => &leave.seat.candidate,
            Self::Submit(card) | Self::Amend(card, _) | Self::OpenSeal(card) => {
                &card.seat.candidate
            }
            Self::Show(look) | Self::RefuseLook(look) => &look.candidate,
            Self::Decide(decision) => &decision.candidate,
            Self::RecordStage(record) => &record.candidate,
        })
    }
}
