//! Agreement of a panel: on single criteria, and on candidates as a whole.

use serde::Serialize;

use super::Options;
use crate::calibration::agreement::{self, Agreement, Rating, Table, table};
use crate::calibration::records::Records;

/// The coefficients. A unit is a candidate on one criterion; for intraclass correlations it is a
/// candidate, with the mean over the criteria that an interviewer rated.
#[derive(Debug, Clone, Serialize)]
pub struct PanelAgreement {
    /// What is compared.
    pub unit: &'static str,
    /// What intraclass correlations compare.
    pub icc_unit: &'static str,
    /// Later ratings of a candidate on a criterion by the same interviewer, in other rounds: only
    /// the first can be compared.
    pub n_repeats_left_out: usize,
    /// Ratings that a unit had on average.
    pub ratings_per_unit: Option<f64>,
    /// The coefficients; none where there are too many ratings to count.
    #[serde(flatten)]
    pub coefficients: Option<Agreement>,
}

pub(super) fn agreement(records: &Records, options: &Options) -> PanelAgreement {
    let mut cells: Vec<Cell> = records.counted().zip(0..).map(Cell::of).collect();
    cells.sort_unstable();
    let n_all = cells.len();
    cells.dedup_by_key(|cell| (cell.candidate, cell.item, cell.interviewer));
    let mut groups = Vec::new();
    let mut ratings = Vec::with_capacity(cells.len());
    let same = |a: &Cell, b: &Cell| (a.candidate, a.item) == (b.candidate, b.item);
    for (unit, of_unit) in (0..).zip(cells.chunk_by(same)) {
        groups.push(of_unit[0].candidate);
        ratings.extend(of_unit.iter().map(|cell| Rating {
            unit,
            rater: cell.interviewer,
            value: f64::from(cell.score),
        }));
    }
    let n_ratings = cells.len();
    let scale: Vec<f64> = records
        .scale
        .iter()
        .map(|point| f64::from(*point))
        .collect();
    let units = Table::on_scale(ratings.iter().copied(), &scale).ok();
    drop(ratings);
    let coefficients = units.and_then(|units| coefficients(&cells, &units, &groups, options));
    PanelAgreement {
        unit: "a candidate on a criterion",
        icc_unit: "a candidate, by the mean of an interviewer's ratings",
        n_repeats_left_out: n_all - n_ratings,
        ratings_per_unit: (!groups.is_empty()).then(|| crate::text::ratio(n_ratings, groups.len())),
        coefficients,
    }
}

fn coefficients(
    cells: &[Cell],
    units: &Table,
    groups: &[u32],
    options: &Options,
) -> Option<Agreement> {
    let wholes = table::means(cells.iter().map(|cell| Rating {
        unit: cell.candidate,
        rater: cell.interviewer,
        value: f64::from(cell.score),
    }));
    let wholes = Table::new(wholes.iter().copied()).ok()?;
    Some(Agreement::new(
        units,
        agreement::Options {
            confidence: options.confidence,
            bootstrap: options.bootstrap,
            groups: Some(groups),
            wholes: Some(&wholes),
        },
    ))
}

/// A rating, in the order of units and raters.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct Cell {
    candidate: u32,
    item: u32,
    interviewer: u32,
    /// Its place among all: the first of several is taken.
    place: u32,
    score: i32,
}

impl Cell {
    fn of((rating, place): (&crate::calibration::records::Record, u32)) -> Self {
        Self {
            candidate: rating.candidate,
            item: rating.item,
            interviewer: rating.interviewer,
            place,
            score: rating.score,
        }
    }
}
