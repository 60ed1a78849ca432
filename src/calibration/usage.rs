//! How each interviewer uses the scale: counts, points never used, middle, ends and range, against
//! what is expected.
//!
//! Where there is a model the expectation is the model's: for each rating the probability of each
//! point, given the candidate as all ratings show them and this interviewer's severity, so that an
//! interviewer who met only strong candidates, or is strict, is not blamed for it. Without one it
//! is what all others together gave.
//!
//! An observed share is compared with the expected one by the pair of candidate and interviewer:
//! ratings within a pair hang together and are summed first. `z = Σ d_p / √V` with `d_p` the
//! pair's sum of differences and `V` the larger of `Σ d_p²` and the sum of the variances of single
//! ratings.

use serde::Serialize;

use super::curve::Curves;
use super::model::Model;
use super::quadrature::Quadrature;
use crate::text::count;

/// With fewer ratings nothing is flagged.
pub const LEAST_RATINGS: usize = 20;

/// With fewer candidates nothing is flagged.
pub const LEAST_CANDIDATES: usize = 8;

/// A share must differ by this much from the expected one to be flagged.
pub const LEAST_DIFFERENCE: f64 = 0.1;

/// A standard deviation under this part of the expected one is flagged.
pub const LEAST_RANGE: f64 = 0.75;

/// A difference must be so many standard errors to be flagged: by chance one in 200 is.
pub const LEAST_Z: f64 = 2.576;

/// A rating: who gave it, to whom, on what, and the score.
pub type Rating = (u32, u32, u32, i32);

/// The use of the scale.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Usage {
    /// The points of the scale, ascending.
    pub scale: Vec<i32>,
    /// The points that count as its middle: those less than a quarter of its width from its
    /// centre; none of two.
    pub middle: Vec<i32>,
    /// Where expectations come from.
    pub basis: Basis,
    /// Interviewers, by number.
    pub interviewers: Vec<Interviewer>,
}

/// Where expectations come from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Basis {
    /// The model.
    Model,
    /// What all others gave.
    Others,
}

/// One interviewer's use of the scale.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Interviewer {
    /// Ratings.
    pub n: usize,
    /// Candidates.
    pub n_candidates: usize,
    /// Ratings at each point.
    pub counts: Vec<usize>,
    /// Ratings expected at each point; none without an expectation.
    pub expected: Option<Vec<f64>>,
    /// Points never used.
    pub never: Vec<i32>,
    /// Lowest and highest point used.
    pub range: Option<(i32, i32)>,
    /// Standard deviation of the scores, in points.
    pub sd: Option<f64>,
    /// The same that was expected.
    pub sd_expected: Option<f64>,
    /// The share of ratings in the middle; none where the scale has no middle.
    pub middle: Option<Share>,
    /// The share of ratings at the ends of the scale.
    pub ends: Option<Share>,
    /// What is striking.
    pub flags: Vec<Flag>,
    /// Why nothing could be flagged.
    pub reason: Option<NoFlags>,
}

/// A share of ratings against the expected one.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Share {
    /// The share, 0 to 1.
    pub value: f64,
    /// The expected share.
    pub expected: f64,
    /// Standard errors between them.
    pub z: f64,
}

/// What is striking in the use of the scale.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Flag {
    /// More ratings in the middle than expected.
    CentralTendency,
    /// Scores lie closer together than expected.
    RestrictedRange,
    /// More ratings at the ends than expected.
    Extremes,
}

/// Why nothing could be flagged.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum NoFlags {
    /// Fewer than [`LEAST_RATINGS`].
    TooFewRatings,
    /// Fewer than [`LEAST_CANDIDATES`].
    TooFewCandidates,
    /// There is neither a model nor anybody else's rating.
    NothingToCompare,
}

/// Works out the use of a scale, from ratings in any order. `scale` are the points that there are;
/// scores that are no point of it are added. With a model, `ratings` are those it was fitted to.
///
/// # Panics
/// An interviewer's number is not under `n_interviewers`, or others are not those of the model.
#[must_use]
pub fn usage(
    ratings: &[Rating],
    n_interviewers: usize,
    scale: &[i32],
    model: Option<&Model>,
) -> Usage {
    let mut sorted = ratings.to_vec();
    sorted.sort_unstable_by_key(|one| (one.1, one.0, one.2, one.3));
    let points = Points::new(ratings, scale);
    let source = Source::new(&points, &sorted, model);
    let mut by_interviewer = vec![&sorted[..0]; n_interviewers];
    for of in sorted.chunk_by(|a, b| a.1 == b.1) {
        by_interviewer[of[0].1 as usize] = of;
    }
    let of = |own: &&[Rating]| interviewer(&points, &source, own);
    Usage {
        middle: points.middle.iter().map(|at| points.scale[*at]).collect(),
        basis: match source {
            Source::Model { .. } => Basis::Model,
            Source::Others { .. } => Basis::Others,
        },
        interviewers: by_interviewer.iter().map(of).collect(),
        scale: points.scale,
    }
}

