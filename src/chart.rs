//! Charts as data: what they show, not how they are drawn.
//!
//! A view holds a chart, its template hands it to the `chart` filter, and every format draws it
//! in its own way. Numbers are finite; a chart that holds others is shown as the data it is.

use serde::{Deserialize, Serialize};

/// One chart.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Chart {
    /// Sizes beside each other.
    Bars(Bars),
    /// Estimates with their intervals on one axis.
    Intervals(Intervals),
    /// Which rows meet which columns, and how often.
    Matrix(Matrix),
    /// A text for each row and column, on shades of one scale.
    Grid(Grid),
}

impl Chart {
    /// What the chart shows, in a few words.
    #[must_use]
    pub fn title(&self) -> &str {
        match self {
            Self::Bars(bars) => &bars.title,
            Self::Intervals(intervals) => &intervals.title,
            Self::Matrix(matrix) => &matrix.title,
            Self::Grid(grid) => &grid.title,
        }
    }
}

/// Horizontal bars from zero.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Bars {
    /// What they show.
    pub title: String,
    /// What a full bar stands for; over zero.
    pub full: f64,
    /// From top to bottom.
    pub rows: Vec<Bar>,
}

/// One bar.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Bar {
    /// What it is of.
    pub label: String,
    /// How long it is, from 0 to [`Bars::full`].
    pub value: f64,
    /// The value in words, such as `high` or `45 min`.
    pub text: String,
}

/// Points with intervals on one axis.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Intervals {
    /// What they show.
    pub title: String,
    /// Where the axis begins.
    pub from: f64,
    /// Where it ends; over [`Intervals::from`].
    pub to: f64,
    /// A line across all rows, such as the bar-line.
    pub line: Option<Line>,
    /// From top to bottom.
    pub rows: Vec<Interval>,
}

/// A line across a chart.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Line {
    /// Where on the axis.
    pub at: f64,
    /// What it stands for.
    pub label: String,
}

/// An estimate and how sure it is.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Interval {
    /// What it is of.
    pub label: String,
    /// The lower end.
    pub low: f64,
    /// The estimate, between the ends.
    pub estimate: f64,
    /// The upper end.
    pub high: f64,
    /// The estimate in words.
    pub text: String,
}

/// Counts in rows and columns.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Matrix {
    /// What they show.
    pub title: String,
    /// The names of the columns.
    pub columns: Vec<String>,
    /// The count that the darkest ground stands for; none where counts are not compared.
    #[serde(default)]
    pub darkest: Option<u32>,
    /// From top to bottom.
    pub rows: Vec<MatrixRow>,
}

/// One row of a matrix.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct MatrixRow {
    /// What it is of.
    pub label: String,
    /// One a column; none where row and column do not meet, which is not zero.
    pub cells: Vec<Option<u32>>,
}

/// Texts in rows and columns: a heat map that can be read without its colours.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Grid {
    /// What it shows.
    pub title: String,
    /// From left to right.
    pub columns: Vec<GridColumn>,
    /// What [`GridRow::beside`] says; empty where it says nothing.
    pub beside: String,
    /// From top to bottom.
    pub rows: Vec<GridRow>,
    /// What cells stand for; none where another grid says it.
    pub keys: Vec<GridKey>,
}

/// The head of a column.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct GridColumn {
    /// What it is of.
    pub label: String,
    /// What else there is to say of it.
    pub note: String,
}

/// One row of a grid.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct GridRow {
    /// What it is of.
    pub label: String,
    /// One a column.
    pub cells: Vec<GridCell>,
    /// What stands at its end.
    pub beside: String,
}

/// One cell: never without a text.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct GridCell {
    /// What it says, in a few characters or words.
    pub text: String,
    /// What it stands on.
    pub ground: Ground,
}

/// What a cell stands on.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Ground {
    /// A shade, from 0 for the lowest value, the lightest, to 1 for the highest, the darkest.
    Shade(f64),
    /// An outline: something was due here, and it has no number.
    Outline,
    /// Nothing: nothing was due.
    Bare,
}

/// What a cell stands for.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct GridKey {
    /// The cell.
    pub cell: GridCell,
    /// In words.
    pub meaning: String,
}
