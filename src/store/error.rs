//! What stops a store, in words for the person in front of it.

use std::fmt;

use super::change::Seat;
use super::event::Head;
use super::stage::Stage;
use crate::document::Date;
use crate::text::{Digest, counted, visible_line};

/// Why a store did not do what it was asked.
#[derive(Debug)]
pub enum StoreError {
    /// The panel's rules are against a change; nothing of what came with it is kept.
    Refused {
        /// The place of the change among those given.
        change: usize,
        /// Why.
        refusal: Box<Refusal>,
    },
    /// The store itself is at fault.
    Failed {
        /// What messages call the store: its path.
        place: String,
        /// What is wrong with it.
        fault: Fault,
    },
}

/// A change that is against the rules.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Refusal {
    /// There is another candidate of that id.
    CandidateExists(String),
    /// There is no candidate of that id.
    NoCandidate(String),
    /// The rubric of that hash is not kept.
    NoRubric(String),
    /// The files of a rubric do not have the hash they came with.
    RubricUnsound(String),
    /// Nobody was assigned to that seat.
    NotAssigned(Seat),
    /// The card of that seat came already.
    CardCame(Seat),
    /// Another card fills the seat.
    SeatTaken {
        /// The seat.
        seat: Seat,
        /// The id of the card that fills it.
        kept: Digest,
    },
    /// There is no card to amend.
    NothingToAmend(Seat),
    /// The card of that seat is not a sealed one.
    NotSealed(Seat),
    /// An amendment, a leave, a decision, an erasure, and some records of a stage need a reason.
    NoReason,
    /// A candidate left a stage on a day before the one they came to it.
    LeftBeforeEntered {
        /// The candidate's id.
        candidate: String,
        /// The stage.
        stage: Stage,
        /// The day they came to it.
        entered: Date,
        /// The day they are said to have left it.
        left: Date,
    },
    /// The reason for an erasure names the person who is erased.
    ReasonNames(String),
    /// The log has no event of that number and hash.
    NoHead(Head),
}

/// What is wrong with a store.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Fault {
    /// There is nothing there.
    Missing,
    /// The folder it should lie in does not exist.
    NoFolder,
    /// It is a folder.
    IsFolder,
    /// It is a pipe, a device or a socket.
    NotAFile,
    /// It is a link that leads nowhere.
    DanglingLink,
    /// The file is empty: nothing was ever kept in it.
    Empty,
    /// The file is not a database.
    NotADatabase,
    /// The file is shorter than it says itself.
    Truncated,
    /// It is another program's database.
    Foreign,
    /// It was written by a newer version.
    Newer {
        /// The version of its tables.
        found: i64,
        /// The newest version known here.
        known: i64,
    },
    /// Others kept it busy for as long as was waited.
    Busy,
    /// It may be read and not written.
    ReadOnly,
    /// It may not be read.
    Denied,
    /// The disk is full, or a limit is reached.
    Full,
    /// It cannot be created.
    CannotCreate(String),
    /// Reading or writing failed.
    Io(String),
    /// It failed at the very end: what was written may be kept or not.
    OutcomeUnknown,
    /// The file is damaged.
    Corrupt(String),
    /// A record is not what was hashed when it was kept.
    Altered(u64),
    /// A table does not follow from the log.
    Inconsistent(String),
    /// The randomness of the system failed.
    NoRandomness,
}

impl StoreError {
    pub(crate) fn refused(change: usize) -> impl Fn(Refusal) -> Self {
        move |refusal| Self::Refused {
            change,
            refusal: Box::new(refusal),
        }
    }

    /// What to do about it.
    #[must_use]
    pub fn hint(&self) -> Option<String> {
        match self {
            Self::Refused { refusal, .. } => Some(refusal.hint()),
            Self::Failed { fault, .. } => fault.hint().map(str::to_owned),
        }
    }
}

impl fmt::Display for StoreError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Refused { refusal, .. } => write!(formatter, "{refusal}"),
            Self::Failed { place, fault } => write!(formatter, "{}: {fault}", visible_line(place)),
        }
    }
}

impl std::error::Error for StoreError {}

fn of(seat: &Seat) -> String {
    format!(
        "`{}` for `{}` in `{}`",
        visible_line(&seat.interviewer.signature),
        visible_line(&seat.candidate),
        visible_line(&seat.round)
    )
}

