//! What a store keeps as rows, for spreadsheets and programs: one object a line, or a row of cells.
//!
//! Private notes are in none of them.

pub mod audit;
pub mod panels;
pub mod pipeline;
pub mod scores;

/// Version of the objects, which each of them carries.
pub const FORMAT: u32 = 1;

/// A row that can be written as CSV: an object of named values with a cell for each column.
pub trait Row: serde::Serialize {
    /// A cell for each column; texts have been made harmless for spreadsheets.
    fn cells(&self) -> Vec<String>;
}

/// The cell of a text; empty where there is none.
fn shown(value: Option<&str>) -> String {
    crate::render::csv::text(value.unwrap_or_default())
}

/// The cell of a number or a truth value; empty where there is none.
fn plain(value: Option<impl ToString>) -> String {
    value.map(|value| value.to_string()).unwrap_or_default()
}
