//! What the tests of coefficients share, and what holds for all of them.

use proptest::prelude::*;
use rand_pcg::Pcg64;
use rand_pcg::rand_core::{Rng, SeedableRng};

use super::krippendorff::{Metric, alpha};
use super::*;

mod peers;

pub(super) fn near(found: f64, expected: f64, tolerance: f64) {
    let error = (found - expected).abs();
    assert!(error <= tolerance, "{found} is not {expected}");
}

/// The rows of a file in `tests/reference`, without its head line. No field there has a comma.
pub(super) fn reference(name: &str) -> Vec<Vec<String>> {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/reference");
    let text = std::fs::read_to_string(format!("{folder}/{name}")).unwrap();
    let lines = text.lines().skip(1);
    let cells = |line: &str| line.split(',').map(str::to_owned).collect();
    lines.map(cells).collect()
}

/// A row for each unit with a column for each rater.
pub(super) fn table_of_rows(rows: &[Vec<Option<f64>>]) -> Table {
    let units = (0..).zip(rows);
    let ratings = units.flat_map(|(unit, row)| {
        let cells = (0..).zip(row);
        cells.filter_map(move |(rater, value)| value.map(|value| Rating { unit, rater, value }))
    });
    Table::new(ratings.collect::<Vec<_>>()).unwrap()
}

/// A row for each unit with a column for each value, from 1: how often it was given.
pub(super) fn counts_table(rows: &[Vec<u32>]) -> Table {
    let row = |counts: &Vec<u32>| {
        let values = (1..).zip(counts);
        let repeated = values.flat_map(|(value, n)| vec![Some(f64::from(value)); *n as usize]);
        repeated.collect()
    };
    table_of_rows(&rows.iter().map(row).collect::<Vec<_>>())
}

/// Units with an effect of variance 1, raters with 0.5, the rest with 0.25; each cell is filled
/// with a probability.
pub(super) fn random_rows(
    seed: u64,
    n_units: usize,
    n_raters: usize,
    filled: f64,
) -> Vec<Vec<Option<f64>>> {
    let mut random = Pcg64::seed_from_u64(seed);
    let mut uniform = move || f64::from(random.next_u32()) / 4_294_967_296.0;
    // Twelve uniform numbers have variance 1 in sum.
    let mut normal = {
        let uniform = &mut uniform;
        move || (0..12).map(|_| uniform()).sum::<f64>() - 6.0
    };
    let raters: Vec<_> = (0..n_raters).map(|_| normal() * 0.5_f64.sqrt()).collect();
    let units: Vec<_> = (0..n_units).map(|_| normal()).collect();
    let noise: Vec<_> = (0..n_units * n_raters).map(|_| normal() * 0.5).collect();
    let rows = units
        .iter()
        .zip(noise.chunks(n_raters))
        .map(|(unit, noise)| {
            let values = raters
                .iter()
                .zip(noise)
                .map(|(rater, noise)| unit + rater + noise);
            values
                .map(|value| (uniform() < filled).then_some(value))
                .collect()
        });
    rows.collect()
}

/// Every coefficient, by name; the summary has each of them.
fn figures(table: &Table) -> serde_json::Value {
    let options = Options {
        confidence: 0.9,
        bootstrap: None,
        groups: None,
        wholes: None,
    };
    serde_json::to_value(Agreement::new(table, options)).unwrap()
}

/// The numbers of a summary with their paths.
fn numbers(value: &serde_json::Value) -> Vec<(String, f64)> {
    match value {
        serde_json::Value::Object(fields) => fields
            .iter()
            .flat_map(|(name, value)| {
                let inner = numbers(value).into_iter();
                inner.map(move |(path, number)| (format!("{name}/{path}"), number))
            })
            .collect(),
        serde_json::Value::Array(items) => items.iter().flat_map(numbers).collect(),
        value => value
            .as_f64()
            .map(|n| (String::new(), n))
            .into_iter()
            .collect(),
    }
}

