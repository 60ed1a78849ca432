//! One item asked, and its answer taken over.

use super::session::Session;
use super::show;
use crate::cli::error::Failure;
use crate::cli::prompt::{Line, NoAnswer};
use crate::rubric::{CriterionIdx, LevelIdx};
use crate::scorecard::interview::{Item, Reply};
use crate::scorecard::{Date, Recommendation};
use crate::store::today;

/// Why an item has no answer.
#[derive(Debug)]
pub(super) enum Unasked {
    /// Back to the item before.
    Back,
    /// The person stops, or is gone.
    Stop,
    /// The program cannot go on.
    Failed(Failure),
}

impl From<NoAnswer> for Unasked {
    fn from(why: NoAnswer) -> Self {
        match why {
            NoAnswer::Back => Self::Back,
            NoAnswer::Stop => Self::Stop,
        }
    }
}

impl From<Failure> for Unasked {
    fn from(failure: Failure) -> Self {
        Self::Failed(failure)
    }
}

/// What is typed to leave a line open.
const NOTHING: &str = "-";

const RECOMMENDATIONS: [Recommendation; 4] = [
    Recommendation::StrongNoHire,
    Recommendation::NoHire,
    Recommendation::Hire,
    Recommendation::StrongHire,
];

impl Session<'_> {
    /// Asks for one item and saves the answer.
    pub(super) fn ask(&mut self, item: Item) -> Result<(), Unasked> {
        match item {
            Item::InterviewedOn => self.ask_date()?,
            Item::Minutes => self.ask_minutes()?,
            Item::Variant => self.ask_variant()?,
            Item::Asked => self.ask_asked()?,
            Item::Observed(place) => self.ask_observed(place)?,
            Item::Score(place) => self.ask_score(place)?,
            Item::ScoreLevel(place) => {
                let score = &self.replies.scores[place];
                let at = score.level.given().copied();
                let criterion = Some(score.criterion);
                self.replies.scores[place].level = self.ask_level(item, criterion, at)?;
            }
            Item::Recommendation => self.ask_recommendation()?,
            Item::Level => {
                let at = self.replies.level.given().copied();
                self.replies.level = self.ask_level(item, None, at)?;
            }
            Item::Evidence(_) | Item::Summary | Item::PrivateNote => self.ask_text(item)?,
        }
        Ok(self.save()?)
    }

    fn ask_date(&mut self) -> Result<(), Unasked> {
        let today = today();
        let given = self.replies.interviewed_on.given();
        let default = given.map_or_else(|| today.clone(), ToString::to_string);
        let latest = Date::parse(&today);
        let check = |text: &str| match Date::parse(text.trim()) {
            None => Some("a day is written like 2026-11-20".to_owned()),
            Some(day) if Some(day) > latest => Some("that day is still to come".to_owned()),
            Some(_) => None,
        };
        let text = self.prompts.line(Line {
            message: show::title(Item::InterviewedOn),
            default: Some(&default),
            help: "year-month-day; Enter takes the day in parentheses",
            check: &check,
        })?;
        self.replies.interviewed_on = Date::parse(text.trim()).into();
        Ok(())
    }

    fn ask_minutes(&mut self) -> Result<(), Unasked> {
        let round = self.interview.rubric.round(self.interview.round);
        let default = match &self.replies.minutes {
            Reply::Given(minutes) => Some(*minutes),
            Reply::Blank => None,
            Reply::Open => round.minutes,
        };
        let default = default.map_or_else(|| NOTHING.to_owned(), |minutes| minutes.to_string());
        let is_minutes = |minutes: &u32| (1..=100_000).contains(minutes);
        let parse = |text: &str| text.trim().parse::<u32>().ok().filter(is_minutes);
        let check = |text: &str| {
            let is_wrong = text.trim() != NOTHING && parse(text).is_none();
            is_wrong.then(|| "a whole number of minutes, or - where nobody knows".to_owned())
        };
        let text = self.prompts.line(Line {
            message: show::title(Item::Minutes),
            default: Some(&default),
            help: "- leaves it open",
            check: &check,
        })?;
        self.replies.minutes = parse(&text).into();
        Ok(())
    }

    fn ask_variant(&mut self) -> Result<(), Unasked> {
        let variants = self.interview.variants();
        let mut options: Vec<_> = variants
            .iter()
            .map(|(_, title)| show::line(title))
            .collect();
        options.push("not set, or in another way".to_owned());
        let given = self.replies.variant.given();
        let at = variants
            .iter()
            .position(|(id, _)| given.is_some_and(|given| given == id));
        let at = match self.replies.variant {
            Reply::Blank => Some(variants.len()),
            _ => at,
        };
        let chosen = self
            .prompts
            .choose(show::title(Item::Variant), &options, at)?;
        let id = variants.get(chosen).map(|(id, _)| (*id).to_owned());
        self.replies.variant = id.into();
        Ok(())
    }

    fn ask_asked(&mut self) -> Result<(), Unasked> {
        let askable = self.interview.askable(&self.replies);
        let planned = self.interview.planned();
        let before = self.replies.asked.given().unwrap_or(&planned);
        let asked = self.tick(Item::Asked, &askable, before, |subject| {
            show::subject(self.interview.rubric, subject)
        })?;
        self.replies.asked = Reply::Given(asked);
        Ok(())
    }

    fn ask_observed(&mut self, place: usize) -> Result<(), Unasked> {
        let offered = self.interview.indicators(&self.replies, place);
        let nothing = Vec::new();
        let before = self.replies.scores[place]
            .observed
            .given()
            .unwrap_or(&nothing);
        let observed = self.tick(Item::Observed(place), &offered, before, |indicator| {
            show::indicator(self.interview.rubric, indicator)
        })?;
        self.replies.scores[place].observed = Reply::Given(observed);
        Ok(())
    }

    /// Asks which of some things hold.
    fn tick<T: Copy + PartialEq>(
        &self,
        item: Item,
        offered: &[T],
        before: &[T],
        show: impl Fn(T) -> String,
    ) -> Result<Vec<T>, Unasked> {
        let options: Vec<_> = offered.iter().map(|thing| show(*thing)).collect();
        let numbered = offered.iter().enumerate();
        let ticked: Vec<_> = numbered
            .filter(|(_, thing)| before.contains(thing))
            .map(|(at, _)| at)
            .collect();
        let ticked = self.prompts.tick(show::title(item), &options, &ticked)?;
        Ok(ticked.into_iter().map(|at| offered[at]).collect())
    }

    fn ask_score(&mut self, place: usize) -> Result<(), Unasked> {
        let score = &self.replies.scores[place];
        let scores = self.interview.scores(score.criterion);
        let shown = |given| show::given(&self.interview, score.criterion, given);
        let options: Vec<_> = scores.iter().map(|given| shown(*given)).collect();
        let at = scores
            .iter()
            .position(|given| score.given.given() == Some(given));
        let title = show::title(Item::Score(place));
        let chosen = self.prompts.choose(title, &options, at)?;
        self.replies.scores[place].score(scores[chosen]);
        Ok(())
    }

    /// Asks for a level, or none; the one interviewed for is at hand.
    fn ask_level(
        &self,
        item: Item,
        criterion: Option<CriterionIdx>,
        at: Option<LevelIdx>,
    ) -> Result<Reply<LevelIdx>, Unasked> {
        let rubric = self.interview.rubric;
        let n_levels = rubric.levels().len();
        let levels: Vec<_> = (0..n_levels).map(LevelIdx).collect();
        let options = levels
            .iter()
            .map(|level| show::level(rubric, *level, criterion));
        let options: Vec<_> = options.chain(["leave it open".to_owned()]).collect();
        let at = at.map_or(n_levels, LevelIdx::get);
        let chosen = self.prompts.choose(show::title(item), &options, Some(at))?;
        Ok(levels.get(chosen).copied().into())
    }

    fn ask_recommendation(&mut self) -> Result<(), Unasked> {
        let is_panel = self.interview.is_panel();
        let words = RECOMMENDATIONS.iter();
        let words = words.map(|word| show::recommendation(*word, is_panel).to_owned());
        let mut options: Vec<_> = words.collect();
        if self.interview.may_abstain(&self.replies) {
            let why = if is_panel {
                "nothing was scored"
            } else {
                "the scores say it"
            };
            options.push(format!("none: {why}"));
        }
        let given = self.replies.recommendation.given();
        let at = RECOMMENDATIONS.iter().position(|word| given == Some(word));
        let title = show::title(Item::Recommendation);
        let chosen = self.prompts.choose(title, &options, at)?;
        self.replies.recommendation = RECOMMENDATIONS.get(chosen).copied().into();
        Ok(())
    }
}
