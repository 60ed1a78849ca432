//! `panelkit compare`

pub(super) mod kept;
mod versions;

use std::collections::BTreeMap;
use std::path::PathBuf;

use super::error::Failure;
use super::output::Output;
use super::packet::{cards_of, no_cards, panels, severity};
use super::press::Written;
use super::stored::Stored;
use super::ui::Ui;
use super::{input, named};
use crate::packet::compare::{self, Comparison, Entry, Frame};
use crate::packet::{self, Names, Packet, Panel, Record};
use crate::render::csv as tables;
use crate::rubric::{LevelIdx, Rubric};

#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// Candidates by id; all who were interviewed for the level where none is named.
    #[arg(value_name = "CANDIDATE")]
    candidates: Vec<String>,
    /// The rubric: of a store by its id, with --scorecards its file.
    #[arg(long, value_name = "RUBRIC")]
    rubric: PathBuf,
    /// The level: its id or an alias.
    #[arg(long, value_name = "LEVEL")]
    level: String,
    /// Scorecards, or folders of `*.scorecard.toml` files, in place of a store.
    #[arg(long, num_args = 1.., value_name = "FILE", conflicts_with = "store")]
    scorecards: Vec<PathBuf>,
    #[command(flatten)]
    store: Stored,
    /// Names to show: a CSV file with the columns `id` and `name`.
    #[arg(long, value_name = "FILE")]
    names: Option<PathBuf>,
    #[command(flatten)]
    written: Written,
    #[command(flatten)]
    output: Output,
}

pub(super) fn run(args: &Args, ui: &Ui) -> Result<(), Failure> {
    args.written.to(&args.output)?;
    let names = input::names(args.names.as_deref())?;
    let comparison = if args.scorecards.is_empty() {
        kept::comparison(args, names, ui)?
    } else {
        of_files(args, &names, ui)?
    };
    let document = ("compare.md", || compare::report(&comparison));
    let table = || tables::comparison(&comparison);
    args.written
        .publish(&comparison, table, document, &args.output, ui)
}

/// The candidates of cards in files.
fn of_files(args: &Args, names: &Names, ui: &Ui) -> Result<Comparison, Failure> {
    let rubric = input::rubric(&args.rubric, ui)?;
    let level = named::level(&rubric, &args.level)?;
    let cards = cards_of(&args.scorecards, &rubric, ui)?;
    let panels = panels(&rubric, &cards, ui)?;
    let severity = severity::of_panels(&rubric, &panels);
    let groups = compare::groups(&panels, Some(&severity));
    let all: Vec<&Panel<'_>> = panels.iter().collect();
    let wanted = Wanted {
        rubric: &rubric,
        level,
        named: &args.candidates,
    };
    let places = wanted.places(&all, &BTreeMap::new())?;
    let of = places.iter().map(|place| (all[*place], Record::default()));
    let of: Vec<_> = of.collect();
    let packets = packet::build_each(&panels, Some(&severity), names, &of, packet::build);
    let entries = entries(packets, &places, &groups);
    Ok(compare::compare(wanted.frame(None), entries, Vec::new()))
}

/// The packets of panels at some places, each with the group that it is linked to.
fn entries(packets: Vec<Packet>, places: &[usize], groups: &[Option<usize>]) -> Vec<Entry> {
    let each = packets.into_iter().zip(places);
    each.map(|(packet, place)| Entry {
        packet,
        group: groups[*place],
    })
    .collect()
}

/// Whom a command compares.
struct Wanted<'a> {
    rubric: &'a Rubric,
    level: LevelIdx,
    named: &'a [String],
}

impl Wanted<'_> {
    fn frame(&self, head: Option<String>) -> Frame {
        Frame {
            rubric: self.rubric.reference(),
            level: self.rubric.named_level(self.level),
            bar_line: self.rubric.decision().bar_line,
            scale: self.rubric.scale_points(),
            head,
        }
    }

    /// The places of the panels that are compared. Those left out come with the reason.
    ///
    /// # Errors
    /// Somebody who is named has no panel, or one for another level; nobody is at the level.
    fn places(
        &self,
        panels: &[&Panel<'_>],
        left_out: &BTreeMap<String, String>,
    ) -> Result<Vec<usize>, Failure> {
        for id in self.named.iter().filter(|id| !left_out.contains_key(*id)) {
            self.check(id, panels)?;
        }
        let is_wanted = |panel: &Panel<'_>| {
            let is_named =
                self.named.is_empty() || self.named.iter().any(|id| id == panel.candidate);
            is_named && panel.level == self.level
        };
        let places: Vec<usize> = (panels.iter().enumerate())
            .filter(|(_, panel)| is_wanted(panel))
            .map(|(place, _)| place)
            .collect();
        if places.is_empty() {
            let failure = self.nobody(panels);
            return Err(match left_out.first_key_value() {
                Some((id, why)) => failure.hint(format!("`{id}` is left out: {why}")),
                None => failure,
            });
        }
        Ok(places)
    }

    fn check(&self, id: &str, panels: &[&Panel<'_>]) -> Result<(), Failure> {
        let known: Vec<_> = panels.iter().map(|panel| panel.candidate).collect();
        let Some(place) = known.iter().position(|known| *known == id) else {
            return Err(no_cards(id, &known));
        };
        let level = panels[place].level;
        if level == self.level {
            return Ok(());
        }
        let (of, wanted) = (self.rubric.level(level), self.rubric.level(self.level));
        let message = format!(
            "`{id}` was interviewed for `{}`, not for `{}`",
            of.id, wanted.id
        );
        Err(Failure::no_input(message)
            .hint("candidates are compared at one level: leave them out, or name their level"))
    }

    /// Says where there is somebody.
    fn nobody(&self, panels: &[&Panel<'_>]) -> Failure {
        let levels = self.rubric.levels().iter().filter_map(|level| {
            let idx = self.rubric.find_level(level.id.as_str())?;
            let n = panels.iter().filter(|panel| panel.level == idx).count();
            (n > 0).then(|| format!("`{}` ({n})", level.id))
        });
        let levels: Vec<_> = levels.collect();
        let message = format!(
            "there is no scorecard for level `{}` of `{}` that can be read",
            self.rubric.level(self.level).id,
            self.rubric.about().id
        );
        let failure = Failure::no_input(message);
        if levels.is_empty() {
            return failure.hint("`panelkit panel status` shows whose card is due");
        }
        failure.hint(format!("there are candidates for {}", levels.join(", ")))
    }
}
