//! A card filled in item by item: what is asked, what was answered, what is next. Pure; whoever
//! asks holds an [`Interview`] and its [`Replies`].
//!
//! ```text
//! Replies ─ write::draft ─▶ TOML ─ read::draft ─▶ Replies
//!         └ write::card ──▶ TOML ─ read::read ──▶ Scorecard
//! ```

#[cfg(test)]
mod tests;
pub mod write;

use super::{Date, Given, NoScore, Recommendation};
use crate::rubric::{
    CriterionIdx, Indicator, IndicatorOwner, LevelIdx, PointIdx, QuestionIdx, RoundIdx, Rubric,
    Stage, Subject, VideoPromptIdx,
};

/// What a card is filled in for.
#[derive(Debug, Clone)]
pub struct Interview<'a> {
    /// The rubric.
    pub rubric: &'a Rubric,
    /// The candidate's id.
    pub candidate: String,
    /// The round, held at the level.
    pub round: RoundIdx,
    /// The level interviewed for.
    pub level: LevelIdx,
    /// Who scores, as they sign.
    pub interviewer: String,
    /// Whether it is a trainee's card.
    pub shadow: bool,
    /// The questions of the candidate's kit.
    pub planned: Vec<QuestionIdx>,
}

/// What became of one item.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub enum Reply<T> {
    /// It is still to be answered.
    #[default]
    Open,
    /// It was left empty.
    Blank,
    /// It was answered.
    Given(T),
}

impl<T> Reply<T> {
    /// The answer, where there is one.
    pub fn given(&self) -> Option<&T> {
        match self {
            Self::Given(value) => Some(value),
            Self::Open | Self::Blank => None,
        }
    }

    /// Whether it is still to be answered.
    pub fn is_open(&self) -> bool {
        matches!(self, Self::Open)
    }
}

impl<T> From<Option<T>> for Reply<T> {
    fn from(value: Option<T>) -> Self {
        value.map_or(Self::Blank, Self::Given)
    }
}

impl Reply<String> {
    /// A text that was written, blank where nothing is in it.
    #[must_use]
    pub fn of_text(text: String) -> Self {
        Some(text).filter(|text| !text.trim().is_empty()).into()
    }
}

/// All that was answered so far.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Replies {
    /// The day of the interview.
    pub interviewed_on: Reply<Date>,
    /// How long it took, in minutes: 1 to 100,000.
    pub minutes: Reply<u32>,
    /// The exercise's variant, by id.
    pub variant: Reply<String>,
    /// What was asked.
    pub asked: Reply<Vec<Subject>>,
    /// What was answered on each criterion.
    pub scores: Vec<ScoreReplies>,
    /// What the interviewer recommends.
    pub recommendation: Reply<Recommendation>,
    /// Highest level that the evidence supports.
    pub level: Reply<LevelIdx>,
    /// Key take-aways.
    pub summary: Reply<String>,
    /// For the panel only.
    pub private_note: Reply<String>,
}

/// What was answered on one criterion.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ScoreReplies {
    /// The criterion.
    pub criterion: CriterionIdx,
    /// Indicators ticked.
    pub observed: Reply<Vec<Indicator>>,
    /// What the score rests on.
    pub evidence: Reply<String>,
    /// The score.
    pub given: Reply<Given>,
    /// Highest level whose cell the evidence supports.
    pub level: Reply<LevelIdx>,
}

/// One thing that is asked. A number is the place among [`Replies::scores`].
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Item {
    /// The day of the interview.
    InterviewedOn,
    /// How long it took.
    Minutes,
    /// How the exercise was set.
    Variant,
    /// What was asked.
    Asked,
    /// The indicators of a criterion.
    Observed(usize),
    /// The evidence of a criterion.
    Evidence(usize),
    /// The score of a criterion.
    Score(usize),
    /// The level that the evidence of a criterion supports.
    ScoreLevel(usize),
    /// The recommendation.
    Recommendation,
    /// The level recommended.
    Level,
    /// The summary.
    Summary,
    /// The private note.
    PrivateNote,
}

impl ScoreReplies {
    /// Nothing answered yet.
    #[must_use]
    pub fn open(criterion: CriterionIdx) -> Self {
        Self {
            criterion,
            observed: Reply::Open,
            evidence: Reply::Open,
            given: Reply::Open,
            level: Reply::Open,
        }
    }

    /// Sets the score. Without a number no level is supported.
    pub fn score(&mut self, given: Given) {
        self.given = Reply::Given(given);
        if matches!(given, Given::None(_)) {
            self.level = Reply::Open;
        }
    }

    /// Whether a number was given.
    #[must_use]
    pub fn has_point(&self) -> bool {
        matches!(self.given, Reply::Given(Given::Point(_)))
    }
}