impl fmt::Display for Refusal {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::CandidateExists(id) => write!(
                formatter,
                "there is another candidate `{}`",
                visible_line(id)
            ),
            Self::NoCandidate(id) => {
                write!(formatter, "there is no candidate `{}`", visible_line(id))
            }
            Self::NoRubric(hash) => write!(
                formatter,
                "the rubric with the hash {} is not kept",
                visible_line(hash)
            ),
            Self::RubricUnsound(id) => write!(
                formatter,
                "the files of the rubric `{}` do not have its hash",
                visible_line(id)
            ),
            Self::NotAssigned(seat) => write!(formatter, "nobody expects a card of {}", of(seat)),
            Self::CardCame(seat) => write!(formatter, "the card of {} is in already", of(seat)),
            Self::SeatTaken { seat, kept } => {
                let kept = &kept.to_string()[..12];
                write!(
                    formatter,
                    "another card fills this seat already: {} (card {kept})",
                    of(seat)
                )
            }
            Self::NothingToAmend(seat) => {
                write!(formatter, "there is no card of {} to amend", of(seat))
            }
            Self::NotSealed(seat) => write!(formatter, "the card of {} is not sealed", of(seat)),
            Self::NoReason => write!(formatter, "there is no reason given"),
            Self::LeftBeforeEntered {
                candidate,
                stage,
                entered,
                left,
            } => write!(
                formatter,
                "`{}` came to the stage `{}` on {entered}, after {left}, when they are said to have \
                 left it",
                visible_line(candidate),
                stage.as_str()
            ),
            Self::NoHead(head) => write!(
                formatter,
                "the log of this store has no record {} with the hash {}",
                head.sequence, head.hash
            ),
            Self::ReasonNames(what) => write!(
                formatter,
                "the reason for the erasure contains `{}`, which is to be erased",
                visible_line(what)
            ),
        }
    }
}

impl Refusal {
    fn hint(&self) -> String {
        match self {
            Self::CandidateExists(_) => "choose another id, or change the record of this one",
            Self::NoCandidate(_) => "add the candidate first, or correct the id",
            Self::NoRubric(_) => "keep the rubric together with its first card",
            Self::RubricUnsound(_) => "a file changed while it was read: try again",
            Self::NotAssigned(_) => "correct the round or the interviewer",
            Self::CardCame(_) => "a card that came stays; its author can amend it",
            Self::SeatTaken { .. } => {
                "a card that was submitted does not change, and nothing was kept of this \
                 submission; its author can amend it, with a reason"
            }
            Self::NothingToAmend(_) => "submit the card first",
            Self::NotSealed(_) => "only a sealed card can be opened",
            Self::LeftBeforeEntered { .. } => "correct one of the two days",
            Self::NoReason => "say why: the reason is kept beside the change",
            Self::NoHead(_) => {
                "it is of another store, of a copy that is older, or the log was rewritten: \
                 `panelkit audit verify --head` says which"
            }
            Self::ReasonNames(_) => "the reason stays in the log: say it without naming them",
        }
        .to_owned()
    }
}

impl fmt::Display for Fault {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let text = match self {
            Self::Missing => "there is no store here",
            Self::NoFolder => "the folder for the store does not exist",
            Self::IsFolder => "it is a folder, and a store is a file",
            Self::NotAFile => "it is not a plain file",
            Self::DanglingLink => "it is a link to something that does not exist",
            Self::Empty => "the file is empty",
            Self::NotADatabase => "the file is not a store",
            Self::Truncated => "the file is cut short",
            Self::Foreign => "it is the database of another program",
            Self::Newer { found, known } => {
                return write!(
                    formatter,
                    "the store has version {found}, and this panelkit knows versions up to {known}"
                );
            }
            Self::Busy => "the store is busy",
            Self::ReadOnly => "the store cannot be written: it or its folder is read-only",
            Self::Denied => "permission denied",
            Self::Full => "there is no room left, on the disk or under the limit for files",
            Self::CannotCreate(why) => return write!(formatter, "cannot create the store: {why}"),
            Self::Io(why) => return write!(formatter, "cannot read or write the store: {why}"),
            Self::OutcomeUnknown => "writing failed at the very end: it may be kept or not",
            Self::Corrupt(what) => return write!(formatter, "the file is damaged: {what}"),
            Self::Altered(sequence) => {
                return write!(
                    formatter,
                    "record {sequence} is not what it was when it was kept"
                );
            }
            Self::Inconsistent(what) => {
                return write!(
                    formatter,
                    "the store's tables do not follow from its log: {what}"
                );
            }
            Self::NoRandomness => "the system gives no random numbers",
        };
        formatter.write_str(text)
    }
}