/// The points of a scale. The others are places in it.
struct Points {
    scale: Vec<i32>,
    values: Vec<f64>,
    middle: Vec<usize>,
    ends: Vec<usize>,
}

impl Points {
    fn new(ratings: &[Rating], scale: &[i32]) -> Self {
        let mut scale = scale.to_vec();
        scale.extend(ratings.iter().map(|(.., score)| *score));
        scale.sort_unstable();
        scale.dedup();
        let values: Vec<f64> = scale.iter().copied().map(f64::from).collect();
        let (lowest, highest) = match (values.first(), values.last()) {
            (Some(lowest), Some(highest)) => (*lowest, *highest),
            _ => (0.0, 0.0),
        };
        let centre = f64::midpoint(lowest, highest);
        let near = |at: &usize| (values[*at] - centre).abs() < (highest - lowest) / 4.0;
        let last = scale.len().saturating_sub(1);
        Self {
            middle: (0..values.len()).filter(near).collect(),
            ends: (0..scale.len())
                .filter(|at| *at == 0 || *at == last)
                .collect(),
            scale,
            values,
        }
    }

    fn place(&self, score: i32) -> usize {
        self.scale.binary_search(&score).unwrap_or_default()
    }

    fn count(&self, ratings: &[Rating]) -> Vec<usize> {
        let mut counts = vec![0; self.scale.len()];
        for (.., score) in ratings {
            counts[self.place(*score)] += 1;
        }
        counts
    }
}

/// Where expectations come from.
enum Source<'a> {
    Model {
        model: &'a Model,
        curves: Curves<'a>,
        /// The places of the model's categories in the scale.
        places: Vec<usize>,
        rule: Quadrature,
    },
    /// All ratings at each point.
    Others { counts: Vec<usize> },
}

impl<'a> Source<'a> {
    fn new(points: &Points, ratings: &[Rating], model: Option<&'a Model>) -> Self {
        let Some(model) = model else {
            return Self::Others {
                counts: points.count(ratings),
            };
        };
        let fit = &model.variances.fit;
        let (steps, rule) = (&fit.state.steps, &model.rules.pair);
        let n_criteria = model.design.n_criteria;
        let place = |value: &f64| {
            points
                .values
                .iter()
                .position(|point| (point - value).abs() < 0.5)
        };
        Self::Model {
            model,
            curves: Curves::new(steps, n_criteria, fit.deviations.pair, rule),
            places: model.values.iter().filter_map(place).collect(),
            rule: Quadrature::new(5),
        }
    }

    /// For each of an interviewer's ratings the probability of each point, and by how much
    /// variances grow since the expectation is uncertain itself; none where there is none.
    fn expect(&self, points: &Points, own: &[Rating]) -> Option<(Vec<Vec<f64>>, f64)> {
        match self {
            Self::Model { .. } => Some((own.iter().map(|one| self.of(points, one)).collect(), 1.0)),
            Self::Others { counts } => {
                let of_own = points.count(own);
                let others = counts
                    .iter()
                    .zip(&of_own)
                    .map(|(all, own)| count(all - own));
                let others: Vec<f64> = others.collect();
                let n: f64 = others.iter().sum();
                let shares: Vec<f64> = others.iter().map(|other| other / n).collect();
                (n > 0.0).then(|| (vec![shares; own.len()], 1.0 + count(own.len()) / n))
            }
        }
    }

    /// What the model expects of one rating, over the ability as all ratings leave it.
    fn of(&self, points: &Points, (candidate, interviewer, criterion, _): &Rating) -> Vec<f64> {
        let mut expected = vec![0.0; points.scale.len()];
        if let Self::Model {
            model,
            curves,
            places,
            rule,
        } = self
        {
            let ability = model.ability(*candidate as usize);
            let severity = model.variances.fit.state.severity[*interviewer as usize];
            let mut of_categories = vec![0.0; model.design.n_categories];
            for (z, weight) in rule.nodes.iter().zip(&rule.weights) {
                let xi = ability.mean + z * ability.sd_given - severity;
                curves.add_probabilities(*criterion as usize, xi, *weight, &mut of_categories);
            }
            for (place, probability) in places.iter().zip(&of_categories) {
                expected[*place] += probability;
            }
        }
        expected
    }
}

fn interviewer(points: &Points, source: &Source<'_>, own: &[Rating]) -> Interviewer {
    let counts = points.count(own);
    let of_candidates = own.chunk_by(|a, b| a.0 == b.0);
    let n_candidates = of_candidates.count();
    let used: Vec<usize> = (0..counts.len()).filter(|at| counts[*at] > 0).collect();
    let never = (0..counts.len()).filter(|at| counts[*at] == 0);
    let mut found = Interviewer {
        n: own.len(),
        n_candidates,
        expected: None,
        never: never.map(|at| points.scale[at]).collect(),
        range: used
            .first()
            .map(|first| (points.scale[*first], points.scale[used[used.len() - 1]])),
        sd: spread(points, &shares(&counts)).map(|(_, sd)| sd),
        sd_expected: None,
        middle: None,
        ends: None,
        flags: Vec::new(),
        reason: Some(NoFlags::NothingToCompare),
        counts,
    };
    if own.is_empty() {
        found.reason = Some(NoFlags::TooFewRatings);
        return found;
    }
    if let Some((expected, growth)) = source.expect(points, own) {
        Comparison {
            points,
            own,
            expected,
            growth,
        }
        .fill(&mut found);
    }
    found
}