impl Replies {
    fn has_point(&self) -> bool {
        self.scores.iter().any(ScoreReplies::has_point)
    }
}

impl<'a> Interview<'a> {
    /// Nothing answered yet.
    #[must_use]
    pub fn start(&self) -> Replies {
        let scored = self.rubric.scored_in(self.round, self.level);
        Replies {
            scores: scored.into_iter().map(ScoreReplies::open).collect(),
            ..Replies::default()
        }
    }

    /// The replies of a draft, with what it does not mention yet; criteria in the rubric's order,
    /// those that the round does not focus on last.
    #[must_use]
    pub fn resume(&self, mut drafted: Replies) -> Replies {
        let mut replies = self.start();
        for score in &mut replies.scores {
            let mut found = drafted.scores.iter();
            let found = found.position(|other| other.criterion == score.criterion);
            if let Some(place) = found {
                *score = drafted.scores.remove(place);
            }
        }
        replies.scores.append(&mut drafted.scores);
        let mut replies = Replies {
            scores: replies.scores,
            ..drafted
        };
        self.leave_blank(&mut replies);
        replies
    }

    /// What a card has no word for when it is left empty, was left empty where anything after it
    /// was answered.
    fn leave_blank(&self, replies: &mut Replies) {
        let items = self.items(replies);
        let mut is_behind = false;
        for item in items.into_iter().rev() {
            if is_behind {
                replies.leave_blank(item);
            }
            is_behind |= !self.is_open(replies, item);
        }
    }

    /// What is asked, in order. What is asked follows from what was answered: the indicators from
    /// the questions that were asked, levels from the scores.
    #[must_use]
    pub fn items(&self, replies: &Replies) -> Vec<Item> {
        let mut items = vec![Item::InterviewedOn, Item::Minutes];
        if !self.variants().is_empty() || replies.variant.given().is_some() {
            items.push(Item::Variant);
        }
        if !self.askable(replies).is_empty() {
            items.push(Item::Asked);
        }
        for (place, score) in replies.scores.iter().enumerate() {
            if !self.indicators(replies, place).is_empty() {
                items.push(Item::Observed(place));
            }
            items.extend([Item::Evidence(place), Item::Score(place)]);
            let has_cells = !self
                .rubric
                .criterion(score.criterion)
                .progression()
                .is_empty();
            if score.level.given().is_some() || (score.has_point() && has_cells) {
                items.push(Item::ScoreLevel(place));
            }
        }
        items.push(Item::Recommendation);
        if replies.level.given().is_some() || (self.is_panel() && replies.has_point()) {
            items.push(Item::Level);
        }
        items.extend([Item::Summary, Item::PrivateNote]);
        items
    }

    /// The first item that is still to be answered; none where the card is complete.
    #[must_use]
    pub fn next(&self, replies: &Replies) -> Option<Item> {
        let mut items = self.items(replies).into_iter();
        items.find(|item| self.is_open(replies, *item))
    }

    /// Whether an item is still to be answered.
    #[must_use]
    pub fn is_open(&self, replies: &Replies, item: Item) -> bool {
        let score = |place: usize| &replies.scores[place];
        match item {
            Item::InterviewedOn => replies.interviewed_on.given().is_none(),
            Item::Minutes => replies.minutes.is_open(),
            Item::Variant => replies.variant.is_open(),
            Item::Asked => replies.asked.given().is_none(),
            Item::Observed(place) => score(place).observed.given().is_none(),
            Item::Evidence(place) => score(place).evidence.is_open(),
            Item::Score(place) => score(place).given.given().is_none(),
            Item::ScoreLevel(place) => score(place).level.is_open(),
            // Whoever scored something recommends something.
            Item::Recommendation => match replies.recommendation {
                Reply::Given(_) => false,
                Reply::Blank => !self.may_abstain(replies),
                Reply::Open => true,
            },
            Item::Level => replies.level.is_open(),
            Item::Summary => replies.summary.is_open(),
            Item::PrivateNote => replies.private_note.is_open(),
        }
    }

    /// Whether the recommendation may be left out: nothing has a number, or papers are reviewed,
    /// which advance by their share.
    #[must_use]
    pub fn may_abstain(&self, replies: &Replies) -> bool {
        let is_review = self.rubric.round(self.round).stage == Stage::Resume;
        is_review || !replies.has_point()
    }

    /// Whether an interview panel scores the round, rather than reviewers of papers.
    #[must_use]
    pub fn is_panel(&self) -> bool {
        self.rubric.round(self.round).stage.is_panel()
    }

