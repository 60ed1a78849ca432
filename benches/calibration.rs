//! How fast the severity model is fitted, whole: variances, severities with errors, abilities with
//! intervals, fair scores.
//!
//! `cargo bench --bench calibration`, or `-- S`, `-- M`, `-- L` for one size, so that the memory
//! shown is that size's alone. What is shown as allocated leaves the ratings out, 16 bytes each.
//! Panels are simulated with a halo of 0.8.

use divan::{AllocProfiler, Bencher, black_box};
use panelkit::calibration::model::{Data, Settings, model};
use panelkit::calibration::simulate::{Setup, panel};

#[global_allocator]
static ALLOC: AllocProfiler = AllocProfiler::system();

fn main() {
    divan::main();
}

/// Five interviewers a candidate, four criteria, four points.
fn simulated(n_candidates: u32, n_interviewers: u32) -> Data {
    let setup = Setup {
        n_candidates,
        n_interviewers,
        sd_halo: 0.8,
        ..Setup::default()
    };
    panel(&setup, 1).0
}

fn fit(bencher: Bencher, n_candidates: u32, n_interviewers: u32) {
    let data = simulated(n_candidates, n_interviewers);
    bencher.bench(|| {
        let found = model(&data, &Settings::default()).expect("there are ratings enough");
        assert!(found.given_up().is_empty());
        for candidate in 0..data.n_candidates {
            black_box(found.fair(candidate, 1.645));
        }
    });
}

/// 4,000 ratings.
#[divan::bench(name = "S: 200 x 30", sample_count = 20, sample_size = 1)]
fn small(bencher: Bencher) {
    fit(bencher, 200, 30);
}

/// 100,000 ratings.
#[divan::bench(name = "M: 5,000 x 300", sample_count = 3, sample_size = 1)]
fn middle(bencher: Bencher) {
    fit(bencher, 5_000, 300);
}

/// 2,000,000 ratings.
#[divan::bench(name = "L: 100,000 x 5,000", sample_count = 1, sample_size = 1)]
fn large(bencher: Bencher) {
    fit(bencher, 100_000, 5_000);
}
