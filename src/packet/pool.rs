//! The scores of many panels, from which the severity of interviewers is estimated.

use std::borrow::Cow;
use std::collections::HashMap;

use rayon::prelude::*;

use crate::calibration::model::{self, Data, Model, Settings, TooFew};
use crate::calibration::placed::{self, Placed};
use crate::calibration::profile::{Ask, Profile, Profiles};
use crate::calibration::records::{Builder, Record, Records, Told, of_card};
use crate::rubric::{CriterionIdx, LevelIdx, Rubric};
use crate::scorecard::read::{Pin, read_pinned};
use crate::scorecard::{Score, Scorecard, identity_key};
use crate::text::Sources;

mod supposed;

pub use supposed::Change;

/// What is estimated from the scores of many panels.
#[derive(Debug)]
pub struct Pool {
    records: Records,
    /// The ratings that count, by candidate.
    ratings: Vec<Record>,
    numbers: HashMap<String, usize>,
    /// The interviewers' numbers, by what signatures are compared by.
    interviewers: HashMap<String, u32>,
    model: Model,
    placed: Placed,
    /// Candidates of each interviewer.
    n_candidates: Vec<usize>,
    profiles: Profiles,
}

/// How much a pool rests on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Size {
    /// Scores.
    pub n_ratings: usize,
    /// Candidates, once for each rubric they were assessed by.
    pub n_candidates: usize,
    /// Interviewers.
    pub n_interviewers: usize,
}

impl Pool {
    /// Estimates severities from everything that was told ([`tell`]).
    ///
    /// # Errors
    /// There are too few ratings for that.
    pub fn estimate(builder: Builder<'_>) -> Result<Self, TooFew> {
        Self::estimate_by(builder, &Settings::default())
    }

    /// The same with settings of one's own.
    ///
    /// # Errors
    /// There are too few ratings.
    pub fn estimate_by(builder: Builder<'_>, settings: &Settings) -> Result<Self, TooFew> {
        let records = builder.finish();
        let data = Data {
            n_candidates: records.candidates.len(),
            n_interviewers: records.interviewers.len(),
            n_criteria: records.items.len(),
            ratings: (records.counted())
                .map(|one| (one.candidate, one.interviewer, one.item, one.score))
                .collect(),
        };
        let model = model::model(&data, settings)?;
        drop(data);
        let mut ratings: Vec<Record> = records.counted().copied().collect();
        ratings.sort_unstable_by_key(|one| (one.candidate, one.interviewer, one.item));
        let numbers = records.candidates.iter().cloned().zip(0..).collect();
        let interviewers = records.interviewers.iter();
        let interviewers = interviewers
            .map(|name| identity_key(name))
            .zip(0..)
            .collect();
        Ok(Self {
            profiles: Profiles::estimate(&model),
            placed: Placed::of(&model),
            n_candidates: n_candidates(&model),
            records,
            ratings,
            numbers,
            interviewers,
            model,
        })
    }

    /// How much it rests on.
    #[must_use]
    pub fn size(&self) -> Size {
        Size {
            n_ratings: self.ratings.len(),
            n_candidates: self.records.candidates.len(),
            n_interviewers: self.records.interviewers.len(),
        }
    }

    /// Whether an effect of candidate × criterion was found.
    #[cfg(test)]
    pub(super) fn has_profiles(&self) -> bool {
        self.profiles.sd > 0.0
    }

    /// Whether everything that was iterated has converged.
    #[must_use]
    pub fn converged(&self) -> bool {
        let variances = &self.model.variances;
        variances.converged && variances.fit.converged && self.profiles.converged
    }

    /// Whether there is a score by an interviewer.
    #[must_use]
    pub fn knows(&self, signature: &str) -> bool {
        self.interviewers.contains_key(&identity_key(signature))
    }

    /// How severe an interviewer is; none where the pool has no score by them. `z` is the normal
    /// quantile of the intervals.
    #[must_use]
    pub fn severity(&self, signature: &str, z: f64) -> Option<OfInterviewer> {
        let number = *self.interviewers.get(&identity_key(signature))? as usize;
        Some(OfInterviewer {
            severity: self.placed.severity(&self.model, number, z),
            n_candidates: self.n_candidates[number],
        })
    }

    /// What is known of a candidate of a rubric; none where the pool has no score of theirs.
    #[must_use]
    pub fn member(&self, rubric: &Rubric, level: LevelIdx, candidate: &str) -> Option<Member<'_>> {
        let number = *self.numbers.get(&name(rubric, candidate))?;
        let own = self.ratings_of(number);
        (!own.is_empty()).then(|| Member {
            own: Cow::Borrowed(own),
            profile: self.profiles.of(&self.model, number),
            items: self.items(rubric, level),
        })
    }

    /// The group that interviewers link, for each of some candidates of a rubric; none for those of
    /// whom the pool has no score.
    #[must_use]
    pub fn groups(&self, rubric: &Rubric, candidates: &[&str]) -> Vec<Option<usize>> {
        let of_candidate = self.model.connectivity().of_candidate;
        let group = |candidate: &&str| {
            let number = self.numbers.get(&name(rubric, candidate))?;
            of_candidate[*number]
        };
        candidates.iter().map(group).collect()
    }

    fn ratings_of(&self, candidate: usize) -> &[Record] {
        let first = self
            .ratings
            .partition_point(|one| (one.candidate as usize) < candidate);
        let of = &self.ratings[first..];
        &of[..of.partition_point(|one| one.candidate as usize == candidate)]
    }

    /// For each criterion of a rubric the item that it is at a level.
    fn items(&self, rubric: &Rubric, level: LevelIdx) -> Vec<Option<usize>> {
        let id = rubric.about().id.to_string();
        let level = rubric.level(level).id.to_string();
        let place = |criterion: &str| {
            self.records.items.iter().position(|item| {
                let is_level = item.level.as_ref().is_none_or(|of| *of == level);
                is_level && item.criterion == criterion && item.rubric.as_deref() == Some(&id)
            })
        };
        let criteria = rubric.criteria().iter();
        criteria
            .map(|criterion| place(criterion.id.as_ref()))
            .collect()
    }
}