fn assert_same_figures(one: &Table, other: &Table) {
    let (one, other) = (figures(one), figures(other));
    assert_eq!(one["undefined"], other["undefined"]);
    for ((name, one), (same_name, other)) in numbers(&one).into_iter().zip(numbers(&other)) {
        assert_eq!(name, same_name);
        let near = (one - other).abs() <= 1e-9 * (1.0 + one.abs());
        assert!(near, "{name}: {one} and {other}");
    }
}

/// `1 − Do/De` over pairs of ratings, as the definition has it.
fn naive_nominal(rows: &[Vec<Option<f64>>]) -> Option<f64> {
    let units: Vec<Vec<f64>> = rows
        .iter()
        .map(|row| row.iter().flatten().copied().collect())
        .filter(|unit: &Vec<f64>| unit.len() > 1)
        .collect();
    let apart = |one: f64, other: f64| f64::from(u8::from(one.total_cmp(&other).is_ne()));
    let over_pairs = |values: &[f64]| -> f64 {
        let pairs = values
            .iter()
            .flat_map(|one| values.iter().map(move |other| (one, other)));
        pairs.map(|(one, other)| apart(*one, *other)).sum()
    };
    let all: Vec<f64> = units.iter().flatten().copied().collect();
    let n = crate::text::count(all.len());
    let of_unit = |unit: &Vec<f64>| over_pairs(unit) / (crate::text::count(unit.len()) - 1.0);
    let observed = units.iter().map(of_unit).sum::<f64>() / n;
    let expected = over_pairs(&all) / (n * (n - 1.0));
    (expected > 0.0).then(|| 1.0 - observed / expected)
}

/// Small data with missing cells: rows of units, columns of raters, values 1 to 4.
fn small_rows() -> impl Strategy<Value = Vec<Vec<Option<f64>>>> {
    (1_usize..5).prop_flat_map(|n_raters| {
        let cell = prop_oneof![
            1 => Just(None),
            3 => (1_u8..5).prop_map(|value| Some(f64::from(value))),
        ];
        prop::collection::vec(prop::collection::vec(cell, n_raters), 0..9)
    })
}

fn metrics() -> [Metric; 4] {
    [
        Metric::Nominal,
        Metric::Ordinal,
        Metric::Interval,
        Metric::Ratio,
    ]
}

