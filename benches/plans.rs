//! How fast loops are planned, and that the plans are proven to be the best there are.
//!
//! `cargo bench --bench plans`: 10,000 loop plans for different candidates.

use divan::counter::ItemsCount;
use divan::{Bencher, black_box};
use panelkit::kit::plan::{History, plan_loop};
use panelkit::rubric::Rubric;
use panelkit::rubric::compile::{FileProblem, Files, Included, load};
use panelkit::text::Sources;

const N_PLANS: usize = 10_000;

/// The shipped rubrics, the largest first.
const SHIPPED: &[(&str, &str)] = &[
    (
        "recommender-ml-engineer.toml",
        include_str!("../rubrics/recommender-ml-engineer.toml"),
    ),
    (
        "machine-learning-engineer.toml",
        include_str!("../rubrics/machine-learning-engineer.toml"),
    ),
    (
        "backend-engineer.toml",
        include_str!("../rubrics/backend-engineer.toml"),
    ),
    (
        "ml-system-design.toml",
        include_str!("../rubrics/ml-system-design.toml"),
    ),
    (
        "engineering-manager.toml",
        include_str!("../rubrics/engineering-manager.toml"),
    ),
    (
        "customer-support-lead.toml",
        include_str!("../rubrics/customer-support-lead.toml"),
    ),
    (
        "product-designer.toml",
        include_str!("../rubrics/product-designer.toml"),
    ),
];

fn main() {
    divan::main();
}

/// The files that the shipped rubrics include, from the folder they are in.
struct Shipped;

impl Files for Shipped {
    fn read(&mut self, path: &str) -> Result<Included, FileProblem> {
        let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/rubrics");
        let bytes = std::fs::read(format!("{folder}/{path}"))
            .map_err(|error| FileProblem::Unreadable(error.to_string()))?;
        Ok(Included {
            name: path.to_owned(),
            identity: path.to_owned(),
            bytes,
        })
    }
}

fn rubric((name, text): &(&str, &str)) -> Rubric {
    let bytes = text.as_bytes().to_vec();
    let loaded = load(name, bytes, &mut Shipped, &mut Sources::default());
    loaded.rubric.expect("what is shipped is valid")
}

/// Plans for `N_PLANS` candidates, over the rubrics and their levels in turn.
fn plans(rubrics: &[Rubric], history: &History) {
    for number in 0..N_PLANS {
        let rubric = &rubrics[number % rubrics.len()];
        let n_levels = rubric.levels().len();
        let title = &rubric.levels()[number / rubrics.len() % n_levels].id;
        let level = rubric.find_level(title).expect("a level has its id");
        let candidate = format!("candidate-{number}");
        let plan = plan_loop(rubric, level, Some(&candidate), history);
        assert!(plan.optimal, "{candidate}");
        black_box(plan);
    }
}

/// The largest shipped rubric.
#[divan::bench(sample_count = 5, sample_size = 1)]
fn largest(bencher: Bencher) {
    let rubrics = [rubric(&SHIPPED[0])];
    let history = History::default();
    bencher
        .counter(ItemsCount::new(N_PLANS))
        .bench(|| plans(&rubrics, &history));
}

/// All shipped rubrics in turn.
#[divan::bench(sample_count = 5, sample_size = 1)]
fn mix(bencher: Bencher) {
    let rubrics: Vec<_> = SHIPPED.iter().map(rubric).collect();
    let history = History::default();
    bencher
        .counter(ItemsCount::new(N_PLANS))
        .bench(|| plans(&rubrics, &history));
}