fn n_candidates(model: &Model) -> Vec<usize> {
    let mut of_interviewer = vec![0; model.design.n_interviewers];
    for pair in &model.design.pairs {
        of_interviewer[pair.interviewer as usize] += 1;
    }
    of_interviewer
}

/// How severe an interviewer is, and over how many candidates that shows.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct OfInterviewer {
    /// The severity.
    pub severity: placed::Severity,
    /// Candidates whom they scored, once for each rubric these were assessed by.
    pub n_candidates: usize,
}

/// One candidate's place in a pool.
#[derive(Debug, Clone)]
pub struct Member<'a> {
    own: Cow<'a, [Record]>,
    profile: Profile<'a>,
    items: Vec<Option<usize>>,
}

/// A fair score and what it rests on.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Fair {
    /// The score, with its interval and the probability of the line.
    pub score: crate::calibration::profile::FairScore,
    /// Ratings that it rests on.
    pub n_ratings: usize,
    /// Interviewers who gave them.
    pub n_interviewers: usize,
}

impl Member<'_> {
    /// The fair score of one criterion; none where nobody gave the candidate a number on it.
    #[must_use]
    pub fn criterion(&self, idx: CriterionIdx, ask: Ask) -> Option<Fair> {
        let place = self.rated(idx.get())?;
        let score = self.profile.criterion(place, ask);
        Some(self.fair(score, |at| at == place))
    }

    /// The weighted fair score over the criteria that have a number; none where none with a weight
    /// over 0 has one.
    #[must_use]
    pub fn weighted(&self, weight: &dyn Fn(usize) -> f64, ask: Ask) -> Option<Fair> {
        let mut weights = vec![0.0; self.profile.mean.len()];
        for criterion in 0..self.items.len() {
            if let Some(place) = self.rated(criterion) {
                weights[place] = weight(criterion);
            }
        }
        let score = self.profile.weighted(&weights, ask)?;
        Some(self.fair(score, |at| weights[at] > 0.0))
    }

    /// Whether the candidate has a number on a criterion.
    #[must_use]
    pub fn is_rated(&self, idx: CriterionIdx) -> bool {
        self.rated(idx.get()).is_some()
    }

    /// A criterion's place in the profile, where the candidate has a number on it.
    fn rated(&self, criterion: usize) -> Option<usize> {
        let place = self.profile.place(self.items[criterion]?)?;
        Some(place).filter(|place| self.profile.is_rated[*place])
    }

    fn fair(
        &self,
        score: crate::calibration::profile::FairScore,
        is_in: impl Fn(usize) -> bool,
    ) -> Fair {
        let place = |one: &Record| self.profile.place(one.item as usize);
        let within = (self.own.iter()).filter(|one| place(one).is_some_and(&is_in));
        let mut interviewers: Vec<u32> = within.map(|one| one.interviewer).collect();
        let n_ratings = interviewers.len();
        // They come by interviewer.
        interviewers.dedup();
        Fair {
            score,
            n_ratings,
            n_interviewers: interviewers.len(),
        }
    }
}

/// Reads cards side by side, each with its rubric; none in place of one that cannot be read.
#[must_use]
pub fn read(cards: Vec<(Vec<u8>, &Rubric)>) -> Vec<Option<Scorecard>> {
    let card = |(bytes, rubric): (Vec<u8>, &Rubric)| {
        read_pinned(
            "card",
            bytes,
            rubric,
            Pin::AnyVersion,
            &mut Sources::default(),
        )
        .card
    };
    cards.into_par_iter().map(card).collect()
}

/// Tells a builder every number of a card that counts.
pub fn tell(builder: &mut Builder<'_>, rubric: &Rubric, card: &Scorecard) {
    if super::panel::why_uncounted(rubric, card).is_some() {
        return;
    }
    tell_as(builder, rubric, card, |score, number| {
        let is_panel = rubric.criterion(score.criterion).is_panel();
        is_panel.then_some(number)
    });
}

/// Tells a builder the numbers of a card as another number each, or none of a score that is not
/// taken.
pub fn tell_as(
    builder: &mut Builder<'_>,
    rubric: &Rubric,
    card: &Scorecard,
    number: impl Fn(&Score, i32) -> Option<i32>,
) {
    let candidate = name(rubric, &card.candidate);
    for (told, score) in of_card(rubric, card).zip(&card.scores) {
        if let Some(number) = told.score.and_then(|given| number(score, given)) {
            builder.push(Told {
                candidate: candidate.clone().into(),
                score: Some(number),
                ..told
            });
        }
    }
}

/// Somebody assessed by two rubrics has an ability for each.
fn name(rubric: &Rubric, candidate: &str) -> String {
    format!("{candidate}\n{}", rubric.about().id)
}
