//! Events: what is written into the log, and how one is chained to the next.
//!
//! The encoding is fixed by `docs/store.md`, which says how anybody can recompute it.

use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};

use super::change::{
    Assignment, Candidate, Decision, Leave, Look, Person, RubricFile, Seat, Snapshot,
};
use super::{StageRecord, Stamp};
use crate::text::Digest;

/// The version of the payload's encoding.
const FORMAT: u32 = 1;

/// What a hash begins with, so that it can be that of nothing else.
const DOMAIN: &[u8] = b"panelkit event 1\n";

/// A random number that keeps a short payload from being guessed by its digest.
pub(crate) type Nonce = [u8; 32];

/// The last event of a log: what pins everything before it. The empty log has the number 0 and a
/// hash of zeros.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(into = "String", try_from = "String")]
pub struct Head {
    /// The event's number, from 1.
    pub sequence: u64,
    /// Its hash.
    pub hash: Digest,
}

impl Head {
    /// Reads `SEQUENCE:HASH`, as it is shown.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let (sequence, hash) = text.trim().split_once(':')?;
        Some(Self {
            sequence: sequence.parse().ok()?,
            hash: Digest::parse(hash)?,
        })
    }
}

impl std::fmt::Display for Head {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(formatter, "{}:{}", self.sequence, self.hash)
    }
}

impl From<Head> for String {
    fn from(head: Head) -> Self {
        head.to_string()
    }
}

impl TryFrom<String> for Head {
    type Error = &'static str;

    fn try_from(text: String) -> Result<Self, Self::Error> {
        Self::parse(&text).ok_or("not a number, a colon and 64 hexadecimal digits")
    }
}

/// A card as it is kept: one revision, which never changes.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub struct Card {
    /// Where it belongs.
    pub seat: Seat,
    /// Its own id: the SHA-256 of its bytes.
    pub id: Digest,
    /// The content hash of its rubric.
    pub rubric: String,
    /// Whether it is a trainee's.
    pub shadow: bool,
    /// Whether its bytes are encrypted to the panel's key.
    pub sealed: bool,
    /// 1 for the card as it was submitted; amendments and opened seals count on.
    pub revision: u32,
    /// Why it was amended.
    pub reason: Option<String>,
    /// Whether its author had been shown other scores of the candidate before amending it.
    pub after_seeing_others: bool,
    /// The card, byte for byte.
    #[serde(skip)]
    pub bytes: Vec<u8>,
}

/// What an erasure took away. It names nobody.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub struct ErasedRecords {
    /// Why, such as a request or the end of retention.
    pub reason: String,
    /// The numbers of the events whose content is gone: first and last of each run.
    pub records: Vec<(u64, u64)>,
}

/// What an event says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Entry {
    /// A rubric was kept.
    RubricKept(Snapshot),
    /// A candidate was added.
    CandidateAdded(Candidate),
    /// A candidate's record was replaced.
    CandidateChanged(Candidate),
    /// A card became due.
    SeatAssigned(Assignment),
    /// A card is no longer due.
    SeatLeft(Leave),
    /// A card came.
    CardSubmitted(Card),
    /// A card was amended.
    CardAmended(Card),
    /// A sealed card was opened.
    SealOpened(Card),
    /// Somebody saw a candidate's scores.
    ScoresShown(Look),
    /// Somebody was refused a look.
    LookRefused(Look),
    /// A person decided.
    DecisionMade(Decision),
    /// A person recorded what happened at a stage.
    StageRecorded(StageRecord),
    /// A candidate was erased.
    CandidateErased(ErasedRecords),
}

