//! Whom the questions are chosen for, and what was asked before.

use std::path::PathBuf;

use crate::cli::cards::{self, Reader};
use crate::cli::error::Failure;
use crate::cli::ui::Ui;
use crate::cli::{exit, named};
use crate::kit::plan::{History, LoopPlan, plan_loop};
use crate::rubric::{LevelIdx, Rubric, Subject};
use crate::scorecard::Scorecard;

/// What the choice of questions goes by.
#[derive(Debug, clap::Args)]
pub(in crate::cli) struct Choice {
    /// Whom the questions are for, by id: everybody gets the core questions, and each candidate
    /// others of the rest.
    #[arg(long, value_name = "ID", value_parser = named::candidate)]
    pub(super) candidate: Option<String>,
    /// Scorecards, or folders of `*.scorecard.toml` files: what they say was asked is asked less.
    #[arg(long, num_args = 1.., value_name = "FILE")]
    scorecards: Vec<PathBuf>,
}

impl Choice {
    /// Whether there is a log of what was asked.
    pub(super) fn has_log(&self) -> bool {
        !self.scorecards.is_empty()
    }

    /// Plans the loop.
    ///
    /// # Errors
    /// Scorecards that cannot be read or have errors, which are then printed.
    pub(super) fn plan(
        &self,
        rubric: &Rubric,
        level: LevelIdx,
        ui: &Ui,
    ) -> Result<LoopPlan, Failure> {
        let history = self.history(rubric, ui)?;
        Ok(plan_loop(
            rubric,
            level,
            self.candidate.as_deref(),
            &history,
        ))
    }

    fn history(&self, rubric: &Rubric, ui: &Ui) -> Result<History, Failure> {
        let mut history = History::default();
        if self.scorecards.is_empty() {
            return Ok(history);
        }
        let cards = cards::load(&self.scorecards, rubric, Reader::Panel)?;
        ui.side_findings(&cards.findings, &cards.sources);
        if cards.has_errors() {
            return Err(Failure::said(exit::DATA));
        }
        let mut cards: Vec<&Scorecard> = cards.sound.iter().map(|(card, _)| card).collect();
        // In the order of the interviews, and those of one day in an order that no file name sways.
        cards.sort_by_cached_key(|card| (card.interviewed_on, card.seat()));
        for card in cards {
            let asked = card.asked.iter().filter_map(|subject| match subject {
                Subject::Question(idx) => Some(*idx),
                _ => None,
            });
            history.record(&card.candidate, card.round, card.level, asked.collect());
        }
        Ok(history)
    }
}
