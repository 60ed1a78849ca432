//! How fast documents are written: 1,000 kits in one run.
//!
//! `cargo bench --bench documents`. The kits are those of all shipped rubrics at all levels and
//! rounds, as often as it takes, each with another candidate at its head.

use std::fs;
use std::path::Path;

use divan::counter::{BytesCount, ItemsCount};
use divan::{Bencher, black_box};
use panelkit::kit;
use panelkit::render::blocks::{Block, Inline};
use panelkit::render::pdf::{self, Options, ShippedFonts};
use panelkit::render::{Documents, Format, LANGUAGE, title, write};
use panelkit::rubric::Rubric;
use panelkit::rubric::compile::{FileProblem, Files, Included, load};
use panelkit::text::Sources;

const N_KITS: usize = 1_000;

const NAMES: [&str; 5] = [
    "Łucja Żółć",
    "Nguyễn Thị Ánh",
    "José Ibarra",
    "Γιώργος Παπαδόπουλος",
    "Щербаков Иван",
];

fn main() {
    let n_bytes: usize = kits().iter().map(|blocks| written(blocks).len()).sum();
    println!("{N_KITS} kits are {:.1} MB of PDF", megabytes(n_bytes));
    let n_bytes: usize = kits()
        .iter()
        .map(|blocks| write(blocks, Format::Html).len())
        .sum();
    println!("{N_KITS} kits are {:.1} MB of HTML", megabytes(n_bytes));
    divan::main();
}

#[expect(clippy::cast_precision_loss, reason = "for people to read")]
fn megabytes(n_bytes: usize) -> f64 {
    n_bytes as f64 / 1e6
}

/// What shipped rubrics include.
struct Library;

impl Files for Library {
    fn read(&mut self, path: &str) -> Result<Included, FileProblem> {
        let bytes = fs::read(Path::new("rubrics").join(path)).map_err(|_| FileProblem::NotFound)?;
        Ok(Included {
            name: path.to_owned(),
            identity: path.to_owned(),
            bytes,
        })
    }
}

fn rubrics() -> Vec<Rubric> {
    let files = fs::read_dir("rubrics").expect("it runs at the root of the repository");
    let mut paths: Vec<_> = files.flatten().map(|file| file.path()).collect();
    paths.retain(|path| path.extension().is_some_and(|end| end == "toml"));
    paths.sort();
    let rubrics = paths.iter().map(|path| {
        let bytes = fs::read(path).expect("it can be read");
        let loaded = load("rubric.toml", bytes, &mut Library, &mut Sources::default());
        loaded.rubric.expect("shipped rubrics are sound")
    });
    rubrics.collect()
}

fn kits() -> Vec<Vec<Block>> {
    let documents = Documents::new(&[]).expect("built-in templates are sound");
    let mut different = Vec::new();
    for rubric in rubrics() {
        for level in rubric
            .levels()
            .iter()
            .filter_map(|level| rubric.find_level(level.id.as_str()))
        {
            for round in rubric.rounds_at(level) {
                let kit = kit::build(&rubric, round, level);
                let blocks = documents.blocks("kit.md", &kit);
                different.push(blocks.expect("the built-in template fits"));
            }
        }
    }
    let kits = (0..N_KITS).map(|number| {
        let mut blocks = different[number % different.len()].clone();
        let name = format!("{} {number}", NAMES[number % NAMES.len()]);
        blocks.insert(1, Block::Paragraph(vec![Inline::Text(name)]));
        blocks
    });
    kits.collect()
}

fn written(blocks: &[Block]) -> Vec<u8> {
    let options = Options {
        title: title(blocks),
        language: Some(LANGUAGE.to_owned()),
        ..Options::default()
    };
    let written = pdf::write(blocks, &options, &mut ShippedFonts);
    written.expect("shipped fonts are sound").bytes
}

/// From blocks to PDF, one kit after the other.
#[divan::bench(sample_count = 5, sample_size = 1)]
fn kits_to_pdf(bencher: Bencher) {
    let kits = kits();
    let n_bytes: usize = kits.iter().map(|blocks| written(blocks).len()).sum();
    let counted = bencher.counter(ItemsCount::new(N_KITS));
    counted.counter(BytesCount::new(n_bytes)).bench(|| {
        for blocks in &kits {
            black_box(written(blocks));
        }
    });
}

/// From blocks to HTML, the same kits.
#[divan::bench(sample_count = 5, sample_size = 1)]
fn kits_to_html(bencher: Bencher) {
    let kits = kits();
    let page = |blocks: &[Block]| write(blocks, Format::Html);
    let n_bytes: usize = kits.iter().map(|blocks| page(blocks).len()).sum();
    let counted = bencher.counter(ItemsCount::new(N_KITS));
    counted.counter(BytesCount::new(n_bytes)).bench(|| {
        for blocks in &kits {
            black_box(page(blocks));
        }
    });
}