impl Entry {
    /// The word that the log has for it.
    #[must_use]
    pub fn kind(&self) -> &'static str {
        match self {
            Self::RubricKept(_) => "rubric-kept",
            Self::CandidateAdded(_) => "candidate-added",
            Self::CandidateChanged(_) => "candidate-changed",
            Self::SeatAssigned(_) => "seat-assigned",
            Self::SeatLeft(_) => "seat-left",
            Self::CardSubmitted(_) => "card-submitted",
            Self::CardAmended(_) => "card-amended",
            Self::SealOpened(_) => "seal-opened",
            Self::ScoresShown(_) => "scores-shown",
            Self::LookRefused(_) => "look-refused",
            Self::DecisionMade(_) => "decision-made",
            Self::StageRecorded(_) => "stage-recorded",
            Self::CandidateErased(_) => "candidate-erased",
        }
    }

    /// The id of the candidate it is about; none for a rubric and an erasure.
    #[must_use]
    pub fn candidate(&self) -> Option<&str> {
        Some(match self {
            Self::RubricKept(_) | Self::CandidateErased(_) => return None,
            Self::CandidateAdded(candidate) | Self::CandidateChanged(candidate) => &candidate.id,
            Self::SeatAssigned(assignment) => &assignment.seat.candidate,
            Self::SeatLeft(leave) => &leave.seat.candidate,
            Self::CardSubmitted(card) | Self::CardAmended(card) | Self::SealOpened(card) => {
                &card.seat.candidate
            }
            Self::ScoresShown(look) | Self::LookRefused(look) => &look.candidate,
            Self::DecisionMade(decision) => &decision.candidate,
            Self::StageRecorded(record) => &record.candidate,
        })
    }

    /// The payload: one line of JSON, then the bytes of what is attached.
    fn encode(&self, by: &Person) -> Payload {
        match self {
            Self::RubricKept(snapshot) => {
                let files = &snapshot.files;
                let bytes: Vec<_> = files.iter().map(|file| file.bytes.as_slice()).collect();
                let header = RubricHeader::of(snapshot);
                Payload::of(by, &header, &bytes, Digest::of(&bytes))
            }
            Self::CandidateAdded(says) | Self::CandidateChanged(says) => Payload::line(by, says),
            Self::SeatAssigned(says) => Payload::line(by, says),
            Self::SeatLeft(says) => Payload::line(by, says),
            Self::CardSubmitted(says) | Self::CardAmended(says) | Self::SealOpened(says) => {
                Payload::of(by, says, &[&says.bytes], says.id)
            }
            Self::ScoresShown(says) | Self::LookRefused(says) => Payload::line(by, says),
            Self::DecisionMade(says) => Payload::line(by, says),
            Self::StageRecorded(says) => Payload::line(by, says),
            Self::CandidateErased(says) => Payload::line(by, says),
        }
    }

    /// Reads a payload of a kind; none where it is not one.
    fn decode(kind: &str, payload: &Parts<'_>) -> Option<(Person, Self)> {
        let Parts { line, attached, .. } = *payload;
        let line = line.strip_suffix(b"\n")?;
        let card = || -> Option<(Person, Card)> {
            let (by, mut card): (_, Card) = says(line)?;
            card.bytes = attached.to_vec();
            (card.id == payload.attached_digest).then_some((by, card))
        };
        let alone = attached.is_empty().then_some(line);
        Some(match kind {
            "rubric-kept" => {
                let (by, header): (_, RubricHeader) = says(line)?;
                (by, Self::RubricKept(header.with(attached)?))
            }
            "candidate-added" => whole(alone?, Self::CandidateAdded)?,
            "candidate-changed" => whole(alone?, Self::CandidateChanged)?,
            "seat-assigned" => whole(alone?, Self::SeatAssigned)?,
            "seat-left" => whole(alone?, Self::SeatLeft)?,
            "card-submitted" => card().map(|(by, card)| (by, Self::CardSubmitted(card)))?,
            "card-amended" => card().map(|(by, card)| (by, Self::CardAmended(card)))?,
            "seal-opened" => card().map(|(by, card)| (by, Self::SealOpened(card)))?,
            "scores-shown" => whole(alone?, Self::ScoresShown)?,
            "look-refused" => whole(alone?, Self::LookRefused)?,
            "decision-made" => whole(alone?, Self::DecisionMade)?,
            "stage-recorded" => whole(alone?, Self::StageRecorded)?,
            "candidate-erased" => whole(alone?, Self::CandidateErased)?,
            _ => return None,
        })
    }
}

