//! What stands between the cells of a table.

use super::cells::Cells;

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
    /// All of them.
    const ALL: [Self; 3] = [Self::Comma, Self::Semicolon, Self::Tab];

    /// As it stands in a file.
    #[must_use]
    pub fn byte(self) -> u8 {
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
    #[must_use]
    pub fn shown(self) -> &'static str {
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
    let known = Separator::ALL.map(|known| (char::from(known.byte()), known.shown()));
    let mut kinds = known.into_iter().chain([('|', "`|`")]);
    kinds.find_map(|(separator, shown)| Some((header.find(separator)?, shown)))
}

/// How many rows are looked at to tell separators apart.
const LOOKED_AT: usize = 20;

/// What separates the cells of a text that begins with its header: the one kind of separator that
/// stands outside of quotes there. Where there are several, the one by which rows come out as long
/// as the header. A header without any has one column.
///
/// # Errors
/// The kinds between which nothing decides.
pub(super) fn of_text(text: &str) -> Result<Separator, Vec<Separator>> {
    let in_header = in_header(text);
    let kinds: Vec<_> = Separator::ALL
        .into_iter()
        .filter(|kind| in_header.contains(&kind.byte()))
        .collect();
    if let [] | [_] = kinds[..] {
        return Ok(kinds.first().copied().unwrap_or(Separator::Comma));
    }
    let fits = |kind: &Separator| rows_fit(text, *kind);
    let fitting: Vec<_> = kinds.iter().copied().filter(fits).collect();
    match fitting[..] {
        [only] => Ok(only),
        _ => Err(kinds),
    }
}

/// What stands outside of quotes on the first line that has anything on it.
fn in_header(text: &str) -> Vec<u8> {
    let mut is_quoted = false;
    let mut outside = Vec::new();
    for byte in text.trim_start().bytes() {
        match byte {
            b'"' => is_quoted = !is_quoted,
            b'\n' | b'\r' if !is_quoted => break,
            _ if !is_quoted => outside.push(byte),
            _ => {}
        }
    }
    outside
}

/// Whether there are rows, and the first of them are as long as the header.
fn rows_fit(text: &str, kind: Separator) -> bool {
    let mut cells = Cells::of(text, 0, kind.byte());
    let mut raw = Vec::new();
    let mut rows = std::iter::from_fn(|| cells.row(&mut raw, 0)).filter(|row| !row.is_blank);
    let Some(header) = rows.next() else {
        return false;
    };
    let mut lengths = rows.take(LOOKED_AT).map(|row| row.n_cells).peekable();
    lengths.peek().is_some() && lengths.all(|n_cells| n_cells == header.n_cells)
}