fn shares(counts: &[usize]) -> Vec<f64> {
    let n: usize = counts.iter().sum();
    counts
        .iter()
        .map(|of| count(*of) / count(n.max(1)))
        .collect()
}

/// Mean and standard deviation of a distribution over the points; none where it is empty.
fn spread(points: &Points, shares: &[f64]) -> Option<(f64, f64)> {
    let over = |of: &dyn Fn(f64) -> f64| -> f64 {
        let pairs = points.values.iter().zip(shares);
        pairs.map(|(value, share)| of(*value) * share).sum()
    };
    let total = over(&|_| 1.0);
    if total <= 0.0 {
        return None;
    }
    let mean = over(&|value| value) / total;
    let variance = over(&|value| (value - mean) * (value - mean)) / total;
    Some((mean, variance.max(0.0).sqrt()))
}

/// One interviewer's ratings beside what was expected of each.
struct Comparison<'a> {
    points: &'a Points,
    own: &'a [Rating],
    expected: Vec<Vec<f64>>,
    /// By how much variances grow since the expectation is uncertain itself.
    growth: f64,
}

impl Comparison<'_> {
    fn fill(&self, found: &mut Interviewer) {
        let mut expected = vec![0.0; self.points.scale.len()];
        for of in &self.expected {
            for (sum, probability) in expected.iter_mut().zip(of) {
                *sum += probability;
            }
        }
        let n = count(self.own.len());
        let of_expected: Vec<f64> = expected.iter().map(|sum| sum / n).collect();
        let share_of = |places: &[usize]| {
            let is_in = |at: usize| f64::from(u8::from(places.contains(&at)));
            let marks: Vec<f64> = (0..of_expected.len()).map(is_in).collect();
            (!places.is_empty()).then(|| Share {
                value: places
                    .iter()
                    .map(|at| count(found.counts[*at]))
                    .sum::<f64>()
                    / n,
                expected: places.iter().map(|at| of_expected[*at]).sum(),
                z: self.z(&marks, &marks),
            })
        };
        let middle = share_of(&self.points.middle);
        let ends = share_of(&self.points.ends);
        let of_own = spread(self.points, &shares(&found.counts));
        let of_others = spread(self.points, &of_expected);
        found.expected = Some(expected);
        found.sd_expected = of_others.map(|(_, sd)| sd);
        (found.middle, found.ends) = (middle, ends);
        found.reason = if found.n < LEAST_RATINGS {
            Some(NoFlags::TooFewRatings)
        } else if found.n_candidates < LEAST_CANDIDATES {
            Some(NoFlags::TooFewCandidates)
        } else {
            None
        };
        if let (None, Some(own), Some(others)) = (found.reason, of_own, of_others) {
            self.flag(found, own, others);
        }
    }

    fn flag(&self, found: &mut Interviewer, own: (f64, f64), others: (f64, f64)) {
        let too_many = |share: Option<Share>| {
            share.is_some_and(|share| {
                share.value - share.expected >= LEAST_DIFFERENCE && share.z >= LEAST_Z
            })
        };
        let squares = |mean: f64| -> Vec<f64> {
            let of = |value: &f64| (value - mean) * (value - mean);
            self.points.values.iter().map(of).collect()
        };
        let is_narrow = own.1 < LEAST_RANGE * others.1
            && self.z(&squares(own.0), &squares(others.0)) <= -LEAST_Z;
        let flags = [
            (too_many(found.middle), Flag::CentralTendency),
            (is_narrow, Flag::RestrictedRange),
            (too_many(found.ends), Flag::Extremes),
        ];
        let raised = flags.into_iter().filter(|(is_raised, _)| *is_raised);
        found.flags = raised.map(|(_, flag)| flag).collect();
    }

    /// Standard errors between the sum of a number over the points given and over those expected,
    /// the numbers by point; 0 where nothing varies.
    fn z(&self, given: &[f64], expected: &[f64]) -> f64 {
        let (mut sum, mut squares, mut single) = (0.0, 0.0, 0.0);
        let mut rest = self.expected.iter();
        for pair in self.own.chunk_by(|a, b| a.0 == b.0) {
            let mut difference = 0.0;
            for ((.., score), of) in pair.iter().zip(&mut rest) {
                let over = |power: i32| -> f64 {
                    let numbers = expected.iter().zip(of);
                    numbers
                        .map(|(number, share)| number.powi(power) * share)
                        .sum()
                };
                let mean = over(1);
                difference += given[self.points.place(*score)] - mean;
                single += (over(2) - mean * mean).max(0.0);
            }
            sum += difference;
            squares += difference * difference;
        }
        let variance = self.growth * f64::max(squares, single);
        if variance > 0.0 {
            sum / variance.sqrt()
        } else {
            0.0
        }
    }
}

#[cfg(test)]
mod tests;