/// The line of JSON that a payload begins with.
#[derive(Serialize, Deserialize)]
struct Line<P, T> {
    format: u32,
    by: P,
    says: T,
}

/// A payload on its way into the log.
struct Payload {
    bytes: Vec<u8>,
    /// Where what is attached begins.
    start: usize,
    attached_digest: Digest,
}

impl Payload {
    /// A line alone.
    fn line<T: Serialize>(by: &Person, says: &T) -> Self {
        Self::of(by, says, &[], Digest::of(&[]))
    }

    /// A line with what is attached to it, whose digest is known already.
    fn of<T: Serialize>(by: &Person, says: &T, attached: &[&[u8]], digest: Digest) -> Self {
        let n_attached: usize = attached.iter().map(|bytes| bytes.len()).sum();
        let mut bytes = Vec::with_capacity(n_attached + 512);
        let format = FORMAT;
        serde_json::to_writer(&mut bytes, &Line { format, by, says })
            .expect("these types have a JSON form and memory takes all writes");
        bytes.push(b'\n');
        let start = bytes.len();
        for part in attached {
            bytes.extend_from_slice(part);
        }
        Self {
            bytes,
            start,
            attached_digest: digest,
        }
    }

    fn digest(&self, nonce: &Nonce) -> Digest {
        digest(nonce, &self.bytes[..self.start], &self.attached_digest)
    }
}

/// A payload as it was found.
struct Parts<'a> {
    /// Up to the first line feed, which belongs to it.
    line: &'a [u8],
    attached: &'a [u8],
    attached_digest: Digest,
}

impl<'a> Parts<'a> {
    fn of(payload: &'a [u8]) -> Self {
        let feed = payload.iter().position(|byte| *byte == b'\n');
        let end = feed.map_or(payload.len(), |feed| feed + 1);
        let (line, attached) = payload.split_at(end);
        Self {
            line,
            attached,
            attached_digest: Digest::of(&[attached]),
        }
    }

    fn digest(&self, nonce: &[u8]) -> Digest {
        digest(nonce, self.line, &self.attached_digest)
    }
}

fn says<T: DeserializeOwned>(line: &[u8]) -> Option<(Person, T)> {
    let line: Line<Person, T> = serde_json::from_slice(line).ok()?;
    (line.format == FORMAT).then_some((line.by, line.says))
}

fn whole<T: DeserializeOwned>(line: &[u8], entry: fn(T) -> Entry) -> Option<(Person, Entry)> {
    says(line).map(|(by, says)| (by, entry(says)))
}

#[derive(Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
struct RubricHeader {
    id: String,
    version: String,
    hash: String,
    /// Name and length of each file.
    files: Vec<(String, usize)>,
}

impl RubricHeader {
    fn of(snapshot: &Snapshot) -> Self {
        let files = snapshot.files.iter();
        Self {
            id: snapshot.id.clone(),
            version: snapshot.version.clone(),
            hash: snapshot.hash.clone(),
            files: files
                .map(|file| (file.name.clone(), file.bytes.len()))
                .collect(),
        }
    }

    fn with(self, mut attached: &[u8]) -> Option<Snapshot> {
        let mut files = Vec::new();
        for (name, length) in self.files {
            let (bytes, rest) = attached.split_at_checked(length)?;
            attached = rest;
            let bytes = bytes.to_vec();
            files.push(RubricFile { name, bytes });
        }
        attached.is_empty().then_some(Snapshot {
            id: self.id,
            version: self.version,
            hash: self.hash,
            files,
        })
    }
}

/// An event as it lies in the store. Erased, it has neither nonce nor payload.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Stored {
    pub(crate) sequence: u64,
    pub(crate) kind: String,
    pub(crate) time: String,
    pub(crate) nonce: Option<Vec<u8>>,
    pub(crate) payload: Option<Vec<u8>>,
    pub(crate) digest: Digest,
    pub(crate) hash: Digest,
}

