//! One sitting at the terminal: question after question, each answer saved, back and forth, and
//! the review at the end.

use super::ask::Unasked;
use super::draft::DraftFile;
use super::show::{self, Screen};
use crate::cli::error::Failure;
use crate::cli::exit;
use crate::cli::prompt::{Editor, Guard, Prompts};
use crate::cli::ui::Ui;
use crate::scorecard::interview::{Interview, Item, Replies, Reply};

/// What a sitting works on.
pub(super) struct Session<'a> {
    pub(super) interview: Interview<'a>,
    pub(super) replies: Replies,
    pub(super) draft: DraftFile,
    pub(super) prompts: Prompts,
    pub(super) guard: Guard,
    pub(super) editor: Option<Editor>,
    pub(super) screen: Screen<'a>,
    /// The criterion that was shown last, by its place.
    pub(super) shown: Option<usize>,
}

impl Session<'_> {
    /// Says what is filled in, and where it goes on.
    ///
    /// # Errors
    /// A template cannot be used; the draft cannot be written.
    pub(super) fn welcome(&mut self) -> Result<(), Failure> {
        let path = self.draft.path().display().to_string();
        self.screen.seat(&self.interview, &path)?;
        if !self.draft.is_there() {
            return Ok(());
        }
        let items = self.interview.items(&self.replies);
        let n_open = items.iter();
        let n_open = n_open.filter(|item| self.interview.is_open(&self.replies, **item));
        let n_answered = items.len() - n_open.count();
        self.screen.say(&format!(
            "Going on with this draft: {n_answered} of {} questions are answered.\n\n",
            items.len()
        ));
        // What it says to somebody who stops right now.
        self.save()
    }

    /// Asks until every item is answered.
    ///
    /// # Errors
    /// The person stopped; the draft cannot be written.
    pub(super) fn fill_in(&mut self) -> Result<(), Failure> {
        let mut item = self.first();
        while let Some(now) = item {
            item = match self.answer(now) {
                Ok(()) => self.interview.next(&self.replies),
                Err(Unasked::Back) => Some(self.before(now)),
                Err(why) => return Err(self.stopped(why)),
            };
        }
        Ok(())
    }

    /// Asks for one item, under its criterion.
    pub(super) fn answer(&mut self, item: Item) -> Result<(), Unasked> {
        let place = show::place_of(item);
        if let Some(place) = place.filter(|place| self.shown != Some(*place)) {
            let rubric = self.interview.rubric;
            self.screen.criterion(rubric, &self.replies, place)?;
        } else if place.is_none() && self.shown.is_some() {
            Ui::show("\n");
        }
        self.shown = place;
        self.ask(item)
    }

    /// Where to begin. A text before the first open item may have been cut off while it was
    /// written, so it is shown once more.
    fn first(&self) -> Option<Item> {
        let next = self.interview.next(&self.replies)?;
        let items = self.interview.items(&self.replies);
        let at = items.iter().position(|item| *item == next)?;
        let before = at.checked_sub(1).map(|before| items[before]);
        let text = before.filter(|item| match item {
            Item::Evidence(place) => is_given(&self.replies.scores[*place].evidence),
            Item::Summary => is_given(&self.replies.summary),
            _ => false,
        });
        text.or(Some(next))
    }

    /// The item before another; the first one has none.
    fn before(&self, item: Item) -> Item {
        let items = self.interview.items(&self.replies);
        let at = items.iter().position(|other| *other == item).unwrap_or(0);
        if at == 0 {
            self.screen.say("This is the first question. Ctrl-C stops.");
        }
        items[at.saturating_sub(1)]
    }

    /// Writes the draft. Where that fails the person can make room and try again.
    ///
    /// # Errors
    /// They gave up; somebody else wrote to the draft meanwhile.
    pub(super) fn save(&mut self) -> Result<(), Failure> {
        loop {
            let failure = match self.try_to_save() {
                Ok(()) => return Ok(()),
                Err(failure) if failure.code() == exit::UNFINISHED => return Err(failure),
                Err(failure) => failure,
            };
            self.screen.failure(&failure);
            let ways = ["try again", "stop; the last answer is lost"].map(str::to_owned);
            let chosen = self.prompts.choose("That answer is not saved", &ways, None);
            if !matches!(chosen, Ok(0)) {
                return Err(failure);
            }
        }
    }

    /// Writes the draft, and sets what to say to somebody who stops now.
    fn try_to_save(&mut self) -> Result<(), Failure> {
        let farewell = farewell(&self.draft.path().display().to_string());
        let (draft, replies) = (&mut self.draft, &self.replies);
        let interview = &self.interview;
        self.guard
            .whole(&farewell, || draft.save(interview, replies))
    }

    /// Why the sitting ends before its end.
    pub(super) fn stopped(&self, why: Unasked) -> Failure {
        match why {
            Unasked::Failed(failure) => failure,
            Unasked::Back | Unasked::Stop if self.draft.is_there() => {
                let path = self.draft.path().display();
                Failure::new(exit::UNFINISHED, "stopped before the card was submitted")
                    .hint(format!("what was answered is in {path}"))
                    .hint("the same command goes on from there")
            }
            Unasked::Back | Unasked::Stop => {
                Failure::new(exit::UNFINISHED, "stopped before anything was answered")
            }
        }
    }
}

fn is_given(reply: &Reply<String>) -> bool {
    reply.given().is_some()
}

/// What a signal's end says where something was answered.
fn farewell(path: &str) -> String {
    format!(
        "error: stopped before the card was submitted\n  help: what was answered is in {path}\n  \
         help: the same command goes on from there\n"
    )
}
