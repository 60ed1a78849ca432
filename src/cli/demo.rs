//! `panelkit demo`

use std::fs;
use std::path::{Path, PathBuf};

use include_dir::{Dir, include_dir};

use super::cards::{self, Reader};
use super::error::Failure;
use super::press::{Paper, Press, Target};
use super::ui::Ui;
use super::{calibrate, check, exit, input, packet, submit};
use crate::calibration::analysis;
use crate::calibration::report::report;
use crate::kit;
use crate::packet::{Packet, build};
use crate::render::blocks::{Align, Block, Inline};
use crate::render::{Documents, Format, csv as tables, json, terminal};
use crate::rubric::Rubric;
use crate::scorecard::quality::Settings;
use crate::store::{Access, Moment, Person, Snapshot, SqliteStore, Stamp, file};
use crate::text::{chance, counted, plain};

/// The example panel, as it stands under `examples/`.
static EXAMPLE: Dir<'_> = include_dir!("$CARGO_MANIFEST_DIR/examples/panel");

/// What tells a folder of ours from anybody else's.
const MARKER: &str = ".panelkit-demo";

/// How kits and packets are written.
const TARGETS: [Target; 3] = [
    Target::Plain(Format::Markdown),
    Target::Plain(Format::Html),
    Target::Pdf(Paper::A4),
];

/// What the store of the demo is called.
const STORE: &str = "panelkit.db";

/// The level that the example's panel interviews for.
const LEVEL: &str = "senior";

#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// Where to write it: a new folder, an empty one, or that of an earlier demo.
    #[arg(value_name = "DIR", default_value = "panelkit-demo")]
    folder: PathBuf,
}

pub(super) fn run(args: &Args, ui: &Ui) -> Result<(), Failure> {
    let demo = Demo {
        folder: &args.folder,
        ui,
    };
    demo.prepare()?;
    let (rubric, snapshot) = demo.check()?;
    let mut press = Press::new(Documents::new(&[])?);
    demo.kits(&rubric, &mut press)?;
    let (mut store, stamp) = demo.submit(&rubric, snapshot)?;
    demo.calibrate(&mut store, &stamp, &mut press)?;
    let packets = demo.packets(&mut store, &stamp, &mut press)?;
    demo.closing(&packets)?;
    press.report(ui);
    Ok(())
}

struct Demo<'a> {
    folder: &'a Path,
    ui: &'a Ui,
}

