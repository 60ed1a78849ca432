//! The figures of other packages on the same ratings: see `tests/reference/README.md`.

use std::collections::HashMap;

use super::super::cohen::{CrossTable, kappa};
use super::super::icc::crossed::MeanSquares;
use super::super::icc::{NAMES, crossed};
use super::*;

/// Figures by name.
fn peers() -> HashMap<String, f64> {
    let rows = reference("agreement_peers.csv");
    let figure = |row: &Vec<String>| (row[0].clone(), row[1].parse().unwrap());
    rows.iter().map(figure).collect()
}

fn ratings(name: &str) -> Table {
    let rows = reference(name);
    let row = |row: &Vec<String>| row.iter().map(|cell| cell.parse().ok()).collect();
    table_of_rows(&rows.iter().map(row).collect::<Vec<_>>())
}

/// The peers' rounding, and theirs is in doubles as ours is.
const SAME: f64 = 1e-12;

#[test]
fn krippendorff_says_the_same() {
    let (peers, table) = (peers(), ratings("agreement_panel.csv"));
    let counts = Counts::new(&table);
    let names = ["nominal", "ordinal", "interval", "ratio"];
    for (name, metric) in names.into_iter().zip(metrics()) {
        let found = alpha(&counts.sample(), metric).unwrap();
        near(found, peers[&format!("krippendorff alpha {name}")], SAME);
    }
}

#[test]
fn irr_cac_says_the_same() {
    let (peers, table) = (peers(), ratings("agreement_panel.csv"));
    let counts = Counts::new(&table);
    let sample = counts.sample();
    for (name, weights) in [
        ("identity", Weights::Plain),
        ("linear", Weights::Linear),
        ("quadratic", Weights::Quadratic),
        ("ordinal", Weights::Ordinal),
    ] {
        let found = gwet::coefficient(&sample, &weights).unwrap();
        near(found, peers[&format!("irrCAC gwet {name}")], SAME);
    }
    near(
        percent::agreement(&sample).unwrap(),
        peers["irrCAC percent"],
        SAME,
    );
    near(
        fleiss::kappa(&sample).unwrap(),
        peers["irrCAC fleiss"],
        SAME,
    );
}

#[test]
fn statsmodels_says_the_same() {
    let (peers, table) = (peers(), ratings("agreement_panel.csv"));
    let pairs = CrossTable::of_raters(&table, 0, 1);
    for (name, weights) in [
        ("plain", Weights::Plain),
        ("linear", Weights::Linear),
        ("quadratic", Weights::Quadratic),
    ] {
        let found = kappa(&pairs, &weights).unwrap();
        near(
            found.value,
            peers[&format!("statsmodels kappa {name}")],
            SAME,
        );
        near(found.se, peers[&format!("statsmodels se {name}")], SAME);
        let of_none = peers[&format!("statsmodels se of none {name}")];
        near(found.se_of_none, of_none, SAME);
    }
}

#[test]
fn pingouin_says_the_same() {
    let (peers, table) = (peers(), ratings("agreement_crossed.csv"));
    let squares: crossed::MeanSquares = MeanSquares::new(&table).unwrap();
    let intervals = squares.intervals(0.95).into_array();
    let forms = squares.forms().into_array();
    for ((name, value), interval) in NAMES.into_iter().zip(forms).zip(intervals) {
        near(value.unwrap(), peers[&format!("pingouin {name}")], SAME);
        let interval = interval.unwrap();
        // Quantiles of F with many decimals of degrees of freedom differ a little.
        near(interval.low, peers[&format!("pingouin {name} low")], 1e-9);
        near(interval.high, peers[&format!("pingouin {name} high")], 1e-9);
    }
}

#[test]
fn the_four_raters_of_gwet() {
    // Gwet 2014, *Handbook of Inter-Rater Reliability*, 4th ed., and the vignette of R's irrCAC
    // (data raw4raters): Fleiss' kappa .761, AC1 .775, agreement .818. The further digits are
    // of irrCAC 0.4.4, `CAC(raw_4raters(), digits=12).gwet()`, for AC2 with
    // weights="ordinal" and "quadratic".
    let columns = reference("krippendorff_4x12.csv");
    let unit = |unit: usize| columns.iter().map(|of| of[unit].parse().ok()).collect();
    let table = table_of_rows(&(1..=12).map(unit).collect::<Vec<_>>());
    let counts = Counts::new(&table);
    let sample = counts.sample();
    near(
        percent::agreement(&sample).unwrap(),
        0.818_181_818_182,
        SAME,
    );
    near(fleiss::kappa(&sample).unwrap(), 0.761_169_275_422, SAME);
    let of = |weights| gwet::coefficient(&sample, &weights).unwrap();
    near(of(Weights::Plain), 0.775_444_068_127, SAME);
    near(of(Weights::Ordinal), 0.898_939_769_908, SAME);
    near(of(Weights::Quadratic), 0.914_000_723_552, SAME);
}
