//! The whole card before it is submitted: as it will be stored, with everything that the checks
//! say about it, and with a way back to each answer.

use super::ask::Unasked;
use super::place::Place;
use super::session::Session;
use super::show;
use crate::cli::cards::Cards;
use crate::cli::error::Failure;
use crate::cli::ui::Ui;
use crate::scorecard::Given;
use crate::scorecard::interview::{Item, Reply, ScoreReplies, write};
use crate::scorecard::quality::Settings;
use crate::text::{counted, visible};

/// What is done after a look at the card.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Next {
    Change,
    Submit,
    Stop,
}

/// How much of an answer is shown in the list of answers, in characters.
const GLIMPSE: usize = 40;

impl Session<'_> {
    /// Shows the card until the person submits it. Gives it checked, and without errors.
    ///
    /// # Errors
    /// The person stopped; the draft cannot be written.
    pub(super) fn review(
        &mut self,
        place: &Place,
        settings: &Settings,
        ui: &Ui,
    ) -> Result<Cards, Failure> {
        loop {
            self.fill_in()?;
            let card = write::card(&self.interview, &self.replies);
            let cards = place.check(&card, settings)?;
            Ui::show(&format!(
                "\nThe card as it will be stored:\n\n{}\n",
                visible(&card)
            ));
            ui.show_findings(&cards.findings, &cards.sources);
            self.shown = None;
            let decided = match self.ask_next(&cards) {
                Ok(Next::Submit) => return Ok(cards),
                Ok(Next::Change) => self.change(),
                Ok(Next::Stop) => Err(Unasked::Stop),
                Err(why) => Err(why),
            };
            match decided {
                Ok(()) | Err(Unasked::Back) => {}
                Err(why) => return Err(self.stopped(why)),
            }
        }
    }

    fn ask_next(&self, cards: &Cards) -> Result<Next, Unasked> {
        let n_found = cards.findings.len();
        let mut ways = vec![("change an answer".to_owned(), Next::Change)];
        if !cards.has_errors() {
            let submit = match n_found {
                0 => "submit the card".to_owned(),
                n => format!("submit the card, with {} above", counted(n, "finding")),
            };
            ways.push((submit, Next::Submit));
        }
        ways.push(("stop here; the draft stays".to_owned(), Next::Stop));
        let (options, ways): (Vec<_>, Vec<_>) = ways.into_iter().unzip();
        // Enter alone submits nothing: it may have been meant for the last text.
        let chosen = self.prompts.choose("Now", &options, None)?;
        Ok(ways[chosen])
    }

    /// Lets the person pick an answer and give it anew.
    fn change(&mut self) -> Result<(), Unasked> {
        let items = self.interview.items(&self.replies);
        let options: Vec<_> = items.iter().map(|item| self.summed_up(*item)).collect();
        let chosen = self.prompts.choose("Which answer?", &options, Some(0))?;
        self.answer(items[chosen])
    }

    /// An item with its answer, on a line.
    fn summed_up(&self, item: Item) -> String {
        let title = show::title(item);
        let answer = self.answer_in_short(item);
        let of = match show::place_of(item) {
            Some(place) => {
                let criterion = self.replies.scores[place].criterion;
                let title = &self.interview.rubric.criterion(criterion).title;
                format!("{}, ", show::line(title))
            }
            None => String::new(),
        };
        format!("{of}{title}: {answer}")
    }

    fn answer_in_short(&self, item: Item) -> String {
        let replies = &self.replies;
        let rubric = self.interview.rubric;
        let score = |place: usize| -> &ScoreReplies { &replies.scores[place] };
        let level = |level: &crate::rubric::LevelIdx| show::level(rubric, *level, None);
        match item {
            Item::InterviewedOn => shortly(&replies.interviewed_on, ToString::to_string),
            Item::Minutes => shortly(&replies.minutes, ToString::to_string),
            Item::Variant => shortly(&replies.variant, Clone::clone),
            Item::Asked => shortly(&replies.asked, |asked| asked.len().to_string()),
            Item::Observed(place) => shortly(&score(place).observed, |ticked| {
                format!("{} ticked", ticked.len())
            }),
            Item::Evidence(place) => shortly(&score(place).evidence, |text| glimpse(text)),
            Item::Score(place) => shortly(&score(place).given, |given| match given {
                Given::Point(point) => rubric.scale().point(*point).value.to_string(),
                Given::None(word) => word.as_str().to_owned(),
            }),
            Item::ScoreLevel(place) => shortly(&score(place).level, level),
            Item::Recommendation => shortly(&replies.recommendation, |word| {
                show::recommendation(*word, self.interview.is_panel()).to_owned()
            }),
            Item::Level => shortly(&replies.level, level),
            Item::Summary => shortly(&replies.summary, |text| glimpse(text)),
            Item::PrivateNote => shortly(&replies.private_note, |text| glimpse(text)),
        }
    }
}

fn shortly<T>(reply: &Reply<T>, show: impl FnOnce(&T) -> String) -> String {
    reply.given().map_or_else(|| "–".to_owned(), show)
}

/// The beginning of a text.
fn glimpse(text: &str) -> String {
    let line = show::line(text);
    match line.char_indices().nth(GLIMPSE) {
        Some((end, _)) => format!("{}…", &line[..end]),
        None => line,
    }
}
