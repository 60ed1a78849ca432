//! Records in the making, rating by rating, whatever they come from.

use std::borrow::Cow;

use super::items;
use super::names::{Names, Seen};
use super::repeats::repeats;
use super::{Labels, Record, Records};
use crate::document::Date;
use crate::scorecard::{identity_key, normal_form};

/// What is told of one rating, or of the lack of one.
#[derive(Debug, Clone, Default)]
pub struct Told<'a> {
    /// The candidate's id.
    pub candidate: Cow<'a, str>,
    /// The interviewer's signature.
    pub interviewer: Cow<'a, str>,
    /// The criterion.
    pub criterion: Cow<'a, str>,
    /// The point; none where there is no score.
    pub score: Option<i32>,
    /// The round.
    pub round: Option<Cow<'a, str>>,
    /// The level.
    pub level: Option<Cow<'a, str>>,
    /// The rubric.
    pub rubric: Option<Cow<'a, str>>,
    /// The candidate's group.
    pub group: Option<Cow<'a, str>>,
    /// The day.
    pub date: Option<Date>,
    /// Whether it is a trainee's.
    pub shadow: bool,
}

/// How the names of a rating stand to those before.
pub(super) struct Met {
    pub(super) candidate: (u32, Seen),
    pub(super) interviewer: (u32, Seen),
    pub(super) criterion: (u32, Seen),
    /// Another group that the candidate was in before.
    pub(super) other_group: Option<u32>,
}

/// Records in the making.
pub struct Builder<'a> {
    pub(super) candidates: Names<'a>,
    pub(super) interviewers: Names<'a>,
    pub(super) criteria: Names<'a>,
    pub(super) groups: Names<'a>,
    rounds: Names<'a>,
    levels: Names<'a>,
    rubrics: Names<'a>,
    of_candidate: Labels,
    of_rating: [Labels; 3],
    ratings: Vec<Record>,
    shadow: Vec<bool>,
    dates: Vec<Option<Date>>,
    n_missing: usize,
}

impl Default for Builder<'_> {
    fn default() -> Self {
        let plain = || Names::by(normal_form);
        Self {
            candidates: plain(),
            interviewers: Names::by(identity_key),
            criteria: plain(),
            groups: plain(),
            rounds: plain(),
            levels: plain(),
            rubrics: plain(),
            of_candidate: Labels::default(),
            of_rating: [(); 3].map(|()| Labels::default()),
            ratings: Vec::new(),
            shadow: Vec::new(),
            dates: Vec::new(),
            n_missing: 0,
        }
    }
}

impl<'a> Builder<'a> {
    /// Takes a rating.
    pub fn push(&mut self, told: Told<'a>) {
        self.take(told);
    }

    /// Takes a rating, and says what was known of its names.
    pub(super) fn take(&mut self, told: Told<'a>) -> Met {
        let met = Met {
            candidate: self.candidates.number(told.candidate),
            interviewer: self.interviewers.number(told.interviewer),
            criterion: self.criteria.number(told.criterion),
            other_group: None,
        };
        let other_group = told
            .group
            .and_then(|group| self.place(met.candidate.0, group));
        let Some(score) = told.score else {
            self.n_missing += 1;
            return Met { other_group, ..met };
        };
        let n = self.ratings.len();
        let [rounds, levels, rubrics] = &mut self.of_rating;
        let number = |names: &mut Names<'a>, text: Option<Cow<'a, str>>| {
            text.map(|text| names.number(text).0)
        };
        rounds.push(n, number(&mut self.rounds, told.round));
        levels.push(n, number(&mut self.levels, told.level));
        rubrics.push(n, number(&mut self.rubrics, told.rubric));
        if told.date.is_some() {
            self.dates.resize(n, None);
            self.dates.push(told.date);
        }
        if told.shadow {
            self.shadow.resize(n, false);
            self.shadow.push(true);
        }
        self.ratings.push(Record {
            candidate: met.candidate.0,
            interviewer: met.interviewer.0,
            item: met.criterion.0,
            score,
        });
        Met { other_group, ..met }
    }

    /// Puts a candidate into a group, unless they are in another, which it then gives.
    fn place(&mut self, candidate: u32, group: Cow<'a, str>) -> Option<u32> {
        let (number, _) = self.groups.number(group);
        let at = candidate as usize;
        if let Some(before) = self.of_candidate.number(at) {
            return (before != number).then_some(before);
        }
        let n = self.candidates.len().max(self.of_candidate.of.len());
        self.of_candidate.of.resize(n, Labels::NONE);
        self.of_candidate.of[at] = number;
        None
    }

    /// How many ratings there are.
    pub(super) fn n_ratings(&self) -> usize {
        self.ratings.len()
    }

    /// Pairs of ratings that say the same thing twice: the first, and a later one.
    pub(super) fn repeats(&self) -> Vec<[usize; 2]> {
        let [rounds, _, rubrics] = &self.of_rating;
        let criteria: Vec<u32> = self.ratings.iter().map(|rating| rating.item).collect();
        let criteria = items::within_rubrics(&criteria, rubrics);
        repeats(&self.ratings, &criteria, rounds)
    }

    /// A rating that was taken.
    pub(super) fn rating(&self, place: usize) -> Record {
        self.ratings[place]
    }

    /// Ends: decides what is an item, and numbers everything by its id, so that the order of the
    /// ratings decides nothing.
    #[must_use]
    pub fn finish(mut self) -> Records {
        let criteria: Vec<u32> = self.ratings.iter().map(|rating| rating.item).collect();
        let [mut rounds, mut levels, mut rubrics] = self.of_rating;
        rounds.names = self.rounds.into_names();
        levels.names = self.levels.into_names();
        rubrics.names = self.rubrics.into_names();
        self.of_candidate.names = self.groups.into_names();
        let chosen = items::choose(&criteria, &self.criteria.into_names(), &rubrics, &levels);
        let (candidates, of_candidate) = sorted(self.candidates.into_names(), String::as_str);
        let (interviewers, of_interviewer) = sorted(self.interviewers.into_names(), String::as_str);
        let (items, of_item) = sorted(chosen.items, |item| &item.id);
        for (rating, item) in self.ratings.iter_mut().zip(chosen.of_rating) {
            rating.candidate = of_candidate[rating.candidate as usize];
            rating.interviewer = of_interviewer[rating.interviewer as usize];
            rating.item = of_item[item as usize];
        }
        self.ratings.shrink_to_fit();
        self.of_candidate.renumber(&of_candidate);
        Records {
            candidates,
            interviewers,
            items,
            grain: chosen.grain,
            ratings: self.ratings,
            shadow: self.shadow,
            dates: self.dates,
            rounds,
            levels,
            rubrics,
            groups: self.of_candidate,
            n_missing: self.n_missing,
            ..Records::default()
        }
    }
}

/// Things by their ids, and the new place of each.
fn sorted<T>(things: Vec<T>, id: impl Fn(&T) -> &str) -> (Vec<T>, Vec<u32>) {
    let mut numbered: Vec<(T, u32)> = things.into_iter().zip(0..).collect();
    numbered.sort_by(|(a, _), (b, _)| id(a).cmp(id(b)));
    let mut places = vec![0; numbered.len()];
    for (place, (_, number)) in (0..).zip(&numbered) {
        places[*number as usize] = place;
    }
    (
        numbered.into_iter().map(|(thing, _)| thing).collect(),
        places,
    )
}
