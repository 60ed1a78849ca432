//! How fast agreement is computed, and in how much memory.
//!
//! `cargo bench --bench agreement`. What is shown as allocated is the table and what is computed
//! from it; the ratings it is made of, which a caller need not keep, are 16 bytes each. `dense` has every cell of 20,000 units
//! by 300 raters, `panel` the same with five raters a unit, `large` 100,000 candidates on five
//! criteria with four of 5,000 raters each: 2,000,000 ratings.

use divan::{AllocProfiler, Bencher, black_box};
use panelkit::calibration::agreement::krippendorff::{Metric, alpha};
use panelkit::calibration::agreement::{Agreement, Bootstrap, Counts, Options, Rating, Table};

#[global_allocator]
static ALLOC: AllocProfiler = AllocProfiler::system();

const METRICS: [Metric; 4] = [
    Metric::Nominal,
    Metric::Ordinal,
    Metric::Interval,
    Metric::Ratio,
];

fn main() {
    divan::main();
}

/// So many units with so many of so many raters each.
#[derive(Debug, Clone, Copy)]
struct Size {
    units: u32,
    per_unit: u32,
    raters: u32,
    /// Distinct values, from 1.
    values: u32,
}

const DENSE: Size = Size {
    units: 20_000,
    per_unit: 300,
    raters: 300,
    values: 5,
};

const PANEL: Size = Size {
    per_unit: 5,
    ..DENSE
};

const LARGE: Size = Size {
    units: 500_000,
    per_unit: 4,
    raters: 5_000,
    values: 5,
};

/// Bits that differ for every number.
fn mix(number: u32) -> u32 {
    let mixed = (number ^ (number >> 16)).wrapping_mul(0x7feb_352d);
    let mixed = (mixed ^ (mixed >> 15)).wrapping_mul(0x846c_a68b);
    mixed ^ (mixed >> 16)
}

/// Ratings that agree in part: a unit's value, and one more for some of its raters.
fn ratings(size: Size) -> Vec<Rating> {
    let units = (0..size.units).flat_map(move |unit| {
        let first = mix(unit) % (size.raters - size.per_unit + 1);
        let of_unit = mix(unit ^ 0x5bd1_e995) % (size.values - 1);
        (0..size.per_unit).map(move |idx| {
            let rater = first + idx;
            let more = mix(unit.wrapping_mul(8_191) ^ rater) % 3 / 2;
            Rating {
                unit,
                rater,
                value: f64::from(1 + of_unit + more),
            }
        })
    });
    units.collect()
}

fn table(ratings: &[Rating]) -> Table {
    Table::new(ratings.iter().copied()).expect("nobody rates a unit twice")
}

fn alphas(table: &Table) {
    let counts = Counts::new(table);
    for metric in METRICS {
        let found = alpha(&counts.sample(), metric).expect("ratings differ");
        assert!((0.0..1.0).contains(&found));
        black_box(found);
    }
}

/// From ratings to the table.
#[divan::bench(sample_count = 5, sample_size = 1, args = [DENSE, PANEL, LARGE])]
fn make_table(bencher: Bencher, size: Size) {
    let ratings = ratings(size);
    bencher.bench(|| table(&ratings));
}

/// All four of Krippendorff's alphas from a table.
#[divan::bench(sample_count = 5, sample_size = 1, args = [DENSE, PANEL, LARGE])]
fn four_alphas(bencher: Bencher, size: Size) {
    let table = table(&ratings(size));
    bencher.bench(|| alphas(&table));
}

/// The four where values are hardly ever the same.
#[divan::bench(sample_count = 5, sample_size = 1)]
fn four_alphas_of_many_values(bencher: Bencher) {
    let size = Size {
        values: 100_000,
        ..LARGE
    };
    let table = table(&ratings(size));
    bencher.bench(|| alphas(&table));
}

/// From ratings to the table and the four alphas.
#[divan::bench(sample_count = 5, sample_size = 1, args = [DENSE, PANEL, LARGE])]
fn table_and_alphas(bencher: Bencher, size: Size) {
    let ratings = ratings(size);
    bencher.bench(|| alphas(&table(&ratings)));
}

/// Every coefficient.
#[divan::bench(sample_count = 5, sample_size = 1, args = [DENSE, PANEL, LARGE])]
fn everything(bencher: Bencher, size: Size) {
    let options = Options {
        confidence: 0.9,
        bootstrap: None,
        groups: None,
        wholes: None,
    };
    let table = table(&ratings(size));
    bencher.bench(|| Agreement::new(&table, options));
}

/// Every coefficient with intervals of 1,000 resamples.
#[divan::bench(sample_count = 1, sample_size = 1)]
fn everything_resampled(bencher: Bencher) {
    let bootstrap = Bootstrap {
        n_replicates: 1_000,
        seed: 1,
    };
    let options = Options {
        confidence: 0.9,
        bootstrap: Some(bootstrap),
        groups: None,
        wholes: None,
    };
    let table = table(&ratings(PANEL));
    bencher.bench(|| Agreement::new(&table, options));
}
