//! How a table is spelt: for programs, or for Excel, which goes by the regional settings of the
//! system it runs on.
//!
//! Excel takes a file for UTF-8 only with a byte-order mark, and splits it at the list separator of
//! the system: a comma, or a semicolon where decimals have a comma. A first line `sep=;` would say
//! so too, but other programs read it as data, so it is not written.

/// How a table is spelt.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Dialect {
    /// Commas and decimal points, no byte-order mark.
    #[default]
    Plain,
    /// The same with the mark alone before it.
    Marked,
    /// For Excel where decimals have a comma: the mark, semicolons, decimal commas.
    Semicolon,
}

/// Columns of numbers that may have decimals. Texts are never respelt.
const DECIMALS: &[&str] = &["coverage", "fair_score", "high", "low", "p_bar", "weight"];

/// What the names of such columns begin with.
const DECIMALS_OF: &[&str] = &["fair:"];

impl Dialect {
    /// What stands before the table.
    pub(super) fn mark(self) -> &'static [u8] {
        match self {
            Self::Plain => b"",
            Self::Marked | Self::Semicolon => "\u{feff}".as_bytes(),
        }
    }

    /// What stands between cells.
    pub(super) fn separator(self) -> u8 {
        match self {
            Self::Plain | Self::Marked => b',',
            Self::Semicolon => b';',
        }
    }

    /// Which columns have decimals to be spelt with a comma.
    pub(super) fn commas(self, columns: &[&str]) -> Vec<bool> {
        let has_decimals = |column: &&str| {
            DECIMALS.contains(column) || DECIMALS_OF.iter().any(|start| column.starts_with(start))
        };
        let columns = columns.iter();
        columns
            .map(|column| self == Self::Semicolon && has_decimals(column))
            .collect()
    }
}

/// A number with a decimal comma; what is no number stays as it is.
pub(super) fn with_comma(cell: &[u8]) -> Vec<u8> {
    let is_of_number = |byte: &u8| byte.is_ascii_digit() || matches!(byte, b'-' | b'.');
    if !cell.iter().all(is_of_number) {
        return cell.to_vec();
    }
    let bytes = cell.iter();
    bytes
        .map(|byte| if *byte == b'.' { b',' } else { *byte })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_alone_get_a_comma() {
        for (cell, expected) in [("3.06", "3,06"), ("-1.5", "-1,5"), ("2", "2"), ("", "")] {
            assert_eq!(with_comma(cell.as_bytes()), expected.as_bytes());
        }
        for text in ["1.0 or 2.0", "v1.2"] {
            assert_eq!(with_comma(text.as_bytes()), text.as_bytes());
        }
    }

    #[test]
    fn columns_of_texts_are_never_respelt() {
        let columns = [
            "candidate",
            "fair_score",
            "rubric_version",
            "fair:a",
            "state:a",
        ];
        let commas = Dialect::Semicolon.commas(&columns);
        assert_eq!(commas, [false, true, false, true, false]);
        assert!(!Dialect::Marked.commas(&columns).contains(&true));
    }
}
