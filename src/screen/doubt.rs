//! Why a row must be looked at, whatever its cells answer.

use std::fmt;

use crate::document::Id;
use crate::text::visible_line;

/// Why a row must be looked at, whatever its cells answer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Doubt {
    /// The id stands on another line too, the nearest of which is given, from 1.
    Repeated(u64),
    /// An id that differs from it in the case of letters, or in how they are put together, alone
    /// stands on another line, which is given.
    Alike(u64),
    /// There is no id.
    NoId,
    /// What stands for the id is none.
    NotAnId(String),
    /// A cell of the column goes over this many lines and holds what looks like rows.
    Swallowed {
        /// The column's name.
        column: String,
        /// How many lines.
        n_lines: u64,
    },
    /// The row's level is another than the one given for all of them.
    OtherLevel(String),
}

/// What a doubt is about, and what to do: kinds in the order in which they are counted.
pub(super) const KINDS: [(&str, &str); 6] = [
    ("repeated-id", "an id that stands on more than one row"),
    (
        "alike-id",
        "ids that differ by upper and lower case or by how accents are written alone",
    ),
    ("no-id", "no id in the column `candidate`"),
    (
        "not-an-id",
        "an id of other characters than lower-case letters a-z, digits and hyphens, or of more than 64",
    ),
    (
        "swallowed-rows",
        "a cell that holds what looks like rows: a quote may be missing",
    ),
    (
        "other-level",
        "another level than the one given for the file",
    ),
];

impl Doubt {
    /// Its place among the kinds.
    pub(super) fn kind(&self) -> usize {
        match self {
            Self::Repeated(_) => 0,
            Self::Alike(_) => 1,
            Self::NoId => 2,
            Self::NotAnId(_) => 3,
            Self::Swallowed { .. } => 4,
            Self::OtherLevel(_) => 5,
        }
    }

    /// What is wrong with an id, if anything is.
    pub(super) fn of_id(id: &str) -> Option<Self> {
        if Id::is_valid(id) {
            return None;
        }
        if id.is_empty() {
            return Some(Self::NoId);
        }
        Some(Self::NotAnId(id.to_owned()))
    }
}

impl fmt::Display for Doubt {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Repeated(line) => write!(f, "the id stands on line {line} too"),
            Self::Alike(line) => write!(
                f,
                "line {line} has an id that differs by upper and lower case or by how accents are written alone"
            ),
            Self::NoId => f.write_str("the row has no id in the column `candidate`"),
            Self::NotAnId(id) => write!(
                f,
                "`{}` is not an id: lower-case letters a-z, digits and hyphens, 64 at most",
                visible_line(id)
            ),
            Self::Swallowed { column, n_lines } => write!(
                f,
                "the cell in `{}` goes over {n_lines} lines and holds what looks like rows of their own",
                visible_line(column)
            ),
            Self::OtherLevel(level) => write!(
                f,
                "the row is for the level `{}`, and another was given for the file",
                visible_line(level)
            ),
        }
    }
}
