//! Tables for Excel.

use clap::ValueEnum;

use crate::render::csv::Dialect;

/// What stands between the cells of a table for Excel.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Separator {
    /// A comma, and decimals with a point: English settings, among others.
    Comma,
    /// A semicolon, and decimals with a comma: most settings of Europe and South America.
    Semicolon,
}

/// Whether a table is for Excel.
#[derive(Debug, clap::Args)]
pub(super) struct Excel {
    /// In CSV: as Excel opens it with a double click, with a byte-order mark. It splits cells at the
    /// list separator of the system's regional settings, so say which that is.
    #[arg(
        long,
        value_enum,
        value_name = "SEPARATOR",
        num_args = 0..=1,
        require_equals = true,
        default_missing_value = "comma"
    )]
    excel: Option<Separator>,
}

impl Excel {
    /// Whether it is asked for.
    pub(super) fn is_asked(&self) -> bool {
        self.excel.is_some()
    }

    /// How tables are spelt.
    pub(super) fn dialect(&self) -> Dialect {
        match self.excel {
            None => Dialect::Plain,
            Some(Separator::Comma) => Dialect::Marked,
            Some(Separator::Semicolon) => Dialect::Semicolon,
        }
    }
}