    /// The ways to set the round's exercise, by id and title.
    #[must_use]
    pub fn variants(&self) -> Vec<(&'a str, &'a str)> {
        let exercise = self.rubric.round(self.round).exercise;
        let exercise = exercise.map(|idx| self.rubric.exercise(idx));
        let exercise = exercise.filter(|exercise| exercise.levels.include(self.level));
        let variants = exercise.map_or(&[][..], |exercise| &exercise.variants);
        let named = variants.iter();
        named
            .map(|variant| (variant.id.as_str(), variant.title.as_str()))
            .collect()
    }

    /// What is planned to be asked: the kit's questions, the exercise, the video prompts.
    #[must_use]
    pub fn planned(&self) -> Vec<Subject> {
        let questions = self.planned.iter().copied().map(Subject::Question);
        let exercise = self.rubric.round(self.round).exercise;
        let exercise = exercise.filter(|idx| self.rubric.exercise(*idx).levels.include(self.level));
        let prompts = self.rubric.video_prompts().iter().enumerate();
        let prompts = prompts.filter(|(_, prompt)| {
            prompt.round == Some(self.round) && prompt.levels.include(self.level)
        });
        let prompts = prompts.map(|(place, _)| Subject::VideoPrompt(VideoPromptIdx(place)));
        questions
            .chain(exercise.map(Subject::Exercise))
            .chain(prompts)
            .collect()
    }

    /// All that may have been asked: what is planned, what else the round has, and what the card
    /// says already.
    #[must_use]
    pub fn askable(&self, replies: &Replies) -> Vec<Subject> {
        let mut found = self.planned();
        let questions = self.rubric.questions().iter().enumerate();
        let reserve = questions.filter(|(_, question)| {
            question.rounds.contains(&self.round) && question.levels.include(self.level)
        });
        let reserve = reserve.map(|(place, _)| Subject::Question(QuestionIdx(place)));
        let said = replies.asked.given().into_iter().flatten().copied();
        for subject in reserve.chain(said) {
            if !found.contains(&subject) {
                found.push(subject);
            }
        }
        found
    }

    /// The indicators to tick for a criterion: those of the questions asked, of the exercise as
    /// it was set, of the video prompts, and those that are ticked already.
    #[must_use]
    pub fn indicators(&self, replies: &Replies, place: usize) -> Vec<Indicator> {
        let score = &replies.scores[place];
        let planned = self.planned();
        let asked = replies.asked.given().unwrap_or(&planned).iter();
        let questions: Vec<_> = asked
            .filter_map(|subject| match subject {
                Subject::Question(idx) => Some(*idx),
                _ => None,
            })
            .collect();
        let rubric = self.rubric;
        let owners = rubric.owners_for(score.criterion, self.round, self.level, &questions);
        let owners = owners.into_iter().filter(|owner| match *owner {
            IndicatorOwner::Variant(exercise, place) => {
                let variant = &rubric.exercise(exercise).variants[place].id;
                replies.variant.given().is_some_and(|id| *variant == *id)
            }
            _ => true,
        });
        let mut found: Vec<_> = owners
            .flat_map(|owner| rubric.indicators_of(owner))
            .collect();
        let ticked = score.observed.given().into_iter().flatten();
        for indicator in ticked {
            if !found.contains(indicator) {
                found.push(*indicator);
            }
        }
        found
    }

    /// The scores that a criterion takes: points lowest first, then the words for no score.
    #[must_use]
    pub fn scores(&self, criterion: CriterionIdx) -> Vec<Given> {
        let n_points = self.rubric.scale().points().len();
        let points = (0..n_points).map(PointIdx);
        let ends = |point: &PointIdx| point.0 == 0 || point.0 + 1 == n_points;
        let is_yes_no = self.is_yes_no(criterion);
        let points = points.filter(|point| !is_yes_no || ends(point));
        let none = [NoScore::NotAssessed, NoScore::NoEvidence, NoScore::Declined];
        points
            .map(Given::Point)
            .chain(none.map(Given::None))
            .collect()
    }

    /// Whether a criterion is answered with yes, the highest point, or no, the lowest.
    #[must_use]
    pub fn is_yes_no(&self, criterion: CriterionIdx) -> bool {
        self.rubric.criterion(criterion).is_yes_no()
    }
}

impl Replies {
    fn leave_blank(&mut self, item: Item) {
        match item {
            Item::Minutes => blank(&mut self.minutes),
            Item::Variant => blank(&mut self.variant),
            Item::ScoreLevel(place) => blank(&mut self.scores[place].level),
            Item::Recommendation => blank(&mut self.recommendation),
            Item::Level => blank(&mut self.level),
            // A draft says of all others that they were left empty.
            _ => {}
        }
    }
}

fn blank<T>(reply: &mut Reply<T>) {
    if reply.is_open() {
        *reply = Reply::Blank;
    }
}