proptest! {
    #[test]
    fn nominal_alpha_is_its_definition_over_pairs(rows in small_rows()) {
        let table = table_of_rows(&rows);
        let found = alpha(&Counts::new(&table).sample(), Metric::Nominal).ok();
        match (found, naive_nominal(&rows)) {
            (Some(found), Some(expected)) => near(found, expected, 1e-12),
            (found, expected) => prop_assert_eq!(found, expected),
        }
    }

    #[test]
    fn names_of_units_and_raters_do_not_matter(rows in small_rows(), shift in 0_usize..9) {
        let table = table_of_rows(&rows);
        let mut renamed: Vec<Vec<_>> = rows.iter().rev().cloned().collect();
        let by = shift % renamed.len().max(1);
        renamed.rotate_left(by);
        for row in &mut renamed {
            row.reverse();
        }
        assert_same_figures(&table, &table_of_rows(&renamed));
    }

    #[test]
    fn the_order_of_ratings_does_not_change_a_bit(rows in small_rows(), by in 0_usize..40) {
        let mut ratings: Vec<Rating> = Vec::new();
        for (unit, row) in (0..).zip(&rows) {
            for (rater, value) in (0..).zip(row) {
                ratings.extend(value.map(|value| Rating { unit, rater, value }));
            }
        }
        let table = Table::new(ratings.iter().copied()).unwrap();
        let by = by % ratings.len().max(1);
        ratings.rotate_left(by);
        ratings.reverse();
        prop_assert_eq!(&table, &Table::new(ratings.iter().copied()).unwrap());
    }

    #[test]
    fn every_figure_is_finite_and_at_most_one_or_has_a_reason(rows in small_rows()) {
        let found = figures(&table_of_rows(&rows));
        for (name, value) in found.as_object().unwrap() {
            let is_figure = ["percent", "cohen", "fleiss_kappa", "gwet", "alpha"];
            if is_figure.iter().any(|start| name.starts_with(start)) {
                let has_reason = !found["undefined"][name].is_null();
                prop_assert_eq!(value.is_null(), has_reason, "{}", name);
                prop_assert!(value.as_f64().is_none_or(|v| v <= 1.0 + 1e-12), "{}", name);
            }
        }
        for name in icc::NAMES {
            let value = &found["icc"][name];
            let has_reason = !found["undefined"][format!("icc.{name}")].is_null();
            prop_assert_eq!(value.is_null(), has_reason, "{}", name);
            prop_assert!(value.as_f64().is_none_or(|v| v <= 1.0 + 1e-9), "{}: {}", name, value);
        }
        if let Some(share) = found["percent"].as_f64() {
            prop_assert!((0.0..=1.0).contains(&share));
        }
    }

    #[test]
    fn full_agreement_is_one(values in prop::collection::vec(1_u8..5, 2..9), n_raters in 2_usize..5) {
        prop_assume!(values.iter().any(|value| *value != values[0]));
        let rows: Vec<_> = values
            .iter()
            .map(|value| vec![Some(f64::from(*value)); n_raters])
            .collect();
        let found = figures(&table_of_rows(&rows));
        for (name, value) in numbers(&found) {
            let is_figure = ["percent", "cohen", "fleiss_kappa", "gwet", "alpha", "icc/icc"];
            if is_figure.iter().any(|start| name.starts_with(start)) {
                near(value, 1.0, 1e-12);
            }
        }
        prop_assert!(found["alpha_ratio"].is_number() && found["icc"]["icc3k"].is_number());
    }

    #[test]
    fn ratings_that_make_no_pair_do_not_matter_to_alpha(rows in small_rows(), value in 1_u8..9) {
        let mut more = rows.clone();
        let n_raters = rows.first().map_or(1, Vec::len);
        let mut row = vec![None; n_raters];
        row[n_raters - 1] = Some(f64::from(value));
        more.insert(0, row);
        let (table, more) = (table_of_rows(&rows), table_of_rows(&more));
        let (counts, more) = (Counts::new(&table), Counts::new(&more));
        for metric in metrics() {
            let (one, other) = (alpha(&counts.sample(), metric), alpha(&more.sample(), metric));
            match (one, other) {
                (Ok(one), Ok(other)) => near(one, other, 1e-12),
                (one, other) => prop_assert_eq!(one, other),
            }
        }
        let percent = (percent::agreement(&counts.sample()), percent::agreement(&more.sample()));
        prop_assert_eq!(percent.0, percent.1);
    }

    #[test]
    fn wild_values_never_make_a_figure_that_is_no_number(
        values in prop::collection::vec(prop::num::f64::NORMAL | prop::num::f64::SUBNORMAL | prop::num::f64::ZERO, 2..13),
    ) {
        let rows: Vec<Vec<_>> = values.chunks(3).map(|row| row.iter().copied().map(Some).collect()).collect();
        let found = figures(&table_of_rows(&rows));
        // JSON has no NaN: it would be null, and then there is no reason beside.
        for (name, value) in found.as_object().unwrap() {
            let has_reason = !found["undefined"][name].is_null();
            prop_assert_eq!(value.is_null(), has_reason, "{}", name);
        }
        for name in icc::NAMES {
            let has_reason = !found["undefined"][format!("icc.{name}")].is_null();
            prop_assert_eq!(found["icc"][name].is_null(), has_reason, "{}", name);
        }
    }
}