impl Fault {
    fn hint(&self) -> Option<&'static str> {
        Some(match self {
            Self::Missing | Self::Empty => "make one: panelkit init",
            Self::NoFolder => "make the folder first, or correct the path",
            Self::IsFolder | Self::NotAFile => "name a file, such as panelkit.db",
            Self::DanglingLink => "mend the link, or remove it",
            Self::NotADatabase | Self::Foreign => "nothing was touched: name another file",
            Self::Truncated | Self::Corrupt(_) => {
                "keep the file as it is and take the last backup: panelkit doctor says what is \
                 still readable"
            }
            Self::Newer { .. } => "use a newer panelkit; nothing was touched",
            Self::Busy => "somebody else is writing: try again in a moment",
            Self::ReadOnly | Self::Denied => "see to the rights of the file and of its folder",
            Self::Full => "nothing of this was kept: make room and try again",
            Self::OutcomeUnknown => {
                "run the same again: what is kept already is not kept a second time"
            }
            Self::Altered(_) | Self::Inconsistent(_) => {
                "panelkit audit verify names every such record; compare with a backup"
            }
            Self::CannotCreate(_) | Self::Io(_) | Self::NoRandomness => return None,
        })
    }
}

/// Something that `audit verify` found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Problem {
    /// The event it is about, where it is about one.
    pub sequence: Option<u64>,
    /// What is wrong.
    pub what: Wrong,
}

/// What can be wrong with a log or with the tables that follow from it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Wrong {
    /// Records from this one up to the one before the next are gone; how many.
    Missing(u64),
    /// The content is not what was hashed.
    Altered,
    /// The hash does not follow from the record before and this one.
    BrokenLink,
    /// The content cannot be understood.
    Unreadable,
    /// The content is gone, and no erasure lists it.
    UnexplainedErasure,
    /// An erasure lists it, and the content is still there.
    NotErased(u64),
    /// It is filed under another candidate than it is about.
    Misfiled,
    /// What it says cannot follow what was before.
    OutOfPlace(String),
    /// The tables lack what follows from the log: which row.
    RowMissing(String),
    /// The tables have what does not follow from the log: which row.
    RowUnexplained(String),
    /// A row is not as the log has it: which row.
    RowDiffers(String),
    /// The log ends before the saved head: at which number.
    CutShort(u64),
    /// The log has another hash where the saved head is.
    OtherHistory(Head),
}

impl fmt::Display for Problem {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(sequence) = self.sequence {
            write!(formatter, "record {sequence}: ")?;
        }
        match &self.what {
            Wrong::Missing(1) => formatter.write_str("it is gone"),
            Wrong::Missing(n) => write!(
                formatter,
                "{} from here on are gone",
                counted(usize::try_from(*n).unwrap_or(usize::MAX), "record")
            ),
            Wrong::Altered => formatter.write_str("its content was changed"),
            Wrong::BrokenLink => {
                formatter.write_str("it does not follow from the record before it")
            }
            Wrong::Unreadable => formatter.write_str("its content cannot be understood"),
            Wrong::UnexplainedErasure => {
                formatter.write_str("its content is gone and no erasure lists it")
            }
            Wrong::NotErased(by) => write!(
                formatter,
                "record {by} says that it was erased, and its content is still there"
            ),
            Wrong::Misfiled => formatter.write_str("it is filed under another candidate"),
            Wrong::OutOfPlace(why) => write!(formatter, "it cannot follow what was before: {why}"),
            Wrong::RowMissing(row) => write!(formatter, "{row} is missing from the tables"),
            Wrong::RowUnexplained(row) => {
                write!(formatter, "{row} is in the tables, and no record says so")
            }
            Wrong::RowDiffers(row) => write!(formatter, "{row} is not as the record has it"),
            Wrong::CutShort(last) => write!(
                formatter,
                "the log ends at {last}: it was cut short after the head was saved"
            ),
            Wrong::OtherHistory(found) => write!(
                formatter,
                "the log has the hash {} here: it was rewritten after the head was saved",
                found.hash
            ),
        }
    }
}