/// An event as it is read: what it says is none where it was erased.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Event {
    /// Its number, from 1 without gaps.
    pub sequence: u64,
    /// What kind of thing happened; see [`Entry::kind`].
    pub kind: String,
    /// When, as it is hashed: RFC 3339.
    pub time: String,
    /// The digest of nonce and payload; see `docs/store.md`.
    pub digest: Digest,
    /// What pins it and everything before it.
    pub hash: Digest,
    /// Who did what.
    pub content: Option<(Person, Entry)>,
}

/// The digest of an event's content. What is attached goes in by its own digest: a card's is its
/// id, so that a card is hashed once.
fn digest(nonce: &[u8], line: &[u8], attached: &Digest) -> Digest {
    Digest::of(&[nonce, line, attached.bytes()])
}

/// The hash of an event that follows `previous`.
pub(crate) fn hash(
    previous: &Digest,
    sequence: u64,
    kind: &str,
    time: &str,
    digest: &Digest,
) -> Digest {
    let length = |text: &str| (text.len() as u64).to_be_bytes();
    Digest::of(&[
        DOMAIN,
        previous.bytes(),
        &sequence.to_be_bytes(),
        &length(kind),
        kind.as_bytes(),
        &length(time),
        time.as_bytes(),
        digest.bytes(),
    ])
}

impl Stored {
    /// The event that follows a head.
    pub(crate) fn after(head: &Head, stamp: &Stamp, nonce: &Nonce, entry: &Entry) -> Self {
        let sequence = head.sequence + 1;
        let (kind, time) = (entry.kind(), stamp.time.to_string());
        let payload = entry.encode(&stamp.by);
        let digest = payload.digest(nonce);
        Self {
            sequence,
            hash: hash(&head.hash, sequence, kind, &time, &digest),
            kind: kind.to_owned(),
            time,
            nonce: Some(nonce.to_vec()),
            payload: Some(payload.bytes),
            digest,
        }
    }

    pub(crate) fn head(&self) -> Head {
        Head {
            sequence: self.sequence,
            hash: self.hash,
        }
    }

    /// What it says, checked against its digest.
    pub(crate) fn content(&self) -> Content {
        let (nonce, payload) = match (&self.nonce, &self.payload) {
            (None, None) => return Content::Erased,
            (Some(nonce), Some(payload)) => (nonce, Parts::of(payload)),
            _ => return Content::Altered,
        };
        if payload.digest(nonce) != self.digest {
            return Content::Altered;
        }
        match Entry::decode(&self.kind, &payload) {
            Some((by, entry)) => Content::Says(by, Box::new(entry)),
            None => Content::Unreadable,
        }
    }

    /// The runs of events that it says were erased; none where it is no erasure.
    pub(crate) fn erased_runs(&self) -> Vec<(u64, u64)> {
        match self.content() {
            Content::Says(_, entry) => match *entry {
                Entry::CandidateErased(erased) => erased.records,
                _ => Vec::new(),
            },
            _ => Vec::new(),
        }
    }

    /// Reads it; none where the content is not what was hashed, or cannot be understood.
    pub(crate) fn read(&self) -> Option<Event> {
        let content = match self.content() {
            Content::Says(by, entry) => Some((by, *entry)),
            Content::Erased => None,
            Content::Altered | Content::Unreadable => return None,
        };
        Some(Event {
            sequence: self.sequence,
            kind: self.kind.clone(),
            time: self.time.clone(),
            digest: self.digest,
            hash: self.hash,
            content,
        })
    }
}

/// What became of an event's content.
pub(crate) enum Content {
    /// It was taken away.
    Erased,
    /// It is not what was hashed.
    Altered,
    /// It is what was hashed, and cannot be understood.
    Unreadable,
    /// Who did what.
    Says(Person, Box<Entry>),
}

#[cfg(test)]
mod tests {
    use super::super::Moment;
    use super::*;