impl Demo<'_> {
    fn at(&self, name: &str) -> PathBuf {
        self.folder.join(name)
    }

    fn step(&self, number: usize, name: &str, what: &str) -> Result<(), Failure> {
        self.ui.result(format!("{number}  {name:<10}{what}\n"))
    }

    /// Writes the example. A folder with anything in it that is not ours is left alone.
    fn prepare(&self) -> Result<(), Failure> {
        let mut entries = fs::read_dir(self.folder).into_iter().flatten();
        if entries.next().is_some() && !self.at(MARKER).exists() {
            let message = format!("{} is not empty", self.folder.display());
            return Err(Failure::new(exit::CANT_CREATE, message)
                .hint("name a folder that is new: panelkit demo DIR"));
        }
        file::create_folder(self.folder)?;
        file::replace(&self.at(MARKER), b"Written by panelkit demo.\n")?;
        let place = self.folder.display();
        self.ui
            .result(format!("The example panel is in {place}/\n\n"))?;
        write_dir(&EXAMPLE, self.folder)
    }

    fn check(&self) -> Result<(Rubric, Snapshot), Failure> {
        let (rubric, snapshot) = input::rubric_to_keep(&self.at("rubric.toml"), self.ui)?;
        self.step(
            1,
            "check",
            &format!("rubric.toml: {}", check::summary(&rubric)),
        )?;
        Ok((rubric, snapshot))
    }

    fn kits(&self, rubric: &Rubric, press: &mut Press) -> Result<(), Failure> {
        let level = rubric
            .find_level(LEVEL)
            .ok_or_else(|| Failure::new(exit::INTERNAL, "the example has lost its level"))?;
        let kits: Vec<_> = rubric
            .rounds_at(level)
            .map(|round| kit::build(rubric, round, level))
            .collect();
        let folder = self.at("kits");
        for target in TARGETS {
            super::kit::write_all(press, &kits, &folder, target)?;
        }
        let n = kits.len();
        let what = format!(
            "{} for level {LEVEL}, as Markdown, HTML and PDF: kits/",
            counted(n, "kit")
        );
        self.step(2, "kits", &what)
    }

    fn submit(&self, rubric: &Rubric, snapshot: Snapshot) -> Result<(SqliteStore, Stamp), Failure> {
        let submitted = cards::load(
            &[self.at("scorecards")],
            rubric,
            Reader::Author(&Settings::default()),
        )?;
        self.ui
            .side_findings(&submitted.findings, &submitted.sources);
        if submitted.has_errors() {
            return Err(Failure::said(exit::DATA));
        }
        let stamp = Stamp {
            time: Moment::now(),
            by: Person::new("panelkit demo"),
        };
        let mut store = SqliteStore::open(&self.at(STORE), Access::Create)?;
        let receipts = submit::keep(&mut store, &stamp, snapshot, rubric, &submitted)?;
        let n_kept = receipts.iter().filter(|receipt| receipt.is_new).count();
        let what = format!(
            "{} checked and kept, {n_kept} new: {STORE}",
            counted(receipts.len(), "scorecard"),
        );
        self.step(3, "submit", &what)?;
        Ok((store, stamp))
    }

    fn calibrate(
        &self,
        store: &mut SqliteStore,
        stamp: &Stamp,
        press: &mut Press,
    ) -> Result<(), Failure> {
        let records = calibrate::kept::of_store(store, stamp, None, self.ui)?;
        let options = analysis::Options {
            checks: true,
            ..analysis::Options::default()
        };
        let found = analysis::analyse(&records, &options);
        for target in TARGETS {
            let bytes = press.write("calibration.md", &[report(&found)], target)?;
            let name = format!("calibration.{}", target.extension());
            file::replace(&self.at(&name), &bytes)?;
        }
        let n = counted(found.data.n_ratings, "rating");
        let why = found.floor.reason.map_or_else(String::new, |why| {
            format!("; not corrected for severity, since too few ({why})")
        });
        let what = format!("{n}, a report as Markdown, HTML and PDF: calibration.html{why}");
        self.step(4, "calibrate", &what)
    }

    fn packets(
        &self,
        store: &mut SqliteStore,
        stamp: &Stamp,
        press: &mut Press,
    ) -> Result<Vec<Packet>, Failure> {
        let names = input::names(Some(&self.at("names.csv")))?;
        let ask = packet::kept::Ask::of(&[]);
        let packets = packet::kept::of_store(store, stamp, &ask, names, build, self.ui)?;
        let folder = self.at("packets");
        file::create_folder(&folder)?;
        for packet in &packets {
            for target in TARGETS {
                let bytes =
                    press.write_packets("packet.md", std::slice::from_ref(packet), target)?;
                let name = format!("{}.{}", packet.candidate.id, target.extension());
                file::replace(&folder.join(name), &bytes)?;
            }
        }
        file::replace(
            &folder.join("packets.json"),
            json::packets(&packets).as_bytes(),
        )?;
        file::replace(
            &folder.join("scores-long.csv"),
            tables::long(&packets, tables::Dialect::Plain).as_bytes(),
        )?;
        file::replace(
            &folder.join("scores-wide.csv"),
            tables::wide(&packets, tables::Dialect::Plain).as_bytes(),
        )?;
        let n = counted(packets.len(), "packet");
        self.step(
            5,
            "packet",
            &format!("{n} as Markdown, HTML and PDF, with JSON and CSV: packets/"),
        )?;
        Ok(packets)
    }

    fn closing(&self, packets: &[Packet]) -> Result<(), Failure> {
        let text = |text: &str| vec![Inline::Text(text.to_owned())];
        let rows = packets
            .iter()
            .map(|packet| {
                let fair = packet.fair.as_ref();
                vec![
                    text(&packet.candidate.name),
                    text(packet.verdict_title),
                    text(&fair.map_or("–".to_owned(), |fair| plain(fair.value))),
                    text(&fair.map_or("–".to_owned(), |fair| chance(fair.probability))),
                    text(&packet.headline),
                ]
            })
            .collect();
        let header = [
            "Candidate",
            "Verdict",
            "Fair score",
            "Over the bar-line",
            "Why",
        ];
        let table = Block::Table {
            alignments: vec![
                Align::Left,
                Align::Left,
                Align::Right,
                Align::Right,
                Align::Left,
            ],
            header: header.map(text).to_vec(),
            rows,
        };
        let table = terminal::write(&[table], &self.ui.style());
        let folder = self.folder.display();
        let example = packets.first().map_or("", |packet| &packet.candidate.id);
        self.ui.result(format!(
            "\n{table}\n\
             A packet recommends; a person decides. Look at one:\n\n    \
             panelkit --as you@example.com packet {example} --store {folder}/{STORE} \
             --names {folder}/names.csv\n"
        ))
    }
}

fn write_dir(dir: &Dir<'_>, to: &Path) -> Result<(), Failure> {
    for inner in dir.dirs() {
        file::create_folder(&to.join(inner.path()))?;
        write_dir(inner, to)?;
    }
    for found in dir.files() {
        file::replace(&to.join(found.path()), found.contents())?;
    }
    Ok(())
}
