//! `panelkit resume report`

use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;

use super::kept;
use crate::cli::error::Failure;
use crate::cli::output::Output;
use crate::cli::packet::{cards_of, no_cards, panels};
use crate::cli::press::Written;
use crate::cli::stored::Stored;
use crate::cli::ui::Ui;
use crate::cli::{input, named};
use crate::packet::Names;
use crate::render::csv as tables;
use crate::resume::review::{Entry, is_review};
use crate::resume::{self, Frame, Review, Severity, Weighing};
use crate::rubric::{LevelIdx, RoundIdx, Rubric};
use crate::scorecard::Scorecard;

#[derive(Debug, clap::Args)]
pub(in crate::cli) struct Args {
    /// The rubric: of a store by its id, with --scorecards its file.
    #[arg(value_name = "RUBRIC")]
    pub(super) rubric: PathBuf,
    /// Candidates by id; all whose papers were reviewed where none is named.
    #[arg(value_name = "CANDIDATE")]
    pub(super) candidates: Vec<String>,
    /// The level: its id or an alias; by default the one that all reviews are for.
    #[arg(long, value_name = "LEVEL")]
    pub(super) level: Option<String>,
    /// Scorecards, or folders of `*.scorecard.toml` files, in place of a store.
    #[arg(long, num_args = 1.., value_name = "FILE", conflicts_with = "store")]
    pub(super) scorecards: Vec<PathBuf>,
    #[command(flatten)]
    pub(super) store: Stored,
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
    let review = if args.scorecards.is_empty() {
        kept::review(args, names, ui)?
    } else {
        of_files(args, &names, ui)?
    };
    let document = ("resume.md", || resume::report(&review));
    let table = || tables::resume_review(&review);
    args.written
        .publish(&review, table, document, &args.output, ui)
}

/// The applications of cards in files.
fn of_files(args: &Args, names: &Names, ui: &Ui) -> Result<Review, Failure> {
    let rubric = input::rubric(&args.rubric, ui)?;
    let cards = cards_of(&args.scorecards, &rubric, ui)?;
    // What is wrong between cards is found here.
    panels(&rubric, &cards, ui)?;
    let cards: Vec<&Scorecard> = cards.sound.iter().map(|(card, _)| card).collect();
    let pile = Pile::new(&rubric, &cards, BTreeMap::new(), args)?;
    pile.review(&args.candidates, names, None)
}

/// Who is expected to review whose papers, by candidate.
pub(super) type Expected = BTreeMap<String, Due>;

/// Reviews that are due of one candidate's papers.
#[derive(Debug, Default)]
pub(super) struct Due {
    /// The level that the candidate's record names.
    pub(super) level: Option<LevelIdx>,
    /// The round and who is to review.
    pub(super) seats: Vec<(RoundIdx, String)>,
}

/// Reviews of papers of one rubric.
pub(super) struct Pile<'a> {
    rubric: &'a Rubric,
    level: LevelIdx,
    cards: Vec<&'a Scorecard>,
    expected: Expected,
    severity: Severity,
}

impl<'a> Pile<'a> {
    /// Picks the reviews of papers among cards of one rubric.
    ///
    /// # Errors
    /// There is none; they are for several levels and none is named; the level has no criterion.
    pub(super) fn new(
        rubric: &'a Rubric,
        cards: &[&'a Scorecard],
        expected: Expected,
        args: &Args,
    ) -> Result<Self, Failure> {
        let cards = cards.iter().copied();
        let cards: Vec<_> = cards.filter(|card| is_review(rubric, card)).collect();
        let level = level(rubric, &cards, args.level.as_deref())?;
        if !Weighing::of(rubric, level).has_weight() {
            let message = format!(
                "`{}` has no resume criterion with a weight at level `{}`",
                rubric.about().id,
                rubric.level(level).id
            );
            return Err(Failure::no_input(message).hint(
                "papers are scored by [[resume-criterion]] in a round with stage = \"resume\"",
            ));
        }
        let counted: Vec<&Scorecard> = (cards.iter().copied())
            .filter(|card| !card.shadow)
            .collect();
        Ok(Self {
            severity: Severity::estimate(rubric, &counted),
            rubric,
            level,
            cards,
            expected,
        })
    }

    /// Reviews those who are named, or all at the level.
    ///
    /// # Errors
    /// Somebody who is named has no review, or one for another level; there is nobody.
    pub(super) fn review(
        mut self,
        wanted: &[String],
        names: &Names,
        head: Option<String>,
    ) -> Result<Review, Failure> {
        let mut entries: BTreeMap<&str, Entry<'_>> = BTreeMap::new();
        let at_level = self.cards.iter().filter(|card| card.level == self.level);
        for card in at_level {
            entries.entry(&card.candidate).or_default().cards.push(card);
        }
        let expected = std::mem::take(&mut self.expected);
        for (candidate, due) in &expected {
            let is_elsewhere = due.level.is_some_and(|level| level != self.level)
                || self.cards.iter().any(|card| card.candidate == *candidate);
            if !is_elsewhere || entries.contains_key(candidate.as_str()) {
                let entry = entries.entry(candidate).or_default();
                entry.expected.clone_from(&due.seats);
            }
        }
        for id in wanted {
            if !entries.contains_key(id.as_str()) {
                return Err(self.nobody(id, &entries));
            }
        }
        let wanted: BTreeSet<&str> = wanted.iter().map(String::as_str).collect();
        entries.retain(|id, _| wanted.is_empty() || wanted.contains(id));
        if entries.is_empty() {
            let message = format!(
                "no papers were reviewed for level `{}` of `{}`",
                self.rubric.level(self.level).id,
                self.rubric.about().id
            );
            return Err(Failure::no_input(message).hint(
                "`panelkit resume new` writes booklets, `resume collect` takes the scores in",
            ));
        }
        let entries = entries.into_iter().map(|(id, entry)| Entry {
            candidate: id.to_owned(),
            ..entry
        });
        let frame = Frame {
            rubric: self.rubric,
            level: self.level,
            severity: &self.severity,
            names,
            head,
        };
        Ok(resume::review(&frame, entries.collect()))
    }

    fn nobody(&self, id: &str, entries: &BTreeMap<&str, Entry<'_>>) -> Failure {
        let other = self.cards.iter().find(|card| card.candidate == id);
        match other {
            Some(card) => Failure::no_input(format!(
                "the papers of `{id}` were reviewed for `{}`, not for `{}`",
                self.rubric.level(card.level).id,
                self.rubric.level(self.level).id
            ))
            .hint("name their level with --level"),
            None => no_cards(id, &entries.keys().copied().collect::<Vec<_>>()),
        }
    }
}

/// The level that is named, else the one that all cards are for, else the only one.
fn level(rubric: &Rubric, cards: &[&Scorecard], name: Option<&str>) -> Result<LevelIdx, Failure> {
    let levels: BTreeSet<LevelIdx> = cards.iter().map(|card| card.level).collect();
    let mut levels = levels.into_iter();
    match (name, levels.next(), levels.next()) {
        (None, Some(only), None) => Ok(only),
        _ => named::level_or_only(rubric, name),
    }
}