    /// The format is fixed: these figures come from `docs/store.md` by way of Python's hashlib.
    #[test]
    fn the_hash_is_the_documented_one() {
        let stamp = Stamp {
            time: Moment::parse("2026-11-20T08:30:00Z").unwrap(),
            by: Person::new("Grace@Example.com "),
        };
        let look = Look {
            candidate: "łucja".to_owned(),
            what: "packet".to_owned(),
        };
        let head = Head {
            sequence: 6,
            hash: Digest::from([0xab; 32]),
        };
        let stored = Stored::after(&head, &stamp, &[7; 32], &Entry::ScoresShown(look.clone()));
        let line = "{\"format\":1,\"by\":{\"signature\":\"Grace@Example.com\",\
                    \"key\":\"grace@example.com\"},\
                    \"says\":{\"candidate\":\"łucja\",\"what\":\"packet\"}}\n";
        let payload = String::from_utf8(stored.payload.clone().unwrap()).unwrap();
        assert_eq!(payload, line);
        assert_eq!(stored.sequence, 7);
        assert_eq!(
            stored.digest.to_string(),
            "eaacdb1b1939521558dadae698dd8bb2322e611de95c78af80784b8ca4afc34b"
        );
        assert_eq!(
            stored.hash.to_string(),
            "3734e0d8df33ac2f8e5c64ae32251e4d3ad592837cb90acec7aaf578c2975431"
        );
        let (by, entry) = stored.read().unwrap().content.unwrap();
        assert_eq!((by, entry), (stamp.by, Entry::ScoresShown(look)));
    }

    fn card(bytes: &[u8]) -> Card {
        Card {
            seat: Seat::new("łucja", "onsite", "Grace"),
            id: Digest::of(&[bytes]),
            rubric: "sha256:00".to_owned(),
            shadow: false,
            sealed: false,
            revision: 1,
            reason: None,
            after_seeing_others: false,
            bytes: bytes.to_vec(),
        }
    }

    fn stored(entry: &Entry) -> Stored {
        let stamp = Stamp {
            time: Moment::parse("2026-11-20T08:30:00Z").unwrap(),
            by: Person::new("Grace"),
        };
        Stored::after(&Head::default(), &stamp, &[7; 32], entry)
    }

    /// From Python's hashlib too: the line, then the SHA-256 of the card.
    #[test]
    fn what_is_attached_goes_in_by_its_own_hash() {
        let card = card("# Zażółć\nscore = 3\n".as_bytes());
        let kept = stored(&Entry::CardSubmitted(card.clone()));
        assert_eq!(
            kept.digest.to_string(),
            "6543709b57670e9727f4250f59509bf0eb38b480652213d4ca635fc3e1b7efb0"
        );
        let payload = kept.payload.clone().unwrap();
        assert!(payload.ends_with(&card.bytes));
        for at in 0..payload.len() {
            let mut other = kept.clone();
            other.payload.as_mut().unwrap()[at] ^= 1;
            assert!(matches!(other.content(), Content::Altered), "byte {at}");
        }
    }

    /// Hashed as it should be, and still not the card that its id names.
    #[test]
    fn a_card_under_another_id_is_not_read() {
        let forged = Card {
            bytes: b"score = 4\n".to_vec(),
            ..card(b"score = 3\n")
        };
        let (nonce, payload) = (
            [7; 32],
            Entry::CardSubmitted(forged).encode(&Person::new("g")),
        );
        let mut kept = stored(&Entry::CardSubmitted(card(b"")));
        kept.digest = Parts::of(&payload.bytes).digest(&nonce);
        kept.payload = Some(payload.bytes);
        assert!(matches!(kept.content(), Content::Unreadable));
    }

    #[test]
    fn what_is_no_payload_is_not_read() {
        let decode = |kind, payload: &str| Entry::decode(kind, &Parts::of(payload.as_bytes()));
        let sound = "{\"format\":1,\"by\":{\"signature\":\"g\",\"key\":\"g\"},\
                     \"says\":{\"candidate\":\"a\",\"what\":\"b\"}}\n";
        assert!(decode("scores-shown", sound).is_some());
        for (kind, payload) in [
            ("scores-shown", sound.trim()),
            ("scores-shown", ""),
            ("scores-shown", "\n"),
            ("scores-shown", &format!("{sound}more")),
            ("scores-shown", &sound.replace("format\":1", "format\":2")),
            ("seat-left", sound),
            ("unheard-of", sound),
        ] {
            assert_eq!(decode(kind, payload), None, "{kind} {payload}");
        }
    }
}
