//! How fast rubrics are checked, beside parsing the same texts with the `toml` crate alone.
//!
//! `cargo bench --bench check`: 1,000 rubrics of about 1,000 lines each, all different.

use std::fmt::Write as _;

use divan::counter::BytesCount;
use divan::{Bencher, black_box};
use panelkit::diagnostic::Severities;
use panelkit::lint::lint;
use panelkit::rubric::compile::{NoFiles, load};
use panelkit::text::Sources;

/// The example, which every generated rubric is a variation of.
const EXAMPLE: &str = include_str!("../examples/panel/rubric.toml");

const N_RUBRICS: usize = 1_000;
const N_LINES: usize = 1_000;

fn main() {
    divan::main();
}

/// Rubrics that differ in every text that is compared with others, filled up with self-checks.
fn rubrics() -> Vec<String> {
    (0..N_RUBRICS)
        .map(|number| {
            let mut text = EXAMPLE.replace(" the ", &format!(" the number {number} "));
            let mut n_lines = text.lines().count();
            let mut topic = 0;
            while n_lines + 4 <= N_LINES {
                writeln!(
                    text,
                    "\n[[self-check]]\ntopic = \"Topic {topic}\"\nask = \"Go over number {number} again.\""
                )
                .expect("memory takes all writes");
                n_lines += 4;
                topic += 1;
            }
            text
        })
        .collect()
}

fn bytes(rubrics: &[String]) -> BytesCount {
    BytesCount::new(rubrics.iter().map(String::len).sum::<usize>())
}

/// Parsing alone.
#[divan::bench(sample_count = 10, sample_size = 1)]
fn toml_alone(bencher: Bencher) {
    let rubrics = rubrics();
    bencher.counter(bytes(&rubrics)).bench(|| {
        for text in &rubrics {
            black_box(toml::de::DeTable::parse(text).expect("it is valid"));
        }
    });
}

/// Reading into the checked model.
#[divan::bench(sample_count = 10, sample_size = 1)]
fn load_model(bencher: Bencher) {
    let rubrics = rubrics();
    bencher.counter(bytes(&rubrics)).bench(|| {
        for text in &rubrics {
            let mut sources = Sources::default();
            let loaded = load(
                "rubric.toml",
                text.clone().into_bytes(),
                &mut NoFiles,
                &mut sources,
            );
            assert!(black_box(loaded).rubric.is_some());
        }
    });
}

/// All that `panelkit check` does, less reading the files.
#[divan::bench(sample_count = 10, sample_size = 1)]
fn check(bencher: Bencher) {
    let rubrics = rubrics();
    let severities = Severities::new();
    bencher.counter(bytes(&rubrics)).bench(|| {
        for text in &rubrics {
            let mut sources = Sources::default();
            let loaded = load(
                "rubric.toml",
                text.clone().into_bytes(),
                &mut NoFiles,
                &mut sources,
            );
            let rubric = loaded.rubric.expect("it is valid");
            black_box(lint(&rubric, &sources, 0, &severities));
        }
    });
}
