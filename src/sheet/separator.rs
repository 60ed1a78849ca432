//! What stands between the cells of a table.

/// What separates the cells of a row.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Separator {
    /// As RFC 4180 has it.
    Comma,
    /// As spreadsheets write where the comma is the decimal sign.
    Semicolon,
    /// As copied from a spreadsheet.
    Tab,
}

impl Separator {
    pub(super) fn byte(self) -> u8 {
        match self {
            Self::Comma => b',',
            Self::Semicolon => b';',
            Self::Tab => b'\t',
        }
    }

    /// One of them, in a sentence.
    pub(super) fn name(self) -> &'static str {
        match self {
            Self::Comma => "comma",
            Self::Semicolon => "semicolon",
            Self::Tab => "tab",
        }
    }

    /// Many of them, in a sentence.
    pub(super) fn shown(self) -> &'static str {
        match self {
            Self::Comma => "commas",
            Self::Semicolon => "`;`",
            Self::Tab => "tabs",
        }
    }
}

/// What a table is said to be separated by.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Separated {
    /// What stands between its cells.
    pub by: Separator,
    /// What to do where it is something else.
    pub advice: &'static str,
}

impl Separated {
    /// What is read where nobody can say otherwise.
    pub const BY_COMMAS: Self = Self {
        by: Separator::Comma,
        advice: "save the table again with commas, as `CSV UTF-8 (comma delimited)`",
    };
}

/// The first kind of separator in a header that should have been more than one cell: where it
/// stands first, and many of them in a sentence.
pub(super) fn found(header: &str) -> Option<(usize, &'static str)> {
    let known = [Separator::Comma, Separator::Semicolon, Separator::Tab];
    let known = known.map(|known| (char::from(known.byte()), known.shown()));
    let mut kinds = known.into_iter().chain([('|', "`|`")]);
    kinds.find_map(|(separator, shown)| Some((header.find(separator)?, shown)))
}
